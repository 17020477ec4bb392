"""rebuild.py FOLDER absent|points

The Russell 1000 and 2000 rebuilt by pandas from the raw files of FOLDER and not
from what SQL has loaded, by every rule of index_rules: what rebuild.sql compares
index_levels with. It follows an investor who holds values and trades at closes;
it keeps no divisor but that of an index by capitalisation, and sums are not exact.

absent writes (ticker, ts), CSV, of the rows that the panel 'with gaps' lacks: the
panel itself has a row of every member on every date from its first one on.
points writes what is compared, with the rules that gave it.
"""
import itertools
import sys

import numpy
import pandas

folder, wanted = sys.argv[1:]

DATES = ["2023-05-01", "2023-06-30", "2023-07-04", "2023-07-04", "2023-09-17", "2023-12-25", "2024-02-29",
         "2024-03-29"]
WEIGHTINGS = [("equal", None), ("cap", None), ("sector_equal", None), ("capped", 0.02), ("capped", 0.005)]
SCHEDULES = [("day", None), ("week", None), ("month", None), ("quarter", None), ("year", None), ("never", None),
             ("day", DATES)]
# missing, delisting_return, reinvest, cost_bp
TREATMENTS = [("carry", None, "index", 0), ("carry", -0.3, "member", 5),
              ("drop", None, "member", 0), ("drop", -0.3, "index", 5)]


def read_panel():
    # Only round_trip reads every decimal as the nearest double, as PostgreSQL does.
    rows = pandas.read_csv(f"{folder}/panel_r3000_2023-06_2024-03.csv.gz", parse_dates=["date"], keep_default_na=False,
                           float_precision="round_trip")
    return {name: rows.pivot(index="date", columns="ticker", values=name) for name in ("close", "adj_close", "volume")}


def read_holdings(name):
    rows = pandas.read_csv(f"{folder}/holdings/{name}_2023-11-22.csv", thousands=",", keep_default_na=False,
                           float_precision="round_trip", encoding="utf-8-sig", encoding_errors="replace")
    rows = rows[(rows["Asset Class"] == "Equity") & (rows["Ticker"] != "--")]
    return rows.set_index("Ticker")[["Sector", "Shares"]]


def missing_rows(traded):
    """Members that leave, leave and come back, and miss single days, also at the ends of periods."""
    number, day = numpy.arange(traded.shape[1])[None, :], numpy.arange(traded.shape[0])[:, None]
    start = number % 170
    left = (number % 25 == 3) & (day > start)
    away = (number % 25 == 7) & (day > start) & (day <= start + 1 + number % 41)
    skipped = (number % 25 == 11) & ((day * 7 + number) % 13 == 0)
    return (left | away | skipped) & traded.to_numpy()


