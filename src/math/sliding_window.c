/*
 * sliding_window.c
 *		The combined state of the last rows of a window, at O(1) a row.
 */
#include "math/sliding_window.h"

#include <string.h>

#include "math/host.h"

#define FIRST_ROOM 32

static void *
entry(const sliding_window *window, const sliding_stack *stack, size_t i)
{
	return stack->states + i * window->size;
}

/* A new uninitialised entry on top of a stack. */
static void *
grow(const sliding_window *window, sliding_stack *stack)
{
	if (stack->n == stack->room)
	{
		stack->room = stack->room == 0 ? FIRST_ROOM : 2 * stack->room;
		stack->states = host_resize(stack->states, stack->room * window->size);
	}
	return entry(window, stack, stack->n++);
}

void
sliding_init(sliding_window *window, size_t size, sliding_merge merge)
{
	memset(window, 0, sizeof *window);
	window->size = size;
	window->merge = merge;
	window->back_total = host_resize(NULL, size);
}

/* Add the newest row; false if its combination is out of range. */
bool
sliding_push(sliding_window *window, const void *state)
{
	memcpy(grow(window, &window->back), state, window->size);
	if (window->back.n > 1)
		return window->merge(window->back_total, state);
	memcpy(window->back_total, state, window->size);
	return true;
}

/* Take the oldest row out of a window that is not empty. */
bool
sliding_pop(sliding_window *window)
{
	if (window->front.n == 0)
	{
		for (; window->back.n > 0; window->back.n--)
		{
			void *top = grow(window, &window->front);

			memcpy(top, entry(window, &window->back, window->back.n - 1), window->size);
			if (window->front.n > 1 &&
				!window->merge(top, entry(window, &window->front, window->front.n - 2)))
				return false;
			if (window->front.n % 1024 == 0)
				host_check_interrupts();
		}
	}
	window->front.n--;
	return true;
}

/* The combination of all rows of a window that is not empty. */
bool
sliding_total(const sliding_window *window, void *state)
{
	if (window->front.n == 0)
	{
		memcpy(state, window->back_total, window->size);
		return true;
	}
	memcpy(state, entry(window, &window->front, window->front.n - 1), window->size);
	return window->back.n == 0 || window->merge(state, window->back_total);
}
