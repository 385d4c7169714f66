//! [`ProgramSpec`]: a program to start, and what its settings tell of it before it runs.

use core::hash::{Hash, Hasher};

use hoplab_units::Rate;
use serde::{Deserialize, Serialize};

use super::defect::SpecDefect;
use super::kind::{AppKind, AppSummary};
use super::table;
use crate::command::Payload;
use crate::event::{ProgramSummary, SocketProtocol};

/// What the settings of a program tell of it.
pub(crate) trait Settings {
    /// What a form asks before it is started; `None`: it needs more than a small form holds.
    const FORM: Option<&'static [Field]>;
    /// What carries its messages.
    const CARRIER: Carrier;

    /// What it will say it is, being of this kind.
    fn summary(&self, kind: AppKind) -> AppSummary;

    /// Whether it can be started as it is.
    ///
    /// # Errors
    /// The field that stands in the way, and why.
    fn check(&self) -> Result<(), SpecDefect>;

    /// Whether it goes over what the world is switched to.
    fn follows_switch(&self) -> bool {
        false
    }
}

/// What a setting is, for its field in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A name, an address, or one of the world's hosts.
    Target,
    /// A port.
    Port,
    /// A number.
    Number,
    /// A text.
    Text,
    /// A text that may be left out.
    Optional,
    /// UDP or TCP, or whatever the world is switched to.
    Transport,
}

/// One setting that a form asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in a scenario file.
    pub name: &'static str,
    /// What it is.
    pub ask: Ask,
    /// What stands in it at first.
    pub first: &'static str,
}

pub(crate) const fn field(name: &'static str, ask: Ask, first: &'static str) -> Field {
    Field { name, ask, first }
}

/// Whom a client turns to.
pub(crate) const TO: Field = field("to", Ask::Target, "");
/// What it goes over, where it can go over either.
pub(crate) const OVER: Field = field("transport", Ask::Transport, "");

/// What carries a program's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// What the world is switched to, UDP or TCP.
    Switch,
    /// Always the same.
    Own(&'static [SocketProtocol]),
    /// It takes whatever comes.
    Any,
}

macro_rules! specs {
    ($($folder:ident $events:tt $screens:tt {
        $($(#[$doc:meta])* $number:literal, $of_kind:literal $name:tt $kind:ident($spec:ident)
            => $program:ident::$make:ident;)*
    })*) => {
        /// A program to start: by a host when it is switched on, or by a command.
        ///
        /// It stands in a scenario file as it is, so its names are those that teachers write.
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case", deny_unknown_fields)]
        pub enum ProgramSpec {
            /// Waits for messages on one port, over UDP and TCP, and for raw IP, and keeps what it gets.
            Viewer {
                /// What a person calls it.
                name: String,
                /// The UDP and TCP port it listens on.
                port: u16,
                /// How fast it reads what comes, all together; `None`: at once. What it has not read yet fills the
                /// receive buffer: TCP's window closes, and datagrams, which have a buffer of the same size, are
                /// dropped.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                read_rate: Option<Rate>,
                /// What it answers over a connection once the other side has no more to send; `None`: it only closes.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                reply: Option<Payload>,
            },
            $($(
                $(#[$doc])*
                #[serde(rename = $name)]
                $kind(super::$folder::$spec),
            )*)*
        }

        /// Each number once, or this does not compile.
        #[derive(Clone, Copy)]
        enum Number {
            Viewer = 0,
            $($($kind = $number,)*)*
        }

        /// By the numbers of the table, and not by the order of its rows.
        impl Hash for ProgramSpec {
            fn hash<H: Hasher>(&self, hasher: &mut H) {
                match self {
                    ProgramSpec::Viewer { name, port, read_rate, reply } => {
                        (Number::Viewer as isize).hash(hasher);
                        (name, port, read_rate, reply).hash(hasher);
                    }
                    $($(ProgramSpec::$kind(spec) => {
                        (Number::$kind as isize).hash(hasher);
                        spec.hash(hasher);
                    })*)*
                }
            }
        }

        impl ProgramSpec {
            /// What the program will say it is.
            pub fn summary(&self) -> ProgramSummary {
                match self {
                    ProgramSpec::Viewer { name, port, .. } => {
                        ProgramSummary::Viewer { name: name.clone(), port: *port }
                    }
                    $($(ProgramSpec::$kind(spec) => {
                        ProgramSummary::App(Settings::summary(spec, AppKind::$kind))
                    })*)*
                }
            }

            /// Whether it can be started as it is.
            ///
            /// # Errors
            /// The field that stands in the way, and why.
            pub fn check(&self) -> Result<(), SpecDefect> {
                match self {
                    ProgramSpec::Viewer { .. } => Ok(()),
                    $($(ProgramSpec::$kind(spec) => Settings::check(spec),)*)*
                }
            }

            /// Whether it goes over what the world is switched to.
            pub fn follows_switch(&self) -> bool {
                match self {
                    ProgramSpec::Viewer { .. } => false,
                    $($(ProgramSpec::$kind(spec) => Settings::follows_switch(spec),)*)*
                }
            }
        }
    };
}
table!(specs);
