-- The official Russell indexes, daily, price and total return. Their files have
-- a row on holidays, without a value.

SELECT plan(12);

CREATE TEMP TABLE russell AS
SELECT ts,
       max(value) FILTER (WHERE series = 'RU1000PR') AS price_1000,
       max(value) FILTER (WHERE series = 'RU1000TR') AS total_1000,
       max(value) FILTER (WHERE series = 'RU2000PR') AS price_2000,
       max(value) FILTER (WHERE series = 'RU2000TR') AS total_2000,
       max(value) FILTER (WHERE series = 'RUT') AS rut
FROM series
WHERE series IN ('RU1000PR', 'RU1000TR', 'RU2000PR', 'RU2000TR', 'RUT')
GROUP BY ts;

CREATE TEMP VIEW later_phase_2003 AS
SELECT * FROM russell WHERE ts BETWEEN '2003-06-30' AND '2004-06-30';

SELECT shows(100 * total_return(ts, price_2000), 31.9, 'Russell 2000, 12 months from 2003-06-30, price, %')
FROM later_phase_2003;
SELECT shows(100 * total_return(ts, total_2000), 33.4, 'Russell 2000, 12 months from 2003-06-30, total, %')
FROM later_phase_2003;
SELECT shows(100 * total_return(ts, rut), 31.9, 'the same from another source of prices, %')
FROM later_phase_2003;

-- The row of the two indexes, against the levels of its ends.
SELECT is((start_ts, end_ts, n)::text, ('2003-06-30'::date, '2004-06-30'::date, dates)::text,
    format('return_pair over %s rows: %s to %s, %s common dates', rows, start_ts, end_ts, n))
FROM (SELECT (return_pair(ts, total_1000, total_2000)).*, count(*) AS rows,
             count(*) FILTER (WHERE total_1000 + total_2000 IS NOT NULL) AS dates
      FROM later_phase_2003) AS p;
SELECT ok(abs(p.return_a - (2594.29 / 2171.29 - 1)) < 1e-14 AND abs(p.return_b - (2426.93 / 1819.76 - 1)) < 1e-14,
    format('return_pair: Russell 1000 %s %%, Russell 2000 %s %%', round(100 * p.return_a::numeric, 2),
        round(100 * p.return_b::numeric, 2)))
FROM (SELECT (return_pair(ts, total_1000, total_2000)).* FROM later_phase_2003) AS p;
SELECT ok(abs(r - (2594.29 / 2171.29 - 2426.93 / 1819.76)) < 1e-14,
    format('relative_return: %s points', round(100 * r::numeric, 2)))
FROM (SELECT relative_return(ts, total_1000, total_2000) AS r FROM later_phase_2003) AS p;

-- Both ends are holidays: the stretch shrinks to the rows that have values.
SELECT is((SELECT count(*) FROM russell WHERE ts IN ('1979-01-01', '2018-12-25') AND price_1000 IS NULL),
    2::bigint, 'the files have empty rows on 1979-01-01 and 2018-12-25');
SELECT is((p.start_ts, p.end_ts)::text, '(1979-01-02,2018-12-24)',
    format('holidays at both ends: %s to %s, %s common dates', p.start_ts, p.end_ts, p.n))
FROM (SELECT (return_pair(ts, price_1000, price_2000)).* FROM russell
      WHERE ts BETWEEN '1979-01-01' AND '2018-12-25') AS p;
SELECT ok(abs(p.return_a / (b.price_1000 / a.price_1000 - 1) - 1) < 1e-14
          AND abs(p.return_b / (b.price_2000 / a.price_2000 - 1) - 1) < 1e-14,
    format('and its returns, Russell 1000 %s %%, Russell 2000 %s %%', round(100 * p.return_a::numeric, 1),
        round(100 * p.return_b::numeric, 1)))
FROM (SELECT (return_pair(ts, price_1000, price_2000)).* FROM russell
      WHERE ts BETWEEN '1979-01-01' AND '2018-12-25') AS p,
    russell a, russell b
WHERE a.ts = '1979-01-02' AND b.ts = '2018-12-24';

-- The other source begins later and ends later: both legs shorten to 1987-2019.
SELECT is((p.start_ts, p.end_ts)::text, '(1987-09-10,2019-01-10)',
    format('sources of other lengths: %s to %s, %s common dates', p.start_ts, p.end_ts, p.n))
FROM (SELECT (return_pair(ts, price_2000, rut)).* FROM russell) AS p;

-- One index against itself. Before 2003 the two sources differ by up to 0.8 %.
SELECT ok(abs(p.arithmetic) < 0.0002,
    format('and since 2003 they agree, %%: %s and %s, geometric difference %s',
        round(100 * p.return_a::numeric, 3), round(100 * p.return_b::numeric, 3),
        round(100 * p.geometric::numeric, 4)))
FROM (SELECT (return_pair(ts, price_2000, rut)).* FROM russell WHERE ts >= '2003-01-01') AS p;

SELECT ok(count(*) = 10451 AND count(value) = 10112,
    format('%s rows of the Russell 1000, %s of them holidays', count(*), count(*) - count(value)))
FROM series WHERE series = 'RU1000PR';

SELECT * FROM finish();
