-- interrupts.sql
--      Measures every second call, breaks it off at several points, and tries those
--      again where it went on. Variables: lane (0 or 1) and points.
SET search_path = limits, public;
SET max_parallel_workers_per_gather = 0;
SET jit = off;
SET work_mem = '1GB'; -- a window that does not fit is read again for each row, by the server

SELECT format('CALL limits.measure(%s)', id) FROM call WHERE id % 2 = :lane ORDER BY id \gexec
INSERT INTO point (call, timeout) SELECT c.id, limits.choose_points(c, CASE WHEN large THEN :points ELSE 1 END) FROM call AS c WHERE id % 2 = :lane;
SELECT format('SET statement_timeout = %s', timeout), format('CALL limits.break_off(%s)', id) FROM point WHERE call % 2 = :lane ORDER BY id \gexec
SET statement_timeout = 0;
SELECT format('SET statement_timeout = %s', timeout), format('CALL limits.break_off(%s)', id)
FROM attempt, generate_series(1, 4) WHERE call % 2 = :lane AND overshoot > 0.1 ORDER BY id \gexec
