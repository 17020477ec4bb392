/*
 * index_state.c
 *		The stored state of an index, as an SQL type.
 *
 * A state is kept in a table and gone on with by the days that are new; the
 * aggregates that do so are those of index_history.c. As a datum it is the bytes
 * of math/index_state.h, as text the same in hexadecimal.
 */
#include "index_state.h"

#include "arguments.h"

#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

/* A state must also fit a value as text, which takes two digits a byte. */
#define MOST_BYTES ((MaxAllocSize - VARHDRSZ) / 2 - 2)

static void
require_room(size_t size)
{
	if (size > MOST_BYTES)
		ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("index_state is too large"),
						errdetail("A state may take up to %zu bytes, half of what a text may.", MOST_BYTES)));
}

/* Refuse bytes that are not a state; those of the table cannot be. */
static named_index *
checked_index(const struct varlena *state, int code)
{
	named_index *index = palloc(sizeof(named_index));
	const char *problem =
		index_state_read((const uint8 *) VARDATA_ANY(state), VARSIZE_ANY_EXHDR(state), index);

	if (problem != NULL)
		ereport(ERROR, (errcode(code), errmsg("invalid index_state: %s", problem)));
	return index;
}

/* The index of a state, in the current memory context. */
named_index *
stored_index(Datum state)
{
	return checked_index(PG_DETOAST_DATUM_PACKED(state), ERRCODE_DATA_CORRUPTED);
}

static index_name *
names_of(const key_ids *keys)
{
	index_name *names = MemoryContextAllocHuge(CurrentMemoryContext, (keys->count + 1) * sizeof(index_name));

	for (int32 i = 0; i < keys->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		names[i] = (index_name){keys->entries[i].data, keys->entries[i].size};
	}
	return names;
}

/* The state of an index with a date under way. */
Datum
index_state_datum(const index_engine *engine, const key_ids *members, const key_ids *sectors,
				  bool text_members)
{
	named_index index = {*engine, text_members, names_of(members), names_of(sectors), sectors->count};
	size_t size = index_state_write(&index, NULL);
	struct varlena *state;

	require_room(size);
	state = palloc(VARHDRSZ + size);
	SET_VARSIZE(state, VARHDRSZ + size);
	index_state_write(&index, (uint8 *) VARDATA(state));
	return PointerGetDatum(state);
}

/* Check a state that comes from outside, with the names in it. */
static void
check_state(const struct varlena *state, int code)
{
	named_index *index;

	require_room(VARSIZE_ANY_EXHDR(state));
	index = checked_index(state, code);
	for (int32 i = 0; i < index->engine.member_count && index->text_members; i++)
	{
		CHECK_FOR_INTERRUPTS();
		pg_verifymbstr(index->members[i].data, index->members[i].size, false);
	}
	for (int32 i = 0; i < index->sector_count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		pg_verifymbstr(index->sectors[i].data, index->sectors[i].size, false);
	}
	index_state_end(index);
	pfree(index);
}

/* How much is coded in hexadecimal, or decoded, between two looks for interrupts. */
#define CODED_AT_ONCE ((size_t) 1 << 16)

static int
hexadecimal_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Input function: the bytes in hexadecimal, as bytea has them. */
PG_FUNCTION_INFO_V1(index_state_in);
Datum
index_state_in(PG_FUNCTION_ARGS)
{
	const char *text = PG_GETARG_CSTRING(0);
	size_t digits = strlen(text);
	struct varlena *state = MemoryContextAllocHuge(CurrentMemoryContext, VARHDRSZ + digits / 2);
	char *end = VARDATA(state);
	bool good = strncmp(text, "\\x", 2) == 0;

	for (size_t i = 2; good && i < digits; i += 2)
	{
		/* of a half pair, the other half is the end of the text */
		int high = hexadecimal_digit(text[i]);
		int low = hexadecimal_digit(text[i + 1]);

		if (i % CODED_AT_ONCE == 0)
			CHECK_FOR_INTERRUPTS();
		good = high >= 0 && low >= 0;
		*end++ = (char) (16 * high + low);
	}
	if (!good)
		ereport(ERROR, (errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
						errmsg("invalid index_state: not \\x and pairs of hexadecimal digits")));
	require_room(end - VARDATA(state));
	SET_VARSIZE(state, end - (char *) state);
	check_state(state, ERRCODE_INVALID_TEXT_REPRESENTATION);
	PG_RETURN_POINTER(state);
}

/* Output function, whatever bytea_output says. */
PG_FUNCTION_INFO_V1(index_state_out);
Datum
index_state_out(PG_FUNCTION_ARGS)
{
	struct varlena *state = PG_DETOAST_DATUM_PACKED(PG_GETARG_DATUM(0));
	size_t size = VARSIZE_ANY_EXHDR(state);
	char *text = palloc(2 * size + 3);

	memcpy(text, "\\x", 2);
	for (size_t done = 0; done < size; done += CODED_AT_ONCE)
	{
		CHECK_FOR_INTERRUPTS();
		hex_encode(VARDATA_ANY(state) + done, Min(size - done, CODED_AT_ONCE), text + 2 + 2 * done);
	}
	text[2 * size + 2] = '\0';
	PG_RETURN_CSTRING(text);
}

/* Receive function. */
PG_FUNCTION_INFO_V1(index_state_recv);
Datum
index_state_recv(PG_FUNCTION_ARGS)
{
	Datum state = DirectFunctionCall1(bytearecv, PG_GETARG_DATUM(0));

	check_state((struct varlena *) DatumGetPointer(state), ERRCODE_INVALID_BINARY_REPRESENTATION);
	PG_RETURN_DATUM(state);
}

/* Send function. */
PG_FUNCTION_INFO_V1(index_state_send);
Datum
index_state_send(PG_FUNCTION_ARGS)
{
	PG_RETURN_BYTEA_P(PG_GETARG_BYTEA_P_COPY(0));
}

/* last_ts(state): the date of the last row, of which only the head is fetched. */
PG_FUNCTION_INFO_V1(index_state_last_date);
Datum
index_state_last_date(PG_FUNCTION_ARGS)
{
	struct varlena *head = PG_DETOAST_DATUM_SLICE(PG_GETARG_DATUM(0), 0, INDEX_STATE_HEAD);
	int32 ts;

	if (!index_state_last_ts((const uint8 *) VARDATA_ANY(head), VARSIZE_ANY_EXHDR(head), &ts))
		ereport(ERROR, (errcode(ERRCODE_DATA_CORRUPTED), errmsg("stored index_state has an unknown format")));
	PG_RETURN_DATEADT(ts);
}
