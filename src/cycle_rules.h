/*
 * cycle_rules.h
 *		How a policy rate is cut into cycles.
 */
#ifndef ROTATION_CYCLE_RULES_H
#define ROTATION_CYCLE_RULES_H

#include "compat.h"

#include "math/policy_cycles.h"

extern cycle_rule cycle_rule_of(Datum rules, bool isnull);

#endif
