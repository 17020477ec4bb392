/*
 * linked_effect_state.c
 *		Attribution effects linked over periods by logarithms.
 *
 * With the returns Rp of the portfolio and Rb of the benchmark in a period
 *
 *	k		(ln(1 + Rp) - ln(1 + Rb)) / (Rp - Rb), 1 / (1 + Rb) where they are equal
 *	K		the same of what they compound to over all periods
 *	linked	sum(effect * k) / K
 *
 * Where the effects of a period add to Rp - Rb, what is summed over all of them
 * is the difference of the logarithms, and that / K is the compounded excess
 * return. With l = ln(1 + Rp) - ln(1 + Rb) over all periods, 1 / K is
 * (1 + Rb) * (e^l - 1) / l, which loses nothing where the returns are close. The
 * result is within 4 ulp of sum(|effect * k|) / K * (1 + sum(|ln(1 + Rp)|) +
 * sum(|ln(1 + Rb)|)).
 *
 * D. Carino, "Combining attribution effects over time", Journal of Performance
 * Measurement 3 (1999).
 */
#include "math/linked_effect_state.h"

#include <math.h>
#include <stddef.h>

/*
 * ln((1 + Rp) / (1 + Rb)). Where they are close this is 2 artanh(z), with z the
 * difference / the sum of 1 + Rp and 1 + Rb, in which nothing cancels. Both
 * forms only change their sign where the returns change places.
 */
static double
logarithmic_excess(double portfolio, double benchmark)
{
	double z = (portfolio - benchmark) / ((1 + portfolio) + (1 + benchmark));

	return fabs(z) < 0.25 ? 2 * atanh(z) : log1p(portfolio) - log1p(benchmark);
}

/* k, from the returns and the difference of their logarithms. */
static double
linking_coefficient(double portfolio, double benchmark, double excess)
{
	return portfolio == benchmark ? 1 / (1 + benchmark) : excess / (portfolio - benchmark);
}

/* Add the effect of a period, whose returns are above -1 and below the limit; false if a sum leaves its range. */
bool
linked_effect_add(linked_effect_state *state, double effect, double portfolio, double benchmark)
{
	double excess = logarithmic_excess(portfolio, benchmark);

	state->n++;
	return exact_sum_add_product(&state->effects, effect,
								 linking_coefficient(portfolio, benchmark, excess)) &&
		   exact_sum_add(&state->excess, excess) && exact_sum_add(&state->benchmark, log1p(benchmark));
}

/* Take a period out again. */
bool
linked_effect_subtract(linked_effect_state *state, double effect, double portfolio, double benchmark)
{
	double excess = logarithmic_excess(portfolio, benchmark);

	state->n--;
	return exact_sum_subtract_product(&state->effects, effect,
									  linking_coefficient(portfolio, benchmark, excess)) &&
		   exact_sum_subtract(&state->excess, excess) &&
		   exact_sum_subtract(&state->benchmark, log1p(benchmark));
}

/* Add the periods of another state. */
bool
linked_effect_merge(linked_effect_state *state, const linked_effect_state *other)
{
	state->n += other->n;
	return exact_sum_merge(&state->effects, &other->effects) &&
		   exact_sum_merge(&state->excess, &other->excess) &&
		   exact_sum_merge(&state->benchmark, &other->benchmark);
}

double
linked_effect_carino(const linked_effect_state *state)
{
	double excess = exact_sum_value(&state->excess);
	double scale = exp(exact_sum_value(&state->benchmark)) * (excess == 0 ? 1 : expm1(excess) / excess);

	if (state->n == 0)
		return NAN;
	return isfinite(scale) ? exact_sum_value(&state->effects) * scale : INFINITY;
}

/* What is wrong with a state from an untrusted source, or NULL. */
static const char *
linked_effect_check(const void *pointer)
{
	const linked_effect_state *state = pointer;
	const char *problem = count_check(state->n, 0);

	if (problem != NULL)
		return problem;
	if (state->n == 0 && (!exact_sum_is_zero(&state->effects) || !exact_sum_is_zero(&state->excess) ||
						  !exact_sum_is_zero(&state->benchmark)))
		return "sums without observations";
	return NULL;
}

static const summary_field linked_effect_fields[] = {
	{"n", FIELD_INTEGER, offsetof(linked_effect_state, n)},
	{"effects", FIELD_SUM, offsetof(linked_effect_state, effects)},
	{"log excess", FIELD_SUM, offsetof(linked_effect_state, excess)},
	{"log benchmark", FIELD_SUM, offsetof(linked_effect_state, benchmark)},
};

const summary_format linked_effect_format = SUMMARY_FORMAT("linked_effect_summary", linked_effect_state, 1,
														   linked_effect_fields, linked_effect_check);
