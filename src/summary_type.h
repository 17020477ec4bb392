/*
 * summary_type.h
 *		Summaries as SQL types: variable-length datums around a state.
 *
 * A summary is the transition type of its aggregates and can be stored. As a
 * datum it is a length word, the format version and the state's struct; as text
 * and in the binary protocol it is the portable form of summary_format.h.
 */
#ifndef ROTATION_SUMMARY_TYPE_H
#define ROTATION_SUMMARY_TYPE_H

#include "compat.h"

#include "arguments.h"
#include "math/sliding_window.h"
#include "math/span.h"
#include "math/summary_format.h"

typedef struct summary
{
	int32 vl_len_;
	int32 version;
	char state[FLEXIBLE_ARRAY_MEMBER];
} summary;

/*
 * What the aggregates of one summary type do with a row. add_row checks the
 * arguments from the second on and adds them to a state; a row counts if the
 * first required_arguments of them are not NULL.
 */
typedef struct summary_class
{
	const summary_format *format;
	int required_arguments;
	void (*add_row)(FunctionCallInfo fcinfo, void *state, ts_kind kind);
	sliding_merge merge;
} summary_class;

extern summary *summary_new(const summary_format *format);
extern Datum summary_copy(const summary_format *format, const void *state);
extern bool stored_equal(Datum a, Datum b);
extern void *summary_state(Datum datum, const summary_format *format);
extern Datum summary_in(FunctionCallInfo fcinfo, const summary_format *format);
extern Datum summary_out(FunctionCallInfo fcinfo, const summary_format *format);
extern Datum summary_recv(FunctionCallInfo fcinfo, const summary_format *format);
extern Datum summary_send(FunctionCallInfo fcinfo, const summary_format *format);
extern Datum summary_eq(FunctionCallInfo fcinfo, const summary_format *format);

extern Datum summary_unchanged(FunctionCallInfo fcinfo, const summary_format *format);
extern Datum summary_combine(FunctionCallInfo fcinfo, const summary_class *class);
extern Datum summary_window_push(FunctionCallInfo fcinfo, const summary_class *class, ts_kind kind);
extern Datum summary_window_pop(FunctionCallInfo fcinfo, const summary_class *class);
extern bool summary_window_total(FunctionCallInfo fcinfo, void *state);

extern bool span_is_readable(const span *s);
extern void require_same_kind(const span *a, const span *b);

static inline void *
summary_argument(FunctionCallInfo fcinfo, int argument, const summary_format *format)
{
	return summary_state(PG_GETARG_DATUM(argument), format);
}

/*
 * The state that a transition function may change in place. A new one is left
 * to the server to copy where it wants it.
 */
static inline void *
summary_transition(FunctionCallInfo fcinfo, const summary_format *format)
{
	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		return summary_new(format)->state;
	return ((summary *) PG_GETARG_POINTER(0))->state;
}

/* The transition datum around a state that summary_transition gave. */
static inline Datum
summary_datum(void *state)
{
	return PointerGetDatum((char *) state - offsetof(summary, state));
}

static inline bool
summary_row_counts(FunctionCallInfo fcinfo, const summary_class *class)
{
	for (int i = 1; i <= class->required_arguments; i++)
		if (PG_ARGISNULL(i))
			return false;
	return true;
}

/* The transition function. */
static inline Datum
summary_accum(FunctionCallInfo fcinfo, const summary_class *class, ts_kind kind)
{
	void *state;

	if (!summary_row_counts(fcinfo, class))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	state = summary_transition(fcinfo, class->format);
	class->add_row(fcinfo, state, kind);
	return summary_datum(state);
}

/* The SQL functions that every summary type has. */
#define SUMMARY_TYPE_FUNCTIONS(type, format)                                                                 \
	PG_FUNCTION_INFO_V1(type##_in);                                                                          \
	Datum type##_in(PG_FUNCTION_ARGS)                                                                        \
	{                                                                                                        \
		return summary_in(fcinfo, &format);                                                                  \
	}                                                                                                        \
	PG_FUNCTION_INFO_V1(type##_out);                                                                         \
	Datum type##_out(PG_FUNCTION_ARGS)                                                                       \
	{                                                                                                        \
		return summary_out(fcinfo, &format);                                                                 \
	}                                                                                                        \
	PG_FUNCTION_INFO_V1(type##_recv);                                                                        \
	Datum type##_recv(PG_FUNCTION_ARGS)                                                                      \
	{                                                                                                        \
		return summary_recv(fcinfo, &format);                                                                \
	}                                                                                                        \
	PG_FUNCTION_INFO_V1(type##_send);                                                                        \
	Datum type##_send(PG_FUNCTION_ARGS)                                                                      \
	{                                                                                                        \
		return summary_send(fcinfo, &format);                                                                \
	}                                                                                                        \
	PG_FUNCTION_INFO_V1(type##_eq);                                                                          \
	Datum type##_eq(PG_FUNCTION_ARGS)                                                                        \
	{                                                                                                        \
		return summary_eq(fcinfo, &format);                                                                  \
	}                                                                                                        \
	extern int type##_functions

/* The support functions of the aggregates over a summary type that has a span. */
#define SUMMARY_AGGREGATE_FUNCTIONS(type, class)                                                             \
	static inline Datum type##_accum(FunctionCallInfo fcinfo, ts_kind kind)                                  \
	{                                                                                                        \
		return summary_accum(fcinfo, &class, kind);                                                          \
	}                                                                                                        \
	TS_OVERLOADS(type##_accum);                                                                              \
	PG_FUNCTION_INFO_V1(type##_combine);                                                                     \
	Datum type##_combine(PG_FUNCTION_ARGS)                                                                   \
	{                                                                                                        \
		return summary_combine(fcinfo, &class);                                                              \
	}                                                                                                        \
	static inline Datum type##_window_push(FunctionCallInfo fcinfo, ts_kind kind)                            \
	{                                                                                                        \
		return summary_window_push(fcinfo, &class, kind);                                                    \
	}                                                                                                        \
	TS_OVERLOADS(type##_window_push);                                                                        \
	PG_FUNCTION_INFO_V1(type##_window_pop);                                                                  \
	Datum type##_window_pop(PG_FUNCTION_ARGS)                                                                \
	{                                                                                                        \
		return summary_window_pop(fcinfo, &class);                                                           \
	}                                                                                                        \
	extern int type##_aggregate_functions

/*
 * A figure read from a summary, which serves as accessor and as final function,
 * and the same read from a window's frame. NULL for fewer than two rows.
 */
#define SUMMARY_FIGURE(type, class, state_type, name, figure)                                                \
	PG_FUNCTION_INFO_V1(type##_##name);                                                                      \
	Datum type##_##name(PG_FUNCTION_ARGS)                                                                    \
	{                                                                                                        \
		state_type *state = summary_argument(fcinfo, 0, (class).format);                                     \
                                                                                                             \
		if (!span_is_readable(&state->span))                                                                 \
			PG_RETURN_NULL();                                                                                \
		PG_RETURN_FLOAT8(checked_result(figure(state), #name));                                              \
	}                                                                                                        \
	PG_FUNCTION_INFO_V1(type##_window_##name);                                                               \
	Datum type##_window_##name(PG_FUNCTION_ARGS)                                                             \
	{                                                                                                        \
		state_type state;                                                                                    \
                                                                                                             \
		if (!summary_window_total(fcinfo, &state) || !span_is_readable(&state.span))                         \
			PG_RETURN_NULL();                                                                                \
		PG_RETURN_FLOAT8(checked_result(figure(&state), #name));                                             \
	}                                                                                                        \
	extern int type##_##name##_figure

#endif
