-- generator.sql
--      Makes calls of every function, aggregate, operator, cast and type of the
--      extension with the values of world.sql, and judges what they do.

-- Rows of a composite type that are NULL but for one attribute, which is at an edge
CREATE FUNCTION composites(type regtype) RETURNS SETOF text LANGUAGE sql STABLE
BEGIN ATOMIC
SELECT format('ROW(%s)::%s', string_agg(CASE WHEN each.attnum = edge.attnum THEN v.literal ELSE 'NULL' END, ', ' ORDER BY each.attnum), composites.type)
FROM pg_type AS t
JOIN pg_attribute AS edge ON edge.attrelid = t.typrelid
JOIN pg_attribute AS each ON each.attrelid = t.typrelid
JOIN hostile.value AS v ON v.type = edge.atttypid AND v.literal !~ 'repeat|array_fill'
WHERE t.oid = composites.type
GROUP BY edge.attnum, v.literal;
END;

-- A number that depends on its arguments alone, evenly drawn below most
CREATE FUNCTION draw(seed bigint, most integer) RETURNS integer LANGUAGE sql IMMUTABLE
RETURN ((hashint8extended(seed, 20240630) & 9223372036854775807) % most)::integer;

/*
 * The expressions that an argument may have, the ordinary one first. Of very many,
 * as rules have, each function gets its own part.
 */
CREATE FUNCTION choices(name text, type regtype, function regprocedure, rounds integer) RETURNS text[] LANGUAGE sql STABLE
RETURN hostile.ordinary(name, type, 1) || ARRAY(
    SELECT literal
    FROM hostile.value
    WHERE value.type = choices.type
    ORDER BY hashtextextended(literal, hashtextextended(function::text, 1))
    LIMIT 36 * rounds);

/*
 * Lists of arguments: all combinations if those are few (an aggregate's are tried in
 * several ways, so fewer are few), otherwise each edge among ordinary values, and
 * drawn lists.
 */
CREATE FUNCTION argument_lists(function regprocedure, names text[], types regtype[], rounds integer) RETURNS SETOF text[] LANGUAGE plpgsql STABLE AS $$
DECLARE
    n integer := cardinality(types);
    choices jsonb := '[]';
    counts bigint[] := '{}';
    product numeric := 1;
    few integer := rounds * (SELECT CASE prokind WHEN 'a' THEN 60 ELSE 400 END FROM pg_proc WHERE oid = function);
    list text[];
    rest bigint;
BEGIN
    FOR i IN 1 .. n LOOP
        choices := choices || jsonb_build_array(to_jsonb(hostile.choices(names[i], types[i], function, rounds)));
        IF types[1] = 'name'::regtype AND names[i] IN ('yields', 'prices', 'rates', 'large', 'small') THEN
            choices := jsonb_set(choices, ARRAY[i - 1, 0]::text[], '"NULL"'); -- as few views as can be
        END IF;
        IF choices -> i - 1 -> 0 = 'null' THEN
            RAISE 'no ordinary value for argument % of %', i, function;
        END IF;
        counts := counts || jsonb_array_length(choices -> i - 1)::bigint;
        product := product * counts[i];
    END LOOP;
    IF product <= few THEN
        FOR number IN 0 .. product - 1 LOOP
            rest := number;
            FOR i IN 1 .. n LOOP
                list[i] := choices -> i - 1 ->> (rest % counts[i])::integer;
                rest := rest / counts[i];
            END LOOP;
            RETURN NEXT list;
        END LOOP;
        RETURN;
    END IF;
    FOR edge IN 1 .. n LOOP
        FOR number IN 0 .. counts[edge] - 1 LOOP
            FOR i IN 1 .. n LOOP
                list[i] := choices -> i - 1 ->> CASE WHEN i = edge THEN number::integer ELSE 0 END;
            END LOOP;
            RETURN NEXT list;
        END LOOP;
    END LOOP;
    FOR number IN 1 .. 20 * rounds LOOP
        FOR i IN 1 .. n LOOP
            list[i] := choices -> i - 1 ->> hostile.draw(hashint8(number) * 64::bigint + i, counts[i]::integer);
        END LOOP;
        RETURN NEXT list;
    END LOOP;
END $$;

-- Four ordinary rows, but for the third one's edges; an argument that must be the same in all rows may have it in all of them
CREATE FUNCTION rows_with(ordinary text[], edge text[], flood boolean) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    n integer := cardinality(edge);
    line text;
    lines text := '';
    columns text := 'i';
BEGIN
    FOR i IN 1 .. 4 LOOP
        line := i;
        FOR argument IN 1 .. n LOOP
            line := line || ', ' || CASE WHEN edge[argument] <> ordinary[1][argument] AND (flood OR i = 3) THEN edge[argument] ELSE ordinary[i][argument] END;
        END LOOP;
        lines := lines || CASE WHEN i > 1 THEN ', ' ELSE '' END || '(' || line || ')';
    END LOOP;
    FOR argument IN 1 .. n LOOP
        columns := columns || ', a' || argument;
    END LOOP;
    RETURN '(VALUES ' || lines || ') AS v (' || columns || ')';
