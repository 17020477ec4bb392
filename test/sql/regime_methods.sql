\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql
\cd :abs_srcdir/..

BEGIN;
SELECT no_plan();
\i data/load.sql

CREATE FUNCTION pg_temp.summary(yields numeric[], rules regime_rules) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(r.direction || ' ' || extract(day FROM r.start_ts) || '-' || extract(day FROM r.end_ts) || ' ' || coalesce(extract(day FROM r.confirmed_on)::text, '?') || CASE WHEN r.provisional THEN ' provisional' ELSE '' END, ', ' ORDER BY r.number)
    FROM (SELECT yield_regimes(date '2024-01-01' + i::integer - 1, y, rules) AS g FROM unnest(yields) WITH ORDINALITY AS u (y, i)) AS s, unnest(s.g) AS r
$$;
CREATE FUNCTION pg_temp.boundaries(relation regclass, rules regime_rules) RETURNS date[] LANGUAGE sql AS $$
    SELECT array_agg(start_ts ORDER BY number) || max(end_ts) FROM regimes(relation, rules)
$$;

-- Weekdays with holidays (no row) and blanks (NULL), gaps of weeks, and yields that go below zero
CREATE TABLE daily AS
SELECT date '2019-01-01' + i AS ts, CASE WHEN i IN (10, 500) THEN 0 WHEN i % 31 <> 7 THEN round((0.4 + 1.5 * sin(i / 140.0) + sin(i / 17.0) / 4 + (hashint4(i) % 100) / 900.0)::numeric, 2) END AS yield
FROM generate_series(0, 1500) AS i WHERE i % 7 < 5 AND i % 97 <> 13 AND i NOT BETWEEN 400 AND 437;
SELECT ok(min(yield) < 0 AND bool_or(yield = 0) AND count(*) > count(yield), 'a series with negative, zero and missing yields') FROM daily;

-- a threshold for rises and one for falls
SELECT is(pg_temp.summary(yields::numeric[], regime_rules(threshold_bp => up, threshold_down_bp => down, frequency => 'day')), want, what) FROM (VALUES
    ('{1,1.1,1.05,1.2,1.1,1.3}', 10, 5, 'rising 1-2 2, falling 2-3 3, rising 3-4 4, falling 4-5 5, rising 5-6 6 provisional', 'rises of 10 bp and falls of 5 bp'),
    ('{1,1.1,1.05,1.2,1.1,1.3}', 5, 10, 'rising 1-4 2, falling 4-5 5, rising 5-6 6 provisional', 'rises of 5 bp and falls of 10 bp'),
    ('{1,1.1,1.0}', 11, 10, 'flat 1-2 3, falling 2-3 3 provisional', 'a rise just below its threshold, a fall exactly at its own'),
    ('{1.1,1,1.1}', 10, 10.01, 'flat 1-2 3, rising 2-3 3 provisional', 'and the other way round'),
    ('{1,1.1,0.9,1.2}', 10, 50, 'rising 1-4 2 provisional', 'a fall below its threshold does not end a rise, however low')) AS v (yields, up, down, want, what);
SELECT is((SELECT array_agg(r) FROM regimes('daily', regime_rules(threshold_bp => 40, threshold_down_bp => 40)) AS r)::text,
          (SELECT array_agg(r) FROM regimes('daily', regime_rules(threshold_bp => 40)) AS r)::text, 'two equal thresholds are one');
SELECT isnt(pg_temp.boundaries('daily', regime_rules(threshold_bp => 15, threshold_down_bp => 90)), pg_temp.boundaries('daily', regime_rules(threshold_bp => 90, threshold_down_bp => 15)), 'the two are not the same thing');
CREATE TABLE mirrored AS SELECT ts, -yield AS yield FROM daily;
SELECT is(pg_temp.boundaries('daily', regime_rules(threshold_bp => up, threshold_down_bp => down, frequency => f)), pg_temp.boundaries('mirrored', regime_rules(threshold_bp => down, threshold_down_bp => up, frequency => f)), format('they change places in the mirror: %s, %s, %s', up, down, f))
FROM (VALUES (20, 60), (60, 20)) AS v (up, down), unnest(ARRAY['day', 'week', 'month', 'quarter']) AS f;