def schedule(days, rebalance, dates):
    """At which closes weights are struck. A period ends with its last date once a later period has begun."""
    if dates:
        struck = numpy.zeros(len(days), bool)
        at = days.searchsorted(pandas.to_datetime(dates), side="right") - 1
        # One that is still to come does not make the last date one.
        struck[at[(at >= 0) & (pandas.to_datetime(dates) <= days[-1])]] = True
    elif rebalance == "day":
        struck = numpy.ones(len(days), bool)
    elif rebalance == "never":
        struck = numpy.zeros(len(days), bool)
    else:
        period = days.to_period({"week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}[rebalance])
        struck = numpy.append(period[1:] != period[:-1], False)
    struck[0] = True
    return struck


def strike(weighting, cap, here, market_cap, sector):
    """Weights of the members with a row, adding up to 1."""
    if weighting == "equal":
        return here / here.sum()
    if weighting == "sector_equal":
        size = numpy.bincount(sector[here], minlength=sector.max() + 1)
        return numpy.where(here, 1 / ((size > 0).sum() * numpy.maximum(size, 1)[sector]), 0)
    weight = numpy.where(here, numpy.nan_to_num(market_cap), 0)
    weight = weight / weight.sum()
    if weighting == "cap":
        return weight
    # The largest are at the cap and the rest share what is left by capitalisation;
    # at the cap are as many as leave the next one below it.
    largest = numpy.sort(weight[weight > 0])[::-1]
    rest = 1 - numpy.append(0, numpy.cumsum(largest)[:-1])
    factor = (1 - cap * numpy.arange(len(largest))) / rest
    at_cap = numpy.argmax(largest * factor <= cap)
    return numpy.minimum(weight * factor[at_cap], cap)


class Basket:
    """Values held by member; they add up to the level."""

    def __init__(self, weights, level):
        self.level, self.values = level, weights * level

    def sell_gone(self, gone, delisting_return):
        """At the last close, into the rest. What part of its value then is still that of the same shares."""
        proceeds = (self.values[gone] * (1 + delisting_return)).sum()
        self.values[gone] = 0
        rest = self.values.sum()
        self.values *= (rest + proceeds) / rest
        return rest / (rest + proceeds)

    def grow(self, growth):
        self.values = self.values * growth
        self.level = self.values.sum()

    def trade(self, weights, cost_bp):
        """What part of the level changes hands."""
        turnover = abs(weights - self.values / self.level).sum() / 2
        self.level *= 1 - 2 * turnover * cost_bp / 10000
        self.values = weights * self.level
        return turnover


def rebuild(days, price, dividend, market_cap, sector, rules):
    weighting, cap, rebalance, dates, missing, delisting_return, reinvest, cost_bp = rules
    last_return = 1 + (delisting_return or 0)
    struck = schedule(days, rebalance, dates)
    present = ~numpy.isnan(price)
    weights = strike(weighting, cap, present[0], market_cap[0], sector)
    # The index, what it is with each dividend in the member that paid, and with all in the whole.
    index, in_member, in_index = Basket(weights, 100), Basket(weights, 100), 100
    divisor = market_cap[0][weights > 0].sum() / 100
    turnover, last = numpy.nan, price[0]
    for t in range(len(days)):
        if t > 0:
            held, here, turnover = index.values > 0, present[t], 0
            if missing == "drop" and (held & ~here).any():
                divisor *= index.sell_gone(held & ~here, last_return - 1)
                in_member.sell_gone(held & ~here, last_return - 1)
                held &= here
            before = index.level
            growth = numpy.where(held & here, price[t] / last, last_return if struck[t] else 1)
            earned = numpy.where(held & here, dividend[t] / price[t], 0)
            last = numpy.where(here, price[t], last)
            index.grow(growth)
            in_member.grow(growth * (1 + earned))
            in_index *= (index.level + (index.values * earned).sum()) / before
            if struck[t]:
                weights = strike(weighting, cap, here, market_cap[t], sector)
                turnover = index.trade(weights, cost_bp)
                in_member.trade(weights, cost_bp)
                in_index *= 1 - 2 * turnover * cost_bp / 10000
                divisor = market_cap[t][weights > 0].sum() / index.level
        yield (days[t], index.level, in_index if reinvest == "index" else in_member.level,
               divisor if weighting == "cap" else None, (index.values > 0).sum(), turnover,
               1 / ((index.values / index.level) ** 2).sum())


def combinations():
    for (weighting, cap), (rebalance, dates) in itertools.product(WEIGHTINGS, SCHEDULES):
        yield "as given", (weighting, cap, rebalance, dates, *TREATMENTS[0])
        for treatment in TREATMENTS if cap != 0.005 else []:
            yield "with gaps", (weighting, cap, rebalance, dates, *treatment)


def indexes(panel):
    for name, fund in (("Russell 1000", "iwb"), ("Russell 2000", "iwm")):
        holdings = read_holdings(fund)
        members = panel["close"].columns.intersection(holdings.index)
        close = panel["close"][members].dropna(how="all")
        adjusted, volume = panel["adj_close"][members], panel["volume"][members]
        # What the adjusted close earns beyond the close; it is rounded, so below a cent there is none.
        dividend = close.shift() * adjusted / adjusted.shift() - close
        dividend = dividend.where(dividend >= 0.01, 0)
        # A day's trade is added, so that capitalisations move otherwise than prices.
        market_cap = (holdings["Shares"][members] + volume) * close
        sector = holdings["Sector"][members].astype("category").cat.codes
        yield name, close, dividend, market_cap, sector


def points(panel, absent):
    for name, close, dividend, market_cap, sector in indexes(panel):
        gaps = pandas.DataFrame(absent, panel["close"].index, panel["close"].columns)[close.columns]
        for number, (rows, rules) in enumerate(combinations()):
            prices = close.mask(gaps) if rows == "with gaps" else close
            every = rebuild(close.index, prices.to_numpy(), dividend.to_numpy(), market_cap.to_numpy(),
                            sector.to_numpy(), rules)
            table = pandas.DataFrame(every)
            dates = "{" + ",".join(rules[3]) + "}" if rules[3] else None
            for position, value in enumerate([number, rows, *rules[:3], dates, *rules[4:], name]):
                table.insert(position, f"rule {position}", value)
            yield table


panel = read_panel()
absent = missing_rows(panel["close"].notna())
if wanted == "absent":
    row, column = absent.nonzero()
    pandas.DataFrame({"ticker": panel["close"].columns[column], "ts": panel["close"].index[row]}).to_csv(
        sys.stdout, header=False, index=False)
else:
    for table in points(panel, absent):
        table.to_csv(sys.stdout, header=False, index=False)
