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
    WHERE c.id = measure.id AND (c.seconds IS NULL OR c.seconds > extract(epoch FROM ended - start));
END $$;

-- Where a call is broken off: after how many ms, and in which part of the step that ends it
CREATE TABLE point (id integer GENERATED ALWAYS AS IDENTITY, call integer, timeout integer, part integer, overshoot float8, tries integer NOT NULL DEFAULT 0);
CREATE FUNCTION choose_points(c call, parts integer) RETURNS TABLE (timeout integer, part integer) LANGUAGE sql AS $$
    SELECT 1 + (1000 * c.seconds * random())::integer, NULL
    UNION ALL
    SELECT 1 + (1000 * (c.seconds - c.step * (1 - k::float8 / parts)))::integer, k FROM generate_series(0, parts - 1) AS k WHERE c.large AND c.step > 0.04
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
SELECT p.id, p.call, p.timeout, p.part, p.overshoot, p.tries, c.name, c.query, c.step, c.seconds - 0.001 * p.timeout AS left_over
FROM point AS p JOIN call AS c ON c.id = p.call;

-- What the server itself reads from a table, copies and counts at a stretch: a large text, or its bytes from a file
CREATE FUNCTION moves_large_value(name text) RETURNS boolean LANGUAGE sql RETURN name ~ '_(in|out|recv)\(';

-- A call goes on through more than a part of its step, and 10 ms: there is something that cannot be broken off. Others
-- may have held the machine, so such a point is tried again
CREATE FUNCTION is_too_late(a attempt, parts integer) RETURNS boolean LANGUAGE sql
RETURN a.part IS NOT NULL AND a.overshoot > a.step / parts + 0.01 AND NOT moves_large_value(a.name);
