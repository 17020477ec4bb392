/*
 * regime_returns.c
 *		Returns of the series of a relation over a list of periods.
 *
 * The levels are read once, into flat arrays that serve every period; all memory
 * is that of the connection to SPI and goes with it.
 */
#include "arguments.h"
#include "horizon.h"
#include "key_ids.h"
#include "level_rows.h"
#include "query_result.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "math/period_returns.h"

/* Columns of the type holding_period. */
enum
{
	PERIOD_LABEL = 1,
	PERIOD_START_TS,
	PERIOD_END_TS
};

#define OPEN_END PG_INT32_MAX

typedef struct asked_period
{
	Datum label;
	bool no_label;
	bool open; /* it has no end */
	return_period range;
} asked_period;

/* A series by its name, with the rows that have been read. */
typedef struct named_series
{
	bool exists;
	series_rows levels;
} named_series;

/* Collects the rows (series, ts, level) of a query. */
typedef struct level_reader
{
	DestReceiver receiver;
	MemoryContext context;
	key_ids names;
	int32 wanted; /* series of lower numbers are: those asked for, or all */
	named_series *series;
	int32 room;
} level_reader;

/* The elements of an array of one dimension. */
static int
array_elements(ArrayType *array, const char *name, Datum **elements, bool **nulls)
{
	int16 length;
	bool by_value;
	char alignment;
	int n;

	if (ARR_NDIM(array) > 1)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("%s must be an array of one dimension, not %d", name, ARR_NDIM(array))));
	get_typlenbyvalalign(ARR_ELEMTYPE(array), &length, &by_value, &alignment);
	deconstruct_array(array, ARR_ELEMTYPE(array), length, by_value, alignment, elements, nulls, &n);
	return n;
}

/* A date of a period, which must be finite. */
static DateADT
period_date(HeapTupleHeader row, int attribute, const char *name, int number, bool *isnull)
{
	Datum date = GetAttributeByNum(row, attribute, isnull);

	if (!*isnull && DATE_NOT_FINITE(DatumGetDateADT(date)))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("%s of period %d must be finite, not %s", name, number,
							   format_ts(TS_DATE, DatumGetDateADT(date)))));
	return *isnull ? OPEN_END : DatumGetDateADT(date);
}

/* The period of the given number, checked. With forward, it is what follows its start. */
static asked_period
checked_period(Datum datum, int number, const Datum *forward)
{
	HeapTupleHeader row = DatumGetHeapTupleHeader(datum);
	asked_period period = {.range.complete = forward != NULL};
	bool no_start;

	period.label = GetAttributeByNum(row, PERIOD_LABEL, &period.no_label);
	period.range.start = period_date(row, PERIOD_START_TS, "start_ts", number, &no_start);
	if (no_start)
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
						errmsg("start_ts of period %d must not be NULL", number)));
	period.range.end = period_date(row, PERIOD_END_TS, "end_ts", number, &period.open);
	if (period.range.end < period.range.start)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("period %d must not end before it starts: start_ts %s, end_ts %s", number,
						format_ts(TS_DATE, period.range.start), format_ts(TS_DATE, period.range.end))));
	if (forward != NULL)
	{
		period.open = false;
		period.range.end = (DateADT) moved_on(period.range.start, TS_DATE, *forward, "forward");
		if (DATE_NOT_FINITE(period.range.end))
			ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("forward must be finite")));
	}
	return period;
}

/* The periods of an array, checked. */
static asked_period *
checked_periods(Datum array, const Datum *forward, int *count)
{
	Datum *elements;
	bool *nulls;
	asked_period *periods;

	*count = array_elements(DatumGetArrayTypeP(array), "periods", &elements, &nulls);
	periods = MemoryContextAllocHuge(CurrentMemoryContext, *count * sizeof(asked_period));
	for (int i = 0; i < *count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("period %d must not be NULL", i + 1)));
		periods[i] = checked_period(elements[i], i + 1, forward);
	}
	return periods;
}

