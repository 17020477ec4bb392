/*
 * calendar_returns.c
 *		The aggregate calendar_returns: returns of a level by calendar period.
 */
#include "arguments.h"
#include "rules.h"
#include "stretch_return.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "math/calendar.h"

/* The series of a group and the frequency asked for, the same in every row. */
typedef struct calendar_state
{
	series_rows levels;
	frequency frequency;
} calendar_state;

static const char *const frequencies[] = {"day", "week", "month", "quarter", "year", NULL};

static calendar_state *
new_state(frequency asked)
{
	calendar_state *state = palloc(sizeof(calendar_state));

	begin_levels(&state->levels, TS_DATE);
	state->frequency = asked;
	return state;
}

/* Transition function of calendar_returns: (state, ts, level, frequency). */
PG_FUNCTION_INFO_V1(calendar_returns_accum);
Datum
calendar_returns_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	MemoryContext caller;
	calendar_state *state;
	frequency asked;

	require_aggregate(fcinfo, &context);
	if (PG_ARGISNULL(3))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("frequency must not be NULL")));
	asked = choose_option("frequency", text_to_cstring(PG_GETARG_TEXT_PP(3)), frequencies);
	caller = MemoryContextSwitchTo(context);
	state = PG_ARGISNULL(0) ? new_state(asked) : (calendar_state *) PG_GETARG_POINTER(0);
	if (state->frequency != asked)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("frequency must be the same in every row of a group")));
	add_level(fcinfo, &state->levels);
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(state);
}

/* Final function of calendar_returns: from the last level of each period to that of the next. */
PG_FUNCTION_INFO_V1(calendar_returns_final);
Datum
calendar_returns_final(PG_FUNCTION_ARGS)
{
	const calendar_state *state;
	row_array result;
	const char *rows;
	int64 start = 0;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = (const calendar_state *) PG_GETARG_POINTER(0);
	if (state->levels.n < 2)
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
