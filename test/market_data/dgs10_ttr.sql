-- The turns of the 10-year yield against ZigZag of the R package TTR, which
-- zigzag.R runs on the raw file. TTR's rules differ in two ways. Of equal
-- extremes it takes the last, rotation the first: a turn is the same if its yield
-- is, and TTR's date comes before the next turn. And before the first turn it
-- waits for a move away from the second observation, rotation for one away from
-- the extremes so far: they are compared from the first turn on that both find.

SELECT plan(17);

CREATE TEMP TABLE dgs10 AS SELECT ts, value AS yield FROM series WHERE series = 'DGS10' AND value IS NOT NULL;
CREATE TEMP TABLE theirs (frequency text, change integer, ts date);
\copy theirs FROM PROGRAM 'Rscript "$HERE/zigzag.R" "$FOLDER"' WITH (FORMAT csv)

CREATE TEMP TABLE ours AS
SELECT frequency, change, start_ts AS ts, start_yield AS yield
FROM (SELECT DISTINCT frequency, change FROM theirs) AS t,
     LATERAL (SELECT yield_regimes(ts, yield, regime_rules(threshold_bp => change, frequency => t.frequency)) AS found FROM dgs10) AS s, unnest(s.found) AS r
WHERE direction <> 'flat' AND confirmed_on IS NOT NULL;

CREATE TEMP TABLE turns AS
WITH first_common AS (
    SELECT frequency, change, min(ts) AS ts FROM ours JOIN theirs USING (frequency, change, ts) GROUP BY frequency, change
), o AS (
    SELECT o.*, row_number() OVER w AS i, lead(o.ts, 1, 'infinity') OVER w AS next_ts
    FROM ours AS o JOIN first_common AS c USING (frequency, change) WHERE o.ts >= c.ts WINDOW w AS (PARTITION BY frequency, change ORDER BY o.ts)
), t AS (
    SELECT t.*, d.yield, row_number() OVER (PARTITION BY frequency, change ORDER BY t.ts) AS i
    FROM theirs AS t JOIN first_common AS c USING (frequency, change) JOIN dgs10 AS d ON d.ts = t.ts WHERE t.ts >= c.ts
)
SELECT frequency, change, o.ts AS our_ts, o.next_ts, o.yield AS our_yield, t.ts AS their_ts, t.yield AS their_yield
FROM o FULL JOIN t USING (frequency, change, i);

SELECT is(count(*), 16::bigint, 'eight changes by day and by month') FROM (SELECT DISTINCT frequency, change FROM turns) AS s;
SELECT ok(count(*) >= (SELECT count(*) FROM ours AS o WHERE (o.frequency, o.change) = (t.frequency, t.change)) - 4
          AND coalesce(bool_and(our_yield IS NOT DISTINCT FROM their_yield AND their_ts >= our_ts AND their_ts < next_ts), false),
    format('by %s, %s bp: %s turns, of which %s are ties; before them TTR has %s and rotation %s', frequency, change, count(*), count(*) FILTER (WHERE our_ts <> their_ts),
        (SELECT count(*) FROM theirs AS o WHERE (o.frequency, o.change) = (t.frequency, t.change) AND o.ts < min(t.our_ts)),
        (SELECT count(*) FROM ours AS o WHERE (o.frequency, o.change) = (t.frequency, t.change) AND o.ts < min(t.our_ts))))
FROM turns AS t GROUP BY frequency, change ORDER BY frequency, change;

SELECT * FROM finish();
