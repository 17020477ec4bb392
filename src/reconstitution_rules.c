/*
 * reconstitution_rules.c
 *		How members are divided among indexes by capitalisation.
 */
#include "reconstitution_rules.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datum.h"

#include "arguments.h"
#include "rules.h"

/* Columns of the type reconstitution_rules. */
enum
{
	RULE_NAMES = 1,
	RULE_BREAKPOINTS,
	RULE_BAND,
	RULE_SCHEDULE
};

/* Columns of the type reconstitution_date. */
enum
{
	DATE_RANK_TS = 1,
	DATE_EFFECTIVE_TS,
	DATE_ADDITIONS_ONLY
};

#define DEFAULT_BAND 0.025

static const char *const default_names[] = {"large", "small"};
static const int32 default_breakpoints[] = {1000, 3000};

/* The elements of an array, none of which may be NULL. */
static int
read_array(Datum value, const char *name, Oid type, int16 length, bool by_value, char align, Datum **elements)
{
	bool *nulls;
	int n;

	deconstruct_array(DatumGetArrayTypeP(value), type, length, by_value, align, elements, &nulls, &n);
	if (n == 0)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s is empty", name),
						errhint("NULL stands for the default.")));
	for (int i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (nulls[i])
			ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("%s must not hold NULL", name)));
	}
	return n;
}

static int
read_names(HeapTupleHeader row, char ***names)
{
	bool isnull = true;
	Datum value = row == NULL ? (Datum) 0 : GetAttributeByNum(row, RULE_NAMES, &isnull);
	int n = lengthof(default_names);
	Datum *elements = NULL;

	if (!isnull)
		n = read_array(value, "names", TEXTOID, -1, false, TYPALIGN_INT, &elements);
	*names = palloc(n * sizeof(char *));
	for (int i = 0; i < n; i++)
	{
		(*names)[i] = elements == NULL ? pstrdup(default_names[i]) : TextDatumGetCString(elements[i]);
		for (int j = 0; j < i; j++)
		{
			CHECK_FOR_INTERRUPTS();
			if (strcmp((*names)[i], (*names)[j]) == 0)
				ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
								errmsg("names must differ, not hold \"%s\" twice", (*names)[i])));
		}
	}
	return n;
}

static int
read_breakpoints(HeapTupleHeader row, reconstitution_rule *rule)
{
	bool isnull = true;
	Datum value = row == NULL ? (Datum) 0 : GetAttributeByNum(row, RULE_BREAKPOINTS, &isnull);
	int n = lengthof(default_breakpoints);
	Datum *elements = NULL;
	int32 *breakpoints;

	if (!isnull)
		n = read_array(value, "breakpoints", INT4OID, sizeof(int32), true, TYPALIGN_INT, &elements);
	rule->breakpoints = breakpoints = palloc(n * sizeof(int32));
	for (int i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		breakpoints[i] = elements == NULL ? default_breakpoints[i] : DatumGetInt32(elements[i]);
		if (breakpoints[i] <= (i == 0 ? 0 : breakpoints[i - 1]))
			ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
							errmsg("breakpoints must be above zero and increase, not be %d after %d",
								   breakpoints[i], i == 0 ? 0 : breakpoints[i - 1]),
							errhint("A breakpoint is the rank of the smallest member of its index.")));
	}
	return n;
}

static int
compare_rank_ts(const void *a, const void *b, void *unused pg_attribute_unused())
{
	int32 x = ((const reconstitution_date *) a)->rank_ts;
	int32 y = ((const reconstitution_date *) b)->rank_ts;

	return x < y ? -1 : x > y;
}

static int32
finite_date(Datum value, const char *name)
{
	DateADT date = DatumGetDateADT(value);

	if (DATE_NOT_FINITE(date))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("%s in schedule must be finite, not %s", name, format_ts(TS_DATE, date))));
	return date;
}

