/*
 * horizon.h
 *		A moment moved on by an interval.
 */
#ifndef ROTATION_HORIZON_H
#define ROTATION_HORIZON_H

#include "compat.h"

#include "math/span.h"

extern int64 moved_on(int64 ts, ts_kind kind, Datum interval, const char *name);

#endif
