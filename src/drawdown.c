/*
 * drawdown.c
 *		Aggregates over the falls of a level: max_drawdown, drawdowns and
 *		drawdown_summary with its rollup; and the window function drawdown.
 *
 * What a fall is depends on the order of the rows in time, so the state collects
 * them, and there is no combine function. A frame that moves keeps its rows in a
 * sliding window instead, see math/sliding_window.h; while some of them are out
 * of order it falls back on sorting them.
 */
#include "level_rows.h"
#include "row_array.h"
#include "summary_type.h"
#include "window_partition.h"

#include "miscadmin.h"

#include "math/drawdown_periods.h"
#include "math/drawdown_state.h"
#include "math/host.h"
#include "math/relative_change.h"

SUMMARY_TYPE_FUNCTIONS(drawdown_summary, drawdown_format);

/* Transition function of the aggregates over (ts, level). */
static inline Datum
drawdown_accum(FunctionCallInfo fcinfo, ts_kind kind)
{
	MemoryContext context;
	MemoryContext caller;
	series_rows *series;

	require_aggregate(fcinfo, &context);
	caller = MemoryContextSwitchTo(context);
	if (PG_ARGISNULL(0))
	{
		series = palloc(sizeof(series_rows));
		begin_levels(series, kind);
	}
	else
		series = (series_rows *) PG_GETARG_POINTER(0);
	add_level(fcinfo, series);
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(series);
}

TS_OVERLOADS(drawdown_accum);

/* The state of rows in order of time. */
static void
fold_rows(const series_rows *series, const char *rows, int64 n, drawdown_state *state)
{
	memset(state, 0, sizeof *state);
	for (int64 i = 0; i < n; i++)
	{
		const series_row *row = series_row_at(series, rows, i);
		drawdown_state one;

		CHECK_FOR_INTERRUPTS();
		drawdown_begin(&one, row->ts, series->kind, row->value[0]);
		drawdown_append(state, &one);
	}
}

/* The collected series of a final function, or NULL without rows. */
static const series_rows *
series_argument(FunctionCallInfo fcinfo)
{
	const series_rows *series;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		return NULL;
	series = (const series_rows *) PG_GETARG_POINTER(0);
	return series->n == 0 ? NULL : series;
}

PG_FUNCTION_INFO_V1(max_drawdown_final);
Datum
max_drawdown_final(PG_FUNCTION_ARGS)
{
	const series_rows *series = series_argument(fcinfo);
	drawdown_state state;

	if (series == NULL || series->n < 2)
		PG_RETURN_NULL();
	fold_rows(series, series_sorted(series), series->n, &state);
	PG_RETURN_FLOAT8(state.depth);
}

static Datum
drawdown_summary_datum(const drawdown_state *state)
{
	summary *result = summary_new(&drawdown_format);

	memcpy(result->state, state, sizeof *state);
	return PointerGetDatum(result);
}

PG_FUNCTION_INFO_V1(drawdown_summary_final);
Datum
drawdown_summary_final(PG_FUNCTION_ARGS)
{
	const series_rows *series = series_argument(fcinfo);
	drawdown_state state;

	if (series == NULL)
		PG_RETURN_NULL();
	fold_rows(series, series_sorted(series), series->n, &state);
	PG_RETURN_DATUM(drawdown_summary_datum(&state));
}

/* max_drawdown(drawdown_summary): NULL for fewer than two rows. */
PG_FUNCTION_INFO_V1(drawdown_summary_max_drawdown);
Datum
drawdown_summary_max_drawdown(PG_FUNCTION_ARGS)
{
	drawdown_state *state = summary_argument(fcinfo, 0, &drawdown_format);

	if (state->span.n < 2)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(state->depth);
}

/* Stretches to be rolled up, in the order they came. */
typedef struct stretches
{
	drawdown_state *items;
	int64 n;
	int64 room;
} stretches;

