/*
 * regime_rules.c
 *		How a yield is cut into regimes.
 */
#include "regime_rules.h"

#include "arguments.h"
#include "rules.h"

#include "math/yield.h"

/* Columns of the type regime_rules. */
enum
{
	RULE_METHOD = 1,
	RULE_THRESHOLD_BP,
	RULE_FREQUENCY,
	RULE_SPLIT_DIVERGENCE
};

#define DEFAULT_THRESHOLD_BP 25
#define LEAST_THRESHOLD_BP 1e-8 /* a yield unit */
#define MOST_THRESHOLD_BP 1e6
#define MOST_DIVERGENCE 1e6
#define NO_DIVERGENCE (-INFINITY)

static const char *const methods[] = {"zigzag", NULL};
static const char *const frequencies[] = {"day", "week", "month", "quarter", NULL};

/* The rules that a composite value holds, checked; all defaults for NULL. */
regime_rule
regime_rule_of(Datum rules, bool isnull)
{
	regime_rule rule = {DEFAULT_THRESHOLD_BP * (int64) YIELD_UNITS_PER_BP, FREQUENCY_MONTH, 0};

	if (isnull)
		return rule;

	HeapTupleHeader row = DatumGetHeapTupleHeader(rules);
	double threshold = number_rule(row, RULE_THRESHOLD_BP, DEFAULT_THRESHOLD_BP);
	double divergence = number_rule(row, RULE_SPLIT_DIVERGENCE, NO_DIVERGENCE);

	choose_option("method", text_rule(row, RULE_METHOD, "zigzag"), methods);
	rule.frequency = choose_option("frequency", text_rule(row, RULE_FREQUENCY, "month"), frequencies);
	if (!(threshold >= LEAST_THRESHOLD_BP && threshold <= MOST_THRESHOLD_BP))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("threshold_bp must be above zero, not %s", format_number(threshold)),
				 errhint("Allowed: 1e-8 to 1e6 basis points; 25 is a quarter of a percentage point.")));
	if (divergence != NO_DIVERGENCE && !(divergence > 0 && divergence <= MOST_DIVERGENCE))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("split_divergence must be above zero, not %s", format_number(divergence)),
				 errhint("Allowed: a relative return as a fraction, as 0.035, or NULL for no split.")));
	rule.threshold = llround(threshold * YIELD_UNITS_PER_BP);
	rule.split_divergence = divergence == NO_DIVERGENCE ? 0 : divergence;
	return rule;
}

PG_FUNCTION_INFO_V1(regime_rules);
Datum
regime_rules(PG_FUNCTION_ARGS)
{
	Datum rules = rules_from_arguments(fcinfo);

	regime_rule_of(rules, false);
	PG_RETURN_DATUM(rules);
}
