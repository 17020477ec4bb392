-- reference.sql
--      Prints the reference as Markdown: doc/reference calls it, with a line for each
--      statement that creates a type or a function (section, kind, name) as input.

\pset format unaligned
\pset tuples_only on
SET client_min_messages = warning;

CREATE TEMP TABLE created (place serial, section text, kind text, name text);
\copy created (section, kind, name) FROM pstdin

CREATE FUNCTION pg_temp.type_name(type oid) RETURNS text
LANGUAGE sql AS $$
    SELECT replace(replace(replace(format_type(type, NULL), 'double precision', 'float8'),
                           'timestamp without time zone', 'timestamp'), 'timestamp with time zone', 'timestamptz')
$$;

CREATE TEMP VIEW member AS
SELECT classid, objid
FROM pg_depend
WHERE refclassid = 'pg_extension'::regclass AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'rotation') AND deptype = 'e';

-- Summaries and states
CREATE TEMP VIEW stored_type AS
SELECT t.oid FROM member AS m JOIN pg_type AS t ON m.classid = 'pg_type'::regclass AND m.objid = t.oid WHERE t.typtype = 'b' AND t.typcategory <> 'A';

-- What users call. Support functions say so in the first words of their comments,
-- which the tests compare with the catalog. A new extension gets its object
-- identifiers in the order of its script, which tells overloads apart.
CREATE TEMP TABLE called AS
SELECT f.*, c.section,
       EXISTS (SELECT FROM stored_type AS t WHERE t.oid = f.prorettype OR t.oid = ANY (f.proargtypes)) AS takes_stored
FROM (SELECT p.*, obj_description(p.oid, 'pg_proc') AS comment,
             row_number() OVER (PARTITION BY p.proname ORDER BY p.oid) AS overload
      FROM member AS m JOIN pg_proc AS p ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid) AS f
LEFT JOIN (SELECT section, name, row_number() OVER (PARTITION BY name ORDER BY place) AS overload
           FROM created WHERE kind = 'function') AS c ON c.name = f.proname AND c.overload = f.overload
WHERE comment !~ '^(moving )?(transition|combine|final|input|output|receive|send) function'
  AND NOT EXISTS (SELECT FROM pg_operator WHERE oprcode = f.oid);

-- A comment as a sentence of Markdown, without a capital where a name comes first
CREATE FUNCTION pg_temp.sentence(comment text) RETURNS text
LANGUAGE sql AS $$
    SELECT replace(replace(CASE WHEN text ~ '^\w*[_(]' OR EXISTS (SELECT FROM called WHERE proname = substring(text FROM '^\w+')) THEN text
                           ELSE upper(left(text, 1)) || substr(text, 2) END, '*', '\*'), '<', '&lt;') || '.'
    FROM regexp_replace(comment, '^window function: ', '') AS text
$$;

-- Types, but for those that only aggregates keep. A type whose name a function has
-- stands with it.
CREATE TEMP TABLE type AS
SELECT t.oid, t.typname, t.typtype, t.typrelid, obj_description(t.oid, 'pg_type') AS comment,
       coalesce((SELECT section FROM called WHERE proname = t.typname ORDER BY oid LIMIT 1), c.section) AS section
FROM member AS m
JOIN pg_type AS t ON m.classid = 'pg_type'::regclass AND m.objid = t.oid
LEFT JOIN (SELECT DISTINCT section, name FROM created WHERE kind = 'type') AS c ON c.name = t.typname
WHERE t.typcategory <> 'A'
  AND (t.typtype <> 'b' OR EXISTS (SELECT FROM called WHERE prorettype = t.oid));

-- An argument of a function
CREATE TEMP TABLE argument AS
SELECT f.oid, a.place, nullif(f.proargnames[a.place], '') AS name, pg_temp.type_name(a.type) AS type,
       regexp_replace(pg_get_function_arg_default(f.oid, a.place::integer), '::[a-z_ ]+(\[\])?$', '') AS default_value
FROM called AS f, unnest(f.proargtypes) WITH ORDINALITY AS a (type, place);