/* The periods of a relation as an array, in order of time; NULL if it is empty. */
static Datum
periods_of_relation(FunctionCallInfo fcinfo, Oid relation, bool *isnull)
{
	static const char *const labels[] = {"label", "direction", "phase", "name"};
	const char *label = labels[0];
	char *query;

	for (int i = 0; i < (int) lengthof(labels); i++)
	{
		label = labels[i];
		if (get_attnum(relation, label) != InvalidAttrNumber)
			break;
	}
	query = psprintf(
		"SELECT pg_catalog.array_agg(ROW(p.label, p.start_ts, p.end_ts)::%s"
		" ORDER BY p.start_ts, p.end_ts, p.label COLLATE pg_catalog.\"C\")"
		" FROM (SELECT %s AS label, %s AS start_ts, %s AS end_ts FROM %s) AS p",
		qualified_name(fcinfo, "holding_period"), column_or_null(relation, label, "pg_catalog.text", false),
		column_or_null(relation, "start_ts", "pg_catalog.date", true),
		column_or_null(relation, "end_ts", "pg_catalog.date", true), qualified_relation(relation));
	SPI_execute_plan(prepare_query(query, 0, NULL), NULL, NULL, true, 0);
	return SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, isnull);
}

/* The place of the series with a number, which may be new. */
static named_series *
series_numbered(level_reader *reader, int32 id)
{
	if (id >= reader->room)
	{
		int32 room = Max(2 * reader->room, id + 64);
		Size size = room * sizeof(named_series);

		reader->series = reader->series == NULL ? MemoryContextAllocHuge(reader->context, size)
												: repalloc_huge(reader->series, size);
		for (int32 i = reader->room; i < room; i++)
		{
			reader->series[i].exists = false;
			begin_levels(&reader->series[i].levels, TS_DATE);
		}
		reader->room = room;
	}
	return &reader->series[id];
}

/* The number of the series with a name. */
static int32
series_named(level_reader *reader, Datum name)
{
	text *packed = DatumGetTextPP(name);
	int32 id = key_id(&reader->names, VARDATA_ANY(packed), VARSIZE_ANY_EXHDR(packed));

	if (PointerGetDatum(packed) != name)
		pfree(packed);
	return id;
}

/* Take a row; one without a series belongs to none, one without a ts or a level only tells that the series exists. */
static bool
receive_level(TupleTableSlot *slot, DestReceiver *self)
{
	level_reader *reader = (level_reader *) self;
	MemoryContext caller = MemoryContextSwitchTo(reader->context);
	int32 id;

	slot_getallattrs(slot);
	if (!slot->tts_isnull[0])
	{
		id = series_named(reader, slot->tts_values[0]);
		/* a collation may take another name for one that was asked for */
		if (id < reader->wanted)
		{
			named_series *series = series_numbered(reader, id);

			series->exists = true;
			if (!slot->tts_isnull[1] && !slot->tts_isnull[2])
			{
				DateADT ts = DatumGetDateADT(slot->tts_values[1]);

				if (DATE_NOT_FINITE(ts))
					infinite_ts(TS_DATE, ts);
				series_append(&series->levels, ts)->value[0] =
					positive_value(DatumGetFloat8(slot->tts_values[2]), "level", TS_DATE, ts);
			}
		}
	}
	MemoryContextSwitchTo(caller);
	return true;
}

static void
begin_levels_query(DestReceiver *self pg_attribute_unused(), int operation pg_attribute_unused(),
				   TupleDesc columns pg_attribute_unused())
{
}

static void
end_levels_query(DestReceiver *self pg_attribute_unused())
{
}

static void
begin_reader(level_reader *reader)
{
	memset(reader, 0, sizeof *reader);
	reader->receiver.receiveSlot = receive_level;
	reader->receiver.rStartup = begin_levels_query;
	reader->receiver.rShutdown = end_levels_query;
	reader->receiver.rDestroy = end_levels_query;
	reader->receiver.mydest = DestTuplestore; /* the nearest: not DestNone, which discards */
	reader->context = CurrentMemoryContext;
	key_ids_begin(&reader->names);
}

/* Give the names of the array the first numbers, in its order; each may occur once. */
static void
ask_for_series(level_reader *reader, Datum *names, const bool *nulls, int n)
{
	for (int i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (nulls[i])
			ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("series must not contain NULL")));
		if (series_named(reader, names[i]) < i)
			ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
							errmsg("series '%s' is named twice", TextDatumGetCString(names[i]))));
	}
}

