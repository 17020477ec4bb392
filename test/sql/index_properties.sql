\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql

-- What holds of every index, on random panels; and what each fault of a panel does
BEGIN;
SELECT no_plan();

CREATE FUNCTION pg_temp.random(VARIADIC bigint[]) RETURNS float8 LANGUAGE sql IMMUTABLE
    RETURN (hash_array_extended($1, 7) & 1048575) / 1048576.0;

-- Four panels of 12 members on 90 weekdays. Members 9 to 11 come later; of members 4 on one row in eight is missing, but
-- none with a split. whole_price is the price without splits, fold what they have made of one share.
CREATE TEMP TABLE panel AS
SELECT panel, date '2024-01-01' + day + 2 * (day / 5) AS ts, member, whole_price, whole_price / fold AS price,
       CASE WHEN pg_temp.random(1, panel, member, day) < 0.05 THEN 0.04 * pg_temp.random(2, panel, member, day) * whole_price END AS whole_dividend,
       CASE WHEN pg_temp.random(1, panel, member, day) < 0.05 THEN 0.04 * pg_temp.random(2, panel, member, day) * whole_price / fold END AS dividend,
       CASE WHEN doubled <> 0 THEN 2.0 ^ doubled END AS split, fold,
       CASE WHEN pg_temp.random(3, panel, member, day) < 0.9 OR member < 4 THEN whole_price * 1000 * (1 + floor(9 * pg_temp.random(4, panel, member, day / 10))) END AS market_cap,
       (ARRAY['x', 'y', 'z'])[1 + member % 3] AS sector
FROM (SELECT *, 2.0::float8 ^ sum(doubled) OVER w AS fold, 50 * exp(sum(0.06 * pg_temp.random(5, panel, member, day) - 0.029) OVER w) AS whole_price
      FROM (SELECT panel, day, member, CASE WHEN pg_temp.random(6, panel, member, day) < 0.02 THEN (ARRAY[-2, -1, 1, 2])[1 + floor(4 * pg_temp.random(7, panel, member, day))::integer] ELSE 0 END AS doubled
            FROM generate_series(1, 4) AS panel, generate_series(0, 89) AS day, generate_series(0, 11) AS member) AS s
      WINDOW w AS (PARTITION BY panel, member ORDER BY day)) AS s
WHERE (member < 9 OR day >= 10 * (member - 8)) AND (member < 4 OR doubled <> 0 OR pg_temp.random(8, panel, member, day) > 0.125)
ORDER BY ts;
ANALYZE panel;
SELECT ok(count(*) BETWEEN 3400 AND 4000 AND count(dividend) > 130 AND count(split) > 50 AND count(market_cap) < 0.95 * count(*), 'the panels have gaps, dividends, splits') FROM panel;

CREATE TEMP TABLE rules AS
SELECT format('%s by %s, %s', weighting, rebalance, missing) AS name, weighting,
       index_rules(weighting, CASE weighting WHEN 'capped' THEN 0.3 END, rebalance, missing => missing, delisting_return => dr, reinvest => reinvest, cost_bp => cost) AS rules
FROM unnest(ARRAY['equal', 'cap', 'sector_equal', 'capped']) AS weighting, unnest(ARRAY['day', 'month', 'never']) AS rebalance,
     (VALUES ('carry', NULL::float8, 'index', 0), ('drop', -0.2, 'member', 10)) AS v (missing, dr, reinvest, cost);
CREATE FUNCTION pg_temp.near_all(own float8[], other float8[], tolerance float8) RETURNS boolean LANGUAGE sql
    RETURN cardinality(own) > 0 AND (SELECT coalesce(bool_and(abs(o - p) <= tolerance * abs(p)), false) FROM unnest(own, other) AS u (o, p));
CREATE FUNCTION pg_temp.levels(index_point[]) RETURNS float8[] LANGUAGE sql
    RETURN (SELECT array_agg(l ORDER BY p.ts, leg) FROM unnest($1) AS p, LATERAL (VALUES (1, p.level), (2, p.total_return_level)) AS v (leg, l));

CREATE TEMP TABLE histories AS
SELECT name, weighting, panel, index_history(ts, member, price, dividend, split, market_cap, sector, rules) AS history FROM panel, rules GROUP BY 1, 2, 3;
SELECT is(count(*) FILTER (WHERE cardinality(history) = 90), 96::bigint, 'every panel has an index by every rule') FROM histories;

