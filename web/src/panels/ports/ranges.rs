//! The three ranges of port numbers (RFC 6335 §6), and where on them a host's sockets are.

use hoplab_explain::sockets::PortRange;
use hoplab_sim::SocketProtocol;
use yew::prelude::*;

use super::rows::Line;
use hoplab_units::fixed;
use hoplab_words::Lang;
use hoplab_words::inspect::service;
use hoplab_words::ports as words;

/// The class of a range's sign.
const fn class(range: PortRange) -> &'static str {
    match range {
        PortRange::WellKnown => "port-well-known",
        PortRange::Registered => "port-registered",
        PortRange::Dynamic => "port-dynamic",
    }
}

/// The sign of a range: a shape, not a colour.
pub fn mark(lang: Lang, range: PortRange) -> Html {
    let name = words::range_name(lang, range);
    html! {
        <span class={classes!("port-mark", class(range))} title={name}><span class="unseen">{ name }</span></span>
    }
}

/// How far along its range a port lies, in thousandths.
fn share(range: PortRange, port: u16) -> u32 {
    let (first, last) = (*range.bounds().start(), *range.bounds().end());
    u32::from(port.saturating_sub(first)) * 1000 / u32::from(last - first)
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
                { for PortRange::ALL.into_iter().map(|range| one(lang, range, &used)) }
            </ol>
            <p>{ words::why_high(lang) }</p>
        </section>
    }
}

fn one(lang: Lang, range: PortRange, used: &[(u16, Vec<&str>)]) -> Html {
    let here = used
        .iter()
        .filter(|(port, _)| PortRange::of(*port) == range);
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
        <li class={class(range)}>
            <p class="port-range-head">
                { mark_shape(lang, range) }
                <b>{ words::range_name(lang, range) }</b>
                <span class="figure">{ format!("{first}–{last}") }</span>
            </p>
            <svg class="port-ruler" viewBox="0 0 1000 24" preserveAspectRatio="none" aria-hidden="true">
                <rect x="0" y="8" width="1000" height="8" />
                <>{ for here.iter().map(|(port, _)| {
                    let x = fixed(f64::from(share(range, *port)), 0);
                    html! { <path key={*port} d={format!("M{x} 1V23")} /> }
                }) }</>
            </svg>
            <p class="port-used">{ list }</p>
            <p class="quiet">{ words::range_means(lang, range) }</p>
        </li>
    }
}

fn mark_shape(lang: Lang, range: PortRange) -> Html {
    html! { <span aria-hidden="true">{ mark(lang, range) }</span> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_port_is_in_one_range_and_lies_within_it() {
        for port in 0..=u16::MAX {
            let range = PortRange::of(port);
            assert!(range.bounds().contains(&port));
            assert!(share(range, port) <= 1000);
            let all = PortRange::ALL.iter();
            assert_eq!(
                all.filter(|range| range.bounds().contains(&port)).count(),
                1
            );
        }
        assert_eq!(PortRange::of(1023), PortRange::WellKnown);
        assert_eq!(PortRange::of(1024), PortRange::Registered);
        assert_eq!(PortRange::of(49_151), PortRange::Registered);
        assert_eq!(PortRange::of(49_152), PortRange::Dynamic);
        assert_eq!(share(PortRange::Dynamic, 65_535), 1000);
    }

    #[test]
    fn services_that_everybody_knows_have_well_known_ports() {
        let known = (0..=u16::MAX).filter(|port| service(Lang::En, *port).is_some());
        for port in known {
            assert_eq!(PortRange::of(port), PortRange::WellKnown);
        }
        assert_eq!(service(Lang::En, 80), Some("HTTP"));
        assert_eq!(service(Lang::En, 11220), None);
    }
}
