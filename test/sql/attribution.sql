\set ECHO none
\getenv abs_srcdir PG_ABS_SRCDIR
\i :abs_srcdir/header.psql

BEGIN;
SELECT no_plan();

-- four periods of three markets: weights and returns of a portfolio and its benchmark. C. Bacon, "Practical Portfolio
-- Performance Measurement and Attribution", 2nd edition (2008), chapter 8, as in test_suite.R of the R package
-- PortfolioAttribution. The effects are those of Brinson and Fachler (1985), selection with interaction.
CREATE TEMP TABLE bacon AS
SELECT (i - 1) / 3 + 1 AS period, (ARRAY['UK', 'Japan', 'US'])[(i - 1) % 3 + 1] AS market, wp, wb, rp, rb
FROM unnest(ARRAY[0.4, 0.3, 0.3, 0.7, 0.2, 0.1, 0.3, 0.5, 0.2, 0.3, 0.5, 0.2]::float8[],
            ARRAY[0.4, 0.2, 0.4, 0.4, 0.3, 0.3, 0.5, 0.4, 0.1, 0.4, 0.4, 0.2]::float8[],
            ARRAY[0.2, -0.05, 0.06, -0.05, 0.03, -0.05, -0.2, 0.08, -0.15, 0.1, -0.07, 0.25]::float8[],
            ARRAY[0.1, -0.04, 0.08, -0.07, 0.04, -0.1, -0.25, 0.05, -0.2, 0.05, -0.05, 0.1]::float8[]) WITH ORDINALITY AS u (wp, wb, rp, rb, i);
CREATE TEMP TABLE total AS
SELECT period, contribution(wp, rp) AS portfolio, contribution(wb, rb) AS benchmark FROM bacon GROUP BY period;
CREATE TEMP TABLE effect AS
SELECT period, market, (wp - wb) * (rb - benchmark) AS allocation, wp * (rp - rb) AS selection, portfolio, benchmark FROM bacon JOIN total USING (period);

SELECT pg_temp.near(portfolio, p, 1e-16, 'Bacon: return of the portfolio in period ' || period) || E'\n' || pg_temp.near(benchmark, b, 1e-16, 'and of the benchmark')
FROM total JOIN (VALUES (1, 0.083, 0.064), (2, -0.034, -0.046), (3, -0.05, -0.125), (4, 0.045, 0.02)) AS v (period, p, b) USING (period) ORDER BY period;
SELECT pg_temp.near(sum(allocation + selection), portfolio - benchmark, 1e-16, 'the effects of period ' || period || ' add to its excess return') FROM effect GROUP BY period, portfolio, benchmark ORDER BY period;
CREATE TEMP TABLE linked AS
SELECT market, carino_linked(allocation, portfolio, benchmark) AS allocation, carino_linked(selection, portfolio, benchmark) AS selection FROM effect GROUP BY market;
SELECT pg_temp.near(allocation, a, 5e-7, 'Bacon table 8.2: allocation to ' || market) || E'\n' || pg_temp.near(selection, s, 5e-7, 'and selection there')
FROM linked JOIN (VALUES ('UK', 0.016510, 0.080400), ('Japan', -0.006055, 0.001829), ('US', 0.001491, 0.038482)) AS v (market, a, s) USING (market) ORDER BY market;
SELECT pg_temp.near(sum(allocation + selection), 0.1326557, 5e-8, 'Bacon: they add to the excess return') FROM linked;
SELECT pg_temp.near((SELECT sum(allocation + selection) FROM linked), compound_return(portfolio) - compound_return(benchmark), 1e-16, 'which is that of the compounded returns') FROM total;
SELECT pg_temp.near(carino_linked(portfolio - benchmark, portfolio, benchmark), compound_return(portfolio) - compound_return(benchmark), 1e-16, 'so does the whole excess return') FROM total;

