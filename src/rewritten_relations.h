/*
 * rewritten_relations.h
 *		Relations whose rows a snapshot cannot see any more.
 */
#ifndef ROTATION_REWRITTEN_RELATIONS_H
#define ROTATION_REWRITTEN_RELATIONS_H

#include "compat.h"

#include "nodes/pg_list.h"

extern void refuse_rewritten_relations(List *relations);

#endif
