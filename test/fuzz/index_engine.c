/*
 * index_engine.c
 *		An index of a few members against the books of an investor.
 *
 * The rows of a date come in another order a second time, the index is stored and
 * gone on with now and then, and every bit must stay the same.
 */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "support/index_books.h"
#include "math/host.h"
#include "math/index_state.h"

enum
{
	DATES = 16,
	REBALANCE_DATES = 4
};

static const char *const sector_names[SECTORS] = {"energy", "", "tech"};
static const char *const member_names[MEMBERS] = {"H", "GG", "FFF", "E", "D", "C", "B", "A"};
static const int64_t member_numbers[MEMBERS] = {3, -1, INT64_MAX, 0, INT64_MIN, 1, 2, 200};

static index_rule
take_rule(input *in, int32_t *dates, int32_t first_ts)
{
	static const double delisting_returns[] = {0, -1, -0.5, 0.1};
	static const double caps[] = {0.34, 0.4, 0.9, 1};
	int choice = take_byte(in);
	index_rule rule = {
		.delisting_return = delisting_returns[choice % 4],
		.reinvest = choice & 4 ? REINVEST_MEMBER : REINVEST_INDEX,
		.cost = choice & 8 ? 0.002 : 0,
		.base = choice & 32 ? 1000 : 1,
		.rebalance_dates = dates,
	};

	rule.weighting = (index_weighting) take_below(in, 4);
	rule.rebalance = (frequency) take_below(in, 6);
	rule.missing = (missing_member) take_below(in, 3);
	if (choice & 16)
		rule.announcement_lag = take_below(in, 4);
	if (choice & 64)
		rule.rebalance_date_count = take_below(in, REBALANCE_DATES + 1);
	if (rule.weighting == WEIGHT_CAPPED)
		rule.cap = caps[take_below(in, LENGTH(caps))];
	for (int i = 0; i < rule.rebalance_date_count; i++)
		dates[i] = (i == 0 ? first_ts - 20 : dates[i - 1]) + take_below(in, 40);
	return rule;
}

/* Three members always have a row and everything in it, so that there are weights and no cap is too low. */
static void
take_panel(input *in, panel *p, const index_rule *rule, int32_t ts)
{
	double prices[MEMBERS];
	int gaps = 1 + take_below(in, 40);

	p->dates = 1 + take_below(in, DATES);
	for (int m = 0; m < MEMBERS; m++)
		prices[m] = take_size(in, -4, 8);
	for (int day = 0; day < p->dates; day++)
	{
		p->ts[day] = ts;
		ts += 1 + take_below(in, gaps);
		for (int m = 0; m < MEMBERS; m++)
		{
			index_row *row = &p->rows[day][m];
			int kind = take_byte(in);
			bool always = m < 3;

			*row = (index_row){p->ts[day], m, kind % SECTORS, 0, 0, 1, NAN};
			if (kind & 64 && !always)
				continue;
			prices[m] *= 0.5 + take_byte(in) / 256.0;
			if (kind & 4)
				row->split = take_size(in, -3, 3);
			row->price = prices[m] /= row->split;
			if (kind & 8)
				row->dividend = prices[m] * take_byte(in) / 512.0;
			if (kind & 16 || always)
				row->market_cap = take_size(in, 0, 16);
			if (kind & 32 && rule->weighting != WEIGHT_SECTOR_EQUAL)
				row->sector = NO_SECTOR;
		}
	}
}

/* At the close of which days the rule rebalances. */
static void
mark_rebalances(panel *p, const index_rule *rule)
{
	for (int day = 0; day < p->dates; day++)
		p->rebalance[day] = rule->rebalance_date_count == 0 &&
							(rule->rebalance == FREQUENCY_DAY ||
							 (day + 1 < p->dates && period_by_counting(p->ts[day], rule->rebalance) !=
														period_by_counting(p->ts[day + 1], rule->rebalance)));
	for (int i = 0; i < rule->rebalance_date_count; i++)
	{
		int32_t date = rule->rebalance_dates[i];
		int last = -1;

		/* the last day until the date, unless none is behind it */
		for (int day = 0; day < p->dates; day++)
			last = p->ts[day] <= date ? day : last;
		if (last >= 0 && (last + 1 < p->dates || p->ts[last] == date))
			p->rebalance[last] = true;
	}
}

