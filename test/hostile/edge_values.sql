-- edge_values.sql
--      Every function, aggregate, operator and cast of the extension with every edge
--      value of its arguments. :rounds draws more of what cannot be tried in full;
--      of :one_in calls one is tried, and may take as many times as long.
\i test/header.psql
SET search_path = hostile, public;
SET statement_timeout = :'patience';
SELECT no_plan();

-- The errors that a user may cause, and none but these
CREATE TABLE allowed (state text, reason text);
INSERT INTO allowed VALUES
    ('0A000', 'asks for what there is not: an index over a frame, dates of a summary of timestamps'),
    ('21000', 'two rows with one ts'),
    ('22003', 'a number out of range, or a result'),
    ('22004', 'a NULL that has no meaning'),
    ('22007', 'text that is no date, in a column of the relation'),
    ('22008', 'a date beyond the calendar'),
    ('22012', 'raised by the view that was named'),
    ('22023', 'a value that the argument does not allow'),
    ('22P02', 'text that is no value of its type'),
    ('42703', 'the relation lacks a column'),
    ('42804', 'a row of other columns'),
    ('42809', 'not a relation with rows; a support function outside an aggregate'),
    ('42846', 'a column of a type without a cast'),
    ('42883', 'no call can have an argument of type internal or cstring (until 15.18 and its likes: 0A000)'),
    ('42P01', 'no such relation'),
    ('42501', 'a schema that is PostgreSQL''s own'),
    ('42601', 'a schema without a name'),
    ('42939', 'a schema that is PostgreSQL''s own'),
    ('54000', 'more than a value holds'),
    ('55000', 'a relation that cannot be read yet'),
    ('P0002', 'an index without a member, or a member without a row');

CREATE TABLE outcome (call text, state text, message text, result text, took interval);
CREATE TABLE survey (what text, calls integer, errors integer, states text[]);
CREATE FUNCTION survey(what text, calls text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    call text;
    seen record;
    start timestamptz;
    took interval;
    one_in integer := current_setting('hostile.one_in');
    count integer := 0;
    errors integer := 0;
    states text[] := '{}';
BEGIN
    FOR call IN EXECUTE calls LOOP
        CONTINUE WHEN draw(hashtextextended(call, 1), one_in) > 0 AND states && '{00000,42809,42883}'; -- it has answered, or never will
        start := clock_timestamp();
        seen := hostile.observe(call);
        took := clock_timestamp() - start;
        count := count + 1;
        errors := errors + (seen.state <> '00000')::integer;
        IF seen.state <> ALL (states) THEN
            states := states || seen.state;
        END IF;
        IF seen.state NOT IN (SELECT state FROM hostile.allowed UNION ALL VALUES ('00000')) OR took > one_in * interval '5 seconds'
           OR seen.message ~ 'memory alloc|cache lookup|unrecognized|unexpected|could not (open|read|write|prepare|look)'
           OR seen.result ~ '\m(NaN|Infinity|infinity)\M' THEN
            INSERT INTO hostile.outcome VALUES (call, seen.state, seen.message, seen.result, took);
        END IF;
    END LOOP;
    INSERT INTO hostile.survey VALUES (what, count, errors, states);
END $$;

SELECT survey(f.oid::regprocedure::text, format('SELECT hostile.calls(%s, %s)', f.oid, :rounds))
FROM (SELECT oid FROM member UNION ALL SELECT oid FROM pg_proc WHERE pronamespace = 'hostile'::regnamespace AND prokind = 'a') AS f;

-- Operators and casts, of the extension and those that its types have by themselves
CREATE VIEW made AS
SELECT classid, objid FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e' AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'rotation');
SELECT survey(o.oid::regoperator::text, format($$
    SELECT format('SELECT %%s OPERATOR(%s.%s) %%s AS r', a.literal, b.literal) FROM hostile.value AS a, hostile.value AS b WHERE (a.type, b.type) = (%L, %L)
$$, oprnamespace::regnamespace, oprname, oprleft, oprright))
FROM made JOIN pg_operator AS o ON classid = 'pg_operator'::regclass AND objid = o.oid;
SELECT survey(format('cast from %s to %s', source::regtype, target::regtype), format($$
    SELECT format(made, literal) FROM hostile.value, unnest('{"SELECT (%%s)::%2$s AS r","SELECT ARRAY[%%s]::%2$s[] AS r"}'::text[]) AS made WHERE type = %1$s
$$, source, target::regtype))
FROM (SELECT castsource AS source, casttarget AS target FROM made JOIN pg_cast AS c ON classid = 'pg_cast'::regclass AND objid = c.oid
      UNION ALL
      SELECT objid, t FROM made JOIN pg_type AS y ON classid = 'pg_type'::regclass AND objid = y.oid, unnest('{text,bytea,json,xid}'::regtype[]) AS t WHERE typtype = 'b' AND typelem = 0) AS c;

SELECT diag(format('%s calls, %s of them errors: %s', sum(calls), sum(errors), (SELECT string_agg(DISTINCT s, ' ' ORDER BY s) FROM survey, unnest(states) AS s)))
FROM survey;
SELECT ok(count(*) > 450 AND sum(calls) > 50000 / :one_in, 'every function has been called') FROM survey;
SELECT is(string_agg(DISTINCT what, ', '), NULL, 'none without a call') FROM survey WHERE calls = 0 AND what !~ '^cast';
SELECT is((SELECT string_agg(m.oid::regprocedure::text, ', ') FROM member AS m), NULL, 'none left out')
WHERE EXISTS (SELECT FROM member AS m WHERE m.oid::regprocedure::text NOT IN (SELECT what FROM survey));
CREATE VIEW unexpected AS SELECT * FROM outcome
-- the findings of check_prices name what is not a number; a period has the dates it was given
WHERE NOT (state = '00000' AND took < :one_in * interval '5 seconds' AND call ~ '(check_prices|holding_period)\(|::holding_period');
SELECT is(count(*), 0::bigint, 'no call is answered by an internal error, by a figure that is no number, or late') FROM unexpected;
SELECT diag(format('%s %s: %s', state, took, coalesce(message, left(result, 200)) || E'\n' || left(call, 1000))) FROM unexpected LIMIT 20;

-- What functions are for
SELECT is(string_agg(what, ', '), NULL, 'arguments have the right types, but where none can')
FROM survey WHERE '42883' = ANY (states) AND what !~ '[(,](internal|cstring)[,)]';
SELECT is(string_agg(what, ', '), NULL, 'every function has an answer to some call')
FROM survey
WHERE '00000' <> ALL (states) AND what !~ '[(,]internal[,)]' AND what !~ '_(accum|retract|combine)\(' AND what !~ '^cast';
SELECT is(string_agg(what, ', '), NULL, 'what takes internal arguments cannot be called')
FROM survey WHERE what ~ '[(,]internal[,)]' AND NOT states <@ '{42883,0A000}';
SELECT is(string_agg(what, ', '), NULL, 'support functions refuse to work outside an aggregate')
FROM survey WHERE what !~ 'internal' AND what ~ '_(accum|retract|combine)\(' AND what !~ '^(hostile\.)?own_' AND NOT '42809' = ANY (states);
SELECT * FROM finish();