END $$;

-- Every call of a function; aggregates also over frames, which some of them refuse
CREATE FUNCTION calls(function regprocedure, rounds integer) RETURNS SETOF text LANGUAGE plpgsql STABLE AS $$
DECLARE
    f pg_proc;
    types regtype[];
    arguments text;
    ordinary text[];
    frame text;
    refuses_frames boolean;
    list text[];
    flood boolean;
    first boolean := true;
BEGIN
    SELECT * INTO f FROM pg_proc WHERE oid = function;
    types := ARRAY(SELECT t FROM unnest(f.proargtypes) WITH ORDINALITY AS u (t, n) ORDER BY n);
    arguments := (SELECT string_agg('a' || n, ', ' ORDER BY n) FROM generate_series(1, cardinality(types)) AS n);
    ordinary := ARRAY(SELECT ARRAY(SELECT hostile.ordinary(f.proargnames[n], types[n], i) FROM generate_series(1, cardinality(types)) AS n ORDER BY n)
                      FROM generate_series(1, 4) AS i ORDER BY i);
    refuses_frames := EXISTS (SELECT FROM pg_aggregate WHERE aggfnoid = function AND aggfinalmodify = 'w');
    FOR list IN SELECT * FROM hostile.argument_lists(function, f.proargnames, types, rounds) LOOP
        IF f.prokind = 'f' THEN
            RETURN NEXT format('SELECT %s%s(%s) AS r', CASE WHEN f.proretset THEN 'r.* FROM ' END, f.oid::regproc, array_to_string(list, ', '));
            CONTINUE;
        END IF;
        frame := (ARRAY['1 PRECEDING', 'BETWEEN 1 FOLLOWING AND 2 FOLLOWING', 'UNBOUNDED PRECEDING'])[1 + hostile.draw(length(array_to_string(list, '')), 3)];
        -- one ts in all rows says no more than once
        FOR flood IN SELECT false UNION ALL SELECT true WHERE list[1] = ordinary[1][1] OR types[1] <> ALL ('{date,timestamp,timestamptz}'::regtype[]) LOOP
            IF f.prokind = 'a' THEN
                RETURN NEXT format('SELECT %s(%s) AS r FROM %s', f.oid::regproc, arguments, hostile.rows_with(ordinary, list, flood));
            END IF;
            IF NOT refuses_frames OR first THEN
                RETURN NEXT format('SELECT %s(%s) OVER (ORDER BY i ROWS %s) AS r FROM %s', f.oid::regproc, arguments, frame,
                                   hostile.rows_with(ordinary, list, flood));
            END IF;
            first := false;
        END LOOP;
    END LOOP;
END $$;

-- What a query does: its rows as text, or the error
CREATE FUNCTION observe(query text, OUT state text, OUT message text, OUT result text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'SELECT string_agg(s::text, E''\n'') FROM (' || query || ') AS s' INTO result;
    state := '00000';
    IF query ~ 'create_dashboard_views' THEN
        RAISE transaction_rollback; -- what it made
    END IF;
EXCEPTION WHEN OTHERS THEN
    IF state IS NULL THEN
        state := SQLSTATE;
        message := SQLERRM;
    END IF;
END $$;

-- The values of the extension's own types: the states that ordinary rows and their edges leave, as text
INSERT INTO sample
SELECT t.oid, 'NULL::' || t.oid::regtype
FROM pg_depend JOIN pg_type AS t ON t.oid = objid
WHERE classid = 'pg_type'::regclass AND refclassid = 'pg_extension'::regclass AND deptype = 'e'
      AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'rotation')
      AND typcategory <> 'A'; -- from 17 on, arrays are members too