-- chords
SELECT is(pg_temp.boundaries('ten_year_yields', regime_rules('chord', segments => 4)), '{2023-06-30,2023-10-31,2023-12-29,2024-04-30,2024-07-23}', 'four chords have the boundaries of the zigzag, exhibit 4');
SELECT is(array_agg(direction ORDER BY number), '{rising,falling,rising,falling}', 'and its directions') FROM regimes('ten_year_yields', regime_rules('chord', segments => 4));
SELECT ok(bool_and(provisional AND confirmed_on IS NULL), 'no chord is ever established') FROM regimes('ten_year_yields', regime_rules('chord', segments => 4));
SELECT is(count(*), k::bigint, k || ' segments') FROM unnest(ARRAY[1, 2, 7, 13]) AS k, regimes('ten_year_yields', regime_rules('chord', segments => k)) GROUP BY k;
SELECT results_eq($$SELECT number, direction, start_ts, end_ts, return_a, return_b, change_bp FROM unnest((SELECT yield_regime_returns(y.ts, y.yield, a.level, b.level, regime_rules(method, segments => s)) FROM ten_year_yields AS y
    JOIN index_levels_by_month AS a ON a.ts = y.ts AND a.series = 'Russell 1000' JOIN index_levels_by_month AS b ON b.ts = y.ts AND b.series = 'Russell 2000', (VALUES ('chord', 4)) AS v (method, s)))$$,
    $$SELECT number, direction, start_ts, end_ts, large_return, small_return, change_bp FROM regime_table('index_levels_by_month', 'ten_year_yields', 'Russell 1000', 'Russell 2000')$$, 'returns over chords');
SELECT is(pg_temp.summary(yields::numeric[], regime_rules('chord', segments => k, min_days => least, frequency => 'day')), want, what) FROM (VALUES
    ('{1,2}', 1, NULL, 'rising 1-2 ? provisional', 'two points'),
    ('{1,2,3,2,1}', 2, NULL, 'rising 1-3 ? provisional, falling 3-5 ? provisional', 'a peak'),
    ('{-1,-2,-3,0,-1}', 3, NULL, 'falling 1-3 ? provisional, rising 3-4 ? provisional, falling 4-5 ? provisional', 'below zero'),
    ('{1,1,1,1,1}', 3, NULL, 'flat 1-2 ? provisional, flat 2-3 ? provisional, flat 3-5 ? provisional', 'constant: the earliest cuts'),
    ('{0,1,2,3,4,5}', 2, NULL, 'rising 1-2 ? provisional, rising 2-6 ? provisional', 'a line: the earliest cut'),
    ('{0,9,0,0,0,0,0}', 2, 3, 'flat 1-4 ? provisional, flat 4-7 ? provisional', 'no segment is shorter than min_days'),
    ('{0,9,0,0,0,0,0}', 3, 1, 'rising 1-2 ? provisional, falling 2-3 ? provisional, flat 3-7 ? provisional', 'nor longer than it need be')) AS v (yields, k, least, want, what);
