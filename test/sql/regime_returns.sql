\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql
\cd :abs_srcdir/..

BEGIN;
SELECT no_plan();
\i data/load.sql

-- exhibit 4, by the regimes of the yield, by the printed periods, and as regime_table has it
CREATE FUNCTION pg_temp.exhibit_regimes() RETURNS yield_regime[] LANGUAGE sql AS $$
    SELECT yield_regimes(ts, yield, a, b, regime_rules(split_divergence => 0.035))
    FROM (SELECT ts, max(level) FILTER (WHERE series = 'Russell 1000') AS a, max(level) FILTER (WHERE series = 'Russell 2000') AS b
          FROM index_levels_by_month GROUP BY ts) AS l JOIN ten_year_yields USING (ts)
$$;
CREATE TEMP TABLE found AS
SELECT * FROM period_returns('index_levels_by_month', pg_temp.exhibit_regimes(), ARRAY['Russell 2000', 'Russell 1000'], 'Russell 2000', periods_per_year => 12);
CREATE TEMP VIEW regime_rows AS
SELECT * FROM regime_table('index_levels_by_month', 'ten_year_yields', 'Russell 1000', 'Russell 2000', regime_rules(split_divergence => 0.035));
SELECT results_eq('SELECT number, label, start_ts, end_ts, series_return, benchmark_return, relative_return FROM found WHERE series = ''Russell 1000'' ORDER BY number',
                  'SELECT number, direction, start_ts, end_ts, large_return, small_return, relative_return FROM regime_rows ORDER BY number', 'the returns of regime_table');
SELECT is(array_agg(series), ARRAY['Russell 2000', 'Russell 1000', 'Russell 2000', 'Russell 1000', 'Russell 2000', 'Russell 1000', 'Russell 2000', 'Russell 1000', 'Russell 2000', 'Russell 1000'], 'series in the order of their array within each period') FROM found;
SELECT pg_temp.near(f.series_return, CASE f.series WHEN 'Russell 1000' THEN e.russell_1000 ELSE e.russell_2000 END, 0.0006, f.series || ', period ' || period)
FROM found AS f JOIN exhibit4 AS e ON e.period = f.number ORDER BY period, f.series;
SELECT is(array_agg(sessions ORDER BY number), '{4,2,4,2,1}', 'sessions are the months') FROM found WHERE series = 'Russell 1000';
SELECT ok(bool_and(first_ts = start_ts AND last_ts = end_ts), 'periods that end on rows are measured between their ends') FROM found;
SELECT ok(bool_and(relative_return IS NULL AND hit_rate IS NULL AND benchmark_return = series_return), 'the benchmark is not compared with itself') FROM found WHERE series = 'Russell 2000';
SELECT results_eq('SELECT number, start_ts, end_ts, series, series_return FROM regime_returns(''index_levels_by_month'', ''exhibit4'')',
                  'SELECT number, start_ts, end_ts, series, series_return FROM found ORDER BY number, series', 'periods of a table');
SELECT is((array_agg(r))::text, (SELECT array_agg(f)::text FROM (SELECT * FROM period_returns('index_levels_by_month', (SELECT yield_regimes(ts, yield) FROM ten_year_yields))) AS f), 'regimes with returns are periods, too')
FROM period_returns('index_levels_by_month', (SELECT yield_regime_returns(ts, yield, NULL, NULL, NULL) FROM ten_year_yields)) AS r;
SELECT is((ROW(1, 'rising', '2024-01-01', '2024-02-01', 4, 5, 100, NULL, true)::yield_regime::holding_period)::text, '(rising,2024-01-01,2024-02-01)', 'one regime is a period');
SELECT is(NULL::yield_regime::holding_period, NULL, 'none is none');
SELECT is(string_agg(format('%s %s %s', label, hits, n), ', ' ORDER BY label), 'falling 1 2, rising 0 2', 'did small beat large when yields fell?')
FROM (SELECT label, count(*) AS n, hit_rate(series_return, benchmark_return) AS hits
      FROM period_returns('index_levels_by_month', (SELECT yield_regimes(ts, yield, regime_rules()) FROM ten_year_yields), '{Russell 2000}', 'Russell 1000')
      GROUP BY label) AS s;

