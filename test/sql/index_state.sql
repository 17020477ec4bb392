\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql

BEGIN;
SELECT no_plan();

-- Members that come and go, with dividends, splits, missing days, capitalisations and sectors that change
CREATE TABLE panel AS
SELECT date '2023-12-11' + d AS ts, 'M' || m AS member, m::bigint AS id,
       round((20 * exp((hashint4(m) % 1000) / 900.0 + (hashint4(m * 1009 + d) % 1000) / 20000.0) / CASE WHEN m % 9 = 4 AND d > 40 THEN 2 ELSE 1 END)::numeric, 2)::float8 AS price,
       CASE WHEN (m + d) % 37 = 0 THEN 0.21 END AS dividend, CASE WHEN m % 9 = 4 AND d = 41 THEN 2.0 END AS split,
       1e9 * (1 + abs(hashint4(m * 31 + d / 20) % 1000)) AS market_cap, 'sector ' || (m + d / 50) % 5 AS sector
FROM generate_series(0, 89) AS d, generate_series(1, 40) AS m
WHERE d % 7 < 5 AND (m + d) % 23 <> 3 AND (m % 11 <> 5 OR d < 60) AND (m % 13 <> 6 OR d > 30) AND d <> 17;
CREATE TABLE rule (name text PRIMARY KEY, rules index_rules);
INSERT INTO rule
SELECT format('%s, %s, %s, %s', weighting, rebalance, missing, reinvest),
       index_rules(weighting => weighting, cap => CASE WHEN weighting = 'capped' THEN 0.05 END, rebalance => rebalance, missing => missing, reinvest => reinvest, delisting_return => -0.3, cost_bp => 7)
FROM unnest(ARRAY['equal', 'cap', 'sector_equal', 'capped']) AS weighting, unnest(ARRAY['day', 'week', 'month', 'never']) AS rebalance, unnest(ARRAY['carry', 'drop']) AS missing, unnest(ARRAY['index', 'member']) AS reinvest;
INSERT INTO rule SELECT format('announced %s before', lag), index_rules(weighting => 'cap', rebalance => 'month', missing => missing, cost_bp => 7, announcement_lag => lag) FROM (VALUES (1, 'carry'), (2, 'drop'), (5, 'carry')) AS v (lag, missing);
INSERT INTO rule VALUES ('announced, given dates', index_rules(rebalance_dates => '{2023-12-20,2024-02-01}', missing => 'drop', announcement_lag => 20));
INSERT INTO rule VALUES ('given dates', index_rules(rebalance_dates => '{2023-12-20,2024-01-13,2024-02-01,2024-02-28,2030-01-01}'));
CREATE TABLE complete AS
SELECT name, h.* FROM (SELECT name, index_history(ts, member, price, dividend, split, market_cap, sector, rules) AS found FROM panel, rule GROUP BY name) AS s, unnest(s.found) AS h;
SELECT is(count(*), 69 * 64::bigint, 'indexes by all rules') FROM complete;

-- A job that stores the state each night, with the last date's points again and the new one's
CREATE TABLE nightly (name text PRIMARY KEY, state index_state, known_ts date GENERATED ALWAYS AS (last_ts(state)) STORED);
CREATE TABLE points AS TABLE complete WITH NO DATA;
ALTER TABLE points ADD PRIMARY KEY (name, ts);
CREATE FUNCTION pg_temp.night(day date) RETURNS bigint LANGUAGE sql AS $$
    WITH fresh AS (
        SELECT n.name, append(state, ts, member, price, dividend, split, market_cap, sector) AS state, index_history(state, ts, member, price, dividend, split, market_cap, sector) AS found
        FROM nightly AS n JOIN panel AS p ON p.ts > n.known_ts AND p.ts <= day GROUP BY n.name
    ), saved AS (
        UPDATE nightly AS n SET state = fresh.state FROM fresh WHERE fresh.name = n.name RETURNING 1
    ), shown AS (
        INSERT INTO points SELECT name, h.* FROM fresh, unnest(found) AS h
        ON CONFLICT (name, ts) DO UPDATE SET (level, total_return_level, divisor, members, turnover, effective_n) = (EXCLUDED.level, EXCLUDED.total_return_level, EXCLUDED.divisor, EXCLUDED.members, EXCLUDED.turnover, EXCLUDED.effective_n) RETURNING 1
    ) SELECT count(*) FROM saved
