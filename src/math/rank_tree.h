/*
 * rank_tree.h
 *		A multiset of numbers that knows how many of them lie below another.
 *
 * A treap with the number of values in each subtree: adding, removing and
 * counting take O(log n), whatever the order of the values, as long as nobody who
 * chooses them knows the seed of the priorities. Counts do not depend on it.
 *
 * R. Seidel and C. Aragon, "Randomized search trees", Algorithmica 16 (1996).
 */
#ifndef ROTATION_RANK_TREE_H
#define ROTATION_RANK_TREE_H

#include <stdint.h>

typedef struct rank_node
{
	double value;
	int64_t copies; /* of this value */
	int64_t size;   /* values in the subtree */
	uint32_t priority;
	int32_t left; /* 0: none */
	int32_t right;
} rank_node;

typedef struct rank_tree
{
	rank_node *nodes; /* from 1 on; free ones are chained by left */
	int32_t room;
	int32_t used;
	int32_t free;
	int32_t root;
	uint32_t seed;
} rank_tree;

extern void rank_tree_begin(rank_tree *tree, uint32_t seed);
extern void rank_tree_add(rank_tree *tree, double value);
extern void rank_tree_remove(rank_tree *tree, double value);
extern int64_t rank_tree_below(const rank_tree *tree, double value);

#endif
