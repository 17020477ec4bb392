/*
 * impossible_states.h
 *		Well-formed texts of summaries that no rows lead to.
 */
#ifndef ROTATION_IMPOSSIBLE_STATES_H
#define ROTATION_IMPOSSIBLE_STATES_H

#include "math/summary_format.h"

/* Exact sums as text. */
#define DIGITS_63 "000000000000000000000000000000000000000000000000000000000000000"
#define ZERO DIGITS_63 "0"
#define ONE "0000000000000000000000000000000100000000000000000000000000000000"
#define MINUS_ONE "ffffffffffffffffffffffffffffffff00000000000000000000000000000000"

/* One without a name is good, and stands for what its neighbours would be. */
typedef struct impossible_state
{
	const summary_format *format;
	const char *text;
	const char *what;
} impossible_state;

extern const impossible_state impossible_states[];
extern const int impossible_state_count;

#endif
