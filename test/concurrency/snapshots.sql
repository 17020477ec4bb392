-- snapshots.sql
--      Relations that another session puts a new file in place of after the snapshot of a
--      transaction: what the snapshot cannot see any more is an error, not an empty answer.
\i test/header.psql
SELECT plan(17);
CREATE TABLE source AS SELECT date '2024-01-01' + i AS ts, 4 + i % 3 AS yield, 100 + i % 7 AS level, 's'::text AS series, date '2024-01-01' + i AS start_ts, date '2024-02-01' + i AS end_ts FROM generate_series(1, 50) AS i;
CREATE TABLE empty (LIKE source);
CREATE TABLE parent (LIKE source) PARTITION BY RANGE (ts);
CREATE TABLE child PARTITION OF parent DEFAULT;
CREATE TABLE inherited (LIKE source);
CREATE TABLE heir () INHERITS (inherited);
CREATE TABLE plain (LIKE source);
CREATE VIEW of_plain AS SELECT * FROM plain;
CREATE MATERIALIZED VIEW held AS SELECT * FROM source;
CREATE FUNCTION fill(t regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('TRUNCATE %s', t);
    EXECUTE format('INSERT INTO %s SELECT * FROM source', t);
END $$;
SELECT count(fill(t)) AS filled FROM unnest('{parent,heir,plain}'::regclass[]) AS t \gset
\setenv PGDATABASE snapshots

BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT txid_current_snapshot() AS taken \gset
\! psql -Xq -o /dev/null -c "SELECT fill('parent')" -c "SELECT fill('heir')" -c "SELECT fill('plain')"
SELECT pg_temp.raises('SELECT regimes(''plain'')', '40001', 'rewrite of relation "plain"', 'a table that has been truncated and filled');
SELECT pg_temp.raises('SELECT regimes(''of_plain'')', '40001', 'rewrite of relation "plain"', 'under a view');
SELECT pg_temp.raises('SELECT regimes(''child'')', '40001', 'rewrite of relation "child"', 'a partition');
SELECT pg_temp.raises('SELECT regimes(''parent'')', '40001', 'rewrite of relation "child"', 'a partition under its table');
SELECT pg_temp.raises('SELECT regimes(''inherited'')', '40001', 'rewrite of relation "heir"', 'a table that inherits');
SELECT pg_temp.raises('SELECT calendar_table(''plain'')', '40001', 'rewrite of relation "plain"', 'calendar_table');
SELECT pg_temp.raises('SELECT reconcile_return(''plain'', ''s'', 0.1, ''2024-01-02'', ''2024-02-01'')', '40001', 'rewrite of relation "plain"', 'reconcile_return, before it misses the series');
SELECT pg_temp.raises('SELECT period_returns(''plain'', ARRAY[ROW(''p'', ''2024-01-02'', ''2024-02-01'')::holding_period], ''{s}'')', '40001', 'rewrite of relation "plain"', 'period_returns, before it misses the series');
SELECT pg_temp.raises('SELECT regime_returns(''source'', ''plain'')', '40001', 'rewrite of relation "plain"', 'regime_returns of rewritten periods');
COMMIT;
SELECT ok(count(*) > 0, 'the next transaction sees them') FROM regimes('plain');

BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT txid_current_snapshot() AS taken \gset
\! psql -Xq -o /dev/null -c "ALTER TABLE plain ADD COLUMN extra float8 DEFAULT random()" -c "VACUUM FULL heir" -c "REFRESH MATERIALIZED VIEW held" -c "CREATE TABLE later AS SELECT * FROM source" -c "VACUUM FULL source"
SELECT pg_temp.raises('SELECT regimes(''plain'')', '40001', 'rewrite of relation "plain"', 'ALTER TABLE that rewrites a table');
SELECT pg_temp.raises('SELECT regimes(''later'')', '40001', 'rewrite of relation "later"', 'a table that is younger than the snapshot');
SELECT ok(count(*) > 0, 'VACUUM FULL keeps rows visible') FROM regimes('source');
SELECT ok(count(*) > 0, 'under a table as well') FROM regimes('inherited');
SELECT ok(count(*) > 0, 'REFRESH MATERIALIZED VIEW gives rows that all can see') FROM regimes('held');
SELECT is(count(*), 0::bigint, 'an empty table is empty') FROM regimes('empty');
COMMIT;

-- What a transaction has rewritten itself it sees
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT fill('plain') AS filled \gset
SELECT ok(count(*) > 0, 'a table that the transaction itself has filled anew') FROM regimes('plain');
COMMIT;
SELECT * FROM finish();
