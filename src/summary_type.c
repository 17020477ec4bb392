/*
 * summary_type.c
 *		Summaries as SQL types: variable-length datums around a state.
 */
#include "summary_type.h"

#include "libpq/pqformat.h"
#include "utils/datum.h"
#include "utils/memutils.h"

#include "math/host.h"

#define STATE_OFFSET offsetof(summary, state)

StaticAssertDecl(STATE_OFFSET % MAXIMUM_ALIGNOF == 0, "a summary's state must be aligned");

pg_noreturn static void
too_large(const summary_format *format)
{
	ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("%s is too large", format->type_name),
					errdetail("A value may take up to %zu bytes.", MaxAllocSize)));
}

/* Set the length of a summary to that of its state, which must fit. */
static void
set_size(summary *value, const summary_format *format, Size size)
{
	if (size > MaxAllocSize - STATE_OFFSET)
		too_large(format);
	SET_VARSIZE(value, STATE_OFFSET + size);
	value->version = format->version;
}

/* A summary of no observations. */
summary *
summary_new(const summary_format *format)
{
	summary *result = palloc0(STATE_OFFSET + format->size);

	set_size(result, format, format->size);
	return result;
}

/* The datum of a state that is elsewhere. */
Datum
summary_copy(const summary_format *format, const void *state)
{
	Size size = summary_size(format, state);
	summary *result = MemoryContextAllocHuge(CurrentMemoryContext, STATE_OFFSET + size);

	set_size(result, format, size);
	host_copy(result->state, state, size);
	return PointerGetDatum(result);
}

/*
 * Whether two values of a stored type are the same bytes. In the rows of one
 * group they are, as a rule, the same pointer to where the value is kept.
 */
bool
stored_equal(Datum a, Datum b)
{
	struct varlena *x;
	struct varlena *y;
	bool equal;

	if (datumIsEqual(a, b, false, -1))
		return true;
	x = PG_DETOAST_DATUM_PACKED(a);
	y = PG_DETOAST_DATUM_PACKED(b);
	equal = VARSIZE_ANY_EXHDR(x) == VARSIZE_ANY_EXHDR(y) &&
			memcmp(VARDATA_ANY(x), VARDATA_ANY(y), VARSIZE_ANY_EXHDR(x)) == 0;
	if (PointerGetDatum(x) != a)
		pfree(x);
	if (PointerGetDatum(y) != b)
		pfree(y);
	return equal;
}

/* The state of a summary that may come from a table. */
void *
summary_state(Datum datum, const summary_format *format)
{
	summary *value = (summary *) PG_DETOAST_DATUM(datum);

	if (VARSIZE(value) < STATE_OFFSET + format->size || value->version != format->version ||
		VARSIZE(value) - STATE_OFFSET != summary_size(format, value->state))
		ereport(ERROR, (errcode(ERRCODE_DATA_CORRUPTED),
						errmsg("stored %s has an unknown format", format->type_name)));
	return value->state;
}

/*
 * The state after a row that does not count, for aggregates that keep a summary
 * of a window's frame too: those must have one from their first row on.
 */
Datum
summary_unchanged(FunctionCallInfo fcinfo, const summary_format *format)
{
	if (!PG_ARGISNULL(0))
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	if (AggCheckCallContext(fcinfo, NULL) == AGG_CONTEXT_WINDOW)
		PG_RETURN_POINTER(summary_new(format));
	PG_RETURN_NULL();
}

/* Combine two partial states, of which either may be NULL. */
Datum
summary_combine(FunctionCallInfo fcinfo, const summary_class *class)
{
	void *state;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0) && PG_ARGISNULL(1))
		PG_RETURN_NULL();
	if (PG_ARGISNULL(1))
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	if (PG_ARGISNULL(0))
		PG_RETURN_DATUM(PG_GETARG_DATUM(1));
	state = summary_transition(fcinfo, class->format);

	/* the check keeps counts from running over, which only made-up summaries can do */
	if (!class->merge(state, summary_argument(fcinfo, 1, class->format)) ||
		class->format->check(state) != NULL)
		result_out_of_range(class->format->type_name);
	return summary_datum(state);
}

pg_noreturn static void
invalid_summary(const summary_format *format, int code, const char *problem)
{
	ereport(ERROR, (errcode(code), errmsg("invalid %s: %s", format->type_name, problem)));
}

/* A value to be read from a text or bytes of some length, which may need less in the end. */
static summary *
begin_reading(const summary_format *format, size_t length)
{
	return MemoryContextAllocHuge(CurrentMemoryContext, STATE_OFFSET + summary_room(format, length));
}

static Datum
finish_reading(summary *value, const summary_format *format, size_t length)
{
	Size size = summary_size(format, value->state);

	set_size(value, format, size);
	if (size < summary_room(format, length) / 2)
		value = repalloc_huge(value, STATE_OFFSET + size);
	PG_RETURN_POINTER(value);
}

