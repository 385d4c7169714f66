//! [`Ledger`]: which commands were refused and what programs fetched, noted while a run goes on.

use core::convert::Infallible;

use hoplab_scenario::Scenario;
use hoplab_sim::apps::{AppEvent, AppKind, ClientError, FtpEvent, LookupEvent, WebEvent};
use hoplab_sim::{
    Command, EventId, EventKind, LinkId, NodeId, Place, ProgramId, ProgramSummary, Refusal,
    TraceEvent,
};
use hoplab_units::Time;
use serde::Serialize;

use crate::names::client_failure_name;

/// Which commands were refused and what programs fetched, read from the trace while a run goes on, since a long run
/// does not keep its whole trace.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Commands that were not carried out, in the order they were given.
    pub refused: Vec<Refused>,
    fetches: Vec<Fetch>,
    /// When each FTP client was started.
    ftp_clients: Vec<(Who, Time)>,
}

/// A command that was not carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// When.
    pub at: Time,
    /// The event that tells of it.
    pub event: EventId,
    /// The command.
    pub command: Command,
    /// Why not.
    pub why: Refusal,
}

/// A refused command as the summary has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RefusedCommand {
    /// When, in nanoseconds.
    pub at_ns: u64,
    /// The number of the event that tells of it.
    pub event: u64,
    /// The command as a scenario file has it.
    pub command: Command<String, String>,
    /// Why not, as a short fixed name: `too-many`, `node-down`, `no-such-program`, …
    pub reason: Refusal,
    /// The same in words.
    pub message: String,
}

/// What a program went for by a protocol of its own, as the summary has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FetchOutcome {
    /// The host.
    pub node: String,
    /// The number of the program there.
    pub program: u16,
    /// What sort of thing it is.
    pub kind: FetchKind,
    /// The name, the address of the page, the path of the picture, the name of the file as far as it was asked for.
    pub target: String,
    /// The length of what came whole, in bytes; null for a lookup.
    pub bytes: Option<u32>,
    /// How the server answered, of what comes by HTTP: 200, 404, …
    pub status: Option<u16>,
    /// When the program went for it (for a file: for its data connection), in nanoseconds.
    pub started_at_ns: u64,
    /// When the head of the response was there, of what comes by HTTP.
    pub first_byte_at_ns: Option<u64>,
    /// When the program had all of it.
    pub completed_at_ns: Option<u64>,
    /// When the program gave up.
    pub failed_at_ns: Option<u64>,
    /// From the start to when it was complete or given up; null: neither.
    pub duration_ns: Option<u64>,
    /// Why the program gave up: see [`client_failure_name`].
    pub failure: Option<String>,
}

/// What sort of thing a program goes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FetchKind {
    /// The address of a name.
    Lookup,
    /// A browser's page.
    Page,
    /// A picture on it.
    Picture,
    /// An FTP client's file, or a listing.
    File,
}

type Who = (NodeId, ProgramId);

/// What a program goes for.
#[derive(Clone, Debug)]
struct Fetch {
    who: Who,
    kind: FetchKind,
    target: String,
    /// What HTTP asks for now: redirections change it.
    path: Option<String>,
    started: Time,
    first_byte: Option<Time>,
    status: Option<u16>,
    end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// It is under way.
    Open,
    /// The program went for something else.
    Left,
    Whole(Time, Option<u32>),
    Failed(Time, ClientError),
}

impl Ledger {
    /// The first so many fetches of a run are noted.
    pub const MAX_FETCHES: usize = 1_000;

    pub(crate) fn note(&mut self, event: &TraceEvent) {
        match &event.kind {
            EventKind::CommandRefused { command, why } => self.refused.push(Refused {
                at: event.at,
                event: event.id,
                command: command.clone(),
                why: *why,
            }),
            EventKind::ProgramStarted { program } => self.started(event, program),
            EventKind::App(app) => self.app(event, app),
            _ => {}
        }
    }

    /// The refused commands, with nodes and links by their names.
    pub(crate) fn refused_commands(&self, scenario: &Scenario) -> Vec<RefusedCommand> {
        self.refused
            .iter()
            .map(|one| RefusedCommand::of(one, scenario))
            .collect()
    }

