/*
 * row_array.h
 *		Results that are arrays of a composite type.
 */
#ifndef ROTATION_ROW_ARRAY_H
#define ROTATION_ROW_ARRAY_H

#include "compat.h"

#include "utils/array.h"

typedef struct row_array
{
	Oid row_type;
	TupleDesc columns;
	char *bytes; /* the array so far, with room for its header */
	Size size;
	Size room;
	int count;
} row_array;

extern void row_array_begin(row_array *array, FunctionCallInfo fcinfo);
extern void row_array_add(row_array *array, Datum *values, bool *nulls);
extern Datum row_array_finish(row_array *array);

#endif
