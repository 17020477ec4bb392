-- What postgres_fdw and partition-wise aggregation push, by the shape of plans, and
-- that results are the same bits. Two servers hold a half of the tables in far each.
CREATE EXTENSION rotation;
CREATE EXTENSION pgtap;
CREATE EXTENSION postgres_fdw;
\ir ../header.psql
SET max_parallel_workers_per_gather = 0;

CREATE SCHEMA plain;
CREATE SCHEMA parts;
CREATE SCHEMA far;
SET search_path = plain, public;
\ir tables.sql
RESET search_path;
\ir calls.sql

\getenv first_host FIRST_HOST
\getenv first_port FIRST_PORT
\getenv second_host SECOND_HOST
\getenv second_port SECOND_PORT
\getenv database DATABASE
CREATE SERVER first FOREIGN DATA WRAPPER postgres_fdw
    OPTIONS (host :'first_host', port :'first_port', dbname :'database', extensions 'rotation', async_capable 'true', fetch_size '10000', batch_size '50');
CREATE SERVER second FOREIGN DATA WRAPPER postgres_fdw
    OPTIONS (host :'second_host', port :'second_port', dbname :'database', extensions 'rotation', async_capable 'true', fetch_size '10000', batch_size '50');
CREATE USER MAPPING FOR CURRENT_USER SERVER first;
CREATE USER MAPPING FOR CURRENT_USER SERVER second;

-- the same rows in one table, in local partitions and in those of the two servers
SELECT format('CREATE TABLE parts.%1$I (LIKE plain.%1$I) PARTITION BY HASH (series)', name),
       format('CREATE TABLE parts.%1$I PARTITION OF parts.%2$I FOR VALUES WITH (MODULUS 2, REMAINDER 0)', name || '_0', name),
       format('CREATE TABLE parts.%1$I PARTITION OF parts.%2$I FOR VALUES WITH (MODULUS 2, REMAINDER 1)', name || '_1', name),
       format('CREATE TABLE far.%1$I (LIKE plain.%1$I) PARTITION BY HASH (series)', name),
       format('CREATE FOREIGN TABLE far.%1$I PARTITION OF far.%2$I FOR VALUES WITH (MODULUS 2, REMAINDER 0) SERVER first OPTIONS (schema_name ''public'', table_name %2$L)', name || '_0', name),
       format('CREATE FOREIGN TABLE far.%1$I PARTITION OF far.%2$I FOR VALUES WITH (MODULUS 2, REMAINDER 1) SERVER second OPTIONS (schema_name ''public'', table_name %2$L)', name || '_1', name),
       format('INSERT INTO parts.%1$I TABLE plain.%1$I', name),
       format('INSERT INTO far.%1$I TABLE plain.%1$I', name),
       format('ANALYZE plain.%1$I, parts.%1$I, far.%1$I', name)
FROM unnest(ARRAY['panel', 'shares', 'monthly']) AS name \gexec

SELECT no_plan();

CREATE TEMP TABLE serial AS SELECT call.*, results(by_series(call, 'plain', source)) FROM call;
SELECT cmp_ok(count(*), '>', 150::bigint, 'the aggregates are found') FROM serial;
SELECT is(string_agg(aggregate::text, ', '), NULL, 'all of them have results') FROM serial WHERE results IS NULL;
SELECT is(string_agg(results, ', ' ORDER BY results), '42809 percentile_rank needs an OVER clause, 42809 zscore needs an OVER clause', 'but those that need a window')
FROM serial WHERE results ~ '^[0-9A-Z]{5} ';

\set page `cat doc/more_than_one_machine.md`
SELECT is(string_agg(DISTINCT name, ', '), NULL, 'the page names those without a combine function')
FROM call WHERE NOT combines AND strpos(:'page', '`' || name || '`') = 0;

