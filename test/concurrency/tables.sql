-- tables.sql
--      Tables that pass through five versions while others read them, what every call
--      must answer for each version, and the scripts of those who read.
SET client_min_messages = warning;
-- where setting up workers costs nothing, any scan is worth some
SELECT format('ALTER DATABASE %I SET %s', current_database(), setting) FROM unnest('{parallel_tuple_cost = 0,min_parallel_table_scan_size = 0}'::text[]) AS setting \gexec
SET DateStyle = 'ISO, YMD';
CREATE SCHEMA concurrent;
SET search_path = concurrent, public;

-- What the tables hold in each version: other units, a correction, dates that are not there yet, another member
CREATE FUNCTION panel_at(v integer) RETURNS TABLE (version integer, index_name text, member text, series text, ts date, sector text, price float8, level float8, split float8, market_cap float8, valid daterange)
LANGUAGE sql STABLE AS $$
    SELECT v, 'index ' || m % 2, 'member ' || m, 'series ' || m, date '2020-01-01' + 3 * d, 'sector ' || m % 3,
           2 ^ v * corrected, 2 ^ v * corrected, CASE WHEN d = 20 + m THEN 2 ELSE 1 END::float8, 1e6 * m * 2 ^ v + (d * 7919) % 1000,
           daterange(date '2020-01-01' + 3 * d, date '2020-01-01' + 3 * d + 1)
    FROM generate_series(1, CASE v WHEN 3 THEN 13 ELSE 12 END) AS m, generate_series(1, CASE v WHEN 2 THEN 55 ELSE 70 END) AS d,
         LATERAL (SELECT (100 + (d * 17 + m * 31) % 23 + d / 10.0) * CASE WHEN v = 1 AND m <= 3 AND d > 35 THEN 1.25 ELSE 1 END AS corrected) AS c
$$;
CREATE FUNCTION yields_at(v integer) RETURNS TABLE (version integer, ts date, yield numeric, rate numeric)
LANGUAGE sql STABLE AS $$
    SELECT v, date '2020-01-01' + 3 * d, 4 + (d * 37 % 101) / 50.0 + CASE WHEN d > 50 THEN v / 4.0 ELSE 0 END, 3 + (d * v / 20) % 5 * 0.25 - d / 25 * 0.25
    FROM generate_series(1, CASE v WHEN 2 THEN 55 ELSE 70 END) AS d
$$;
CREATE TABLE periods AS SELECT date '2020-02-01' + 30 * i AS start_ts, date '2020-03-10' + 30 * i AS end_ts FROM generate_series(0, 4) AS i;

-- Two sets of tables, one of which is dropped and replaced as well, and materialised views
CREATE SCHEMA steady;
CREATE SCHEMA moving;
CREATE SCHEMA stored;
CREATE TABLE steady.panel AS SELECT *, NULL::float8 AS dividend FROM panel_at(0);
CREATE TABLE steady.yields AS SELECT * FROM yields_at(0);
CREATE INDEX ON steady.panel (series, ts);
CREATE TABLE moving.panel (LIKE steady.panel INCLUDING ALL);
CREATE TABLE moving.yields (LIKE steady.yields INCLUDING ALL);
INSERT INTO moving.panel SELECT * FROM steady.panel;
INSERT INTO moving.yields SELECT * FROM steady.yields;
CREATE TABLE stored.source AS SELECT 0 AS version;
CREATE MATERIALIZED VIEW stored.panel AS SELECT p.*, NULL::float8 AS dividend FROM stored.source, concurrent.panel_at(version) AS p;
CREATE MATERIALIZED VIEW stored.yields AS SELECT y.* FROM stored.source, concurrent.yields_at(source.version) AS y;
CREATE UNIQUE INDEX ON stored.panel (series, ts);
CREATE UNIQUE INDEX ON stored.yields (ts);
SELECT count(*) AS views FROM create_dashboard_views('dashboard', 'steady.panel', 'steady.yields', 'steady.panel', 'steady.yields', 'series 1', 'series 2') \gset

