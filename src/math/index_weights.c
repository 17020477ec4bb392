/*
 * index_weights.c
 *		The weights that the members of an index get at a rebalance.
 */
#include "math/index_engine.h"

#include <math.h>
#include <string.h>

#include "math/host.h"

/* A capped weight may exceed the cap by this much in rounding. */
#define CAP_TOLERANCE 1e-12

static bool
can_be_struck(const index_engine *engine, const index_member *member)
{
	return member->last_ts == engine->ts &&
		   (engine->rule.weighting == WEIGHT_EQUAL || engine->rule.weighting == WEIGHT_SECTOR_EQUAL ||
			!isnan(member->market_cap));
}

/* The same for each. */
static index_problem
equal_targets(index_engine *engine)
{
	for (int32_t i = 0; i < engine->member_count; i++)
	{
		host_check_interrupts_at(i);
		engine->members[i].target = can_be_struck(engine, &engine->members[i]) ? 1 : 0;
	}
	engine->target_unit = 1;
	return INDEX_OK;
}

/* The same for each sector, and within it for each member. */
static index_problem
sector_equal_targets(index_engine *engine)
{
	int32_t sectors = 0;
	int32_t used = 0;
	int32_t *count;

	for (int32_t i = 0; i < engine->member_count; i++)
	{
		const index_member *member = &engine->members[i];

		host_check_interrupts_at(i);
		if (!can_be_struck(engine, member))
			continue;
		if (member->sector == NO_SECTOR)
		{
			engine->problem_member = i;
			return INDEX_MISSING_SECTOR;
		}
		if (member->sector >= sectors)
			sectors = member->sector + 1;
	}
	count = host_resize(NULL, ((size_t) sectors + 1) * sizeof(int32_t));
	memset(count, 0, ((size_t) sectors + 1) * sizeof(int32_t));
	for (int32_t i = 0; i < engine->member_count; i++)
	{
		host_check_interrupts_at(i);
		if (can_be_struck(engine, &engine->members[i]) && count[engine->members[i].sector]++ == 0)
			used++;
	}
	for (int32_t i = 0; i < engine->member_count; i++)
	{
		index_member *member = &engine->members[i];

		host_check_interrupts_at(i);
		member->target = can_be_struck(engine, member) ? 1.0 / used / count[member->sector] : 0;
	}
	host_free(count);
	engine->target_unit = 1;
	return INDEX_OK;
}

/* In proportion to capitalisation. */
static index_problem
cap_targets(index_engine *engine)
{
	exact_sum total = {{0}};
	double sum;

	for (int32_t i = 0; i < engine->member_count; i++)
	{
		const index_member *member = &engine->members[i];

		host_check_interrupts_at(i);
		if (can_be_struck(engine, member) && !exact_sum_add(&total, member->market_cap))
			return INDEX_OUT_OF_RANGE;
	}
	sum = exact_sum_value(&total);
	for (int32_t i = 0; i < engine->member_count; i++)
	{
		index_member *member = &engine->members[i];

		host_check_interrupts_at(i);
		member->target = can_be_struck(engine, member) ? member->market_cap / sum : 0;
	}
	engine->target_unit = sum;
	return INDEX_OK;
}

/*
 * In proportion to capitalisation, none above the cap: what the largest lose
 * goes to the rest in proportion, which may lift others to the cap in turn.
 */
static index_problem
capped_targets(index_engine *engine)
{
	double cap = engine->rule.cap;
	int32_t n = 0;
	int32_t at_cap = 0;
	bool changed = true;
	index_problem problem = cap_targets(engine);

	if (problem != INDEX_OK)
		return problem;
	for (int32_t i = 0; i < engine->member_count; i++)
	{
		host_check_interrupts_at(i);
		n += engine->members[i].target > 0;
		engine->members[i].at_cap = false;
	}
	if (n > 0 && cap * n < 1 - CAP_TOLERANCE)
		return INDEX_CAP_TOO_LOW;

	while (changed && at_cap < n)
	{
		exact_sum uncapped = {{0}};
		double factor;

		changed = false;
		for (int32_t i = 0; i < engine->member_count; i++)
		{
			host_check_interrupts_at(i);
			if (!engine->members[i].at_cap && !exact_sum_add(&uncapped, engine->members[i].target))
				return INDEX_OUT_OF_RANGE;
		}
		factor = (1 - cap * at_cap) / exact_sum_value(&uncapped);
		for (int32_t i = 0; i < engine->member_count; i++)
		{
			index_member *member = &engine->members[i];

			host_check_interrupts_at(i);
			if (member->at_cap || member->target == 0)
				continue;
			member->target *= factor;
			if (member->target > cap * (1 + CAP_TOLERANCE))
			{
				member->target = cap;
				member->at_cap = true;
				at_cap++;
				changed = true;
			}
		}
	}
	return INDEX_OK;
}

/*
 * Set the target of every member for a rebalance at the date under way: above
 * zero for those with a row on it that can be weighted, zero for the others.
 */
index_problem
index_set_targets(index_engine *engine)
{
	switch (engine->rule.weighting)
	{
		case WEIGHT_EQUAL:
			return equal_targets(engine);
		case WEIGHT_SECTOR_EQUAL:
			return sector_equal_targets(engine);
		case WEIGHT_CAP:
			return cap_targets(engine);
		case WEIGHT_CAPPED:
			return capped_targets(engine);
	}
	return INDEX_NO_WEIGHTS;
}