-- the order of the rows
SELECT ok(bool_and(history::text = shuffled::text), weighting || ': any order of the rows gives the same bits')
FROM histories JOIN (SELECT name, panel, index_history(ts, member, price, dividend, split, market_cap, sector, rules) AS shuffled
                     FROM (SELECT * FROM panel ORDER BY pg_temp.random(ts - date '2000-01-01', member)) AS p, rules GROUP BY 1, 2) AS s USING (name, panel)
GROUP BY weighting ORDER BY weighting;

-- splits: none, those of the panel, and of 3 for 2 in their place
SELECT ok(bool_and(history::text = whole::text), weighting || ': splits leave the level continuous; of 2 or 4 for 1 the same bits as without')
FROM histories JOIN (SELECT name, panel, index_history(ts, member, whole_price, whole_dividend, NULL, market_cap, sector, rules) AS whole FROM panel, rules GROUP BY 1, 2) AS s USING (name, panel)
GROUP BY weighting ORDER BY weighting;
SELECT ok(bool_and(pg_temp.near_all(pg_temp.levels(history), pg_temp.levels(other), 1e-12)), weighting || ': of 3 for 2, to rounding')
FROM histories JOIN (SELECT name, panel, index_history(ts, member, whole_price / 1.5 ^ log(2, fold::numeric)::float8, whole_dividend / 1.5 ^ log(2, fold::numeric)::float8, 1.5 ^ log(2, split::numeric)::float8, market_cap, sector, rules) AS other
                     FROM panel, rules GROUP BY 1, 2) AS s USING (name, panel)
GROUP BY weighting ORDER BY weighting;

-- the unit of a member's prices
SELECT ok(bool_and(history::text = other::text), weighting || ': a member in eighths, the same bits')
FROM histories JOIN (SELECT name, panel, index_history(ts, member, price * f, dividend * f, split, market_cap, sector, rules) AS other
                     FROM panel, rules, LATERAL (SELECT CASE member WHEN 2 THEN 8 WHEN 6 THEN 0.125 ELSE 1 END AS f) AS s GROUP BY 1, 2) AS s USING (name, panel)
GROUP BY weighting ORDER BY weighting;
SELECT ok(bool_and(pg_temp.near_all(pg_temp.levels(history), pg_temp.levels(other), 1e-12)), weighting || ': a member in other units, to rounding')
FROM histories JOIN (SELECT name, panel, index_history(ts, member, price * f, dividend * f, split, market_cap, sector, rules) AS other
                     FROM panel, rules, LATERAL (SELECT CASE member WHEN 2 THEN 1.1 WHEN 6 THEN 1e-5 ELSE 1 END AS f) AS s GROUP BY 1, 2) AS s USING (name, panel)
GROUP BY weighting ORDER BY weighting;

-- a rebalance, which is where members come and go: on its own date it changes no level
CREATE TEMP TABLE rebalanced AS
SELECT weighting, missing, at, struck, panel, index_history(ts, member, price, dividend, split, market_cap, sector,
           index_rules(weighting, CASE weighting WHEN 'capped' THEN 0.3 END, rebalance_dates => CASE WHEN struck THEN ARRAY['2024-01-12', at] ELSE ARRAY[date '2024-01-12'] END, missing => missing)) AS history
FROM panel, unnest(ARRAY['equal', 'cap', 'sector_equal', 'capped']) AS weighting, unnest(ARRAY['carry', 'drop']) AS missing, unnest(ARRAY[date '2024-02-07', '2024-03-21']) AS at, unnest(ARRAY[false, true]) AS struck
GROUP BY 1, 2, 3, 4, 5;
SELECT ok(bool_and(a.levels = b.levels) AND bool_and(a.after <> b.after) AND bool_and(b.members > a.members), weighting || ', ' || missing || ': a rebalance and the members it brings leave the level where it was')
FROM rebalanced AS x JOIN rebalanced AS y USING (weighting, missing, at, panel),
     LATERAL (SELECT array_agg((h.level, h.total_return_level) ORDER BY h.ts) FILTER (WHERE h.ts <= at) AS levels, array_agg(h.level ORDER BY h.ts) FILTER (WHERE h.ts > at) AS after, max(h.members) FILTER (WHERE h.ts = at) AS members FROM unnest(x.history) AS h) AS a,
     LATERAL (SELECT array_agg((h.level, h.total_return_level) ORDER BY h.ts) FILTER (WHERE h.ts <= at) AS levels, array_agg(h.level ORDER BY h.ts) FILTER (WHERE h.ts > at) AS after, max(h.members) FILTER (WHERE h.ts = at) AS members FROM unnest(y.history) AS h) AS b
