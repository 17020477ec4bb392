# exhibit2.gp
#      The 10-year yield, its turns, and when they were known.

picture_height = 450
heading = 'Exhibit 2: The trajectory of the 10-year yield and its regimes'
subheading = '10-year Treasury yield at the end of the month (%), 30 June 2023 to 23 July 2024; regimes of a rising yield are shaded'
source = 'Source: published month-end 10-year U.S. Treasury yields; regimes, with turns confirmed by moves of 25 basis points, computed by rotation.'
load 'style.gp'
load 'yield_axis.gp'

panel_top = 108
panel_bottom = 382
@panel
set yrange [3.5:5]
set ytics 0.5 format '%.1f'
do for [n = 1:number_of_regimes] {
	set label 20 + n sprintf("%d %s\n%s bp", n, regime_direction(n), signed(regime_change(n))) at (regime_start(n) + regime_end(n)) / 2,graph 0.11 center textcolor rgb ink font ',10'
}
set label 10 'cut where the indexes change places' at regime_start(number_of_regimes),graph 1 center offset 0,0.6 textcolor rgb faint font ',10'
set key at screen across(panel_left),down(76) left center vertical Left reverse samplen 1 font ',10' textcolor rgb ink

turn = "with points pointtype 7 pointsize 0.7 linecolor rgb ink"
known = "with points pointtype 12 pointsize 1.2 linewidth 1.2 linecolor rgb dark"
where(direction, value) = strcol('direction') eq direction ? value : NaN
plot 'exhibit1.csv' using (day('ts')):'yield':xtic(day_label(day('ts'))) with linespoints linestyle 3, \
	'exhibit2.csv' using (day('start_ts')):'start_yield' @turn title 'turn', \
	'' using (day('confirmed_on')):'yield_then' @known title 'first date on which the regime is established', \
	'' using (where('rising', day('start_ts'))):'start_yield':'start_yield' with labels offset 0,-1.4 textcolor rgb ink font ',10', \
	'' using (where('falling', day('start_ts'))):'start_yield':'start_yield' with labels offset 0,0.9 textcolor rgb ink font ',10', \
	'' using (where('rising', day('confirmed_on'))):'yield_then':'number' with labels left offset 1.2,-0.5 textcolor rgb dark font ',10', \
	'' using (where('falling', day('confirmed_on'))):'yield_then':'number' with labels right offset -1.3,-0.2 textcolor rgb dark font ',10'
