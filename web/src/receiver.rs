//! What a viewer program has on its screen, laid out: which piece it put where, and, for observers,
//! which of them do not belong there.
//!
//! Over TCP a piece's place is its place in the stream. Over UDP and raw IP nothing on the wire says
//! which piece it is, so the program can only put the n-th that comes in the n-th place.

use std::ops::Range;

use hoplab_sim::picture::{TILE_BYTES, TILES};
use hoplab_sim::{InboxItem, Payload, Piece, TransferId, TransferSnapshot, Transport};
use hoplab_units::Span;

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

/// Lays out what came from one source. Over raw IP several messages can have come from one.
pub fn screens(item: &InboxItem, transfers: &[TransferSnapshot]) -> Vec<Screen> {
    if item.transport == Transport::Tcp {
        return vec![stream(item, transfers)];
    }
    messages(item)
        .into_iter()
        .flat_map(|pieces| datagrams(item, pieces, transfers))
        .collect()
}

/// The stretches of pieces that the program takes for one message each.
fn messages(item: &InboxItem) -> Vec<&[Piece]> {
    if item.transport == Transport::Udp {
        return vec![&item.pieces];
    }
    item.pieces
        .chunk_by(|before, next| next.at.since(before.at) < SILENCE)
        .collect()
}

fn stream(item: &InboxItem, transfers: &[TransferSnapshot]) -> Screen {
    let sent = transfers
        .iter()
        .rev()
        .find(|sent| sent.transport == Transport::Tcp && sent.source == Some(item.from));
    let len = item.content.len();
    if sent.is_some_and(|sent| sent.payload == Payload::Picture) {
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
    let total = sent.map_or(0, |sent| sent.total_chunks);
    let bytes = sent.map_or(0, |sent| sent.total_bytes);
    let bulk = sent.filter(|sent| is_bulk(sent));
    // The program begins a new item from time to time; its message goes on.
    let len = bulk.map_or(len, |sent| {
        let got = sent
            .deliveries
            .iter()
            .map(|delivery| delivery.bytes as usize);
        got.max().unwrap_or(len)
    });
    let here = match bytes {
        0 => 0,
        _ => (u64::from(total) * len as u64 / u64::from(bytes)) as u32,
    };
    let shown = match bulk {
        Some(_) => tail(item),
        None => &item.content,
    };
    Screen {
        content: Content::Text(one_run(shown)),
        figures: Figures {
            total,
            here,
            ..Figures::default()
        },
        transfer: sent.map(|sent| sent.id),
        stray: Vec::new(),
    }
}

fn is_bulk(sent: &TransferSnapshot) -> bool {
    matches!(sent.payload, Payload::Bulk(_))
}

/// The end of what came: of megabytes nobody wants to see more.
fn tail(item: &InboxItem) -> &[u8] {
    const SHOWN: usize = 64;
    &item.content[item.content.len().saturating_sub(SHOWN)..]
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

fn datagrams(item: &InboxItem, pieces: &[Piece], transfers: &[TransferSnapshot]) -> Vec<Screen> {
    let of = |piece: &Piece| {
        let id = piece.chunk?.transfer;
        transfers.iter().find(|sent| sent.id == id)
    };
    let pictures = pieces
        .iter()
        .filter(|piece| of(piece).is_some_and(|sent| sent.payload == Payload::Picture))
        .count();
    if pictures * 2 <= pieces.len() {
        let (transfer, figures) = count(pieces, transfers, Place::AfterTheOneBefore);
        let bulk = |id| transfers.iter().any(|sent| sent.id == id && is_bulk(sent));
        let runs = match transfer.is_some_and(bulk) {
            true => one_run(tail(item)),
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
        .filter(|piece| of(piece).is_some_and(|sent| sent.payload != Payload::Picture))
        .map(|piece| readable(&item.content[bytes_of(item, piece)]))
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
            let (transfer, figures) = count(pieces, transfers, Place::ItsNumber);
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

fn count(
    pieces: &[Piece],
    transfers: &[TransferSnapshot],
    rule: Place,
) -> (Option<TransferId>, Figures) {
    let main = most_common(pieces);
    let total = transfers
        .iter()
        .find(|sent| Some(sent.id) == main)
        .map_or(0, |s| s.total_chunks);
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
    let joined: Vec<u8> = pieces
        .iter()
        .flat_map(|piece| &item.content[bytes_of(item, piece)])
        .copied()
        .collect();
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
mod tests {
    use super::*;
    use core::net::{Ipv4Addr, SocketAddrV4};
    use hoplab_sim::{ChunkRef, NodeId, TransferState};
    use hoplab_units::Time;

    const FROM: SocketAddrV4 = SocketAddrV4::new(Ipv4Addr::new(10, 0, 1, 10), 49_152);

    fn sent(id: u16, transport: Transport, payload: Payload, chunks: u32) -> TransferSnapshot {
        TransferSnapshot {
            id: TransferId(id),
            from: NodeId(0),
            source: Some(FROM),
            to: SocketAddrV4::new(Ipv4Addr::new(10, 0, 2, 10), 80),
            transport,
            payload,
            started: Time::ZERO,
            total_bytes: chunks * TILE_BYTES as u32,
            total_chunks: chunks,
            sent_bytes: 0,
            unsent: 0,
            unacknowledged: 0,
            state: TransferState::Sending,
            resends: 0,
            reported: None,
            deliveries: Vec::new(),
        }
    }

    /// What came: pieces as (message, number, bytes), a millisecond apart.
    fn came(transport: Transport, pieces: &[(u16, u32, &[u8])]) -> InboxItem {
        let mut content = Vec::new();
        let pieces = pieces
            .iter()
            .enumerate()
            .map(|(i, (transfer, index, bytes))| {
                let offset = content.len() as u32;
                content.extend_from_slice(bytes);
                let chunk = ChunkRef {
                    transfer: TransferId(*transfer),
                    index: *index,
                };
                Piece {
                    offset,
                    len: bytes.len() as u32,
                    at: Time::from_millis(i as u64),
                    chunk: (transport != Transport::Tcp).then_some(chunk),
                }
            });
        let pieces = pieces.collect();
        InboxItem {
            from: FROM,
            transport,
            content,
            pieces,
            ended: false,
        }
    }

    fn text(len: u32) -> TransferSnapshot {
        sent(0, Transport::Udp, Payload::Text("anything".to_owned()), len)
    }

    #[test]
    fn the_nth_tile_to_come_is_drawn_in_the_nth_place() {
        let tile = [1; TILE_BYTES];
        let item = came(
            Transport::Udp,
            &[(0, 0, &tile), (0, 2, &tile), (0, 1, &tile)],
        );
        let screens = screens(&item, &[sent(0, Transport::Udp, Payload::Picture, 64)]);
        let Content::Picture(tiles) = &screens[0].content else {
            panic!("a picture was sent")
        };
        let drawn: Vec<(usize, State)> =
            tiles.iter().map(|tile| (tile.place, tile.state)).collect();
        assert_eq!(
            drawn,
            [
                (0, State::Right),
                (1, State::Misplaced(2)),
                (2, State::Misplaced(1))
            ]
        );
        let figures = screens[0].figures;
        assert_eq!(
            (figures.here, figures.misplaced, figures.missing()),
            (3, 2, 61)
        );
    }

    #[test]
    fn over_tcp_a_tile_is_where_its_bytes_stand_in_the_stream() {
        let half = vec![7; TILE_BYTES * 5 / 2];
        let item = came(Transport::Tcp, &[(0, 0, &half)]);
        let screens = screens(&item, &[sent(0, Transport::Tcp, Payload::Picture, 64)]);
        let Content::Picture(tiles) = &screens[0].content else {
            panic!("a picture was sent")
        };
        assert_eq!(
            tiles.last().map(|tile| tile.bytes.clone()),
            Some(2048..2560)
        );
        assert_eq!(
            (screens[0].figures.here, screens[0].figures.misplaced),
            (2, 0)
        );
    }

    #[test]
    fn of_bulk_only_the_end_is_shown() {
        let line = [b'x'; 1000];
        for transport in [Transport::Tcp, Transport::Udp] {
            let item = came(transport, &[(0, 0, &line), (0, 1, &line)]);
            let screens = screens(&item, &[sent(0, transport, Payload::Bulk(9000), 9)]);
            let end = Run::Text {
                text: "x".repeat(64),
                state: State::Right,
            };
            assert_eq!(screens[0].content, Content::Text(vec![end]));
        }
    }

    #[test]
    fn a_lost_piece_of_text_is_a_gap_and_a_late_one_is_told() {
        let item = came(
            Transport::Udp,
            &[(0, 0, b"a"), (0, 3, b"d"), (0, 2, b"c"), (0, 4, b"e")],
        );
        let screens = screens(&item, &[text(6)]);
        let run = |text: &str, state| Run::Text {
            text: text.to_owned(),
            state,
        };
        let expected = [
            run("a", State::Right),
            Run::Missing(1),
            run("d", State::Right),
            run("c", State::Misplaced(2)),
            run("e", State::Right),
            Run::Missing(1),
        ];
        assert_eq!(screens[0].content, Content::Text(expected.to_vec()));
        assert_eq!(screens[0].figures.missing(), 2);
    }

    #[test]
    fn a_message_is_whole_only_if_nothing_else_is_in_it() {
        let (a, b): (&[u8], &[u8]) = (b"a", b"b");
        let whole = |pieces: &[(u16, u32, &[u8])]| {
            screens(&came(Transport::Udp, pieces), &[text(2)])[0]
                .figures
                .is_whole()
        };
        assert!(whole(&[(0, 0, a), (0, 1, b)]));
        assert!(!whole(&[(0, 0, a)]));
        assert!(!whole(&[(0, 1, b), (0, 0, a)]));
        assert!(!whole(&[(0, 0, a), (0, 1, b), (0, 1, b)]));
        assert!(!whole(&[(0, 0, a), (0, 1, b), (9, 0, b)]));
    }

    #[test]
    fn a_character_cut_in_two_by_a_packet_is_read_when_both_halves_are_there() {
        let letter = "가".as_bytes();
        let item = came(
            Transport::Udp,
            &[(0, 0, &letter[..2]), (0, 1, &letter[2..])],
        );
        let screens = screens(&item, &[text(2)]);
        let run = Run::Text {
            text: "가".to_owned(),
            state: State::Right,
        };
        assert_eq!(screens[0].content, Content::Text(vec![run]));
        assert_eq!(readable(&letter[..2]), "·");
    }

    #[test]
    fn over_raw_ip_a_silence_begins_a_new_message() {
        let mut item = came(Transport::Ip, &[(0, 0, b"a"), (1, 0, b"b")]);
        assert_eq!(screens(&item, &[text(1)]).len(), 1);
        item.pieces[1].at = Time::from_secs(3);
        assert_eq!(screens(&item, &[text(1)]).len(), 2);
    }
}
