/*
 * row_spool.c
 *		The rows of an index put by, to be read again in order of time.
 *
 * An aggregate sees its input once. While rows come in order of time they are
 * worked off as they come, and those put by are dropped in the end; once one comes
 * late, all of them are read back and sorted. They are in a temporary file, but
 * while they are few in memory: there may be an index of a few rows in each of very
 * many groups.
 *
 * A row is packed: a word with the member's number and, in its upper bits, what
 * follows; the date if it is not that of the row before; the price; and those of
 * dividend, split, capitalisation and sector that say something.
 */
#include "row_spool.h"

#include <math.h>

#include "catalog/pg_operator.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "miscadmin.h"

#include "math/host.h"

#define MEMBER_BITS 27
#define MEMBER_MASK ((UINT32_C(1) << MEMBER_BITS) - 1)
#define HAS_TS (UINT32_C(1) << 27)
#define HAS_DIVIDEND (UINT32_C(1) << 28)
#define HAS_SPLIT (UINT32_C(1) << 29)
#define HAS_MARKET_CAP (UINT32_C(1) << 30)
#define HAS_SECTOR (UINT32_C(1) << 31)

#define MOST_PACKED (2 * sizeof(uint32) + 4 * sizeof(double) + sizeof(int32))

#define FIRST_ROOM 128
#define MOST_IN_MEMORY 8192

#define PACK(field) (memcpy(end, &(field), sizeof(field)), end += sizeof(field))
#define UNPACK(field) (memcpy(&(field), place, sizeof(field)), place += sizeof(field))

/* Put packed rows where those before them are. */
static void
put_by(row_spool *spool, const char *packed, Size size)
{
	if (spool->file == NULL && spool->size + size > MOST_IN_MEMORY)
	{
		spool->file = BufFileCreateTemp(false);
		BufFileWrite(spool->file, spool->bytes, spool->size);
		pfree(spool->bytes);
		spool->bytes = NULL;
	}
	if (spool->file != NULL)
	{
		BufFileWrite(spool->file, unconstify(char *, packed), size);
		return;
	}
	if (spool->size + size > spool->room)
	{
		spool->room = spool->room == 0 ? FIRST_ROOM : 2 * spool->room;
		spool->bytes = host_resize(spool->bytes, spool->room);
	}
	memcpy(spool->bytes + spool->size, packed, size);
	spool->size += size;
}

/* Read the head of the next row; false after the last. */
static bool
read_head(row_spool *spool, uint32 *head)
{
	if (spool->file != NULL)
		return BufFileRead(spool->file, head, sizeof *head) == sizeof *head;
	if (spool->read == spool->size)
		return false;
	memcpy(head, spool->bytes + spool->read, sizeof *head);
	spool->read += sizeof *head;
	return true;
}

/* Read what follows the head of a row. */
static void
read_rest(row_spool *spool, char *rest, Size size)
{
	if (spool->file != NULL)
	{
		buffile_read_exact(spool->file, rest, size);
		return;
	}
	memcpy(rest, spool->bytes + spool->read, size);
	spool->read += size;
}

static void
drop_rows(row_spool *spool)
{
	if (spool->file != NULL)
		BufFileClose(spool->file);
	host_free(spool->bytes);
	spool->file = NULL;
	spool->bytes = NULL;
}

/* Append a row. What it is kept in belongs to the current memory context. */
void
row_spool_write(row_spool *spool, const index_row *row)
{
	char packed[MOST_PACKED];
	char *end = packed;
	uint32 head = (uint32) row->member;

	if (!spool->started || row->ts != spool->ts)
		head |= HAS_TS;
	if (row->dividend != 0)
		head |= HAS_DIVIDEND;
	if (row->split != 1)
		head |= HAS_SPLIT;
	if (!isnan(row->market_cap))
		head |= HAS_MARKET_CAP;
	if (row->sector != NO_SECTOR)
		head |= HAS_SECTOR;
	spool->started = true;
	spool->ts = row->ts;

	PACK(head);
	if (head & HAS_TS)
		PACK(row->ts);
	PACK(row->price);
	if (head & HAS_DIVIDEND)
		PACK(row->dividend);
	if (head & HAS_SPLIT)
		PACK(row->split);
	if (head & HAS_MARKET_CAP)
		PACK(row->market_cap);
	if (head & HAS_SECTOR)
		PACK(row->sector);
	put_by(spool, packed, end - packed);
}

