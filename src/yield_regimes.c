/*
 * yield_regimes.c
 *		Aggregates and the window function over the regimes of a yield.
 *
 * The whole series is needed, so the state collects it: yields and, where given,
 * two levels. Rows may come in any order; the final functions sort a copy, and
 * only if they have to, so a window may read the state at every row.
 */
#include "arguments.h"
#include "regime_rules.h"
#include "row_array.h"
#include "rules.h"
#include "series_rows.h"
#include "window_partition.h"

#include "access/htup_details.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"
#include "windowapi.h"

#include "math/yield.h"

typedef struct regimes_state
{
	series_rows yields;
	series_rows levels; /* a and b */
	rules_argument rules;
} regimes_state;

static const char *const direction_names[] = {"flat", "rising", "falling"};

static regimes_state *
new_state(void)
{
	regimes_state *state = palloc0(sizeof(regimes_state));

	state->yields.width = 1;
	state->levels.width = 2;
	state->yields.kind = state->levels.kind = TS_DATE;
	return state;
}

/* A yield series and its regimes, with the arrays they stand on. */
typedef struct found_regimes
{
	const double *percent; /* the yields as they came */
	yield_series yields;
	level_pairs levels;
	regime *regimes;
	int32 count;
} found_regimes;

/* Rows are numbered by 32 bits from here on. */
static int32
row_count(const series_rows *series)
{
	if (series->n > PG_INT32_MAX)
		ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("too many rows in a series")));
	return (int32) series->n;
}

static void
find(const regimes_state *state, found_regimes *found)
{
	regime_rule rule = regime_rule_of(state->rules.value, state->rules.isnull);
	int32 n = row_count(&state->yields);
	int32 levels = row_count(&state->levels);
	const char *yield_rows = series_sorted(&state->yields);
	const char *level_rows = series_sorted(&state->levels);
	int32 *ts = MemoryContextAllocHuge(CurrentMemoryContext, n * sizeof(int32));
	int64 *units = MemoryContextAllocHuge(CurrentMemoryContext, n * sizeof(int64));
	double *percent = MemoryContextAllocHuge(CurrentMemoryContext, n * sizeof(double));
	int32 *level_ts = MemoryContextAllocHuge(CurrentMemoryContext, levels * sizeof(int32));
	double *a = MemoryContextAllocHuge(CurrentMemoryContext, levels * sizeof(double));
	double *b = MemoryContextAllocHuge(CurrentMemoryContext, levels * sizeof(double));

	for (int32 i = 0; i < n; i++)
	{
		const series_row *row = series_row_at(&state->yields, yield_rows, i);

		CHECK_FOR_INTERRUPTS();
		ts[i] = (int32) row->ts;
		percent[i] = row->value[0];
		units[i] = yield_units(row->value[0]);
	}
	for (int32 i = 0; i < levels; i++)
	{
		const series_row *row = series_row_at(&state->levels, level_rows, i);

		CHECK_FOR_INTERRUPTS();
		level_ts[i] = (int32) row->ts;
		a[i] = row->value[0];
		b[i] = row->value[1];
	}
	found->percent = percent;
	found->yields = (yield_series){n, ts, units};
	found->levels = (level_pairs){levels, level_ts, a, b};
	found->regimes = find_regimes(&found->yields, levels > 0 ? &found->levels : NULL, &rule, &found->count);
}

static bool
splits_need_levels(const regimes_state *state)
{
	return regime_rule_of(state->rules.value, state->rules.isnull).split_divergence > 0;
}

/* A row (ts, yield[, rules]) or (ts, yield, a, b[, rules]), counted from the given argument. */
static void
add_row(FunctionCallInfo fcinfo, regimes_state *state, bool with_levels)
{
	int32 ts;

	if (PG_ARGISNULL(1))
		return;
	ts = (int32) ts_argument(fcinfo, 1, TS_DATE);
	if (!PG_ARGISNULL(2))
	{
		double yield = yield_value(PG_GETARG_FLOAT8(2), "yield", TS_DATE, ts);

		series_append(&state->yields, ts)->value[0] = yield;
	}
	if (with_levels && !PG_ARGISNULL(3) && !PG_ARGISNULL(4))
	{
		double a = positive_value(PG_GETARG_FLOAT8(3), "a", TS_DATE, ts);
		double b = positive_value(PG_GETARG_FLOAT8(4), "b", TS_DATE, ts);
		series_row *row = series_append(&state->levels, ts);

		row->value[0] = a;
		row->value[1] = b;
	}
}

