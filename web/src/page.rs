//! [`Page`]: what the panels see. The app makes one at most ten times a second while time runs,
//! and whenever something is done; panels hold an [`Rc`] of it.

use std::rc::Rc;

use hoplab_scenario::Scenario;
use hoplab_sim::{
    AppSnapshot, EventId, LinkSnapshot, NodeSnapshot, ProgramId, TransferSnapshot, Transport,
    ViewerSnapshot,
};
use hoplab_units::Time;

use crate::act::{Selection, Tab, Theme};
use crate::address::EmbedOptions;
use crate::lookahead::SkipNote;
use crate::pace::{Scale, Speed};
use crate::seeking::Seeking;
use hoplab_explain::connections::EndId;
use hoplab_explain::lookups::Asking;
use hoplab_explain::marks::Mark;
use hoplab_explain::sockets::Life;
use hoplab_words::Lang;
use hoplab_words::story::{Known, Names};

/// The page's state at one moment.
#[derive(Clone, Debug)]
pub struct Page {
    /// Counts up: two pages with the same number are the same.
    pub revision: u64,
    /// Counts up whenever the run became another one (restarted, other scenario, rewound).
    pub run: u64,
    /// The words' language.
    pub lang: Lang,
    /// Light or dark.
    pub theme: Theme,
    /// What is looked at.
    pub selection: Selection,
    /// The step of the selected packet's life that is looked at, if one was chosen.
    pub step: Option<EventId>,
    /// The socket that is looked at, if one is.
    pub socket: Option<MarkedSocket>,
    /// Which of the views that share a place is shown.
    pub tab: Tab,
    /// While names are looked at: who asks or answers whom by the packet looked at.
    pub asking: Option<Asking>,
    /// The connection whose panel is open. It stays open while something else is selected.
    pub connection: Option<EndId>,
    /// Simulated time.
    pub now: Time,
    /// Whether time runs.
    pub playing: bool,
    /// Whether nothing will ever happen again by itself.
    pub finished: bool,
    /// The way to a far moment, while it is not reached.
    pub seeking: Option<Seeking>,
    /// The way that was broken off.
    pub stopped: Option<Seeking>,
    /// How fast time runs.
    pub speed: Speed,
    /// What the next message goes over.
    pub chosen: Transport,
    /// What this run was started over.
    pub transport: Transport,
    /// Whether quiet stretches are passed over.
    pub skip_quiet: bool,
    /// The quiet stretch that is being passed over or just was.
    pub skip: Option<SkipNote>,
    /// Whether time stands where the scenario's story ends.
    pub story_over: bool,
    /// What is said now: in the play bar, and read out from there.
    pub said: yew::AttrValue,
    /// How moments lie on the timeline.
    pub scale: Rc<Scale>,
    /// What happened so far that the timeline marks.
    pub marks: Rc<Vec<Mark>>,
    /// Events so far.
    pub trace_len: u64,
    /// Every node, by [`hoplab_sim::NodeId`].
    pub nodes: Vec<NodeSnapshot>,
    /// Every link, by [`hoplab_sim::LinkId`].
    pub links: Vec<LinkSnapshot>,
    /// Every message.
    pub transfers: Vec<TransferSnapshot>,
    /// Every viewer program.
    pub viewers: Vec<ViewerSnapshot>,
    /// Every program that speaks a protocol of its own and has something on its screen.
    pub apps: Vec<AppSnapshot>,
    /// Whether the person asked for less motion.
    pub reduced_motion: bool,
    /// How the page is embedded, if it is.
    pub embed: Option<EmbedOptions>,
    /// What is played.
    pub scenario: Rc<Scenario>,
}

/// The socket that is looked at: what every view marks as its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MarkedSocket {
    /// Which, and what is known of it.
    pub life: Life,
    /// The host and program it belongs to, if that is known.
    pub program: Option<(hoplab_sim::NodeId, ProgramId)>,
}

impl PartialEq for Page {
    fn eq(&self, other: &Page) -> bool {
        self.revision == other.revision
    }
}

impl Page {
    /// What everything is called, with what `known` knows.
    pub fn names<'a>(&'a self, known: Known<'a>) -> Names<'a> {
        Names::of(&self.nodes, &self.links, &self.transfers, known)
    }
    /// A node's name.
    pub fn node_name(&self, node: hoplab_sim::NodeId) -> &str {
        self.nodes
            .get(node.index())
            .map_or("?", |node| node.name.as_str())
    }
    /// A link's name: its two ends'.
    pub fn link_name(&self, link: hoplab_sim::LinkId) -> String {
        match self.links.get(link.index()) {
            Some(link) => {
                let [a, b] = link.ends;
                format!("{}–{}", self.node_name(a), self.node_name(b))
            }
            None => "?".to_owned(),
        }
    }
}
