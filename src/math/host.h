/*
 * host.h
 *		What the mathematics asks of the program it runs in.
 *
 * The files in this folder know nothing of PostgreSQL. The server supplies these
 * functions in src/host.c; the unit tests supply their own.
 */
#ifndef ROTATION_HOST_H
#define ROTATION_HOST_H

#include <stddef.h>
#include <stdint.h>

/* Memory of the given size; with a first argument, that block made larger. Never returns NULL. */
extern void *host_resize(void *block, size_t size);
extern void host_free(void *block);

/* Called in every loop over the data; does not return where the work is to stop. */
extern void host_check_interrupts(void);

/* The same in a loop whose steps cost little, by the number of the step. */
static inline void
host_check_interrupts_at(int64_t step)
{
	if (step % 4096 == 0)
		host_check_interrupts();
}

/* Copy a block that may be large; may not return, as above. */
extern void host_copy(void *copy, const void *block, size_t size);

/* Sort elements of the given size; may not return, as above. */
extern void host_sort(void *elements, size_t n, size_t size, int (*compare)(const void *, const void *));

#endif
