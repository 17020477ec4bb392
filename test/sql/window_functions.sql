\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql

BEGIN;
SELECT no_plan();

CREATE TEMP TABLE price (series text, ts date, p float8, d float8);
INSERT INTO price VALUES
    ('a', '2024-01-01', 100, 7),
    ('a', '2024-01-02', 110, NULL),
    ('a', '2024-01-03', NULL, 1),
    ('a', '2024-01-04', 99, 2),
    ('a', '2024-01-05', 100, 0),
    ('b', '2024-01-01', 10, NULL),
    ('b', '2024-01-02', 12, NULL);
CREATE TEMP VIEW plain AS -- the same in plain SQL, over rows with a price
SELECT series, ts, (p - lag(p) OVER w) / lag(p) OVER w AS simple, (p + coalesce(d, 0) - lag(p) OVER w) / lag(p) OVER w AS total, ln(p / lag(p) OVER w) AS log
FROM price WHERE p IS NOT NULL WINDOW w AS (PARTITION BY series ORDER BY ts);

CREATE TEMP VIEW own AS
SELECT series, ts, simple_return(p) OVER w AS simple, simple_return(p, d) OVER w AS total, log_return(p) OVER w AS log,
       log_return(p, d) OVER w AS log_total,
       total_return_index(p) OVER w AS index, total_return_index(p, d) OVER w AS total_index,
       total_return_index(p, d, base => 1) OVER w AS total_index_1
FROM price WINDOW w AS (PARTITION BY series ORDER BY ts);

SELECT is(count(*), 6::bigint, 'a row each') FROM own JOIN plain USING (series, ts);
SELECT ok(bool_and((o.simple IS NULL) = (p.simple IS NULL) AND (o.simple IS NULL OR o.simple = p.simple)), 'simple_return is P / lag(P) - 1')
FROM own AS o JOIN plain AS p USING (series, ts);
SELECT ok(bool_and(o.total IS NOT DISTINCT FROM p.total), 'simple_return with dividends is (P + D) / lag(P) - 1') FROM own AS o JOIN plain AS p USING (series, ts);
SELECT ok(bool_and((o.log IS NULL) = (p.log IS NULL) AND (o.log IS NULL OR abs(o.log - p.log) < 1e-15)), 'log_return is ln(P / lag(P))') FROM own AS o JOIN plain AS p USING (series, ts);
SELECT ok(bool_and(o.log_total IS NULL AND o.total IS NULL OR abs(exp(o.log_total) - 1 - o.total) < 1e-15), 'log_return with dividends') FROM own AS o;
SELECT ok(bool_and(simple IS NULL AND log IS NULL AND index IS NULL), 'a NULL price gives NULL') FROM own WHERE ts = '2024-01-03';
SELECT is(array_agg(index ORDER BY ts), ARRAY[100, 120]::float8[], 'total_return_index starts at 100') FROM own WHERE series = 'b';
SELECT ok(bool_and(abs(o.total_index / 100 - t.growth) < 1e-15), 'total_return_index is 1 + total_return since the first row')
FROM own AS o, LATERAL (SELECT coalesce(1 + total_return(ts, p, d), 1) AS growth FROM price WHERE series = o.series AND ts <= o.ts) AS t
WHERE o.total_index IS NOT NULL;
SELECT ok(bool_and(abs(total_index - 100 * total_index_1) < 1e-12), 'base') FROM own;
SELECT is(min(total_index_1), 0.99 * (1 + 2::float8 / 99), 'the first row''s dividend does not count') FROM own WHERE series = 'a' AND ts = '2024-01-04';

-- rebase
SELECT is(array_agg(r ORDER BY ts), ARRAY[90.9090909090909, 100, NULL, 90, 90.9090909090909]::float8[], 'rebase to the last level on or before a date')
FROM (SELECT ts, round(rebase(p, ts, '2024-01-03') OVER (ORDER BY p)::numeric, 13)::float8 AS r FROM price WHERE series = 'a') AS s;
SELECT is(array_agg(r ORDER BY ts), ARRAY[1, 1.2]::float8[], 'rebase to another base')
FROM (SELECT ts, rebase(p, ts, '2024-01-01', 1) OVER () AS r FROM price WHERE series = 'b') AS s;
SELECT ok(bool_and(r IS NULL), 'no level on or before the date') FROM (SELECT rebase(p, ts, '2023-12-31') OVER () AS r FROM price WHERE series = 'a') AS s;
SELECT ok(bool_and(r IS NULL), 'NULL date') FROM (SELECT rebase(p, ts, NULL) OVER () AS r FROM price WHERE series = 'a') AS s;
SELECT is(min(r), 120::float8, 'timestamps') FROM (SELECT ts, rebase(p, ts::timestamp, timestamp '2024-01-01') OVER () AS r FROM price WHERE series = 'b') AS s WHERE ts = '2024-01-02';
SELECT is(min(r), 120::float8, 'timestamps with time zone') FROM (SELECT ts, rebase(p, ts::timestamptz, timestamptz '2024-01-01 12:00') OVER () AS r FROM price WHERE series = 'b') AS s WHERE ts = '2024-01-02';

