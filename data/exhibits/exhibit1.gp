# exhibit1.gp
#      Returns so far and by month, and the 10-year yield.

picture_height = 600
heading = 'Exhibit 1: Large and small companies over the trajectory of the 10-year yield'
subheading = 'Total returns of the Russell 1000 and Russell 2000, 30 June 2023 to 23 July 2024; regimes of a rising yield are shaded'
source = 'Source: published monthly returns and month-end 10-year U.S. Treasury yields; cumulative returns and regimes computed by rotation.'
load 'style.gp'
load 'yield_axis.gp'
at_end(value) = day('ts') == last_day ? value : NaN

set multiplot
set format x ''
set xzeroaxis linestyle 6

panel_top = 90
panel_bottom = 290
@panel
set yrange [-20:30]
set ytics 10
set label 10 bold('Cumulative return since 30 June 2023 (%)') @titled
set label 11 'Russell 1000' at graph 0.595,0.80 right textcolor rgb dark
set label 12 'Russell 2000' at graph 0.615,0.49 left textcolor rgb middle_text
do for [n = 1:number_of_regimes] {
	set label 20 + n regime_direction(n) at (regime_start(n) + regime_end(n)) / 2,graph 0.05 center textcolor rgb faint font ',10'
}
plot 'exhibit1.csv' using (day('ts')):'large_so_far' with linespoints linestyle 1, \
	'' using (day('ts')):'small_so_far' with linespoints linestyle 2, \
	'' using (at_end(day('ts'))):'large_so_far':(signed(strcol('large_so_far'))) with labels left offset 0.8,0 textcolor rgb dark, \
	'' using (at_end(day('ts'))):'small_so_far':(signed(strcol('small_so_far'))) with labels left offset 0.8,0 textcolor rgb middle_text

unset label
panel_top = 328
panel_bottom = 428
@panel
set yrange [-10:15]
set ytics 5
set label 10 bold('Return of each month (%)') @titled
@legend
bar = 9 * days
month_start = NaN
middle_of_month(end) = (middle_day = (month_start + end) / 2, month_start = end, middle_day)
plot 'exhibit1.csv' using (middle_of_month(day('ts')) - bar / 2):'large':(bar) with boxes @dark_fill title 'Russell 1000', \
	'' using (middle_of_month(day('ts')) + bar / 2):'small':(bar) with boxes @middle_fill title 'Russell 2000'
unset key

unset label
panel_top = 466
panel_bottom = 538
@panel
set yrange [3.5:5]
set ytics 0.5 format '%.1f'
unset xzeroaxis
set label 10 bold('10-year Treasury yield at the end of the month (%)') @titled
plot 'exhibit1.csv' using (day('ts')):'yield':xtic(day_label(day('ts'))) with linespoints linestyle 3
unset multiplot