-- A function, with all that have the same arguments of other types
CREATE TEMP TABLE signature AS
SELECT section, proname, kind, comment, result, columns, takes_stored, min(oid) AS oid, array_agg(oid) AS oids
FROM (SELECT f.*, names, columns,
             CASE WHEN columns IS NULL THEN pg_temp.type_name(f.prorettype) ELSE 'table' END AS result,
             concat_ws(', ', CASE WHEN f.prokind = 'a' THEN 'aggregate' WHEN f.prokind = 'w' THEN 'window function'
                                  WHEN f.proretset THEN 'table function' ELSE 'function' END,
                       CASE WHEN g.aggmtransfn <> 0 THEN 'moving' END,
                       CASE WHEN g.aggcombinefn <> 0 THEN 'partial' END,
                       CASE f.provolatile WHEN 's' THEN 'stable' WHEN 'v' THEN 'volatile' END,
                       CASE f.proparallel WHEN 'r' THEN 'restricted' WHEN 'u' THEN 'unsafe' END) AS kind
      FROM called AS f
      LEFT JOIN pg_aggregate AS g ON g.aggfnoid = f.oid
      LEFT JOIN LATERAL (SELECT string_agg(concat_ws(' ', name, default_value), ', ' ORDER BY place) AS names
                         FROM argument AS a WHERE a.oid = f.oid) AS a ON true
      LEFT JOIN LATERAL (SELECT string_agg('`' || f.proargnames[place] || ' ' || pg_temp.type_name(c.type) || '`', ', ' ORDER BY place) AS columns
                         FROM unnest(f.proallargtypes) WITH ORDINALITY AS c (type, place)
                         WHERE f.proargmodes[place] = 't') AS t ON true) AS s
GROUP BY section, proname, kind, comment, result, columns, takes_stored, names;

-- What stands under a heading: the types, then the functions, those with the same
-- comment together
CREATE TEMP TABLE line AS
SELECT section, typname AS name, oid, 1 AS rank, NULL::boolean AS takes_stored,
       concat_ws(E'\n\n  ', format('- `%s` (type)', typname), pg_temp.sentence(comment),
                 (SELECT 'Fields: ' || string_agg('`' || attname || ' ' || pg_temp.type_name(atttypid) || '`', ', ' ORDER BY attnum)
                  FROM pg_attribute WHERE attrelid = typrelid AND attnum > 0)) AS text
FROM type
UNION ALL
SELECT section, proname, min(s.oid), CASE WHEN s.kind ~ '^(aggregate|window)' THEN 2 ELSE 3 END, takes_stored,
       concat_ws(E'\n\n  ', format('- %s (%s)', string_agg('`' || proname || '(' || arguments || ') → ' || result || '`', E',\n  ' ORDER BY s.oid), s.kind),
                 pg_temp.sentence(comment), 'Columns: ' || min(columns))
FROM signature AS s,
     LATERAL (SELECT coalesce(string_agg(concat_ws(' ', name, nullif(types, 'date | timestamp | timestamptz'), 'DEFAULT ' || default_value), ', ' ORDER BY place), '') AS arguments
              FROM (SELECT place, name, default_value, string_agg(type, ' | ' ORDER BY first) AS types
                    FROM (SELECT place, name, type, default_value, min(oid) AS first FROM argument WHERE oid = ANY (oids)
                          GROUP BY place, name, type, default_value) AS a
                    GROUP BY place, name, default_value) AS a) AS a
GROUP BY section, proname, s.kind, comment, takes_stored
UNION ALL
SELECT t.section, t.typname, o.oid, 4, NULL,
       concat_ws(E'\n\n  ', format('- `%s %s %s → %s` (operator)', pg_temp.type_name(oprleft), oprname, pg_temp.type_name(oprright), pg_temp.type_name(oprresult)),
                 pg_temp.sentence(obj_description(o.oid, 'pg_operator')))
