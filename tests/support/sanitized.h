/* sanitized: whether a test was built with the address sanitizer, which takes memory and several times as
 * long. */
#ifndef BACKSTEP_TESTS_SANITIZED_H
#define BACKSTEP_TESTS_SANITIZED_H

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#endif