/* Read the levels of all series, or of those that have been asked for. */
static void
read_levels(level_reader *reader, Oid levels, bool all)
{
	char *name = column_or_null(levels, "series", "pg_catalog.text", true);
	char *query =
		psprintf("SELECT %s, %s, %s FROM %s", name, column_or_null(levels, "ts", "pg_catalog.date", true),
				 column_or_null(levels, "level", "pg_catalog.float8", true), qualified_relation(levels));
	int32 asked = reader->names.count;
	Datum *names = palloc(asked * sizeof(Datum));
	Oid types[] = {TEXTARRAYOID};
	Datum values[1];
	bool nulls[] = {false};

	if (all)
	{
		run_query(query, 0, NULL, NULL, NULL, &reader->receiver);
		return;
	}
	for (int32 i = 0; i < asked; i++)
	{
		CHECK_FOR_INTERRUPTS();
		names[i] = CStringGetTextDatum(reader->names.entries[i].data);
	}
	values[0] = PointerGetDatum(construct_array(names, asked, TEXTOID, -1, false, TYPALIGN_INT));
	run_query(psprintf("%s WHERE %s OPERATOR(pg_catalog.=) ANY ($1)", query, name), 1, types, values, nulls,
			  &reader->receiver);
}

static void
require_series(level_reader *reader, int32 id, const char *argument, Oid levels)
{
	if (!series_numbered(reader, id)->exists)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("%s '%s' is not in relation %s", argument, reader->names.entries[id].data,
							   qualified_relation(levels)),
						errhint("Allowed: the names in its column series.")));
}

static int
compare_names(const void *a, const void *b, void *entries)
{
	const key_entry *x = (const key_entry *) entries + *(const int32 *) a;
	const key_entry *y = (const key_entry *) entries + *(const int32 *) b;

	return strcmp(x->data, y->data);
}

/* The levels of a series in order of time; its rows are given back. */
static level_series
sorted_levels(series_rows *levels)
{
	const char *rows = series_sorted(levels);
	int32 *ts = MemoryContextAllocHuge(CurrentMemoryContext, levels->n * sizeof(int32));
	double *level = MemoryContextAllocHuge(CurrentMemoryContext, levels->n * sizeof(double));

	for (int64 i = 0; i < levels->n; i++)
	{
		const series_row *row = series_row_at(levels, rows, i);

		CHECK_FOR_INTERRUPTS();
		ts[i] = (int32) row->ts;
		level[i] = row->value[0];
	}
	if (rows != levels->rows)
		pfree(unconstify(char *, rows));
	if (levels->rows != NULL)
		pfree(levels->rows);
	return (level_series){levels->n, ts, level};
}

/* What is measured: the series shown, and after them the benchmark if it is not one of those. */
typedef struct measured_series
{
	int32 shown;
	int32 count;
	int32 benchmark;
	Datum *names;
	level_series *levels;
} measured_series;

/* Read the series that the arguments from the third on ask for. */
static measured_series
measured_from_arguments(FunctionCallInfo fcinfo, Oid levels)
{
	bool all = PG_ARGISNULL(2);
	measured_series measured;
	level_reader reader;
	int32 benchmark = NO_BENCHMARK;
	int32 *order;

	begin_reader(&reader);
	if (!all)
	{
		Datum *names;
		bool *nulls;
		int n = array_elements(PG_GETARG_ARRAYTYPE_P(2), "series", &names, &nulls);

		ask_for_series(&reader, names, nulls, n);
	}
	measured.shown = reader.names.count;
	if (!PG_ARGISNULL(3))
		benchmark = series_named(&reader, PG_GETARG_DATUM(3));
	reader.wanted = all ? PG_INT32_MAX : reader.names.count;
	read_levels(&reader, levels, all);

	for (int32 i = 0; i < measured.shown; i++)
	{
		CHECK_FOR_INTERRUPTS();
		require_series(&reader, i, "series", levels);
	}
	if (benchmark != NO_BENCHMARK)
		require_series(&reader, benchmark, "benchmark", levels);
	measured.count = Min(reader.names.count, reader.wanted);
	if (all)
		measured.shown = measured.count;

	order = MemoryContextAllocHuge(CurrentMemoryContext, measured.count * sizeof(int32));
	for (int32 i = 0; i < measured.count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		order[i] = i;
	}
	if (all)
		qsort_interruptible(order, measured.count, sizeof(int32), compare_names, reader.names.entries);
	measured.names = MemoryContextAllocHuge(CurrentMemoryContext, measured.count * sizeof(Datum));
	measured.levels = MemoryContextAllocHuge(CurrentMemoryContext, measured.count * sizeof(level_series));
	measured.benchmark = NO_BENCHMARK;
	for (int32 i = 0; i < measured.count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		measured.names[i] = CStringGetTextDatum(reader.names.entries[order[i]].data);
		measured.levels[i] = sorted_levels(&series_numbered(&reader, order[i])->levels);
		if (order[i] == benchmark)
			measured.benchmark = i;
	}
	return measured;
}

