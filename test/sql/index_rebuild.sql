\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql
\cd :abs_srcdir/..

BEGIN;
SELECT no_plan();

CREATE FUNCTION pg_temp.agree(own float8[], plain float8[], tolerance float8, what text) RETURNS text LANGUAGE sql AS $$
    SELECT ok(cardinality(own) = cardinality(plain) AND cardinality(own) > 0
              AND (SELECT bool_and(abs(o - p) <= tolerance * abs(p)) FROM unnest(own, plain) AS u (o, p)), what)
$$;

-- 500 members, 500 days, every member on every day: daily rebalance is plain SQL's lag and average
CREATE TEMP TABLE full_panel AS
SELECT date '2020-01-01' + d AS ts, 'M' || m AS member, m AS id,
       20 * exp((hashint4(m) % 1000) / 700.0 + (SELECT 0) + 0.02 * sin(d / (5.0 + m % 13)) + d * (m % 7 - 3) / 20000.0 + (hashint4(m * 1009 + d) % 1000) / 40000.0) AS price
FROM generate_series(0, 499) AS d, generate_series(1, 500) AS m ORDER BY 1, 3;
CREATE TEMP TABLE plain AS
SELECT ts, 100 * exp(sum(ln(coalesce(gross, 1))) OVER (ORDER BY ts)) AS level
FROM (SELECT ts, avg(price / before) AS gross
      FROM (SELECT ts, price, lag(price) OVER (PARTITION BY member ORDER BY ts) AS before FROM full_panel) AS s GROUP BY ts) AS daily;
CREATE FUNCTION pg_temp.levels(history index_point[]) RETURNS float8[] LANGUAGE sql AS $$
    SELECT array_agg(level ORDER BY ts) FROM unnest(history)
$$;
SELECT pg_temp.agree(pg_temp.levels(equal_weight_index(ts, member, price)), (SELECT array_agg(level ORDER BY ts) FROM plain), 1e-12, 'sorted input: lag and average') FROM full_panel;
CREATE TEMP TABLE shuffled AS SELECT * FROM full_panel ORDER BY hashint4(id * 1000003 + (ts - date '2020-01-01'));
SELECT is(equal_weight_index(ts, member, price)::text, (SELECT equal_weight_index(ts, member, price)::text FROM full_panel), 'shuffled input: the same bits') FROM shuffled;
SELECT is(equal_weight_index(ts, member, price ORDER BY member, ts)::text, (SELECT equal_weight_index(ts, member, price)::text FROM full_panel), 'member by member: the same bits') FROM full_panel;
SELECT is(equal_weight_index(ts, id, price)::text, (SELECT equal_weight_index(ts, member, price)::text FROM full_panel), 'numbers for members: the same bits') FROM full_panel;
SET work_mem = '64kB';
SELECT is(equal_weight_index(ts, member, price)::text, (SELECT equal_weight_index(ts, member, price)::text FROM full_panel), 'spilling: the same bits') FROM shuffled;
RESET work_mem;
CREATE TABLE for_parallel AS SELECT * FROM full_panel;
ANALYZE for_parallel;
SET LOCAL max_parallel_workers_per_gather = 2;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SELECT is(equal_weight_index(ts, member, price)::text, (SELECT equal_weight_index(ts, member, price)::text FROM full_panel), 'read in parallel: the same bits') FROM for_parallel;
SET LOCAL max_parallel_workers_per_gather = 0;

-- many indexes in one scan
SELECT ok(bool_and(history::text = alone::text) AND count(*) = 7, 'GROUP BY index')
FROM (SELECT id % 7 AS g, index_history(ts, member, price, NULL, NULL, NULL, NULL) AS history FROM shuffled GROUP BY 1) AS s,
     LATERAL (SELECT equal_weight_index(ts, member, price) AS alone FROM full_panel WHERE id % 7 = g) AS a;

-- small cases, worked out by hand
CREATE TEMP TABLE p (ts date, member text, price float8, dividend float8, split float8, market_cap float8, sector text);
INSERT INTO p VALUES
    ('2024-01-30', 'a', 10, 9, 9, 100, 'x'), ('2024-01-30', 'b', 20, NULL, NULL, 300, 'x'), ('2024-01-30', 'c', 40, NULL, NULL, 600, 'y'),
    ('2024-01-31', 'a', 11, NULL, NULL, 110, 'x'), ('2024-01-31', 'b', 20, 1, NULL, 300, 'x'), ('2024-01-31', 'c', 38, NULL, NULL, 570, 'y'),
    ('2024-02-01', 'a', 12, NULL, NULL, 120, 'x'), ('2024-02-01', 'b', 10.5, NULL, 2, 315, 'x'), ('2024-02-01', 'c', 38, NULL, NULL, 570, 'y'), ('2024-02-01', 'd', 5, NULL, NULL, 500, 'z');
