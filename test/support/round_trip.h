/*
 * round_trip.h
 *		Stored states as text and as bytes, and back.
 */
#ifndef ROTATION_ROUND_TRIP_H
#define ROTATION_ROUND_TRIP_H

#include "math/breadth_state.h"
#include "math/contribution_state.h"
#include "math/drawdown_state.h"
#include "math/earnings_state.h"
#include "math/excess_state.h"
#include "math/level_state.h"
#include "math/linked_effect_state.h"
#include "math/pair_state.h"
#include "math/return_pair_state.h"
#include "math/return_state.h"
#include "math/summary_format.h"
#include "math/weight_state.h"
#include "math/yield_state.h"

/* A state without a list. */
typedef union any_state
{
	span span;
	struct
	{
		int64_t n;
		double periods_per_year;
	} head; /* of a summary of returns */
	level_state level;
	pair_state pair;
	yield_state yield;
	return_state returns;
	excess_state excess;
	return_pair_state return_pair;
	drawdown_state drawdown;
	breadth_state breadth;
	weight_state weights;
	earnings_state earnings;
	contribution_state contribution;
	linked_effect_state linked_effect;
} any_state;

extern const char *round_trip_problem(const summary_format *format, const void *state);

#endif