-- a daily panel: B has other holidays, C begins late, D ends early, E is quoted once a week, F has one row
CREATE TEMP TABLE panel AS
SELECT series, ts, round((100 * exp(0.05 * sin(day / 9.0 + ascii(series)) + 0.0004 * day + ((hashint4(day * 31 + ascii(series)) & 1023) - 512) / 20000.0))::numeric, 2) AS level
FROM unnest(ARRAY['A', 'B', 'C', 'D', 'E', 'F']) AS series, generate_series(0, 799) AS day, LATERAL (SELECT date '2020-01-01' + day AS ts) AS d
WHERE extract(isodow FROM ts) < 6 AND CASE series
    WHEN 'A' THEN day % 41 <> 0
    WHEN 'B' THEN day % 17 <> 3
    WHEN 'C' THEN day > 300
    WHEN 'D' THEN day < 500
    WHEN 'E' THEN extract(isodow FROM ts) = 3
    ELSE day = 254 END;
CREATE INDEX ON panel (series, ts);
INSERT INTO panel SELECT 'B', ts, NULL FROM panel WHERE series = 'A' AND ts NOT IN (SELECT ts FROM panel WHERE series = 'B');
ANALYZE panel;
CREATE TEMP TABLE shuffled AS SELECT * FROM panel ORDER BY hashtext(series || ts);

-- the phases of a rate cycle are periods too: what followed the begin of each
CREATE TEMP VIEW every_day AS
SELECT 'decade' AS series, date '2000-01-01' + i AS ts, 100 + i AS level FROM generate_series(0, 9700) AS i;
SELECT results_eq($$SELECT label, start_ts, end_ts, series_return FROM period_returns('every_day', (SELECT policy_cycles(ts, rate) FROM federal_funds_target), forward => '12 months')$$,
    $$SELECT c.phase, c.start_ts, (c.start_ts + interval '12 months')::date, CASE WHEN e.level IS NOT NULL THEN (e.level - b.level)::float8 / b.level END
      FROM policy_cycles('federal_funds_target') AS c LEFT JOIN every_day AS b ON b.ts = c.start_ts LEFT JOIN every_day AS e ON e.ts = c.start_ts + interval '12 months' ORDER BY c.cycle, c.phase$$, 'twelve months after each phase of a cycle began');
SELECT results_eq($$SELECT label, start_ts, end_ts, sessions FROM period_returns('every_day', (SELECT policy_phases(ts, rate) FROM federal_funds_target))$$,
    $$SELECT phase, start_ts, end_ts, nullif(end_ts - start_ts, 0) FROM policy_phases('federal_funds_target') ORDER BY number$$, 'and every phase of a rate; one cut alone has no return');

-- what regime_returns is to give for a period, by joins and aggregates of the extension
CREATE FUNCTION pg_temp.wanted(from_ts date, to_ts date, shown text[], against text, periods_per_year float8) RETURNS TABLE (
    series text, series_return float8, benchmark_return float8, relative_return float8, volatility float8, hit_rate float8, sessions integer, first_ts date, last_ts date)
