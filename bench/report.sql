-- report.sql
--      Measures the lines and prints the table.

CALL pg_temp.measure();

\echo
SELECT format('PostgreSQL %s, %s rows, warm, shared_buffers %s, medians of 3 to 9 rounds. Only ratios carry over.',
              current_setting('server_version'), (SELECT count(*) FROM panel), current_setting('shared_buffers'))
\g (format=unaligned tuples_only=on)
\echo 'Processes and "same plan" are from EXPLAIN: the same kinds of nodes in the same order.'
\echo
SELECT work,
    1 + coalesce(substring(plan FROM 'Gather[A-Za-z ]* ([0-9]+)')::integer, 0) AS processes,
    round(seconds::numeric, 3) AS seconds,
    twin,
    round(twin_seconds::numeric, 3) AS "twin's seconds",
    round(ratio::numeric, CASE WHEN ratio < 0.5 THEN 3 ELSE 2 END) AS ratio,
    '<= ' || round(target::numeric, CASE WHEN target < 0.5 THEN 3 ELSE 2 END) AS target,
    CASE WHEN plan = twin_plan THEN 'yes' WHEN plan <> twin_plan THEN 'no' END AS "same plan"
FROM line
WHERE seconds IS NOT NULL
ORDER BY number
\g (footer=off null='')
