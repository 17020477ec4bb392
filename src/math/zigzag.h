/*
 * zigzag.h
 *		The turning points of a series that move by at least a threshold.
 */
#ifndef ROTATION_ZIGZAG_H
#define ROTATION_ZIGZAG_H

#include <stdbool.h>
#include <stdint.h>

/* An observation on which a turn may fall: its value, and the rows where it stands and is known to count. */
typedef struct sample
{
	int64_t value;
	int32_t row;
	int32_t known;
} sample;

/* A turn at a sample, and the sample that confirmed it. */
typedef struct pivot
{
	int32_t sample;
	int32_t confirmed;
	bool high;
} pivot;

extern int32_t zigzag(const sample *samples, int32_t n, int64_t threshold, pivot *pivots);

#endif
