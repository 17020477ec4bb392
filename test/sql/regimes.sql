\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql
\cd :abs_srcdir/..

BEGIN;
SELECT no_plan();
\i data/load.sql

CREATE FUNCTION pg_temp.boundaries(rules regime_rules) RETURNS date[] LANGUAGE sql AS $$
    SELECT array_agg(start_ts ORDER BY number) || max(end_ts) FROM regimes('ten_year_yields', rules)
$$;

-- exhibit 4
SELECT is(pg_temp.boundaries(NULL), '{2023-06-30,2023-10-31,2023-12-29,2024-04-30,2024-07-23}', 'four regimes with default rules');
SELECT is(pg_temp.boundaries(regime_rules(threshold_bp => bp)), '{2023-06-30,2023-10-31,2023-12-29,2024-04-30,2024-07-23}', 'the same at ' || bp || ' bp')
FROM unnest(ARRAY[5.00000001, 5.01, 6, 10, 15, 20, 25, 30, 33]) AS bp;
SELECT is(pg_temp.boundaries(regime_rules(threshold_bp => 5)), '{2023-06-30,2023-10-31,2023-12-29,2024-02-29,2024-03-28,2024-04-30,2024-07-23}', 'two more pivots at exactly 5 bp');
SELECT is(pg_temp.boundaries(regime_rules(threshold_bp => 33.01)), '{2023-06-30,2023-10-31,2023-12-29,2024-07-23}', 'one less above 33 bp');
CREATE TEMP VIEW found AS
SELECT * FROM regime_table('index_levels_by_month', 'ten_year_yields', 'Russell 1000', 'Russell 2000', regime_rules(split_divergence => 0.035));
SELECT results_eq('SELECT start_ts, end_ts FROM found ORDER BY number', 'SELECT start_ts, end_ts FROM exhibit4 ORDER BY period', 'the five periods of exhibit 4 with split_divergence');
SELECT pg_temp.near(f.large_return, e.russell_1000, 0.0006, 'large, period ' || period) FROM found AS f JOIN exhibit4 AS e USING (start_ts) ORDER BY period;
SELECT pg_temp.near(f.small_return, e.russell_2000, 0.0006, 'small, period ' || period) FROM found AS f JOIN exhibit4 AS e USING (start_ts) ORDER BY period;
SELECT pg_temp.near(f.relative_return, e.relative, 0.0006, 'relative, period ' || period) FROM found AS f JOIN exhibit4 AS e USING (start_ts) ORDER BY period;
SELECT is(array_agg(change_bp ORDER BY number), '{107,-100,81,-33,-11}', 'changes in basis points, exact') FROM found;
SELECT is(array_agg(direction ORDER BY number), '{rising,falling,rising,falling,falling}', 'directions') FROM found;
SELECT is((SELECT count(*) FROM regime_table('index_levels_by_month', 'ten_year_yields', 'Russell 1000', 'Russell 2000', regime_rules(split_divergence => d))), n,
          'split_divergence ' || d || ' gives ' || n || ' periods') FROM (VALUES (0.03, 5::bigint), (0.041, 5), (0.042, 4)) AS v (d, n);

-- what was known when
SELECT is(array_agg(confirmed_on ORDER BY number), '{2023-09-29,2023-12-29,2024-03-28,2024-07-23,NULL}', 'confirmed_on: when the data up to then say so') FROM found;
SELECT is(array_agg(provisional ORDER BY number), '{f,f,f,t,t}', 'a cut within the last regime may still move') FROM found;
SELECT is(array_agg(provisional ORDER BY number), '{f,f,f,t}', 'without cuts the last regime is provisional') FROM regimes('ten_year_yields');
CREATE TEMP TABLE daily AS
SELECT date '2020-01-01' + i AS ts, round((4 + 2 * sin(i / 40.0) + sin(i / 7.0) / 4 + (hashint4(i) % 100) / 800.0)::numeric, 2) AS yield FROM generate_series(0, 900) AS i WHERE i % 7 < 5;
CREATE FUNCTION pg_temp.as_of(day date, rules regime_rules) RETURNS SETOF yield_regime LANGUAGE sql AS $$
    SELECT r.* FROM (SELECT yield_regimes(ts, yield, rules) AS g FROM daily WHERE ts <= day) AS s, unnest(s.g) AS r
