-- Breadth, concentration, valuation and attribution

CREATE TYPE market_breadth AS (
    advancers bigint,
    decliners bigint,
    unchanged bigint,
    pct_advancing float8,
    ad_ratio float8
);
COMMENT ON TYPE market_breadth IS 'how many members rose, fell and stayed where they were, the share that rose (a fraction of all three: 0.6 is 60 %), and advancers / decliners (NULL without decliners)';

-- what each keeps of its rows
--: for type in breadth_summary weight_summary earnings_summary contribution_summary linked_effect_summary
CREATE FUNCTION @type@_combine(@type@, @type@) RETURNS @type@
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @type@_combine(@type@, @type@) IS 'combine function of the aggregates over @type@, transition function of rollup';

CREATE AGGREGATE rollup(@type@) (
    SFUNC = @type@_combine, STYPE = @type@, COMBINEFUNC = @type@_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(@type@) IS 'one summary of all the rows in several: the same bits as a summary of those rows; NULLs are skipped';
--: end

--: for step in accum retract
CREATE FUNCTION breadth_summary_@step@(breadth_summary, r float8) RETURNS breadth_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION breadth_summary_@step@(breadth_summary, float8) IS 'transition function (@step@) of breadth';
CREATE FUNCTION weight_summary_@step@(weight_summary, w float8) RETURNS weight_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION weight_summary_@step@(weight_summary, float8) IS 'transition function (@step@) of herfindahl and effective_n';
--: for arguments in cap float8, earnings float8|cap float8, earnings float8, include_losses boolean
CREATE FUNCTION earnings_summary_@step@(earnings_summary, @arguments@) RETURNS earnings_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION earnings_summary_@step@(earnings_summary, @arguments@) IS 'transition function (@step@) of index_pe';
--: end
CREATE FUNCTION contribution_summary_@step@(contribution_summary, w float8, r float8) RETURNS contribution_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION contribution_summary_@step@(contribution_summary, float8, float8) IS 'transition function (@step@) of contribution';
CREATE FUNCTION linked_effect_summary_@step@(linked_effect_summary, effect float8, r_portfolio float8, r_benchmark float8) RETURNS linked_effect_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION linked_effect_summary_@step@(linked_effect_summary, float8, float8, float8) IS 'transition function (@step@) of carino_linked';
--: end

CREATE AGGREGATE breadth_summary(r float8) (
    SFUNC = breadth_summary_accum, STYPE = breadth_summary, COMBINEFUNC = breadth_summary_combine, PARALLEL = SAFE
);
CREATE AGGREGATE weight_summary(w float8) (
    SFUNC = weight_summary_accum, STYPE = weight_summary, COMBINEFUNC = weight_summary_combine, PARALLEL = SAFE
);
CREATE AGGREGATE earnings_summary(cap float8, earnings float8) (
    SFUNC = earnings_summary_accum, STYPE = earnings_summary, COMBINEFUNC = earnings_summary_combine, PARALLEL = SAFE
);
CREATE AGGREGATE contribution_summary(w float8, r float8) (
    SFUNC = contribution_summary_accum, STYPE = contribution_summary, COMBINEFUNC = contribution_summary_combine, PARALLEL = SAFE
);
CREATE AGGREGATE linked_effect_summary(effect float8, r_portfolio float8, r_benchmark float8) (
    SFUNC = linked_effect_summary_accum, STYPE = linked_effect_summary, COMBINEFUNC = linked_effect_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE breadth_summary(float8) IS 'summary of returns that breadth can be read from; NULL over no rows; arguments and errors as in breadth(r)';
COMMENT ON AGGREGATE weight_summary(float8) IS 'summary of weights that herfindahl and effective_n can be read from; NULL over no rows; arguments and errors as in herfindahl(w)';
COMMENT ON AGGREGATE earnings_summary(float8, float8) IS 'summary of capitalisations and earnings that index_pe can be read from, with or without loss makers; NULL over no rows; arguments and errors as in index_pe(cap, earnings)';
COMMENT ON AGGREGATE contribution_summary(float8, float8) IS 'summary of weights and returns that contribution can be read from; NULL over no rows; arguments and errors as in contribution(w, r)';
COMMENT ON AGGREGATE linked_effect_summary(float8, float8, float8) IS 'summary of an attribution effect that carino_linked can be read from; NULL over no rows; arguments and errors as in carino_linked(effect, r_portfolio, r_benchmark)';

-- how many members rose and fell

CREATE FUNCTION breadth(summary breadth_summary) RETURNS market_breadth
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'breadth_summary_breadth';
COMMENT ON FUNCTION breadth(breadth_summary) IS 'breadth of the returns in a summary; NULL without any';

CREATE AGGREGATE breadth(r float8) (
    SFUNC = breadth_summary_accum, STYPE = breadth_summary, FINALFUNC = breadth,
    COMBINEFUNC = breadth_summary_combine,
    MSFUNC = breadth_summary_accum, MINVFUNC = breadth_summary_retract, MSTYPE = breadth_summary,
    MFINALFUNC = breadth, PARALLEL = SAFE
);
COMMENT ON AGGREGATE breadth(float8) IS 'how many of the returns of a period (fractions, one a member) are above, below and exactly 0, as market_breadth: advancers, decliners, unchanged, pct_advancing = advancers / all (a fraction), ad_ratio = advancers / decliners (NULL without decliners). NULLs are skipped, none left give NULL; raises 22023 for a return below -1 or not finite (Colby 2003)';

-- how concentrated weights are

--: for name in herfindahl effective_n
CREATE FUNCTION @name@(summary weight_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'weight_summary_@name@';
COMMENT ON FUNCTION @name@(weight_summary) IS '@name@ of the weights in a summary; NULL if they add to 0; raises 22003 for weights too small to square';

CREATE AGGREGATE @name@(w float8) (
    SFUNC = weight_summary_accum, STYPE = weight_summary, FINALFUNC = @name@,
    COMBINEFUNC = weight_summary_combine,
    MSFUNC = weight_summary_accum, MINVFUNC = weight_summary_retract, MSTYPE = weight_summary,
    MFINALFUNC = @name@, PARALLEL = SAFE
);
--: end
COMMENT ON AGGREGATE herfindahl(float8) IS 'concentration of weights or capitalisations, from 1 / n (all equal) to 1 (all in one): sum((w / sum(w))^2), which is sum(w^2) for weights that add to 1. NULLs are skipped; NULL if the weights add to 0; raises 22023 for a weight that is negative or not finite, 22003 for weights of 2^80 (1.2e24) or more, or below 5e-12 on average (Hirschman 1964)';
COMMENT ON AGGREGATE effective_n(float8) IS 'so many members of equal weight are as concentrated as these weights or capitalisations: 1 / herfindahl(w), from 1 to n; NULLs and errors as in herfindahl (Adelman 1969)';

-- what an index costs

CREATE FUNCTION index_pe(summary earnings_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'earnings_summary_index_pe';
CREATE FUNCTION index_pe(summary earnings_summary, include_losses boolean) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'earnings_summary_index_pe';
COMMENT ON FUNCTION index_pe(earnings_summary) IS 'index_pe of the members in a summary; NULL if their earnings do not add to more than 0';
COMMENT ON FUNCTION index_pe(earnings_summary, boolean) IS 'index_pe of the members in a summary; include_losses false leaves out those with earnings of 0 or below';

--: for arguments in cap float8, earnings float8|cap float8, earnings float8, include_losses boolean
CREATE AGGREGATE index_pe(@arguments@) (
    SFUNC = earnings_summary_accum, STYPE = earnings_summary, FINALFUNC = index_pe,
    COMBINEFUNC = earnings_summary_combine,
    MSFUNC = earnings_summary_accum, MINVFUNC = earnings_summary_retract, MSTYPE = earnings_summary,
    MFINALFUNC = index_pe, PARALLEL = SAFE
);
--: end
COMMENT ON AGGREGATE index_pe(float8, float8) IS 'price/earnings ratio of an index: sum(cap) / sum(earnings), loss makers included; both in one currency, earnings a year. Rows with a NULL are skipped; NULL if the earnings do not add to more than 0; raises 22023 for a cap that is not positive and finite, or earnings that are not finite. The same as the harmonic mean of the members'' ratios, weighted by cap';
COMMENT ON AGGREGATE index_pe(float8, float8, boolean) IS 'price/earnings ratio of an index: sum(cap) / sum(earnings); include_losses false leaves a row with earnings of 0 or below out of both sums, true counts it. It is judged row by row; raises 22004 if it is NULL; see index_pe(cap, earnings) for the rest';

CREATE FUNCTION valuation_discount(a float8, b float8) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION valuation_discount(float8, float8) IS 'how much cheaper valuation a is than b, as a fraction: 1 - a / b; 0.3 is 30 % cheaper, below 0 is dearer. NULL for a NULL; raises 22023 for a valuation that is not positive and finite';

-- who contributed what

CREATE FUNCTION contribution(summary contribution_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'contribution_summary_contribution';
COMMENT ON FUNCTION contribution(contribution_summary) IS 'contribution of the rows in a summary, as a fraction; NULL without any';

CREATE AGGREGATE contribution(w float8, r float8) (
    SFUNC = contribution_summary_accum, STYPE = contribution_summary, FINALFUNC = contribution,
    COMBINEFUNC = contribution_summary_combine,
    MSFUNC = contribution_summary_accum, MINVFUNC = contribution_summary_retract, MSTYPE = contribution_summary,
    MFINALFUNC = contribution, PARALLEL = SAFE
);
COMMENT ON AGGREGATE contribution(float8, float8) IS 'contribution to a return, as a fraction: sum(w * r), unrounded until the end; w is the weight at the start of the period (a fraction, below 0 for a short position), r the return over it. Over all members it is the return of the whole. Rows with a NULL are skipped, none left give NULL; raises 22023 for a weight that is not finite, or a return below -1 or not finite (Bacon 2008, chapter 5)';

CREATE FUNCTION carino_linked(summary linked_effect_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'linked_effect_summary_carino_linked';
COMMENT ON FUNCTION carino_linked(linked_effect_summary) IS 'carino_linked of the periods in a summary, as a fraction; NULL without any; raises 22003 if the returns compound to more than a number holds';

CREATE AGGREGATE carino_linked(effect float8, r_portfolio float8, r_benchmark float8) (
    SFUNC = linked_effect_summary_accum, STYPE = linked_effect_summary, FINALFUNC = carino_linked,
    COMBINEFUNC = linked_effect_summary_combine,
    MSFUNC = linked_effect_summary_accum, MINVFUNC = linked_effect_summary_retract, MSTYPE = linked_effect_summary,
    MFINALFUNC = carino_linked, PARALLEL = SAFE
);
COMMENT ON AGGREGATE carino_linked(float8, float8, float8) IS 'attribution effect linked over periods, as a fraction: sum(effect * k) / K with k = (ln(1 + Rp) - ln(1 + Rb)) / (Rp - Rb) of the total returns of a period (1 / (1 + Rp) where they are equal) and K the same of the compounded ones. One row a period: where the effects of each period add to Rp - Rb, the linked effects add to the compounded excess return. That needs every effect in every period: give 0 where there was none, since a row with a NULL is skipped, period and all. No rows give NULL; raises 22023 for an effect that is not finite, or a return that is not above -1 and below 1e12 (Carino 1999)';