/*
 * Transition function of yield_regimes(ts, yield[, rules]) and, with two levels
 * before the rules, of the forms that compare returns. A NULL yield leaves the
 * row's levels in use, and the other way round.
 */
PG_FUNCTION_INFO_V1(yield_regimes_accum);
Datum
yield_regimes_accum(PG_FUNCTION_ARGS)
{
	bool with_levels = PG_NARGS() >= 5;
	int rules = with_levels ? 5 : 3;
	MemoryContext context;
	MemoryContext caller;
	regimes_state *state;

	require_aggregate(fcinfo, &context);
	if (!PG_ARGISNULL(0))
		check_same_rules(fcinfo, rules, &((regimes_state *) PG_GETARG_POINTER(0))->rules);
	caller = MemoryContextSwitchTo(context);
	if (PG_ARGISNULL(0))
	{
		state = new_state();
		remember_rules(fcinfo, rules, &state->rules);
		if (!with_levels && splits_need_levels(state))
			ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
							errmsg("split_divergence needs two levels to compare"),
							errhint("Call yield_regimes(ts, yield, a, b, rules).")));
	}
	else
		state = (regimes_state *) PG_GETARG_POINTER(0);
	add_row(fcinfo, state, with_levels);
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(state);
}

/* Find what a final function returns, and begin its result; false for fewer than two yields. */
static bool
begin_result(FunctionCallInfo fcinfo, found_regimes *found, row_array *result)
{
	const regimes_state *state;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		return false;
	state = (const regimes_state *) PG_GETARG_POINTER(0);
	if (state->yields.n < 2)
		return false;
	find(state, found);
	row_array_begin(result, fcinfo);
	return true;
}

static Datum
date_or_null(const found_regimes *found, int32 row, bool *isnull)
{
	*isnull = row == NOT_CONFIRMED;
	return *isnull ? (Datum) 0 : DateADTGetDatum(found->yields.ts[row]);
}

static double
change_bp(const found_regimes *found, const regime *r)
{
	return yield_bp(found->yields.units[r->end] - found->yields.units[r->start]);
}

PG_FUNCTION_INFO_V1(yield_regimes_final);
Datum
yield_regimes_final(PG_FUNCTION_ARGS)
{
	found_regimes found;
	row_array result;

	if (!begin_result(fcinfo, &found, &result))
		PG_RETURN_NULL();
	for (int32 i = 0; i < found.count; i++)
	{
		const regime *r = &found.regimes[i];
		bool nulls[9] = {false};
		Datum values[9] = {
			Int32GetDatum(i + 1),
			CStringGetTextDatum(direction_names[r->direction]),
			DateADTGetDatum(found.yields.ts[r->start]),
			DateADTGetDatum(found.yields.ts[r->end]),
			Float8GetDatum(found.percent[r->start]),
			Float8GetDatum(found.percent[r->end]),
			Float8GetDatum(change_bp(&found, r)),
			date_or_null(&found, r->confirmed, &nulls[7]),
			BoolGetDatum(r->provisional),
		};

		row_array_add(&result, values, nulls);
	}
	PG_RETURN_DATUM(row_array_finish(&result));
}