FROM member AS m
JOIN pg_operator AS o ON m.classid = 'pg_operator'::regclass AND m.objid = o.oid
JOIN type AS t ON t.oid = o.oprleft
UNION ALL
SELECT t.section, t.typname, c.oid, 5, NULL,
       concat_ws(E'\n\n  ', format('- `%s` to `%s` (cast, %s)', pg_temp.type_name(castsource), pg_temp.type_name(casttarget),
                                   CASE castcontext WHEN 'i' THEN 'implicit' WHEN 'a' THEN 'in assignments' ELSE 'explicit' END),
                 pg_temp.sentence(obj_description(c.oid, 'pg_cast')))
FROM member AS m
JOIN pg_cast AS c ON m.classid = 'pg_cast'::regclass AND m.objid = c.oid
JOIN type AS t ON t.oid = c.casttarget;

-- Sections, and in them what they create, in that order: functions, then those that do
-- nothing but build and read summaries and states, then types without a function of
-- their name. Of equal headings only the first one's anchor goes without a number.
CREATE TEMP TABLE heading AS
SELECT section, name, section_place, place, anchor || coalesce('-' || nullif(row_number() OVER (PARTITION BY anchor ORDER BY section_place, place) - 1, 0), '') AS anchor
FROM (SELECT section, NULL AS name, section_place, 0 AS place, replace(regexp_replace(lower(section), '[^a-z0-9 _-]', '', 'g'), ' ', '-') AS anchor
      FROM (SELECT section, min(place) AS section_place FROM created GROUP BY section) AS s
      WHERE section IN (SELECT section FROM line)
      UNION ALL
      SELECT section, name, (SELECT min(c.place) FROM created AS c WHERE c.section = l.section),
             row_number() OVER (PARTITION BY section ORDER BY bool_and(rank = 1), bool_and(takes_stored), min(oid) FILTER (WHERE rank IN (2, 3)), min(oid)), name
      FROM line AS l
      GROUP BY section, name) AS h;

-- Nothing may get lost: objects of another kind, and what is not found in sql/parts.
SELECT string_agg(name, ', ') AS lost
FROM (SELECT pg_describe_object(classid, objid, 0) AS name FROM member
      WHERE classid NOT IN ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_operator'::regclass, 'pg_cast'::regclass)
      UNION ALL
      SELECT name FROM line WHERE section IS NULL OR text IS NULL) AS l
\gset
\if :{?lost}
    \warn no place in the reference: :lost
    DO $$ BEGIN RAISE 'the reference would be incomplete'; END $$;
\endif

\qecho '<!-- Written by "make reference" from the comments of the extension: change those in sql/parts. -->'
\qecho '# Reference'
\qecho
\qecho 'Every function and type with the comment that it has in the database, where `\\df+ total_return` shows it too. See'
\qecho '[conventions](conventions.md) for what holds everywhere and the [tour](tour.md) for examples.'
\qecho
\qecho '- Arguments are written as SQL has them. One without a type is a `date`, a `timestamp` or a `timestamptz` (all of them of'
\qecho '  one type); of types separated by `|` each will do. `float8` arguments take `numeric` and integers too.'
\qecho '- An aggregate that is *moving* follows a window frame by the rows that enter and leave it; over a moving frame any other'
\qecho '  one starts again in each row. One that is *partial* is worked out in parts by parallel workers, partitions and machines;'
\qecho '  any other one reads its group in one process.'
\qecho '- Functions are immutable and parallel safe unless they are marked otherwise.'
\qecho '- A type named `..._summary` is what the aggregate of its name keeps of its rows: stored, put together by `rollup` and read'
\qecho '  by the functions that take it.'
\qecho
\qecho '| section | |'
\qecho '| --- | --- |'
SELECT format('| [%s](#%s) | %s |', s.section, s.anchor, string_agg(format('[%s](#%s)', h.name, h.anchor), ', ' ORDER BY h.place))
FROM heading AS s JOIN heading AS h USING (section_place)
WHERE s.place = 0 AND h.place > 0
GROUP BY s.section, s.anchor, section_place
ORDER BY section_place;

SELECT CASE WHEN place = 0 THEN E'\n## ' || section
       ELSE E'\n### ' || name || (SELECT string_agg(E'\n\n' || text, '' ORDER BY rank, takes_stored, oid)
             FROM line AS l WHERE l.section = h.section AND l.name = h.name) END
FROM heading AS h
ORDER BY section_place, place;
