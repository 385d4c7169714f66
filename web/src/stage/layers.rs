//! Which layers the labels of packets on the map tell of, what they say, and where there is room for it. Pure.

use hoplab_sim::NodeId;

use super::drawn::Facts;
use super::geometry::{Geometry, Point, Rect};
use crate::letters::width_of;
use hoplab_explain::look::Family;
use hoplab_explain::way::Layer;

/// The height of the letters, in pixels.
pub const FONT_PX: f64 = 10.0;
/// The height of a line.
pub const LINE_PX: f64 = 13.0;
/// Between a note's edge and its letters.
pub const PADDING: f64 = 2.0;
/// With more notes than this nobody could read them.
const MOST_PLACED: usize = 24;
/// Packets that are tried before the rest goes without a note.
pub const MOST_TRIED: usize = 64;
/// From the middle of a packet to its note.
const AWAY: f64 = 14.0;
/// How much of a packet must stay uncovered.
const PACKET: f64 = 14.0;

/// A choice of layers. At first a packet says what the application sends, and no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layers([bool; 4]);

impl Default for Layers {
    fn default() -> Layers {
        Layers([false; 4]).toggled(Layer::Application)
    }
}

impl Layers {
    /// Whether a layer is shown.
    pub fn shows(self, layer: Layer) -> bool {
        self.0[layer as usize]
    }
    /// The same choice but for one layer.
    pub fn toggled(mut self, layer: Layer) -> Layers {
        self.0[layer as usize] ^= true;
        self
    }
    /// Whether there is more to show than fits into a packet itself.
    pub fn below_application(self) -> bool {
        [Layer::Transport, Layer::Internet, Layer::Interface]
            .into_iter()
            .any(|layer| self.shows(layer))
    }
}

/// What the chosen layers below the application say of a packet, a line each.
pub fn lines(facts: &Facts, layers: Layers) -> Vec<String> {
    let said = |layer: Layer| match layer {
        Layer::Application => None,
        Layer::Transport => transport(facts),
        Layer::Internet => Some(format!(
            "{} → {} TTL {}",
            facts.from.ip(),
            facts.to.ip(),
            facts.ttl
        )),
        Layer::Interface => facts.macs.map(|[from, to]| format!("{from} → {to}")),
    };
    Layer::DOWN
        .into_iter()
        .filter(|layer| layers.shows(*layer))
        .filter_map(said)
        .collect()
}

/// Whether [`lines`] has any: cheaper than to write them.
pub fn says_anything(facts: &Facts, layers: Layers) -> bool {
    let has_ports = !matches!(facts.look.family, Family::Ip | Family::Icmp);
    layers.shows(Layer::Internet)
        || (layers.shows(Layer::Transport) && has_ports)
        || (layers.shows(Layer::Interface) && facts.macs.is_some())
}

/// Ports; of a segment also its flags and number. Raw IP and ICMP have nothing of the kind.
fn transport(facts: &Facts) -> Option<String> {
    let ports = format!("{} → {}", facts.from.port(), facts.to.port());
    match (facts.look.family, facts.segment) {
        (Family::Tcp, Some((flags, seq))) => {
            let flags = flags.to_string().replace(',', "+");
            Some(format!("{ports} {flags} seq {seq}"))
        }
        (Family::Udp | Family::Dns | Family::Tcp, _) => Some(ports),
        (Family::Ip | Family::Icmp, _) => None,
    }
}

/// Where notes are already, and what they must not cover.
pub struct Placed {
    taken: Vec<Rect>,
    in_the_way: usize,
    width: f64,
    height: f64,
}

impl Placed {
    /// No note yet: only the nodes with their names, and the packets themselves, are in the way.
    pub fn new(geometry: &Geometry, packets: impl Iterator<Item = Point>) -> Placed {
        let node = |node| {
            let id = NodeId(node);
            Some([geometry.node_box(id)?, geometry.label_box(id)])
        };
        let packet = |at: Point| Rect::around(at, at, PACKET / 2.0);
        let taken: Vec<Rect> = (0..)
            .map_while(node)
            .flatten()
            .chain(packets.map(packet))
            .collect();
        let size = geometry.size();
        Placed {
            in_the_way: taken.len(),
            taken,
            width: size.width,
            height: size.height,
        }
    }

    /// Whether there are as many as anybody could read.
    pub fn is_full(&self) -> bool {
        self.taken.len() - self.in_the_way >= MOST_PLACED
    }

    /// A free place for these lines beside a packet at `at`, which is taken from then on. `always`: of the packet
    /// looked at, which has its note even where that covers something; then where it covers least.
    pub fn place(&mut self, at: Point, lines: &[String], always: bool) -> Option<Rect> {
        let widest = lines.iter().map(|line| width_of(line, FONT_PX));
        // Fonts differ; letters over the edge would be worse than a little air.
        let wanted = widest.fold(0.0, f64::max) * 1.12 + 8.0;
        if lines.is_empty() || (wanted > self.width && !always) {
            return None;
        }
        let width = wanted.min(self.width);
        let height = LINE_PX * lines.len() as f64 + 2.0 * PADDING;
        let over = (at.x - width / 2.0).clamp(0.0, self.width - width);
        let beside = at.y - height / 2.0;
        let places = [
            (over, at.y + AWAY),
            (over, at.y - AWAY - height),
            (at.x + 2.0 * AWAY, beside),
            (at.x - 2.0 * AWAY - width, beside),
            (over, at.y + 3.0 * AWAY),
            (over, at.y - 3.0 * AWAY - height),
        ];
        let places = places.map(|(x, y)| Rect {
            x,
            y,
            width,
            height,
        });
        let free = |room: &&Rect| {
            let inside = room.x >= 0.0
                && room.x + room.width <= self.width
                && room.y >= 0.0
                && room.y + room.height <= self.height;
            inside && self.covers(room) <= 0.0
        };
        let room = match places.iter().find(free) {
            Some(room) => *room,
            None if always => self.least_covering(places),
            None => return None,
        };
        self.taken.push(room);
        Some(room)
    }

