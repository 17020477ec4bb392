/*
 * index_engine.h
 *		An index rebuilt from the prices of its members, one date at a time.
 *
 * At the close of a rebalance date each member with a row on it gets an amount
 * (its weight, up to a common factor). From the next date on the basket's value
 * is
 *
 *		V(t) = sum of amount * price(t) * splits / price(rebalance date)
 *
 * and the level is V(t) / divisor, the divisor being set at each rebalance so
 * that the level goes on from where it was. All sums over members are exact, so
 * the order of the rows within a date does not matter.
 *
 * With an announcement lag the amounts are only announced on the rebalance date.
 * They are numbers of shares, amount / price, and it is these that become the
 * basket so many dates later, at the prices of then.
 *
 * A value is rounded when its price is, a level on its date and at each rebalance. So
 * levels and divisors are within 4 ulp times the number of rebalances, levels with
 * dividends within 4 ulp times the number of dates, turnover, a difference of weights,
 * within 4 ulp of 1, and the effective number of members within 8.
 *
 * S&P Dow Jones Indices, "Index Mathematics Methodology": divisor, equal weight,
 * total return.
 */
#ifndef ROTATION_INDEX_ENGINE_H
#define ROTATION_INDEX_ENGINE_H

#include <stdbool.h>
#include <stdint.h>

#include "math/calendar.h"
#include "math/exact_sum.h"

typedef enum index_weighting
{
	WEIGHT_EQUAL,
	WEIGHT_CAP,
	WEIGHT_SECTOR_EQUAL,
	WEIGHT_CAPPED
} index_weighting;

typedef enum missing_member
{
	MISSING_CARRY, /* held at its last price until the next rebalance */
	MISSING_DROP,  /* sold at its last price into the rest */
	MISSING_ERROR
} missing_member;

typedef enum dividend_reinvestment
{
	REINVEST_INDEX, /* in the whole index, at each date's close */
	REINVEST_MEMBER /* in the member that pays */
} dividend_reinvestment;

typedef struct index_rule
{
	index_weighting weighting;
	double cap; /* largest weight, for WEIGHT_CAPPED */
	frequency rebalance;
	const int32_t *rebalance_dates; /* in order; instead of the frequency if there are any */
	int32_t rebalance_date_count;
	int32_t announcement_lag; /* dates from a rebalance date to the close at which its basket takes effect */
	missing_member missing;
	double delisting_return; /* of a member without a row when it is let go */
	dividend_reinvestment reinvest;
	double cost; /* of each unit of value bought or sold, as a fraction */
	double base;
} index_rule;

#define NO_SECTOR (-1)

/* A row, checked. market_cap is NaN where it is not known. */
typedef struct index_row
{
	int32_t ts;
	int32_t member;
	int32_t sector;
	double price;
	double dividend;
	double split;
	double market_cap;
} index_row;

typedef struct index_point
{
	int32_t ts;
	int32_t members;
	double level;
	double total_return_level;
	double divisor;
	double turnover; /* NaN on the first date */
	double effective_n;
} index_point;

typedef struct index_member
{
	int32_t last_ts; /* of its last row */
	int32_t sector;
	bool held;
	bool at_cap;
	double price;
	double dividend; /* of its last row */
	double market_cap;
	double amount;       /* of the basket, at the last rebalance */
	double base_price;   /* on that date, divided by the splits since */
	double value;        /* amount * price / base_price */
	double income;       /* what its dividends since, reinvested in it, have made of 1 */
	double target;       /* amount in the basket that is announced or being struck */
	double target_price; /* when it was announced, divided by the splits since */
} index_member;

/* The basket's value in one of its forms: price, or with dividends in the members. */
typedef struct index_leg
{
	exact_sum today;  /* of the members with a row on the date under way */
	exact_sum before; /* of all held members, at the last close */
	double level;     /* at the last close */
	double scale;     /* level / value */
} index_leg;

typedef enum index_problem
{
	INDEX_OK,
	INDEX_REPEATED_ROW,
	INDEX_MISSING_MEMBER,
	INDEX_MISSING_SECTOR,
	INDEX_NO_WEIGHTS,
	INDEX_CAP_TOO_LOW,
	INDEX_BASKETS_OVERLAP, /* a basket is announced before the last one has taken effect */
	INDEX_OUT_OF_RANGE
} index_problem;

struct index_contribution;

typedef struct index_engine
{
	index_rule rule;
	bool started;
	bool has_basket; /* has the first date been closed? */
	int32_t ts;      /* the date under way */
	int32_t held;
	int32_t held_today; /* held members with a row on the date under way */
	int32_t next_rebalance_date;
	int32_t announced_ts;
	int32_t dates_to_effect; /* of the basket announced then, 0 if there is none */
	double unit;             /* what one of the amounts' units stands for in the divisor */
	double target_unit;      /* the same for the targets */
	index_leg price;
	index_leg total;     /* for REINVEST_MEMBER */
	exact_sum dividends; /* of the date under way, for REINVEST_INDEX */
	exact_sum squares;   /* of the values times the factor, for effective_n between rebalances */
	double square_factor;
	index_member *members;
	int32_t member_count;
	int32_t member_room;
	index_point *points;
	int32_t point_count;
	int32_t point_room;
	int32_t problem_member;                  /* whom a problem is about */
	struct index_contribution *contribution; /* told of each close, NULL if nobody asks for it */
} index_engine;

extern void index_begin(index_engine *engine, const index_rule *rule);
extern index_problem index_add(index_engine *engine, const index_row *row);
extern index_problem index_finish(index_engine *engine);
extern void index_end(index_engine *engine);

extern index_problem index_set_targets(index_engine *engine);

#endif
