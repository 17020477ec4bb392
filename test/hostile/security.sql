-- security.sql
--      What a role that may call the functions, and no more, can read through them:
--      nothing that it could not read before. And what hostile names and schemas
--      redirect: nothing.
\i test/header.psql
SET statement_timeout = :'patience';
SELECT no_plan();
CREATE ROLE hostile_owner;
CREATE ROLE hostile_reader;
CREATE ROLE hostile_other;
CREATE SCHEMA app;
CREATE SCHEMA closed;
GRANT USAGE ON SCHEMA app TO PUBLIC;
GRANT CREATE, USAGE ON SCHEMA app, closed TO hostile_owner;
CREATE FUNCTION public.error_of(query text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'SELECT count(*) FROM (' || query || ') AS s';
    RETURN 'none';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END $$;
CREATE FUNCTION public.rows_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    result text;
BEGIN
    EXECUTE 'SELECT string_agg(s::text, E''\n'') FROM (' || query || ') AS s' INTO result;
    RETURN coalesce(result, '');
END $$;

-- Every function that reads a relation, with one that it can use
CREATE TABLE flat (f regproc, query text);
INSERT INTO flat
SELECT p.oid, format('SELECT * FROM public.%s(%s)', p.proname,
                     CASE proname WHEN 'regime_table' THEN '%1$L, %1$L, ''s1'', ''s1''' WHEN 'regime_returns' THEN '%1$L, %1$L'
                     WHEN 'period_returns' THEN '%1$L, ARRAY[ROW(''p'', ''2024-01-15'', NULL)::public.holding_period]' WHEN 'stretch_table' THEN '%1$L, 2'
                     WHEN 'reconcile_return' THEN '%1$L, ''s1'', 0.05, ''2024-01-15'', ''2024-05-15'', ''Infinity''' ELSE '%1$L' END)
FROM pg_proc AS p JOIN pg_depend ON objid = p.oid AND deptype = 'e' JOIN pg_extension AS e ON e.oid = refobjid AND extname = 'rotation'
WHERE 'regclass'::regtype = ANY (proargtypes) AND provolatile = 's';
GRANT SELECT ON flat TO PUBLIC;
SELECT is(count(*), 15::bigint, 'fifteen functions read relations') FROM flat;
-- as they were on a day
INSERT INTO flat SELECT f, regexp_replace(query, '\)$', ', as_of => ''2024-05-01'')') FROM flat JOIN pg_proc ON pg_proc.oid = f WHERE 'as_of' = ANY (proargnames);
-- relations that only one argument of two names
INSERT INTO flat VALUES ('regime_table', 'SELECT * FROM public.regime_table(''app.open'', %1$L, ''s1'', ''s1'')'), ('regime_returns', 'SELECT * FROM public.regime_returns(''app.open'', %1$L)');

SET ROLE hostile_owner;
CREATE TABLE app.open AS
SELECT 'm' AS member, 's1' AS series, 'large' AS index_name, date '2023-12-29' + 9 * i AS ts, 100 + (i * 37) % 11 AS price, 100 + (i * 29) % 13 AS level, 0.5 AS dividend, 1 AS split, 1000.0 + i AS market_cap,
       'sector' AS sector, 4 + (i * 7) % 5 * 0.25 AS yield, 3 + i % 4 * 0.25 AS rate, date '2024-01-15' + i AS start_ts, date '2024-03-15' + i AS end_ts, daterange(date '2024-01-01' + i * 10, date '2024-01-06' + i * 10) AS valid
FROM generate_series(1, 20) AS i;
GRANT SELECT ON app.open TO PUBLIC;
CREATE TABLE app.secret AS SELECT * FROM app.open;
CREATE TABLE closed.away AS SELECT * FROM app.open;
GRANT SELECT ON closed.away TO PUBLIC;
CREATE TABLE app.without_ts AS SELECT * FROM app.open;
GRANT SELECT (member, series, index_name, price, level, yield, rate, market_cap, valid, end_ts) ON app.without_ts TO PUBLIC;
CREATE TABLE app.without_values AS SELECT * FROM app.open;
GRANT SELECT (member, series, index_name, ts, start_ts, end_ts) ON app.without_values TO PUBLIC;
CREATE VIEW app.through WITH (security_invoker) AS SELECT * FROM app.secret;
GRANT SELECT ON app.through TO PUBLIC;
CREATE VIEW app.lent AS SELECT * FROM app.secret;
GRANT SELECT ON app.lent TO PUBLIC;
CREATE MATERIALIZED VIEW app.kept AS SELECT * FROM app.secret;
CREATE TABLE app.parent (LIKE app.open) PARTITION BY RANGE (ts);
CREATE TABLE app.child PARTITION OF app.parent DEFAULT;
INSERT INTO app.parent SELECT * FROM app.open;
CREATE SEQUENCE app.counter;
-- rows of others, of which each would raise an error that quotes it
CREATE TABLE app.guarded AS SELECT ts::text, member, series, index_name, price, level, dividend, split, market_cap, sector, yield, rate, start_ts::text, end_ts::text, valid::text, 'hostile_reader'::name AS of FROM app.open;
INSERT INTO app.guarded SELECT 'secret date', 'secret member', 's1', 'secret index', -42.5, -42.5, -42.5, -42.5, -42.5, 'secret sector', 'NaN', 'NaN', 'secret date', 'secret date', 'secret range', 'hostile_other';
ALTER TABLE app.guarded ENABLE ROW LEVEL SECURITY;
ALTER TABLE app.guarded FORCE ROW LEVEL SECURITY;
CREATE POLICY own_rows ON app.guarded USING (of = current_user);
GRANT SELECT ON app.guarded TO PUBLIC;
RESET ROLE;
CREATE TABLE app.all_rows AS SELECT * FROM app.guarded;
ALTER TABLE app.all_rows OWNER TO hostile_owner;
CREATE VIEW app.barrier WITH (security_barrier) AS SELECT * FROM app.all_rows WHERE of = current_user;
ALTER VIEW app.barrier OWNER TO hostile_owner;
GRANT SELECT ON app.barrier TO PUBLIC;

SET ROLE hostile_reader;
SELECT is(error_of(format(query, 'app.open')), 'none', f || ' reads what the role may read') FROM flat;
SELECT matches(error_of(format(query, relation)), '^42501 permission denied for (table|schema|sequence|materialized view|view)', format('%s of %s', f, relation))
FROM flat, unnest('{app.secret,app.kept,app.parent,app.child,app.through,app.without_ts,app.without_values}'::text[]) AS relation
-- but for columns that are not held back and all that a function reads
WHERE NOT (relation = 'app.without_values' AND f = 'regime_returns'::regproc AND query ~ 'app.open')
      AND NOT (relation = 'app.without_ts' AND f = 'index_migrations'::regproc);
SELECT matches(error_of(format(query, 'app.counter')), '^(42501|42703|42809)', f || ' of a sequence') FROM flat;
SELECT matches(error_of(format(query, a.oid::regclass)), '^(42501|42703) ', f || ' of pg_authid') FROM flat, pg_class AS a WHERE relname = 'pg_authid';
RESET ROLE;
SELECT oid AS away FROM pg_class WHERE relname = 'away' \gset
SET ROLE hostile_reader;
SELECT matches(error_of(replace(query, '%1$L', :'away' || '::oid::regclass')), '^42501 permission denied for schema', f || ' of a table in a schema that is closed') FROM flat;
SELECT is(error_of(format(query, 'app.lent')), 'none', f || ' of a view whose owner may read the table, which is what views are for') FROM flat;

-- Rows that are held back count for nothing, and no error quotes them
SELECT isnt(rows_of(format(query, relation)), '', f || ' of ' || relation) FROM flat, unnest('{app.guarded,app.barrier}'::text[]) AS relation WHERE f NOT IN ('check_prices'::regproc);
SELECT is(rows_of(format(query, relation)), rows_of(format(query, 'app.open')), f || ' sees the rows that the role may see in ' || relation) FROM flat, unnest('{app.guarded,app.barrier}'::text[]) AS relation;
SET row_security = off;
SELECT matches(error_of(format(query, 'app.guarded')), '^42501 .*row-level security', f || ' with row_security off') FROM flat;
RESET row_security;
RESET ROLE;
SELECT ok(error_of(format(query, 'app.all_rows')) <> 'none', f || ' does fail on those rows') FROM flat WHERE f NOT IN ('index_memberships'::regproc) LIMIT 10;

-- Views, materialized views and functions of others give a role nothing that is not theirs to give
SET ROLE hostile_owner;
CREATE VIEW app.regimes_of_secret AS SELECT * FROM public.regimes('app.secret');
GRANT SELECT ON app.regimes_of_secret TO PUBLIC;
SET ROLE hostile_reader;
SELECT matches(error_of('SELECT * FROM app.regimes_of_secret'), '^42501', 'a function in a view reads as the role that asks, not as the view''s owner');
RESET ROLE;
GRANT CREATE ON SCHEMA app TO hostile_reader;
SET ROLE hostile_reader;
CREATE MATERIALIZED VIEW app.trap AS SELECT * FROM public.regimes('app.secret') WITH NO DATA;
RESET ROLE;
SELECT pg_temp.raises('REFRESH MATERIALIZED VIEW app.trap', '42501', 'secret', 'a materialized view of the role reads as the role, whoever refreshes it');
SET ROLE hostile_owner;
CREATE FUNCTION app.lend() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp RETURN (SELECT count(*) FROM public.regimes('app.secret'));
SET ROLE hostile_reader;
SELECT ok(app.lend() > 1, 'an owner can lend a result by a function of its own');
RESET ROLE;

-- The function that creates views: the views are the caller's, who must be able to read what they are made of
CREATE SCHEMA reader_views AUTHORIZATION hostile_reader;
CREATE TABLE view_call (argument text, two text);
INSERT INTO view_call VALUES ('levels', ''), ('levels', ', large => ''s1'', small => ''s2'''), ('yields', ''), ('prices', ''), ('rates', '');
GRANT SELECT ON view_call TO PUBLIC;
SET ROLE hostile_reader;
SELECT matches(error_of(format('SELECT * FROM public.create_dashboard_views(''reader_views'', %s => %L%s)', argument, relation, two)), '^42501 permission denied', format('views of %s as %s%s', relation, argument, two))
FROM view_call, unnest('{app.secret,app.kept,app.through,app.without_ts,app.without_values}'::text[]) AS relation
-- the names of series are not held back in these
WHERE NOT (two <> '' AND relation ~ 'without');
SELECT matches(error_of('SELECT * FROM public.create_dashboard_views(''closed'', levels => ''app.open'')'), '^42501 permission denied for schema', 'views in a schema of others');
SELECT is(error_of('SELECT * FROM public.create_dashboard_views(''reader_views'', levels => ''app.open'', yields => ''app.open'', prices => ''app.open'', rates => ''app.open'')'), 'none', 'views of what the role may read');
RESET ROLE;
SELECT is(string_agg(relname, ', '), NULL, 'are its own') FROM pg_class WHERE relnamespace = 'reader_views'::regnamespace AND relowner <> 'hostile_reader'::regrole;
GRANT USAGE ON SCHEMA reader_views TO hostile_other;
SET ROLE hostile_other;
SELECT matches(error_of('SELECT * FROM reader_views.levels'), '^42501 permission denied for view levels', 'and nobody else''s');
RESET ROLE;

-- Temporary tables of another session
CREATE TEMP TABLE mine AS SELECT * FROM app.open;
GRANT SELECT ON mine TO PUBLIC;
SELECT oid AS mine FROM pg_class WHERE relname = 'mine' \gset
\setenv MINE :mine
SELECT current_database() AS database \gset
\setenv PGDATABASE :database
\set other `psql -XAtq -v VERBOSITY=sqlstate -c "SET ROLE hostile_reader" -c "SELECT count(public.error_of(replace(query, '%1\$L', '$MINE::regclass'))) FILTER (WHERE public.error_of(replace(query, '%1\$L', '$MINE::regclass')) ~ '^(42501|0A000)') || ' of ' || count(*) FROM flat" 2>&1`
SELECT is(:'other', (SELECT count(*) || ' of ' || count(*) FROM flat), 'no temporary table of another session can be read');

-- A schema in front of all others, full of the names that the functions use
CREATE TABLE expected AS SELECT row_number() OVER () AS n, f, query, rows_of(format(query, 'app.open')) AS rows FROM flat WHERE query !~ 'app.open';
CREATE SCHEMA evil AUTHORIZATION hostile_other;
GRANT USAGE ON SCHEMA evil TO PUBLIC;
CREATE TABLE public.hijacked (what text);
GRANT INSERT ON public.hijacked TO PUBLIC;
SET ROLE hostile_other;
CREATE FUNCTION evil.hijack(what text) RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'hijacked by %', what USING ERRCODE = 'HIJAK'; END $$;
-- operators, for every pair of types that the queries compare
SELECT format('CREATE FUNCTION evil.%I(a %s, b %s) RETURNS %s LANGUAGE plpgsql AS $f$ BEGIN PERFORM evil.hijack(%L); END $f$', 'op_' || n, a, b, r, o),
       format('CREATE OPERATOR evil.%s (LEFTARG = %s, RIGHTARG = %s, FUNCTION = evil.%I)', o, a, b, 'op_' || n)
FROM (SELECT *, row_number() OVER () AS n
      FROM (VALUES ('pg_catalog.date', 'pg_catalog.date'), ('pg_catalog.float8', 'pg_catalog.float8'), ('pg_catalog.text', 'pg_catalog.text'), ('pg_catalog.int4', 'pg_catalog.int4'), ('pg_catalog.int8', 'pg_catalog.int8'),
                   ('pg_catalog.date', 'pg_catalog.int4'), ('pg_catalog.float8', 'pg_catalog.int4'), ('pg_catalog.timestamp', 'pg_catalog.interval'), ('pg_catalog.bool', 'pg_catalog.bool')) AS t (a, b),
           (VALUES ('=', 'pg_catalog.bool'), ('<>', 'pg_catalog.bool'), ('<', 'pg_catalog.bool'), ('<=', 'pg_catalog.bool'), ('>', 'pg_catalog.bool'), ('>=', 'pg_catalog.bool'), ('+', 'pg_catalog.float8'), ('-', 'pg_catalog.int4'), ('*', 'pg_catalog.float8'), ('/', 'pg_catalog.float8')) AS p (o, r)) AS s \gexec
-- functions, as good a match as PostgreSQL's own
SELECT format('CREATE FUNCTION evil.%I(%s) RETURNS %s LANGUAGE plpgsql AS $f$ BEGIN PERFORM evil.hijack(%L); END $f$', name, arguments, result, name)
FROM (SELECT DISTINCT proname AS name, pg_get_function_identity_arguments(oid) AS arguments, 'pg_catalog.' || quote_ident((SELECT typname FROM pg_type WHERE oid = prorettype)) AS result
      FROM pg_proc
      WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND NOT proretset AND prorettype NOT IN (SELECT oid FROM pg_type WHERE typtype = 'p')
            AND NOT EXISTS (SELECT FROM unnest(proargtypes) AS t JOIN pg_type ON pg_type.oid = t WHERE typtype = 'p') AND provariadic = 0
            AND proname IN ('abs', 'ln', 'log', 'date_trunc', 'make_interval', 'isfinite', 'date', 'float8', 'text', 'int4', 'int8', 'daterange')) AS s \gexec
CREATE FUNCTION evil.unnest(anyarray) RETURNS SETOF anyelement LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.hijack('unnest'); END $$;
CREATE FUNCTION evil.cardinality(anyarray) RETURNS integer LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.hijack('cardinality'); END $$;
CREATE FUNCTION evil.format(text, VARIADIC anyarray) RETURNS text LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.hijack('format'); END $$;
CREATE FUNCTION evil.step(anyelement, anyelement) RETURNS anyelement LANGUAGE plpgsql AS $$ BEGIN PERFORM evil.hijack('an aggregate'); END $$;
SELECT format('CREATE AGGREGATE evil.%I(pg_catalog.%s) (SFUNC = evil.step, STYPE = pg_catalog.%s)', name, type, type)
FROM unnest('{min,max,sum,avg}'::text[]) AS name, unnest('{date,float8,int4,int8,text}'::text[]) AS type \gexec
-- the names of the extension's own functions and types
SELECT format('CREATE FUNCTION evil.%I(%s) RETURNS integer LANGUAGE plpgsql AS $f$ BEGIN PERFORM evil.hijack(%L); END $f$', proname, arguments, proname)
FROM (SELECT DISTINCT proname, (SELECT string_agg(format('%I.%I', typnamespace::regnamespace, typname), ', ' ORDER BY n) FROM unnest(proargtypes) WITH ORDINALITY AS u (t, n) JOIN pg_type ON pg_type.oid = t) AS arguments
      FROM pg_proc AS p JOIN pg_depend ON objid = p.oid AND deptype = 'e' JOIN pg_extension AS e ON e.oid = refobjid AND extname = 'rotation'
      WHERE 'internal'::regtype <> ALL (proargtypes) AND 'cstring'::regtype <> ALL (proargtypes)) AS s \gexec
SELECT format('CREATE TYPE evil.%I AS (a pg_catalog.text)', typname)
FROM pg_type AS t JOIN pg_depend ON objid = t.oid AND deptype = 'e' JOIN pg_extension AS e ON e.oid = refobjid AND extname = 'rotation' WHERE typtype = 'c' \gexec
SELECT format('CREATE DOMAIN evil.%I AS pg_catalog.text CHECK (evil.hijack(%L) IS NULL)', name, name)
FROM unnest('{date,float8,text,int4,int8,numeric,timestamp,interval,bool,daterange}'::text[]) AS name \gexec
CREATE COLLATION evil."C" FROM pg_catalog."POSIX";
CREATE TABLE evil.open (ts pg_catalog.text);
CREATE TABLE evil.secret (ts pg_catalog.text);
RESET ROLE;
SET search_path = evil, public, app, pg_catalog;
SELECT pg_catalog.format('CREATE TABLE public.%I AS %s', pg_catalog.concat('seen_', n), pg_catalog.format(query, 'app.open')) FROM public.expected \gexec
CREATE TABLE public.seen_aggregates AS
SELECT public.total_return(ts, level) AS a, public.yield_regimes(ts, yield, public.regime_rules()) AS b, public.index_history(ts, member, price, dividend, split, market_cap, sector, public.index_rules('cap')) AS c,
       public.reconstitute(ts, member, market_cap, public.reconstitution_rules(breakpoints => '{1,2}')) AS d, public.policy_cycles(ts, rate) AS e, public.member_contribution(ts, member, price, dividend, split, market_cap, sector) AS f,
       (public.yield_regimes(ts, yield))[1]::public.holding_period AS g, public.largest_moves(ts, 0.01, 2) AS h
FROM app.open;
CREATE TABLE public.views_seen AS SELECT * FROM public.create_dashboard_views('seen', levels => 'app.open', yields => 'app.open', prices => 'app.open', rates => 'app.open', regime_rules => public.regime_rules(threshold_bp => 30), index_rules => public.index_rules('sector_equal'));
SELECT public.error_of('SELECT 1::pg_catalog.int4 = 1::pg_catalog.int4') AS seen \gset
RESET search_path;
SELECT is(:'seen'::text, 'HIJAK hijacked by =', 'the schema in front does redirect what is not qualified');
SELECT is(rows_of(format('SELECT * FROM %I', 'seen_' || n)), rows, f || ' is not redirected') FROM expected;
SELECT count(*) AS made FROM create_dashboard_views('expected', levels => 'app.open', yields => 'app.open', prices => 'app.open', rates => 'app.open', regime_rules => regime_rules(threshold_bp => 30), index_rules => index_rules('sector_equal')) \gset
SELECT is(count(*), :made::bigint, 'views that are made with it in front') FROM views_seen;
SELECT is(replace(pg_get_viewdef(s.oid), 'seen.', 'expected.'), pg_get_viewdef(e.oid), format('view %s is not redirected', s.relname))
FROM pg_class AS s LEFT JOIN pg_class AS e ON e.relname = s.relname AND e.relnamespace = 'expected'::regnamespace WHERE s.relnamespace = 'seen'::regnamespace;
SELECT is((SELECT s::text FROM seen_aggregates AS s),
          (SELECT ROW(total_return(ts, level), yield_regimes(ts, yield, regime_rules()), index_history(ts, member, price, dividend, split, market_cap, sector, index_rules('cap')), reconstitute(ts, member, market_cap, reconstitution_rules(breakpoints => '{1,2}')),
                      policy_cycles(ts, rate), member_contribution(ts, member, price, dividend, split, market_cap, sector), (yield_regimes(ts, yield))[1]::holding_period, largest_moves(ts, 0.01, 2))::text FROM app.open), 'nor are aggregates');

-- Overloads in the extension's own schema, by whoever may create there
GRANT CREATE ON SCHEMA public TO hostile_other;
SET ROLE hostile_other;
CREATE DOMAIN public.sly AS text;
SELECT format('CREATE FUNCTION public.%I(%s) RETURNS integer LANGUAGE plpgsql AS $f$ BEGIN PERFORM evil.hijack(%L); END $f$', name, arguments, name)
FROM (VALUES ('calendar_returns', 'date, float8, sly'), ('calendar_returns', 'date, float8, varchar'), ('calendar_returns', 'date, float8, "char"'), ('calendar_returns', 'anyelement, float8, text'), ('total_return', 'date, anyelement'), ('total_return', 'date, numeric'),
             ('yield_regimes', 'date, anyelement, regime_rules'), ('yield_regimes', 'timestamp, float8, regime_rules'), ('index_history', 'date, anyelement, float8, float8, float8, float8, text, index_rules'), ('migrations', 'anyarray, reconstitution_rules'),
             ('reconstitute', 'date, varchar, float8, reconstitution_rules'), ('largest_stretches', 'date, float8, bigint, bigint'), ('policy_cycles', 'timestamp, float8, cycle_rules')) AS v (name, arguments) \gexec
RESET ROLE;
SELECT is(rows_of(format(query, 'app.open')), rows, f || ' is not redirected by an overload beside it') FROM expected;
REVOKE CREATE ON SCHEMA public FROM hostile_other;

-- What a relation's columns do when they are cast is the relation's, as in a query that casts them
SET ROLE hostile_other;
CREATE TYPE evil.odd AS (x text);
CREATE FUNCTION evil.odd_to_date(evil.odd) RETURNS pg_catalog.date LANGUAGE sql IMMUTABLE RETURN '2024-01-01'::pg_catalog.date + length(($1).x);
CREATE CAST (evil.odd AS pg_catalog.date) WITH FUNCTION evil.odd_to_date(evil.odd);
CREATE TABLE evil.odd_table AS SELECT ROW(repeat('x', i))::evil.odd AS ts, 4 + i % 2 AS yield FROM generate_series(1, 60) AS i;
RESET ROLE;
SELECT is(rows_of('SELECT * FROM regimes(''evil.odd_table'')'), rows_of('SELECT r.* FROM (SELECT yield_regimes(ts::date, yield) AS f FROM evil.odd_table) AS s, unnest(f) AS r'), 'a cast by the owner of a column''s type is what the query uses, no more and no less');

-- Names that need quotes, in queries and in messages
CREATE SCHEMA "q ""x"" %s '; DROP TABLE app.open; --";
CREATE FUNCTION names() RETURNS SETOF text LANGUAGE sql AS $$
    VALUES ('simple'), ('Upper'), ('two words'), ('select'), ('a"b'), ('a''b'), ('%s%n%d'), ('a\b'), ('semi;colon'), (U&'\00e9\4e2d\+01F600'), (repeat('x', 63)), (repeat(U&'\4e2d', 21)), ('$1'), ('--'), ('/*'), (E'line\nbreak'), ('s1')
$$;
SELECT format('CREATE TABLE "q ""x"" %%s ''; DROP TABLE app.open; --".%I AS SELECT * FROM app.open', n) FROM names() AS n \gexec
SELECT is(rows_of(format(query, format('%I.%I', 'q "x" %s ''; DROP TABLE app.open; --', name))), rows, format('%s of a relation named %s', f, to_json(name))) FROM expected, names() AS r (name);
CREATE TABLE "q ""x"" %s '; DROP TABLE app.open; --"."no ""columns"" %s" (a integer);
SELECT matches(error_of(format(query, '"q ""x"" %s ''; DROP TABLE app.open; --"."no ""columns"" %s"')), '^42703 relation "q ""x"" %s ''; DROP TABLE app.open; --"."no ""columns"" %s" has no column [a-z_]+$', f || ' quotes them in its message')
FROM expected;
SELECT is(error_of(format('SELECT * FROM reconcile_return(''app.open'', %L, 0, ''2024-01-15'', ''2024-05-15'')', n)), CASE n WHEN 's1' THEN 'none' ELSE format('22023 unknown series ''%s''', n) END, 'a series named ' || to_json(n)) FROM names() AS n;
SELECT is(error_of(format('SELECT * FROM public.create_dashboard_views(%L, levels => %L, yields => %2$L, prices => %2$L, rates => %2$L, large => %1$L)', n, format('%I.%I', 'q "x" %s ''; DROP TABLE app.open; --', n))),
          '22023 large and small must be two series of levels', 'views over a relation named ' || to_json(n)) FROM names() AS n;
SELECT ok(error_of(format('SELECT * FROM public.create_dashboard_views(%L, levels => %L, yields => %2$L, prices => %2$L, rates => %2$L)', n, format('%I.%I', 'q "x" %s ''; DROP TABLE app.open; --', n))) = 'none'
          AND rows_of(format('SELECT * FROM %I.levels', n)) = rows_of('SELECT series, ts, level::float8 FROM app.open'), 'views over a relation and in a schema named ' || to_json(n)) FROM names() AS n;
SELECT is(error_of(format('SELECT * FROM public.create_dashboard_views(''odd_series'', levels => ''app.open'', large => %L, small => ''s1'')', n)), format('22023 series %L is not in relation app.open', n), 'a large series named ' || to_json(n)) FROM names() AS n WHERE n <> 's1';
SELECT has_table('app', 'open', 'nothing has been dropped');

-- The extension in such a schema
DROP FUNCTION IF EXISTS public.reconstitute(date, varchar, float8, reconstitution_rules);
DROP EXTENSION rotation CASCADE;
CREATE EXTENSION rotation SCHEMA "q ""x"" %s '; DROP TABLE app.open; --";
SET search_path = "q ""x"" %s '; DROP TABLE app.open; --", public;
SELECT is(rows_of(format(replace(query, 'public.', ''), 'app.open')), rows, split_part(query, '(', 1) || ' in a schema with an odd name') FROM expected;
SELECT * FROM finish();