/* Transition function of rollup(drawdown_summary). */
PG_FUNCTION_INFO_V1(drawdown_rollup_accum);
Datum
drawdown_rollup_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	MemoryContext caller;
	stretches *list;
	const drawdown_state *state;

	require_aggregate(fcinfo, &context);
	caller = MemoryContextSwitchTo(context);
	list = PG_ARGISNULL(0) ? palloc0(sizeof(stretches)) : (stretches *) PG_GETARG_POINTER(0);
	if (!PG_ARGISNULL(1))
	{
		state = summary_argument(fcinfo, 1, &drawdown_format);
		if (list->n > 0)
			require_same_kind(&list->items[0].span, &state->span);
		if (list->n == list->room)
		{
			list->room = list->room == 0 ? 16 : 2 * list->room;
			list->items = list->items == NULL
							  ? palloc(list->room * sizeof(drawdown_state))
							  : repalloc_huge(list->items, list->room * sizeof(drawdown_state));
		}
		if (state->span.n > 0)
			list->items[list->n++] = *state;
	}
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(list);
}

static int
compare_stretches(const void *a, const void *b, void *unused pg_attribute_unused())
{
	const span *x = &((const drawdown_state *) a)->span;
	const span *y = &((const drawdown_state *) b)->span;

	return x->first_ts < y->first_ts ? -1 : x->first_ts > y->first_ts;
}

/* Final function of rollup(drawdown_summary): refuses stretches that overlap. */
PG_FUNCTION_INFO_V1(drawdown_rollup_final);
Datum
drawdown_rollup_final(PG_FUNCTION_ARGS)
{
	const stretches *list;
	drawdown_state *sorted;
	drawdown_state state = {0};

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	list = (const stretches *) PG_GETARG_POINTER(0);
	if (list->n == 0)
		PG_RETURN_NULL();
	sorted = MemoryContextAllocHuge(CurrentMemoryContext, list->n * sizeof(drawdown_state));
	host_copy(sorted, list->items, list->n * sizeof(drawdown_state));
	qsort_interruptible(sorted, list->n, sizeof(drawdown_state), compare_stretches, NULL);
	for (int64 i = 0; i < list->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (i > 0 && sorted[i].span.first_ts <= state.span.last_ts)
			ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
							errmsg("drawdown summaries overlap: one begins at %s, another ends at %s",
								   format_ts(state.span.kind, sorted[i].span.first_ts),
								   format_ts(state.span.kind, state.span.last_ts)),
							errhint("Only stretches that follow one another can be rolled up.")));
		drawdown_append(&state, &sorted[i]);
		if (drawdown_format.check(&state) != NULL)
			result_out_of_range(drawdown_format.type_name);
	}
	PG_RETURN_DATUM(drawdown_summary_datum(&state));
}

static void
add_period(row_array *result, const series_rows *series, const char *rows, const drawdown_period *period)
{
	bool open = period->recovery == NOT_RECOVERED;
	int64 peak = series_row_at(series, rows, period->peak)->ts;
	int64 end = series_row_at(series, rows, open ? series->n - 1 : period->recovery)->ts;
	bool nulls[5] = {[2] = open};
	Datum values[5] = {
		DateADTGetDatum((DateADT) peak),
		DateADTGetDatum((DateADT) series_row_at(series, rows, period->trough)->ts),
		DateADTGetDatum((DateADT) end),
		Float8GetDatum(period->depth),
		Int32GetDatum((int32) (end - peak)),
	};

	row_array_add(result, values, nulls);
}

/* Final function of drawdowns: the periods in order of time, an empty array if there were none. */
PG_FUNCTION_INFO_V1(drawdowns_final);
Datum
drawdowns_final(PG_FUNCTION_ARGS)
{
	const series_rows *series = series_argument(fcinfo);
	drawdown_walk walk = {0};
	drawdown_period period;
	row_array result;
	const char *rows;

	if (series == NULL || series->n < 2)
		PG_RETURN_NULL();
	rows = series_sorted(series);
	row_array_begin(&result, fcinfo);
	for (int64 i = 0; i < series->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (drawdown_step(&walk, i, series_row_at(series, rows, i)->value[0], &period))
			add_period(&result, series, rows, &period);
	}
	if (drawdown_end(&walk, &period))
		add_period(&result, series, rows, &period);
	PG_RETURN_DATUM(row_array_finish(&result));
}

