-- Risk and benchmark figures, from returns

-- what each keeps of its rows
--: for type in return_summary excess_summary return_pair_summary
CREATE FUNCTION @type@_combine(@type@, @type@) RETURNS @type@
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION @type@_combine(@type@, @type@) IS 'combine function of the aggregates over @type@, transition function of rollup';

CREATE AGGREGATE rollup(@type@) (
    SFUNC = @type@_combine, STYPE = @type@, COMBINEFUNC = @type@_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE rollup(@type@) IS 'one summary of all the returns in several: the same bits as a summary of those returns; NULLs are skipped; raises 22023 if they were built with different periods_per_year';
--: end

--: for step in accum retract
--: for arguments in r float8|r float8, periods_per_year float8
CREATE FUNCTION return_summary_@step@(return_summary, @arguments@) RETURNS return_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION return_summary_@step@(return_summary, @arguments@) IS 'transition function (@step@) of the aggregates over returns';
--: end
--: for arguments in r float8, target float8|r float8, target float8, periods_per_year float8
CREATE FUNCTION excess_summary_@step@(excess_summary, @arguments@) RETURNS excess_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION excess_summary_@step@(excess_summary, @arguments@) IS 'transition function (@step@) of the aggregates over returns against a target';
--: end
--: for arguments in ra float8, rb float8|ra float8, rb float8, periods_per_year float8
CREATE FUNCTION return_pair_summary_@step@(return_pair_summary, @arguments@) RETURNS return_pair_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION return_pair_summary_@step@(return_pair_summary, @arguments@) IS 'transition function (@step@) of the aggregates over returns against a benchmark';
--: end
--: end

CREATE AGGREGATE return_summary(r float8) (
    SFUNC = return_summary_accum, STYPE = return_summary, COMBINEFUNC = return_summary_combine, PARALLEL = SAFE
);
CREATE AGGREGATE excess_summary(r float8, target float8) (
    SFUNC = excess_summary_accum, STYPE = excess_summary, COMBINEFUNC = excess_summary_combine, PARALLEL = SAFE
);
CREATE AGGREGATE return_pair_summary(ra float8, rb float8) (
    SFUNC = return_pair_summary_accum, STYPE = return_pair_summary, COMBINEFUNC = return_pair_summary_combine, PARALLEL = SAFE
);
COMMENT ON AGGREGATE return_summary(float8) IS 'summary of returns that compound_return, annualized_return and annualized_volatility can be read from; NULL over no rows; errors as in compound_return';
COMMENT ON AGGREGATE excess_summary(float8, float8) IS 'summary of returns against a target (a risk-free or least acceptable return of the same period) that sharpe_ratio, sortino_ratio and downside_deviation can be read from; NULL over no rows; errors as in sharpe_ratio';
COMMENT ON AGGREGATE return_pair_summary(float8, float8) IS 'summary of the returns of a series (ra) and its benchmark (rb) that tracking_error, information_ratio, beta, alpha, return_correlation, up_capture, down_capture and hit_rate can be read from; NULL over no rows; errors as in beta';

-- figures that take no frequency

CREATE FUNCTION compound_return(summary return_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_summary_compound_return';
COMMENT ON FUNCTION compound_return(return_summary) IS 'compound_return of the returns in a summary, as a fraction; NULL without returns; raises 22003 if they compound to more than a number holds';

CREATE AGGREGATE compound_return(r float8) (
    SFUNC = return_summary_accum, STYPE = return_summary, FINALFUNC = compound_return,
    COMBINEFUNC = return_summary_combine,
    MSFUNC = return_summary_accum, MINVFUNC = return_summary_retract, MSTYPE = return_summary,
    MFINALFUNC = compound_return, PARALLEL = SAFE
);
COMMENT ON AGGREGATE compound_return(float8) IS 'returns linked: prod(1 + r) - 1, r and result as fractions; NULLs are skipped, none left gives NULL; a return of -1 gives -1; raises 22023 for a return below -1 or not finite (Bacon 2008, page 27)';

--: for name in beta alpha return_correlation up_capture down_capture hit_rate
CREATE FUNCTION @name@(summary return_pair_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_pair_summary_@name@';
COMMENT ON FUNCTION @name@(return_pair_summary) IS '@name@ of the returns in a summary; NULL where @name@(ra, rb) is';

CREATE AGGREGATE @name@(ra float8, rb float8) (
    SFUNC = return_pair_summary_accum, STYPE = return_pair_summary, FINALFUNC = @name@,
    COMBINEFUNC = return_pair_summary_combine,
    MSFUNC = return_pair_summary_accum, MINVFUNC = return_pair_summary_retract, MSTYPE = return_pair_summary,
    MFINALFUNC = @name@, PARALLEL = SAFE
);
--: end
COMMENT ON AGGREGATE beta(float8, float8) IS 'slope of the returns of a series (ra) on those of its benchmark (rb): covariance / variance of rb; give returns in excess of a risk-free rate if that is meant. Rows with a NULL are skipped; NULL if rb does not vary; raises 22023 for a return below -1 or not finite (Bacon 2008, page 71)';
COMMENT ON AGGREGATE alpha(float8, float8) IS 'intercept of the returns of a series (ra) on those of its benchmark (rb), per period: mean of ra - beta * mean of rb; NULLs and errors as in beta (Bacon 2008, page 71)';
COMMENT ON AGGREGATE return_correlation(float8, float8) IS 'Pearson correlation of the returns of a series and its benchmark, -1 to 1; NULL if either does not vary; errors as in beta';
COMMENT ON AGGREGATE up_capture(float8, float8) IS 'compound return of a series (ra) / that of its benchmark (rb) over the periods in which the benchmark rose (rb > 0); NULL without any; errors as in beta (Bacon 2008, page 47)';
COMMENT ON AGGREGATE down_capture(float8, float8) IS 'compound return of a series (ra) / that of its benchmark (rb) over the periods in which the benchmark did not rise (rb <= 0); NULL without any or if the benchmark lost nothing; errors as in beta (Bacon 2008, page 47)';
COMMENT ON AGGREGATE hit_rate(float8, float8) IS 'share of the periods in which a series (ra) did better than its benchmark (rb), ra > rb, 0 to 1; NULL without any; errors as in beta';

-- figures a year: the frequency is 12 for monthly, 252 for daily returns, the same in every row

--: for name in annualized_return annualized_volatility
CREATE FUNCTION @name@(summary return_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_summary_@name@';
CREATE FUNCTION @name@(summary return_summary, periods_per_year float8) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_summary_@name@';
COMMENT ON FUNCTION @name@(return_summary) IS 'final function of @name@; raises 22023 for a summary without a frequency';
COMMENT ON FUNCTION @name@(return_summary, float8) IS '@name@ of the returns in a summary, as a fraction; periods_per_year, NULLs and errors as in @name@(r, periods_per_year)';

--: end
CREATE AGGREGATE annualized_return(r float8, periods_per_year float8) (
    SFUNC = return_summary_accum, STYPE = return_summary, FINALFUNC = annualized_return,
    COMBINEFUNC = return_summary_combine,
    MSFUNC = return_summary_accum, MINVFUNC = return_summary_retract, MSTYPE = return_summary,
    MFINALFUNC = annualized_return, PARALLEL = SAFE
);

-- the volatility needs no logarithms, and keeps what the ratios against a target keep
CREATE FUNCTION annualized_volatility(summary excess_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'excess_summary_annualized_volatility';
COMMENT ON FUNCTION annualized_volatility(excess_summary) IS 'final function of annualized_volatility; raises 22023 for a summary without a frequency';
--: for step in accum retract
CREATE FUNCTION volatility_@step@(excess_summary, r float8, periods_per_year float8) RETURNS excess_summary
    LANGUAGE C IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION volatility_@step@(excess_summary, float8, float8) IS 'transition function (@step@) of annualized_volatility';
--: end
CREATE AGGREGATE annualized_volatility(r float8, periods_per_year float8) (
    SFUNC = volatility_accum, STYPE = excess_summary, FINALFUNC = annualized_volatility,
    COMBINEFUNC = excess_summary_combine,
    MSFUNC = volatility_accum, MINVFUNC = volatility_retract, MSTYPE = excess_summary,
    MFINALFUNC = annualized_volatility, PARALLEL = SAFE
);
COMMENT ON AGGREGATE annualized_return(float8, float8) IS 'returns linked and annualised: prod(1 + r)^(periods_per_year / n) - 1, as a fraction, however short the stretch; periods_per_year is 12 for monthly, 252 for daily returns and the same in every row; NULLs as in compound_return; raises 22023 for a return below -1 or not finite, or a periods_per_year that is not positive and finite or differs between rows, 22004 if it is NULL (Bacon 2008, page 56)';
COMMENT ON AGGREGATE annualized_volatility(float8, float8) IS 'standard deviation of the returns (of a sample, n - 1) times sqrt(periods_per_year), as a fraction; NULL for fewer than two returns; errors and NULLs as in annualized_return (Bacon 2008, page 64)';

--: for name in tracking_error information_ratio
CREATE FUNCTION @name@(summary return_pair_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_pair_summary_@name@';
CREATE FUNCTION @name@(summary return_pair_summary, periods_per_year float8) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'return_pair_summary_@name@';
COMMENT ON FUNCTION @name@(return_pair_summary) IS 'final function of @name@; raises 22023 for a summary without a frequency';
COMMENT ON FUNCTION @name@(return_pair_summary, float8) IS '@name@ of the returns in a summary; periods_per_year, NULLs and errors as in @name@(ra, rb, periods_per_year)';

CREATE AGGREGATE @name@(ra float8, rb float8, periods_per_year float8) (
    SFUNC = return_pair_summary_accum, STYPE = return_pair_summary, FINALFUNC = @name@,
    COMBINEFUNC = return_pair_summary_combine,
    MSFUNC = return_pair_summary_accum, MINVFUNC = return_pair_summary_retract, MSTYPE = return_pair_summary,
    MFINALFUNC = @name@, PARALLEL = SAFE
);
--: end
COMMENT ON AGGREGATE tracking_error(float8, float8, float8) IS 'standard deviation of ra - rb (of a sample, n - 1) times sqrt(periods_per_year), as a fraction, over the rows with both; NULL for fewer than two; errors as in beta and annualized_return (Bacon 2008, page 78)';
COMMENT ON AGGREGATE information_ratio(float8, float8, float8) IS '(annualised return of ra - annualised return of rb) / tracking error, over the rows with both; NULL if ra - rb does not vary; errors as in tracking_error (Bacon 2008, page 80)';

CREATE FUNCTION sharpe_ratio(summary excess_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'excess_summary_sharpe_ratio';
CREATE FUNCTION sortino_ratio(summary excess_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'excess_summary_sortino_ratio';
CREATE FUNCTION downside_deviation(summary excess_summary) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'excess_summary_downside_deviation';
--: for name in sharpe_ratio sortino_ratio downside_deviation
COMMENT ON FUNCTION @name@(excess_summary) IS '@name@ of the returns in a summary, per period; NULL where @name@(r, target) is';
CREATE FUNCTION @name@(summary excess_summary, periods_per_year float8) RETURNS float8
    LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'excess_summary_@name@';
COMMENT ON FUNCTION @name@(excess_summary, float8) IS '@name@ of the returns in a summary, annualised; periods_per_year, NULLs and errors as in @name@(r, target, periods_per_year)';

--: for arguments in r float8, target float8|r float8, target float8, periods_per_year float8
CREATE AGGREGATE @name@(@arguments@) (
    SFUNC = excess_summary_accum, STYPE = excess_summary, FINALFUNC = @name@,
    COMBINEFUNC = excess_summary_combine,
    MSFUNC = excess_summary_accum, MINVFUNC = excess_summary_retract, MSTYPE = excess_summary,
    MFINALFUNC = @name@, PARALLEL = SAFE
);
--: end
--: end
COMMENT ON AGGREGATE sharpe_ratio(float8, float8) IS 'mean of r - target / standard deviation of r - target (of a sample, n - 1), per period; target is the risk-free return of the same period, a constant or a series. Rows with a NULL are skipped; NULL if r - target does not vary; raises 22023 for a return below -1 or not finite (Sharpe 1994)';
COMMENT ON AGGREGATE sharpe_ratio(float8, float8, float8) IS 'sharpe_ratio(r, target) times sqrt(periods_per_year), which is 12 for monthly, 252 for daily returns and the same in every row; NULLs and errors as there, and as in annualized_return for periods_per_year';
COMMENT ON AGGREGATE sortino_ratio(float8, float8) IS 'mean of r - target / downside deviation, per period; target is the least acceptable return of a period, a constant or a series. Rows with a NULL are skipped; NULL if no return lies below it; errors as in sharpe_ratio (Sortino and Price 1994)';
COMMENT ON AGGREGATE sortino_ratio(float8, float8, float8) IS 'sortino_ratio(r, target) times sqrt(periods_per_year); NULLs as there, errors as in sharpe_ratio(r, target, periods_per_year)';
COMMENT ON AGGREGATE downside_deviation(float8, float8) IS 'sqrt(sum of min(r - target, 0)^2 / n) over all n returns, per period, as a fraction; target is the least acceptable return of a period, a constant or a series. Rows with a NULL are skipped; NULL without returns; errors as in sharpe_ratio (Sortino and Price 1994)';
COMMENT ON AGGREGATE downside_deviation(float8, float8, float8) IS 'downside_deviation(r, target) times sqrt(periods_per_year); NULLs as there, errors as in sharpe_ratio(r, target, periods_per_year)';
