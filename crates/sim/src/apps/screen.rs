//! [`Screen`]: what programs show to whoever sits before them.

// The table names what the folders have for others.
use super::*;

macro_rules! screens {
    ($($folder:ident $events:tt {
        $($(#[$doc:meta])* $name:ident($screen:ty);)*
    } $programs:tt)*) => {
        /// What a program shows, as plain data.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Screen {
            /// What a resolver remembers, a host's own too.
            Resolver(ResolverScreen),
            $($($(#[$doc])* $name($screen),)*)*
        }
    };
}
table!(screens);
