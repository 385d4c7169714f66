//! Nodes and links as SVG: each is a button.

use hoplab_sim::{LinkId, LinkSnapshot, NodeId, NodeSnapshot};
use yew::prelude::*;

use super::asks;
use super::detail::line_width;
use super::figures;
use super::geometry::{Geometry, Lane, Point, Rect};
use crate::act::Selection;
use crate::hands;
use crate::letters::width_of;
use crate::page::Page;
use hoplab_units::fixed;
use hoplab_words::stage as words;
use hoplab_words::stage::Word;

/// What a button of the map reports: what it stands for, and where it was pointed at (`None`: by
/// keyboard or by an assistive program).
pub type Pressed = (Selection, Option<(f64, f64)>);

/// Room on the map, and the link that takes it, if it is one.
type Taken = (Option<LinkId>, Rect);

/// What the map is drawn from.
pub struct MapView<'a> {
    /// The state of the page.
    pub page: &'a Page,
    /// Where things are.
    pub geometry: &'a Geometry,
    /// Whose card is open.
    pub open: Selection,
    /// Told when a button is pressed.
    pub pressed: Callback<Pressed>,
}

impl MapView<'_> {
    /// The whole drawing. Links are drawn first, so that nodes lie over them, but their buttons
    /// come last: one tabs from the client over the routers to the server, then along the links.
    pub fn html(&self) -> Html {
        let order = figures::reading_order(self.geometry, self.page.nodes.len());
        let label = Word::Map.text(self.page.lang);
        html! {
            <svg class="map" role="group" aria-label={label} viewBox={self.view_box()}>
                <g aria-hidden="true">
                    <>{ for self.page.links.iter().map(|link| self.line(link)) }</>
                    { asks::arrow(self.page, self.geometry) }
                </g>
                <g>
                    { for order.iter().filter_map(|id| self.page.nodes.get(id.index()))
                        .map(|node| self.node(node)) }
                </g>
                <g>
                    { for self.page.links.iter().map(|link| self.link_button(link)) }
                </g>
            </svg>
        }
    }

    /// What is written on the map. A drawing of its own, over the packets: where there is little room they go right
    /// across names and addresses, which are read all the same.
    pub fn labels(&self) -> Html {
        let usual = figures::usual(&self.page.links);
        let mut taken = self.taken();
        html! {
            <svg class="map-labels" aria-hidden="true" viewBox={self.view_box()}>
                <>{ for self.page.nodes.iter().map(|node| self.node_label(node)) }</>
                <>{ for self.page.links.iter().map(|link| self.link_label(link, usual, &mut taken)) }</>
            </svg>
        }
    }

    fn view_box(&self) -> String {
        let size = self.geometry.size();
        format!("0 0 {} {}", fixed(size.width, 0), fixed(size.height, 0))
    }

    fn state(&self, selection: Selection) -> (bool, bool) {
        (self.page.selection == selection, self.open == selection)
    }

    fn line(&self, link: &LinkSnapshot) -> Html {
        let Some(line) = self.geometry.line(link.id) else {
            return html! {};
        };
        let slowest = link.channels[0].rate.min(link.channels[1].rate);
        let width = fixed(line_width(slowest.bits_per_sec()), 2);
        let selected = self.page.selection == Selection::Link(link.id);
        let class = classes!(
            "wire",
            (!link.up).then_some("cut"),
            selected.then_some("selected")
        );
        if link.up {
            return html! { <g {class}>{ segment(line, "wire-line", &width) }</g> };
        }
        let gap = (13.0 / line.length().max(1.0)).min(0.5);
        let before = Lane {
            from: line.from,
            to: line.at(0.5 - gap),
        };
        let after = Lane {
            from: line.at(0.5 + gap),
            to: line.to,
        };
        // The cross is ringed: a bare one is where a packet died.
        let Point { x, y } = line.at(0.5);
        html! {
            <g {class}>
                { segment(before, "wire-line", &width) }
                { segment(after, "wire-line", &width) }
                <g class="wire-cross" transform={format!("translate({} {})", fixed(x, 1), fixed(y, 1))}>
                    <circle r="10" />
                    <path d="M-4-4 4 4M-4 4 4-4" />
                </g>
            </g>
        }
    }

    fn link_button(&self, link: &LinkSnapshot) -> Html {
        let Some(line) = self.geometry.line(link.id) else {
            return html! {};
        };
        let lang = self.page.lang;
        let ends = self.page.link_name(link.id);
        let name = words::link_name(lang, &ends, &figures::spoken(lang, link), link.up);
        let (selected, open) = self.state(Selection::Link(link.id));
        html! {
            <g class={classes!("link", selected.then_some("selected"))} role="button" tabindex="0"
                id={link_id(link.id)} aria-label={name} aria-haspopup="dialog"
                aria-expanded={open.to_string()}
                onclick={self.on_click(Selection::Link(link.id))}
                onkeydown={self.on_key(Selection::Link(link.id))}>
                <polygon class="link-ring" points={band(line, 17.0)} />
                <polygon class="link-hit" points={band(line, 14.0)} />
            </g>
        }
    }

    /// Where no letters should go besides: the nodes and their labels, and spots along each link.
    fn taken(&self) -> Vec<Taken> {
        let mut taken = Vec::new();
        for node in &self.page.nodes {
            let boxed = self.geometry.node_box(node.id);
            if let (Some(at), Some(boxed)) = (self.geometry.node(node.id), boxed) {
                let (x, y, anchor) = self.geometry.label_at(node.id);
                let label = letters(
                    at.moved(x, y),
                    anchor,
                    figures::label_width(self.page, node),
                    28.0,
                );
                taken.extend([(None, boxed), (None, label)]);
            }
        }
        for link in &self.page.links {
            if let Some(line) = self.geometry.line(link.id) {
                let spots = (1..10).map(|tenth| line.at(f64::from(tenth) / 10.0));
                taken.extend(spots.map(|spot| (Some(link.id), Rect::around(spot, spot, 9.0))));
            }
        }
        taken
    }

    fn link_label(
        &self,
        link: &LinkSnapshot,
        usual: figures::Usual,
        taken: &mut Vec<Taken>,
    ) -> Html {
        let Some(line) = self.geometry.line(link.id) else {
            return html! {};
        };
        let chosen = self.page.selection == Selection::Link(link.id);
        let usual = if chosen { (None, None) } else { usual };
        let mut text = figures::label(self.page.lang, link, usual).unwrap_or_default();
        if !link.up {
            text = Word::Cut.text(self.page.lang).to_owned();
        }
        if text.is_empty() {
            return html! {};
        }
        let others = taken.iter().filter(|(by, _)| *by != Some(link.id));
        let others = others.map(|(_, room)| room);
        let wide = width_of(&text, 12.0);
        let (at, anchor) = clear_place(line, self.geometry.centre(), wide, others);
        taken.push((None, letters(at, anchor, wide, 13.0)));
        let class = classes!("link-label", (!link.up).then_some("cut"));
        html! {
            <text {class} x={fixed(at.x, 1)} y={fixed(at.y, 1)} text-anchor={anchor}>
                { text }
            </text>
        }
    }

    fn node(&self, node: &NodeSnapshot) -> Html {
        let Some(at) = self.geometry.node(node.id) else {
            return html! {};
        };
        let lang = self.page.lang;
        let label = self.page.node_name(node.id).to_owned();
        let address = node.address.to_string();
        let name = words::node_name(lang, &label, node.is_host, &address, node.up);
        let (selected, open) = self.state(Selection::Node(node.id));
        let class = classes!(
            "node",
            if node.is_host { "host" } else { "router" },
            (!node.up).then_some("off"),
            selected.then_some("selected"),
        );
        let radius = self.geometry.radius(node.id);
        let wide = figures::label_width(self.page, node);
        let (x, y, anchor) = self.geometry.label_at(node.id);
        html! {
            <g {class} role="button" tabindex="0" id={node_id(node.id)} aria-label={name}
                aria-haspopup="dialog" aria-expanded={open.to_string()}
                transform={format!("translate({} {})", fixed(at.x, 1), fixed(at.y, 1))}
                onclick={self.on_click(Selection::Node(node.id))}
                onkeydown={self.on_key(Selection::Node(node.id))}>
                <circle class="node-hit" r={fixed(radius.max(24.0), 2)} />
                { label_hit(x, y, anchor, wide) }
                <rect class="node-ring" x={fixed(-radius - 5.0, 2)} y={fixed(-radius - 5.0, 2)}
                    width={fixed(2.0 * radius + 10.0, 2)} height={fixed(2.0 * radius + 10.0, 2)}
                    rx="12" />
                { self.glyph(node, radius) }
                if !node.up {
                    { power_off() }
                }
            </g>
        }
    }

    fn node_label(&self, node: &NodeSnapshot) -> Html {
        let Some(at) = self.geometry.node(node.id) else {
            return html! {};
        };
        let (x, y, anchor) = self.geometry.label_at(node.id);
        let (x, y) = (at.x + x, at.y + y);
        html! {
            <>
                <text class="node-label" x={fixed(x, 2)} y={fixed(y, 2)} text-anchor={anchor}>{ self.page.node_name(node.id).to_owned() }</text>
                <text class="node-address" x={fixed(x, 2)} y={fixed(y + 14.0, 2)} text-anchor={anchor}>{ node.address.to_string() }</text>
            </>
        }
    }

    /// A screen for hosts that ask, a rack for hosts on which programs wait, a crossroads for
    /// routers.
    fn glyph(&self, node: &NodeSnapshot, radius: f64) -> Html {
        let scale = format!("scale({})", fixed(radius / 30.0, 3));
        let serves = self
            .page
            .viewers
            .iter()
            .any(|viewer| viewer.node == node.id)
            || self
                .page
                .scenario
                .nodes
                .get(node.id.index())
                .is_some_and(|n| !n.programs.is_empty());
        match (node.is_host, serves) {
            (true, true) => html! {
                <g class="glyph" transform={scale}>
                    <rect class="body" x="-28" y="-28" width="56" height="56" rx="6" />
                    <path class="line" d="M-28-9H28M-28 10H28M-4-18.5H18M-4 .5H18M-4 19.5H18" />
                    <path class="lamps" d="M-17-18.5h.1M-17 .5h.1M-17 19.5h.1" />
                </g>
            },
            (true, false) => html! {
                <g class="glyph" transform={scale}>
                    <rect class="body" x="-29" y="-25" width="58" height="39" rx="5" />
                    <path class="line" d="M0 14V24M-13 25H13" />
                    <path class="line faint" d="M-19-14H3M-19-5H-5" />
                </g>
            },
            (false, _) => html! {
                <g class="glyph">
                    <rect class="body" x={fixed(-radius, 2)} y={fixed(-radius, 2)}
                        width={fixed(2.0 * radius, 2)} height={fixed(2.0 * radius, 2)}
                        rx={fixed(radius * 0.6, 2)} />
                    <path class="line" transform={format!("scale({})", fixed(radius / 22.0, 3))}
                        d="M-11 0H11M0-11V11M-11 0l4-3.5M-11 0l4 3.5M11 0l-4-3.5M11 0l-4 3.5M0-11l-3.5 4M0-11l3.5 4M0 11l-3.5-4M0 11l3.5-4" />
                </g>
            },
        }
    }

    fn on_click(&self, selection: Selection) -> Callback<MouseEvent> {
        self.pressed.reform(move |event: MouseEvent| {
            event.stop_propagation();
            // A click without a pointer (detail 0) comes from the keyboard or a screen reader.
            let pointer = (f64::from(event.client_x()), f64::from(event.client_y()));
            (selection, (event.detail() > 0).then_some(pointer))
        })
    }

    fn on_key(&self, selection: Selection) -> Callback<KeyboardEvent> {
        let pressed = self.pressed.clone();
        Callback::from(move |event: KeyboardEvent| {
            let space = event.key() == " " && !hands::by_pointer();
            if event.key() == "Enter" || space {
                event.prevent_default();
                event.stop_propagation();
                pressed.emit((selection, None));
            }
        })
    }
}

