-- groups.sql
--      Every aggregate over many groups: hashed and sorted, in memory and not, with the
--      same results. Variables: groups, and of_group rows in each.
SET search_path = limits, public;
SET enable_hashagg = on;
CREATE TABLE grouped AS
SELECT g, i, i AS j, date '1900-01-01' + i AS ts, (hashint8(i * 1000003::bigint + g) & 65535) / 65536.0::float8 AS x
FROM generate_series(1, :of_group) AS i, generate_series(1, :groups) AS g;
ANALYZE grouped;

-- One aggregate in one way
CREATE TABLE grouping (name text, hashed boolean, memory text, seconds float8, digest numeric, peak bigint /* bytes, of the aggregation */);
CREATE FUNCTION group_by(c call, hashed boolean, memory text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    asked text := regexp_replace(replace(c.query, 'few_read', 'limits.grouped'), '^SELECT ', 'SELECT g, ') || ' GROUP BY g';
    start timestamptz := clock_timestamp();
    plan json;
    digest numeric;
BEGIN
    PERFORM set_config('enable_sort', (NOT hashed)::text, true), set_config('enable_hashagg', hashed::text, true), set_config('work_mem', memory, true);
    EXECUTE format('SELECT sum(hashtextextended(r::text, 0)::numeric) FROM (%s) AS r', asked) INTO digest;
    INSERT INTO grouping SELECT c.name, hashed, memory, extract(epoch FROM clock_timestamp() - start), digest;
    IF hashed AND memory <> '64kB' THEN
        EXECUTE 'EXPLAIN (ANALYZE, TIMING off, FORMAT json) ' || asked INTO plan;
        UPDATE grouping AS g SET peak = 1024 * (plan -> 0 -> 'Plan' ->> 'Peak Memory Usage')::bigint WHERE g.name = c.name AND g.memory = group_by.memory AND g.hashed;
    END IF;
END $$;
SELECT format('SELECT limits.group_by(c, %L, %L) FROM limits.call AS c WHERE id = %s', hashed, memory, id)
FROM call, (VALUES (true, '4GB'), (true, '64kB'), (false, '4MB')) AS v (hashed, memory)
WHERE NOT large AND query !~ '^SELECT count' ORDER BY id \gexec

SELECT CASE WHEN count(*) = 0 THEN '' ELSE 'not ' END || format('ok 1 - %s aggregates over %s groups: by hash, by hash on disk and by sort the same', (SELECT count(DISTINCT name) FROM grouping), :groups) || coalesce(E'\n# ' || string_agg(name, E'\n# '), '')
FROM (SELECT name FROM grouping GROUP BY name HAVING count(digest) < 3 OR count(DISTINCT digest) > 1) AS s;
SELECT '# by group in a hash table, and seconds by hash and by sort, the greatest of each aggregate:';
SELECT format('# %s bytes, %s s, %s s: %s', round(max(peak) / :groups), round(max(seconds) FILTER (WHERE hashed AND peak IS NOT NULL)::numeric, 2),
              round(max(seconds) FILTER (WHERE NOT hashed)::numeric, 2), split_part(name, '(', 1))
FROM grouping GROUP BY split_part(name, '(', 1) ORDER BY max(peak) DESC, 1;
