/*
 * return_state.c
 *		Compound and annualised return and volatility of a set of returns.
 *
 *	compound		prod(1 + r) - 1
 *	annualised		prod(1 + r)^(periods per year / n) - 1
 *	volatility		standard deviation of r (of a sample) * sqrt(periods per year)
 *
 * C. Bacon, "Practical Portfolio Performance Measurement and Attribution", 2nd
 * edition (2008), pages 27, 56 and 64.
 */
#include "math/return_state.h"

#include <math.h>
#include <stddef.h>

/* Add a return of -1 or more; false if a sum leaves its range. */
bool
return_add(return_state *state, double r)
{
	state->n++;
	return growth_add(&state->growth, r) && moments_add(&state->moments, r);
}

/* Take a return out again. */
bool
return_subtract(return_state *state, double r)
{
	state->n--;
	return growth_subtract(&state->growth, r) && moments_subtract(&state->moments, r);
}

/* Add the returns of another state with the same periods_per_year. */
bool
return_merge(return_state *state, const return_state *other)
{
	state->n += other->n;
	return growth_merge(&state->growth, &other->growth) && moments_merge(&state->moments, &other->moments);
}

double
return_compound(const return_state *state)
{
	return state->n == 0 ? NAN : growth_return(&state->growth, 1);
}

double
return_annualized(const return_state *state)
{
	return state->n == 0 ? NAN : growth_return(&state->growth, state->periods_per_year / (double) state->n);
}

double
return_annualized_volatility(const return_state *state)
{
	return state->n < 2 ? NAN : moments_deviation(&state->moments, state->n) * sqrt(state->periods_per_year);
}

/* What is wrong with a state from an untrusted source, or NULL. */
static const char *
return_check(const void *pointer)
{
	const return_state *state = pointer;
	const char *problem = count_check(state->n, state->periods_per_year);

	if (problem == NULL)
		problem = growth_check(&state->growth, state->n);
	if (problem == NULL)
		problem = moments_check(&state->moments, state->n);
	return problem;
}

static const summary_field return_fields[] = {
	COUNT_FIELDS(return_state),
	GROWTH_FIELDS(return_state, growth, ""),
	MOMENTS_FIELDS(return_state, moments, "r"),
};

const summary_format return_format =
	SUMMARY_FORMAT("return_summary", return_state, 1, return_fields, return_check);
