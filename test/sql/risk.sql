\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql

BEGIN;
SELECT no_plan();

-- 24 months of a portfolio and its benchmark: Bacon (2008), page 38, as in PerformanceAnalytics' portfolio_bacon.
-- The figures are those of PerformanceAnalytics 2.1.0 on these data.
CREATE TEMP TABLE bacon AS
SELECT i, ra, rb FROM unnest(
    ARRAY[0.003, 0.026, 0.011, -0.010, 0.015, 0.025, 0.016, 0.067, -0.014, 0.040, -0.005, 0.081,
          0.040, -0.037, -0.061, 0.017, -0.049, -0.022, 0.070, 0.058, -0.065, 0.024, -0.005, -0.009]::float8[],
    ARRAY[0.002, 0.025, 0.018, -0.011, 0.014, 0.018, 0.014, 0.065, -0.015, 0.042, -0.006, 0.083,
          0.039, -0.038, -0.062, 0.015, -0.048, 0.021, 0.060, 0.056, -0.067, 0.019, -0.003, 0.000]::float8[]) WITH ORDINALITY AS u (ra, rb, i);
SELECT pg_temp.near(compound_return(ra), 0.2181058, 5e-8, 'cumulative, portfolio') FROM bacon;
SELECT pg_temp.near(compound_return(rb), 0.2498869, 5e-8, 'cumulative, benchmark') FROM bacon;
SELECT pg_temp.near(annualized_return(ra, 12), 0.1036783, 5e-8, 'annualised, portfolio') FROM bacon;
SELECT pg_temp.near(annualized_return(rb, 12), 0.1179834, 5e-8, 'annualised, benchmark') FROM bacon;
SELECT pg_temp.near(tracking_error(ra, rb, 12), 0.0336397, 5e-8, 'tracking error') FROM bacon;
SELECT pg_temp.near(information_ratio(ra, rb, 12), -0.4252444, 5e-8, 'information ratio') FROM bacon;
SELECT pg_temp.near(beta(ra, rb), 0.9988502, 5e-8, 'beta') FROM bacon;
SELECT pg_temp.near(up_capture(ra, rb), 0.9456189, 5e-8, 'up capture') FROM bacon;
SELECT pg_temp.near(down_capture(ra, rb), 1.0164563, 5e-8, 'down capture, a benchmark return of 0 included') FROM bacon;
CREATE TEMP VIEW wealth AS
SELECT date '2000-01-31' AS ts, 1::float8 AS level
UNION ALL SELECT (date '2000-02-01' + i * interval '1 month')::date, 1 + compound_return(ra) OVER (ORDER BY i) FROM bacon;
SELECT pg_temp.near(max_drawdown(ts, level), -0.1446730, 5e-8, 'maximum drawdown') FROM wealth;