SELECT is(pg_temp.summary('{0,9,0,0,0,0,0}', regime_rules('chord', segments => 2, min_days => NULL, frequency => 'day')), pg_temp.summary('{0,9,0,0,0,0,0}', regime_rules('chord', segments => 2, min_days => 1, frequency => 'day')), 'min_days 1 is none');
SELECT ok(bool_and(end_ts = (SELECT max(ts) FROM daily WHERE yield IS NOT NULL AND date_trunc(f, ts) = date_trunc(f, end_ts)) OR end_ts = (SELECT max(ts) FROM daily WHERE yield IS NOT NULL)) AND count(*) = 5, 'chords meet at ' || f || ' ends')
FROM unnest(ARRAY['week', 'month', 'quarter']) AS f, LATERAL regimes('daily', regime_rules('chord', frequency => f, segments => 5)) GROUP BY f;
SELECT ok(bool_and(end_ts - start_ts >= 200) AND count(*) = 6, 'min_days over months') FROM regimes('daily', regime_rules('chord', segments => 6, min_days => 200));
-- the sum of squared distances, from its definition, of three chords cut anywhere
CREATE TEMP VIEW months AS
SELECT row_number() OVER (ORDER BY ts) AS i, ts, ts - date '2019-01-01' AS x, yield::float8 AS y
FROM (SELECT ts, yield, ts = min(ts) OVER () OR ts = max(ts) OVER () OR ts = max(ts) OVER (PARTITION BY date_trunc('month', ts)) AS point FROM daily WHERE yield IS NOT NULL) AS s WHERE point;
CREATE TEMP TABLE chords AS
SELECT a.i AS a, b.i AS b, coalesce(sum((p.y - a.y - (b.y - a.y) * (p.x - a.x) / (b.x - a.x)) ^ 2), 0) AS error
FROM months AS a JOIN months AS b ON b.i > a.i LEFT JOIN months AS p ON p.i > a.i AND p.i < b.i GROUP BY a.i, b.i;
SELECT is(pg_temp.boundaries('daily', regime_rules('chord', segments => 3)),
          (SELECT ARRAY[(SELECT min(ts) FROM months), m1.ts, m2.ts, (SELECT max(ts) FROM months)]
           FROM chords AS c1 JOIN chords AS c2 ON c2.a = c1.b JOIN chords AS c3 ON c3.a = c2.b AND c3.b = (SELECT max(i) FROM months)
           JOIN months AS m1 ON m1.i = c1.b JOIN months AS m2 ON m2.i = c2.b WHERE c1.a = 1 ORDER BY c1.error + c2.error + c3.error LIMIT 1), 'three chords of all in plain SQL');
SELECT is((SELECT yield_regimes(ts, yield, regime_rules('chord', segments => 5, frequency => 'week') ORDER BY yield) FROM daily), (SELECT yield_regimes(ts, yield, regime_rules('chord', segments => 5, frequency => 'week') ORDER BY ts) FROM daily), 'row order does not matter');
SELECT is((yield_regime(ts, yield, regime_rules('chord', segments => 2, frequency => 'day')) OVER (ORDER BY ts))::text, label, 'label of ' || ts)
FROM (VALUES (date '2024-01-01', 1.0, '(1,rising)'), ('2024-01-02', 2.0, '(1,rising)'), ('2024-01-03', 1.5, '(2,falling)'), ('2024-01-04', 1.0, '(2,falling)')) AS v (ts, yield, label);
SET LOCAL statement_timeout = '50ms';
SELECT pg_temp.raises($$SELECT yield_regimes(date '1950-01-01' + i, i * i % 1009, regime_rules('chord', segments => 200, frequency => 'day')) FROM generate_series(1, 20000) AS i$$, '57014', 'canceling', 'a long search can be cancelled');
RESET statement_timeout;

-- what was known on a day
SELECT results_eq(format('SELECT * FROM regimes(''daily'', regime_rules(threshold_bp => 40, frequency => %L), as_of => %L)', f, day),
    format('SELECT r.* FROM (SELECT yield_regimes(ts, yield, regime_rules(threshold_bp => 40, frequency => %L)) AS g FROM daily WHERE ts <= %L) AS s, unnest(s.g) AS r', f, day), 'as of ' || day || ' by ' || f)
