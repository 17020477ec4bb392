/*
 * index_state.c
 *		An index under way as bytes, to be stored and gone on with.
 *
 * The date under way is not closed: whether it ends a month is known only with
 * the next one. What is kept are the rules, the sums of that date and of the last
 * close, and the members that are held, announced or have a row on that date, by
 * name. So the bytes do not depend on the order of the rows, nor on how often the
 * index was stored and gone on with.
 *
 * Numbers are in network byte order: version, date under way, rules, sums,
 * sectors, members. The bytes may come from outside, so that reading checks every
 * field; what a state says of sums that do not belong to its members, only its
 * own levels suffer from.
 */
#include "math/index_state.h"

#include <math.h>
#include <string.h>

#include "math/host.h"

#define VERSION 1

/* What a member has. */
#define HELD 1
#define HAS_ROW 2 /* on the date under way */
#define HAS_MARKET_CAP 4
#define ANNOUNCED 8 /* for the basket that is yet to take effect */

typedef struct writer
{
	uint8_t *bytes; /* NULL: only their number is wanted */
	size_t size;
} writer;

static void
put_integer(writer *w, uint64_t value, int bytes)
{
	for (int i = bytes - 1; i >= 0 && w->bytes != NULL; i--)
		w->bytes[w->size + (size_t) (bytes - 1 - i)] = (uint8_t) (value >> 8 * i);
	w->size += (size_t) bytes;
}

static void
put_byte(writer *w, int value)
{
	put_integer(w, (uint64_t) value, 1);
}

static void
put_int32(writer *w, int32_t value)
{
	put_integer(w, (uint32_t) value, 4);
}

static void
put_number(writer *w, double value)
{
	uint64_t word;

	memcpy(&word, &value, sizeof word);
	put_integer(w, word, 8);
}

static void
put_sum(writer *w, const exact_sum *sum)
{
	for (int i = EXACT_SUM_LIMBS - 1; i >= 0; i--)
		put_integer(w, sum->limb[i], 8);
}

static void
put_characters(writer *w, const index_name *name)
{
	put_int32(w, name->size);
	if (w->bytes != NULL)
		memcpy(w->bytes + w->size, name->data, (size_t) name->size);
	w->size += (size_t) name->size;
}

static int64_t
number_of(const index_name *name)
{
	int64_t number;

	memcpy(&number, name->data, sizeof number);
	return number;
}

static void
put_leg(writer *w, const index_leg *leg)
{
	put_sum(w, &leg->today);
	put_sum(w, &leg->before);
	put_number(w, leg->level);
	put_number(w, leg->scale);
}

static void
put_rule(writer *w, const index_rule *rule)
{
	put_byte(w, rule->weighting);
	put_number(w, rule->cap);
	put_byte(w, rule->rebalance);
	put_byte(w, rule->missing);
	put_number(w, rule->delisting_return);
	put_byte(w, rule->reinvest);
	put_number(w, rule->cost);
	put_number(w, rule->base);
	put_int32(w, rule->rebalance_date_count);
	for (int32_t i = 0; i < rule->rebalance_date_count; i++)
	{
		host_check_interrupts_at(i);
		put_int32(w, rule->rebalance_dates[i]);
	}
	put_int32(w, rule->announcement_lag);
}

/* The basket that is yet to take effect, if there is one. */
static void
put_announcement(writer *w, const index_engine *engine)
{
	put_int32(w, engine->dates_to_effect);
	if (engine->dates_to_effect == 0)
		return;
	put_int32(w, engine->announced_ts);
	put_number(w, engine->target_unit);
}

/* A name with the number that it has in the index. */
typedef struct numbered_name
{
	index_name name;
	int32_t id;
} numbered_name;

static int
compare_texts(const void *a, const void *b)
{
	const index_name *x = &((const numbered_name *) a)->name;
	const index_name *y = &((const numbered_name *) b)->name;
	int order = memcmp(x->data, y->data, (size_t) (x->size < y->size ? x->size : y->size));

	return order != 0 ? order : (x->size > y->size) - (x->size < y->size);
}

