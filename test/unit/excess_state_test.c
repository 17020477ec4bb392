/*
 * excess_state_test.c
 *		Ratios of returns against a target: published figures, and two passes
 *		over the returns.
 */
#include "test.h"

#include <math.h>
#include <string.h>

static excess_state
state_of(const double *returns, int n, double target, double periods_per_year)
{
	excess_state state = {.periods_per_year = periods_per_year};

	for (int i = 0; i < n; i++)
		excess_add(&state, returns[i], target);
	return state;
}

/*
 * PerformanceAnalytics 2.1.0 on Bacon's returns, see bacon.c:
 * SharpeRatio.annualized(scale = 12, geometric = FALSE); SortinoRatio and
 * DownsideDeviation(method = "full"), which it gives per period.
 */
static const struct published
{
	const double *returns;
	double target;
	double sharpe; /* 0: not computed */
	double sortino;
	double downside;
	const char *what;
} published[] = {
	{bacon_portfolio, 0, 0.78832025481448587, 0.39237202879506528, 0.022937414849978192,
	 "portfolio against 0"},
	{bacon_portfolio, 0.02 / 12, 0.64233502244143292, 0, 0, "portfolio against 2 % a year"},
	{bacon_portfolio, 0.005, 0, 0.15663707566008656, 0.02553673824120849, "portfolio against 0.5 %"},
	{bacon_benchmark, 0, 0.90629520247120066, 0.44049742156448596, 0.022796198513494893,
	 "benchmark against 0"},
	{bacon_benchmark, 0.02 / 12, 0.75587276222701794, 0, 0, "benchmark against 2 % a year"},
	{bacon_benchmark, 0.005, 0, 0.20029599080306451, 0.025171081290507435, "benchmark against 0.5 %"},
};

static void
check_published(void)
{
	for (int i = 0; i < LENGTH(published); i++)
	{
		const struct published *item = &published[i];
		excess_state yearly = state_of(item->returns, BACON_MONTHS, item->target, 12);
		excess_state monthly = state_of(item->returns, BACON_MONTHS, item->target, 0);
		bool good = true;

		if (item->sharpe != 0)
			good = is_near(excess_sharpe_ratio(&yearly), item->sharpe, 1e-15) &&
				   is_near(excess_sharpe_ratio(&monthly), item->sharpe / sqrt(12), 1e-15);
		if (item->sortino != 0)
			good = good && is_near(excess_sortino_ratio(&monthly), item->sortino, 1e-15) &&
				   is_near(excess_sortino_ratio(&yearly), item->sortino * sqrt(12), 1e-15) &&
				   is_near(excess_downside_deviation(&monthly), item->downside, 1e-16) &&
				   is_near(excess_downside_deviation(&yearly), item->downside * sqrt(12), 1e-16);
		check(good, "Bacon's %s", item->what);
	}
}

static void
check_two_passes(void)
{
	int wrong = 0;

	for (int trial = 0; trial < 2000; trial++)
	{
		int n = 2 + random_below(200);
		excess_state state = {0};
		long double x[202];
		long double mean = 0;
		long double squares = 0;
		long double shortfall = 0;

		for (int i = 0; i < n; i++)
		{
			double r = 0.2 * random_fraction() - 0.1;
			double target = 0.01 * random_fraction();

			excess_add(&state, r, target);
			x[i] = r - target;
			mean += x[i] / n;
			shortfall += x[i] < 0 ? x[i] * x[i] : 0;
		}
		for (int i = 0; i < n; i++)
			squares += (x[i] - mean) * (x[i] - mean);
		wrong += !is_near(excess_sharpe_ratio(&state), (double) (mean / sqrtl(squares / (n - 1))), 1e-12);
		wrong += !is_near(excess_downside_deviation(&state), (double) sqrtl(shortfall / n), 1e-15);
		if (shortfall > 0)
			wrong += !is_near(excess_sortino_ratio(&state), (double) (mean / sqrtl(shortfall / n)), 1e-12);
	}
	check(wrong == 0, "ratios against targets of each row are those of two passes");
}

static void
check_undefined(void)
{
	excess_state state = {.periods_per_year = 12};

	check(isnan(excess_sharpe_ratio(&state)) && isnan(excess_sortino_ratio(&state)) &&
			  isnan(excess_downside_deviation(&state)),
		  "no returns give no ratios");
	excess_add(&state, 0.01, 0.01);
	check(isnan(excess_sharpe_ratio(&state)) && isnan(excess_sortino_ratio(&state)) &&
			  excess_downside_deviation(&state) == 0,
		  "a return on target is no shortfall, and one has no deviation");
	for (int i = 0; i < 999; i++)
		excess_add(&state, 0.07, 0.06);
	excess_subtract(&state, 0.01, 0.01);
	check(isnan(excess_sharpe_ratio(&state)), "an excess that is always the same has no Sharpe ratio");
	check(isnan(excess_sortino_ratio(&state)) && excess_downside_deviation(&state) == 0,
		  "returns above the target have no Sortino ratio");
	excess_add(&state, -1, 0.06);
	check(excess_sharpe_ratio(&state) > 0 && excess_sortino_ratio(&state) > 0,
		  "one total loss gives both ratios");
}

/* A window that slides, and parts of it merged either way. */
static void
check_windows(void)
{
	enum
	{
		N = 2000,
		WIDTH = 40
	};
	static double returns[N];
	excess_state state = {.periods_per_year = 12};
	int wrong = 0;
	int wrong_merges = 0;

	for (int i = 0; i < N; i++)
	{
		returns[i] = random_below(100) == 0 ? -1 : expm1(random_decades(-12, 1));
		excess_add(&state, returns[i], 0.003);
		if (i >= WIDTH)
		{
			const double *first = returns + i + 1 - WIDTH;
			int a = random_below(WIDTH);
			int b = a + random_below(WIDTH - a);
			excess_state again = state_of(first, WIDTH, 0.003, 12);
			excess_state parts[3] = {state_of(first, a, 0.003, 12), state_of(first + a, b - a, 0.003, 12),
									 state_of(first + b, WIDTH - b, 0.003, 12)};
			excess_state right = parts[2];

			excess_subtract(&state, returns[i - WIDTH], 0.003);
			wrong += !summary_equal(&excess_format, &state, &again);
			excess_merge(&right, &parts[1]);
			excess_merge(&right, &parts[0]);
			excess_merge(&parts[0], &parts[1]);
			excess_merge(&parts[0], &parts[2]);
			wrong_merges += !summary_equal(&excess_format, &parts[0], &again) ||
							!summary_equal(&excess_format, &right, &again);
		}
	}
	check(wrong == 0, "a sliding window of excess returns has the bits of a fresh one");
	check(wrong_merges == 0, "so have its parts, merged from either end");
}

void
excess_state_test(void)
{
	random_seed(13);
	check_published();
	check_two_passes();
	check_undefined();
	check_windows();
}
