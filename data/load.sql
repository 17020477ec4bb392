-- load.sql
--      Loads the published figures of this folder, from the project's top:
--          psql -f data/load.sql
--      and gives them the shapes that the flat functions read.

CREATE TABLE exhibit1 (month_end date PRIMARY KEY, russell_1000 float8, russell_2000 float8, ten_year_yield numeric);
CREATE TABLE exhibit3 (day date PRIMARY KEY, russell_1000 float8, russell_2000 float8, ten_year_change_bp float8);
CREATE TABLE exhibit4 (period integer PRIMARY KEY, start_ts date, end_ts date, russell_1000 float8, russell_2000 float8, relative float8, ten_year_change_bp float8);
CREATE TABLE exhibit5 (start_ts date, end_ts date, russell_1000 float8, russell_1000_equal_weight float8, russell_2000 float8, russell_2000_equal_weight float8);
CREATE TABLE fomc_decisions (announced date PRIMARY KEY, recorded date, target_upper numeric, change_bp float8);
CREATE TABLE rate_cut_cycles (cycle_start date PRIMARY KEY, cycle_end date, pause_from date, pause_to date, later_phase_month text, largest_pause_days integer);
CREATE TABLE later_phase_returns (later_phase integer, series text, price_return float8, start_ts date, end_ts date, PRIMARY KEY (later_phase, series));

\copy exhibit1 FROM 'data/exhibit1_month_returns.csv' WITH (FORMAT csv, HEADER)
\copy exhibit3 FROM 'data/exhibit3_largest_days.csv' WITH (FORMAT csv, HEADER)
\copy exhibit4 FROM 'data/exhibit4_periods.csv' WITH (FORMAT csv, HEADER)
\copy exhibit5 FROM 'data/exhibit5_equal_weight.csv' WITH (FORMAT csv, HEADER)
\copy fomc_decisions FROM 'data/fomc_decisions.csv' WITH (FORMAT csv, HEADER)
\copy rate_cut_cycles FROM 'data/rate_cut_cycles.csv' WITH (FORMAT csv, HEADER)
\copy later_phase_returns FROM 'data/later_phase_returns.csv' WITH (FORMAT csv, HEADER)

-- Total return levels from the months' returns, 100 at the first month end
CREATE VIEW index_levels_by_month AS
SELECT s.series, e.month_end AS ts,
       100 * (1 + coalesce(compound_return(s.r) OVER (PARTITION BY s.series ORDER BY e.month_end), 0)) AS level
FROM exhibit1 AS e,
     LATERAL (VALUES ('Russell 1000', e.russell_1000), ('Russell 2000', e.russell_2000)) AS s (series, r);

CREATE VIEW ten_year_yields AS
SELECT month_end AS ts, ten_year_yield AS yield FROM exhibit1;

CREATE VIEW federal_funds_target AS
SELECT announced AS ts, target_upper AS rate FROM fomc_decisions;

COMMENT ON TABLE exhibit1 IS 'published: total returns of both indexes by month, as fractions, and the 10-year yield at month end, in percent';
COMMENT ON TABLE exhibit3 IS 'published: the four largest days of the Russell 2000, July 2023 to July 2024';
COMMENT ON TABLE exhibit4 IS 'published: total returns over the five periods of the 10-year yield';
COMMENT ON TABLE exhibit5 IS 'published: capitalisation-weighted against equal-weighted returns';
COMMENT ON TABLE fomc_decisions IS 'published: changes of the federal funds target since 2000, upper bound in percent';
COMMENT ON TABLE rate_cut_cycles IS 'published: cycles of cuts since 2000 (first and last cut, NULL while the cycle is open), the pause in each, the month in which the phase after it began, and the longest stretch between two cuts';
COMMENT ON TABLE later_phase_returns IS 'published: price returns of twelve months from the later phase of a cycle on, as fractions, and the month ends between which they are found';
COMMENT ON VIEW index_levels_by_month IS 'exhibit 1 as levels (series, ts, level)';
COMMENT ON VIEW ten_year_yields IS 'exhibit 1 as yields (ts, yield)';
COMMENT ON VIEW federal_funds_target IS 'the federal funds target after each change since 2000 (ts, rate), by the day announced';