CREATE FUNCTION pg_temp.history(rules index_rules) RETURNS SETOF index_point LANGUAGE sql AS $$
    SELECT h.* FROM (SELECT index_history(ts, member, price, dividend, split, market_cap, sector, rules) AS x FROM p) AS s, unnest(s.x) AS h
$$;
CREATE FUNCTION pg_temp.check_levels(rules index_rules, price float8[], total float8[], what text) RETURNS SETOF text LANGUAGE sql AS $$
    SELECT pg_temp.agree(array_agg(level ORDER BY ts), price, 1e-15 * 4, what || ': price') FROM pg_temp.history(rules)
    UNION ALL SELECT pg_temp.agree(array_agg(total_return_level ORDER BY ts), total, 1e-15 * 4, what || ': total return') FROM pg_temp.history(rules)
$$;
SELECT pg_temp.check_levels(index_rules(weighting => 'equal', rebalance => 'never'),
    ARRAY[100, 100 * (1.1 + 1 + 0.95) / 3, 100 * (1.2 + 1.05 + 0.95) / 3],
    ARRAY[100, 100 * (1.1 + 1.05 + 0.95) / 3, 100 * (1.1 + 1.05 + 0.95) / 3 * (1.2 + 1.05 + 0.95) / (1.1 + 1 + 0.95)], 'equal, never rebalanced, dividend in the index');
SELECT pg_temp.check_levels(index_rules(weighting => 'equal', rebalance => 'never', reinvest => 'member'),
    ARRAY[100, 100 * (1.1 + 1 + 0.95) / 3, 100 * (1.2 + 1.05 + 0.95) / 3],
    ARRAY[100, 100 * (1.1 + 1.05 + 0.95) / 3, 100 * (1.2 + 1.05 * 1.05 + 0.95) / 3], 'dividend in the member');
SELECT pg_temp.check_levels(index_rules(weighting => 'equal', rebalance => 'day'),
    ARRAY[100, 100 * 3.05 / 3, 100 * 3.05 / 3 * (12.0 / 11 + 1.05 + 1) / 3],
    ARRAY[100, 100 * 3.1 / 3, 100 * 3.1 / 3 * (12.0 / 11 + 1.05 + 1) / 3], 'equal, rebalanced daily; who appears waits for the next basket');
SELECT pg_temp.check_levels(index_rules(weighting => 'equal', rebalance => 'month', base => 1000), r.price, r.total, 'rebalanced at the month end, not on the last date')
FROM (VALUES (ARRAY[1000, 1000 * 3.05 / 3, 1000 * 3.05 / 3 * (12.0 / 11 + 1.05 + 1) / 3], ARRAY[1000, 1000 * 3.1 / 3, 1000 * 3.1 / 3 * (12.0 / 11 + 1.05 + 1) / 3])) AS r (price, total);
SELECT pg_temp.check_levels(index_rules(weighting => 'cap', rebalance => 'day'),
    ARRAY[100, 98, 100.5 / 98 * 98], ARRAY[100, 99.5, 99.5 * 100.5 / 98], 'by capitalisation: the divisor index');
SELECT pg_temp.check_levels(index_rules(weighting => 'sector_equal', rebalance => 'never'),
    ARRAY[100, 100 * (0.25 * 1.1 + 0.25 + 0.5 * 0.95), 100 * (0.25 * 1.2 + 0.25 * 1.05 + 0.5 * 0.95)],
    ARRAY[100, 100 * (0.25 * 1.1 + 0.25 * 1.05 + 0.5 * 0.95), 100 * (0.25 * 1.1 + 0.25 * 1.05 + 0.5 * 0.95) * (0.25 * 1.2 + 0.25 * 1.05 + 0.5 * 0.95) / (0.25 * 1.1 + 0.25 + 0.5 * 0.95)], 'sectors first, then members');