    /// What programs fetched, in the order they went for it.
    pub(crate) fn fetch_outcomes(&self, scenario: &Scenario) -> Vec<FetchOutcome> {
        self.fetches
            .iter()
            .map(|fetch| fetch.outcome(scenario))
            .collect()
    }

    fn started(&mut self, event: &TraceEvent, program: &ProgramSummary) {
        let ftp = matches!(program, ProgramSummary::App(app) if app.kind == AppKind::FtpClient);
        if let Some(who) =
            who(event).filter(|_| ftp && self.ftp_clients.len() < Ledger::MAX_FETCHES)
        {
            self.ftp_clients.push((who, event.at));
        }
    }

    fn app(&mut self, event: &TraceEvent, app: &AppEvent) {
        let Some(who) = who(event) else { return };
        match app {
            AppEvent::Lookup(lookup) => self.lookup(who, event.at, lookup),
            AppEvent::Web(web) => self.web(who, event.at, web),
            AppEvent::Ftp(ftp) => self.ftp(who, event.at, ftp),
            _ => {}
        }
    }

    fn lookup(&mut self, who: Who, at: Time, lookup: &LookupEvent) {
        let (name, end) = match lookup {
            LookupEvent::Asked { name } => return self.begin(who, FetchKind::Lookup, name, at),
            LookupEvent::Found { name, .. } => (name, End::Whole(at, None)),
            LookupEvent::Failed { name, error, .. } => {
                (name, End::Failed(at, ClientError::Lookup(*error)))
            }
        };
        if let Some(fetch) = self.under_way(who, |fetch| {
            fetch.kind == FetchKind::Lookup && fetch.target == *name
        }) {
            fetch.end = end;
        }
    }

    fn web(&mut self, who: Who, at: Time, event: &WebEvent) {
        let page = |fetch: &Fetch| fetch.kind == FetchKind::Page;
        let of = |target: &str, fetch: &Fetch| fetch.path.as_deref() == Some(target);
        match event {
            WebEvent::Navigates { address } => {
                while let Some(fetch) = self.under_way(who, |fetch| fetch.kind != FetchKind::Lookup)
                {
                    fetch.end = End::Left;
                }
                self.begin(who, FetchKind::Page, address, at);
            }
            WebEvent::Requested { target, .. } => {
                if self.under_way(who, |fetch| of(target, fetch)).is_some() {
                    return;
                }
                if let Some(page) = self.under_way(who, page) {
                    page.path = Some(target.clone());
                    return;
                }
                self.begin(who, FetchKind::Picture, target, at);
                if let Some(picture) = self.under_way(who, |fetch| fetch.kind == FetchKind::Picture)
                {
                    picture.path = Some(target.clone());
                }
            }
            WebEvent::Responded { target, status, .. } => {
                if let Some(fetch) = self.under_way(who, |fetch| of(target, fetch)) {
                    (fetch.first_byte, fetch.status) = (Some(at), Some(*status));
                }
            }
            WebEvent::Redirected { .. } => {
                if let Some(page) = self.under_way(who, page) {
                    (page.path, page.first_byte, page.status) = (None, None, None);
                }
            }
            WebEvent::PageWhole { target, bytes, .. }
            | WebEvent::PictureWhole { target, bytes, .. } => {
                if let Some(fetch) = self.under_way(who, |fetch| of(target, fetch)) {
                    fetch.end = End::Whole(at, Some(*bytes));
                }
            }
            WebEvent::Failed { target, error } => self.web_failed(who, at, target, *error),
            _ => {}
        }
    }

    /// The page failed, or a picture of it; or what was typed is no address, and the browser never went for it.
    fn web_failed(&mut self, who: Who, at: Time, target: &str, error: ClientError) {
        let ours =
            |fetch: &Fetch| fetch.kind == FetchKind::Page || fetch.path.as_deref() == Some(target);
        if self.under_way(who, ours).is_none() {
            let kind = match error {
                ClientError::BadAddress => FetchKind::Page,
                _ => FetchKind::Picture,
            };
            self.begin(who, kind, target, at);
        }
        self.fail(
            who,
            |fetch| ours(fetch) || fetch.target == target,
            at,
            error,
        );
    }

