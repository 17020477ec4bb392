/*
 * sliding_window.h
 *		The combined state of the last rows of a window, at O(1) a row.
 *
 * Two stacks make a queue: rows enter at the back, where only their combination
 * is needed, and leave from the front, where each entry is the combination of
 * itself and all newer entries of the front. When the front is empty the back is
 * turned over into it. Each row is so combined at most three times, whatever the
 * length of the frame, and nothing needs an inverse.
 *
 * K. Tangwongsan, M. Hirzel and S. Schneider, "Low-latency sliding-window
 * aggregation in worst-case constant time", DEBS (2017), section 2.
 */
#ifndef ROTATION_SLIDING_WINDOW_H
#define ROTATION_SLIDING_WINDOW_H

#include <stdbool.h>
#include <stddef.h>

/* Combine a state with a newer one; false if the result is out of range. */
typedef bool (*sliding_merge)(void *older, const void *newer);

typedef struct sliding_stack
{
	char *states;
	size_t n;
	size_t room;
} sliding_stack;

typedef struct sliding_window
{
	size_t size; /* of one state */
	sliding_merge merge;
	sliding_stack front;
	sliding_stack back;
	void *back_total;
} sliding_window;

extern void sliding_init(sliding_window *window, size_t size, sliding_merge merge);
extern bool sliding_push(sliding_window *window, const void *state);
extern bool sliding_pop(sliding_window *window);
extern bool sliding_total(const sliding_window *window, void *state);

static inline bool
sliding_is_empty(const sliding_window *window)
{
	return window->front.n + window->back.n == 0;
}

#endif
