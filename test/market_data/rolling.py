"""rolling.py FOLDER figures|falls

The figures of russell_rolling.sql by pandas, from the raw files of FOLDER and
not from what SQL has loaded. Writes the rows of the table of that name to stdout,
as CSV.
"""
import sys

import numpy
import pandas

YEAR = 252
folder, wanted = sys.argv[1:]


def read(series):
    # Only round_trip reads every decimal as the nearest double, as PostgreSQL does.
    return pandas.read_csv(f"{folder}/fred/{series.lower()}.csv", index_col="DATE", parse_dates=["DATE"],
                           na_values=".", float_precision="round_trip", encoding="utf-8-sig")["VALUE"]


levels = pandas.DataFrame({series: read(series) for series in ("RU1000PR", "RU1000TR", "RU2000PR", "RU2000TR")})
traded = levels.dropna(how="all")


def deepest_fall(window):
    window = window[~numpy.isnan(window)]
    return (window / numpy.maximum.accumulate(window)).min() - 1


def whole_return(window):
    window = window[~numpy.isnan(window)]
    return window[-1] / window[0] - 1


def rolling(span, levels):
    # A return is from the last day with a level: pct_change would fill holidays.
    returns = pandas.DataFrame({s: levels[s].dropna().pct_change() for s in levels}).reindex(levels.index)
    frames, of_returns = levels.rolling(YEAR, min_periods=2), returns.rolling(YEAR, min_periods=2)
    # pandas carries the sums of std, cov and var from row to row. What that costs
    # is far below 1e-10: std is within 3e-15 of numpy.std of every window anew.
    yield span, "volatility", of_returns.std() * numpy.sqrt(YEAR)
    yield span, "max_drawdown", frames.apply(deepest_fall, raw=True)
    yield span, "drawdown", levels / levels.cummax() - 1
    growth = frames.apply(whole_return, raw=True)
    for index in ("RU1000", "RU2000"):
        yield span, "total less price return", (growth[index + "TR"] - growth[index + "PR"]).to_frame(index)
    for kind in ("PR", "TR"):
        small, large = returns["RU2000" + kind], returns["RU1000" + kind]
        beta = small.rolling(YEAR, min_periods=2).cov(large) / large.rolling(YEAR, min_periods=2).var()
        yield span, "beta", beta.to_frame("RU2000" + kind)


def between_ends(span, key):
    """Total less price return from the last day of one period to that of the next."""
    ends = traded.groupby(key).tail(1)
    growth = (ends / ends.shift().fillna(traded.iloc[0]) - 1)[ends.index > traded.index[0]]
    for index in ("RU1000", "RU2000"):
        yield span, "total less price return", (growth[index + "TR"] - growth[index + "PR"]).to_frame(index)


def all_figures():
    yield from rolling("all rows", levels)
    yield from rolling("days with a level", traded)
    days = traded.index
    for span, key in (("month", days.to_period("M")), ("quarter", days.to_period("Q")), ("year", days.year),
                      ("decade", days.year // 10), ("whole", days.year * 0)):
        yield from between_ends(span, key)


def falls(series):
    level = levels[series].dropna()
    high = level.cummax()
    below = level < high
    # Every row below the high belongs to the last row that was at it.
    for number, fall in level[below].groupby((~below).cumsum()[below]):
        peak = level.index[level.index.get_loc(fall.index[0]) - 1]
        after = level.index[level.index > fall.index[-1]]
        yield ("pandas", series, peak, fall.idxmin(), after[0] if len(after) else pandas.NaT, fall.min() / level[peak] - 1)


if wanted == "figures":
    for span, figure, table in all_figures():
        long = table.rename_axis("ts").reset_index().melt("ts", var_name="series")
        long = long.assign(source="pandas", span=span, figure=figure)
        long[["source", "span", "figure", "series", "ts", "value"]].to_csv(sys.stdout, header=False, index=False)
else:
    every = [fall for series in levels for fall in falls(series)]
    pandas.DataFrame(every).to_csv(sys.stdout, header=False, index=False)
