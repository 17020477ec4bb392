/*
 * earnings_state.c
 *		The price/earnings ratio of an index: sum of the capitalisations / sum of
 *		the earnings.
 *
 * That is what the whole index costs in years of its earnings: the harmonic mean
 * of the members' ratios, weighted by capitalisation. Leaving the loss makers out
 * makes an index look cheaper, so a figure must say what it does with them.
 */
#include "math/earnings_state.h"

#include <math.h>
#include <stddef.h>

/* Add a member of positive capitalisation; false if a sum leaves its range. */
bool
earnings_add(earnings_state *state, double cap, double earnings)
{
	bool is_loss_maker = earnings <= 0;

	state->n++;
	state->loss_makers += is_loss_maker;
	return exact_sum_add(is_loss_maker ? &state->loss_cap : &state->cap, cap) &&
		   exact_sum_add(is_loss_maker ? &state->loss : &state->earnings, earnings);
}

/* Take a member out again. */
bool
earnings_subtract(earnings_state *state, double cap, double earnings)
{
	bool is_loss_maker = earnings <= 0;

	state->n--;
	state->loss_makers -= is_loss_maker;
	return exact_sum_subtract(is_loss_maker ? &state->loss_cap : &state->cap, cap) &&
		   exact_sum_subtract(is_loss_maker ? &state->loss : &state->earnings, earnings);
}

/* Add the members of another state. */
bool
earnings_merge(earnings_state *state, const earnings_state *other)
{
	state->n += other->n;
	state->loss_makers += other->loss_makers;
	return exact_sum_merge(&state->cap, &other->cap) && exact_sum_merge(&state->earnings, &other->earnings) &&
		   exact_sum_merge(&state->loss_cap, &other->loss_cap) && exact_sum_merge(&state->loss, &other->loss);
}

double
earnings_price_multiple(const earnings_state *state, bool include_losses)
{
	exact_sum cap = state->cap;
	exact_sum earnings = state->earnings;
	double total;

	if (include_losses &&
		(!exact_sum_merge(&cap, &state->loss_cap) || !exact_sum_merge(&earnings, &state->loss)))
		return INFINITY;
	total = exact_sum_value(&earnings);
	return total > 0 ? exact_sum_value(&cap) / total : NAN;
}

/* What is wrong with a state from an untrusted source, or NULL. */
static const char *
earnings_check(const void *pointer)
{
	const earnings_state *state = pointer;
	const char *problem = count_check(state->n, 0);

	if (problem != NULL)
		return problem;
	if (state->loss_makers < 0 || state->loss_makers > state->n)
		return "more loss makers than members";
	if (exact_sum_is_negative(&state->cap) || exact_sum_is_negative(&state->earnings) ||
		exact_sum_is_negative(&state->loss_cap))
		return "negative sum";
	if (!exact_sum_is_negative(&state->loss) && !exact_sum_is_zero(&state->loss))
		return "positive loss";
	if (state->loss_makers == state->n &&
		(!exact_sum_is_zero(&state->cap) || !exact_sum_is_zero(&state->earnings)))
		return "earnings without members";
	if (state->loss_makers == 0 && (!exact_sum_is_zero(&state->loss_cap) || !exact_sum_is_zero(&state->loss)))
		return "loss without loss makers";
	return NULL;
}

static const summary_field earnings_fields[] = {
	{"n", FIELD_INTEGER, offsetof(earnings_state, n)},
	{"loss makers", FIELD_INTEGER, offsetof(earnings_state, loss_makers)},
	{"cap", FIELD_SUM, offsetof(earnings_state, cap)},
	{"earnings", FIELD_SUM, offsetof(earnings_state, earnings)},
	{"cap of loss makers", FIELD_SUM, offsetof(earnings_state, loss_cap)},
	{"loss", FIELD_SUM, offsetof(earnings_state, loss)},
};

const summary_format earnings_format =
	SUMMARY_FORMAT("earnings_summary", earnings_state, 1, earnings_fields, earnings_check);