/* The rows of a frame, and how many neighbours among them are out of order. */
typedef struct drawdown_window
{
	sliding_window window;
	series_rows rows; /* those before first have left */
	int64 first;
	int64 disorder;
} drawdown_window;

static bool
append_stretch(void *older, const void *newer)
{
	drawdown_append(older, newer);
	return true;
}

static bool
out_of_order(const drawdown_window *frame, int64 row)
{
	return series_row_at(&frame->rows, frame->rows.rows, row)->ts <=
		   series_row_at(&frame->rows, frame->rows.rows, row - 1)->ts;
}

/* A row enters the frame of a moving max_drawdown. */
static inline Datum
drawdown_window_push(FunctionCallInfo fcinfo, ts_kind kind)
{
	MemoryContext context;
	MemoryContext caller;
	drawdown_window *frame;
	int64 ts;
	double level;

	require_aggregate(fcinfo, &context);
	caller = MemoryContextSwitchTo(context);
	if (PG_ARGISNULL(0))
	{
		frame = palloc0(sizeof(drawdown_window));
		begin_levels(&frame->rows, kind);
		sliding_init(&frame->window, sizeof(drawdown_state), append_stretch);
	}
	else
		frame = (drawdown_window *) PG_GETARG_POINTER(0);
	if (level_row(fcinfo, kind, &ts, &level))
	{
		drawdown_state one;

		drawdown_begin(&one, ts, kind, level);
		sliding_push(&frame->window, &one);
		series_append(&frame->rows, ts)->value[0] = level;
		if (frame->rows.n - frame->first > 1 && out_of_order(frame, frame->rows.n - 1))
			frame->disorder++;
	}
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(frame);
}

TS_OVERLOADS(drawdown_window_push);

/* The oldest row leaves the frame. */
PG_FUNCTION_INFO_V1(drawdown_window_pop);
Datum
drawdown_window_pop(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	MemoryContext caller;
	drawdown_window *frame;

	require_aggregate(fcinfo, &context);
	if (PG_ARGISNULL(0))
		frame_is_empty();
	frame = (drawdown_window *) PG_GETARG_POINTER(0);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_POINTER(frame);
	if (sliding_is_empty(&frame->window))
		frame_is_empty();
	caller = MemoryContextSwitchTo(context);
	sliding_pop(&frame->window);
	frame->first++;
	if (frame->first < frame->rows.n && out_of_order(frame, frame->first))
		frame->disorder--;
	if (frame->first > frame->rows.n / 2)
	{
		Size size = series_row_size(&frame->rows);

		frame->rows.n -= frame->first;
		memmove(frame->rows.rows, frame->rows.rows + frame->first * size, frame->rows.n * size);
		frame->first = 0;
	}
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(frame);
}

PG_FUNCTION_INFO_V1(drawdown_window_final);
Datum
drawdown_window_final(PG_FUNCTION_ARGS)
{
	drawdown_window *frame;
	drawdown_state state;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	frame = (drawdown_window *) PG_GETARG_POINTER(0);
	if (frame->rows.n - frame->first < 2)
		PG_RETURN_NULL();
	if (frame->disorder == 0)
		sliding_total(&frame->window, &state);
	else
	{
		series_rows inside = frame->rows;

		inside.rows += frame->first * series_row_size(&frame->rows);
		inside.n -= frame->first;
		inside.sorted = false;
		fold_rows(&inside, series_sorted(&inside), inside.n, &state);
	}
	PG_RETURN_FLOAT8(state.depth);
}

/* drawdown(level) OVER w: the level against the highest so far in the window's order. */
PG_FUNCTION_INFO_V1(drawdown);
Datum
drawdown(PG_FUNCTION_ARGS)
{
	WindowObject window = window_of_call(fcinfo);
	double *highest = WinGetPartitionLocalMemory(window, sizeof(double));
	bool isnull;
	Datum value = WinGetFuncArgCurrent(window, 0, &isnull);
	double level;

	if (isnull)
		PG_RETURN_NULL();
	level = positive_value(DatumGetFloat8(value), "level", TS_NONE, 0);
	if (level > *highest)
		*highest = level;
	PG_RETURN_FLOAT8(relative_change(*highest, level));
}