SELECT pg_temp.check_levels(index_rules(weighting => 'capped', cap => 0.5, rebalance => 'never'), -- 0.1, 0.3, 0.6 become 0.125, 0.375, 0.5
    ARRAY[100, 100 * (0.125 * 1.1 + 0.375 + 0.5 * 0.95), 100 * (0.125 * 1.2 + 0.375 * 1.05 + 0.5 * 0.95)],
    ARRAY[100, 100 * (0.125 * 1.1 + 0.375 * 1.05 + 0.5 * 0.95), 100 * (0.125 * 1.1 + 0.375 * 1.05 + 0.5 * 0.95) * (0.125 * 1.2 + 0.375 * 1.05 + 0.5 * 0.95) / (0.125 * 1.1 + 0.375 + 0.5 * 0.95)], 'capped at one half');
SELECT pg_temp.agree(array_agg(turnover ORDER BY ts) FILTER (WHERE turnover IS NOT NULL),
    ARRAY[(abs(1.1 / 3.05 - 1 / 3.0) + abs(1 / 3.05 - 1 / 3.0) + abs(0.95 / 3.05 - 1 / 3.0)) / 2,
          (abs(12.0 / 11 / v - 0.25) + abs(1.05 / v - 0.25) + abs(1 / v - 0.25) + 0.25) / 2], 1e-14, 'turnover is half the sum of changes in weight')
FROM pg_temp.history(index_rules(rebalance => 'day')), (SELECT 12.0 / 11 + 1.05 + 1 AS v) AS s GROUP BY v;
SELECT is(array_agg(turnover IS NULL ORDER BY ts), '{t,f,f}', 'no turnover on the first date') FROM pg_temp.history(NULL);
SELECT is(array_agg(members ORDER BY ts), '{3,3,4}', 'members after the close') FROM pg_temp.history(NULL);
SELECT is(array_agg(members ORDER BY ts), '{3,3,3}', 'a newcomer waits for the rebalance') FROM pg_temp.history(index_rules(rebalance => 'month'));
SELECT pg_temp.agree(array_agg(effective_n ORDER BY ts), ARRAY[1 / (0.01 + 0.09 + 0.36), 980 ^ 2 / (110 ^ 2 + 300 ^ 2 + 570 ^ 2), 1005 ^ 2 / (120 ^ 2 + 315 ^ 2 + 570 ^ 2)], 1e-14, 'effective_n is 1 / sum of squared weights')
FROM pg_temp.history(index_rules(weighting => 'cap', rebalance => 'never'));
SELECT pg_temp.agree(array_agg(divisor ORDER BY ts), ARRAY[10, 10, 10 * 1505.0 / 1005], 1e-14, 'divisor: capitalisation per unit of level, moved by the newcomer')
FROM pg_temp.history(index_rules(weighting => 'cap'));
SELECT pg_temp.agree(array_agg(level ORDER BY ts), ARRAY[100, 305.0 / 3 * (1 - 0.01 * 2 * t)], 1e-14, 'cost_bp of what is bought and what is sold')
FROM (SELECT ts, level FROM pg_temp.history(index_rules(cost_bp => 100)) WHERE ts < '2024-02-01') AS h,
     (SELECT (abs(1.1 / 3.05 - 1 / 3.0) + abs(1 / 3.05 - 1 / 3.0) + abs(0.95 / 3.05 - 1 / 3.0)) / 2 AS t) AS s GROUP BY t;
SELECT pg_temp.agree(array_agg(total_return_level ORDER BY ts), ARRAY[100, 310.0 / 3 * (1 - 0.01 * 2 * t)], 1e-14, 'cost_bp with dividends in the members: of what their basket buys and sells')
FROM (SELECT ts, total_return_level FROM pg_temp.history(index_rules(cost_bp => 100, reinvest => 'member')) WHERE ts < '2024-02-01') AS h,
     (SELECT (abs(1.1 / 3.1 - 1 / 3.0) + abs(1.05 / 3.1 - 1 / 3.0) + abs(0.95 / 3.1 - 1 / 3.0)) / 2 AS t) AS s GROUP BY t;

-- explicit dates; 2024-02-03 is a Saturday and stands for the 2nd
CREATE TEMP TABLE w (ts date, member bigint, price float8);
INSERT INTO w VALUES ('2024-02-01', 1, 10), ('2024-02-01', 2, 10), ('2024-02-02', 1, 12), ('2024-02-02', 2, 10), ('2024-02-05', 1, 12), ('2024-02-05', 2, 11), ('2024-02-06', 1, 13.2), ('2024-02-06', 2, 11);
SELECT pg_temp.agree(pg_temp.levels(equal_weight_index(ts, member, price, index_rules(rebalance_dates => '{2024-02-03,1999-01-01,2024-02-03}'))),
    ARRAY[100, 110, 110 * (1 + 1.1) / 2, 110 * (1.1 + 1.1) / 2], 1e-14, 'explicit dates: the last date on or before') FROM w;