WHERE NOT x.struck AND y.struck
GROUP BY weighting, missing ORDER BY weighting, missing;

-- an index of one member
SELECT ok(bool_and(pg_temp.near_all(pg_temp.levels(history), alone, 1e-12)), weighting || ': an index of one member has its price and total return')
FROM (SELECT panel, member, weighting, index_history(ts, member, price, dividend, split, market_cap, sector, index_rules(weighting, CASE weighting WHEN 'capped' THEN 1 END, rebalance, reinvest => reinvest)) AS history
      FROM panel, unnest(ARRAY['equal', 'cap', 'sector_equal', 'capped']) AS weighting, (VALUES ('day', 'index'), ('week', 'member')) AS v (rebalance, reinvest) WHERE member < 4 GROUP BY 1, 2, 3, rebalance, reinvest) AS h
    JOIN (SELECT panel, member, array_agg(100 * (1 + r) ORDER BY ts, leg) AS alone
          FROM (SELECT panel, member, ts, price_return(ts, price, dividend, split) OVER w AS price, total_return(ts, price, dividend, split) OVER w AS total
                FROM panel WINDOW w AS (PARTITION BY panel, member ORDER BY ts)) AS s, LATERAL (VALUES (1, coalesce(price, 0)), (2, coalesce(total, 0))) AS v (leg, r) GROUP BY 1, 2) AS a USING (panel, member)
GROUP BY weighting ORDER BY weighting;

-- Capped at one half: 12/18, 5/18 and 1/18 become 50, 41.667 and 8.333 %, by factors of 0.75, 1.5 and 1.5. The weights are
-- seen in what the doubling of each price makes of the level.
CREATE TEMP TABLE three (ts date, member text, price float8, market_cap float8);
INSERT INTO three VALUES ('2024-01-01', 'a', 10, 100), ('2024-01-01', 'b', 20, 100), ('2024-01-01', 'c', 30, 100),
    ('2024-01-02', 'a', 12, 12), ('2024-01-02', 'b', 21, 5), ('2024-01-02', 'c', 33, 1);
CREATE FUNCTION pg_temp.three(risen text, rules index_rules) RETURNS SETOF index_point LANGUAGE sql AS $$
    SELECT h.* FROM (SELECT index_history(ts, member, price, NULL, NULL, market_cap, NULL, rules) AS x
                     FROM (SELECT * FROM three UNION ALL SELECT '2024-01-03', member, price * CASE member WHEN risen THEN 2 ELSE 1 END, 1 FROM three WHERE ts = '2024-01-02') AS t) AS s, unnest(s.x) AS h ORDER BY h.ts
$$;
CREATE TEMP TABLE struck AS
SELECT weighting, member, max(level) FILTER (WHERE h.ts = '2024-01-02') AS level, max(effective_n) FILTER (WHERE h.ts = '2024-01-02') AS effective_n,
       max(level) FILTER (WHERE h.ts = '2024-01-03') / max(level) FILTER (WHERE h.ts = '2024-01-02') - 1 AS weight
FROM unnest(ARRAY['a', 'b', 'c']) AS member, (VALUES ('capped', index_rules('capped', 0.5, rebalance_dates => '{2024-01-02}')), ('cap', index_rules('cap', rebalance_dates => '{2024-01-02}'))) AS r (weighting, rules),
     pg_temp.three(member, rules) AS h GROUP BY 1, 2;
SELECT pg_temp.near(weight, want, 1e-15, format('capped at one half: %s has %s %%', member, round(100 * want::numeric, 3)))
FROM struck JOIN (VALUES ('a', 0.5::float8), ('b', 5 / 12.0), ('c', 1 / 12.0)) AS v (member, want) USING (member) WHERE weighting = 'capped' ORDER BY member;
SELECT pg_temp.near(c.weight / p.weight, want, 1e-14, format('by a factor of %s', want))
FROM struck AS c JOIN struck AS p USING (member) JOIN (VALUES ('a', 0.75), ('b', 1.5), ('c', 1.5)) AS v (member, want) USING (member) WHERE c.weighting = 'capped' AND p.weighting = 'cap' ORDER BY member;
SELECT pg_temp.near(level, 100 * (1.2 + 1.05 + 1.1) / 3, 1e-13, 'and the level goes on from ' || round(level::numeric, 4)) FROM struck WHERE weighting = 'capped' AND member = 'a';
SELECT pg_temp.near(effective_n, 1 / (0.25 + 26 / 144.0), 1e-14, 'with the spread of those weights') FROM struck WHERE weighting = 'capped' AND member = 'a';

