/*
 * regime_state.h
 *		What is kept of a yield to give its zigzag regimes, and to go on from there.
 */
#ifndef ROTATION_REGIME_STATE_H
#define ROTATION_REGIME_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "math/calendar.h"
#include "math/summary_format.h"
#include "math/zigzag.h"

typedef enum regime_direction
{
	REGIME_FLAT,
	REGIME_RISING,
	REGIME_FALLING
} regime_direction;

#define NOT_CONFIRMED INT32_MIN

/* A stretch (start_ts, end_ts] of a yield. */
typedef struct regime
{
	int32_t start_ts;
	int32_t end_ts;
	int64_t start_value;
	int64_t end_value;
	int32_t confirmed; /* the date on which its beginning was */
	regime_direction direction;
	bool provisional;
} regime;

typedef struct regime_state
{
	int64_t n;
	zigzag_threshold threshold;
	uint8_t frequency;
	int32_t first_ts;
	int32_t last_ts;
	int64_t first_value;
	int64_t last_value;
	zigzag zigzag;
	int64_t turns;
	pivot pivots[]; /* as many as there are turns */
} regime_state;

/* A state with room for more turns; it moves as it grows. */
typedef struct growing_regimes
{
	regime_state *state;
	int64_t room;
} growing_regimes;

extern void regimes_begin(growing_regimes *regimes, const zigzag_threshold *threshold, frequency f);
extern void regimes_continue(growing_regimes *regimes, const regime_state *state);
extern void regimes_add(growing_regimes *regimes, int32_t ts, int64_t value);

extern regime *regimes_of_state(const regime_state *state, int32_t *count);

extern const summary_format regime_state_format;

#endif
