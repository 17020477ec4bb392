/*
 * key_ids.c
 *		Small numbers for the names of members and sectors, in order of appearance.
 */
#include "key_ids.h"

#include "common/hashfn.h"
#include "miscadmin.h"
#include "utils/memutils.h"

#include "math/host.h"

/* More would not fit the packed rows of row_spool.c. */
#define MOST_KEYS (1 << 27)

/* There may be a set of few keys in each of very many groups. */
#define FIRST_ROOM 8

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

/* A table that grows asks this of every element, so it is where its growing can be broken off. */
static inline uint32 *
hash_of(keys_element *element)
{
	CHECK_FOR_INTERRUPTS();
	return &element->hash;
}

#define SH_PREFIX keys
#define SH_ELEMENT_TYPE keys_element
#define SH_KEY_TYPE keys_key
#define SH_KEY key
#define SH_SCOPE static inline
#define SH_STORE_HASH
#define SH_GET_HASH(table, element) (*hash_of(element))
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
	keys->hash = keys_create(CurrentMemoryContext, FIRST_ROOM, NULL);
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
		keys->room = keys->room == 0 ? FIRST_ROOM : 2 * keys->room;
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

static int
compare_entries(const void *a, const void *b)
{
	const key_entry *x = *(const key_entry *const *) a;
	const key_entry *y = *(const key_entry *const *) b;
	int difference = memcmp(x->data, y->data, Min(x->size, y->size));

	return difference != 0 ? difference : (x->size > y->size) - (x->size < y->size);
}

/* The keys in the order of their bytes, and the place of each number in that order. */
const key_entry **
key_ids_in_order(const key_ids *keys, int32 **places)
{
	const key_entry **in_order = host_resize(NULL, Max(keys->count, 1) * sizeof(key_entry *));

	*places = host_resize(NULL, Max(keys->count, 1) * sizeof(int32));
	for (int32 i = 0; i < keys->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		in_order[i] = &keys->entries[i];
	}
	host_sort(in_order, keys->count, sizeof(key_entry *), compare_entries);
	for (int32 i = 0; i < keys->count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		(*places)[in_order[i] - keys->entries] = i;
	}
	return in_order;
}