$$;
INSERT INTO nightly SELECT name, index_state(ts, member, price, dividend, split, market_cap, sector, rules) FROM panel, rule WHERE ts <= '2023-12-14' GROUP BY name;
INSERT INTO points SELECT name, h.* FROM (SELECT name, index_history(ts, member, price, dividend, split, market_cap, sector, rules) AS found FROM panel, rule WHERE ts <= '2023-12-14' GROUP BY name) AS s, unnest(s.found) AS h;
SELECT is(sum(pg_temp.night(ts)), 69 * 60::numeric, 'every night extends every index') FROM (SELECT DISTINCT ts FROM panel WHERE ts > '2023-12-14' ORDER BY ts) AS s;
SELECT is((SELECT array_agg(p::text ORDER BY name, ts) FROM points AS p), (SELECT array_agg(c::text ORDER BY name, ts) FROM complete AS c), 'the points have the bits of those rebuilt from all rows');
SELECT ok(bool_and(n.state = s.state) AND count(*) = 69, 'and the states those of the states built from all rows')
FROM nightly AS n JOIN (SELECT name, index_state(ts, member, price, dividend, split, market_cap, sector, rules) AS state FROM panel, rule GROUP BY name) AS s USING (name);
SELECT is(pg_temp.night('2030-01-01'), 0::bigint, 'a night that is run again finds nothing to do');
SELECT is(array_agg(DISTINCT last_ts(state)), ARRAY[(SELECT max(ts) FROM panel)], 'last_ts') FROM nightly;

-- Any number of days at once, in any order, by numbers instead of names
CREATE TABLE shuffled AS SELECT * FROM panel ORDER BY hashint4(id::integer * 1000003 + (ts - date '2000-01-01'));
SELECT ok(bool_and(a.state = n.state) AND count(*) = 69, 'catching up with two months at once, rows in any order')
FROM (SELECT name, append(state, ts, member, price, dividend, split, market_cap, sector) AS state
      FROM (SELECT name, index_state(ts, member, price, dividend, split, market_cap, sector, rules) AS state FROM shuffled, rule WHERE ts <= '2024-01-11' GROUP BY name) AS s, shuffled WHERE ts > '2024-01-11' GROUP BY name) AS a JOIN nightly AS n USING (name);
SELECT is(index_history(state, ts, id, price, dividend, split, market_cap, sector)::text, (SELECT array_agg((ts, level, total_return_level, divisor, members, turnover, effective_n)::index_point ORDER BY ts)::text FROM complete WHERE name = 'cap, month, drop, index' AND ts >= '2024-01-11'), 'members by number')
FROM (SELECT index_state(ts, id, price, dividend, split, market_cap, sector, index_rules(weighting => 'cap', rebalance => 'month', missing => 'drop', delisting_return => -0.3, cost_bp => 7)) AS state FROM panel WHERE ts <= '2024-01-11') AS s, panel WHERE ts > '2024-01-11';
SELECT ok(append(state, ts, member, price, NULL, NULL, NULL, NULL) = (SELECT state FROM nightly WHERE name = 'equal, day, carry, index'), 'rows with NULL leave the state as it is')
FROM nightly, (VALUES (NULL::date, 'M1', 1.0), ('2030-01-01', NULL, 1), ('2030-01-01', 'M1', NULL)) AS v (ts, member, price) WHERE name = 'equal, day, carry, index';
SELECT is(append(state, p.ts, p.member, p.price, NULL, NULL, NULL, NULL)::text, NULL, 'no rows give NULL') FROM nightly, panel AS p WHERE false;
SELECT is(index_state(ts, member, price, NULL, NULL, NULL, NULL, NULL)::text, NULL, 'nor have no rows a state') FROM panel WHERE false;
SELECT is((append(s.state, p.ts, p.member, p.price, NULL, NULL, NULL, NULL) = (SELECT index_state(ts, member, price, NULL, NULL, NULL, NULL, NULL) FROM panel)), true, 'from the first date on')
FROM (SELECT index_state(ts, member, price, NULL, NULL, NULL, NULL, NULL) AS state FROM panel WHERE ts = '2023-12-11') AS s, panel AS p WHERE p.ts > '2023-12-11';

