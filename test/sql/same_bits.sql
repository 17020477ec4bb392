\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql

-- Every aggregate gives the same bits under every plan: serial, parallel,
-- partition-wise, shuffled, rolled up from stored summaries; windows are compared
-- in window_functions. A million rows in 40 series, or one in ONE_IN of them; prices
-- span 12 decades, and so do the returns and the dividend yields.
\set one_in 1
\getenv one_in ONE_IN
CREATE TABLE panel (series integer, ts date, i integer, p float8, q float8, d float8, s float8, r float8, y float8)
PARTITION BY HASH (series);
CREATE TABLE panel_0 PARTITION OF panel FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE panel_1 PARTITION OF panel FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE panel_2 PARTITION OF panel FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO panel
SELECT i % 40, date '1950-01-01' + i / 40, i,
       10::float8 ^ ((hashint8extended(i, 1) & 1048575) / 1048576::float8 * 12 - 6),
       10::float8 ^ ((hashint8extended(i, 2) & 1048575) / 1048576::float8 * 12 - 6),
       NULL,
       CASE hashint8extended(i, 5) & 127 WHEN 0 THEN 0.5 WHEN 1 THEN 2 END,
       CASE hashint8extended(i, 7) & 1 WHEN 0 THEN -1 ELSE 1 END * 10::float8 ^ ((hashint8extended(i, 8) & 1048575) / 1048576::float8 * 12 - 14),
       (hashint8extended(i, 9) & 1023) / 100::float8
FROM generate_series(1, 1000000 / :one_in) AS i;
UPDATE panel SET d = p * 10::float8 ^ ((hashint8extended(i, 4) & 1048575) / 1048576::float8 * 12 - 14) WHERE hashint8extended(i, 3) % 5 = 0;
CREATE TABLE shuffled AS SELECT * FROM panel ORDER BY hashint8extended(i, 99);
CREATE TABLE monthly AS
SELECT series, date_trunc('month', ts) AS month, level_summary(ts, p, d, s) AS level, return_summary(r) AS return, pair_summary(ts, p, q) AS pair,
       breadth_summary(r) AS breadth, weight_summary(p * 1e6) AS weight, earnings_summary(p, r * q) AS earnings, contribution_summary(p, r) AS contribution,
       linked_effect_summary(r, r / 2 + y / 1e6, y / 1e6) AS linked
FROM shuffled GROUP BY 1, 2;
VACUUM ANALYZE panel, shuffled, monthly;

