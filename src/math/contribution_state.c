/*
 * contribution_state.c
 *		What weights contributed to the return of the whole: sum of w * r.
 *
 * C. Bacon, "Practical Portfolio Performance Measurement and Attribution", 2nd
 * edition (2008), chapter 5.
 */
#include "math/contribution_state.h"

#include <math.h>
#include <stddef.h>

/* Add a weight and its return; false if the sum leaves its range. */
bool
contribution_add(contribution_state *state, double w, double r)
{
	state->n++;
	return exact_sum_add_product(&state->sum, w, r);
}

/* Take a weight and its return out again. */
bool
contribution_subtract(contribution_state *state, double w, double r)
{
	state->n--;
	return exact_sum_subtract_product(&state->sum, w, r);
}

/* Add the rows of another state. */
bool
contribution_merge(contribution_state *state, const contribution_state *other)
{
	state->n += other->n;
	return exact_sum_merge(&state->sum, &other->sum);
}

double
contribution_total(const contribution_state *state)
{
	return state->n == 0 ? NAN : exact_sum_value(&state->sum);
}

/* What is wrong with a state from an untrusted source, or NULL. */
static const char *
contribution_check(const void *pointer)
{
	const contribution_state *state = pointer;
	const char *problem = count_check(state->n, 0);

	if (problem != NULL)
		return problem;
	if (state->n == 0 && !exact_sum_is_zero(&state->sum))
		return "sum without observations";
	return NULL;
}

static const summary_field contribution_fields[] = {
	{"n", FIELD_INTEGER, offsetof(contribution_state, n)},
	{"sum", FIELD_SUM, offsetof(contribution_state, sum)},
};

const summary_format contribution_format =
	SUMMARY_FORMAT("contribution_summary", contribution_state, 1, contribution_fields, contribution_check);
