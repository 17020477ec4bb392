/*
 * index_state.h
 *		The stored state of an index.
 */
#ifndef ROTATION_INDEX_STATE_TYPE_H
#define ROTATION_INDEX_STATE_TYPE_H

#include "compat.h"

#include "key_ids.h"

#include "math/index_state.h"

extern named_index *stored_index(Datum state);
extern Datum index_state_datum(const index_engine *engine, const key_ids *members, const key_ids *sectors,
							   bool text_members);

#endif
