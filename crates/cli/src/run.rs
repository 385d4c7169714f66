//! `hoplab run`: plays a recording and writes what was asked for.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use hoplab_capture::{RunInfo, clock, write_pcapng};
use hoplab_explain::{Events, Ledger, Record, RunOutcome};
use hoplab_replay::{Player, Recording};
use hoplab_sim::{Progress, TransferState, World};
use hoplab_units::{Span, Time};
use hoplab_words::story::{Known, Names};
use hoplab_words::{Lang, log as words};

use crate::args::RunArgs;
use crate::error::Error;
use crate::ids::Ids;
use crate::{jsonl, log, source};

/// Queue events between two looks at the bounds. Few enough that no slice outgrows the trace.
const SLICE: u32 = 10_000;
/// How much longer than its own time a scenario may run for messages that are still under way. TCP
/// gives up long before.
const OVERTIME: Span = Span::from_secs(24 * 60 * 60);

/// How many refused commands are told one by one.
const TOLD: usize = 10;

/// What is noted while a run goes on.
#[derive(Default)]
struct Notes {
    record: Record,
    /// Whether nobody asks for the trace itself.
    only: bool,
}

/// Runs what the arguments say.
pub fn run(args: &RunArgs) -> Result<(), Error> {
    let to_stdout = [&args.trace, &args.pcap]
        .into_iter()
        .flatten()
        .filter(|path| is_dash(path))
        .count();
    if to_stdout + usize::from(args.hash || args.summary) > 1 {
        return Err(Error::TwoOnStdout);
    }
    let state = source::find(&args.scenario)?;
    let cursor = state.cursor;
    let mut recording = Recording::from(state);
    recording.transport = args.transport.map_or(recording.transport, Into::into);
    recording.seed = args.seed.unwrap_or(recording.seed);

    let (world, outcome) = play(&recording, cursor, args)?;
    write_outputs(args, &recording, &world, &outcome)
}

/// Plays to the end that the arguments or the scenario set.
fn play(recording: &Recording, cursor: Time, args: &RunArgs) -> Result<(World, RunOutcome), Error> {
    let mut player = Player::onward(recording.clone()).map_err(|problem| Error::Scenario {
        origin: recording.scenario.name.clone(),
        problem,
    })?;
    let mut notes = Notes {
        only: (args.hash || args.summary) && args.trace.is_none() && args.pcap.is_none(),
        ..Notes::default()
    };
    let last_command = recording
        .commands
        .last()
        .map_or(Time::ZERO, |timed| timed.at);
    let own_time = recording.scenario.until.max(cursor).max(last_command);
    let mut ended = advance(
        &mut player,
        &mut notes,
        args.until.unwrap_or(own_time),
        args.max_events,
    );
    if ended && args.until.is_none() {
        ended = finish_messages(
            &mut player,
            &mut notes,
            own_time + OVERTIME,
            args.max_events,
        );
    }
    if !ended {
        eprintln!(
            "hoplab: stopped at {} after {} events, before the end: --max-events {} allows no more",
            player.now(),
            Events::of(player.world()).len(),
            args.max_events
        );
    }
    tell_refused(args.lang, &notes.record.ledger, player.world());
    let outcome = RunOutcome::with(recording, player.world(), &notes.record);
    Ok((player.into_world(), outcome))
}

/// Tells of commands that were not carried out: the run is good, but it is not all that was asked for.
fn tell_refused(lang: Lang, ledger: &Ledger, world: &World) {
    let transfers = world.transfers();
    let names = Names::specified(world.spec(), &transfers, Known::default());
    for one in ledger.refused.iter().take(TOLD) {
        let told = words::warning(lang, names, &clock(one.at), &one.command, one.why);
        eprintln!("hoplab: warning: {told} ({})", one.event);
    }
    let more = ledger.refused.len().saturating_sub(TOLD);
    if more > 0 {
        eprintln!(
            "hoplab: warning: and {more} more commands were not done: --summary tells of all"
        );
    }
}

