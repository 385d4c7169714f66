//! The matrix of states and kinds of segment: a scene that claims a cell must really show it.

use hoplab_tcp::State;
use hoplab_wire::tcp::Flags;

use super::check::{Difference, differ, same};
use super::play::Player;
use super::step::{Cell, Kind, Segment, Step};

impl Player {
    /// A scene that claims a cell of the matrix must really show it: the first segment after `given` arrives in
    /// the state and is of the kind.
    pub(super) fn check_cell(&mut self, step: &Step) -> Result<(), Difference> {
        let (Some(cell), Step::Inject(segment)) = (self.cell.take(), step) else {
            return Ok(());
        };
        same(
            "state of the cell",
            cell.state.name(),
            self.host.state().name(),
        )?;
        if self.is_of_kind(segment, cell) {
            Ok(())
        } else {
            differ(
                format!("a segment of kind {}", cell.kind.name()),
                "another kind",
            )
        }
    }

    pub(super) fn cell_covered(&self) -> Result<(), Difference> {
        match self.cell {
            None => Ok(()),
            Some(_) => differ("a segment for the cell", "no segment came after `given`"),
        }
    }

    pub(super) fn is_of_kind(&mut self, segment: &Segment, cell: Cell) -> bool {
        let flags = Flags(segment.flags.0 & !Flags::PSH.0);
        let shape = match cell.kind {
            Kind::Syn => flags == Flags::SYN,
            Kind::SynAck => flags == Flags::SYN | Flags::ACK,
            Kind::Ack => flags == Flags::ACK && segment.len == 0,
            Kind::Data | Kind::DataOut => flags == Flags::ACK && segment.len > 0,
            Kind::Fin => flags == Flags::FIN | Flags::ACK && segment.len == 0,
            Kind::RstIn | Kind::RstOut => flags.contains(Flags::RST),
        };
        let inside = self.fits(segment, cell.state);
        shape
            && match cell.kind {
                Kind::Data | Kind::RstIn => inside.unwrap_or(true),
                Kind::DataOut | Kind::RstOut => !inside.unwrap_or(false),
                _ => true,
            }
    }

    /// Whether a segment's first octet lies in the window; in SYN-SENT, whether it acknowledges the SYN; without
    /// a connection nobody knows.
    pub(super) fn fits(&mut self, segment: &Segment, state: State) -> Option<bool> {
        let numbering = self.host.numbering;
        if matches!(state, State::Closed | State::Listen) {
            return None;
        }
        let snapshot = self.host.endpoint().ok()?.snapshot();
        if state == State::SynSent {
            let ack = segment.ack?.on_wire(numbering.ours);
            return Some(ack == snapshot.snd_nxt.0);
        }
        let seq = segment.seq.on_wire(numbering.theirs);
        Some(seq.wrapping_sub(snapshot.rcv_nxt.0) < snapshot.rcv_wnd)
    }
}