static int
compare_numbers(const void *a, const void *b)
{
	int64_t x = number_of(&((const numbered_name *) a)->name);
	int64_t y = number_of(&((const numbered_name *) b)->name);

	return (x > y) - (x < y);
}

static bool
is_announced(const index_engine *engine, const index_member *member)
{
	return engine->dates_to_effect > 0 && member->target > 0;
}

/* Whether a member matters to what is yet to come. */
static bool
is_kept(const index_engine *engine, const index_member *member)
{
	return member->held || is_announced(engine, member) || member->last_ts == engine->ts;
}

/* Write the sectors of the members that are kept, by name, and give each number of a sector its place there. */
static void
put_sectors(writer *w, const named_index *index, int32_t *places)
{
	const index_engine *engine = &index->engine;
	numbered_name *used = host_resize(NULL, ((size_t) index->sector_count + 1) * sizeof(numbered_name));
	int32_t n = 0;

	for (int32_t i = 0; i < index->sector_count; i++)
		places[i] = NO_SECTOR;
	for (int32_t i = 0; i < engine->member_count; i++)
	{
		int32_t sector = engine->members[i].sector;

		host_check_interrupts_at(i);
		if (!is_kept(engine, &engine->members[i]) || sector == NO_SECTOR || places[sector] != NO_SECTOR)
			continue;
		places[sector] = 0;
		used[n++] = (numbered_name){index->sectors[sector], sector};
	}
	host_sort(used, (size_t) n, sizeof(numbered_name), compare_texts);
	put_int32(w, n);
	for (int32_t i = 0; i < n; i++)
	{
		host_check_interrupts_at(i);
		places[used[i].id] = i;
		put_characters(w, &used[i].name);
	}
	host_free(used);
}

static void
put_member(writer *w, const index_engine *engine, const index_member *member, const int32_t *places)
{
	bool has_market_cap = !isnan(member->market_cap);

	put_byte(w, (member->held ? HELD : 0) | (member->last_ts == engine->ts ? HAS_ROW : 0) |
					(has_market_cap ? HAS_MARKET_CAP : 0) | (is_announced(engine, member) ? ANNOUNCED : 0));
	put_int32(w, member->last_ts);
	put_int32(w, member->sector == NO_SECTOR ? NO_SECTOR : places[member->sector]);
	put_number(w, member->price);
	put_number(w, has_market_cap ? member->market_cap : 0);
	put_number(w, member->held ? member->amount : 0);
	put_number(w, member->held ? member->base_price : 0);
	put_number(w, member->held ? member->value : 0);
	put_number(w, member->held ? member->income : 0);
	if (!is_announced(engine, member))
		return;
	put_number(w, member->target);
	put_number(w, member->target_price);
}

static void
put_members(writer *w, const named_index *index, const int32_t *places)
{
	const index_engine *engine = &index->engine;
	numbered_name *kept = host_resize(NULL, ((size_t) engine->member_count + 1) * sizeof(numbered_name));
	int32_t n = 0;

	for (int32_t i = 0; i < engine->member_count; i++)
	{
		host_check_interrupts_at(i);
		if (is_kept(engine, &engine->members[i]))
			kept[n++] = (numbered_name){index->members[i], i};
	}
	host_sort(kept, (size_t) n, sizeof(numbered_name), index->text_members ? compare_texts : compare_numbers);
	put_int32(w, n);
	for (int32_t i = 0; i < n; i++)
	{
		host_check_interrupts_at(i);
		if (index->text_members)
			put_characters(w, &kept[i].name);
		else
			put_integer(w, (uint64_t) number_of(&kept[i].name), 8);
		put_member(w, engine, &engine->members[kept[i].id], places);
	}
	host_free(kept);
}

