/*
 * breadth_state.c
 *		How many members of a market rose and how many fell.
 *
 *	advancing share			advancers / members, those unchanged included
 *	advance-decline ratio	advancers / decliners
 *
 * R. Colby, "The Encyclopedia of Technical Market Indicators", 2nd edition (2003).
 */
#include "math/breadth_state.h"

#include <math.h>
#include <stddef.h>

/* Add the return of a member; it cannot fail. */
bool
breadth_add(breadth_state *state, double r)
{
	state->n++;
	state->advancers += r > 0;
	state->decliners += r < 0;
	return true;
}

/* Take a member out again. */
bool
breadth_subtract(breadth_state *state, double r)
{
	state->n--;
	state->advancers -= r > 0;
	state->decliners -= r < 0;
	return true;
}

/* Add the members of another state. */
bool
breadth_merge(breadth_state *state, const breadth_state *other)
{
	state->n += other->n;
	state->advancers += other->advancers;
	state->decliners += other->decliners;
	return true;
}

int64_t
breadth_unchanged(const breadth_state *state)
{
	return state->n - state->advancers - state->decliners;
}

double
breadth_advancing_share(const breadth_state *state)
{
	return state->n == 0 ? NAN : (double) state->advancers / (double) state->n;
}

double
breadth_advance_decline_ratio(const breadth_state *state)
{
	return state->decliners == 0 ? NAN : (double) state->advancers / (double) state->decliners;
}

/* What is wrong with a state from an untrusted source, or NULL. */
static const char *
breadth_check(const void *pointer)
{
	const breadth_state *state = pointer;
	const char *problem = count_check(state->n, 0);

	if (problem != NULL)
		return problem;
	if (state->advancers < 0 || state->decliners < 0 || state->advancers > state->n ||
		state->decliners > state->n - state->advancers)
		return "more advancers and decliners than members";
	return NULL;
}

static const summary_field breadth_fields[] = {
	{"n", FIELD_INTEGER, offsetof(breadth_state, n)},
	{"advancers", FIELD_INTEGER, offsetof(breadth_state, advancers)},
	{"decliners", FIELD_INTEGER, offsetof(breadth_state, decliners)},
};

const summary_format breadth_format =
	SUMMARY_FORMAT("breadth_summary", breadth_state, 1, breadth_fields, breadth_check);
