-- Index membership from capitalisations

CREATE TYPE reconstitution_date AS (
    rank_ts date,
    effective_ts date,
    additions_only boolean
);
COMMENT ON TYPE reconstitution_date IS 'an entry of a reconstitution schedule: the day on which members are ranked by capitalisation, the first day of the new memberships (NULL: the same day) and whether new listings alone are added (NULL: false)';

CREATE TYPE reconstitution_rules AS (
    names text[],
    breakpoints integer[],
    band float8,
    schedule reconstitution_date[]
);
COMMENT ON TYPE reconstitution_rules IS 'how members are divided among indexes by capitalisation; built by reconstitution_rules()';

CREATE FUNCTION reconstitution_rules(
    names text[] DEFAULT '{large,small}',
    breakpoints integer[] DEFAULT '{1000,3000}',
    band float8 DEFAULT 0.025,
    schedule reconstitution_date[] DEFAULT NULL
) RETURNS reconstitution_rules
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION reconstitution_rules(text[], integer[], float8, reconstitution_date[]) IS 'rules for reconstitute. names: the indexes, from the largest to the smallest. breakpoints: the rank of the smallest member of each. band: a member whose rank crosses into another index stays in its own while its cumulative capitalisation percentile is within this fraction of the breakpoint''s, on either side, to nine decimals; 0 for no band. The last breakpoint has none. schedule: rank days with the dates on which they take effect, in any order; with NULL every date in the rows is a full reconstitution, effective on that day. NULL stands for the default; raises 22023 for names or breakpoints that are empty, repeated or not as many, breakpoints that do not increase, a band outside 0 <= band < 0.5, and a schedule that takes effect before its rank day or in another order, has a rank day twice, or begins with additions; 22004 for a NULL among them';

CREATE TYPE index_membership AS (
    member text,
    index_name text,
    valid daterange
);
COMMENT ON TYPE index_membership IS 'a member of an index and the dates on which it is one, without an upper bound if it still is';

CREATE FUNCTION reconstitute_final(internal) RETURNS index_membership[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION reconstitute_final(internal) IS 'final function of reconstitute';

--: for member in text bigint
CREATE FUNCTION reconstitute_accum(internal, rank_ts date, member @member@, market_cap float8) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'reconstitute_accum_@member@';
CREATE FUNCTION reconstitute_accum(internal, rank_ts date, member @member@, market_cap float8, rules reconstitution_rules) RETURNS internal
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'reconstitute_accum_@member@';
COMMENT ON FUNCTION reconstitute_accum(internal, date, @member@, float8) IS 'transition function of reconstitute';
COMMENT ON FUNCTION reconstitute_accum(internal, date, @member@, float8, reconstitution_rules) IS 'transition function of reconstitute';

CREATE AGGREGATE reconstitute(rank_ts date, member @member@, market_cap float8) (
    SFUNC = reconstitute_accum, STYPE = internal, SSPACE = 262144, FINALFUNC = reconstitute_final, PARALLEL = SAFE
);
CREATE AGGREGATE reconstitute(rank_ts date, member @member@, market_cap float8, rules reconstitution_rules) (
    SFUNC = reconstitute_accum, STYPE = internal, SSPACE = 262144, FINALFUNC = reconstitute_final, PARALLEL = SAFE
);
COMMENT ON AGGREGATE reconstitute(date, @member@, float8) IS 'index memberships by the default rules; see reconstitute(rank_ts, member, market_cap, rules)';
COMMENT ON AGGREGATE reconstitute(date, @member@, float8, reconstitution_rules) IS 'who belongs to which index when, from capitalisations on rank days, in order of member (names by their bytes, numbers by value) and date; no two memberships of a member overlap. One row a member and rank day, in any order; rows on days that the schedule does not have are passed over. On a full reconstitution members are ranked by capitalisation, the largest first, ties by member. Ranks up to the first breakpoint are in the first index, up to the next in the second. A member that its rank would move to another index stays while its percentile (capitalisation of the ranks down to its own / that of all ranked) is within band of the percentile of the breakpoint it crossed; beyond the last breakpoint, or without a row, it leaves. On a date for additions nobody moves or leaves: a new listing, one without a row on any rank day since the last full reconstitution, joins the first index whose breakpoint it reaches, the capitalisation at that rank then, times the change since in the capitalisation of the members that have a row on both days. Comparisons are exact. NULLs are skipped; no rows give NULL; raises 22023 for a market_cap that is not positive and finite, 22003 for one of 2^80 or more, 21000 if a member has two rows on a rank day, P0002 for a rank day of the schedule without rows and for additions without a row of a member (FTSE Russell, Russell U.S. Equity Indexes: Construction and Methodology)';
--: end

CREATE TYPE index_migration AS (
    ts date,
    member text,
    from_index text,
    to_index text,
    change text
);
COMMENT ON TYPE index_migration IS 'a change of membership: its first date, the member, its index before and after (NULL for none), and ''graduated'' (to an index of larger companies), ''fell'' (to one of smaller), ''added'' or ''removed''';

CREATE FUNCTION migrations(memberships index_membership[], rules reconstitution_rules DEFAULT NULL) RETURNS index_migration[]
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrations(index_membership[], reconstitution_rules) IS 'who graduated, fell, came and left, from memberships as reconstitute returns them, in order of date and member. Of the rules only the names count, which give the order of the indexes. A membership on the first date of all is where the history begins, not an addition. Memberships with a NULL or an empty range are skipped; NULL gives NULL; raises 22023 for an index that is not among the names and for memberships of a member that overlap';

-- Flat, for tools that want plain columns

CREATE FUNCTION index_memberships(caps regclass, rules reconstitution_rules DEFAULT NULL)
    RETURNS TABLE (member text, index_name text, valid daterange)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION index_memberships(regclass, reconstitution_rules) IS 'the memberships of reconstitute from the capitalisations in a table or view with columns (ts, member, market_cap), one row each; member is a number or text; NULLs and errors as there; raises 42703 if a column is missing';

CREATE FUNCTION index_migrations(memberships regclass, rules reconstitution_rules DEFAULT NULL)
    RETURNS TABLE (ts date, member text, from_index text, to_index text, change text)
    LANGUAGE C STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION index_migrations(regclass, reconstitution_rules) IS 'the migrations among the memberships in a table or view with columns (member, index_name, valid), one row each; NULLs and errors as in migrations; raises 42703 if a column is missing';
