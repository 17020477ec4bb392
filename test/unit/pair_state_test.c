/*
 * pair_state_test.c
 *		Relative returns and yield changes from the two ends of a series.
 */
#include "test.h"

#include <string.h>

#include "math/pair_state.h"
#include "math/yield.h"
#include "math/yield_state.h"

static void
check_pairs(void)
{
	pair_state state = {0};

	pair_add(&state, 30, TS_DATE, 110, 210);
	pair_add(&state, 20, TS_DATE, 1, 1000);
	pair_add(&state, 10, TS_DATE, 100, 200);
	check_near(pair_return_a(&state), 0.10, 1e-15, "return of the first series");
	check_near(pair_return_b(&state), 0.05, 1e-15, "return of the second series");
	check_near(pair_arithmetic(&state), 0.05, 1e-15, "arithmetic relative return 10 % - 5 %");
	/* python3: 1.1 / 1.05 - 1 */
	check_near(pair_geometric(&state), 0.04761904761904767, 1e-15,
			   "geometric relative return 1.1 / 1.05 - 1");
}

/* In binary, 4.25 - 4.20 is 0.0499999999999998. */
static void
check_changes(void)
{
	yield_state state = {0};

	yield_add(&state, 2, TS_DATE, 4.20);
	yield_add(&state, 1, TS_DATE, 4.25);
	check(yield_change(&state) == -5, "4.25 to 4.20 is exactly -5 bp");
	check(yield_units(5.01 / 100) == 501000000 && yield_units(-0.005) == -50000000,
		  "hundredths of a basis point and negative yields are exact");
	check(yield_is_valid(-YIELD_MAX) && !yield_is_valid(1.0001 * YIELD_MAX) && !yield_is_valid(NAN),
		  "yields out of range are not valid");
	memset(&state, 0, sizeof state);
	yield_add(&state, 1, TS_DATE, -YIELD_MAX);
	yield_add(&state, 2, TS_DATE, YIELD_MAX);
	check(yield_change(&state) == 200 * YIELD_MAX, "the largest change does not overflow");
}

/* Rows in random order and in two random groups. */
static void
check_merges(void)
{
	int wrong_pairs = 0;
	int wrong_yields = 0;

	for (int trial = 0; trial < 2000; trial++)
	{
		int32_t order[9];
		int n = 1 + random_below(9);
		pair_state pairs[3] = {{{0}, 0, 0, 0, 0}};
		yield_state yields[3] = {{{0}, 0, 0}};

		memset(pairs, 0, sizeof pairs);
		memset(yields, 0, sizeof yields);
		for (int i = 0; i < n; i++)
		{
			pair_add(&pairs[0], i, TS_DATE, 1 + i * i % 7, 1 + i * i % 5);
			yield_add(&yields[0], i, TS_DATE, i * i % 7 - 3);
		}
		random_order(order, n);
		for (int i = 0; i < n; i++)
		{
			int group = 1 + random_below(2);
			int row = order[i];

			pair_add(&pairs[group], row, TS_DATE, 1 + row * row % 7, 1 + row * row % 5);
			yield_add(&yields[group], row, TS_DATE, row * row % 7 - 3);
		}
		pair_merge(&pairs[1], &pairs[2]);
		yield_merge(&yields[1], &yields[2]);
		wrong_pairs += !summary_equal(&pair_format, &pairs[0], &pairs[1]);
		wrong_yields += !summary_equal(&yield_format, &yields[0], &yields[1]);
	}
	check(wrong_pairs == 0, "pairs in any order and grouping give the same bits");
	check(wrong_yields == 0, "yields in any order and grouping give the same bits");
}

void
pair_state_test(void)
{
	random_seed(4);
	check_pairs();
	check_changes();
	check_merges();
}
