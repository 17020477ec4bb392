-- measure.sql
--      How a line is measured.

-- All that differs between two runs of a statement is time.
SET jit = off;
-- A scan starts at the first row even if another one has left off elsewhere.
SET synchronize_seqscans = off;
-- Two processes share a small table too where a line asks for two.
SET min_parallel_table_scan_size = 0;
SET parallel_setup_cost = 0;

CREATE TEMPORARY TABLE line (
    number integer GENERATED ALWAYS AS IDENTITY,
    work text NOT NULL,
    processes integer NOT NULL,
    query text NOT NULL,
    twin text,
    twin_query text,
    target float8,
    plan text,
    twin_plan text,
    seconds float8,
    twin_seconds float8,
    ratio float8
);

CREATE FUNCTION pg_temp.seconds(query text) RETURNS float8
LANGUAGE plpgsql
AS $$
DECLARE
    start timestamptz := clock_timestamp();
BEGIN
    EXECUTE query;
    RETURN extract(epoch FROM clock_timestamp() - start);
END
$$;

-- The kinds of the nodes of a plan from the top down, as in
-- Aggregate Sorted, Gather Merge 1, Sort, Aggregate Hashed, Seq Scan.
CREATE FUNCTION pg_temp.plan(query text) RETURNS text
LANGUAGE plpgsql STRICT
AS $$
DECLARE
    plan jsonb;
BEGIN
    EXECUTE 'EXPLAIN (FORMAT json) ' || query INTO plan;
    RETURN (SELECT string_agg(concat_ws(' ', node ->> 'Node Type', node ->> 'Strategy',
                                        node ->> 'Workers Planned'), ', ')
            FROM jsonb_path_query(plan, 'strict $.**') AS node
            WHERE node ? 'Node Type');
END
$$;

-- Take the medians of 3 to 9 rounds for every line, fewer where they are slow.
-- In a round the line and its twin run one after the other, now one first, now
-- the other, and the ratio is that of the round: what else the machine does
-- meanwhile meets both. A line that calls what does not exist yet is left out.
CREATE PROCEDURE pg_temp.measure()
LANGUAGE plpgsql
AS $$
DECLARE
    l line;
    start timestamptz;
    times float8[];
    twin_times float8[];
    twin_first boolean;
BEGIN
    FOR l IN SELECT * FROM line ORDER BY number LOOP
        PERFORM set_config('max_parallel_workers_per_gather', (l.processes - 1)::text, false);
        BEGIN
            l.plan := pg_temp.plan(l.query);
            l.twin_plan := pg_temp.plan(l.twin_query);
        EXCEPTION WHEN undefined_function THEN
            RAISE INFO '%: left out, %', l.work, sqlerrm;
            CONTINUE;
        END;
        RAISE INFO '%, % process%', l.work, l.processes, CASE WHEN l.processes > 1 THEN 'es' ELSE '' END;

        start := clock_timestamp();
        times := '{}';
        twin_times := '{}';
        FOR round IN 1..9 LOOP
            twin_first := l.twin_query IS NOT NULL AND round % 2 = 0;
            IF twin_first THEN
                twin_times := twin_times || pg_temp.seconds(l.twin_query);
            END IF;
            times := times || pg_temp.seconds(l.query);
            IF l.twin_query IS NOT NULL AND NOT twin_first THEN
                twin_times := twin_times || pg_temp.seconds(l.twin_query);
            END IF;
            EXIT WHEN round IN (3, 5, 7) AND clock_timestamp() > start + interval '12 seconds';
        END LOOP;

        UPDATE line
        SET plan = l.plan, twin_plan = l.twin_plan,
            (seconds, twin_seconds, ratio) = (
                SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY t),
                    percentile_cont(0.5) WITHIN GROUP (ORDER BY twin),
                    percentile_cont(0.5) WITHIN GROUP (ORDER BY t / twin)
                FROM unnest(times, twin_times) AS round (t, twin))
        WHERE number = l.number;
    END LOOP;
END
$$;

-- Warm: what fits is in the cache of the operating system, if not the server's.
SELECT pg_temp.seconds('SELECT count(close) FROM ' || name)
FROM unnest('{shuffled,named,quarter,thirty,panel}'::text[]) AS name
\g /dev/null
