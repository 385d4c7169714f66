//! The connection state machine of RFC 9293 Figure 5, as a pure table.
//!
//! Nothing here knows of segments or timers: [`transition`] says where an event leads, and `None`
//! means that the event changes nothing in that state.

use core::fmt;

use serde::Serialize;

/// The eleven states of RFC 9293 §3.3.2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// No connection.
    Closed,
    /// Waiting for anyone's SYN.
    Listen,
    /// Our SYN is out, no answer yet.
    SynSent,
    /// SYNs have been exchanged, ours is not acknowledged yet.
    SynReceived,
    /// Data may flow both ways.
    Established,
    /// We have closed; our FIN is not acknowledged yet.
    #[serde(rename = "fin-wait-1")]
    FinWait1,
    /// Our FIN is acknowledged; the peer may still send.
    #[serde(rename = "fin-wait-2")]
    FinWait2,
    /// The peer has closed; we may still send.
    CloseWait,
    /// Both closed at once; waiting for the acknowledgment of our FIN.
    Closing,
    /// The peer closed first and then we did; waiting for the acknowledgment of our FIN.
    LastAck,
    /// All done; waiting until old segments must have died (2 MSL).
    TimeWait,
}

impl State {
    /// Every state, in the order of RFC 9293 §3.3.2.
    pub const ALL: [State; 11] = [
        State::Listen,
        State::SynSent,
        State::SynReceived,
        State::Established,
        State::FinWait1,
        State::FinWait2,
        State::CloseWait,
        State::Closing,
        State::LastAck,
        State::TimeWait,
        State::Closed,
    ];

