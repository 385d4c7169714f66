//! Programs that speak protocols of their own: one file a program.
//!
//! Each has a spec (what a scenario or a command says of it), a screen (what it shows to whoever sits
//! before it) and events (what it did and learnt, for log and narration). A program's file holds all three.

mod chat;
mod dns_asker;
mod dns_causes;
mod dns_server;
mod dns_streams;
mod echo;
mod event;
mod failure;
mod ftp;
mod game;
mod outbox;
mod ping;
mod resolver;
mod screen;
mod stub;
mod target;
mod traceroute;
mod video;
mod web;

pub use chat::{
    ChatClientSpec, ChatEvent, ChatLine, ChatMember, ChatScreen, ChatServerScreen, ChatServerSpec,
    ChatState, Dismissal, TimedLine,
};
pub use dns_server::{DnsServerEvent, DnsServerScreen, DnsServerSpec, ZoneScreen};
pub use echo::{EchoClientSpec, EchoEvent, EchoLine, EchoScreen, EchoSpec};
pub use event::{AppEvent, LookupEvent, StubLookup};
pub use failure::ClientError;
pub use ftp::{
    FtpClientScreen, FtpClientSpec, FtpEvent, FtpLine, FtpLogLine, FtpServerScreen, FtpServerSpec,
    FtpSessionRow, FtpState, FtpTransfer,
};
pub use game::{
    GAME_HEIGHT, GAME_PLAYERS, GAME_WIDTH, GameClientSpec, GameCounts, GameEvent, GamePlayer,
    GameScreen, GameSeat, GameServerScreen, GameServerSpec, GameState, LeaveReason, Steer,
};
pub use ping::{PingEvent, PingLine, PingScreen, PingSpec, PingTimes, PingTotals};
pub use resolver::ResolverSpec;
pub use screen::Screen;
pub use stub::ResolverScreen;
pub use target::{LookupError, SpecDefect, Target};
pub use traceroute::{
    Probe, TraceEnd, TraceHop, TracerouteEvent, TracerouteScreen, TracerouteSpec,
};
pub use video::{
    FrameFate, FrameTime, PICTURE_HEIGHT, PICTURE_WIDTH, PlayState, PlayerSpec, ReceivingScreen,
    SendingScreen, SourceSpec, StreamerSpec, VideoCallSpec, VideoEvent, VideoScreen, VideoTotals,
    scene_picture,
};
pub use web::{
    Block, BrowserConnection, BrowserScreen, BrowserSpec, BrowserState, Content, Fetch, FetchTimes,
    PICTURE_TYPE, WebEvent, WebLogLine, WebServerScreen, WebServerSpec, WebVisitor, blocks, title,
};

pub(crate) use chat::{ChatClient, ChatServer};
pub(crate) use dns_server::DnsServer;
pub(crate) use echo::{EchoClient, EchoServer};
pub(crate) use ftp::{FtpClient, FtpServer};
pub(crate) use game::{GameClient, GameServer};
pub(crate) use ping::Ping;
pub(crate) use resolver::RecursiveResolver;
pub(crate) use stub::StubResolver;
pub(crate) use traceroute::Traceroute;
pub(crate) use video::Video;
pub(crate) use web::{Browser, WebServer};

/// The port that name servers listen on (RFC 1035 §4.2).
pub const DNS_PORT: u16 = 53;

/// What sort of program it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AppKind {
    /// Sends back what it gets.
    Echo,
    /// Says something to an echo server.
    EchoClient,
    /// Answers questions about names from its zones.
    DnsServer,
    /// Finds out about names for other hosts, from the root down.
    Resolver,
    /// Looks names up for the programs of its host; hosts with name servers run one by themselves.
    Stub,
    /// Passes on what one says to all others.
    ChatServer,
    /// Takes part in a chat.
    ChatClient,
    /// Asks a host for echoes.
    Ping,
    /// Finds the routers on a way.
    Traceroute,
    /// Moves players over a field and tells them where they are.
    GameServer,
    /// Plays on such a field.
    GameClient,
    /// Sends a moving picture.
    Streamer,
    /// Shows a moving picture.
    Player,
    /// Does both.
    VideoCall,
    /// Answers requests for pages (HTTP).
    WebServer,
    /// Fetches a page and its pictures (HTTP).
    Browser,
    /// Hands out files (FTP).
    FtpServer,
    /// Fetches a file (FTP).
    FtpClient,
}

impl AppKind {
    /// Every kind.
    pub const ALL: &'static [AppKind] = &[
        AppKind::Echo,
        AppKind::EchoClient,
        AppKind::DnsServer,
        AppKind::ChatClient,
        AppKind::Browser,
        AppKind::ChatServer,
        AppKind::FtpClient,
        AppKind::FtpServer,
        AppKind::GameClient,
        AppKind::GameServer,
        AppKind::Ping,
        AppKind::Player,
        AppKind::Resolver,
        AppKind::Streamer,
        AppKind::Stub,
        AppKind::Traceroute,
        AppKind::VideoCall,
        AppKind::WebServer,
    ];

    /// Its name in a scenario file.
    pub const fn as_str(self) -> &'static str {
        match self {
            AppKind::Echo => "echo",
            AppKind::EchoClient => "echo-client",
            AppKind::DnsServer => "dns-server",
            AppKind::Resolver => "resolver",
            AppKind::Stub => "stub",
            AppKind::ChatServer => "chat-server",
            AppKind::ChatClient => "chat-client",
            AppKind::Ping => "ping",
            AppKind::Traceroute => "traceroute",
            AppKind::GameServer => "game-server",
            AppKind::GameClient => "game-client",
            AppKind::Streamer => "streamer",
            AppKind::Player => "player",
            AppKind::VideoCall => "video-call",
            AppKind::WebServer => "web-server",
            AppKind::Browser => "browser",
            AppKind::FtpServer => "ftp-server",
            AppKind::FtpClient => "ftp-client",
        }
    }
}

/// What a program is, in brief.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AppSummary {
    /// What sort of program.
    pub kind: AppKind,
    /// What a person calls it, if the scenario says so.
    pub name: Option<String>,
    /// The port it listens on, if it does.
    pub port: Option<u16>,
    /// Whom it turns to, if it does.
    pub target: Option<Target>,
}
