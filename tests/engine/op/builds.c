/* builds: which builds of the kernels this processor can run. */
#include <stdlib.h>
#include <string.h>

#include "engine/op/exec.h"
#include "harness.h"

const char *build_name(int index) {
    static const char *const names[] = {"base", "avx2", "avx512"};
    if (index >= 3) return NULL;
    setenv("BACKSTEP_SIMD", names[index], 1);
    bool runs = strcmp(exec_best()->name, names[index]) == 0;
    unsetenv("BACKSTEP_SIMD");
    return runs ? names[index] : NULL;
}
