/*
 * exact_aggregates.h
 *		What the aggregates share whose states are counts and exact sums alone.
 *
 * A row that leaves a window's frame is subtracted, so one summary serves the
 * aggregate and the frame. Their arguments are one to three numbers a row.
 */
#ifndef ROTATION_EXACT_AGGREGATES_H
#define ROTATION_EXACT_AGGREGATES_H

#include "compat.h"

#include "summary_type.h"

#define EXACT_MAX_VALUES 3

/* read_row checks the arguments of a row without NULLs; false leaves it out. */
typedef struct exact_class
{
	const summary_format *format;
	int values;
	bool (*read_row)(FunctionCallInfo fcinfo, double *values);
	bool (*add)(void *state, const double *values);
	bool (*subtract)(void *state, const double *values);
	sliding_merge merge;
} exact_class;

extern Datum exact_accum(FunctionCallInfo fcinfo, const exact_class *class, bool add);
extern Datum exact_combine(FunctionCallInfo fcinfo, const exact_class *class);

/* The transition functions by which a row comes and goes. */
#define EXACT_TRANSITION_FUNCTIONS(name, accum, class)                                                       \
	PG_FUNCTION_INFO_V1(name##_accum);                                                                       \
	Datum name##_accum(PG_FUNCTION_ARGS)                                                                     \
	{                                                                                                        \
		return accum(fcinfo, &class, true);                                                                  \
	}                                                                                                        \
	PG_FUNCTION_INFO_V1(name##_retract);                                                                     \
	Datum name##_retract(PG_FUNCTION_ARGS)                                                                   \
	{                                                                                                        \
		return accum(fcinfo, &class, false);                                                                 \
	}                                                                                                        \
	extern int name##_transition_functions

/* What a type and its aggregates have, by the functions that add a row and combine two states. */
#define EXACT_TYPE_FUNCTIONS(type, accum, combine, class)                                                    \
	SUMMARY_TYPE_FUNCTIONS(type, *(class).format);                                                           \
	EXACT_TRANSITION_FUNCTIONS(type, accum, class);                                                          \
	PG_FUNCTION_INFO_V1(type##_combine);                                                                     \
	Datum type##_combine(PG_FUNCTION_ARGS)                                                                   \
	{                                                                                                        \
		return combine(fcinfo, &class);                                                                      \
	}                                                                                                        \
	extern int type##_aggregate_functions

#define EXACT_AGGREGATE_FUNCTIONS(type, class) EXACT_TYPE_FUNCTIONS(type, exact_accum, exact_combine, class)

/* A figure of a state, which serves as accessor and as final function. NULL where it is not defined. */
#define EXACT_FIGURE_OF(type, name, figure, state)                                                           \
	PG_FUNCTION_INFO_V1(type##_##name);                                                                      \
	Datum type##_##name(PG_FUNCTION_ARGS)                                                                    \
	{                                                                                                        \
		double result = figure(state);                                                                       \
                                                                                                             \
		if (isnan(result))                                                                                   \
			PG_RETURN_NULL();                                                                                \
		PG_RETURN_FLOAT8(checked_result(result, #name));                                                     \
	}                                                                                                        \
	extern int type##_##name##_figure

#define EXACT_FIGURE(type, class, name, figure)                                                              \
	EXACT_FIGURE_OF(type, name, figure, summary_argument(fcinfo, 0, (class).format))

#endif
