/*
 * breadth_summary.c
 *		The aggregate breadth: how many members of a market rose and fell.
 *
 * The transition type is breadth_summary, see math/breadth_state.h.
 */
#include "exact_aggregates.h"

#include "access/htup_details.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

#include "math/breadth_state.h"

static bool
read_row(FunctionCallInfo fcinfo, double *values)
{
	values[0] = return_value(PG_GETARG_FLOAT8(1), "r", TS_NONE, 0);
	return true;
}

static bool
add_values(void *state, const double *values)
{
	return breadth_add(state, values[0]);
}

static bool
subtract_values(void *state, const double *values)
{
	return breadth_subtract(state, values[0]);
}

static bool
merge_states(void *state, const void *other)
{
	return breadth_merge(state, other);
}

static const exact_class class = {
	&breadth_format, 1, read_row, add_values, subtract_values, merge_states,
};

EXACT_AGGREGATE_FUNCTIONS(breadth_summary, class);

/* The row (advancers, decliners, unchanged, pct_advancing, ad_ratio); NULL without members. */
PG_FUNCTION_INFO_V1(breadth_summary_breadth);
Datum
breadth_summary_breadth(PG_FUNCTION_ARGS)
{
	const breadth_state *state = summary_argument(fcinfo, 0, &breadth_format);
	TupleDesc row_type;
	HeapTuple row;
	Datum values[5];
	bool nulls[5] = {false};

	if (state->n == 0)
		PG_RETURN_NULL();
	values[0] = Int64GetDatum(state->advancers);
	values[1] = Int64GetDatum(state->decliners);
	values[2] = Int64GetDatum(breadth_unchanged(state));
	values[3] = Float8GetDatum(breadth_advancing_share(state));
	values[4] = Float8GetDatum(breadth_advance_decline_ratio(state));
	nulls[4] = state->decliners == 0;
	row_type = lookup_rowtype_tupdesc(get_func_rettype(fcinfo->flinfo->fn_oid), -1);
	row = heap_form_tuple(row_type, values, nulls);
	ReleaseTupleDesc(row_type);
	PG_RETURN_DATUM(HeapTupleGetDatum(row));
}