SELECT pg_temp.agree(pg_temp.levels(equal_weight_index(ts, member, price, index_rules(rebalance => 'week'))),
    ARRAY[100, 110, 110 * (1 + 1.1) / 2, 110 * (1.1 + 1.1) / 2], 1e-14, 'weekly') FROM w;
SELECT pg_temp.agree(pg_temp.levels(equal_weight_index(ts, member, price, index_rules(rebalance => f))),
    ARRAY[100, 110, 100 * (1.2 + 1.1) / 2, 100 * (1.32 + 1.1) / 2], 1e-14, f || ' within one period') FROM w, unnest(ARRAY['month', 'quarter', 'year', 'never']) AS f GROUP BY f ORDER BY f;

-- a basket that is announced before it takes effect: 1/12 share of 1 to 1/10 of 2, worth 1 and 1.1 on the 5th
SELECT pg_temp.agree(pg_temp.levels(equal_weight_index(ts, member, price, index_rules(rebalance => 'week', announcement_lag => 1))),
    ARRAY[100, 110, 115, 115 * (1.1 + 1.1) / (1 + 1.1)], 1e-14, 'struck on the 2nd, in effect at the close of the 5th') FROM w;
SELECT pg_temp.agree(array_agg(p.turnover ORDER BY p.ts) FILTER (WHERE p.ts = '2024-02-05' OR p.turnover > 0), ARRAY[1.2 / 2.3 - 1 / 2.1], 1e-14, 'and traded then')
FROM (SELECT equal_weight_index(ts, member, price, index_rules(rebalance => 'week', announcement_lag => 1)) AS found FROM w) AS s, unnest(s.found) AS p;
SELECT is(equal_weight_index(ts, member, price, index_rules(rebalance => 'week', announcement_lag => NULL))::text, (SELECT equal_weight_index(ts, member, price, index_rules(rebalance => 'week'))::text FROM w), 'no lag by NULL') FROM w;
SELECT is(index_history(ts, member, price, NULL, NULL, NULL, NULL, r)::text, (SELECT index_history(ts, member, price, NULL, NULL, NULL, NULL, r)::text FROM full_panel), 'announced two dates before, shuffled input: the same bits')
FROM shuffled, (SELECT index_rules(rebalance => 'month', announcement_lag => 2) AS r) AS s GROUP BY r;

-- a member without a row
CREATE TEMP TABLE g (ts date, member text, price float8);
INSERT INTO g VALUES ('2024-01-30', 'a', 10), ('2024-01-30', 'b', 10), ('2024-01-31', 'a', 12), ('2024-02-01', 'a', 12), ('2024-02-01', 'b', 20), ('2024-02-02', 'a', 12), ('2024-02-02', 'b', 20);
SELECT pg_temp.agree(pg_temp.levels(equal_weight_index(ts, member, price, r)), want, 1e-14, what) FROM g, (VALUES
    (index_rules(rebalance => 'never'), ARRAY[100, 110, 160, 160], 'carry: held at its last price until it is back'),
    (index_rules(rebalance => 'month'), ARRAY[100, 110, 110, 110], 'carry: let go at the rebalance'),
    (index_rules(rebalance => 'month', delisting_return => -0.5), ARRAY[100, 85, 85, 85], 'carry: let go with its last return'),
    (index_rules(rebalance => 'never', missing => 'drop'), ARRAY[100, 120, 120, 120], 'drop: sold into the rest at its last price'),
    (index_rules(rebalance => 'never', missing => 'drop', delisting_return => -0.5), ARRAY[100, 90, 90, 90], 'drop: with its last return'),
    (index_rules(rebalance => 'day', missing => 'drop'), ARRAY[100, 120, 120, 120], 'drop, daily')) AS v (r, want, what) GROUP BY r, want, what ORDER BY what;
SELECT pg_temp.raises('SELECT equal_weight_index(ts, member, price, index_rules(rebalance => ''never'', missing => ''error'')) FROM g', 'P0002', '^member b has no row on 2024-01-31$', 'error');
SELECT lives_ok('SELECT equal_weight_index(ts, member, price, index_rules(rebalance => ''never'', missing => ''error'') ORDER BY member) FROM g WHERE ts <> ''2024-01-31''', 'no error from rows that only come late');

