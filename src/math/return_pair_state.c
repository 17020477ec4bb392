/*
 * return_pair_state.c
 *		Figures of a series' returns against those of its benchmark.
 *
 *	tracking error		standard deviation of ra - rb (of a sample) * sqrt(periods per year)
 *	information ratio	(annualised ra - annualised rb) / tracking error
 *	beta				covariance of ra and rb / variance of rb
 *	alpha				mean of ra - beta * mean of rb, which over one denominator is
 *						(sum(ra) sum(rb^2) - sum(rb) sum(ra rb)) / (n sum(rb^2) - sum(rb)^2)
 *	correlation			covariance / (deviation of ra * deviation of rb)
 *	up capture			compound ra / compound rb, over the periods with rb > 0
 *	down capture		compound ra / compound rb, over the periods with rb <= 0
 *	hit rate			share of the periods with ra > rb
 *
 * beta, alpha and the correlation come from exact sums and are within 4 ulp, as long
 * as the returns deviate by 10^-11 or more. ra - rb is rounded, so the tracking error
 * is within 4 ulp of the root mean square of ra - rb. The others are quotients of
 * what growth.h gives.
 *
 * C. Bacon, "Practical Portfolio Performance Measurement and Attribution", 2nd
 * edition (2008), pages 47, 71 to 80.
 */
#include "math/return_pair_state.h"

#include <math.h>
#include <stddef.h>

/* Add a pair of returns of -1 or more; false if a sum leaves its range. */
bool
return_pair_add(return_pair_state *state, double a, double b)
{
	state->n++;
	state->hits += a > b;
	return moments_add(&state->a, a) && moments_add(&state->b, b) && moments_add(&state->difference, a - b) &&
		   exact_sum_add_product(&state->products, a, b) &&
		   growth_add(b > 0 ? &state->up_a : &state->down_a, a) &&
		   growth_add(b > 0 ? &state->up_b : &state->down_b, b);
}

/* Take a pair of returns out again. */
bool
return_pair_subtract(return_pair_state *state, double a, double b)
{
	state->n--;
	state->hits -= a > b;
	return moments_subtract(&state->a, a) && moments_subtract(&state->b, b) &&
		   moments_subtract(&state->difference, a - b) &&
		   exact_sum_subtract_product(&state->products, a, b) &&
		   growth_subtract(b > 0 ? &state->up_a : &state->down_a, a) &&
		   growth_subtract(b > 0 ? &state->up_b : &state->down_b, b);
}

/* Add the pairs of another state with the same periods_per_year. */
bool
return_pair_merge(return_pair_state *state, const return_pair_state *other)
{
	state->n += other->n;
	state->hits += other->hits;
	return moments_merge(&state->a, &other->a) && moments_merge(&state->b, &other->b) &&
		   moments_merge(&state->difference, &other->difference) &&
		   exact_sum_merge(&state->products, &other->products) && growth_merge(&state->up_a, &other->up_a) &&
		   growth_merge(&state->up_b, &other->up_b) && growth_merge(&state->down_a, &other->down_a) &&
		   growth_merge(&state->down_b, &other->down_b);
}

double
return_pair_tracking_error(const return_pair_state *state)
{
	if (state->n < 2)
		return NAN;
	return moments_deviation(&state->difference, state->n) * sqrt(state->periods_per_year);
}

double
return_pair_information_ratio(const return_pair_state *state)
{
	double power = state->periods_per_year / (double) state->n;
	double error = return_pair_tracking_error(state);

	growth a = state->up_a;
	growth b = state->up_b;

	if (!(error > 0) || !growth_merge(&a, &state->down_a) || !growth_merge(&b, &state->down_b))
		return NAN;
	return growth_difference(&a, &b, power) / error;
}

double
return_pair_beta(const return_pair_state *state)
{
	double variance = exact_sum_cross(state->n, &state->b.squares, &state->b.sum, &state->b.sum);

	if (!(variance > 0))
		return NAN;
	return exact_sum_cross(state->n, &state->products, &state->a.sum, &state->b.sum) / variance;
}

double
return_pair_alpha(const return_pair_state *state)
{
	double variance = exact_sum_cross(state->n, &state->b.squares, &state->b.sum, &state->b.sum);

	if (!(variance > 0))
		return NAN;
	return exact_sum_determinant(&state->a.sum, &state->b.squares, &state->b.sum, &state->products) /
		   variance;
}

double
return_pair_correlation(const return_pair_state *state)
{
	double variance_a = exact_sum_cross(state->n, &state->a.squares, &state->a.sum, &state->a.sum);
	double variance_b = exact_sum_cross(state->n, &state->b.squares, &state->b.sum, &state->b.sum);
	double correlation;

	if (!(variance_a > 0) || !(variance_b > 0))
		return NAN;
	correlation = exact_sum_cross(state->n, &state->products, &state->a.sum, &state->b.sum) /
				  (sqrt(variance_a) * sqrt(variance_b));
	return fmax(-1, fmin(1, correlation));
}

static double
capture(const growth *a, const growth *b)
{
	double benchmark = growth_return(b, 1);

	return benchmark == 0 ? NAN : growth_return(a, 1) / benchmark;
}

double
return_pair_up_capture(const return_pair_state *state)
{
	return capture(&state->up_a, &state->up_b);
}

double
return_pair_down_capture(const return_pair_state *state)
{
	return capture(&state->down_a, &state->down_b);
}

double
return_pair_hit_rate(const return_pair_state *state)
{
	return state->n == 0 ? NAN : (double) state->hits / (double) state->n;
}

/* What is wrong with a state from an untrusted source, or NULL. */
static const char *
return_pair_check(const void *pointer)
{
	const return_pair_state *state = pointer;
	const char *problem = count_check(state->n, state->periods_per_year);
	const moments *all[] = {&state->a, &state->b, &state->difference};
	const growth *growths[] = {&state->up_a, &state->up_b, &state->down_a, &state->down_b};

	if (problem == NULL && (state->hits < 0 || state->hits > state->n))
		problem = "more hits than returns";
	for (int i = 0; problem == NULL && i < 3; i++)
		problem = moments_check(all[i], state->n);
	for (int i = 0; problem == NULL && i < 4; i++)
		problem = growth_check(growths[i], state->n);
	return problem;
}

static const summary_field return_pair_fields[] = {
	COUNT_FIELDS(return_pair_state),
	{"hits", FIELD_INTEGER, offsetof(return_pair_state, hits)},
	MOMENTS_FIELDS(return_pair_state, a, "a"),
	MOMENTS_FIELDS(return_pair_state, b, "b"),
	MOMENTS_FIELDS(return_pair_state, difference, "a - b"),
	{"products", FIELD_SUM, offsetof(return_pair_state, products)},
	GROWTH_FIELDS(return_pair_state, up_a, " of a, up"),
	GROWTH_FIELDS(return_pair_state, up_b, " of b, up"),
	GROWTH_FIELDS(return_pair_state, down_a, " of a, down"),
	GROWTH_FIELDS(return_pair_state, down_b, " of b, down"),
};

const summary_format return_pair_format =
	SUMMARY_FORMAT("return_pair_summary", return_pair_state, 1, return_pair_fields, return_pair_check);