INSERT INTO value SELECT t, composites(t) FROM unnest('{holding_period,reconstitution_date,index_membership}'::regtype[]) AS t;
INSERT INTO value
SELECT (type || '[]')::regtype, format(made, literal)
FROM value, unnest('{"ARRAY[%1$s]","ARRAY[%1$s,%1$s]"}'::text[]) AS made
WHERE type IN ('holding_period', 'reconstitution_date', 'index_membership');
INSERT INTO value
SELECT (type || '[]')::regtype, format(made, type || '[]')
FROM sample, unnest('{"NULL::%s","''{}''::%s","ARRAY[NULL]::%s","ARRAY[ARRAY[NULL],ARRAY[NULL]]::%s"}'::text[]) AS made
WHERE type IN ('holding_period', 'reconstitution_date', 'index_membership');
INSERT INTO value VALUES
    ('holding_period[]', 'ARRAY[ROW(''a'', ''2024-01-30'', ''2024-02-28'')::holding_period, ROW(NULL, ''4714-11-24 BC'', NULL)::holding_period]'),
    ('reconstitution_date[]', 'ARRAY[ROW(''2024-01-31'', NULL, false)::reconstitution_date, ROW(''2024-02-02'', ''5874897-12-31'', true)::reconstitution_date]'),
    ('index_membership[]', 'ARRAY[ROW(''m'', ''large'', ''[2024-01-01,2024-02-01)'')::index_membership, ROW(''m'', ''small'', ''[2024-02-01,)'')::index_membership]'),
    ('index_membership[]', 'ARRAY[ROW(''m'', ''large'', ''(,2024-02-01)'')::index_membership, ROW(''m'', ''small'', ''[2024-01-01,infinity]'')::index_membership]');
INSERT INTO value SELECT t, composites(t)
FROM unnest('{regime_rules,cycle_rules,index_rules,reconstitution_rules,yield_regime,yield_regime_return,policy_cycle,policy_phase}'::regtype[]) AS t;
INSERT INTO value SELECT 'index_rules', format('index_rules(%s)', x)
FROM unnest('{weighting => ''cap'',"weighting => ''capped'', cap => 0.6","weighting => ''capped'', cap => 1e-300",weighting => ''sector_equal'',missing => ''drop'',missing => ''error'',"reinvest => ''member'', rebalance => ''never''","rebalance => ''never'', missing => ''drop'', delisting_return => -1",delisting_return => 1e300,cost_bp => 4999.9,"base => 5e-324","base => 1.7e308","announcement_lag => 1","announcement_lag => 2147483647","rebalance_dates => ''{4714-11-24 BC,2024-02-01}''"}'::text[]) AS x;
INSERT INTO value SELECT 'regime_rules', format('regime_rules(%s)', x)
FROM unnest('{"''chord'', segments => 1","''chord'', segments => 200","''chord'', segments => 2, frequency => ''day''","''chord'', segments => 1, min_days => 2147483647","frequency => ''day''","frequency => ''day'', threshold_bp => 1e-8","frequency => ''day'', threshold_bp => 1e6, threshold_down_bp => 1e-8","frequency => ''day'', split_divergence => 5e-324","split_divergence => 1e6"}'::text[]) AS x;
INSERT INTO sample SELECT type, (array_agg(literal ORDER BY length(literal) DESC))[1] FROM value WHERE type IN ('holding_period[]'::regtype, 'index_membership[]'::regtype) AND literal ~ 'ROW.*ROW' AND literal !~ 'NULL, NULL' GROUP BY type;
DO $$
DECLARE
    a record;
    call text;
    found text;
    kept integer;
BEGIN
    FOR a IN SELECT p.oid, prorettype::regtype AS state
             FROM pg_proc AS p JOIN hostile.sample ON type = prorettype JOIN pg_type AS t ON t.oid = type
             WHERE prokind = 'a' AND typtype = 'b' AND proname ~ '^(own_.*_accum|index_state|regime_state|drawdown_summary)$'
    LOOP
        kept := 0;
        FOR call IN SELECT c FROM hostile.calls(a.oid, 1) WITH ORDINALITY AS u (c, n) WHERE c !~ ' OVER ' ORDER BY n = 1 DESC, hostile.draw(n, 1000000) LOOP
            BEGIN
                EXECUTE format('SELECT r::text FROM (%s) AS s', call) INTO found;
            EXCEPTION WHEN OTHERS THEN
                found := NULL;
            END;
            IF NOT EXISTS (SELECT FROM hostile.value WHERE type = a.state AND literal = format('%L::%s', found, a.state)) THEN
                INSERT INTO hostile.value VALUES (a.state, format('%L::%s', found, a.state));
                kept := kept + 1;
                EXIT WHEN kept = 6;
            END IF;
        END LOOP;
    END LOOP;
END $$;
-- states that ordinary rows can follow
INSERT INTO value
SELECT 'index_state', format('%L::index_state', unnest(ARRAY[index_state(ts, member, price, dividend, split, market_cap, sector, index_rules()),
                                                             index_state(ts, substr(member, 2)::bigint, price, dividend, split, market_cap, sector, index_rules('cap'))]))
FROM good WHERE ts < '2024-01-10';
INSERT INTO value SELECT 'regime_state', format('%L::regime_state', regime_state(ts, yield)) FROM one_series WHERE ts < '2024-01-10';
UPDATE sample SET literal = v.literal FROM (SELECT type, (array_agg(literal ORDER BY ctid DESC))[1] AS literal FROM value WHERE literal !~ '^NULL' GROUP BY type) AS v WHERE v.type = sample.type;
INSERT INTO value SELECT type, 'NULL::' || type FROM sample;
