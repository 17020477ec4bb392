/*
 * weight_state.c
 *		How concentrated weights are.
 *
 *	herfindahl		sum((w / sum(w))^2) = sum(w^2) / sum(w)^2
 *	effective n		1 / herfindahl: so many equal weights are as concentrated
 *
 * A. Hirschman, "The paternity of an index", American Economic Review 54 (1964);
 * M. Adelman, "Comment on the H concentration measure as a numbers-equivalent",
 * Review of Economics and Statistics 51 (1969).
 */
#include "math/weight_state.h"

#include <math.h>
#include <stddef.h>

#define LARGE_WEIGHT 0x1p32
#define LARGE_WEIGHT_SCALE 0x1p-40

/* Add a weight of 0 or more; false if a sum leaves its range. */
bool
weight_add(weight_state *state, double w)
{
	double scaled = w * LARGE_WEIGHT_SCALE;

	state->n++;
	return exact_sum_add(&state->sum, w) &&
		   (w < LARGE_WEIGHT ? exact_sum_add_product(&state->squares, w, w)
							 : exact_sum_add_product(&state->large_squares, scaled, scaled));
}

/* Take a weight out again. */
bool
weight_subtract(weight_state *state, double w)
{
	double scaled = w * LARGE_WEIGHT_SCALE;

	state->n--;
	return exact_sum_subtract(&state->sum, w) &&
		   (w < LARGE_WEIGHT ? exact_sum_subtract_product(&state->squares, w, w)
							 : exact_sum_subtract_product(&state->large_squares, scaled, scaled));
}

/* Add the weights of another state. */
bool
weight_merge(weight_state *state, const weight_state *other)
{
	state->n += other->n;
	return exact_sum_merge(&state->sum, &other->sum) && exact_sum_merge(&state->squares, &other->squares) &&
		   exact_sum_merge(&state->large_squares, &other->large_squares);
}

double
weight_herfindahl(const weight_state *state)
{
	double sum = exact_sum_value(&state->sum);
	double squares = exact_sum_value(&state->squares) +
					 exact_sum_value(&state->large_squares) / (LARGE_WEIGHT_SCALE * LARGE_WEIGHT_SCALE);

	if (!(sum > 0))
		return NAN;
	/* each square was cut at 2^-128, which must not show in a double of 53 bits */
	if (squares < ldexp((double) state->n, -75))
		return INFINITY;
	return squares / (sum * sum);
}

double
weight_effective_n(const weight_state *state)
{
	double herfindahl = weight_herfindahl(state);

	return isinf(herfindahl) ? INFINITY : 1 / herfindahl;
}

/* What is wrong with a state from an untrusted source, or NULL. */
static const char *
weight_check(const void *pointer)
{
	const weight_state *state = pointer;
	const char *problem = count_check(state->n, 0);

	if (problem != NULL)
		return problem;
	if (exact_sum_is_negative(&state->sum) || exact_sum_is_negative(&state->squares) ||
		exact_sum_is_negative(&state->large_squares))
		return "negative sum";
	if (state->n == 0 && !exact_sum_is_zero(&state->sum))
		return "sums without observations";
	if (exact_sum_is_zero(&state->sum) &&
		(!exact_sum_is_zero(&state->squares) || !exact_sum_is_zero(&state->large_squares)))
		return "squares without weights";
	return NULL;
}

static const summary_field weight_fields[] = {
	{"n", FIELD_INTEGER, offsetof(weight_state, n)},
	{"sum", FIELD_SUM, offsetof(weight_state, sum)},
	{"squares", FIELD_SUM, offsetof(weight_state, squares)},
	{"large squares", FIELD_SUM, offsetof(weight_state, large_squares)},
};

const summary_format weight_format =
	SUMMARY_FORMAT("weight_summary", weight_state, 1, weight_fields, weight_check);
