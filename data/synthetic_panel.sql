-- synthetic_panel.sql
--      Builds the table synthetic_prices, a panel of SYNTHETIC share prices of
--      any size, for examples, tests and benchmarks. No figure in it was ever
--      observed; nothing about a real company or index follows from it.
--
-- A psql script, run as
--      psql -v members=3000 -v days=2520 -f data/synthetic_panel.sql
-- An existing synthetic_prices is replaced. Variables and their defaults:
--      members     300         members in all; the largest third is index
--                              'synthetic large', the others 'synthetic small'
--      days        504         trading days, which are weekdays
--      seed        1           another integer gives another panel
--      start       2022-01-03  no trading day before this date
--      churn       1           1: some members start late, some end early;
--                              0: every member has a row on every day
--
-- The rows, stored in the order of ts, then member:
--      price       close as quoted, in four decimals: it drops when shares split
--      dividend    per share after the split of the day; NULL without one
--      split       new shares for one old; NULL without one
--      market_cap  price times shares outstanding, in whole units: a split does not change it
--
-- The same variables give the same rows on every machine. Numbers come from an
-- integer hash, logarithms are summed as integers, and prices are rounded far
-- more coarsely than mathematical libraries differ.

\if :{?members}
\else
    \set members 300
\endif
\if :{?days}
\else
    \set days 504
\endif
\if :{?seed}
\else
    \set seed 1
\endif
\if :{?start}
\else
    \set start 2022-01-03
\endif
\if :{?churn}
\else
    \set churn 1
\endif

BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL work_mem = '256MB';
SET LOCAL jit = off;

