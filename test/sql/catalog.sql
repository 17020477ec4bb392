\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql

BEGIN;
SELECT no_plan();

-- what the extension has made, with the catalog each is in
CREATE TEMP VIEW member AS
SELECT classid, objid, pg_describe_object(classid, objid, 0) AS name
FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'rotation') AND deptype = 'e';

SELECT ok(count(*) > 100, 'the extension has objects') FROM member;
SELECT is(string_agg(name, ', ' ORDER BY name), NULL, 'every object has a comment')
FROM member WHERE obj_description(objid, classid::regclass::name) IS NULL AND name !~ '\[\]$';
-- the reference leaves out what says so
SELECT is(string_agg(name, ', ' ORDER BY name), NULL, 'support functions, and they alone, say in their comments what they are')
FROM (SELECT name, obj_description(p.oid, 'pg_proc') ~ '^(moving )?(transition|combine|final|input|output|receive|send) function' AS says_so,
             'internal'::regtype = ANY (proargtypes) OR EXISTS (SELECT FROM pg_aggregate WHERE p.oid IN (aggtransfn, aggcombinefn, aggmtransfn, aggminvtransfn))
             OR EXISTS (SELECT FROM pg_type WHERE p.oid IN (typinput, typoutput, typreceive, typsend)) AS support,
             EXISTS (SELECT FROM pg_aggregate JOIN pg_proc AS f ON f.oid IN (aggfinalfn, aggmfinalfn) WHERE f.proname = p.proname) AS final
      FROM member JOIN pg_proc AS p ON classid = 'pg_proc'::regclass AND objid = p.oid) AS f
WHERE says_so IS DISTINCT FROM support AND NOT final;
SELECT is(string_agg(name, ', ' ORDER BY name), NULL, 'every function states its parallel safety: those that read tables are restricted, those that write unsafe')
FROM member JOIN pg_proc ON classid = 'pg_proc'::regclass AND objid = pg_proc.oid
WHERE proparallel <> CASE WHEN provolatile = 'v' THEN 'u' WHEN 'regclass'::regtype = ANY (proargtypes) THEN 'r' ELSE 's' END::"char";
SELECT is(string_agg(name, ', ' ORDER BY name), NULL, 'no function runs as its owner')
FROM member JOIN pg_proc ON classid = 'pg_proc'::regclass AND objid = pg_proc.oid WHERE prosecdef;
SELECT is(string_agg(name, ', ' ORDER BY name), NULL, 'aggregates with a state that can be shipped have a combine function, the others have none')
FROM member JOIN pg_aggregate ON classid = 'pg_proc'::regclass AND objid = aggfnoid
WHERE (aggtranstype = 'internal'::regtype) <> (aggcombinefn = 0);
SELECT is(string_agg(name, ', ' ORDER BY name), NULL, 'states that are shipped are summaries or whole numbers, whose text does not depend on a setting')
FROM member JOIN pg_aggregate ON classid = 'pg_proc'::regclass AND objid = aggfnoid
WHERE aggtranstype NOT IN ('internal'::regtype, 'bigint[]'::regtype)
  AND aggtranstype NOT IN (SELECT t.objid FROM member AS t JOIN pg_type ON t.objid = pg_type.oid WHERE t.classid = 'pg_type'::regclass AND typtype = 'b' AND typname ~ '_summary$');
SELECT is(string_agg(name, ', ' ORDER BY name), NULL, 'no polymorphic arguments')
FROM member JOIN pg_proc ON classid = 'pg_proc'::regclass AND objid = pg_proc.oid
WHERE EXISTS (SELECT FROM unnest(proargtypes) AS t JOIN pg_type ON pg_type.oid = t WHERE typtype = 'p' AND typname NOT IN ('internal', 'cstring'));
SELECT is(string_agg(DISTINCT proname, ', '), NULL, 'no name that a distributed planner takes for its own')
FROM member JOIN pg_proc ON classid = 'pg_proc'::regclass AND objid = pg_proc.oid
WHERE proname IN ('avg', 'min', 'max', 'sum', 'count', 'array_agg') OR proname ~ '^(hll_|topn_|tdigest)';

-- relocatable
CREATE SCHEMA elsewhere;
SELECT lives_ok('ALTER EXTENSION rotation SET SCHEMA elsewhere', 'the extension can be moved');
CREATE TEMP TABLE t AS SELECT date '2024-01-01' + i AS ts, 'm' AS member, 1 + i AS price, 4.0 AS yield, 4.0 - i AS rate, 's' AS series, 1 AS level, 1 AS market_cap FROM generate_series(0, 2) AS i;
SELECT is(elsewhere.total_return(ts, price), 2::float8, 'an aggregate where it was moved to') FROM t;
SELECT is((SELECT count(*) FROM elsewhere.index_levels('t')), 3::bigint, 'index_levels where it was moved to');
SELECT is((SELECT count(*) FROM elsewhere.regimes('t')), 1::bigint, 'regimes where it was moved to');
SELECT is((SELECT count(*) FROM elsewhere.regime_table('t', 't', 's', 's')), 1::bigint, 'regime_table where it was moved to');
SELECT is((SELECT count(*) FROM elsewhere.policy_cycles('t')), 1::bigint, 'policy_cycles where it was moved to');
SELECT is((SELECT count(*) FROM elsewhere.policy_phases('t')), 2::bigint, 'policy_phases where it was moved to');
CREATE TEMP TABLE membership AS SELECT * FROM elsewhere.index_memberships('t');
SELECT is((SELECT count(*) FROM membership), 1::bigint, 'index_memberships where it was moved to');
SELECT is((SELECT count(*) FROM elsewhere.index_migrations('membership')), 0::bigint, 'index_migrations where it was moved to');
SELECT is((SELECT count(*) FROM elsewhere.period_returns('t', (SELECT elsewhere.yield_regimes(ts, yield) FROM t))), 1::bigint, 'regime_returns and its casts where they were moved to');
CREATE TEMP VIEW stretch AS SELECT min(ts) AS start_ts, max(ts) AS end_ts FROM t;
SELECT is((SELECT count(*) FROM elsewhere.regime_returns('t', 'stretch')), 1::bigint, 'and with a table of periods');
SET LOCAL search_path = pg_catalog, pg_temp;
SELECT count(*) AS rows FROM elsewhere.index_levels('pg_temp.t') \gset
SET LOCAL search_path = public;
SELECT is(:rows, 3, 'whatever the search_path');
SELECT lives_ok('DROP EXTENSION rotation', 'the extension can be dropped');
SELECT lives_ok('CREATE EXTENSION rotation SCHEMA elsewhere', 'and created in another schema');

-- versions
\cd :abs_srcdir/..
\set control `sed -n "s/^default_version *= *'\(.*\)'/\1/p" rotation.control`
SELECT is(extversion, :'control', 'the version of the control file') FROM pg_extension WHERE extname = 'rotation';
\set meta `cat META.json`
SELECT is((:'meta'::json) ->> 'version', :'control', 'META.json has the version of the control file');
SELECT is((:'meta'::json) -> 'provides' -> 'rotation' ->> 'version', :'control', 'META.json provides the version of the control file');

SELECT * FROM finish();
ROLLBACK;
