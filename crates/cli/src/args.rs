//! What can be written behind `hoplab`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use hoplab_sim::Transport;
use hoplab_units::Time;
use hoplab_words::Lang;

/// Runs small simulated internets and shows what IP, UDP and TCP make of them.
#[derive(Debug, Parser)]
#[command(name = "hoplab", version, arg_required_else_help = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Action,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Lists the scenarios that come with Hoplab.
    List {
        /// The language of the titles.
        #[arg(long, default_value = "en", value_parser = language)]
        lang: Lang,
        /// As JSON, with titles and texts in every language.
        #[arg(long)]
        json: bool,
    },
    /// Runs a scenario and prints what happened, one line an event.
    ///
    /// Commands of its script or link that are refused (a message from a host that is switched off, say) are told on
    /// standard error too; the run goes on and the exit code stays 0. Exit codes: 0 for a run, 2 for bad arguments or
    /// input, 1 if output could not be written.
    Run(RunArgs),
    /// Says whether a scenario file, a saved run or a link is valid.
    ///
    /// Whether every command of its script can be carried out only a run can tell.
    Check {
        /// The file, or a link.
        scenario: String,
    },
    /// Prints a scenario's JSON, to start one's own from: with what was done in it, if it is a link or a saved run.
    Show {
        /// A scenario of the library, a file, or a link.
        scenario: String,
    },
    /// Prints the part of a share link that goes behind the page's address.
    Link {
        /// A scenario of the library, a file, or a link.
        scenario: String,
        /// Write the run to this file instead, for what is too long for a link; - for standard output.
        #[arg(long, value_name = "FILE.json")]
        file: Option<PathBuf>,
    },
}

/// How to run a scenario and what to write.
#[derive(Debug, Args)]
pub struct RunArgs {
    /// A scenario of the library, a file, or a link (`#s=1d...`, `?scenario=...` or the whole address).
    pub scenario: String,
    /// What messages go over, whatever the scenario says.
    #[arg(long, value_enum)]
    pub transport: Option<TransportArg>,
    /// Where all randomness comes from, whatever the scenario says.
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub seed: Option<u64>,
    /// When to stop, such as 5s or 300ms [default: the scenario's own time, and on until every
    /// message has been sent or given up].
    #[arg(long, value_name = "TIME")]
    pub until: Option<Time>,
    /// Stop when about this many events have happened.
    #[arg(long, value_name = "N", default_value_t = 2_000_000)]
    pub max_events: u64,
    /// Write the trace there, one JSON object an event; - for standard output.
    ///
    /// Names of kinds, reasons and errors are those of scenario files, in kebab-case (port-unreachable); keys of fields
    /// have underscores (at_ns). The summary has the same names.
    #[arg(long, value_name = "FILE.jsonl")]
    pub trace: Option<PathBuf>,
    /// Write a capture for Wireshark there; - for standard output.
    #[arg(long, value_name = "FILE.pcapng")]
    pub pcap: Option<PathBuf>,
    /// The language of the log and of a capture's comments.
    #[arg(long, default_value = "en", value_parser = language)]
    pub lang: Lang,
    /// Print only the hash of the trace.
    #[arg(long, conflicts_with = "summary")]
    pub hash: bool,
    /// Print one JSON object that sums the run up.
    ///
    /// `transfers` has every message, `fetches` what programs went for (lookup, page, picture, file), both with when
    /// they started, had their first byte, were complete or failed and how long that took, in nanoseconds (names in
    /// _ns; null: it did not happen); `refused_commands` has the commands that were not carried out, with the time,
    /// the event and the reason.
    #[arg(long)]
    pub summary: bool,
}

/// The language of a tag.
fn language(tag: &str) -> Result<Lang, String> {
    Lang::of_tag(tag).ok_or_else(|| {
        let tags: Vec<&str> = Lang::ALL.iter().map(|lang| lang.tag()).collect();
        format!("there are {}", tags.join(", "))
    })
}

/// A transport as the command line names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TransportArg {
    /// Bare IP datagrams.
    Ip,
    /// UDP datagrams.
    Udp,
    /// TCP connections.
    Tcp,
}

impl From<TransportArg> for Transport {
    fn from(transport: TransportArg) -> Transport {
        match transport {
            TransportArg::Ip => Transport::Ip,
            TransportArg::Udp => Transport::Udp,
            TransportArg::Tcp => Transport::Tcp,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_makes_sense_as_a_whole() {
        Cli::command().debug_assert();
    }
}