-- Faults. Members a and b, and c from the third date on; ten dates, of which the fifth ends January.
CREATE TEMP TABLE good AS
SELECT date '2024-01-27' + d AS ts, member, base + d * step AS price, (base + d * step) * 100 AS market_cap
FROM generate_series(0, 9) AS d, (VALUES ('a', 10.0::float8, 1.0::float8), ('b', 20, -1), ('c', 30, 2)) AS v (member, base, step) WHERE member <> 'c' OR d >= 2;
CREATE FUNCTION pg_temp.indexed(condition text, arguments text) RETURNS SETOF index_point LANGUAGE plpgsql AS $$
BEGIN
    RETURN QUERY EXECUTE format('SELECT h.* FROM (SELECT index_history(ts, member, price, NULL, NULL, market_cap, NULL, index_rules(%s)) AS x FROM good WHERE %s) AS s, unnest(s.x) AS h ORDER BY h.ts', arguments, condition);
END
$$;

SELECT is(array_agg((g.level, g.members)::text ORDER BY ts), (SELECT array_agg((level, members)::text ORDER BY ts) FROM pg_temp.indexed('true', arguments) WHERE ts <> '2024-01-29'),
          'a date missing for all is no date of the index, ' || arguments)
FROM unnest(ARRAY['rebalance => ''month''', 'rebalance => ''never'', missing => ''drop''', 'rebalance => ''never'', missing => ''error''']) AS arguments,
     pg_temp.indexed('ts <> ''2024-01-29''', arguments) AS g GROUP BY arguments ORDER BY arguments;
SELECT is(array_agg(members ORDER BY ts), want, what)
FROM (VALUES ('NOT (member = ''b'' AND ts BETWEEN ''2024-01-29'' AND ''2024-01-30'')', 'rebalance => ''month'', missing => ''drop''', '{2,2,1,1,3,3,3,3,3,3}'::integer[], 'dropped and back: in again from the next rebalance'),
             ('NOT (member = ''b'' AND ts BETWEEN ''2024-01-29'' AND ''2024-01-30'')', 'rebalance => ''month''', '{2,2,2,2,3,3,3,3,3,3}', 'carried and back before the rebalance: never out'),
             ('NOT (member = ''b'' AND ts BETWEEN ''2024-01-29'' AND ''2024-02-02'')', 'rebalance => ''month''', '{2,2,2,2,2,2,2,2,2,2}', 'carried, away at the rebalance, and back: out until the next'),
             ('NOT (member = ''b'' AND ts >= ''2024-01-30'')', 'rebalance => ''week''', '{2,2,2,2,2,2,2,2,2,2}', 'who has left for good goes at a rebalance, c comes'),
             ('true', 'rebalance_dates => ''{2024-02-01}''', '{2,2,2,2,2,3,3,3,3,3}', 'an explicit date'),
             ('ts NOT BETWEEN ''2024-02-01'' AND ''2024-02-03''', 'rebalance_dates => ''{2024-02-02}''', '{2,2,2,2,3,3,3}', 'an explicit date without rows: the last before it'),
             ('true', 'rebalance_dates => ''{2024-02-05,2024-02-06}''', '{2,2,2,2,2,2,2,2,2,3}', 'the last date of all, given'),
             ('true', 'rebalance_dates => ''{2024-02-06}''', '{2,2,2,2,2,2,2,2,2,2}', 'a date still to come does not make the last date one'),
             ('ts <= ''2024-01-31''', 'rebalance => ''month''', '{2,2,2,2,2}', 'the last date of all ends no period'),
             ('ts <= ''2024-02-01''', 'rebalance => ''month''', '{2,2,2,2,3,3}', 'until there is a later one')) AS v (condition, arguments, want, what),
     pg_temp.indexed(condition, arguments) GROUP BY want, what ORDER BY what;

