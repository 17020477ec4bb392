/*
 * row_spool.c
 *		The rows of an index in a temporary file, to be read again in order of time.
 *
 * An aggregate sees its input once. While rows come in order of time they are
 * worked off as they come, and the file is dropped in the end; once one comes
 * late, all of them are read back and sorted.
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

#define MEMBER_BITS 27
#define MEMBER_MASK ((UINT32_C(1) << MEMBER_BITS) - 1)
#define HAS_TS (UINT32_C(1) << 27)
#define HAS_DIVIDEND (UINT32_C(1) << 28)
#define HAS_SPLIT (UINT32_C(1) << 29)
#define HAS_MARKET_CAP (UINT32_C(1) << 30)
#define HAS_SECTOR (UINT32_C(1) << 31)

#define MOST_PACKED (2 * sizeof(uint32) + 4 * sizeof(double) + sizeof(int32))

#define PACK(field) (memcpy(end, &(field), sizeof(field)), end += sizeof(field))
#define UNPACK(field) (memcpy(&(field), place, sizeof(field)), place += sizeof(field))

/* Append a row. The file belongs to the current memory context. */
void
row_spool_write(row_spool *spool, const index_row *row)
{
	char packed[MOST_PACKED];
	char *end = packed;
	uint32 head = (uint32) row->member;

	if (spool->file == NULL)
		spool->file = BufFileCreateTemp(false);
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
	BufFileWrite(spool->file, packed, end - packed);
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

	if (BufFileSeek(spool->file, 0, 0, SEEK_SET) != 0)
		ereport(ERROR, (errcode_for_file_access(), errmsg("could not rewind temporary file")));
	while (BufFileRead(spool->file, &head, sizeof head) == sizeof head)
	{
		size_t rest = packed_rest(head);

		if (n++ % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		memcpy(body, &head, sizeof head);
		buffile_read_exact(spool->file, body + sizeof head, rest);
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
	BufFileClose(spool->file);
	spool->file = NULL;
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

/* Release the file and the sort; also after an error or a rescan. */
void
row_spool_end(row_spool *spool)
{
	if (spool->slot != NULL)
		ExecDropSingleTupleTableSlot(spool->slot);
	if (spool->sort != NULL)
		tuplesort_end(spool->sort);
	if (spool->file != NULL)
		BufFileClose(spool->file);
	memset(spool, 0, sizeof *spool);
}
