/*
 * main.c
 *		Runs the unit tests of src/math, and is their host.
 */
#include "test.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "math/host.h"
#include "support/long_double.h"

static int checks;
static int failures;

long blocks_in_use;
long interrupt_checks;

/* The server's memory is aligned to 8 bytes and no more, so neither is this. */
#define ALIGNMENT 8

void *
host_resize(void *block, size_t size)
{
	char *result = realloc(block == NULL ? NULL : (char *) block - ALIGNMENT, size + ALIGNMENT);

	if (result == NULL)
	{
		printf("Bail out! out of memory\n");
		exit(1);
	}
	blocks_in_use += block == NULL;
	return result + ALIGNMENT;
}

void
host_free(void *block)
{
	blocks_in_use -= block != NULL;
	free(block == NULL ? NULL : (char *) block - ALIGNMENT);
}

void
host_check_interrupts(void)
{
	interrupt_checks++;
}

void
host_copy(void *copy, const void *block, size_t size)
{
	host_check_interrupts();
	if (size > 0)
		memcpy(copy, block, size);
}

void
host_sort(void *elements, size_t n, size_t size, int (*compare)(const void *, const void *))
{
	host_check_interrupts();
	if (n > 1)
		qsort(elements, n, size, compare);
}

/* What is compared with a long double that is none is skipped. */
void
check(bool passed, const char *what, ...)
{
	bool skipped = !passed && !has_long_double();
	va_list arguments;

	failures += !passed && !skipped;
	printf("%sok %d - ", passed || skipped ? "" : "not ", ++checks);
	va_start(arguments, what);
	vprintf(what, arguments);
	va_end(arguments);
	printf(skipped ? " # SKIP long double is rounded to double here\n" : "\n");
}

void
check_near(double result, double figure, double error, const char *what)
{
	bool passed = is_near(result, figure, error);

	check(passed, "%s", what);
	if (!passed)
		printf("# %.17g instead of %.17g\n", result, figure);
}

bool
same_bits(double a, double b)
{
	return memcmp(&a, &b, sizeof a) == 0;
}

/* SplitMix64: G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number generators" (2014). */
static uint64_t random_state;

void
random_seed(uint64_t seed)
{
	random_state = seed;
}

uint64_t
random_bits(void)
{
	uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

int32_t
random_below(int32_t n)
{
	return (int32_t) (random_bits() % (uint64_t) n);
}

/* From 0 up to 1, without it. */
double
random_fraction(void)
{
	return (double) (random_bits() >> 11) * 0x1p-53;
}

/* Of either sign, spread evenly over the sizes from 10^from to 10^to. */
double
random_decades(int from, int to)
{
	double size = pow(10, from + (to - from) * random_fraction());

	return random_bits() & 1 ? size : -size;
}

void
random_order(int32_t *order, int32_t n)
{
	for (int32_t i = 0; i < n; i++)
	{
		int32_t j = random_below(i + 1);

		order[i] = order[j];
		order[j] = i;
	}
}

static bool
is_leap_year(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int
days_in_month(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

	return days[month - 1] + (month == 2 && is_leap_year(year));
}

int32_t
date(int year, int month, int day)
{
	int32_t result = day - 1;

	for (int y = 2000; y < year; y++)
		result += is_leap_year(y) ? 366 : 365;
	for (int y = 1999; y >= year; y--)
		result -= is_leap_year(y) ? 366 : 365;
	for (int m = 1; m < month; m++)
		result += days_in_month(year, m);
	return result;
}

int
main(void)
{
	calendar_test();
	exact_sum_test();
	moments_test();
	growth_test();
	relative_change_test();
	summary_format_test();
	level_state_test();
	pair_state_test();
	return_state_test();
	excess_state_test();
	return_pair_state_test();
	drawdown_state_test();
	breadth_state_test();
	weight_state_test();
	earnings_state_test();
	contribution_state_test();
	linked_effect_state_test();
	drawdown_periods_test();
	sliding_window_test();
	extreme_moves_test();
	zigzag_test();
	threshold_plateaus_test();
	regime_state_test();
	chord_test();
	yield_regimes_test();
	policy_cycles_test();
	reconstitution_test();
	migrations_test();
	period_returns_test();
	index_engine_test();
	index_simulation_test();
	rounded_parts_test();
	interrupts_test();
	check(blocks_in_use == 0, "all memory is given back");
	printf("1..%d\n", checks);
	if (failures > 0)
		printf("# %d of %d failed\n", failures, checks);
	return failures > 0;
}
