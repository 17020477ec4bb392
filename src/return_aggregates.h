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

#include "exact_aggregates.h"

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

#define RETURN_TRANSITION_FUNCTIONS(name, class) EXACT_TRANSITION_FUNCTIONS(name, return_accum, class)

#define RETURN_AGGREGATE_FUNCTIONS(type, class)                                                              \
	EXACT_TYPE_FUNCTIONS(type, return_accum, return_combine, class)

/* A second argument of the accessor is the frequency. */
#define RETURN_FIGURE(type, class, name, figure, needs_frequency)                                            \
	EXACT_FIGURE_OF(type, name, figure, return_figure_state(fcinfo, &class, needs_frequency))

#endif