/// The id of a node's button.
pub fn node_id(node: NodeId) -> String {
    format!("map-node-{}", node.0)
}
/// The id of a link's button.
pub fn link_id(link: LinkId) -> String {
    format!("map-link-{}", link.0)
}

fn segment(line: Lane, class: &'static str, width: &str) -> Html {
    let at = |value: f64| fixed(value, 1);
    let width = width.to_owned();
    html! {
        <line class={class} x1={at(line.from.x)} y1={at(line.from.y)} x2={at(line.to.x)}
            y2={at(line.to.y)} stroke-width={width} />
    }
}

/// The place beside a line for letters of this width: of those on both its sides, from its middle outwards, the first
/// that covers least of what is taken.
fn clear_place<'a>(
    line: Lane,
    centre: Point,
    wide: f64,
    taken: impl Iterator<Item = &'a Rect> + Clone,
) -> (Point, &'static str) {
    let places = [0.5, 0.35, 0.65, 0.2, 0.8].map(|share| [1.0, -1.0].map(|side| (share, side)));
    let mut best = beside(line, 0.5, 1.0, centre);
    let mut least = f64::INFINITY;
    for (share, side) in places.into_iter().flatten() {
        let (at, anchor) = beside(line, share, side, centre);
        let room = letters(at, anchor, wide, 13.0);
        let covered: f64 = taken.clone().map(|taken| room.overlap(taken)).sum();
        if covered < least {
            (best, least) = ((at, anchor), covered);
        }
        if covered == 0.0 {
            break;
        }
    }
    best
}

