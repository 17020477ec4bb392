-- labels.sql
--      What each function says of itself, IMMUTABLE or STABLE, PARALLEL SAFE or
--      RESTRICTED, why, and whether it holds: under other settings, in generated
--      columns and indexes, and in parallel workers.
\i test/header.psql
SET search_path = hostile, public;
SET statement_timeout = :'patience';
SELECT no_plan();

CREATE VIEW labelled AS
SELECT p.*, p.oid::regprocedure::text AS signature, 'internal'::regtype = ANY (proargtypes) AS has_internal, 'regclass'::regtype = ANY (proargtypes) AS reads_relation
FROM member AS p;
CREATE TABLE label (place integer, condition text, volatility "char", parallel "char", because text);
INSERT INTO label VALUES
    (0, 'provolatile = ''v''', 'v', 'u', 'creates views'),
    (1, 'reads_relation AND proretset', 's', 'r', 'reads the relation it is given, with the snapshot of the calling query, or refuses it if that sees nothing of it any more; that may be a temporary table, which workers cannot read'),
    (2, 'prokind = ''w'' AND proname = ''forward_return''', 's', 's', 'moves a moment on by an interval, and where timestamptz meets days or months TimeZone has a say; its dates and timestamps are labelled alike'),
    (3, 'prokind = ''w''', 'i', 's', 'depends on the rows of its partition alone, and keeps what it knows with the partition'),
    (4, 'prokind = ''a''', 'i', 's', 'depends on its rows alone: sums are exact and series sorted, so neither their order nor the plan shows'),
    (5, 'has_internal AND proname ~ ''_recv$''', 'i', 's', 'reads numbers of fixed size in network byte order, and names as bytes that must be valid in the encoding of the database, without conversion'),
    (6, 'has_internal', 'i', 's', 'changes or reads the state of one aggregate, which does not outlive its group'),
    (7, 'proname ~ ''_(in|out|send)$''', 'i', 's', 'dates are day numbers, numbers have 17 digits, bytes are hexadecimal, whatever DateStyle, extra_float_digits and bytea_output say'),
    (8, 'proname ~ ''_eq$''', 'i', 's', 'compares bits'),
    (9, 'proname ~ ''_(accum|retract|combine)$|^extreme_moves_final$''', 'i', 's', 'changes or reads a state that it is given, in an aggregate only'),
    (10, 'prorettype::regtype::text ~ ''_rules$''', 'i', 's', 'checks its arguments and puts them side by side'),
    (11, 'proname = ''holding_period''', 'i', 's', 'takes three columns of a row'),
    (12, 'proname IN (''migrations'', ''valuation_discount'')', 'i', 's', 'computes from its arguments; names are compared byte by byte, by no collation'),
    (13, 'pronargs IN (1, 2) AND proargtypes[0]::regtype::text ~ ''_(summary|state)$''', 'i', 's', 'computes a figure from the sums and dates of a stored value');
CREATE TABLE labels_of (oid oid, signature text, label integer);
SELECT format('INSERT INTO labels_of SELECT oid, signature, %s FROM labelled WHERE (%s) AND oid NOT IN (SELECT oid FROM labels_of)', place, condition) FROM label ORDER BY place \gexec
SELECT is(string_agg(signature, ', '), NULL, 'no function without a line that argues its labels') FROM labelled WHERE oid NOT IN (SELECT oid FROM labels_of);
SELECT is(string_agg(l.signature, ', '), NULL, 'every function has the labels that its line argues for')
FROM labels_of AS o JOIN labelled AS l USING (oid) JOIN label ON place = o.label WHERE (provolatile, proparallel) <> (volatility, parallel);
SELECT is(string_agg(place::text, ', '), NULL, 'no line without a function') FROM label WHERE place NOT IN (SELECT label FROM labels_of);
SELECT is(string_agg(signature, ', '), NULL, 'nothing is leakproof: errors name values') FROM labelled WHERE proleakproof;