SELECT pg_temp.raises('SELECT simple_return(-p) OVER () FROM price', '22023', '^price must be positive', 'negative price');
SELECT pg_temp.raises('SELECT simple_return(p, -1) OVER () FROM price', '22023', '^dividend must be zero or more', 'negative dividend');
SELECT pg_temp.raises('SELECT total_return_index(''NaN'') OVER () FROM price', '22023', '^price must be positive and finite, not NaN', 'price not a number');
SELECT pg_temp.raises('SELECT total_return_index(p, 0, -1) OVER () FROM price', '22023', '^base must be positive', 'negative base');
SELECT pg_temp.raises('SELECT rebase(p, ts, ''2024-01-01'') OVER () FROM price', '21000', '^two rows have the ts 2024-01-01', 'two levels at the base');
SELECT is(count(*), 0::bigint, 'no rows') FROM (SELECT simple_return(p) OVER () FROM price WHERE false) AS s;

CREATE TEMP TABLE sparse (ts date, l float8);
CREATE FUNCTION pg_temp.frequency_product(frequency text) RETURNS numeric LANGUAGE sql AS $$
    SELECT round(compound_return(c.value)::numeric, 12) FROM (SELECT calendar_returns(ts, l, frequency) AS x FROM sparse) AS s, unnest(s.x) AS c
$$;
-- forward_return, relative_strength

INSERT INTO sparse VALUES ('2024-01-01', 100), ('2024-01-05', 110), ('2024-01-31', 120), ('2024-02-02', NULL), ('2024-02-05', 99);
SELECT is(array_agg(round(f::numeric, 6) ORDER BY ts), ARRAY[0.2, -0.1, NULL, NULL, NULL]::numeric[], 'forward_return: to the last level within the horizon, NULL until it is reached')
FROM (SELECT ts, forward_return(l, ts, interval '1 month') OVER (ORDER BY l) AS f FROM sparse) AS s;
SELECT is(array_agg(f ORDER BY ts), ARRAY[0, 0, 0, NULL, NULL]::float8[], 'no later level within the horizon')
FROM (SELECT ts, forward_return(l, ts, '3 days') OVER () AS f FROM sparse) AS s;
SELECT ok(bool_and(a IS NOT DISTINCT FROM b AND b IS NOT DISTINCT FROM c) AND count(a) = 2, 'timestamps')
FROM (SELECT forward_return(l, ts, '1 month') OVER () AS a, forward_return(l, ts::timestamp, '1 month') OVER () AS b, forward_return(l, ts::timestamptz, '1 month') OVER () AS c FROM sparse) AS s;
SELECT ok(bool_and(f IS NULL), 'NULL horizon') FROM (SELECT forward_return(l, ts, NULL) OVER () AS f FROM sparse) AS s;
SELECT pg_temp.raises(format('SELECT forward_return(l, ts, %L) OVER () FROM sparse', h), '22023', '^horizon must lead to a later date', 'horizon ' || h) FROM unnest(ARRAY['0 days', '-1 month', '2 hours']) AS h;
SELECT pg_temp.raises('SELECT forward_return(l, date ''2024-01-01'', ''1 day'') OVER () FROM sparse', '21000', '^two rows have the ts', 'two levels on a date');
SELECT is(array_agg(round(r::numeric, 6) ORDER BY ts), ARRAY[NULL, 100, 100 / 1.1 * 1.2, NULL, 90]::numeric(20,6)[], 'relative_strength: 100 at the first row with both')
FROM (SELECT ts, relative_strength(l, CASE WHEN ts > '2024-01-01' THEN 50 END) OVER (ORDER BY ts) AS r FROM sparse) AS s;