LANGUAGE sql AS $$
    WITH asked AS (SELECT unnest(shown) AS series UNION SELECT against WHERE against IS NOT NULL),
    taking_part AS (SELECT p.series FROM panel AS p JOIN asked USING (series) WHERE level IS NOT NULL
                    GROUP BY p.series HAVING bool_or(ts <= from_ts) AND bool_or(ts > from_ts AND (to_ts IS NULL OR ts <= to_ts))),
    common AS (SELECT ts FROM panel AS p JOIN taking_part USING (series) WHERE level IS NOT NULL AND (to_ts IS NULL OR ts <= to_ts)
               GROUP BY ts HAVING count(*) = (SELECT count(*) FROM taking_part)),
    used AS (SELECT ts FROM common WHERE ts >= (SELECT max(ts) FROM common WHERE ts <= from_ts)),
    r AS (SELECT p.series, p.ts, p.level, simple_return(p.level::float8) OVER (PARTITION BY p.series ORDER BY p.ts) AS r
          FROM panel AS p JOIN taking_part USING (series) JOIN used USING (ts) WHERE (SELECT count(*) FROM used) > 1),
    figures AS (SELECT r.series, total_return(r.ts, r.level) AS total, total_return(b.ts, b.level) AS benchmark, annualized_volatility(r.r, periods_per_year) AS volatility,
                       hit_rate(r.r, b.r) AS hits, count(r.r) AS n, min(r.ts) AS first_ts, max(r.ts) AS last_ts
                FROM r LEFT JOIN r AS b ON b.series = against AND b.ts = r.ts GROUP BY r.series)
    SELECT s.series, total, benchmark, CASE WHEN s.series <> against THEN total - benchmark END, volatility, CASE WHEN s.series <> against THEN hits END, n::integer, first_ts, last_ts
    FROM unnest(shown) WITH ORDINALITY AS s (series, place) LEFT JOIN figures USING (series) ORDER BY place
$$;
CREATE TEMP TABLE stretch AS
SELECT number, 'p' || number % 3 AS label, date '2019-12-20' + (hashint4(number::integer) & 1023) % 830 AS start_ts,
       CASE WHEN number % 10 <> 0 THEN date '2019-12-20' + (hashint4(number::integer) & 1023) % 830 + (hashint4(number::integer + 1000) & 255) END AS end_ts
FROM generate_series(1, 60) AS number;
CREATE FUNCTION pg_temp.stretches() RETURNS holding_period[] LANGUAGE sql AS 'SELECT array_agg(ROW(label, start_ts, end_ts)::holding_period ORDER BY number) FROM stretch';
CREATE FUNCTION pg_temp.agrees(shown text[], against text, what text) RETURNS text LANGUAGE sql AS $$
    SELECT ok(count(*) = 60 * cardinality(shown) AND count(f.series_return) > 30
              AND bool_and((f.volatility, f.hit_rate, f.sessions, f.first_ts, f.last_ts) IS NOT DISTINCT FROM (w.volatility, w.hit_rate, w.sessions, w.first_ts, w.last_ts)
                           AND (f.series_return IS NULL) = (w.series_return IS NULL) AND (f.benchmark_return IS NULL) = (w.benchmark_return IS NULL) AND (f.relative_return IS NULL) = (w.relative_return IS NULL)
                           AND coalesce(abs(f.series_return - w.series_return), 0) < 1e-14 AND coalesce(abs(f.benchmark_return - w.benchmark_return), 0) < 1e-14
                           AND coalesce(abs(f.relative_return - w.relative_return), 0) < 1e-14), what)
           || E'\n' || ok(count(f.series_return) FILTER (WHERE f.volatility IS NULL OR f.first_ts < f.start_ts OR f.last_ts < f.end_ts) > 0, 'with holidays: ' || what)
    FROM stretch AS s
    JOIN period_returns('panel', pg_temp.stretches(), shown, against, periods_per_year => 250) AS f USING (number)
    LEFT JOIN LATERAL pg_temp.wanted(s.start_ts, s.end_ts, shown, against, 250) AS w USING (series)
$$;
SELECT pg_temp.agrees('{A}', NULL, 'a series alone as by plain SQL');
SELECT pg_temp.agrees('{B,A}', 'A', 'two series as by plain SQL');
SELECT pg_temp.agrees('{D,C}', 'B', 'a benchmark that is not shown, late beginning, early end');
SELECT pg_temp.agrees('{A,B,C,D,E}', 'C', 'many series, a benchmark that begins late');
SELECT pg_temp.agrees('{A,B,C,D,E,F}', 'E', 'a benchmark quoted once a week, a series with one row');
SELECT is((SELECT array_agg(s)::text FROM period_returns('shuffled', pg_temp.stretches(), benchmark => 'B') AS s),
          (SELECT array_agg(p)::text FROM period_returns('panel', pg_temp.stretches(), '{A,B,C,D,E,F}', 'B') AS p), 'row order does not matter; all series come in the order of their names');
