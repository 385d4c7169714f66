//! [`AppKind`] and [`AppSummary`]: what a program is, in brief.

use super::spec::{Carrier, Field, Settings};
use super::table;
use super::target::Target;

macro_rules! kinds {
    ($($folder:ident $events:tt $screens:tt {
        $($(#[$doc:meta])* $of_spec:literal, $number:literal $name:tt $kind:ident($spec:ident)
            => $program:ident::$make:ident;)*
    })*) => {
        /// What sort of program it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum AppKind {
            /// Looks names up for the programs of its host; hosts with name servers run one by themselves.
            Stub = 4,
            $($($(#[$doc])* $kind = $number,)*)*
        }

        impl AppKind {
            /// Every kind, in the order in which to offer them.
            pub const ALL: &'static [AppKind] = &[$($(AppKind::$kind,)*)* AppKind::Stub];

            /// Its name in a scenario file.
            pub const fn as_str(self) -> &'static str {
                match self {
                    AppKind::Stub => "stub",
                    $($(AppKind::$kind => $name,)*)*
                }
            }

            /// What a form asks before it is started; `None`: it needs more than a small form holds, or runs by itself
            /// wherever it is needed.
            pub const fn form(self) -> Option<&'static [Field]> {
                match self {
                    AppKind::Stub => None,
                    $($(AppKind::$kind => super::$folder::$spec::FORM,)*)*
                }
            }

            /// What carries its messages.
            pub const fn carrier(self) -> Carrier {
                match self {
                    AppKind::Stub => Carrier::Any,
                    $($(AppKind::$kind => super::$folder::$spec::CARRIER,)*)*
                }
            }
        }
    };
}
table!(kinds);

impl AppKind {
    /// Of this kind, waiting on a port for whoever comes.
    pub(crate) fn waiting(self, name: &Option<String>, port: u16) -> AppSummary {
        AppSummary {
            kind: self,
            name: name.clone(),
            port: Some(port),
            target: None,
        }
    }

    /// Of this kind, turning to somebody.
    pub(crate) fn turning_to(self, name: &Option<String>, target: &Target) -> AppSummary {
        AppSummary {
            kind: self,
            name: name.clone(),
            port: None,
            target: Some(target.clone()),
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
