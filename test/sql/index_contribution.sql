\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql
\cd :abs_srcdir/..

BEGIN;
SELECT no_plan();

-- What sum(contribution) must be, to the last bit
CREATE FUNCTION pg_temp.on_grid(figure float8) RETURNS float8 LANGUAGE sql AS $$ SELECT round(figure * 2 ^ 48) / 2 ^ 48 $$;

-- Members on every day, with capitalisations that follow their prices: plain SQL has the contributions of a day as
-- the weight at the close before times the return
CREATE TEMP TABLE full_panel AS
SELECT date '2020-01-01' + d AS ts, 'M' || m AS member, m::bigint AS id,
       20 * exp((hashint4(m) % 1000) / 700.0 + 0.02 * sin(d / (5.0 + m % 13)) + d * (m % 7 - 3) / 20000.0 + (hashint4(m * 1009 + d) % 1000) / 40000.0) AS price, 1e6 * (1 + m % 9) AS shares, 'S' || m % 5 AS sector
FROM generate_series(0, 99) AS d, generate_series(1, 60) AS m ORDER BY 1, 3;
CREATE TEMP TABLE plain AS
SELECT ts, member, sector, equal / n AS equal_weight, cap_before / sum(cap_before) OVER day AS cap_weight, price / before - 1 AS return
FROM (SELECT ts, member, sector, price, 1.0::float8 AS equal, count(*) OVER (PARTITION BY ts) AS n, lag(price) OVER member AS before, lag(price * shares) OVER member AS cap_before
      FROM full_panel WINDOW member AS (PARTITION BY member ORDER BY ts)) AS s WHERE before IS NOT NULL WINDOW day AS (PARTITION BY ts);
CREATE TEMP TABLE plain_contribution AS
SELECT member, sector, avg(equal_weight) AS equal_weight, sum(equal_before / 100 * equal_weight * return) AS equal, avg(cap_weight) AS cap_weight, sum(cap_before / 100 * cap_weight * return) AS cap
FROM plain
    JOIN (SELECT ts, coalesce(lag(equal_level) OVER (ORDER BY ts), 100) AS equal_before, coalesce(lag(cap_level) OVER (ORDER BY ts), 100) AS cap_before
          FROM (SELECT ts, 100 * exp(sum(ln(1 + equal)) OVER (ORDER BY ts)) AS equal_level, 100 * exp(sum(ln(1 + cap)) OVER (ORDER BY ts)) AS cap_level
                FROM (SELECT ts, sum(equal_weight * return) AS equal, sum(cap_weight * return) AS cap FROM plain GROUP BY ts) AS r) AS l) AS levels USING (ts)
GROUP BY member, sector;
CREATE TEMP VIEW contributed AS
SELECT w.name AS weighting, by, c.*
FROM (VALUES ('equal'), ('cap')) AS w (name),
     LATERAL (SELECT member_contribution(ts, member, price, NULL, NULL, price * shares, sector, index_rules(w.name)) AS members, sector_contribution(ts, member, price, NULL, NULL, price * shares, sector, index_rules(w.name)) AS sectors FROM full_panel) AS s,
     LATERAL (VALUES ('member', s.members), ('sector', s.sectors)) AS v (by, found), unnest(v.found) AS c;
SELECT ok(count(*) = 60 AND max(abs(c.contribution - CASE weighting WHEN 'equal' THEN p.equal ELSE p.cap END)) < 1e-14 AND max(abs(c.average_weight - CASE weighting WHEN 'equal' THEN p.equal_weight ELSE p.cap_weight END)) < 1e-15
          AND bool_and(c.contribution = c.price_contribution), weighting || ' weights, struck daily, by member: weight times return in plain SQL')
FROM contributed AS c JOIN plain_contribution AS p ON p.member = c.name WHERE by = 'member' GROUP BY weighting ORDER BY weighting;
SELECT ok(count(*) = 5 AND max(abs(c.contribution - CASE weighting WHEN 'equal' THEN p.equal ELSE p.cap END)) < 1e-14 AND max(abs(c.average_weight - CASE weighting WHEN 'equal' THEN p.equal_weight ELSE p.cap_weight END)) < 1e-15, weighting || ' weights, struck daily, by sector')
FROM contributed AS c JOIN (SELECT sector, sum(equal) AS equal, sum(cap) AS cap, sum(equal_weight) AS equal_weight, sum(cap_weight) AS cap_weight FROM plain_contribution GROUP BY sector) AS p ON p.sector = c.name WHERE by = 'sector' GROUP BY weighting ORDER BY weighting;

