/*
 * zigzag.h
 *		The turning points of a series that move by at least a threshold.
 */
#ifndef ROTATION_ZIGZAG_H
#define ROTATION_ZIGZAG_H

#include <stdbool.h>
#include <stdint.h>

/* An observation on which a turn may fall: its value, its date, and the date from which it counts. */
typedef struct sample
{
	int64_t value;
	int32_t ts;
	int32_t known;
} sample;

/* A turn, and the date on which it was confirmed. Highs and lows take turns. */
typedef struct pivot
{
	int64_t value;
	int32_t ts;
	int32_t confirmed;
} pivot;

/* The moves that confirm a turn, above zero. */
typedef struct zigzag_threshold
{
	int64_t rise; /* from a low */
	int64_t fall; /* from a high */
} zigzag_threshold;

/* What is kept of the samples so far. */
typedef struct zigzag
{
	bool started; /* is there a sample? */
	bool known;   /* is the direction? */
	bool rising;
	sample low;
	sample high;
} zigzag;

extern bool zigzag_add(zigzag *state, const zigzag_threshold *threshold, const sample *next, pivot *turn);

#endif