/// Plays up to `until`; `false` if the bound on events came first.
fn advance(player: &mut Player, notes: &mut Notes, until: Time, max_events: u64) -> bool {
    loop {
        let left = max_events.saturating_sub(Events::of(player.world()).len());
        if left == 0 {
            return false;
        }
        let slice = u32::try_from(left).unwrap_or(SLICE).min(SLICE);
        let progress = player.advance_to(until, slice);
        notes.record.read(player.world());
        if notes.only {
            player.let_go();
        }
        if progress == Progress::Reached {
            return true;
        }
    }
}

/// Plays on, moment by moment, while a message is under way; `false` as for [`advance`].
fn finish_messages(player: &mut Player, notes: &mut Notes, cap: Time, max_events: u64) -> bool {
    while !is_settled(player.world()) {
        let Some(next) = player.next_moment().filter(|next| *next <= cap) else {
            break;
        };
        if !advance(player, notes, next, max_events) {
            return false;
        }
    }
    true
}

/// Whether nothing moves and every sender knows, or cannot know, what came of its message.
fn is_settled(world: &World) -> bool {
    let sending = |state| matches!(state, TransferState::Sending);
    world.is_quiet()
        && !world
            .transfers()
            .iter()
            .any(|transfer| sending(transfer.state))
}

fn write_outputs(
    args: &RunArgs,
    recording: &Recording,
    world: &World,
    outcome: &RunOutcome,
) -> Result<(), Error> {
    if let Some(path) = &args.trace {
        let ids = Ids::new(world.spec());
        write_to(path, |out| jsonl::write(Events::of(world), ids, out))?;
    }
    if let Some(path) = &args.pcap {
        let run = RunInfo {
            scenario: &recording.scenario.name,
            transport: recording.transport,
            spec: world.spec(),
            lang: args.lang,
        };
        let stats = write_to(path, |out| write_pcapng(world.trace(), run, out))?;
        eprintln!(
            "hoplab: {} frames at {} interfaces, {} comments, {} bytes",
            stats.packets, stats.interfaces, stats.comments, stats.bytes
        );
    }
    if args.trace.is_some() || args.pcap.is_some() {
        warn_of_gaps(world);
    }
    if args.hash {
        to_stdout(|out| writeln!(out, "{}", outcome.hash))
    } else if args.summary {
        to_stdout(|out| {
            serde_json::to_writer(&mut *out, outcome)?;
            writeln!(out)
        })
    } else if args.trace.is_none() && args.pcap.is_none() {
        to_stdout(|out| log::write(world, args.lang, out))
    } else {
        Ok(())
    }
}

fn warn_of_gaps(world: &World) {
    let gone = Events::of(world).first();
    if gone > 0 {
        eprintln!(
            "hoplab: the {gone} oldest events are not in it: the trace keeps only the newest"
        );
    }
}

fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// Writes to standard output, whole.
pub fn to_stdout<T>(
    write: impl FnOnce(&mut BufWriter<Box<dyn Write>>) -> io::Result<T>,
) -> Result<T, Error> {
    write_to(Path::new("-"), write)
}

/// Writes to a file or, for `-`, to standard output, whole.
fn write_to<T>(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<Box<dyn Write>>) -> io::Result<T>,
) -> Result<T, Error> {
    let to = if is_dash(path) {
        "standard output".to_owned()
    } else {
        path.display().to_string()
    };
    let open = || -> io::Result<Box<dyn Write>> {
        if is_dash(path) {
            Ok(Box::new(io::stdout().lock()))
        } else {
            Ok(Box::new(File::create(path)?))
        }
    };
    let result = open().and_then(|out| {
        let mut out = BufWriter::new(out);
        let value = write(&mut out)?;
        out.flush()?;
        Ok(value)
    });
    result.map_err(|source| Error::Write { to, source })
}