-- Left to drift from a quarter's end, over a window within: shares of the basket times what they made
SELECT ok(count(*) = 60 AND max(abs(c.contribution - p.contribution)) < 1e-14 AND max(abs(c.average_weight - p.weight)) < 1e-14, 'quarterly weights that drift, over a window')
FROM (SELECT member_contribution(ts, member, price, NULL, NULL, NULL, NULL, index_rules(rebalance => 'quarter'), '2020-02-10', '2020-03-20') AS found FROM full_panel) AS s, unnest(s.found) AS c
    JOIN (SELECT member, (max(price) FILTER (WHERE ts = '2020-03-20') - max(price) FILTER (WHERE ts = '2020-02-10')) / max(basis) / max(level) FILTER (WHERE ts = '2020-02-10') AS contribution,
                 avg(price / basis / level) FILTER (WHERE ts >= '2020-02-10' AND ts < '2020-03-20') AS weight
          FROM (SELECT *, sum(price / basis) OVER (PARTITION BY ts) AS level FROM (SELECT *, first_value(price) OVER (PARTITION BY member ORDER BY ts) AS basis FROM full_panel) AS b) AS l GROUP BY member) AS p ON p.member = c.name;

-- Random panels: members that come and go, dividends, splits, sectors that change or are not known, by all rules
CREATE TEMP TABLE panel AS
SELECT panel, date '2023-12-11' + d AS ts, 'M' || m AS member, m::bigint AS id,
       round((20 * exp((hashint4(m + panel * 77) % 1000) / 900.0 + (hashint4(m * 1009 + d + panel * 7919) % 1000) / 20000.0) / CASE WHEN m % 9 = 4 AND d > 40 THEN 2 ELSE 1 END)::numeric, 2)::float8 AS price,
       CASE WHEN (m + d) % 37 = 0 THEN 0.21 END AS dividend, CASE WHEN m % 9 = 4 AND d = 41 THEN 2.0 END AS split,
       1e9 * (1 + abs(hashint4(m * 31 + d / 20) % 1000)) AS market_cap, 'sector ' || (m + d / 50) % 5 AS sector
FROM generate_series(1, 2) AS panel, generate_series(0, 89) AS d, generate_series(1, 40) AS m
WHERE d % 7 < 5 AND (m + d * panel) % 23 <> 3 AND (m % 11 <> 5 OR d < 60) AND (m % 13 <> 6 OR d > 30);
CREATE TEMP TABLE rule AS
SELECT row_number() OVER () AS number, weighting, missing, reinvest, lag,
       index_rules(weighting => weighting, cap => CASE WHEN weighting = 'capped' THEN 0.05 END, rebalance => rebalance, missing => missing, reinvest => reinvest, delisting_return => -0.3, cost_bp => cost, announcement_lag => lag) AS rules
FROM unnest(ARRAY['equal', 'cap', 'sector_equal', 'capped']) AS weighting, unnest(ARRAY['day', 'month', 'never']) AS rebalance, unnest(ARRAY['carry', 'drop']) AS missing, unnest(ARRAY['index', 'member']) AS reinvest,
     (VALUES (0, 0), (25, 0), (25, 1)) AS v (cost, lag);