-- against plain SQL
SELECT pg_temp.near(annualized_volatility(ra, 12), stddev_samp(ra) * sqrt(12), 1e-15, 'annualized_volatility is stddev_samp times sqrt(12)') FROM bacon;
SELECT pg_temp.near(beta(ra, rb), regr_slope(ra, rb), 1e-14, 'beta is regr_slope') FROM bacon;
SELECT pg_temp.near(alpha(ra, rb), regr_intercept(ra, rb), 1e-15, 'alpha is regr_intercept') FROM bacon;
SELECT pg_temp.near(return_correlation(ra, rb), corr(ra, rb), 1e-15, 'return_correlation is corr') FROM bacon;
SELECT pg_temp.near(tracking_error(ra, rb, 12), stddev_samp(ra - rb) * sqrt(12), 1e-15, 'tracking_error is stddev_samp of the difference') FROM bacon;
SELECT is(hit_rate(ra, rb), count(*) FILTER (WHERE ra > rb)::float8 / count(*), 'hit_rate') FROM bacon;
SELECT pg_temp.near(sharpe_ratio(ra, 0.002), avg(ra - 0.002) / stddev_samp(ra - 0.002), 1e-14, 'sharpe_ratio per period') FROM bacon;
SELECT pg_temp.near(sharpe_ratio(ra, rb, 12), avg(ra - rb) / stddev_samp(ra - rb) * sqrt(12), 1e-14, 'sharpe_ratio against a series, annualised') FROM bacon;
SELECT pg_temp.near(downside_deviation(ra, 0.005), sqrt(avg(least(ra - 0.005, 0) ^ 2)), 1e-15, 'downside_deviation over all returns') FROM bacon;
SELECT pg_temp.near(downside_deviation(ra, 0.005, 12), sqrt(avg(least(ra - 0.005, 0) ^ 2)) * sqrt(12), 1e-15, 'downside_deviation annualised') FROM bacon;
SELECT pg_temp.near(sortino_ratio(ra, 0.005), avg(ra - 0.005) / sqrt(avg(least(ra - 0.005, 0) ^ 2)), 1e-14, 'sortino_ratio') FROM bacon;
SELECT pg_temp.near(sortino_ratio(ra, 0.005, 12), sqrt(12) * avg(ra - 0.005) / sqrt(avg(least(ra - 0.005, 0) ^ 2)), 1e-14, 'sortino_ratio annualised') FROM bacon;

-- published cases of empyrical: returns in percent, maximum drawdown
CREATE FUNCTION pg_temp.drawdown_of(returns float8[]) RETURNS float8 LANGUAGE sql AS $$
    SELECT max_drawdown(date '2000-01-01' + i, level)
    FROM (SELECT i::integer, 1 + compound_return(r / 100) OVER (ORDER BY i) AS level FROM unnest(returns) WITH ORDINALITY AS u (r, i) UNION ALL SELECT 0, 1) AS l
$$;
SELECT pg_temp.near(pg_temp.drawdown_of(ARRAY[1, 10, -4, 2, 3, 2, 1, -10]), -0.1, 1e-15, 'empyrical: mixed returns');
SELECT pg_temp.near(pg_temp.drawdown_of(ARRAY[0, -6, -7, -1, -9, -2, -6, -8, -5]), -0.3659073, 5e-7, 'empyrical: negative returns');

-- NULLs, constants, too few
SELECT pg_temp.near(beta(a, b), regr_slope(a, b), 1e-14, 'rows with a NULL are skipped') FROM (SELECT ra AS a, rb AS b FROM bacon UNION ALL VALUES (NULL, 0.5), (0.5, NULL)) AS x;
SELECT ok(beta(r, 0.01) IS NULL AND alpha(r, 0.01) IS NULL AND return_correlation(r, 0.01) IS NULL AND down_capture(r, 0.01) IS NULL AND tracking_error(r, r, 12) = 0
          AND information_ratio(r, r, 12) IS NULL AND sharpe_ratio(0.01, 0) IS NULL AND sortino_ratio(r, -0.5) IS NULL AND downside_deviation(r, -0.5) = 0
          AND annualized_volatility(0.01, 12) = 0 AND up_capture(r, -0.01) IS NULL, 'no variance or an empty side gives NULL, no risk 0') FROM (SELECT ra AS r FROM bacon) AS x;
SELECT ok(beta(r, r) IS NULL AND tracking_error(r, r, 12) IS NULL AND sharpe_ratio(r, 0) IS NULL AND annualized_volatility(r, 12) IS NULL
          AND hit_rate(r, 0) = 1 AND downside_deviation(r, 0) = 0, 'one return') FROM (VALUES (0.01)) AS x (r);
SELECT ok(beta(r, r) IS NULL AND hit_rate(r, r) IS NULL AND downside_deviation(r, 0) IS NULL AND sortino_ratio(r, 0) IS NULL AND annualized_volatility(r, 12) IS NULL
          AND information_ratio(r, r, 12) IS NULL AND return_pair_summary(r, r) IS NULL AND excess_summary(r, 0) IS NULL, 'all NULL') FROM (VALUES (NULL::float8)) AS x (r);
