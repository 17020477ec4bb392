/*
 * key_ids.c
 *		Small numbers for the names of members and sectors, in order of appearance.
 */
#include "key_ids.h"

#include "common/hashfn.h"
#include "utils/memutils.h"

/* More would not fit the packed rows of row_spool.c. */
#define MOST_KEYS (1 << 27)

typedef struct keys_key
{
	const char *data;
	int32 size;
} keys_key;

typedef struct keys_element
{
	keys_key key;
	int32 id;
	uint32 hash;
	char status;
} keys_element;

static inline bool
keys_equal(keys_key a, keys_key b)
{
	return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

#define SH_PREFIX keys
#define SH_ELEMENT_TYPE keys_element
#define SH_KEY_TYPE keys_key
#define SH_KEY key
#define SH_SCOPE static inline
#define SH_STORE_HASH
#define SH_GET_HASH(table, element) (element)->hash
#define SH_HASH_KEY(table, key) hash_bytes((const unsigned char *) (key).data, (key).size)
#define SH_EQUAL(table, a, b) keys_equal(a, b)
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/* An empty set of keys, in the current memory context. */
void
key_ids_begin(key_ids *keys)
{
	memset(keys, 0, sizeof *keys);
	keys->context = CurrentMemoryContext;
	keys->hash = keys_create(CurrentMemoryContext, 64, NULL);
	keys->previous = -1;
}

/* Give a new key its number; the key is copied. */
static void
add_key(key_ids *keys, keys_element *element)
{
	char *copy = MemoryContextAlloc(keys->context, element->key.size + 1);

	if (keys->count == MOST_KEYS)
		ereport(ERROR, (errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED), errmsg("too many members in an index")));
	memcpy(copy, element->key.data, element->key.size);
	copy[element->key.size] = '\0';
	element->key.data = copy;
	element->id = keys->count++;
	if (element->id == keys->room)
	{
		keys->room = keys->room == 0 ? 64 : 2 * keys->room;
		keys->entries = keys->entries == NULL
							? MemoryContextAllocHuge(keys->context, keys->room * sizeof(key_entry))
							: repalloc_huge(keys->entries, keys->room * sizeof(key_entry));
	}
	keys->entries[element->id] = (key_entry){copy, element->key.size, -1};
}

/* The number of a key, by hash; a new one if it has not been seen. */
int32
key_ids_find(key_ids *keys, const char *data, int32 size)
{
	bool found;
	keys_element *element = keys_insert(keys->hash, (keys_key){data, size}, &found);

	if (!found)
		add_key(keys, element);
	if (keys->previous >= 0)
		keys->entries[keys->previous].successor = element->id;
	keys->previous = element->id;
	return element->id;
}
