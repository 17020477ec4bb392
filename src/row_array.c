/*
 * row_array.c
 *		Results that are arrays of a composite type.
 */
#include "row_array.h"

#include "access/htup_details.h"
#include "utils/lsyscache.h"
#include "utils/typcache.h"

/* An empty array of the type that the called function returns. */
void
row_array_begin(row_array *array, FunctionCallInfo fcinfo)
{
	array->row_type = get_element_type(get_func_rettype(fcinfo->flinfo->fn_oid));
	array->columns = lookup_rowtype_tupdesc_copy(array->row_type, -1);
	array->rows = initArrayResult(array->row_type, CurrentMemoryContext, false);
}

void
row_array_add(row_array *array, Datum *values, bool *nulls)
{
	HeapTuple row = heap_form_tuple(array->columns, values, nulls);

	accumArrayResult(array->rows, HeapTupleGetDatum(row), false, array->row_type, CurrentMemoryContext);
	pfree(row);
}

Datum
row_array_finish(row_array *array)
{
	return makeArrayResult(array->rows, CurrentMemoryContext);
}
