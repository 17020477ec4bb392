/*
 * level_state.c
 *		Total, price and income return of a series of prices.
 *
 * With P the prices, D the dividends and S the splits on dates 0 to T,
 *
 *	price return	P_T / P_0 * prod(S_t) - 1
 *	income return	prod(1 + D_t / P_t) - 1
 *	total return	(1 + price return) * (1 + income return) - 1
 *
 * products over t = 1 to T: dividends are reinvested at the close of the ex-date.
 *
 * Without dividends and splits a return R is within 1 ulp, else within 4 ulp of the
 * larger of itself and (1 + R) * (|ln(P_T / P_0)| + sum(ln(1 + D_t / P_t)) +
 * sum(|ln(S_t)|)), for each logarithm is rounded before it is summed; annualised,
 * over the years.
 * S. Feibel, "Investment Performance Measurement" (2003), chapter 4.
 */
#include "math/level_state.h"

#include <math.h>
#include <stddef.h>

#include "math/relative_change.h"

/*
 * Give a row its place: the given ends of the span are its, its factors are
 * logarithms. The factors of whichever row is not the first join the sums.
 */
bool
level_add_factors(level_state *state, int ends, double price, double income, double split)
{
	if (ends & SPAN_LAST)
		state->last_price = price;
	if (ends & SPAN_FIRST)
	{
		double previous_income = state->first_income;
		double previous_split = state->first_split;

		state->first_price = price;
		state->first_income = income;
		state->first_split = split;
		income = previous_income;
		split = previous_split;
	}
	return (income == 0 || exact_sum_add(&state->income, income)) &&
		   (split == 0 || exact_sum_add(&state->split, split));
}

/* Add the rows of another state; false if a sum leaves its range. */
bool
level_merge(level_state *state, const level_state *other)
{
	if (other->span.n == 0)
		return true;
	if (state->span.n == 0)
	{
		*state = *other;
		return true;
	}

	int ends = span_merge(&state->span, &other->span);
	double income = other->first_income;
	double split = other->first_split;

	if (ends & SPAN_FIRST)
	{
		income = state->first_income;
		split = state->first_split;
		state->first_price = other->first_price;
		state->first_income = other->first_income;
		state->first_split = other->first_split;
	}
	if (ends & SPAN_LAST)
		state->last_price = other->last_price;
	return exact_sum_add(&state->income, income) && exact_sum_add(&state->split, split) &&
		   exact_sum_merge(&state->income, &other->income) && exact_sum_merge(&state->split, &other->split);
}

/* The logarithm of the splits and of more factors, unless that is NULL; infinite out of range. */
static double
logarithm_of_factors(const level_state *state, const exact_sum *more)
{
	exact_sum sum = state->split;

	return more == NULL || exact_sum_merge(&sum, more) ? exact_sum_value(&sum) : INFINITY;
}

/*
 * The return over the prices and factors. Where it is small the price and the
 * factors may offset each other, so it is taken from their logarithms.
 */
static double
return_with(const level_state *state, const exact_sum *more)
{
	double factors = logarithm_of_factors(state, more);
	double logarithm;

	if (factors == 0)
		return relative_change(state->first_price, state->last_price);
	logarithm = log_change(state->first_price, state->last_price) + factors;
	if (fabs(logarithm) < 0.5)
		return expm1(logarithm);
	return state->last_price / state->first_price * exp(factors) - 1;
}

/* What one unit of money has become since the first close. */
double
level_growth(const level_state *state)
{
	return state->last_price / state->first_price * exp(logarithm_of_factors(state, &state->income));
}

double
level_total_return(const level_state *state)
{
	return return_with(state, &state->income);
}

double
level_price_return(const level_state *state)
{
	return return_with(state, NULL);
}

double
level_income_return(const level_state *state)
{
	return expm1(exact_sum_value(&state->income));
}

/* (1 + total return)^(1 / years) - 1; up to a year the total return itself unless asked. */
double
level_annualized_return(const level_state *state, bool under_a_year)
{
	double years = span_years(&state->span);

	if (years <= 1 && !under_a_year)
		return level_total_return(state);
	return expm1(
		(log_change(state->first_price, state->last_price) + logarithm_of_factors(state, &state->income)) /
		years);
}

static bool
is_price(double x)
{
	return x > 0 && isfinite(x);
}

/* What is wrong with a state from an untrusted source, or NULL. */
static const char *
level_check(const void *pointer)
{
	const level_state *state = pointer;
	const char *problem = span_check(&state->span);

	if (problem != NULL)
		return problem;
	if (state->span.n == 0)
		return state->first_price == 0 && state->last_price == 0 && state->first_income == 0 &&
					   state->first_split == 0 && exact_sum_is_zero(&state->income) &&
					   exact_sum_is_zero(&state->split)
				   ? NULL
				   : "contents without observations";
	if (!is_price(state->first_price) || !is_price(state->last_price))
		return "price not positive";
	if (!(state->first_income >= 0) || !isfinite(state->first_income) || !isfinite(state->first_split))
		return "factor of the first row out of range";
	if (exact_sum_is_negative(&state->income))
		return "negative income";
	if (state->span.n == 1 && (state->first_price != state->last_price ||
							   !exact_sum_is_zero(&state->income) || !exact_sum_is_zero(&state->split)))
		return "one observation with a return";
	return NULL;
}

static const summary_field level_fields[] = {
	SPAN_FIELDS(level_state),
	{"first price", FIELD_NUMBER, offsetof(level_state, first_price)},
	{"first income", FIELD_NUMBER, offsetof(level_state, first_income)},
	{"first split", FIELD_NUMBER, offsetof(level_state, first_split)},
	{"last price", FIELD_NUMBER, offsetof(level_state, last_price)},
	{"income", FIELD_SUM, offsetof(level_state, income)},
	{"split", FIELD_SUM, offsetof(level_state, split)},
};

const summary_format level_format =
	SUMMARY_FORMAT("level_summary", level_state, 1, level_fields, level_check);
