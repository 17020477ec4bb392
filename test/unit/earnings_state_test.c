/*
 * earnings_state_test.c
 *		The price/earnings ratio of an index, with and without its loss makers.
 */
#include "test.h"

#include <math.h>

#include "math/earnings_state.h"

typedef struct member
{
	double cap;
	double earnings;
} member;

static earnings_state
state_of(const member *members, int n)
{
	earnings_state state = {0};

	for (int i = 0; i < n; i++)
		earnings_add(&state, members[i].cap, members[i].earnings);
	return state;
}

static void
check_known(void)
{
	const member members[] = {{100, 10}, {50, -5}, {30, 0}, {60, 15}};
	earnings_state state = state_of(members, 4);

	check(earnings_price_multiple(&state, true) == 12, "all members: 240 / 20");
	check(earnings_price_multiple(&state, false) == 160.0 / 25, "without those that earn nothing or less");
	state = state_of(members + 1, 2);
	check(isnan(earnings_price_multiple(&state, true)) && isnan(earnings_price_multiple(&state, false)),
		  "loss makers alone have no ratio");
	state = state_of((member[]){{100, 10}, {50, -10}}, 2);
	check(isnan(earnings_price_multiple(&state, true)) && earnings_price_multiple(&state, false) == 10,
		  "earnings that cancel have none, where losses count");
	state = (earnings_state){0};
	check(isnan(earnings_price_multiple(&state, true)) && isnan(earnings_price_multiple(&state, false)),
		  "no members, no ratio");
	check(!earnings_add(&state, 0x1p80, 1), "a cap of 2^80 is out of range");
}

/* Sums in long double, and the mean of the members' own ratios. */
static void
check_random(void)
{
	enum
	{
		N = 100
	};
	int wrong = 0;

	for (int trial = 0; trial < 500; trial++)
	{
		member members[N];
		int n = 2 + random_below(N - 1);
		long double cap = 0, earnings = 0, profitable_cap = 0, yield = 0;

		for (int i = 0; i < n; i++)
		{
			members[i].cap = fabs(random_decades(6, 13));
			members[i].earnings = members[i].cap * (0.1 * random_fraction() - 0.02);
			cap += members[i].cap;
			earnings += members[i].earnings;
			profitable_cap += members[i].earnings > 0 ? members[i].cap : 0;
		}
		for (int i = 0; i < n; i++)
			if (members[i].earnings > 0)
				yield += members[i].cap / profitable_cap / (members[i].cap / members[i].earnings);

		earnings_state state = state_of(members, n);
		double all = earnings_price_multiple(&state, true);
		double profitable = earnings_price_multiple(&state, false);

		wrong += earnings > 0 ? !(fabsl(all * earnings / cap - 1) < 1e-15) : !isnan(all);
		wrong += yield > 0 ? !(fabsl(profitable * yield - 1) < 1e-15) : !isnan(profitable);
	}
	check(wrong == 0, "the ratio of sums, and the weighted harmonic mean of ratios");
}

static void
check_windows(void)
{
	enum
	{
		N = 1000,
		WIDTH = 40
	};
	static member members[N];
	earnings_state state = {0};
	int wrong = 0;

	for (int i = 0; i < N; i++)
	{
		members[i] =
			(member){fabs(random_decades(-3, 18)), random_below(5) == 0 ? 0 : random_decades(-3, 18)};
		earnings_add(&state, members[i].cap, members[i].earnings);
		if (i >= WIDTH)
		{
			earnings_state again = state_of(members + i + 1 - WIDTH, 15);
			earnings_state rest = state_of(members + i + 16 - WIDTH, WIDTH - 15);

			earnings_subtract(&state, members[i - WIDTH].cap, members[i - WIDTH].earnings);
			earnings_merge(&again, &rest);
			wrong += !summary_equal(&earnings_format, &state, &again);
		}
	}
	check(wrong == 0, "a sliding window has the bits of two fresh parts");
}

void
earnings_state_test(void)
{
	random_seed(32);
	check_known();
	check_random();
	check_windows();
}
