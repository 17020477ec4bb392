/*
 * index_engine.c
 *		An index rebuilt from the prices of its members, one date at a time.
 *
 * Rows come in order of their dates. Each updates the value of its member; when
 * the next date begins, the date before is closed: members without a row are
 * dealt with, the level is taken, and on a rebalance date the new basket struck.
 * Whether a date ends a month is known only then.
 */
#include "math/index_engine.h"

#include <math.h>
#include <string.h>

#include "math/host.h"
#include "math/index_contribution.h"

/*
 * Squares are taken of values against the basket's value at the last close, and
 * this much smaller, so that a member may rise a millionfold in a day and more.
 */
#define SQUARE_SCALE 0x1p-16

/* Of members and of points; there may be very many indexes of few. */
#define FIRST_ROOM 8

static inline bool
add_square(exact_sum *squares, double value, double factor)
{
	double scaled = value * factor;

	return exact_sum_add(squares, scaled * scaled);
}

/* 1 / sum of squared weights. */
static double
effective_number(double value, const exact_sum *squares, double factor)
{
	double scaled = value * factor;

	return scaled * scaled / exact_sum_value(squares);
}

/* Between rebalances the spread of the weights must be followed; a daily rebalance sets it. */
static inline bool
follows_squares(const index_engine *engine)
{
	return engine->rule.rebalance != FREQUENCY_DAY || engine->rule.rebalance_date_count > 0 ||
		   engine->rule.announcement_lag > 0;
}

void
index_begin(index_engine *engine, const index_rule *rule)
{
	memset(engine, 0, sizeof *engine);
	engine->rule = *rule;
}

void
index_end(index_engine *engine)
{
	host_free(engine->members);
	host_free(engine->points);
	engine->members = NULL;
	engine->points = NULL;
}

/* The value of a member in each leg joins a sum. */
static bool
add_value(index_engine *engine, exact_sum *price, exact_sum *total, const index_member *member, double factor)
{
	double value = member->value * factor;

	return exact_sum_add(price, value) &&
		   (engine->rule.reinvest == REINVEST_INDEX || exact_sum_add(total, value * member->income));
}

/* Whether a member without a row is let go at a rebalance: only a basket announced before may hold it. */
static inline bool
is_let_go(const index_engine *engine, const index_member *member)
{
	return engine->rule.announcement_lag == 0 || member->target == 0;
}

/* Hold the members without a row at their last price; who leaves at a rebalance does with its last return. */
static index_problem
carry_missing(index_engine *engine, bool rebalance)
{
	for (int32_t i = 0; i < engine->member_count; i++)
	{
		index_member *member = &engine->members[i];

		host_check_interrupts_at(i);
		if (!member->held || member->last_ts == engine->ts)
			continue;
		if (rebalance && is_let_go(engine, member))
			member->value *= 1 + engine->rule.delisting_return;
		if (!add_value(engine, &engine->price.today, &engine->total.today, member, 1) ||
			!add_square(&engine->squares, member->value, engine->square_factor))
			return INDEX_OUT_OF_RANGE;
	}
	return INDEX_OK;
}

/* A basket of which a part has been sold into the rest goes on at the same level. */
static void
sell_into_rest(index_leg *leg, const exact_sum *sold, const exact_sum *proceeds)
{
	double rest;

	exact_sum_remove(&leg->before, sold);
	rest = exact_sum_value(&leg->before);
	leg->scale *= (rest + exact_sum_value(proceeds)) / rest;
}

/* Sell the members without a row at their last price into the rest, as of the last close. */
static index_problem
drop_missing(index_engine *engine)
{
	exact_sum sold = {{0}};
	exact_sum proceeds = {{0}};
	exact_sum total_sold = {{0}};
	exact_sum total_proceeds = {{0}};

	for (int32_t i = 0; i < engine->member_count; i++)
	{
		index_member *member = &engine->members[i];

		host_check_interrupts_at(i);
		if (!member->held || member->last_ts == engine->ts)
			continue;
		if (!add_value(engine, &sold, &total_sold, member, 1) ||
			!add_value(engine, &proceeds, &total_proceeds, member, 1 + engine->rule.delisting_return))
			return INDEX_OUT_OF_RANGE;
		member->held = false;
		engine->held--;
	}
	sell_into_rest(&engine->price, &sold, &proceeds);
	if (engine->rule.reinvest == REINVEST_MEMBER)
		sell_into_rest(&engine->total, &total_sold, &total_proceeds);
	return INDEX_OK;
}

