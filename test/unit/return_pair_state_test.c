/*
 * return_pair_state_test.c
 *		Figures against a benchmark: published ones, and two passes over the
 *		returns.
 */
#include "test.h"

#include <math.h>
#include <string.h>

static return_pair_state
state_of(const double *a, const double *b, int n)
{
	return_pair_state state = {.periods_per_year = 12};

	for (int i = 0; i < n; i++)
		return_pair_add(&state, a[i], b[i]);
	return state;
}

/*
 * PerformanceAnalytics 2.1.0 on Bacon's returns, see bacon.c: TrackingError,
 * InformationRatio, CAPM.beta, CAPM.alpha, cor and UpDownRatios(method =
 * "Capture"). The portfolio is ahead in 17 of 24 months.
 */
static void
check_published(void)
{
	return_pair_state state = state_of(bacon_portfolio, bacon_benchmark, BACON_MONTHS);

	check_near(return_pair_tracking_error(&state), 0.033639715141222708, 1e-16, "Bacon's tracking error");
	check_near(return_pair_information_ratio(&state), -0.42524441361827275, 1e-14,
			   "Bacon's information ratio");
	check_near(return_pair_beta(&state), 0.99885020862257456, 1e-15, "Bacon's beta");
	check_near(return_pair_alpha(&state), -0.0010301208449183556, 1e-17, "Bacon's alpha");
	check_near(return_pair_correlation(&state), 0.96938581487530506, 1e-15, "Bacon's correlation");
	check_near(return_pair_up_capture(&state), 0.94561889468504812, 1e-15, "Bacon's up capture");
	check_near(return_pair_down_capture(&state), 1.0164563277786687, 1e-15, "Bacon's down capture");
	check(return_pair_hit_rate(&state) == 17.0 / 24, "Bacon's hit rate");
}

static long double
product_of(const double *returns, const double *benchmark, int n, bool up)
{
	long double product = 1;

	for (int i = 0; i < n; i++)
		if ((benchmark[i] > 0) == up)
			product *= 1 + (long double) returns[i];
	return product;
}

/* Products of deviations of x and of y from their means. */
static long double
deviations(const double *x, const double *y, int n)
{
	long double mean_x = 0;
	long double mean_y = 0;
	long double sum = 0;

	for (int i = 0; i < n; i++)
	{
		mean_x += (long double) x[i] / n;
		mean_y += (long double) y[i] / n;
	}
	for (int i = 0; i < n; i++)
		sum += (x[i] - mean_x) * (y[i] - mean_y);
	return sum;
}

static long double
mean_of(const double *x, int n)
{
	long double sum = 0;

	for (int i = 0; i < n; i++)
		sum += x[i];
	return sum / n;
}

static void
check_two_passes(void)
{
	enum
	{
		MAX = 150
	};
	int wrong[8] = {0};
	static const char *const names[] = {"tracking errors", "information ratios", "betas",
										"alphas",          "correlations",       "up captures",
										"down captures",   "hit rates"};

	for (int trial = 0; trial < 2000; trial++)
	{
		int n = 2 + random_below(MAX - 2);
		double a[MAX];
		double b[MAX];
		double difference[MAX];
		return_pair_state state;
		long double error;
		long double beta;
		long double ratio;
		long double whole_a;
		long double whole_b;
		int hits = 0;
		int up = 0;

		for (int i = 0; i < n; i++)
		{
			b[i] = random_below(20) == 0 ? 0 : 0.1 * random_fraction() - 0.05;
			a[i] = random_below(20) == 0 ? b[i] : 0.7 * b[i] + 0.1 * random_fraction() - 0.05;
			difference[i] = a[i] - b[i];
			hits += a[i] > b[i];
			up += b[i] > 0;
		}
		state = state_of(a, b, n);
		error = sqrtl(12 * deviations(difference, difference, n) / (n - 1));
		whole_a = product_of(a, b, n, true) * product_of(a, b, n, false);
		whole_b = product_of(b, b, n, true) * product_of(b, b, n, false);
		ratio = (powl(whole_a, 12.0L / n) - powl(whole_b, 12.0L / n)) / error;
		beta = deviations(a, b, n) / deviations(b, b, n);
		wrong[0] += !is_near(return_pair_tracking_error(&state), (double) error, 1e-15);
		wrong[1] += !is_near(return_pair_information_ratio(&state), (double) ratio, 1e-11);
		wrong[2] += !is_near(return_pair_beta(&state), (double) beta, 1e-12);
		wrong[3] +=
			!is_near(return_pair_alpha(&state), (double) (mean_of(a, n) - beta * mean_of(b, n)), 1e-13);
		wrong[4] += !is_near(
			return_pair_correlation(&state),
			(double) (deviations(a, b, n) / sqrtl(deviations(a, a, n) * deviations(b, b, n))), 1e-12);
		if (up > 0)
			wrong[5] +=
				!is_near(return_pair_up_capture(&state),
						 (double) ((product_of(a, b, n, true) - 1) / (product_of(b, b, n, true) - 1)), 1e-11);
		if (product_of(b, b, n, false) < 1)
			wrong[6] += !is_near(
				return_pair_down_capture(&state),
				(double) ((product_of(a, b, n, false) - 1) / (product_of(b, b, n, false) - 1)), 1e-11);
		wrong[7] += return_pair_hit_rate(&state) != (double) hits / n;
	}
	for (int i = 0; i < LENGTH(wrong); i++)
		check(wrong[i] == 0, "%s are those of two passes", names[i]);
}

