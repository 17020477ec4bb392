\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql
\cd :abs_srcdir/..

BEGIN;
SELECT no_plan();
\i data/load.sql

-- Two series whose figures were printed for windows one month apart. Levels on weekdays;
-- at both ends of the windows to be found they are those of the returns.
CREATE TEMP TABLE wanted (series text, ts date, level float8);
INSERT INTO wanted VALUES
    ('large', '2001-07-31', 1000), ('large', '2002-07-31', 753), ('large', '2020-02-28', 3000), ('large', '2021-02-26', 3870),
    ('small', '2001-08-31', 500), ('small', '2002-08-30', 417), ('small', '2020-03-31', 800), ('small', '2021-03-31', 1541);
CREATE TEMP TABLE levels AS
SELECT s.series, d.ts, coalesce(w.level, 1000 + 300 * sin((d.ts - date '2000-01-01') / 50.0 + length(s.series)) + (d.ts - date '2000-01-01') / 9.0) AS level
FROM (VALUES ('large'), ('small ')) AS s (series),
     LATERAL (SELECT date '2001-01-01' + i AS ts FROM generate_series(0, 7400) AS i WHERE extract(isodow FROM date '2001-01-01' + i) < 6) AS d
LEFT JOIN LATERAL (SELECT level FROM wanted AS w WHERE w.series = trim(s.series) AND w.ts = d.ts) AS w ON true;
UPDATE levels SET series = 'small' WHERE series = 'small ';
CREATE TEMP TABLE printed (phase integer, series text, published float8, from_ts date);
INSERT INTO printed VALUES (2001, 'large', -0.247, '2001-08-21'), (2001, 'small', -0.166, '2001-08-21'),
    (2020, 'large', 0.290, '2020-03-03'), (2020, 'small', 0.926, '2020-03-03');
CREATE TEMP TABLE found AS
SELECT phase, series, r.*
FROM printed, reconcile_return('levels', series, published, from_ts, (from_ts + interval '1 year')::date) AS r;

SELECT is((SELECT array_agg((phase, convention, measure, start_ts, end_ts, first_ts, last_ts)::text ORDER BY phase) FROM found WHERE series = 'large'),
          '{"(2001,\"prior month-end\",level,2001-07-31,2002-07-31,2001-07-31,2002-07-31)","(2020,\"prior month-end\",level,2020-02-29,2021-02-28,2020-02-28,2021-02-26)"}',
          'one convention holds for both figures of large');
SELECT is((SELECT array_agg((phase, convention, measure, start_ts, end_ts, first_ts, last_ts)::text ORDER BY phase) FROM found WHERE series = 'small'),
          '{"(2001,\"same month-end\",level,2001-08-31,2002-08-31,2001-08-31,2002-08-30)","(2020,\"same month-end\",level,2020-03-31,2021-03-31,2020-03-31,2021-03-31)"}',
          'another for both of small');
SELECT is(array_agg(DISTINCT age(date_trunc('month', s.start_ts), date_trunc('month', l.start_ts))), ARRAY[interval '1 month'], 'the windows lie a month apart')
FROM found AS s JOIN found AS l USING (phase) WHERE s.series = 'small' AND l.series = 'large';
SELECT pg_temp.near(value, CASE series WHEN 'large' THEN CASE phase WHEN 2001 THEN 0.753 ELSE 1.29 END ELSE CASE phase WHEN 2001 THEN 0.834 ELSE 1.92625 END END - 1, 1e-14, 'value, ' || series || ' ' || phase) FROM found ORDER BY series, phase;
SELECT pg_temp.near(difference, CASE WHEN series = 'small' AND phase = 2020 THEN 0.00025 ELSE 0 END, 1e-14, 'difference, ' || series || ' ' || phase) FROM found ORDER BY series, phase;

-- the four windows
CREATE FUNCTION pg_temp.windows(relation regclass, from_ts date, to_ts date) RETURNS text[] LANGUAGE sql AS $$
    SELECT array_agg(convention || ' ' || start_ts || ' ' || end_ts || ' ' || first_ts || ' ' || last_ts ORDER BY convention, measure) FROM reconcile_return(relation, 'large', 0, from_ts, to_ts, 'infinity')