static index_problem
settle_missing(index_engine *engine, bool rebalance)
{
	switch (engine->rule.missing)
	{
		case MISSING_ERROR:
			for (int32_t i = 0; i < engine->member_count; i++)
			{
				host_check_interrupts_at(i);
				if (engine->members[i].held && engine->members[i].last_ts != engine->ts)
					engine->problem_member = i;
			}
			return INDEX_MISSING_MEMBER;
		case MISSING_DROP:
			/* with nobody left to sell to, all are held */
			if (engine->held_today > 0)
				return drop_missing(engine);
			break;
		case MISSING_CARRY:
			break;
	}
	return carry_missing(engine, rebalance);
}

/* Whether the date under way is a rebalance date, given the next date (or that there is none). */
static bool
is_rebalance_date(index_engine *engine, bool has_next, int32_t next)
{
	const index_rule *rule = &engine->rule;

	if (rule->rebalance_date_count > 0)
	{
		/* a rebalance date without rows stands for the last date before it */
		bool found = false;

		while (engine->next_rebalance_date < rule->rebalance_date_count)
		{
			int32_t date = rule->rebalance_dates[engine->next_rebalance_date];

			host_check_interrupts_at(engine->next_rebalance_date);
			if (date > engine->ts && (!has_next || date >= next))
				break;
			if (date >= engine->ts)
				found = true;
			engine->next_rebalance_date++;
		}
		return found;
	}
	if (rule->rebalance == FREQUENCY_DAY)
		return true;
	return has_next && calendar_period(engine->ts, rule->rebalance) != calendar_period(next, rule->rebalance);
}

/* The sum of the targets, and the spread of the weights they are. */
static bool
sum_targets(const index_engine *engine, exact_sum *amounts, double *effective_n)
{
	exact_sum squares = {{0}};
	double sum;

	*effective_n = 0;
	if (engine->rule.weighting == WEIGHT_EQUAL && engine->rule.announcement_lag == 0)
	{
		int32_t n = 0;

		for (int32_t i = 0; i < engine->member_count; i++)
		{
			host_check_interrupts_at(i);
			n += engine->members[i].target > 0;
		}
		*effective_n = n;
		return exact_sum_add(amounts, n);
	}
	for (int32_t i = 0; i < engine->member_count; i++)
	{
		host_check_interrupts_at(i);
		if (!exact_sum_add(amounts, engine->members[i].target))
			return false;
	}
	sum = exact_sum_value(amounts);
	if (!(sum > 0))
		return true;
	for (int32_t i = 0; i < engine->member_count; i++)
	{
		host_check_interrupts_at(i);
		if (!add_square(&squares, engine->members[i].target, SQUARE_SCALE / sum))
			return false;
	}
	*effective_n = effective_number(sum, &squares, SQUARE_SCALE / sum);
	return true;
}

static inline double
reciprocal(const exact_sum *sum)
{
	double value = exact_sum_value(sum);

	return value > 0 ? 1 / value : 0;
}

/* Announce the basket that the date under way gives. */
static index_problem
announce(index_engine *engine)
{
	bool has_members = false;
	index_problem problem;

	if (engine->dates_to_effect > 0)
		return INDEX_BASKETS_OVERLAP;
	problem = index_set_targets(engine);
	if (problem != INDEX_OK)
		return problem;
	for (int32_t i = 0; i < engine->member_count; i++)
	{
		index_member *member = &engine->members[i];

		host_check_interrupts_at(i);
		member->target_price = member->price;
		has_members = has_members || member->target > 0;
	}
	engine->announced_ts = engine->ts;
	engine->dates_to_effect = engine->rule.announcement_lag;
	return has_members ? INDEX_OK : INDEX_NO_WEIGHTS;
}

/*
 * Value the announced basket at the close at which it takes effect. Its members
 * without a row are bought at their last price, or with MISSING_DROP left out,
 * unless there were no others.
 */
static index_problem
value_announced(index_engine *engine)
{
	bool leave_out = false;

	if (engine->rule.missing == MISSING_DROP)
		for (int32_t i = 0; i < engine->member_count && !leave_out; i++)
		{
			host_check_interrupts_at(i);
			leave_out = engine->members[i].target > 0 && engine->members[i].last_ts == engine->ts;
		}
	for (int32_t i = 0; i < engine->member_count; i++)
	{
		index_member *member = &engine->members[i];

		host_check_interrupts_at(i);
		if (member->target == 0)
			continue;
		if (member->last_ts != engine->ts && engine->rule.missing == MISSING_ERROR)
		{
			engine->problem_member = i;
			return INDEX_MISSING_MEMBER;
		}
		if (member->last_ts != engine->ts && leave_out)
			member->target = 0;
		else
			member->target *= member->price / member->target_price;
	}
	return INDEX_OK;
}