/* Write an index with a date under way. Returns how many bytes that takes; with NULL for them, only counts. */
size_t
index_state_write(const named_index *index, uint8_t *bytes)
{
	const index_engine *engine = &index->engine;
	int32_t *places = host_resize(NULL, ((size_t) index->sector_count + 1) * sizeof(int32_t));
	writer w = {bytes, 0};

	put_byte(&w, VERSION);
	put_int32(&w, engine->ts);
	put_rule(&w, &engine->rule);
	put_byte(&w, engine->has_basket);
	put_int32(&w, engine->next_rebalance_date);
	put_number(&w, engine->unit);
	put_announcement(&w, engine);
	put_leg(&w, &engine->price);
	put_leg(&w, &engine->total);
	put_sum(&w, &engine->dividends);
	put_sum(&w, &engine->squares);
	put_number(&w, engine->square_factor);
	put_byte(&w, index->text_members);
	put_sectors(&w, index, places);
	put_members(&w, index, places);
	host_free(places);
	return w.size;
}

typedef struct reader
{
	const uint8_t *next;
	size_t left;
	const char *problem; /* the first one */
} reader;

/* Note what is wrong, unless something was before. */
static void
check(reader *r, bool good, const char *problem)
{
	if (!good && r->problem == NULL)
		r->problem = problem;
}

/* A whole number of some bytes; 0 after a problem. */
static uint64_t
get_integer(reader *r, size_t bytes)
{
	uint64_t value = 0;

	check(r, r->left >= bytes, "wrong length");
	if (r->problem != NULL)
		return 0;
	for (size_t i = 0; i < bytes; i++)
		value = value << 8 | *r->next++;
	r->left -= bytes;
	return value;
}

static int32_t
get_int32(reader *r)
{
	return (int32_t) (uint32_t) get_integer(r, 4);
}

static int
get_byte(reader *r, int most, const char *name)
{
	int value = (int) get_integer(r, 1);

	check(r, value <= most, name);
	return r->problem == NULL ? value : 0;
}

static double
get_number(reader *r, bool good_if_zero, const char *name)
{
	uint64_t word = get_integer(r, 8);
	double value;

	memcpy(&value, &word, sizeof value);
	check(r, isfinite(value) && (value > 0 || (good_if_zero && value == 0 && !signbit(value))), name);
	return value;
}

static void
get_sum(reader *r, exact_sum *sum)
{
	for (int i = EXACT_SUM_LIMBS - 1; i >= 0; i--)
		sum->limb[i] = get_integer(r, 8);
}

/* How many items of at least some bytes each follow. */
static int32_t
get_count(reader *r, size_t least_size, const char *name)
{
	int32_t count = get_int32(r);

	check(r, count >= 0 && (size_t) count <= r->left / least_size, name);
	return r->problem == NULL ? count : 0;
}

static index_name
get_characters(reader *r, const char *name)
{
	int32_t size = get_count(r, 1, name);
	index_name characters = {(const char *) r->next, size};

	check(r, memchr(characters.data, '\0', (size_t) size) == NULL, name);
	r->next += size;
	r->left -= (size_t) size;
	return characters;
}

static void
get_leg(reader *r, index_leg *leg, bool has_basket)
{
	get_sum(r, &leg->today);
	get_sum(r, &leg->before);
	leg->level = get_number(r, !has_basket, "level");
	leg->scale = get_number(r, !has_basket, "scale");
}

static void
get_rule(reader *r, index_rule *rule)
{
	int32_t *dates;
	uint64_t word;

	rule->weighting = get_byte(r, WEIGHT_CAPPED, "weighting");
	rule->cap = get_number(r, rule->weighting != WEIGHT_CAPPED, "cap");
	check(r, rule->cap <= 1 && (rule->weighting == WEIGHT_CAPPED || rule->cap == 0), "cap");
	rule->rebalance = get_byte(r, FREQUENCY_NEVER, "rebalance");
	rule->missing = get_byte(r, MISSING_ERROR, "missing");
	word = get_integer(r, 8);
	memcpy(&rule->delisting_return, &word, sizeof word);
	check(r, rule->delisting_return >= -1 && isfinite(rule->delisting_return), "delisting return");
	rule->reinvest = get_byte(r, REINVEST_MEMBER, "reinvest");
	rule->cost = get_number(r, true, "cost");
	check(r, rule->cost < 0.5, "cost");
	rule->base = get_number(r, false, "base");
	rule->rebalance_date_count = get_count(r, 4, "number of rebalance dates");
	dates = host_resize(NULL, ((size_t) rule->rebalance_date_count + 1) * sizeof(int32_t));
	rule->rebalance_dates = dates;
	for (int32_t i = 0; i < rule->rebalance_date_count; i++)
	{
		host_check_interrupts_at(i);
		dates[i] = get_int32(r);
		check(r, calendar_is_date(dates[i]) && (i == 0 || dates[i - 1] <= dates[i]), "rebalance date");
	}
	rule->announcement_lag = get_int32(r);
	check(r, rule->announcement_lag >= 0, "announcement lag");
}

