/*
 * yield_regimes.c
 *		Aggregates and the window function over the regimes of a yield.
 */
#include "arguments.h"
#include "regime_array.h"
#include "regime_rules.h"
#include "row_array.h"
#include "rules.h"
#include "window_partition.h"
#include "yield_rows.h"

#include "access/htup_details.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "math/chord.h"
#include "math/yield.h"

static const char *const frequency_names[] = {"day", "week", "month", "quarter"};

/* The regimes of a yield, with the arrays they were found in. */
typedef struct found_regimes
{
	yield_series yields;
	level_pairs levels;
	regime *regimes;
	int32 count;
} found_regimes;

/* Say why a yield has no regimes by its rules; count is the most segments that there can be. */
static void
refuse_problem(regime_problem problem, const regime_rule *rule, const yield_series *yields, int32 count)
{
	switch (problem)
	{
		case REGIMES_FOUND:
			return;
		case TOO_MANY_POINTS:
			ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
							errmsg("the yield has %d points at frequency '%s', more than the %d that method "
								   "'chord' takes",
								   count + 1, frequency_names[rule->frequency], CHORD_MAX_POINTS),
							errhint("Choose a longer frequency, or fewer rows.")));
		case TOO_MANY_SEGMENTS:
			ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
							errmsg("segments must be at most %d for a yield of %d points at frequency '%s', "
								   "not %d",
								   count, count + 1, frequency_names[rule->frequency], rule->segments),
							errhint("Choose fewer segments, or a shorter frequency.")));
		case TOO_SHORT_FOR_SEGMENTS:
			ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
							errmsg("a yield of %d days cannot be cut into %d segments of at least %d days",
								   yields->ts[yields->n - 1] - yields->ts[0], rule->segments, rule->min_days),
							errhint("Choose fewer segments, a shorter frequency or a smaller min_days.")));
	}
}

static void
find(const yield_rows *rows, found_regimes *found)
{
	regime_rule rule = regime_rule_of(rows->rules.value, rows->rules.isnull);
	regime_problem problem;

	found->yields = yield_rows_yields(rows);
	found->levels = yield_rows_levels(rows);
	problem = find_regimes(&found->yields, found->levels.n > 0 ? &found->levels : NULL, &rule,
						   &found->regimes, &found->count);
	refuse_problem(problem, &rule, &found->yields, found->count);
}

static bool
splits_need_levels(const yield_rows *rows)
{
	return regime_rule_of(rows->rules.value, rows->rules.isnull).split_divergence > 0;
}

/* A row (ts, yield[, rules]) or (ts, yield, a, b[, rules]), counted from the given argument. */
static void
add_row(FunctionCallInfo fcinfo, yield_rows *rows, bool with_levels)
{
	int32 ts;

	if (PG_ARGISNULL(1))
		return;
	ts = (int32) ts_argument(fcinfo, 1, TS_DATE);
	if (!PG_ARGISNULL(2))
		yield_rows_add(rows, ts, PG_GETARG_FLOAT8(2), "yield");
	if (with_levels && !PG_ARGISNULL(3) && !PG_ARGISNULL(4))
	{
		double a = positive_value(PG_GETARG_FLOAT8(3), "a", TS_DATE, ts);
		double b = positive_value(PG_GETARG_FLOAT8(4), "b", TS_DATE, ts);
		series_row *row = series_append(&rows->levels, ts);

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
	yield_rows *state;

	require_aggregate(fcinfo, &context);
	if (!PG_ARGISNULL(0))
		check_same_rules(fcinfo, rules, &((yield_rows *) PG_GETARG_POINTER(0))->rules);
	caller = MemoryContextSwitchTo(context);
	if (PG_ARGISNULL(0))
	{
		state = yield_rows_new();
		remember_rules(fcinfo, rules, &state->rules);
		if (!with_levels && splits_need_levels(state))
			ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
							errmsg("split_divergence needs two levels to compare"),
							errhint("Call yield_regimes(ts, yield, a, b, rules).")));
	}
	else
		state = (yield_rows *) PG_GETARG_POINTER(0);
	add_row(fcinfo, state, with_levels);
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(state);
}

/* Find what a final function returns, and begin its result; false for fewer than two yields. */
static bool
begin_result(FunctionCallInfo fcinfo, found_regimes *found, row_array *result)
{
	const yield_rows *state;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		return false;
	state = (const yield_rows *) PG_GETARG_POINTER(0);
	if (state->yields.n < 2)
		return false;
	find(state, found);
	row_array_begin(result, fcinfo);
	return true;
}

PG_FUNCTION_INFO_V1(yield_regimes_final);
Datum
yield_regimes_final(PG_FUNCTION_ARGS)
{
	found_regimes found;
	row_array result;

	if (!begin_result(fcinfo, &found, &result))
		PG_RETURN_NULL();
	PG_RETURN_DATUM(regime_array(&result, found.regimes, found.count));
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
		level_returns returns = {0};
		bool known = returns_between(&found.levels, r->start_ts, r->end_ts, &returns);
		bool nulls[10] = {[4] = !known, [5] = !known, [6] = !known, [8] = r->confirmed == NOT_CONFIRMED};
		Datum values[10] = {
			Int32GetDatum(i + 1),
			CStringGetTextDatum(regime_direction_names[r->direction]),
			DateADTGetDatum(r->start_ts),
			DateADTGetDatum(r->end_ts),
			Float8GetDatum(checked_result(returns.a, "return_a")),
			Float8GetDatum(checked_result(returns.b, "return_b")),
			Float8GetDatum(returns.relative),
			Float8GetDatum(yield_bp(r->end_value - r->start_value)),
			DateADTGetDatum(r->confirmed),
			BoolGetDatum(r->provisional),
		};

		CHECK_FOR_INTERRUPTS();
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
	yield_rows *state = yield_rows_new();
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
		yield_rows_add(state, DatumGetDateADT(ts), DatumGetFloat8(yield), "yield");
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
	WindowObject window = window_of_call(fcinfo);
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

		if (partition->found.regimes[middle].end_ts < DatumGetDateADT(ts))
			low = middle + 1;
		else
			high = middle;
	}

	Datum values[2] = {
		Int32GetDatum(low + 1),
		CStringGetTextDatum(regime_direction_names[partition->found.regimes[low].direction]),
	};

	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(partition->columns, values, nulls)));
}