/*
 * Put the basket of the targets in place at the close of the date under way, of
 * which the legs have the levels. Gives half the sum of the changes in weight in
 * each leg: dividends in the members make their weights differ.
 */
static index_problem
strike(index_engine *engine, double *turnover, double *total_turnover, double *effective_n)
{
	exact_sum amounts = {{0}};
	exact_sum changes = {{0}};
	exact_sum total_changes = {{0}};
	bool in_member = engine->rule.reinvest == REINVEST_MEMBER;
	double per_before = reciprocal(&engine->price.today);
	double per_total_before = reciprocal(&engine->total.today);
	double after;
	double per_after;

	if (!sum_targets(engine, &amounts, effective_n))
		return INDEX_OUT_OF_RANGE;
	after = exact_sum_value(&amounts);
	if (!(after > 0))
		return INDEX_NO_WEIGHTS;
	per_after = 1 / after;

	engine->held = 0;
	for (int32_t i = 0; i < engine->member_count; i++)
	{
		index_member *member = &engine->members[i];
		double value = member->held ? member->value : 0;
		double target = member->target * per_after;

		host_check_interrupts_at(i);
		if (!exact_sum_add(&changes, fabs(target - value * per_before)) ||
			(in_member &&
			 !exact_sum_add(&total_changes, fabs(target - value * member->income * per_total_before))))
			return INDEX_OUT_OF_RANGE;
		member->held = member->target > 0;
		engine->held += member->held;
		member->amount = member->value = member->target;
		member->base_price = member->price;
		member->income = 1;
	}
	engine->unit = engine->target_unit;
	engine->price.today = engine->total.today = amounts;
	*turnover = exact_sum_value(&changes) / 2;
	*total_turnover = in_member ? exact_sum_value(&total_changes) / 2 : *turnover;
	return INDEX_OK;
}

static index_point *
new_point(index_engine *engine)
{
	if (engine->point_count == engine->point_room)
	{
		engine->point_room = engine->point_room == 0 ? FIRST_ROOM : 2 * engine->point_room;
		engine->points = host_resize(engine->points, (size_t) engine->point_room * sizeof(index_point));
	}
	return &engine->points[engine->point_count++];
}

/* Take the levels at the close of the date under way, before any rebalance. */
static void
take_levels(index_engine *engine)
{
	double value = exact_sum_value(&engine->price.today);
	double before = engine->price.level;

	engine->price.level = engine->price.scale * value;
	if (engine->rule.reinvest == REINVEST_MEMBER)
		engine->total.level = engine->total.scale * exact_sum_value(&engine->total.today);
	else if (exact_sum_is_zero(&engine->dividends))
		engine->total.level *= engine->price.level / before;
	else
		engine->total.level *= engine->price.scale * (value + exact_sum_value(&engine->dividends)) / before;
}

static inline bool
can_go_on(const index_leg *leg)
{
	return leg->level > 0 && leg->level < INFINITY && leg->scale > 0 && leg->scale < INFINITY;
}

