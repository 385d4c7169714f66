//! The figures of a link as short texts. Pure.

use hoplab_sim::{ChannelQualities, LinkSnapshot, NodeId, NodeSnapshot};
use hoplab_units::{Rate, Share, Span};

use super::geometry::{Geometry, Site, Size};
use super::scale::plain;
use crate::letters::width_of;
use crate::page::Page;
use hoplab_words::{Lang, stage as words};

/// `10 ms`, `0.25 ms`, `1.5 s`
pub fn span(span: Span) -> String {
    let millis = span.as_nanos() as f64 / 1e6;
    if millis >= 1000.0 {
        format!("{} s", plain(millis / 1000.0))
    } else {
        format!("{} ms", plain(millis))
    }
}

/// `2 Mbit/s`, `500 kbit/s`, `1 Gbit/s`
pub fn rate(rate: Rate) -> String {
    let bits = rate.bits_per_sec() as f64;
    match bits {
        bits if bits >= 1e9 => format!("{} Gbit/s", plain(bits / 1e9)),
        bits if bits >= 1e6 => format!("{} Mbit/s", plain(bits / 1e6)),
        bits if bits >= 1e3 => format!("{} kbit/s", plain(bits / 1e3)),
        bits => format!("{} bit/s", plain(bits)),
    }
}

/// The worse of both directions, quality by quality.
fn worst(link: &LinkSnapshot) -> ChannelQualities {
    let [a, b] = link.channels;
    ChannelQualities {
        rate: a.rate.min(b.rate),
        delay: a.delay.max(b.delay),
        jitter: a.jitter.max(b.jitter),
        loss: a.loss.max(b.loss),
        duplication: a.duplication.max(b.duplication),
        corruption: a.corruption.max(b.corruption),
        queue: a.queue.min(b.queue),
    }
}

/// Everything of a link that matters, for its name: `10 ms, 2 Mbit/s, 4% loss`.
pub fn spoken(lang: Lang, link: &LinkSnapshot) -> String {
    let line = worst(link);
    let mut parts = vec![span(line.delay), rate(line.rate)];
    if line.loss != Share::NEVER {
        parts.push(words::loss(lang, &line.loss.to_string()));
    }
    parts.join(", ")
}

/// What sets a link apart from the others: `40 ms · 4% loss`. `None` if nothing does.
pub fn label(lang: Lang, link: &LinkSnapshot, usual: Usual) -> Option<String> {
    let line = worst(link);
    let mut parts = Vec::new();
    // What only one direction has is told as a bound of both.
    let mut part = |differs: bool, sign: &str, text: String| {
        parts.push(if differs {
            format!("{sign} {text}")
        } else {
            text
        });
    };
    let [there, back] = &link.channels;
    if usual.0 != Some(line.delay) {
        part(there.delay != back.delay, "≤", span(line.delay));
    }
    if usual.1 != Some(line.rate) {
        part(there.rate != back.rate, "≥", rate(line.rate));
    }
    if line.jitter != Span::ZERO {
        let jitter = format!("±{}", span(line.jitter));
        part(there.jitter != back.jitter, "≤", jitter);
    }
    let shares = |line: &ChannelQualities| [line.loss, line.duplication, line.corruption];
    let texts = [words::loss, words::duplication, words::corruption];
    let both = shares(there).into_iter().zip(shares(back));
    for ((there, back), text) in both.zip(texts) {
        let most = there.max(back);
        if most != Share::NEVER {
            part(there != back, "≤", text(lang, &most.to_string()));
        }
    }
    (!parts.is_empty()).then(|| parts.join(" · "))
}

/// The delay and the rate that more than half of the links have, each for itself, if there are such.
pub type Usual = (Option<Span>, Option<Rate>);

/// What is usual among these links.
pub fn usual(links: &[LinkSnapshot]) -> Usual {
    let delays: Vec<Span> = links.iter().map(|link| worst(link).delay).collect();
    let rates: Vec<Rate> = links.iter().map(|link| worst(link).rate).collect();
    (most_have(&delays), most_have(&rates))
}

/// The value that is there more often than all others together.
fn most_have<T: Copy + PartialEq>(values: &[T]) -> Option<T> {
    let often =
        |value: &T| values.iter().filter(|other| *other == value).count() * 2 > values.len();
    values.iter().copied().find(often)
}