-- What has left the index leaves the state
CREATE TABLE leaving AS SELECT date '2024-01-01' + d AS ts, d * 100 + m AS member, 10.0 AS price FROM generate_series(0, 50) AS d, generate_series(1, 100) AS m;
SELECT is(length(index_state_send(index_state(ts, member, price, NULL, NULL, NULL, NULL, index_rules(missing => 'drop')))), (SELECT length(index_state_send(index_state(ts, member, price, NULL, NULL, NULL, NULL, index_rules(missing => 'drop')))) FROM leaving WHERE ts <= '2024-01-02'), 'a state does not grow with the members of the past') FROM leaving;

-- Text, bytes, and what is neither
SELECT ok(bool_and(state::text::index_state = state), 'text comes back') FROM nightly;
SET bytea_output = escape;
SELECT ok(bool_and(state::text LIKE '\\x01%' AND state::text::index_state = state AND ('\x' || upper(substr(state::text, 3)))::index_state = state), 'whatever bytea_output says') FROM nightly;
RESET bytea_output;
CREATE FUNCTION pg_temp.file() RETURNS text LANGUAGE sql AS $$ SELECT current_setting('data_directory') || '/received_index' $$;
CREATE TABLE again (name text, state index_state);
DO $$
BEGIN
    EXECUTE format('COPY nightly (name, state) TO %L WITH (FORMAT binary)', pg_temp.file());
    EXECUTE format('COPY again FROM %L WITH (FORMAT binary)', pg_temp.file());
    EXECUTE format('COPY (SELECT ''x'', substr(index_state_send(state), 1, 200) FROM nightly LIMIT 1) TO %L WITH (FORMAT binary)', pg_temp.file());
END
$$;
SELECT ok(bool_and(a.state = n.state) AND count(*) = 69, 'bytes come back') FROM again AS a JOIN nightly AS n USING (name);
SELECT pg_temp.raises(format('COPY again FROM %L WITH (FORMAT binary)', pg_temp.file()), '22P03', '^invalid index_state: wrong length', 'bytes cut short');
DO $$ BEGIN EXECUTE format('COPY (SELECT WHERE false) TO PROGRAM %L', format('rm %L', pg_temp.file())); END $$;
CREATE TABLE sent AS
SELECT index_state_send(index_state(ts, member, price, NULL, NULL, cap, sector, index_rules(weighting => 'capped', cap => 0.6, rebalance => 'week'))) AS bytes
FROM (VALUES (date '2024-01-05', 'a', 10.0, 5, 'x'), ('2024-01-05', 'b', 20, 4, 'y'), ('2024-01-08', 'a', 11, 5, 'x'), ('2024-01-08', 'b', 21, 4, 'y')) AS v (ts, member, price, cap, sector);
SELECT is(length(bytes), 5 + 1 + 8 + 1 + 1 + 8 + 1 + 8 + 8 + 4 + 4 + 1 + 4 + 8 + 4 + 2 * 80 + 64 + 8 + 1 + 4 + 2 * 5 + 4 + 2 * 62, 'the length of a state') FROM sent;
SELECT pg_temp.raises(format('SELECT (''\x'' || encode(%s, ''hex''))::index_state FROM sent', change), '22P02', '^invalid index_state: ' || problem, change || ': ' || problem) FROM (VALUES
    ('substr(bytes, 1, 0)', 'wrong length'), ('substr(bytes, 1, length(bytes) - 1)', ''), ($$bytes || '\x00'$$, 'wrong length'), ('set_byte(bytes, 0, 2)', 'unknown format version'), ('set_byte(bytes, 1, 127)', 'ts'),
    ('set_byte(bytes, 5, 4)', 'weighting'), ('set_byte(bytes, 5, 1)', 'cap'), ($$overlay(bytes PLACING '\x4000000000000000' FROM 7)$$, 'cap'), ('set_byte(bytes, 14, 6)', 'rebalance'), ('set_byte(bytes, 15, 3)', 'missing'),
    ($$overlay(bytes PLACING '\xc000000000000000' FROM 17)$$, 'delisting return'), ($$overlay(bytes PLACING '\x7ff8000000000000' FROM 17)$$, 'delisting return'), ('set_byte(bytes, 24, 2)', 'reinvest'), ($$overlay(bytes PLACING '\x3ff0000000000000' FROM 26)$$, 'cost'),
    ($$overlay(bytes PLACING '\x0000000000000000' FROM 34)$$, 'base'), ('set_byte(bytes, 44, 1)', ''), ('set_byte(bytes, 41, 127)', 'number of rebalance dates'), ('set_byte(bytes, 49, 2)', 'whether it has a basket'), ('set_byte(bytes, 49, 0)', 'member held before the first close'),
    ('set_byte(bytes, 53, 1)', 'next rebalance date'), ($$overlay(bytes PLACING '\x0000000000000000' FROM 55)$$, 'unit'), ($$overlay(bytes PLACING '\xfff0000000000000' FROM 131)$$, 'level'), ('set_byte(bytes, 298, 2)', 'kind of members'), ('set_byte(bytes, 298, 0)', ''),
    ('set_byte(bytes, 302, 9)', ''), ('set_byte(bytes, 299, 9)', 'number of sectors'), ('set_byte(bytes, 307, 122)', 'name of a sector'), ('set_byte(bytes, 313, 99)', 'number of members'), ('set_byte(bytes, 316, 3)', ''), ('set_byte(bytes, 321, 99)', 'name of a member'),
    ('set_byte(bytes, 322, 16)', 'kind of a member'), ('set_byte(bytes, 322, 4)', 'ts of a member'), ('set_byte(bytes, 322, 5)', 'ts of a member'), ('set_byte(bytes, 322, 3)', 'market cap'), ('set_byte(bytes, 330, 2)', 'sector of a member'), ($$overlay(bytes PLACING '\x8000000000000000' FROM 332)$$, 'price'),
    ($$overlay(bytes PLACING '\x7ff0000000000000' FROM 340)$$, 'market cap'), ($$overlay(bytes PLACING '\x0000000000000000' FROM 348)$$, 'amount'), ($$overlay(bytes PLACING '\x0000000000000000' FROM 356)$$, 'base price'), ($$overlay(bytes PLACING '\xbff0000000000000' FROM 364)$$, 'value'), ($$overlay(bytes PLACING '\x0000000000000000' FROM 372)$$, 'income')) AS v (change, problem);
