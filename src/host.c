/*
 * host.c
 *		What the mathematics needs of the server: memory, interrupts and a sort.
 */
#include "compat.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "math/host.h"

/* What is copied between two looks for interrupts. */
#define COPIED_AT_ONCE ((size_t) 1 << 20)

/* New memory is in the current context, a larger block stays in its own. */
void *
host_resize(void *block, size_t size)
{
	return block == NULL ? MemoryContextAllocHuge(CurrentMemoryContext, size) : repalloc_huge(block, size);
}

void
host_free(void *block)
{
	if (block != NULL)
		pfree(block);
}

void
host_check_interrupts(void)
{
	CHECK_FOR_INTERRUPTS();
}

void
host_copy(void *copy, const void *block, size_t size)
{
	for (size_t done = 0; done < size; done += COPIED_AT_ONCE)
	{
		CHECK_FOR_INTERRUPTS();
		memcpy((char *) copy + done, (const char *) block + done, Min(size - done, COPIED_AT_ONCE));
	}
}

typedef int (*comparison)(const void *, const void *);

static int
compare_elements(const void *a, const void *b, void *compare)
{
	return (*(comparison *) compare)(a, b);
}

void
host_sort(void *elements, size_t n, size_t size, comparison compare)
{
	qsort_interruptible(elements, n, size, compare_elements, &compare);
}
