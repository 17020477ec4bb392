/*
 * yield_regimes.h
 *		Stretches of a yield between its turns.
 */
#ifndef ROTATION_YIELD_REGIMES_H
#define ROTATION_YIELD_REGIMES_H

#include <stdbool.h>
#include <stdint.h>

#include "math/calendar.h"

typedef enum regime_direction
{
	REGIME_FLAT,
	REGIME_RISING,
	REGIME_FALLING
} regime_direction;

typedef struct regime_rule
{
	int64_t threshold; /* in yield units */
	frequency frequency;
	double split_divergence; /* 0: none */
} regime_rule;

/* The observations of a yield, in order of time. */
typedef struct yield_series
{
	int32_t n;
	const int32_t *ts;
	const int64_t *units;
} yield_series;

/* Two levels on common dates, in order of time. */
typedef struct level_pairs
{
	int32_t n;
	const int32_t *ts;
	const double *a;
	const double *b;
} level_pairs;

#define NOT_CONFIRMED (-1)

/* start, end and confirmed are rows of the yield series. */
typedef struct regime
{
	int32_t start;
	int32_t end;
	int32_t confirmed;
	regime_direction direction;
	bool provisional;
} regime;

extern regime *find_regimes(const yield_series *yields, const level_pairs *levels, const regime_rule *rule,
							int32_t *count);
extern bool returns_between(const level_pairs *levels, int32_t start, int32_t end, double *a, double *b);

#endif