SELECT pg_temp.raises('SELECT beta(0.1, -1.5)', '22023', '^rb must be -1 or more and finite, not -1.5$', 'benchmark below -1');
SELECT pg_temp.raises('SELECT beta(''NaN'', 0.1)', '22023', '^ra must be -1 or more and finite, not NaN$', 'return not a number');
SELECT pg_temp.raises('SELECT sharpe_ratio(0.1, ''Infinity'')', '22023', '^target must be finite, not Infinity$', 'infinite target');
SELECT pg_temp.raises('SELECT annualized_volatility(0.1, -12)', '22023', '^periods_per_year must be positive', 'negative frequency');
SELECT pg_temp.raises('SELECT annualized_volatility(return_summary(ra)) FROM bacon', '22023', 'does not say how many periods', 'a summary without a frequency');

-- summaries
CREATE TEMP TABLE rolled AS
SELECT rollup(pair) AS pair, rollup(excess) AS excess, rollup(return) AS return
FROM (SELECT return_pair_summary(ra, rb) AS pair, excess_summary(ra, 0.001) AS excess, return_summary(ra) AS return FROM bacon GROUP BY i % 5) AS parts;
CREATE TEMP TABLE direct AS
SELECT return_pair_summary(ra, rb) AS pair, excess_summary(ra, 0.001) AS excess, return_summary(ra) AS return, tracking_error(ra, rb, 12) AS te, information_ratio(ra, rb, 12) AS ir,
       beta(ra, rb), alpha(ra, rb), return_correlation(ra, rb) AS correlation, up_capture(ra, rb) AS up, down_capture(ra, rb) AS down, hit_rate(ra, rb) AS hits,
       sharpe_ratio(ra, 0.001, 12) AS sharpe, sortino_ratio(ra, 0.001) AS sortino, downside_deviation(ra, 0.001) AS downside, annualized_volatility(ra, 12) AS volatility FROM bacon;
SELECT ok(r.pair = d.pair AND r.excess = d.excess AND r.return = d.return, 'rolled up: the same bits') FROM rolled AS r, direct AS d;
SELECT ok(tracking_error(r.pair, 12) = te AND information_ratio(r.pair, 12) = ir AND beta(r.pair) = d.beta AND alpha(r.pair) = d.alpha AND return_correlation(r.pair) = correlation
          AND up_capture(r.pair) = up AND down_capture(r.pair) = down AND hit_rate(r.pair) = hits AND sharpe_ratio(r.excess, 12) = sharpe AND sortino_ratio(r.excess) = sortino
          AND downside_deviation(r.excess) = downside AND annualized_volatility(r.return, 12) = volatility, 'accessors') FROM rolled AS r, direct AS d;
SELECT ok(pair::text::return_pair_summary = pair AND excess::text::excess_summary = excess, 'text round trip') FROM direct;

