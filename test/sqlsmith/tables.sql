-- tables.sql
--      What random queries are made of: a catalog of functions that shows the extension's
--      and few others, tables with columns of every type, and a role that may do little.
SET client_min_messages = warning;
\i data/load.sql
\i test/hostile/world.sql
SET search_path = hostile, public;

-- Values of every type of an argument or result: a table of ordinary ones, one of those at the edges
CREATE SCHEMA smith;
CREATE TABLE smith.kind AS
SELECT DISTINCT t::regtype AS type FROM member, unnest(proargtypes || ARRAY[prorettype]::oid[] || coalesce(proallargtypes, '{}')) AS t
WHERE t::regtype::text !~ '^(internal|cstring|void|record|"any"|any.*)$';
INSERT INTO smith.kind
SELECT typarray FROM pg_type JOIN smith.kind ON type = pg_type.oid WHERE typtype = 'c' AND typarray <> 0 EXCEPT SELECT type FROM smith.kind;
CREATE FUNCTION smith.ordinary(type regtype, i integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    made text := CASE type::text
        WHEN 'double precision' THEN format('%s::float8', 100 + (i * 37) % 11)
        WHEN 'numeric' THEN format('%s::numeric', 100 + (i * 37) % 11)
        WHEN 'real' THEN '1::real'
        WHEN 'smallint' THEN '1::smallint'
        WHEN 'date' THEN format('date ''2024-01-01'' + %s', i)
        WHEN 'integer' THEN format('%s', 1 + i % 3)
        WHEN 'bigint' THEN format('%s::bigint', i)
        WHEN 'text' THEN format('%L::text', (ARRAY['s1', 'month', 'm1', 'large', 's2', 'equal', 'member'])[1 + i % 7])
        WHEN 'name' THEN '''made''::name'
        WHEN 'bytea' THEN 'NULL::bytea'
        WHEN 'regclass' THEN format('''hostile.%s''::regclass', (ARRAY['good', 'one_series', 'memberships', 'numbers', 'timed'])[1 + i % 5])
        WHEN 'text[]' THEN (ARRAY['''{s1,s2}''::text[]', '''{large,small}''::text[]'])[1 + i % 2]
        WHEN 'regime_rules' THEN (ARRAY['regime_rules()', 'regime_rules(frequency => ''day'')', 'regime_rules(''chord'', segments => 2)', 'NULL::regime_rules'])[1 + i % 4]
        WHEN 'index_rules' THEN (ARRAY['index_rules()', 'index_rules(''cap'', rebalance => ''month'')', 'index_rules(missing => ''drop'')', 'NULL::index_rules'])[1 + i % 4]
        WHEN 'level_summary' THEN format('(SELECT level_summary(ts, level) FROM one_series WHERE ts > ''2024-01-01''::date + 9 * %s)', i % 15)
        WHEN 'pair_summary' THEN format('(SELECT pair_summary(ts, level, price) FROM one_series WHERE ts > ''2024-01-01''::date + 9 * %s)', i % 15)
        WHEN 'drawdown_summary' THEN format('(SELECT drawdown_summary(ts, level) FROM one_series WHERE ts > ''2024-01-01''::date + 9 * %s)', i % 15)
        WHEN 'regime_state' THEN format('(SELECT regime_state(ts, yield, regime_rules(frequency => ''day'')) FROM one_series WHERE ts > ''2024-01-01''::date + 9 * %s)', i % 15)
        WHEN 'index_state' THEN format('(SELECT index_state(ts, member, price, dividend, split, market_cap, sector, index_rules(rebalance => ''month'')) FROM good WHERE ts > ''2024-01-01''::date + 9 * %s)', i % 15)
        WHEN 'return_summary' THEN format('(SELECT return_summary((level - 100) / 1000.0) FROM one_series WHERE ts > ''2024-01-01''::date + 9 * %s)', i % 15)
        WHEN 'yield_regime[]' THEN '(SELECT yield_regimes(ts, yield, regime_rules(frequency => ''day'')) FROM one_series)'
        WHEN 'policy_cycle[]' THEN '(SELECT policy_cycles(ts, rate) FROM one_series)'
        WHEN 'index_membership[]' THEN 'ARRAY(SELECT ROW(member, index_name, valid)::index_membership FROM memberships)'
        WHEN 'holding_period[]' THEN 'ARRAY[ROW(''p'', ''2024-01-15'', ''2024-05-01'')::holding_period]'
    END;
    one text := replace(type::text, '[]', '');
    found text;
BEGIN
    IF made IS NOT NULL THEN
        RETURN made;
    END IF;
    -- a summary by the aggregate of its name, its arguments 0.01, 0.02 and so on
    SELECT format('(SELECT %s(%s) FROM generate_series(1, 3) AS n)', proname, (SELECT string_agg('n / 100.0', ', ') FROM generate_series(1, pronargs)))
    INTO found FROM pg_proc WHERE proname = one AND prokind = 'a' AND one = type::text AND proargtypes[0] = 'float8'::regtype LIMIT 1;
    -- an edge that can be read, among others
    FOR made IN SELECT literal FROM hostile.value WHERE value.type = ordinary.type AND literal !~ 'repeat|array_fill' ORDER BY md5(literal || i) LOOP
        EXIT WHEN found IS NOT NULL;
        found := made;
    END LOOP;
    RETURN coalesce(found, format('NULL::%s', type));
END $$;
-- lower-case names that need no quotes, since sqlsmith gives none
CREATE FUNCTION smith.column_of(type regtype) RETURNS text LANGUAGE sql IMMUTABLE
RETURN translate('a ' || type::text, ' []', '__s');
SELECT format('CREATE TABLE smith.%I (%s)', name, (SELECT string_agg(format('%I %s', smith.column_of(type), type), ', ' ORDER BY type::text) FROM smith.kind))
FROM unnest('{ordinary_values,edge_values}'::text[]) AS name \gexec
CREATE FUNCTION smith.fill(name text, edges boolean) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    k regtype;
    edge text;
BEGIN
    FOR i IN 1 .. 45 LOOP
        EXECUTE format('INSERT INTO smith.%I DEFAULT VALUES', name);
        FOR k IN SELECT type FROM smith.kind LOOP
            SELECT literal INTO edge FROM hostile.value WHERE type = k AND literal !~ 'repeat|array_fill' AND edges AND i % 3 > 0 ORDER BY md5(literal || i) LIMIT 1;
            BEGIN
                EXECUTE format('UPDATE smith.%I SET %I = %s WHERE ctid = (SELECT max(ctid) FROM smith.%1$I)', name, smith.column_of(k), coalesce(edge, smith.ordinary(k, i)));
            EXCEPTION WHEN data_exception THEN
                NULL; -- a numeric that is no float8
            END;
        END LOOP;
    END LOOP;
END $$;
SELECT count(smith.fill(t, edges)) AS filled FROM (VALUES ('ordinary_values', false), ('edge_values', true)) AS v (t, edges) \gset

-- sqlsmith calls no function that gives rows, so they are wrapped
SELECT format('CREATE FUNCTION smith.%I(%s) RETURNS text LANGUAGE sql STABLE AS $f$ SELECT md5(string_agg(s::text, %L)) FROM public.%I(%s) AS s $f$',
              'rows_of_' || proname, array_to_string(proargtypes::regtype[], ', '), '|', proname, (SELECT string_agg('$' || n, ', ') FROM generate_series(1, pronargs) AS n))
FROM member WHERE proretset \gexec
-- and would give NULL for most arguments without functions that have none
SELECT format('CREATE FUNCTION smith.any_%s() RETURNS %s LANGUAGE sql VOLATILE AS $f$ SELECT %1$I FROM (SELECT %1$I FROM smith.ordinary_values UNION ALL SELECT %1$I FROM smith.edge_values) AS v OFFSET (random() * 89)::integer LIMIT 1 $f$', smith.column_of(type), type)
FROM smith.kind \gexec
CREATE FUNCTION smith.now() RETURNS date LANGUAGE sql RETURN date '2024-06-30';

-- The catalog as sqlsmith reads it, in front of the one that is there: window functions
-- look like aggregates, which it gives a window, and few functions are PostgreSQL's.
CREATE VIEW smith.pg_proc AS
SELECT oid, proname, pronamespace, prorettype, proargtypes, proretset, CASE prokind WHEN 'w' THEN 'a'::"char" ELSE prokind END AS prokind
FROM pg_catalog.pg_proc AS p
WHERE 'internal'::regtype <> ALL (proargtypes || ARRAY[prorettype]::oid[])
      AND (oid IN (SELECT oid FROM hostile.member) OR pronamespace = 'smith'::regnamespace AND proname ~ '^(rows_of|any|now)'
           OR oid IN (SELECT oid FROM pg_catalog.pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND prokind = 'f' AND provolatile = 'i' AND NOT proretset
                             AND proargtypes::oid[] <@ ARRAY(SELECT type::oid FROM smith.kind) AND prorettype IN (SELECT type FROM smith.kind) ORDER BY md5(proname) LIMIT 100));

-- what cannot be asked for anything, and names that sqlsmith does not quote
DROP SERVER nowhere CASCADE;
DROP SCHEMA "select.from ""x"" %n" CASCADE;
SELECT format('DROP TABLE hostile.%I', relname) FROM pg_class WHERE relnamespace = 'hostile'::regnamespace AND relname ~ 'quoted' \gexec
-- operators of types that no function of the extension knows, since sqlsmith draws among all
-- there are; those that sort ranges stay
SET allow_system_table_mods = on;
DELETE FROM pg_catalog.pg_operator AS o USING pg_type AS t
WHERE t.oid IN (oprleft, oprright) AND (typcategory IN ('G', 'I', 'V', 'E', 'U') AND typname NOT IN ('bytea', 'json', 'jsonb', 'uuid', 'xid', 'cid', 'tid') AND typnamespace = 'pg_catalog'::regnamespace OR typname ~ '^any.*(range|enum|compatible)|multirange|^(ts|num|int4|int8|tstz)range|^any$') AND NOT (typname = 'anyrange' AND oprname IN ('=', '<>', '<', '>', '<=', '>='));
RESET allow_system_table_mods;

CREATE ROLE smith LOGIN;
ALTER ROLE smith SET statement_timeout = '1s';
GRANT USAGE ON SCHEMA smith, hostile TO smith;
GRANT ALL ON ALL TABLES IN SCHEMA smith, hostile, public TO smith;
SELECT format('GRANT CREATE ON DATABASE %I TO smith', current_database()) \gexec
SELECT format('ALTER ROLE smith IN DATABASE %I SET search_path = smith, pg_catalog, public', current_database()) \gexec
