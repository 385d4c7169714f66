//! Why a client program did not get what it wanted, in words.

use hoplab_sim::apps::ClientError;

/// A sentence without its full stop, as lines of the log are.
pub(crate) fn told(sentence: String) -> String {
    sentence.trim_end_matches('.').to_owned()
}

said! { apps::failure =>
    /// Why a browser, an FTP client or a chat client gave up: a sentence of its own.
    client_error(error: ClientError) -> String;
}
