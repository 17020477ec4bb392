/*
 * rounded_parts_test.c
 *		Parts that must add up to their whole, worked out by hand and at random.
 */
#include "test.h"

#include <math.h>
#include <string.h>

#include "math/rounded_parts.h"

#define UNIT 0x1p-48

/* Parts in units of 2^-48 with their places and a whole, and what they must become. */
static void
check_parts(const char *what, const double *units, const int32_t *places, int n, double whole,
			const double *expected)
{
	double parts[8];
	bool passed = true;

	for (int i = 0; i < n; i++)
		parts[i] = units[i] * UNIT;
	round_parts(parts, places, n, whole * UNIT);
	for (int i = 0; i < n; i++)
		passed = passed && parts[i] == expected[i] * UNIT && !(parts[i] == 0 && signbit(parts[i]));
	check(passed, "%s", what);
}

#define CHECK_PARTS(what, n, whole, units, places, expected)                                                 \
	check_parts(what, (double[]) UNPACK units, (int32_t[]) UNPACK places, n, whole,                          \
				(double[]) UNPACK expected)
#define UNPACK(...)                                                                                          \
	{                                                                                                        \
		__VA_ARGS__                                                                                          \
	}

static void
check_by_hand(void)
{
	CHECK_PARTS("what is rounded already stays", 3, 6, (1, 2, 3), (0, 1, 2), (1, 2, 3));
	CHECK_PARTS("the largest remainder gets the unit", 3, 7, (1.25, 2.5, 3.25), (0, 1, 2), (1, 3, 3));
	CHECK_PARTS("of equal ones the lower place", 3, 7, (1.5, 2.5, 3), (1, 0, 2), (1, 3, 3));
	CHECK_PARTS("and the other way round", 3, 7, (1.5, 2.5, 3), (0, 1, 2), (2, 2, 3));
	CHECK_PARTS("parts below zero are rounded down too", 2, -2, (-1.75, -0.25), (0, 1), (-2, 0));
	CHECK_PARTS("parts of opposite signs", 3, 0, (-1.5, 1.25, 0.25), (0, 1, 2), (-1, 1, 0));
	CHECK_PARTS("a whole is rounded half to even", 1, 2.5, (2.5), (0), (2));
	CHECK_PARTS("and half to even", 1, 3.5, (3.5), (0), (4));
	CHECK_PARTS("a sum above the whole is taken back evenly", 3, 1, (2, 2.25, 3), (0, 1, 2), (0, 0, 1));
	CHECK_PARTS("a sum below it is made up evenly", 2, 12, (1.5, 2.75), (0, 1), (5, 7));
	CHECK_PARTS("one part is the whole", 1, 5, (4.75), (0), (5));
}

static void
check_grid(void)
{
	check(parts_grid((double[]){7.5, -8.25}, 2, -0.75) == UNIT, "2^-48 for sizes below 16");
	check(parts_grid((double[]){8, -8}, 2, 0) == 2 * UNIT, "2^-47 from 16 on");
	check(parts_grid((double[]){31, 0.5}, 2, 31.5) == 2 * UNIT, "up to 32");
	check(parts_grid((double[]){31, 1}, 2, 32) == 4 * UNIT, "2^-46 from there");
	check(parts_grid((double[]){1}, 1, -16) == 2 * UNIT, "the whole counts as well");
	check(parts_grid((double[]){0, 0}, 2, 0) == UNIT, "2^-48 for nothing at all");
}

/* Sums of the rounded parts in random orders are the rounded whole, and each part is near what it was. */
static void
check_random_parts(void)
{
	enum
	{
		MOST = 200
	};
	int wrong_sums = 0;
	int wrong_parts = 0;

	random_seed(12);
	for (int trial = 0; trial < 2000; trial++)
	{
		double parts[MOST];
		double rounded[MOST];
		int32_t places[MOST];
		int32_t order[MOST];
		int n = 1 + random_below(MOST);
		double whole = 0;
		double grid;

		random_order(places, n);
		for (int i = 0; i < n; i++)
		{
			parts[i] = random_decades(-18, trial % 2 == 0 ? -2 : 4);
			whole += parts[i];
		}
		grid = parts_grid(parts, n, whole);
		memcpy(rounded, parts, sizeof rounded);
		round_parts(rounded, places, n, whole);
		for (int i = 0; i < n; i++)
			wrong_parts += !(fabs(rounded[i] - parts[i]) < grid + 1e-15 * fabs(whole));
		for (int k = 0; k < 5; k++)
		{
			double sum = 0;

			random_order(order, n);
			for (int i = 0; i < n; i++)
				sum += rounded[order[i]];
			wrong_sums += sum != rint(whole / grid) * grid;
		}
	}
	check(wrong_sums == 0, "random parts add up to their whole in any order");
	check(wrong_parts == 0, "and each is what it was, but for rounding");
}

void
rounded_parts_test(void)
{
	check_by_hand();
	check_grid();
	check_random_parts();
}
