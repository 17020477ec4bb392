/*
 * pair_summary.c
 *		Aggregates over two series on common moments: relative_return,
 *		geometric_relative_return and return_pair.
 *
 * The transition type is pair_summary, see math/pair_state.h. A row in which
 * either level is NULL is skipped, so both legs share their endpoints.
 */
#include "summary_type.h"

#include "access/htup_details.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

#include "math/pair_state.h"

SUMMARY_TYPE_FUNCTIONS(pair_summary, pair_format);

/* Check the row in the arguments from the second on, and add it to a state. */
static inline void
add_pair_row(FunctionCallInfo fcinfo, void *state, ts_kind kind)
{
	int64 ts = ts_argument(fcinfo, 1, kind);

	pair_add(state, ts, kind, positive_value(PG_GETARG_FLOAT8(2), "a", kind, ts),
			 positive_value(PG_GETARG_FLOAT8(3), "b", kind, ts));
}

static bool
merge_pairs(void *state, const void *other)
{
	require_same_kind(&((pair_state *) state)->span, &((const pair_state *) other)->span);
	pair_merge(state, other);
	return true;
}

static const summary_class pair_class = {&pair_format, 3, add_pair_row, merge_pairs};

SUMMARY_AGGREGATE_FUNCTIONS(pair_summary, pair_class);
SUMMARY_FIGURE(pair_summary, pair_class, pair_state, relative_return, pair_arithmetic);
SUMMARY_FIGURE(pair_summary, pair_class, pair_state, geometric_relative_return, pair_geometric);

/* The row (return_a, return_b, arithmetic, geometric, start_ts, end_ts, n). */
static Datum
return_pair_row(FunctionCallInfo fcinfo, const pair_state *state)
{
	TupleDesc row_type;
	Datum values[7];
	bool nulls[7] = {false};

	if (!span_is_readable(&state->span))
		PG_RETURN_NULL();
	if (state->span.kind != TS_DATE)
		ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
						errmsg("return_pair gives dates and needs a summary built from dates")));
	row_type = lookup_rowtype_tupdesc(get_func_rettype(fcinfo->flinfo->fn_oid), -1);
	values[0] = Float8GetDatum(checked_result(pair_return_a(state), "return_pair"));
	values[1] = Float8GetDatum(checked_result(pair_return_b(state), "return_pair"));
	values[2] = Float8GetDatum(pair_arithmetic(state));
	values[3] = Float8GetDatum(checked_result(pair_geometric(state), "return_pair"));
	values[4] = DateADTGetDatum((DateADT) state->span.first_ts);
	values[5] = DateADTGetDatum((DateADT) state->span.last_ts);
	values[6] = Int64GetDatum(state->span.n);

	HeapTuple row = heap_form_tuple(row_type, values, nulls);

	ReleaseTupleDesc(row_type);
	PG_RETURN_DATUM(HeapTupleGetDatum(row));
}

PG_FUNCTION_INFO_V1(pair_summary_return_pair);
Datum
pair_summary_return_pair(PG_FUNCTION_ARGS)
{
	return return_pair_row(fcinfo, summary_argument(fcinfo, 0, &pair_format));
}

PG_FUNCTION_INFO_V1(pair_summary_window_return_pair);
Datum
pair_summary_window_return_pair(PG_FUNCTION_ARGS)
{
	pair_state state;

	if (!summary_window_total(fcinfo, &state))
		PG_RETURN_NULL();
	return return_pair_row(fcinfo, &state);
}
