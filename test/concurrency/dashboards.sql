-- dashboards.sql
--      One session that makes views for dashboards in a schema of its own, reads one, makes
--      them again and drops them, once and until the deadline; and each second in a new
--      schema that others make at the same time.
SET client_min_messages = warning;
SELECT clock_timestamp() > :'deadline' AND :once AS done \gset
\if :done
\q
\endif
SELECT CASE WHEN count(*) = (SELECT count(*) FROM pg_class WHERE relnamespace = 'dashboard'::regnamespace AND relkind = 'v') THEN 'same' ELSE 'wrong: other views' END
FROM create_dashboard_views(:'schema', 'steady.panel', 'steady.yields', 'steady.panel', 'steady.yields', 'series 1', 'series 2');
SELECT CASE WHEN count(*) > 0 THEN 'same' ELSE 'wrong: no regimes' END FROM :schema.yield_regimes;
SELECT CASE WHEN count(*) = 3 THEN 'same' ELSE 'wrong: other views of yields' END FROM create_dashboard_views(:'schema', yields => 'steady.yields');
DROP SCHEMA :schema CASCADE;
SELECT format('together_%s', round(extract(epoch FROM clock_timestamp()))) AS together \gset
SELECT CASE WHEN count(*) = 3 THEN 'same' ELSE 'wrong: other views of a common schema' END FROM create_dashboard_views(:'together', yields => 'steady.yields');
\set once true
