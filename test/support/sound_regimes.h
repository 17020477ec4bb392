/*
 * sound_regimes.h
 *		What holds of the regimes of every stored state.
 */
#ifndef ROTATION_SOUND_REGIMES_H
#define ROTATION_SOUND_REGIMES_H

#include <stdbool.h>
#include <stdint.h>

#include "math/regime_state.h"

extern bool equal_regimes(const regime *a, const regime *b, int32_t count);
extern bool stays_sound(const regime_state *stored, uint64_t choices);

#endif
