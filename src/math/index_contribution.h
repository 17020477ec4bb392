/*
 * index_contribution.h
 *		What each member, or each sector, has contributed to the return of an index.
 *
 * On each date a member that is held contributes scale * (value - value before)
 * points to the price level; with its dividends, in the way that the rules
 * reinvest them, to the total return level; when it is sold without a row its
 * last return; and at a rebalance its share of the costs, in proportion to the
 * change of its weight. So the points of a date add up to the change of the level.
 * Divided by the level at the start of a window, the points in it add up to the
 * return over it.
 */
#ifndef ROTATION_INDEX_CONTRIBUTION_H
#define ROTATION_INDEX_CONTRIBUTION_H

#include <stdbool.h>
#include <stdint.h>

#include "math/index_engine.h"

/* Ends of a window that has none. */
#define OPEN_START INT32_MIN
#define OPEN_END INT32_MAX

/* What a member was at the last close. */
typedef struct contribution_holding
{
	double value; /* in the price leg, 0 if it was not held */
	double total_value;
	double weight;
	double total_weight; /* in the total leg, on the way to a trade */
	int32_t sector;      /* the last known one */
} contribution_holding;

/* A member's or sector's sums over the window, as fractions of the level at its start. */
typedef struct contribution_sums
{
	bool present; /* held in the window, or traded at a cost */
	exact_sum weight;
	exact_sum total;
	exact_sum price;
} contribution_sums;

typedef struct contribution_row
{
	int32_t name; /* a member, or a sector or NO_SECTOR */
	int32_t place;
	double average_weight;
	double contribution;
	double price_contribution;
} contribution_row;

typedef struct index_contribution
{
	bool by_sector;
	int32_t start_ts; /* the window is (start, end] */
	int32_t end_ts;
	int32_t dates; /* in the window so far */
	double start_level;
	double start_total_level;
	double end_level;
	double end_total_level;
	double level; /* at the last close, on a rebalance date before its costs */
	double total_level;
	double scale; /* of the legs after the last close */
	double total_scale;
	contribution_holding *holdings;
	int32_t holding_count;
	contribution_sums *sums; /* by member, or by sector + 1 */
	int32_t sums_count;
} index_contribution;

extern void index_contribution_begin(index_contribution *contribution, bool by_sector, int32_t start_ts,
									 int32_t end_ts);
extern void index_contribution_end(index_contribution *contribution);
extern int32_t index_contribution_rows(const index_contribution *contribution, const int32_t *places,
									   contribution_row **rows);

/* What the engine calls at each close: before a basket is struck, and after. */
extern index_problem index_contribution_moves(index_contribution *contribution, const index_engine *engine);
extern index_problem index_contribution_trades(index_contribution *contribution, const index_engine *engine,
											   bool struck);

#endif
