/*
 * excess_state.c
 *		Figures of returns against a target.
 *
 *	volatility			standard deviation of r - target (of a sample)
 *	Sharpe ratio		mean of r - rf / standard deviation of r - rf (of a sample)
 *	downside deviation	sqrt(sum of min(r - mar, 0)^2 / n)
 *	Sortino ratio		mean of r - mar / downside deviation
 *
 * each times sqrt(periods per year) where a frequency is given.
 *
 * r - target is rounded, its sums are not, but for squares below 2^-128. With x for
 * r - target the volatility and the downside deviation are within 4 ulp, the Sharpe
 * ratio S within 4 ulp of the larger of itself and (1 + |S|) * root mean square of x /
 * deviation, the Sortino ratio of the larger of itself and mean |x| / downside
 * deviation. A deviation below 10^-11 is within 4 ulp of 2^-76 / deviation.
 * W. Sharpe, "The Sharpe ratio", Journal of Portfolio Management 21 (1994);
 * F. Sortino and L. Price, "Performance measurement in a downside risk
 * framework", Journal of Investing 3 (1994).
 */
#include "math/excess_state.h"

#include <math.h>
#include <stddef.h>

/* Add a return; false if a sum leaves its range. */
bool
excess_add(excess_state *state, double r, double target)
{
	double x = r - target;

	state->n++;
	return moments_add(&state->excess, x) && (x >= 0 || exact_sum_add_product(&state->shortfall, x, x));
}

/* Take a return out again. */
bool
excess_subtract(excess_state *state, double r, double target)
{
	double x = r - target;

	state->n--;
	return moments_subtract(&state->excess, x) &&
		   (x >= 0 || exact_sum_subtract_product(&state->shortfall, x, x));
}

/* Add the returns of another state with the same periods_per_year. */
bool
excess_merge(excess_state *state, const excess_state *other)
{
	state->n += other->n;
	return moments_merge(&state->excess, &other->excess) &&
		   exact_sum_merge(&state->shortfall, &other->shortfall);
}

static double
annual_factor(const excess_state *state)
{
	return state->periods_per_year == 0 ? 1 : sqrt(state->periods_per_year);
}

double
excess_volatility(const excess_state *state)
{
	return state->n < 2 ? NAN : moments_deviation(&state->excess, state->n) * annual_factor(state);
}

double
excess_sharpe_ratio(const excess_state *state)
{
	double deviation = state->n < 2 ? 0 : moments_deviation(&state->excess, state->n);

	return deviation > 0 ? moments_mean(&state->excess, state->n) / deviation * annual_factor(state) : NAN;
}

static double
downside(const excess_state *state)
{
	return sqrt(exact_sum_value(&state->shortfall) / (double) state->n);
}

double
excess_sortino_ratio(const excess_state *state)
{
	return state->n > 0 && !exact_sum_is_zero(&state->shortfall)
			   ? moments_mean(&state->excess, state->n) / downside(state) * annual_factor(state)
			   : NAN;
}

double
excess_downside_deviation(const excess_state *state)
{
	return state->n > 0 ? downside(state) * annual_factor(state) : NAN;
}

/* What is wrong with a state from an untrusted source, or NULL. */
static const char *
excess_check(const void *pointer)
{
	const excess_state *state = pointer;
	const char *problem = count_check(state->n, state->periods_per_year);

	if (problem == NULL)
		problem = moments_check(&state->excess, state->n);
	if (problem == NULL && (exact_sum_is_negative(&state->shortfall) ||
							(state->n == 0 && !exact_sum_is_zero(&state->shortfall))))
		problem = "shortfall out of range";
	return problem;
}

static const summary_field excess_fields[] = {
	COUNT_FIELDS(excess_state),
	MOMENTS_FIELDS(excess_state, excess, "r - target"),
	{"shortfall", FIELD_SUM, offsetof(excess_state, shortfall)},
};

const summary_format excess_format =
	SUMMARY_FORMAT("excess_summary", excess_state, 1, excess_fields, excess_check);
