/*
 * regime_rules.c
 *		How a yield is cut into regimes.
 */
#include "regime_rules.h"

#include "arguments.h"
#include "rules.h"

#include "math/chord.h"
#include "math/yield.h"

/* Columns of the type regime_rules. */
enum
{
	RULE_METHOD = 1,
	RULE_THRESHOLD_BP,
	RULE_FREQUENCY,
	RULE_SEGMENTS,
	RULE_MIN_DAYS,
	RULE_SPLIT_DIVERGENCE,
	RULE_THRESHOLD_DOWN_BP
};

#define DEFAULT_THRESHOLD_BP 25
#define LEAST_THRESHOLD_BP 1e-8 /* a yield unit */
#define MOST_THRESHOLD_BP 1e6
#define MOST_DIVERGENCE 1e6

static const char *const methods[] = {"zigzag", "chord", NULL};
static const char *const frequencies[] = {"day", "week", "month", "quarter", NULL};

static int64
threshold_units(double bp, const char *name)
{
	if (!(bp >= LEAST_THRESHOLD_BP && bp <= MOST_THRESHOLD_BP))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be above zero, not %s", name, format_number(bp)),
				 errhint("Allowed: 1e-8 to 1e6 basis points; 25 is a quarter of a percentage point.")));
	return llround(bp * YIELD_UNITS_PER_BP);
}

static void
refuse_unless(bool allowed, const char *name, regime_method method)
{
	if (!allowed)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s has no meaning for method '%s'", name, methods[method]),
				 errhint("threshold_bp and threshold_down_bp belong to 'zigzag', segments and min_days "
						 "to 'chord'.")));
}

/* The number of chords and the least length of each. */
static void
read_chord_rules(HeapTupleHeader row, regime_rule *rule)
{
	bool has_segments = rule_is_given(row, RULE_SEGMENTS);
	bool has_min_days = rule_is_given(row, RULE_MIN_DAYS);
	int32 segments = integer_rule(row, RULE_SEGMENTS, 0);
	int32 min_days = integer_rule(row, RULE_MIN_DAYS, 0);

	if (rule->method != METHOD_CHORD)
	{
		refuse_unless(!has_segments, "segments", rule->method);
		refuse_unless(!has_min_days, "min_days", rule->method);
		return;
	}
	if (!has_segments)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("method 'chord' needs the number of segments"),
						errhint("Allowed: segments => 1 to %d.", CHORD_MAX_PIECES)));
	if (segments < 1 || segments > CHORD_MAX_PIECES)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("segments must be from 1 to %d, not %d", CHORD_MAX_PIECES, segments),
				 errhint("Allowed: 1 to %d, and fewer than the series has points.", CHORD_MAX_PIECES)));
	if (has_min_days && min_days < 1)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("min_days must be at least 1, not %d", min_days),
						errhint("Allowed: the least length of a segment in calendar days, or NULL.")));
	rule->segments = segments;
	rule->min_days = min_days;
}

/* The rules that a composite value holds, checked; all defaults for NULL. */
regime_rule
regime_rule_of(Datum rules, bool isnull)
{
	int64 units = DEFAULT_THRESHOLD_BP * (int64) YIELD_UNITS_PER_BP;
	regime_rule rule = {.method = METHOD_ZIGZAG, .frequency = FREQUENCY_MONTH, .threshold = {units, units}};

	if (isnull)
		return rule;

	HeapTupleHeader row = DatumGetHeapTupleHeader(rules);
	bool has_down = rule_is_given(row, RULE_THRESHOLD_DOWN_BP);
	bool has_divergence = rule_is_given(row, RULE_SPLIT_DIVERGENCE);
	double divergence = number_rule(row, RULE_SPLIT_DIVERGENCE, 0);

	rule.method = choose_option("method", text_rule(row, RULE_METHOD, "zigzag"), methods);
	rule.frequency = choose_option("frequency", text_rule(row, RULE_FREQUENCY, "month"), frequencies);
	rule.threshold.rise =
		threshold_units(number_rule(row, RULE_THRESHOLD_BP, DEFAULT_THRESHOLD_BP), "threshold_bp");
	refuse_unless(!has_down || rule.method == METHOD_ZIGZAG, "threshold_down_bp", rule.method);
	rule.threshold.fall =
		has_down ? threshold_units(number_rule(row, RULE_THRESHOLD_DOWN_BP, 0), "threshold_down_bp")
				 : rule.threshold.rise;
	read_chord_rules(row, &rule);
	if (has_divergence && !(divergence > 0 && divergence <= MOST_DIVERGENCE))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("split_divergence must be above zero, not %s", format_number(divergence)),
				 errhint("Allowed: a relative return as a fraction, as 0.035, or NULL for no split.")));
	rule.split_divergence = divergence;
	return rule;
}

/* The rules where only the turns of a zigzag will do. */
regime_rule
zigzag_rule_of(Datum rules, bool isnull, const char *user)
{
	regime_rule rule = regime_rule_of(rules, isnull);

	if (rule.method != METHOD_ZIGZAG || rule.split_divergence > 0)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("%s is of method 'zigzag' without split_divergence", user),
						errhint("Other regimes depend on rows that are still to come.")));
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
