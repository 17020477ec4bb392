\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql

BEGIN;
SELECT no_plan();

CREATE TEMP TABLE series AS
SELECT ts, p, p / 100 AS d, p / 3 AS y FROM (VALUES ('2024-01-01'::date, 10::float8), ('2024-01-02', 12), ('2024-01-03', NULL), ('2024-01-04', 9), ('2024-01-05', 11), (NULL, 5)) AS v (ts, p);

-- no rows, and none that counts
SELECT ok(calendar_returns(ts, p, 'month') IS NULL AND largest_stretches(ts, p, 1, 1) IS NULL AND smallest_stretches(ts, p, 1, 1) IS NULL AND drawdowns(ts, p) IS NULL AND max_drawdown(ts, p) IS NULL
          AND drawdown_summary(ts, p) IS NULL AND max_drawdown(drawdown_summary(ts, p)) IS NULL AND largest_moves(ts, p, 3) IS NULL AND yield_regimes(ts, y) IS NULL AND policy_cycles(ts, y) IS NULL AND threshold_plateaus(ts, y) IS NULL
          AND rollup(NULL::drawdown_summary) IS NULL AND rollup(NULL::level_summary) IS NULL AND breadth(nullif(p, p)) IS NULL, 'rows with NULLs give NULL') FROM series WHERE ts IS NULL OR p IS NULL;
SELECT ok(calendar_returns(ts, p, 'month') IS NULL AND largest_stretches(ts, p, 1, 1) IS NULL AND smallest_stretches(ts, p, 1, 1) IS NULL AND drawdowns(ts, p) IS NULL AND max_drawdown(ts, p) IS NULL
          AND drawdown_summary(ts, p) IS NULL AND max_drawdown(drawdown_summary(ts, p)) IS NULL AND largest_moves(ts, p, 3) IS NULL AND yield_regimes(ts, y) IS NULL AND policy_cycles(ts, y) IS NULL AND threshold_plateaus(ts, y) IS NULL
          AND rollup(NULL::drawdown_summary) IS NULL AND rollup(NULL::level_summary) IS NULL AND breadth(p) IS NULL, 'as no rows do') FROM series WHERE false;
SELECT ok(max_drawdown(drawdown_summary(ts, p)) IS NULL AND annualized_return(level_summary(ts, p), true) IS NULL AND yield_change_bp(ts, y) IS NULL, 'one row has neither a fall nor a return') FROM series WHERE ts = '2024-01-01';
SELECT is(yield_regime_returns(ts, y, p, p, NULL), NULL, 'regimes with returns of one row') FROM series WHERE ts = '2024-01-01';

-- frames without rows
SELECT results_eq($$SELECT max_drawdown(ts, p) OVER w IS NULL, total_return(ts, p) OVER w IS NULL, return_pair(ts, p, d) OVER w IS NULL, yield_change_bp(ts, y) OVER w IS NULL, zscore(p) OVER w IS NULL, percentile_rank(p) OVER w IS NULL
                    FROM series WINDOW w AS (ORDER BY ts ROWS BETWEEN 9 FOLLOWING AND 10 FOLLOWING)$$, $$SELECT true, true, true, true, true, true FROM series$$, 'a frame without rows gives NULL');
SELECT results_eq($$SELECT max_drawdown(ts, p) OVER (ORDER BY ts ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) FROM series$$,
                  $$SELECT max_drawdown FROM series AS a, LATERAL (SELECT max_drawdown(ts, p) FROM (SELECT * FROM series AS b WHERE b.ts < a.ts OR a.ts IS NULL ORDER BY ts DESC NULLS LAST LIMIT 2) AS f) AS m ORDER BY a.ts$$,
                  'rows with NULLs leave a moving frame as they came');

-- NULLs in windows
SELECT results_eq($$SELECT drawdown(p) OVER w, round((total_return_index(p, d, base) OVER w)::numeric, 10), rebase(p, ts, '2024-01-02', base) OVER w, forward_return(p, ts, '1 day') OVER w IS NULL
                    FROM (SELECT ts, p, d, CASE WHEN ts < '2024-01-05' THEN 100 END::float8 AS base FROM series) AS s WINDOW w AS (ORDER BY ts) ORDER BY ts$$,
                  $$VALUES (0::float8, 100, 10 * 100 / 12::float8, false), (0, 100 * 1.2 * 1.01, 100, false), (NULL, NULL, NULL, true), ((9 - 12) / 12::float8, 100 * 0.9 * 1.01 * 1.01, 75, false), ((11 - 12) / 12::float8, NULL, NULL, true), (5 / 12::float8 - 1, NULL, NULL, true)$$,
                  'window functions of rows with NULLs');
SELECT results_eq($$SELECT (yield_regime(ts, y, regime_rules(threshold_bp => 10, frequency => 'day')) OVER (ORDER BY ts)).direction FROM series ORDER BY ts$$, $$VALUES ('rising'), ('rising'), ('falling'), ('falling'), ('rising'), (NULL)$$, 'labels of rows with NULLs');

