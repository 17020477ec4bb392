-- maintain.sql
--      One session that maintains the tables of a schema, until the deadline, while nobody
--      moves them on: CREATE INDEX CONCURRENTLY would wait for a transaction that waits for it.
SET search_path = :schema, public;
SELECT clock_timestamp() > :'deadline' AS done, pg_try_advisory_lock(hashtext(:'schema')) AS alone, (random() * 10 - 0.5)::integer AS what \gset
\if :done
\q
\endif
\if :alone
SELECT statement FROM (VALUES
    (0, 1, 'ANALYZE panel, yields'), (1, 1, 'VACUUM panel'), (2, 1, 'VACUUM (FULL, ANALYZE) panel'), (3, 1, 'REINDEX TABLE panel'), (4, 1, 'REINDEX TABLE CONCURRENTLY panel'),
    (5, 1, 'CREATE INDEX CONCURRENTLY made ON panel (ts)'), (5, 2, 'CLUSTER panel USING made'), (5, 3, 'DROP INDEX CONCURRENTLY made'),
    (6, 1, 'ALTER TABLE panel ADD COLUMN extra float8 DEFAULT random()'), (6, 2, 'ALTER TABLE panel DROP COLUMN extra'),
    (7, 1, CASE :'schema' WHEN 'moving' THEN 'ALTER TABLE panel DROP COLUMN dividend' ELSE 'ANALYZE yields' END),
    (7, 2, CASE :'schema' WHEN 'moving' THEN 'ALTER TABLE panel ADD COLUMN dividend float8' ELSE 'CREATE STATISTICS made ON (price * 2), (level * 3) FROM panel' END),
    (7, 3, CASE :'schema' WHEN 'steady' THEN 'ANALYZE panel' END), (7, 4, CASE :'schema' WHEN 'steady' THEN 'DROP STATISTICS made' END),
    (8, 1, 'ALTER TABLE yields SET (fillfactor = 80)'), (8, 2, 'VACUUM FULL yields'),
    (9, 1, CASE :'schema' WHEN 'moving' THEN 'ALTER TABLE panel RENAME COLUMN dividend TO d' END),
    (9, 2, CASE :'schema' WHEN 'moving' THEN 'ALTER TABLE panel RENAME COLUMN d TO dividend' END), (9, 3, 'GRANT SELECT ON panel TO PUBLIC')
) AS v (n, place, statement) WHERE n = :what AND statement IS NOT NULL ORDER BY place \gexec
SELECT pg_advisory_unlock(hashtext(:'schema')) \g /dev/null
\endif
SELECT pg_sleep(0.3) \g /dev/null