    /// The name as the RFC writes it.
    pub const fn name(self) -> &'static str {
        match self {
            State::Closed => "CLOSED",
            State::Listen => "LISTEN",
            State::SynSent => "SYN-SENT",
            State::SynReceived => "SYN-RECEIVED",
            State::Established => "ESTABLISHED",
            State::FinWait1 => "FIN-WAIT-1",
            State::FinWait2 => "FIN-WAIT-2",
            State::CloseWait => "CLOSE-WAIT",
            State::Closing => "CLOSING",
            State::LastAck => "LAST-ACK",
            State::TimeWait => "TIME-WAIT",
        }
    }

    /// Whether both ends have agreed on sequence numbers (RFC 9293 §3.5.2, third group).
    pub const fn is_synchronized(self) -> bool {
        !matches!(
            self,
            State::Closed | State::Listen | State::SynSent | State::SynReceived
        )
    }

    /// Whether the peer may still send us data.
    pub(crate) const fn takes_data(self) -> bool {
        matches!(self, State::Established | State::FinWait1 | State::FinWait2)
    }

    /// Whether queued data, or our FIN behind it, may be on its way out.
    pub(crate) const fn sends_data(self) -> bool {
        matches!(
            self,
            State::Established
                | State::CloseWait
                | State::FinWait1
                | State::Closing
                | State::LastAck
        )
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What can move a connection from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StateEvent {
    /// The program asked to wait for a connection.
    PassiveOpen,
    /// The program asked for a connection (also: sent from LISTEN).
    ActiveOpen,
    /// A SYN without an acceptable ACK arrived.
    SynArrived,
    /// A SYN that acknowledges ours arrived.
    SynAckArrived,
    /// Our SYN was acknowledged.
    SynAcked,
    /// The program has no more to send.
    Close,
    /// The peer's FIN was reached in order.
    FinArrived,
    /// Our FIN was acknowledged.
    FinAcked,
    /// 2 MSL passed in TIME-WAIT.
    TimeWaitOver,
    /// A valid RST arrived, or a hard ICMP error while connecting.
    Reset,
    /// The program aborted the connection.
    Abort,
    /// The peer did not answer for too long (RFC 9293 §3.8.3, R2).
    GiveUp,
}

impl StateEvent {
    /// Every event.
    pub const ALL: [StateEvent; 12] = [
        StateEvent::PassiveOpen,
        StateEvent::ActiveOpen,
        StateEvent::SynArrived,
        StateEvent::SynAckArrived,
        StateEvent::SynAcked,
        StateEvent::Close,
        StateEvent::FinArrived,
        StateEvent::FinAcked,
        StateEvent::TimeWaitOver,
        StateEvent::Reset,
        StateEvent::Abort,
        StateEvent::GiveUp,
    ];
}

/// Where `event` leads from `state`; `None` if it changes nothing.
///
/// Figure 5 sends a passively opened connection that is reset in SYN-RECEIVED back to LISTEN. Here
/// the listener lives apart from the connections it takes and never left LISTEN, so the connection
/// itself goes to CLOSED.
pub const fn transition(state: State, event: StateEvent) -> Option<State> {
    use State as S;
    use StateEvent as E;
    Some(match (state, event) {
        (S::Closed, E::PassiveOpen) => S::Listen,
        (S::Closed | S::Listen, E::ActiveOpen) => S::SynSent,
        (S::Listen | S::SynSent, E::SynArrived) => S::SynReceived,
        (S::SynSent, E::SynAckArrived) => S::Established,
        (S::SynReceived, E::SynAcked) => S::Established,

        (S::Listen | S::SynSent, E::Close) => S::Closed,
        (S::SynReceived | S::Established, E::Close) => S::FinWait1,
        (S::CloseWait, E::Close) => S::LastAck,

        (S::Established, E::FinArrived) => S::CloseWait,
        (S::FinWait1, E::FinArrived) => S::Closing,
        (S::FinWait2, E::FinArrived) => S::TimeWait,

        (S::FinWait1, E::FinAcked) => S::FinWait2,
        (S::Closing, E::FinAcked) => S::TimeWait,
        (S::LastAck, E::FinAcked) => S::Closed,
        (S::TimeWait, E::TimeWaitOver) => S::Closed,

        (S::Closed, _) => return None,
        // A listener is not a connection: it can be neither reset nor given up on.
        (S::Listen, E::Reset | E::GiveUp) => return None,
        (_, E::Reset | E::Abort | E::GiveUp) => S::Closed,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use State as S;
    use StateEvent as E;

    /// Every arrow of RFC 9293 Figure 5, and the ways out that its text adds.
    const ARROWS: &[(S, E, S)] = &[
        (S::Closed, E::PassiveOpen, S::Listen),
        (S::Closed, E::ActiveOpen, S::SynSent),
        (S::Listen, E::ActiveOpen, S::SynSent),
        (S::Listen, E::SynArrived, S::SynReceived),
        (S::Listen, E::Close, S::Closed),
        (S::SynSent, E::SynArrived, S::SynReceived),
        (S::SynSent, E::SynAckArrived, S::Established),
        (S::SynSent, E::Close, S::Closed),
        (S::SynReceived, E::SynAcked, S::Established),
        (S::SynReceived, E::Close, S::FinWait1),
        (S::Established, E::Close, S::FinWait1),
        (S::Established, E::FinArrived, S::CloseWait),
        (S::FinWait1, E::FinAcked, S::FinWait2),
        (S::FinWait1, E::FinArrived, S::Closing),
        (S::FinWait2, E::FinArrived, S::TimeWait),
        (S::CloseWait, E::Close, S::LastAck),
        (S::Closing, E::FinAcked, S::TimeWait),
        (S::LastAck, E::FinAcked, S::Closed),
        (S::TimeWait, E::TimeWaitOver, S::Closed),
    ];

    #[test]
    fn the_table_has_every_arrow_of_figure_5_and_no_other() {
        for state in S::ALL {
            for event in E::ALL {
                let arrow = ARROWS
                    .iter()
                    .find(|(from, on, _)| (*from, *on) == (state, event));
                let expected = match (arrow, event) {
                    (Some((_, _, to)), _) => Some(*to),
                    (None, E::Reset | E::GiveUp) => {
                        (!matches!(state, S::Closed | S::Listen)).then_some(S::Closed)
                    }
                    (None, E::Abort) => (state != S::Closed).then_some(S::Closed),
                    (None, _) => None,
                };
                assert_eq!(transition(state, event), expected, "{state} on {event:?}");
            }
        }
    }

    #[test]
    fn every_state_can_be_reached_and_left() {
        let mut reached = vec![S::Closed];
        let mut next = 0;
        while let Some(&state) = reached.get(next) {
            next += 1;
            for to in E::ALL
                .into_iter()
                .filter_map(|event| transition(state, event))
            {
                if !reached.contains(&to) {
                    reached.push(to);
                }
            }
            assert!(
                E::ALL
                    .iter()
                    .any(|event| transition(state, *event).is_some()),
                "{state}"
            );
        }
        assert_eq!(reached.len(), S::ALL.len());
    }
}
