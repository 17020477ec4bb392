/*
 * stretch_return.h
 *		Stretches of a series of levels and their returns.
 */
#ifndef ROTATION_STRETCH_RETURN_H
#define ROTATION_STRETCH_RETURN_H

#include "compat.h"

#include "level_rows.h"
#include "row_array.h"

extern void add_stretch(row_array *result, const series_row *start, const series_row *end, bool provisional);

#endif
