-- stored.sql
--      The tables of both sides of the replication.
CREATE TABLE stored (
    id integer PRIMARY KEY,
    levels level_summary,
    returns return_summary,
    pairs pair_summary,
    drawdowns drawdown_summary,
    earnings earnings_summary,
    regimes regime_state,
    index index_state,
    rules index_rules,
    yields yield_regime[]
);
CREATE TABLE yields (ts date PRIMARY KEY, yield float8);