PG_FUNCTION_INFO_V1(yield_regime_returns_final);
Datum
yield_regime_returns_final(PG_FUNCTION_ARGS)
{
	found_regimes found;
	row_array result;

	if (!begin_result(fcinfo, &found, &result))
		PG_RETURN_NULL();
	for (int32 i = 0; i < found.count; i++)
	{
		const regime *r = &found.regimes[i];
		int32 start = found.yields.ts[r->start];
		int32 end = found.yields.ts[r->end];
		double a = 0;
		double b = 0;
		bool known = returns_between(&found.levels, start, end, &a, &b);
		bool nulls[10] = {[4] = !known, [5] = !known, [6] = !known};
		Datum values[10] = {
			Int32GetDatum(i + 1),
			CStringGetTextDatum(direction_names[r->direction]),
			DateADTGetDatum(start),
			DateADTGetDatum(end),
			Float8GetDatum(checked_result(a, "return_a")),
			Float8GetDatum(checked_result(b, "return_b")),
			Float8GetDatum(a - b),
			Float8GetDatum(change_bp(&found, r)),
			date_or_null(&found, r->confirmed, &nulls[8]),
			BoolGetDatum(r->provisional),
		};

		row_array_add(&result, values, nulls);
	}
	PG_RETURN_DATUM(row_array_finish(&result));
}

/* The regimes of a window's partition, kept from its first row to its last. */
typedef struct partition_regimes
{
	bool known;
	found_regimes found;
	TupleDesc columns;
} partition_regimes;

static void
find_in_partition(FunctionCallInfo fcinfo, WindowObject window, partition_regimes *partition)
{
	MemoryContext caller = MemoryContextSwitchTo(partition_context(fcinfo));
	regimes_state *state = new_state();
	int64 n = WinGetPartitionRowCount(window);
	bool isnull;
	bool isout;
	Datum rules = PG_NARGS() > 2 ? WinGetFuncArgCurrent(window, 2, &isnull) : (Datum) 0;

	state->rules.isnull = PG_NARGS() <= 2 || isnull;
	state->rules.value = rules;
	if (splits_need_levels(state))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("split_divergence needs two levels to compare"),
						errhint("Join the rows with regime_table() instead.")));
	for (int64 row = 0; row < n; row++)
	{
		Datum ts = WinGetFuncArgInPartition(window, 0, row, WINDOW_SEEK_HEAD, false, &isnull, &isout);
		Datum yield;

		CHECK_FOR_INTERRUPTS();
		if (isnull)
			continue;
		if (DATE_NOT_FINITE(DatumGetDateADT(ts)))
			infinite_ts(TS_DATE, DatumGetDateADT(ts));
		yield = WinGetFuncArgInPartition(window, 1, row, WINDOW_SEEK_HEAD, false, &isnull, &isout);
		if (isnull)
			continue;
		series_append(&state->yields, DatumGetDateADT(ts))->value[0] =
			yield_value(DatumGetFloat8(yield), "yield", TS_DATE, DatumGetDateADT(ts));
	}
	if (state->yields.n >= 2)
		find(state, &partition->found);
	partition->columns = lookup_rowtype_tupdesc_copy(get_func_rettype(fcinfo->flinfo->fn_oid), -1);
	partition->known = true;
	MemoryContextSwitchTo(caller);
}

/* yield_regime(ts, yield[, rules]) OVER w: the number and direction of each row's regime. */
PG_FUNCTION_INFO_V1(yield_regime_label);
Datum
yield_regime_label(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	partition_regimes *partition = WinGetPartitionLocalMemory(window, sizeof(partition_regimes));
	bool nulls[2] = {false};
	bool isnull;
	Datum ts;
	int32 low = 0;
	int32 high;

	if (!partition->known)
		find_in_partition(fcinfo, window, partition);
	ts = WinGetFuncArgCurrent(window, 0, &isnull);
	if (isnull || partition->found.count == 0 || DatumGetDateADT(ts) < partition->found.yields.ts[0] ||
		DatumGetDateADT(ts) > partition->found.yields.ts[partition->found.yields.n - 1])
		PG_RETURN_NULL();

	/* the first regime that ends on or after the row's date */
	high = partition->found.count - 1;
	while (low < high)
	{
		int32 middle = low + (high - low) / 2;

		if (partition->found.yields.ts[partition->found.regimes[middle].end] < DatumGetDateADT(ts))
			low = middle + 1;
		else
			high = middle;
	}

	Datum values[2] = {
		Int32GetDatum(low + 1),
		CStringGetTextDatum(direction_names[partition->found.regimes[low].direction]),
	};

	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(partition->columns, values, nulls)));
}
