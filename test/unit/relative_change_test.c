/*
 * relative_change_test.c
 *		Returns from levels, against long double and against their limits.
 */
#include "test.h"

#include <float.h>
#include <math.h>

#include "math/relative_change.h"

/* The distance to the true value in units of the last place. */
static double
ulps(double result, long double figure)
{
	double size = fabs((double) figure);

	return (double) (fabsl(result - figure) / (long double) (nextafter(size, INFINITY) - size));
}

/* A level, and one that is further away, by anything from one bit to twelve decades. */
static void
random_levels(double *from, double *to)
{
	*from = fabs(random_decades(-6, 6));
	switch (random_below(3))
	{
		case 0:
			*to = *from * (1 + random_decades(-15, 0) * 0.999);
			break;
		case 1:
			*to = nextafter(*from, random_below(2) * DBL_MAX);
			break;
		default:
			*to = fabs(random_decades(-6, 6));
	}
}

/* long double has 11 bits more, so quotients are divided out first: to - from is exact in it. */
static void
check_changes(void)
{
	double worst = 0;
	double worst_logarithm = 0;

	for (int trial = 0; trial < 100000; trial++)
	{
		double from;
		double to;
		long double change;

		random_levels(&from, &to);
		change = ((long double) to - from) / from;
		worst = fmax(worst, ulps(relative_change(from, to), change));
		worst_logarithm = fmax(worst_logarithm,
							   ulps(log_change(from, to),
									fabsl(change) < 0.5L ? log1pl(change) : logl((long double) to / from)));
	}
	check(worst <= 1.01, "a change of a level is within 1 ulp");
	check(worst_logarithm <= 2, "and its logarithm within 2");
	check(relative_change(100, 110) == 0.1 && relative_change(100, 90) == -0.1 &&
			  same_bits(relative_change(3, 3), 0) && relative_change(5e-324, 1e-323) == 1,
		  "10 of 100 are a tenth");
	check(relative_change(DBL_MAX, 1e-300) == -1 && isinf(relative_change(DBL_MIN, DBL_MAX)) &&
			  relative_change(DBL_MAX, DBL_MAX / 2) == -0.5,
		  "at the ends of the range");
}

/* Drawdowns rely on it: what is deeper is not shown as less. */
static void
check_order(void)
{
	int wrong = 0;

	for (int trial = 0; trial < 200000; trial++)
	{
		double from;
		double to;

		random_levels(&from, &to);
		if (random_below(4) == 0)
			to = random_below(2) == 0 ? from / 2 : 2 * from;
		wrong += relative_change(from, nextafter(to, 0)) > relative_change(from, to);
		wrong += relative_change(from, nextafter(to, DBL_MAX)) < relative_change(from, to);
		wrong += relative_change(nextafter(from, 0), to) < relative_change(from, to);
		wrong += relative_change(nextafter(from, DBL_MAX), to) > relative_change(from, to);
	}
	check(wrong == 0, "changes keep their order");
}

/* Levels of so few bits that long double holds their products. */
static void
check_pairs(void)
{
	double worst = 0;
	int wrong = 0;
	int reversed = 0;

	for (int trial = 0; trial < 100000; trial++)
	{
		int64_t level[4];
		double x[4];
		long double difference;

		for (int i = 0; i < 4; i++)
			level[i] = (INT64_C(1) << 30) + (random_below(2) == 0 ? random_below(1 << 30) : random_below(4));
		for (int i = 0; i < 4; i++)
			x[i] = ldexp((double) level[i], i < 2 ? -1050 : 900);
		difference = (long double) (level[1] * level[2] - level[3] * level[0]);
		worst = fmax(worst, ulps(arithmetic_relative_change(x[0], x[1], x[2], x[3]),
								 difference / level[0] / level[2]));
		worst = fmax(
			worst, ulps(geometric_relative_change(x[0], x[1], x[2], x[3]), difference / level[0] / level[3]));
		reversed += arithmetic_relative_change(x[2], x[3], x[0], x[1]) !=
					-arithmetic_relative_change(x[0], x[1], x[2], x[3]);
		wrong += !same_bits(arithmetic_relative_change(x[0], x[1], x[0], x[1]), 0) ||
				 !same_bits(geometric_relative_change(x[0], x[1], x[0], x[1]), 0);
	}
	check(worst <= 3, "relative changes are within 3 ulp, however close and wherever the levels are");
	check(wrong == 0, "levels that move alike do not differ");
	check(reversed == 0, "b is behind a by what a is ahead of b");
	check(!isfinite(arithmetic_relative_change(1e-300, 1e300, 1e-300, 1e300)) &&
			  !isfinite(geometric_relative_change(1, 1e300, 1, 1e-300)),
		  "what is out of range is not finite");
}

/* Of two series that have lost nearly all, as quotients that have few digits left, one is still ahead by as much. */
static void
check_lost(void)
{
	double worst = 0;
	int below = 0;

	for (int trial = 0; trial < 100000; trial++)
	{
		int64_t level[4];
		double x[4];
		double ahead;

		for (int i = 0; i < 4; i++)
			level[i] = (INT64_C(1) << 30) + random_below(1 << 30);
		for (int i = 0; i < 4; i++)
			x[i] = ldexp((double) level[i], i % 2 == 0 ? 900 : -160);
		worst = fmax(worst,
					 ulps(geometric_relative_change(x[0], x[1], x[2], x[3]),
						  (long double) (level[1] * level[2] - level[3] * level[0]) / level[0] / level[3]));
		ahead = geometric_relative_change(x[0], ldexp(x[1], -random_below(60)), x[2], x[3]);
		below += !(ahead >= -1);
	}
	check(worst <= 3, "relative changes of what has nearly been lost are within 3 ulp");
	check(below == 0, "nothing is behind by more than all");
}

void
relative_change_test(void)
{
	random_seed(34);
	check_changes();
	check_order();
	check_pairs();
	check_lost();
}
