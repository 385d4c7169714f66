//! [`Screen`]: what programs show to whoever sits before them.

use super::chat::{ChatScreen, ChatServerScreen};
use super::dns_server::DnsServerScreen;
use super::echo::EchoScreen;
use super::ftp::{FtpClientScreen, FtpServerScreen};
use super::game::{GameScreen, GameServerScreen};
use super::ping::PingScreen;
use super::stub::ResolverScreen;
use super::traceroute::TracerouteScreen;
use super::video::VideoScreen;
use super::web::{BrowserScreen, WebServerScreen};

/// What a program shows, as plain data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// Echoes, of the server or of a client.
    Echo(EchoScreen),
    /// What a resolver remembers.
    Resolver(ResolverScreen),
    /// The zones of a name server.
    DnsServer(DnsServerScreen),
    /// A web server's connections and log.
    WebServer(WebServerScreen),
    /// A browser's page.
    Browser(BrowserScreen),
    /// An FTP server's sessions and log.
    FtpServer(FtpServerScreen),
    /// An FTP client's dialogue and file.
    FtpClient(FtpClientScreen),
    /// Who is in a chat, at its server.
    ChatServer(ChatServerScreen),
    /// A chat, as one of its clients sees it.
    Chat(ChatScreen),
    /// What ping prints.
    Ping(PingScreen),
    /// What traceroute prints.
    Traceroute(TracerouteScreen),
    /// What a player of the game sees.
    Game(GameScreen),
    /// What the game's server knows.
    GameServer(GameServerScreen),
    /// What a streamer, a player or one side of a video call shows.
    Video(Box<VideoScreen>),
}