    /// How much a note there would cover, in square pixels.
    fn covers(&self, room: &Rect) -> f64 {
        self.taken.iter().map(|other| room.overlap(other)).sum()
    }

    /// Of places that are all pushed onto the map, the one that covers least.
    fn least_covering(&self, places: [Rect; 6]) -> Rect {
        let places = places.map(|room| Rect {
            x: room.x.min(self.width - room.width).max(0.0),
            y: room.y.min(self.height - room.height).max(0.0),
            ..room
        });
        let less = |one: Rect, other: Rect| match self.covers(&other) < self.covers(&one) {
            true => other,
            false => one,
        };
        places[1..].iter().copied().fold(places[0], less)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::geometry::Size;

    fn placed() -> Placed {
        let size = Size {
            width: 600.0,
            height: 200.0,
        };
        Placed::new(&Geometry::new(&[], &[], size), core::iter::empty())
    }

    #[test]
    fn at_first_a_packet_says_what_the_application_sends() {
        let layers = Layers::default();
        assert!(layers.shows(Layer::Application) && !layers.below_application());
        let both = layers.toggled(Layer::Internet);
        assert!(both.shows(Layer::Application) && both.below_application());
        assert_eq!(both.toggled(Layer::Internet), layers);
    }

    #[test]
    fn each_layer_says_whom_it_is_from_and_for() {
        use hoplab_explain::packets::Packets;
        use hoplab_explain::{Moment, Reading};
        use hoplab_replay::{Player, Recording};
        use hoplab_scenario::{library, link::LinkState};
        use hoplab_sim::{PacketId, Transport};
        let lower = [Layer::Transport, Layer::Internet, Layer::Interface];
        let all = lower.into_iter().fold(Layers::default(), Layers::toggled);
        let of = |transport| {
            let scenario = library::find("first-message").expect("it is in the library");
            let mut state = LinkState::new(scenario);
            state.transport = transport;
            let mut player = Player::new(Recording::from(state)).expect("the library is valid");
            player.seek(hoplab_units::Time::from_millis(15));
            let packets = Reading::whole(Packets::default(), player.world().trace());
            let moment = Moment::of(player.world(), &packets);
            let facts = &moment.facts(PacketId(0)).expect("it is under way");
            assert!(lines(facts, Layers::default()).is_empty());
            for layer in Layer::DOWN {
                let alone = Layers([false; 4]).toggled(layer);
                assert_eq!(says_anything(facts, alone), !lines(facts, alone).is_empty());
            }
            lines(facts, all)
        };
        let udp = of(Transport::Udp);
        assert_eq!(udp[0], "49152 → 32202");
        assert_eq!(udp[1], "192.0.2.10 → 198.51.100.80 TTL 63");
        assert!(udp[2].starts_with("02:00:") && udp[2].contains(" → 02:00:"));
        assert!(of(Transport::Tcp)[0].starts_with("49152 → 32202 SYN seq "));
        assert_eq!(of(Transport::Ip).len(), 2, "no ports");
    }

    #[test]
    fn notes_do_not_cover_each_other_and_stay_on_the_map() {
        let mut placed = placed();
        let lines = ["192.0.2.10 → 198.51.100.80 TTL 64".to_owned()];
        let at = |x| Point { x, y: 100.0 };
        let rooms: Vec<Rect> = (0..60)
            .filter_map(|x| placed.place(at(f64::from(x) * 10.0), &lines, false))
            .collect();
        assert!(rooms.len() >= 4, "{}", rooms.len());
        for (rank, room) in rooms.iter().enumerate() {
            assert!(room.x >= 0.0 && room.x + room.width <= 600.0);
            assert!(room.y >= 0.0 && room.y + room.height <= 200.0);
            assert!(rooms[..rank].iter().all(|other| room.overlap(other) <= 0.0));
        }
    }

    #[test]
    fn the_packet_looked_at_has_its_note_where_there_is_no_room() {
        let mut placed = placed();
        let lines = ["192.0.2.10 → 198.51.100.80 TTL 64".to_owned()];
        let at = Point { x: 300.0, y: 100.0 };
        while placed.place(at, &lines, false).is_some() {}
        let room = placed.place(at, &lines, true).expect("it always has one");
        assert!(room.x >= 0.0 && room.x + room.width <= 600.0);
        assert!(room.y >= 0.0 && room.y + room.height <= 200.0);
        let wide = ["0".repeat(300)];
        assert_eq!(placed.place(at, &wide, false), None);
        assert!(
            placed
                .place(at, &wide, true)
                .is_some_and(|room| room.width <= 600.0)
        );
    }

    #[test]
    fn nobody_reads_more_than_a_few_notes_at_once() {
        let mut placed = placed();
        let lines = ["1".to_owned()];
        let spots = (0..600).map(|x| Point {
            x: f64::from(x),
            y: 100.0,
        });
        for at in spots {
            if placed.is_full() {
                break;
            }
            let _ = placed.place(at, &lines, false);
        }
        assert!(placed.is_full());
        assert_eq!(placed.place(Point { x: 0.0, y: 20.0 }, &[], false), None);
    }
}
