/*
 * index_state.h
 *		An index under way as bytes, to be stored and gone on with.
 */
#ifndef ROTATION_INDEX_STATE_H
#define ROTATION_INDEX_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "math/index_engine.h"

/* A member or a sector: characters, or the 8 bytes of an int64_t. */
typedef struct index_name
{
	const char *data;
	int32_t size;
} index_name;

/* An index with the names that its numbers of members and sectors stand for. */
typedef struct named_index
{
	index_engine engine;
	bool text_members; /* otherwise they are numbers */
	index_name *members;
	index_name *sectors;
	int32_t sector_count;
} named_index;

extern size_t index_state_write(const named_index *index, uint8_t *bytes);
extern const char *index_state_read(const uint8_t *bytes, size_t size, named_index *index);
extern void index_state_end(named_index *index);
extern bool index_state_last_ts(const uint8_t *bytes, size_t size, int32_t *ts);

/* The bytes that index_state_last_ts looks at. */
#define INDEX_STATE_HEAD 5

#endif
