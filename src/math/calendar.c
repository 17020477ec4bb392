/*
 * calendar.c
 *		Calendar periods of dates.
 */
#include "math/calendar.h"

/* 2000-01-01, from which dates are counted, was a Saturday; weeks begin on Monday (ISO 8601). */
#define DAYS_FROM_MONDAY 5

/* Days from 0000-03-01 to 2000-01-01 in the proleptic Gregorian calendar. */
#define DAYS_FROM_MARCH_OF_YEAR_0 730425
#define DAYS_IN_400_YEARS 146097

static int64_t
floor_divide(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/*
 * Months since March of the year 0. A year that begins in March ends with the
 * leap day, so that the months before it have the same lengths in every year:
 * 153 days in each five of them.
 */
static int64_t
months(int32_t date)
{
	int64_t days = (int64_t) date + DAYS_FROM_MARCH_OF_YEAR_0;
	int64_t cycle = floor_divide(days, DAYS_IN_400_YEARS);
	int64_t day_of_cycle = days - cycle * DAYS_IN_400_YEARS;
	int64_t year = (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
	int64_t day_of_year = day_of_cycle - (365 * year + year / 4 - year / 100);

	return (cycle * 400 + year) * 12 + (5 * day_of_year + 2) / 153;
}

/* A number that is the same for all dates of one period and rises from each to the next. */
int32_t
calendar_period(int32_t date, frequency f)
{
	switch (f)
	{
		case FREQUENCY_DAY:
			return date;
		case FREQUENCY_WEEK:
			return (int32_t) floor_divide((int64_t) date + DAYS_FROM_MONDAY, 7);
		case FREQUENCY_MONTH:
			return (int32_t) months(date);
		case FREQUENCY_QUARTER:
			return (int32_t) floor_divide(months(date) + 2, 3);
		case FREQUENCY_YEAR:
			return (int32_t) floor_divide(months(date) + 2, 12);
		case FREQUENCY_NEVER:
			break;
	}
	return 0;
}

/* How many of the dates, which are in order, come on or before another one. */
int64_t
dates_until(const int32_t *dates, int64_t n, int32_t date)
{
	int64_t low = 0;
	int64_t high = n;

	while (low < high)
	{
		int64_t middle = low + (high - low) / 2;

		if (dates[middle] <= date)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}
