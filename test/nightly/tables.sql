-- A database as the user of doc/nightly.md has it: three tables with keys, and the
-- schema. The data, all of them synthetic, wait in the schema feed to be loaded day
-- by day. Variables: series, the number of series of levels, and days.

\set ON_ERROR_STOP on
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS rotation;
CREATE EXTENSION IF NOT EXISTS pgtap;

CREATE TABLE levels (series text, ts date, level numeric, PRIMARY KEY (series, ts));
CREATE TABLE yields (series text, ts date, yield numeric, PRIMARY KEY (series, ts));
CREATE TABLE prices (
    index_name text, ts date, member text, price numeric, dividend numeric, split numeric, market_cap numeric, sector text,
    PRIMARY KEY (index_name, ts, member)
);

-- Weekdays without holidays, ending in the middle of a month.
CREATE SCHEMA feed;
CREATE TABLE feed.days AS
SELECT ts, row_number() OVER (ORDER BY ts) AS day, ts - date '2000-01-01' AS n
FROM (SELECT ts::date FROM generate_series(timestamp '2023-06-15' - interval '1 day' * (:days * 2), '2023-06-15', '1 day') AS ts
      WHERE extract(isodow FROM ts) < 6 AND extract(doy FROM ts) NOT IN (1, 185, 359)
      ORDER BY ts DESC LIMIT :days) AS weekdays;
CREATE TABLE feed.levels AS
SELECT 'series ' || s AS series, ts, CASE WHEN (s + n) % 37 <> 4 THEN
       round((100 * exp(sum((hashint4(s * 100003 + day::integer) % 1000) / 60000.0) OVER (PARTITION BY s ORDER BY ts)))::numeric, 4) END AS level
FROM feed.days, generate_series(1, :series) AS s;
CREATE TABLE feed.yields AS
SELECT series, ts, CASE WHEN n % 41 <> 7 THEN round((3 + 2 * sin(day / scale) + sin(day / 17.0) / 4 + (hashint4(day::integer) % 100) / 900.0)::numeric, 2) END AS yield
FROM feed.days, (VALUES ('10-year', 140.0), ('2-year', 90.0)) AS v (series, scale);
CREATE TABLE feed.prices AS
SELECT CASE WHEN m % 3 = 0 THEN 'large' ELSE 'small' END AS index_name, ts, 'M' || m AS member,
       round((20 * exp((hashint4(m) % 1000) / 900.0 + (hashint4(m * 1009 + day::integer) % 1000) / 20000.0) / CASE WHEN m % 9 = 4 AND day > 40 THEN 2 ELSE 1 END)::numeric, 2) AS price,
       CASE WHEN (m + n) % 37 = 0 THEN 0.21 END AS dividend, CASE WHEN m % 9 = 4 AND day = 41 THEN 2.0 END AS split,
       1e9 * (1 + abs(hashint4(m * 31 + day::integer / 20) % 1000)) AS market_cap, 'sector ' || (m + day / 50) % 5 AS sector
FROM feed.days, generate_series(1, 24) AS m
WHERE (m + n) % 23 <> 3 AND (m % 11 <> 5 OR day < 60) AND (m % 13 <> 6 OR day > 30);

CREATE FUNCTION feed.load(from_day bigint, to_day bigint) RETURNS void LANGUAGE sql BEGIN ATOMIC
    INSERT INTO levels SELECT l.* FROM feed.levels AS l JOIN feed.days USING (ts) WHERE day BETWEEN from_day AND to_day;
    INSERT INTO yields SELECT y.* FROM feed.yields AS y JOIN feed.days USING (ts) WHERE day BETWEEN from_day AND to_day;
    INSERT INTO prices SELECT p.* FROM feed.prices AS p JOIN feed.days USING (ts) WHERE day BETWEEN from_day AND to_day;
END;

\ir ../../doc/nightly/schema.sql

INSERT INTO nightly.regime_settings VALUES
    ('by month', '10-year', regime_rules()), ('by day', '10-year', regime_rules(frequency => 'day', threshold_bp => 50)), ('short', '2-year', regime_rules(frequency => 'week'));
INSERT INTO nightly.index_settings VALUES
    ('large', 'large', index_rules('cap', rebalance => 'quarter', cost_bp => 5)),
    ('large equal', 'large', index_rules(rebalance => 'month', missing => 'drop', reinvest => 'member')),
    ('small', 'small', index_rules('sector_equal', rebalance => 'month', announcement_lag => 2));
