-- applied.sql
--      What the workers have computed is what this session computes.
\i test/header.psql
SET extra_float_digits = 1;
SELECT plan(11);

SELECT is(md5(string_agg(ROW(id, levels, returns, pairs, drawdowns, earnings, regimes, index, rules, yields)::text, '|' ORDER BY id)), :'published', 'stored values are those of the publisher, as text and in binary') FROM stored;
SELECT is(count(*), 81::bigint, 'all of them') FROM stored;
SELECT is(count(*), 0::bigint, 'generated columns that an apply worker has computed')
FROM stored WHERE (total, volatility, found) IS DISTINCT FROM (total_return(levels), annualized_volatility(returns, 252), yield_regimes(regimes)) OR total IS NULL OR found IS NULL;
SELECT is(count(*), 0::bigint, 'a trigger with functions of stored values in an apply worker')
FROM stored WHERE (noted, level) IS DISTINCT FROM (max_drawdown(drawdowns) + index_pe(earnings), level_after(index, id)) OR noted IS NULL OR level IS NULL;
-- the first thirty came while the yields did
SELECT is(count(*), 60::bigint, 'a trigger that reads a relation in an apply worker') FROM log WHERE id > 30 AND regimes > 1 AND running < 0;
SELECT is(count(*), 0::bigint, 'and what its aggregate, its relation and its window gave')
FROM log WHERE id > 30 AND ROW(aggregate, regimes, running) IS DISTINCT FROM (SELECT ROW((SELECT total_return(ts, yield) FROM yields), (SELECT count(*) FROM regimes('yields', regime_rules(frequency => 'day'))),
                                                                                   (SELECT min(d) FROM (SELECT drawdown(yield) OVER (ORDER BY ts) AS d FROM yields) AS s)));

-- An index on expressions that an apply worker has filled, against the table itself
SET enable_seqscan = off;
SELECT is((SELECT count(*) FROM stored WHERE max_drawdown(drawdowns) < -0.01 AND id > 0), (SELECT count(*) FROM (SELECT * FROM stored OFFSET 0) AS s WHERE max_drawdown(drawdowns) < -0.01), 'an index on an expression that an apply worker has filled');

-- and indexes that parallel workers build, concurrently with what may come
ALTER TABLE stored SET (parallel_workers = 2);
SET max_parallel_maintenance_workers = 2;
SET maintenance_work_mem = '128MB';
CREATE INDEX CONCURRENTLY built ON stored (total_return(levels), annualized_volatility(returns, 252));
REINDEX INDEX CONCURRENTLY built;
REINDEX TABLE CONCURRENTLY stored;
SELECT ok(bool_and((SELECT count(*) FROM stored WHERE total_return(levels) = s.total) = n) AND count(*) > 10, 'an index on an expression that workers have built')
FROM (SELECT total, count(*) AS n FROM stored GROUP BY total) AS s;
RESET enable_seqscan;

-- What autovacuum has found in the expressions
SELECT ok(found <@ ARRAY(SELECT total_return(levels) FROM stored) AND cardinality(found) > 10, 'statistics that autovacuum has made of an index on an expression') FROM analyzed;
SELECT is(count(*), 2::bigint, 'and of expressions alone') FROM pg_stats_ext_exprs WHERE statistics_name = 'of_expressions' AND n_distinct <> 0;
SELECT is(apply_error_count + sync_error_count, 0::bigint, 'no apply worker met an error') FROM pg_stat_subscription_stats;
SELECT * FROM finish();
