//! The chat client.

use core::net::{Ipv4Addr, SocketAddrV4};

use hoplab_units::Time;
use hoplab_wire::lines::LineReader;

use super::{ChatClientSpec, ChatEvent, ChatScreen, ChatState, MAX_LINE, show};
use crate::apps::client::Client;
use crate::apps::event::AppEvent;
use crate::apps::failure::ClientError;
use crate::apps::outbox::Outbox;
use crate::apps::patience::Patience;
use crate::apps::screen::Screen;
use crate::event::SocketError;
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys, Timer};

/// The client.
#[derive(Clone, Debug)]
pub(crate) struct ChatClient {
    spec: ChatClientSpec,
    screen: ChatScreen,
    socket: Option<SocketId>,
    lines: LineReader,
    out: Outbox,
    /// What it wanted to say before it was in.
    unsaid: Vec<String>,
    /// The server told why it will close the connection.
    dismissed: bool,
    /// How long it waits to be let in.
    patience: Patience,
}

impl ChatClient {
    /// The longest line it takes from the server, in bytes.
    const MAX_HEARD: usize = 2048;
    /// The most bytes that wait for TCP to take them.
    const MAX_WAITING: usize = 64 * 1024;
    /// The timer of its patience; lines to say have those from 0 on.
    const PATIENCE: Timer = Timer(u32::MAX);
    /// The most lines that wait until it is in.
    const MAX_UNSAID: usize = 100;

    pub(crate) fn new(spec: ChatClientSpec) -> ChatClient {
        let screen = ChatScreen {
            nick: spec.nick.clone(),
            state: ChatState::Connecting,
            lines: Vec::new(),
        };
        ChatClient {
            spec,
            screen,
            socket: None,
            lines: LineReader::new(ChatClient::MAX_HEARD),
            out: Outbox::default(),
            unsaid: Vec::new(),
            dismissed: false,
            patience: Patience::new(ChatClient::PATIENCE),
        }
    }

    fn tell(&mut self, sys: &mut Sys<'_>, event: ChatEvent) {
        show(&mut self.screen.lines, sys.now(), &event);
        sys.record_app(AppEvent::Chat(event));
    }

    fn write(&mut self, sys: &mut Sys<'_>, line: &str) {
        if let Some(socket) = self.socket {
            self.out.push(format!("{line}\r\n").into_bytes());
            self.out.write(sys, socket);
        }
    }

    /// Says something, or keeps it until it is in.
    fn say(&mut self, sys: &mut Sys<'_>, text: &str) {
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let (line, further) = rest.split_at(rest.floor_char_boundary(MAX_LINE));
            rest = further;
            if self.screen.state != ChatState::In {
                if self.unsaid.len() < ChatClient::MAX_UNSAID {
                    self.unsaid.push(line.to_owned());
                }
                continue;
            }
            if self.out.len() > ChatClient::MAX_WAITING {
                return self.give_up(sys, ClientError::TooMuch);
            }
            let text = line.to_owned();
            self.tell(sys, ChatEvent::Said { text });
            self.write(sys, line);
        }
    }

    fn read(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        let data = sys.read(socket);
        let mut input = &data[..];
        while let Some(line) = self.lines.next(&mut input) {
            match line {
                Ok(line) => self.hear(sys, &String::from_utf8_lossy(&line)),
                Err(_) => return self.give_up(sys, ClientError::NotUnderstood),
            }
        }
    }

    /// A line of the server.
    fn hear(&mut self, sys: &mut Sys<'_>, line: &str) {
        if let Some(nicks) = line.strip_prefix("* here: ") {
            self.screen.state = ChatState::In;
            let nicks = nicks.to_owned();
            self.tell(sys, ChatEvent::Here { nicks });
            for text in core::mem::take(&mut self.unsaid) {
                self.say(sys, &text);
            }
            return;
        }
        let told = || ChatEvent::Told {
            text: line.to_owned(),
        };
        let event = if let Some(text) = line.strip_prefix("! ") {
            self.dismissed = true;
            ChatEvent::Told {
                text: text.to_owned(),
            }
        } else if let Some(news) = line.strip_prefix("* ") {
            match news.rsplit_once(' ') {
                Some((nick, "joined")) => ChatEvent::Joined { nick: nick.into() },
                Some((nick, "left")) => ChatEvent::Left { nick: nick.into() },
                _ => told(),
            }
        } else if let Some((nick, text)) = line.split_once(": ") {
            let (nick, text) = (nick.to_owned(), text.to_owned());
            ChatEvent::Heard { nick, text }
        } else {
            told()
        };
        self.tell(sys, event);
    }
}

impl Client for ChatClient {
    fn begin(&mut self, sys: &mut Sys<'_>, address: Ipv4Addr) -> Result<(), SocketError> {
        let server = SocketAddrV4::new(address, self.spec.port);
        self.socket = Some(sys.connect(server, None, None)?);
        Ok(())
    }

    fn give_up(&mut self, sys: &mut Sys<'_>, error: ClientError) {
        self.screen.state = ChatState::Out(error);
        self.tell(sys, ChatEvent::Failed { error });
        sys.exit();
    }
}

impl Program for ChatClient {
    fn screen(&self, _now: Time) -> Option<Screen> {
        Some(Screen::Chat(self.screen.clone()))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        for (number, line) in self.spec.lines.iter().enumerate() {
            sys.set_timer_for(line.after, Timer(number as u32));
        }
        sys.resolve(&self.spec.to, 0);
    }

    fn handle(&mut self, sys: &mut Sys<'_>, _socket: Option<SocketId>, input: Input<'_>) {
        match input {
            Input::Resolved { result, .. } => self.resolved(sys, result),
            Input::Connected => {
                self.screen.state = ChatState::Joining;
                self.patience.renew(sys);
                let nick = self.spec.nick.clone();
                self.write(sys, &nick);
            }
            Input::Readable { .. } => {
                if let Some(socket) = self.socket {
                    self.read(sys, socket);
                }
            }
            Input::Writable => {
                if let Some(socket) = self.socket {
                    self.out.write(sys, socket);
                }
            }
            Input::StreamEnded { .. } => {
                let error = if self.dismissed {
                    ClientError::Refused
                } else {
                    ClientError::CutOff
                };
                self.give_up(sys, error);
            }
            Input::Error(error) => self.give_up(sys, ClientError::Socket(error)),
            Input::Timer(ChatClient::PATIENCE) => {
                let waits = self.screen.state == ChatState::Joining;
                if self.patience.is_over(sys, waits) {
                    self.give_up(sys, ClientError::Silence);
                }
            }
            Input::Timer(Timer(number)) => {
                if let Some(line) = self.spec.lines.get(number as usize) {
                    let text = line.text.clone();
                    self.say(sys, &text);
                }
            }
            Input::Typed(text) => self.say(sys, text),
            _ => {}
        }
    }
}
