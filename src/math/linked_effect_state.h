/*
 * linked_effect_state.h
 *		What is kept of an attribution effect to link it over periods.
 *
 *	n			periods
 *	effects		sum of effect * k, see linked_effect_state.c
 *	excess		sum of ln((1 + Rp) / (1 + Rb))
 *	benchmark	sum of ln(1 + Rb)
 */
#ifndef ROTATION_LINKED_EFFECT_STATE_H
#define ROTATION_LINKED_EFFECT_STATE_H

#include "math/exact_sum.h"
#include "math/summary_format.h"

/* Beyond it, k is so small that effects would be lost below the sums' last bit. */
#define LINKABLE_RETURN_LIMIT 1e12

typedef struct linked_effect_state
{
	int64_t n;
	exact_sum effects;
	exact_sum excess;
	exact_sum benchmark;
} linked_effect_state;

extern bool linked_effect_add(linked_effect_state *state, double effect, double portfolio, double benchmark);
extern bool linked_effect_subtract(linked_effect_state *state, double effect, double portfolio,
								   double benchmark);
extern bool linked_effect_merge(linked_effect_state *state, const linked_effect_state *other);

/* NaN where it is not defined, infinite where the returns compound to more than a double holds. */
extern double linked_effect_carino(const linked_effect_state *state);

extern const summary_format linked_effect_format;

#endif