FROM unnest(ARRAY['day', 'month']) AS f, unnest(ARRAY[date '2019-01-20', '2020-02-29', '2020-03-01', '2022-01-01', '2030-01-01']) AS day;
SELECT is((SELECT count(*) FROM regimes('daily', as_of => '2018-12-31')), 0::bigint, 'nothing before the first row');
SELECT is((SELECT array_agg(r) FROM regimes('daily', as_of => NULL) AS r)::text, (SELECT array_agg(r) FROM regimes('daily') AS r)::text, 'NULL stands for all rows');
SELECT is((SELECT array_agg(start_ts || ' ' || coalesce(confirmed_on::text, '') ORDER BY number) FROM regimes('ten_year_yields', as_of => '2024-04-30')), '{"2023-06-30 2023-09-29","2023-10-31 2023-12-29","2023-12-29 2024-03-28"}', 'exhibit 4 as of April 2024: its turn was not known');
SELECT is((SELECT array_agg((start_ts, end_ts, round(large_return::numeric, 3), round(small_return::numeric, 3))::text ORDER BY number) FROM regime_table('index_levels_by_month', 'ten_year_yields', 'Russell 1000', 'Russell 2000', as_of => '2024-03-28')),
          '{"(2023-06-30,2023-10-31,-0.055,-0.116)","(2023-10-31,2023-12-29,0.147,0.224)","(2023-12-29,2024-03-28,0.103,0.052)"}', 'and with returns');

-- plateaus
SELECT results_eq($$SELECT * FROM threshold_plateaus('ten_year_yields')$$, $$VALUES
    (0::float8, 5::float8, 6, '{2023-06-30,2023-10-31,2023-12-29,2024-02-29,2024-03-28,2024-04-30}'::date[]),
    (5, 33, 4, '{2023-06-30,2023-10-31,2023-12-29,2024-04-30}'),
    (33, 81, 3, '{2023-06-30,2023-10-31,2023-12-29}'),
    (81, 100, 2, '{2023-06-30,2023-10-31}'),
    (100, 107, 1, '{2023-06-30}'),
    (107, NULL, 0, '{}')$$, 'exhibit 4: the four boundaries hold above 5 and up to 33 bp');
-- the confirmed turns are where the regimes begin that are not flat
CREATE FUNCTION pg_temp.turns(relation regclass, f text, bp float8) RETURNS date[] LANGUAGE sql AS $$
    SELECT coalesce(array_agg(start_ts ORDER BY number) FILTER (WHERE direction <> 'flat'), '{}') FROM regimes(relation, regime_rules(threshold_bp => bp, frequency => f))
$$;
SELECT is(count(*) FILTER (WHERE pg_temp.turns('daily', f, bp) = p.pivot_ts AND cardinality(p.pivot_ts) = p.pivots), count(*), format('by %s, %s intervals hold at both ends and in the middle', f, count(DISTINCT above_bp)))
FROM unnest(ARRAY['day', 'week', 'month', 'quarter']) AS f, LATERAL threshold_plateaus('daily', regime_rules(frequency => f)) AS p,
     LATERAL unnest(ARRAY[above_bp + 0.00000001, (above_bp + coalesce(up_to_bp, above_bp + 1)) / 2, coalesce(up_to_bp, above_bp + 1000)]) AS bp
GROUP BY f;
SELECT is(count(*) FILTER (WHERE above_bp = coalesce(up_to, 0) AND pivots < coalesce(more, 1000000)), count(*), 'intervals adjoin, and each has fewer turns, by ' || f)
FROM (SELECT f, p.*, lag(up_to_bp) OVER w AS up_to, lag(pivots) OVER w AS more FROM unnest(ARRAY['day', 'month']) AS f, LATERAL threshold_plateaus('daily', regime_rules(frequency => f)) AS p WINDOW w AS (PARTITION BY f ORDER BY above_bp)) AS s GROUP BY f;
SELECT is((SELECT array_agg(p)::text FROM threshold_plateaus('daily') AS p), (SELECT array_agg(p)::text FROM unnest((SELECT threshold_plateaus(ts, yield) FROM daily)) AS p), 'flat and aggregate are the same');
SELECT is((SELECT array_agg(p)::text FROM threshold_plateaus('daily', as_of => '2020-06-01') AS p), (SELECT array_agg(p)::text FROM unnest((SELECT threshold_plateaus(ts, yield, regime_rules()) FROM daily WHERE ts <= '2020-06-01')) AS p), 'as of a day');
SELECT is((SELECT threshold_plateaus(date '2024-01-01' + i::integer, y, regime_rules(frequency => 'day'))::text FROM unnest(yields::numeric[]) WITH ORDINALITY AS u (y, i)), want, 'plateaus of ' || coalesce(yields, 'nothing')) FROM (VALUES
    ('{1,1,1}', '{"(0,,0,{})"}'), ('{1,1.1}', '{"(0,10,1,{2024-01-02})","(10,,0,{})"}'), ('{-0.1,NULL,-0.3}', '{"(0,20,1,{2024-01-02})","(20,,0,{})"}'),
    ('{1,1.1,1,1.1,1}', '{"(0,10,4,\"{2024-01-02,2024-01-03,2024-01-04,2024-01-05}\")","(10,,0,{})"}'), ('{1}', NULL), ('{}', NULL)) AS v (yields, want);

