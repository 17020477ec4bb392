-- panel.sql
--      The tables that the lines of the benchmark read, all made from the same
--      synthetic panel, in which every member has a row on every day:
--      synthetic_prices    as the generator leaves it, members by name
--      panel               ts, member, close, dividend; members by number,
--                          rows in the order of ts
--      named               panel with members by name
--      shuffled            panel in no order
--      quarter             the first quarter of the days of panel
--      thirty              thirty members of panel, and their daily returns, by
--                          member and date: windows are measured, not a sort

SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS rotation;
RESET client_min_messages;

\warn Building the synthetic panel: :members members, :days days
\set churn 0
\i data/synthetic_panel.sql

SET work_mem = '256MB';

CREATE UNLOGGED TABLE panel AS
SELECT ts, substr(member, 4)::bigint AS member, price AS close, dividend
FROM synthetic_prices
ORDER BY ts, member;

CREATE UNLOGGED TABLE named AS
SELECT ts, 'SYN' || lpad(member::text, 4, '0') AS member, close, dividend FROM panel;

CREATE UNLOGGED TABLE shuffled AS
SELECT * FROM panel
ORDER BY hashint8extended(member, ts - date '2000-01-01'), member, ts;

CREATE UNLOGGED TABLE quarter AS
SELECT * FROM panel
WHERE ts < (SELECT min(ts) + (max(ts) + 1 - min(ts)) / 4 FROM panel)
ORDER BY ts, member;

CREATE UNLOGGED TABLE thirty AS
SELECT *, close / lag(close) OVER (PARTITION BY member ORDER BY ts) - 1 AS r
FROM panel
WHERE member <= 30
ORDER BY member, ts;
ALTER TABLE thirty ADD PRIMARY KEY (member, ts);

RESET work_mem;

-- Frozen rows, so that no reader has to look up or note who committed them.
VACUUM (FREEZE, ANALYZE) synthetic_prices, panel, named, shuffled, quarter, thirty;