-- The hash of n, another one for each purpose.
CREATE FUNCTION pg_temp.hash(n bigint, purpose integer, seed bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE
AS 'SELECT hashint8extended(n, 100 * seed + purpose)';

-- A number drawn evenly from 0 <= x < 1.
CREATE FUNCTION pg_temp.draw(n bigint, purpose integer, seed bigint) RETURNS float8
LANGUAGE sql IMMUTABLE
AS 'SELECT (pg_temp.hash(n, purpose, seed) & 1048575) / 1048576::float8';

-- A number drawn from a bell around 0, one in sixteen from a bell 2.5 times as
-- wide: the sum of four 15-bit numbers, which has a standard deviation of
-- 18918.6, scaled. The variance is 1.33.
CREATE FUNCTION pg_temp.shock(n bigint, purpose integer, seed bigint) RETURNS float8
LANGUAGE sql IMMUTABLE
AS '
    SELECT ((hash & 32767) + (hash >> 15 & 32767) + (hash >> 30 & 32767) + (hash >> 45 & 32767) - 65534)
           * CASE WHEN hash >> 60 = 0 THEN 1.32e-4::float8 ELSE 5.28e-5::float8 END
    FROM (SELECT pg_temp.hash(n, purpose, seed) AS hash) AS hashed
';

-- A member: what it is, how it moves, what it pays, when it splits, and its
-- first and last trading day. The three layers are what follows from the number,
-- from the place by capitalisation, and from both.
CREATE TEMPORARY TABLE synthetic_member ON COMMIT DROP AS
SELECT number, member, index_name, sector, volatility, first_price, split_day, first_day, ex_day,
    CASE WHEN large THEN 0.75 ELSE 0.9 END + 0.5 * pg_temp.draw(number, 1, :seed) AS market_beta,
    CASE WHEN large THEN 0 ELSE 0.6 + 0.8 * pg_temp.draw(number, 2, :seed) END AS size_beta,
    CASE WHEN pg_temp.draw(number, 3, :seed) < CASE WHEN large THEN 0.68 ELSE 0.42 END
        THEN 0.0025 + 0.008 * pg_temp.draw(number, 4, :seed) END AS quarterly_yield,
    -- capitalisations have a Pareto tail, so that a few members weigh much; a tenth
    -- of the shares is a whole number
    1000 * ceil(150000 * power((place + 2) / :members, -1.25) / first_price) AS shares,
    CASE
        WHEN split_draw < 0.3 AND first_price > 90 THEN 3
        WHEN split_draw < 0.3 AND first_price > 40 THEN 2
        WHEN split_draw < 0.2 AND first_price < 5 THEN 0.1
    END::float8 AS split,
    CASE WHEN pg_temp.draw(number, 5, :seed) < churn_rate
        THEN first_day + floor((:days - first_day) * pg_temp.draw(number, 6, :seed))::integer
        ELSE :days END AS last_day
FROM (
    SELECT number, place, large, churn_rate,
        'SYN' || lpad(number::text, greatest(4, length((:members)::text)), '0') AS member,
        CASE WHEN large THEN 'synthetic large' ELSE 'synthetic small' END AS index_name,
        (ARRAY['Communication Services', 'Consumer Discretionary', 'Consumer Staples', 'Energy', 'Financials',
               'Health Care', 'Industrials', 'Information Technology', 'Materials', 'Real Estate', 'Utilities']
        )[1 + floor(11 * pg_temp.draw(number, 7, :seed))::integer] AS sector,
        CASE WHEN large THEN 0.010 ELSE 0.018 END + 0.012 * pg_temp.draw(number, 8, :seed) AS volatility,
        -- 4 to 160 for a large member, 2.50 to 63 for a small one
        round(100 * power(10, CASE WHEN large THEN 0.6 + 1.6 * pg_temp.draw(number, 9, :seed)
                                   ELSE 0.4 + 1.4 * pg_temp.draw(number, 9, :seed) END)) / 100 AS first_price,
        pg_temp.draw(number, 10, :seed) AS split_draw,
        2 + floor((:days - 1) * pg_temp.draw(number, 11, :seed))::integer AS split_day,
        floor(63 * pg_temp.draw(number, 12, :seed))::integer AS ex_day,
        CASE WHEN pg_temp.draw(number, 13, :seed) < churn_rate
            THEN 1 + floor(:days * pg_temp.draw(number, 14, :seed))::integer ELSE 1 END AS first_day
    FROM (
        SELECT number, place, place <= ceil(:members / 3.0) AS large,
            -- about one in twenty comes in a year, and as many go
            CASE WHEN :churn <> 0 THEN least(0.4, :days / 252.0 * 0.05) ELSE 0 END AS churn_rate
        FROM (
            SELECT number::bigint,
                row_number() OVER (ORDER BY pg_temp.hash(number, 0, :seed), number)::float8 AS place
            FROM generate_series(1, :members) AS number
        ) AS ranked
    ) AS sized
) AS priced;

-- A trading day: its date, the return of the market, and the return of small
-- companies over large ones, which tends one way for a quarter of a year.
CREATE TEMPORARY TABLE synthetic_day ON COMMIT DROP AS
SELECT day, ts,
    0.0003 + 0.009 * pg_temp.shock(day, 20, :seed) AS market_return,
    0.0007 * pg_temp.shock(day / 63, 21, :seed)
        + 0.004 * pg_temp.shock(day, 22, :seed) AS size_return
FROM (
    SELECT ts, row_number() OVER (ORDER BY ts) AS day
    FROM (
        SELECT :'start'::date + n AS ts FROM generate_series(0, :days * 7 / 5 + 7) AS n
    ) AS calendar
    WHERE extract(isodow FROM ts) < 6
) AS weekdays
WHERE day <= :days;

ANALYZE synthetic_member, synthetic_day;

-- Returns are logarithms in ten millionths. What a share pays, its price loses.
-- CREATE TABLE AS keeps the order to the row, where INSERT would fill up gaps.
DROP TABLE IF EXISTS synthetic_prices;
CREATE TABLE synthetic_prices AS
SELECT index_name, ts, member, price,
    CASE WHEN pays THEN round(10000 * price * quarterly_yield) / 10000 END AS dividend,
    split, round(price * shares) AS market_cap, sector
FROM (
    SELECT index_name, ts, member, sector, number, day, pays, quarterly_yield,
        round(10000 * first_price * shares * exp(growth / 1e7::float8) / shares_then) / 10000 AS price,
        CASE WHEN day = split_day THEN split END AS split, shares_then AS shares
    FROM (
        SELECT d.ts, d.day, m.*,
            m.quarterly_yield IS NOT NULL AND (d.day + m.ex_day) % 63 = 0 AS pays,
            round(m.shares * CASE WHEN d.day >= m.split_day THEN coalesce(m.split, 1) ELSE 1 END) AS shares_then,
            sum(CASE WHEN d.day > m.first_day THEN
                    -- half the variance off keeps the mean return from growing with the volatility
                    round(1e7::float8 * (
                        m.market_beta * d.market_return + m.size_beta * d.size_return
                        + m.volatility * pg_temp.shock(65536 * m.number + d.day, 30, :seed)
                        - 0.66 * m.volatility * m.volatility
                        - CASE WHEN (d.day + m.ex_day) % 63 = 0 THEN coalesce(m.quarterly_yield, 0) ELSE 0 END
                    ))::integer
                ELSE 0 END) OVER (PARTITION BY m.number ORDER BY d.day) AS growth
        FROM synthetic_member m
        JOIN synthetic_day d ON d.day BETWEEN m.first_day AND m.last_day
    ) AS moved
) AS quoted
ORDER BY day, number;

ALTER TABLE synthetic_prices
    ALTER index_name SET NOT NULL,
    ALTER ts SET NOT NULL,
    ALTER member SET NOT NULL,
    ALTER price SET NOT NULL,
    ALTER market_cap SET NOT NULL,
    ALTER sector SET NOT NULL;
COMMENT ON TABLE synthetic_prices IS
    'SYNTHETIC prices made by data/synthetic_panel.sql: no figure in it was ever observed';

DROP FUNCTION pg_temp.shock, pg_temp.draw, pg_temp.hash;
COMMIT;

ANALYZE synthetic_prices;
