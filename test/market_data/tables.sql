-- What the raw files are loaded into, and how a figure is compared.

CREATE EXTENSION pgtap;
CREATE EXTENSION rotation;

CREATE TABLE series (series text, ts date, value float8);

CREATE TABLE shares (
    symbol text, ts date, close float8, dividend float8, split float8, adjusted float8
);

CREATE TABLE panel (ticker text, ts date, close float8, adjusted float8, volume float8);

CREATE TABLE raw_holdings (
    index_name text, ticker text, name text, sector text, asset_class text,
    market_value text, weight text, notional_value text, shares text, price text,
    location text, exchange text, currency text, fx_rate text, accrual_date text
);

-- '--' stands for escrows and rights, which have no ticker and no price.
CREATE VIEW holdings AS
SELECT index_name, ticker, replace(shares, ',', '')::float8 AS shares,
       replace(price, ',', '')::float8 AS price, sector
FROM raw_holdings
WHERE asset_class = 'Equity' AND ticker <> '--';

-- Printed twelve-month returns, with the window that gives each.
CREATE TABLE later_phases (phase integer, index_name text, published float8, start_ts date, end_ts date);

-- A figure equals a printed one to as many decimals as that was printed with.
CREATE FUNCTION shows(figure float8, printed numeric, what text) RETURNS text
    LANGUAGE sql
    RETURN is(round(figure::numeric, scale(printed)), printed,
        format('%s: %s', what, round(figure::numeric, scale(printed) + 2)));

-- A largest deviation is within its tolerance, and there was something to compare.
CREATE FUNCTION agrees(deviation float8, compared bigint, tolerance float8, what text) RETURNS text
    LANGUAGE sql
    RETURN ok(compared > 0 AND deviation <= tolerance,
        format('%s: %s compared, largest deviation %s', what, compared, deviation::numeric::float4));
