/*
 * key_ids.h
 *		Small numbers for the names of members and sectors, in order of appearance.
 */
#ifndef ROTATION_KEY_IDS_H
#define ROTATION_KEY_IDS_H

#include "compat.h"

#include "port/pg_bswap.h"

struct keys_hash;

typedef struct key_entry
{
	const char *data;
	int32 size;
	int32 successor; /* who followed at the last look-up */
} key_entry;

typedef struct key_ids
{
	MemoryContext context;
	struct keys_hash *hash;
	key_entry *entries; /* by number */
	int32 count;
	int32 room;
	int32 previous;
} key_ids;

extern void key_ids_begin(key_ids *keys);
extern int32 key_ids_find(key_ids *keys, const char *data, int32 size);
extern const key_entry **key_ids_in_order(const key_ids *keys, int32 **places);

/* A number as a key whose bytes are in the order of the numbers. */
static inline uint64
key_of_number(int64 number)
{
	return pg_hton64((uint64) number ^ UINT64CONST(1) << 63);
}

static inline int64
number_of_key(uint64 key)
{
	return (int64) (pg_ntoh64(key) ^ UINT64CONST(1) << 63);
}

/*
 * The number of a key. Panels list their members in much the same order on each
 * date, so the key that followed the last one before is tried first.
 */
static inline int32
key_id(key_ids *keys, const char *data, int32 size)
{
	int32 guess = keys->previous < 0 ? -1 : keys->entries[keys->previous].successor;

	if (guess >= 0 && keys->entries[guess].size == size && memcmp(keys->entries[guess].data, data, size) == 0)
	{
		keys->previous = guess;
		return guess;
	}
	return key_ids_find(keys, data, size);
}

#endif
