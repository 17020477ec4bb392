/*
 * frame_position.c
 *		Where the last value of a window's frame stands among the others: zscore
 *		and percentile_rank.
 *
 * Aggregates that only make sense over a frame. The same state serves frames
 * that grow and frames that move, as a row that leaves is taken out exactly.
 */
#include "arguments.h"

#include "common/pg_prng.h"

#include "math/moments.h"
#include "math/rank_tree.h"

typedef struct frame_state
{
	int64 n;
	bool last_is_null;
	double last;
	moments moments;
	rank_tree ranks;
} frame_state;

/* The state of a window aggregate, and the memory that it grows in. */
static frame_state *
frame_transition(FunctionCallInfo fcinfo, const char *name, MemoryContext *context)
{
	frame_state *state;

	if (AggCheckCallContext(fcinfo, context) != AGG_CONTEXT_WINDOW)
		ereport(ERROR, (errcode(ERRCODE_WRONG_OBJECT_TYPE), errmsg("%s needs an OVER clause", name),
						errhint("It judges the last row of a window's frame.")));
	if (!PG_ARGISNULL(0))
		return (frame_state *) PG_GETARG_POINTER(0);
	state = MemoryContextAllocZero(*context, sizeof(frame_state));
	rank_tree_begin(&state->ranks, pg_prng_uint32(&pg_global_prng_state));
	return state;
}

/* The value that enters a frame; false for NULL. */
static bool
entering_value(FunctionCallInfo fcinfo, frame_state *state, double *x)
{
	state->last_is_null = PG_ARGISNULL(1);
	if (state->last_is_null)
		return false;
	*x = PG_GETARG_FLOAT8(1);
	if (!isfinite(*x))
		invalid_value("x", *x, "finite", TS_NONE, 0);
	state->last = *x;
	state->n++;
	return true;
}

/* The value that leaves a frame; false for NULL. */
static bool
leaving_value(FunctionCallInfo fcinfo, frame_state *state, double *x)
{
	if (PG_ARGISNULL(1))
		return false;
	if (state->n == 0)
		frame_is_empty();
	*x = PG_GETARG_FLOAT8(1);
	state->n--;
	return true;
}

PG_FUNCTION_INFO_V1(zscore_push);
Datum
zscore_push(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	frame_state *state = frame_transition(fcinfo, "zscore", &context);
	double x;

	if (entering_value(fcinfo, state, &x) && !moments_add(&state->moments, x))
		invalid_value("x", x, "below 2^40 (1.1e12) in size", TS_NONE, 0);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(zscore_pop);
Datum
zscore_pop(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	frame_state *state = frame_transition(fcinfo, "zscore", &context);
	double x;

	if (leaving_value(fcinfo, state, &x))
		moments_subtract(&state->moments, x);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(zscore_final);
Datum
zscore_final(PG_FUNCTION_ARGS)
{
	frame_state *state = PG_ARGISNULL(0) ? NULL : (frame_state *) PG_GETARG_POINTER(0);
	double deviation;

	require_aggregate(fcinfo, NULL);
	if (state == NULL || state->last_is_null || state->n < 2)
		PG_RETURN_NULL();
	deviation = moments_deviation(&state->moments, state->n);
	if (deviation == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(moments_distance(&state->moments, state->n, state->last) / deviation);
}

PG_FUNCTION_INFO_V1(percentile_rank_push);
Datum
percentile_rank_push(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	frame_state *state = frame_transition(fcinfo, "percentile_rank", &context);
	MemoryContext caller = MemoryContextSwitchTo(context);
	double x;

	if (entering_value(fcinfo, state, &x))
		rank_tree_add(&state->ranks, x);
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(percentile_rank_pop);
Datum
percentile_rank_pop(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	frame_state *state = frame_transition(fcinfo, "percentile_rank", &context);
	double x;

	if (leaving_value(fcinfo, state, &x))
		rank_tree_remove(&state->ranks, x);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(percentile_rank_final);
Datum
percentile_rank_final(PG_FUNCTION_ARGS)
{
	frame_state *state = PG_ARGISNULL(0) ? NULL : (frame_state *) PG_GETARG_POINTER(0);

	require_aggregate(fcinfo, NULL);
	if (state == NULL || state->last_is_null || state->n < 2)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8((double) rank_tree_below(&state->ranks, state->last) / (double) (state->n - 1));
}
