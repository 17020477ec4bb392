/*
 * policy_cycles.c
 *		Aggregates over the cycles and phases of a policy rate, and the same as
 *		tables.
 *
 * The whole series is needed, so the state collects it. Rows may come in any
 * order; the final functions sort a copy, and only if they have to, so a window
 * may read the state at every row.
 */
#include "arguments.h"
#include "cycle_rules.h"
#include "query_result.h"
#include "row_array.h"
#include "rules.h"
#include "series_rows.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "math/yield.h"

typedef struct policy_state
{
	series_rows rates;
	rules_argument rules;
} policy_state;

static const char *const kind_names[] = {"cut", "pause", "hold", "hike"};

/* Keep the first row's rules, which are checked even where no result needs them. */
static policy_state *
new_state(FunctionCallInfo fcinfo)
{
	policy_state *state = palloc0(sizeof(policy_state));

	state->rates.width = 1;
	state->rates.kind = TS_DATE;
	remember_rules(fcinfo, 3, &state->rules);
	cycle_rule_of(state->rules.value, state->rules.isnull);
	return state;
}

/* Transition function of policy_cycles and policy_phases: (state, ts, rate[, rules]). */
PG_FUNCTION_INFO_V1(policy_cycles_accum);
Datum
policy_cycles_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	MemoryContext caller;
	policy_state *state;

	require_aggregate(fcinfo, &context);
	if (!PG_ARGISNULL(0))
		check_same_rules(fcinfo, 3, &((policy_state *) PG_GETARG_POINTER(0))->rules);
	caller = MemoryContextSwitchTo(context);
	state = PG_ARGISNULL(0) ? new_state(fcinfo) : (policy_state *) PG_GETARG_POINTER(0);
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		int64 ts = ts_argument(fcinfo, 1, TS_DATE);
		double rate = yield_value(PG_GETARG_FLOAT8(2), "rate", TS_DATE, ts);

		series_append(&state->rates, ts)->value[0] = rate;
	}
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(state);
}

/* The rates of a state in order of time, as they came and in units. */
typedef struct sorted_rates
{
	rate_series series;
	const double *percent;
} sorted_rates;

/* Begin the result of a final function; false for fewer than two rows. */
static bool
begin_result(FunctionCallInfo fcinfo, sorted_rates *rates, cycle_rule *rule, row_array *result)
{
	const policy_state *state;
	const char *rows;
	int32 *ts;
	int64 *units;
	double *percent;
	int64 n;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		return false;
	state = (const policy_state *) PG_GETARG_POINTER(0);
	n = state->rates.n;
	if (n < 2)
		return false;
	*rule = cycle_rule_of(state->rules.value, state->rules.isnull);
	rows = series_sorted(&state->rates);
	ts = MemoryContextAllocHuge(CurrentMemoryContext, n * sizeof(int32));
	units = MemoryContextAllocHuge(CurrentMemoryContext, n * sizeof(int64));
	percent = MemoryContextAllocHuge(CurrentMemoryContext, n * sizeof(double));
	for (int64 i = 0; i < n; i++)
	{
		const series_row *row = series_row_at(&state->rates, rows, i);

		CHECK_FOR_INTERRUPTS();
		ts[i] = (int32) row->ts;
		percent[i] = row->value[0];
		units[i] = yield_units(row->value[0]);
	}
	rates->series = (rate_series){n, ts, units};
	rates->percent = percent;
	row_array_begin(result, fcinfo);
	return true;
}

/* The change of the rate from one row to another. */
static Datum
change_bp(const sorted_rates *rates, int64 from, int64 to)
{
	return Float8GetDatum(yield_bp(rates->series.units[to] - rates->series.units[from]));
}

