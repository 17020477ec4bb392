-- What hostile use has found, each by itself: every test here failed once.
\i test/header.psql
CREATE SCHEMA hostile;
SET search_path = hostile, public;
SELECT no_plan();

-- Arguments that change when they are read again
CREATE SEQUENCE reading;
SELECT is(forward_return(CASE WHEN nextval('reading') > 1 THEN 1.0 END, date '2024-01-01', '1 day') OVER (), NULL,
          'forward_return of a level that is NULL at first');
SELECT setval('reading', 1);
SELECT is(forward_return(1, date '2024-01-01' + i + CASE WHEN nextval('reading') <= 3 THEN 100 ELSE 0 END, '1 day') OVER (), NULL,
          'forward_return of a date that has gone before all others')
FROM generate_series(1, 2) AS i LIMIT 1;

-- A function that is not as immutable as it says: NULL at first, not NULL when its row leaves the frame
CREATE FUNCTION lie(x float8) RETURNS float8 LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE WHEN nextval('hostile.reading') > 400 THEN x END;
END $$;
SELECT pg_temp.raises(format($$
    SELECT setval('reading', 1);
    SELECT count(r) FROM (SELECT %s OVER (ORDER BY i ROWS 300 PRECEDING) AS r FROM generate_series(1, 1000) AS i) AS s
$$, call), '22023', 'more rows leave', call || ' of a function that lies')
FROM unnest(ARRAY['max_drawdown(date ''2024-01-01'' + i, lie(i))', 'total_return(date ''2024-01-01'' + i, lie(i))',
                  'return_pair(date ''2024-01-01'' + i, lie(i), 1)', 'yield_change_bp(date ''2024-01-01'' + i, lie(i / 100.0))',
                  'zscore(lie(i))', 'percentile_rank(lie(i))']) AS call;

-- A window function without a window: PostgreSQL lets it be that of an operator
CREATE OPERATOR ### (RIGHTARG = float8, FUNCTION = drawdown);
CREATE OPERATOR ### (LEFTARG = float8, RIGHTARG = float8, FUNCTION = relative_strength);
SELECT pg_temp.raises('SELECT ### 1.0::float8', '42809', 'without a window', 'an operator made of drawdown');
SELECT pg_temp.raises('SELECT 1.0::float8 ### 2.0::float8', '42809', 'without a window', 'an operator made of relative_strength');
CREATE FUNCTION without_window(f regprocedure) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    arguments regtype[] := ARRAY(SELECT t FROM pg_proc, unnest(proargtypes) WITH ORDINALITY AS u (t, n) WHERE oid = f ORDER BY n);
BEGIN
    IF cardinality(arguments) > 2 THEN
        RETURN 'no operator takes so many arguments';
    END IF;
    EXECUTE format(CASE cardinality(arguments) WHEN 1 THEN 'CREATE OPERATOR <<<>>> (RIGHTARG = %2$s, FUNCTION = %1$s)'
                   ELSE 'CREATE OPERATOR <<<>>> (LEFTARG = %2$s, RIGHTARG = %3$s, FUNCTION = %1$s)' END, f::regproc, arguments[1], arguments[2]);
    EXECUTE format(CASE cardinality(arguments) WHEN 1 THEN 'SELECT <<<>>> NULL::%1$s' ELSE 'SELECT NULL::%1$s <<<>>> NULL::%2$s' END, arguments[1], arguments[2]);
    RETURN 'no error';
EXCEPTION WHEN wrong_object_type THEN
    RETURN 'refused';
END $$;
SELECT is(count(*) FILTER (WHERE state = 'refused') || ' refused, ' || count(*) FILTER (WHERE state = 'no error') || ' not',
          count(*) FILTER (WHERE state !~ '^no operator') || ' refused, 0 not', 'all window functions that an operator can be made of')
FROM (SELECT without_window(p.oid) AS state FROM pg_proc AS p JOIN pg_extension AS e ON extname = 'rotation' AND extnamespace = pronamespace WHERE prokind = 'w') AS s;

