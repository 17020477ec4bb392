/*
 * row_spool.h
 *		The rows of an index put by, to be read again in order of time.
 */
#ifndef ROTATION_ROW_SPOOL_H
#define ROTATION_ROW_SPOOL_H

#include "compat.h"

#include "math/index_engine.h"

typedef struct row_spool
{
	char *bytes; /* while they are few */
	Size size;
	Size room;
	Size read; /* of the bytes */
	BufFile *file;
	Tuplesortstate *sort;
	TupleTableSlot *slot;
	int32 ts; /* of the last row written */
	bool started;
} row_spool;

extern void row_spool_write(row_spool *spool, const index_row *row);
extern void row_spool_sort(row_spool *spool);
extern bool row_spool_next(row_spool *spool, index_row *row);
extern void row_spool_end(row_spool *spool);

#endif
