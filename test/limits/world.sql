-- world.sql
--      Inputs of any length for every function, and the calls that read them. The
--      settings limits.rows and limits.many are how many rows a call has, where they
--      are read one by one and where a step over all of them ends the call.
SET client_min_messages = warning;
CREATE SCHEMA limits;
SET search_path = limits, public;

-- When the last row of an input is read: what comes after it is the final function's
CREATE FUNCTION is_last() RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('limits.last_row', clock_timestamp()::text, false);
    RETURN true;
END $$;

-- Rows from which every argument follows; the dates in no order, so that all is sorted
CREATE FUNCTION next_prime(n bigint) RETURNS bigint LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    WHILE EXISTS (SELECT FROM generate_series(2, sqrt(n)::bigint) AS d WHERE n % d = 0) LOOP
        n := n + 1;
    END LOOP;
    RETURN n;
END $$;
CREATE FUNCTION make_rows(name text, n bigint) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TABLE %I AS SELECT i, j, date ''1900-01-01'' + j AS ts, (hashint8(j) & 65535) / 65536.0::float8 AS x'
                   ' FROM generate_series(1, %s::bigint) AS i, LATERAL (SELECT (i * 7919 %% %s)::integer AS j) AS s', name, n, limits.next_prime(n));
    EXECUTE format('CREATE VIEW %I AS SELECT * FROM %I WHERE i < %s OR limits.is_last()', name || '_read', name, n);
    EXECUTE format('ANALYZE %I', name);
END $$;
SELECT make_rows('few', current_setting('limits.rows')::bigint), make_rows('many', current_setting('limits.many')::bigint) \gset discarded_

-- The argument of a function, from its name and type, for a row (i, j, ts, x); of a panel if there are members
CREATE FUNCTION argument(name text, type regtype, panel boolean) RETURNS text LANGUAGE sql IMMUTABLE
RETURN CASE
    WHEN name IN ('price', 'level', 'a', 'b', 'market_cap', 'cap', 'earnings', 'w') THEN format('100 + %s * x', ascii(name) % 13 + 1)
    WHEN name IN ('r', 'ra', 'rb', 'effect', 'r_portfolio', 'r_benchmark', 'x') THEN format('x / %s - 0.004', ascii(right(name, 1)))
    WHEN name IN ('yield', 'rate') THEN 'round((4 * x)::numeric, 1)'
    WHEN name IN ('dividend', 'target') THEN '0.001'
    WHEN name IN ('split', 'base') THEN '1.0'
    WHEN name = 'periods_per_year' THEN '252'
    WHEN name = 'include_losses' THEN 'true'
    WHEN name = 'frequency' THEN '''day'''
    WHEN name = 'horizon' THEN '''30 days''::interval'
    WHEN name = 'k' THEN '1000'
    WHEN name = 'sessions' THEN '21'
    WHEN name = 'sector' THEN '(j % 1000 % 11)::text'
    WHEN name = 'member' THEN '(j % 1000)::' || type
    WHEN name = 'base_ts' THEN format('date ''1950-01-01''::%s', type)
    WHEN name IN ('ts', 'rank_ts') AND panel THEN 'date ''1900-01-01'' + j / 1000'
    WHEN name IN ('ts', 'rank_ts') THEN format('ts::%s', type)
    WHEN name = 'from_ts' THEN 'date ''1900-01-01'''
    WHEN name = 'to_ts' THEN 'NULL::date'
    WHEN name = 'rules' AND type = 'regime_rules'::regtype THEN 'regime_rules(threshold_bp => 1, frequency => ''day'')'
    WHEN name = 'rules' THEN format('%s()', type)
    WHEN name = 'state' OR type::text ~ '_(summary|state)$' THEN format('s.%s', type)
END;

-- One value of every stored type, of early dates; to be given with each row
CREATE TABLE stored AS
SELECT level_summary(ts, 100 + x), pair_summary(ts, 100 + x, 101 - x), '1 0 0 0 0 0 0 0 0'::yield_summary AS yield_summary, return_summary(x), excess_summary(x, 0),
       return_pair_summary(x, x * x), drawdown_summary(ts, 100 + x), breadth_summary(x), weight_summary(1 + x),
       earnings_summary(1 + x, x), contribution_summary(x, x), linked_effect_summary(x, x, x * x), regime_state(ts, x, regime_rules(threshold_bp => 1, frequency => 'day')),
       index_state(ts, 'a', 100 + x, NULL, NULL, NULL, NULL, index_rules()), index_state(ts, 1, 100 + x, NULL, NULL, NULL, NULL, index_rules()) AS index_state_bigint
