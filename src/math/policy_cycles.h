/*
 * policy_cycles.h
 *		Cycles and phases of a policy rate.
 */
#ifndef ROTATION_POLICY_CYCLES_H
#define ROTATION_POLICY_CYCLES_H

#include <stdbool.h>
#include <stdint.h>

#include "math/yield.h"

typedef struct cycle_rule
{
	int32_t max_gap_days; /* cuts further apart belong to two cycles */
	int32_t pause_days;   /* moves as far apart have a pause between them; not above max_gap_days */
} cycle_rule;

/* A part of a cycle of cuts. start and end are rows: those of its first and its last cut. */
typedef struct cycle_phase
{
	int32_t cycle; /* from 1 on */
	bool later;
	int32_t cuts;
	int64_t start;
	int64_t end;
	bool open;
} cycle_phase;

typedef enum policy_phase_kind
{
	POLICY_CUT,
	POLICY_PAUSE,
	POLICY_HOLD,
	POLICY_HIKE
} policy_phase_kind;

/* A stretch of the whole series. before and after are the rows with the rates that its moves lead from and to. */
typedef struct policy_phase
{
	policy_phase_kind kind;
	int32_t moves;
	int64_t start;
	int64_t end;
	int64_t before;
	int64_t after;
	bool open;
} policy_phase;

/* Of two rows or more. */
extern cycle_phase *find_policy_cycles(const yield_series *rates, const cycle_rule *rule, int64_t *count);
extern policy_phase *find_policy_phases(const yield_series *rates, const cycle_rule *rule, int64_t *count);

#endif
