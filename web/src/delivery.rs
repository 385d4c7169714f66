//! How far a message has come, told from both sides: by what is on the receiver's screen and by what its sender knows.

use hoplab_explain::screen::{Content, Screen};
use hoplab_sim::{TransferSnapshot, TransferState};
use hoplab_words::{self as words, Lang};

/// How much of a message is here and right.
pub fn caption(lang: Lang, screen: &Screen) -> String {
    let picture = matches!(screen.content, Content::Picture(_));
    words::figures(lang, screen.figures, picture)
}

/// What the sending program knows of its message.
pub fn sender_says(lang: Lang, transfer: &TransferSnapshot) -> String {
    match transfer.state {
        TransferState::Sending => words::sending(lang, transfer),
        TransferState::Sent(_) => words::sent(lang, transfer.transport, transfer.reported),
        TransferState::Failed(_, error) => words::failed(lang, error),
    }
}
