//! From the best runs to figures with budgets (the design's section 8), and the table of them.

use super::{Best, Run};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// One row of the table.
pub struct Figure {
    /// What it is, in words.
    pub name: String,
    value: f64,
    unit: &'static str,
    /// The most it may be, and the most it should be; some figures are told without either.
    budget: Option<(f64, f64)>,
}

impl Figure {
    fn new(name: impl Into<String>, value: f64, unit: &'static str) -> Figure {
        Figure {
            name: name.into(),
            value,
            unit,
            budget: None,
        }
    }

    fn within(mut self, budget: f64, stretch: f64) -> Figure {
        self.budget = Some((budget, stretch));
        self
    }

    /// Whether it is over its budget.
    pub fn missed(&self) -> bool {
        self.budget.is_some_and(|(most, _)| self.value > most)
    }

    fn verdict(&self) -> &'static str {
        match self.budget {
            Some((_, stretch)) if self.value <= stretch => "better than the stretch goal",
            Some((most, _)) if self.value <= most => "within budget",
            Some(_) => "OVER BUDGET",
            None => "",
        }
    }

    /// As in `target/bench.json`.
    pub fn to_json(&self) -> Value {
        json!({
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "budget": self.budget.map(|(most, _)| most),
            "stretch": self.budget.map(|(_, stretch)| stretch),
        })
    }
}

/// Prints the table.
pub fn print(figures: &[Figure]) {
    let width = figures.iter().map(|figure| figure.name.len()).max();
    let width = width.unwrap_or_default();
    println!(
        "{:<width$}  {:>9}  {:<9} {:>7} {:>7}",
        "", "measured", "", "budget", "stretch"
    );
    for figure in figures {
        let limit = |limit: Option<f64>| limit.map_or(String::new(), |limit| limit.to_string());
        println!(
            "{:<width$}  {:>9.2}  {:<9} {:>7} {:>7}  {}",
            figure.name,
            figure.value,
            figure.unit,
            limit(figure.budget.map(|(most, _)| most)),
            limit(figure.budget.map(|(_, stretch)| stretch)),
            figure.verdict()
        );
    }
}

/// Every figure that the runs there are allow.
pub fn figures(best: &Best, sizes: &BTreeMap<String, usize>) -> Result<Vec<Figure>> {
    let native = best.get("native").context("nothing ran")?;
    let mut figures = Vec::new();
    if native.contains_key("things-due") {
        udp(native, &mut figures)?;
    }
    if native.contains_key("pair-ours") {
        tcp(native, "", "no loss", &mut figures)?;
        tcp(native, "-loss", "1% loss", &mut figures)?;
    }
    for (name, runs) in best.iter().filter(|(name, _)| *name != "native") {
        wasm(name, runs, native, &mut figures)?;
        if let Some(size) = sizes.get(name) {
            let name = format!("{name}: the engine's module, brotli");
            figures.push(Figure::new(name, *size as f64 / 1000.0, "KB"));
        }
    }
    if let Some(run) = native.get("rewind") {
        rewind(run, &mut figures)?;
    }
    Ok(figures)
}

fn number(run: &Run, key: &str) -> Result<f64> {
    run[key]
        .as_f64()
        .with_context(|| format!("a run without {key}: {run}"))
}

fn run<'a>(runs: &'a BTreeMap<String, Run>, name: &str) -> Result<&'a Run> {
    runs.get(name)
        .with_context(|| format!("{name} did not run"))
}

fn udp(native: &BTreeMap<String, Run>, figures: &mut Vec<Figure>) -> Result<()> {
    let udp = run(native, "udp")?;
    let nanos = number(udp, "nanos")?;
    let packets = number(udp, "packets")?;
    let event = nanos / number(udp, "events")?;
    figures.push(Figure::new("udp: a trace event", event, "ns").within(150.0, 110.0));
    // One datagram less than a thousand: the last needs no timer behind it.
    let things = number(run(native, "things-due")?, "things")? / 1000.0;
    let thing = nanos / packets / things;
    figures.push(Figure::new("udp: a thing due on the agenda", thing, "ns"));
    figures.push(Figure::new(
        "udp: a datagram, end to end",
        nanos / packets,
        "ns",
    ));
    Ok(())
}

