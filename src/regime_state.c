/*
 * regime_state.c
 *		The stored state of a yield's regimes: built, extended and read.
 *
 * A state is kept in a table and extended by the days that are new, so the past
 * is not read again. The result has the bits of a state built from all the rows.
 */
#include "arguments.h"
#include "regime_array.h"
#include "regime_rules.h"
#include "summary_type.h"
#include "yield_rows.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datum.h"

#include "math/regime_state.h"

SUMMARY_TYPE_FUNCTIONS(regime_state, regime_state_format);

static void
add_all(growing_regimes *regimes, const yield_series *yields)
{
	for (int32 i = 0; i < yields->n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		regimes_add(regimes, yields->ts[i], yields->units[i]);
	}
}

/* Final function of regime_state(ts, yield[, rules]), after yield_regimes_accum: NULL without a row. */
PG_FUNCTION_INFO_V1(regime_state_final);
Datum
regime_state_final(PG_FUNCTION_ARGS)
{
	const yield_rows *rows;
	yield_series yields;
	regime_rule rule;
	growing_regimes regimes;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	rows = (const yield_rows *) PG_GETARG_POINTER(0);
	rule = zigzag_rule_of(rows->rules.value, rows->rules.isnull, "a stored state of regimes");
	if (rows->yields.n == 0)
		PG_RETURN_NULL();
	yields = yield_rows_yields(rows);
	regimes_begin(&regimes, &rule.threshold, rule.frequency);
	add_all(&regimes, &yields);
	PG_RETURN_DATUM(summary_copy(&regime_state_format, regimes.state));
}

/* A stored state and the rows that follow it. */
typedef struct extended_state
{
	Datum stored;
	yield_rows *rows;
} extended_state;

/* Transition function of append(state, ts, yield): the state must be the same in every row. */
PG_FUNCTION_INFO_V1(regime_state_append_accum);
Datum
regime_state_append_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	MemoryContext caller;
	extended_state *state;

	require_aggregate(fcinfo, &context);
	if (PG_ARGISNULL(1))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("state must not be NULL"),
						errhint("Build it with regime_state(ts, yield, rules).")));
	if (!PG_ARGISNULL(0) &&
		!stored_equal(PG_GETARG_DATUM(1), ((extended_state *) PG_GETARG_POINTER(0))->stored))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("state must be the same in every row of a group")));
	caller = MemoryContextSwitchTo(context);
	if (PG_ARGISNULL(0))
	{
		state = palloc(sizeof(extended_state));
		state->stored = datumCopy(PG_GETARG_DATUM(1), false, -1);
		state->rows = yield_rows_new();
	}
	else
		state = (extended_state *) PG_GETARG_POINTER(0);
	if (!PG_ARGISNULL(2) && !PG_ARGISNULL(3))
		yield_rows_add(state->rows, (int32) ts_argument(fcinfo, 2, TS_DATE), PG_GETARG_FLOAT8(3), "yield");
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(state);
}

/* Final function of append: refuses rows that the state has gone past. */
PG_FUNCTION_INFO_V1(regime_state_append_final);
Datum
regime_state_append_final(PG_FUNCTION_ARGS)
{
	const extended_state *state;
	const regime_state *stored;
	yield_series yields;
	growing_regimes regimes;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = (const extended_state *) PG_GETARG_POINTER(0);
	stored = summary_state(state->stored, &regime_state_format);
	yields = yield_rows_yields(state->rows);
	if (yields.n > 0 && stored->n > 0 && yields.ts[0] <= stored->last_ts)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("ts %s is not after the state's last ts %s", format_ts(TS_DATE, yields.ts[0]),
						format_ts(TS_DATE, stored->last_ts)),
				 errhint("Append only rows with ts > last_ts(state); where earlier yields have changed, "
						 "build the state again with regime_state(ts, yield, rules).")));
	if (stored->n + yields.n > PG_INT32_MAX)
		result_out_of_range("regime_state");
	regimes_continue(&regimes, stored);
	add_all(&regimes, &yields);
	PG_RETURN_DATUM(summary_copy(&regime_state_format, regimes.state));
}

/* yield_regimes(state): NULL for fewer than two observations. */
PG_FUNCTION_INFO_V1(regime_state_yield_regimes);
Datum
regime_state_yield_regimes(PG_FUNCTION_ARGS)
{
	const regime_state *state = summary_argument(fcinfo, 0, &regime_state_format);
	row_array result;
	regime *regimes;
	int32 count;

	if (state->n < 2)
		PG_RETURN_NULL();
	regimes = regimes_of_state(state, &count);
	row_array_begin(&result, fcinfo);
	PG_RETURN_DATUM(regime_array(&result, regimes, count));
}

/* last_ts(state): the date of the last observation, NULL without one. */
PG_FUNCTION_INFO_V1(regime_state_last_ts);
Datum
regime_state_last_ts(PG_FUNCTION_ARGS)
{
	const regime_state *state = summary_argument(fcinfo, 0, &regime_state_format);

	if (state->n == 0)
		PG_RETURN_NULL();
	PG_RETURN_DATEADT(state->last_ts);
}