$$;
SELECT is(pg_temp.windows('levels', '2004-01-31', '2004-03-01'),
          '{day before 2004-01-30 2004-02-29 2004-01-30 2004-02-27,given day 2004-01-31 2004-03-01 2004-01-30 2004-03-01,prior month-end 2003-12-31 2004-02-29 2003-12-31 2004-02-27,same month-end 2004-01-31 2004-03-31 2004-01-30 2004-03-31}',
          'every window, from a month-end to the first of a month, in a leap year');
SELECT is(pg_temp.windows('levels', '2004-12-20', '2005-01-05'),
          '{day before 2004-12-19 2005-01-04 2004-12-17 2005-01-04,given day 2004-12-20 2005-01-05 2004-12-20 2005-01-05,prior month-end 2004-11-30 2004-12-31 2004-11-30 2004-12-31,same month-end 2004-12-31 2005-01-31 2004-12-31 2005-01-31}',
          'every window, over the end of a year');
SELECT is(pg_temp.windows('levels', '2004-12-03', '2004-12-20'),
          '{day before 2004-12-02 2004-12-19 2004-12-02 2004-12-17,given day 2004-12-03 2004-12-20 2004-12-03 2004-12-20}',
          'month-ends are no window within a month');
SELECT is(pg_temp.windows('levels', '2004-12-18', '2004-12-19'), NULL, 'nor is a weekend, which has one row before both its days');
SELECT is((SELECT count(*) FROM reconcile_return('levels', 'large', 0, '2004-12-20', '2005-01-05', 1e9)), 4::bigint, 'a wide tolerance lists all as well');
SELECT ok(array_agg(convention) = array_agg(convention ORDER BY abs(difference)) AND count(*) = 4, 'nearest first') FROM reconcile_return('levels', 'large', 0.03, '2004-12-20', '2005-01-05', 'infinity');
SELECT ok(bool_and(r.value = (SELECT total_return(ts, level) FROM levels WHERE series = 'large' AND ts BETWEEN r.first_ts AND r.last_ts) AND r.difference = r.value - 0.03), 'values are total_return''s')
FROM reconcile_return('levels', 'large', 0.03, '2004-12-20', '2005-01-05', 'infinity') AS r;

-- the start and the end of the series
CREATE TEMP TABLE month (series text, ts date, level float8);
INSERT INTO month VALUES ('large', '2024-05-31', 100), ('large', '2024-06-03', 110), ('large', '2024-06-28', 121);
SELECT is(pg_temp.windows('month', '2024-05-31', '2024-06-28'),
          '{given day 2024-05-31 2024-06-28 2024-05-31 2024-06-28}', 'a last row on Friday 28 June does not show that June is over');
SELECT is(pg_temp.windows('month', '2024-06-01', '2024-06-29'),
          '{day before 2024-05-31 2024-06-28 2024-05-31 2024-06-28}', 'nor that Saturday was reached');
INSERT INTO month VALUES ('large', '2024-06-30', 121);
SELECT is(pg_temp.windows('month', '2024-05-31', '2024-06-28'),
          '{given day 2024-05-31 2024-06-28 2024-05-31 2024-06-28,same month-end 2024-05-31 2024-06-30 2024-05-31 2024-06-30}', 'a row on the last day of June does');
UPDATE month SET ts = '2024-07-01' WHERE ts = '2024-06-30';
SELECT is(pg_temp.windows('month', '2024-05-31', '2024-06-28'),
          '{given day 2024-05-31 2024-06-28 2024-05-31 2024-06-28,same month-end 2024-05-31 2024-06-30 2024-05-31 2024-06-28}', 'and so does one in July');
UPDATE month SET level = NULL WHERE ts = '2024-07-01';
SELECT is(pg_temp.windows('month', '2024-05-31', '2024-06-28'),
          '{given day 2024-05-31 2024-06-28 2024-05-31 2024-06-28}', 'but not one without a level');
DELETE FROM month WHERE ts > '2024-05-31';
SELECT is(pg_temp.windows('month', '2024-05-31', '2024-06-28'), NULL, 'one row is no window');
UPDATE month SET level = NULL;
SELECT is(pg_temp.windows('month', '2024-05-31', '2024-06-28'), NULL, 'a series without levels has none');