-- errors
SELECT pg_temp.raises(format('SELECT regime_rules(%s)', arguments), '22023', pattern, 'regime_rules(' || arguments || ')') FROM (VALUES
    ($$method => 'chord'$$, $$^method 'chord' needs the number of segments$$),
    ($$method => 'chord', segments => 0$$, '^segments must be from 1 to 200, not 0$'),
    ($$method => 'chord', segments => 201$$, '^segments must be from 1 to 200, not 201$'),
    ($$method => 'chord', segments => 4, min_days => 0$$, '^min_days must be at least 1, not 0$'),
    ($$method => 'chord', segments => 4, threshold_down_bp => 25$$, $$^threshold_down_bp has no meaning for method 'chord'$$),
    ('segments => 4', $$^segments has no meaning for method 'zigzag'$$),
    ('min_days => 4', $$^min_days has no meaning for method 'zigzag'$$),
    ('threshold_down_bp => 0', '^threshold_down_bp must be above zero, not 0$'),
    ($$threshold_down_bp => 'NaN'$$, '^threshold_down_bp must be above zero, not NaN$')) AS v (arguments, pattern);
SELECT pg_temp.raises($$SELECT * FROM regimes('ten_year_yields', regime_rules('chord', segments => 14))$$, '22023', $$^segments must be at most 13 for a yield of 14 points at frequency 'month', not 14$$, 'more segments than points');
SELECT pg_temp.raises($$SELECT * FROM regimes('ten_year_yields', regime_rules('chord', segments => 4, min_days => 100))$$, '22023', '^a yield of 389 days cannot be cut into 4 segments of at least 100 days', 'min_days too long');
SELECT pg_temp.raises($$SELECT yield_regimes(date '1900-01-01' + i, 1, regime_rules('chord', segments => 4, frequency => 'day')) FROM generate_series(0, 30000) AS i$$, '54000', 'has 30001 points', 'too many points');
SELECT lives_ok($$SELECT yield_regimes(date '1900-01-01' + i, 1, regime_rules('chord', segments => 4)) FROM generate_series(0, 30000) AS i$$, 'which a longer frequency mends');
SELECT pg_temp.raises(format($$SELECT * FROM threshold_plateaus('daily', regime_rules(%s))$$, rules), '22023', pattern, 'plateaus with ' || rules) FROM (VALUES
    ($$'chord', segments => 4$$, $$^a threshold plateau is of method 'zigzag'$$), ('split_divergence => 0.03', 'needs two levels'), ('threshold_down_bp => 10', 'is of one threshold')) AS v (rules, pattern);
SELECT pg_temp.raises('SELECT * FROM threshold_plateaus(NULL::regclass)', '22004', '^yields must not be NULL', 'no table');
SELECT pg_temp.raises('SELECT * FROM threshold_plateaus(''exhibit4'')', '42703', 'has no column', 'a table without the columns');

SELECT * FROM finish();
ROLLBACK;
