-- change.sql
--      One session that moves the tables of a schema on in each way in turn, until the
--      deadline and until each has been taken.
SELECT m.method, clock_timestamp() > :'deadline' AND n > 0 AS done
FROM unnest(CASE :'schema' WHEN 'moving' THEN '{replace,change,reload,recreate,swap}'::text[] ELSE '{replace,change,reload}' END) AS m (method)
     LEFT JOIN concurrent.advances AS a ON (a.schema, a.method) = (:'schema', m.method)
ORDER BY coalesce(n, 0) LIMIT 1 \gset
\if :done
\q
\endif
CALL concurrent.advance(:'schema', :'method');
SELECT pg_sleep(0.05) \g /dev/null