fn tcp(
    native: &BTreeMap<String, Run>,
    suffix: &str,
    loss: &str,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    let mut of = |name: &str, what: &str| -> Result<(f64, f64)> {
        let run = run(native, &format!("{name}{suffix}"))?;
        let nanos = number(run, "nanos")?;
        let packet = nanos / number(run, "packets")?;
        let name = format!("tcp, {loss}: {what}, a packet");
        figures.push(Figure::new(name, packet, "ns"));
        Ok((packet, nanos / number(run, "bytes")?))
    };
    let (theirs, theirs_byte) = of("pair-smoltcp", "smoltcp over the bare path")?;
    let (ours, ours_byte) = of("pair-ours", "ours over the bare path")?;
    let (world, _) = of("tcp", "ours in the whole world")?;
    let ratio = |what: &str, value: f64| Figure::new(format!("tcp, {loss}: {what}"), value, "×");
    figures.push(ratio("ours / smoltcp, a packet", ours / theirs).within(1.5, 1.0));
    figures.push(ratio("ours / smoltcp, a byte", ours_byte / theirs_byte));
    figures.push(ratio("whole world / smoltcp, a packet", world / theirs));
    Ok(())
}

fn wasm(
    name: &str,
    runs: &BTreeMap<String, Run>,
    native: &BTreeMap<String, Run>,
    figures: &mut Vec<Figure>,
) -> Result<()> {
    for (workload, wasm) in runs {
        let native = run(native, workload)?;
        if wasm["hash"] != native["hash"] {
            bail!("{name} {workload}: another trace than natively: {wasm}, {native}");
        }
        let ratio = number(wasm, "nanos")? / number(native, "nanos")?;
        let figure = Figure::new(format!("{name}: {workload}, against native"), ratio, "×");
        figures.push(figure.within(2.0, 1.7));
    }
    Ok(())
}

fn rewind(run: &Run, figures: &mut Vec<Figure>) -> Result<()> {
    let (nanos, bare) = (number(run, "nanos")?, number(run, "bare")?);
    let share = (nanos - bare) / nanos * 100.0;
    let events = number(run, "events")? / 1e6;
    figures.push(Figure::new("rewind: checkpoints' share of a run", share, "%").within(10.0, 5.0));
    let worst = number(run, "worst_seek")? / 1e6;
    let name = format!("rewind: worst seek in {events:.2} million events");
    figures.push(Figure::new(name, worst, "ms").within(5.0, 2.0));
    let median = number(run, "median_seek")? / 1e6;
    figures.push(Figure::new("rewind: median seek", median, "ms"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(wasm_hash: &str) -> Best {
        let udp = |nanos: u32, hash: &str| json!({"name": "udp", "nanos": nanos, "events": 12, "packets": 1, "hash": hash});
        let things = json!({"name": "things-due", "things": 4000});
        let native = [("udp", udp(1200, "aa")), ("things-due", things)];
        let wasm = [("udp", udp(3600, wasm_hash))];
        let named = |(name, run): (&str, Run)| (name.to_owned(), run);
        BTreeMap::from([
            ("native".to_owned(), native.into_iter().map(named).collect()),
            ("wasm".to_owned(), wasm.into_iter().map(named).collect()),
        ])
    }

    #[test]
    fn a_figure_over_its_budget_is_missed_and_one_at_it_is_not() {
        let figures = figures(&best("aa"), &BTreeMap::new()).unwrap();
        let missed: Vec<bool> = figures.iter().map(Figure::missed).collect();
        let values: Vec<f64> = figures.iter().map(|figure| figure.value).collect();
        assert_eq!(values, [100.0, 300.0, 1200.0, 3.0]);
        assert_eq!(missed, [false, false, false, true]);
        assert!(!Figure::new("", 2.5, "").within(2.5, 2.0).missed());
    }

    #[test]
    fn a_trace_that_differs_in_wasm_is_an_error_and_no_figure() {
        let error = figures(&best("bb"), &BTreeMap::new()).err().unwrap();
        assert!(error.to_string().contains("another trace"), "{error}");
    }
}
