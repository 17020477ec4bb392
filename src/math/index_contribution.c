/*
 * index_contribution.c
 *		What each member, or each sector, has contributed to the return of an index.
 */
#include "math/index_contribution.h"

#include <math.h>
#include <string.h>

#include "math/host.h"
#include "math/rounded_parts.h"

void
index_contribution_begin(index_contribution *contribution, bool by_sector, int32_t start_ts, int32_t end_ts)
{
	memset(contribution, 0, sizeof *contribution);
	contribution->by_sector = by_sector;
	contribution->start_ts = start_ts;
	contribution->end_ts = end_ts;
}

void
index_contribution_end(index_contribution *contribution)
{
	host_free(contribution->holdings);
	host_free(contribution->sums);
	contribution->holdings = NULL;
	contribution->sums = NULL;
}

/* Whether a date counts: there was one on or before the window's start, and it is not that one. */
static bool
in_window(const index_contribution *contribution, int32_t ts)
{
	return contribution->start_level > 0 && ts > contribution->start_ts && ts <= contribution->end_ts;
}

/* Take in the members that are new, and the sectors as they are on the date under way. */
static void
follow_members(index_contribution *contribution, const index_engine *engine)
{
	if (contribution->holding_count < engine->member_count)
	{
		contribution->holdings =
			host_resize(contribution->holdings, (size_t) engine->member_room * sizeof(contribution_holding));
		for (; contribution->holding_count < engine->member_count; contribution->holding_count++)
			contribution->holdings[contribution->holding_count] = (contribution_holding){.sector = NO_SECTOR};
	}
	for (int32_t i = 0; i < engine->member_count; i++)
	{
		host_check_interrupts_at(i);
		if (engine->members[i].last_ts == engine->ts && engine->members[i].sector != NO_SECTOR)
			contribution->holdings[i].sector = engine->members[i].sector;
	}
}

/* The sums that a member's contributions of the date under way go to. */
static contribution_sums *
sums_of(index_contribution *contribution, int32_t member)
{
	int32_t name = contribution->by_sector ? contribution->holdings[member].sector + 1 : member;
	contribution_sums *sums;

	if (name >= contribution->sums_count)
	{
		int32_t count = 2 * (name + 1);

		contribution->sums = host_resize(contribution->sums, (size_t) count * sizeof(contribution_sums));
		memset(&contribution->sums[contribution->sums_count], 0,
			   (size_t) (count - contribution->sums_count) * sizeof(contribution_sums));
		contribution->sums_count = count;
	}
	sums = &contribution->sums[name];
	sums->present = true;
	return sums;
}

/* The dividends that a member of the basket pays on the date under way. */
static double
dividends(const index_engine *engine, const index_member *member)
{
	return member->last_ts == engine->ts ? member->amount * (member->dividend / member->base_price) : 0;
}

/* What a member that was held at the last close adds to the levels of the date under way. */
static void
member_points(const index_contribution *contribution, const index_engine *engine, int32_t i, double *price,
			  double *total)
{
	const index_member *member = &engine->members[i];
	const contribution_holding *holding = &contribution->holdings[i];
	bool sold = !member->held; /* into the rest, as of the last close */
	double lost = engine->rule.delisting_return;
	double scale = sold ? contribution->scale : engine->price.scale;
	double change = sold ? lost * holding->value : member->value - holding->value;

	*price = scale * change;
	if (engine->rule.reinvest == REINVEST_INDEX)
	{
		if (!sold)
			change += dividends(engine, member);
		*total = contribution->total_level / contribution->level * scale * change;
	}
	else if (sold)
		*total = contribution->total_scale * lost * holding->total_value;
	else
		*total = engine->total.scale * (member->value * member->income - holding->total_value);
}

/* The moves of the members up to the close of the date under way, of which the levels are taken. */
index_problem
index_contribution_moves(index_contribution *contribution, const index_engine *engine)
{
	double per_value = 1 / exact_sum_value(&engine->price.today);
	double per_total =
		engine->rule.reinvest == REINVEST_MEMBER ? 1 / exact_sum_value(&engine->total.today) : per_value;
	bool counts = in_window(contribution, engine->ts);

	if (engine->ts > contribution->end_ts)
		return INDEX_OK;
	follow_members(contribution, engine);
	for (int32_t i = 0; i < contribution->holding_count; i++)
	{
		contribution_holding *holding = &contribution->holdings[i];
		const index_member *member = &engine->members[i];

		host_check_interrupts_at(i);
		if (counts && holding->value > 0)
		{
			contribution_sums *sums = sums_of(contribution, i);
			double price;
			double total;

			member_points(contribution, engine, i, &price, &total);
			if (!exact_sum_add(&sums->weight, holding->weight) ||
				!exact_sum_add(&sums->price, price / contribution->start_level) ||
				!exact_sum_add(&sums->total, total / contribution->start_total_level))
				return INDEX_OUT_OF_RANGE;
		}
		holding->weight = member->held ? member->value * per_value : 0;
		holding->total_weight = member->held ? member->value * member->income * per_total : 0;
	}
	contribution->level = engine->price.level;
	contribution->total_level = engine->total.level;
	return INDEX_OK;
}

