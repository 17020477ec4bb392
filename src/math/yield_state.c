/*
 * yield_state.c
 *		The change of a yield from the first observation to the last.
 */
#include "math/yield_state.h"

#include <stddef.h>

#include "math/yield.h"

/* Add a row; the yield has been checked. */
void
yield_add(yield_state *state, int64_t ts, ts_kind kind, double yield)
{
	int ends = span_add(&state->span, ts, kind);

	if (ends & SPAN_FIRST)
		state->first_yield = yield;
	if (ends & SPAN_LAST)
		state->last_yield = yield;
}

/* Add the rows of another state. */
void
yield_merge(yield_state *state, const yield_state *other)
{
	if (other->span.n == 0)
		return;
	if (state->span.n == 0)
	{
		*state = *other;
		return;
	}

	int ends = span_merge(&state->span, &other->span);

	if (ends & SPAN_FIRST)
		state->first_yield = other->first_yield;
	if (ends & SPAN_LAST)
		state->last_yield = other->last_yield;
}

/* Last yield less first, in basis points. */
double
yield_change(const yield_state *state)
{
	return yield_bp(yield_units(state->last_yield) - yield_units(state->first_yield));
}

/* What is wrong with a state from an untrusted source, or NULL. */
static const char *
yield_check(const void *pointer)
{
	const yield_state *state = pointer;
	const char *problem = span_check(&state->span);

	if (problem != NULL)
		return problem;
	if (!yield_is_valid(state->first_yield) || !yield_is_valid(state->last_yield))
		return "yield out of range";
	if (state->span.n == 0 && (state->first_yield != 0 || state->last_yield != 0))
		return "contents without observations";
	if (state->span.n == 1 && state->first_yield != state->last_yield)
		return "one observation with a change";
	return NULL;
}

static const summary_field yield_fields[] = {
	SPAN_FIELDS(yield_state),
	{"first yield", FIELD_NUMBER, offsetof(yield_state, first_yield)},
	{"last yield", FIELD_NUMBER, offsetof(yield_state, last_yield)},
};

const summary_format yield_format =
	SUMMARY_FORMAT("yield_summary", yield_state, 1, yield_fields, yield_check);
