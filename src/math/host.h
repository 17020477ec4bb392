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

/* Memory of the given size; with a first argument, that block made larger. Never returns NULL. */
extern void *host_resize(void *block, size_t size);
extern void host_free(void *block);

/* Called in every loop over the data; does not return where the work is to stop. */
extern void host_check_interrupts(void);

/* Sort elements of the given size; may not return, as above. */
extern void host_sort(void *elements, size_t n, size_t size, int (*compare)(const void *, const void *));

#endif
