//! The three ranges of port numbers (RFC 6335 §6), and where on them a host's sockets are.

use core::ops::RangeInclusive;

use hoplab_sim::SocketProtocol;
use yew::prelude::*;

use super::rows::Line;
use super::table::mark;
use crate::number::fixed;
use crate::words::Lang;
use crate::words::inspect::service;
use crate::words::ports as words;

/// A range of port numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// 0 to 1023: System Ports, the well-known ones.
    WellKnown,
    /// 1024 to 49151: User Ports, the registered ones.
    Registered,
    /// 49152 to 65535: Dynamic Ports, also private or ephemeral.
    Dynamic,
}

impl Range {
    /// All, from the lowest up.
    pub const ALL: [Range; 3] = [Range::WellKnown, Range::Registered, Range::Dynamic];

    /// The range a port is in.
    pub const fn of(port: u16) -> Range {
        match port {
            0..=1023 => Range::WellKnown,
            1024..=49_151 => Range::Registered,
            49_152..=u16::MAX => Range::Dynamic,
        }
    }

    /// Its first and last number.
    pub const fn bounds(self) -> RangeInclusive<u16> {
        match self {
            Range::WellKnown => 0..=1023,
            Range::Registered => 1024..=49_151,
            Range::Dynamic => 49_152..=u16::MAX,
        }
    }

    /// The class of its sign.
    pub const fn class(self) -> &'static str {
        match self {
            Range::WellKnown => "port-well-known",
            Range::Registered => "port-registered",
            Range::Dynamic => "port-dynamic",
        }
    }

    /// How far along its range a port lies, in thousandths.
    fn share(self, port: u16) -> u32 {
        let (first, last) = (*self.bounds().start(), *self.bounds().end());
        u32::from(port.saturating_sub(first)) * 1000 / u32::from(last - first)
    }
}

/// The ports in use on a host, lowest first, each with its programs.
fn used(rows: &[Line]) -> Vec<(u16, Vec<&str>)> {
    let mut used: Vec<(u16, Vec<&str>)> = Vec::new();
    for line in rows.iter().filter(|line| !line.closed) {
        let port = line.key.local.port();
        // What a ping has in its place is no port.
        if port == 0 || line.key.protocol == SocketProtocol::Icmp {
            continue;
        }
        let place = used.partition_point(|(before, _)| *before < port);
        if used.get(place).is_none_or(|(there, _)| *there != port) {
            used.insert(place, (port, Vec::new()));
        }
        if let Some((_, programs)) = used.get_mut(place)
            && !programs.contains(&line.program.as_str())
        {
            programs.push(&line.program);
        }
    }
    used
}

/// What the ranges are for, each with a ruler.
pub fn ranges(lang: Lang, rows: &[Line]) -> Html {
    let used = used(rows);
    html! {
        <section class="port-ranges" aria-labelledby="port-ranges-title">
            <h3 id="port-ranges-title">{ words::ranges(lang) }</h3>
            <p class="quiet">{ words::own_scale(lang) }</p>
            <ol>
                { for Range::ALL.into_iter().map(|range| one(lang, range, &used)) }
            </ol>
            <p>{ words::why_high(lang) }</p>
        </section>
    }
}

fn one(lang: Lang, range: Range, used: &[(u16, Vec<&str>)]) -> Html {
    let here = used.iter().filter(|(port, _)| Range::of(*port) == range);
    let here: Vec<&(u16, Vec<&str>)> = here.collect();
    let told = |(port, programs): &(u16, Vec<&str>)| {
        let service =
            service(lang, *port).map_or_else(String::new, |service| format!(" {service}"));
        format!("{port}{service} ({})", programs.join(", "))
    };
    let list = here.iter().map(|used| told(used)).collect::<Vec<String>>();
    let list = match list.is_empty() {
        true => words::none_used(lang).to_owned(),
        false => list.join(", "),
    };
    let (first, last) = (*range.bounds().start(), *range.bounds().end());
    html! {
        <li class={range.class()}>
            <p class="port-range-head">
                { mark_shape(lang, range) }
                <b>{ words::range_name(lang, range) }</b>
                <span class="figure">{ format!("{first}–{last}") }</span>
            </p>
            <svg class="port-ruler" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">
                <rect x="0" y="8" width="1000" height="8" />
                <>{ for here.iter().map(|(port, _)| {
                    let x = fixed(f64::from(range.share(*port)), 0);
                    html! { <path key={*port} d={format!("M{x} 1V23")} /> }
                }) }</>
            </svg>
            <p class="port-used">{ list }</p>
            <p class="quiet">{ words::range_means(lang, range) }</p>
        </li>
    }
}

fn mark_shape(lang: Lang, range: Range) -> Html {
    html! { <span aria-hidden="true">{ mark(lang, range) }</span> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_port_is_in_one_range_and_lies_within_it() {
        for port in 0..=u16::MAX {
            let range = Range::of(port);
            assert!(range.bounds().contains(&port));
            assert!(range.share(port) <= 1000);
            let all = Range::ALL.iter();
            assert_eq!(
                all.filter(|range| range.bounds().contains(&port)).count(),
                1
            );
        }
        assert_eq!(Range::of(1023), Range::WellKnown);
        assert_eq!(Range::of(1024), Range::Registered);
        assert_eq!(Range::of(49_151), Range::Registered);
        assert_eq!(Range::of(49_152), Range::Dynamic);
        assert_eq!(Range::Dynamic.share(65_535), 1000);
    }

    #[test]
    fn services_that_everybody_knows_have_well_known_ports() {
        let known = (0..=u16::MAX).filter(|port| service(Lang::En, *port).is_some());
        for port in known {
            assert_eq!(Range::of(port), Range::WellKnown);
        }
        assert_eq!(service(Lang::En, 80), Some("HTTP"));
        assert_eq!(service(Lang::En, 11220), None);
    }
}
