# portfolio.R FOLDER members|portfolios
#
# Return.portfolio of the package PerformanceAnalytics over its own data edhec,
# monthly returns of hedge fund indexes from 1997 on, and over the daily returns
# of the first 30 shares in the holdings of a fund, from the raw files of FOLDER.
#
# members writes what index_history gets: data,ts,member,price,dividend,market_cap.
# Capitalisations follow the price and a number of shares that changes by member
# and date.
#
# portfolios writes the same indexes as Return.portfolio sees them, its conventions
# turned into those of index_history:
# - It has returns, so the date before the first of them is the first date here, and
#   its value, 100, the level there.
# - Weights dated d, or those that rebalance_on puts at the last row d of a period,
#   take effect a row later: they are struck at the close of d. So what is held after
#   that close is BOP.Weight of the next row, and after the last one EOP.Weight.
# - Turnover at d is half the sum of |BOP.Weight of the next row - EOP.Weight of d|.
# - rebal_cost, which old versions lack, is charged to the return of the next row; it
#   belongs to the level at d.
# - rebalance_on takes the last row of all for the end of a period, without effect,
#   since there is no next one. A daily rebalance strikes weights there: that row of
#   it is left out.
# - Total returns of the members give dividends in the paying member. With dividends
#   in the whole index, the return is that of the members by the weights of the price
#   index.

suppressMessages(library(PerformanceAnalytics))
args <- commandArgs(trailingOnly = TRUE)
folder <- args[1]
wanted <- args[2]

# Returns of funds have their dividends in them.
edhec_members <- function() {
    data(edhec, envir = environment())
    dates <- c(as.Date("1996-12-31"), as.Date(index(edhec)))
    price <- xts(50 * rbind(1, apply(1 + coredata(edhec), 2, cumprod)), order.by = dates)
    list(price = price, dividend = price * 0)
}

read_panel <- function() {
    held <- read.csv(file.path(folder, "holdings", "iwb_2023-11-22.csv"), fileEncoding = "UTF-8-BOM")
    panel <- read.csv(gzfile(file.path(folder, "panel_r3000_2023-06_2024-03.csv.gz")), na.strings = "")
    chosen <- head(held$Ticker[held$Asset.Class == "Equity" & held$Ticker %in% panel$ticker], 30)
    panel <- panel[panel$ticker %in% chosen, ]
    wide <- function(column) {
        table <- tapply(panel[[column]], list(panel$date, panel$ticker), sum)
        xts(table, order.by = as.Date(rownames(table)))
    }
    list(close = wide("close"), adjusted = wide("adj_close"))
}

# Adjusted closes are rounded, so a dividend is one of a cent and more.
share_members <- function() {
    panel <- read_panel()
    earned <- coredata(panel$adjusted)[-1, ] / coredata(panel$adjusted)[-nrow(panel$adjusted), ]
    dividend <- panel$close * 0
    dividend[-1, ] <- coredata(panel$close)[-nrow(panel$close), ] * earned - coredata(panel$close)[-1, ]
    dividend[dividend < 0.01] <- 0
    list(price = panel$close, dividend = dividend)
}

capitalisation <- function(price) {
    shares <- outer(seq_len(nrow(price)), seq_len(ncol(price)),
                    function(row, column) 1000 * column * (1 + (row * column) %% 7))
    price * shares
}

returns_of <- function(data, with_dividends) {
    paid <- if (with_dividends) coredata(data$dividend)[-1, ] else 0
    n <- nrow(data$price)
    xts((coredata(data$price)[-1, ] + paid) / coredata(data$price)[-n, ] - 1, order.by = index(data$price)[-1])
}

# The rows on which weights are struck, of all dates, the first one among them.
struck <- function(dates, schedule) {
    if (is.na(schedule)) return(dates[1])
    ends <- dates[endpoints(xts(seq_along(dates), dates), on = schedule)]
    unique(c(dates[1], ends[-length(ends)]))
}

# What Return.portfolio says, by date.
portfolio <- function(data, weighting, schedule, returns, cost) {
    dates <- index(data$price)
    # A vector of weights is what rebalance_on goes with.
    weights <- rep(1 / ncol(returns), ncol(returns))
    if (weighting == "cap") {
        at <- struck(dates, schedule)
        weights <- capitalisation(data$price)[at, ]
        weights <- weights / rowSums(weights)
    }
    arguments <- list(returns, weights = weights, value = 100, verbose = TRUE)
    if (weighting == "equal") arguments$rebalance_on <- schedule
    if (cost > 0) arguments$rebal_cost <- cost
    out <- do.call(Return.portfolio, arguments)
    n <- nrow(returns)
    end <- coredata(out$EOP.Weight)
    held <- rbind(coredata(out$BOP.Weight), end[n, ])
    # What the costs of a rebalance leave of the value at its close.
    left <- c(rowSums(coredata(out$BOP.Value))[-1] / rowSums(coredata(out$EOP.Value))[-n], 1)
    # Charged a row later, they are in the returns of the rows after them.
    before_costs <- cumprod(1 + coredata(out$returns)[, 1])
    list(level = 100 * c(1, before_costs * left), turnover = c(NA, rowSums(abs(held[-1, ] - end)) / 2),
         effective_n = 1 / rowSums(held^2), weights = held, left = left)
}

exact <- function(x) ifelse(is.na(x), "", sprintf("%.17g", x))
rows <- function(...) cat(paste(..., sep = ","), sep = "\n")

every <- list(edhec = edhec_members(), shares = share_members())
schedules <- list(edhec = c(never = NA, month = "months", quarter = "quarters", year = "years"),
                  shares = c(never = NA, day = "days", week = "weeks", month = "months", quarter = "quarters", year = "years"))
costs <- if ("rebal_cost" %in% names(formals(Return.portfolio))) c(0, 10) else 0

for (name in names(every)) {
    data <- every[[name]]
    dates <- index(data$price)
    if (wanted == "members") {
        market_cap <- capitalisation(data$price)
        for (member in seq_len(ncol(data$price)))
            rows(name, dates, member, exact(as.numeric(data$price[, member])),
                 exact(as.numeric(data$dividend[, member])), exact(as.numeric(market_cap[, member])))
        next
    }
    total_returns <- returns_of(data, TRUE)
    for (weighting in c("equal", "cap")) for (rebalance in names(schedules[[name]])) for (cost in costs) {
        schedule <- schedules[[name]][[rebalance]]
        price <- portfolio(data, weighting, schedule, returns_of(data, FALSE), cost / 10000)
        total <- portfolio(data, weighting, schedule, total_returns, cost / 10000)
        by_weights <- rowSums(price$weights[seq_len(nrow(total_returns)), ] * coredata(total_returns))
        in_index <- 100 * c(1, cumprod((1 + by_weights) * price$left))
        compared <- if (rebalance == "day") -length(dates) else seq_along(dates)
        rows(name, weighting, rebalance, cost, dates[compared], exact(price$level[compared]), exact(in_index[compared]),
             exact(total$level[compared]), exact(price$turnover[compared]), exact(price$effective_n[compared]))
    }
}
