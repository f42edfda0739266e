/* variant: names that differ from build to build, since each file here is compiled several times: NAME_avx2,
 * NAME_base. */
#ifndef BACKSTEP_ENGINE_OP_VARIANT_H
#define BACKSTEP_ENGINE_OP_VARIANT_H

#ifndef VARIANT_SUFFIX
#define VARIANT_SUFFIX base
#endif
#define VARIANT_JOIN(name, suffix)   name##_##suffix
#define VARIANT_EXPAND(name, suffix) VARIANT_JOIN(name, suffix)
#define VARIANT(name)                VARIANT_EXPAND(name, VARIANT_SUFFIX)

#endif
