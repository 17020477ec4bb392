/*
 * calendar.h
 *		Calendar periods of dates.
 */
#ifndef ROTATION_CALENDAR_H
#define ROTATION_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

typedef enum frequency
{
	FREQUENCY_DAY,
	FREQUENCY_WEEK,
	FREQUENCY_MONTH,
	FREQUENCY_QUARTER,
	FREQUENCY_YEAR,
	FREQUENCY_NEVER
} frequency;

/* 4714-11-24 BC to 5874897 AD, counted from 2000-01-01: what the server's type can show */
#define DATE_MIN (-2451545)
#define DATE_END 2145031949

static inline bool
calendar_is_date(int32_t date)
{
	return date >= DATE_MIN && date < DATE_END;
}

extern int32_t calendar_period(int32_t date, frequency f);
extern int64_t dates_until(const int32_t *dates, int64_t n, int32_t date);

#endif
