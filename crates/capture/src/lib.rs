//! A world's trace as a pcapng file, for Wireshark and its like.
//!
//! Every link end is an interface, as if each network card of the simulated internet had its own
//! recorder: a frame is in the capture once as it leaves one card and once as it arrives at the
//! next. Stamps are the simulation's own nanoseconds, counted from its beginning. Comments say what
//! a real capture could not: why a packet was dropped, damaged or sent again.
//!
//! Nothing here does I/O of its own: the page writes into a `Vec<u8>`, the command line into a file.

mod pcapng;
mod plan;

use std::io::{self, Write};

use crate::pcapng::BlockWriter;
use hoplab_sim::{LinkSpec, NodeId, Trace, Transport, WorldSpec};
use hoplab_units::Time;
use hoplab_words::story::{Known, Names};
use hoplab_words::{Lang, captures};

/// What a capture's header says of the run.
#[derive(Clone, Copy)]
pub struct RunInfo<'a> {
    /// The scenario's name.
    pub scenario: &'a str,
    /// What messages went over that did not say it themselves.
    pub transport: Transport,
    /// What the world was built from; names its nodes and links, and has the seed.
    pub spec: &'a WorldSpec,
    /// The language of the comments.
    pub lang: Lang,
}

impl<'a> RunInfo<'a> {
    /// What the run's nodes and links are called.
    fn names(self) -> Names<'a> {
        Names::specified(self.spec, &[], Known::default())
    }
}

/// A moment as captures and logs show it: `0.012345678s`. All of one length up to ten seconds, so that
/// they can be compared by eye.
pub fn clock(at: Time) -> String {
    let nanos = at.as_nanos();
    format!("{}.{:09}s", nanos / 1_000_000_000, nanos % 1_000_000_000)
}

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaptureStats {
    /// Interfaces: two for each link.
    pub interfaces: u32,
    /// Frames.
    pub packets: u64,
    /// Comments on frames.
    pub comments: u64,
    /// Packets that are not in the capture, having been dropped before any interface saw them.
    pub unseen_drops: u64,
    /// Length of the file in bytes.
    pub bytes: u64,
}

/// Writes all that `trace` still holds as one pcapng file.
///
/// # Errors
/// Only those of `out`.
pub fn write_pcapng(
    trace: &Trace,
    run: RunInfo<'_>,
    out: &mut impl Write,
) -> io::Result<CaptureStats> {
    let plan = plan::plan(trace, run);
    let mut blocks = BlockWriter::new(out);
    let application = concat!("Hoplab ", env!("CARGO_PKG_VERSION"));
    blocks.section_header(application, &section_comment(trace, run))?;

    let mut interfaces = 0;
    for (link, spec) in run.spec.links.iter().enumerate() {
        for end in [spec.a, spec.b] {
            let (name, description) = interface_texts(run, link, spec, end);
            blocks.interface(&name, &description)?;
            interfaces += 1;
        }
    }

    let mut stats = CaptureStats {
        interfaces,
        packets: 0,
        comments: 0,
        unseen_drops: plan.unseen_drops,
        bytes: 0,
    };
    for (index, captured) in plan.frames.iter().enumerate() {
        let Some(event) = trace.get(captured.event) else {
            continue;
        };
        let Some(frame) = plan::frame_of(event) else {
            continue;
        };
        let comments = plan.comments.get(&index).map_or(&[][..], Vec::as_slice);
        blocks.packet(
            captured.interface,
            event.at,
            captured.way,
            &frame.to_vec(),
            comments,
        )?;
        stats.packets += 1;
        stats.comments += comments.len() as u64;
    }
    stats.bytes = blocks.written_bytes();
    Ok(stats)
}

fn section_comment(trace: &Trace, run: RunInfo<'_>) -> String {
    let transport = run.transport.as_str().to_uppercase();
    let mut comment = captures::run(run.lang, run.scenario, &transport, run.spec.seed);
    if trace.first() > 0
        && let Some(oldest) = trace.iter().next()
    {
        comment += &captures::not_whole(run.lang, trace.first(), &clock(oldest.at));
    }
    comment
}

/// The name (`client:eth0 (client-r1)`) and the description of one end of a link.
fn interface_texts(
    run: RunInfo<'_>,
    link: usize,
    link_spec: &LinkSpec,
    end: NodeId,
) -> (String, String) {
    let names = run.names();
    let node = names.node(end);
    let card = run
        .spec
        .links
        .iter()
        .take(link)
        .filter(|other| other.a == end || other.b == end)
        .count();
    let other_end = if link_spec.a == end {
        link_spec.b
    } else {
        link_spec.a
    };
    let spec = run.spec.nodes.get(end.index());
    let address = spec.map_or_else(String::new, |node| node.address.to_string());
    (
        format!("{node}:eth{card} ({})", link_spec.name),
        captures::interface(
            run.lang,
            node,
            &address,
            &link_spec.name,
            names.node(other_end),
        ),
    )
}
