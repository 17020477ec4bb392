/*
 * return_state.c
 *		Compound and annualised return of a set of returns.
 *
 *	compound		prod(1 + r) - 1
 *	annualised		prod(1 + r)^(periods per year / n) - 1
 *
 * C. Bacon, "Practical Portfolio Performance Measurement and Attribution", 2nd
 * edition (2008), pages 27 and 56.
 */
#include "math/return_state.h"

#include <math.h>
#include <stddef.h>

/* Add a return of -1 or more; false if the sum leaves its range. */
bool
return_add(return_state *state, double r)
{
	state->n++;
	if (r == -1)
	{
		state->total_losses++;
		return true;
	}
	return exact_sum_add(&state->log_growth, log1p(r));
}

/* Take a return out again. */
bool
return_subtract(return_state *state, double r)
{
	state->n--;
	if (r == -1)
	{
		state->total_losses--;
		return true;
	}
	return exact_sum_subtract(&state->log_growth, log1p(r));
}

/* Add the returns of another state with the same periods_per_year. */
bool
return_merge(return_state *state, const return_state *other)
{
	state->n += other->n;
	state->total_losses += other->total_losses;
	return exact_sum_merge(&state->log_growth, &other->log_growth);
}

double
return_compound(const return_state *state)
{
	if (state->total_losses > 0)
		return -1;
	return expm1(exact_sum_value(&state->log_growth));
}

double
return_annualized(const return_state *state)
{
	if (state->total_losses > 0)
		return -1;
	return expm1(exact_sum_value(&state->log_growth) * (state->periods_per_year / (double) state->n));
}

/* What is wrong with a state from an untrusted source, or NULL. */
static const char *
return_check(const void *pointer)
{
	const return_state *state = pointer;

	if (state->n < 0 || state->n > INT64_MAX / 4)
		return "count out of range";
	if (state->total_losses < 0 || state->total_losses > state->n)
		return "more total losses than returns";
	if (!(state->periods_per_year >= 0) || !isfinite(state->periods_per_year))
		return "periods per year out of range";
	if (state->n == state->total_losses && !exact_sum_is_zero(&state->log_growth))
		return "growth without returns";
	return NULL;
}

static const summary_field return_fields[] = {
	{"n", FIELD_INTEGER, offsetof(return_state, n)},
	{"total losses", FIELD_INTEGER, offsetof(return_state, total_losses)},
	{"periods per year", FIELD_NUMBER, offsetof(return_state, periods_per_year)},
	{"log growth", FIELD_SUM, offsetof(return_state, log_growth)},
};

const summary_format return_format =
	SUMMARY_FORMAT("return_summary", return_state, 1, return_fields, return_check);
