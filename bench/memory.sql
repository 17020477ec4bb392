-- memory.sql
--      Prints what a rebuild takes of memory, in a backend that does nothing else:
--      the peak of its address space above that of a fresh one (Linux). Compiled
--      expressions would bring the compiler with them.

\set status 'pg_read_file(\'/proc/self/status\')'
\echo
\echo 'Memory of equal_weight_index, above that of a fresh backend:'

\c
SET jit = off;
SELECT substring(:status FROM 'VmSize:\s*(\d+)')::bigint AS fresh \gset
SELECT count(*) AS rows FROM quarter \gset
SELECT cardinality(equal_weight_index(ts, member, close)) FROM quarter \g /dev/null
SELECT format('%s rows: %s MB', :rows, (substring(:status FROM 'VmPeak:\s*(\d+)')::bigint - :fresh) / 1024)
\g (format=unaligned tuples_only=on)

\c
SET jit = off;
SELECT substring(:status FROM 'VmSize:\s*(\d+)')::bigint AS fresh \gset
SELECT count(*) AS rows FROM panel \gset
SELECT cardinality(equal_weight_index(ts, member, close)) FROM panel \g /dev/null
SELECT format('%s rows: %s MB', :rows, (substring(:status FROM 'VmPeak:\s*(\d+)')::bigint - :fresh) / 1024)
\g (format=unaligned tuples_only=on)

\c
SET jit = off;
SELECT substring(:status FROM 'VmSize:\s*(\d+)')::bigint AS fresh \gset
SELECT 4 * count(*) AS rows FROM panel \gset
SELECT cardinality(equal_weight_index(ts, member, close))
FROM (SELECT ts, member, close FROM panel UNION ALL SELECT ts + 4000, member, close FROM panel
      UNION ALL SELECT ts + 8000, member, close FROM panel UNION ALL SELECT ts + 12000, member, close FROM panel) AS four
\g /dev/null
SELECT format('%s rows: %s MB', :rows, (substring(:status FROM 'VmPeak:\s*(\d+)')::bigint - :fresh) / 1024)
\g (format=unaligned tuples_only=on)

\c
SET jit = off;
SET work_mem = '64MB';
SELECT substring(:status FROM 'VmSize:\s*(\d+)')::bigint AS fresh \gset
SELECT count(*) AS rows FROM shuffled \gset
SELECT cardinality(equal_weight_index(ts, member, close)) FROM shuffled \g /dev/null
SELECT format('%s rows in no order, work_mem 64 MB: %s MB', :rows, (substring(:status FROM 'VmPeak:\s*(\d+)')::bigint - :fresh) / 1024)
\g (format=unaligned tuples_only=on)
