-- extension.sql
--      One session in a database of its own where the extension comes and goes, once and until
--      the deadline.
SELECT clock_timestamp() > :'deadline' AND :once AS done \gset
\if :done
\q
\endif
CREATE EXTENSION rotation;
SELECT CASE total_return(date '2024-01-01' + i, 2 ^ i) WHEN 7 THEN 'same' ELSE 'wrong: total_return' END FROM generate_series(0, 3) AS i;
DROP EXTENSION rotation;
\set once true