SELECT pg_temp.raises($$SELECT ('\x' || encode(set_byte(bytes, 383, 255), 'hex'))::index_state FROM sent$$, '22021', 'invalid byte sequence', 'a name that is no text') WHERE getdatabaseencoding() = 'UTF8';
-- a basket announced on the 5th, of which b has no row since, and not yet in effect on the 8th
CREATE TABLE announced AS
SELECT index_state_send(index_state(ts, member, price, NULL, NULL, NULL, NULL, index_rules(rebalance_dates => '{2024-01-05}', missing => 'drop', announcement_lag => 3))) AS bytes
FROM (VALUES (date '2024-01-04', 'a', 10.0), ('2024-01-05', 'a', 10), ('2024-01-05', 'b', 20), ('2024-01-08', 'a', 11)) AS v (ts, member, price);
SELECT is(length(bytes), (SELECT length(bytes) FROM sent) + 4 + 12 - 2 * 5 + 2 * 16, 'an announcement takes 12 bytes, and 16 for each member') FROM announced;
SELECT pg_temp.raises(format('SELECT (''\x'' || encode(%s, ''hex''))::index_state FROM announced', change), '22P02', '^invalid index_state: ' || problem, change || ': ' || problem) FROM (VALUES
    ('set_byte(bytes, 49, 128)', 'announcement lag'), ('set_byte(bytes, 52, 1)', 'dates to effect'), ('set_byte(bytes, 66, 128)', 'dates to effect'), ('set_byte(bytes, 69, 4)', 'dates to effect'), ('set_byte(bytes, 70, 127)', 'ts of an announcement'), ('set_byte(bytes, 73, get_byte(bytes, 4))', 'ts of an announcement'),
    ($$overlay(bytes PLACING '\x0000000000000000' FROM 75)$$, 'unit'), ($$overlay(bytes PLACING '\x0000000000000000' FROM length(bytes) - 15)$$, 'target'), ($$overlay(bytes PLACING '\xfff0000000000000' FROM length(bytes) - 7)$$, 'target price'),
    ('set_byte(bytes, length(bytes) - 73, 0)', 'ts of a member'), ('set_byte(bytes, length(bytes) - 73, 10)', 'ts of a member'), ('set_byte(bytes, length(bytes) - 73, 9)', 'amount'), ('substr(bytes, 1, length(bytes) - 8)', 'wrong length')) AS v (change, problem);
