/* nonfinite: where and why a run left the finite numbers, in words. Private to the engine. */
#ifndef BACKSTEP_ENGINE_NONFINITE_H
#define BACKSTEP_ENGINE_NONFINITE_H

#include <stdio.h>

#include "engine/base/text.h"
#include "engine/run/timeline.h"

/* machine: any of the timeline's lesson and exec; it is left standing at that moment. false and *e when
   memory runs out. */
bool nonfinite_text(FILE *out, const Texts *texts, Timeline *timeline, Machine *machine, Err *e);

#endif
