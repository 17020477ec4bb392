/*
 * drawdown_periods_test.c
 *		Drawdowns of a series against their definition, and published ones.
 */
#include "test.h"

#include <math.h>

#include "math/drawdown_periods.h"
#include "math/relative_change.h"

#define MAX 64

static int
walk(const double *levels, int n, drawdown_period *periods)
{
	drawdown_walk state = {0};
	int count = 0;

	for (int i = 0; i < n; i++)
		count += drawdown_step(&state, i, levels[i], &periods[count]);
	return count + drawdown_end(&state, &periods[count]);
}

/* From each row that no earlier one exceeds and that a lower one follows, to the first as high again. */
static int
find(const double *levels, int n, drawdown_period *periods)
{
	int count = 0;

	for (int peak = 0; peak + 1 < n; peak++)
	{
		bool highest = levels[peak + 1] < levels[peak];
		int end = peak + 1;
		int trough = peak + 1;

		for (int i = 0; i < peak; i++)
			highest = highest && levels[i] <= levels[peak];
		if (!highest)
			continue;
		while (end < n && levels[end] < levels[peak])
			end++;
		for (int i = end - 1; i > peak; i--)
			if (levels[i] <= levels[trough])
				trough = i;
		periods[count++] = (drawdown_period){
			.peak = peak,
			.trough = trough,
			.recovery = end < n ? end : NOT_RECOVERED,
			.depth = relative_change(levels[peak], levels[trough]),
		};
	}
	return count;
}

static bool
equal_periods(const drawdown_period *a, const drawdown_period *b, int n)
{
	for (int i = 0; i < n; i++)
		if (a[i].peak != b[i].peak || a[i].trough != b[i].trough || a[i].recovery != b[i].recovery ||
			!same_bits(a[i].depth, b[i].depth))
			return false;
	return true;
}

static void
check_random(void)
{
	int wrong = 0;
	int wrong_depths = 0;
	int found = 0;
	int open = 0;

	for (int trial = 0; trial < 20000; trial++)
	{
		int n = random_below(MAX);
		int values = 2 + random_below(20);
		double levels[MAX];
		drawdown_period walked[MAX];
		drawdown_period expected[MAX];
		drawdown_state state = {.depth = 0};
		double deepest = 0;
		int count;

		for (int i = 0; i < n; i++)
		{
			drawdown_state row;

			/* few values, so that many are the same; or a random walk */
			levels[i] = trial % 2 == 0 ? 1 + random_below(values)
									   : (i == 0 ? 1 : levels[i - 1]) * exp(0.1 * random_fraction() - 0.05);
			drawdown_begin(&row, i, TS_DATE, levels[i]);
			drawdown_append(&state, &row);
		}
		count = walk(levels, n, walked);
		wrong += count != find(levels, n, expected) || !equal_periods(walked, expected, count);
		for (int i = 0; i < count; i++)
		{
			deepest = fmin(deepest, walked[i].depth);
			open += walked[i].recovery == NOT_RECOVERED;
		}
		found += count;
		wrong_depths += !same_bits(deepest, state.depth);
	}
	check(wrong == 0 && open > 0 && found > open,
		  "the drawdowns of random series are those of the definition");
	check(wrong_depths == 0, "the deepest of them is the maximum drawdown");
}

/* PerformanceAnalytics 2.1.0, findDrawdowns of Bacon's returns, see bacon.c; its "from" is the row after the peak. */
static void
check_published(void)
{
	static const struct
	{
		const double *returns;
		drawdown_period periods[4];
		const char *what;
	} cases[] = {
		{bacon_portfolio,
		 {{3, 4, 5, -0.0099999999999998979},
		  {8, 9, 10, -0.014000000000000012},
		  {10, 11, 12, -0.0050000000000001155},
		  {13, 18, NOT_RECOVERED, -0.14467295573921812}},
		 "portfolio"},
		{bacon_benchmark,
		 {{3, 4, 5, -0.01100000000000001},
		  {8, 9, 10, -0.015000000000000013},
		  {10, 11, 12, -0.0060000000000001164},
		  {13, 17, NOT_RECOVERED, -0.12807144432000028}},
		 "benchmark"},
	};

	for (int c = 0; c < LENGTH(cases); c++)
	{
		double levels[BACON_MONTHS + 1] = {1};
		drawdown_period periods[BACON_MONTHS + 1];
		bool good;

		for (int i = 0; i < BACON_MONTHS; i++)
			levels[i + 1] = levels[i] * (1 + cases[c].returns[i]);
		good = walk(levels, BACON_MONTHS + 1, periods) == 4;
		for (int i = 0; good && i < 4; i++)
		{
			good = is_near(periods[i].depth, cases[c].periods[i].depth, 1e-15);
			periods[i].depth = cases[c].periods[i].depth;
		}
		check(good && equal_periods(periods, cases[c].periods, 4), "drawdowns of Bacon's %s", cases[c].what);
	}
}

static void
check_edges(void)
{
	drawdown_period periods[8];

	check(walk(NULL, 0, periods) == 0 && walk((double[]){1}, 1, periods) == 0,
		  "no drawdown without two rows");
	check(walk((double[]){1, 1, 2, 2}, 4, periods) == 0, "none where nothing falls");
	check(walk((double[]){2, 3, 3, 1, 1, 2, 3, 3}, 8, periods) == 1 && periods[0].peak == 2 &&
			  periods[0].trough == 3 && periods[0].recovery == 6,
		  "from the last row of the peak by the first of the trough to the first as high");
	check(walk((double[]){2, 1}, 2, periods) == 1 && periods[0].recovery == NOT_RECOVERED &&
			  periods[0].depth == -0.5,
		  "a fall at the end still runs");
}

void
drawdown_periods_test(void)
{
	random_seed(16);
	check_random();
	check_published();
	check_edges();
}
