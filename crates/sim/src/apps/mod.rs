//! Programs that speak protocols of their own: a folder or a file each, and a row in the table below.
//!
//! Each has a spec (what a scenario or a command says of it), a screen (what it shows to whoever sits
//! before it) and events (what it did and learnt, for log and narration). Whatever has to name all programs is
//! made of the table: [`ProgramSpec`], [`AppKind`], [`AppEvent`], [`Screen`], and what runs, `AnyProgram`.

mod any_program;
mod client;
mod defect;
mod dns_asker;
mod dns_causes;
mod dns_streams;
mod event;
mod failure;
mod kind;
mod outbox;
mod patience;
mod screen;
mod spec;
mod stub;
mod target;
mod told;

pub use defect::{SpecDefect, SpecWhy};
pub use event::{AppEvent, LookupEvent, StubLookup};
pub use failure::ClientError;
pub use kind::{AppKind, AppSummary};
pub use screen::Screen;
pub use spec::{Ask, Carrier, Field, ProgramSpec};
pub use stub::ResolverScreen;
pub use target::{LookupError, Target};
pub use told::Told;

pub(crate) use any_program::AnyProgram;
pub(crate) use stub::StubResolver;

/// The port that name servers listen on (RFC 1035 §4.2).
pub const DNS_PORT: u16 = 53;

mod chat;
mod dns_server;
mod echo;
mod ftp;
mod game;
mod ping;
mod quote;
mod resolver;
mod traceroute;
mod video;
mod web;

/// The table of programs: gives all its rows to the macro that is named.
///
/// A row is a protocol: its folder; its events, if it has some, and what its screens hold; and its programs, each
/// with its spec, what is made of that, and its name in a scenario file. The order is that in which they are offered.
///
/// The numbers go into the hash of a trace: of an event; of a spec, and of the kind of program. One that was given
/// stays, and a new one is the next; rows may be moved.
macro_rules! table {
    ($use:ident) => {
        $use! {
            echo {
                /// About echoes.
                1 Echo(EchoEvent);
            } {
                /// Echoes, of the server or of a client.
                Echo(EchoScreen);
            } {
                /// Sends back what it gets.
                1, 0 "echo" Echo(EchoSpec) => EchoServer::new;
                /// Says something to an echo server and waits for the echo.
                2, 1 "echo-client" EchoClient(EchoClientSpec) => EchoClient::new;
            }
            quote {
                /// About quotes of the day.
                11 Quote(QuoteEvent);
            } {
                /// Quotes of the day, of the server or of a client.
                Quote(QuoteScreen);
            } {
                /// Asks for a quote of the day.
                19, 19 "quote-client" QuoteClient(QuoteClientSpec) => QuoteClient::new;
                /// Gives a quote of the day to whoever asks.
                18, 18 "quote-server" QuoteServer(QuoteServerSpec) => QuoteServer::new;
            }
            dns_server {
                /// About a name server's answers.
                3 DnsServer(DnsServerEvent);
            } {
                /// The zones of a name server.
                DnsServer(DnsServerScreen);
            } {
                /// Answers questions about names from its zones.
                9, 2 "dns-server" DnsServer(DnsServerSpec) => DnsServer::new;
            }
            resolver {} {} {
                /// Finds out about names for other hosts, from the root down.
                10, 3 "resolver" Resolver(ResolverSpec) => RecursiveResolver::new;
            }
            web {
                /// About web pages.
                5 Web(WebEvent);
            } {
                /// A web server's connections and log.
                WebServer(WebServerScreen);
                /// A browser's page.
                Browser(BrowserScreen);
            } {
                /// Fetches a page and its pictures (HTTP).
                6, 15 "browser" Browser(BrowserSpec) => Browser::new;
                /// Answers requests for pages (HTTP).
                5, 14 "web-server" WebServer(WebServerSpec) => WebServer::new;
            }
            ftp {
                /// About files.
                4 Ftp(FtpEvent);
            } {
                /// An FTP server's sessions and log.
                FtpServer(FtpServerScreen);
                /// An FTP client's dialogue and file.
                FtpClient(FtpClientScreen);
            } {
                /// Fetches a file (FTP).
                4, 17 "ftp-client" FtpClient(FtpClientSpec) => FtpClient::new;
                /// Hands out files (FTP).
                3, 16 "ftp-server" FtpServer(FtpServerSpec) => FtpServer::new;
            }
            chat {
                /// About a chat.
                6 Chat(ChatEvent);
            } {
                /// Who is in a chat, at its server.
                ChatServer(ChatServerScreen);
                /// A chat, as one of its clients sees it.
                Chat(ChatScreen);
            } {
                /// Takes part in a chat.
                8, 6 "chat-client" ChatClient(ChatClientSpec) => ChatClient::new;
                /// Passes on what one says to all others.
                7, 5 "chat-server" ChatServer(ChatServerSpec) => ChatServer::new;
            }
            game {
                /// Of a game.
                9 Game(GameEvent);
            } {
                /// What a player of the game sees.
                Game(GameScreen);
                /// What the game's server knows.
                GameServer(GameServerScreen);
            } {
                /// Plays a game.
                14, 10 "game-client" GameClient(GameClientSpec) => GameClient::new;
                /// Moves the players of that game and tells them where everybody is.
                13, 9 "game-server" GameServer(GameServerSpec) => GameServer::new;
            }
            ping {
                /// Of ping.
                7 Ping(PingEvent);
            } {
                /// What ping prints.
                Ping(PingScreen);
            } {
                /// Asks a host for echoes over ICMP.
                11, 7 "ping" Ping(PingSpec) => Ping::new;
            }
            traceroute {
                /// Of traceroute.
                8 Traceroute(TracerouteEvent);
            } {
                /// What traceroute prints.
                Traceroute(TracerouteScreen);
            } {
                /// Finds the routers on the way to a host.
                12, 8 "traceroute" Traceroute(TracerouteSpec) => Traceroute::new;
            }
            video {
                /// Of a moving picture.
                10 Video(VideoEvent);
            } {
                /// What a streamer, a player or one side of a video call shows.
                Video(Box<VideoScreen>);
            } {
                /// Sends a moving picture to a player.
                15, 11 "streamer" Streamer(StreamerSpec) => Video::streamer;
                /// Shows a moving picture.
                16, 12 "player" Player(PlayerSpec) => Video::player;
                /// One side of a video call.
                17, 13 "video-call" VideoCall(VideoCallSpec) => Video::call;
            }
        }
    };
}

/// What each folder has for others: its specs, events and screens, and its programs for this crate.
macro_rules! for_others {
    ($($folder:ident $events:tt $screens:tt $programs:tt)*) => {
        $(pub use $folder::*;)*
    };
}
table!(for_others);
use table;
