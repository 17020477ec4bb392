/*
 * pair_state.c
 *		Arithmetic and geometric relative return of two series.
 *
 *	arithmetic		A - B
 *	geometric		(1 + A) / (1 + B) - 1
 *
 * with A and B the returns of the two over the same stretch.
 * C. Bacon, "Practical Portfolio Performance Measurement and Attribution", 2nd
 * edition (2008), chapter 3 (excess return).
 */
#include "math/pair_state.h"

#include <math.h>
#include <stddef.h>

#include "math/relative_change.h"

/* Add a row with both levels, which have been checked. */
void
pair_add(pair_state *state, int64_t ts, ts_kind kind, double a, double b)
{
	int ends = span_add(&state->span, ts, kind);

	if (ends & SPAN_FIRST)
	{
		state->first_a = a;
		state->first_b = b;
	}
	if (ends & SPAN_LAST)
	{
		state->last_a = a;
		state->last_b = b;
	}
}

/* Add the rows of another state. */
void
pair_merge(pair_state *state, const pair_state *other)
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
	{
		state->first_a = other->first_a;
		state->first_b = other->first_b;
	}
	if (ends & SPAN_LAST)
	{
		state->last_a = other->last_a;
		state->last_b = other->last_b;
	}
}

double
pair_return_a(const pair_state *state)
{
	return relative_change(state->first_a, state->last_a);
}

double
pair_return_b(const pair_state *state)
{
	return relative_change(state->first_b, state->last_b);
}

double
pair_arithmetic(const pair_state *state)
{
	return arithmetic_relative_change(state->first_a, state->last_a, state->first_b, state->last_b);
}

double
pair_geometric(const pair_state *state)
{
	return geometric_relative_change(state->first_a, state->last_a, state->first_b, state->last_b);
}

static bool
is_level(double x)
{
	return x > 0 && isfinite(x);
}

/* What is wrong with a state from an untrusted source, or NULL. */
static const char *
pair_check(const void *pointer)
{
	const pair_state *state = pointer;
	const char *problem = span_check(&state->span);

	if (problem != NULL)
		return problem;
	if (state->span.n == 0)
		return state->first_a == 0 && state->first_b == 0 && state->last_a == 0 && state->last_b == 0
				   ? NULL
				   : "contents without observations";
	if (!is_level(state->first_a) || !is_level(state->first_b) || !is_level(state->last_a) ||
		!is_level(state->last_b))
		return "level not positive";
	if (state->span.n == 1 && (state->first_a != state->last_a || state->first_b != state->last_b))
		return "one observation with a return";
	return NULL;
}

static const summary_field pair_fields[] = {
	SPAN_FIELDS(pair_state),
	{"first a", FIELD_NUMBER, offsetof(pair_state, first_a)},
	{"first b", FIELD_NUMBER, offsetof(pair_state, first_b)},
	{"last a", FIELD_NUMBER, offsetof(pair_state, last_a)},
	{"last b", FIELD_NUMBER, offsetof(pair_state, last_b)},
};

const summary_format pair_format = SUMMARY_FORMAT("pair_summary", pair_state, 1, pair_fields, pair_check);