/* What the rules have against the rows. */
static index_problem
expected_problem(const panel *p, const index_rule *rule)
{
	bool held[MEMBERS] = {false};
	bool announced[MEMBERS] = {false};
	int dates_left = 0;

	for (int day = 0; day < p->dates; day++)
	{
		bool takes_effect = dates_left > 0 && --dates_left == 0;
		bool can[MEMBERS];

		for (int m = 0; m < MEMBERS; m++)
		{
			bool present = p->rows[day][m].price > 0;

			can[m] = present && (rule->weighting == WEIGHT_EQUAL || rule->weighting == WEIGHT_SECTOR_EQUAL ||
								 !isnan(p->rows[day][m].market_cap));
			if (rule->missing == MISSING_ERROR && !present && (held[m] || (takes_effect && announced[m])))
				return INDEX_MISSING_MEMBER;
		}
		if (day == 0 || (p->rebalance[day] && rule->announcement_lag == 0))
			memcpy(held, can, sizeof held);
		else if (takes_effect)
			memcpy(held, announced, sizeof held);
		if (day > 0 && p->rebalance[day] && rule->announcement_lag > 0)
		{
			if (dates_left > 0)
				return INDEX_BASKETS_OVERLAP;
			memcpy(announced, can, sizeof announced);
			dates_left = rule->announcement_lag;
		}
	}
	return INDEX_OK;
}

/* An index with the numbers that its members and sectors have in it, -1 for none. */
typedef struct stored_index
{
	named_index index;
	uint8_t *bytes; /* from which it has been read, if it has */
	int32_t member_ids[MEMBERS];
	int32_t sector_ids[SECTORS];
	int32_t members;
	int32_t sectors;
} stored_index;

static index_name
name_of_member(bool text, int m)
{
	return text ? (index_name){member_names[m], (int32_t) strlen(member_names[m])}
				: (index_name){(const char *) &member_numbers[m], sizeof(int64_t)};
}

static bool
same_name(const index_name *a, index_name b)
{
	return a->size == b.size && memcmp(a->data, b.data, (size_t) b.size) == 0;
}

static void
end_index(stored_index *s)
{
	if (s->bytes == NULL)
		index_end(&s->index.engine);
	else
		index_state_end(&s->index);
	free(s->bytes);
}

/* Store an index, and read it back in its place. */
static void
store_and_read(stored_index *s, bool text)
{
	named_index written = s->index;
	index_name members[MEMBERS];
	index_name sectors[SECTORS];
	uint8_t *bytes;
	size_t size;

	for (int m = 0; m < MEMBERS; m++)
		if (s->member_ids[m] >= 0)
			members[s->member_ids[m]] = name_of_member(text, m);
	for (int i = 0; i < SECTORS; i++)
		if (s->sector_ids[i] >= 0)
			sectors[s->sector_ids[i]] = (index_name){sector_names[i], (int32_t) strlen(sector_names[i])};
	written.text_members = text;
	written.members = members;
	written.sectors = sectors;
	written.sector_count = s->sectors;
	size = index_state_write(&written, NULL);
	bytes = block_of(size);
	require(index_state_write(&written, bytes) == size, "another number of bytes");
	end_index(s);
	s->bytes = bytes;
	require(index_state_read(bytes, size, &s->index) == NULL, "a stored index is refused");
	s->members = s->index.engine.member_count;
	s->sectors = s->index.sector_count;
	for (int m = 0; m < MEMBERS; m++)
	{
		s->member_ids[m] = -1;
		for (int32_t i = 0; i < s->members; i++)
			if (same_name(&s->index.members[i], name_of_member(text, m)))
				s->member_ids[m] = i;
	}
	for (int i = 0; i < SECTORS; i++)
	{
		s->sector_ids[i] = -1;
		for (int32_t j = 0; j < s->sectors; j++)
			if (same_name(&s->index.sectors[j],
						  (index_name){sector_names[i], (int32_t) strlen(sector_names[i])}))
				s->sector_ids[i] = j;
	}
}

