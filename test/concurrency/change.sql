-- change.sql
--      One session that moves the tables of a schema on, until the deadline.
SELECT m.method, clock_timestamp() > :'deadline' AS done
FROM unnest(CASE :'schema' WHEN 'moving' THEN '{replace,change,reload,recreate,swap}'::text[] ELSE '{replace,change,reload}' END) AS m (method)
     LEFT JOIN concurrent.advances AS a ON (a.schema, a.method) = (:'schema', m.method)
ORDER BY coalesce(n, 0) LIMIT 1 \gset
\if :done
\q
\endif
CALL concurrent.advance(:'schema', :'method');
SELECT pg_sleep(0.05) \g /dev/null
