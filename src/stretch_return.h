/*
 * stretch_return.h
 *		Stretches of a series of levels and their returns.
 */
#ifndef ROTATION_STRETCH_RETURN_H
#define ROTATION_STRETCH_RETURN_H

#include "compat.h"

#include "row_array.h"
#include "series_rows.h"

extern void begin_levels(series_rows *levels);
extern void add_level(FunctionCallInfo fcinfo, series_rows *levels);
extern void add_stretch(row_array *result, const series_row *start, const series_row *end, bool provisional);

#endif