-- linking: special cases
SELECT pg_temp.near(carino_linked(0.02, 0.3, 0.1), 0.02, 1e-17, 'one period keeps its effect');
SELECT pg_temp.near(carino_linked(e, r, r), 0.01 * 1.5 - 0.02 * 1.25, 1e-17, 'equal returns: an effect grows with the other periods') FROM (VALUES (0.01, 0.25), (-0.02, 0.5)) AS v (e, r);
SELECT is(carino_linked(0, p, b), 0::float8, 'no effect is none') FROM (VALUES (0.1, 0.2), (0.3, -0.4)) AS v (p, b);
SELECT is(carino_linked(e, p, b), (SELECT carino_linked(allocation, portfolio, benchmark) FROM effect WHERE market = 'UK' AND period > 1), 'a period with a NULL is skipped')
FROM (SELECT CASE n WHEN 1 THEN NULL ELSE allocation END AS e, CASE n WHEN 2 THEN NULL ELSE portfolio END AS p, CASE n WHEN 3 THEN NULL ELSE benchmark END AS b
      FROM effect, generate_series(1, 4) AS n WHERE market = 'UK' AND (n = 4 OR period = 1) AND (n < 4 OR period > 1)) AS x;
SELECT ok(carino_linked(NULL, portfolio, benchmark) IS NULL AND carino_linked(0.1, portfolio, NULL) IS NULL, 'nothing but NULL') FROM total;
SELECT pg_temp.raises(format('SELECT carino_linked(%s)', arguments), '22023', '^' || message || '$', 'carino_linked: ' || message) FROM (VALUES
    ('0.1, -1, 0', 'r_portfolio must be above -1 and below 1e12, not -1'),
    ('0.1, 0, -1', 'r_benchmark must be above -1 and below 1e12, not -1'),
    ('0.1, -1.5, 0', 'r_portfolio must be above -1 and below 1e12, not -1.5'),
    ('0.1, ''NaN'', 0', 'r_portfolio must be above -1 and below 1e12, not NaN'),
    ('0.1, 0, 1e12', 'r_benchmark must be above -1 and below 1e12, not 1000000000000'),
    ('''NaN'', 0, 0', 'effect must be finite, not NaN'),
    ('''-inf'', 0, 0', 'effect must be finite, not -Infinity')) AS v (arguments, message);
SELECT pg_temp.raises('SELECT carino_linked(0.1, 1e11, 1e11) FROM generate_series(1, 50)', '22003', '^carino_linked is out of range', 'returns that compound beyond any number');
SELECT pg_temp.raises('SELECT carino_linked(1e30, 0, 0)', '22003', '^linked_effect_summary is out of range', 'an effect beyond any');

-- contribution
SELECT is(contribution(w, r), -0.8125::float8, 'contribution of a long, a lost and a short position') FROM (VALUES (0.5, 0.125), (0.75, -1), (-0.25, 0.5), (NULL, 0.1), (0.1, NULL)) AS v (w, r);
SELECT ok(contribution(w, r) IS NULL, 'no rows without a NULL') FROM (VALUES (NULL::float8, 0.1), (0.1, NULL)) AS v (w, r);
SELECT is(contribution(w, r), power(2::float8, -104), 'contribution rounds no product before it is added') FROM (VALUES (1 + 2 ^ -52, 1 + 2 ^ -52), (-1, 1), (-(2 ^ -51), 1)) AS v (w, r);
SELECT pg_temp.raises(format('SELECT contribution(%s)', arguments), '22023', '^' || message || '$', 'contribution: ' || message) FROM (VALUES
    ('''inf'', 0', 'w must be finite, not Infinity'),
    ('''NaN'', 0', 'w must be finite, not NaN'),
    ('1, -1.01', 'r must be -1 or more and finite, not -1.01'),
    ('1, ''NaN''', 'r must be -1 or more and finite, not NaN')) AS v (arguments, message);
SELECT pg_temp.raises('SELECT contribution(1e30, 1)', '22003', '^contribution_summary is out of range', 'a weight beyond any');

-- breadth
SELECT is(breadth(r)::text, '(3,2,2,0.42857142857142855,1.5)', 'breadth: neither 0 nor -0 is a move, the smallest number is') FROM unnest(ARRAY[0.1, -1, 0, '-0', 5e-324, -5e-324, NULL, 2]::float8[]) AS r;
SELECT is(breadth(r)::text, '(1,0,1,0.5,)', 'no ratio without decliners') FROM unnest(ARRAY[0.1, 0]) AS r;
SELECT is(breadth(r)::text, '(0,1,0,0,0)', 'a ratio of 0 without advancers') FROM unnest(ARRAY[-0.1]) AS r;
SELECT is(breadth(r)::text, '(0,0,2,0,)', 'nothing moved') FROM unnest(ARRAY[0, 0]) AS r;
SELECT ok(breadth(r) IS NULL, 'breadth of nothing but NULL') FROM unnest(ARRAY[NULL, NULL]::float8[]) AS r;
SELECT ok(breadth(r) IS NULL, 'breadth of no rows') FROM unnest(ARRAY[]::float8[]) AS r;
SELECT pg_temp.raises(format('SELECT breadth(%L::float8)', r), '22023', '^r must be -1 or more and finite, not ' || r || '$', 'breadth of ' || r) FROM unnest(ARRAY['-1.5', 'NaN', 'Infinity', '-Infinity']) AS r;

-- concentration
SELECT ok(herfindahl(w) = 0.375 AND effective_n(w) = 1 / 0.375::float8, 'weights that add to 1: the sum of their squares') FROM unnest(ARRAY[0.5, 0.25, 0.25, 0, NULL]) AS w;
SELECT ok(herfindahl(cap) = 0.375 AND effective_n(cap) = 1 / 0.375::float8, 'capitalisations: that of their shares, ' || unit) FROM unnest(ARRAY[1, 1000000000000, 300000000000000000000000]::numeric[]) AS unit, unnest(ARRAY[2, 1, 1] ) AS share, LATERAL (SELECT share * unit AS cap) AS c GROUP BY unit ORDER BY unit;
SELECT ok(herfindahl(7) = 1 / 50::float8 AND effective_n(7) = 50, 'equal weights') FROM generate_series(1, 50);
SELECT ok(herfindahl(0.1) = 1 AND effective_n(0.1) = 1, 'a single one');
SELECT pg_temp.near(herfindahl(w), sum(w ^ 2) / sum(w) ^ 2, 1e-16, 'as plain SQL') FROM (SELECT 1 / i::float8 AS w FROM generate_series(1, 1000) AS i) AS x;
SELECT pg_temp.near(herfindahl(w), 17.0 / 25, 1e-15, 'at the limit of the large weights') FROM unnest(ARRAY[4294967296, 1073741824]::float8[]) AS w;
SELECT ok(herfindahl(w) IS NULL AND effective_n(w) IS NULL, 'weights of 0') FROM unnest(ARRAY[0, 0]) AS w;
SELECT ok(herfindahl(w) IS NULL AND effective_n(w) IS NULL, 'weights of NULL') FROM unnest(ARRAY[NULL, NULL]::float8[]) AS w;
SELECT pg_temp.raises(format('SELECT %s(%L::float8)', name, w), '22023', '^w must be zero or more and finite, not ' || w || '$', name || ' of ' || w) FROM unnest(ARRAY['herfindahl', 'effective_n']) AS name, unnest(ARRAY['-0.1', 'NaN', 'Infinity']) AS w;
SELECT pg_temp.raises(format('SELECT %s(1e-15)', name), '22003', '^' || name || ' is out of range$', name || ' of weights too small to square') FROM unnest(ARRAY['herfindahl', 'effective_n']) AS name;
SELECT pg_temp.raises('SELECT herfindahl(1.3e24)', '22003', '^weight_summary is out of range', 'herfindahl of a weight beyond any');

-- valuation
CREATE TEMP TABLE member (name text, cap numeric, earnings numeric);
INSERT INTO member VALUES ('a', 100, 10), ('b', 50, -5), ('c', 30, 0), ('d', 60, 15), ('e', 70, NULL), ('f', NULL, 7);
SELECT is(index_pe(cap, earnings), 12::float8, 'index_pe counts losses') FROM member;
SELECT ok(index_pe(cap, earnings, true) = 12 AND index_pe(cap, earnings, false) = 6.4::float8, 'if not told otherwise') FROM member;
SELECT is(index_pe(cap, earnings, name <> 'c'), (100 + 50 + 60) / 20::float8, 'which is judged row by row') FROM member;
SELECT pg_temp.near(index_pe(cap, earnings, false), sum(cap::float8) / sum(cap / (cap / earnings::float8)), 1e-15, 'the harmonic mean weighted by cap') FROM member WHERE earnings > 0 AND cap IS NOT NULL;
SELECT ok(index_pe(cap, earnings) IS NULL AND index_pe(cap, earnings, false) = 10, 'earnings that cancel have no ratio') FROM (VALUES (100, 10), (50, -10)) AS v (cap, earnings);
SELECT ok(index_pe(cap, earnings) IS NULL AND index_pe(cap, earnings, false) IS NULL, 'losses have none') FROM (VALUES (100, -10), (50, 0)) AS v (cap, earnings);
SELECT ok(index_pe(cap, earnings) IS NULL AND index_pe(cap, earnings, false) IS NULL, 'nor has nothing but NULL') FROM member WHERE name > 'd';
SELECT pg_temp.raises(format('SELECT index_pe(%s)', arguments), code, '^' || message || '$', 'index_pe: ' || message) FROM (VALUES
    ('0, 1', '22023', 'cap must be positive and finite, not 0'),
    ('-1, -1, false', '22023', 'cap must be positive and finite, not -1'),
    ('''NaN'', 1', '22023', 'cap must be positive and finite, not NaN'),
    ('1, ''NaN''', '22023', 'earnings must be finite, not NaN'),
    ('1, ''-inf'', false', '22023', 'earnings must be finite, not -Infinity'),
    ('1, 1, NULL', '22004', 'include_losses must not be NULL')) AS v (arguments, code, message);
SELECT ok(index_pe(earnings_summary(1, 1), NULL) IS NULL, 'an accessor gives NULL for a NULL');
SELECT pg_temp.near(valuation_discount(14, 20), 0.3, 1e-16, 'valuation_discount: 30 % cheaper');
SELECT is(valuation_discount(30, 20), -0.5::float8, 'dearer is below 0');
SELECT pg_temp.near(valuation_discount(index_pe(cap, earnings) FILTER (WHERE name = 'd'), index_pe(cap, earnings) FILTER (WHERE name = 'a')), 0.6, 1e-16, 'of one index to another') FROM member;
SELECT ok(valuation_discount(NULL, 1) IS NULL AND valuation_discount(1, NULL) IS NULL, 'a NULL has none');
SELECT pg_temp.raises(format('SELECT valuation_discount(%s)', arguments), code, '^' || message || '$', 'valuation_discount: ' || message) FROM (VALUES
    ('0, 1', '22023', 'a must be positive and finite, not 0'),
    ('1, 0', '22023', 'b must be positive and finite, not 0'),
    ('-1, 1', '22023', 'a must be positive and finite, not -1'),
    ('1, ''NaN''', '22023', 'b must be positive and finite, not NaN'),
    ('1e300, 1e-300', '22003', 'valuation_discount is out of range')) AS v (arguments, code, message);

-- frames: each has the bits of the aggregate over its rows, NULLs at its ends or not
CREATE TEMP TABLE series AS
SELECT i, CASE WHEN i % 11 > 2 THEN (hashint8extended(i, 1) % 1000) / 3000.0::float8 END AS p, CASE WHEN i % 7 > 0 THEN (hashint8extended(i, 2) % 1000) / 3000.0::float8 END AS b,
       CASE WHEN i % 11 > 3 THEN 10 ^ ((hashint8extended(i, 3) & 1023) / 50.0)::float8 END AS w
FROM generate_series(1, 300) AS i;
CREATE FUNCTION pg_temp.all_of(first integer, last integer) RETURNS text LANGUAGE sql AS $$
    SELECT (breadth(p), herfindahl(w), effective_n(w), index_pe(w, p), index_pe(w, p, false), index_pe(w, p, i % 2 = 0), contribution(w, p), carino_linked(p - b, p, b), carino_linked(w / 1e20, p, b))::text
    FROM series WHERE i BETWEEN first AND last
$$;
CREATE TEMP TABLE framed AS
SELECT i, width, (SELECT frame FROM (VALUES (1, a), (3, b), (40, c)) AS v (n, frame) WHERE n = width) AS frame
FROM (SELECT i, (breadth(p) OVER w1, herfindahl(w) OVER w1, effective_n(w) OVER w1, index_pe(w, p) OVER w1, index_pe(w, p, false) OVER w1, index_pe(w, p, i % 2 = 0) OVER w1, contribution(w, p) OVER w1, carino_linked(p - b, p, b) OVER w1, carino_linked(w / 1e20, p, b) OVER w1)::text AS a,
             (breadth(p) OVER w3, herfindahl(w) OVER w3, effective_n(w) OVER w3, index_pe(w, p) OVER w3, index_pe(w, p, false) OVER w3, index_pe(w, p, i % 2 = 0) OVER w3, contribution(w, p) OVER w3, carino_linked(p - b, p, b) OVER w3, carino_linked(w / 1e20, p, b) OVER w3)::text AS b,
             (breadth(p) OVER w40, herfindahl(w) OVER w40, effective_n(w) OVER w40, index_pe(w, p) OVER w40, index_pe(w, p, false) OVER w40, index_pe(w, p, i % 2 = 0) OVER w40, contribution(w, p) OVER w40, carino_linked(p - b, p, b) OVER w40, carino_linked(w / 1e20, p, b) OVER w40)::text AS c
      FROM series
      WINDOW w1 AS (ORDER BY i ROWS CURRENT ROW), w3 AS (ORDER BY i ROWS 2 PRECEDING), w40 AS (ORDER BY i ROWS BETWEEN 30 PRECEDING AND 9 FOLLOWING)) AS x, unnest(ARRAY[1, 3, 40]) AS width;
SELECT is(count(*) FILTER (WHERE frame IS DISTINCT FROM pg_temp.all_of(CASE width WHEN 1 THEN i WHEN 3 THEN i - 2 ELSE i - 30 END, CASE width WHEN 40 THEN i + 9 ELSE i END)), 0::bigint, 'frames of ' || width || ' rows are as the aggregates over them')
FROM framed GROUP BY width ORDER BY width;
SELECT ok(count(DISTINCT frame) > 100 AND count(*) FILTER (WHERE frame = '(,,,,,,,,)') > 10, 'some of which are empty, and the others differ') FROM framed;

-- summaries
CREATE TEMP TABLE part AS
SELECT i % 7 AS part, breadth_summary(p) AS breadth, weight_summary(w) AS weight, earnings_summary(w, p) AS earnings, contribution_summary(w, p) AS contribution, linked_effect_summary(p - b, p, b) AS linked
FROM series GROUP BY 1;
CREATE TEMP TABLE whole AS
SELECT breadth_summary(p) AS breadth, weight_summary(w) AS weight, earnings_summary(w, p) AS earnings, contribution_summary(w, p) AS contribution, linked_effect_summary(p - b, p, b) AS linked FROM series;
SELECT ok(whole.breadth = p.breadth AND whole.weight = p.weight AND whole.earnings = p.earnings AND whole.contribution = p.contribution AND whole.linked = p.linked, 'rollup of parts is the whole')
FROM whole, (SELECT rollup(breadth) AS breadth, rollup(weight) AS weight, rollup(earnings) AS earnings, rollup(contribution) AS contribution, rollup(linked) AS linked FROM (SELECT * FROM part UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, NULL) AS with_null) AS p;
SELECT is((breadth(breadth), herfindahl(weight), effective_n(weight), index_pe(earnings), index_pe(earnings, true), index_pe(earnings, false), contribution(contribution), carino_linked(linked))::text,
          (SELECT (breadth(p), herfindahl(w), effective_n(w), index_pe(w, p), index_pe(w, p, true), index_pe(w, p, false), contribution(w, p), carino_linked(p - b, p, b))::text FROM series), 'accessors give what the aggregates give') FROM whole;
SELECT ok(breadth::text::breadth_summary = breadth AND weight::text::weight_summary = weight AND earnings::text::earnings_summary = earnings AND contribution::text::contribution_summary = contribution AND linked::text::linked_effect_summary = linked, 'text round trip') FROM whole;
\set file `mktemp`
\set copy_out '\\copy whole TO ' :file ' WITH (FORMAT binary)'
:copy_out
CREATE TEMP TABLE copied (LIKE whole);
\set copy_in '\\copy copied FROM ' :file ' WITH (FORMAT binary)'
:copy_in
\set remove '\\! rm ' :file
:remove
SELECT ok(c.breadth = w.breadth AND c.weight = w.weight AND c.earnings = w.earnings AND c.contribution = w.contribution AND c.linked = w.linked, 'binary round trip') FROM whole AS w, copied AS c;
SELECT ok(NOT (p.breadth = w.breadth) AND NOT (p.weight = w.weight) AND NOT (p.earnings = w.earnings) AND NOT (p.contribution = w.contribution) AND NOT (p.linked = w.linked), 'summaries of different rows differ') FROM whole AS w, part AS p WHERE p.part = 1;
SELECT ok(rollup(breadth) IS NULL AND rollup(weight) IS NULL AND rollup(earnings) IS NULL AND rollup(contribution) IS NULL AND rollup(linked) IS NULL, 'rollup of nothing') FROM part WHERE false;
SELECT ok(breadth_summary(p) IS NULL AND weight_summary(w) IS NULL AND earnings_summary(w, p) IS NULL AND contribution_summary(w, p) IS NULL AND linked_effect_summary(w, p, b) IS NULL, 'summaries of nothing') FROM series WHERE i = 11;
\set zero '0000000000000000000000000000000000000000000000000000000000000000'
SELECT ok(breadth('1 0 0 0'::breadth_summary) IS NULL AND herfindahl(('1 0 ' || z || ' ' || z || ' ' || z)::weight_summary) IS NULL AND index_pe(('1 0 0 ' || z || ' ' || z || ' ' || z || ' ' || z)::earnings_summary) IS NULL
          AND contribution(('1 0 ' || z)::contribution_summary) IS NULL AND carino_linked(('1 0 ' || z || ' ' || z || ' ' || z)::linked_effect_summary) IS NULL, 'empty summaries have no figures') FROM (VALUES (:'zero')) AS v (z);
SELECT pg_temp.raises(format('SELECT %L::%s', input, type), '22P02', '^invalid ' || type || ': ' || problem || '$', type || ': ' || problem) FROM (VALUES
    ('breadth_summary', '1 3 2 2', 'more advancers and decliners than members'),
    ('breadth_summary', '2 3 2 1', 'unknown format version'),
    ('weight_summary', '1 0 1' || repeat('0', 63) || ' ' || :'zero' || ' ' || :'zero', 'sums without observations'),
    ('earnings_summary', '1 1 2 ' || :'zero' || ' ' || :'zero' || ' ' || :'zero' || ' ' || :'zero', 'more loss makers than members'),
    ('contribution_summary', '1 -1 ' || :'zero', 'count out of range'),
    ('linked_effect_summary', '1 1 ' || :'zero' || ' ' || :'zero', 'log benchmark')) AS v (type, input, problem);
SELECT pg_temp.raises('SELECT rollup(s) FROM unnest(ARRAY[''1 2305843009213693951 1 1'', ''1 2305843009213693951 1 1'']::breadth_summary[]) AS s', '22003', '^breadth_summary is out of range', 'made-up counts cannot run over');
SELECT pg_temp.raises(statement, '42809', 'outside an aggregate', statement) FROM unnest(ARRAY[
    'SELECT breadth_summary_accum(NULL, 0.1)', 'SELECT weight_summary_retract(weight, 0.1) FROM whole', 'SELECT earnings_summary_accum(earnings, 1, 1, true) FROM whole',
    'SELECT contribution_summary_combine(contribution, contribution) FROM whole', 'SELECT linked_effect_summary_accum(linked, 1, 1, 1) FROM whole']) AS statement;

SELECT * FROM finish();
ROLLBACK;
