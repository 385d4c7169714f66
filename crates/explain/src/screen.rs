//! What a viewer program has on its screen, laid out: which piece it put where, and, for observers,
//! which of them do not belong there. Pure, and without a word.
//!
//! Over TCP a piece's place is its place in the stream. Over UDP and raw IP nothing on the wire says
//! which piece it is, so the program can only put the n-th that comes in the n-th place.

use core::net::SocketAddrV4;
use core::ops::Range;
use std::borrow::Cow;

use hoplab_sim::picture::{TILE_BYTES, TILES};
use hoplab_sim::{
    Delivery, InboxItem, NodeId, Payload, Piece, ProgramId, TransferId, TransferSnapshot, Transport,
};
use hoplab_units::Span;

use crate::messages::Message;

/// Over raw IP there is neither a connection nor a port to tell messages apart: after a silence this
/// long the program takes what comes for a new one.
const SILENCE: Span = Span::from_millis(500);

/// One message as one program has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Screen {
    /// Text or picture.
    pub content: Content,
    /// How much of it is here and right.
    pub figures: Figures,
    /// The message that most of it belongs to, known to observers.
    pub transfer: Option<TransferId>,
    /// Texts that got in among the tiles of a picture, as they came.
    pub stray: Vec<String>,
}

/// What the program shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A text, run by run.
    Text(Vec<Run>),
    /// The tiles of a picture.
    Picture(Vec<Tile>),
}

/// A stretch of text.
#[derive(Clone, Debug, PartialEq)]
pub enum Run {
    /// Characters; bytes that are no UTF-8 show as `·`.
    Text {
        /// The characters.
        text: String,
        /// Whether they belong here.
        state: State,
    },
    /// Here so many pieces are missing. The program does not know; observers do.
    Missing(u32),
}

/// A tile of a picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Tile {
    /// Where the program drew it, from 0.
    pub place: usize,
    /// Its bytes, in the item's content.
    pub bytes: Range<usize>,
    /// Whether it belongs here.
    pub state: State,
}

/// Whether a piece belongs where the program put it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It does.
    Right,
    /// It is the piece with this number, counted from 0.
    Misplaced(u32),
    /// It is of another message altogether.
    Foreign,
}

/// How much of a message is here and right, in pieces.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// Pieces of the whole message; 0 when it is not known what was sent.
    pub total: u32,
    /// Different pieces of it that are here.
    pub here: u32,
    /// Pieces that are not where they belong.
    pub misplaced: u32,
    /// Pieces that are here twice or more.
    pub repeated: u32,
    /// Pieces of other messages.
    pub foreign: u32,
    /// Pieces that came when no place was left.
    pub beyond: u32,
}

impl Figures {
    /// Pieces that have not come.
    pub fn missing(self) -> u32 {
        self.total.saturating_sub(self.here)
    }
    /// Whether all of it is here, once, in its place, and nothing else.
    pub fn is_whole(self) -> bool {
        self.total > 0
            && self.here == self.total
            && self.misplaced + self.repeated + self.foreign + self.beyond == 0
    }
}

/// What the layout has to know of a message that was sent, from whoever tells of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sent<'a> {
    /// Which message.
    pub id: TransferId,
    /// What carries it.
    pub transport: Transport,
    /// The sender's own address and port, once it has them.
    pub source: Option<SocketAddrV4>,
    /// What it holds.
    pub payload: &'a Payload,
    /// How many pieces it is cut into.
    pub pieces: u32,
    /// Its length in bytes.
    pub bytes: u32,
    /// Bytes of it that came to the program before whose screen we are, duplicates not counted.
    pub arrived: u32,
}

impl<'a> Sent<'a> {
    /// The messages of a world, in its order, as one program has them.
    pub fn all(transfers: &'a [TransferSnapshot], who: (NodeId, ProgramId)) -> Vec<Sent<'a>> {
        let to = |sent: &'a TransferSnapshot| {
            let its = |got: &&Delivery| (got.node, got.program) == who;
            let got = sent.deliveries.iter().find(its);
            Sent {
                id: sent.id,
                transport: sent.transport,
                source: sent.source,
                payload: &sent.payload,
                pieces: sent.total_chunks,
                bytes: sent.total_bytes,
                arrived: got.map_or(0, |got| got.bytes),
            }
        };
        transfers.iter().map(to).collect()
    }