/// What letters fill whose first line stands on `at`.
fn letters(at: Point, anchor: &str, width: f64, height: f64) -> Rect {
    let x = match anchor {
        "start" => at.x,
        "end" => at.x - width,
        _ => at.x - width / 2.0,
    };
    Rect {
        x,
        y: at.y - 12.0,
        width,
        height,
    }
}

/// A place for letters beside a line, so far along, clear of both lanes and (`side` 1) outside the map's meshes or
/// (-1) inside, and which end of the letters is there.
fn beside(line: Lane, share: f64, side: f64, centre: Point) -> (Point, &'static str) {
    let length = line.length().max(1.0);
    let (nx, ny) = (
        (line.to.y - line.from.y) / length,
        -(line.to.x - line.from.x) / length,
    );
    let middle = line.at(share);
    let outwards = (middle.x - centre.x) * nx + (middle.y - centre.y) * ny;
    // A line through the centre: upwards, or to the right if it goes straight down.
    let upwards = if ny.abs() > 0.15 { -ny } else { nx };
    let sign = if outwards.abs() > 20.0 {
        outwards.signum()
    } else {
        upwards.signum()
    };
    let (nx, ny) = (nx * sign * side, ny * sign * side);
    let anchor = match nx {
        nx if nx > 0.3 => "start",
        nx if nx < -0.3 => "end",
        _ => "middle",
    };
    (middle.moved(nx * 23.0, ny * 23.0 + 4.0), anchor)
}

