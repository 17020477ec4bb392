/*
 * index_rules.c
 *		How an index is rebuilt from its members.
 */
#include "index_rules.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/date.h"

#include "arguments.h"
#include "rules.h"

/* Columns of the type index_rules. */
enum
{
	RULE_WEIGHTING = 1,
	RULE_CAP,
	RULE_REBALANCE,
	RULE_REBALANCE_DATES,
	RULE_MISSING,
	RULE_DELISTING_RETURN,
	RULE_REINVEST,
	RULE_COST_BP,
	RULE_BASE,
	RULE_ANNOUNCEMENT_LAG
};

#define BP_PER_UNIT 1e4
#define MOST_COST_BP 5000

static const char *const weightings[] = {"equal", "cap", "sector_equal", "capped", NULL};
static const char *const rebalances[] = {"day", "week", "month", "quarter", "year", "never", NULL};
static const char *const missings[] = {"carry", "drop", "error", NULL};
static const char *const reinvestments[] = {"index", "member", NULL};

static int
compare_dates(const void *a, const void *b, void *unused pg_attribute_unused())
{
	int32 x = *(const int32 *) a;
	int32 y = *(const int32 *) b;

	return x < y ? -1 : x > y;
}

/* The rebalance dates in order, in the current memory context. */
static void
read_rebalance_dates(HeapTupleHeader row, index_rule *rule)
{
	bool isnull;
	Datum value = GetAttributeByNum(row, RULE_REBALANCE_DATES, &isnull);
	Datum *dates;
	bool *nulls;
	int32 *sorted;
	int n;

	if (isnull)
		return;
	deconstruct_array(DatumGetArrayTypeP(value), DATEOID, sizeof(DateADT), true, TYPALIGN_INT, &dates, &nulls,
					  &n);
	if (n == 0)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("rebalance_dates is empty"),
						errhint("Use NULL to rebalance by the calendar, or rebalance => 'never'.")));
	sorted = palloc(n * sizeof(int32));
	for (int i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("rebalance_dates must not hold NULL")));
		sorted[i] = DatumGetDateADT(dates[i]);
		if (DATE_NOT_FINITE(sorted[i]))
			ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
							errmsg("rebalance_dates must be finite, not %s", format_ts(TS_DATE, sorted[i]))));
	}
	qsort_interruptible(sorted, n, sizeof(int32), compare_dates, NULL);
	rule->rebalance_dates = sorted;
	rule->rebalance_date_count = n;
}

static void
read_cap(HeapTupleHeader row, index_rule *rule)
{
	rule->cap = number_rule(row, RULE_CAP, 0);
	if (rule->weighting == WEIGHT_CAPPED && !(rule->cap > 0 && rule->cap <= 1))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("cap must be above 0 and at most 1, not %s", format_number(rule->cap)),
						errhint("weighting => 'capped' needs the largest weight allowed, as cap => 0.1.")));
	if (rule->weighting != WEIGHT_CAPPED && rule->cap != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("cap is only for weighting => 'capped', not '%s'", weightings[rule->weighting])));
}

/*
 * The rules that a composite value holds, checked; all defaults for NULL. An
 * aggregate that stands for a weighting gives it, and no other may be asked for.
 */
index_rule
index_rule_of(Datum rules, bool isnull, int weighting)
{
	index_rule rule = {.rebalance = FREQUENCY_DAY, .base = 100};
	HeapTupleHeader row;
	char *name;
	double cost_bp;

	rule.weighting = weighting == WEIGHTING_FROM_RULES ? WEIGHT_EQUAL : weighting;
	if (isnull)
		return rule;

	row = DatumGetHeapTupleHeader(rules);
	name = text_rule(row, RULE_WEIGHTING, NULL);
	if (name != NULL)
	{
		rule.weighting = choose_option("weighting", name, weightings);
		if (weighting != WEIGHTING_FROM_RULES && weighting != (int) rule.weighting)
			ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
							errmsg("weighting '%s' cannot be asked of an aggregate for '%s'", name,
								   weightings[weighting]),
							errhint("Leave weighting out, or call index_history().")));
	}
	read_cap(row, &rule);
	rule.rebalance = choose_option("rebalance", text_rule(row, RULE_REBALANCE, "day"), rebalances);
	read_rebalance_dates(row, &rule);
	rule.missing = choose_option("missing", text_rule(row, RULE_MISSING, "carry"), missings);
	rule.reinvest = choose_option("reinvest", text_rule(row, RULE_REINVEST, "index"), reinvestments);
	rule.delisting_return =
		return_value(number_rule(row, RULE_DELISTING_RETURN, 0), "delisting_return", TS_NONE, 0);
	cost_bp = number_rule(row, RULE_COST_BP, 0);
	if (!(cost_bp >= 0 && cost_bp < MOST_COST_BP))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("cost_bp must be zero or more, not %s", format_number(cost_bp)),
						errhint("Allowed: basis points of the value traded, below %d.", MOST_COST_BP)));
	rule.cost = cost_bp / BP_PER_UNIT;
	rule.base = positive_value(number_rule(row, RULE_BASE, 100), "base", TS_NONE, 0);
	rule.announcement_lag = integer_rule(row, RULE_ANNOUNCEMENT_LAG, 0);
	if (rule.announcement_lag < 0)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("announcement_lag must be zero or more, not %d", rule.announcement_lag),
						errhint("Allowed: the number of dates from a rebalance date to the close at which "
								"its basket takes effect, 0 for that date's own.")));
	return rule;
}

PG_FUNCTION_INFO_V1(index_rules);
Datum
index_rules(PG_FUNCTION_ARGS)
{
	Datum rules = rules_from_arguments(fcinfo);

	index_rule_of(rules, false, WEIGHTING_FROM_RULES);
	PG_RETURN_DATUM(rules);
}
