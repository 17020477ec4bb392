-- Fills the tables of tables.sql, which are in the schema plain, and lists calls over
-- them: call has every aggregate of the extension, flat_call its functions that read
-- tables. Prices span 12 decades, and so do the returns and the dividend yields.

CREATE FUNCTION draw(i bigint, purpose integer) RETURNS float8 LANGUAGE sql IMMUTABLE AS
    'SELECT (hashint8extended(i, purpose) & 1048575) / 1048576.0';
CREATE FUNCTION decades(i bigint, purpose integer) RETURNS float8 LANGUAGE sql IMMUTABLE AS
    'SELECT 10 ^ (12 * draw(i, purpose) - 6)';
CREATE FUNCTION small_return(i bigint, purpose integer) RETURNS float8 LANGUAGE sql IMMUTABLE AS
    'SELECT sign(draw(i, purpose + 1) - 0.5) * decades(i, purpose) / 1e8';

INSERT INTO plain.panel
SELECT series, ts, ts + time '16:00', (ts + time '16:00') AT TIME ZONE 'UTC',
       decades(i, 1), CASE WHEN draw(i, 2) < 0.2 THEN decades(i, 1) * decades(i, 3) / 1e8 END,
       CASE WHEN draw(i, 4) < 0.01 THEN 0.5 WHEN draw(i, 4) < 0.02 THEN 2 END,
       decades(i, 5), decades(i, 6), decades(i, 7),
       floor(1000 * draw(i, 8)) / 100, floor(20 * draw(i, 9)) / 4,
       small_return(i, 10), small_return(i, 12), small_return(i, 14), small_return(i, 16), decades(i, 18),
       1e6 * decades(i, 19), decades(i, 20), decades(i, 21) - decades(i, 22),
       small_return(i, 23), small_return(i, 25), small_return(i, 27), 'month'
FROM (SELECT i, i % 12 AS series, date '2000-01-01' + i / 12 AS ts FROM generate_series(0, 2999) AS i) AS rows;

INSERT INTO plain.shares
SELECT i % 12, ts, 'member ' || number, number, 10 + 90 * draw(i, 31),
       CASE WHEN draw(i, 32) < 0.1 THEN draw(i, 33) END, CASE WHEN draw(i, 34) < 0.02 THEN 2 END,
       decades(i, 35), 'sector ' || number % 3
FROM (SELECT i, i / 12 % 7 AS number, date '2000-01-01' + i / (12 * 7) AS ts FROM generate_series(0, 12 * 7 * 60 - 1) AS i) AS rows
WHERE draw(i, 36) < 0.95;

INSERT INTO plain.monthly
SELECT series, date_trunc('month', ts), level_summary(ts, price, dividend, split), pair_summary(ts, a, b),
       return_summary(r), excess_summary(r, target), return_pair_summary(ra, rb), drawdown_summary(ts, level),
       breadth_summary(r), weight_summary(w), earnings_summary(cap, earnings), contribution_summary(w, r),
       linked_effect_summary(effect, r_portfolio, r_benchmark)
FROM plain.panel
GROUP BY 1, 2;

-- An argument is the column of its name, or of its type if it has no name, but for
-- these: by name, by type where several share a name, by the type of the member.
CREATE TABLE given (name text, type regtype, member regtype, expression text);
INSERT INTO given VALUES
    ('ts', 'timestamp', NULL, 'ts_timestamp'),
    ('ts', 'timestamptz', NULL, 'ts_timestamptz'),
    ('rank_ts', NULL, NULL, 'ts'),
    ('from_ts', NULL, NULL, $$date '2000-01-10'$$),
    ('to_ts', NULL, NULL, $$date '2000-02-20'$$),
    ('member', 'bigint', NULL, 'number'),
    ('k', NULL, NULL, '5'),
    ('sessions', NULL, NULL, '3'),
    ('periods_per_year', NULL, NULL, '252.5'),
    ('include_losses', NULL, NULL, 'false'),
    ('rules', 'regime_rules', NULL, 'regime_rules(threshold_bp => 10.1::float8 / 3)'),
    ('rules', 'cycle_rules', NULL, 'cycle_rules(max_gap_days => 30, pause_days => 7)'),
    ('rules', 'index_rules', NULL, $$index_rules(rebalance_dates => '{2000-01-04,2000-02-03}', missing => 'drop', base => 0.1::float8 + 0.2::float8)$$),
    ('rules', 'reconstitution_rules', NULL, $$reconstitution_rules(breakpoints => '{2,5}', band => 0.1::float8 / 3, schedule => ARRAY[ROW('2000-01-11', '2000-02-01', false), ROW('2000-02-11', '2000-02-21', true)]::reconstitution_date[])$$);
INSERT INTO given (name, type, member, expression)
SELECT 'state', 'regime_state'::regtype, NULL::regtype, format('%L::regime_state', regime_state(date '1999-12-31', 4)) UNION ALL
SELECT 'state', 'index_state', 'text', format('%L::index_state', index_state(date '1999-12-31', 'member 1', 50, NULL, NULL, 1e6, 'sector 1', index_rules())) UNION ALL
SELECT 'state', 'index_state', 'bigint', format('%L::index_state', index_state(date '1999-12-31', 1, 50, NULL, NULL, 1e6, 'sector 1', index_rules()));