-- both measures
CREATE TEMP TABLE both_measures (series text, ts timestamp, level numeric, total_return_level numeric);
INSERT INTO both_measures VALUES ('large', '2024-01-31 16:00', 100, 200), ('large', '2024-02-29 16:00', 110, 230), ('large', '2024-03-01 16:00', 110, NULL);
SELECT is((SELECT array_agg(r::text) FROM reconcile_return('both_measures', 'large', 0.125, '2024-01-31', '2024-02-29', 0.02) AS r), NULL, 'no measure within the tolerance');
SELECT is((SELECT array_agg(convention || ' ' || measure || ' ' || round(difference::numeric, 4)) FROM reconcile_return('both_measures', 'large', 0.14, '2024-01-31', '2024-02-29', 'infinity')),
          '{given day total_return_level 0.0100,same month-end total_return_level 0.0100,given day level -0.0400,same month-end level -0.0400}',
          'price and total return level, the nearest first');
SELECT is((SELECT array_agg(measure) FROM reconcile_return('both_measures', 'large', 0.1, '2024-01-31', '2024-03-01', 'infinity') WHERE convention = 'given day'), '{level}', 'the measure that reaches the end');
UPDATE both_measures SET total_return_level = level;
SELECT is((SELECT array_agg(convention || ' ' || measure) FROM reconcile_return('both_measures', 'large', 0.1, '2024-01-31', '2024-02-29')),
          '{given day level,given day total_return_level,same month-end level,same month-end total_return_level}', 'of equal differences in the order of the conventions, then of the measures');
INSERT INTO both_measures VALUES ('late', '2024-01-29', 90, 180), ('late', '2024-01-31', 100, NULL), ('late', '2024-02-15', 105, 216), ('late', '2024-02-29', 110, NULL), ('late', '2024-03-01', 110, 230);
SELECT is((SELECT array_agg(concat_ws(' ', measure, first_ts, last_ts, round(value::numeric, 4))) FROM reconcile_return('both_measures', 'late', 0.1, '2024-01-31', '2024-02-29', 'infinity') WHERE convention = 'given day'),
          '{level 2024-01-31 2024-02-29 0.1000,total_return_level 2024-01-29 2024-02-15 0.2000}', 'each measure has its own rows');

-- what a tolerance takes in: powers of two, so that differences are exact
CREATE TEMP TABLE eighth (series text, ts date, level float8);
INSERT INTO eighth VALUES ('s', '2024-01-02', 8), ('s', '2024-01-05', 9);
SELECT is((SELECT count(*) FROM reconcile_return('eighth', 's', 0.0625, '2024-01-02', '2024-01-05', t)), n, 'tolerance ' || t)
FROM (VALUES (0.0625, 1::bigint), (0.0624999, 0), (0, 0)) AS v (t, n);
SELECT is((SELECT count(*) FROM reconcile_return('eighth', 's', 0.125, '2024-01-02', '2024-01-05', 0)), 1::bigint, 'tolerance zero for an exact figure');
SELECT is((SELECT count(*) FROM reconcile_return('eighth', 's', p, '2024-01-02', '2024-01-05')), n, 'the default tolerance, published ' || p)
FROM (VALUES (0.1246::float8, 1::bigint), (0.1244, 0), (0.1254, 1), (0.1256, 0)) AS v (p, n);

-- a published exhibit, from levels by month
SELECT is((SELECT array_agg(convention || ' ' || first_ts || ' ' || last_ts) FROM reconcile_return('index_levels_by_month', series, published, '2023-11-14', '2024-01-10')),
          '{given day 2023-10-31 2023-12-29,day before 2023-10-31 2023-12-29,prior month-end 2023-10-31 2023-12-29}', 'exhibit 4 from 31 October to 29 December, ' || series)
FROM exhibit4, LATERAL (VALUES ('Russell 1000', russell_1000), ('Russell 2000', russell_2000)) AS s (series, published) WHERE period = 2;

-- errors
CREATE FUNCTION pg_temp.refused(arguments text, code text, pattern text, what text) RETURNS text LANGUAGE sql AS $$
    SELECT pg_temp.raises('SELECT * FROM reconcile_return(' || arguments || ')', code, pattern, what)
