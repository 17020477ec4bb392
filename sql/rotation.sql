-- complain if script is sourced in psql, rather than via CREATE EXTENSION
\echo Use "CREATE EXTENSION rotation" to load this file. \quit

\ir parts/summary_types.sql
\ir parts/returns.sql
\ir parts/return_aggregates.sql
\ir parts/relative_returns.sql
\ir parts/window_returns.sql
\ir parts/drawdowns.sql
\ir parts/frame_position.sql
\ir parts/calendar_returns.sql
\ir parts/extreme_moves.sql
\ir parts/yield_regimes.sql
\ir parts/policy_cycles.sql
\ir parts/regime_returns.sql
\ir parts/index_history.sql
\ir parts/reconstitution.sql
\ir parts/attribution.sql
\ir parts/index_contribution.sql
\ir parts/auditing.sql
\ir parts/dashboard_views.sql
