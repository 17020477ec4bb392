/*
 * weight_state_test.c
 *		The concentration of weights, against shares squared in long double.
 */
#include "test.h"

#include <math.h>

#include "math/weight_state.h"

static weight_state
state_of(const double *weights, int n)
{
	weight_state state = {0};

	for (int i = 0; i < n; i++)
		weight_add(&state, weights[i]);
	return state;
}

static double
herfindahl_of(const double *weights, int n)
{
	weight_state state = state_of(weights, n);

	return weight_herfindahl(&state);
}

static double
effective_n_of(const double *weights, int n)
{
	weight_state state = state_of(weights, n);

	return weight_effective_n(&state);
}

/* By the definition: the share of each first, and then its square. */
static double
squared_shares(const double *weights, int n)
{
	long double sum = 0;
	long double result = 0;

	for (int i = 0; i < n; i++)
		sum += weights[i];
	for (int i = 0; i < n; i++)
		result += weights[i] / sum * (weights[i] / sum);
	return (double) result;
}

static void
check_known(void)
{
	const double weights[] = {0.5, 0.25, 0.25, 0};
	const double caps[] = {2e12, 1e12, 1e12};

	check(herfindahl_of(weights, 4) == 0.375 && effective_n_of(weights, 4) == 1 / 0.375,
		  "weights that add to 1, with one of 0");
	check(herfindahl_of(caps, 3) == 0.375, "capitalisations give their shares");
	check(herfindahl_of((double[]){3, 3, 3, 3}, 4) == 0.25 && effective_n_of((double[]){3, 3, 3, 3}, 4) == 4,
		  "equal weights are as many as they are");
	check(herfindahl_of((double[]){0, 0.1}, 2) == 1 && effective_n_of((double[]){1e24}, 1) == 1,
		  "all in one is 1");
}

static void
check_undefined(void)
{
	check(isnan(herfindahl_of(NULL, 0)) && isnan(effective_n_of(NULL, 0)), "no weights, no figures");
	check(isnan(herfindahl_of((double[]){0, 0}, 2)) && isnan(effective_n_of((double[]){0, 0}, 2)),
		  "nor for weights of 0");
	check(isinf(herfindahl_of((double[]){1e-15}, 1)) && isinf(effective_n_of((double[]){1e-15}, 1)),
		  "weights too small to square are told from others");
	check(herfindahl_of((double[]){6e-12, 6e-12}, 2) == 0.5, "those of 6e-12 are not");

	weight_state state = {0};

	check(!weight_add(&state, 0x1p80), "a weight of 2^80 is out of range");
	state = (weight_state){0};
	check(weight_add(&state, 0x1.fffffffffffffp79) && weight_herfindahl(&state) == 1,
		  "the largest below is not");
}

/* On either side of where the squares are kept apart, and of any sizes. */
static void
check_random(void)
{
	enum
	{
		N = 200
	};
	static const int decades[][2] = {{-6, 0}, {-3, 3}, {8, 11}, {0, 18}, {9, 24}};
	double weights[N];

	for (int d = 0; d < LENGTH(decades); d++)
	{
		int wrong = 0;

		for (int trial = 0; trial < 200; trial++)
		{
			int n = 1 + random_below(N);

			for (int i = 0; i < n; i++)
				weights[i] = random_below(10) == 0 ? 0 : fabs(random_decades(decades[d][0], decades[d][1]));
			weights[0] = 1e8;

			double expected = squared_shares(weights, n);

			wrong += !(fabs(herfindahl_of(weights, n) / expected - 1) < 1e-15);
			wrong += !(fabs(effective_n_of(weights, n) * expected - 1) < 1e-15);
		}
		check(wrong == 0, "weights of 1e%d to 1e%d as by definition", decades[d][0], decades[d][1]);
	}
	check_near(herfindahl_of((double[]){0x1p32, 0x1.fffffffffffffp31, 0x1p31}, 3), 0.36, 1e-15,
			   "weights at the limit of the large ones");
}

static void
check_windows(void)
{
	enum
	{
		N = 1000,
		WIDTH = 40
	};
	static double weights[N];
	weight_state state = {0};
	int wrong = 0;

	for (int i = 0; i < N; i++)
	{
		weights[i] = random_below(10) == 0 ? 0 : fabs(random_decades(-12, 24));
		weight_add(&state, weights[i]);
		if (i >= WIDTH)
		{
			weight_state again = state_of(weights + i + 1 - WIDTH, 15);
			weight_state rest = state_of(weights + i + 16 - WIDTH, WIDTH - 15);

			weight_subtract(&state, weights[i - WIDTH]);
			weight_merge(&again, &rest);
			wrong += !summary_equal(&weight_format, &state, &again);
		}
	}
	check(wrong == 0, "a sliding window has the bits of two fresh parts");
}

void
weight_state_test(void)
{
	random_seed(31);
	check_known();
	check_undefined();
	check_random();
	check_windows();
}
