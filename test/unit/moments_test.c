/*
 * moments_test.c
 *		Means and deviations against 128-bit integers; what is all the same
 *		does not deviate.
 */
#include "test.h"

#include <math.h>
#include <string.h>

#include "math/moments.h"

static bool
equal_moments(const moments *a, const moments *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

/* Values k * 2^-30 that lie close together far from 0, where sums of doubles lose the deviation. */
static void
check_integers(void)
{
	int wrong_means = 0;
	int wrong_deviations = 0;
	int wrong_distances = 0;

	for (int trial = 0; trial < 3000; trial++)
	{
		int n = 2 + random_below(60);
		int64_t last = 0;
		int64_t level = (int64_t) (random_bits() >> (14 + random_below(49)));
		int32_t spread = 2 + random_below(1 << (1 + random_below(29)));
		moments m = {{{0}}, {{0}}};
		__int128 sum = 0;
		__int128 squares = 0;
		double mean;
		double deviation;

		for (int i = 0; i < n; i++)
		{
			int64_t k = random_below(spread) - level;

			last = k;
			moments_add(&m, ldexp((double) k, -30));
			sum += k;
			squares += (__int128) k * k;
		}
		wrong_distances += !same_bits(moments_distance(&m, n, ldexp((double) last, -30)),
									  ldexp((double) (n * (__int128) last - sum), -30) / n);
		mean = ldexp((double) sum, -30) / n;
		deviation = ldexp(sqrt((double) (n * squares - sum * sum) / ((double) n * (n - 1))), -30);
		wrong_means += !same_bits(moments_mean(&m, n), mean == 0 ? 0 : mean);
		wrong_deviations += !(fabs(moments_deviation(&m, n) - deviation) <= 3e-16 * deviation);
	}
	check(wrong_means == 0, "means as from 128-bit integers");
	check(wrong_deviations == 0, "deviations as from 128-bit integers");
	check(wrong_distances == 0, "distances from the mean as from 128-bit integers");
}

/* Constants of all sizes, a few times and 2^40 times as often. */
static void
check_constants(void)
{
	int wrong = 0;
	int missed = 0;

	for (int trial = 0; trial < 20000; trial++)
	{
		double value = random_decades(-45, 12);
		int64_t n = 2 + random_below(20);
		moments m = {{{0}}, {{0}}};
		moments large;

		for (int64_t i = 0; i < n; i++)
			moments_add(&m, value);
		wrong += moments_deviation(&m, n) != 0;
		large = m;
		for (int i = 0; i < 40; i++)
		{
			moments copy = large;

			wrong += fabs(value) < 1e9 && !moments_merge(&large, &copy);
		}
		if (fabs(value) < 1e9)
			wrong += moments_deviation(&large, n << 40) != 0;

		/* from 1 on, the square of what the last bit makes is above what counts as 0 */
		if (fabs(value) > 1)
		{
			moments_subtract(&m, value);
			moments_add(&m, nextafter(value, 0));
			missed += !(moments_deviation(&m, n) > 0);
		}
	}
	check(wrong == 0, "values that are all the same have a deviation of exactly 0");
	check(missed == 0, "a value that differs in its last bit gives one above 0");
}

static void
check_order(void)
{
	enum
	{
		N = 5000,
		PARTS = 11
	};
	static double values[N];
	static int32_t order[N];
	moments forward = {{{0}}, {{0}}};
	moments shuffled = {{{0}}, {{0}}};
	moments merged = {{{0}}, {{0}}};
	moments backward = {{{0}}, {{0}}};
	moments parts[PARTS];

	memset(parts, 0, sizeof parts);
	random_order(order, N);
	for (int i = 0; i < N; i++)
	{
		values[i] = random_decades(-25, 12);
		moments_add(&forward, values[i]);
	}
	for (int i = 0; i < N; i++)
	{
		moments_add(&shuffled, values[order[i]]);
		moments_add(&parts[order[i] % PARTS], values[order[i]]);
	}
	for (int i = 0; i < PARTS; i++)
	{
		moments right = parts[PARTS - 1 - i];

		moments_merge(&merged, &parts[i]);
		moments_merge(&right, &backward);
		backward = right;
	}
	check(equal_moments(&forward, &shuffled), "moments of shuffled values have the same bits");
	check(equal_moments(&forward, &merged) && equal_moments(&forward, &backward),
		  "and so have moments merged from the left and from the right");
	for (int i = 0; i < N; i++)
		moments_subtract(&merged, values[i]);
	check(exact_sum_is_zero(&merged.sum) && exact_sum_is_zero(&merged.squares),
		  "subtracting leaves no trace in moments");
}

static void
check_range(void)
{
	moments m = {{{0}}, {{0}}};

	check(moments_add(&m, 0x1.fffffffffffffp39) && !moments_add(&m, 0x1p40),
		  "values whose squares reach 2^80 are refused");
	memset(&m, 0, sizeof m);
	check(moments_check(&m, 0) == NULL, "no moments of no values are good");
	moments_add(&m, -2);
	check(moments_check(&m, 1) == NULL && moments_check(&m, 0) != NULL, "moments need values");
	moments_subtract(&m, -2);
	moments_subtract(&m, -2);
	check(moments_check(&m, 1) != NULL, "squares do not add up to less than 0");
}

void
moments_test(void)
{
	random_seed(11);
	check_integers();
	check_constants();
	check_order();
	check_range();
}
