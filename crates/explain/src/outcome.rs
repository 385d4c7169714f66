//! [`RunOutcome`]: what came of a run, in a few figures.

use hoplab_replay::{Player, Recording};
use hoplab_scenario::ScenarioError;
use hoplab_sim::{
    Delivery, EventKind, Origin, Progress, TraceEvent, TransferSnapshot, TransferState, Transport,
    World,
};
use hoplab_tcp::TransmitReason;
use hoplab_units::Time;
use serde::Serialize;

use crate::ledger::{FetchOutcome, Ledger, RefusedCommand};
use crate::names::failure_name;
use crate::table::piece;

/// What came of a run. As JSON it is what `hoplab run --summary` prints.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RunOutcome {
    /// The scenario's name.
    pub scenario: String,
    /// `ip`, `udp` or `tcp`: what the world was switched to from the start.
    pub transport: Transport,
    /// The seed.
    pub seed: u64,
    /// The hash of the trace: 16 hex digits.
    pub hash: String,
    /// How many events the trace has.
    pub events: u64,
    /// How long the run took in the simulated world.
    pub virtual_seconds: f64,
    /// Packets that hosts and routers made, resends and duplicates by the sender included.
    pub packets_sent: u64,
    /// Packets that ended before they reached a host that wanted them.
    pub packets_lost: u64,
    /// TCP segments sent again.
    pub resends: u64,
    /// What came of each message, in the order they were asked for.
    pub transfers: Vec<TransferOutcome>,
    /// What programs fetched by protocols of their own, in the order they went for it: the first
    /// [`Ledger::MAX_FETCHES`].
    pub fetches: Vec<FetchOutcome>,
    /// Commands that were not carried out, of the scenario's script and of a link.
    pub refused_commands: Vec<RefusedCommand>,
}

/// What came of one message. Where several programs got something of it, the one that got most.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TransferOutcome {
    /// `ip`, `udp` or `tcp`.
    pub transport: Transport,
    /// Bytes the sending program handed over.
    pub sent_bytes: u32,
    /// Bytes of it that a program got, duplicates not counted.
    pub delivered_bytes: u32,
    /// How many programs got something of it.
    pub receivers: usize,
    /// Whether one program has every byte, once, unchanged, in its place.
    pub intact: bool,
    /// Whether what came, came in the order it was sent in; false if nothing came.
    pub in_order: bool,
    /// Whether no byte that came differs from what was sent.
    pub unchanged: bool,
    /// What the sending program was told, if it was told of a failure: see [`failure_name`].
    pub failure: Option<String>,
    /// When the sending program began, in nanoseconds.
    pub started_at_ns: u64,
    /// When the first of it came to the program that got most.
    pub first_byte_at_ns: Option<u64>,
    /// When that program had as many bytes as were sent.
    pub completed_at_ns: Option<u64>,
    /// When the sending program was done with it: over TCP all was acknowledged, over UDP and IP all was sent.
    pub sent_at_ns: Option<u64>,
    /// When the sending program gave up.
    pub failed_at_ns: Option<u64>,
    /// How long it took, from the start to when it was complete or else given up; null: neither.
    pub duration_ns: Option<u64>,
}

/// Packets counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Packets that hosts and routers made.
    pub packets_sent: u64,
    /// Packets that ended before they reached a host that wanted them.
    pub packets_lost: u64,
    /// TCP segments sent again.
    pub resends: u64,
}

impl Tally {
    fn note(&mut self, event: &TraceEvent) {
        match &event.kind {
            EventKind::Originated { why, .. } => {
                self.packets_sent += 1;
                self.resends += u64::from(is_resend(why));
            }
            EventKind::Dropped { .. } => self.packets_lost += 1,
            _ => {}
        }
    }
}

/// What an outcome needs of a trace, noted while the run goes on, since a long one does not keep its whole trace.
#[derive(Clone, Debug, Default)]
pub struct Record {
    next: u64,
    /// Packets counted.
    pub tally: Tally,
    /// Refused commands and what programs fetched.
    pub ledger: Ledger,
}

impl Record {
    /// Notes what has happened since the last call.
    pub fn read(&mut self, world: &World) {
        while self.next < world.trace().len() {
            let (events, until) = piece(world.trace(), self.next);
            for event in events {
                self.tally.note(event);
                self.ledger.note(event);
            }
            self.next = until;
        }
    }
}

