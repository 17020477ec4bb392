/*
 * calendar_returns.c
 *		Aggregates that cut a series of levels into stretches: calendar_returns by
 *		calendar period, largest_stretches and smallest_stretches of so many rows.
 */
#include "arguments.h"
#include "row_array.h"
#include "rules.h"
#include "series_rows.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "math/calendar.h"

#define MOST_STRETCHES 1000

/* The series of a group and what is asked of it, the same in every row. */
typedef struct stretch_state
{
	series_rows levels;
	frequency frequency; /* of calendar_returns */
	int32 sessions;      /* of the others */
	int32 k;
} stretch_state;

static const char *const frequencies[] = {"day", "week", "month", "quarter", "year", NULL};

static stretch_state *
new_state(void)
{
	stretch_state *state = palloc0(sizeof(stretch_state));

	state->levels.width = 1;
	state->levels.kind = TS_DATE;
	return state;
}

/* Add the row (ts, level) in the arguments. */
static void
add_level(FunctionCallInfo fcinfo, stretch_state *state)
{
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		int64 ts = ts_argument(fcinfo, 1, TS_DATE);
		double level = positive_value(PG_GETARG_FLOAT8(2), "level", TS_DATE, ts);

		series_append(&state->levels, ts)->value[0] = level;
	}
}

/* Transition function of calendar_returns: (state, ts, level, frequency). */
PG_FUNCTION_INFO_V1(calendar_returns_accum);
Datum
calendar_returns_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	MemoryContext caller;
	stretch_state *state;
	frequency asked;

	require_aggregate(fcinfo, &context);
	if (PG_ARGISNULL(3))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("frequency must not be NULL")));
	asked = choose_option("frequency", text_to_cstring(PG_GETARG_TEXT_PP(3)), frequencies);
	caller = MemoryContextSwitchTo(context);
	state = PG_ARGISNULL(0) ? new_state() : (stretch_state *) PG_GETARG_POINTER(0);
	if (PG_ARGISNULL(0))
		state->frequency = asked;
	else if (state->frequency != asked)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("frequency must be the same in every row of a group")));
	add_level(fcinfo, state);
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(state);
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
	state = PG_ARGISNULL(0) ? new_state() : (stretch_state *) PG_GETARG_POINTER(0);
	if (PG_ARGISNULL(0))
	{
		state->sessions = sessions;
		state->k = k;
	}
	else if (state->sessions != sessions || state->k != k)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("sessions and k must be the same in every row of a group")));
	add_level(fcinfo, state);
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(state);
}

/* The state of a final function, or NULL for fewer than two levels. */
static const stretch_state *
state_argument(FunctionCallInfo fcinfo)
{
	const stretch_state *state;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		return NULL;
	state = (const stretch_state *) PG_GETARG_POINTER(0);
	return state->levels.n < 2 ? NULL : state;
}

static void
add_stretch(row_array *result, const series_row *start, const series_row *end, bool provisional)
{
	bool nulls[4] = {false};
	Datum values[4] = {
		DateADTGetDatum((DateADT) start->ts),
		DateADTGetDatum((DateADT) end->ts),
		Float8GetDatum(checked_result(end->value[0] / start->value[0] - 1, "return")),
		BoolGetDatum(provisional),
	};

	row_array_add(result, values, nulls);
}

/* Final function of calendar_returns: from the last level of each period to that of the next. */
PG_FUNCTION_INFO_V1(calendar_returns_final);
Datum
calendar_returns_final(PG_FUNCTION_ARGS)
{
	const stretch_state *state = state_argument(fcinfo);
	row_array result;
	const char *rows;
	int64 start = 0;

	if (state == NULL)
		PG_RETURN_NULL();
	rows = series_sorted(&state->levels);
	row_array_begin(&result, fcinfo);
	for (int64 i = 0; i < state->levels.n; i++)
	{
		const series_row *row = series_row_at(&state->levels, rows, i);
		bool last = i + 1 == state->levels.n;

		CHECK_FOR_INTERRUPTS();
		if (!last &&
			calendar_period((int32) row->ts, state->frequency) ==
				calendar_period((int32) series_row_at(&state->levels, rows, i + 1)->ts, state->frequency))
			continue;
		if (i > start)
			add_stretch(&result, series_row_at(&state->levels, rows, start), row,
						last && state->frequency != FREQUENCY_DAY);
		start = i;
	}
	PG_RETURN_DATUM(row_array_finish(&result));
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
	const stretch_state *state = state_argument(fcinfo);
	int64 chosen[MOST_STRETCHES];
	int32 count = 0;
	row_array result;
	const char *rows;
	stretch *all;
	int64 n;

	if (state == NULL || state->levels.n <= state->sessions)
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
			clear = Abs(chosen[j] - all[i].end) >= state->sessions;
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