-- All results, as text: of every number digits enough to tell any two apart, of all aggregates, by series or over one group, from a table
CREATE FUNCTION results(source regclass, one_group boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    EXECUTE format($query$
        SELECT md5(string_agg(x::text, E'\n' ORDER BY x.key))
        FROM (SELECT %1$s AS key,
                     total_return(%2$s, p), total_return(%2$s, p, d), total_return(%2$s, p, d, s),
                     price_return(%2$s, p), price_return(%2$s, p, d), price_return(%2$s, p, d, s),
                     income_return(%2$s, p), income_return(%2$s, p, d), income_return(%2$s, p, d, s),
                     annualized_return(%2$s, p), annualized_return(%2$s, p, d), annualized_return(%2$s, p, d, s),
                     total_return(%3$s, p, d, s), total_return(%3$s::timestamptz, p, d, s),
                     compound_return(r), annualized_return(r, 252),
                     relative_return(%2$s, p, q), geometric_relative_return(%2$s, p, q), return_pair(%2$s, p, q),
                     relative_return(%3$s, p, q), yield_change_bp(%2$s, y), yield_change_bp(%3$s, y),
                     largest_moves(%2$s, r, 20), smallest_moves(%2$s, r, 20),
                     annualized_volatility(r, 252), sharpe_ratio(r, 1e-4), sortino_ratio(r, 1e-4, 252), downside_deviation(r, 1e-4),
                     tracking_error(r, r / 2 + y / 1000, 252), information_ratio(r, y / 1000, 252), beta(r, y / 1000), alpha(r, y / 1000),
                     return_correlation(r, y / 1000), up_capture(r, y / 1000 - 0.003), down_capture(r, y / 1000 - 0.003), hit_rate(r, y / 1000),
                     breadth(r), herfindahl(p * 1e6), effective_n(p), index_pe(p, r * q), index_pe(p, r * q, false), index_pe(p, abs(r) * q), contribution(p, r),
                     carino_linked(r, r / 2 + y / 1e6, y / 1e6),
                     breadth_summary(r), weight_summary(p * 1e6), earnings_summary(p, r * q), contribution_summary(p, r), linked_effect_summary(r, r / 2 + y / 1e6, y / 1e6),
                     excess_summary(r, 1e-4), return_pair_summary(r, y / 1000),
                     level_summary(%2$s, p, d, s), return_summary(r), pair_summary(%2$s, p, q)
              FROM %4$s GROUP BY 1) AS x$query$,
        CASE WHEN one_group THEN 'i >= 0' ELSE 'series' END,
        CASE WHEN one_group THEN '(date ''2000-01-01'' + i)' ELSE 'ts' END,
        CASE WHEN one_group THEN '(timestamp ''2000-01-01'' + i * interval ''1 minute'')' ELSE 'ts::timestamp' END,
        source) INTO result;
    RETURN result;
END
$$;
CREATE FUNCTION plan_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    line text;
    result text := '';
BEGIN
    FOR line IN EXECUTE 'EXPLAIN (COSTS OFF) ' || query LOOP
        result := result || line || E'\n';
    END LOOP;
    RETURN result;
END
$$;
\set by_series 'SELECT series, total_return(ts, p, d, s), compound_return(r), relative_return(ts, p, q), return_pair(ts, p, q), yield_change_bp(ts, y), annualized_return(r, 252), geometric_relative_return(ts, p, q), largest_moves(ts, r, 20), income_return(ts, p, d), price_return(ts, p), breadth(r), herfindahl(p), index_pe(p, r), contribution(p, r), carino_linked(r, r, r) FROM panel GROUP BY series'
\set in_one 'SELECT total_return(ts, p, d, s), compound_return(r), relative_return(ts, p, q), return_pair(ts, p, q), yield_change_bp(ts, y), annualized_return(r, 252), geometric_relative_return(ts, p, q), largest_moves(ts, r, 20), income_return(ts, p, d), price_return(ts, p), breadth(r), herfindahl(p), index_pe(p, r), contribution(p, r), carino_linked(r, r, r) FROM panel'

SELECT no_plan();

SET max_parallel_workers_per_gather = 0;
SELECT results('panel', false) AS serial, results('panel', true) AS serial_one \gset
SELECT unalike(plan_of(:'by_series'), '%Partial%', 'one process, one step');

SELECT is(results('shuffled', false), :'serial', 'shuffled rows, by series');
SELECT is(results('shuffled', true), :'serial_one', 'shuffled rows, one group');

SET enable_hashagg = off;
SELECT is(results('shuffled', false), :'serial', 'sorted groups');
RESET enable_hashagg;

SET enable_partitionwise_aggregate = on;
SELECT matches(plan_of(:'in_one'), 'Finalize Aggregate.*Append.*Partial Aggregate.*Partial Aggregate', 'partition-wise plan');
SELECT is(results('panel', false), :'serial', 'partition-wise, by series');
SELECT is(results('panel', true), :'serial_one', 'partition-wise, one group');
RESET enable_partitionwise_aggregate;

SET max_parallel_workers_per_gather = 4;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET parallel_leader_participation = off;
SELECT matches(plan_of(:'in_one'), 'Finalize Aggregate.*Gather.*Partial Aggregate', 'parallel plan');
SELECT is(results('panel', false), :'serial', 'parallel, by series');
SELECT is(results('panel', true), :'serial_one', 'parallel, one group');
SELECT is(results('shuffled', false), :'serial', 'parallel over shuffled rows, by series');
SELECT is(results('shuffled', true), :'serial_one', 'parallel over shuffled rows, one group');
SELECT matches(plan_of('SELECT total_return(ts, p) FROM panel WHERE i + 0 < 0'), 'Gather.*Partial Aggregate', 'parallel plan over no rows');
SELECT ok(total_return(ts, p, d, s) IS NULL AND compound_return(r) IS NULL AND relative_return(ts, p, q) IS NULL AND return_pair(ts, p, q) IS NULL
          AND yield_change_bp(ts, y) IS NULL AND largest_moves(ts, r, 3) IS NULL AND level_summary(ts, p) IS NULL
          AND breadth(r) IS NULL AND herfindahl(p) IS NULL AND effective_n(p) IS NULL AND index_pe(p, r) IS NULL AND contribution(p, r) IS NULL AND carino_linked(r, r, r) IS NULL, 'parallel over no rows gives NULL')
FROM panel WHERE i + 0 < 0;
SELECT ok(total_return(ts, NULL::float8) IS NULL AND compound_return(NULL::float8) IS NULL AND relative_return(ts, p, NULL) IS NULL
          AND yield_change_bp(ts, NULL::float8) IS NULL AND largest_moves(ts, NULL, 3) IS NULL AND level_summary(ts, NULL::float8) IS NULL
          AND breadth(NULL::float8) IS NULL AND herfindahl(NULL::float8) IS NULL AND index_pe(p, NULL) IS NULL AND contribution(NULL, r) IS NULL AND carino_linked(r, r, NULL) IS NULL, 'parallel over all NULL gives NULL')
FROM panel;

-- stored summaries, one a series and month
CREATE TABLE rolled AS
SELECT series, rollup(level) AS level, rollup(return) AS return, rollup(pair) AS pair, rollup(breadth) AS breadth, rollup(weight) AS weight, rollup(earnings) AS earnings,
       rollup(contribution) AS contribution, rollup(linked) AS linked
FROM monthly GROUP BY series;
SELECT is(count(*), 40::bigint, 'rolled up from months: the same summaries')
FROM rolled JOIN (SELECT series, level_summary(ts, p, d, s) AS level, return_summary(r) AS return, pair_summary(ts, p, q) AS pair,
                    breadth_summary(r) AS breadth, weight_summary(p * 1e6) AS weight, earnings_summary(p, r * q) AS earnings, contribution_summary(p, r) AS contribution,
                    linked_effect_summary(r, r / 2 + y / 1e6, y / 1e6) AS linked
             FROM panel GROUP BY series) AS direct
  USING (series)
WHERE rolled.level = direct.level AND rolled.return = direct.return AND rolled.pair = direct.pair AND rolled.breadth = direct.breadth AND rolled.weight = direct.weight
  AND rolled.earnings = direct.earnings AND rolled.contribution = direct.contribution AND rolled.linked = direct.linked;
SELECT is(count(*), 40::bigint, 'rolled up from months: the same returns')
FROM rolled JOIN (SELECT series, total_return(ts, p, d, s) AS total, compound_return(r) AS compound, relative_return(ts, p, q) AS relative FROM panel GROUP BY series) AS direct
  USING (series)
WHERE total_return(level)::text = direct.total::text AND compound_return(return)::text = direct.compound::text AND relative_return(pair)::text = direct.relative::text;

SELECT * FROM finish();
DROP TABLE panel, shuffled, monthly, rolled;
DROP FUNCTION results, plan_of;
