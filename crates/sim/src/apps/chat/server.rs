//! The chat server.

use core::net::SocketAddrV4;
use std::sync::Arc;

use hoplab_units::{Span, Time};
use hoplab_wire::lines::LineReader;

use super::{
    ChatEvent, ChatLine, ChatMember, ChatServerScreen, ChatServerSpec, Dismissal, MAX_LINE,
    is_nick, show,
};
use crate::apps::event::AppEvent;
use crate::apps::outbox::Outbox;
use crate::apps::screen::Screen;
use crate::event::{EventKind, SocketError};
use crate::ids::SocketId;
use crate::program::{Input, Program, Sys};

/// The server.
#[derive(Clone, Debug)]
pub(crate) struct ChatServer {
    spec: ChatServerSpec,
    failed: Option<SocketError>,
    members: Vec<Member>,
    shown: Vec<ChatLine>,
    /// Whether it looks after claims.
    looking: bool,
}

/// Somebody connected.
#[derive(Clone, Debug)]
struct Member {
    socket: SocketId,
    from: SocketAddrV4,
    /// Its name, once it has told it.
    nick: Option<String>,
    lines: LineReader,
    out: Outbox,
    /// A name it asks for that another one has, who may be gone.
    claim: Option<Claim>,
}

/// A name that is asked for.
#[derive(Clone, Debug)]
struct Claim {
    nick: String,
    /// So long the one who has it may take to acknowledge that it is there.
    until: Time,
    /// What was read behind the name.
    behind: Vec<u8>,
}

impl ChatServer {
    /// So many that the list of them is one line.
    const MAX_MEMBERS: usize = 30;
    /// The most bytes that wait for somebody who does not read.
    const MAX_WAITING: usize = 16 * 1024;
    /// How long one whose name is asked for has to show that it is there: time for two resends.
    const GRACE: Span = Span::from_secs(3);
    /// How often the server looks whether it has.
    const LOOK: Span = Span::from_millis(100);

    pub(crate) fn new(spec: ChatServerSpec) -> ChatServer {
        ChatServer {
            spec,
            failed: None,
            members: Vec::new(),
            shown: Vec::new(),
            looking: false,
        }
    }

    fn tell(&mut self, sys: &mut Sys<'_>, event: ChatEvent) {
        show(&mut self.shown, sys.now(), &event);
        sys.record_app(AppEvent::Chat(event));
    }

    fn welcome(&mut self, sys: &mut Sys<'_>, socket: SocketId, from: SocketAddrV4) {
        self.members.push(Member {
            socket,
            from,
            nick: None,
            lines: LineReader::new(MAX_LINE + 1),
            out: Outbox::default(),
            claim: None,
        });
        if self.members.len() > ChatServer::MAX_MEMBERS {
            self.dismiss(sys, socket, Dismissal::Full);
        }
    }

    fn read(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        let claims = |one: &Member| one.socket == socket && one.claim.is_some();
        if self.members.iter().any(claims) {
            // The rest waits until it is decided what it is called.
            return;
        }
        let data = sys.read(socket);
        self.lines(sys, socket, &data);
    }

    fn lines(&mut self, sys: &mut Sys<'_>, socket: SocketId, data: &[u8]) {
        let mut input = data;
        loop {
            // Looked up each time: what a line says can end the membership.
            let Some(member) = self.members.iter_mut().find(|one| one.socket == socket) else {
                return;
            };
            if let Some(claim) = &mut member.claim {
                claim.behind = input.to_vec();
                return;
            }
            match member.lines.next(&mut input) {
                None => return,
                Some(Err(_)) => self.dismiss(sys, socket, Dismissal::LineTooLong),
                Some(Ok(line)) => {
                    let text = String::from_utf8_lossy(&line);
                    let text: String = text.chars().map(no_control).collect();
                    self.line(sys, socket, text.trim());
                }
            }
        }
    }

    fn line(&mut self, sys: &mut Sys<'_>, socket: SocketId, text: &str) {
        let Some(member) = self.members.iter().find(|one| one.socket == socket) else {
            return;
        };
        let Some(nick) = member.nick.clone() else {
            return self.name(sys, socket, text);
        };
        if text.is_empty() {
            return;
        }
        let line = format!("{nick}: {text}\r\n");
        let to = self.pass_on(sys, socket, &line);
        self.tell(sys, ChatEvent::Relayed { nick, to });
        self.drop_the_slow(sys);
    }