FROM (SELECT date '1800-01-01' + i::integer AS ts, x FROM few LIMIT 100) AS s;

CREATE TABLE call (
    id integer GENERATED ALWAYS AS IDENTITY,
    name text NOT NULL,
    query text NOT NULL,
    seconds float8, -- in all
    final float8,   -- of them after the last row
    step float8 GENERATED ALWAYS AS (coalesce(final, seconds)) STORED, -- that ends it
    large boolean NOT NULL DEFAULT false
);

-- All functions of the extension but those that only serve others
CREATE VIEW public_function AS
SELECT p.oid::regprocedure AS function, p.prokind, p.proretset, p.proname,
       ARRAY(SELECT coalesce(nullif(p.proargnames[n], ''), format_type(t, NULL)) FROM unnest(p.proargtypes) WITH ORDINALITY AS u (t, n) ORDER BY n) AS names,
       ARRAY(SELECT t::regtype FROM unnest(p.proargtypes) WITH ORDINALITY AS u (t, n) ORDER BY n) AS types
FROM pg_proc AS p JOIN pg_depend ON objid = p.oid AND classid = 'pg_proc'::regclass AND deptype = 'e'
JOIN pg_extension AS e ON refclassid = 'pg_extension'::regclass AND refobjid = e.oid AND extname = 'rotation'
WHERE obj_description(p.oid, 'pg_proc') !~ '^(moving )?(transition|combine|final|input|output|receive|send) function';

/*
 * Why no argument can make a call long: the values that these functions are given
 * have a size that does not change. They are called once a row.
 */
CREATE VIEW short AS
SELECT f.function,
       CASE WHEN f.proname IN ('regime_rules', 'cycle_rules', 'valuation_discount') THEN 'takes a few numbers and names'
            WHEN f.proname = 'holding_period' THEN 'takes one period'
            WHEN f.types <@ (ARRAY(SELECT oid::regtype FROM pg_type WHERE typname ~ '_summary$') || '{boolean,float8}'::regtype[]) THEN 'reads counts and sums' END AS why,
       CASE f.proname WHEN 'regime_rules' THEN 'threshold_bp => 1 + x' WHEN 'cycle_rules' THEN 'max_gap_days => 53 + j' WHEN 'valuation_discount' THEN '1 + x, 2'
                      ELSE (SELECT string_agg(CASE t::text WHEN 'boolean' THEN 'true' WHEN 'float8' THEN '252'
                                                           WHEN 'double precision' THEN '252' ELSE format(CASE WHEN t::text ~ '_summary$' THEN 's.%I' ELSE 'NULL::%I' END, t) END, ', ' ORDER BY n)
                            FROM unnest(f.types) WITH ORDINALITY AS u (t, n)) END AS arguments
FROM public_function AS f
WHERE f.prokind = 'f' AND NOT f.proretset AND f.proname NOT IN ('index_rules', 'reconstitution_rules', 'migrations')
  AND NOT f.types && '{regime_state,index_state}'::regtype[];
INSERT INTO call (name, query)
SELECT function, format('SELECT count(%s(%s)) FROM few_read, stored AS s', f.proname, arguments) FROM short JOIN public_function AS f USING (function)
ORDER BY function::text;

-- Aggregates and window functions over all rows
CREATE FUNCTION arguments(f public_function) RETURNS text LANGUAGE sql IMMUTABLE
RETURN (SELECT string_agg(CASE WHEN type = 'index_state'::regtype AND 'bigint'::regtype = ANY (f.types) THEN 's.index_state_bigint'
                               ELSE limits.argument(name, type, 'member' = ANY (f.names)) END, ', ' ORDER BY n)
        FROM unnest(f.names, f.types) WITH ORDINALITY AS u (name, type, n));
INSERT INTO call (name, query)
SELECT f.function,
       CASE WHEN f.prokind = 'w' OR f.proname IN ('zscore', 'percentile_rank')
            THEN format('SELECT count(r) FROM (SELECT %s(%s) OVER (ORDER BY ts) AS r FROM few_read, stored AS s) AS c', f.proname, limits.arguments(f))
            ELSE format('SELECT %s(%s) FROM few_read, stored AS s', f.proname, limits.arguments(f)) END
FROM public_function AS f
WHERE f.prokind <> 'f' AND f.function <> 'rollup(drawdown_summary)'::regprocedure
ORDER BY f.function::text;
