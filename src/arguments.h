/*
 * arguments.h
 *		Reading and checking what the functions are given.
 */
#ifndef ROTATION_ARGUMENTS_H
#define ROTATION_ARGUMENTS_H

#include "compat.h"

#include <math.h>

#include "nodes/nodes.h"
#include "utils/date.h"
#include "utils/timestamp.h"

#include "math/span.h"
#include "math/yield.h"

extern void refuse_null(FunctionCallInfo fcinfo, int argument, const char *name);
extern char *format_number(double value);
extern char *format_ts(ts_kind kind, int64 ts);
pg_noreturn extern void invalid_value(const char *name, double value, const char *requirement, ts_kind kind,
									  int64 ts);
pg_noreturn extern void infinite_ts(ts_kind kind, int64 ts);
pg_noreturn extern void repeated_ts(ts_kind kind, int64 ts);
pg_noreturn extern void result_out_of_range(const char *name);
pg_noreturn extern void frame_is_empty(void);
extern void require_aggregate_slow(FunctionCallInfo fcinfo, MemoryContext *context);
extern double checked_result(double value, const char *name);

/* Refuse a call that does not come from an aggregate, whose state may be changed in place. */
static inline void
require_aggregate(FunctionCallInfo fcinfo, MemoryContext *context)
{
	if (likely(context == NULL && fcinfo->context != NULL && IsA(fcinfo->context, AggState)))
		return;
	require_aggregate_slow(fcinfo, context);
}

/* The ts of a row, of the kind that its function is declared with. */
static inline int64
ts_argument(FunctionCallInfo fcinfo, int argument, ts_kind kind)
{
	int64 ts;

	if (kind == TS_DATE)
	{
		ts = PG_GETARG_DATEADT(argument);
		if (unlikely(DATE_NOT_FINITE(ts)))
			infinite_ts(kind, ts);
	}
	else
	{
		ts = PG_GETARG_TIMESTAMP(argument);
		if (unlikely(TIMESTAMP_NOT_FINITE(ts)))
			infinite_ts(kind, ts);
	}
	return ts;
}

/* A value that must be above zero: a price, a level, a split, a capitalisation. */
static inline double
positive_value(double value, const char *name, ts_kind kind, int64 ts)
{
	if (unlikely(!(value > 0 && value < INFINITY)))
		invalid_value(name, value, "positive and finite", kind, ts);
	return value;
}

/* A value of either sign: a target, a weight, earnings. */
static inline double
finite_value(double value, const char *name, ts_kind kind, int64 ts)
{
	if (unlikely(!isfinite(value)))
		invalid_value(name, value, "finite", kind, ts);
	return value;
}

/* A value that may be zero: a dividend, a member's share of an index. */
static inline double
non_negative_value(double value, const char *name, ts_kind kind, int64 ts)
{
	if (unlikely(!(value >= 0 && value < INFINITY)))
		invalid_value(name, value, "zero or more and finite", kind, ts);
	return value;
}

/* A return, as a fraction. */
static inline double
return_value(double value, const char *name, ts_kind kind, int64 ts)
{
	if (unlikely(!(value >= -1 && value < INFINITY)))
		invalid_value(name, value, "-1 or more and finite", kind, ts);
	return value;
}

/* A yield or rate, in percent. */
static inline double
yield_value(double value, const char *name, ts_kind kind, int64 ts)
{
	if (unlikely(!yield_is_valid(value)))
		invalid_value(name, value, "finite and at most 1e8 percent in size", kind, ts);
	return value;
}

/* One C function per type of ts, for a function that takes the kind. */
#define TS_OVERLOADS(function)                                                                               \
	PG_FUNCTION_INFO_V1(function##_date);                                                                    \
	Datum function##_date(PG_FUNCTION_ARGS)                                                                  \
	{                                                                                                        \
		return function(fcinfo, TS_DATE);                                                                    \
	}                                                                                                        \
	PG_FUNCTION_INFO_V1(function##_timestamp);                                                               \
	Datum function##_timestamp(PG_FUNCTION_ARGS)                                                             \
	{                                                                                                        \
		return function(fcinfo, TS_TIMESTAMP);                                                               \
	}                                                                                                        \
	PG_FUNCTION_INFO_V1(function##_timestamptz);                                                             \
	Datum function##_timestamptz(PG_FUNCTION_ARGS)                                                           \
	{                                                                                                        \
		return function(fcinfo, TS_TIMESTAMPTZ);                                                             \
	}                                                                                                        \
	extern int function##_overloads

#endif
