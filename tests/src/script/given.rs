//! `given STATE`: the steps that lead to a state, so that a scene begins where its story does.
//!
//! The handshake takes 100 ms, and the peer's SYN says `win 65535 <mss 1000>` unless the scene says otherwise.

/// The peer's SYN, from the window on.
const PEER_SYN: &str = "win 65535 <mss 1000>";

/// `STATE [active|passive] [what the peer's SYN says from its window on]`.
pub(super) fn expand(text: &str) -> Result<Vec<String>, String> {
    let (state, rest) = text.split_once(' ').unwrap_or((text, ""));
    let rest = rest.trim();
    let (opener, syn) = match rest.split_once(' ').unwrap_or((rest, "")) {
        ("active", syn) => (Some(true), syn),
        ("passive", syn) => (Some(false), syn),
        _ => (None, rest),
    };
    let syn = if syn.is_empty() { PEER_SYN } else { syn };
    let window = syn.split('<').next().unwrap_or_default().trim();
    let mut steps = Vec::new();
    match (state, opener) {
        ("CLOSED", None) => {}
        ("LISTEN", None) => steps.push("listen".to_owned()),
        ("SYN-SENT", None) => steps.extend(sent_syn()),
        ("SYN-RECEIVED", None | Some(false)) => steps.extend(passive_open(syn)),
        ("SYN-RECEIVED", Some(true)) => {
            steps.extend(sent_syn());
            steps.push(format!("< S seq 0 {syn}"));
            steps.push("> SA seq 0 ack 1".to_owned());
        }
        _ => {
            if opener == Some(false) {
                steps.extend(passive_open(syn));
                steps.push("+100ms".to_owned());
                steps.push(format!("< A seq 1 ack 1 {window}"));
            } else {
                steps.extend(sent_syn());
                steps.push("+100ms".to_owned());
                steps.push(format!("< SA seq 0 ack 1 {syn}"));
                steps.push("> A seq 1 ack 1 <*>".to_owned());
            }
            steps.push("state ESTABLISHED".to_owned());
            steps.extend(after_established(state, window)?);
        }
    }
    steps.push(format!("state {state}"));
    Ok(steps)
}

fn sent_syn() -> [String; 2] {
    ["connect".to_owned(), "> S seq 0".to_owned()]
}

fn passive_open(syn: &str) -> [String; 3] {
    [
        "listen".to_owned(),
        format!("< S seq 0 {syn}"),
        "> SA seq 0 ack 1".to_owned(),
    ]
}

fn after_established(state: &str, window: &str) -> Result<Vec<String>, String> {
    let steps: &[&str] = match state {
        "ESTABLISHED" => &[],
        "FIN-WAIT-1" => &["close", "> FA seq 1 ack 1"],
        "FIN-WAIT-2" => &["close", "> FA seq 1 ack 1", "< A seq 1 ack 2 WINDOW"],
        "CLOSE-WAIT" => &["< FA seq 1 ack 1 WINDOW", "> A seq 1 ack 2"],
        "CLOSING" => &[
            "close",
            "> FA seq 1 ack 1",
            "< FA seq 1 ack 1 WINDOW",
            "> A seq 2 ack 2",
        ],
        "LAST-ACK" => &[
            "< FA seq 1 ack 1 WINDOW",
            "> A seq 1 ack 2",
            "close",
            "> FA seq 1 ack 2",
        ],
        "TIME-WAIT" => &[
            "close",
            "> FA seq 1 ack 1",
            "< A seq 1 ack 2 WINDOW",
            "< FA seq 1 ack 2 WINDOW",
            "> A seq 2 ack 2",
        ],
        _ => return Err(format!("no state `{state}`")),
    };
    Ok(steps
        .iter()
        .map(|step| step.replace("WINDOW", window))
        .collect())
}