-- short forms
SELECT is(equal_weight_index(ts, member, price, dividend, split, index_rules(rebalance => 'month'))::text,
          index_history(ts, member, price, dividend, split, NULL, NULL, index_rules(weighting => 'equal', rebalance => 'month'))::text, 'equal_weight_index with dividend, split and rules') FROM p;
SELECT is(cap_weight_index(ts, member, price, dividend, split, market_cap)::text,
          index_history(ts, member, price, dividend, split, market_cap, NULL, index_rules(weighting => 'cap'))::text, 'cap_weight_index with dividend and split') FROM p;
SELECT is(equal_weight_index(ts, member, price, dividend)::text, index_history(ts, member, price, dividend, NULL, NULL, NULL)::text, 'equal_weight_index with dividend') FROM p;
SELECT is(cap_weight_index(ts, member, price, dividend, market_cap, index_rules(rebalance => 'never'))::text,
          index_history(ts, member, price, dividend, NULL, market_cap, NULL, index_rules(weighting => 'cap', rebalance => 'never'))::text, 'cap_weight_index with dividend and rules') FROM p;
SELECT is(cap_weight_index(ts, member, price, market_cap, index_rules(rebalance => 'never'))::text,
          index_history(ts, member, price, NULL, NULL, market_cap, NULL, index_rules(weighting => 'cap', rebalance => 'never'))::text, 'cap_weight_index with rules') FROM p;

-- flat
CREATE TEMP TABLE prices AS SELECT 'one' AS index_name, * FROM p UNION ALL SELECT 'two', * FROM p WHERE member <> 'c';
SELECT is((SELECT array_agg(l ORDER BY index_name, ts) FROM index_levels('prices', index_rules(weighting => 'cap', rebalance => 'month')) AS l)::text,
          (SELECT array_agg(ROW(index_name, h.*) ORDER BY index_name, h.ts) FROM (SELECT index_name, index_history(ts, member, price, dividend, split, market_cap, sector, index_rules(weighting => 'cap', rebalance => 'month')) AS x FROM prices GROUP BY index_name) AS s, unnest(s.x) AS h)::text,
          'index_levels is index_history by index, flat');
SELECT is(count(*), 4::bigint, 'index_levels of a table with ts, member (a number) and price alone') FROM index_levels('w') WHERE index_name IS NULL;
SELECT pg_temp.raises('SELECT * FROM index_levels(''plain'')', '42703', 'has no column', 'a table without the columns');

-- NULLs, nothing, bad values
SELECT is(equal_weight_index(ts, member, price), NULL, 'no rows') FROM g WHERE false;
SELECT is(equal_weight_index(ts, member, NULL), NULL, 'all NULL') FROM g;
SELECT is(cardinality(equal_weight_index(ts, member, price)), 1, 'one row') FROM g WHERE member = 'a' AND ts = '2024-01-30';
SELECT is(pg_temp.levels(equal_weight_index(ts, member, price)), (SELECT pg_temp.levels(equal_weight_index(ts, member, price)) FROM g), 'rows with a NULL are skipped')
FROM (SELECT * FROM g UNION ALL VALUES (NULL::date, 'a', 1), ('2024-02-01', NULL, 1), ('2024-01-31', 'b', NULL)) AS with_nulls (ts, member, price);
SELECT is(pg_temp.levels(cap_weight_index(ts, member, price, market_cap, index_rules(rebalance => 'never'))), (SELECT pg_temp.levels(cap_weight_index(ts, member, price, market_cap, index_rules(rebalance => 'never'))) FROM p),
          'a market_cap is needed only where weights are struck') FROM (SELECT ts, member, price, CASE WHEN ts = '2024-01-30' THEN market_cap END AS market_cap FROM p) AS s;
