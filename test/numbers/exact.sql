-- Arithmetic with 150 decimals, the table of figures and what is measured of them

SET client_min_messages = warning;
SET extra_float_digits = 1;

-- The exact value of a float8. A cast to numeric would keep 15 digits of it.
CREATE FUNCTION exact(x float8) RETURNS numeric LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    bits bigint := ('x' || encode(float8send(x), 'hex'))::bit(64)::bigint;
    exponent integer := (bits >> 52) & 2047;
    mantissa bigint := bits & 4503599627370495;
BEGIN
    IF exponent = 0 THEN
        exponent := 1;
    ELSE
        mantissa := mantissa + 4503599627370496;
    END IF;
    IF bits < 0 THEN
        mantissa := - mantissa;
    END IF;
    exponent := exponent - 1075;
    IF mantissa = 0 OR exponent >= 0 THEN
        RETURN mantissa * power(2::numeric, exponent);
    END IF;
    -- m / 2^k = m 5^k / 10^k, without the zeros at its end
    RETURN trim_scale(mantissa * power(5::numeric, - exponent) * ('1e' || exponent)::numeric);
END
$$;

-- What numeric arithmetic shall carry on with: 150 decimals
CREATE FUNCTION long(x numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN round(x, 150);
CREATE FUNCTION long(x float8) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN round(exact(x), 150);

-- A quotient of two numbers, with decimals enough for the smallest ones
CREATE FUNCTION quotient(a float8, b float8) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN round(CASE WHEN least(a, b) < 1e-60 THEN round(exact(a), 1250) ELSE long(a) END / exact(b), 150);

CREATE FUNCTION multiply(a numeric, b numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN round(a * b, 150);
CREATE AGGREGATE product(numeric) (SFUNC = multiply, STYPE = numeric, INITCOND = '1', COMBINEFUNC = multiply, PARALLEL = SAFE);

-- (1 + r)^p - 1 of a growth 1 + r
CREATE FUNCTION to_power(growth numeric, power numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN growth = 0 THEN -1 ELSE exp(round(ln(long(growth)) * power, 150)) - 1 END;

-- The distance from a float8 of this size to the next one
CREATE FUNCTION ulp(size numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN exact(2::float8 ^ (greatest(('x' || encode(float8send(size::float8), 'hex'))::bit(64)::bigint >> 52 & 2047, 1) - 1075));

-- Pseudo-random numbers from 0 to 1, the same on every machine
CREATE FUNCTION fraction(i bigint, stream integer) RETURNS float8 LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (hashint8extended(i, stream) & 9007199254740991) / 9007199254740992.0::float8;

-- -1 or 1
CREATE FUNCTION sign_of(i bigint, stream integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN 1 - 2 * (hashint8extended(i, stream) & 1)::integer;

-- The distance of a result from the true figure, in ulp of that or of a size that is larger
CREATE FUNCTION error_in_ulp(result float8, reference numeric, size numeric) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN round(abs(exact(result) - reference) / ulp(greatest(abs(reference), size)), 4);

-- What is measured. Where either is missing the error is infinite.
CREATE TABLE measured (
    figure text NOT NULL, inputs text NOT NULL, result float8, reference numeric, size numeric,
    error numeric GENERATED ALWAYS AS (coalesce(error_in_ulp(result, reference, size), 'Infinity')) STORED,
    error_of_result numeric GENERATED ALWAYS AS (coalesce(error_in_ulp(result, reference, 0), 'Infinity')) STORED
);
