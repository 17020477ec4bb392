/*
 * rotation.c
 *		The module itself.
 */
#include "compat.h"

#ifndef ROTATION_VERSION
#define ROTATION_VERSION "unknown"
#endif

ROTATION_MODULE_MAGIC(ROTATION_VERSION);
