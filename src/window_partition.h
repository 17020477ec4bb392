/*
 * window_partition.h
 *		Memory of a window function that goes with its partition.
 */
#ifndef ROTATION_WINDOW_PARTITION_H
#define ROTATION_WINDOW_PARTITION_H

#include "compat.h"

#include "utils/memutils.h"

/* A memory context that is emptied at each call: call it once a partition. */
static inline MemoryContext
partition_context(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
		fcinfo->flinfo->fn_extra =
			AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "window partition", ALLOCSET_DEFAULT_SIZES);
	else
		MemoryContextReset(fcinfo->flinfo->fn_extra);
	return fcinfo->flinfo->fn_extra;
}

#endif
