-- Who moved the Russell 1000 and 2000 on the two days of exhibit 3: the indexes
-- of russell_panel.sql, by member and by sector of the holdings, with sectors of
-- equal weight beside. The figures to two decimals are those in the README of
-- the data; the parts add up to the returns to the last bit.

SELECT plan(35);

CREATE TEMP TABLE prices AS
SELECT index_name, p.ts, p.ticker AS member, p.adjusted AS price, h.shares * p.close AS market_cap, h.sector
FROM holdings h
    JOIN panel p USING (ticker);
ANALYZE prices;

CREATE TEMP TABLE days AS
SELECT *, (SELECT max(ts) FROM prices WHERE prices.ts < days.ts) AS before
FROM (VALUES (date '2023-11-14'), ('2023-12-13')) AS days (ts);

-- sum(contribution) is the return rounded to this grid.
CREATE FUNCTION on_grid(figure float8) RETURNS float8
    LANGUAGE sql
    RETURN round(figure * 2 ^ 48) / 2 ^ 48;

CREATE TEMP TABLE levels AS
SELECT weighting, l.*
FROM unnest('{cap,equal,sector_equal}'::text[]) AS weighting,
     index_levels('prices', index_rules(weighting => weighting)) AS l;

CREATE TEMP TABLE contributed AS
SELECT weighting, by, days.ts, c.*
FROM unnest('{cap,equal,sector_equal}'::text[]) AS weighting,
     unnest('{member,sector}'::text[]) AS by,
     days,
     index_contributions('prices', index_rules(weighting => weighting), by, before, ts) AS c;

SELECT shows(100 * sum(contribution), printed, format('%s of %s, %s weights, by %s, %%', index_name, ts, weighting, by))
FROM contributed
    JOIN (VALUES
        ('cap', 'Russell 1000', date '2023-11-14', 2.10),
        ('cap', 'Russell 2000', '2023-11-14', 5.49),
        ('cap', 'Russell 1000', '2023-12-13', 1.46),
        ('cap', 'Russell 2000', '2023-12-13', 3.53),
        ('equal', 'Russell 1000', '2023-11-14', 3.72),
        ('equal', 'Russell 2000', '2023-11-14', 6.11),
        ('equal', 'Russell 1000', '2023-12-13', 2.56),
        ('equal', 'Russell 2000', '2023-12-13', 4.20)
    ) AS expected (weighting, index_name, ts, printed) USING (weighting, index_name, ts)
GROUP BY weighting, index_name, ts, by, printed
ORDER BY weighting, ts, index_name, by;

-- Every index, day and way, to the last bit.
SELECT ok(bool_and(total = on_grid(day.level / before.level - 1) AND price = total) AND count(*) = 4,
    format('%s weights, by %s, add up to the returns, %%: %s', s.weighting, by,
        string_agg(round(100 * total::numeric, 2)::text, ', ' ORDER BY s.ts, s.index_name)))
FROM (SELECT weighting, by, index_name, ts, sum(contribution) AS total, sum(price_contribution) AS price
      FROM contributed GROUP BY weighting, by, index_name, ts) AS s
    JOIN days ON days.ts = s.ts
    JOIN levels AS day ON (day.weighting, day.index_name, day.ts) = (s.weighting, s.index_name, s.ts)
    JOIN levels AS before ON (before.weighting, before.index_name, before.ts) = (s.weighting, s.index_name, days.before)
GROUP BY s.weighting, by
ORDER BY s.weighting, by;

-- Against weight times return in plain SQL.
CREATE TEMP TABLE plain AS
SELECT index_name, days.ts, member, sector, 1.0 / count(*) OVER w AS equal, market_cap / sum(market_cap) OVER w AS cap,
       coalesce(day.price / b.price - 1, 0) AS return
FROM days
    JOIN prices b ON b.ts = days.before
    LEFT JOIN (SELECT index_name, member, ts, price FROM prices) AS day USING (index_name, member)
WHERE day.ts = days.ts
WINDOW w AS (PARTITION BY index_name, days.ts);

SELECT agrees(max(abs(c.contribution - p.return * CASE weighting WHEN 'cap' THEN p.cap ELSE p.equal END)
                  + abs(c.average_weight - CASE weighting WHEN 'cap' THEN p.cap ELSE p.equal END)),
    count(*), 1e-14, format('%s weights, by member, against plain SQL', weighting))
FROM contributed c JOIN plain p ON p.index_name = c.index_name AND p.ts = c.ts AND p.member = c.name
WHERE by = 'member' AND weighting <> 'sector_equal'
GROUP BY weighting
ORDER BY weighting;

SELECT agrees(max(abs(c.contribution - p.contribution)), count(*), 1e-14,
    format('%s on %s, by sector: %s', index_name, ts,
        string_agg(format('%s %s', c.name, round(100 * c.contribution::numeric, 2)), ', ' ORDER BY c.contribution DESC)))
FROM contributed c
    JOIN (SELECT index_name, ts, sector, sum(cap * return) AS contribution FROM plain GROUP BY 1, 2, 3) AS p USING (index_name, ts)
WHERE by = 'sector' AND weighting = 'cap' AND p.sector = c.name
GROUP BY index_name, ts
ORDER BY ts, index_name;

-- The sectors of equal weight have equal weight.
SELECT agrees(max(abs(average_weight - 1.0 / n)), count(*), 1e-14, format('%s: %s sectors of equal weight', index_name, n))
FROM (SELECT *, count(*) OVER (PARTITION BY index_name, ts) AS n FROM contributed WHERE by = 'sector' AND weighting = 'sector_equal') AS s
GROUP BY index_name, n
ORDER BY index_name;

-- All the days of the panel, quarterly and with costs; and from one day's close to another's.
CREATE TEMP TABLE quarterly AS
SELECT * FROM index_levels('prices', index_rules('cap', rebalance => 'quarter', cost_bp => 10, announcement_lag => 5));

SELECT ok(bool_and(total = on_grid(last.level / first.level - 1)) AND count(*) = 4,
    format('%s to %s, quarterly: return of %s', first_ts, last_ts, string_agg(DISTINCT format('%s %s', index_name, round(total::numeric, 4)), ', ')))
FROM (VALUES (NULL::date, NULL::date, date '2023-06-01', date '2024-03-08'), ('2023-07-30', '2024-01-01', '2023-07-28', '2023-12-29'), ('2023-10-27', NULL, '2023-10-27', '2024-03-08'))
        AS windows (from_ts, to_ts, first_ts, last_ts),
    LATERAL (SELECT index_name, by, sum(contribution) AS total
             FROM unnest('{member,sector}'::text[]) AS by,
                  index_contributions('prices', index_rules('cap', rebalance => 'quarter', cost_bp => 10, announcement_lag => 5), by, from_ts, to_ts)
             GROUP BY index_name, by) AS s
    JOIN quarterly AS first USING (index_name)
    JOIN quarterly AS last USING (index_name)
WHERE first.ts = first_ts AND last.ts = last_ts
GROUP BY first_ts, last_ts
ORDER BY first_ts, last_ts;

-- Announced at the ends of quarters, the basket takes effect five sessions later.
SELECT is(array_agg(ts ORDER BY ts), '{2023-07-10,2023-10-06,2024-01-08}', format('days of trading of the %s', index_name))
FROM quarterly
WHERE turnover > 0
GROUP BY index_name
ORDER BY index_name;

SELECT * FROM finish();
