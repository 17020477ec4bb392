/*
 * index_books.h
 *		The books of an investor who follows the rules of an index.
 */
#ifndef ROTATION_INDEX_BOOKS_H
#define ROTATION_INDEX_BOOKS_H

#include <stdbool.h>
#include <stdint.h>

#include "math/index_contribution.h"
#include "math/index_engine.h"

/* How many there are at most. */
enum
{
	MEMBERS = 8,
	MAX_DATES = 120,
	SECTORS = 3
};

/* A day's row of each member; a price of 0 where it has none. */
typedef struct panel
{
	int dates;
	int32_t ts[MAX_DATES];
	bool rebalance[MAX_DATES]; /* at the close, by the rule */
	index_row rows[MAX_DATES][MEMBERS];
} panel;

/* What members or sectors should have contributed; no sector comes first. */
typedef struct attribution
{
	int from; /* days: the window is (from, to] */
	int to;
	double weight[MEMBERS + 1];
	double total[MEMBERS + 1];
	double price[MEMBERS + 1];
	bool present[MEMBERS + 1];
} attribution;

extern bool books_agree(const panel *p, const index_rule *rule, const index_point *points, bool by_sector,
						attribution *a);
extern bool books_attribute(const index_contribution *contribution, const attribution *a,
							const index_point *points);

#endif
