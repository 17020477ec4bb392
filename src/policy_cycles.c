/*
 * policy_cycles.c
 *		Aggregates over the cycles and phases of a policy rate, and the same as
 *		tables.
 *
 * The whole series is needed, so the state collects it.
 */
#include "arguments.h"
#include "cycle_rules.h"
#include "query_result.h"
#include "row_array.h"
#include "rules.h"
#include "yield_rows.h"

#include "miscadmin.h"
#include "utils/builtins.h"

#include "math/yield.h"

static const char *const kind_names[] = {"cut", "pause", "hold", "hike"};

/* Transition function of policy_cycles and policy_phases: (state, ts, rate[, rules]). */
PG_FUNCTION_INFO_V1(policy_cycles_accum);
Datum
policy_cycles_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	MemoryContext caller;
	yield_rows *state;

	require_aggregate(fcinfo, &context);
	if (!PG_ARGISNULL(0))
		check_same_rules(fcinfo, 3, &((yield_rows *) PG_GETARG_POINTER(0))->rules);
	caller = MemoryContextSwitchTo(context);
	if (PG_ARGISNULL(0))
	{
		state = yield_rows_new();
		remember_rules(fcinfo, 3, &state->rules);

		/* checked even where no result needs them */
		cycle_rule_of(state->rules.value, state->rules.isnull);
	}
	else
		state = (yield_rows *) PG_GETARG_POINTER(0);
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
		yield_rows_add(state, (int32) ts_argument(fcinfo, 1, TS_DATE), PG_GETARG_FLOAT8(2), "rate");
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(state);
}

/* Begin the result of a final function; false for fewer than two rows. */
static bool
begin_result(FunctionCallInfo fcinfo, yield_series *rates, cycle_rule *rule, row_array *result)
{
	const yield_rows *state;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		return false;
	state = (const yield_rows *) PG_GETARG_POINTER(0);
	if (state->yields.n < 2)
		return false;
	*rule = cycle_rule_of(state->rules.value, state->rules.isnull);
	*rates = yield_rows_yields(state);
	row_array_begin(result, fcinfo);
	return true;
}

/* The change of the rate from one row to another. */
static Datum
change_bp(const yield_series *rates, int64 from, int64 to)
{
	return Float8GetDatum(yield_bp(rates->units[to] - rates->units[from]));
}

/* Final function of policy_cycles. */
PG_FUNCTION_INFO_V1(policy_cycles_final);
Datum
policy_cycles_final(PG_FUNCTION_ARGS)
{
	yield_series rates;
	cycle_rule rule;
	row_array result;
	cycle_phase *phases;
	int64 count;

	if (!begin_result(fcinfo, &rates, &rule, &result))
		PG_RETURN_NULL();
	phases = find_policy_cycles(&rates, &rule, &count);
	for (int64 i = 0; i < count; i++)
	{
		const cycle_phase *phase = &phases[i];
		bool nulls[7] = {false};
		Datum values[7] = {
			Int32GetDatum(phase->cycle),
			CStringGetTextDatum(phase->later ? "later" : "early"),
			DateADTGetDatum(rates.ts[phase->start]),
			DateADTGetDatum(rates.ts[phase->end]),
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
	yield_series rates;
	cycle_rule rule;
	row_array result;
	policy_phase *phases;
	int64 count;

	if (!begin_result(fcinfo, &rates, &rule, &result))
		PG_RETURN_NULL();
	phases = find_policy_phases(&rates, &rule, &count);
	for (int64 i = 0; i < count; i++)
	{
		const policy_phase *phase = &phases[i];
		bool nulls[9] = {false};
		Datum values[9] = {
			Int32GetDatum((int32) (i + 1)),
			CStringGetTextDatum(kind_names[phase->kind]),
			DateADTGetDatum(rates.ts[phase->start]),
			DateADTGetDatum(rates.ts[phase->end]),
			Float8GetDatum(yield_percent(rates.units[phase->before])),
			Float8GetDatum(yield_percent(rates.units[phase->after])),
			Int32GetDatum(phase->moves),
			change_bp(&rates, phase->before, phase->after),
			BoolGetDatum(phase->open),
		};

		CHECK_FOR_INTERRUPTS();
		row_array_add(&result, values, nulls);
	}
	PG_RETURN_DATUM(row_array_finish(&result));
}

/* policy_cycles(rates regclass, rules, as_of) */
PG_FUNCTION_INFO_V1(policy_cycles);
Datum
policy_cycles(PG_FUNCTION_ARGS)
{
	return return_aggregate(fcinfo, "policy_cycles", "rates", "rate");
}

/* policy_phases(rates regclass, rules, as_of) */
PG_FUNCTION_INFO_V1(policy_phases);
Datum
policy_phases(PG_FUNCTION_ARGS)
{
	return return_aggregate(fcinfo, "policy_phases", "rates", "rate");
}
