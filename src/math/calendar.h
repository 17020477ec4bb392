/*
 * calendar.h
 *		Calendar periods of dates.
 */
#ifndef ROTATION_CALENDAR_H
#define ROTATION_CALENDAR_H

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

extern int32_t calendar_period(int32_t date, frequency f);

#endif