-- partitions of one server
SET enable_partitionwise_aggregate = on;
SELECT is(string_agg(aggregate::text, ', '), NULL, 'by the partition key: each partition is aggregated by itself')
FROM (SELECT *, plan(by_series(call, 'parts', source)) FROM call) AS planned
WHERE NOT (found(plan, 'Node Type') ~ '^Append\nAggregate\nSeq Scan\nAggregate\nSeq Scan$' AND found(plan, 'Partial Mode') ~ '^Simple\nSimple$');
SELECT is(string_agg(aggregate::text, ', '), NULL, 'over all: in two steps where there is a combine function')
FROM (SELECT *, plan(format('SELECT %s FROM parts.%I', call, source)) FROM call) AS planned
WHERE found(plan, 'Partial Mode') <> CASE WHEN combines THEN E'Finalize\nPartial\nPartial' ELSE 'Simple' END;
SELECT is(string_agg(aggregate::text, ', '), NULL, 'the same bits from partitions')
FROM serial WHERE results(by_series(call, 'parts', source)) IS DISTINCT FROM results;

-- partitions of two servers. Before version 17 the array of a type is no member of
-- its extension, and postgres_fdw leaves what results in one to the local server.
CREATE TEMP TABLE planned AS
SELECT *, plan(by_series(call, 'far', source)),
       current_setting('server_version_num')::integer >= 170000 OR result_type::text !~ '\[\]$' AS pushed
FROM call;
SELECT is(string_agg(aggregate::text, ', '), NULL, 'by the partition key: whole aggregates are pushed')
FROM planned
WHERE pushed AND NOT (found(plan, 'Node Type') ~ '^Append\nForeign Scan\nForeign Scan$'
                      AND found(plan, 'Remote SQL') ~ format('^SELECT series, public\.%s\([^\n]* FROM public.%s GROUP BY 1\nSELECT series, public\.%1$s\([^\n]* FROM public.%2$s GROUP BY 1$', name, source));
SELECT is(string_agg(aggregate::text, ', '), NULL, 'and run at the same time')
FROM planned WHERE pushed AND found(plan, 'Async Capable') !~ '^(false\n)+true\ntrue$';
SELECT is(string_agg(aggregate::text, ', '), NULL, 'those that result in rows of their own are not, before version 17')
FROM planned
WHERE NOT pushed AND NOT (found(plan, 'Node Type') ~ '^Append\nAggregate\nForeign Scan\nAggregate\nForeign Scan$' AND found(plan, 'Remote SQL') !~ (name || '\('));
SELECT ok(bool_and(found(plan, 'Remote SQL') ~ $$'\([^\n]*\)'::public\.(regime|cycle|index|reconstitution)_rules$$), 'rules as a constant')
FROM planned WHERE pushed AND call ~ '_rules\(';
SELECT is(string_agg(aggregate::text, ', '), NULL, 'the same bits from two servers')
FROM serial WHERE results(by_series(call, 'far', source)) IS DISTINCT FROM results;

-- what is not by the partition key: rows come, unless summaries are asked for
SELECT is(string_agg(aggregate::text, ', '), NULL, 'over all: rows come from the servers')
FROM (SELECT *, plan(format('SELECT %s FROM far.%I', call, source)) FROM call) AS planned
WHERE found(plan, 'Remote SQL') !~ format('^SELECT [^(]* FROM public\.%s\nSELECT [^(]* FROM public\.%1$s$', source);
CREATE TEMP TABLE over_all AS
SELECT one_step, two_steps
FROM (VALUES
    ('compound_return(r)', 'compound_return(rollup(s)) FROM (SELECT return_summary(r) AS s'),
    ('annualized_volatility(r, 252)', 'annualized_volatility(rollup(s), 252) FROM (SELECT return_summary(r) AS s'),
    ('sharpe_ratio(r, target)', 'sharpe_ratio(rollup(s)) FROM (SELECT excess_summary(r, target) AS s'),
    ('beta(ra, rb)', 'beta(rollup(s)) FROM (SELECT return_pair_summary(ra, rb) AS s'),
    ('breadth(r)', 'breadth(rollup(s)) FROM (SELECT breadth_summary(r) AS s'),
    ('effective_n(w)', 'effective_n(rollup(s)) FROM (SELECT weight_summary(w) AS s'),
    ('index_pe(cap, earnings)', 'index_pe(rollup(s)) FROM (SELECT earnings_summary(cap, earnings) AS s'),
    ('contribution(w, r)', 'contribution(rollup(s)) FROM (SELECT contribution_summary(w, r) AS s'),
    ('carino_linked(effect, r_portfolio, r_benchmark)', 'carino_linked(rollup(s)) FROM (SELECT linked_effect_summary(effect, r_portfolio, r_benchmark) AS s')
) AS v (one_step, two_steps);
SELECT is(string_agg(one_step, ', '), NULL, 'summaries by the partition key are pushed')
FROM over_all
WHERE found(plan(format('SELECT %s FROM far.panel GROUP BY series) AS parts', two_steps)), 'Remote SQL') !~ '^SELECT (series, )?public\.\w+_summary\([^\n]* GROUP BY [^\n]*\n[^\n]* GROUP BY [^\n]*$';
SELECT is(string_agg(one_step, ', '), NULL, 'and their rollup has the bits of the rows')
FROM over_all
WHERE results(format('SELECT %s AS result FROM plain.panel', one_step)) IS DISTINCT FROM results(format('SELECT result FROM (SELECT %s FROM far.panel GROUP BY series) AS parts) AS x (result)', two_steps));

