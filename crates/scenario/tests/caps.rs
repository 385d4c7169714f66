//! A link that can be made can be opened, up to every bound there is; and what does not fit into one fits into a file.

use core::net::Ipv4Addr;

use hoplab_scenario::Counted;
use hoplab_scenario::file::{FileKind, read};
use hoplab_scenario::library;
use hoplab_scenario::link::file::{MAX_FILE_BYTES, MAX_FILE_COMMANDS};
use hoplab_scenario::link::{
    LinkError, LinkState, MAX_COMMANDS, MAX_CONTENT_BYTES, MAX_TEXT_BYTES,
};
use hoplab_sim::{
    Command, LinkChange, LinkId, NodeId, PacketAction, PacketId, Payload, Send, Timed,
};
use hoplab_units::Time;

fn with_commands(commands: impl IntoIterator<Item = Command>) -> LinkState {
    let mut state = LinkState::new(library::find("broken-line").unwrap());
    state.commands = commands
        .into_iter()
        .map(|command| Timed {
            at: Time::from_millis(5),
            command,
        })
        .collect();
    state
}

fn cuts(count: usize) -> LinkState {
    with_commands((0..count).map(|_| Command::SetLink {
        link: LinkId(0),
        direction: None,
        change: LinkChange::Cut,
    }))
}

/// Commands that deflate cannot make smaller.
fn kills(count: usize) -> LinkState {
    let mut random = 0x9e37_79b9_7f4a_7c15_u64;
    with_commands((0..count).map(|_| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        Command::SetPacket {
            packet: PacketId(random),
            action: PacketAction::Kill,
        }
    }))
}

/// Commands that deflate makes almost nothing of.
fn texts(count: usize, last: usize) -> LinkState {
    let lengths = (0..count).map(|_| Payload::MAX_TEXT_BYTES).chain([last]);
    with_commands(lengths.map(|length| {
        Command::Send(Send {
            from: NodeId(0),
            to: Ipv4Addr::new(198, 51, 100, 80),
            port: 7,
            payload: Payload::Text("a".repeat(length)),
            transport: None,
            interval: None,
            close: hoplab_sim::Closing::AtOnce,
        })
    }))
}

/// The state with one more of something than still fits: what fits is read, what does not goes into a file.
fn first_too_long(
    state_of: impl Fn(usize) -> LinkState,
    mut fits: usize,
    mut too_many: usize,
) -> LinkError {
    assert!(state_of(fits).encode().is_ok());
    while too_many - fits > 1 {
        let middle = usize::midpoint(fits, too_many);
        match state_of(middle).encode() {
            Ok(_) => fits = middle,
            Err(_) => too_many = middle,
        }
    }
    let state = state_of(fits);
    assert_eq!(LinkState::decode(&state.encode().unwrap()), Ok(state));
    let state = state_of(too_many);
    let text = state.to_file().unwrap();
    assert!(is_run(&text));
    let error = state.encode().unwrap_err();
    assert_eq!(LinkState::from_file(&text), Ok(state));
    error
}

/// Whether a file's text is taken for a saved run.
fn is_run(text: &str) -> bool {
    matches!(read(text), Ok((FileKind::Run, _)))
}

#[test]
fn a_link_holds_as_many_commands_as_are_read() {
    let error = first_too_long(cuts, 1, 5_000);
    let most = MAX_COMMANDS;
    let what = Counted::Commands;
    assert_eq!(error, LinkError::TooLong { what, most });
    assert!(cuts(MAX_COMMANDS).encode().is_ok());
}

#[test]
fn a_link_has_as_much_text_as_is_read() {
    let error = first_too_long(kills, 1, MAX_COMMANDS);
    let most = MAX_TEXT_BYTES;
    let what = Counted::Characters;
    assert_eq!(error, LinkError::TooLong { what, most });
}

#[test]
fn a_link_unpacks_to_as_much_as_is_read() {
    let error = first_too_long(|last| texts(15, last), 1, Payload::MAX_TEXT_BYTES);
    let most = MAX_CONTENT_BYTES;
    let what = Counted::UnpackedBytes;
    assert_eq!(error, LinkError::TooLong { what, most });
}

#[test]
fn a_file_holds_as_much_as_is_read() {
    let state = cuts(MAX_FILE_COMMANDS);
    assert_eq!(LinkState::from_file(&state.to_file().unwrap()), Ok(state));
    let most = MAX_FILE_COMMANDS;
    let what = Counted::Commands;
    assert_eq!(
        cuts(MAX_FILE_COMMANDS + 1).to_file(),
        Err(LinkError::TooLong { what, most })
    );
    let most = MAX_FILE_BYTES;
    let what = Counted::Bytes;
    let error = LinkError::TooLong { what, most };
    assert_eq!(texts(4_200, 1).to_file(), Err(error.clone()));
    assert_eq!(LinkState::from_file(&" ".repeat(most + 1)), Err(error));
}

#[test]
fn every_scenario_goes_through_a_file_and_back() {
    for entry in library::all() {
        let state = LinkState::new(entry.scenario());
        let text = state.to_file().unwrap();
        assert!(is_run(&text) && !is_run(entry.json()));
        assert_eq!(LinkState::from_file(&text), Ok(state), "{}", entry.name);
    }
}