/* A member's share of the costs of a rebalance, in proportion to the weight that it trades in each leg. */
static bool
add_costs(index_contribution *contribution, const index_engine *engine, int32_t member, double weight)
{
	const contribution_holding *holding = &contribution->holdings[member];
	double cost = engine->rule.cost * fabs(weight - holding->weight);
	double total_cost = engine->rule.cost * fabs(weight - holding->total_weight);
	contribution_sums *sums;

	if (cost == 0 && total_cost == 0)
		return true;
	sums = sums_of(contribution, member);
	return exact_sum_add(&sums->price, -cost * contribution->level / contribution->start_level) &&
		   exact_sum_add(&sums->total,
						 -total_cost * contribution->total_level / contribution->start_total_level);
}

/* The costs of a basket struck at the close of the date under way, and what is held after it. */
index_problem
index_contribution_trades(index_contribution *contribution, const index_engine *engine, bool struck)
{
	double per_value = 1 / exact_sum_value(&engine->price.today);
	bool counts = in_window(contribution, engine->ts);

	if (engine->ts > contribution->end_ts)
		return INDEX_OK;
	if (contribution->start_ts == OPEN_START)
		contribution->start_ts = engine->ts;
	for (int32_t i = 0; i < contribution->holding_count; i++)
	{
		contribution_holding *holding = &contribution->holdings[i];
		const index_member *member = &engine->members[i];
		double value = member->held ? member->value : 0;

		host_check_interrupts_at(i);
		if (counts && struck && !add_costs(contribution, engine, i, value * per_value))
			return INDEX_OUT_OF_RANGE;
		holding->value = value;
		holding->total_value = value * member->income;
		holding->weight = value * per_value;
	}
	contribution->level = contribution->end_level = engine->price.level;
	contribution->total_level = contribution->end_total_level = engine->total.level;
	contribution->scale = engine->price.scale;
	contribution->total_scale = engine->total.scale;
	if (counts)
		contribution->dates++;
	else if (engine->ts <= contribution->start_ts)
	{
		contribution->start_level = engine->price.level;
		contribution->start_total_level = engine->total.level;
	}
	return INDEX_OK;
}

static int
compare_rows(const void *a, const void *b)
{
	const contribution_row *x = a;
	const contribution_row *y = b;

	if (x->contribution != y->contribution)
		return x->contribution > y->contribution ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

/*
 * The contributions, the largest first and in the order of their places, which
 * are given by name (for a sector by its number + 1), where they are equal. They
 * are rounded so that they add up to the return as rounded_parts.h has it.
 * Returns how many there are: 0 if the window has no date or none before it, -1
 * if the return is out of range. The rows are to be freed with host_free.
 */
int32_t
index_contribution_rows(const index_contribution *contribution, const int32_t *places,
						contribution_row **rows)
{
	double total_return = contribution->end_total_level / contribution->start_total_level - 1;
	double price_return = contribution->end_level / contribution->start_level - 1;
	int32_t room = contribution->sums_count;
	double *total;
	double *price;
	int32_t *place;
	int32_t n = 0;

	*rows = NULL;
	if (contribution->dates == 0)
		return 0;
	if (!isfinite(total_return) || !isfinite(price_return))
		return -1;
	*rows = host_resize(NULL, (size_t) room * sizeof(contribution_row));
	total = host_resize(NULL, (size_t) room * sizeof(double));
	price = host_resize(NULL, (size_t) room * sizeof(double));
	place = host_resize(NULL, (size_t) room * sizeof(int32_t));
	for (int32_t i = 0; i < room; i++)
	{
		const contribution_sums *sums = &contribution->sums[i];

		host_check_interrupts_at(i);
		if (!sums->present)
			continue;
		total[n] = exact_sum_value(&sums->total);
		price[n] = exact_sum_value(&sums->price);
		place[n] = places[i];
		(*rows)[n++] = (contribution_row){
			.name = contribution->by_sector ? i - 1 : i,
			.place = places[i],
			.average_weight = exact_sum_value(&sums->weight) / contribution->dates,
		};
	}
	round_parts(total, place, n, total_return);
	round_parts(price, place, n, price_return);
	for (int32_t i = 0; i < n; i++)
	{
		host_check_interrupts_at(i);
		(*rows)[i].contribution = total[i];
		(*rows)[i].price_contribution = price[i];
	}
	host_sort(*rows, (size_t) n, sizeof(contribution_row), compare_rows);
	host_free(total);
	host_free(price);
	host_free(place);
	return n;
}