/* How many bytes follow the word at the head of a row. */
static size_t
packed_rest(uint32 head)
{
	return sizeof(double) + (head & HAS_TS ? sizeof(int32) : 0) + (head & HAS_DIVIDEND ? sizeof(double) : 0) +
		   (head & HAS_SPLIT ? sizeof(double) : 0) + (head & HAS_MARKET_CAP ? sizeof(double) : 0) +
		   (head & HAS_SECTOR ? sizeof(int32) : 0);
}

/* Everything but the date, which the sort carries beside the packed row. */
static void
unpack(const char *place, index_row *row)
{
	uint32 head;

	UNPACK(head);
	row->member = (int32) (head & MEMBER_MASK);
	if (head & HAS_TS)
		place += sizeof(int32);
	UNPACK(row->price);
	row->dividend = 0;
	row->split = 1;
	row->market_cap = NAN;
	row->sector = NO_SECTOR;
	if (head & HAS_DIVIDEND)
		UNPACK(row->dividend);
	if (head & HAS_SPLIT)
		UNPACK(row->split);
	if (head & HAS_MARKET_CAP)
		UNPACK(row->market_cap);
	if (head & HAS_SECTOR)
		UNPACK(row->sector);
}

/* Sort what has been written by date, within work_mem. */
void
row_spool_sort(row_spool *spool)
{
	TupleDesc columns = CreateTemplateTupleDesc(2);
	AttrNumber keys[] = {1};
	Oid operators[] = {Int4LessOperator};
	Oid collations[] = {InvalidOid};
	bool nulls_first[] = {false};
	union
	{
		bytea header;
		char bytes[VARHDRSZ + MOST_PACKED];
	} packed;
	char *body = packed.bytes + VARHDRSZ;
	int32 ts = 0;
	uint32 head;
	int64 n = 0;

	TupleDescInitEntry(columns, 1, "ts", INT4OID, -1, 0);
	TupleDescInitEntry(columns, 2, "packed", BYTEAOID, -1, 0);
	spool->slot = MakeSingleTupleTableSlot(columns, &TTSOpsMinimalTuple);
	spool->sort = tuplesort_begin_heap(columns, 1, keys, operators, collations, nulls_first, work_mem, NULL,
									   TUPLESORT_NONE);

	TupleTableSlot *input = MakeSingleTupleTableSlot(columns, &TTSOpsVirtual);

	if (spool->file != NULL && BufFileSeek(spool->file, 0, 0, SEEK_SET) != 0)
		ereport(ERROR, (errcode_for_file_access(), errmsg("could not rewind temporary file")));
	while (read_head(spool, &head))
	{
		size_t rest = packed_rest(head);

		if (n++ % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		memcpy(body, &head, sizeof head);
		read_rest(spool, body + sizeof head, rest);
		if (head & HAS_TS)
			memcpy(&ts, body + sizeof head, sizeof ts);
		SET_VARSIZE(&packed, VARHDRSZ + sizeof head + rest);
		ExecClearTuple(input);
		input->tts_values[0] = Int32GetDatum(ts);
		input->tts_values[1] = PointerGetDatum(&packed);
		input->tts_isnull[0] = input->tts_isnull[1] = false;
		ExecStoreVirtualTuple(input);
		tuplesort_puttupleslot(spool->sort, input);
	}
	ExecDropSingleTupleTableSlot(input);
	drop_rows(spool);
	tuplesort_performsort(spool->sort);
}

/* The next row of a sorted spool, in order of time; false after the last. */
bool
row_spool_next(row_spool *spool, index_row *row)
{
	bool isnull;

	if (!tuplesort_gettupleslot(spool->sort, true, false, spool->slot, NULL))
		return false;
	row->ts = DatumGetInt32(slot_getattr(spool->slot, 1, &isnull));
	unpack(VARDATA_ANY(DatumGetPointer(slot_getattr(spool->slot, 2, &isnull))), row);
	return true;
}

/* Release the rows and the sort; also after an error or a rescan. */
void
row_spool_end(row_spool *spool)
{
	if (spool->slot != NULL)
		ExecDropSingleTupleTableSlot(spool->slot);
	if (spool->sort != NULL)
		tuplesort_end(spool->sort);
	drop_rows(spool);
	memset(spool, 0, sizeof *spool);
}
