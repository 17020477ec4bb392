/*
 * index_state.c
 *		Indexes under way from outside, as bytes.
 *
 * Whatever is accepted must come back from its own bytes as it is, and rows added
 * to it must do no harm: they are refused, or leave a state that is accepted.
 *
 * The first bytes are the rows, the rest is the state.
 */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "math/host.h"
#include "math/index_contribution.h"
#include "math/index_state.h"

enum
{
	NEW_MEMBERS = 2
};

static const char *const new_texts[NEW_MEMBERS] = {"\x01new", "\x7f"};
static const index_name new_sector = {"new", 3};
static const int64_t new_numbers[NEW_MEMBERS] = {INT64_MIN + 5, INT64_MAX - 5};

static bool
knows(const index_name *names, int32_t n, index_name name)
{
	for (int32_t i = 0; i < n; i++)
		if (names[i].size == name.size && memcmp(names[i].data, name.data, (size_t) name.size) == 0)
			return true;
	return false;
}

/* Rows of a few dates after the one under way; false where the engine says something against one. */
static bool
add_rows(input *rows, index_engine *engine, int32_t members, int32_t sectors)
{
	int dates = take_below(rows, 4);
	int32_t ts = engine->ts;

	for (int d = 0; d < dates; d++)
	{
		if (take_byte(rows) % 4 > 0)
			ts += 1 + take_below(rows, 40);
		if (!calendar_is_date(ts))
			return true;
		for (int32_t m = 0; m < members; m++)
		{
			int kind = take_byte(rows);
			index_row row = {
				.ts = ts,
				.member = m,
				.sector = kind / 64 % (sectors + 1) - 1,
				.dividend = kind & 1 ? 0.25 : 0,
				.split = kind & 2 ? 2 : 1,
			};

			row.price = take_size(rows, -10, 10);
			row.market_cap = kind & 4 ? NAN : take_size(rows, 0, 40);
			if (kind % 32 < 24 && index_add(engine, &row) != INDEX_OK)
				return false;
		}
	}
	return true;
}

/* What is written is accepted, and comes back as it is. */
static void
check_written(const named_index *index)
{
	size_t size = index_state_write(index, NULL);
	uint8_t *bytes = block_of(size);
	uint8_t *again = block_of(size);
	named_index read;
	const char *problem;

	require(index_state_write(index, bytes) == size, "another number of bytes");
	problem = index_state_read(bytes, size, &read);
	require(problem == NULL, problem);
	require(index_state_write(&read, NULL) == size, "a state with rows added has another length");
	index_state_write(&read, again);
	require(memcmp(bytes, again, size) == 0, "a state with rows added gives other bytes");
	index_state_end(&read);
	free(bytes);
	free(again);
}

/* Go on with an index, with members and a sector more than it knows. */
static void
go_on(input *rows, named_index *index)
{
	named_index more = *index;
	index_contribution contribution;
	int32_t members = index->engine.member_count;

	more.members = block_of(((size_t) members + NEW_MEMBERS) * sizeof(index_name));
	more.sectors = block_of(((size_t) index->sector_count + 1) * sizeof(index_name));
	for (int32_t m = 0; m < members; m++)
		more.members[m] = index->members[m];
	for (int32_t i = 0; i < index->sector_count; i++)
		more.sectors[i] = index->sectors[i];
	for (int i = 0; i < NEW_MEMBERS; i++)
	{
		index_name name = index->text_members ? (index_name){new_texts[i], (int32_t) strlen(new_texts[i])}
											  : (index_name){(const char *) &new_numbers[i], sizeof(int64_t)};

		if (!knows(more.members, members, name))
			more.members[members++] = name;
	}
	if (!knows(more.sectors, index->sector_count, new_sector))
		more.sectors[more.sector_count++] = new_sector;
	index_contribution_begin(&contribution, take_byte(rows) & 1, OPEN_START, OPEN_END);
	if (take_byte(rows) & 1)
		more.engine.contribution = &contribution;
	if (add_rows(rows, &more.engine, members, more.sector_count))
	{
		check_written(&more);
		index_finish(&more.engine);
	}
	index_contribution_end(&contribution);
	free(more.members);
	free(more.sectors);

	/* what the engine holds may have moved */
	index->engine = more.engine;
}

void
fuzz_index_state(input *in)
{
	size_t row_bytes = (size_t) take_byte(in);
	input rows = {in->next, row_bytes < in->left ? row_bytes : in->left};
	size_t size = in->left - rows.left;

	/* blocks of just that length, so that a checker of memory sees a read beyond it */
	uint8_t *bytes = block_of(size);
	uint8_t *again = block_of(size);
	named_index index;
	int32_t ts;

	memcpy(bytes, rows.next + rows.left, size);
	if (index_state_read(bytes, size, &index) == NULL)
	{
		require(index_state_write(&index, NULL) == size, "the bytes have another length");
		index_state_write(&index, again);
		require(memcmp(again, bytes, size) == 0, "the bytes are others");
		require(index_state_last_ts(bytes, size, &ts) && ts == index.engine.ts, "the head has another ts");
		go_on(&rows, &index);
	}
	index_state_end(&index);
	free(bytes);
	free(again);
}
