-- install.sql
--      The extension is trusted: whoever may create in the database can install it,
--      and what is in the schema before has no part in it.
\i test/header.psql
SELECT no_plan();
CREATE ROLE hostile_builder;
CREATE ROLE hostile_guest;
SELECT format('GRANT CREATE ON DATABASE %I TO hostile_builder', current_database()) \gexec

-- What the extension is made of, by names and types, but for the schema it is in
CREATE VIEW member AS
SELECT classid, objid FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e' AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'rotation');
GRANT SELECT ON member TO PUBLIC;
CREATE FUNCTION made() RETURNS TABLE (line text) LANGUAGE plpgsql AS $$
DECLARE
    schema text := (SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace AS n ON n.oid = extnamespace WHERE extname = 'rotation');
BEGIN
    RETURN QUERY
    SELECT replace(concat_ws(' ', pg_describe_object(classid, objid, 0), obj_description(objid, classid::regclass::name)), schema || '.', '') FROM member
    UNION ALL
    SELECT replace(concat_ws(' ', p.oid::regprocedure, pg_get_function_result(p.oid), pg_get_function_arguments(p.oid), provolatile, proparallel, proisstrict, prosecdef, proleakproof, prosrc, pg_get_function_sqlbody(p.oid), replace(array_to_string(proconfig, ' '), '"', '')), schema || '.', '')
    FROM member JOIN pg_proc AS p ON classid = 'pg_proc'::regclass AND objid = p.oid
    UNION ALL
    SELECT replace(concat_ws(' ', a.aggfnoid::regprocedure, aggtransfn::regprocedure, aggtranstype::regtype, aggfinalfn::regprocedure, aggcombinefn::regprocedure, aggmtransfn::regprocedure, aggminvtransfn::regprocedure, aggmfinalfn::regprocedure, agginitval), schema || '.', '')
    FROM member JOIN pg_aggregate AS a ON classid = 'pg_proc'::regclass AND objid = aggfnoid
    UNION ALL
    SELECT replace(concat_ws(' ', t.oid::regtype, typinput::regprocedure, typoutput::regprocedure, typreceive::regprocedure, typsend::regprocedure, typstorage,
                             (SELECT string_agg(concat_ws(' ', attname, atttypid::regtype), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = typrelid)), schema || '.', '')
    FROM member JOIN pg_type AS t ON classid = 'pg_type'::regclass AND objid = t.oid
    UNION ALL
    SELECT replace(concat_ws(' ', o.oid::regoperator, oprcode::regprocedure, oprcom::regoperator), schema || '.', '') FROM member JOIN pg_operator AS o ON classid = 'pg_operator'::regclass AND objid = o.oid
    UNION ALL
    SELECT replace(concat_ws(' ', castsource::regtype, casttarget::regtype, castfunc::regprocedure, castcontext, castmethod), schema || '.', '') FROM member JOIN pg_cast AS c ON classid = 'pg_cast'::regclass AND objid = c.oid;
END $$;
SET search_path = pg_catalog, public;
CREATE TABLE public.plain AS SELECT line FROM made();
SELECT ok(count(*) > 1000, 'what the extension is made of') FROM plain;
DROP EXTENSION rotation;

-- Who may
SET SESSION AUTHORIZATION hostile_guest;
SELECT pg_temp.raises('CREATE EXTENSION rotation', '42501', 'permission denied', 'a role that may not create in the database cannot install it');
RESET SESSION AUTHORIZATION;
SET SESSION AUTHORIZATION hostile_builder;
CREATE SCHEMA built;
CREATE EXTENSION rotation SCHEMA built;
SELECT is(built.total_return(ts, price), 1::float8, 'a role that may create in the database can install it') FROM (VALUES (date '2024-01-01', 1), ('2024-01-02', 2)) AS v (ts, price);
SELECT is(extowner::regrole::text, 'hostile_builder', 'which is its own') FROM pg_extension WHERE extname = 'rotation';
SELECT is(count(*), 0::bigint, 'but for the functions, which are C')
FROM public.member JOIN pg_proc AS p ON classid = 'pg_proc'::regclass AND objid = p.oid WHERE proowner = 'hostile_builder'::regrole;
SELECT pg_temp.raises('CREATE OR REPLACE FUNCTION built.valuation_discount(a float8, b float8) RETURNS float8 LANGUAGE sql RETURN 0', '42501', 'must be owner', 'they cannot be replaced');
SELECT pg_temp.raises('ALTER FUNCTION built.valuation_discount(float8, float8) LEAKPROOF', '42501', 'must be owner', 'or altered');
SELECT pg_temp.raises('ALTER FUNCTION built.valuation_discount(float8, float8) SECURITY DEFINER', '42501', 'must be owner', 'in any way');
SELECT pg_temp.raises('ALTER TYPE built.regime_rules ADD ATTRIBUTE x text', '42501', 'must be owner', 'nor can its types');
SELECT pg_temp.raises('ALTER EXTENSION rotation DROP FUNCTION built.valuation_discount(float8, float8)', '42501', 'must be owner', 'or leave it');
SELECT pg_temp.raises('CREATE FUNCTION built.mine(float8) RETURNS float8 LANGUAGE c AS ''$libdir/rotation'', ''drawdown''', '42501', 'permission denied for language c', 'others made of its library');
SELECT pg_temp.raises('CREATE AGGREGATE built.mine(date, float8) (SFUNC = built.yield_regimes_accum, STYPE = internal)', '42P13', 'internal', 'or aggregates of its internal states');
SELECT pg_temp.raises('CREATE CAST (bytea AS built.index_state) WITHOUT FUNCTION', '42501', 'must be owner', 'or values from bytes that are not checked');
CREATE SCHEMA moved;
SELECT pg_temp.raises('ALTER EXTENSION rotation SET SCHEMA moved', '42501', 'must be owner of type', 'only a superuser can move it, as PostgreSQL has it for types');
SELECT lives_ok('ALTER EXTENSION rotation UPDATE', 'the role can update it');
SELECT lives_ok('DROP EXTENSION rotation', 'and drop it');

-- What is there before: names that the script uses, and better matches for what it calls
CREATE SCHEMA trap;
CREATE FUNCTION trap.fails() RETURNS float8 LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'trapped'; END $$;
CREATE DOMAIN trap.float8 AS pg_catalog.text;
CREATE DOMAIN trap.date AS pg_catalog.text;
CREATE DOMAIN trap.text AS pg_catalog.bytea;
CREATE DOMAIN trap.integer AS pg_catalog.text;
CREATE TYPE trap.internal AS (x pg_catalog.int4);
CREATE FUNCTION trap.byteaeq(pg_catalog.bytea, pg_catalog.bytea) RETURNS pg_catalog.bool LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'trapped'; END $$;
CREATE FUNCTION trap.level_summary_accum(anyelement, pg_catalog.date, pg_catalog.float8) RETURNS anyelement LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'trapped'; END $$;
CREATE FUNCTION trap.level_summary_combine(anyelement, anyelement) RETURNS anyelement LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'trapped'; END $$;
CREATE FUNCTION trap.total_return(anyelement) RETURNS pg_catalog.float8 LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'trapped'; END $$;
CREATE FUNCTION trap.breadth_summary_accum(record, pg_catalog.float8) RETURNS pg_catalog.float8 LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'trapped'; END $$;
CREATE FUNCTION trap.yield_regimes_accum(anyelement, pg_catalog.date, pg_catalog.float8) RETURNS anyelement LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'trapped'; END $$;
CREATE FUNCTION trap.holding_period(record) RETURNS record LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'trapped'; END $$;
CREATE FUNCTION trap.equal(anyelement, anyelement) RETURNS pg_catalog.bool LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'trapped'; END $$;
CREATE OPERATOR trap.= (LEFTARG = anyelement, RIGHTARG = anyelement, FUNCTION = trap.equal);
SET search_path = trap, public, pg_catalog, pg_temp;
SET check_function_bodies = off;
SET standard_conforming_strings = off;
SET escape_string_warning = off;
SET quote_all_identifiers = on;
SET transform_null_equals = on;
SET array_nulls = off;
SET DateStyle = 'SQL, DMY';
SET default_transaction_deferrable = on;
CREATE EXTENSION rotation SCHEMA trap;
RESET ALL;
RESET SESSION AUTHORIZATION;
SET search_path = pg_catalog, public;
CREATE TABLE public.trapped AS SELECT line FROM made();
SELECT is(string_agg(left(line, 200), E'\n'), NULL, 'the extension is made of the same in a schema full of traps') FROM ((TABLE public.plain EXCEPT TABLE public.trapped) UNION ALL (TABLE public.trapped EXCEPT TABLE public.plain)) AS s;
SELECT is(string_agg(pg_describe_object(d.classid, d.objid, 0) || ' on ' || pg_describe_object(d.refclassid, d.refobjid, 0), ', '), NULL, 'and depends on none of them')
FROM pg_depend AS d JOIN member AS m ON (d.classid, d.objid) = (m.classid, m.objid)
WHERE d.refobjid >= 16384 AND d.deptype = 'n' AND NOT EXISTS (SELECT FROM member AS r WHERE (r.classid, r.objid) = (d.refclassid, d.refobjid)) AND d.refclassid <> 'pg_namespace'::regclass
      AND NOT (d.refclassid = 'pg_class'::regclass AND (SELECT reltype FROM pg_class WHERE oid = d.refobjid) IN (SELECT objid FROM member))
      AND NOT (d.refclassid = 'pg_type'::regclass AND (SELECT typelem FROM pg_type WHERE oid = d.refobjid) IN (SELECT objid FROM member));
SELECT is(string_agg(pg_describe_object(classid, objid, 0), ', '), NULL, 'every object is in the extension''s schema')
FROM member LEFT JOIN pg_proc AS p ON classid = 'pg_proc'::regclass AND p.oid = objid LEFT JOIN pg_type AS t ON classid = 'pg_type'::regclass AND t.oid = objid LEFT JOIN pg_operator AS o ON classid = 'pg_operator'::regclass AND o.oid = objid
WHERE coalesce(pronamespace, typnamespace, oprnamespace) <> 'trap'::regnamespace;
SELECT is(trap.total_return(ts, price), 1::pg_catalog.float8, 'it works there') FROM (VALUES (pg_catalog.date '2024-01-01', 1::pg_catalog.float8), ('2024-01-02', 2)) AS v (ts, price);
DROP EXTENSION rotation;

-- What has the name of one of its objects is not taken over, and stops the script
SET SESSION AUTHORIZATION hostile_builder;
CREATE SCHEMA taken;
CREATE FUNCTION taken.try(object text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'CREATE ' || object;
    BEGIN
        CREATE EXTENSION rotation SCHEMA taken;
        RETURN 'installed';
    EXCEPTION WHEN duplicate_object OR duplicate_function THEN
        RETURN 'refused';
    END;
END $$;
BEGIN;
SAVEPOINT before;
SELECT is(taken.try('TYPE taken.level_summary AS (x integer)'), 'refused', 'a type of its name stops it');
ROLLBACK TO before;
SELECT is(taken.try('TYPE taken.holding_period AS (label text, start_ts date, end_ts date)'), 'refused', 'a type that looks the same stops it');
ROLLBACK TO before;
SELECT is(taken.try('FUNCTION taken.valuation_discount(a float8, b float8) RETURNS float8 LANGUAGE sql RETURN 0'), 'refused', 'a function of its name and arguments stops it');
ROLLBACK TO before;
SELECT is(taken.try('FUNCTION taken.regimes(yields regclass) RETURNS float8 LANGUAGE sql RETURN 0'), 'installed', 'one with other arguments does not');
COMMIT;
RESET SESSION AUTHORIZATION;
\set script `cat sql/rotation--*.sql | grep -c -i -E '^CREATE OR REPLACE|^CREATE [A-Z]+ IF NOT EXISTS|SECURITY DEFINER|LEAKPROOF|^(SET|RESET) '`
SELECT is(:script, 0, 'the script replaces nothing, keeps nothing that was there and sets nothing');
SELECT * FROM finish();
