/*
 * reconstitution.h
 *		Who belongs to which index when, from capitalisations on rank days.
 */
#ifndef ROTATION_RECONSTITUTION_H
#define ROTATION_RECONSTITUTION_H

#include <stdbool.h>
#include <stdint.h>

/* The index of a member that belongs to none. Indexes count from 0, the largest. */
#define NO_INDEX (-1)

/* The end of a membership that has none. */
#define NO_END INT32_MAX

/* A band is a whole number of these fractions, as 0.025 has no exact binary form. */
#define BAND_UNITS_PER_ONE 1e9

typedef struct reconstitution_date
{
	int32_t rank_ts;
	int32_t effective_ts;
	bool additions_only;
} reconstitution_date;

/*
 *	breakpoints		rank of the smallest member of each index, increasing
 *	band_units		half the width of the band, 0 for none
 *	dates			in order of both dates, the first not for additions only;
 *					with none, every day in the rows is one, effective at once
 */
typedef struct reconstitution_rule
{
	int32_t indexes;
	const int32_t *breakpoints;
	int64_t band_units;
	int32_t date_count;
	const reconstitution_date *dates;
} reconstitution_rule;

/*
 * A row on a rank day. Members are numbered from 0 in the order that decides
 * ties; capitalisations are above zero and within the range of an exact sum.
 */
typedef struct capitalisation
{
	int32_t ts;
	int32_t member;
	double market_cap;
} capitalisation;

/* From start up to the day before end. */
typedef struct membership
{
	int32_t member;
	int32_t index;
	int32_t start;
	int32_t end;
} membership;

typedef enum reconstitution_problem
{
	RECONSTITUTION_OK,
	RECONSTITUTION_REPEATED_ROW,
	RECONSTITUTION_NO_ROWS,
	RECONSTITUTION_NO_MEMBERS
} reconstitution_problem;

/* Memberships in order of member, then start; where there is a problem, its day and member instead. */
typedef struct reconstitution_result
{
	membership *memberships;
	int64_t count;
	reconstitution_problem problem;
	int32_t ts;
	int32_t member;
} reconstitution_result;

extern int compare_memberships(const void *a, const void *b);
extern bool is_rank_day(const reconstitution_rule *rule, int32_t ts);
extern reconstitution_result reconstitute(const reconstitution_rule *rule, capitalisation *rows, int64_t n,
										  int32_t members);

#endif