SELECT is((SELECT array_agg(ROW(number, label, start_ts, end_ts)::text ORDER BY number) FROM period_returns('panel', pg_temp.stretches(), '{A}')),
          (SELECT array_agg(ROW(number, label, start_ts, end_ts)::text ORDER BY number) FROM stretch), 'periods come back as they were given');

-- who takes part, and between which dates
CREATE TEMP TABLE small (series text, ts date, level numeric);
INSERT INTO small VALUES
    ('x', '2024-01-02', 100), ('x', '2024-01-03', 110), ('x', '2024-01-04', 99), ('x', '2024-01-08', 121),
    ('y', '2024-01-02', 50), ('y', '2024-01-04', 55), ('y', '2024-01-05', 60), ('y', '2024-01-08', 66),
    ('late', '2024-01-03', 10), ('late', '2024-01-08', 20), ('early', '2024-01-01', 7), ('early', '2024-01-02', 8), ('empty', '2024-01-04', NULL), ('alien', '2024-01-01', 1), ('alien', '2024-01-07', 2);
CREATE FUNCTION pg_temp.figures(periods holding_period[], series text[], benchmark text, forward interval DEFAULT NULL) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(format('%s%s %s %s %s', series, ' ' || first_ts || ' ' || last_ts || ' ' || sessions, round(series_return::numeric, 4), round(benchmark_return::numeric, 4), round(hit_rate::numeric, 4)), ', ' ORDER BY place)
    FROM period_returns('small', periods, series, benchmark, forward) WITH ORDINALITY AS r (number, label, start_ts, end_ts, series, series_return, benchmark_return, relative_return, volatility, hit_rate, sessions, first_ts, last_ts, place)
