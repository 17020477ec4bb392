# zigzag.R FOLDER
#
# The turns of ZigZag of the package TTR, by absolute changes in basis points, of
# the 10-year yield in the raw files of FOLDER: by day, and by month over the last
# days of complete months. Writes rows frequency,change,ts as CSV.

suppressMessages(library(TTR))

folder <- commandArgs(trailingOnly = TRUE)[1]
daily <- read.csv(file.path(folder, "fred", "dgs10.csv"), na.strings = c(".", ""), fileEncoding = "UTF-8-BOM",
                  col.names = c("ts", "yield"), colClasses = c("character", "numeric"))
daily <- daily[!is.na(daily$yield), ]
month <- substr(daily$ts, 1, 7)
monthly <- daily[which(month[-1] != month[-length(month)]), ]

turns <- function(frequency, rows) {
    for (change in c(5, 10, 17, 25, 26, 50, 100, 250)) {
        # whole basis points, so that a move of exactly the change counts
        line <- ZigZag(round(100 * rows$yield), change = change, percent = FALSE, lastExtreme = TRUE)
        direction <- sign(diff(line))
        turn <- 1 + which(direction[-1] != direction[-length(direction)])
        cat(paste(frequency, change, rows$ts[turn], sep = ","), sep = "\n")
    }
}
turns("day", daily)
turns("month", monthly)