SELECT is(index_history(state, ts, member, price, NULL, NULL, NULL, NULL)::text, (SELECT (array_agg(p ORDER BY p.ts) FILTER (WHERE p.ts >= '2024-01-08'))::text FROM (SELECT index_history(ts, member, price, NULL, NULL, NULL, NULL, index_rules(rebalance_dates => '{2024-01-05}', missing => 'drop', announcement_lag => 3)) AS found
              FROM (VALUES (date '2024-01-04', 'a', 10.0), ('2024-01-05', 'a', 10), ('2024-01-05', 'b', 20), ('2024-01-08', 'a', 11), ('2024-01-09', 'a', 11), ('2024-01-10', 'a', 12), ('2024-01-10', 'b', 22), ('2024-01-11', 'b', 30), ('2024-01-11', 'a', 12)) AS v (ts, member, price)) AS s, unnest(s.found) AS p), 'a stored announcement takes effect')
FROM (SELECT ('\x' || encode(bytes, 'hex'))::index_state AS state FROM announced) AS s, (VALUES (date '2024-01-09', 'a', 11.0), ('2024-01-10', 'a', 12), ('2024-01-10', 'b', 22), ('2024-01-11', 'b', 30), ('2024-01-11', 'a', 12)) AS v (ts, member, price);
SELECT pg_temp.raises($$SELECT 'state'::index_state$$, '22P02', '^invalid index_state', 'no state at all');

-- errors
SELECT pg_temp.raises(statement, code, pattern, what) FROM (VALUES
    ($$SELECT append(state, p.ts, p.member, p.price, NULL, NULL, NULL, NULL) FROM nightly, panel AS p WHERE name = 'equal, day, carry, index'$$, '22023', '^ts 20.* is not after the state.s last ts 2024-03-08$', 'rows of the past'),
    ($$SELECT append(state, date '2024-03-08', 'new', 1, NULL, NULL, NULL, NULL) FROM nightly WHERE name = 'equal, day, carry, index'$$, '22023', '^ts 2024-03-08 is not after', 'rows of the last date'),
    ($$SELECT append(state, date '2030-01-01', 1, 1, NULL, NULL, NULL, NULL) FROM nightly WHERE name = 'equal, day, carry, index'$$, '22023', '^the state has members of type text, not bigint$', 'members of another type'),
    ($$SELECT append(state, date '2030-01-01', 'M1', 1, NULL, NULL, NULL, NULL) FROM nightly$$, '22023', '^state must be the same in every row', 'several states'),
    ($$SELECT append(NULL::index_state, ts, member, price, NULL, NULL, NULL, NULL) FROM panel$$, '22004', '^state must not be NULL', 'no state'),
    ($$SELECT append(CASE WHEN i = 1 THEN state END, date '2030-01-01', 'M1', 1, NULL, NULL, NULL, NULL) FROM nightly, generate_series(1, 2) AS i WHERE name = 'equal, day, carry, index'$$, '22004', '^state must not be NULL', 'no state in a later row'),
    ($$SELECT append(state, date '2030-01-01', 'M1', 1, NULL, NULL, NULL, NULL) FROM nightly, generate_series(1, 2) WHERE name = 'equal, day, carry, index'$$, '21000', '^member M1 has two rows with the ts 2030-01-01', 'a member twice'),
    ($$SELECT append(state, date '2030-01-01', 'M1', -1, NULL, NULL, NULL, NULL) FROM nightly WHERE name = 'equal, day, carry, index'$$, '22023', '^price must be positive', 'a price below zero')) AS v (statement, code, pattern, what);
SELECT pg_temp.raises($$SELECT append(state, v.ts, v.member, v.price, NULL, NULL, NULL, NULL) FROM (SELECT index_state(date '2024-01-01', m, 1, NULL, NULL, NULL, NULL, index_rules(missing => 'error')) AS state FROM unnest(ARRAY['a', 'b']) AS m) AS s, (VALUES (date '2024-01-02', 'a', 1), ('2024-01-03', 'a', 1)) AS v (ts, member, price)$$, 'P0002', '^member b has no row on 2024-01-02$', 'a member that the state holds is missing');

SELECT * FROM finish();
ROLLBACK;