$$;
CREATE FUNCTION pg_temp.one(from_ts text, to_ts text) RETURNS holding_period[] LANGUAGE sql AS 'SELECT ARRAY[ROW(NULL, from_ts, to_ts)::holding_period]';
SELECT is(pg_temp.figures(pg_temp.one(from_ts, to_ts), series, benchmark), want, what) FROM (VALUES
    ('2024-01-02', '2024-01-08', '{x}'::text[], NULL, 'x 2024-01-02 2024-01-08 3 0.2100  ', 'a series alone'),
    ('2024-01-02', '2024-01-08', '{x,y}', NULL, 'x 2024-01-02 2024-01-08 2 0.2100  , y 2024-01-02 2024-01-08 2 0.3200  ', 'two series over their common dates'),
    ('2024-01-02', '2024-01-08', '{x}', 'y', 'x 2024-01-02 2024-01-08 2 0.2100 0.3200 0.5000', 'a benchmark counts for the common dates, shown or not'),
    ('2024-01-03', '2024-01-05', '{y,x}', 'x', 'y 2024-01-02 2024-01-04 1 0.1000 -0.0100 1.0000, x 2024-01-02 2024-01-04 1 -0.0100 -0.0100 ', 'each end is the last common date on or before it'),
    ('2024-01-02', '2024-01-08', '{late,x}', NULL, 'late   , x 2024-01-02 2024-01-08 3 0.2100  ', 'a series that begins after the start does not take part'),
    ('2024-01-03', '2024-01-08', '{late,x}', NULL, 'late 2024-01-03 2024-01-08 1 1.0000  , x 2024-01-03 2024-01-08 1 0.1000  ', 'one that begins on it does'),
    ('2024-01-02', '2024-01-08', '{early,x}', NULL, 'early   , x 2024-01-02 2024-01-08 3 0.2100  ', 'a series that ends on the start does not take part'),
    ('2024-01-01', '2024-01-08', '{early,x}', NULL, 'early 2024-01-01 2024-01-02 1 0.1429  , x   ', 'one that ends in the period does'),
    ('2024-01-02', '2024-01-08', '{empty,x}', NULL, 'empty   , x 2024-01-02 2024-01-08 3 0.2100  ', 'a series without levels'),
    ('2024-01-02', '2024-01-08', '{x,y}', 'late', 'x 2024-01-02 2024-01-08 2 0.2100  , y 2024-01-02 2024-01-08 2 0.3200  ', 'a benchmark that does not take part'),
    ('2024-01-04', '2024-01-08', '{x,alien}', NULL, 'x   , alien   ', 'no common date on or before the start'),
    ('2024-01-03', '2024-01-03', '{x}', NULL, 'x   ', 'a period of no days'),
    ('2024-01-04', '2024-01-07', '{x}', NULL, 'x   ', 'a period without rows'),
    ('2024-01-08', '2024-02-08', '{x}', NULL, 'x   ', 'a period after the data'),
    ('2023-01-01', '2024-01-01', '{x}', NULL, 'x   ', 'a period before the data'),
    ('2024-01-04', NULL, '{x,y}', 'y', 'x 2024-01-04 2024-01-08 1 0.2222 0.2000 1.0000, y 2024-01-04 2024-01-08 1 0.2000 0.2000 ', 'without an end: to the last common date')
) AS v (from_ts, to_ts, series, benchmark, want, what);
INSERT INTO small VALUES ('weekday', '2024-01-05', 1), ('weekday', '2024-01-08', 1), ('weekend', '2024-01-05', 1), ('weekend', '2024-01-07', 1);
SELECT is(pg_temp.figures(pg_temp.one('2024-01-05', '2024-01-08'), '{weekday,weekend}', NULL), 'weekday   , weekend   ', 'no common date in the period');
INSERT INTO small VALUES (NULL, '2024-01-02', -1), ('x', NULL, -1);
SELECT is((SELECT array_agg(series) FROM period_returns('small', pg_temp.one('2024-01-02', NULL))), '{alien,early,empty,late,weekday,weekend,x,y}', 'all series; a row without a series belongs to none');
INSERT INTO small VALUES ('Z', '2024-01-02', 1), ('é', '2024-01-02', 1);
SELECT is((SELECT array_agg(series) FROM period_returns('small', pg_temp.one('2024-01-02', NULL))), '{Z,alien,early,empty,late,weekday,weekend,x,y,é}', 'names in byte order');
SELECT is((SELECT array_agg(ROW(start_ts, end_ts, label, volatility)::text) FROM period_returns('small', pg_temp.one('2024-01-05', NULL), '{y}')), '{"(2024-01-05,,,)"}', 'an end or a label that was not given comes back as NULL; one return has no volatility');
SELECT is(round(volatility::numeric, 6), round(stddev_samp(r) * sqrt(252::numeric), 6), 'volatility a year of 252 sessions by default')
FROM period_returns('small', pg_temp.one('2024-01-02', '2024-01-04'), '{x}'), (VALUES (0.1), (-0.1)) AS v (r) GROUP BY volatility;

-- forward
SELECT is(pg_temp.figures(pg_temp.one(from_ts, to_ts), series, benchmark, forward), want, what) FROM (VALUES
    ('2024-01-02', '2024-01-03', '{x}'::text[], NULL, interval '6 days', 'x 2024-01-02 2024-01-08 3 0.2100  ', 'forward to a date of the data'),
    ('2024-01-02', NULL, '{x}', NULL, '7 days', 'x   ', 'not until the data reach it'),
    ('2024-01-02', '2024-01-02', '{x}', NULL, '5 days', 'x 2024-01-02 2024-01-04 2 -0.0100  ', 'from a single date, to the last one before the horizon'),
    ('2024-01-03', '2024-01-08', '{late}', 'x', '5 days', 'late 2024-01-03 2024-01-08 1 1.0000 0.1000 1.0000', 'against a benchmark'),
    ('2024-01-01', '2024-01-08', '{early,alien}', NULL, '2 days', 'early   , alien   ', 'a series that ends before the horizon does not take part'),
    ('2024-01-01', '2024-01-08', '{early,alien}', NULL, '1 day', 'early 2024-01-01 2024-01-02 1 0.1429  , alien   ', 'one that reaches it does')
) AS v (from_ts, to_ts, series, benchmark, forward, want, what);
SELECT is(array_agg(end_ts), '{2024-02-29,2024-03-01}', 'months are added as the calendar has them')
FROM period_returns('small', ARRAY[ROW('a', '2024-01-31', '2024-02-01'), ROW('b', '2024-02-01', NULL)]::holding_period[], '{x}', forward => '1 month');
SELECT ok(count(*) > 500 AND bool_and(f.series_return IS NOT DISTINCT FROM w.r), 'as forward_return of each row') || E'\n' || ok(count(w.r) BETWEEN 500 AND count(*) - 20, 'of which the last have none')
FROM (SELECT row_number() OVER (ORDER BY ts) AS number, forward_return(level, ts, '30 days') OVER (ORDER BY ts) AS r FROM panel WHERE series = 'A') AS w
JOIN period_returns('panel', (SELECT array_agg(ROW(NULL, ts, ts)::holding_period ORDER BY ts) FROM panel WHERE series = 'A'), '{A}', forward => '30 days') AS f USING (number);

