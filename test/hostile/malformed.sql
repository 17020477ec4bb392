-- malformed.sql
--      Values of the extension's types that were never made by it, as text and in
--      the binary protocol: refused, or as good as any other.
\i test/header.psql
SET search_path = hostile, public;
SET statement_timeout = :'patience';
SELECT no_plan();

CREATE VIEW state_type AS
SELECT t.oid, t.typname AS name, t.typsend, (SELECT array_agg(p.oid::regproc) FROM member AS p WHERE pronargs = 1 AND proargtypes[0] = t.oid AND prokind = 'f') AS readers
FROM pg_depend JOIN pg_type AS t ON t.oid = objid
WHERE classid = 'pg_type'::regclass AND refclassid = 'pg_extension'::regclass AND deptype = 'e' AND typtype = 'b' AND typelem = 0
      AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'rotation');
SELECT is(count(*), 14::bigint, 'all types with input of their own') FROM state_type;

-- Values to begin with
CREATE TABLE original (type regtype, text text, bytes bytea);
DO $$
DECLARE
    v record;
BEGIN
    FOR v IN SELECT value.type, literal, row_number() OVER (PARTITION BY value.type ORDER BY length(literal) DESC, literal) AS n
             FROM hostile.value JOIN hostile.state_type AS t ON t.oid = value.type WHERE literal !~ '^NULL'
    LOOP
        CONTINUE WHEN v.n > current_setting('hostile.rounds')::integer;
        EXECUTE format('INSERT INTO hostile.original SELECT %L, s::text, %s(s) FROM (SELECT %s AS s) AS made', v.type, (SELECT typsend FROM hostile.state_type WHERE oid = v.type), v.literal);
    END LOOP;
END $$;

/*
 * What comes of a value: refused with the right code, or a value that every
 * function reads without an internal error or a figure that is no number, and that
 * comes back from its own text.
 */
CREATE TABLE fate (type regtype, what text, state text, message text);
CREATE FUNCTION judge(type regtype, what text, source text, refusals text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    seen record := hostile.observe(format('SELECT r::text::%s::text = r::text AS same FROM (SELECT %s AS r) AS s', type, source));
    reader regproc;
BEGIN
    INSERT INTO hostile.fate VALUES (type, what, CASE WHEN seen.state = ANY (refusals) THEN 'refused' WHEN seen.result = '(t)' THEN 'accepted' ELSE seen.state END, coalesce(seen.message, seen.result));
    IF seen.state <> '00000' THEN
        RETURN;
    END IF;
    FOREACH reader IN ARRAY (SELECT readers FROM hostile.state_type WHERE oid = type) LOOP
        seen := hostile.observe(format('SELECT %s(%s) AS r', reader, source));
        IF seen.state NOT IN ('00000', '21000', '22003', '22023', '0A000') OR seen.result ~ '\m(NaN|Infinity|infinity)\M' THEN
            INSERT INTO hostile.fate VALUES (type, reader || ' of ' || what, seen.state, coalesce(seen.message, seen.result));
        END IF;
    END LOOP;
END $$;

-- Text: each word in turn replaced, words left out, added, given twice
CREATE FUNCTION misspelt(original text) RETURNS SETOF text LANGUAGE sql
BEGIN ATOMIC
WITH words AS (SELECT string_to_array(original, ' ') AS w)
SELECT array_to_string(w[:n - 1] || CASE WHEN put = 'left out' THEN '{}' ELSE string_to_array(put, '|') END || w[n + 1:], ' ')
FROM words, generate_series(1, cardinality(w)) AS n,
     unnest(ARRAY['', 'left out', '0', '-0', '1', '-1', '2|2', '3', '1.5', 'NaN', 'Infinity', '-Infinity', '1e308', '5e-324', '-1e-300', '2147483647', '-2147483648', '2147483648', '9223372036854775807', '-9223372036854775808',
                  '99999999999999999999', '2145031948', '2145031949', '-2451545', '-2451546', repeat('f', 64), repeat('0', 63) || '1', '7' || repeat('f', 63), '8' || repeat('0', 63), repeat('f', 65), 'x', E'\u00e9', repeat('1', 400)]) AS put
WHERE original !~ '^\\x'
UNION ALL
SELECT left(original, n) FROM generate_series(0, length(original), greatest(1, length(original) / 30)) AS n
UNION ALL
SELECT original || more FROM unnest(ARRAY[' ', ' 0', 'x', E'\n', ' ' || original, repeat(' 1', 100000)]) AS more;
END;
SELECT count(judge(o.type, m, quote_literal(m) || '::' || o.type, '{22P02,22023}')) AS misspelt FROM original AS o, LATERAL misspelt(o.text) AS m WHERE m <> o.text AND draw(hashtextextended(m, 1), :one_in) = 0 \gset
SELECT diag(:misspelt || ' misspelt values');

-- Bytes: each in turn replaced, cut off, added. A file takes them to the receive function.
\set file '/hostile.bin'
SELECT current_setting('data_directory') || :'file' AS file \gset
SELECT set_config('hostile.file', :'file', false);
CREATE FUNCTION garbled(original bytea) RETURNS SETOF bytea LANGUAGE sql
BEGIN ATOMIC
SELECT set_byte(original, n, b)
FROM generate_series(0, length(original) - 1, 1 + length(original) / 60) AS n, unnest('{0,1,127,128,255}'::integer[]) AS b
UNION ALL
SELECT substr(original, 1, n) FROM generate_series(0, length(original), 1 + length(original) / 30) AS n
UNION ALL
SELECT original || more FROM unnest('{"\\x00","\\xffffffff"}'::bytea[]) AS more;
END;
SELECT format('CREATE UNLOGGED TABLE received_%s (s %1$s)', name) FROM state_type \gexec
CREATE FUNCTION receive(type regtype, bytes bytea) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('COPY (SELECT %L::bytea) TO %L (FORMAT binary)', bytes, current_setting('hostile.file'));
    EXECUTE format('DELETE FROM received_%s', type);
    BEGIN
        EXECUTE format('COPY received_%s FROM %L (FORMAT binary)', type, current_setting('hostile.file'));
    EXCEPTION WHEN OTHERS THEN
        INSERT INTO hostile.fate VALUES (type, bytes::text, CASE WHEN SQLSTATE IN ('22P03', '22021') THEN 'refused' ELSE SQLSTATE END, SQLERRM);
        RETURN;
    END;
    PERFORM hostile.judge(type, bytes::text, format('(SELECT s FROM received_%s)', type), '{}');
END $$;
SELECT count(receive(o.type, g)) AS garbled FROM original AS o, LATERAL garbled(o.bytes) AS g WHERE g <> o.bytes AND draw(hashtextextended(g::text, 1), :one_in) = 0 \gset
SELECT diag(:garbled || ' garbled values');

SELECT diag(format('%s: %s accepted, %s refused', type, count(*) FILTER (WHERE state = 'accepted'), count(*) FILTER (WHERE state = 'refused'))) FROM fate GROUP BY type ORDER BY type::text;
SELECT is(count(*), 0::bigint, 'a malformed value is refused as such, or reads as any other') FROM fate WHERE state NOT IN ('accepted', 'refused');
SELECT diag(format('%s %s: %s %s', type, left(what, 300), state, left(message, 300))) FROM fate WHERE state NOT IN ('accepted', 'refused') LIMIT 20;
SELECT ok(count(*) FILTER (WHERE state = 'refused') > 1000 / :one_in AND count(*) FILTER (WHERE state = 'accepted') > 1000 / :one_in, 'both happen') FROM fate;
SELECT * FROM finish();