static void
check_undefined(void)
{
	static const double rising[] = {0.5, 0.25, 0.125, 0.0625};
	static const double constant[] = {0.1, 0.1, 0.1, 0.1};
	static const double falling[] = {-0.5, -0.25, 0, -0.125};
	static const double ahead[] = {0.625, 0.375, 0.25, 0.1875};
	static const double zero[4] = {0};
	return_pair_state state = {.periods_per_year = 12};

	check(isnan(return_pair_tracking_error(&state)) && isnan(return_pair_information_ratio(&state)) &&
			  isnan(return_pair_beta(&state)) && isnan(return_pair_alpha(&state)) &&
			  isnan(return_pair_correlation(&state)) && isnan(return_pair_up_capture(&state)) &&
			  isnan(return_pair_down_capture(&state)) && isnan(return_pair_hit_rate(&state)),
		  "no returns give no figures");
	state = state_of(rising, falling, 1);
	check(isnan(return_pair_tracking_error(&state)) && isnan(return_pair_information_ratio(&state)) &&
			  isnan(return_pair_beta(&state)) && isnan(return_pair_alpha(&state)) &&
			  isnan(return_pair_correlation(&state)),
		  "one pair has no deviation");
	state = state_of(rising, constant, 4);
	check(isnan(return_pair_beta(&state)) && isnan(return_pair_alpha(&state)) &&
			  isnan(return_pair_correlation(&state)) && return_pair_tracking_error(&state) > 0,
		  "a constant benchmark has no beta");
	state = state_of(constant, rising, 4);
	check(return_pair_beta(&state) == 0 && isnan(return_pair_correlation(&state)),
		  "a constant portfolio has a beta of 0 and no correlation");
	state = state_of(rising, rising, 4);
	check(return_pair_tracking_error(&state) == 0 && isnan(return_pair_information_ratio(&state)) &&
			  return_pair_beta(&state) == 1 && return_pair_alpha(&state) == 0 &&
			  return_pair_correlation(&state) == 1 && return_pair_up_capture(&state) == 1 &&
			  isnan(return_pair_down_capture(&state)) && return_pair_hit_rate(&state) == 0,
		  "a benchmark against itself");
	state = state_of(ahead, rising, 4);
	check(return_pair_tracking_error(&state) == 0 && isnan(return_pair_information_ratio(&state)) &&
			  return_pair_beta(&state) == 1 && return_pair_alpha(&state) == 0.125 &&
			  return_pair_correlation(&state) == 1 && return_pair_hit_rate(&state) == 1,
		  "a portfolio always ahead by the same has no information ratio");
	state = state_of(rising, falling, 4);
	check(isnan(return_pair_up_capture(&state)) && return_pair_down_capture(&state) < 0,
		  "a benchmark that never rose has no up capture");
	state = state_of(rising, zero, 4);
	check(isnan(return_pair_down_capture(&state)), "one that stood still has no down capture");
}

/* Where the portfolio or the benchmark loses all, the others count for nothing. */
static void
check_total_losses(void)
{
	return_pair_state state = state_of((double[]){0.5, -1, 0.25}, (double[]){-0.5, 0.25, 0.125}, 3);
	return_pair_state without = state_of((double[]){0.5, 0.25}, (double[]){-0.5, 0.125}, 2);

	check(return_pair_up_capture(&state) == -1 / (1.25 * 1.125 - 1), "a loss of all in a rising market");
	return_pair_subtract(&state, -1, 0.25);
	check(summary_equal(&return_pair_format, &state, &without), "taken out, it leaves no trace");
	return_pair_add(&state, 0.25, -1);
	check_near(return_pair_down_capture(&state), -(1.5 * 1.25 - 1), 1e-15, "a market that loses all");
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
	static double x[N];
	static double y[N];
	return_pair_state state = {.periods_per_year = 12};
	int wrong = 0;
	int wrong_merges = 0;

	for (int i = 0; i < N; i++)
	{
		x[i] = random_below(100) == 0 ? -1 : expm1(random_decades(-12, 1));
		y[i] = random_below(20) == 0 ? x[i] : random_below(100) == 0 ? -1 : expm1(random_decades(-12, 1));
		return_pair_add(&state, x[i], y[i]);
		if (i >= WIDTH)
		{
			int first = i + 1 - WIDTH;
			int a = first + random_below(WIDTH);
			int b = a + random_below(i + 1 - a);
			return_pair_state again = state_of(x + first, y + first, WIDTH);
			return_pair_state parts[3] = {state_of(x + first, y + first, a - first),
										  state_of(x + a, y + a, b - a), state_of(x + b, y + b, i + 1 - b)};
			return_pair_state right = parts[2];

			return_pair_subtract(&state, x[i - WIDTH], y[i - WIDTH]);
			wrong += !summary_equal(&return_pair_format, &state, &again);
			return_pair_merge(&right, &parts[1]);
			return_pair_merge(&right, &parts[0]);
			return_pair_merge(&parts[0], &parts[1]);
			return_pair_merge(&parts[0], &parts[2]);
			wrong_merges += !summary_equal(&return_pair_format, &parts[0], &again) ||
							!summary_equal(&return_pair_format, &right, &again);
		}
	}
	check(wrong == 0, "a sliding window of pairs has the bits of a fresh one");
	check(wrong_merges == 0, "so have its parts, merged from either end");
}

void
return_pair_state_test(void)
{
	random_seed(14);
	check_published();
	check_two_passes();
	check_undefined();
	check_total_losses();
	check_windows();
}