-- The calls; %1$s is a schema. What reads both tables reads panel first, as those do who change them.
CREATE TABLE call (name text PRIMARY KEY, sql text, only_in text);
INSERT INTO call (name, sql) VALUES
    ('regimes', 'SELECT * FROM regimes(''%1$s.yields'', regime_rules(frequency => ''day''))'),
    ('regimes of a name', 'SELECT * FROM regimes((''%1$s.'' || ''yields'')::regclass, regime_rules(frequency => ''week''))'),
    ('threshold_plateaus', 'SELECT * FROM threshold_plateaus(''%1$s.yields'', as_of => NULL)'),
    ('regime_table', 'SELECT * FROM regime_table(''%1$s.panel'', ''%1$s.yields'', ''series 1'', ''series 2'', regime_rules(frequency => ''week'', threshold_bp => 50))'),
    ('policy_cycles', 'SELECT * FROM policy_cycles(''%1$s.yields'', rules => cycle_rules(200, 20))'),
    ('policy_phases', 'SELECT * FROM policy_phases(''%1$s.yields'', rules => cycle_rules(200, 20))'),
    ('index_levels', 'SELECT * FROM index_levels(''%1$s.panel'', index_rules(''cap'', rebalance => ''month''))'),
    ('index_levels of a name', 'SELECT * FROM index_levels((''%1$s.'' || ''panel'')::regclass)'),
    ('index_contributions', 'SELECT * FROM index_contributions(''%1$s.panel'', by => ''sector'')'),
    ('index_memberships', 'SELECT * FROM index_memberships(''%1$s.panel'', reconstitution_rules(breakpoints => ''{5,10}''))'),
    ('index_migrations', 'SELECT * FROM (SELECT max(version) AS version FROM %1$s.panel) AS v, LATERAL index_migrations(''%1$s.panel'', reconstitution_rules(names => ''{index 0,index 1}'', breakpoints => ''{5,10}''))'),
    ('calendar_table', 'SELECT * FROM calendar_table(''%1$s.panel'', ''month'')'),
    ('stretch_table', 'SELECT * FROM stretch_table(''%1$s.panel'', 5, 2)'),
    ('period_returns', 'SELECT * FROM period_returns(''%1$s.panel'', ARRAY[ROW(''a'', ''2020-02-01'', ''2020-07-05'')::holding_period], benchmark => ''series 2'')'),
    ('regime_returns', 'SELECT * FROM regime_returns(''%1$s.panel'', ''concurrent.periods'', ''{series 1,series 9}'')'),
    ('check_prices', 'SELECT version, c.* FROM (SELECT max(version) AS version FROM %1$s.panel) AS v, LATERAL check_prices(''%1$s.panel'', 2) AS c'),
    ('reconcile_return', 'SELECT * FROM reconcile_return(''%1$s.panel'', ''series 1'', 0.05, ''2020-03-01'', ''2020-07-10'', ''Infinity'')'),
    ('aggregates', 'SELECT series, total_return(ts, level), price_return(ts, level), max_drawdown(ts, level), calendar_returns(ts, level, ''month''), level_summary(ts, level), drawdowns(ts, level) FROM %1$s.panel GROUP BY series'),
    ('aggregates over all', 'SELECT index_history(ts, member, price, NULL, split, market_cap, sector), member_contribution(ts, member, price, NULL, split, market_cap, sector), reconstitute(ts, member, market_cap, reconstitution_rules(breakpoints => ''{5,10}'')), annualized_volatility(price / 1000, 252), return_summary(price), herfindahl(market_cap / 1e9) FROM %1$s.panel'),
    ('aggregates of yields', 'SELECT yield_regimes(ts, yield), threshold_plateaus(ts, yield), yield_change_bp(ts, yield), regime_state(ts, yield), policy_cycles(ts, rate) FROM %1$s.yields'),
    ('windows', 'SELECT series, ts, drawdown(level) OVER w, simple_return(level) OVER w, rebase(level, ts, date ''2020-05-01'') OVER w, forward_return(level, ts, ''30 days'') OVER w, zscore(level) OVER (w ROWS 20 PRECEDING), percentile_rank(level) OVER (w ROWS 20 PRECEDING), total_return(ts, level) OVER (w ROWS 5 PRECEDING) FROM %1$s.panel WHERE series < ''series 12'' WINDOW w AS (PARTITION BY series ORDER BY ts)'),
    ('windows of yields', 'SELECT ts, yield_regime(ts, yield, regime_rules(frequency => ''day'')) OVER w, yield_change_bp(ts, yield) OVER (w ROWS 10 PRECEDING) FROM %1$s.yields WINDOW w AS (ORDER BY ts)');