    /// Somebody told its name.
    fn name(&mut self, sys: &mut Sys<'_>, socket: SocketId, nick: &str) {
        if !is_nick(nick) {
            return self.dismiss(sys, socket, Dismissal::BadName);
        }
        if let Some(holder) = self.holder(nick) {
            return self.claim(sys, socket, holder, nick);
        }
        if let Some(member) = self.members.iter_mut().find(|one| one.socket == socket) {
            member.nick = Some(nick.to_owned());
        }
        let nicks: Vec<&str> = self
            .members
            .iter()
            .filter_map(|one| one.nick.as_deref())
            .collect();
        let here = format!("* here: {}\r\n", nicks.join(", "));
        if let Some(member) = self.members.iter_mut().find(|one| one.socket == socket) {
            member.out.push(here.into_bytes());
            member.out.write(sys, socket);
        }
        self.pass_on(sys, socket, &format!("* {nick} joined\r\n"));
        let nick = nick.to_owned();
        self.tell(sys, ChatEvent::Joined { nick });
        self.drop_the_slow(sys);
    }

    /// Who is called so.
    fn holder(&self, nick: &str) -> Option<usize> {
        let named = |one: &Member| one.nick.as_deref() == Some(nick);
        self.members.iter().position(named)
    }

    /// Somebody asks for the name another one has: that one has to show that it is there.
    fn claim(&mut self, sys: &mut Sys<'_>, socket: SocketId, holder: usize, nick: &str) {
        let until = sys.now() + ChatServer::GRACE;
        self.ask(sys, holder);
        if let Some(member) = self.members.iter_mut().find(|one| one.socket == socket) {
            member.claim = Some(Claim {
                nick: nick.to_owned(),
                until,
                behind: Vec::new(),
            });
        }
        self.look_later(sys);
    }

    /// Has somebody acknowledge something, if anybody is there.
    fn ask(&mut self, sys: &mut Sys<'_>, holder: usize) {
        if let Some(holder) = self.members.get_mut(holder) {
            holder
                .out
                .push(&b"* somebody else asks for your name\r\n"[..]);
            holder.out.write(sys, holder.socket);
        }
    }

    /// Whoever still asks for a name asks its new holder, who has as long as anybody to show that it is there.
    fn renew(&mut self, sys: &mut Sys<'_>, nick: &str) {
        let until = sys.now() + ChatServer::GRACE;
        let claims = self.members.iter_mut().filter_map(|one| one.claim.as_mut());
        let mut any = false;
        for claim in claims.filter(|claim| claim.nick == nick) {
            claim.until = until;
            any = true;
        }
        if let Some(holder) = self.holder(nick).filter(|_| any) {
            self.ask(sys, holder);
        }
    }

    fn look_later(&mut self, sys: &mut Sys<'_>) {
        let claims = self.members.iter().any(|one| one.claim.is_some());
        if claims && !self.looking {
            self.looking = true;
            sys.set_timer(ChatServer::LOOK);
        }
    }

    /// Decides about the names that are asked for, as far as it can.
    fn look(&mut self, sys: &mut Sys<'_>) {
        self.looking = false;
        let claims = self.members.iter().filter_map(|one| {
            let claim = one.claim.as_ref()?;
            Some((one.socket, claim.nick.clone()))
        });
        let claims: Vec<(SocketId, String)> = claims.collect();
        for (socket, nick) in claims {
            // What was decided about one before may have given it more time, or done away with it.
            let member = self.members.iter().find(|one| one.socket == socket);
            let Some(until) = member.and_then(|one| Some(one.claim.as_ref()?.until)) else {
                continue;
            };
            let Some(holder) = self.holder(&nick) else {
                self.grant(sys, socket);
                continue;
            };
            let holder = &self.members[holder];
            let gone = holder.socket;
            if holder.out.is_empty() && sys.unacknowledged(gone) == 0 {
                self.dismiss(sys, socket, Dismissal::NameTaken);
            } else if until <= sys.now() {
                self.dismiss(sys, gone, Dismissal::Gone);
            }
        }
        self.look_later(sys);
    }

