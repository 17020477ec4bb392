/*
 * regime_rules.h
 *		How a yield is cut into regimes.
 */
#ifndef ROTATION_REGIME_RULES_H
#define ROTATION_REGIME_RULES_H

#include "compat.h"

#include "math/yield_regimes.h"

extern regime_rule regime_rule_of(Datum rules, bool isnull);
extern regime_rule zigzag_rule_of(Datum rules, bool isnull, const char *user);

#endif