CREATE TEMP TABLE kept AS SELECT '1 0 0 0 0000000000000000000000000000000000000000000000000000000000000000 0000000000000000000000000000000000000000000000000000000000000000 0000000000000000000000000000000000000000000000000000000000000000'::return_summary AS s;
SELECT pg_temp.raises('SELECT return_summary_combine(s, ''1 1 12 1' || repeat(' ' || repeat('0', 64), 3) || ''') FROM kept', '42809', 'outside an aggregate', 'a combine function called directly');
SELECT is(s::text LIKE '1 0 0 0 %', true, 'leaves what is stored as it was') FROM kept;

-- drawdowns
CREATE TEMP TABLE level (ts date, l float8);
INSERT INTO level VALUES ('2024-01-01', 100), ('2024-01-02', 120), ('2024-01-03', 120), ('2024-01-05', 90), ('2024-01-08', 96), ('2024-01-09', 90), ('2024-01-10', 130), ('2024-01-11', 117), ('2024-01-12', 104), ('2024-01-15', 110);
SELECT is(drawdowns(ts, l)::text, '{"(2024-01-03,2024-01-05,2024-01-10,-0.25,7)","(2024-01-10,2024-01-12,,-0.2,5)"}', 'drawdowns: peak, first trough, recovery or none, depth, days') FROM level;
SELECT is(max_drawdown(ts, l), -0.25::float8, 'max_drawdown') FROM level;
SELECT is(max_drawdown(ts, l ORDER BY l), -0.25::float8, 'in any row order') FROM level;
SELECT ok(max_drawdown(ts::timestamp, l) = -0.25 AND max_drawdown(ts::timestamptz, l) = -0.25, 'timestamps') FROM level;
SELECT is(drawdowns(ts, l), '{}', 'a level that never falls') FROM level WHERE ts < '2024-01-04';
SELECT is(max_drawdown(ts, l), 0::float8, 'falls by 0') FROM level WHERE ts < '2024-01-04';
SELECT ok(max_drawdown(ts, l) IS NULL AND drawdowns(ts, l) IS NULL, 'one row') FROM level WHERE ts = '2024-01-01';
SELECT ok(max_drawdown(ts, l) IS NULL AND drawdowns(ts, l) IS NULL AND drawdown_summary(ts, l) IS NULL, 'no rows') FROM level WHERE false;
SELECT pg_temp.raises('SELECT max_drawdown(ts, -l) FROM level', '22023', '^level must be positive and finite, not -100 \(ts 2024-01-01\)$', 'negative level');
SELECT pg_temp.raises('SELECT drawdowns(date ''2024-01-01'', l) FROM level', '21000', '^two rows have the ts 2024-01-01$', 'two levels on a date');
SELECT is(array_agg(round(d::numeric, 4) ORDER BY ts), '{0,0,0,-0.2500,-0.2000,-0.2500,0,-0.1000,-0.2000,-0.1538}', 'drawdown of each row') FROM (SELECT ts, drawdown(l) OVER (ORDER BY ts) AS d FROM level) AS s;
SELECT is(max_drawdown(rollup(s)), -0.25::float8, 'rolled up from ' || n || ' stretches') FROM (SELECT n, drawdown_summary(ts, l) AS s FROM level, unnest(ARRAY[1, 2, 3, 5]) AS n GROUP BY n, (ts - date '2024-01-01') / n) AS parts GROUP BY n ORDER BY n;
SELECT is(rollup(s ORDER BY s::text DESC)::text, (SELECT drawdown_summary(ts, l)::text FROM level), 'in any order, the same bits') FROM (SELECT drawdown_summary(ts, l) AS s FROM level GROUP BY (ts - date '2024-01-01') / 3) AS parts;
SELECT pg_temp.raises('SELECT rollup(s) FROM (SELECT drawdown_summary(ts, l) AS s FROM level GROUP BY extract(day FROM ts)::integer % 2) AS parts', '22023', '^drawdown summaries overlap', 'stretches that overlap are refused');
SELECT pg_temp.raises('SELECT rollup(s) FROM (SELECT drawdown_summary(ts, l) AS s FROM level UNION ALL SELECT drawdown_summary(ts::timestamp + interval ''1 year'', l) FROM level) AS parts', '22023', 'different types of ts', 'date and timestamp do not mix');
SELECT pg_temp.raises('SELECT rollup(s) FROM (VALUES (''1 2305843009213693951 1 10 20 0 0 2 1 -0.5''::drawdown_summary), (''1 2305843009213693951 1 30 40 0 0 2 1 -0.5'')) AS made_up (s)', '22003', 'out of range', 'counts that run over');
SELECT pg_temp.raises(format('SELECT %L::drawdown_summary', input), '22P02', problem, problem) FROM (VALUES
    ('1 2 1 0 5 0 0 1 2 0', 'levels out of range'),
    ('1 2 1 0 5 0 0 2 1 0.1', 'depth out of range'),
    ('1 2 1 0 5 0 0 2 1 -0.6', 'depth out of range'),
    ('1 2 1 0 0 1 1 2 1 0', 'two levels at one moment'),
    ('1 1 1 0 0 0 0 2 1 0', 'one observation with two levels')) AS v (input, problem);

-- the last value of a frame
CREATE TEMP TABLE x AS SELECT i, CASE WHEN i % 13 <> 5 THEN (hashint4(i) % 50)::float8 END AS v FROM generate_series(1, 500) AS i;
SELECT ok(bool_and(z IS NOT DISTINCT FROM want OR abs(z - want) < 1e-12), 'zscore over ' || preceding || ' rows') FROM unnest(ARRAY[1, 20, 100]) AS preceding,
    LATERAL (SELECT i, v, CASE preceding WHEN 1 THEN zscore(v) OVER (ORDER BY i ROWS 1 PRECEDING) WHEN 20 THEN zscore(v) OVER (ORDER BY i ROWS 20 PRECEDING) ELSE zscore(v) OVER (ORDER BY i ROWS 100 PRECEDING) END AS z FROM x) AS own,
    LATERAL (SELECT CASE WHEN own.v IS NOT NULL THEN (own.v - avg(v)) / nullif(stddev_samp(v), 0) END AS want FROM x WHERE i BETWEEN own.i - preceding AND own.i) AS twin GROUP BY preceding ORDER BY preceding;
SELECT ok(bool_and(p IS NOT DISTINCT FROM want), 'percentile_rank over ' || preceding || ' rows') FROM unnest(ARRAY[1, 20, 100]) AS preceding,
    LATERAL (SELECT i, v, CASE preceding WHEN 1 THEN percentile_rank(v) OVER (ORDER BY i ROWS 1 PRECEDING) WHEN 20 THEN percentile_rank(v) OVER (ORDER BY i ROWS 20 PRECEDING) ELSE percentile_rank(v) OVER (ORDER BY i ROWS 100 PRECEDING) END AS p FROM x) AS own,
    LATERAL (SELECT CASE WHEN own.v IS NOT NULL THEN count(*) FILTER (WHERE v < own.v)::float8 / nullif(count(v) - 1, 0) END AS want FROM x WHERE i BETWEEN own.i - preceding AND own.i) AS twin GROUP BY preceding ORDER BY preceding;
SELECT is(array_agg(p ORDER BY i), (SELECT array_agg(percent_rank ORDER BY i) FROM (SELECT i, CASE WHEN i = 1 THEN NULL ELSE (SELECT count(*) FILTER (WHERE b.v < a.v)::float8 / (count(*) - 1) FROM x AS b WHERE b.i <= a.i AND b.v IS NOT NULL) END AS percent_rank FROM x AS a WHERE v IS NOT NULL) AS s),
          'percentile_rank over a frame that grows') FROM (SELECT i, percentile_rank(v) OVER (ORDER BY i) AS p FROM x WHERE v IS NOT NULL) AS own;
SELECT pg_temp.raises(format('SELECT %s(v) FROM x', f), '42809', 'needs an OVER clause', f || ' without OVER') FROM unnest(ARRAY['zscore', 'percentile_rank']) AS f;
SELECT pg_temp.raises(format('SELECT %s(''NaN'') OVER () FROM x', f), '22023', '^x must be finite', f || ' of NaN') FROM unnest(ARRAY['zscore', 'percentile_rank']) AS f;
SELECT pg_temp.raises('SELECT zscore(v) OVER () FROM (VALUES (1), (2.0 ^ 40)) AS large (v)', '22023', '^x must be below 2\^40 \(1\.1e12\) in size, not 1099511627776$', 'zscore of numbers whose squares are too large');
SELECT is(zscore(v) OVER (ORDER BY v ROWS 2 PRECEDING), NULL, 'zscore of the largest numbers that there may be') FROM (VALUES (2.0 ^ 40 - 1)) AS large (v);

SELECT * FROM finish();
ROLLBACK;