Datum
summary_in(FunctionCallInfo fcinfo, const summary_format *format)
{
	char *text = PG_GETARG_CSTRING(0);
	size_t length = strlen(text);
	summary *result = begin_reading(format, length);
	const char *problem = summary_parse(format, text, result->state);

	if (problem != NULL)
		invalid_summary(format, ERRCODE_INVALID_TEXT_REPRESENTATION, problem);
	return finish_reading(result, format, length);
}

Datum
summary_out(FunctionCallInfo fcinfo, const summary_format *format)
{
	void *state = summary_argument(fcinfo, 0, format);
	size_t room = summary_text_size(format, state);
	char *text = MemoryContextAllocHuge(CurrentMemoryContext, room);

	/* the room is for the longest numbers; the text must fit a value of type text */
	summary_print(format, state, text);
	if (room > MaxAllocSize && strlen(text) >= MaxAllocSize - VARHDRSZ)
		too_large(format);
	PG_RETURN_CSTRING(text);
}

Datum
summary_recv(FunctionCallInfo fcinfo, const summary_format *format)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	int size = message->len - message->cursor;
	const char *bytes = pq_getmsgbytes(message, size);
	summary *result = begin_reading(format, size);
	const char *problem = summary_read(format, (const uint8 *) bytes, size, result->state);

	if (problem != NULL)
		invalid_summary(format, ERRCODE_INVALID_BINARY_REPRESENTATION, problem);
	return finish_reading(result, format, size);
}

Datum
summary_send(FunctionCallInfo fcinfo, const summary_format *format)
{
	void *state = summary_argument(fcinfo, 0, format);
	size_t size = summary_binary_size(format, state);
	bytea *result;

	if (size > MaxAllocSize - VARHDRSZ)
		too_large(format);
	result = palloc(VARHDRSZ + size);
	SET_VARSIZE(result, VARHDRSZ + size);
	summary_write(format, state, (uint8 *) VARDATA(result));
	PG_RETURN_BYTEA_P(result);
}

Datum
summary_eq(FunctionCallInfo fcinfo, const summary_format *format)
{
	PG_RETURN_BOOL(
		summary_equal(format, summary_argument(fcinfo, 0, format), summary_argument(fcinfo, 1, format)));
}

/*
 * The sliding window of a moving aggregate, made at its first row. The caller's
 * memory context becomes the aggregate's, where the window grows.
 */
static sliding_window *
window_transition(FunctionCallInfo fcinfo, const summary_class *class, MemoryContext *caller)
{
	MemoryContext context;
	sliding_window *window;

	require_aggregate(fcinfo, &context);
	*caller = MemoryContextSwitchTo(context);
	if (!PG_ARGISNULL(0))
		return (sliding_window *) PG_GETARG_POINTER(0);
	window = palloc(sizeof(sliding_window));
	sliding_init(window, class->format->size, class->merge);
	return window;
}

/* A row enters the frame. */
Datum
summary_window_push(FunctionCallInfo fcinfo, const summary_class *class, ts_kind kind)
{
	MemoryContext caller;
	sliding_window *window = window_transition(fcinfo, class, &caller);

	if (summary_row_counts(fcinfo, class))
	{
		union
		{
			char bytes[512];
			double aligned;
		} row;

		Assert(class->format->size <= sizeof(row));
		memset(&row, 0, class->format->size);
		class->add_row(fcinfo, &row, kind);
		if (!sliding_push(window, &row))
			result_out_of_range(class->format->type_name);
	}
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(window);
}

/* The oldest row leaves the frame. */
Datum
summary_window_pop(FunctionCallInfo fcinfo, const summary_class *class)
{
	MemoryContext caller;
	sliding_window *window = window_transition(fcinfo, class, &caller);

	if (summary_row_counts(fcinfo, class))
	{
		if (sliding_is_empty(window))
			frame_is_empty();
		if (!sliding_pop(window))
			result_out_of_range(class->format->type_name);
	}
	MemoryContextSwitchTo(caller);
	PG_RETURN_POINTER(window);
}

/* The combined state of the frame's rows; false if there are none. */
bool
summary_window_total(FunctionCallInfo fcinfo, void *state)
{
	sliding_window *window;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(0))
		return false;
	window = (sliding_window *) PG_GETARG_POINTER(0);
	if (sliding_is_empty(window))
		return false;
	if (!sliding_total(window, state))
		result_out_of_range("window frame");
	return true;
}

/* Whether there is a period; refuses one whose ends are not single observations. */
bool
span_is_readable(const span *s)
{
	if (s->first_repeated)
		repeated_ts(s->kind, s->first_ts);
	if (s->last_repeated)
		repeated_ts(s->kind, s->last_ts);
	return s->n >= 2;
}

void
require_same_kind(const span *a, const span *b)
{
	if (a->n > 0 && b->n > 0 && a->kind != b->kind)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("summaries of different types of ts cannot be combined"),
						errhint("Build both from date, from timestamp or from timestamptz.")));
}
