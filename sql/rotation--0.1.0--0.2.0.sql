-- complain if script is sourced in psql, rather than via ALTER EXTENSION
\echo Use "ALTER EXTENSION rotation UPDATE TO '0.2.0'" to load this file. \quit

-- The state of the largest moves, exact as text too
CREATE FUNCTION extreme_moves_combine(bigint[], bigint[]) RETURNS bigint[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION extreme_moves_final(bigint[]) RETURNS move[]
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION largest_moves_accum(bigint[], ts date, r float8, k integer) RETURNS bigint[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE FUNCTION smallest_moves_accum(bigint[], ts date, r float8, k integer) RETURNS bigint[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
CREATE OR REPLACE AGGREGATE largest_moves(ts date, r float8, k integer) (
    SFUNC = largest_moves_accum, STYPE = bigint[], FINALFUNC = extreme_moves_final,
    COMBINEFUNC = extreme_moves_combine, PARALLEL = SAFE
);
CREATE OR REPLACE AGGREGATE smallest_moves(ts date, r float8, k integer) (
    SFUNC = smallest_moves_accum, STYPE = bigint[], FINALFUNC = extreme_moves_final,
    COMBINEFUNC = extreme_moves_combine, PARALLEL = SAFE
);
DROP FUNCTION extreme_moves_combine(float8[], float8[]);
DROP FUNCTION extreme_moves_final(float8[]);
DROP FUNCTION largest_moves_accum(float8[], date, float8, integer);
DROP FUNCTION smallest_moves_accum(float8[], date, float8, integer);
COMMENT ON FUNCTION extreme_moves_combine(bigint[], bigint[]) IS 'combine function of largest_moves and smallest_moves';
COMMENT ON FUNCTION extreme_moves_final(bigint[]) IS 'final function of largest_moves and smallest_moves';
COMMENT ON FUNCTION largest_moves_accum(bigint[], date, float8, integer) IS 'transition function of largest_moves';
COMMENT ON FUNCTION smallest_moves_accum(bigint[], date, float8, integer) IS 'transition function of smallest_moves';

-- Views for dashboards, made on request

-- The definitions below are constants in which rotation., dashboard. and names after a colon are put in place by one
-- pass of format(), so nothing that the caller names is ever read as a part of them. The views read each other and the
-- four that stand for the caller's relations: who may read the views needs no right on what they are made of.
CREATE FUNCTION create_dashboard_views(
    schema_name name,
    levels regclass DEFAULT NULL,
    yields regclass DEFAULT NULL,
    prices regclass DEFAULT NULL,
    rates regclass DEFAULT NULL,
    large text DEFAULT NULL,
    small text DEFAULT NULL,
    regime_rules regime_rules DEFAULT NULL,
    cycle_rules cycle_rules DEFAULT NULL,
    index_rules index_rules DEFAULT NULL,
    periods_per_year integer DEFAULT 252
) RETURNS TABLE (view_name text, description text)
    LANGUAGE plpgsql VOLATILE PARALLEL UNSAFE
    SET search_path = pg_catalog, pg_temp
    SET extra_float_digits = 1
AS $function$
#variable_conflict use_column
DECLARE
    -- ends the comments of views made here, which is how they are told from others
    mark CONSTANT text := ' (create_dashboard_views)';
    view_schema CONSTANT text := quote_ident(schema_name);
    extension_schema CONSTANT text := (SELECT quote_ident(nspname) FROM pg_extension JOIN pg_namespace ON pg_namespace.oid = extnamespace
                                       WHERE extname = 'rotation');
    price_columns CONSTANT text[] := ARRAY(SELECT attname FROM pg_attribute WHERE attrelid = prices AND attnum > 0 AND NOT attisdropped);
    two_levels CONSTANT boolean := levels IS NOT NULL AND large IS NOT NULL;
    split_regimes CONSTANT boolean := (regime_rules).split_divergence IS NOT NULL;
    own_index_rules CONSTANT jsonb := coalesce(jsonb_strip_nulls(to_jsonb(index_rules)), '{}');
    -- what a column has, by its name; in one view only where the name of the view comes first
    columns CONSTANT jsonb := '{
        "ad_ratio": "advancers for one decliner; NULL without decliners",
        "advance_decline_line": "advancers less decliners, added up since the first date",
        "advancers": "members whose price rose",
        "annualized_return": "total return a year, as a fraction; that of a year or less as it is",
        "average_relative_return": "mean of the returns less those of the benchmark, as a fraction",
        "average_return": "mean of the returns, as a fraction",
        "average_weight": "mean weight over the days, as a fraction",
        "benchmark_return": "return of the large companies over the same dates, as a fraction",
        "cap_level": "total return level, weighted by capitalisation",
        "cap_weight": "share in the capitalisation of the index, as a fraction",
        "change_bp": "change over the stretch in basis points",
        "yield_history.change_bp": "change from the row before, in basis points",
        "complete": "whether the series reaches from before the period to after it",
        "compound_return": "return over all of them, one after the other, as a fraction",
        "confirmed_on": "first date at which it was known that the regime had begun; NULL for not yet",
        "contribution": "part of the total return of the index, as a fraction",
        "cumulative_return": "return since the first date of the series, as a fraction",
        "cuts": "number of cuts",
        "cycle": "number of the cycle",
        "days": "calendar days from the peak to the recovery, or to the last date",
        "decliners": "members whose price fell",
        "depth": "fall from the peak to the trough, as a fraction below zero",
        "detail": "what is wrong in particular",
        "direction": "rising, falling or flat",
        "dividend": "dividend a share on its ex-date",
        "divisor": "value of the basket per unit of level",
        "drawdown": "level against the highest so far, as a fraction, zero or below",
        "effective_n": "so many equal weights are as concentrated",
        "end_rate": "rate after the last move, in percent",
        "end_ts": "last date of the stretch",
        "end_yield": "yield at the end, in percent",
        "equal_level": "total return level, equally weighted",
        "first_ts": "first date used",
        "frequency": "month, quarter or year",
        "hit_rate": "share of the sessions with a higher return than the benchmark, as a fraction",
        "direction_returns.hit_rate": "share of the regimes with a higher return than the benchmark, as a fraction",
        "horizon": "stretch up to the last date",
        "index_name": "name of the index; the word index where the prices have none",
        "kind": "best or worst",
        "large_level": "level of the large companies",
        "large_return": "return of the large companies, as a fraction",
        "last_level": "level on the last date",
        "last_ts": "last date used",
        "level": "level of the series",
        "index_levels.level": "level of the price index",
        "market_cap": "capitalisation",
        "max_drawdown": "deepest fall from a level reached before, as a fraction, zero or below",
        "member": "member of the index",
        "members": "number of members held",
        "month": "month of the year, 1 to 12; NULL for longer periods",
        "moves": "number of moves",
        "number": "number in order of time",
        "observations": "number of levels",
        "open": "whether later rows may still change it",
        "pct_advancing": "share of the members whose price rose, as a fraction",
        "peak_ts": "last date at the peak",
        "phase": "phase of the policy rate",
        "place": "place from 1, the largest move, on",
        "previous_level": "level of the row before",
        "previous_price": "price of the row before",
        "previous_ts": "date of the row before",
        "price": "price as quoted",
        "price_contribution": "part of the price return of the index, as a fraction",
        "problem": "duplicate, gap, not finite, not positive or split",
        "provisional": "whether its end may still move",
        "quarter": "quarter of the year, 1 to 4; NULL for years",
        "rate": "policy rate in percent",
        "rebased_level": "level where all series have 100 on the first date that they share",
        "recovered": "whether the peak has been reached again",
        "recovery_ts": "first date at the peak or above again; NULL for not yet",
        "regime": "number of the regime",
        "regimes": "number of regimes",
        "relative_return": "return less that of the benchmark, the large companies, as a fraction",
        "large_small_history.relative_return": "return of the large companies less that of the small ones, as a fraction",
        "large_small_regimes.relative_return": "return of the large companies less that of the small ones, as a fraction",
        "relative_strength": "large against small, 100 at first; it rises while large companies beat small ones",
        "index_broadening.relative_strength": "equal against cap, 100 at first; it rises while most members beat the largest ones",
        "rolling_return": "return over one year of rows, as a fraction",
        "rolling_volatility": "volatility a year over one year of rows, as a fraction",
        "sector": "sector of the member",
        "series": "name of the series",
        "series_return": "return of the series, as a fraction",
        "sessions": "number of returns from one date to the next",
        "simple_return": "return from the row before, as a fraction",
        "small_level": "level of the small companies",
        "small_return": "return of the small companies, as a fraction",
        "split": "new shares for one old on the date of a split",
        "start_rate": "rate before the first move, in percent",
        "start_ts": "date at whose close the stretch begins",
        "start_yield": "yield at the start, in percent",
        "total_bp": "sum of the moves in basis points",
        "total_return": "return from the first to the last date, as a fraction",
        "total_return_level": "level of the index with dividends reinvested",
        "trough_ts": "first date of the lowest level",
        "ts": "date",
        "turnover": "weight that changed hands at the close, as a fraction",
        "unchanged": "members whose price did not move",
        "volatility": "standard deviation of the returns a year, as a fraction",
        "weighting": "how members are weighted: equal, cap and the like",
        "year": "year",
        "yield": "yield in percent"
    }';
    weightings text;
    placeholders text[];
    replacements text[];
    definition text;
    options text;
    column_name text;
    reason text;
    hint text;
BEGIN
    IF schema_name IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed', MESSAGE = 'schema_name must not be NULL';
    END IF;
    IF levels IS NULL AND yields IS NULL AND prices IS NULL AND rates IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'null_value_not_allowed', MESSAGE = 'one of levels, yields, prices and rates must not be NULL',
            HINT = 'Give a table or view, as levels => ''index_levels''.';
    END IF;
    IF (large IS NULL) <> (small IS NULL) OR large = small OR large IS NOT NULL AND levels IS NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'large and small must be two series of levels',
            HINT = 'Give levels and both names, or neither name.';
    END IF;
    IF split_regimes AND (yields IS NULL OR NOT two_levels) THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = 'split_divergence needs two levels to compare',
            HINT = 'Give levels, yields, large and small as well.';
    END IF;
    IF periods_per_year IS NULL OR periods_per_year < 2 THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format('periods_per_year must be at least 2, not %s', coalesce(periods_per_year::text, 'NULL')),
            HINT = 'Use 252 for daily levels, 52 for weekly and 12 for monthly ones.';
    END IF;

    SELECT format('relation %s has no column %s', relation, missing), format('Needed: %s. A view can give other columns these names.', array_to_string(required, ', '))
    INTO reason, hint
    FROM (VALUES (1, levels, ARRAY['series', 'ts', 'level']), (2, yields, ARRAY['ts', 'yield']), (3, rates, ARRAY['ts', 'rate']),
                 (4, prices, ARRAY['ts', 'member', 'price'])) AS given (place, relation, required),
         unnest(required) WITH ORDINALITY AS needed (missing, number)
    WHERE relation IS NOT NULL
        AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = relation AND attname = missing AND attnum > 0 AND NOT attisdropped)
    ORDER BY place, number
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'undefined_column', MESSAGE = reason, HINT = hint;
    END IF;

    SELECT format(CASE WHEN relpersistence = 't' THEN 'relation %s is temporary' ELSE 'view %s would read itself' END, relation)
    INTO reason
    FROM (VALUES (1, levels, 'levels'), (2, yields, 'yields'), (3, rates, 'rates'), (4, prices, 'prices')) AS given (place, relation, name)
    JOIN pg_class ON pg_class.oid = relation
    JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE relpersistence = 't' OR (nspname, relname) = (schema_name, given.name)
    ORDER BY place
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = reason,
            HINT = 'Give permanent tables or views, other than those to be made.';
    END IF;

    IF two_levels THEN
        EXECUTE format('SELECT min(name) FROM unnest(ARRAY[%L, %L]) AS name
                        WHERE EXISTS (SELECT 1 FROM %s) AND name NOT IN (SELECT series::text FROM %s WHERE series IS NOT NULL)', large, small, levels, levels)
        INTO reason;
        IF reason IS NOT NULL THEN
            RAISE EXCEPTION USING ERRCODE = 'invalid_parameter_value', MESSAGE = format('series %L is not in relation %s', reason, levels),
                HINT = 'Allowed: the names in its column series.';
        END IF;
    END IF;

    -- rules by the names of their fields, so that they outlive new fields
    SELECT string_agg(format('(%L, jsonb_populate_record(NULL::%s.index_rules, %L))', weighting, extension_schema,
                             CASE WHEN weighting = own_index_rules ->> 'weighting' THEN own_index_rules
                                  ELSE own_index_rules - 'cap' || jsonb_build_object('weighting', weighting) END), ', ' ORDER BY weighting)
    INTO weightings
    FROM (SELECT 'equal' UNION SELECT 'cap' WHERE 'market_cap' = ANY (price_columns) UNION SELECT own_index_rules ->> 'weighting') AS w (weighting)
    WHERE weighting IS NOT NULL;
    SELECT array_agg(placeholder), array_agg(replacement)
    INTO placeholders, replacements
    FROM (VALUES ('rotation.', extension_schema || '.'),
                 ('dashboard.', view_schema || '.'),
                 (':given_levels', levels::text), (':given_yields', yields::text), (':given_rates', rates::text), (':given_prices', prices::text),
                 (':large', quote_nullable(large)), (':small', quote_nullable(small)),
                 (':regime_rules', format('jsonb_populate_record(NULL::%s.regime_rules, %L)', extension_schema, coalesce(jsonb_strip_nulls(to_jsonb(regime_rules)), '{}'))),
                 (':cycle_rules', format('jsonb_populate_record(NULL::%s.cycle_rules, %L)', extension_schema, coalesce(jsonb_strip_nulls(to_jsonb(cycle_rules)), '{}'))),
                 (':weightings', weightings),
                 (':periods_per_year', periods_per_year::text))
             AS p (placeholder, replacement);
    SELECT placeholders || array_agg(format(':%s_view', name)), replacements || array_agg(quote_literal(format('%s.%s', view_schema, name)))
    INTO placeholders, replacements
    FROM unnest(ARRAY['levels', 'yields', 'yield_regimes', 'rates', 'policy_phases', 'prices', 'member_prices']) AS name;

    -- two calls may not make the same schema and views at once
    PERFORM pg_advisory_xact_lock(hashtextextended('create_dashboard_views ' || schema_name, 0));
    IF to_regnamespace(view_schema) IS NULL THEN
        EXECUTE format('CREATE SCHEMA %s', view_schema);
    END IF;

    FOR view_name, description, definition IN
        SELECT v.name, v.description, v.definition
        FROM (VALUES
            ('levels', levels IS NOT NULL, 'levels of each series: a total return index or a price', $$
                SELECT series::text COLLATE "default" AS series, ts::date AS ts, level::float8 AS level
                FROM :given_levels
                WHERE ts IS NOT NULL AND level IS NOT NULL$$),

            ('series_history', levels IS NOT NULL, 'each series date by date: returns, drawdown, volatility', $$
                SELECT series, ts, level, simple_return,
                       rotation.total_return(ts, level) OVER so_far AS cumulative_return,
                       rotation.rebase(level, ts, (SELECT max(first_ts) FROM (SELECT min(ts) AS first_ts FROM dashboard.levels GROUP BY series) AS s))
                           OVER whole AS rebased_level,
                       rotation.drawdown(level) OVER so_far AS drawdown,
                       CASE WHEN count(*) OVER so_far > :periods_per_year THEN rotation.total_return(ts, level) OVER year END AS rolling_return,
                       CASE WHEN count(*) OVER so_far > :periods_per_year
                           THEN rotation.annualized_volatility(simple_return, :periods_per_year) OVER year_of_returns END AS rolling_volatility
                FROM (SELECT series, ts, level, rotation.simple_return(level) OVER (PARTITION BY series ORDER BY ts) AS simple_return
                      FROM dashboard.levels) AS r
                WINDOW whole AS (PARTITION BY series),
                       so_far AS (PARTITION BY series ORDER BY ts),
                       year AS (PARTITION BY series ORDER BY ts ROWS :periods_per_year PRECEDING),
                       year_of_returns AS (PARTITION BY series ORDER BY ts ROWS :periods_per_year - 1 PRECEDING)$$),

            ('series_summary', levels IS NOT NULL, 'each series over the whole of its history', $$
                SELECT series, count(*)::integer AS observations, min(ts) AS first_ts, max(ts) AS last_ts,
                       (array_agg(level ORDER BY ts DESC))[1] AS last_level,
                       rotation.total_return(ts, level) AS total_return,
                       rotation.annualized_return(ts, level) AS annualized_return,
                       rotation.annualized_volatility(simple_return, :periods_per_year) AS volatility,
                       rotation.max_drawdown(ts, level) AS max_drawdown,
                       (array_agg(level ORDER BY ts DESC))[1] / max(level) - 1 AS drawdown
                FROM (SELECT series, ts, level, rotation.simple_return(level) OVER (PARTITION BY series ORDER BY ts) AS simple_return
                      FROM dashboard.levels) AS r
                GROUP BY series$$),

            ('trailing_returns', levels IS NOT NULL, 'each series over the last month, year and so on', $$
                SELECT p.number, p.label AS horizon, p.start_ts, p.series, p.series_return, p.benchmark_return, p.relative_return,
                       p.volatility, p.hit_rate, p.sessions, p.first_ts, p.last_ts
                FROM rotation.period_returns(:levels_view, (
                         SELECT array_agg(ROW(horizon, start_ts, NULL)::rotation.holding_period ORDER BY place)
                         FROM (SELECT max(ts) AS last_ts FROM dashboard.levels) AS l,
                              LATERAL (VALUES (1, '1 month', (last_ts - interval '1 month')::date),
                                              (2, '3 months', (last_ts - interval '3 months')::date),
                                              (3, '6 months', (last_ts - interval '6 months')::date),
                                              (4, 'year to date', date_trunc('year', last_ts::timestamp)::date - 1),
                                              (5, '1 year', (last_ts - interval '1 year')::date),
                                              (6, '3 years', (last_ts - interval '3 years')::date),
                                              (7, '5 years', (last_ts - interval '5 years')::date),
                                              (8, '10 years', (last_ts - interval '10 years')::date)) AS h (place, horizon, start_ts)
                         WHERE last_ts IS NOT NULL),
                         benchmark => :large, periods_per_year => :periods_per_year) AS p$$),

            ('calendar_returns', levels IS NOT NULL, 'returns of each series by month, quarter and year', $$
                SELECT series, frequency, extract(year FROM end_ts)::integer AS year,
                       CASE WHEN frequency <> 'year' THEN extract(quarter FROM end_ts)::integer END AS quarter,
                       CASE WHEN frequency = 'month' THEN extract(month FROM end_ts)::integer END AS month,
                       start_ts, end_ts, value AS series_return, start_ts < date_trunc(frequency, end_ts::timestamp)::date AND NOT provisional AS complete
                FROM (VALUES ('month'), ('quarter'), ('year')) AS f (frequency),
                     LATERAL rotation.calendar_table(:levels_view, frequency) AS c$$),

            ('drawdowns', levels IS NOT NULL, 'every fall of each series from a peak to its recovery', $$
                SELECT series, d.number::integer AS number, d.peak_ts, d.trough_ts, d.recovery_ts, d.depth, d.days, d.recovery_ts IS NOT NULL AS recovered
                FROM (SELECT series, rotation.drawdowns(ts, level) AS found FROM dashboard.levels GROUP BY series) AS s,
                     unnest(found) WITH ORDINALITY AS d (peak_ts, trough_ts, recovery_ts, depth, days, number)$$),

            ('largest_moves', levels IS NOT NULL, 'the twenty best and the twenty worst returns of each series from one date to the next', $$
                SELECT series, kind, place::integer AS place, start_ts, end_ts, value AS series_return
                FROM rotation.stretch_table(:levels_view, 1, 20)$$),

            ('level_problems', levels IS NOT NULL, 'what is wrong with the levels, one row a finding', $$
                SELECT problem, member AS series, ts, previous_ts, price AS level, previous_price AS previous_level, detail
                FROM rotation.check_prices(:levels_view, greatest(7, 549 / :periods_per_year))$$),

            ('large_small_history', two_levels, 'large against small companies, date by date', $$
                SELECT ts, large.level AS large_level, small.level AS small_level,
                       rotation.simple_return(large.level) OVER so_far AS large_return,
                       rotation.simple_return(small.level) OVER so_far AS small_return,
                       rotation.simple_return(large.level) OVER so_far - rotation.simple_return(small.level) OVER so_far AS relative_return,
                       rotation.relative_strength(large.level, small.level) OVER so_far AS relative_strength
                FROM dashboard.levels AS large JOIN dashboard.levels AS small USING (ts)
                WHERE large.series = :large AND small.series = :small
                WINDOW so_far AS (ORDER BY ts)$$),

            ('yields', yields IS NOT NULL, 'the yield', $$
                SELECT ts::date AS ts, yield::float8 AS yield
                FROM :given_yields
                WHERE ts IS NOT NULL AND yield IS NOT NULL$$),

            ('yield_regimes', yields IS NOT NULL AND NOT split_regimes, 'the regimes of the yield', $$
                SELECT * FROM rotation.regimes(:yields_view, :regime_rules)$$),
            ('yield_regimes', yields IS NOT NULL AND split_regimes, 'the regimes of the yield, split where large and small change places', $$
                SELECT r.*
                FROM unnest((SELECT rotation.yield_regimes(ts, yield, large, small, :regime_rules)
                             FROM (SELECT ts, yield, NULL::float8 AS large, NULL::float8 AS small FROM dashboard.yields
                                   UNION ALL
                                   SELECT ts, NULL, large_level, small_level FROM dashboard.large_small_history) AS input)) AS r$$),

            ('yield_history', yields IS NOT NULL, 'the yield date by date, with its regime', $$
                SELECT ts, yield, rotation.yield_change_bp(ts, yield) OVER (ORDER BY ts ROWS 1 PRECEDING) AS change_bp,
                       number AS regime, direction, provisional
                FROM dashboard.yields LEFT JOIN dashboard.yield_regimes ON ts <= end_ts AND (ts > start_ts OR number = 1)$$),

            ('regime_returns', levels IS NOT NULL AND yields IS NOT NULL, 'each series over each regime of the yield', $$
                SELECT number, label AS direction, start_ts, end_ts, series, series_return, benchmark_return, relative_return,
                       volatility, hit_rate, sessions, first_ts, last_ts
                FROM rotation.regime_returns(:levels_view, :yield_regimes_view, benchmark => :large, periods_per_year => :periods_per_year)$$),

            ('direction_returns', levels IS NOT NULL AND yields IS NOT NULL, 'each series over all regimes of rising, falling and flat yields', $$
                SELECT series, direction, count(series_return)::integer AS regimes, rotation.compound_return(series_return) AS compound_return,
                       avg(series_return) AS average_return, avg(relative_return) AS average_relative_return,
                       rotation.hit_rate(series_return, benchmark_return) FILTER (WHERE relative_return IS NOT NULL) AS hit_rate
                FROM dashboard.regime_returns
                GROUP BY series, direction$$),

            ('large_small_regimes', two_levels AND yields IS NOT NULL, 'large against small companies over each regime of the yield', $$
                SELECT * FROM rotation.regime_table(:levels_view, :yields_view, :large, :small, :regime_rules)$$),

            ('rates', rates IS NOT NULL, 'the policy rate', $$
                SELECT ts::date AS ts, rate::float8 AS rate
                FROM :given_rates
                WHERE ts IS NOT NULL AND rate IS NOT NULL$$),

            ('policy_cycles', rates IS NOT NULL, 'the cycles of rate cuts, one row a phase', $$
                SELECT * FROM rotation.policy_cycles(:rates_view, rules => :cycle_rules)$$),

            ('policy_phases', rates IS NOT NULL, 'the policy rate as stretches of cuts, hikes, pauses and holds', $$
                SELECT * FROM rotation.policy_phases(:rates_view, rules => :cycle_rules)$$),

            ('phase_returns', levels IS NOT NULL AND rates IS NOT NULL, 'each series over each phase of the policy rate', $$
                SELECT number, label AS phase, start_ts, end_ts, series, series_return, benchmark_return, relative_return,
                       volatility, hit_rate, sessions, first_ts, last_ts
                FROM rotation.regime_returns(:levels_view, :policy_phases_view, benchmark => :large, periods_per_year => :periods_per_year)$$),

            ('prices', prices IS NOT NULL, 'prices of the members of each index', format($$
                SELECT %s::text COLLATE "default" AS index_name, ts::date AS ts, member::text COLLATE "default" AS member, price::float8 AS price,
                       %s::float8 AS dividend, %s::float8 AS split, %s::float8 AS market_cap, %s::text COLLATE "default" AS sector
                FROM :given_prices
                WHERE ts IS NOT NULL AND member IS NOT NULL AND price IS NOT NULL$$,
                CASE WHEN 'index_name' = ANY (price_columns) THEN 'index_name' ELSE quote_literal('index') END,
                CASE WHEN 'dividend' = ANY (price_columns) THEN 'dividend' ELSE 'NULL' END,
                CASE WHEN 'split' = ANY (price_columns) THEN 'split' ELSE 'NULL' END,
                CASE WHEN 'market_cap' = ANY (price_columns) THEN 'market_cap' ELSE 'NULL' END,
                CASE WHEN 'sector' = ANY (price_columns) THEN 'sector' ELSE 'NULL' END)),

            ('member_prices', prices IS NOT NULL, 'prices of the members, each once though it be in several indexes', $$
                SELECT member, ts, price, dividend, split, market_cap, sector
                FROM (SELECT *, first_value(index_name) OVER (PARTITION BY member, ts ORDER BY index_name) AS first_index FROM dashboard.prices) AS p
                WHERE index_name IS NOT DISTINCT FROM first_index$$),

            ('price_problems', prices IS NOT NULL, 'what is wrong with the prices, one row a finding', $$
                SELECT problem, member, ts, previous_ts, price, previous_price, detail
                FROM rotation.check_prices(:member_prices_view)$$),

            ('index_levels', prices IS NOT NULL, 'each index rebuilt from its members, by each weighting', $$
                SELECT i.index_name, w.weighting, i.ts, i.level, i.total_return_level, i.divisor, i.members, i.turnover, i.effective_n
                FROM (VALUES :weightings) AS w (weighting, rules), LATERAL rotation.index_levels(:prices_view, w.rules) AS i$$),

            ('index_series', prices IS NOT NULL, 'the rebuilt indexes as series, with dividends reinvested: levels for views of their own', $$
                SELECT concat_ws(', ', index_name, weighting) AS series, ts, total_return_level AS level
                FROM dashboard.index_levels$$),

            ('index_broadening', 'market_cap' = ANY (price_columns), 'each index equally weighted against itself weighted by capitalisation', $$
                SELECT index_name, ts, equal.total_return_level AS equal_level, cap.total_return_level AS cap_level,
                       rotation.relative_strength(equal.total_return_level, cap.total_return_level) OVER (PARTITION BY index_name ORDER BY ts) AS relative_strength
                FROM dashboard.index_levels AS equal JOIN dashboard.index_levels AS cap USING (index_name, ts)
                WHERE equal.weighting = 'equal' AND cap.weighting = 'cap'$$),

            ('index_breadth', prices IS NOT NULL, 'how many members of each index rose and fell, date by date', $$
                SELECT index_name, ts, (found).advancers::integer AS advancers, (found).decliners::integer AS decliners, (found).unchanged::integer AS unchanged,
                       (found).pct_advancing AS pct_advancing, (found).ad_ratio AS ad_ratio,
                       (sum((found).advancers - (found).decliners) OVER (PARTITION BY index_name ORDER BY ts))::integer AS advance_decline_line
                FROM (SELECT index_name, ts, rotation.breadth(r) AS found
                      FROM (SELECT index_name, ts, rotation.price_return(ts, price, dividend, split)
                                                       OVER (PARTITION BY index_name, member ORDER BY ts ROWS 1 PRECEDING) AS r
                            FROM dashboard.prices) AS moves
                      GROUP BY index_name, ts
                      HAVING count(r) > 0) AS days$$),

            ('index_members', prices IS NOT NULL, 'the members of each index on its last date', $$
                SELECT index_name, ts, member, sector, price, market_cap,
                       market_cap / (sum(market_cap::numeric) OVER (PARTITION BY index_name))::float8 AS cap_weight
                FROM (SELECT *, max(ts) OVER (PARTITION BY index_name) AS last_ts FROM dashboard.prices) AS p
                WHERE ts = last_ts$$),

            ('member_contributions', prices IS NOT NULL, 'who moved each index over the last month, year to date and year', $$
                SELECT c.index_name, w.weighting, h.horizon, h.start_ts, c.name AS member, c.average_weight, c.contribution, c.price_contribution
                FROM (SELECT max(ts) AS last_ts FROM dashboard.prices) AS l,
                     LATERAL (VALUES ('1 month', (last_ts - interval '1 month')::date),
                                     ('year to date', date_trunc('year', last_ts::timestamp)::date - 1),
                                     ('1 year', (last_ts - interval '1 year')::date)) AS h (horizon, start_ts),
                     (VALUES :weightings) AS w (weighting, rules),
                     LATERAL rotation.index_contributions(:prices_view, w.rules, 'member', h.start_ts) AS c$$),

            ('sector_contributions', 'sector' = ANY (price_columns), 'which sectors moved each index over the last month, year to date and year', $$
                SELECT c.index_name, w.weighting, h.horizon, h.start_ts, c.name AS sector, c.average_weight, c.contribution, c.price_contribution
                FROM (SELECT max(ts) AS last_ts FROM dashboard.prices) AS l,
                     LATERAL (VALUES ('1 month', (last_ts - interval '1 month')::date),
                                     ('year to date', date_trunc('year', last_ts::timestamp)::date - 1),
                                     ('1 year', (last_ts - interval '1 year')::date)) AS h (horizon, start_ts),
                     (VALUES :weightings) AS w (weighting, rules),
                     LATERAL rotation.index_contributions(:prices_view, w.rules, 'sector', h.start_ts) AS c$$)
        ) AS v (name, wanted, description, definition)
        WHERE v.wanted
    LOOP
        IF EXISTS (SELECT FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = schema_name) AND relname = view_name
                       AND (relkind <> 'v' OR right(obj_description(oid, 'pg_class'), length(mark)) IS DISTINCT FROM mark)) THEN
            RAISE EXCEPTION USING ERRCODE = 'duplicate_table', MESSAGE = format('relation %s.%s was not made by create_dashboard_views', view_schema, view_name),
                HINT = 'Give another schema, or rename or drop that relation.';
        END IF;

        -- a view that is replaced keeps who may read it and what depends on it; its options it would lose
        SELECT 'WITH (' || array_to_string(reloptions, ', ') || ')' INTO options
        FROM pg_class WHERE oid = to_regclass(format('%s.%s', view_schema, view_name));
        FOR i IN 1 .. cardinality(placeholders) LOOP
            definition := replace(definition, placeholders[i], format('%%%s$s', i));
        END LOOP;
        EXECUTE format('CREATE OR REPLACE VIEW %s.%s %s AS %s', view_schema, view_name, options, format(definition, VARIADIC replacements));
        EXECUTE format('COMMENT ON VIEW %s.%s IS %L', view_schema, view_name, description || mark);
        -- a view that reads itself in a roundabout way is found when it is used
        EXECUTE format('SELECT FROM %s.%s LIMIT 0', view_schema, view_name);
        FOR column_name IN
            SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(format('%s.%s', view_schema, view_name)) AND attnum > 0
        LOOP
            EXECUTE format('COMMENT ON COLUMN %s.%s.%s IS %L', view_schema, view_name, column_name,
                           coalesce(columns ->> (view_name || '.' || column_name), columns ->> column_name));
        END LOOP;
        RETURN NEXT;
    END LOOP;
END
$function$;
COMMENT ON FUNCTION create_dashboard_views(name, regclass, regclass, regclass, regclass, text, text, regime_rules, cycle_rules, index_rules, integer) IS 'creates views for dashboards in a schema, which is created if it is not there, and returns their names: flat, of columns of types date, text, integer, double precision and boolean, each view and column with a comment. levels: a table or view with columns (series, ts, level); yields: one with (ts, yield), in percent; prices: one with (index_name, ts, member, price, dividend, split, market_cap, sector), of which ts, member and price are needed; rates: one with (ts, rate), in percent. NULL leaves out what needs it. large, small: the two series of levels to compare; large is also the benchmark. The rules are those of the regimes, the cycles and the indexes, NULL for the default ones; indexes are weighted ''equal'', with a column market_cap also ''cap'', and as index_rules says. periods_per_year: rows of levels a year. Called again it replaces its own views, which keep their privileges and options, and leaves alone those that need what is now NULL. Needs the right to create in the schema or the schema itself; the views read what they are made of with the rights of their owner. Calls for one schema wait for each other. Raises 22004 for a NULL schema_name or without any of the four; 42703 if a column is missing; 42P07 if the schema has another relation of a view''s name; 22023 for a temporary relation, for a view that would read itself, unless large and small are two series of levels or both NULL, for split_divergence without levels, yields, large and small, and for periods_per_year below 2';

-- Comments that say more

COMMENT ON FUNCTION total_return(level_summary) IS 'total_return of the rows in a summary, as a fraction; prices, dividends and splits are those it was built from; NULL for fewer than two rows; raises 21000 if two rows share the first or the last ts';
COMMENT ON FUNCTION price_return(level_summary) IS 'price_return of the rows in a summary, as a fraction; prices, dividends and splits are those it was built from; NULL for fewer than two rows; raises 21000 if two rows share the first or the last ts';
COMMENT ON FUNCTION income_return(level_summary) IS 'income_return of the rows in a summary, as a fraction; prices, dividends and splits are those it was built from; NULL for fewer than two rows; raises 21000 if two rows share the first or the last ts';
COMMENT ON FUNCTION annualized_return(level_summary) IS 'annualized_return of the rows in a summary, as a fraction; prices, dividends and splits are those it was built from; NULL for fewer than two rows; raises 21000 if two rows share the first or the last ts';
COMMENT ON FUNCTION annualized_return(level_summary, boolean) IS 'annualized_return of the rows in a summary, as a fraction; with under_a_year true, stretches of a year or less are annualised too; NULLs and errors as in annualized_return(summary)';
COMMENT ON AGGREGATE total_return(date, float8) IS 'total return from the first ts to the last, as a fraction: P_T / P_0 - 1; rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a price that is not positive and finite or a ts that is infinite, 21000 if two rows share the first or the last ts';
COMMENT ON AGGREGATE total_return(date, float8, float8) IS 'total return with dividends reinvested at the ex-date close, as a fraction: P_T / P_0 * prod(1 + D_t / P_t) - 1 over t after the first; dividend is per share, a NULL one 0; raises 22023 for one below zero; see total_return(ts, price) for the rest (Feibel 2003, chapter 4)';
COMMENT ON AGGREGATE total_return(date, float8, float8, float8) IS 'total return of raw prices, as a fraction: P_T / P_0 * prod(1 + D_t / P_t) * prod(S_t) - 1 over t after the first; split is the number of new shares for one old, a NULL one 1, dividend per share after the split of its date; raises 22023 for a split that is not positive and finite; see total_return(ts, price, dividend) for the rest';
COMMENT ON AGGREGATE price_return(date, float8) IS 'price part of the total return, as a fraction: P_T / P_0 - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE price_return(date, float8, float8) IS 'price part of the total return, as a fraction: P_T / P_0 - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE price_return(date, float8, float8, float8) IS 'price part of the total return, as a fraction: P_T / P_0 * prod(S_t) - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(date, float8, float8) IS 'income part of the total return, as a fraction: prod(1 + D_t / P_t) - 1 over t after the first, so that 1 + total = (1 + price) * (1 + income); errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(date, float8, float8, float8) IS 'income part of the total return, as a fraction: prod(1 + D_t / P_t) - 1 over t after the first; errors and NULLs as in total_return';
COMMENT ON AGGREGATE annualized_return(date, float8) IS 'total return a year, as a fraction, geometric, over years of 365.25 days: (1 + total_return)^(365.25 / days) - 1; stretches of a year or less are not annualised (annualized_return(level_summary(ts, price), true) does it); errors and NULLs as in total_return';
COMMENT ON AGGREGATE total_return(timestamp, float8) IS 'total return from the first ts to the last, as a fraction: P_T / P_0 - 1; rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a price that is not positive and finite or a ts that is infinite, 21000 if two rows share the first or the last ts';
COMMENT ON AGGREGATE total_return(timestamp, float8, float8) IS 'total return with dividends reinvested at the ex-date close, as a fraction: P_T / P_0 * prod(1 + D_t / P_t) - 1 over t after the first; dividend is per share, a NULL one 0; raises 22023 for one below zero; see total_return(ts, price) for the rest (Feibel 2003, chapter 4)';
COMMENT ON AGGREGATE total_return(timestamp, float8, float8, float8) IS 'total return of raw prices, as a fraction: P_T / P_0 * prod(1 + D_t / P_t) * prod(S_t) - 1 over t after the first; split is the number of new shares for one old, a NULL one 1, dividend per share after the split of its date; raises 22023 for a split that is not positive and finite; see total_return(ts, price, dividend) for the rest';
COMMENT ON AGGREGATE price_return(timestamp, float8) IS 'price part of the total return, as a fraction: P_T / P_0 - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE price_return(timestamp, float8, float8) IS 'price part of the total return, as a fraction: P_T / P_0 - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE price_return(timestamp, float8, float8, float8) IS 'price part of the total return, as a fraction: P_T / P_0 * prod(S_t) - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(timestamp, float8, float8) IS 'income part of the total return, as a fraction: prod(1 + D_t / P_t) - 1 over t after the first, so that 1 + total = (1 + price) * (1 + income); errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(timestamp, float8, float8, float8) IS 'income part of the total return, as a fraction: prod(1 + D_t / P_t) - 1 over t after the first; errors and NULLs as in total_return';
COMMENT ON AGGREGATE annualized_return(timestamp, float8) IS 'total return a year, as a fraction, geometric, over years of 365.25 days: (1 + total_return)^(365.25 / days) - 1; stretches of a year or less are not annualised (annualized_return(level_summary(ts, price), true) does it); errors and NULLs as in total_return';
COMMENT ON AGGREGATE total_return(timestamptz, float8) IS 'total return from the first ts to the last, as a fraction: P_T / P_0 - 1; rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a price that is not positive and finite or a ts that is infinite, 21000 if two rows share the first or the last ts';
COMMENT ON AGGREGATE total_return(timestamptz, float8, float8) IS 'total return with dividends reinvested at the ex-date close, as a fraction: P_T / P_0 * prod(1 + D_t / P_t) - 1 over t after the first; dividend is per share, a NULL one 0; raises 22023 for one below zero; see total_return(ts, price) for the rest (Feibel 2003, chapter 4)';
COMMENT ON AGGREGATE total_return(timestamptz, float8, float8, float8) IS 'total return of raw prices, as a fraction: P_T / P_0 * prod(1 + D_t / P_t) * prod(S_t) - 1 over t after the first; split is the number of new shares for one old, a NULL one 1, dividend per share after the split of its date; raises 22023 for a split that is not positive and finite; see total_return(ts, price, dividend) for the rest';
COMMENT ON AGGREGATE price_return(timestamptz, float8) IS 'price part of the total return, as a fraction: P_T / P_0 - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE price_return(timestamptz, float8, float8) IS 'price part of the total return, as a fraction: P_T / P_0 - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE price_return(timestamptz, float8, float8, float8) IS 'price part of the total return, as a fraction: P_T / P_0 * prod(S_t) - 1; errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(timestamptz, float8, float8) IS 'income part of the total return, as a fraction: prod(1 + D_t / P_t) - 1 over t after the first, so that 1 + total = (1 + price) * (1 + income); errors and NULLs as in total_return';
COMMENT ON AGGREGATE income_return(timestamptz, float8, float8, float8) IS 'income part of the total return, as a fraction: prod(1 + D_t / P_t) - 1 over t after the first; errors and NULLs as in total_return';
COMMENT ON AGGREGATE annualized_return(timestamptz, float8) IS 'total return a year, as a fraction, geometric, over years of 365.25 days: (1 + total_return)^(365.25 / days) - 1; stretches of a year or less are not annualised (annualized_return(level_summary(ts, price), true) does it); errors and NULLs as in total_return';
COMMENT ON AGGREGATE yield_change_bp(date, float8) IS 'last yield less first, yields in percent, change in basis points and exact to the decimal (4.20 after 4.25 is -5); rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a yield that is not finite or above 1e8 in size, 21000 if two rows share the first or the last ts';
COMMENT ON AGGREGATE yield_change_bp(timestamp, float8) IS 'last yield less first, yields in percent, change in basis points and exact to the decimal (4.20 after 4.25 is -5); rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a yield that is not finite or above 1e8 in size, 21000 if two rows share the first or the last ts';
COMMENT ON AGGREGATE yield_change_bp(timestamptz, float8) IS 'last yield less first, yields in percent, change in basis points and exact to the decimal (4.20 after 4.25 is -5); rows with a NULL are skipped, fewer than two give NULL; raises 22023 for a yield that is not finite or above 1e8 in size, 21000 if two rows share the first or the last ts';
COMMENT ON FUNCTION compound_return(return_summary) IS 'compound_return of the returns in a summary, as a fraction; NULL without returns; raises 22003 if they compound to more than a number holds';
COMMENT ON FUNCTION beta(return_pair_summary) IS 'beta of the returns in a summary; NULL where beta(ra, rb) is';
COMMENT ON FUNCTION alpha(return_pair_summary) IS 'alpha of the returns in a summary; NULL where alpha(ra, rb) is';
COMMENT ON FUNCTION return_correlation(return_pair_summary) IS 'return_correlation of the returns in a summary; NULL where return_correlation(ra, rb) is';
COMMENT ON FUNCTION up_capture(return_pair_summary) IS 'up_capture of the returns in a summary; NULL where up_capture(ra, rb) is';
COMMENT ON FUNCTION down_capture(return_pair_summary) IS 'down_capture of the returns in a summary; NULL where down_capture(ra, rb) is';
COMMENT ON FUNCTION hit_rate(return_pair_summary) IS 'hit_rate of the returns in a summary; NULL where hit_rate(ra, rb) is';
COMMENT ON AGGREGATE return_correlation(float8, float8) IS 'Pearson correlation of the returns of a series and its benchmark, -1 to 1; NULL if either does not vary; errors as in beta';
COMMENT ON AGGREGATE hit_rate(float8, float8) IS 'share of the periods in which a series (ra) did better than its benchmark (rb), ra > rb, 0 to 1; NULL without any; errors as in beta';
COMMENT ON FUNCTION annualized_return(return_summary, float8) IS 'annualized_return of the returns in a summary, as a fraction; periods_per_year, NULLs and errors as in annualized_return(r, periods_per_year)';
COMMENT ON FUNCTION annualized_volatility(return_summary, float8) IS 'annualized_volatility of the returns in a summary, as a fraction; periods_per_year, NULLs and errors as in annualized_volatility(r, periods_per_year)';
COMMENT ON AGGREGATE annualized_return(float8, float8) IS 'returns linked and annualised: prod(1 + r)^(periods_per_year / n) - 1, as a fraction, however short the stretch; periods_per_year is 12 for monthly, 252 for daily returns and the same in every row; NULLs as in compound_return; raises 22023 for a return below -1 or not finite, or a periods_per_year that is not positive and finite or differs between rows, 22004 if it is NULL (Bacon 2008, page 56)';
COMMENT ON FUNCTION tracking_error(return_pair_summary, float8) IS 'tracking_error of the returns in a summary; periods_per_year, NULLs and errors as in tracking_error(ra, rb, periods_per_year)';
COMMENT ON FUNCTION information_ratio(return_pair_summary, float8) IS 'information_ratio of the returns in a summary; periods_per_year, NULLs and errors as in information_ratio(ra, rb, periods_per_year)';
COMMENT ON AGGREGATE tracking_error(float8, float8, float8) IS 'standard deviation of ra - rb (of a sample, n - 1) times sqrt(periods_per_year), as a fraction, over the rows with both; NULL for fewer than two; errors as in beta and annualized_return (Bacon 2008, page 78)';
COMMENT ON FUNCTION sharpe_ratio(excess_summary) IS 'sharpe_ratio of the returns in a summary, per period; NULL where sharpe_ratio(r, target) is';
COMMENT ON FUNCTION sharpe_ratio(excess_summary, float8) IS 'sharpe_ratio of the returns in a summary, annualised; periods_per_year, NULLs and errors as in sharpe_ratio(r, target, periods_per_year)';
COMMENT ON FUNCTION sortino_ratio(excess_summary) IS 'sortino_ratio of the returns in a summary, per period; NULL where sortino_ratio(r, target) is';
COMMENT ON FUNCTION sortino_ratio(excess_summary, float8) IS 'sortino_ratio of the returns in a summary, annualised; periods_per_year, NULLs and errors as in sortino_ratio(r, target, periods_per_year)';
COMMENT ON FUNCTION downside_deviation(excess_summary) IS 'downside_deviation of the returns in a summary, per period; NULL where downside_deviation(r, target) is';
COMMENT ON FUNCTION downside_deviation(excess_summary, float8) IS 'downside_deviation of the returns in a summary, annualised; periods_per_year, NULLs and errors as in downside_deviation(r, target, periods_per_year)';
COMMENT ON AGGREGATE sharpe_ratio(float8, float8) IS 'mean of r - target / standard deviation of r - target (of a sample, n - 1), per period; target is the risk-free return of the same period, a constant or a series. Rows with a NULL are skipped; NULL if r - target does not vary; raises 22023 for a return below -1 or not finite (Sharpe 1994)';
COMMENT ON AGGREGATE sharpe_ratio(float8, float8, float8) IS 'sharpe_ratio(r, target) times sqrt(periods_per_year), which is 12 for monthly, 252 for daily returns and the same in every row; NULLs and errors as there, and as in annualized_return for periods_per_year';
COMMENT ON AGGREGATE sortino_ratio(float8, float8) IS 'mean of r - target / downside deviation, per period; target is the least acceptable return of a period, a constant or a series. Rows with a NULL are skipped; NULL if no return lies below it; errors as in sharpe_ratio (Sortino and Price 1994)';
COMMENT ON AGGREGATE sortino_ratio(float8, float8, float8) IS 'sortino_ratio(r, target) times sqrt(periods_per_year); NULLs as there, errors as in sharpe_ratio(r, target, periods_per_year)';
COMMENT ON AGGREGATE downside_deviation(float8, float8) IS 'sqrt(sum of min(r - target, 0)^2 / n) over all n returns, per period, as a fraction; target is the least acceptable return of a period, a constant or a series. Rows with a NULL are skipped; NULL without returns; errors as in sharpe_ratio (Sortino and Price 1994)';
COMMENT ON AGGREGATE downside_deviation(float8, float8, float8) IS 'downside_deviation(r, target) times sqrt(periods_per_year); NULLs as there, errors as in sharpe_ratio(r, target, periods_per_year)';
COMMENT ON FUNCTION return_pair(pair_summary) IS 'both returns and their differences of the rows in a summary built from dates, as fractions; NULL for fewer than two rows; raises 0A000 for a summary built from timestamps, 21000 if two rows share the first or the last ts';
COMMENT ON AGGREGATE zscore(float8) IS 'over a window''s frame: (last value - mean) / standard deviation (of a sample, n - 1) of the frame''s values, the last included; rows with a NULL are skipped, but a NULL in the last row gives NULL; NULL for fewer than two values or if they do not vary; raises 22023 for a value that is not finite or 2^40 (1.1e12) or more in size, 42809 without an OVER clause';
COMMENT ON AGGREGATE percentile_rank(float8) IS 'over a window''s frame: share of the frame''s other values that lie below the last one, 0 for the lowest and 1 for the highest, as percent_rank(): (rank - 1) / (n - 1); at O(log n) a row; NULLs and errors as in zscore, but x may be of any size';
COMMENT ON AGGREGATE calendar_returns(date, float8, text) IS 'returns of a level, as fractions, by ''day'', ''week'', ''month'', ''quarter'' or ''year'', in order: each from the last date of the period before to the last of its own, the first from the first date; the last is provisional as its period may not be over. Rows in any order; NULLs are skipped, fewer than two rows give NULL; raises 22023 for a level that is not positive and finite and for another frequency, 21000 if two rows share a ts';
COMMENT ON AGGREGATE yield_regimes(date, float8, regime_rules) IS 'the regimes of a yield (in percent), in order: stretches between its confirmed turns, and the provisional one after the last. Zigzag: in a rise the high is extended until the yield stands threshold_down_bp or more below it, which confirms the high as a turn, in a fall the low until the yield stands threshold_bp or more above it; of equal extremes the first counts. Before the first turn either move sets the direction, and what precedes its extreme is ''flat''. Chord: segments straight pieces that share their ends, with the smallest sum of squared distances from the yields; of equal fits the earliest cuts count. Turns fall on the last row of a calendar period, once a row of a later one is there; ends of regimes are the first row, turns and the last row. Yields are compared as decimals of at most ten places. Rows in any order; NULLs are skipped; fewer than two rows give NULL; raises 22023 for a yield that is not finite or above 1e8 in size, for rules that differ between rows, and for more segments than the series has room for, 21000 if two rows share a ts, 54000 if method ''chord'' has more than 30000 points (zigzag: Lunde and Timmermann 2004; chord: Bellman 1961)';
COMMENT ON AGGREGATE policy_cycles(date, float8, cycle_rules) IS 'the rate-cut cycles of a policy rate (in percent), in order, as one or two phases each. A cycle is a maximal run of cuts without a hike between them or a gap of more than max_gap_days; its pause is the first gap of at least pause_days: the early phase has the cuts before it, the later phase those after it. Only changes from row to row count, as exact decimals, so rates may be given daily, at changes or at every decision; given at changes alone, nothing tells how long the last rate has lasted, and its cycle stays open until the next change. Rows in any order. NULLs are skipped; fewer than two rows give NULL, no cut an empty array; raises 22023 for a rate that is not finite or above 1e8 in size and for rules that differ between rows, 21000 if two rows share a ts';
COMMENT ON TYPE index_point IS 'an index at a close: price level, level with dividends reinvested, value of the basket per unit of level, and, after any rebalance at that close, members held, weight that changed hands (half the sum of the changes, NULL on the first date) and 1 / sum of squared weights. All but total_return_level are those of the price index: with dividends reinvested in the members, that level has weights, and at cost_bp costs, of its own';
COMMENT ON AGGREGATE index_history(date, text, float8, float8, float8, float8, text, index_rules) IS 'an index rebuilt from its members, one point a date, in order. One row a member and date: raw price, dividend and new shares for old (split) on ex-dates, market_cap where weights need it, sector for sector_equal. Members with a row on a rebalance date make the basket from its close on, and who appears later waits for the next one. Splits and changes of members leave the level continuous. Rows in any order, streamed if by date and else sorted within work_mem; a NULL ts, member or price skips the row, a NULL dividend is 0, a NULL split 1, and without a market_cap a member keeps out of a basket struck that day by capitalisation. No rows give NULL. Raises 22023 for a price, split or market_cap that is not positive and finite or a dividend below zero, 21000 if a member has two rows on a date, 22023 if cap is too low for the members, P0002 if a member has no row and missing is ''error'' or if nobody can be weighted on a rebalance date, 22004 for a missing sector, 22003 for an index that has lost everything (S&P Dow Jones Indices, Index Mathematics Methodology)';
COMMENT ON AGGREGATE index_history(date, bigint, float8, float8, float8, float8, text, index_rules) IS 'an index rebuilt from its members, one point a date, in order. One row a member and date: raw price, dividend and new shares for old (split) on ex-dates, market_cap where weights need it, sector for sector_equal. Members with a row on a rebalance date make the basket from its close on, and who appears later waits for the next one. Splits and changes of members leave the level continuous. Rows in any order, streamed if by date and else sorted within work_mem; a NULL ts, member or price skips the row, a NULL dividend is 0, a NULL split 1, and without a market_cap a member keeps out of a basket struck that day by capitalisation. No rows give NULL. Raises 22023 for a price, split or market_cap that is not positive and finite or a dividend below zero, 21000 if a member has two rows on a date, 22023 if cap is too low for the members, P0002 if a member has no row and missing is ''error'' or if nobody can be weighted on a rebalance date, 22004 for a missing sector, 22003 for an index that has lost everything (S&P Dow Jones Indices, Index Mathematics Methodology)';
