/*
 * yield.h
 *		Yields in percent as exact decimals.
 *
 * In binary, 4.25 - 4.20 is not 0.05, and a threshold of 5 bp would be missed by
 * the last bit. So a yield is taken as a whole number of 10^-10 percent, which is
 * 10^-8 of a basis point; differences and comparisons are then exact.
 */
#ifndef ROTATION_YIELD_H
#define ROTATION_YIELD_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#define YIELD_UNITS_PER_PERCENT 1e10
#define YIELD_UNITS_PER_BP 1e8

/* No yield is larger in size than this many percent: differences then fit 64 bits. */
#define YIELD_MAX 1e8

/* The observations of a yield or a rate, in order of time. */
typedef struct yield_series
{
	int32_t n;
	const int32_t *ts;
	const int64_t *units;
} yield_series;

static inline bool
yield_is_valid(double percent)
{
	return fabs(percent) <= YIELD_MAX; /* false for NaN */
}

static inline int64_t
yield_units(double percent)
{
	return llround(percent * YIELD_UNITS_PER_PERCENT);
}

/* Percent again: what it was, if it had ten decimals at most. */
static inline double
yield_percent(int64_t units)
{
	return (double) units / YIELD_UNITS_PER_PERCENT;
}

static inline double
yield_bp(int64_t units)
{
	return (double) units / YIELD_UNITS_PER_BP;
}

#endif
