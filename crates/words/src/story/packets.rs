//! A packet's life, in sentences.

use super::names::Names;
use crate::Lang;
use hoplab_sim::{DropReason, PacketId, Place, TraceEvent};
use hoplab_wire::tcp::Flags;

said! { story::packets =>
    /// An event of a packet's life; nothing for other events.
    sentence(names: Names<'_>, event: &TraceEvent) -> String;
    /// Why a packet is no more, as a sentence that knows where it was.
    drop_why(names: Names<'_>, place: Place, why: DropReason) -> String;
}

/// Whether a packet is an echo request.
pub(crate) fn asks_echo(names: Names<'_>, packet: PacketId) -> bool {
    let fields = names.known.packet(packet).and_then(|label| label.fields);
    fields.is_some_and(|fields| fields.asks_echo())
}

/// Whether a segment says that no more comes.
pub(crate) fn ends_stream(names: Names<'_>, packet: PacketId) -> bool {
    let flags = names.known.packet(packet).and_then(|label| label.flags);
    flags.is_some_and(|flags| flags.0 & Flags::FIN.0 != 0)
}

/// The same in a few words.
pub fn drop_short(lang: Lang, why: DropReason) -> &'static str {
    crate::stage::drop_reason(lang, why)
}
