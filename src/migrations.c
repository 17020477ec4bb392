/*
 * migrations.c
 *		Who moved between indexes, from memberships in an array or a table.
 */
#include "arguments.h"
#include "key_ids.h"
#include "query_result.h"
#include "reconstitution_rules.h"
#include "row_array.h"

#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/rangetypes.h"
#include "utils/typcache.h"

#include "math/host.h"
#include "math/migrations.h"

/* Columns of the type index_membership. */
enum
{
	MEMBERSHIP_MEMBER = 1,
	MEMBERSHIP_INDEX_NAME,
	MEMBERSHIP_VALID
};

static const char *const change_names[] = {"added", "removed", "graduated", "fell"};

typedef struct membership_reader
{
	key_ids members;
	TypeCacheEntry *range_type;
	char **names; /* of the indexes, from the largest on */
	int32 indexes;
} membership_reader;

/* The place of an index among the rules' names. */
static int32
index_number(const membership_reader *reader, Datum value)
{
	char *name = TextDatumGetCString(value);

	for (int32 i = 0; i < reader->indexes; i++)
		if (strcmp(name, reader->names[i]) == 0)
		{
			pfree(name);
			return i;
		}
	ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					errmsg("index %s is not among the names in the rules", name),
					errhint("reconstitution_rules(names => ...) lists the indexes from the largest to the "
							"smallest.")));
}

/* Read a membership; false if it says nothing: if a column is NULL or the range is empty. */
static bool
read_membership(membership_reader *reader, HeapTupleHeader row, membership *m)
{
	bool nulls[3];
	Datum member = GetAttributeByNum(row, MEMBERSHIP_MEMBER, &nulls[0]);
	Datum index_name = GetAttributeByNum(row, MEMBERSHIP_INDEX_NAME, &nulls[1]);
	Datum valid = GetAttributeByNum(row, MEMBERSHIP_VALID, &nulls[2]);
	text *name;
	RangeBound lower;
	RangeBound upper;
	bool empty;

	if (nulls[0] || nulls[1] || nulls[2])
		return false;
	range_deserialize(reader->range_type, DatumGetRangeTypeP(valid), &lower, &upper, &empty);
	if (empty)
		return false;
	name = DatumGetTextPP(member);
	m->member = key_id(&reader->members, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name));
	m->index = index_number(reader, index_name);

	/* infinite dates have the values that stand for no bound here */
	m->start = lower.infinite ? DATEVAL_NOBEGIN : DatumGetDateADT(lower.val);
	m->end = upper.infinite ? NO_END : DatumGetDateADT(upper.val);
	return true;
}

/* migrations(memberships index_membership[], rules): NULL for NULL. */
PG_FUNCTION_INFO_V1(migrations);
Datum
migrations(PG_FUNCTION_ARGS)
{
	ArrayType *array;
	ArrayIterator iterator;
	Datum element;
	bool isnull;
	membership_reader reader;
	membership *memberships;
	int64 n = 0;
	const key_entry **in_order;
	int32 *places;
	migration_result found;
	row_array result;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	array = PG_GETARG_ARRAYTYPE_P(0);
	reader.indexes = reconstitution_rule_of(PG_GETARG_DATUM(1), PG_ARGISNULL(1), &reader.names).indexes;
	reader.range_type = lookup_type_cache(DATERANGEOID, TYPECACHE_RANGE_INFO);
	key_ids_begin(&reader.members);
	memberships =
		host_resize(NULL, Max(ArrayGetNItems(ARR_NDIM(array), ARR_DIMS(array)), 1) * sizeof(membership));
	iterator = array_create_iterator(array, 0, NULL);
	while (array_iterate(iterator, &element, &isnull))
	{
		CHECK_FOR_INTERRUPTS();
		if (!isnull && read_membership(&reader, DatumGetHeapTupleHeader(element), &memberships[n]))
			n++;
	}
	in_order = key_ids_in_order(&reader.members, &places);
	for (int64 i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		memberships[i].member = places[memberships[i].member];
	}
	found = find_migrations(memberships, n);
	if (found.overlap)
		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
						errmsg("memberships of %s overlap", in_order[found.member]->data),
						errhint("At any date a member may belong to one of the indexes.")));

	row_array_begin(&result, fcinfo);
	for (int64 i = 0; i < found.count; i++)
	{
		const migration *m = &found.migrations[i];
		bool nulls[5] = {[2] = m->from_index == NO_INDEX, [3] = m->to_index == NO_INDEX};
		Datum values[5] = {
			DateADTGetDatum(m->ts),
			CStringGetTextDatum(in_order[m->member]->data),
			nulls[2] ? (Datum) 0 : CStringGetTextDatum(reader.names[m->from_index]),
			nulls[3] ? (Datum) 0 : CStringGetTextDatum(reader.names[m->to_index]),
			CStringGetTextDatum(change_names[m->change]),
		};

		CHECK_FOR_INTERRUPTS();
		row_array_add(&result, values, nulls);
	}
	PG_RETURN_DATUM(row_array_finish(&result));
}

/* index_migrations(memberships regclass, rules) */
PG_FUNCTION_INFO_V1(index_migrations);
Datum
index_migrations(PG_FUNCTION_ARGS)
{
	Oid types[] = {argument_type(fcinfo, 1)};
	Datum values[] = {PG_GETARG_DATUM(1)};
	bool nulls[] = {PG_ARGISNULL(1)};
	Oid memberships = relation_argument(fcinfo, 0, "memberships");
	char *member = column_or_null(memberships, "member", "pg_catalog.text", true);
	char *index_name = column_or_null(memberships, "index_name", "pg_catalog.text", true);
	char *valid = column_or_null(memberships, "valid", "pg_catalog.daterange", true);

	return_query(
		fcinfo,
		psprintf("SELECT r.* FROM pg_catalog.unnest(%s(ARRAY(SELECT ROW(%s, %s, %s)::%s FROM %s), $1))"
				 " AS r",
				 qualified_name(fcinfo, "migrations"), member, index_name, valid,
				 qualified_name(fcinfo, "index_membership"), qualified_relation(memberships)),
		1, types, values, nulls);
	return (Datum) 0;
}