static void
get_announcement(reader *r, index_engine *engine)
{
	engine->dates_to_effect = get_int32(r);
	check(r,
		  engine->dates_to_effect >= 0 && engine->dates_to_effect <= engine->rule.announcement_lag &&
			  (engine->dates_to_effect == 0 || engine->has_basket),
		  "dates to effect");
	if (engine->dates_to_effect == 0)
		return;
	engine->announced_ts = get_int32(r);
	check(r, calendar_is_date(engine->announced_ts) && engine->announced_ts < engine->ts,
		  "ts of an announcement");
	engine->target_unit = get_number(r, false, "unit");
}

static void
get_sectors(reader *r, named_index *index)
{
	index->sector_count = get_count(r, 4, "number of sectors");
	index->sectors = host_resize(NULL, ((size_t) index->sector_count + 1) * sizeof(index_name));
	for (int32_t i = 0; i < index->sector_count; i++)
	{
		numbered_name before = {i == 0 ? (index_name){"", 0} : index->sectors[i - 1], 0};
		numbered_name sector = {get_characters(r, "name of a sector"), 0};

		host_check_interrupts_at(i);
		check(r, i == 0 || compare_texts(&before, &sector) < 0, "name of a sector");
		index->sectors[i] = sector.name;
	}
}

static void
get_member(reader *r, const named_index *index, index_member *member)
{
	int flags = get_byte(r, HELD | HAS_ROW | HAS_MARKET_CAP | ANNOUNCED, "kind of a member");
	bool held = (flags & HELD) != 0;
	bool has_market_cap = (flags & HAS_MARKET_CAP) != 0;
	bool announced = (flags & ANNOUNCED) != 0;

	memset(member, 0, sizeof *member);
	member->held = held;
	member->last_ts = get_int32(r);
	check(r,
		  flags & HAS_ROW ? member->last_ts == index->engine.ts
						  : (held || announced) && calendar_is_date(member->last_ts) &&
								member->last_ts < index->engine.ts,
		  "ts of a member");
	member->sector = get_int32(r);
	check(r, member->sector >= NO_SECTOR && member->sector < index->sector_count, "sector of a member");
	member->price = get_number(r, false, "price");
	member->market_cap = get_number(r, !has_market_cap, "market cap");
	check(r, has_market_cap || member->market_cap == 0, "market cap");
	if (!has_market_cap)
		member->market_cap = NAN;
	member->amount = get_number(r, !held, "amount");
	member->base_price = get_number(r, !held, "base price");
	member->value = get_number(r, true, "value");
	member->income = get_number(r, !held, "income");
	check(r,
		  held ||
			  (member->amount == 0 && member->base_price == 0 && member->value == 0 && member->income == 0),
		  "value of a member that is not held");
	check(r, !held || index->engine.has_basket, "member held before the first close");
	check(r, !announced || index->engine.dates_to_effect > 0, "member announced for no basket");
	if (!announced)
		return;
	member->target = get_number(r, false, "target");
	member->target_price = get_number(r, false, "target price");
}

/* Numbers have no bytes of their own in the order of the machine: they are put where the caller says. */
static index_name
get_number_name(reader *r, int64_t *place)
{
	*place = (int64_t) get_integer(r, 8);
	return (index_name){(const char *) place, sizeof *place};
}

/* A member takes this many bytes at least. */
#define LEAST_MEMBER 61