INSERT INTO call
SELECT 'view ' || relname, format('SELECT * FROM (SELECT max(version) FROM %%1$s.panel) AS p, (SELECT max(version) FROM %%1$s.yields) AS y, dashboard.%I', relname), 'steady'
FROM pg_class WHERE relnamespace = 'dashboard'::regnamespace AND relkind = 'v';

-- What they answer, bit by bit
CREATE FUNCTION answer_of(call text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN format('SELECT md5(string_agg(x::text, ''|'' ORDER BY x::text COLLATE "C")) AS answer FROM (%s) AS x', call);
CREATE TABLE expected (name text, version integer, answer text, PRIMARY KEY (name, version));
CREATE FUNCTION note_expected(name text, version integer, sql text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    answer text;
BEGIN
    EXECUTE concurrent.answer_of(sql) INTO answer;
    INSERT INTO concurrent.expected VALUES (name, version, answer);
END $$;

-- One version on, in one transaction and one of many ways; not while somebody else does that
CREATE TABLE advances (schema text, method text, n bigint, PRIMARY KEY (schema, method));
CREATE PROCEDURE advance(schema text, method text) LANGUAGE plpgsql AS $$
DECLARE
    t text;
    next integer;
    columns text;
    keys text;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext(schema)) THEN
        RETURN;
    END IF;
    EXECUTE format('SELECT (min(version) + 1) %% 5 FROM %I.yields', schema) INTO next;
    FOREACH t IN ARRAY '{panel,yields}'::text[] LOOP
        columns := CASE t WHEN 'panel' THEN 'version, index_name, member, series, ts, sector, price, level, split, market_cap, valid' ELSE 'version, ts, yield, rate' END;
        keys := CASE t WHEN 'panel' THEN '(o.series, o.ts) = (n.series, n.ts)' ELSE 'o.ts = n.ts' END;
        CASE method
        WHEN 'replace' THEN
            EXECUTE format('DELETE FROM %I.%I', schema, t);
        WHEN 'reload' THEN
            EXECUTE format('TRUNCATE %I.%I', schema, t);
        WHEN 'change' THEN
            EXECUTE format('DELETE FROM %I.%I AS o WHERE NOT EXISTS (SELECT FROM concurrent.%I($1) AS n WHERE %s)', schema, t, t || '_at', keys) USING next;
            EXECUTE format('UPDATE %I.%I AS o SET (%s) = ROW(n.*) FROM concurrent.%I($1) AS n WHERE %s', schema, t, columns, t || '_at', keys) USING next;
            EXECUTE format('INSERT INTO %1$I.%2$I (%3$s) SELECT * FROM concurrent.%4$I($1) AS n WHERE NOT EXISTS (SELECT FROM %1$I.%2$I AS o WHERE %5$s)', schema, t, columns, t || '_at', keys) USING next;
            CONTINUE;
        WHEN 'recreate' THEN
            EXECUTE format('CREATE TABLE %1$I.new (LIKE %1$I.%2$I INCLUDING ALL)', schema, t);
            EXECUTE format('DROP TABLE %I.%I', schema, t);
            EXECUTE format('ALTER TABLE %I.new RENAME TO %I', schema, t);
        WHEN 'swap' THEN
            EXECUTE format('CREATE TABLE %1$I.new (LIKE %1$I.%2$I INCLUDING ALL)', schema, t);
            EXECUTE format('DROP TABLE IF EXISTS %I.%I', schema, 'old_' || t);
            EXECUTE format('ALTER TABLE %I.%I RENAME TO %I', schema, t, 'old_' || t);
            EXECUTE format('ALTER TABLE %I.new RENAME TO %I', schema, t);
        END CASE;
        EXECUTE format('INSERT INTO %I.%I (%s) SELECT * FROM concurrent.%I($1)', schema, t, columns, t || '_at') USING next;
    END LOOP;
    INSERT INTO concurrent.advances VALUES (schema, method, 1) ON CONFLICT ON CONSTRAINT advances_pkey DO UPDATE SET n = advances.n + 1;
END $$;
SELECT format('SELECT count(note_expected(name, %s, format(sql, ''steady''))) FROM call', v) AS note, format('CALL advance(''steady'', %L)', CASE v % 2 WHEN 0 THEN 'change' ELSE 'replace' END) AS advance
FROM generate_series(0, 4) AS v
\o /dev/null
\gexec
\o
DELETE FROM advances;
-- views that find nothing
DELETE FROM call WHERE name IN (SELECT name FROM expected WHERE answer IS NULL);

-- The script of one session: blocks of statements, each of which says 'same', or what is wrong
CREATE FUNCTION draw(text, integer) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN (('x' || left(md5($1), 8))::bit(32)::bigint % $2)::integer;

-- A call in one statement with the version of the tables as plain SQL sees it. Where the
-- snapshot may be older than the locks, a table that has been written anew is empty to plain SQL.
CREATE FUNCTION beside_version(schema text, name text, sql text, old_snapshot boolean DEFAULT false) RETURNS text LANGUAGE sql IMMUTABLE
RETURN format('SELECT CASE WHEN p.low <> p.high OR y.low <> y.high OR p.low <> y.low THEN ''wrong: two versions at once'''
              ' WHEN p.low IS NULL OR y.low IS NULL THEN %4$L'
              ' WHEN a.answer IS DISTINCT FROM (SELECT answer FROM concurrent.expected WHERE name = %2$L AND version = p.low) THEN format(''wrong: %%s, version %%s: %%s'', %2$L, p.low, a.answer) ELSE ''same'' END AS said'
              ' FROM (SELECT min(version) AS low, max(version) AS high FROM %1$I.panel) AS p, (SELECT min(version) AS low, max(version) AS high FROM %1$I.yields) AS y, (%3$s) AS a',
              schema, name, concurrent.answer_of(format(sql, schema)), CASE WHEN old_snapshot THEN 'empty, as for plain SQL' ELSE 'wrong: empty' END);

CREATE FUNCTION alone(schema text, name text, sql text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN format('SELECT CASE WHEN answer IN (SELECT answer FROM concurrent.expected WHERE name = %1$L) THEN ''same'' ELSE format(''wrong: %%s alone: %%s'', %1$L, answer) END AS said FROM (%2$s) AS a',
              name, concurrent.answer_of(format(sql, schema)));

CREATE FUNCTION block(schema text, seed text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
    a record;
    b record;
    kind integer := concurrent.draw(seed || 'kind', 8);
    lock text := CASE schema WHEN 'stored' THEN 'SELECT FROM stored.panel, stored.yields LIMIT 0;' ELSE format('LOCK TABLE %I.panel, %1$I.yields IN ACCESS SHARE MODE;', schema) END;
    one text;
    other text;
BEGIN
    SELECT * INTO a FROM concurrent.call WHERE coalesce(only_in, schema) = schema ORDER BY md5(seed || name) LIMIT 1;
    SELECT * INTO b FROM concurrent.call WHERE coalesce(only_in, schema) = schema ORDER BY md5(seed || name) OFFSET 1 LIMIT 1;
    -- that of a transaction, and those of EXECUTE and DECLARE
    one := concurrent.beside_version(schema, a.name, a.sql, old_snapshot => kind IN (2, 4, 5)) || ';';
    other := concurrent.beside_version(schema, b.name, b.sql, old_snapshot => kind IN (2, 4, 5)) || ';';
    RETURN concat_ws(E'\n',
        format('SET parallel_setup_cost = %s;', CASE concurrent.draw(seed || 'workers', 4) WHEN 0 THEN 0 ELSE 1000 END),
        format('SET plan_cache_mode = %s;', (ARRAY['auto', 'force_generic_plan', 'force_custom_plan'])[1 + concurrent.draw(seed || 'mode', 3)]),
        CASE kind
        WHEN 0 THEN concat_ws(E'\n', one, other)
        WHEN 1 THEN concat_ws(E'\n', concurrent.alone(schema, a.name, a.sql) || ';', concurrent.alone(schema, b.name, b.sql) || ';')
        WHEN 2 THEN concat_ws(E'\n', 'BEGIN ISOLATION LEVEL REPEATABLE READ;', one, other, one, 'COMMIT;')
        WHEN 3 THEN concat_ws(E'\n', format('BEGIN ISOLATION LEVEL %s;', (ARRAY['REPEATABLE READ', 'SERIALIZABLE', 'SERIALIZABLE READ ONLY', 'READ COMMITTED'])[1 + concurrent.draw(seed || 'level', 4)]), lock, one, other, one, 'COMMIT;')
        WHEN 4 THEN concat_ws(E'\n', 'PREPARE p AS ' || one, 'EXECUTE p;', 'EXECUTE p;', 'SELECT pg_sleep(0.1) \g /dev/null', 'EXECUTE p;', 'EXECUTE p;', 'DEALLOCATE p;')
        WHEN 5 THEN concat_ws(E'\n', 'BEGIN;', 'DECLARE c SCROLL CURSOR WITH HOLD FOR ' || one, 'FETCH c;', 'MOVE ABSOLUTE 0 IN c;', 'COMMIT;', 'FETCH c;', 'CLOSE c;')
        -- the answer of a cursor is that of its snapshot, whenever it is fetched
        WHEN 6 THEN concat_ws(E'\n', 'BEGIN;', lock, 'DECLARE c CURSOR FOR ' || one, 'SELECT pg_sleep(0.1) \g /dev/null', 'FETCH c;', 'COMMIT;')
        WHEN 7 THEN concat_ws(E'\n', 'DO $do$', 'DECLARE', '    r record;', 'BEGIN', '    FOR i IN 1 .. 2 LOOP', '        FOR r IN ' || rtrim(one, ';') || ' LOOP',
                              '            IF r.said <> ''same'' THEN RAISE WARNING ''%'', r.said; END IF;', '        END LOOP;', '        COMMIT;', '    END LOOP;', 'END $do$;', 'SELECT ''same'';')
        END);
END $$;

-- For pgbench, which knows no wrong answer, only an error
CREATE FUNCTION must_be_same(sql text) RETURNS text LANGUAGE sql IMMUTABLE
RETURN format('SELECT 1 / (said = ''same'')::integer FROM (%s) AS s;', sql);

CREATE FUNCTION pgbench_script(schema text, seed text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT concat_ws(E'\n', 'BEGIN ISOLATION LEVEL REPEATABLE READ;', format('LOCK TABLE %I.panel, %1$I.yields IN ACCESS SHARE MODE;', schema), beside, beside, 'COMMIT;', beside, alone)
    FROM (SELECT concurrent.must_be_same(concurrent.beside_version(schema, name, sql)) AS beside, concurrent.must_be_same(concurrent.alone(schema, name, sql)) AS alone
          FROM concurrent.call WHERE coalesce(only_in, schema) = schema ORDER BY md5(seed || name) LIMIT 5) AS c
$$;

CREATE FUNCTION script(schema text, seed text, blocks integer) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT concat(E'SELECT clock_timestamp() > :''deadline'' AND :once AS done \\gset\n\\if :done\n\\q\n\\endif\n', concurrent.block(schema, seed || ' ' || i), E'\n\\set once true') FROM generate_series(1, blocks) AS i
$$;
