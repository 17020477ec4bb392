/*
 * yield_regimes.h
 *		Stretches of a yield between its turns.
 */
#ifndef ROTATION_YIELD_REGIMES_H
#define ROTATION_YIELD_REGIMES_H

#include <stdbool.h>
#include <stdint.h>

#include "math/calendar.h"
#include "math/regime_state.h"
#include "math/yield.h"
#include "math/zigzag.h"

typedef enum regime_method
{
	METHOD_ZIGZAG,
	METHOD_CHORD
} regime_method;

typedef struct regime_rule
{
	regime_method method;
	frequency frequency;
	zigzag_threshold threshold; /* in yield units */
	int32_t segments;
	int32_t min_days;
	double split_divergence; /* 0: none */
} regime_rule;

/* Two levels on common dates, in order of time. */
typedef struct level_pairs
{
	int32_t n;
	const int32_t *ts;
	const double *a;
	const double *b;
} level_pairs;

/* The returns of both levels over a stretch, and by how much the first is above the second. */
typedef struct level_returns
{
	double a;
	double b;
	double relative;
} level_returns;

/* Why a yield cannot be cut as the rules ask. */
typedef enum regime_problem
{
	REGIMES_FOUND,
	TOO_MANY_POINTS,
	TOO_MANY_SEGMENTS,
	TOO_SHORT_FOR_SEGMENTS
} regime_problem;

extern sample *period_ends(const yield_series *yields, frequency f, int32_t *count);
extern regime_problem find_regimes(const yield_series *yields, const level_pairs *levels,
								   const regime_rule *rule, regime **regimes, int32_t *count);
extern bool returns_between(const level_pairs *levels, int32_t start, int32_t end, level_returns *returns);

#endif
