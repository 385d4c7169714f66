//! Everything a person can do on the page, as data: panels send an [`Act`], the app carries it out.

use hoplab_sim::{Command, EventId, LinkId, NodeId, PacketId, SocketId, Transport};
use hoplab_units::Time;

use crate::pace::Speed;
use hoplab_explain::connections::EndId;
use hoplab_words::Lang;

/// What is looked at. There is one selection, and every view shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Selection {
    /// Nothing.
    #[default]
    Nothing,
    /// A host or router.
    Node(NodeId),
    /// A line between two nodes.
    Link(LinkId),
    /// One packet, wherever it is or was.
    Packet(PacketId),
    /// One event of the trace.
    Event(EventId),
    /// A TCP connection, by one of its ends.
    Connection(EndId),
    /// A socket of a host.
    Socket(NodeId, SocketId),
}

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// The views that share one place on the page. One at a time is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// What is selected, taken apart.
    #[default]
    Inspector,
    /// A packet's way through the layers.
    Stack,
    /// A host's sockets, and which of them gets a packet.
    Ports,
    /// Names looked up, caches and name servers.
    Dns,
}

impl Tab {
    /// All, in the order in which they stand.
    pub const ALL: [Tab; 4] = [Tab::Inspector, Tab::Stack, Tab::Ports, Tab::Dns];

    /// Its name in addresses and element ids.
    pub const fn id(self) -> &'static str {
        match self {
            Tab::Inspector => "inspector",
            Tab::Stack => "stack",
            Tab::Ports => "ports",
            Tab::Dns => "dns",
        }
    }

    /// The tab with this name, if there is one.
    pub fn of_id(id: &str) -> Option<Tab> {
        Tab::ALL.into_iter().find(|tab| tab.id() == id)
    }
}

/// Something a person did, or that the page has to take note of.
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// Look at this, in every view.
    Select(Selection),
    /// Show this one of the views that share a place.
    ShowTab(Tab),
    /// Look at a packet as it was at this step of its life.
    ShowStep(PacketId, EventId),
    /// Close the panel of the connection.
    CloseConnection,
    /// Do this to the world now and add it to the recording.
    Issue(Command),
    /// As [`Act::Issue`], and let time run, so that what comes of it is seen.
    Run(Command),
    /// Start what the scenario offers to start (its place in the list of launches).
    Launch(usize),
    /// Ask what program to start, on this host if one is named.
    AskStart(Option<NodeId>),
    /// Let time run.
    Play,
    /// Stop time.
    Pause,
    /// Play or pause.
    Toggle,
    /// On to the next event.
    StepEvent,
    /// Back to the event before.
    StepBack,
    /// Back to the beginning, everything as it was done.
    Restart,
    /// The same run from the beginning over another transport.
    RestartOver(Transport),
    /// How fast time runs.
    SetSpeed(Speed),
    /// To a moment of the run.
    Seek(Time),
    /// Break off the way to the moment that is sought.
    StopSeeking,
    /// Escape was pressed: break off what is under way, else look at nothing.
    Escape,
    /// What the next message goes over.
    SetTransport(Transport),
    /// Send what the scenario offers (its place in the list of offers), with this text if it is one.
    Send {
        /// Which offer.
        offer: usize,
        /// The text, where the offer is one.
        text: Option<String>,
    },
    /// Another scenario of the library, by name.
    OpenScenario(String),
    /// A scenario or recording from a file's text.
    OpenFile(String),
    /// Another language of the words, which may have to be fetched first.
    AskLang(Lang),
    /// The words' language, which is there.
    SetLang(Lang),
    /// Light or dark.
    SetTheme(Theme),
    /// Whether stretches in which nothing moves are passed over.
    SetSkipQuiet(bool),
    /// Show the link of what is on the page.
    Share,
    /// Show what is on the page in a whole Hoplab of its own, in a new tab.
    OpenOutside,
    /// Play the same run over all three transports.
    Compare,
    /// Run a slice of the comparison.
    ComparisonWork,
    /// Show or hide the list of keys.
    Help,
    /// Put away whatever lies over the page.
    CloseOverlay,
    /// Put away the notice.
    DismissNotice,
    /// The address changed: open what it names.
    AddressChanged,
    /// Another entry of the history is shown: put its run back.
    CameBack,
    /// The page is left, or may be: keep its run.
    Leaves,
    /// The page came into view or left it (embedded).
    Awake(bool),
    /// The frame loop moved the world on: publish a new picture of it.
    Ticked,
    /// Time for the panels to show the moment to which it was moved by hand.
    CatchUp,
}
