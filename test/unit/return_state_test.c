/*
 * return_state_test.c
 *		Compound returns and volatilities against published figures.
 */
#include "test.h"

#include <math.h>
#include <string.h>

#include "math/return_state.h"

static return_state
state_of(const double *returns, int n)
{
	return_state state = {.periods_per_year = 12};

	for (int i = 0; i < n; i++)
		return_add(&state, returns[i]);
	return state;
}

/*
 * The volatilities are those of PerformanceAnalytics 2.1.0, StdDev.annualized.
 * python3, for the others: the product of fractions.Fraction("1.003") and so on, and
 * its square root for a year; less 1. PerformanceAnalytics' tests have the first
 * as 1.2181 and 1.2498.
 */
static void
check_published_returns(void)
{
	return_state state = state_of(bacon_portfolio, BACON_MONTHS);

	check_near(return_compound(&state), 0.21810576722091754, 2e-16, "Bacon's portfolio, compounded");
	check_near(return_annualized(&state), 0.10367828972980964, 2e-16, "Bacon's portfolio, annualised");
	check_near(return_annualized_volatility(&state), 0.13700015867969229, 2e-16,
			   "volatility of Bacon's portfolio");
	state = state_of(bacon_benchmark, BACON_MONTHS);
	check_near(return_compound(&state), 0.2498868618124798, 2e-16, "Bacon's benchmark, compounded");
	check_near(return_annualized(&state), 0.11798339066932462, 2e-16, "Bacon's benchmark, annualised");
	check_near(return_annualized_volatility(&state), 0.1329588854397904, 2e-16,
			   "volatility of Bacon's benchmark");
}

static void
check_undefined(void)
{
	return_state state = {.periods_per_year = 12};

	check(isnan(return_compound(&state)) && isnan(return_annualized(&state)) &&
			  isnan(return_annualized_volatility(&state)),
		  "no returns give no figures");
	return_add(&state, 0.1);
	check(isnan(return_annualized_volatility(&state)), "one return has no volatility");
	return_add(&state, 0.1);
	check(return_annualized_volatility(&state) == 0, "returns that are the same have a volatility of 0");
}

static void
check_total_losses(void)
{
	return_state state = state_of((double[]){0.5, -1, 0.25}, 3);
	return_state growth = state_of((double[]){0.5, 0.25}, 2);

	check(return_compound(&state) == -1 && return_annualized(&state) == -1, "a return of -1 loses all");
	return_subtract(&state, -1);
	check(summary_equal(&return_format, &state, &growth) && state.n == 2, "taken out, it leaves no trace");
	check_near(return_compound(&state), 0.875, 1e-15, "and the others remain");
	state = state_of((double[]){-1 + 0x1p-53}, 1);
	check(return_compound(&state) > -1 && is_near(return_compound(&state), -1, 1e-15),
		  "all but a total loss is not one");
}

/* A window that slides: each row is added once and taken out once. */
static void
check_windows(void)
{
	enum
	{
		N = 3000,
		WIDTH = 50
	};
	static double returns[N];
	return_state state = {.periods_per_year = 12};
	int wrong = 0;

	for (int i = 0; i < N; i++)
	{
		returns[i] = random_below(100) == 0 ? -1 : 0.2 * random_fraction() - 0.1;
		return_add(&state, returns[i]);
		if (i >= WIDTH)
		{
			return_state again = state_of(returns + i + 1 - WIDTH, WIDTH);

			return_subtract(&state, returns[i - WIDTH]);
			wrong += !summary_equal(&return_format, &state, &again);
		}
	}
	check(wrong == 0, "a sliding window has the bits of a fresh one");
}

static void
check_merges(void)
{
	return_state whole = state_of(bacon_portfolio, 24);
	return_state parts[3] = {state_of(bacon_portfolio + 17, 7), state_of(bacon_portfolio, 5),
							 state_of(bacon_portfolio + 5, 12)};

	return_merge(&parts[2], &parts[0]);
	return_merge(&parts[1], &parts[2]);
	check(summary_equal(&return_format, &whole, &parts[1]), "three parts merged have the bits of the whole");
}

void
return_state_test(void)
{
	random_seed(5);
	check_published_returns();
	check_undefined();
	check_total_losses();
	check_windows();
	check_merges();
}