-- calendar returns and stretches
CREATE TEMP VIEW calendar AS SELECT c.* FROM (SELECT calendar_returns(ts, l, 'month') AS x FROM sparse) AS s, unnest(s.x) AS c;
SELECT is(array_agg(c::text ORDER BY start_ts), '{"(2024-01-01,2024-01-31,0.2,f)","(2024-01-31,2024-02-05,-0.175,t)"}', 'calendar_returns by month') FROM calendar AS c;
SELECT is(pg_temp.frequency_product(f), round(total_return(ts, l)::numeric, 12), 'returns by ' || f || ' link to the total return') FROM sparse, unnest(ARRAY['day', 'week', 'month', 'quarter', 'year']) AS f GROUP BY f;
SELECT pg_temp.raises('SELECT calendar_returns(ts, l, ''decade'') FROM sparse', '22023', '^unknown frequency', 'another frequency');
SELECT is(largest_stretches(ts, l, 1, 2)::text, '{"(2024-01-01,2024-01-05,0.1,f)","(2024-01-05,2024-01-31,0.09090909090909091,f)"}', 'largest_stretches') FROM sparse;
SELECT is(smallest_stretches(ts, l, 2, 9)::text, '{"(2024-01-05,2024-02-05,-0.1,f)"}', 'smallest_stretches: none that overlaps') FROM sparse;
SELECT is(largest_stretches(ts, l, 4, 1), NULL, 'no more rows than sessions') FROM sparse;
SELECT pg_temp.raises('SELECT largest_stretches(ts, l, 0, 1) FROM sparse', '22023', '^sessions must be', 'sessions 0');
SELECT pg_temp.raises('SELECT largest_stretches(ts, l, 1, 0) FROM sparse', '22023', '^k is out of range', 'k 0');
CREATE TEMP TABLE two AS SELECT 'a' AS series, ts, l AS level FROM sparse UNION ALL SELECT 'b', ts, 1 / l FROM sparse;
SELECT is((SELECT string_agg(t::text, ' ' ORDER BY series, start_ts) FROM calendar_table('two') AS t WHERE series = 'a'), (SELECT string_agg(concat('(a,', substr(c::text, 2)), ' ' ORDER BY start_ts) FROM calendar AS c), 'calendar_table is calendar_returns, flat');
SELECT is(string_agg(concat_ws(' ', series, kind, place, end_ts), ', ' ORDER BY series, kind), 'a best 1 2024-01-05, a worst 1 2024-02-05, b best 1 2024-02-05, b worst 1 2024-01-05', 'stretch_table') FROM stretch_table('two', 1);

-- aggregates over frames: the moving forms give the bits of the aggregate over the frame's rows
CREATE TEMP TABLE series AS
SELECT date '2020-01-01' + i AS ts,
       CASE WHEN i % 17 <> 1 THEN 50 * exp((hashint4(i) % 1000) / 300.0) END AS p,
       CASE WHEN i % 11 = 0 THEN (hashint4(i + 9999) & 255) / 100.0 END AS d,
       CASE WHEN i % 53 = 0 THEN 2 END::float8 AS s,
       CASE WHEN i % 19 = 1 THEN NULL WHEN i % 97 = 0 THEN -1 ELSE (hashint4(i + 7) % 1000) / 2000.0 END AS r
FROM generate_series(1, 600) AS i;

CREATE FUNCTION pg_temp.frames_agree(call text, frame text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    different bigint;
    total bigint;
BEGIN
    EXECUTE format('SELECT count(*) FILTER (WHERE o.x::text IS DISTINCT FROM f.x::text), count(f.x)
        FROM (SELECT ts, %1$s OVER (ORDER BY ts %2$s) AS x, array_agg(ts) OVER (ORDER BY ts %2$s) AS frame FROM series) AS o,
             LATERAL (SELECT %1$s AS x FROM series WHERE ts = ANY (o.frame)) AS f', call, frame) INTO different, total;
    RETURN ok(different = 0 AND total > 480, call || ' over ' || frame || ' is the aggregate over the frame');
END
$$;
SELECT pg_temp.frames_agree(call, frame)
FROM unnest(ARRAY[
        'total_return(ts, p)', 'total_return(ts, p, d)', 'total_return(ts, p, d, s)', 'price_return(ts, p, d, s)',
        'income_return(ts, p, d, s)', 'annualized_return(ts, p, d)', 'relative_return(ts, p, p + 1)',
        'geometric_relative_return(ts, p, p + 1)', 'return_pair(ts, p, p + 1)', 'yield_change_bp(ts, r)',
        'compound_return(r)', 'annualized_return(r, 12)', 'annualized_volatility(r, 12)', 'sharpe_ratio(r, 0.01)', 'sortino_ratio(r, 0.01, 12)',
        'downside_deviation(r, 0.01)', 'tracking_error(r, r / 2, 12)', 'information_ratio(r, r / 2, 12)', 'beta(r, r * r)', 'alpha(r, r * r)',
        'return_correlation(r, r * r)', 'up_capture(r, r / 2)', 'down_capture(r, -r * r)', 'hit_rate(r, 0.1)', 'max_drawdown(ts, p)',
        'max_drawdown(date ''2020-01-01'' + (ts - date ''2020-01-01'') * 211 % 601, p)', 'largest_moves(ts, r, 3)']) AS call,
     unnest(ARRAY['ROWS 20 PRECEDING', 'ROWS BETWEEN 30 PRECEDING AND 5 FOLLOWING']) AS frame;

SELECT * FROM finish();
ROLLBACK;
