/*
 * reconstitution_rules.h
 *		How members are divided among indexes by capitalisation.
 */
#ifndef ROTATION_RECONSTITUTION_RULES_H
#define ROTATION_RECONSTITUTION_RULES_H

#include "compat.h"

#include "math/reconstitution.h"

extern reconstitution_rule reconstitution_rule_of(Datum rules, bool isnull, char ***names);

#endif