/* A figure as a column, NULL where it is not defined. */
static void
set_figure(Datum *value, bool *isnull, double figure)
{
	*isnull = isnan(figure);
	*value = Float8GetDatum(figure);
}

/* The rows of a period join the result, one for each series. */
static void
add_period(ReturnSetInfo *result, int number, const asked_period *period, const measured_series *measured,
		   const period_span *span, const period_figures *figures)
{
	for (int32 i = 0; i < measured->shown; i++)
	{
		bool unknown = !figures[i].known;
		Datum values[13] = {
			Int32GetDatum(number),
			period->label,
			DateADTGetDatum(period->range.start),
			DateADTGetDatum(period->range.end),
			measured->names[i],
			[10] = Int32GetDatum((int32) span->sessions),
			[11] = DateADTGetDatum(span->first_ts),
			[12] = DateADTGetDatum(span->last_ts),
		};
		bool nulls[13] = {
			[1] = period->no_label, [3] = period->open, [10] = unknown, [11] = unknown, [12] = unknown};

		CHECK_FOR_INTERRUPTS();
		set_figure(&values[5], &nulls[5], figures[i].series_return);
		set_figure(&values[6], &nulls[6], figures[i].benchmark_return);
		set_figure(&values[7], &nulls[7], figures[i].relative_return);
		set_figure(&values[8], &nulls[8], figures[i].volatility);
		set_figure(&values[9], &nulls[9], figures[i].hit_rate);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
}

/* An interval leads to a later date if it is a day or more. */
static void
require_horizon(Datum forward)
{
	Interval day = {.day = 1};

	if (DatumGetBool(DirectFunctionCall2(interval_lt, forward, IntervalPGetDatum(&day))))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("forward must be a day or more, not %s",
							   DatumGetCString(DirectFunctionCall1(interval_out, forward))),
						errhint("Allowed: an interval as '12 months', or NULL for the periods themselves.")));
}

/* (levels regclass, periods, series text[], benchmark text, forward interval, periods_per_year float8) */
static Datum
return_regimes(FunctionCallInfo fcinfo, bool of_relation)
{
	ReturnSetInfo *result;
	Datum forward = PG_GETARG_DATUM(4);
	double periods_per_year;
	bool no_periods = PG_ARGISNULL(1);
	Datum periods = PG_GETARG_DATUM(1);
	asked_period *asked = NULL;
	int count = 0;
	measured_series measured;
	period_figures *figures;

	refuse_null(fcinfo, 0, "levels");
	if (of_relation)
		refuse_null(fcinfo, 1, "periods");
	refuse_null(fcinfo, 5, "periods_per_year");
	periods_per_year = positive_value(PG_GETARG_FLOAT8(5), "periods_per_year", TS_NONE, 0);
	if (!PG_ARGISNULL(4))
		require_horizon(forward);
	InitMaterializedSRF(fcinfo, 0);
	result = (ReturnSetInfo *) fcinfo->resultinfo;

	SPI_connect();
	if (of_relation)
		periods = periods_of_relation(fcinfo, relation_argument(fcinfo, 1, "periods"), &no_periods);
	if (!no_periods)
		asked = checked_periods(periods, PG_ARGISNULL(4) ? NULL : &forward, &count);
	measured = measured_from_arguments(fcinfo, relation_argument(fcinfo, 0, "levels"));
	figures = MemoryContextAllocHuge(CurrentMemoryContext, measured.count * sizeof(period_figures));
	for (int i = 0; i < count; i++)
	{
		period_span span;

		CHECK_FOR_INTERRUPTS();
		if (!measure_period(measured.levels, measured.count, measured.benchmark, &asked[i].range,
							periods_per_year, &span, figures))
			result_out_of_range("return");
		add_period(result, i + 1, &asked[i], &measured, &span, figures);
	}
	SPI_finish();
	return (Datum) 0;
}

/* period_returns(levels, periods holding_period[], series, benchmark, forward, periods_per_year) */
PG_FUNCTION_INFO_V1(period_returns);
Datum
period_returns(PG_FUNCTION_ARGS)
{
	return return_regimes(fcinfo, false);
}

/* regime_returns(levels, periods regclass, series, benchmark, forward, periods_per_year) */
PG_FUNCTION_INFO_V1(regime_returns);
Datum
regime_returns(PG_FUNCTION_ARGS)
{
	return return_regimes(fcinfo, true);
}