    /// The name somebody asked for is free.
    fn grant(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        let member = self.members.iter_mut().find(|one| one.socket == socket);
        let Some(claim) = member.and_then(|member| member.claim.take()) else {
            return;
        };
        self.name(sys, socket, &claim.nick);
        self.lines(sys, socket, &claim.behind);
        self.read(sys, socket);
    }

    /// Writes a line to all that have a name but for one; returns how many they are.
    fn pass_on(&mut self, sys: &mut Sys<'_>, but: SocketId, line: &str) -> u16 {
        let line: Arc<[u8]> = line.as_bytes().into();
        let mut count = 0;
        let others = self.members.iter_mut();
        for member in others.filter(|one| one.socket != but && one.nick.is_some()) {
            member.out.push(Arc::clone(&line));
            member.out.write(sys, member.socket);
            count += 1;
        }
        count
    }

    /// One that does not read must not cost the server its memory.
    fn drop_the_slow(&mut self, sys: &mut Sys<'_>) {
        let slow = |one: &&Member| one.out.len() > ChatServer::MAX_WAITING;
        while let Some(socket) = self.members.iter().find(slow).map(|one| one.socket) {
            self.dismiss(sys, socket, Dismissal::TooSlow);
        }
    }

    /// Closes a connection and says why.
    fn dismiss(&mut self, sys: &mut Sys<'_>, socket: SocketId, why: Dismissal) {
        let Some(place) = self.members.iter().position(|one| one.socket == socket) else {
            return;
        };
        let mut member = self.members.remove(place);
        let nick = member.nick.take();
        let shown = nick.clone().unwrap_or_else(|| member.from.to_string());
        self.tell(sys, ChatEvent::Dismissed { nick: shown, why });
        if matches!(why, Dismissal::TooSlow | Dismissal::Gone) {
            // It takes nothing, so it would take neither the reason nor a FIN.
            sys.abort(socket);
        } else {
            member
                .out
                .push(format!("! {}\r\n", why.as_str()).into_bytes());
            member.out.write(sys, socket);
            sys.close(socket);
        }
        self.gone(sys, socket, nick);
    }

    /// Somebody left, or its connection failed.
    fn leave(&mut self, sys: &mut Sys<'_>, socket: SocketId) {
        if let Some(place) = self.members.iter().position(|one| one.socket == socket) {
            let member = self.members.remove(place);
            self.gone(sys, socket, member.nick);
        }
    }

    fn gone(&mut self, sys: &mut Sys<'_>, socket: SocketId, nick: Option<String>) {
        if let Some(nick) = nick {
            self.pass_on(sys, socket, &format!("* {nick} left\r\n"));
            let claims = |one: &&Member| one.claim.as_ref().is_some_and(|claim| claim.nick == nick);
            let next = self.members.iter().find(claims).map(|one| one.socket);
            let left = nick.clone();
            self.tell(sys, ChatEvent::Left { nick: left });
            if let Some(next) = next {
                self.grant(sys, next);
                self.renew(sys, &nick);
            }
        }
    }
}

fn no_control(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

impl Program for ChatServer {
    fn screen(&self, _now: Time) -> Option<Screen> {
        let member = |one: &Member| ChatMember {
            nick: one.nick.clone(),
            from: one.from,
            waiting: one.out.len() as u32,
        };
        Some(Screen::ChatServer(ChatServerScreen {
            failed: self.failed,
            members: self.members.iter().map(member).collect(),
            lines: self.shown.clone(),
        }))
    }

    fn start(&mut self, sys: &mut Sys<'_>) {
        if let Err(error) = sys.listen(self.spec.port) {
            self.failed = Some(error);
            sys.record(EventKind::SocketError { error });
            sys.exit();
        }
    }

    fn handle(&mut self, sys: &mut Sys<'_>, socket: Option<SocketId>, input: Input<'_>) {
        let Some(socket) = socket else {
            return self.look(sys);
        };
        match input {
            Input::Accepted { from } => self.welcome(sys, socket, from),
            Input::Readable { .. } => self.read(sys, socket),
            Input::Writable => {
                if let Some(member) = self.members.iter_mut().find(|one| one.socket == socket) {
                    member.out.write(sys, socket);
                }
            }
            Input::StreamEnded { .. } => {
                self.leave(sys, socket);
                sys.close(socket);
            }
            Input::Error(_) => self.leave(sys, socket),
            _ => {}
        }
    }
}