-- a series cut by date, each part on another server
CREATE TABLE far.by_date (LIKE plain.panel) PARTITION BY RANGE (ts);
CREATE FOREIGN TABLE far.before PARTITION OF far.by_date FOR VALUES FROM (MINVALUE) TO ('2000-05-01') SERVER first OPTIONS (schema_name 'public', table_name 'panel_by_date');
CREATE FOREIGN TABLE far.after PARTITION OF far.by_date FOR VALUES FROM ('2000-05-01') TO (MAXVALUE) SERVER second OPTIONS (schema_name 'public', table_name 'panel_by_date');
INSERT INTO far.by_date TABLE plain.panel;
ANALYZE far.by_date;
\set two_parts 'SELECT series, total_return(rollup(s)) AS result FROM (SELECT series, level_summary(ts, price, dividend, split) AS s FROM far.before GROUP BY series UNION ALL SELECT series, level_summary(ts, price, dividend, split) FROM far.after GROUP BY series) AS parts GROUP BY series'
SELECT matches(found(plan(:'two_parts'), 'Remote SQL'), '^SELECT series, public\.level_summary\([^\n]* GROUP BY 1\nSELECT series, public\.level_summary\([^\n]* GROUP BY 1$', 'summaries of stretches of time are pushed');
SELECT is(results(:'two_parts'), results(by_series('total_return(ts, price, dividend, split)', 'plain', 'panel')), 'and rolled up');
SELECT is(results(replace(replace(:'two_parts', 'level_summary(ts, price, dividend, split)', 'drawdown_summary(ts, level)'), 'total_return(', 'max_drawdown(')),
          results(by_series('max_drawdown(ts, level)', 'plain', 'panel')), 'so are drawdowns');
SELECT is(results(by_series('total_return(ts, price, dividend, split)', 'far', 'by_date')), results(by_series('total_return(ts, price, dividend, split)', 'plain', 'panel')), 'as the rows are');
SELECT is(results(by_series('drawdowns(ts, level)', 'far', 'by_date')), results(by_series('drawdowns(ts, level)', 'plain', 'panel')), 'the same of a whole series');

-- conditions
SELECT matches(found(plan('SELECT series FROM far.panel WHERE valuation_discount(price, 1.5) > 0.1'), 'Remote SQL'), 'WHERE \(\(public\.valuation_discount\(price, ', 'a function in WHERE is pushed');
SELECT matches(found(plan('SELECT series FROM far.monthly WHERE total_return(level_summary) > 0.1'), 'Remote SQL'), 'WHERE \(\(public\.total_return\(level_summary\) > ', 'and one of a summary');
SELECT matches(found(plan('SELECT series, total_return(ts, price) FROM far.panel GROUP BY series HAVING max_drawdown(ts, level) > -0.5'), 'Remote SQL'), 'GROUP BY 1 HAVING \(\(public\.max_drawdown\(ts, level\) > ', 'an aggregate in HAVING too');
SELECT matches(found(plan('SELECT series, total_return(level_summary) FROM far.monthly'), 'Remote SQL'), '^SELECT series, level_summary FROM', 'what is selected of each row is worked out here');
SELECT matches(found(plan('SELECT series, total_return(ts, price) OVER (PARTITION BY series ORDER BY ts) FROM far.panel'), 'Remote SQL'), '^SELECT series, ts, price FROM', 'and so are windows');
SELECT matches(found(plan('SELECT series, yield_regimes(regime_state(ts, yield)) FROM far.panel GROUP BY series'), 'Remote SQL'), 'public\.regime_state\(ts, yield\)', 'a state is pushed, whatever is read from it');
SELECT matches(found(plan('SELECT series, calendar_returns(ts, level, ''month'') FROM far.panel GROUP BY series'), 'Remote SQL'), '^SELECT series, ts, level FROM', 'a text that is no column keeps an aggregate from being pushed');
SELECT is(results(by_series('calendar_returns(ts, level, ''month'')', 'far', 'panel')), results(by_series('calendar_returns(ts, level, ''month'')', 'plain', 'panel')), 'with the same bits');

