/* test: what every test file includes: cmocka with what it needs before it. */
#ifndef BACKSTEP_TESTS_TEST_H
#define BACKSTEP_TESTS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#endif