SELECT pg_temp.raises(statement, code, pattern, what) FROM (VALUES
    ('SELECT equal_weight_index(ts, member, -price) FROM g', '22023', '^price must be positive and finite, not -10 \(ts 2024-01-30\)$', 'negative price'),
    ('SELECT equal_weight_index(ts, member, ''NaN'') FROM g', '22023', '^price must be positive and finite, not NaN', 'price not a number'),
    ('SELECT equal_weight_index(ts, member, price, -1) FROM g', '22023', '^dividend must be zero or more', 'negative dividend'),
    ('SELECT equal_weight_index(ts, member, price, 0, 0) FROM g', '22023', '^split must be positive', 'split 0'),
    ('SELECT cap_weight_index(ts, member, price, 0) FROM g', '22023', '^market_cap must be positive', 'market_cap 0'),
    ('SELECT cap_weight_index(ts, member, price, NULL) FROM g', 'P0002', '^no member can be weighted on the rebalance date 2024-01-30$', 'no market_cap at all'),
    ('SELECT equal_weight_index(ts, ''a'', price) FROM g', '21000', '^member a has two rows with the ts 2024-01-30$', 'a member twice on a date'),
    ('SELECT equal_weight_index(ts, 7, price) FROM g', '21000', '^member 7 has two rows', 'a number twice on a date'),
    ('SELECT equal_weight_index(''infinity'', member, price) FROM g', '22023', '^ts must be finite', 'infinite date'),
    ('SELECT index_history(ts, member, price, NULL, NULL, NULL, NULL, index_rules(weighting => ''sector_equal'')) FROM g', '22004', '^member . has no sector on the rebalance date 2024-01-30', 'no sector'),
    ('SELECT index_history(ts, member, price, NULL, NULL, 1, NULL, index_rules(weighting => ''capped'', cap => 0.3)) FROM g', '22023', '^cap 0.3 is too low', 'cap below 1 / n'),
    ('SELECT equal_weight_index(ts, member, price, index_rules(weighting => ''cap'')) FROM g', '22023', '^weighting ''cap'' cannot be asked', 'another weighting'),
    ('SELECT equal_weight_index(ts, member, price, index_rules(base => price)) FROM g', '22023', '^rules must be the same in every row', 'rules that change'),
    ('SELECT equal_weight_index(ts, member, price, index_rules(announcement_lag => 2)) FROM w', '22023', '^the basket announced on 2024-02-02 has not taken effect when the next is announced on 2024-02-05$', 'baskets that overlap'),
    ('SELECT equal_weight_index(ts, member, price, index_rules(rebalance => ''week'', announcement_lag => 1, missing => ''error'')) FROM w WHERE (ts, member) <> (''2024-02-05'', 2)', 'P0002', '^member 2 has no row on 2024-02-05$', 'an announced member without a row'),
    ('SELECT equal_weight_index(ts, member, price) OVER () FROM g', '0A000', 'does not support use as a window function', 'not a window function')) AS v (statement, code, pattern, what);
SELECT pg_temp.raises(format('SELECT index_rules(%s)', arguments), code, pattern, 'index_rules(' || arguments || ')') FROM (VALUES
    ($$weighting => 'price'$$, '22023', $$^unknown weighting 'price'$$),
    ($$rebalance => 'hourly'$$, '22023', $$^unknown rebalance 'hourly'$$),
    ($$missing => 'zero'$$, '22023', $$^unknown missing 'zero'$$),
    ($$reinvest => 'cash'$$, '22023', $$^unknown reinvest 'cash'$$),
    ($$weighting => 'capped'$$, '22023', '^cap must be above 0'),
    ($$weighting => 'capped', cap => 1.5$$, '22023', '^cap must be above 0 and at most 1, not 1.5'),
    ('cap => 0.1', '22023', '^cap is only for'),
    ($$rebalance_dates => '{}'$$, '22023', '^rebalance_dates is empty'),
    ($$rebalance_dates => '{NULL}'$$, '22004', '^rebalance_dates must not hold NULL'),
    ($$rebalance_dates => '{infinity}'$$, '22023', '^rebalance_dates must be finite'),
    ('delisting_return => -1.1', '22023', '^delisting_return must be -1 or more'),
    ('cost_bp => -1', '22023', '^cost_bp must be zero or more'),
    ($$cost_bp => 'NaN'$$, '22023', '^cost_bp must be zero or more'),
    ('announcement_lag => -1', '22023', '^announcement_lag must be zero or more, not -1$'),
    ('base => 0', '22023', '^base must be positive')) AS v (arguments, code, pattern);

-- can be cancelled, also while it sorts
SET LOCAL statement_timeout = '150ms';
SELECT pg_temp.raises('SELECT equal_weight_index(date ''1900-01-01'' + (i * 7919 % 40000), i, 1) FROM generate_series(1, 5000000) AS i', '57014', 'statement timeout', 'a cancel is heeded');
RESET statement_timeout;

SELECT * FROM finish();
ROLLBACK;
