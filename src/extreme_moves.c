/*
 * extreme_moves.c
 *		The aggregates largest_moves and smallest_moves.
 *
 * The transition type is an array of numbers, see math/extreme_moves.h. Their bits
 * are declared as whole numbers: a state may travel as text, and that of whole
 * numbers is exact whatever extra_float_digits is.
 */
#include "arguments.h"
#include "row_array.h"

#include "catalog/pg_type.h"
#include "utils/lsyscache.h"

#include "math/extreme_moves.h"

#define LARGEST 1
#define SMALLEST (-1)

/* A list of the given length, its contents not set. */
static ArrayType *
new_list(int length)
{
	Size size = ARR_OVERHEAD_NONULLS(1) + length * sizeof(double);
	ArrayType *array = palloc(size);

	SET_VARSIZE(array, size);
	array->ndim = 1;
	array->dataoffset = 0;
	array->elemtype = INT8OID;
	ARR_DIMS(array)[0] = length;
	ARR_LBOUND(array)[0] = 1;
	return array;
}

static double *
list_of(ArrayType *array, int *length)
{
	*length = ARR_DIMS(array)[0];
	return (double *) ARR_DATA_PTR(array);
}

static void
require_list_shape(ArrayType *array)
{
	if (ARR_NDIM(array) != 1 || ARR_HASNULL(array) || ARR_ELEMTYPE(array) != INT8OID ||
		ARR_DIMS(array)[0] < MOVES_HEADER || ARR_DIMS(array)[0] % 2 != 0)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("invalid list of moves: not a plain array of pairs of numbers")));
}

/* A list that may come from anywhere. */
static ArrayType *
list_argument(FunctionCallInfo fcinfo, int argument)
{
	ArrayType *array = PG_GETARG_ARRAYTYPE_P(argument);
	const char *problem;
	double *list;
	int length;

	require_list_shape(array);
	list = list_of(array, &length);
	problem = moves_check(list, length);
	if (problem != NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("invalid list of moves: %s", problem)));
	return array;
}

/* Add a move to a list, which grows while it is not full. */
static ArrayType *
add_move(ArrayType *array, double ts, double value)
{
	int length;
	double *list = list_of(array, &length);

	if (!moves_would_keep(list, length, ts, value))
		return array;
	if (length < MOVES_LENGTH((int) list[MOVES_WANTED]))
	{
		ArrayType *longer = new_list(length + 2);

		memcpy(ARR_DATA_PTR(longer), list, length * sizeof(double));
		array = longer;
		list = (double *) ARR_DATA_PTR(array);
	}
	moves_insert(list, length, ts, value);
	return array;
}

/* Transition function: (list, ts, r, k). */
static Datum
extreme_moves_accum(FunctionCallInfo fcinfo, int sign)
{
	ArrayType *array;
	int64 ts;
	double value;
	int length;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	if (PG_ARGISNULL(3))
		ereport(ERROR, (errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED), errmsg("k must not be NULL")));
	if (PG_GETARG_INT32(3) < 1 || PG_GETARG_INT32(3) > MOVES_MOST)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("k is out of range: %d", PG_GETARG_INT32(3)),
						errhint("Allowed: 1 to %d moves.", MOVES_MOST)));
	ts = ts_argument(fcinfo, 1, TS_DATE);
	value = return_value(PG_GETARG_FLOAT8(2), "r", TS_DATE, ts);

	if (PG_ARGISNULL(0))
	{
		array = new_list(MOVES_HEADER);
		list_of(array, &length)[MOVES_WANTED] = PG_GETARG_INT32(3);
		list_of(array, &length)[MOVES_SIGN] = sign;
	}
	else
	{
		array = PG_GETARG_ARRAYTYPE_P(0);
		require_list_shape(array);
		if (list_of(array, &length)[MOVES_WANTED] != PG_GETARG_INT32(3))
			ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
							errmsg("k must be the same in every row of a group")));
	}
	PG_RETURN_POINTER(add_move(array, ts, value));
}

PG_FUNCTION_INFO_V1(largest_moves_accum);
Datum
largest_moves_accum(PG_FUNCTION_ARGS)
{
	return extreme_moves_accum(fcinfo, LARGEST);
}

PG_FUNCTION_INFO_V1(smallest_moves_accum);
Datum
smallest_moves_accum(PG_FUNCTION_ARGS)
{
	return extreme_moves_accum(fcinfo, SMALLEST);
}

PG_FUNCTION_INFO_V1(extreme_moves_combine);
Datum
extreme_moves_combine(PG_FUNCTION_ARGS)
{
	ArrayType *array;
	double *other;
	int length;
	int other_length;

	require_aggregate(fcinfo, NULL);
	if (PG_ARGISNULL(1))
	{
		if (PG_ARGISNULL(0))
			PG_RETURN_NULL();
		PG_RETURN_DATUM(PG_GETARG_DATUM(0));
	}
	other = list_of(list_argument(fcinfo, 1), &other_length);
	if (PG_ARGISNULL(0))
		PG_RETURN_DATUM(PG_GETARG_DATUM(1));
	array = PG_GETARG_ARRAYTYPE_P(0);
	require_list_shape(array);
	if (memcmp(list_of(array, &length), other, MOVES_HEADER * sizeof(double)) != 0)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("k must be the same in every row of a group")));
	for (int i = MOVES_HEADER; i < other_length; i += 2)
		array = add_move(array, other[i], other[i + 1]);
	PG_RETURN_POINTER(array);
}

/* Final function: the moves as rows; refuses two at one moment among them. */
PG_FUNCTION_INFO_V1(extreme_moves_final);
Datum
extreme_moves_final(PG_FUNCTION_ARGS)
{
	int length;
	double *list = list_of(list_argument(fcinfo, 0), &length);
	row_array result;

	row_array_begin(&result, fcinfo);
	for (int i = MOVES_HEADER; i < length; i += 2)
	{
		bool nulls[2] = {false};
		Datum values[2] = {DateADTGetDatum((DateADT) list[i]), Float8GetDatum(list[i + 1])};

		for (int j = MOVES_HEADER; j < i; j += 2)
			if (list[j] == list[i])
				repeated_ts(TS_DATE, (int64) list[i]);
		row_array_add(&result, values, nulls);
	}
	PG_RETURN_DATUM(row_array_finish(&result));
}