$$;
CREATE FUNCTION pg_temp.never_repaints(rules regime_rules, what text) RETURNS text LANGUAGE sql AS $$
    SELECT ok(bool_and(early.direction = late.direction AND early.start_ts = late.start_ts AND early.confirmed_on = late.confirmed_on) AND count(*) > 1000,
              'a confirmed turn never changes: ' || what)
           || CASE WHEN bool_and(early.confirmed_on <= day.ts) THEN '' ELSE E'\nnot ok - confirmed before the data' END
    FROM daily AS day, LATERAL pg_temp.as_of(day.ts, rules) AS early
    LEFT JOIN pg_temp.as_of('infinity', rules) AS late USING (number)
    WHERE early.confirmed_on IS NOT NULL
$$;
SELECT pg_temp.never_repaints(regime_rules(frequency => f), f) FROM unnest(ARRAY['day', 'week', 'month']) AS f;
SELECT ok(bool_and(r.confirmed_on = (SELECT min(ts) FROM daily AS day WHERE EXISTS (SELECT FROM pg_temp.as_of(day.ts, NULL) AS known WHERE known.start_ts = r.start_ts AND known.direction = r.direction))),
          'confirmed_on is the first day on which the regime is found') FROM pg_temp.as_of('infinity', NULL) AS r WHERE direction <> 'flat';

-- frequency: turns fall on the last observation of a complete period
SELECT ok(bool_and(end_ts = (SELECT max(ts) FROM daily WHERE date_trunc(f, ts) = date_trunc(f, end_ts))) AND count(*) > 2, 'turns at ' || f || ' ends')
FROM unnest(ARRAY['week', 'month', 'quarter']) AS f, LATERAL pg_temp.as_of('infinity', regime_rules(frequency => f)) AS r WHERE NOT provisional GROUP BY f;

-- the label of each row
SELECT is(count(*) FILTER (WHERE (l.label).number = r.number AND (l.label).direction = r.direction), count(*), 'yield_regime labels (start, end]')
FROM (SELECT ts, yield_regime(ts, yield) OVER (ORDER BY yield) AS label FROM daily) AS l
JOIN pg_temp.as_of('infinity', NULL) AS r ON l.ts > r.start_ts AND l.ts <= r.end_ts OR l.ts = r.start_ts AND r.number = 1;
SELECT is((yield_regime(ts, yield, regime_rules(frequency => 'day', threshold_bp => 10)) OVER (ORDER BY ts))::text, label, 'label of ' || ts)
FROM (VALUES (date '2024-01-01', 1.0, '(1,rising)'), ('2024-01-02', 1.1, '(1,rising)'), ('2024-01-03', NULL, '(2,falling)'), ('2024-01-04', 1.0, '(2,falling)')) AS v (ts, yield, label);

-- small and degenerate series
CREATE FUNCTION pg_temp.summary(yields numeric[], rules regime_rules) RETURNS text LANGUAGE sql AS $$
    SELECT string_agg(r.direction || ' ' || extract(day FROM r.start_ts) || '-' || extract(day FROM r.end_ts) || ' ' || coalesce(extract(day FROM r.confirmed_on)::text, '?') || CASE WHEN r.provisional THEN ' provisional' ELSE '' END, ', ' ORDER BY r.number)
    FROM (SELECT yield_regimes(date '2024-01-01' + i::integer - 1, y, rules) AS g FROM unnest(yields) WITH ORDINALITY AS u (y, i)) AS s, unnest(s.g) AS r
$$;
SELECT is(pg_temp.summary(yields::numeric[], regime_rules(threshold_bp => 10, frequency => 'day')), want, what) FROM (VALUES
    ('{1,1.1}', 'rising 1-2 2 provisional', 'two points, exactly the threshold'),
    ('{1,1.09}', 'flat 1-2 ? provisional', 'two points, below the threshold'),
    ('{1,1,1,1}', 'flat 1-4 ? provisional', 'constant'),
    ('{-0.05,0,-0.1,-0.2}', 'flat 1-2 3, falling 2-4 3 provisional', 'negative and zero; flat before the first extreme'),
    ('{1,1,1.2,1.2,1,1}', 'rising 1-3 3, falling 3-6 5 provisional', 'ties keep the first extreme'),
    ('{1,NULL,1.2}', 'rising 1-3 3 provisional', 'a NULL yield skips its row'),
    ('{1}', NULL, 'one row gives NULL'),
    ('{NULL,NULL}', NULL, 'all NULL gives NULL')) AS v (yields, want, what);
SELECT is(yield_regimes(ts, yield), NULL, 'no rows give NULL') FROM daily WHERE false;
CREATE TEMP TABLE nothing (ts date, yield numeric);
SELECT is(count(*), 0::bigint, 'no rows, flat') FROM regimes('nothing');
SELECT is(yield_regimes(ts, yield ORDER BY yield), yield_regimes(ts, yield ORDER BY ts DESC), 'row order does not matter') FROM daily;
SELECT is(yield_regimes(ts, yield::float8), yield_regimes(ts, yield), 'numeric and float8') FROM daily;
SELECT is((SELECT array_agg(r) FROM regimes('daily', regime_rules(frequency => 'week')) AS r)::text,
          (SELECT array_agg(r) FROM (SELECT yield_regimes(ts, yield, regime_rules(frequency => 'week')) AS g FROM daily) AS s, unnest(s.g) AS r)::text, 'regimes() is yield_regimes, flat');