/* Final function of policy_cycles. */
PG_FUNCTION_INFO_V1(policy_cycles_final);
Datum
policy_cycles_final(PG_FUNCTION_ARGS)
{
	sorted_rates rates;
	cycle_rule rule;
	row_array result;
	cycle_phase *phases;
	int64 count;

	if (!begin_result(fcinfo, &rates, &rule, &result))
		PG_RETURN_NULL();
	phases = find_policy_cycles(&rates.series, &rule, &count);
	for (int64 i = 0; i < count; i++)
	{
		const cycle_phase *phase = &phases[i];
		bool nulls[7] = {false};
		Datum values[7] = {
			Int32GetDatum(phase->cycle),
			CStringGetTextDatum(phase->later ? "later" : "early"),
			DateADTGetDatum(rates.series.ts[phase->start]),
			DateADTGetDatum(rates.series.ts[phase->end]),
			Int32GetDatum(phase->cuts),
			change_bp(&rates, phase->start - 1, phase->end),
			BoolGetDatum(phase->open),
		};

		CHECK_FOR_INTERRUPTS();
		row_array_add(&result, values, nulls);
	}
	PG_RETURN_DATUM(row_array_finish(&result));
}

/* Final function of policy_phases. */
PG_FUNCTION_INFO_V1(policy_phases_final);
Datum
policy_phases_final(PG_FUNCTION_ARGS)
{
	sorted_rates rates;
	cycle_rule rule;
	row_array result;
	policy_phase *phases;
	int64 count;

	if (!begin_result(fcinfo, &rates, &rule, &result))
		PG_RETURN_NULL();
	phases = find_policy_phases(&rates.series, &rule, &count);
	for (int64 i = 0; i < count; i++)
	{
		const policy_phase *phase = &phases[i];
		bool nulls[9] = {false};
		Datum values[9] = {
			Int32GetDatum((int32) (i + 1)),
			CStringGetTextDatum(kind_names[phase->kind]),
			DateADTGetDatum(rates.series.ts[phase->start]),
			DateADTGetDatum(rates.series.ts[phase->end]),
			Float8GetDatum(rates.percent[phase->before]),
			Float8GetDatum(rates.percent[phase->after]),
			Int32GetDatum(phase->moves),
			change_bp(&rates, phase->before, phase->after),
			BoolGetDatum(phase->open),
		};

		CHECK_FOR_INTERRUPTS();
		row_array_add(&result, values, nulls);
	}
	PG_RETURN_DATUM(row_array_finish(&result));
}

/* The rows of an aggregate over a relation (ts, rate) up to a date. */
static Datum
table_of(FunctionCallInfo fcinfo, const char *aggregate)
{
	Oid types[] = {argument_type(fcinfo, 1), DATEOID};
	Datum values[] = {PG_GETARG_DATUM(1), PG_GETARG_DATUM(2)};
	bool nulls[] = {PG_ARGISNULL(1), PG_ARGISNULL(2)};
	Oid rates;
	char *ts;

	refuse_null(fcinfo, 0, "rates");
	rates = PG_GETARG_OID(0);
	ts = column_or_null(rates, "ts", "pg_catalog.date", true);
	return_query(fcinfo,
				 psprintf("SELECT r.* FROM (SELECT %s(%s, %s, $1) AS found FROM %s"
						  " WHERE $2 IS NULL OR %s OPERATOR(pg_catalog.<=) $2) AS s,"
						  " pg_catalog.unnest(s.found) AS r",
						  qualified_name(fcinfo, aggregate), ts,
						  column_or_null(rates, "rate", "pg_catalog.float8", true), qualified_relation(rates),
						  ts),
				 2, types, values, nulls);
	return (Datum) 0;
}

/* policy_cycles(rates regclass, rules, as_of) */
PG_FUNCTION_INFO_V1(policy_cycles);
Datum
policy_cycles(PG_FUNCTION_ARGS)
{
	return table_of(fcinfo, "policy_cycles");
}

/* policy_phases(rates regclass, rules, as_of) */
PG_FUNCTION_INFO_V1(policy_phases);
Datum
policy_phases(PG_FUNCTION_ARGS)
{
	return table_of(fcinfo, "policy_phases");
}
