//! What a scene asserts, compared with what came.

use hoplab_explain::name_of;
use hoplab_tcp::{State, TimerKind};
use hoplab_units::Span;
use hoplab_wire::tcp::{Flags, Header};

use super::bytes;
use super::host::Sent;
use super::numbers::relative;
use super::play::Player;
use super::show;
use super::step::{Expected, ExpectedOptions, Item};

/// What was expected and what came.
pub(super) struct Difference {
    pub(super) expected: String,
    pub(super) came: String,
}

impl From<String> for Difference {
    fn from(came: String) -> Difference {
        let expected = String::new();
        Difference { expected, came }
    }
}

pub(super) fn differ<T>(
    expected: impl Into<String>,
    came: impl Into<String>,
) -> Result<T, Difference> {
    Err(Difference {
        expected: expected.into(),
        came: came.into(),
    })
}

pub(super) fn same<T: PartialEq + core::fmt::Display>(
    what: &str,
    expected: T,
    came: T,
) -> Result<(), Difference> {
    if expected == came {
        Ok(())
    } else {
        differ(format!("{what} {expected}"), format!("{what} {came}"))
    }
}

impl Player {
    pub(super) fn nothing_unexpected(&mut self) -> Result<(), Difference> {
        match self.host.outbox.front() {
            None => Ok(()),
            Some(sent) => differ("nothing more sent", self.describe(sent)),
        }
    }

    pub(super) fn describe(&self, sent: &Sent) -> String {
        let text = show::sent(sent, self.host.numbering);
        let after = sent.at.since(self.began);
        let late = if sent.at == self.host.now {
            String::new()
        } else {
            format!(" after {after}")
        };
        format!("> {text}{late}   ({})", show::reason(sent))
    }

    pub(super) fn expect(&mut self, expected: &Expected) -> Result<(), Difference> {
        let Some(sent) = self.host.outbox.pop_front() else {
            return differ("this segment", "nothing sent");
        };
        let came = self.describe(&sent);
        let wrong = |what: &str, wanted: String| differ(format!("{what} {wanted}"), came.clone());
        let numbering = self.host.numbering;
        let header = &sent.header;
        let seq = expected.seq.on_wire(numbering.ours);
        let ack = expected.ack.map_or(0, |ack| ack.on_wire(numbering.theirs));
        if header.flags != expected.flags {
            return wrong("flags", show::flags(expected.flags));
        }
        if header.seq != seq {
            return wrong("seq", relative(seq, numbering.ours).to_string());
        }
        if header.ack != ack {
            return wrong("ack", relative(ack, numbering.theirs).to_string());
        }
        if sent.payload.len() != expected.len {
            return wrong("len", expected.len.to_string());
        }
        if let Some(window) = expected.window.filter(|window| *window != header.window) {
            return wrong("win", window.to_string());
        }
        if header.urgent != expected.urgent {
            return wrong("urg", expected.urgent.to_string());
        }
        if let Some(wanted) = options_differ(&expected.options, header, numbering.theirs) {
            return wrong("options", format!("<{wanted}>"));
        }
        let moment = expected
            .after
            .map_or(self.host.now, |after| self.began + after);
        if sent.at != moment {
            return wrong("after", moment.since(self.began).to_string());
        }
        let reason = show::reason(&sent);
        let why = expected.why.as_ref();
        match why.filter(|why| !reason.split(' ').any(|word| word == **why)) {
            Some(why) => wrong("why", why.clone()),
            None => Ok(()),
        }
    }

    pub(super) fn check_state(&mut self, state: State) -> Result<(), Difference> {
        self.nothing_unexpected()?;
        same("state", state.name(), self.host.state().name())
    }

    pub(super) fn check_error(&mut self, name: &str) -> Result<(), Difference> {
        let error = self.host.endpoint()?.error();
        let error = error.map_or("none".to_owned(), |error| name_of(&error));
        same("error", name, &error)
    }

    pub(super) fn check_event(
        &mut self,
        wanted: bool,
        name: &str,
        fields: &[(String, String)],
    ) -> Result<(), Difference> {
        let numbering = self.host.numbering;
        let events = self.host.events.iter();
        let events: Vec<_> = events.map(|event| show::event(event, numbering)).collect();
        let found = events.iter().any(|event| {
            event.name == name
                && fields
                    .iter()
                    .all(|(key, value)| event.get(key) == Some(value.as_str()))
        });
        if found == wanted {
            return Ok(());
        }
        let all: Vec<String> = events.iter().map(show::Fields::text).collect();
        let expected = if wanted {
            "this event"
        } else {
            "no such event"
        };
        differ(expected, format!("[{}]", all.join("; ")))
    }

    pub(super) fn check_inside(&mut self, fields: &[(String, String)]) -> Result<(), Difference> {
        let numbering = self.host.numbering;
        let snapshot = show::snapshot(&self.host.endpoint()?.snapshot(), numbering);
        for (key, value) in fields {
            let Some(inside) = snapshot.get(key) else {
                return Err(format!("the snapshot has no field `{key}`").into());
            };
            same(key, value.as_str(), inside)?;
        }
        Ok(())
    }

    pub(super) fn check_timer(&mut self, name: &str, left: Option<Span>) -> Result<(), Difference> {
        let now = self.host.now;
        let timers = self.host.endpoint()?.snapshot().timers;
        let named = |kind: &TimerKind| name_of(kind) == name;
        if !TimerKind::ALL.iter().any(named) {
            return Err(format!("no timer `{name}`").into());
        }
        let found = timers.iter().find(|(kind, _)| named(kind));
        let found = found.map(|(_, at)| at.since(now));
        let text = |left: Option<Span>| left.map_or("off".to_owned(), |left| left.to_string());
        same(&format!("timer {name}"), text(left), text(found))
    }
}

/// The options expected, if those that came are others.
fn options_differ(expected: &ExpectedOptions, header: &Header, theirs: u32) -> Option<String> {
    let items: &[Item] = match expected {
        ExpectedOptions::Any => return None,
        ExpectedOptions::Unsaid if header.flags.contains(Flags::SYN) => return None,
        ExpectedOptions::Unsaid => &[],
        ExpectedOptions::These(items) => items,
    };
    // Written and read again, so that order and padding don't count; blocks we send are about the
    // peer's stream.
    let mut items = items.to_vec();
    for item in &mut items {
        if let (Item::Timestamps(value, echo), Some(came)) = (item, header.options.timestamps) {
            (*value, *echo) = (value.or(Some(came.0)), echo.or(Some(came.1)));
        }
    }
    let wanted = bytes::read_options(&items, theirs);
    (wanted != header.options).then(|| show::options(&wanted, theirs))
}