CREATE TEMP TABLE span AS SELECT *, (SELECT max(ts) FROM panel WHERE ts <= from_ts) AS first_ts FROM (VALUES (NULL::date, NULL::date), ('2024-01-06', '2024-02-10'), (NULL, '2024-01-31'), ('2024-02-29', NULL)) AS v (from_ts, to_ts);
CREATE TEMP TABLE known AS
SELECT panel, number, h.* FROM (SELECT panel, number, index_history(ts, member, price, dividend, split, market_cap, sector, rules) AS found FROM panel, rule GROUP BY 1, 2) AS s, unnest(s.found) AS h;
CREATE TEMP TABLE known_return AS
SELECT panel, number, from_ts, to_ts, (array_agg(total_return_level ORDER BY ts DESC))[1] / (array_agg(total_return_level ORDER BY ts))[1] - 1 AS total_return, (array_agg(level ORDER BY ts DESC))[1] / (array_agg(level ORDER BY ts))[1] - 1 AS price_return
FROM known, span WHERE ts <= coalesce(to_ts, 'infinity') AND ts >= coalesce(first_ts, '-infinity') GROUP BY 1, 2, 3, 4;
CREATE TEMP TABLE parts AS
SELECT panel, number, from_ts, to_ts,
       member_contribution(ts, member, price, dividend, split, market_cap, sector, rules, from_ts, to_ts) AS members,
       sector_contribution(ts, member, price, dividend, split, market_cap, CASE WHEN weighting = 'sector_equal' OR (id + (ts - date '2000-01-01')) % 3 = 0 THEN sector END, rules, from_ts, to_ts) AS sectors
FROM panel, rule, span GROUP BY 1, 2, 3, 4;
SELECT is(count(*), 2 * 144 * 4::bigint, 'attributions by all rules and windows') FROM parts;
SELECT ok(bool_and(total = pg_temp.on_grid(total_return) AND price = pg_temp.on_grid(price_return) AND backwards = total) AND count(*) = 2 * 144 * 4 AND bool_or(total_return < -0.01) AND bool_or(total_return > 0.01), what || ' add up to the return, to the last bit and in any order')
FROM (SELECT panel, number, from_ts, to_ts, what, sum(c.contribution ORDER BY place) AS total, sum(c.contribution ORDER BY place DESC) AS backwards, sum(c.price_contribution) AS price
      FROM parts, LATERAL (VALUES ('members', members), ('sectors', sectors)) AS v (what, found), unnest(v.found) WITH ORDINALITY AS c (name, average_weight, contribution, price_contribution, place) GROUP BY 1, 2, 3, 4, 5) AS s
    JOIN known_return AS k ON (k.panel, k.number) = (s.panel, s.number) AND k.from_ts IS NOT DISTINCT FROM s.from_ts AND k.to_ts IS NOT DISTINCT FROM s.to_ts
GROUP BY what ORDER BY what;
SELECT ok(bool_and(abs(weight - 1) < 1e-14), 'weights of ' || what || ' add up to 1')
FROM (SELECT panel, number, from_ts, what, sum(c.average_weight) AS weight FROM parts, LATERAL (VALUES ('members', members), ('sectors', sectors)) AS v (what, found), unnest(v.found) AS c GROUP BY 1, 2, 3, to_ts, 4) AS s GROUP BY what ORDER BY what;
SELECT ok(bool_and(contribution <= before OR before IS NULL) AND bool_and(name > name_before COLLATE "C" OR contribution < before OR before IS NULL), 'the largest first')
FROM (SELECT name, contribution, lag(contribution) OVER w AS before, lag(name) OVER w AS name_before FROM parts, unnest(members) WITH ORDINALITY AS c (name, average_weight, contribution, price_contribution, place) WINDOW w AS (PARTITION BY panel, number, from_ts, to_ts ORDER BY place)) AS s;

-- Rows in any order, in little memory, numbers for names
CREATE TEMP TABLE shuffled AS SELECT * FROM panel ORDER BY hashint4(id::integer * 1000003 + (ts - date '2000-01-01') + panel);
SET work_mem = '64kB';
SELECT ok(bool_and(s.members = p.members::text AND s.sectors = p.sectors::text) AND count(*) = 2 * 144, 'shuffled rows: the same text')
FROM (SELECT panel, number, member_contribution(ts, member, price, dividend, split, market_cap, sector, rules, '2024-01-06', '2024-02-10')::text AS members,
             sector_contribution(ts, member, price, dividend, split, market_cap, CASE WHEN weighting = 'sector_equal' OR (id + (ts - date '2000-01-01')) % 3 = 0 THEN sector END, rules, '2024-01-06', '2024-02-10')::text AS sectors
      FROM shuffled, rule GROUP BY 1, 2) AS s JOIN parts AS p USING (panel, number) WHERE p.from_ts = '2024-01-06';
