/*
 * row_array.c
 *		Results that are arrays of a composite type.
 *
 * The array is built in place, row by row: an array of millions of rows takes no
 * more memory than it needs, and no step over all of them at the end.
 */
#include "row_array.h"

#include "access/htup_details.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#define HEADER_SIZE ARR_OVERHEAD_NONULLS(1)
#define FIRST_ROOM 1024

/* An empty array of the type that the called function returns, in the current memory context. */
void
row_array_begin(row_array *array, FunctionCallInfo fcinfo)
{
	array->row_type = get_element_type(get_func_rettype(fcinfo->flinfo->fn_oid));
	array->columns = lookup_rowtype_tupdesc_copy(array->row_type, -1);
	array->bytes = palloc(FIRST_ROOM);
	array->size = HEADER_SIZE;
	array->room = FIRST_ROOM;
	array->count = 0;
}

/* Make room for a row of the given size, aligned as composite values are. */
static void
make_room(row_array *array, Size size)
{
	if (size > MaxAllocSize - array->size)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("result of type %s is too large", format_type_be(get_array_type(array->row_type))),
				 errdetail("A value may take up to %zu bytes.", MaxAllocSize),
				 errhint("Give each group fewer rows.")));
	if (size <= array->room - array->size)
		return;
	array->room = Min(Max(2 * array->room, array->size + size), MaxAllocSize);
	array->bytes = repalloc(array->bytes, array->room);
}

void
row_array_add(row_array *array, Datum *values, bool *nulls)
{
	/* as heap_form_tuple() will have it; it asks for the memory without looking */
	Size header = MAXALIGN(SizeofHeapTupleHeader + BITMAPLEN(array->columns->natts));
	Size data = heap_compute_data_size(array->columns, values, nulls);
	HeapTuple row;
	Size size;

	make_room(array, MAXALIGN(header + data));
	row = heap_form_tuple(array->columns, values, nulls);
	size = MAXALIGN(row->t_len);
	memcpy(array->bytes + array->size, row->t_data, row->t_len);
	memset(array->bytes + array->size + row->t_len, 0, size - row->t_len);
	array->size += size;
	array->count++;
	pfree(row);
}

Datum
row_array_finish(row_array *array)
{
	ArrayType *result = (ArrayType *) array->bytes;

	if (array->count == 0)
		PG_RETURN_ARRAYTYPE_P(construct_empty_array(array->row_type));
	memset(result, 0, HEADER_SIZE);
	SET_VARSIZE(result, array->size);
	result->ndim = 1;
	result->elemtype = array->row_type;
	ARR_DIMS(result)[0] = array->count;
	ARR_LBOUND(result)[0] = 1;
	PG_RETURN_ARRAYTYPE_P(result);
}
