/*
 * regime_array.h
 *		Regimes as an array of yield_regime.
 */
#ifndef ROTATION_REGIME_ARRAY_H
#define ROTATION_REGIME_ARRAY_H

#include "compat.h"

#include "row_array.h"

#include "math/regime_state.h"

extern const char *const regime_direction_names[];

extern Datum regime_array(row_array *result, const regime *regimes, int32 count);

#endif