RESET work_mem;
SELECT is(array_agg((c.name::bigint, c.contribution)::text ORDER BY c.name::bigint), (SELECT array_agg((substr(m.name, 2)::bigint, m.contribution)::text ORDER BY substr(m.name, 2)::bigint) FROM parts, unnest(members) AS m WHERE panel = 1 AND number = 1 AND to_ts IS NULL AND from_ts IS NULL), 'numbers for members')
FROM (SELECT member_contribution(ts, id, price, dividend, split, market_cap, sector, (SELECT rules FROM rule WHERE number = 1)) AS found FROM panel WHERE panel = 1) AS s, unnest(s.found) AS c;

-- small cases, worked out by hand
CREATE TEMP TABLE p (ts date, member text, price float8, dividend float8, sector text);
INSERT INTO p VALUES ('2024-01-30', 'a', 10, NULL, 'x'), ('2024-01-30', 'b', 10, NULL, 'y'), ('2024-01-31', 'a', 12, NULL, 'x'), ('2024-01-31', 'b', 10, 1, NULL), ('2024-02-01', 'a', 12, NULL, 'z'), ('2024-02-01', 'b', 5, NULL, NULL), ('2024-02-01', 'c', 7, NULL, NULL);
CREATE FUNCTION pg_temp.parts(rules index_rules, by text DEFAULT 'member', from_ts date DEFAULT NULL, to_ts date DEFAULT NULL) RETURNS SETOF index_contribution LANGUAGE sql AS $$
    SELECT c.* FROM (SELECT CASE by WHEN 'member' THEN member_contribution(ts, member, price, dividend, NULL, NULL, sector, rules, from_ts, to_ts) ELSE sector_contribution(ts, member, price, dividend, NULL, NULL, sector, rules, from_ts, to_ts) END AS x FROM p) AS s, unnest(s.x) AS c
$$;
SELECT is(array_agg((name, round(average_weight::numeric, 12), round(contribution::numeric, 12), round(price_contribution::numeric, 12))::text ORDER BY name), want, what)
FROM (VALUES
    -- 10 points of a, a dividend of 5 of b; then b loses 25, in the total index 115 / 110 times that
    (index_rules(rebalance => 'never'), 'member', NULL::date, NULL::date, 'dividends in the index', ARRAY['(a,0.522727272727,0.100000000000,0.100000000000)', '(b,0.477272727273,-0.211363636364,-0.250000000000)']),
    (index_rules(rebalance => 'never', reinvest => 'member'), 'member', NULL, NULL, 'dividends in the member', ARRAY['(a,0.522727272727,0.100000000000,0.100000000000)', '(b,0.477272727273,-0.225000000000,-0.250000000000)']),
    (index_rules(rebalance => 'never'), 'member', '2024-01-30', '2024-01-31', 'a window of a day', ARRAY['(a,0.500000000000,0.100000000000,0.100000000000)', '(b,0.500000000000,0.050000000000,0.000000000000)']),
    (index_rules(rebalance => 'never'), 'member', '2024-01-31', NULL, 'from the second date on', ARRAY['(a,0.545454545455,0.000000000000,0.000000000000)', '(b,0.454545454545,-0.227272727273,-0.227272727273)']),
    (index_rules(rebalance => 'never'), 'member', NULL, '2024-01-31', 'up to the second date', ARRAY['(a,0.500000000000,0.100000000000,0.100000000000)', '(b,0.500000000000,0.050000000000,0.000000000000)']),
    (index_rules(rebalance => 'never'), 'sector', NULL, NULL, 'sectors as they are on the day, or were last', ARRAY['(x,0.250000000000,0.100000000000,0.100000000000)', '(y,0.477272727273,-0.211363636364,-0.250000000000)', '(z,0.272727272727,0.000000000000,0.000000000000)']),
    -- from 6/11 and 5/11 to one half each, at 1 % of 110 and 115
    (index_rules(cost_bp => 100), 'member', '2024-01-30', '2024-01-31', 'costs of what is traded', ARRAY['(a,0.500000000000,0.099477272727,0.099500000000)', '(b,0.500000000000,0.049477272727,-0.000500000000)']),
    -- a quarter is lost, then a sells one third to c, and b has its third already
    (index_rules(cost_bp => 100), 'sector', '2024-01-31', '2024-02-01', 'a newcomer bears costs, and has no sector', ARRAY['(y,0.500000000000,-0.250000000000,-0.250000000000)', '(z,0.500000000000,-0.002500000000,-0.002500000000)', '(,0.000000000000,-0.002500000000,-0.002500000000)'])) AS v (rules, by, from_ts, to_ts, what, want),
    pg_temp.parts(rules, by, from_ts, to_ts) GROUP BY what, want ORDER BY what;
