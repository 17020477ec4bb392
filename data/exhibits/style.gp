# style.gp
#      The look of every exhibit. A script sets picture_height, heading, subheading
#      and source, loads this, and draws panels on a page that is 800 units wide.
#      Lightness, dashes and points tell everything apart without colour.

set encoding utf8
set minussign
set datafile separator comma
set datafile columnheaders

picture_width = 800
typeface = 'Liberation Sans'
if (picture eq 'svg') {
	set terminal svg size picture_width,picture_height font typeface.',11' background '#ffffff'
} else {
	# two pixels a unit; type is measured in points there, of which a unit has three quarters
	set terminal pngcairo size 2 * picture_width,2 * picture_height font typeface.',11' \
		fontscale 1.5 linewidth 2 pointscale 2.4 background '#ffffff'
}

ink = '#222222'
faint = '#5f5f5f'
rule = '#c9c9c9'
shade = '#e6e8eb'
dark = '#12355b'
middle = '#e08a00'
middle_text = '#8a5200'
set style line 1 linecolor rgb dark linewidth 2 pointtype 7 pointsize 0.4
set style line 2 linecolor rgb middle linewidth 2 dashtype (8,3) pointtype 5 pointsize 0.4
set style line 3 linecolor rgb ink linewidth 1.4 pointtype 7 pointsize 0.4
set style line 4 linecolor rgb rule linewidth 0.6
set style line 5 linecolor rgb faint linewidth 0.7 dashtype (2,3)
set style line 6 linecolor rgb ink linewidth 0.8

# Parts of commands, put in by @
dark_fill = "fillstyle solid border linecolor rgb dark fillcolor rgb dark"
middle_fill = "fillstyle solid border linecolor rgb middle fillcolor rgb middle"
hatched_ink = "fillstyle pattern 5 border linecolor rgb ink fillcolor rgb ink"
grey_fill = "fillstyle solid border linecolor rgb faint fillcolor rgb faint"

across(x) = x / real(picture_width)
down(y) = 1 - y / real(picture_height)
set label 1 '{/:Bold '.heading.'}' at screen across(20),down(24) font ',15' textcolor rgb ink
set label 2 subheading at screen across(20),down(44) textcolor rgb faint
set label 3 source at screen across(20),down(picture_height - 12) font ',9' textcolor rgb faint noenhanced

set border 0
set tics nomirror scale 0 font ',10' textcolor rgb ink
set grid ytics linestyle 4 back
set format '%g'
set key noautotitle
unset key

# The place of the next panel, in units from the page's top left, its title and legend
panel = "set lmargin at screen across(panel_left); set rmargin at screen across(panel_right); set tmargin at screen down(panel_top); set bmargin at screen down(panel_bottom)"
titled = "at screen across(panel_left),down(panel_top - 14) textcolor rgb ink font ',11'"
legend = "set key at screen across(panel_right),down(panel_top - 14) right center horizontal Left reverse samplen 1 width 0 font ',10' textcolor rgb ink"
bold(text) = '{/:Bold '.text.'}'

# Figures as the data have them, but with a true minus sign, or a plus
signed(value) = value eq '' ? '' : value[1:1] eq '-' ? '−'.value[2:*] : value + 0 == 0 ? value : '+'.value

# Those on one side of zero, so that the other side can be left to another plot
above(name) = column(name) < 0 ? NaN : column(name)
below(name) = column(name) < 0 ? column(name) : NaN

day(name) = strptime('%Y-%m-%d', strcol(name))

# Figures beside the end of a bar
value_above = "with labels offset 0,0.6 textcolor rgb ink font ',10'"
value_below = "with labels offset 0,-0.6 textcolor rgb ink font ',10'"
value_right = "with labels left offset 0.6,0 textcolor rgb ink font ',10'"
value_left = "with labels right offset -0.6,0 textcolor rgb ink font ',10'"
