//! Figures in plain text, so that a snapshot of one reads as in a textbook.

use std::fmt::Write;

/// A value over time that stays until it changes, drawn with one sign.
#[derive(Clone, Debug)]
pub struct Curve {
    /// What it is drawn with.
    pub sign: char,
    /// What it is, for the legend.
    pub name: &'static str,
    /// When it changed and to what, in order of time.
    pub steps: Vec<(f64, f64)>,
}

/// A figure: time to the right, values up.
#[derive(Clone, Debug)]
pub struct Figure {
    /// What stands above it.
    pub title: &'static str,
    /// What the horizontal axis shows, with its unit.
    pub across: &'static str,
    /// What the vertical axis shows, with its unit.
    pub up: &'static str,
    /// From and to when.
    pub times: (f64, f64),
    /// Drawn in this order, later ones over earlier ones.
    pub curves: Vec<Curve>,
}

const COLUMNS: usize = 72;
const ROWS: usize = 22;
/// Columns between two figures on the horizontal axis.
const TICK: usize = 12;

impl Figure {
    /// The figure as text.
    pub fn draw(&self) -> String {
        let top = self.top();
        let mut cells = vec![[' '; COLUMNS]; ROWS + 1];
        for curve in &self.curves {
            self.draw_curve(curve, top, &mut cells);
        }
        let mut text = format!("{}\n\n{}\n", self.title, self.up);
        for (row, line) in cells.iter().enumerate().rev() {
            let label = if row % 4 == 0 {
                format!("{:6.1}", top * row as f64 / ROWS as f64)
            } else {
                " ".repeat(6)
            };
            let line: String = line.iter().collect();
            writeln!(text, "{label} |{}", line.trim_end()).expect("a string takes all");
        }
        self.draw_axis(&mut text);
        for curve in &self.curves {
            writeln!(text, "{:>8} {}", curve.sign, curve.name).expect("a string takes all");
        }
        text
    }

    /// The highest value shown, a little over the highest there is.
    fn top(&self) -> f64 {
        let (from, to) = self.times;
        let steps = self.curves.iter().flat_map(|curve| &curve.steps);
        let shown = steps.filter(|(at, _)| (from..=to).contains(at));
        let highest = shown.fold(1.0_f64, |highest, (_, value)| highest.max(*value));
        (highest * 1.05 / 5.5).ceil() * 5.5
    }

    /// In each column all the values the curve has had in that time.
    fn draw_curve(&self, curve: &Curve, top: f64, cells: &mut [[char; COLUMNS]]) {
        let (from, to) = self.times;
        let mut steps = curve.steps.iter().peekable();
        let mut value = None;
        let row = |value: f64| (value / top * ROWS as f64).round() as usize;
        for column in 0..COLUMNS {
            let end = from + (to - from) * (column + 1) as f64 / COLUMNS as f64;
            let mut range = value.map(|value| (value, value));
            while let Some((_, next)) = steps.next_if(|(at, _)| *at < end) {
                let (low, high) = range.unwrap_or((*next, *next));
                range = Some((low.min(*next), high.max(*next)));
                value = Some(*next);
            }
            let Some((low, high)) = range else { continue };
            for line in &mut cells[row(low).min(ROWS)..=row(high).min(ROWS)] {
                line[column] = curve.sign;
            }
        }
    }

    fn draw_axis(&self, text: &mut String) {
        let (from, to) = self.times;
        let (mut axis, mut labels) = (String::new(), String::new());
        for column in (0..=COLUMNS).step_by(TICK) {
            let at = from + (to - from) * column as f64 / COLUMNS as f64;
            write!(axis, "{:-<TICK$}", "+").expect("a string takes all");
            write!(labels, "{:<TICK$}", format!("{at:.1}")).expect("a string takes all");
        }
        axis.truncate(COLUMNS + 1);
        let labels = labels.trim_end();
        writeln!(text, "       {axis}\n       {labels}\n{:>79}", self.across)
            .expect("a string takes all");
    }
}