static reconstitution_date
read_date(HeapTupleHeader row)
{
	reconstitution_date date;
	bool isnull;
	Datum value = GetAttributeByNum(row, DATE_RANK_TS, &isnull);

	if (isnull)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("rank_ts in schedule must not be NULL")));
	date.rank_ts = finite_date(value, "rank_ts");
	value = GetAttributeByNum(row, DATE_EFFECTIVE_TS, &isnull);
	date.effective_ts = isnull ? date.rank_ts : finite_date(value, "effective_ts");
	value = GetAttributeByNum(row, DATE_ADDITIONS_ONLY, &isnull);
	date.additions_only = !isnull && DatumGetBool(value);
	if (date.effective_ts < date.rank_ts)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("effective_ts %s in schedule is before its rank_ts %s",
							   format_ts(TS_DATE, date.effective_ts), format_ts(TS_DATE, date.rank_ts))));
	return date;
}

/* The schedule in order of its rank days. */
static void
read_schedule(HeapTupleHeader row, reconstitution_rule *rule)
{
	bool isnull = true;
	Datum value = row == NULL ? (Datum) 0 : GetAttributeByNum(row, RULE_SCHEDULE, &isnull);
	reconstitution_date *dates;
	Datum *elements;
	int n;

	if (isnull)
		return;
	n = read_array(value, "schedule", ARR_ELEMTYPE(DatumGetArrayTypeP(value)), -1, false, TYPALIGN_DOUBLE,
				   &elements);
	rule->dates = dates = palloc(n * sizeof(reconstitution_date));
	rule->date_count = n;
	for (int i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		dates[i] = read_date(DatumGetHeapTupleHeader(elements[i]));
	}
	qsort_interruptible(dates, n, sizeof(reconstitution_date), compare_rank_ts, NULL);
	if (dates[0].additions_only)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("the first rank_ts in schedule, %s, must not be for additions only",
							   format_ts(TS_DATE, dates[0].rank_ts)),
						errhint("Additions are placed by the breakpoints of the full reconstitution before "
								"them.")));
	for (int i = 1; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (dates[i].rank_ts == dates[i - 1].rank_ts)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("schedule has the rank_ts %s twice", format_ts(TS_DATE, dates[i].rank_ts))));
		if (dates[i].effective_ts <= dates[i - 1].effective_ts)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("effective_ts in schedule must be in the order of rank_ts, not %s after %s",
							format_ts(TS_DATE, dates[i].effective_ts),
							format_ts(TS_DATE, dates[i - 1].effective_ts))));
	}
}

/*
 * The rules that a composite value holds, checked, and the names of the indexes,
 * in the current memory context; all defaults for NULL.
 */
reconstitution_rule
reconstitution_rule_of(Datum rules, bool isnull, char ***names)
{
	HeapTupleHeader row = isnull ? NULL : DatumGetHeapTupleHeader(rules);
	reconstitution_rule rule = {.indexes = read_names(row, names)};
	int breakpoints = read_breakpoints(row, &rule);
	double band = row == NULL ? DEFAULT_BAND : number_rule(row, RULE_BAND, DEFAULT_BAND);

	if (breakpoints != rule.indexes)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there must be one breakpoint an index, not %d for %d", breakpoints, rule.indexes),
				 errhint("A breakpoint is the rank of the smallest member of its index.")));
	if (!(band >= 0 && band < 0.5))
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("band must be zero or more and below 0.5, not %s", format_number(band)),
						errhint("A fraction of the capitalisation of all members ranked; 0 for no band.")));
	rule.band_units = llround(band * BAND_UNITS_PER_ONE);
	read_schedule(row, &rule);
	return rule;
}

/*
 * reconstitution_rules(names, breakpoints, band, schedule): the rules as a
 * composite value. A schedule that comes from a table is no constant, and the
 * rules are built again for each row; they are checked once.
 */
PG_FUNCTION_INFO_V1(reconstitution_rules);
Datum
reconstitution_rules(PG_FUNCTION_ARGS)
{
	Datum rules = rules_from_arguments(fcinfo);
	void *checked = fcinfo->flinfo->fn_extra;
	MemoryContext caller;
	char **names;

	if (checked != NULL && datumIsEqual(rules, PointerGetDatum(checked), false, -1))
		PG_RETURN_DATUM(rules);
	reconstitution_rule_of(rules, false, &names);
	caller = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	fcinfo->flinfo->fn_extra = DatumGetPointer(datumCopy(rules, false, -1));
	if (checked != NULL)
		pfree(checked);
	MemoryContextSwitchTo(caller);
	PG_RETURN_DATUM(rules);
}
