/*
 * return_aggregates.h
 *		What the aggregates over returns share, whatever they keep of them.
 *
 * Their states are sums that are exact, so a row that leaves a window's frame is
 * subtracted. Each begins with the count and with the frequency, in periods a
 * year, that an annualised figure was asked for.
 */
#ifndef ROTATION_RETURN_AGGREGATES_H
#define ROTATION_RETURN_AGGREGATES_H

#include "compat.h"

#include "summary_type.h"

typedef struct return_head
{
	int64 n;
	double periods_per_year;
} return_head;

/* One or two values a row: r, r and its target, or ra and rb. */
typedef struct return_class
{
	const summary_format *format;
	int values;
	const char *names[2];
	bool second_is_return;
	bool (*add)(void *state, const double *values);
	bool (*subtract)(void *state, const double *values);
	sliding_merge merge;
} return_class;

extern Datum return_accum(FunctionCallInfo fcinfo, const return_class *class, bool add);
extern Datum return_combine(FunctionCallInfo fcinfo, const return_class *class);
extern void *return_figure_state(FunctionCallInfo fcinfo, const return_class *class, bool needs_frequency);

#define RETURN_TRANSITION_FUNCTIONS(name, class)                                                             \
	PG_FUNCTION_INFO_V1(name##_accum);                                                                       \
	Datum name##_accum(PG_FUNCTION_ARGS)                                                                     \
	{                                                                                                        \
		return return_accum(fcinfo, &class, true);                                                           \
	}                                                                                                        \
	PG_FUNCTION_INFO_V1(name##_retract);                                                                     \
	Datum name##_retract(PG_FUNCTION_ARGS)                                                                   \
	{                                                                                                        \
		return return_accum(fcinfo, &class, false);                                                          \
	}                                                                                                        \
	extern int name##_transition_functions

#define RETURN_AGGREGATE_FUNCTIONS(type, class)                                                              \
	SUMMARY_TYPE_FUNCTIONS(type, *(class).format);                                                           \
	RETURN_TRANSITION_FUNCTIONS(type, class);                                                                \
	PG_FUNCTION_INFO_V1(type##_combine);                                                                     \
	Datum type##_combine(PG_FUNCTION_ARGS)                                                                   \
	{                                                                                                        \
		return return_combine(fcinfo, &class);                                                               \
	}                                                                                                        \
	extern int type##_aggregate_functions

/*
 * A figure read from a summary, which serves as accessor and as final function;
 * a second argument is the frequency. NULL where the figure is not defined.
 */
#define RETURN_FIGURE(type, class, name, figure, needs_frequency)                                            \
	PG_FUNCTION_INFO_V1(type##_##name);                                                                      \
	Datum type##_##name(PG_FUNCTION_ARGS)                                                                    \
	{                                                                                                        \
		double result = figure(return_figure_state(fcinfo, &class, needs_frequency));                        \
                                                                                                             \
		if (isnan(result))                                                                                   \
			PG_RETURN_NULL();                                                                                \
		PG_RETURN_FLOAT8(checked_result(result, #name));                                                     \
	}                                                                                                        \
	extern int type##_##name##_figure

#endif
