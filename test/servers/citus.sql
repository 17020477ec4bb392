-- What Citus pushes, by the shape of plans, and that results are the same bits. The
-- tables in far are distributed over two workers by series, those in cut by time.
\getenv first_host FIRST_HOST
\getenv first_port FIRST_PORT
\getenv second_host SECOND_HOST
\getenv second_port SECOND_PORT
CREATE EXTENSION citus;
SET client_min_messages = warning;
SELECT citus_set_coordinator_host(current_setting('unix_socket_directories'), current_setting('port')::integer) AS coordinator,
       citus_add_node(:'first_host', :first_port) AS first, citus_add_node(:'second_host', :second_port) AS second \gset
CREATE EXTENSION rotation;
SET citus.enable_ddl_propagation = off;
CREATE EXTENSION pgtap;
\ir ../header.psql
CREATE SCHEMA plain;
SET search_path = plain, public;
\ir tables.sql
RESET search_path;
\ir calls.sql
SET citus.enable_ddl_propagation = on;
SET citus.shard_count = 4;
CREATE SCHEMA far;
CREATE SCHEMA cut;
SELECT format('CREATE TABLE %1$I.%2$I (LIKE plain.%2$I)', schema, name),
       format('DO $do$ BEGIN PERFORM create_distributed_table(''%1$I.%2$I'', %3$L); END $do$', schema, name, key),
       format('INSERT INTO %1$I.%2$I TABLE plain.%2$I', schema, name)
FROM (VALUES ('far', 'panel', 'series'), ('far', 'shares', 'series'), ('far', 'monthly', 'series'), ('far', 'memberships', 'member'),
             ('cut', 'panel', 'ts'), ('cut', 'shares', 'ts'), ('cut', 'monthly', 'month')) AS v (schema, name, key) \gexec
SELECT no_plan();

CREATE TEMP TABLE serial AS SELECT call.*, results(by_series(call, 'plain', source)) FROM call;
SELECT cmp_ok(count(*), '>', 150::bigint, 'the aggregates are found') FROM serial WHERE results IS NOT NULL;
SELECT is(string_agg(aggregate::text, ', '), NULL, 'by the distribution column: whole aggregates are pushed')
FROM (SELECT *, plan(by_series(call, 'far', source)) FROM call) AS planned
WHERE found(plan, 'Query') !~ format('^SELECT series, public\.%s\([^\n]* GROUP BY series$', name) OR found(plan, 'Node Type') !~ '^Custom Scan\nAggregate\n';
SELECT is(string_agg(aggregate::text, ', '), NULL, 'with the same bits')
FROM serial
WHERE results(by_series(call, 'far', source)) IS DISTINCT FROM results;

-- what is not by the distribution column
CREATE TEMP TABLE planned AS
SELECT *, plan(by_series(call, 'cut', source)), plan(format('SELECT %s AS result FROM far.%I', call, source)) AS plan_over_all FROM serial;
SELECT is(string_agg(aggregate::text, ', '), NULL, 'by another column: in two steps where there is a combine function')
FROM planned
WHERE combines AND NOT (found(plan, 'Query') ~ format('^SELECT series, (pg_catalog\.)?worker_partial_agg\(''public\.%s\([^\n]* GROUP BY series$', name) AND found(plan, 'Output') ~ 'coord_combine_agg');
SELECT is(string_agg(aggregate::text, ', '), NULL, 'and over all')
FROM planned
WHERE combines AND NOT (found(plan_over_all, 'Query') ~ format('^SELECT (pg_catalog\.)?worker_partial_agg\(''public\.%s\(', name) AND found(plan_over_all, 'Output') ~ 'coord_combine_agg');
SELECT is(string_agg(aggregate::text, ', '), NULL, 'rows come where there is none')
FROM planned
WHERE NOT combines AND (concat(found(plan, 'Query'), found(plan_over_all, 'Query')) ~ format('worker_partial_agg|%s\(', name)
                        OR found(plan, 'Node Type') !~ '^Aggregate\n(Sort\n)?Custom Scan' OR found(plan_over_all, 'Node Type') !~ '^Aggregate\nCustom Scan');
SELECT is(string_agg(aggregate::text, ', '), NULL, 'with the same bits')
FROM planned
WHERE results(by_series(call, 'cut', source)) IS DISTINCT FROM results;
SELECT matches(found(plan('SELECT compound_return(r), max_drawdown(ts, level) FROM far.panel'), 'Query'), '^SELECT r AS \w+, ts AS \w+, level AS \w+ FROM', 'one aggregate that takes rows makes them all take rows');
SELECT matches(found(plan('SELECT effective_n(DISTINCT w) FROM far.panel'), 'Query'), '^SELECT w AS \w+ FROM', 'so does DISTINCT');
SELECT matches(found(plan('SELECT compound_return(r ORDER BY ts) FROM far.panel'), 'Query'), '^SELECT r AS \w+, ts AS \w+ FROM', 'and so does an order');

SELECT matches(found(plan('SELECT zscore(r) OVER (PARTITION BY series ORDER BY ts) FROM far.panel'), 'Query'), 'public\.zscore\([^\n]* OVER ', 'windows by the distribution column are pushed');
SELECT matches(found(plan('SELECT zscore(r) OVER (PARTITION BY frequency ORDER BY ts) FROM far.panel'), 'Query'), '^SELECT r AS [^(]* FROM', 'others are not');
SELECT matches(found(plan('SELECT series FROM far.monthly WHERE total_return(level_summary) > 0.1'), 'Query'), 'WHERE \(public\.total_return\(level_summary\) ', 'functions in WHERE are pushed');
SELECT matches(found(plan('SELECT series FROM far.panel GROUP BY series HAVING max_drawdown(ts, level) > -0.5'), 'Query'), 'HAVING \(public\.max_drawdown\(', 'and aggregates in HAVING');
SELECT is(results('SELECT value AS result FROM (SELECT largest_moves(ts, r, 3) AS moves FROM far.panel) AS s, unnest(moves)'),
          results('SELECT value AS result FROM (SELECT largest_moves(ts, r, 3) AS moves FROM plain.panel) AS s, unnest(moves)'), 'arrays are unnested in FROM');

CALL make_views('far');
SELECT is(string_agg(call, ', '), NULL, 'functions that read tables give the same over distributed ones')
FROM (SELECT call, results('SELECT x AS result FROM ' || format(call, 'plain') || ' AS x') AS plain, results('SELECT x AS result FROM ' || format(call, 'far') || ' AS x') AS far FROM flat_call) AS both_schemas
WHERE plain IS NULL OR plain ~ '^[0-9A-Z]{5} ' OR far IS DISTINCT FROM plain;
CREATE TABLE far.all_yields AS TABLE plain.yields;
DO $$ BEGIN PERFORM create_reference_table('far.all_yields'); END $$;
CREATE SCHEMA far_dashboard;
CALL make_dashboard('far', 'far_dashboard', 'far.all_yields');
SELECT is(string_agg(view_name, ', '), NULL, 'and so do the views for dashboards')
FROM (SELECT relname AS view_name, results(format('SELECT x AS result FROM plain_dashboard.%I AS x', relname)) AS plain, results(format('SELECT x AS result FROM far_dashboard.%I AS x', relname)) AS far
      FROM pg_class WHERE relnamespace = 'plain_dashboard'::regnamespace AND relkind = 'v') AS both_schemas
WHERE far IS DISTINCT FROM plain OR plain ~ '^[0-9A-Z]{5} ';

SELECT throws_ok('SELECT total_return(ts, price - price) FROM far.panel', '22023', NULL, 'an error of a worker keeps its code');

SELECT * FROM finish();