fn is_resend(origin: &Origin) -> bool {
    matches!(origin, Origin::Segment(TransmitReason::Retransmit { .. }))
}

impl RunOutcome {
    /// The outcome so far. Packets are counted from the trace that the world keeps: of a run longer
    /// than the scenario's trace limit, use [`run`] or an own [`Record`].
    pub fn of(recording: &Recording, world: &World) -> RunOutcome {
        let mut record = Record::default();
        record.read(world);
        RunOutcome::with(recording, world, &record)
    }

    /// The outcome so far with packets counted and the rest noted on the way.
    pub fn with(recording: &Recording, world: &World, record: &Record) -> RunOutcome {
        let Record { tally, ledger, .. } = record;
        RunOutcome {
            scenario: recording.scenario.name.clone(),
            transport: recording.transport,
            seed: recording.seed,
            hash: world.trace().hash().to_string(),
            events: world.trace().len(),
            virtual_seconds: world.now().as_secs_f64(),
            packets_sent: tally.packets_sent,
            packets_lost: tally.packets_lost,
            resends: tally.resends,
            transfers: world.transfers().iter().map(TransferOutcome::of).collect(),
            fetches: ledger.fetch_outcomes(&recording.scenario),
            refused_commands: ledger.refused_commands(&recording.scenario),
        }
    }
}

impl TransferOutcome {
    /// What has come of one message so far.
    pub fn of(transfer: &TransferSnapshot) -> TransferOutcome {
        let receivers = transfer
            .deliveries
            .iter()
            .filter(|delivery| delivery.bytes > 0);
        let best = receivers
            .clone()
            .max_by_key(|delivery| (delivery.intact, delivery.bytes));
        let complete = best.and_then(|delivery| delivery.complete);
        let (sent, failed) = match transfer.state {
            TransferState::Sending => (None, None),
            TransferState::Sent(at) => (Some(at), None),
            TransferState::Failed(at, _) => (None, Some(at)),
        };
        let end = complete.or(failed);
        let holds = |what: fn(&Delivery) -> bool| best.is_some_and(what);
        TransferOutcome {
            transport: transfer.transport,
            sent_bytes: transfer.sent_bytes,
            delivered_bytes: best.map_or(0, |delivery| delivery.bytes),
            receivers: receivers.count(),
            intact: holds(|delivery| delivery.intact),
            in_order: holds(|delivery| delivery.in_order),
            unchanged: transfer
                .deliveries
                .iter()
                .all(|delivery| delivery.unchanged),
            failure: match transfer.state {
                TransferState::Failed(_, error) => Some(failure_name(error)),
                TransferState::Sending | TransferState::Sent(_) => None,
            },
            started_at_ns: transfer.started.as_nanos(),
            first_byte_at_ns: best.map(|delivery| delivery.first.as_nanos()),
            completed_at_ns: complete.map(Time::as_nanos),
            sent_at_ns: sent.map(Time::as_nanos),
            failed_at_ns: failed.map(Time::as_nanos),
            duration_ns: end.map(|end| end.since(transfer.started).as_nanos()),
        }
    }
}

/// Plays a recording up to `until`, or until its trace has about `max_events` events.
///
/// # Errors
/// If the scenario cannot be: names the field.
pub fn run(
    recording: &Recording,
    until: Time,
    max_events: u64,
) -> Result<(World, RunOutcome), ScenarioError> {
    // Small enough that no slice can outgrow the trace the world keeps.
    const SLICE: u32 = 10_000;
    let mut player = Player::onward(recording.clone())?;
    let mut record = Record::default();
    while player.world().trace().len() < max_events {
        let progress = player.advance_to(until, SLICE);
        record.read(player.world());
        if progress == Progress::Reached {
            break;
        }
    }
    let outcome = RunOutcome::with(recording, player.world(), &record);
    Ok((player.into_world(), outcome))
}

/// As [`run`], for who only wants the world.
///
/// # Errors
/// If the scenario cannot be: names the field.
pub fn run_to_end(
    recording: &Recording,
    until: Time,
    max_events: u64,
) -> Result<World, ScenarioError> {
    run(recording, until, max_events).map(|(world, _)| world)
}
