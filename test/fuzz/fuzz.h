/*
 * fuzz.h
 *		What the subjects of fuzzing share.
 *
 * A subject makes of any bytes what it needs, calls the mathematics with it, and
 * requires of the result what holds for all input: the answer of a slow reference,
 * or that bytes which are accepted come back as they are.
 */
#ifndef ROTATION_FUZZ_H
#define ROTATION_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "math/calendar.h"

#define LENGTH(array) ((int) (sizeof(array) / sizeof(array)[0]))

/* The bytes that are left; behind their end come zeros. */
typedef struct input
{
	const uint8_t *next;
	size_t left;
} input;

extern int take_byte(input *in);
extern int64_t take_word(input *in, int bytes);
extern int take_below(input *in, int n);
extern double take_size(input *in, int from, int to);
extern double take_signed(input *in, int from, int to);
extern double take_return(input *in);
extern void take_order(input *in, int *order, int n);

extern void require(bool holds, const char *what);
extern void *block_of(size_t size);
extern bool is_close(double result, long double figure, long double error);

/* The number of a date's calendar period, by counting the days. */
#define CALENDAR_REACH 20000
extern int period_by_counting(int32_t date, frequency f);

extern void fuzz_exact_sum(input *in);
extern void fuzz_chord(input *in);
extern void fuzz_index_engine(input *in);
extern void fuzz_index_state(input *in);
extern void fuzz_partial_states(input *in);
extern void fuzz_reconstitution(input *in);
extern void fuzz_regimes(input *in);
extern void fuzz_series(input *in);
extern void fuzz_summaries(input *in);

#endif
