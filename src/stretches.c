/*
 * stretches.c
 *		The aggregates largest_stretches and smallest_stretches: the best and worst
 *		returns of a level over so many sessions.
 */
#include "arguments.h"
#include "stretch_return.h"

#include "miscadmin.h"

#define MOST_STRETCHES 1000

/* The series of a group and what is asked of it, the same in every row. */
typedef struct stretch_state
{
	series_rows levels;
	int32 sessions;
	int32 k;
} stretch_state;

static stretch_state *
new_state(int32 sessions, int32 k)
{
	stretch_state *state = palloc(sizeof(stretch_state));

	begin_levels(&state->levels, TS_DATE);
	state->sessions = sessions;
	state->k = k;
	return state;
}

/* Transition function of the stretches: (state, ts, level, sessions, k). */
PG_FUNCTION_INFO_V1(stretches_accum);
Datum
stretches_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	MemoryContext caller;
	stretch_state *state;
	int32 sessions;
	int32 k;

	require_aggregate(fcinfo, &context);
	if (PG_ARGISNULL(3) || PG_ARGISNULL(4))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("sessions and k must not be NULL")));
	sessions = PG_GETARG_INT32(3);
	k = PG_GETARG_INT32(4);
	if (sessions < 1)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("sessions must be at least 1, not %d", sessions)));
	if (k < 1 || k > MOST_STRETCHES)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("k is out of range: %d", k),
						errhint("Allowed: 1 to %d stretches.", MOST_STRETCHES)));
	caller = MemoryContextSwitchTo(context);
	state = PG_ARGISNULL(0) ? new_state(sessions, k) : (stretch_state *) PG_GETARG_POINTER(0);
	if (state->sessions != sessions || state->k != k)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("sessions and k must be the same in every row of a group")));
	add_level(fcinfo, &state->levels);
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(state);
}

/* A stretch by the row it ends with. */
typedef struct stretch
{
	double value; /* with the sign that makes the best the largest */
	int64 end;
} stretch;

static int
compare_stretches(const void *a, const void *b, void *unused pg_attribute_unused())
{
	const stretch *x = a;
	const stretch *y = b;

	if (x->value != y->value)
		return x->value > y->value ? -1 : 1;
	return x->end < y->end ? -1 : x->end > y->end;
}

/* The k best stretches that do not overlap: the best, then the best of those clear of it, and so on. */
static Datum
best_stretches(FunctionCallInfo fcinfo, double sign)
{
	const stretch_state *state;
	int64 chosen[MOST_STRETCHES];
	int32 count = 0;
	row_array result;
	const char *rows;
	stretch *all;
	int64 n;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = (const stretch_state *) PG_GETARG_POINTER(0);
	if (state->levels.n <= state->sessions)
		PG_RETURN_NULL();
	n = state->levels.n - state->sessions;
	rows = series_sorted(&state->levels);
	all = MemoryContextAllocHuge(CurrentMemoryContext, n * sizeof(stretch));
	for (int64 i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		all[i].end = i + state->sessions;
		all[i].value = sign * (series_row_at(&state->levels, rows, all[i].end)->value[0] /
							   series_row_at(&state->levels, rows, i)->value[0]);
	}
	qsort_interruptible(all, n, sizeof(stretch), compare_stretches, NULL);
	row_array_begin(&result, fcinfo);
	for (int64 i = 0; i < n && count < state->k; i++)
	{
		bool clear = true;

		CHECK_FOR_INTERRUPTS();
		for (int32 j = 0; j < count && clear; j++)
			clear = llabs(chosen[j] - all[i].end) >= state->sessions;
		if (!clear)
			continue;
		chosen[count++] = all[i].end;
		add_stretch(&result, series_row_at(&state->levels, rows, all[i].end - state->sessions),
					series_row_at(&state->levels, rows, all[i].end), false);
	}
	PG_RETURN_DATUM(row_array_finish(&result));
}

PG_FUNCTION_INFO_V1(largest_stretches_final);
Datum
largest_stretches_final(PG_FUNCTION_ARGS)
{
	return best_stretches(fcinfo, 1);
}

PG_FUNCTION_INFO_V1(smallest_stretches_final);
Datum
smallest_stretches_final(PG_FUNCTION_ARGS)
{
	return best_stretches(fcinfo, -1);
}