-- Values in the order of the priorities that a treap with a known seed would draw make a list of it
CREATE TABLE chosen AS
WITH RECURSIVE xorshift (i, a) AS (
    SELECT 0, 2463534242::bigint
    UNION ALL
    SELECT i + 1, (c # (c << 5)) & 4294967295
    FROM xorshift, LATERAL (SELECT (a # (a << 13)) & 4294967295 AS b) AS first, LATERAL (SELECT b # (b >> 17) AS c) AS second
    WHERE i < 12000
)
SELECT i, a::float8 AS x FROM xorshift WHERE i > 0;
CREATE FUNCTION seconds(query text) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
    start timestamptz := clock_timestamp();
BEGIN
    EXECUTE query;
    RETURN extract(epoch FROM clock_timestamp() - start);
END $$;
SELECT seconds('SELECT max(r) FROM (SELECT percentile_rank(x) OVER (ORDER BY i) AS r FROM chosen) AS s') AS chosen,
       seconds('SELECT max(r) FROM (SELECT percentile_rank(x) OVER (ORDER BY x) AS r FROM chosen) AS s') AS sorted \gset
SELECT ok(:chosen < 10 * :sorted + 1, 'no order of the values makes percentile_rank slow');

-- Work that grows with the square of an argument
SELECT clock_timestamp() AS start \gset
SET statement_timeout = '300ms';
SELECT pg_temp.raises($$SELECT reconstitution_rules(names, places) FROM (SELECT array_agg(i::text) AS names, array_agg(i) AS places FROM generate_series(1, 100000) AS i) AS s$$,
                      '57014', 'statement timeout', 'a hundred thousand names can be cancelled');
RESET statement_timeout;
SELECT ok(clock_timestamp() < timestamptz :'start' + interval '5 seconds', 'and at once');
CREATE FUNCTION plateaus(rows integer) RETURNS bigint LANGUAGE sql AS $$
    SELECT sum(p.pivots) FROM (SELECT threshold_plateaus(date '2000-01-01' + i, CASE WHEN i % 2 = 0 THEN i / 10000.0 ELSE -i / 10000.0 END, regime_rules(frequency => 'day')) AS found
                               FROM generate_series(1, rows) AS i) AS s, unnest(found) AS p
$$;
SELECT ok(plateaus(5000) > 5000000, 'plateaus with millions of turns');
SELECT pg_temp.raises('SELECT plateaus(20000)', '54000', 'more than 16777216 turns', 'but not with more than 2^24');

-- Results that are no numbers
SELECT pg_temp.raises('SELECT index_history(date ''2024-01-01'' + i, ''m'', 1, NULL, NULL, NULL, NULL, index_rules(base => 5e-324)) FROM generate_series(1, 3) AS i',
                      '22003', 'out of range', 'a divisor that no number can hold');
SELECT pg_temp.raises('SELECT index_history(date ''2024-01-01'' + i, ''m'', 10 ^ (10 - 25 * i), NULL, NULL, NULL, NULL, index_rules(rebalance => ''never'')) FROM generate_series(0, 1) AS i',
                      '22003', 'out of range', 'an index that falls too far in a day to follow its weights');

-- Rows that are equal and look different: 0 and -0
CREATE TABLE zeros AS SELECT date '2024-01-01' AS ts, x AS price FROM unnest('{0,-0}'::float8[]) AS x;
CREATE TABLE zeros_turned AS SELECT date '2024-01-01' AS ts, x AS price FROM unnest('{-0,0}'::float8[]) AS x;
SELECT is((SELECT string_agg(c::text, ' ') FROM check_prices('zeros') AS c), (SELECT string_agg(c::text, ' ') FROM check_prices('zeros_turned') AS c), 'check_prices lists them in one order');

-- Rules with a value that once stood for none
SELECT pg_temp.raises('SELECT regime_rules(threshold_down_bp => ''-Infinity'')', '22023', 'threshold_down_bp', 'threshold_down_bp of -Infinity');
SELECT pg_temp.raises('SELECT regime_rules(split_divergence => ''-Infinity'')', '22023', 'split_divergence', 'split_divergence of -Infinity');
SELECT pg_temp.raises('SELECT regime_rules(segments => -2147483648)', '22023', 'segments', 'segments of the least integer');
SELECT pg_temp.raises('SELECT regime_rules(''chord'', segments => 2, min_days => -2147483648)', '22023', 'min_days', 'min_days of the least integer');

-- Memory: names that are kept out of line, which each row takes apart again
CREATE TABLE long_names AS SELECT i, repeat('x', 20000) || i % 3 AS name FROM generate_series(1, 2000) AS i;
CREATE FUNCTION note_memory() RETURNS float8 LANGUAGE plpgsql AS $$
BEGIN
    IF nextval('hostile.reading') % 100 = 0 THEN
        PERFORM set_config('hostile.memory', greatest(current_setting('hostile.memory')::bigint, (SELECT sum(total_bytes) FROM pg_backend_memory_contexts))::text, false);
    END IF;
    RETURN 0;
END $$;
CREATE VIEW long_series AS SELECT date '2000-01-01' + i AS ts, name AS series, name AS member, 100 + note_memory() AS level, 100 + note_memory() AS price, 100 + i + note_memory() AS market_cap, daterange(date '2000-01-01' + i, date '2000-01-01' + i + 1) AS valid, 'large'::text AS index_name FROM long_names;
CREATE FUNCTION memory_of(query text) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    PERFORM set_config('hostile.memory', '0', false);
    EXECUTE query;
    RETURN current_setting('hostile.memory')::bigint;
END $$;
SELECT ok(memory_of('SELECT ' || call) BETWEEN 1 AND 15000000, call || ' keeps no more than it needs of its rows')
FROM unnest(ARRAY['reconstitute(ts, member, market_cap) FROM long_series', 'index_history(ts, member, price, NULL, NULL, NULL, series) FROM long_series',
                  'member_contribution(ts, member, price, NULL, NULL, NULL, NULL) FROM long_series',
                  '* FROM period_returns(''long_series'', ARRAY[ROW(''p'', ''2001-01-01'', NULL)::holding_period])',
                  '* FROM index_levels(''long_series'')', '* FROM index_memberships(''long_series'')', '* FROM calendar_table(''long_series'')']) AS call;

SELECT * FROM finish();
