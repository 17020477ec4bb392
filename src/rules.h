/*
 * rules.h
 *		Options of an aggregate, as a composite value.
 */
#ifndef ROTATION_RULES_H
#define ROTATION_RULES_H

#include "compat.h"

/* The rules argument of an aggregate, which must be the same in every row. */
typedef struct rules_argument
{
	bool constant; /* the planner says so */
	bool isnull;
	Datum value;
} rules_argument;

extern void remember_rules(FunctionCallInfo fcinfo, int argument, rules_argument *rules);
extern void check_rules_differ(FunctionCallInfo fcinfo, int argument, const rules_argument *rules);

extern int choose_option(const char *name, const char *value, const char *const *allowed);
extern char *text_rule(HeapTupleHeader rules, int attribute, const char *otherwise);
extern bool rule_is_given(HeapTupleHeader rules, int attribute);
extern double number_rule(HeapTupleHeader rules, int attribute, double otherwise);
extern int32 integer_rule(HeapTupleHeader rules, int attribute, int32 otherwise);
extern Datum rules_from_arguments(FunctionCallInfo fcinfo);

/* Refuse rules that differ from the first row's: which ones held would depend on the order of the rows. */
static inline void
check_same_rules(FunctionCallInfo fcinfo, int argument, const rules_argument *rules)
{
	if (unlikely(!rules->constant))
		check_rules_differ(fcinfo, argument, rules);
}

#endif
