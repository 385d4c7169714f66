//! What programs that turn to others share: looking a name up, and why they give up.

use hoplab_sim::apps::{ClientError, LookupError, LookupEvent};

said! { programs::client =>
    /// What became of looking a name up. `subject`: who did.
    lookup(subject: &str, event: &LookupEvent) -> String;
    /// Why a name led to no address.
    lookup_error(error: LookupError) -> &'static str;
    /// Why a browser, an FTP client or a chat client gave up: a sentence of its own.
    client_error(error: ClientError) -> String;
}

/// A sentence without its full stop, as lines of the log are.
pub(crate) fn told(sentence: String) -> String {
    sentence.trim_end_matches('.').to_owned()
}
