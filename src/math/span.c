/*
 * span.c
 *		The first and the last moment of a set of observations.
 */
#include "math/span.h"

#include <stddef.h>

#include "math/calendar.h"

#define DAYS_PER_YEAR 365.25
#define MICROSECONDS_PER_DAY 86400000000.0

/* 4714-11-24 BC to 294276 AD, counted from 2000-01-01: what the server's types can show */
#define TIMESTAMP_MIN INT64_C(-211813488000000000)
#define TIMESTAMP_END INT64_C(9223371331200000000)

/*
 * Add a set that has observations to one that has some too, and of the same
 * kind. Returns the ends that the other set supplies.
 */
int
span_merge(span *s, const span *other)
{
	int ends = 0;

	s->n += other->n;
	if (other->first_ts < s->first_ts)
	{
		s->first_ts = other->first_ts;
		s->first_repeated = other->first_repeated;
		ends |= SPAN_FIRST;
	}
	else if (other->first_ts == s->first_ts)
		s->first_repeated = true;
	if (other->last_ts > s->last_ts)
	{
		s->last_ts = other->last_ts;
		s->last_repeated = other->last_repeated;
		ends |= SPAN_LAST;
	}
	else if (other->last_ts == s->last_ts)
		s->last_repeated = true;
	return ends;
}

/* Years of 365.25 days from the first moment to the last. */
double
span_years(const span *s)
{
	double units = (double) s->last_ts - (double) s->first_ts;

	return units / (s->kind == TS_DATE ? 1 : MICROSECONDS_PER_DAY) / DAYS_PER_YEAR;
}

/* What is wrong with a span from an untrusted source, or NULL. */
const char *
span_check(const span *s)
{
	if (s->n < 0 || s->n > INT64_MAX / 4)
		return "count out of range";
	if (s->n == 0)
		return s->first_ts == 0 && s->last_ts == 0 && s->kind == TS_NONE && !s->first_repeated &&
					   !s->last_repeated
				   ? NULL
				   : "contents without observations";
	if (s->kind != TS_DATE && s->kind != TS_TIMESTAMP && s->kind != TS_TIMESTAMPTZ)
		return "unknown kind of ts";
	if (s->kind == TS_DATE ? s->first_ts < DATE_MIN || s->last_ts >= DATE_END
						   : s->first_ts < TIMESTAMP_MIN || s->last_ts >= TIMESTAMP_END)
		return "ts out of range";
	if (s->first_ts > s->last_ts)
		return "first ts after last ts";
	if (s->n == 1)
		return s->first_ts == s->last_ts && !s->first_repeated && !s->last_repeated
				   ? NULL
				   : "one observation with two moments";
	if (s->first_ts == s->last_ts)
		return s->first_repeated && s->last_repeated ? NULL : "several observations at one moment";
	if (s->n < 2 + s->first_repeated + s->last_repeated)
		return "more moments than observations";
	return NULL;
}