-- periods of a table: label, order, types
CREATE TEMP TABLE stages (name text, phase varchar, end_ts timestamp, start_ts timestamp);
INSERT INTO stages VALUES ('n1', 'later', '2024-01-08', '2024-01-04'), ('n2', 'early', '2024-01-04', '2024-01-02'), ('n3', 'b', NULL, '2024-01-02'), ('n4', 'B', NULL, '2024-01-02');
CREATE FUNCTION pg_temp.labels() RETURNS text LANGUAGE sql AS $$ SELECT string_agg(number || coalesce(label, '?'), ' ' ORDER BY number) FROM regime_returns('small', 'stages', '{x}') $$;
SELECT is(pg_temp.labels(), '1early 2B 3b 4later', 'in order of start, end and label; the phase is the label');
ALTER TABLE stages ADD direction text;
SELECT is(pg_temp.labels(), '1? 2? 3? 4?', 'the direction before the phase');
ALTER TABLE stages ADD label integer DEFAULT 7;
SELECT is(pg_temp.labels(), '17 27 37 47', 'a label before all others');
ALTER TABLE stages DROP label, DROP direction, DROP phase;
SELECT is(pg_temp.labels(), '1n2 2n3 3n4 4n1', 'the name at last');
ALTER TABLE stages DROP name;
SELECT is(pg_temp.labels(), '1? 2? 3? 4?', 'or no label');
DELETE FROM stages;
SELECT is((SELECT count(*) FROM regime_returns('small', 'stages')), 0::bigint, 'a table without periods gives no rows');
SELECT is((SELECT count(*) FROM period_returns('small', '{}'::holding_period[])), 0::bigint, 'no periods give no rows');
SELECT is((SELECT count(*) FROM period_returns('small', NULL::holding_period[])), 0::bigint, 'as do the regimes of too few yields');
SELECT is((SELECT count(*) FROM period_returns('small', pg_temp.one('2024-01-02', NULL), '{}', 'x')), 0::bigint, 'no series give no rows');
CREATE TEMP TABLE nothing (series text, ts date, level float8);
SELECT is((SELECT count(*) FROM period_returns('nothing', pg_temp.one('2024-01-02', NULL))), 0::bigint, 'nor do no levels');
SELECT is((SELECT array_agg(n) FROM generate_series(1, 2) AS i, LATERAL (SELECT count(*) AS n FROM period_returns('small', pg_temp.one('2024-01-0' || i, NULL), '{x}')) AS s), '{1,1}', 'once for each row of a query');