SELECT is(array_agg((name, round(contribution::numeric, 12))::text), want, what)
FROM (VALUES
    ('drop', '{"(a,-0.125000000000)","(b,-0.250000000000)"}'::text[], 'sold into the rest with its last return'),
    ('carry', '{"(a,-0.083333333333)","(b,-0.250000000000)"}', 'let go at the rebalance with its last return')) AS v (missing, want, what),
    -- b is gone on the second date; a loses a sixth
    LATERAL (SELECT c.* FROM (SELECT member_contribution(ts, member, price, NULL, NULL, NULL, NULL, index_rules(missing => missing, delisting_return => -0.5)) AS x FROM (VALUES (date '2024-01-30', 'a', 12::float8), ('2024-01-30', 'b', 10), ('2024-01-31', 'a', 10)) AS r (ts, member, price)) AS s, unnest(s.x) AS c) AS parts
GROUP BY what, want ORDER BY what;

-- A return beyond 2^4 has a coarser grid
SELECT is(sum(c.contribution), round(999 * 2 ^ 42) / 2 ^ 42, 'a return of 999') FROM (SELECT member_contribution(ts, member, price, NULL, NULL, NULL, NULL, index_rules(rebalance => 'never')) AS found FROM (VALUES (date '2024-01-30', 'a', 1::float8), ('2024-01-30', 'b', 3), ('2024-01-31', 'a', 1500), ('2024-01-31', 'b', 1500)) AS v (ts, member, price)) AS s, unnest(s.found) AS c;

-- flat
CREATE TEMP TABLE prices AS SELECT 'index ' || panel AS index_name, ts, member, price, dividend, split, market_cap, sector FROM panel;
SELECT is((SELECT array_agg(f::text ORDER BY f::text) FROM index_contributions('prices', index_rules('cap', rebalance => 'month'), by, '2024-01-06', '2024-02-10') AS f),
          (SELECT array_agg(ROW(index_name, c.*)::text ORDER BY ROW(index_name, c.*)::text) FROM (SELECT index_name, CASE by WHEN 'sector' THEN sector_contribution(ts, member, price, dividend, split, market_cap, sector, index_rules('cap', rebalance => 'month'), '2024-01-06', '2024-02-10') ELSE member_contribution(ts, member, price, dividend, split, market_cap, sector, index_rules('cap', rebalance => 'month'), '2024-01-06', '2024-02-10') END AS x FROM prices GROUP BY index_name) AS s, unnest(s.x) AS c),
          'index_contributions by ' || coalesce(by, 'member, as by NULL')) FROM (VALUES ('member'), ('sector'), (NULL)) AS v (by);
CREATE TEMP TABLE "odd ""table" AS SELECT ts, id AS member, price FROM panel WHERE panel = 1;
SELECT ok(count(*) = 40 AND count(index_name) = 0, 'a table with ts, member (a number) and price alone') FROM index_contributions('"odd ""table"');
SELECT is(array_agg(name), '{NULL}'::text[], 'by sector where there is none') FROM index_contributions('"odd ""table"', by => 'sector');

-- NULLs, nothing
SELECT is(member_contribution(ts, member, price, NULL, NULL, NULL, NULL), NULL, 'no rows') FROM p WHERE false;
SELECT is(member_contribution(ts, member, NULL, NULL, NULL, NULL, NULL), NULL, 'all NULL') FROM p;
SELECT is(sector_contribution(ts, member, price, NULL, NULL, NULL, NULL), NULL, 'one date has no return') FROM p WHERE ts = '2024-01-30';
SELECT is(member_contribution(ts, member, price, NULL, NULL, NULL, NULL, NULL, from_ts, to_ts), NULL, what) FROM p, (VALUES
    (date '2024-01-29', NULL::date, 'no date on or before from_ts'), ('2024-02-01', NULL, 'from the last date on'), ('2024-03-01', '2024-03-05', 'after the last date'), (NULL, '2024-01-30', 'up to the first date'), ('2024-01-20', '2024-01-25', 'before the first date')) AS v (from_ts, to_ts, what) GROUP BY what ORDER BY what;
