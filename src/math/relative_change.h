/*
 * relative_change.h
 *		Returns from levels, and how those of two series differ.
 *
 * In to / from - 1 the digits cancel that the quotient has in common with 1: four
 * are left of a move of 10^-12. From half the level to twice the level to - from
 * is exact (P. Sterbenz, "Floating-Point Computation", 1974) and the division
 * rounds once; further away nothing cancels. Either way the result is within 1 ulp
 * of the return, and it never falls where the return does not.
 *
 * Levels are positive and finite; a result beyond what a double holds is infinite
 * or not a number.
 */
#ifndef ROTATION_RELATIVE_CHANGE_H
#define ROTATION_RELATIVE_CHANGE_H

#include <math.h>
#include <stdbool.h>

static inline bool
is_near_level(double from, double to)
{
	return to >= 0.5 * from && to <= 2 * from;
}

/* to / from - 1 */
static inline double
relative_change(double from, double to)
{
	return is_near_level(from, to) ? (to - from) / from : to / from - 1;
}

/* ln(to / from) */
static inline double
log_change(double from, double to)
{
	return is_near_level(from, to) ? log1p((to - from) / from) : log(to / from);
}

extern double arithmetic_relative_change(double from_a, double to_a, double from_b, double to_b);
extern double geometric_relative_change(double from_a, double to_a, double from_b, double to_b);

#endif
