/*
 * span.h
 *		The first and the last moment of a set of observations.
 *
 * Where two observations share a moment, there is no saying which is the first.
 * That matters only at the two ends of the whole set, so it is remembered there
 * and judged when a result is read: an error raised row by row would depend on
 * the order of the rows.
 */
#ifndef ROTATION_SPAN_H
#define ROTATION_SPAN_H

#include <stdbool.h>
#include <stdint.h>

/* What the moments count: days (a date) or microseconds (a timestamp). */
typedef enum ts_kind
{
	TS_NONE = 0,
	TS_DATE = 1,
	TS_TIMESTAMP = 2,
	TS_TIMESTAMPTZ = 3
} ts_kind;

typedef struct span
{
	int64_t n;
	int64_t first_ts;
	int64_t last_ts;
	uint8_t kind;
	bool first_repeated;
	bool last_repeated;
} span;

/* Which ends a new observation, or another set, has become. */
#define SPAN_FIRST 1
#define SPAN_LAST 2

static inline int
span_add(span *s, int64_t ts, ts_kind kind)
{
	int ends = 0;

	if (s->n++ == 0)
	{
		s->first_ts = s->last_ts = ts;
		s->kind = kind;
		return SPAN_FIRST | SPAN_LAST;
	}
	if (ts > s->last_ts)
	{
		s->last_ts = ts;
		s->last_repeated = false;
		ends |= SPAN_LAST;
	}
	else if (ts == s->last_ts)
		s->last_repeated = true;
	if (ts < s->first_ts)
	{
		s->first_ts = ts;
		s->first_repeated = false;
		ends |= SPAN_FIRST;
	}
	else if (ts == s->first_ts)
		s->first_repeated = true;
	return ends;
}

extern int span_merge(span *s, const span *other);
extern double span_years(const span *s);
extern const char *span_check(const span *s);

#endif
