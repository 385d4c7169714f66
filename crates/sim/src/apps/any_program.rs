//! [`AnyProgram`]: one of the programs there are, as it runs.

use super::spec::ProgramSpec;
use super::stub::StubResolver;
use super::table;
use crate::program::Program;
use crate::sender::Sender;
use crate::viewer::Viewer;

macro_rules! programs {
    ($($folder:ident $events:tt $screens:tt {
        $($(#[$doc:meta])* $of_spec:literal, $of_kind:literal $name:tt $kind:ident($spec:ident)
            => $program:ident::$make:ident;)*
    })*) => {
        /// The programs there are. An enum and no trait object, so that worlds can be cloned.
        #[derive(Clone, Debug)]
        pub(crate) enum AnyProgram {
            Sender(Box<Sender>),
            Viewer(Box<Viewer>),
            Stub(Box<StubResolver>),
            $($($kind(Box<super::$folder::$program>),)*)*
        }

        impl AnyProgram {
            fn app(spec: ProgramSpec) -> AnyProgram {
                match spec {
                    viewer @ ProgramSpec::Viewer { .. } => AnyProgram::new(viewer),
                    $($(ProgramSpec::$kind(spec) => {
                        AnyProgram::$kind(Box::new(super::$folder::$program::$make(spec)))
                    })*)*
                }
            }

            pub(crate) fn program(&self) -> &dyn Program {
                match self {
                    AnyProgram::Sender(program) => &**program,
                    AnyProgram::Viewer(program) => &**program,
                    AnyProgram::Stub(program) => &**program,
                    $($(AnyProgram::$kind(program) => &**program,)*)*
                }
            }

            pub(crate) fn program_mut(&mut self) -> &mut dyn Program {
                match self {
                    AnyProgram::Sender(program) => &mut **program,
                    AnyProgram::Viewer(program) => &mut **program,
                    AnyProgram::Stub(program) => &mut **program,
                    $($(AnyProgram::$kind(program) => &mut **program,)*)*
                }
            }
        }
    };
}
table!(programs);

impl AnyProgram {
    /// The program that a spec tells of.
    pub(crate) fn new(spec: ProgramSpec) -> AnyProgram {
        match spec {
            ProgramSpec::Viewer {
                name,
                port,
                read_rate,
                reply,
            } => AnyProgram::Viewer(Box::new(Viewer::new(name, port, read_rate, reply))),
            app => AnyProgram::app(app),
        }
    }
}
