/*
 * long_double.h
 *		Whether long double has more digits than double.
 *
 * It has not under valgrind, which rounds it to double: what is compared with it
 * fails there.
 */
#ifndef ROTATION_LONG_DOUBLE_H
#define ROTATION_LONG_DOUBLE_H

#include <float.h>
#include <stdbool.h>

static inline bool
has_long_double(void)
{
	volatile long double one = 1;

	return one + LDBL_EPSILON > one;
}

#endif
