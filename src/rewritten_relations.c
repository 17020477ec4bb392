/*
 * rewritten_relations.c
 *		Relations whose rows a snapshot cannot see any more.
 *
 * TRUNCATE, and ALTER TABLE where it rewrites a table, put a new file in place of the
 * old one, and to a snapshot taken before that the new file is empty, whatever it
 * holds. A query has the lock on its tables before it takes its snapshot, so it does
 * not meet this unless the snapshot is that of a whole transaction. A function that is
 * given a relation locks it when the snapshot of the calling query has long been taken:
 * having waited for a table to be loaded anew it would find nothing, and say so.
 */
#include "rewritten_relations.h"

#include "access/genam.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/indexing.h"
#include "catalog/pg_class.h"
#include "catalog/pg_inherits.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

/* Whether a relation had the file it has now when the snapshot was taken. */
static bool
snapshot_knows_file(Relation relation, Snapshot snapshot)
{
	Relation pg_class = table_open(RelationRelationId, AccessShareLock);
	ScanKeyData key;
	SysScanDesc scan;
	HeapTuple tuple;
	bool known;

	ScanKeyInit(&key, Anum_pg_class_oid, BTEqualStrategyNumber, F_OIDEQ,
				ObjectIdGetDatum(RelationGetRelid(relation)));
	scan = systable_beginscan(pg_class, ClassOidIndexId, true, snapshot, 1, &key);
	tuple = systable_getnext(scan);
	known = HeapTupleIsValid(tuple) &&
			((Form_pg_class) GETSTRUCT(tuple))->relfilenode == relation->rd_rel->relfilenode;
	systable_endscan(scan);
	table_close(pg_class, AccessShareLock);
	return known;
}

static bool
snapshot_sees_a_row(Relation relation, Snapshot snapshot)
{
	TableScanDesc scan = table_beginscan(relation, snapshot, 0, NULL);
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	bool found = table_scan_getnextslot(scan, ForwardScanDirection, slot);

	ExecDropSingleTupleTableSlot(slot);
	table_endscan(scan);
	return found;
}

/*
 * VACUUM FULL and CLUSTER make a new file too, but its rows are as visible as before,
 * and what REFRESH MATERIALIZED VIEW writes is visible to all.
 */
static void
refuse_rewritten_table(Oid table, Snapshot snapshot)
{
	Relation relation = table_open(table, AccessShareLock);

	if (relation->rd_rel->relkind == RELKIND_RELATION && !snapshot_knows_file(relation, snapshot) &&
		!snapshot_sees_a_row(relation, snapshot))
		ereport(ERROR, (errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
						errmsg("could not serialize access due to concurrent rewrite of relation \"%s\"",
							   RelationGetRelationName(relation)),
						errdetail("Since the query began, TRUNCATE or ALTER TABLE has put a new file in "
								  "place of the rows that the query would see."),
						errhint("The query might succeed if retried.")));
	table_close(relation, NoLock);
}

/* Refuse relations, and those that inherit from them, of which the active snapshot sees nothing any more. */
void
refuse_rewritten_relations(List *relations)
{
	Snapshot snapshot = GetActiveSnapshot();
	ListCell *cell;
	ListCell *member;

	foreach (cell, relations)
		foreach (member, find_all_inheritors(lfirst_oid(cell), AccessShareLock, NULL))
			refuse_rewritten_table(lfirst_oid(member), snapshot);
}
