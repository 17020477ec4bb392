-- Returns over any periods

CREATE TYPE holding_period AS (
    label text,
    start_ts date,
    end_ts date
);
COMMENT ON TYPE holding_period IS 'a stretch (start_ts, end_ts] over which returns are measured, with a label to group by; end_ts NULL: to the last date. Write it ROW(label, start_ts, end_ts)::holding_period';

-- What has periods becomes holding periods by itself, one by one and in arrays.
--: for type in yield_regime yield_regime_return
CREATE FUNCTION holding_period(regime @type@) RETURNS holding_period
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ROW((regime).direction, (regime).start_ts, (regime).end_ts)::holding_period;
COMMENT ON FUNCTION holding_period(@type@) IS 'the period of a yield regime, labelled by its direction; NULL for NULL';
CREATE CAST (@type@ AS holding_period) WITH FUNCTION holding_period(@type@) AS IMPLICIT;
COMMENT ON CAST (@type@ AS holding_period) IS 'the period of a yield regime, labelled by its direction';
--: end
--: for type in policy_cycle policy_phase
CREATE FUNCTION holding_period(stretch @type@) RETURNS holding_period
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN ROW((stretch).phase, (stretch).start_ts, (stretch).end_ts)::holding_period;
COMMENT ON FUNCTION holding_period(@type@) IS 'the period of a @type@, labelled by its phase; NULL for NULL';
CREATE CAST (@type@ AS holding_period) WITH FUNCTION holding_period(@type@) AS IMPLICIT;
COMMENT ON CAST (@type@ AS holding_period) IS 'the period of a @type@, labelled by its phase';
--: end

CREATE FUNCTION period_returns(
    levels regclass,
    periods holding_period[],
    series text[] DEFAULT NULL,
    benchmark text DEFAULT NULL,
    forward interval DEFAULT NULL,
    periods_per_year float8 DEFAULT 252
) RETURNS TABLE (
    number integer, label text, start_ts date, end_ts date, series text, series_return float8, benchmark_return float8,
    relative_return float8, volatility float8, hit_rate float8, sessions integer, first_ts date, last_ts date
)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION period_returns(regclass, holding_period[], text[], text, interval, float8) IS 'returns of series over periods, a row for each period, numbered in the order of the array, and series, in the order of theirs. levels: a table or view with columns (series, ts, level), level a total return index or price; periods: stretches (start_ts, end_ts], also an array of yield_regime, policy_cycle or policy_phase, end_ts NULL: to the last date; series: those shown, NULL for all by name; benchmark: the series to compare with; forward: measure (start_ts, start_ts + forward] instead; periods_per_year: rows of levels a year. A series takes part in a period if it has a level on or before start_ts and one in the period, with forward also one on or after its end. Those that do, the benchmark among them, are measured between the same dates: first_ts and last_ts are the last on or before the period''s ends on which all of them have a level, sessions the returns from one common date to the next. Returns are fractions; relative_return is series_return less benchmark_return, hit_rate the share of sessions in which the series beat the benchmark, both NULL for the benchmark itself; volatility is annualized_volatility of the sessions'' returns, NULL for fewer than two. All figures are NULL for a series that does not take part, or without a common date in the period; those against a benchmark that does not take part are NULL. Rows with a NULL are skipped; no periods, or NULL, give no rows. Raises 22004 for a period without start_ts, a NULL in series, and NULL for levels or periods_per_year; 22023 for a period that ends before it starts, an infinite date, a level that is not positive and finite, a series or benchmark that is not in levels, a series named twice, forward below a day, periods_per_year that is not positive, an array of two dimensions; 21000 if two rows of a series share a ts; 42703 if a column is missing (Bacon 2008)';

CREATE FUNCTION regime_returns(
    levels regclass,
    periods regclass,
    series text[] DEFAULT NULL,
    benchmark text DEFAULT NULL,
    forward interval DEFAULT NULL,
    periods_per_year float8 DEFAULT 252
) RETURNS TABLE (
    number integer, label text, start_ts date, end_ts date, series text, series_return float8, benchmark_return float8,
    relative_return float8, volatility float8, hit_rate float8, sessions integer, first_ts date, last_ts date
)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION regime_returns(regclass, regclass, text[], text, interval, float8) IS 'returns of series over the periods in a table or view with columns (start_ts, end_ts), numbered in order of start_ts, end_ts and label, which is the first that it has of the columns label, direction, phase and name. Raises 22004 if periods is NULL; otherwise as period_returns';
