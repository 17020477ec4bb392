/*
 * yield_summary.c
 *		The aggregate yield_change_bp: the change of a yield in basis points.
 *
 * The transition type is yield_summary, see math/yield_state.h.
 */
#include "summary_type.h"

#include "math/yield.h"
#include "math/yield_state.h"

SUMMARY_TYPE_FUNCTIONS(yield_summary, yield_format);

/* Check the row in the arguments from the second on, and add it to a state. */
static inline void
add_yield_row(FunctionCallInfo fcinfo, void *state, ts_kind kind)
{
	int64 ts = ts_argument(fcinfo, 1, kind);

	yield_add(state, ts, kind, yield_value(PG_GETARG_FLOAT8(2), "yield", kind, ts));
}

static bool
merge_yields(void *state, const void *other)
{
	require_same_kind(&((yield_state *) state)->span, &((const yield_state *) other)->span);
	yield_merge(state, other);
	return true;
}

static const summary_class yield_class = {&yield_format, 2, add_yield_row, merge_yields};

SUMMARY_AGGREGATE_FUNCTIONS(yield_summary, yield_class);
SUMMARY_FIGURE(yield_summary, yield_class, yield_state, change_bp, yield_change);