-- A NULL price on a rebalance date is no row: b is let go at its last price, and its weight with it
SELECT is((SELECT array_agg(h::text) FROM (SELECT index_history(ts, member, CASE WHEN member <> 'b' OR ts <> '2024-01-31' THEN price END, NULL, NULL, market_cap, NULL, index_rules(rebalance => 'month')) AS x FROM good) AS s, unnest(x) AS h),
          (SELECT array_agg(h::text) FROM pg_temp.indexed('NOT (member = ''b'' AND ts = ''2024-01-31'')', 'rebalance => ''month''') AS h), 'a NULL price on a rebalance date: as without the row');
SELECT pg_temp.near(max(level) FILTER (WHERE ts = '2024-01-31'), 100 * (1.4 + 0.85) / 2, 1e-12, 'it is held at the price before') FROM pg_temp.indexed('NOT (member = ''b'' AND ts = ''2024-01-31'')', 'rebalance => ''month''');
SELECT pg_temp.near(max(level) FILTER (WHERE ts = '2024-02-01'), 100 * (1.4 + 0.85) / 2 * (15 / 14.0 + 40 / 38.0) / 2, 1e-12, 'and the new basket is without it') FROM pg_temp.indexed('NOT (member = ''b'' AND ts = ''2024-01-31'')', 'rebalance => ''month''');

-- All members leave at once, from the 29th on; c, which is not one, has rows
SELECT is(array_agg(round(level::numeric, 10) ORDER BY ts), ARRAY[100, 102.5] || array_fill(102.5, ARRAY[8]), 'nobody left: held at their last prices, ' || missing)
FROM unnest(ARRAY['carry', 'drop']) AS missing, pg_temp.indexed('member = ''c'' OR ts <= ''2024-01-28''', 'rebalance => ''never'', missing => ' || quote_literal(missing)) GROUP BY missing ORDER BY missing;
SELECT is(array_agg((members, round(level::numeric, 10))::text ORDER BY ts) FILTER (WHERE ts BETWEEN '2024-01-30' AND '2024-02-01'), ARRAY[(2, 102.5000000000)::text, (1, 82.0000000000)::text, (1, round(82 * 40 / 38.0, 10))::text],
          'until a rebalance puts others in their place, with their last return, ' || missing)
FROM unnest(ARRAY['carry', 'drop']) AS missing, pg_temp.indexed('member = ''c'' OR ts <= ''2024-01-28''', 'rebalance => ''month'', delisting_return => -0.2, missing => ' || quote_literal(missing)) GROUP BY missing ORDER BY missing;

SELECT pg_temp.raises(format('SELECT * FROM pg_temp.indexed(%L, %L)', condition, arguments), code, pattern, what)
FROM (VALUES ('member = ''c'' OR ts <= ''2024-01-28''', 'rebalance => ''month'', delisting_return => -1', '22003', '^the index is out of range on 2024-01-31$', 'an index that has lost everything'),
             ('member = ''c'' OR ts <= ''2024-01-28''', 'missing => ''error''', 'P0002', '^member [ab] has no row on 2024-01-29$', 'nobody left, an error'),
             ('member <> ''c'' AND (member = ''a'' OR ts < ''2024-01-31'')', 'weighting => ''capped'', cap => 0.5, rebalance => ''month''', '22023', '^cap 0.5 is too low for the members of 2024-01-31$', 'a cap that becomes too low')) AS v (condition, arguments, code, pattern, what);
SELECT pg_temp.raises('SELECT cap_weight_index(ts, member, price, CASE WHEN ts < ''2024-01-31'' THEN market_cap END, index_rules(rebalance => ''month'')) FROM good', 'P0002', '^no member can be weighted on the rebalance date 2024-01-31$', 'no market_cap on a later rebalance date');
SELECT pg_temp.raises(format('SELECT equal_weight_index(ts, member, price) FROM (SELECT * FROM good UNION ALL SELECT * FROM good WHERE member = %L AND ts = %L ORDER BY %s) AS s', member, at, o), '21000', format('^member %s has two rows with the ts %s$', member, at), 'a row twice, ' || what)
FROM (VALUES ('a', '2024-01-27', 'ts, member', 'in order, on the first date'), ('c', '2024-02-05', 'ts', 'not a neighbour, on the last date'), ('b', '2024-01-31', 'member, ts', 'member by member'), ('b', '2024-01-30', 'price', 'in no order')) AS v (member, at, o, what);

SELECT * FROM finish();
ROLLBACK;
