-- refresh.sql
--      One session that refreshes materialised views, both in one transaction or one
--      after the other, until the deadline.
BEGIN;
UPDATE stored.source SET version = (version + 1) % 5;
REFRESH MATERIALIZED VIEW stored.panel;
REFRESH MATERIALIZED VIEW stored.yields;
COMMIT;
SELECT pg_sleep(0.1) \g /dev/null
BEGIN;
UPDATE stored.source SET version = (version + 1) % 5;
REFRESH MATERIALIZED VIEW CONCURRENTLY stored.panel;
REFRESH MATERIALIZED VIEW CONCURRENTLY stored.yields;
COMMIT;
SELECT pg_sleep(0.1) \g /dev/null
SELECT clock_timestamp() > :'deadline' AS done \gset
\if :done
\q
\endif
