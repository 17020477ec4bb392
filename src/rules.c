/*
 * rules.c
 *		Options of an aggregate, as a composite value.
 *
 * An aggregate can have neither named arguments nor defaults, so its options are
 * built by a function that has both. The value may also come from a cast or a
 * table, so it is checked again where it is used.
 */
#include "rules.h"

#include "access/htup_details.h"
#include "executor/executor.h"
#include "lib/stringinfo.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

/* Rules hold arrays, each of which fits a value; together they must fit one too, with its header. */
#define MOST_RULES (MaxAllocSize - 1024)

/* Whether the planner has reduced an aggregate's argument to a constant. */
static bool
is_constant(FunctionCallInfo fcinfo, int argument)
{
	Aggref *call = AggGetAggref(fcinfo);

	return call != NULL && IsA(((TargetEntry *) list_nth(call->args, argument - 1))->expr, Const);
}

/* Keep the rules of the first row, in the current memory context. An absent argument is NULL. */
void
remember_rules(FunctionCallInfo fcinfo, int argument, rules_argument *rules)
{
	rules->isnull = PG_NARGS() <= argument || PG_ARGISNULL(argument);
	rules->constant = PG_NARGS() <= argument || is_constant(fcinfo, argument);
	rules->value = rules->isnull ? (Datum) 0 : PointerGetDatum(PG_GETARG_HEAPTUPLEHEADER_COPY(argument));
}

void
check_rules_differ(FunctionCallInfo fcinfo, int argument, const rules_argument *rules)
{
	bool same = PG_ARGISNULL(argument) == rules->isnull;

	if (same && !rules->isnull)
		same = datumIsEqual(PointerGetDatum(PG_GETARG_HEAPTUPLEHEADER(argument)), rules->value, false, -1);
	if (!same)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("rules must be the same in every row of a group")));
}

/* The place of an option among those allowed, a list that ends with NULL. */
int
choose_option(const char *name, const char *value, const char *const *allowed)
{
	StringInfoData hint;

	for (int i = 0; allowed[i] != NULL; i++)
		if (strcmp(value, allowed[i]) == 0)
			return i;

	initStringInfo(&hint);
	for (int i = 0; allowed[i] != NULL; i++)
		appendStringInfo(&hint, "%s'%s'", i == 0 ? "" : ", ", allowed[i]);
	ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("unknown %s '%s'", name, value),
					errhint("Allowed: %s.", hint.data)));
}

/* A text among the rules; NULL stands for the default. */
char *
text_rule(HeapTupleHeader rules, int attribute, const char *otherwise)
{
	bool isnull;
	Datum value = GetAttributeByNum(rules, attribute, &isnull);

	if (isnull)
		return otherwise == NULL ? NULL : pstrdup(otherwise);
	return TextDatumGetCString(value);
}

bool
rule_is_given(HeapTupleHeader rules, int attribute)
{
	bool isnull;

	GetAttributeByNum(rules, attribute, &isnull);
	return !isnull;
}

/* A number among the rules; NULL stands for the default. */
double
number_rule(HeapTupleHeader rules, int attribute, double otherwise)
{
	bool isnull;
	Datum value = GetAttributeByNum(rules, attribute, &isnull);

	return isnull ? otherwise : DatumGetFloat8(value);
}

/* A whole number among the rules; NULL stands for the default. */
int32
integer_rule(HeapTupleHeader rules, int attribute, int32 otherwise)
{
	bool isnull;
	Datum value = GetAttributeByNum(rules, attribute, &isnull);

	return isnull ? otherwise : DatumGetInt32(value);
}

/* A composite value of the function's result type with its arguments as columns. */
Datum
rules_from_arguments(FunctionCallInfo fcinfo)
{
	TupleDesc row_type = lookup_rowtype_tupdesc(get_func_rettype(fcinfo->flinfo->fn_oid), -1);
	Datum *values = palloc(PG_NARGS() * sizeof(Datum));
	bool *nulls = palloc(PG_NARGS() * sizeof(bool));
	Datum result;

	if (row_type->natts != PG_NARGS())
		elog(ERROR, "rules type does not match its constructor");
	for (int i = 0; i < PG_NARGS(); i++)
	{
		values[i] = PG_GETARG_DATUM(i);
		nulls[i] = PG_ARGISNULL(i);
	}
	if (heap_compute_data_size(row_type, values, nulls) > MOST_RULES)
		ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
						errmsg("value of type %s is too large", format_type_be(row_type->tdtypeid))));
	result = HeapTupleGetDatum(heap_form_tuple(row_type, values, nulls));
	ReleaseTupleDesc(row_type);
	return result;
}
