/*
 * fuzz_index.c
 *		Throws malformed states of an index at the function that reads them.
 *
 * Whatever is accepted must come back from its own bytes as it is, and rows added
 * to it must do no harm.
 *
 * usage: fuzz_index [inputs [seed]]
 *
 * Prints a line of TAP.
 */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz_random.h"
#include "math/host.h"
#include "math/index_state.h"

enum
{
	MEMBERS = 6,
	SECTORS = 3,
	MAX_BYTES = 2048
};

static const char *const member_names[MEMBERS] = {"A", "BB", "CCC", "DDDD", "E", "FF"};
static const int64_t member_numbers[MEMBERS] = {-7, 0, 1, 2, 300, INT64_MAX};
static const char *const sector_names[SECTORS] = {"", "energy", "tech"};

static uint8_t bytes[MAX_BYTES];
static size_t size;
static long accepted;
static long added;

void *
host_resize(void *block, size_t room)
{
	block = realloc(block, room);
	if (block == NULL)
		abort();
	return block;
}

void
host_free(void *block)
{
	free(block);
}

void
host_check_interrupts(void)
{
}

static void
require(bool passed, const char *what)
{
	if (passed)
		return;
	printf("not ok - index_state: %s\n# input:", what);
	for (size_t i = 0; i < size; i++)
		printf(" %02x", bytes[i]);
	printf("\n");
	fflush(stdout);
	abort();
}

/* Rows of some dates after the given one; what the engine says against one ends them. */
static void
add_rows(index_engine *engine, int32_t ts, int32_t members, int dates)
{
	for (int d = 0; d < dates; d++)
	{
		ts += 1 + (int32_t) random_below(20);
		for (int32_t m = 0; m < members; m++)
		{
			index_row row = {
				.ts = ts,
				.member = m,
				.sector = (int32_t) random_below(SECTORS),
				.price = 1 + (double) random_below(1000) / 8,
				.dividend = random_below(4) == 0 ? 0.25 : 0,
				.split = random_below(8) == 0 ? 2 : 1,
				.market_cap = random_below(8) == 0 ? NAN : 1e9 * (double) (1 + random_below(9)),
			};

			if (random_below(5) == 0)
				continue;
			if (index_add(engine, &row) != INDEX_OK)
				return;
			added++;
		}
	}
}

/* The bytes of an index of a few dates. */
static void
write_random_index(void)
{
	static const int32_t dates[] = {110, 125, 140, 155};
	named_index index = {.text_members = random_below(2) == 0, .sector_count = SECTORS};
	index_name members[MEMBERS];
	index_name sectors[SECTORS];
	index_rule rule = {
		.weighting = (index_weighting) random_below(4),
		.rebalance = (frequency) random_below(6),
		.missing = (missing_member) random_below(2),
		.delisting_return = random_below(2) == 0 ? 0 : -0.5,
		.reinvest = (dividend_reinvestment) random_below(2),
		.cost = random_below(2) == 0 ? 0 : 0.001,
		.announcement_lag = (int32_t) random_below(3),
		.base = 100,
	};

	if (rule.weighting == WEIGHT_CAPPED)
		rule.cap = 0.5;
	if (random_below(3) == 0)
	{
		rule.rebalance_dates = dates;
		rule.rebalance_date_count = 4;
	}
	for (int m = 0; m < MEMBERS; m++)
		members[m] = index.text_members ? (index_name){member_names[m], (int32_t) strlen(member_names[m])}
										: (index_name){(const char *) &member_numbers[m], sizeof(int64_t)};
	for (int s = 0; s < SECTORS; s++)
		sectors[s] = (index_name){sector_names[s], (int32_t) strlen(sector_names[s])};
	index.members = members;
	index.sectors = sectors;
	do
	{
		index_end(&index.engine);
		index_begin(&index.engine, &rule);
		add_rows(&index.engine, 100, MEMBERS, 1 + (int) random_below(5));
	} while (!index.engine.started);
	size = index_state_write(&index, NULL);
	require(size <= MAX_BYTES, "more bytes than foreseen");
	require(index_state_write(&index, bytes) == size, "another number of bytes");
	index_end(&index.engine);
}

static void
mutate(void)
{
	static const uint64_t numbers[] = {0,
									   1,
									   UINT64_MAX,
									   UINT64_C(1) << 63,
									   UINT64_C(0x7ff0000000000000),
									   UINT64_C(0x7ff8000000000000),
									   UINT64_C(0x3ff0000000000000),
									   UINT64_C(0x7fefffffffffffff),
									   UINT64_C(0x0010000000000000),
									   UINT64_C(0xbff0000000000000)};
	size_t place = random_below(size);

	switch (random_below(6))
	{
		case 0:
			bytes[place] ^= (uint8_t) (1 << random_below(8));
			break;
		case 1:
			bytes[place] = (uint8_t) random_bits();
			break;
		case 2:
			bytes[place] = (uint8_t) random_below(4);
			break;
		case 3:
			size = place;
			break;
		case 4: /* take a piece out */
		{
			size_t piece = random_below(size - place + 1);

			memmove(bytes + place, bytes + place + piece, size - place - piece);
			size -= piece;
			break;
		}
		default:
			for (int i = 0; i < 8 && place + (size_t) i < size; i++)
				bytes[place + (size_t) i] = (uint8_t) (numbers[random_below(10)] >> (56 - 8 * i));
	}
}

static void
check_input(void)
{
	/* a block of just that length, so that a checker of memory sees a read beyond it */
	uint8_t *block = host_resize(NULL, size + (size == 0));
	uint8_t again[MAX_BYTES];
	named_index index;

	memcpy(block, bytes, size);
	if (index_state_read(block, size, &index) == NULL)
	{
		accepted++;
		require(index_state_write(&index, NULL) == size, "its bytes have another length");
		index_state_write(&index, again);
		require(memcmp(again, bytes, size) == 0, "its bytes are others");
		add_rows(&index.engine, index.engine.ts < 1000000 ? index.engine.ts : 1000000,
				 index.engine.member_count + 2, 1 + (int) random_below(4));
		index_finish(&index.engine);
	}
	index_state_end(&index);
	free(block);
}

int
main(int count, char **arguments)
{
	long inputs = count > 1 ? strtol(arguments[1], NULL, 10) : 1000000;

	random_state = count > 2 ? strtoull(arguments[2], NULL, 10) : 1;
	printf("1..1\n");
	for (long i = 0; i < inputs; i++)
	{
		if (i % 8 == 0)
			write_random_index();
		else if (size > 0)
			mutate();
		check_input();
	}
	printf("ok 1 - index_state: %ld inputs, %ld accepted, %ld rows added\n", inputs, accepted, added);
	return 0;
}
