/*
 * threshold_plateaus.h
 *		The thresholds of a zigzag between which its turns stay the same.
 */
#ifndef ROTATION_THRESHOLD_PLATEAUS_H
#define ROTATION_THRESHOLD_PLATEAUS_H

#include <stdbool.h>
#include <stdint.h>

#include "math/zigzag.h"

#define NO_LIMIT INT64_MAX

/*
 * An interval of thresholds, above the one and up to and including the other,
 * and the turns that each of them gives: the first of the extremes.
 */
typedef struct plateau
{
	int64_t above;
	int64_t up_to; /* NO_LIMIT for the last one */
	int32_t turns;
	sample *extremes;
	int32_t extreme_count;
} plateau;

extern void plateau_begin(plateau *p, const sample *samples, int32_t n);
extern bool plateau_next(plateau *p);

#endif
