/*
 * contribution_state_test.c
 *		Sums of weights times returns.
 */
#include "test.h"

#include <math.h>

#include "math/contribution_state.h"

static contribution_state
state_of(const double *weights, const double *returns, int n)
{
	contribution_state state = {0};

	for (int i = 0; i < n; i++)
		contribution_add(&state, weights[i], returns[i]);
	return state;
}

static void
check_known(void)
{
	const double weights[] = {0.5, 0.75, -0.25};
	const double returns[] = {0.125, -1, 0.5};
	contribution_state state = state_of(weights, returns, 3);

	check(contribution_total(&state) == -0.8125, "long, lost and short");
	state = (contribution_state){0};
	check(isnan(contribution_total(&state)), "no rows, no contribution");
	contribution_add(&state, 0, 0.5);
	check(contribution_total(&state) == 0, "a weight of 0 contributes 0");
	check(!contribution_add(&state, 1e300, 1), "a weight of 1e300 is out of range");

	/* what a sum of rounded products loses: the square of 1 + 2^-52 less 1 and 2^-51 is 2^-104 */
	state = state_of((double[]){1 + 0x1p-52, -1, -0x1p-51}, (double[]){1 + 0x1p-52, 1, 1}, 3);
	check(contribution_total(&state) == 0x1p-104, "products are not rounded before they are summed");
}

static void
check_random(void)
{
	enum
	{
		N = 300,
		WIDTH = 40
	};
	static double weights[N], returns[N];
	contribution_state state = {0};
	long double sum = 0, size = 0;
	int wrong = 0;

	for (int i = 0; i < N; i++)
	{
		weights[i] = random_decades(-6, 0);
		returns[i] = random_fraction() - 0.5;
		sum += (long double) weights[i] * returns[i];
		size += fabsl((long double) weights[i] * returns[i]);
	}
	state = state_of(weights, returns, N);
	check(fabsl(contribution_total(&state) - sum) < 1e-17L * size, "the sum in long double");

	state = (contribution_state){0};
	for (int i = 0; i < N; i++)
	{
		contribution_add(&state, weights[i], returns[i]);
		if (i >= WIDTH)
		{
			int first = i + 1 - WIDTH;
			contribution_state again = state_of(weights + first, returns + first, 15);
			contribution_state rest = state_of(weights + first + 15, returns + first + 15, WIDTH - 15);

			contribution_subtract(&state, weights[i - WIDTH], returns[i - WIDTH]);
			contribution_merge(&again, &rest);
			wrong += !summary_equal(&contribution_format, &state, &again);
		}
	}
	check(wrong == 0, "a sliding window has the bits of two fresh parts");
}

void
contribution_state_test(void)
{
	random_seed(33);
	check_known();
	check_random();
}
