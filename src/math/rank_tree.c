/*
 * rank_tree.c
 *		A multiset of numbers that knows how many of them lie below another.
 */
#include "math/rank_tree.h"

#include <string.h>

#include "math/host.h"

#define FIRST_ROOM 64

void
rank_tree_begin(rank_tree *tree, uint32_t seed)
{
	memset(tree, 0, sizeof *tree);
	tree->seed = seed | 1; /* from 0 the generator does not move */
}

static int64_t
size_of(const rank_tree *tree, int32_t node)
{
	return node == 0 ? 0 : tree->nodes[node].size;
}

static void
update_size(rank_tree *tree, int32_t node)
{
	rank_node *n = &tree->nodes[node];

	n->size = n->copies + size_of(tree, n->left) + size_of(tree, n->right);
}

/* G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (2003). */
static uint32_t
next_priority(rank_tree *tree)
{
	tree->seed ^= tree->seed << 13;
	tree->seed ^= tree->seed >> 17;
	tree->seed ^= tree->seed << 5;
	return tree->seed;
}

static int32_t
new_node(rank_tree *tree, double value)
{
	int32_t node = tree->free;

	if (node != 0)
		tree->free = tree->nodes[node].left;
	else
	{
		node = ++tree->used;
		if (node >= tree->room)
		{
			tree->room = tree->room == 0 ? FIRST_ROOM : 2 * tree->room;
			tree->nodes = host_resize(tree->nodes, (size_t) tree->room * sizeof(rank_node));
		}
	}
	tree->nodes[node] = (rank_node){.value = value, .copies = 1, .size = 1, .priority = next_priority(tree)};
	return node;
}

/* Split a subtree into the values below the given one and those above; it holds no equal ones. */
static void
split(rank_tree *tree, int32_t node, double value, int32_t *below, int32_t *above)
{
	if (node == 0)
		*below = *above = 0;
	else if (tree->nodes[node].value < value)
	{
		split(tree, tree->nodes[node].right, value, &tree->nodes[node].right, above);
		update_size(tree, node);
		*below = node;
	}
	else
	{
		split(tree, tree->nodes[node].left, value, below, &tree->nodes[node].left);
		update_size(tree, node);
		*above = node;
	}
}

static int32_t
join(rank_tree *tree, int32_t below, int32_t above)
{
	if (below == 0 || above == 0)
		return below + above;
	if (tree->nodes[below].priority > tree->nodes[above].priority)
	{
		tree->nodes[below].right = join(tree, tree->nodes[below].right, above);
		update_size(tree, below);
		return below;
	}
	tree->nodes[above].left = join(tree, below, tree->nodes[above].left);
	update_size(tree, above);
	return above;
}

/* The node of a value, with the sizes on the way to it changed; 0 if there is none. */
static int32_t
find(rank_tree *tree, double value, int change)
{
	int32_t node = tree->root;

	while (node != 0 && tree->nodes[node].value != value)
		node = value < tree->nodes[node].value ? tree->nodes[node].left : tree->nodes[node].right;
	if (node == 0 || change == 0)
		return node;
	for (int32_t on_way = tree->root; on_way != node;)
	{
		tree->nodes[on_way].size += change;
		on_way = value < tree->nodes[on_way].value ? tree->nodes[on_way].left : tree->nodes[on_way].right;
	}
	tree->nodes[node].size += change;
	tree->nodes[node].copies += change;
	return node;
}

void
rank_tree_add(rank_tree *tree, double value)
{
	int32_t below;
	int32_t above;
	int32_t node;

	if (find(tree, value, 1) != 0)
		return;
	node = new_node(tree, value);
	split(tree, tree->root, value, &below, &above);
	tree->root = join(tree, join(tree, below, node), above);
}

/* Take one copy of a value out that was added before. */
void
rank_tree_remove(rank_tree *tree, double value)
{
	int32_t node = find(tree, value, 0);
	int32_t *link = &tree->root;
	int32_t on_way;

	if (node == 0)
		return;
	if (tree->nodes[node].copies > 1)
	{
		find(tree, value, -1);
		return;
	}
	for (on_way = tree->root; on_way != node; on_way = *link)
	{
		tree->nodes[on_way].size--;
		link = value < tree->nodes[on_way].value ? &tree->nodes[on_way].left : &tree->nodes[on_way].right;
	}
	*link = join(tree, tree->nodes[node].left, tree->nodes[node].right);
	tree->nodes[node].left = tree->free;
	tree->free = node;
}

/* How many of the values lie below the given one. */
int64_t
rank_tree_below(const rank_tree *tree, double value)
{
	int64_t below = 0;

	for (int32_t node = tree->root; node != 0;)
	{
		const rank_node *n = &tree->nodes[node];

		if (n->value < value)
		{
			below += n->copies + size_of(tree, n->left);
			node = n->right;
		}
		else
			node = n->left;
	}
	return below;
}