-- rows without the one or the other: yields on their dates, returns on common dates
SELECT is(array_agg(row(r.return_a, r.return_b, r.relative_return)::text ORDER BY r.number), '{"(0.5,0.25,0.25)","(,,)"}', 'returns between the last common dates, NULL without one in the regime')
FROM (SELECT yield_regime_returns(ts, y, a, b, regime_rules(frequency => 'day', threshold_bp => 10)) AS g
      FROM (VALUES (date '2023-12-31', NULL, 100, 100), ('2024-01-01', 1.0, NULL, NULL), ('2024-01-02', 1.2, 150, 125), ('2024-01-03', 1.5, 140, NULL), ('2024-01-04', 1.0, NULL, 90)) AS v (ts, y, a, b)) AS s,
     unnest(s.g) AS r;

-- errors
SELECT pg_temp.raises(format('SELECT regime_rules(%s)', arguments), '22023', pattern, 'regime_rules(' || arguments || ')') FROM (VALUES
    ($$method => 'chart'$$, $$^unknown method 'chart'$$),
    ($$frequency => 'year'$$, $$^unknown frequency 'year'$$),
    ('threshold_bp => 0', '^threshold_bp must be above zero, not 0$'),
    ('threshold_bp => -5', '^threshold_bp must be above zero, not -5$'),
    ($$threshold_bp => 'NaN'$$, '^threshold_bp must be above zero, not NaN$'),
    ($$threshold_bp => 'Infinity'$$, '^threshold_bp must be above zero, not Infinity$'),
    ('split_divergence => 0', '^split_divergence must be above zero, not 0$'),
    ('split_divergence => -0.1', '^split_divergence must be above zero, not -0.1$')) AS v (arguments, pattern);
SELECT pg_temp.raises('SELECT yield_regimes(ts, yield, ROW(''zigzag'', -1, ''month'', NULL, NULL, NULL, NULL)::regime_rules) FROM daily', '22023', '^threshold_bp', 'rules that did not come from regime_rules() are checked too');
SELECT pg_temp.raises('SELECT yield_regimes(ts, yield, regime_rules(threshold_bp => 10 + yield)) FROM daily', '22023', '^rules must be the same in every row', 'rules that change');
SELECT pg_temp.raises('SELECT yield_regimes(ts, yield, regime_rules(split_divergence => 0.1)) FROM daily', '22023', 'needs two levels', 'split_divergence without levels');
SELECT pg_temp.raises('SELECT yield_regimes(ts, ''NaN'') FROM daily', '22023', '^yield must be finite', 'yield not a number');
SELECT pg_temp.raises('SELECT yield_regimes(date ''2024-01-05'', yield) FROM daily', '21000', '^two rows have the ts 2024-01-05$', 'two yields on a date');
SELECT pg_temp.raises('SELECT yield_regimes(CASE WHEN ts < ''2021-01-01'' THEN ts ELSE ''infinity'' END, yield) FROM daily', '22023', '^ts must be finite', 'infinite date');
SELECT pg_temp.raises('SELECT yield_regime_returns(ts, yield, -1, 1, NULL) FROM daily', '22023', '^a must be positive', 'negative level');
SELECT pg_temp.raises('SELECT * FROM regimes(''exhibit4'')', '42703', 'has no column', 'a table without the columns');
SELECT pg_temp.raises('SELECT * FROM regimes(NULL)', '22004', '^yields must not be NULL', 'no table');
SELECT pg_temp.raises('SELECT * FROM regime_table(''index_levels_by_month'', ''ten_year_yields'', NULL, ''Russell 2000'')', '22004', '^large must not be NULL', 'no series');

-- names are quoted and qualified
CREATE SCHEMA "odd ""schema";
CREATE TABLE "odd ""schema"."a table; DROP" AS SELECT ts, yield FROM daily;
CREATE FUNCTION pg_temp.yield_regimes(date, float8, regime_rules) RETURNS yield_regime[] LANGUAGE sql AS 'SELECT NULL::yield_regime[]';
SELECT is((SELECT count(*) FROM regimes('"odd ""schema"."a table; DROP"')), (SELECT count(*) FROM regimes('daily')), 'a table of an odd name');

SELECT * FROM finish();
ROLLBACK;
