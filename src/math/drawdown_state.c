/*
 * drawdown_state.c
 *		The deepest fall of a series from a level it had reached before.
 *
 *	max_drawdown = min over t of (level_t / max over s <= t of level_s) - 1
 *
 * The first level counts as reached.
 * M. Magdon-Ismail and A. Atiya, "Maximum drawdown", Risk 17 (2004).
 */
#include "math/drawdown_state.h"

#include <math.h>
#include <stddef.h>

#include "math/relative_change.h"

/* The state of one observation. */
void
drawdown_begin(drawdown_state *state, int64_t ts, ts_kind kind, double level)
{
	*state = (drawdown_state){.highest = level, .lowest = level};
	span_add(&state->span, ts, kind);
}

/* Add a stretch that begins after this one ends. */
void
drawdown_append(drawdown_state *state, const drawdown_state *later)
{
	double across;

	if (later->span.n == 0)
		return;
	if (state->span.n == 0)
	{
		*state = *later;
		return;
	}
	across = relative_change(state->highest, later->lowest);
	state->depth = fmin(fmin(state->depth, later->depth), across);
	state->highest = fmax(state->highest, later->highest);
	state->lowest = fmin(state->lowest, later->lowest);
	span_merge(&state->span, &later->span);
}

/* What is wrong with a state from an untrusted source, or NULL. */
static const char *
drawdown_check(const void *pointer)
{
	const drawdown_state *state = pointer;
	const char *problem = span_check(&state->span);

	if (problem != NULL)
		return problem;
	if (state->span.first_repeated || state->span.last_repeated)
		return "two levels at one moment";
	if (state->span.n == 0)
		return state->highest == 0 && state->lowest == 0 && state->depth == 0
				   ? NULL
				   : "contents without observations";
	if (!(state->lowest > 0 && state->highest >= state->lowest) || !isfinite(state->highest))
		return "levels out of range";
	/* Version 0.1.0 stored the quotient less 1, which may be a little lower. */
	if (!(state->depth <= 0 && state->depth >= fmin(relative_change(state->highest, state->lowest),
													state->lowest / state->highest - 1)))
		return "depth out of range";
	if (state->span.n == 1 && state->highest != state->lowest)
		return "one observation with two levels";
	return NULL;
}

static const summary_field drawdown_fields[] = {
	SPAN_FIELDS(drawdown_state),
	{"highest", FIELD_NUMBER, offsetof(drawdown_state, highest)},
	{"lowest", FIELD_NUMBER, offsetof(drawdown_state, lowest)},
	{"depth", FIELD_NUMBER, offsetof(drawdown_state, depth)},
};

const summary_format drawdown_format =
	SUMMARY_FORMAT("drawdown_summary", drawdown_state, 1, drawdown_fields, drawdown_check);