-- errors
SELECT pg_temp.raises(format('SELECT * FROM %s(''small'', %s)', CASE WHEN arguments LIKE '%regclass' THEN 'regime_returns' ELSE 'period_returns' END, arguments), code, pattern, arguments) FROM (VALUES
    ($$ARRAY[ROW('a', '2024-01-02', '2024-01-03'), ROW('b', NULL, '2024-01-03')]::holding_period[]$$, '22004', '^start_ts of period 2 must not be NULL$'),
    ($$ARRAY[ROW('a', '2024-01-02', '2024-01-03'), NULL]::holding_period[]$$, '22004', '^period 2 must not be NULL$'),
    ($$pg_temp.one('2024-01-03', '2024-01-02')$$, '22023', '^period 1 must not end before it starts: start_ts 2024-01-03, end_ts 2024-01-02$'),
    ($$pg_temp.one('2024-01-03', '2024-01-02'), forward => '1 year'$$, '22023', '^period 1 must not end before it starts'),
    ($$pg_temp.one('-infinity', '2024-01-02')$$, '22023', '^start_ts of period 1 must be finite, not -infinity$'),
    ($$pg_temp.one('2024-01-02', 'infinity')$$, '22023', '^end_ts of period 1 must be finite, not infinity$'),
    ($$ARRAY[pg_temp.one('2024-01-02', '2024-01-03'), pg_temp.one('2024-01-02', '2024-01-03')]$$, '22023', '^periods must be an array of one dimension, not 2$'),
    ($$pg_temp.one('2024-01-02', NULL), '{{x,y},{late,early}}'$$, '22023', '^series must be an array of one dimension, not 2$'),
    ($$pg_temp.one('2024-01-02', NULL), '{x,NULL}'$$, '22004', '^series must not contain NULL$'),
    ($$pg_temp.one('2024-01-02', NULL), '{x,y,x}'$$, '22023', '^series ''x'' is named twice$'),
    ($$pg_temp.one('2024-01-02', NULL), '{x,X}'$$, '22023', '^series ''X'' is not in relation pg_temp_?[0-9]*.small$'),
    ($$pg_temp.one('2024-01-02', NULL), '{x}', 'Y'$$, '22023', '^benchmark ''Y'' is not in relation'),
    ($$pg_temp.one('2024-01-02', NULL), NULL, 'Y'$$, '22023', '^benchmark ''Y'' is not in relation'),
    ($$'{}'::holding_period[], '{Y}'$$, '22023', '^series ''Y'' is not in relation'),
    ($$pg_temp.one('2024-01-02', NULL), forward => '-1 month'$$, '22023', '^forward must be a day or more, not .*1 mon'),
    ($$pg_temp.one('2024-01-02', NULL), forward => '0'$$, '22023', '^forward must be a day or more, not '),
    ($$'{}'::holding_period[], forward => '23 hours'$$, '22023', '^forward must be a day or more, not .*23'),
    ($$pg_temp.one('2024-02-01', NULL), forward => '1 month -29 days'$$, '22023', '^forward must lead to a later date, not from 2024-02-01 to 2024-02-01$'),
    ($$pg_temp.one('2024-01-02', NULL), periods_per_year => 0$$, '22023', '^periods_per_year must be positive and finite, not 0$'),
    ($$'{}'::holding_period[], periods_per_year => 'NaN'$$, '22023', '^periods_per_year must be positive and finite, not NaN$'),
    ($$pg_temp.one('2024-01-02', NULL), periods_per_year => 'Infinity'$$, '22023', '^periods_per_year must be positive and finite, not Infinity$'),
    ($$pg_temp.one('2024-01-02', NULL), periods_per_year => NULL$$, '22004', '^periods_per_year must not be NULL$'),
    ($$NULL::regclass$$, '22004', '^periods must not be NULL$'),
    ($$'exhibit1'::regclass$$, '42703', 'has no column (start|end)_ts$')) AS v (arguments, code, pattern);
