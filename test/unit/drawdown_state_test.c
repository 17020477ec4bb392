/*
 * drawdown_state_test.c
 *		The deepest fall against its definition, over any parts of a series.
 */
#include "test.h"

#include <math.h>
#include <string.h>

#include "math/relative_change.h"

static drawdown_state
state_of(const double *levels, int first, int n)
{
	drawdown_state state;

	memset(&state, 0, sizeof state);
	for (int i = first; i < first + n; i++)
	{
		drawdown_state row;

		drawdown_begin(&row, i, TS_DATE, levels[i]);
		drawdown_append(&state, &row);
	}
	return state;
}

/* Every level against the highest of those up to it. */
static double
deepest_fall(const double *levels, int n)
{
	double depth = 0;

	for (int t = 0; t < n; t++)
		for (int s = 0; s <= t; s++)
			depth = fmin(depth, relative_change(levels[s], levels[t]));
	return depth;
}

static double
fall_of_returns(const double *percents, int n)
{
	double levels[32] = {1};

	for (int i = 0; i < n; i++)
		levels[i + 1] = levels[i] * (1 + percents[i] / 100);
	return state_of(levels, 0, n + 1).depth;
}

static double
fall_of_bacon(const double *returns)
{
	double percents[BACON_MONTHS];

	for (int i = 0; i < BACON_MONTHS; i++)
		percents[i] = 100 * returns[i];
	return fall_of_returns(percents, BACON_MONTHS);
}

/*
 * The tests of empyrical, max_drawdown of mixed_returns and of
 * negative_returns; and PerformanceAnalytics 2.1.0, maxDrawdown of Bacon's
 * returns, see bacon.c.
 */
static void
check_published(void)
{
	check_near(fall_of_returns((double[]){1, 10, -4, 2, 3, 2, 1, -10}, 8), -0.1, 1e-15,
			   "empyrical's mixed returns");
	check_near(fall_of_returns((double[]){0, -6, -7, -1, -9, -2, -6, -8, -5}, 9), -0.3659073, 5e-8,
			   "empyrical's negative returns");
	check_near(fall_of_bacon(bacon_portfolio), -0.14467295573921812, 1e-15, "Bacon's portfolio");
	check_near(fall_of_bacon(bacon_benchmark), -0.12807144432000028, 1e-15, "Bacon's benchmark");
}

static void
check_definition(void)
{
	enum
	{
		MAX = 40
	};
	int wrong = 0;
	int wrong_ends = 0;
	int wrong_merges = 0;

	for (int trial = 0; trial < 5000; trial++)
	{
		int n = 1 + random_below(MAX);
		int parts = 0;
		double levels[MAX];
		drawdown_state part[MAX];
		drawdown_state whole;
		double highest = 0;
		double lowest = INFINITY;

		for (int i = 0; i < n; i++)
		{
			levels[i] = trial % 3 == 0   ? 1 + random_below(6)
						: trial % 3 == 1 ? fabs(random_decades(-300, 300))
										 : (i == 0 ? 100 : levels[i - 1]) * (0.9 + 0.2 * random_fraction());
			highest = fmax(highest, levels[i]);
			lowest = fmin(lowest, levels[i]);
		}
		whole = state_of(levels, 0, n);
		wrong += !same_bits(whole.depth, deepest_fall(levels, n));
		wrong_ends += whole.highest != highest || whole.lowest != lowest || whole.span.n != n ||
					  whole.span.first_ts != 0 || whole.span.last_ts != n - 1 || whole.span.first_repeated ||
					  whole.span.last_repeated || drawdown_format.check(&whole) != NULL;

		/* cut anywhere, also into parts without rows, and join neighbours in any order */
		for (int i = 0; i < n;)
		{
			int rows = parts < MAX - n ? random_below(n - i + 1) : n - i;

			part[parts++] = state_of(levels, i, rows);
			i += rows;
		}
		while (parts > 1)
		{
			int i = random_below(parts - 1);

			drawdown_append(&part[i], &part[i + 1]);
			parts--;
			memmove(&part[i + 1], &part[i + 2], (size_t) (parts - i - 1) * sizeof part[0]);
		}
		wrong_merges += !summary_equal(&drawdown_format, &whole, &part[0]);
	}
	check(wrong == 0, "the deepest fall is that of the definition");
	check(wrong_ends == 0, "the ends and the extremes are those of the series");
	check(wrong_merges == 0, "neighbouring parts joined in any order have the bits of the whole");
}

static void
check_extremes(void)
{
	check(state_of((double[]){5}, 0, 1).depth == 0, "one level has no fall");
	check(state_of((double[]){1, 2, 2, 3}, 0, 4).depth == 0, "nor have levels that never fall");
	check(state_of((double[]){4, 3, 5, 5}, 0, 4).depth == -0.25, "the first level counts as reached");
	check(state_of((double[]){1.7e308, 5e-324}, 0, 2).depth == -1,
		  "a fall from the largest to the smallest level");
	check(state_of((double[]){5e-324, 1.7e308}, 0, 2).depth == 0, "and a rise");
}

/* Summaries of version 0.1.0, whose depth is the quotient of the levels less 1. */
static void
check_earlier_summaries(void)
{
	int lower = 0;
	int refused = 0;

	for (int i = 1; i <= 1000; i++)
	{
		double highest = 100 + i / 7.0;
		drawdown_state state = state_of((double[]){highest, 97}, 0, 2);
		double depth = 97 / highest - 1;

		lower += depth < state.depth;
		state.depth = depth;
		refused += drawdown_format.check(&state) != NULL;
	}
	check(lower > 0 && refused == 0, "depths rounded as in version 0.1.0 are read");
}

void
drawdown_state_test(void)
{
	random_seed(15);
	check_published();
	check_definition();
	check_extremes();
	check_earlier_summaries();
}