static index_problem
add_row(stored_index *s, const index_row *row)
{
	index_row numbered = *row;

	if (s->member_ids[row->member] < 0)
		s->member_ids[row->member] = s->members++;
	if (row->sector != NO_SECTOR && s->sector_ids[row->sector] < 0)
		s->sector_ids[row->sector] = s->sectors++;
	numbered.member = s->member_ids[row->member];
	numbered.sector = row->sector == NO_SECTOR ? NO_SECTOR : s->sector_ids[row->sector];
	return index_add(&s->index.engine, &numbered);
}

static bool
same_point(const index_point *a, const index_point *b)
{
	const double x[] = {a->level, a->total_return_level, a->divisor, a->turnover, a->effective_n};
	const double y[] = {b->level, b->total_return_level, b->divisor, b->turnover, b->effective_n};

	return a->ts == b->ts && a->members == b->members && memcmp(x, y, sizeof x) == 0;
}

/* Compare the points of an index with those of the whole from a place on; returns the place behind them. */
static int32_t
compare_points(const index_engine *part, const index_engine *whole, int32_t place)
{
	require(place + part->point_count <= whole->point_count, "a stored index has more points");
	for (int32_t i = 0; i < part->point_count; i++)
		require(same_point(&part->points[i], &whole->points[place + i]), "a stored index has other points");
	return place + part->point_count;
}

/* The bits of the points are the same in any order of a date's rows, and where the index was stored in between. */
static void
check_stored(input *in, const panel *p, const index_rule *rule, const index_engine *whole,
			 index_problem problem)
{
	stored_index s = {.member_ids = {-1, -1, -1, -1, -1, -1, -1, -1}, .sector_ids = {-1, -1, -1}};
	bool text = take_byte(in) & 1;
	index_problem found = INDEX_OK;
	int32_t compared = 0;

	index_begin(&s.index.engine, rule);
	for (int day = 0; day < p->dates && found == INDEX_OK; day++)
	{
		int order[MEMBERS];
		int stores = take_byte(in);

		take_order(in, order, MEMBERS);
		for (int i = 0; i < MEMBERS && found == INDEX_OK; i++)
		{
			if (p->rows[day][order[i]].price == 0)
				continue;
			found = add_row(&s, &p->rows[day][order[i]]);
			if (found == INDEX_OK && stores % 16 == i)
			{
				compared = compare_points(&s.index.engine, whole, compared);
				store_and_read(&s, text);
			}
		}
	}
	if (found == INDEX_OK)
		found = index_finish(&s.index.engine);
	require(found == problem, "rows in another order have another problem");
	compared = compare_points(&s.index.engine, whole, compared);
	require(compared == whole->point_count, "a stored index has fewer points");
	end_index(&s);
}

void
fuzz_index_engine(input *in)
{
	static panel p;
	int32_t dates[REBALANCE_DATES];
	int32_t first_ts = take_below(in, 10000) - 5000;
	index_rule rule = take_rule(in, dates, first_ts);
	index_engine engine;
	index_contribution contribution;
	attribution a = {0};
	index_problem problem = INDEX_OK;
	bool by_sector;

	take_panel(in, &p, &rule, first_ts);
	mark_rebalances(&p, &rule);
	a.from = take_below(in, p.dates);
	a.to = a.from + take_below(in, p.dates - a.from);
	by_sector = take_byte(in) & 1;
	index_begin(&engine, &rule);
	index_contribution_begin(&contribution, by_sector, p.ts[a.from], p.ts[a.to]);
	engine.contribution = &contribution;
	for (int day = 0; day < p.dates; day++)
		for (int m = 0; m < MEMBERS; m++)
			if (p.rows[day][m].price > 0 && problem == INDEX_OK)
				problem = index_add(&engine, &p.rows[day][m]);
	if (problem == INDEX_OK)
		problem = index_finish(&engine);
	require(problem == expected_problem(&p, &rule), "another problem is found");
	check_stored(in, &p, &rule, &engine, problem);
	if (problem == INDEX_OK)
	{
		require(engine.point_count == p.dates, "a date has no point");
		require(books_agree(&p, &rule, engine.points, by_sector, &a), "the books have other points");
		if (a.from < a.to)
			require(books_attribute(&contribution, &a, engine.points), "the books have other contributions");
	}
	index_contribution_end(&contribution);
	index_end(&engine);
}
