/*
 * calendar_test.c
 *		Calendar periods against known dates and a calendar counted day by day.
 */
#include "test.h"

#include "math/calendar.h"

typedef struct boundary
{
	frequency frequency;
	int32_t last; /* of a period */
	bool differs; /* is the next day in the next period? */
	const char *what;
} boundary;

static bool
starts_next_period(int32_t day, frequency f)
{
	return calendar_period(day + 1, f) == calendar_period(day, f) + 1;
}

static bool
is_in_same_period(int32_t day, frequency f)
{
	return calendar_period(day + 1, f) == calendar_period(day, f);
}

static void
check_known_dates(void)
{
	const boundary boundaries[] = {
		{FREQUENCY_MONTH, date(2024, 2, 28), false, "2024-02-29 is in February"},
		{FREQUENCY_MONTH, date(2024, 2, 29), true, "2024-03-01 is not"},
		{FREQUENCY_MONTH, date(2023, 2, 28), true, "2023-02-28 ends its month"},
		{FREQUENCY_MONTH, date(1900, 2, 28), true, "1900 is no leap year"},
		{FREQUENCY_MONTH, date(2000, 2, 28), false, "2000 is one"},
		{FREQUENCY_MONTH, date(1999, 12, 31), true, "2000-01-01 begins a month"},
		{FREQUENCY_QUARTER, date(2024, 3, 31), true, "2024-04-01 begins a quarter"},
		{FREQUENCY_QUARTER, date(2024, 4, 30), false, "2024-05-01 begins none"},
		{FREQUENCY_QUARTER, date(2023, 12, 31), true, "2024-01-01 begins a quarter"},
		{FREQUENCY_YEAR, date(2023, 12, 31), true, "2024-01-01 begins a year"},
		{FREQUENCY_YEAR, date(2024, 2, 29), false, "2024-03-01 begins none"},
		{FREQUENCY_YEAR, date(1899, 12, 31), true, "1900-01-01 begins a year"},
		/* ISO 8601 weeks begin on Monday: 2020-W53 runs from 2020-12-28 to 2021-01-03 */
		{FREQUENCY_WEEK, date(2020, 12, 31), false, "the week goes on over the end of 2020"},
		{FREQUENCY_WEEK, date(2021, 1, 3), true, "2021-01-04, a Monday, begins a week"},
		{FREQUENCY_WEEK, date(1999, 12, 26), true, "1999-12-27, a Monday, begins a week"},
		{FREQUENCY_WEEK, date(1969, 12, 28), true, "1969-12-29, a Monday, begins a week"},
	};

	for (int i = 0; i < LENGTH(boundaries); i++)
	{
		const boundary *b = &boundaries[i];

		check(b->differs ? starts_next_period(b->last, b->frequency)
						 : is_in_same_period(b->last, b->frequency),
			  "%s", b->what);
	}
}

/* Every day of the years -4713 to 9999: periods begin where a counted calendar says, and only there. */
static void
check_every_day(void)
{
	int32_t day = date(-4713, 1, 1);
	int wrong_weeks = 0;
	int wrong_months = 0;
	int wrong_quarters = 0;
	int wrong_years = 0;
	/* 2000-01-03 was a Monday */
	int weekday = (int) (((int64_t) day - date(2000, 1, 3)) % 7 + 7) % 7;

	for (int year = -4713; year < 10000; year++)
		for (int month = 1; month <= 12; month++)
			for (int d = 1; d <= days_in_month(year, month); d++, day++)
			{
				bool month_ends = d == days_in_month(year, month);

				wrong_weeks += !(weekday == 6 ? starts_next_period(day, FREQUENCY_WEEK)
											  : is_in_same_period(day, FREQUENCY_WEEK));
				wrong_months += !(month_ends ? starts_next_period(day, FREQUENCY_MONTH)
											 : is_in_same_period(day, FREQUENCY_MONTH));
				wrong_quarters += !(month_ends && month % 3 == 0 ? starts_next_period(day, FREQUENCY_QUARTER)
																 : is_in_same_period(day, FREQUENCY_QUARTER));
				wrong_years += !(month_ends && month == 12 ? starts_next_period(day, FREQUENCY_YEAR)
														   : is_in_same_period(day, FREQUENCY_YEAR));
				weekday = (weekday + 1) % 7;
			}
	check(wrong_weeks == 0, "weeks of 14713 years");
	check(wrong_months == 0, "months of 14713 years");
	check(wrong_quarters == 0, "quarters of 14713 years");
	check(wrong_years == 0, "years of 14713 years");
	check(day == date(10000, 1, 1), "the counted calendar has counted every day");
}

void
calendar_test(void)
{
	check_known_dates();
	check_every_day();
	check(starts_next_period(-1, FREQUENCY_DAY) && calendar_period(-1, FREQUENCY_DAY) == -1,
		  "a day is its own period");
	check(calendar_period(-2451545, FREQUENCY_NEVER) == calendar_period(2145031948, FREQUENCY_NEVER),
		  "never is one period");
	/* date_out of the server: 4714-11-24 BC and 5874897-12-31 */
	check(calendar_period(2145031948, FREQUENCY_MONTH) - calendar_period(0, FREQUENCY_MONTH) ==
				  (5874897 - 2000) * 12 + 11 &&
			  calendar_period(0, FREQUENCY_MONTH) - calendar_period(-2451545, FREQUENCY_MONTH) ==
				  (2000 + 4713) * 12 - 10,
		  "months of the earliest and the latest date");
}