CREATE VIEW call AS
SELECT aggregate, arguments.name, combines, result_type,
       format('%s(%s)', arguments.name, string_agg(coalesce(expression, argument, arguments.type::text), ', ' ORDER BY place)) AS call,
       CASE WHEN arguments.name = 'rollup' THEN 'monthly' WHEN arguments.member IS NOT NULL THEN 'shares' ELSE 'panel' END AS source
FROM (SELECT p.oid::regprocedure AS aggregate, p.proname AS name, aggcombinefn <> 0 AS combines, prorettype::regtype AS result_type,
             place, proargnames[place] AS argument, proargtypes[place - 1]::regtype AS type,
             proargtypes[array_position(proargnames, 'member') - 1]::regtype AS member
      FROM pg_aggregate
      JOIN pg_proc AS p ON p.oid = aggfnoid
      JOIN pg_depend ON classid = 'pg_proc'::regclass AND objid = p.oid AND refclassid = 'pg_extension'::regclass AND deptype = 'e'
      JOIN pg_extension AS e ON e.oid = refobjid AND extname = 'rotation'
      CROSS JOIN generate_series(1, pronargs) AS place) AS arguments
LEFT JOIN given ON given.name = argument AND coalesce(given.type, arguments.type) = arguments.type
  AND (given.member IS NULL OR given.member = arguments.member)
GROUP BY aggregate, arguments.name, combines, result_type, arguments.member;

-- a call over a table of the given schema, by series
CREATE FUNCTION by_series(call text, schema text, source text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT format('SELECT series, %s AS result FROM %I.%I GROUP BY series', call, schema, source)
$$;
-- its results as text, of every number digits enough to tell any two apart, or its error; NULL if they are all NULL
CREATE FUNCTION results(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    found text;
BEGIN
    EXECUTE format($query$SELECT CASE WHEN count(result) > 0 THEN string_agg(x::text, E'\n' ORDER BY x::text) END FROM (%s) AS x$query$, query) INTO found;
    RETURN found;
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE || ' ' || SQLERRM;
END
$$;
CREATE FUNCTION plan(query text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    found jsonb;
BEGIN
    EXECUTE 'EXPLAIN (VERBOSE, COSTS OFF, FORMAT JSON) ' || query INTO found;
    RETURN found;
END
$$;
-- all that a plan has under a key, one a line
CREATE FUNCTION found(plan jsonb, key text) RETURNS text LANGUAGE sql AS $$
    SELECT coalesce(string_agg(value #>> '{}', E'\n'), '') FROM jsonb_path_query(plan, format('strict $.**.%I', key)::jsonpath) AS value
$$;

-- Functions that read tables, of the views that make_views makes in a schema.
CREATE PROCEDURE make_views(schema text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE VIEW %1$I.levels AS SELECT series::text, ts, level FROM %1$I.panel', schema);
    EXECUTE format('CREATE VIEW %1$I.yields AS SELECT ts, yield, rate FROM %1$I.panel WHERE series = 3', schema);
    EXECUTE format('CREATE VIEW %1$I.members AS SELECT ''index '' || series AS index_name, * FROM %1$I.shares', schema);
    EXECUTE format('CREATE VIEW %1$I.ranked AS SELECT ts, member, market_cap FROM %1$I.shares WHERE series = 3', schema);
    EXECUTE format('CREATE VIEW %1$I.periods AS SELECT start_ts, end_ts FROM regimes(''%1$I.yields'')', schema);
END
$$;
-- the views for dashboards over those of a schema, in another one
CREATE PROCEDURE make_dashboard(schema text, dashboard name, yields regclass) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SELECT FROM create_dashboard_views($1, ''%1$I.levels'', $2, ''%1$I.members'', $2, ''1'', ''2'')', schema) USING dashboard, yields;
END
$$;
CALL make_views('plain');
CALL make_dashboard('plain', 'plain_dashboard', 'plain.yields');
CREATE TABLE plain.memberships AS SELECT * FROM index_memberships('plain.ranked', reconstitution_rules(breakpoints => '{2,5}'));
CREATE TABLE flat_call AS
SELECT call FROM unnest(ARRAY[
    $$regimes('%1$I.yields')$$,
    $$threshold_plateaus('%1$I.yields')$$,
    $$policy_cycles('%1$I.yields', cycle_rules(30, 7))$$,
    $$policy_phases('%1$I.yields')$$,
    $$regime_table('%1$I.levels', '%1$I.yields', '1', '2')$$,
    $$regime_returns('%1$I.levels', '%1$I.periods')$$,
    $$period_returns('%1$I.levels', (SELECT array_agg(ROW(NULL, start_ts, end_ts)::holding_period) FROM %1$I.periods))$$,
    $$calendar_table('%1$I.levels')$$,
    $$stretch_table('%1$I.levels', 20, 3)$$,
    $$reconcile_return('%1$I.levels', '1', 0.1, '2000-02-10', '2000-05-10', 'infinity')$$,
    $$index_levels('%1$I.members', index_rules(weighting => 'cap', missing => 'drop'))$$,
    $$index_contributions('%1$I.members')$$,
    $$index_memberships('%1$I.ranked', reconstitution_rules(breakpoints => '{2,5}'))$$,
    $$index_migrations('%1$I.memberships')$$,
    $$check_prices('%1$I.members')$$
]) AS call;
