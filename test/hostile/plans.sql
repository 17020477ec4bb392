-- plans.sql
--      The extension in the ways that a query may be run and broken off: generic
--      plans, cursors, loops, triggers, subtransactions, rescans, cancelled and
--      recursive ones. What it gives must be the same, and nothing may stay behind.
\i test/header.psql
SET search_path = hostile, public;
SET statement_timeout = :'patience';
CREATE SCHEMA hostile;
SELECT no_plan();

-- 40 members on 500 dates, by member, so that an index has to be sorted, on disk
SET work_mem = '64kB';
CREATE TABLE panel AS
SELECT 'index ' || m % 3 AS index_name, 'member ' || m AS member, 'series ' || m AS series, date '2020-01-01' + d AS ts, 'sector ' || m % 4 AS sector,
       100 + (d * 17 + m * 31) % 23 + d / 10.0 AS price, 100 + (d * 17 + m * 31) % 23 + d / 10.0 AS level, CASE WHEN d % 60 = m THEN 0.5 END AS dividend, CASE WHEN d = 200 + m THEN 2 ELSE 1 END AS split,
       1e6 * m + (d * 7919) % 1000 AS market_cap, daterange(date '2020-01-01' + d, date '2020-01-02' + d) AS valid
FROM generate_series(1, 40) AS m, generate_series(1, 500) AS d;
CREATE TABLE yields AS SELECT date '2020-01-01' + d AS ts, 4 + (d * 37 % 101) / 50.0 AS yield, 3 + (d / 60) % 5 * 0.25 AS rate FROM generate_series(1, 500) AS d;
CREATE TABLE periods AS SELECT date '2020-02-01' + 30 * i AS start_ts, date '2020-03-15' + 30 * i AS end_ts FROM generate_series(1, 10) AS i;
-- the same with an error in the middle, one that only sorting shows, and one that a view raises
CREATE VIEW bad_price AS SELECT index_name, member, series, ts, sector, CASE WHEN member = 'member 20' AND ts = '2021-01-01' THEN -1 ELSE price END AS price, CASE WHEN member = 'member 20' AND ts = '2021-01-01' THEN -1 ELSE level END AS level, dividend, split, market_cap, valid FROM panel;
CREATE VIEW twice AS SELECT * FROM panel UNION ALL SELECT * FROM panel WHERE member = 'member 30' AND ts = '2021-01-01';
CREATE VIEW raises AS SELECT index_name, member, series, ts, sector, 1 / CASE WHEN member = 'member 20' AND ts = '2021-01-01' THEN 0 ELSE 1 END * price AS price, 1 / CASE WHEN member = 'member 20' AND ts = '2021-01-01' THEN 0 ELSE 1 END * level AS level, dividend, split, market_cap, valid FROM panel;
CREATE FUNCTION temporary_files() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM pg_ls_tmpdir() WHERE name ~ format('^pgsql_tmp%s\.', pg_backend_pid()));
CREATE FUNCTION error_of(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE query;
    RETURN 'none';
EXCEPTION WHEN query_canceled OR OTHERS THEN
    RETURN SQLSTATE;
END $$;

-- Queries with parameters, in every kind of plan
CREATE TABLE query (name text, types text, sql text, arguments text);
INSERT INTO query VALUES
    ('index_history', 'index_rules', 'SELECT index_name, index_history(ts, member, price, dividend, split, market_cap, sector, $1) FROM panel GROUP BY index_name ORDER BY index_name', 'index_rules(''cap'', rebalance => ''month'')'),
    ('member_contribution', 'index_rules, date', 'SELECT member_contribution(ts, member, price, dividend, split, market_cap, sector, $1, $2, NULL) FROM panel', 'index_rules(), ''2020-06-01'''),
    ('index_state', 'index_rules', 'SELECT index_state(ts, member, price, dividend, split, market_cap, sector, $1) FROM panel', 'index_rules(rebalance => ''quarter'')'),
    ('reconstitute', 'reconstitution_rules', 'SELECT reconstitute(ts, member, market_cap, $1) FROM panel', 'reconstitution_rules(breakpoints => ''{10,20}'')'),
    ('yield_regimes', 'regime_rules', 'SELECT yield_regimes(ts, yield, $1), threshold_plateaus(ts, yield), regime_state(ts, yield, $1) FROM yields', 'regime_rules(frequency => ''week'')'),
    ('policy_cycles', 'cycle_rules', 'SELECT policy_cycles(ts, rate, $1), policy_phases(ts, rate, $1) FROM yields', 'cycle_rules(200, 20)'),
    ('aggregates of returns', 'float8, text', 'SELECT annualized_volatility(r, $1), sharpe_ratio(r, 0, $1), calendar_returns(ts, level, $2), max_drawdown(ts, level), total_return(ts, level) FROM (SELECT ts, level, simple_return(level) OVER (ORDER BY ts) AS r FROM panel WHERE series = ''series 7'') AS s', '252, ''month'''),
    ('window functions', 'date, interval', 'SELECT ts, rebase(level, ts, $1) OVER w, forward_return(level, ts, $2) OVER w, yield_regime(ts, level) OVER w, zscore(level) OVER (w ROWS 20 PRECEDING), max_drawdown(ts, level) OVER (w ROWS 20 PRECEDING) FROM panel WHERE series = ''series 7'' WINDOW w AS (ORDER BY ts) ORDER BY ts', '''2020-05-01'', ''30 days'''),
    ('index_levels', 'regclass, index_rules', 'SELECT * FROM index_levels($1, $2)', '''panel'', index_rules()'),
    ('index_contributions', 'regclass, text', 'SELECT * FROM index_contributions($1, by => $2)', '''panel'', ''sector'''),
    ('regimes', 'regclass, regime_rules, date', 'SELECT * FROM regimes($1, $2, $3)', '''yields'', NULL, ''2021-01-01'''),
    ('period_returns', 'regclass, text[], interval', 'SELECT * FROM regime_returns($1, ''periods'', $2, forward => $3)', '''panel'', ''{series 1,series 9}'', ''60 days'''),
    ('check_prices', 'regclass', 'SELECT * FROM check_prices($1)', '''bad_price'''),
    ('calendar_table', 'regclass, text', 'SELECT * FROM calendar_table($1, $2)', '''panel'', ''quarter'''),
    ('stretch_table', 'regclass, integer', 'SELECT * FROM stretch_table($1, $2, 2)', '''panel'', 20'),
    ('reconcile_return', 'regclass, float8', 'SELECT * FROM reconcile_return($1, ''series 1'', $2, ''2020-03-01'', ''2021-01-15'', ''Infinity'')', '''panel'', 0.05'),
    ('index_memberships', 'regclass, reconstitution_rules', 'SELECT * FROM index_memberships($1, $2)', '''panel'', reconstitution_rules(breakpoints => ''{10,20}'')');
SELECT format('PREPARE "%s" (%s) AS SELECT md5(string_agg(s::text, ''|'')) FROM (%s) AS s', name, types, sql) FROM query \gexec
CREATE FUNCTION executed(name text, mode text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    PERFORM set_config('plan_cache_mode', mode, true);
    EXECUTE format('EXECUTE %I (%s)', name, (SELECT arguments FROM query AS q WHERE q.name = executed.name)) INTO result;
    RETURN result;
END $$;
CREATE TABLE answer AS SELECT name, executed(name, 'force_custom_plan') AS custom FROM query;
SELECT isnt(custom, NULL, name || ' answers') FROM answer;
SELECT is(executed(name, 'force_generic_plan'), custom, name || ': a generic plan gives the same') FROM answer;
SELECT is(executed(name, 'force_generic_plan'), custom, name || ': and once more') FROM answer;

-- Cursors that go back, that outlive their transaction, that are closed early
CREATE FUNCTION by_cursor(sql text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    r record;
    c refcursor;
    lines text[] := '{}';
    back text[] := '{}';
BEGIN
    OPEN c SCROLL FOR EXECUTE sql;
    LOOP
        FETCH c INTO r;
        EXIT WHEN NOT FOUND;
        lines := lines || r::text;
    END LOOP;
    LOOP
        FETCH PRIOR FROM c INTO r;
        EXIT WHEN NOT FOUND;
        back := r::text || back;
    END LOOP;
    FETCH FIRST FROM c INTO r;
    IF r::text <> lines[1] OR back <> lines THEN
        RETURN 'other rows on the way back';
    END IF;
    RETURN md5(array_to_string(lines, '|'));
END $$;
CREATE FUNCTION filled_in(name text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    sql text := (SELECT q.sql FROM query AS q WHERE q.name = filled_in.name);
    argument text;
    n integer := 0;
BEGIN
    FOR argument IN SELECT unnest(regexp_split_to_array((SELECT types FROM query AS q WHERE q.name = filled_in.name), ', ')) LOOP
        n := n + 1;
        sql := replace(sql, '$' || n, format('(SELECT a%s FROM arguments_of_%s)', n, translate(filled_in.name, ' ', '_')));
    END LOOP;
    RETURN sql;
END $$;
SELECT format('CREATE TABLE arguments_of_%s (%s)', translate(name, ' ', '_'), (SELECT string_agg(format('a%s %s', n, t), ', ') FROM unnest(regexp_split_to_array(types, ', ')) WITH ORDINALITY AS u (t, n))) FROM query \gexec
SELECT format('INSERT INTO arguments_of_%s VALUES (%s)', translate(name, ' ', '_'), arguments) FROM query \gexec
SELECT is(by_cursor(filled_in(name)), custom, name || ': a cursor that is read forth and back gives the same') FROM answer;
BEGIN;
SELECT format('DECLARE "held %s" SCROLL CURSOR WITH HOLD FOR %s', name, filled_in(name)) FROM query \gexec
COMMIT;
CREATE FUNCTION held(name text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    c refcursor := 'held ' || name;
    r record;
    lines text[] := '{}';
BEGIN
    MOVE LAST FROM c;
    MOVE ABSOLUTE 0 FROM c;
    LOOP
        FETCH c INTO r;
        EXIT WHEN NOT FOUND;
        lines := lines || r::text;
    END LOOP;
    RETURN md5(array_to_string(lines, '|'));
END $$;
SELECT is(held(name), custom, name || ': a held cursor gives the same') FROM answer;
CLOSE ALL;
SELECT is(temporary_files(), 0::bigint, 'no temporary file is left of them');
BEGIN;
SELECT format('DECLARE "early %s" CURSOR FOR %s', name, filled_in(name)) FROM query \gexec
SELECT format('FETCH 1 FROM "early %s"', name) FROM query \g /dev/null
SELECT count(*) AS opened FROM pg_cursors WHERE name ~ '^early' \gset
SAVEPOINT s;
DO $$
DECLARE
    c refcursor;
    r record;
BEGIN
    FOR c IN SELECT name FROM pg_cursors WHERE name ~ '^early' LOOP
        FETCH c INTO r;
    END LOOP;
END $$;
ROLLBACK TO s;
SELECT is(:opened, (SELECT count(*)::integer FROM query), 'cursors read in a subtransaction that is rolled back');
COMMIT;
BEGIN;
DECLARE part CURSOR FOR SELECT index_name, index_history(ts, member, price, dividend, split, market_cap, sector, index_rules()) FROM panel GROUP BY index_name ORDER BY index_name;
FETCH 1 FROM part \g /dev/null
SELECT ok(temporary_files() > 0, 'a cursor that stands between two indexes has a temporary file');
CLOSE part;
SELECT is(temporary_files(), 0::bigint, 'no temporary file is left of a cursor that is closed between two indexes');
COMMIT;

-- LIMIT, and plans that begin again
SELECT is((SELECT count(*) FROM (SELECT * FROM index_levels('panel') LIMIT 1) AS s), 1::bigint, 'LIMIT');
SELECT is((SELECT count(*) FROM (SELECT unnest(index_history(ts, member, price, NULL, NULL, NULL, NULL)) FROM panel GROUP BY index_name LIMIT 2) AS s), 2::bigint, 'LIMIT over unnested points');
SET enable_material = off;
SET enable_memoize = off;
CREATE TABLE rebalances (rebalance text);
INSERT INTO rebalances VALUES ('day'), ('week'), ('month'), ('quarter'), ('never');
SELECT is(string_agg(l.found, ' ' ORDER BY rebalance), string_agg(md5((SELECT index_history(ts, member, price, dividend, split, market_cap, sector, index_rules(rebalance => r.rebalance)) FROM panel)::text), ' ' ORDER BY rebalance), 'LATERAL begins the index anew')
FROM rebalances AS r, LATERAL (SELECT md5(index_history(ts, member, price, dividend, split, market_cap, sector, index_rules(rebalance => r.rebalance))::text) AS found FROM panel) AS l;
SELECT is(count(*), 2500::bigint, 'and the function over the relation')
FROM rebalances AS r, LATERAL (SELECT DISTINCT ts FROM index_levels('panel', index_rules(rebalance => r.rebalance))) AS l;
SELECT is(sum(n), 15::numeric, 'a rescan that stops early') FROM rebalances AS r, LATERAL (SELECT count(*) AS n FROM (SELECT index_history(ts, member, price, NULL, NULL, NULL, NULL, index_rules(rebalance => r.rebalance)) FROM panel WHERE r.rebalance IS NOT NULL GROUP BY index_name LIMIT 3) AS s) AS l;
SELECT is(count(*), 1::bigint, 'EXISTS stops after a group') FROM (SELECT WHERE EXISTS (SELECT index_history(ts, member, price, NULL, NULL, NULL, NULL) FROM panel GROUP BY index_name)) AS s;
RESET enable_material;
RESET enable_memoize;
SELECT is(temporary_files(), 0::bigint, 'no temporary file is left of plans that begin again');

-- Errors in the middle, in subtransactions, again and again
CREATE TABLE breaks (query text, state text);
INSERT INTO breaks VALUES
    ('SELECT index_history(ts, member, price, dividend, split, market_cap, sector) FROM bad_price', '22023'),
    ('SELECT index_history(ts, member, price, dividend, split, market_cap, sector) FROM twice', '21000'),
    ('SELECT index_history(ts, member, price, dividend, split, market_cap, sector) FROM raises', '22012'),
    ('SELECT index_history(ts, member, price, dividend, split, market_cap, sector, index_rules(missing => ''error'')) FROM panel WHERE NOT (ts = ''2021-01-01'' AND member = ''member 3'')', 'P0002'),
    ('SELECT member_contribution(ts, member, price, dividend, split, market_cap, sector) FROM twice', '21000'),
    ('SELECT * FROM index_levels(''raises'')', '22012'),
    ('SELECT * FROM index_levels(''twice'')', '21000'),
    ('SELECT * FROM period_returns(''raises'', ARRAY[ROW(''a'', ''2020-02-01'', NULL)::holding_period])', '22012'),
    ('SELECT * FROM period_returns(''bad_price'', ARRAY[ROW(''a'', ''2020-02-01'', NULL)::holding_period])', '22023'),
    ('SELECT * FROM regime_returns(''panel'', ''raises'')', '42703'),
    ('SELECT * FROM check_prices(''raises'')', '22012'),
    ('SELECT * FROM calendar_table(''bad_price'')', '22023'),
    ('SELECT max_drawdown(ts, price) OVER (PARTITION BY member ORDER BY ts ROWS 10 PRECEDING) FROM bad_price', '22023'),
    ('SELECT forward_return(price, ts, ''5 days'') OVER (PARTITION BY member) FROM bad_price', '22023'),
    ('SELECT percentile_rank(1 / price) OVER (PARTITION BY member ORDER BY ts ROWS 10 PRECEDING) FROM raises', '22012'),
    ('SELECT reconstitute(ts, member, market_cap, reconstitution_rules(breakpoints => ''{10,20}'')) FROM twice', '21000');
CREATE FUNCTION break_often(times integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    b breaks;
    wrong text;
BEGIN
    FOR i IN 1 .. times LOOP
        FOR b IN SELECT * FROM breaks LOOP
            IF error_of(b.query) <> b.state THEN
                wrong := concat_ws(', ', wrong, b.query || ' ' || error_of(b.query));
            END IF;
        END LOOP;
    END LOOP;
    RETURN wrong;
END $$;
CREATE FUNCTION memory(OUT bytes numeric, OUT contexts bigint) LANGUAGE sql
RETURN (SELECT ROW(sum(total_bytes), count(*)) FROM pg_backend_memory_contexts WHERE name NOT IN ('ExprContext', 'printtup'));
SELECT is(break_often(2), NULL, 'each error is the one that is meant');
SELECT * FROM memory() \gset before_
SELECT is(break_often(5 * :rounds), NULL, 'and again');
SELECT is(break_often(5 * :rounds), NULL, 'and again');
SELECT * FROM memory() \gset after_
SELECT ok(:after_bytes - :before_bytes < 200000 AND :after_contexts - :before_contexts < 20, format('memory of the session after %s errors: %s bytes and %s contexts more', 10 * :rounds * (SELECT count(*) FROM breaks), :after_bytes - :before_bytes, :after_contexts - :before_contexts));
SELECT is(temporary_files(), 0::bigint, 'no temporary file is left of errors');

-- Cancelled here and there, on a slow machine before cancel() has begun
CREATE TABLE cancelled (query text, state text, late interval);
CREATE FUNCTION cancel(query text, after interval) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    start timestamptz := clock_timestamp();
BEGIN
    INSERT INTO cancelled VALUES (query, error_of(query), clock_timestamp() - start - after);
END $$;
SELECT unnest(ARRAY[format('SET statement_timeout = %s', ms), format('SELECT cancel(%L, %L)', query, format('%s milliseconds', ms)), 'SET statement_timeout = 0'])
FROM generate_series(1, 60, 3) AS ms,
     unnest(ARRAY['SELECT index_history(ts, member, price, dividend, split, market_cap, sector, index_rules(rebalance => ''month'')) FROM panel', 'SELECT count(*) FROM index_contributions(''panel'')',
                  'SELECT reconstitute(ts, member, market_cap) FROM panel', 'SELECT count(*) FROM check_prices(''panel'')',
                  'SELECT count(*) FROM period_returns(''panel'', (SELECT array_agg(ROW(''x'', date ''2020-01-05'' + i, NULL)::holding_period) FROM generate_series(1, 100) AS i))',
                  'SELECT yield_regimes(date ''1990-01-01'' + i, i % 97 / 10.0, regime_rules(''chord'', segments => 20, frequency => ''day'')) FROM generate_series(1, 3000) AS i']) AS query
\o /dev/null
\set ON_ERROR_STOP off
\gexec
\set ON_ERROR_STOP on
\o
SET statement_timeout = :'patience';
SELECT is(count(*), 0::bigint, 'a query is cancelled or ends, and does so at once') FROM cancelled WHERE state NOT IN ('none', '57014') OR late > '3 seconds' AND state = '57014';
SELECT ok(count(*) > 20, 'many were cancelled') FROM cancelled WHERE state = '57014';
SELECT is(temporary_files(), 0::bigint, 'no temporary file is left of cancelled queries');

-- A view that asks for its own regimes
CREATE VIEW calls_itself AS SELECT date '2020-01-01' AS ts, 4.0::float8 AS yield;
CREATE OR REPLACE VIEW calls_itself AS SELECT start_ts AS ts, start_yield AS yield FROM public.regimes('hostile.calls_itself');
SELECT is(error_of('SELECT * FROM regimes(''calls_itself'')'), '54001', 'a view that calls a function over itself runs out of stack, no more');
SELECT is(error_of('SELECT * FROM calls_itself'), '54001', 'and once more');
CREATE VIEW nested AS SELECT start_ts AS ts, start_yield AS yield, start_yield AS rate FROM regimes('yields', regime_rules(frequency => 'day', threshold_bp => 1));
SELECT ok(count(*) > 10, 'a view over a function is a relation as any other') FROM regimes('nested', regime_rules(frequency => 'day', threshold_bp => 1));

-- Loops, triggers, procedures that commit
CREATE FUNCTION looped() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    r record;
    n bigint := 0;
BEGIN
    FOR i IN 1 .. 50 LOOP
        FOR r IN SELECT * FROM index_levels('panel', index_rules(rebalance => 'never')) WHERE index_name IS NOT NULL LOOP
            n := n + 1;
            EXIT WHEN n % 3 = 0;
        END LOOP;
        BEGIN
            FOR r IN SELECT p.* FROM (SELECT index_name, index_history(ts, member, price, NULL, NULL, NULL, NULL) AS points FROM panel GROUP BY index_name) AS s, unnest(points) AS p LOOP
                RAISE division_by_zero;
            END LOOP;
        EXCEPTION WHEN division_by_zero THEN
        END;
    END LOOP;
    RETURN n;
END $$;
SET work_mem = '4MB';
SELECT is(looped(), 150::bigint, 'loops that end early');
SET work_mem = '64kB';
CREATE TABLE small AS SELECT * FROM panel WHERE ts < '2020-01-20';
CREATE TABLE log (n bigint, level float8);
CREATE FUNCTION note_levels() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO log SELECT count(*), max(level) FROM index_levels('hostile.small');
    RETURN NULL;
END $$;
CREATE TRIGGER note_levels AFTER INSERT ON small FOR EACH ROW EXECUTE FUNCTION note_levels();
INSERT INTO small SELECT * FROM panel WHERE ts BETWEEN '2020-01-20' AND '2020-01-21' AND member < 'member 2';
SELECT is(max(n), (SELECT count(DISTINCT (index_name, ts)) FROM small), 'a trigger sees the rows that its statement has inserted') FROM log;
SELECT is(temporary_files(), 0::bigint, 'no temporary file is left of loops and triggers');

-- The extension goes and comes back in the same session
DROP FUNCTION looped();
DROP TABLE query, answer CASCADE;
SELECT string_agg(format('DROP TABLE %s CASCADE;', oid::regclass), ' ') FROM pg_class WHERE relnamespace = 'hostile'::regnamespace AND relname ~ '^arguments_of' \gexec
DEALLOCATE ALL;
DROP EXTENSION rotation CASCADE;
CREATE EXTENSION rotation;
SELECT is(count(*), 500::bigint, 'dropped and created again, it works') FROM (SELECT DISTINCT ts FROM index_levels('panel')) AS s;
SELECT * FROM finish();