-- functions that read tables
CREATE FOREIGN TABLE far.memberships (member text, index_name text, valid daterange) SERVER second OPTIONS (schema_name 'public');
INSERT INTO far.memberships TABLE plain.memberships;
CALL make_views('far');
SELECT is(string_agg(DISTINCT p.proname, ', '), NULL, 'all functions that read tables are tried')
FROM pg_proc AS p JOIN pg_depend ON classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e' JOIN pg_extension AS e ON e.oid = refobjid AND extname = 'rotation'
WHERE 'regclass'::regtype = ANY (proargtypes) AND provolatile = 's' AND NOT EXISTS (SELECT FROM flat_call WHERE call LIKE proname || '(%');
SELECT is(string_agg(call, ', '), NULL, 'and give the same over foreign tables')
FROM (SELECT call, results('SELECT x AS result FROM ' || format(call, 'plain') || ' AS x') AS plain, results('SELECT x AS result FROM ' || format(call, 'far') || ' AS x') AS far FROM flat_call) AS both_schemas
WHERE plain IS NULL OR plain ~ '^[0-9A-Z]{5} ' OR far IS DISTINCT FROM plain;
CALL make_dashboard('far', 'far_dashboard', 'far.yields');
SELECT is(string_agg(view_name, ', '), NULL, 'and so do the views for dashboards')
FROM (SELECT relname AS view_name, results(format('SELECT x AS result FROM plain_dashboard.%I AS x', relname)) AS plain, results(format('SELECT x AS result FROM far_dashboard.%I AS x', relname)) AS far
      FROM pg_class WHERE relnamespace = 'plain_dashboard'::regnamespace AND relkind = 'v') AS both_schemas
WHERE far IS DISTINCT FROM plain OR plain ~ '^[0-9A-Z]{5} ';

-- views on the servers have aggregated what is not pushed
CREATE FOREIGN TABLE far.histories_0 (series integer, points index_point[]) SERVER first OPTIONS (schema_name 'public', table_name 'histories');
CREATE FOREIGN TABLE far.histories_1 (series integer, points index_point[]) SERVER second OPTIONS (schema_name 'public', table_name 'histories');
SELECT is(results('SELECT series, points AS result FROM far.histories_0 UNION ALL SELECT * FROM far.histories_1'),
          results('SELECT series, equal_weight_index(ts, member, price) AS result FROM plain.shares GROUP BY series'), 'arrays of rows from a view');

-- errors of a server keep their code, message and hint
CREATE FUNCTION pg_temp.error_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    message text;
    hint text;
    context text;
BEGIN
    EXECUTE statement;
    RETURN 'none';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT, context = PG_EXCEPTION_CONTEXT;
    RETURN concat_ws(' ', SQLSTATE, message, hint) || CASE WHEN context ~ 'remote SQL command' THEN ', from a server' ELSE '' END;
END
$$;
SELECT is(pg_temp.error_of(format('SELECT %s FROM far.panel WHERE series = 3 GROUP BY series', call)),
          pg_temp.error_of(format('SELECT %s FROM plain.panel WHERE series = 3 GROUP BY series', call)) || ', from a server', 'the error of ' || call)
FROM unnest(ARRAY['total_return(ts, price - price)', 'total_return(date ''2000-01-01'', price)', 'annualized_return(r, -1)', 'index_pe(cap, earnings, NULL)',
                  'regime_state(ts, yield, regime_rules(''chord'', segments => 3))']) AS call;

SELECT * FROM finish();
