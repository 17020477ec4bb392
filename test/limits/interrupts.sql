-- interrupts.sql
--      Measures every second call, breaks it off at several points, and tries those
--      again where it went on. Variables: lane (0 or 1) and parts, of the step that ends a call.
SET search_path = limits, public;
SET max_parallel_workers_per_gather = 0;
SET jit = off;
SET work_mem = '1GB'; -- a window that does not fit is read again for each row, by the server

SELECT format('CALL limits.measure(%s)', id) FROM generate_series(1, 2) AS again, call WHERE id % 2 = :lane ORDER BY again, id \gexec
INSERT INTO point (call, timeout, part) SELECT c.id, p.* FROM call AS c, choose_points(c, :parts) AS p WHERE id % 2 = :lane;
SELECT format('SET statement_timeout = %s', timeout), format('CALL limits.break_off(%s)', id) FROM point WHERE call % 2 = :lane ORDER BY id \gexec
\set again 'SELECT format(\'SET statement_timeout = %s\', timeout), format(\'CALL limits.break_off(%s)\', id) FROM attempt AS a WHERE call % 2 = :lane AND (overshoot > 0.1 OR is_too_late(a, :parts)) ORDER BY id'
SET statement_timeout = 0;
:again \gexec
SET statement_timeout = 0;
:again \gexec
SET statement_timeout = 0;
:again \gexec
SET statement_timeout = 0;
:again \gexec
SET statement_timeout = 0;
:again \gexec