static void
get_members(reader *r, named_index *index)
{
	index_engine *engine = &index->engine;
	int32_t n = get_count(r, LEAST_MEMBER, "number of members");
	int64_t *numbers;
	int32_t announced = 0;

	/* one block for the names and, behind them, the numbers that some of them are */
	index->members = host_resize(NULL, ((size_t) n + 1) * (sizeof(index_name) + sizeof(int64_t)));
	numbers = (int64_t *) (index->members + n + 1);
	engine->members = host_resize(NULL, ((size_t) n + 1) * sizeof(index_member));
	engine->member_room = n + 1;
	for (int32_t i = 0; i < n && r->problem == NULL; i++)
	{
		numbered_name before = {i == 0 ? (index_name){"", 0} : index->members[i - 1], 0};
		numbered_name name = {
			index->text_members ? get_characters(r, "name of a member") : get_number_name(r, &numbers[i]), 0};

		host_check_interrupts_at(i);
		check(r,
			  i == 0 ||
				  (index->text_members ? compare_texts(&before, &name) : compare_numbers(&before, &name)) < 0,
			  "name of a member");
		index->members[i] = name.name;
		get_member(r, index, &engine->members[i]);
		engine->held += engine->members[i].held;
		announced += engine->members[i].target > 0;
		engine->held_today += engine->members[i].held && engine->members[i].last_ts == engine->ts;
		engine->member_count++;
	}
	check(r, engine->dates_to_effect == 0 || announced > 0, "no member announced");
}

/* Only sectors of members are kept. */
static void
check_sectors(reader *r, const named_index *index)
{
	size_t n = (size_t) index->sector_count;
	bool *used = host_resize(NULL, n + 1);

	memset(used, 0, n + 1);
	for (int32_t i = 0; i < index->engine.member_count && r->problem == NULL; i++)
	{
		host_check_interrupts_at(i);
		if (index->engine.members[i].sector != NO_SECTOR)
			used[index->engine.members[i].sector] = true;
	}
	check(r, memchr(used, false, n) == NULL, "sector without a member");
	host_free(used);
}

/*
 * Read an index from bytes, in which its names stay. Returns what is wrong with
 * them, or NULL; the caller ends the index in both cases.
 */
const char *
index_state_read(const uint8_t *bytes, size_t size, named_index *index)
{
	index_engine *engine = &index->engine;
	reader r = {bytes, size, NULL};

	memset(index, 0, sizeof *index);
	check(&r, get_integer(&r, 1) == VERSION, "unknown format version");
	engine->started = true;
	engine->ts = get_int32(&r);
	check(&r, calendar_is_date(engine->ts), "ts");
	get_rule(&r, &engine->rule);
	engine->has_basket = get_byte(&r, 1, "whether it has a basket") == 1;
	engine->next_rebalance_date = get_int32(&r);
	check(&r,
		  engine->next_rebalance_date >= 0 &&
			  engine->next_rebalance_date <= engine->rule.rebalance_date_count,
		  "next rebalance date");
	engine->unit = get_number(&r, !engine->has_basket, "unit");
	get_announcement(&r, engine);
	get_leg(&r, &engine->price, engine->has_basket);
	get_leg(&r, &engine->total, engine->has_basket);
	get_sum(&r, &engine->dividends);
	get_sum(&r, &engine->squares);
	engine->square_factor = get_number(&r, !engine->has_basket, "factor of squares");
	index->text_members = get_byte(&r, 1, "kind of members") == 1;
	get_sectors(&r, index);
	get_members(&r, index);
	check(&r, r.left == 0, "wrong length");
	check(&r, engine->member_count > 0, "no members");
	check_sectors(&r, index);
	check(&r, !engine->has_basket || engine->held > 0, "no member held");
	return r.problem;
}

/* Release what reading has made. */
void
index_state_end(named_index *index)
{
	index_end(&index->engine);
	host_free((void *) index->engine.rule.rebalance_dates);
	host_free(index->members);
	host_free(index->sectors);
}

/* The date under way, from the first bytes. */
bool
index_state_last_ts(const uint8_t *bytes, size_t size, int32_t *ts)
{
	reader r = {bytes, size, NULL};

	check(&r, get_integer(&r, 1) == VERSION, "unknown format version");
	*ts = get_int32(&r);
	return r.problem == NULL;
}