/* Close the date under way. */
static index_problem
close_date(index_engine *engine, bool has_next, int32_t next)
{
	bool first = !engine->has_basket;
	bool lags = engine->rule.announcement_lag > 0 && !first;
	bool rebalance = is_rebalance_date(engine, has_next, next);
	bool takes_effect = engine->dates_to_effect > 0 && --engine->dates_to_effect == 0;
	bool strikes = lags ? takes_effect : rebalance || first;
	double turnover = 0;
	double total_turnover;
	double effective_n;
	double divisor;
	index_point *point;
	index_problem problem;

	host_check_interrupts();
	if (takes_effect)
	{
		problem = value_announced(engine);
		if (problem != INDEX_OK)
			return problem;
	}
	if (first)
		engine->price.level = engine->total.level = engine->rule.base;
	else
	{
		if (engine->held_today < engine->held)
		{
			problem = settle_missing(engine, strikes);
			if (problem != INDEX_OK)
				return problem;
		}
		take_levels(engine);
	}
	if (engine->contribution != NULL)
	{
		problem = index_contribution_moves(engine->contribution, engine);
		if (problem != INDEX_OK)
			return problem;
	}
	if (strikes)
	{
		problem = takes_effect ? INDEX_OK : index_set_targets(engine);
		if (problem == INDEX_OK)
			problem = strike(engine, &turnover, &total_turnover, &effective_n);
		if (problem != INDEX_OK)
			return problem;
		if (!first)
		{
			engine->price.level *= 1 - engine->rule.cost * 2 * turnover;
			engine->total.level *= 1 - engine->rule.cost * 2 * total_turnover;
		}
		engine->price.scale = engine->price.level / exact_sum_value(&engine->price.today);
		engine->total.scale = engine->total.level / exact_sum_value(&engine->total.today);
	}
	else
		effective_n =
			effective_number(exact_sum_value(&engine->price.today), &engine->squares, engine->square_factor);
	if (lags && rebalance)
	{
		problem = announce(engine);
		if (problem != INDEX_OK)
			return problem;
	}
	engine->price.before = engine->price.today;
	engine->total.before = engine->total.today;
	engine->square_factor = SQUARE_SCALE / exact_sum_value(&engine->price.before);
	divisor = engine->unit / engine->price.scale;

	/* an index that has lost everything cannot go on, nor one of which a figure leaves the range of numbers */
	if (!can_go_on(&engine->price) || !can_go_on(&engine->total) ||
		!(divisor > 0 && divisor < INFINITY && effective_n < INFINITY))
		return INDEX_OUT_OF_RANGE;
	if (engine->contribution != NULL)
	{
		problem = index_contribution_trades(engine->contribution, engine, strikes);
		if (problem != INDEX_OK)
			return problem;
	}
	engine->has_basket = true;
	point = new_point(engine);
	point->ts = engine->ts;
	point->members = engine->held;
	point->level = engine->price.level;
	point->total_return_level = engine->total.level;
	point->divisor = divisor;
	point->turnover = first ? NAN : turnover;
	point->effective_n = effective_n;
	return INDEX_OK;
}

static void
open_date(index_engine *engine, int32_t ts)
{
	engine->started = true;
	engine->ts = ts;
	engine->held_today = 0;
	memset(&engine->price.today, 0, sizeof(exact_sum));
	memset(&engine->total.today, 0, sizeof(exact_sum));
	memset(&engine->dividends, 0, sizeof(exact_sum));
	memset(&engine->squares, 0, sizeof(exact_sum));
}

static void
make_room(index_engine *engine, int32_t member)
{
	int32_t room = engine->member_room == 0 ? FIRST_ROOM : engine->member_room;

	while (member >= room)
		room *= 2;
	if (room > engine->member_room)
	{
		engine->members = host_resize(engine->members, (size_t) room * sizeof(index_member));
		engine->member_room = room;
	}
	for (; engine->member_count <= member; engine->member_count++)
	{
		memset(&engine->members[engine->member_count], 0, sizeof(index_member));
		engine->members[engine->member_count].last_ts = INT32_MIN;
	}
}

/* A member of the basket has a new price. */
static inline bool
revalue(index_engine *engine, index_member *member, const index_row *row)
{
	member->value = member->amount * (row->price / member->base_price);
	engine->held_today++;
	if (row->dividend != 0)
	{
		if (engine->rule.reinvest == REINVEST_MEMBER)
			member->income *= 1 + row->dividend / row->price;
		else if (!exact_sum_add(&engine->dividends, member->amount * (row->dividend / member->base_price)))
			return false;
	}
	if (follows_squares(engine) && !add_square(&engine->squares, member->value, engine->square_factor))
		return false;
	return add_value(engine, &engine->price.today, &engine->total.today, member, 1);
}

/* Add a row, of the date under way or a later one. */
index_problem
index_add(index_engine *engine, const index_row *row)
{
	index_member *member;

	if (row->ts != engine->ts || !engine->started)
	{
		if (engine->started)
		{
			index_problem problem = close_date(engine, true, row->ts);

			if (problem != INDEX_OK)
				return problem;
		}
		open_date(engine, row->ts);
	}
	if (row->member >= engine->member_count)
		make_room(engine, row->member);
	member = &engine->members[row->member];
	engine->problem_member = row->member;
	if (member->last_ts == row->ts)
		return INDEX_REPEATED_ROW;
	member->last_ts = row->ts;
	member->price = row->price;
	member->dividend = row->dividend;
	member->market_cap = row->market_cap;
	member->sector = row->sector;
	if (row->split != 1)
	{
		member->base_price /= row->split;
		member->target_price /= row->split;
	}
	return !member->held || revalue(engine, member, row) ? INDEX_OK : INDEX_OUT_OF_RANGE;
}

/* Close the last date. */
index_problem
index_finish(index_engine *engine)
{
	return engine->started ? close_date(engine, false, 0) : INDEX_OK;
}