$$;
SELECT pg_temp.refused(format('%s, %s, %s, %s, %s, %s', VARIADIC pg_catalog.array_replace(ARRAY['''levels''', '''large''', '0.1', '''2004-01-01''', '''2005-01-01''', '1'], a, 'NULL')), '22004', '^' || name || ' must not be NULL', name || ' NULL')
FROM (VALUES ('''levels''', 'levels'), ('''large''', 'series'), ('0.1', 'published'), ('''2004-01-01''', 'from_ts'), ('''2005-01-01''', 'to_ts'), ('1', 'tolerance')) AS v (a, name);
SELECT pg_temp.refused(format('''levels'', ''large'', %L, ''2004-01-01'', ''2005-01-01''', p), '22023', '^published must be -1 or more and finite, not ' || p, 'published ' || p)
FROM unnest(ARRAY['NaN', 'Infinity', '-Infinity', '-1.01']) AS p;
SELECT lives_ok('SELECT * FROM reconcile_return(''levels'', ''large'', -1, ''2004-01-01'', ''2005-01-01'')', 'a printed loss of everything');
SELECT pg_temp.refused(format('''levels'', ''large'', 0, %L, %L', f, t), '22023', '^from_ts and to_ts must be a window, not ' || f || ' to ' || t, f || ' to ' || t)
FROM (VALUES ('2004-01-01', '2004-01-01'), ('2004-01-02', '2004-01-01'), ('-infinity', '2004-01-01'), ('2004-01-01', 'infinity')) AS v (f, t);
SELECT pg_temp.refused(format('''levels'', ''large'', 0, ''2004-01-01'', ''2005-01-01'', %L', t), '22023', '^tolerance must be zero or more, not ' || t, 'tolerance ' || t)
FROM unnest(ARRAY['NaN', '-Infinity', '-0.001']) AS t;
SELECT pg_temp.refused('''levels'', ''medium'', 0, ''2004-01-01'', ''2005-01-01''', '22023', '^unknown series ''medium''', 'a series that is not there');
SELECT pg_temp.refused('''exhibit4'', ''large'', 0, ''2004-01-01'', ''2005-01-01''', '42703', 'has no column series', 'a table without the columns');
CREATE TEMP TABLE unlevelled (series text, ts date);
INSERT INTO unlevelled VALUES ('s', '2024-01-01');
SELECT pg_temp.refused('''unlevelled'', ''s'', 0, ''2004-01-01'', ''2005-01-01''', '42703', 'has no column level', 'a table without a level');
-- a fault is one wherever it is: within the window, before it or after it
CREATE FUNCTION pg_temp.with_row(row_ts date, row_level float8, code text, pattern text, what text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text;
BEGIN
    INSERT INTO levels VALUES ('large', row_ts, row_level);
    SELECT pg_temp.refused('''levels'', ''large'', 0, ''2004-01-01'', ''2005-01-01''', code, pattern, what) INTO result;
    DELETE FROM levels WHERE ctid = (SELECT max(ctid) FROM levels);
    RETURN result;
END
$$;
SELECT pg_temp.with_row(ts, level::float8, '22023', '^level must be positive and finite, not ' || level || ' \(ts ' || ts || '\)', 'level ' || level || ' on ' || ts)
FROM (VALUES (date '2004-06-05', '0'), ('2002-06-01', '-1'), ('2015-06-06', 'NaN'), ('2004-06-05', 'Infinity')) AS v (ts, level);
SELECT pg_temp.with_row(ts, 1000, '21000', '^two rows have the ts ' || ts, 'two rows on ' || ts) FROM unnest(ARRAY['2004-06-04', '2003-12-31', '2002-06-03', '2015-06-05']::date[]) AS ts;
SELECT pg_temp.with_row(ts, 1000, '22023', '^ts must be finite, not ' || ts, 'a row on ' || ts) FROM unnest(ARRAY['infinity', '-infinity']::date[]) AS ts;
SELECT lives_ok('SELECT * FROM reconcile_return(''levels'', ''large'', 0, ''2004-01-01'', ''2005-01-01'')', 'without such a row there is no error');
INSERT INTO levels VALUES ('another', '2004-06-05', 0), ('another', '2004-06-05', 0), ('large', '2004-06-05', NULL), ('large', '2004-06-04', NULL), ('large', NULL, 5), (NULL, '2004-06-04', 5);
SELECT is(pg_temp.windows('levels', '2004-12-03', '2004-12-20'),
          '{day before 2004-12-02 2004-12-19 2004-12-02 2004-12-17,given day 2004-12-03 2004-12-20 2004-12-03 2004-12-20}', 'faults of another series and NULLs do not matter');

-- names, and what the search_path holds
CREATE SCHEMA "Odd schema";
CREATE TABLE "Odd schema"."Levels; DROP" AS SELECT * FROM eighth;
SELECT is((SELECT count(*) FROM reconcile_return('"Odd schema"."Levels; DROP"', 's', 0.125, '2024-01-02', '2024-01-05')), 1::bigint, 'a table with an odd name');
SELECT is((SELECT count(*) FROM check_prices('"Odd schema"."Levels; DROP"', 1)), 1::bigint, 'and for check_prices');
CREATE SCHEMA redirected;
CREATE FUNCTION redirected.never(float8, float8) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE FUNCTION redirected.never(date, date) RETURNS boolean LANGUAGE sql AS 'SELECT false';
CREATE FUNCTION redirected.max(date) RETURNS date LANGUAGE sql AS 'SELECT NULL::date';
CREATE FUNCTION redirected.ln(float8) RETURNS float8 LANGUAGE sql AS 'SELECT 0::float8';
CREATE OPERATOR redirected.<= (FUNCTION = redirected.never, LEFTARG = float8, RIGHTARG = float8);
CREATE OPERATOR redirected.>= (FUNCTION = redirected.never, LEFTARG = float8, RIGHTARG = float8);
CREATE OPERATOR redirected.> (FUNCTION = redirected.never, LEFTARG = float8, RIGHTARG = float8);
CREATE OPERATOR redirected.<= (FUNCTION = redirected.never, LEFTARG = date, RIGHTARG = date);
CREATE OPERATOR redirected.>= (FUNCTION = redirected.never, LEFTARG = date, RIGHTARG = date);
CREATE DOMAIN redirected.float8 AS text;
CREATE DOMAIN redirected.date AS text;
CREATE TABLE halved (ts pg_catalog.date, price pg_catalog.float8);
INSERT INTO halved VALUES ('2024-01-02', 100), ('2024-01-03', 101), ('2024-01-04', 100), ('2024-01-05', 50), ('2024-01-08', 50.5);
SELECT extnamespace::regnamespace AS home FROM pg_extension WHERE extname = 'rotation' \gset
SET LOCAL search_path = redirected, pg_catalog, pg_temp;
SELECT count(*) AS reconciled FROM :home.reconcile_return('pg_temp.eighth', 's', 0.125, '2024-01-02', '2024-01-05') \gset
SELECT problem || ' ' || detail AS checked FROM :home.check_prices('public.halved') \gset
SET LOCAL search_path = public, pg_temp;
SELECT is(:reconciled, 1, 'reconcile_return whatever the search_path');
SELECT is(:'checked'::text, 'split 2:1', 'check_prices whatever the search_path');

-- check_prices: sound prices
CREATE FUNCTION pg_temp.findings(relation regclass, max_gap_days integer DEFAULT 7) RETURNS text[] LANGUAGE sql AS $$
    SELECT array_agg(concat_ws(' ', member, problem, ts, price, '<', previous_ts, previous_price, '|', detail)) FROM check_prices(relation, max_gap_days)
$$;
CREATE TEMP TABLE prices (ts date, member text, price float8);
SELECT is(pg_temp.findings('prices'), NULL, 'no rows, no findings');
INSERT INTO prices VALUES ('2024-01-02', 'a', 100);
SELECT is(pg_temp.findings('prices'), NULL, 'one row');
-- five days a week but for a holiday on 15 January, until 2 February
INSERT INTO prices SELECT date '2024-01-02' + i, m, 100 + i % 3 + p
FROM generate_series(0, 31) AS i, (VALUES ('a', 0), ('b', 20), ('c', 50)) AS v (m, p)
WHERE extract(isodow FROM date '2024-01-02' + i) < 6 AND i <> 13 AND (m <> 'a' OR i > 0);
SELECT is(pg_temp.findings('prices'), NULL, 'sound prices');
SELECT is(pg_temp.findings('prices', 4), NULL, 'a long weekend of four days within a limit of four');
SELECT is(pg_temp.findings('prices', 3), '{a gap 2024-01-16 102 < 2024-01-12 101 | dates missed: 0\, days: 4,b gap 2024-01-16 122 < 2024-01-12 121 | dates missed: 0\, days: 4,c gap 2024-01-16 152 < 2024-01-12 151 | dates missed: 0\, days: 4}',
          'but not of three');

-- each kind, and the order of findings
INSERT INTO prices VALUES ('2024-01-09', 'b', 121), ('2024-01-10', 'b', 130), ('2024-01-10', 'b', 115);
DELETE FROM prices WHERE member = 'c' AND ts = '2024-01-09' OR member = 'c' AND ts BETWEEN '2024-01-17' AND '2024-01-22';
UPDATE prices SET price = NULL WHERE member = 'c' AND ts = '2024-01-24';
UPDATE prices SET price = 0 WHERE member = 'a' AND ts = '2024-01-10';
UPDATE prices SET price = -3 WHERE member = 'a' AND ts = '2024-01-11';
UPDATE prices SET price = 'NaN' WHERE member = 'a' AND ts = '2024-01-22';
UPDATE prices SET price = 'infinity' WHERE member = 'a' AND ts = '2024-01-23';
UPDATE prices SET price = '-infinity' WHERE member = 'a' AND ts = '2024-02-02';
INSERT INTO prices VALUES ('infinity', 'b', 1), (NULL, 'b', -1), ('2024-01-27', 'b', NULL), ('2024-01-25', NULL, 7), ('2024-01-26', NULL, -7);
SELECT is(pg_temp.findings('prices'), ARRAY[
    'a not positive 2024-01-10 0 < |',
    'a not positive 2024-01-11 -3 < |',
    'a gap 2024-01-12 101 < 2024-01-09 101 | dates missed: 2, days: 3',
    'a not finite 2024-01-22 NaN < |',
    'a not finite 2024-01-23 Infinity < |',
    'a gap 2024-01-24 101 < 2024-01-19 102 | dates missed: 2, days: 5',
    'a not finite 2024-02-02 -Infinity < |',
    'b duplicate 2024-01-09 121 < 2024-01-08 120 | 2 rows, one price',
    'b duplicate 2024-01-10 115 < 2024-01-09 121 | 3 rows, prices from 115 to 130',
    'b not finite infinity 1 < |',
    'c gap 2024-01-10 152 < 2024-01-08 150 | dates missed: 1, days: 2',
    'c gap 2024-01-23 150 < 2024-01-16 152 | dates missed: 4, days: 7',
    'c gap 2024-01-25 152 < 2024-01-23 150 | dates missed: 1, days: 2',
    'not positive 2024-01-26 -7 < |'], 'each problem, by member, ts and problem');
SELECT is(pg_temp.findings('prices', 6), pg_temp.findings('prices', 1000), 'a hole is one finding, whichever its reason');
-- one row that is a gap, a duplicate and a split at once
CREATE TEMP TABLE several (series integer, ts timestamptz, level numeric);
INSERT INTO several VALUES (1, '2024-01-02', 100), (1, '2024-01-03', 101), (1, '2024-01-04', 100), (1, '2024-01-20', 25), (1, '2024-01-20', 25), (1, '2024-01-20', 0), (1, '2024-01-20', 0);
SELECT is(pg_temp.findings('several'), ARRAY[
    '1 duplicate 2024-01-20 25 < 2024-01-04 100 | 2 rows, one price', '1 gap 2024-01-20 25 < 2024-01-04 100 | dates missed: 0, days: 16',
    '1 not positive 2024-01-20 0 < |', '1 not positive 2024-01-20 0 < |', '1 split 2024-01-20 25 < 2024-01-04 100 | 4:1'],
    'several problems of one row, from (series, ts, level) of other types');
SELECT is((SELECT array_agg(problem) FROM check_prices('several', d) WHERE problem = 'gap'), found, d || ' days to a gap of 16') FROM (VALUES (15, '{gap}'::text[]), (16, NULL)) AS v (d, found);
-- without members all rows are of one
CREATE TEMP TABLE alone AS SELECT ts, price FROM prices WHERE member = 'b' AND price > 0 AND isfinite(ts);
DELETE FROM alone WHERE ts BETWEEN '2024-01-17' AND '2024-01-22';
SELECT is(pg_temp.findings('alone', 6), '{duplicate 2024-01-09 121 < 2024-01-08 120 | 2 rows\, one price,duplicate 2024-01-10 115 < 2024-01-09 121 | 3 rows\, prices from 115 to 130,gap 2024-01-23 120 < 2024-01-16 122 | dates missed: 0\, days: 7}', 'without members');
SELECT is(cardinality(pg_temp.findings('alone', 7)), 2, 'seven days within a limit of seven');
SELECT ok(bool_and(member IS NULL), 'which has no name') FROM check_prices('alone');

-- splits: moves of 1 % back and forth, then the ratio and, half as large, the day's own move
CREATE TEMP TABLE ratios AS
SELECT row_number() OVER () AS number, b.bigger, b.smaller
FROM (VALUES (2, 1), (3, 1), (3, 2), (4, 1), (4, 3), (5, 1), (5, 4), (5, 2), (5, 3), (6, 1), (7, 1), (8, 1), (10, 1), (15, 1), (20, 1), (25, 1), (30, 1), (50, 1), (100, 1)) AS b (bigger, smaller);
CREATE TEMP TABLE split_prices AS
SELECT bigger || d.sign || smaller AS member, date '2024-01-01' + i AS ts,
       100 * exp(0.01 * (i % 2)) * CASE WHEN i >= 15 THEN (bigger::float8 / smaller) ^ d.power * 1.005 ELSE 1 END AS price,
       CASE WHEN i = 15 THEN (bigger::float8 / smaller) ^ -d.power END AS split
FROM ratios, (VALUES ('-', -1), ('+', 1)) AS d (sign, power), generate_series(0, 30) AS i;
CREATE TEMP VIEW unsplit_prices AS SELECT member, ts, price FROM split_prices;
SELECT is((SELECT array_agg(member || ' ' || ts || ' ' || detail ORDER BY member COLLATE "C") FROM check_prices('unsplit_prices') WHERE problem = 'split'),
          (SELECT array_agg(bigger || s || smaller || ' 2024-01-16 ' || CASE s WHEN '-' THEN bigger || ':' || smaller ELSE smaller || ':' || bigger END ORDER BY (bigger || s || smaller) COLLATE "C") FROM ratios, unnest('{-,+}'::text[]) AS s),
          'every usual ratio, both ways, by its name');
SELECT is(pg_temp.findings('split_prices'), NULL, 'none with the split column');
UPDATE split_prices SET price = price / (CASE WHEN ts >= '2024-01-16' THEN (split_part(member, '-', 1)::float8 / split_part(member, '-', 2)::float8) ^ -1 ELSE 1 END) WHERE member ~ '-';
SELECT is((SELECT array_agg(member || ' ' || detail ORDER BY member COLLATE "C") FROM check_prices('split_prices') WHERE problem = 'split'),
          (SELECT array_agg(bigger || '-' || smaller || ' ' || smaller || ':' || bigger ORDER BY (bigger || '-' || smaller) COLLATE "C") FROM ratios),
          'prices adjusted already, for a split that is recorded');
UPDATE split_prices SET split = coalesce(('{0,-2,NaN,infinity,-infinity}'::float8[])[number], 1)
FROM ratios WHERE member = bigger || '-' || smaller AND split IS NOT NULL;
SELECT is(pg_temp.findings('split_prices'), NULL, 'a split that is none counts as 1');

-- the limits: how far a move must stand out, and how near it must come
CREATE FUNCTION pg_temp.suspected(typical float8, jump float8) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE IF NOT EXISTS jumps (ts date, price float8);
    TRUNCATE jumps;
    INSERT INTO jumps SELECT date '2024-01-01' + i, 100 * exp(CASE WHEN i < 10 THEN typical * (i % 2) ELSE jump + typical * (1 - i % 2) END) FROM generate_series(0, 20) AS i;
    RETURN (SELECT string_agg(ts || ' ' || detail, ', ') FROM check_prices('jumps') WHERE problem = 'split');
END
$$;
SELECT is(pg_temp.suspected(typical, jump), detail, format('typical move %s, a move of %s: %s', typical, jump, coalesce(detail, 'no split')))
FROM (VALUES (0.034, -ln(2::float8), '2024-01-11 2:1'), (0.0347, -ln(2::float8), NULL), (0.0115, -0.2231, NULL), (0.0111, -0.2231, '2024-01-11 5:4'),
             (0.01, -0.614, '2024-01-11 2:1'), (0.01, -0.612, NULL), (0.01, 0.772, '2024-01-11 1:2'), (0.01, 0.774, NULL),
             (0.01, -0.367, '2024-01-11 3:2'), (0.01, -0.364, NULL), (0.01, -0.244, NULL), (0.01, -0.2425, '2024-01-11 5:4'),
             (0.02, -0.599, '2024-01-11 2:1'), (0.02, -0.511, '2024-01-11 5:3'),
             (0.03, -1.95, '2024-01-11 7:1'), (0.03, -1.84, '2024-01-11 6:1'),
             (0, -0.655, '2024-01-11 2:1'), (0, -0.65, NULL), (0.001, -0.655, '2024-01-11 2:1'), (0.001, -0.65, NULL),
             (0.01, -3.5, NULL), (0.01, -4.6, '2024-01-11 100:1'), (0.01, -4.7, NULL)) AS v (typical, jump, detail);
SELECT is(pg_temp.findings('halved'), '{split 2024-01-05 50 < 2024-01-04 100 | 2:1}', 'a split within a few rows');
DELETE FROM halved WHERE ts NOT IN ('2024-01-04', '2024-01-05');
SELECT is(pg_temp.findings('halved'), NULL, 'two rows show no typical move');
-- no move is judged from or to a date with two prices
CREATE TEMP TABLE doubled (ts date, price float8);
INSERT INTO doubled SELECT date '2024-01-01' + i, 100 + i % 2 FROM generate_series(0, 20) AS i;
INSERT INTO doubled VALUES ('2024-01-10', 50);
SELECT is(pg_temp.findings('doubled'), '{duplicate 2024-01-10 50 < 2024-01-09 100 | 2 rows\, prices from 50 to 101}', 'two prices on a date are no split');
-- the largest and the smallest numbers
CREATE TEMP TABLE extremes (ts date, price float8, split float8);
INSERT INTO extremes VALUES ('2024-01-02', 1.7e308, NULL), ('2024-01-03', 5e-324, 1e308), ('2024-01-04', 1.7e308, 1e-308), ('2024-01-05', 1, 5e-324);
SELECT lives_ok('SELECT * FROM check_prices(''extremes'')', 'no price is an error');
-- a row's place in the table does not matter
CREATE TEMP TABLE shuffled AS SELECT * FROM prices ORDER BY hashfloat8(price), ts;
SELECT is(pg_temp.findings('shuffled'), pg_temp.findings('prices'), 'nor is the order of the rows');

SELECT pg_temp.raises(format('SELECT * FROM check_prices(''prices'', %s)', d), '22023', '^max_gap_days must be at least 1, not ' || d, 'max_gap_days ' || d) FROM unnest(ARRAY[0, -1]) AS d;
SELECT pg_temp.raises('SELECT * FROM check_prices(''prices'', NULL)', '22004', '^max_gap_days must not be NULL', 'max_gap_days NULL');
SELECT pg_temp.raises('SELECT * FROM check_prices(NULL)', '22004', '^prices must not be NULL', 'prices NULL');
CREATE TEMP TABLE undated (price float8);
SELECT pg_temp.raises('SELECT * FROM check_prices(''undated'')', '42703', 'has no column ts', 'a table without ts');
SELECT pg_temp.raises('SELECT * FROM check_prices(''unlevelled'')', '42703', 'has no column price', 'a table without price');

SELECT * FROM finish();
ROLLBACK;
