/*
 * host.c
 *		What the mathematics needs of the server: memory and interrupts.
 */
#include "compat.h"

#include "miscadmin.h"
#include "utils/memutils.h"

#include "math/host.h"

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
