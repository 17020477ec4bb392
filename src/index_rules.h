/*
 * index_rules.h
 *		How an index is rebuilt from its members.
 */
#ifndef ROTATION_INDEX_RULES_H
#define ROTATION_INDEX_RULES_H

#include "compat.h"

#include "math/index_engine.h"

/* For an aggregate that takes its weighting from the rules. */
#define WEIGHTING_FROM_RULES (-1)

extern index_rule index_rule_of(Datum rules, bool isnull, int weighting);

#endif
