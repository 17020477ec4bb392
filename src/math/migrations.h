/*
 * migrations.h
 *		Who moved between indexes, and when.
 */
#ifndef ROTATION_MIGRATIONS_H
#define ROTATION_MIGRATIONS_H

#include "math/reconstitution.h"

typedef enum migration_change
{
	MIGRATION_ADDED,
	MIGRATION_REMOVED,
	MIGRATION_GRADUATED,
	MIGRATION_FELL
} migration_change;

typedef struct migration
{
	int32_t ts;
	int32_t member;
	int32_t from_index;
	int32_t to_index;
	migration_change change;
} migration;

/* Migrations in order of date, then member; if memberships overlap, one whose do instead. */
typedef struct migration_result
{
	migration *migrations;
	int64_t count;
	bool overlap;
	int32_t member;
} migration_result;

extern migration_result find_migrations(membership *memberships, int64_t n);

#endif
