/*
 * cycle_rules.c
 *		How a policy rate is cut into cycles.
 */
#include "cycle_rules.h"

#include "rules.h"

/* Columns of the type cycle_rules. */
enum
{
	RULE_MAX_GAP_DAYS = 1,
	RULE_PAUSE_DAYS
};

#define DEFAULT_MAX_GAP_DAYS 300
#define DEFAULT_PAUSE_DAYS 52

static void
require_a_day(const char *name, int32 days)
{
	if (days < 1)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("%s must be at least 1, not %d", name, days),
						errhint("Allowed: 1 or more days, pause_days not above max_gap_days.")));
}

/* The rules that a composite value holds, checked; all defaults for NULL. */
cycle_rule
cycle_rule_of(Datum rules, bool isnull)
{
	cycle_rule rule = {DEFAULT_MAX_GAP_DAYS, DEFAULT_PAUSE_DAYS};

	if (isnull)
		return rule;

	HeapTupleHeader row = DatumGetHeapTupleHeader(rules);

	rule.max_gap_days = integer_rule(row, RULE_MAX_GAP_DAYS, DEFAULT_MAX_GAP_DAYS);
	rule.pause_days = integer_rule(row, RULE_PAUSE_DAYS, DEFAULT_PAUSE_DAYS);
	require_a_day("max_gap_days", rule.max_gap_days);
	require_a_day("pause_days", rule.pause_days);
	if (rule.pause_days > rule.max_gap_days)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("pause_days must not be above max_gap_days, not %d with %d", rule.pause_days,
							   rule.max_gap_days),
						errhint("Allowed: 1 or more days, pause_days not above max_gap_days.")));
	return rule;
}

/* cycle_rules(max_gap_days, pause_days): the rules as a composite value. */
PG_FUNCTION_INFO_V1(cycle_rules);
Datum
cycle_rules(PG_FUNCTION_ARGS)
{
	Datum rules = rules_from_arguments(fcinfo);

	cycle_rule_of(rules, false);
	PG_RETURN_DATUM(rules);
}