/// The letters of a label can be pressed too.
fn label_hit(x: f64, y: f64, anchor: &str, wide: f64) -> Html {
    let left = match anchor {
        "start" => x - 12.0,
        "end" => x - wide,
        _ => x - wide / 2.0,
    };
    html! {
        <rect class="node-hit" x={fixed(left, 1)} y={fixed(y - 14.0, 2)}
            width={fixed(wide + 12.0, 1)} height="32" />
    }
}

/// The corners of the band about a line that takes presses. An area and not a thick stroke, since
/// a level or upright line has no extent that browsers and screen readers would count.
fn band(line: Lane, half: f64) -> String {
    let length = line.length().max(1.0);
    let (nx, ny) = (
        (line.to.y - line.from.y) / length * half,
        (line.from.x - line.to.x) / length * half,
    );
    let corners = [
        line.from.moved(nx, ny),
        line.to.moved(nx, ny),
        line.to.moved(-nx, -ny),
        line.from.moved(-nx, -ny),
    ];
    corners
        .map(|Point { x, y }| format!("{},{}", fixed(x, 1), fixed(y, 1)))
        .join(" ")
}

/// The sign of a switch, struck through, over the whole node.
fn power_off() -> Html {
    html! {
        <g class="power">
            <circle class="power-ground" r="15" />
            <path d="M-4.6-5.4A7.4 7.4 0 1 0 4.6-5.4M0-9.5V-1" />
            <path class="strike" d="M-10.6 10.6 10.6-10.6" />
        </g>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: Lane = Lane {
        from: Point { x: 100.0, y: 200.0 },
        to: Point { x: 300.0, y: 200.0 },
    };
    const CENTRE: Point = Point { x: 200.0, y: 260.0 };

    #[test]
    fn letters_stand_over_a_line_unless_something_is_there() {
        let (at, anchor) = clear_place(LINE, CENTRE, 80.0, [].iter());
        assert_eq!((at.x, anchor), (200.0, "middle"));
        assert!(at.y < 200.0);
        let over = Rect::around(at, at, 10.0);
        let (at, _) = clear_place(LINE, CENTRE, 80.0, [over].iter());
        assert!(at.x == 200.0 && at.y > 200.0, "on the other side: {at:?}");
        let under = Rect::around(at, at, 10.0);
        let (at, anchor) = clear_place(LINE, CENTRE, 40.0, [over, under].iter());
        assert!(at.x != 200.0, "farther along: {at:?}");
        assert_eq!(letters(at, anchor, 40.0, 13.0).overlap(&over), 0.0);
    }

    #[test]
    fn letters_for_which_there_is_no_room_cover_as_little_as_may_be() {
        let everything = Rect {
            x: 0.0,
            y: 0.0,
            width: 400.0,
            height: 400.0,
        };
        let (at, _) = clear_place(LINE, CENTRE, 80.0, [everything].iter());
        assert_eq!(at, beside(LINE, 0.5, 1.0, CENTRE).0);
    }
}