-- what must be the same in every row
SELECT pg_temp.raises(format('SELECT %s FROM series', f), code, message, f) FROM (VALUES
    ('calendar_returns(ts, p, NULL)', '22004', '^frequency must not be NULL$'),
    ('calendar_returns(ts, p, CASE WHEN p > 10 THEN ''day'' ELSE ''week'' END)', '22023', '^frequency must be the same in every row of a group$'),
    ('largest_stretches(ts, p, NULL, 1)', '22004', '^sessions and k must not be NULL$'),
    ('smallest_stretches(ts, p, 1, NULL)', '22004', '^sessions and k must not be NULL$'),
    ('largest_stretches(ts, p, CASE WHEN p > 10 THEN 1 ELSE 2 END, 1)', '22023', '^sessions and k must be the same'),
    ('largest_stretches(ts, p, 1, CASE WHEN p > 10 THEN 1 ELSE 2 END)', '22023', '^sessions and k must be the same'),
    ('largest_moves(ts, p, CASE WHEN p > 10 THEN 1 ELSE 2 END)', '22023', '^k must be the same'),
    ('total_return(ts, 1e-308, 1e308)', '22003', '^dividend / price is out of range$'),
    ('total_return_index(1e-308, 1e308) OVER (ORDER BY ts)', '22003', '^dividend / price is out of range$'),
    ('forward_return(p, ''infinity''::date, ''1 day'') OVER (ORDER BY ts)', '22023', '^ts must be finite, not infinity$'),
    ('forward_return(p, ''infinity''::timestamp, ''1 day'') OVER (ORDER BY ts)', '22023', '^ts must be finite, not infinity$'),
    ('yield_regime(''infinity'', y) OVER (ORDER BY ts)', '22023', '^ts must be finite, not infinity$'),
    ('yield_regime(ts, y, regime_rules(split_divergence => 0.1)) OVER (ORDER BY ts)', '22023', '^split_divergence needs two levels')) AS v (f, code, message);

-- stretches of the same return: the earlier one first
SELECT is(largest_stretches(ts, p, 1, 2)::text, '{"(2024-01-01,2024-01-02,1,f)","(2024-01-02,2024-01-03,1,f)"}', 'stretches of equal returns in order of time')
FROM (VALUES (date '2024-01-01', 1), ('2024-01-02', 2), ('2024-01-03', 4), ('2024-01-04', 8)) AS v (ts, p);

-- many summaries of drawdowns, some of them NULL
SELECT is(max_drawdown(rollup(s)), (SELECT max_drawdown(ts, p) FROM (SELECT date '2024-01-01' + i AS ts, 1 + (i * 7 % 13)::float8 AS p FROM generate_series(0, 99) AS i) AS f), 'a hundred summaries rolled up')
FROM (SELECT drawdown_summary(date '2024-01-01' + i, 1 + (i * 7 % 13)::float8) AS s FROM generate_series(0, 99) AS i GROUP BY i UNION ALL SELECT NULL) AS u;

-- lists of moves that meet in any order, as those of workers do
CREATE AGGREGATE pg_temp.moves_list(date, float8, integer) (SFUNC = largest_moves_accum, STYPE = bigint[]);
CREATE AGGREGATE pg_temp.combined_moves(bigint[]) (SFUNC = extreme_moves_combine, STYPE = bigint[], FINALFUNC = extreme_moves_final);
CREATE TEMP TABLE list AS
SELECT worker, pg_temp.moves_list(ts, r, 5) AS list FROM (SELECT i % 4 AS worker, date '2024-01-01' + i AS ts, CASE WHEN i % 4 < 3 THEN (i * 37 % 101)::float8 END AS r FROM generate_series(1, 90) AS i) AS s GROUP BY worker;
SELECT is(count(*) FILTER (WHERE list IS NULL), 1::bigint, 'a worker without moves has no list') FROM list;
SELECT is(pg_temp.combined_moves(list ORDER BY worker * sign), largest_moves, 'lists of moves combine to that of all, in the order ' || sign)
FROM list, unnest(ARRAY[1, -1]) AS sign, (SELECT largest_moves(date '2024-01-01' + i, (i * 37 % 101)::float8, 5) FROM generate_series(1, 90) AS i WHERE i % 4 < 3) AS whole GROUP BY sign, largest_moves ORDER BY sign;
SELECT is(pg_temp.combined_moves(NULL), NULL, 'no lists') FROM list;
SELECT pg_temp.raises('SELECT pg_temp.combined_moves(list) FROM (SELECT pg_temp.moves_list(ts::date, 1, extract(day FROM ts)::integer) AS list FROM generate_series(date ''2024-01-01'', ''2024-01-02'', ''1 day'') AS ts GROUP BY ts) AS s',
                      '22023', '^k must be the same', 'lists of different k');

SELECT * FROM finish();
ROLLBACK;