    /// A message as one program has it, as of the moment that it is told of.
    pub fn told(sent: Message<'a>, who: (NodeId, ProgramId)) -> Sent<'a> {
        let got = sent.delivery(who.0, who.1);
        Sent {
            id: sent.id,
            transport: sent.transport,
            source: sent.socket.map(|(_, local)| local),
            payload: sent.payload,
            pieces: sent.pieces,
            bytes: sent.bytes,
            arrived: got.map_or(0, |got| got.bytes),
        }
    }
}

/// Lays out what came from one source. Over raw IP several messages can have come from one.
pub fn screens(item: &InboxItem, messages: &[Sent<'_>]) -> Vec<Screen> {
    if item.transport == Transport::Tcp {
        return vec![stream(item, messages)];
    }
    stretches(item)
        .into_iter()
        .flat_map(|pieces| datagrams(item, pieces, messages))
        .collect()
}

/// The stretches of pieces that the program takes for one message each.
fn stretches(item: &InboxItem) -> Vec<&[Piece]> {
    if item.transport == Transport::Udp {
        return vec![&item.pieces];
    }
    item.pieces
        .chunk_by(|before, next| next.at.since(before.at) < SILENCE)
        .collect()
}

fn stream(item: &InboxItem, messages: &[Sent<'_>]) -> Screen {
    let from = item.from;
    let known = item.pieces.iter().rev().find_map(|piece| piece.transfer);
    let mut newest = messages.iter().rev();
    let sent = newest.find(|sent| match known {
        Some(transfer) => sent.id == transfer,
        // Nothing has come yet: whoever connected from there last.
        None => sent.transport == Transport::Tcp && sent.source == Some(from),
    });
    let len = item.content.len();
    if sent.is_some_and(|sent| sent.payload == &Payload::Picture) {
        let tiles = (0..len.div_ceil(TILE_BYTES).min(TILES)).map(|place| Tile {
            place,
            bytes: place * TILE_BYTES..((place + 1) * TILE_BYTES).min(len),
            state: State::Right,
        });
        let figures = Figures {
            total: TILES as u32,
            here: (len / TILE_BYTES) as u32,
            ..Figures::default()
        };
        let content = Content::Picture(tiles.collect());
        return Screen {
            content,
            figures,
            transfer: sent.map(|sent| sent.id),
            stray: Vec::new(),
        };
    }
    let total = sent.map_or(0, |sent| sent.pieces);
    let bytes = sent.map_or(0, |sent| sent.bytes);
    let bulk = sent.filter(|sent| is_bulk(sent));
    // The program begins a new item from time to time; its message goes on.
    let len = bulk.map_or(len, |sent| len.max(sent.arrived as usize));
    let here = match bytes {
        0 => 0,
        _ => (u64::from(total) * len as u64 / u64::from(bytes)) as u32,
    };
    let shown = match bulk {
        Some(_) => tail(item),
        None => item.content.get(0..item.content.len()),
    };
    Screen {
        content: Content::Text(one_run(&shown)),
        figures: Figures {
            total,
            here,
            ..Figures::default()
        },
        transfer: sent.map(|sent| sent.id),
        stray: Vec::new(),
    }
}

fn is_bulk(sent: &Sent<'_>) -> bool {
    matches!(sent.payload, Payload::Bulk(_))
}

/// The end of what came: of megabytes nobody wants to see more.
fn tail(item: &InboxItem) -> Cow<'_, [u8]> {
    const SHOWN: usize = 64;
    let len = item.content.len();
    item.content.get(len.saturating_sub(SHOWN)..len)
}

fn one_run(bytes: &[u8]) -> Vec<Run> {
    match readable(bytes) {
        text if text.is_empty() => Vec::new(),
        text => vec![Run::Text {
            text,
            state: State::Right,
        }],
    }
}

fn datagrams(item: &InboxItem, pieces: &[Piece], messages: &[Sent<'_>]) -> Vec<Screen> {
    let of = |piece: &Piece| {
        let id = piece.chunk?.transfer;
        messages.iter().find(|sent| sent.id == id)
    };
    let pictures = pieces
        .iter()
        .filter(|piece| of(piece).is_some_and(|sent| sent.payload == &Payload::Picture))
        .count();
    if pictures * 2 <= pieces.len() {
        let (transfer, figures) = count(pieces, messages, Place::AfterTheOneBefore);
        let bulk = |id| messages.iter().any(|sent| sent.id == id && is_bulk(sent));
        let runs = match transfer.is_some_and(bulk) {
            true => one_run(&tail(item)),
            false => runs(item, pieces, transfer, figures),
        };
        return vec![Screen {
            content: Content::Text(runs),
            figures,
            transfer,
            stray: Vec::new(),
        }];
    }
    let stray: Vec<String> = pieces
        .iter()
        .filter(|piece| of(piece).is_some_and(|sent| sent.payload != &Payload::Picture))
        .map(|piece| readable(&item.content.get(bytes_of(item, piece))))
        .collect();
    // A picture has 64 places. A good part of another begins another; a few too many have no place.
    let beyond = match pieces.len() % TILES {
        few if few < TILES / 4 && pieces.len() > TILES => few,
        _ => 0,
    };
    let pieces = &pieces[..pieces.len() - beyond];
    let mut screens: Vec<Screen> = pieces
        .chunks(TILES)
        .map(|pieces| {
            let (transfer, figures) = count(pieces, messages, Place::ItsNumber);
            let tiles = pieces.iter().enumerate().map(|(place, piece)| Tile {
                place,
                bytes: bytes_of(item, piece),
                state: state(piece, transfer, place as u32),
            });
            let content = Content::Picture(tiles.collect());
            Screen {
                content,
                figures,
                transfer,
                stray: Vec::new(),
            }
        })
        .collect();
    if let Some(last) = screens.last_mut() {
        last.stray = stray;
        last.figures.beyond = beyond as u32;
    }
    screens
}

fn bytes_of(item: &InboxItem, piece: &Piece) -> Range<usize> {
    let from = (piece.offset as usize).min(item.content.len());
    from..(from + piece.len as usize).min(item.content.len())
}

fn state(piece: &Piece, transfer: Option<TransferId>, place: u32) -> State {
    match piece.chunk {
        Some(chunk) if Some(chunk.transfer) != transfer => State::Foreign,
        Some(chunk) if chunk.index != place => State::Misplaced(chunk.index),
        Some(_) => State::Right,
        None => State::Foreign,
    }
}

/// What makes a piece misplaced: a tile must be in the place of its number, a stretch of text only
/// after the ones before it.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    ItsNumber,
    AfterTheOneBefore,
}

fn count(pieces: &[Piece], messages: &[Sent<'_>], rule: Place) -> (Option<TransferId>, Figures) {
    let main = most_common(pieces);
    let total = messages
        .iter()
        .find(|sent| Some(sent.id) == main)
        .map_or(0, |s| s.pieces);
    let mut seen = vec![false; total as usize];
    let mut figures = Figures {
        total,
        ..Figures::default()
    };
    let mut next = 0;
    for (place, piece) in pieces.iter().enumerate() {
        let Some(chunk) = piece.chunk.filter(|chunk| Some(chunk.transfer) == main) else {
            figures.foreign += 1;
            continue;
        };
        match seen.get_mut(chunk.index as usize) {
            Some(seen) if !*seen => {
                *seen = true;
                figures.here += 1;
            }
            _ => figures.repeated += 1,
        }
        let misplaced = match rule {
            Place::ItsNumber => chunk.index != place as u32,
            Place::AfterTheOneBefore => chunk.index < next,
        };
        figures.misplaced += u32::from(misplaced);
        next = next.max(chunk.index + 1);
    }
    (main, figures)
}

fn most_common(pieces: &[Piece]) -> Option<TransferId> {
    let mut counts: Vec<(TransferId, usize)> = Vec::new();
    for chunk in pieces.iter().filter_map(|piece| piece.chunk) {
        match counts.iter_mut().find(|(id, _)| *id == chunk.transfer) {
            Some((_, count)) => *count += 1,
            None => counts.push((chunk.transfer, 1)),
        }
    }
    // The first of equals: the message that was there first.
    counts
        .iter()
        .rev()
        .max_by_key(|(_, count)| *count)
        .map(|(id, _)| *id)
}

fn runs(
    item: &InboxItem,
    pieces: &[Piece],
    main: Option<TransferId>,
    figures: Figures,
) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut came = vec![false; figures.total as usize];
    for chunk in pieces.iter().filter_map(|piece| piece.chunk) {
        if let Some(came) = came
            .get_mut(chunk.index as usize)
            .filter(|_| Some(chunk.transfer) == main)
        {
            *came = true;
        }
    }
    let missing_in = |range: Range<u32>| {
        let (from, to) = (range.start as usize, (range.end as usize).min(came.len()));
        came.get(from..to)
            .map_or(0, |part| part.iter().filter(|came| !**came).count() as u32)
    };
    let mut next = 0;
    for (piece, text) in pieces.iter().zip(decoded(item, pieces)) {
        let state = match piece.chunk.filter(|chunk| Some(chunk.transfer) == main) {
            None => State::Foreign,
            Some(chunk) => {
                push_missing(&mut runs, missing_in(next..chunk.index));
                let late = chunk.index < next;
                next = next.max(chunk.index + 1);
                if late {
                    State::Misplaced(chunk.index)
                } else {
                    State::Right
                }
            }
        };
        push_text(&mut runs, text, state);
    }
    push_missing(&mut runs, missing_in(next..figures.total));
    runs
}

fn push_missing(runs: &mut Vec<Run>, missing: u32) {
    if missing > 0 {
        runs.push(Run::Missing(missing));
    }
}

fn push_text(runs: &mut Vec<Run>, more: String, state: State) {
    match runs.last_mut() {
        Some(Run::Text {
            text,
            state: State::Right,
        }) if state == State::Right => {
            text.push_str(&more);
        }
        _ if more.is_empty() => {}
        _ => runs.push(Run::Text { text: more, state }),
    }
}

/// The characters of each piece. A character cut in two by a piece's end is given to the piece it
/// begins in, if its other half follows at once, as it does on the program's screen.
fn decoded(item: &InboxItem, pieces: &[Piece]) -> Vec<String> {
    let mut joined = Vec::new();
    for piece in pieces {
        joined.extend_from_slice(&item.content.get(bytes_of(item, piece)));
    }
    let mut texts = vec![String::new(); pieces.len()];
    let ends: Vec<usize> = pieces
        .iter()
        .scan(0, |end, piece| {
            *end += bytes_of(item, piece).len();
            Some(*end)
        })
        .collect();
    let mut at = 0;
    for chunk in joined.utf8_chunks() {
        let shown = chunk.valid().char_indices().map(|(i, c)| (at + i, c));
        let broken = (!chunk.invalid().is_empty()).then_some((at + chunk.valid().len(), '·'));
        for (offset, c) in shown.chain(broken) {
            let piece = ends.partition_point(|end| *end <= offset);
            if let Some(text) = texts.get_mut(piece) {
                text.push(shown_as(c));
            }
        }
        at += chunk.valid().len() + chunk.invalid().len();
    }
    texts
}

/// Bytes as text; what is no UTF-8 or cannot be seen shows as `·`. Half a character at the very end
/// shows as one `·` until the rest comes.
pub fn readable(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        text.extend(chunk.valid().chars().map(shown_as));
        if !chunk.invalid().is_empty() {
            text.push('·');
        }
    }
    text
}

fn shown_as(c: char) -> char {
    if c.is_control() && c != '\n' { '·' } else { c }
}

#[cfg(test)]
mod tests;