/// The width of a node's name and address, in pixels.
pub fn label_width(page: &Page, node: &NodeSnapshot) -> f64 {
    let name = width_of(page.node_name(node.id), 13.0);
    name.max(width_of(&node.address.to_string(), 11.5))
}

/// The geometry of what a page shows.
pub fn geometry(page: &Page, size: Size) -> Geometry {
    let places = page.scenario.positions();
    let sites: Vec<Site> = page
        .nodes
        .iter()
        .map(|node| {
            let (x, y) = places.get(node.id.index()).copied().unwrap_or((500, 300));
            Site {
                x: f64::from(x),
                y: f64::from(y),
                host: node.is_host,
                // Fonts differ, and letters over the edge would be worse than a little air.
                label: label_width(page, node) * 1.12,
            }
        })
        .collect();
    let links: Vec<[NodeId; 2]> = page.links.iter().map(|link| link.ends).collect();
    Geometry::new(&sites, &links, size)
}

/// Nodes in the order in which a reader meets them: from left to right, then from top to bottom.
pub fn reading_order(geometry: &Geometry, nodes: usize) -> Vec<NodeId> {
    let mut order: Vec<NodeId> = (0..nodes).map(|node| NodeId(node as u16)).collect();
    let key = |node: &NodeId| {
        let at = geometry.node(*node).unwrap_or_default();
        if geometry.is_portrait() {
            (at.y, at.x)
        } else {
            (at.x, at.y)
        }
    };
    hoplab_units::insertion_sort(&mut order, |a, b| {
        let (a, b) = (key(a), key(b));
        a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)).is_lt()
    });
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_sim::LinkId;

    fn link(delay: u64, loss: u32) -> LinkSnapshot {
        let line = ChannelQualities {
            rate: Rate::from_mbit(2),
            delay: Span::from_millis(delay),
            jitter: Span::ZERO,
            loss: Share::from_percent(loss),
            duplication: Share::NEVER,
            corruption: Share::NEVER,
            queue: 65_536,
        };
        LinkSnapshot {
            id: LinkId(0),
            ends: [NodeId(0), NodeId(1)],
            up: true,
            mtu: 1500,
            cost: 1,
            channels: [line, line],
        }
    }

    #[test]
    fn figures_are_written_in_the_unit_a_person_would_choose() {
        assert_eq!(span(Span::from_micros(250)), "0.25 ms");
        assert_eq!(span(Span::from_millis(1500)), "1.5 s");
        assert_eq!(rate(Rate::from_mbit(2)), "2 Mbit/s");
        assert_eq!(rate(Rate::from_kbit(500)), "500 kbit/s");
        assert_eq!(rate(Rate::from_mbit(1000)), "1 Gbit/s");
    }

    #[test]
    fn only_what_is_unusual_is_written_beside_a_link() {
        let links = [link(10, 0), link(10, 4), link(40, 0)];
        let usual = usual(&links);
        assert_eq!(label(Lang::En, &links[0], usual), None);
        assert_eq!(
            label(Lang::Ko, &links[1], usual).as_deref(),
            Some("손실 4%")
        );
        assert_eq!(label(Lang::En, &links[2], usual).as_deref(), Some("40 ms"));
    }

    #[test]
    fn what_only_one_direction_has_is_told_as_a_bound() {
        let mut uneven = link(10, 4);
        uneven.channels[0].delay = Span::from_millis(100);
        uneven.channels[1].rate = Rate::from_kbit(500);
        let told = label(Lang::En, &uneven, (None, None));
        assert_eq!(told.as_deref(), Some("≤ 100 ms · ≥ 500 kbit/s · 4% loss"));
    }

    #[test]
    fn where_every_delay_is_another_the_rate_all_have_is_still_left_out() {
        let links = [link(10, 0), link(20, 0), link(40, 0)];
        let usual = super::usual(&links);
        for (link, delay) in links.iter().zip(["10 ms", "20 ms", "40 ms"]) {
            assert_eq!(label(Lang::En, link, usual).as_deref(), Some(delay));
        }
    }

    #[test]
    fn a_link_is_spoken_of_with_its_figures() {
        assert_eq!(spoken(Lang::En, &link(10, 4)), "10 ms, 2 Mbit/s, 4% loss");
        assert_eq!(spoken(Lang::Ko, &link(10, 0)), "10 ms, 2 Mbit/s");
    }
}