INSERT INTO stages VALUES ('2024-01-03', NULL), ('2024-01-03', '2024-01-02');
SELECT pg_temp.raises('SELECT * FROM regime_returns(''small'', ''stages'')', '22004', '^start_ts of period 2 must not be NULL$', 'a NULL start in a table, which comes last');
SELECT pg_temp.raises('SELECT * FROM period_returns(NULL, ''{}''::holding_period[])', '22004', '^levels must not be NULL$', 'no levels');
SELECT pg_temp.raises('SELECT * FROM period_returns(''exhibit4'', ''{}''::holding_period[])', '42703', 'has no column series$', 'levels without the columns');
SELECT pg_temp.raises(format('INSERT INTO small VALUES %s; SELECT * FROM period_returns(''small'', pg_temp.one(''2024-01-02'', NULL))', rows), code, pattern, rows) FROM (VALUES
    ($$('x', '2024-01-09', 0)$$, '22023', '^level must be positive and finite, not 0 \(ts 2024-01-09\)$'),
    ($$('x', '2000-01-09', -1)$$, '22023', '^level must be positive and finite, not -1 \(ts 2000-01-09\)$'),
    ($$('y', '2024-01-09', 'NaN')$$, '22023', '^level must be positive and finite, not NaN'),
    ($$('y', '2024-01-09', 'Infinity')$$, '22023', '^level must be positive and finite, not Infinity'),
    ($$('y', 'infinity', 1)$$, '22023', '^ts must be finite, not infinity$'),
    ($$('empty', '2000-01-09', 1), ('empty', '2000-01-09', 2)$$, '21000', '^two rows have the ts 2000-01-09$'),
    ($$('x', '2024-01-03', NULL), ('x', '2024-01-03', 110)$$, '21000', '^two rows have the ts 2024-01-03$')) AS v (rows, code, pattern);
SELECT pg_temp.raises('INSERT INTO small VALUES (''wide'', ''2024-01-02'', 1e-300), (''wide'', ''2024-01-08'', 1e300); SELECT * FROM period_returns(''small'', pg_temp.one(''2024-01-02'', NULL), ''{wide}'')', '22003', '^return is out of range$', 'a return out of range');
SELECT lives_ok('INSERT INTO small VALUES (''y'', ''2024-01-09'', -1); SELECT * FROM period_returns(''small'', pg_temp.one(''2024-01-02'', NULL), ''{x}'')', 'series that are not asked for are not read');
DELETE FROM small WHERE level = -1;

-- names are quoted and qualified, whatever comes first in the search_path
CREATE SCHEMA "odd ""schema";
CREATE TABLE "odd ""schema"."levels; DROP" AS SELECT * FROM small WHERE series IN ('x', 'y');
CREATE TABLE "odd ""schema"."a period's" AS SELECT 'a'::text AS label, date '2024-01-02' AS start_ts, date '2024-01-08' AS end_ts;
CREATE FUNCTION "odd ""schema".never(text, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false';
CREATE OPERATOR "odd ""schema".= (FUNCTION = "odd ""schema".never, LEFTARG = text, RIGHTARG = text);
CREATE DOMAIN "odd ""schema".float8 AS text;
CREATE TYPE "odd ""schema".holding_period AS (a integer, b integer, c integer);
CREATE FUNCTION "odd ""schema".array_agg(anyelement) RETURNS anyelement LANGUAGE sql AS 'SELECT $1';
SELECT current_setting('search_path') AS path \gset
SET LOCAL search_path = "odd ""schema", pg_catalog, public;
CREATE TEMP TABLE from_odd_schema AS
SELECT * FROM public.regime_returns('"odd ""schema"."levels; DROP"', '"odd ""schema"."a period''s"', '{x,y}');
SELECT set_config('search_path', :'path', true) AS path \gset
SELECT is(count(series_return), 2::bigint, 'odd names, other operators and types of the same names') FROM from_odd_schema;

-- names are equal byte by byte, even where a collation takes two for one (which servers with ICU have)
CREATE TEMP TABLE folded (series text, ts date, level float8);
SELECT count(*) > 10 AS icu FROM pg_collation WHERE collprovider = 'i' \gset
\if :icu
CREATE COLLATION pg_temp.any_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
ALTER TABLE folded ALTER series TYPE text COLLATE pg_temp.any_case;
\endif
INSERT INTO folded VALUES ('X', '2024-01-02', 1), ('x', '2024-01-02', 2), ('x', '2024-01-03', 3), ('X', '2024-01-04', 4);
SELECT is(array_agg(series || ' ' || series_return), '{"x 0.5"}', 'a name is that name') FROM period_returns('folded', pg_temp.one('2024-01-02', NULL), '{x}');

SELECT * FROM finish();
ROLLBACK;
