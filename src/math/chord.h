/*
 * chord.h
 *		A series as a given number of straight pieces that fit it best.
 */
#ifndef ROTATION_CHORD_H
#define ROTATION_CHORD_H

#include <stdbool.h>
#include <stdint.h>

/* Work grows with points² · pieces, memory with points · pieces (12 bytes each). */
#define CHORD_MAX_POINTS 30000
#define CHORD_MAX_PIECES 200

/* Points in order of time, no two at one. */
typedef struct chord_series
{
	int32_t n;
	const int32_t *ts;
	const int64_t *value;
} chord_series;

extern bool chord_cuts(const chord_series *series, int32_t pieces, int32_t least_length, int32_t *cuts);

#endif