    fn ftp(&mut self, who: Who, at: Time, event: &FtpEvent) {
        let file = |fetch: &Fetch| fetch.kind == FetchKind::File;
        match event {
            FtpEvent::OpensData { .. } => self.begin(who, FetchKind::File, "", at),
            FtpEvent::Commanded { line } => {
                if let Some(file) =
                    self.under_way(who, |fetch| file(fetch) && fetch.target.is_empty())
                {
                    file.target = line.strip_prefix("RETR ").unwrap_or(line).to_owned();
                }
            }
            FtpEvent::FileWhole { bytes, .. } => {
                if let Some(file) = self.under_way(who, file) {
                    file.end = End::Whole(at, Some(*bytes));
                }
            }
            FtpEvent::Failed { error } => {
                if self.under_way(who, file).is_none() {
                    // It came no further than the session: since it was started, or since just now.
                    let since = self
                        .ftp_clients
                        .iter()
                        .rev()
                        .find(|(client, _)| *client == who);
                    let since = since.map_or(at, |(_, since)| *since);
                    self.begin(who, FetchKind::File, "", since);
                }
                self.fail(who, file, at, *error);
            }
            _ => {}
        }
    }

    fn begin(&mut self, who: Who, kind: FetchKind, target: &str, started: Time) {
        if self.fetches.len() < Ledger::MAX_FETCHES {
            self.fetches.push(Fetch {
                who,
                kind,
                target: target.to_owned(),
                path: None,
                started,
                first_byte: None,
                status: None,
                end: End::Open,
            });
        }
    }

    fn fail(&mut self, who: Who, which: impl Fn(&Fetch) -> bool, at: Time, error: ClientError) {
        if let Some(fetch) = self.under_way(who, which) {
            fetch.end = End::Failed(at, error);
        }
    }

    /// The newest of a program's fetches that is under way and fits.
    fn under_way(&mut self, who: Who, fits: impl Fn(&Fetch) -> bool) -> Option<&mut Fetch> {
        let mut newest_first = self.fetches.iter_mut().rev();
        newest_first.find(|fetch| fetch.who == who && fetch.end == End::Open && fits(fetch))
    }
}

fn who(event: &TraceEvent) -> Option<Who> {
    match event.place {
        Place::Program(node, program) => Some((node, program)),
        _ => None,
    }
}

fn node_name(scenario: &Scenario, node: NodeId) -> String {
    scenario
        .nodes
        .get(node.index())
        .map_or_else(|| node.to_string(), |node| node.id.clone())
}

impl RefusedCommand {
    fn of(refused: &Refused, scenario: &Scenario) -> RefusedCommand {
        let link = |link: LinkId| {
            scenario
                .links
                .get(link.index())
                .map_or_else(|| link.to_string(), |link| link.id.clone())
        };
        let named = refused.command.clone().try_map(
            |node| Ok::<_, Infallible>(node_name(scenario, node)),
            |id| Ok(link(id)),
        );
        let command = match named {
            Ok(command) => command,
            Err(never) => match never {},
        };
        RefusedCommand {
            at_ns: refused.at.as_nanos(),
            event: refused.event.0,
            command,
            reason: refused.why,
            message: refused.why.to_string(),
        }
    }
}

impl Fetch {
    fn outcome(&self, scenario: &Scenario) -> FetchOutcome {
        let (node, program) = self.who;
        let since = |end: Time| Some(end.since(self.started).as_nanos());
        let mut outcome = FetchOutcome {
            node: node_name(scenario, node),
            program: program.0,
            kind: self.kind,
            target: self.target.clone(),
            bytes: None,
            status: self.status,
            started_at_ns: self.started.as_nanos(),
            first_byte_at_ns: self.first_byte.map(Time::as_nanos),
            completed_at_ns: None,
            failed_at_ns: None,
            duration_ns: None,
            failure: None,
        };
        match self.end {
            End::Open | End::Left => {}
            End::Whole(at, bytes) => {
                outcome.bytes = bytes;
                outcome.completed_at_ns = Some(at.as_nanos());
                outcome.duration_ns = since(at);
            }
            End::Failed(at, why) => {
                outcome.failure = Some(client_failure_name(why));
                outcome.failed_at_ns = Some(at.as_nanos());
                outcome.duration_ns = since(at);
            }
        }
        outcome
    }
}
