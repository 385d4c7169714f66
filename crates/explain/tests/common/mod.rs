//! The runs that judges of tables go through, and what befalls them there.

use hoplab_replay::{Player, Recording};
use hoplab_scenario::library;
use hoplab_scenario::link::LinkState;
use hoplab_sim::{Command, LinkChange, LinkId, PacketAction, PacketId, Transport, World};
use hoplab_units::{Share, Span};

const TRANSPORTS: [Transport; 3] = [Transport::Ip, Transport::Udp, Transport::Tcp];

pub fn opened(name: &str, transport: Transport) -> Player {
    let mut state = LinkState::new(library::find(name).expect("it is in the library"));
    state.transport = transport;
    Player::new(Recording::from(state)).expect("the library is valid")
}

/// Every scenario of the library over everything that can carry a message.
pub fn runs() -> impl Iterator<Item = (&'static str, Player)> {
    let all = library::all().iter();
    all.flat_map(|entry| TRANSPORTS.map(|transport| (entry.name, opened(entry.name, transport))))
}

/// Numbers that look as if nobody had chosen them, and are the same in every run of a test.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = self.0.wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most.max(1)
    }

    /// Something to do to the run: to a packet under way if there is one, else to a link.
    pub fn command(&mut self, world: &World) -> Command {
        let flights: Vec<PacketId> = world.in_flight().map(|flight| flight.packet).collect();
        let packet = flights.get(self.below(flights.len() as u64) as usize);
        let action = match self.below(4) {
            0 => PacketAction::Delay(Span::from_millis(1 + self.below(40))),
            1 => PacketAction::Duplicate,
            2 => PacketAction::Corrupt,
            _ => PacketAction::Kill,
        };
        if let Some(packet) = packet {
            let packet = *packet;
            return Command::SetPacket { packet, action };
        }
        let share = Share::from_percent(1 + self.below(30) as u32);
        Command::SetLink {
            link: LinkId(0),
            direction: None,
            change: match self.below(3) {
                0 => LinkChange::Loss(share),
                1 => LinkChange::Corruption(share),
                _ => LinkChange::Duplication(share),
            },
        }
    }
}