-- A part of the calls that have an answer, and that answer bit by bit
CREATE FUNCTION answer(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    EXECUTE 'SELECT md5(string_agg(encode(record_send(s), ''hex''), E''\n'')) FROM (' || query || ') AS s' INTO result;
    RETURN coalesce(result, 'no row');
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$;
CREATE TABLE asked AS
SELECT row_number() OVER () AS n, signature, provolatile, reads_relation, call
FROM (SELECT signature, provolatile, reads_relation, call, row_number() OVER (PARTITION BY signature ORDER BY draw(row_number, 1000000)) AS place
      FROM (SELECT l.*, c AS call, row_number() OVER () AS row_number FROM labelled AS l, LATERAL calls(l.oid, 1) AS c WHERE NOT has_internal AND provolatile <> 'v') AS all_calls) AS ordered
WHERE place <= greatest(1, 10 * :rounds / :one_in) AND call !~ 'repeat|pg_class|information_schema|dropped_oid';
ALTER TABLE asked ADD answer text;
UPDATE asked SET answer = answer(call);
SELECT ok(count(*) FILTER (WHERE length(answer) = 32) > 1000 / :one_in, 'thousands of calls have an answer') FROM asked;
SELECT diag(format('%s calls, %s with an answer', count(*), count(*) FILTER (WHERE length(answer) = 32))) FROM asked;

-- The session keeps nothing of a call: what it has after some rounds, it has after more
CREATE FUNCTION memory(OUT bytes numeric, OUT contexts bigint) LANGUAGE sql
RETURN (SELECT ROW(sum(total_bytes), count(*)) FROM pg_backend_memory_contexts);
SELECT count(answer(call)) AS first_round FROM asked \gset
SELECT * FROM memory() \gset before_
SELECT count(answer(call)) AS second_round FROM asked \gset
SELECT count(answer(call)) AS third_round FROM asked \gset
SELECT * FROM memory() \gset after_
SELECT ok(:after_bytes - :before_bytes < 100000 AND :after_contexts - :before_contexts < 10,
          format('memory of the session after %s more calls: %s bytes and %s contexts more', 2 * (SELECT count(*) FROM asked), :after_bytes - :before_bytes, :after_contexts - :before_contexts));

-- Other settings. The types of arguments are found in the schemas as before.
BEGIN;
SET LOCAL DateStyle = 'SQL, DMY';
SET LOCAL IntervalStyle = 'sql_standard';
SET LOCAL TimeZone = 'Asia/Kathmandu';
SET LOCAL extra_float_digits = -15;
SET LOCAL bytea_output = escape;
SET LOCAL lc_numeric = 'C.UTF-8';
SET LOCAL lc_monetary = 'C.UTF-8';
SET LOCAL lc_time = 'C.UTF-8';
SET LOCAL lc_messages = 'C.UTF-8';
SET LOCAL quote_all_identifiers = on;
SET LOCAL work_mem = '64kB';
SET LOCAL enable_hashagg = off;
SET LOCAL enable_sort = off;
SET LOCAL jit = off;
SET LOCAL search_path = public, pg_catalog, hostile;
CREATE TEMP TABLE differs AS SELECT *, hostile.answer(call) AS now FROM hostile.asked WHERE hostile.answer(call) <> answer AND call !~ '''timed''';
SELECT is(count(*), 0::bigint, 'no answer depends on DateStyle, IntervalStyle, TimeZone, extra_float_digits, bytea_output, lc_*, quote_all_identifiers, search_path or the plan') FROM differs;
SELECT diag(format('%s -> %s: %s', answer, now, left(call, 400))) FROM differs LIMIT 10;
COMMIT;

-- What is stored: a generated column and an index on the expression hold what the call gives
CREATE FUNCTION stored(f regprocedure) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    types regtype[] := ARRAY(SELECT t FROM pg_proc, unnest(proargtypes) WITH ORDINALITY AS u (t, n) WHERE oid = f ORDER BY n);
    columns text := (SELECT string_agg(format('a%s %s', n, t), ', ') FROM unnest(types) WITH ORDINALITY AS u (t, n));
    names text := (SELECT string_agg('a' || n, ', ') FROM unnest(types) WITH ORDINALITY AS u (t, n));
    list text[];
    kept integer := 0;
    same boolean;
BEGIN
    EXECUTE format('CREATE TEMP TABLE kept (%s, found %s GENERATED ALWAYS AS (%s(%s)) STORED)', columns, (SELECT prorettype::regtype FROM pg_proc WHERE oid = f), f::regproc, names);
    EXECUTE format('CREATE INDEX ON kept ((%s(%s)))', f::regproc, names);
    FOR list IN SELECT a FROM hostile.argument_lists(f, (SELECT proargnames FROM pg_proc WHERE oid = f), types, 1) AS a WHERE array_to_string(a, '') !~ 'repeat' LIMIT 40 LOOP
        BEGIN
            EXECUTE format('INSERT INTO kept (%s) VALUES (%s)', names, array_to_string(list, ', '));
            kept := kept + 1;
        EXCEPTION WHEN OTHERS THEN
        END;
    END LOOP;
    SET LOCAL enable_seqscan = off;
    EXECUTE format('SELECT (SELECT bool_and(found IS NOT DISTINCT FROM %1$s(%2$s)) FROM kept) AND (SELECT count(*) FROM kept WHERE %1$s(%2$s) = found) = (SELECT count(found) FROM kept)',
                   f::regproc, names) INTO same;
    DROP TABLE kept;
    RETURN CASE WHEN kept = 0 THEN 'no rows' WHEN same THEN 'same' ELSE 'other' END;
END $$;
CREATE TEMP TABLE kept_by AS
SELECT signature, stored(oid) AS state FROM labelled
WHERE prokind = 'f' AND provolatile = 'i' AND NOT has_internal AND 'cstring'::regtype <> ALL (proargtypes || ARRAY[prorettype]::oid[]) AND proname !~ '_(accum|retract|combine|eq|send)$';
SELECT is(string_agg(signature, ', '), NULL, 'what is immutable can be stored in a column and found by an index') FROM kept_by WHERE state <> 'same';
SELECT ok(count(*) > 50, 'more than fifty functions of stored values') FROM kept_by;

-- Workers: what is safe is run in one, many calls in each query. Frames are the leader's.
SELECT CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'debug_parallel_query' ELSE 'force_parallel_mode' END AS force \gset
CREATE FUNCTION uses_worker(query text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    plan text;
BEGIN
    FOR plan IN EXECUTE 'EXPLAIN (ANALYZE, COSTS off, TIMING off) ' || query LOOP
        IF plan ~ 'Workers Launched: 1' THEN
            RETURN true;
        END IF;
    END LOOP;
    RETURN false;
END $$;
CREATE FUNCTION together(calls text[]) RETURNS text LANGUAGE sql IMMUTABLE
RETURN (SELECT 'SELECT string_agg(x, ''|'' ORDER BY n) FROM ('
               || string_agg(format('SELECT %s AS n, md5(string_agg(encode(record_send(s), ''hex''), E''\n'')) AS x FROM (%s) AS s', n, c), ' UNION ALL ' ORDER BY n) || ') AS a'
        FROM unnest(calls) WITH ORDINALITY AS u (c, n));
SELECT format('SET %s = on', :'force') \gexec
SET max_parallel_workers_per_gather = 2;
CREATE TABLE batch AS
SELECT array_agg(call ORDER BY n) AS calls, format('(%s)', string_agg(answer, '|' ORDER BY n)) AS answers
FROM (SELECT *, (row_number() OVER (ORDER BY n) - 1) / 20 AS batch FROM asked WHERE length(answer) = 32 AND NOT reads_relation AND call !~ ' OVER ') AS s
GROUP BY batch;
ALTER TABLE batch ADD now text;
UPDATE batch SET now = (observe(together(calls))).result;
SELECT is(count(*), 0::bigint, 'no answer depends on being given by a parallel worker') FROM batch WHERE now IS DISTINCT FROM answers;
SELECT is(count(*) FILTER (WHERE NOT uses_worker(together(calls))), 0::bigint, 'all of them were') FROM (SELECT * FROM batch ORDER BY random() LIMIT 20) AS s;
SELECT diag(format('%s: %s', (observe(together(calls))).message, left(calls::text, 500))) FROM batch WHERE now IS DISTINCT FROM answers LIMIT 5;

-- and what only the leader may run stays there
CREATE TABLE restricted AS
SELECT n, call, answer FROM asked WHERE length(answer) = 32 AND reads_relation;
SELECT is(count(*), 0::bigint, 'functions that read relations give the same in a parallel query') FROM restricted WHERE answer(call) <> answer;
SELECT ok(count(*) > 20 / :one_in, 'and have been asked') FROM restricted;
SELECT format('RESET %s', :'force') \gexec
SELECT * FROM finish();