SELECT is(member_contribution(ts, member, price, NULL, NULL, NULL, NULL)::text, (SELECT member_contribution(ts, member, price, NULL, NULL, NULL, NULL, NULL, NULL, NULL)::text FROM p), 'the whole history without rules and window')
FROM (SELECT ts, member, price FROM p UNION ALL VALUES (NULL::date, 'a', 1), ('2024-02-01', NULL, 1), ('2024-01-31', 'd', NULL)) AS with_nulls (ts, member, price);

-- errors
SELECT pg_temp.raises(statement, code, pattern, what) FROM (VALUES
    ('SELECT member_contribution(ts, member, price, NULL, NULL, NULL, NULL, NULL, ''2024-02-01'', ''2024-01-31'') FROM p', '22023', '^from_ts and to_ts must be a window, not 2024-02-01 to 2024-01-31$', 'a window that ends before it starts'),
    ('SELECT member_contribution(ts, member, price, NULL, NULL, NULL, NULL, NULL, ''2024-01-31'', ''2024-01-31'') FROM p', '22023', '^from_ts and to_ts must be a window', 'a window of no date'),
    ('SELECT sector_contribution(ts, member, price, NULL, NULL, NULL, NULL, NULL, ''-infinity'', NULL) FROM p', '22023', '^from_ts and to_ts must be a window, not -infinity to NULL$', 'from an infinite date'),
    ('SELECT sector_contribution(ts, member, price, NULL, NULL, NULL, NULL, NULL, NULL, ''infinity'') FROM p', '22023', '^from_ts and to_ts must be a window, not NULL to infinity$', 'to an infinite date'),
    ('SELECT member_contribution(ts, member, price, NULL, NULL, NULL, NULL, NULL, ts - 10, NULL) FROM p', '22023', '^from_ts and to_ts must be the same in every row', 'a from_ts that changes'),
    ('SELECT member_contribution(ts, member, price, NULL, NULL, NULL, NULL, NULL, NULL, CASE WHEN member = ''a'' THEN date ''2024-02-01'' END) FROM p', '22023', '^from_ts and to_ts must be the same in every row', 'a to_ts that is NULL at times'),
    ('SELECT member_contribution(ts, member, price, NULL, NULL, NULL, NULL, index_rules(base => price)) FROM p', '22023', '^rules must be the same in every row', 'rules that change'),
    ('SELECT member_contribution(ts, member, -price, NULL, NULL, NULL, NULL) FROM p', '22023', '^price must be positive', 'a negative price'),
    ('SELECT sector_contribution(ts, ''a'', price, NULL, NULL, NULL, NULL) FROM p', '21000', '^member a has two rows with the ts 2024-01-30$', 'a member twice on a date'),
    ('SELECT member_contribution(ts, member, price, NULL, NULL, NULL, NULL, index_rules(missing => ''error'')) FROM p WHERE member <> ''b'' OR ts < ''2024-02-01''', 'P0002', '^member b has no row on 2024-02-01$', 'a member without a row'),
    ('SELECT member_contribution(ts, member, price, NULL, NULL, NULL, NULL) OVER () FROM p', '0A000', 'does not support use as a window function', 'not a window function'),
    ('SELECT * FROM index_contributions(''p'', by => ''country'')', '22023', '^unknown by ''country''$', 'by something else'),
    ('SELECT * FROM index_contributions(NULL)', '22004', '^prices must not be NULL', 'no relation'),
    ('SELECT * FROM index_contributions(''plain'')', '42703', 'has no column', 'a relation without the columns')) AS v (statement, code, pattern, what);

SET LOCAL statement_timeout = '150ms';
SELECT pg_temp.raises('SELECT member_contribution(date ''1900-01-01'' + (i * 7919 % 40000), i, 1, NULL, NULL, NULL, NULL) FROM generate_series(1, 5000000) AS i', '57014', 'statement timeout', 'a cancel is heeded');
RESET statement_timeout;

SELECT * FROM finish();
ROLLBACK;
