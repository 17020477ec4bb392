-- measures.sql
--      How long a call takes, and how long it goes on when its time is up, by the
--      server's clock.
SET search_path = limits, public;

CREATE PROCEDURE measure(id integer) LANGUAGE plpgsql AS $$
DECLARE
    start timestamptz := clock_timestamp();
    asked text := (SELECT query FROM limits.call AS c WHERE c.id = measure.id);
    ended timestamptz;
BEGIN
    PERFORM set_config('limits.last_row', '', false);
    EXECUTE asked;
    ended := clock_timestamp();
    UPDATE limits.call AS c
    SET seconds = extract(epoch FROM ended - start), final = extract(epoch FROM ended - nullif(current_setting('limits.last_row'), '')::timestamptz)
    WHERE c.id = measure.id;
END $$;

-- Where a call is broken off: after how many ms. The best of several tries counts, as others may hold the machine
CREATE TABLE point (id integer GENERATED ALWAYS AS IDENTITY, call integer, timeout integer, overshoot float8, tries integer NOT NULL DEFAULT 0);
CREATE FUNCTION choose_points(c call, n integer) RETURNS SETOF integer LANGUAGE sql AS $$
    -- at random: anywhere, and where the last row has been read
    SELECT 1 + (1000 * c.seconds * random())::integer FROM generate_series(1, n)
    UNION ALL
    SELECT 1 + (1000 * (c.seconds - c.final + c.final * (k - random()) / n))::integer FROM generate_series(1, n) AS k WHERE c.final > 0.02
$$;

-- A statement of its own, as statement_timeout counts from its beginning
CREATE PROCEDURE break_off(point integer) LANGUAGE plpgsql AS $$
DECLARE
    p limits.point := (SELECT p FROM limits.point AS p WHERE p.id = break_off.point);
    asked text := (SELECT query FROM limits.call AS c WHERE c.id = p.call);
    late float8;
BEGIN
    BEGIN
        EXECUTE asked;
    EXCEPTION WHEN query_canceled THEN
        late := extract(epoch FROM clock_timestamp() - statement_timestamp()) - 0.001 * p.timeout;
    END;
    SET LOCAL statement_timeout = 0;
    UPDATE limits.point AS t SET overshoot = least(t.overshoot, late), tries = t.tries + 1 WHERE t.id = p.id;
END $$;

CREATE VIEW attempt AS
SELECT p.id, p.call, p.timeout, p.overshoot, p.tries, c.name, c.query, c.seconds - 0.001 * p.timeout AS left_over
FROM point AS p JOIN call AS c ON c.id = p.call;
