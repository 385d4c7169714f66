//! The names that machines read: in JSON lines, in a summary, on the page where a script looks for something.
//!
//! A name has one form, the one of scenario files: kebab-case, as serde writes the enum's variant. Nothing makes one by
//! hand.

use hoplab_sim::SocketError;
use hoplab_sim::apps::ClientError;
use serde::Serialize;
use serde_json::Value;

/// The name of an enum's variant, without its fields: `no-route`, `too-big`.
pub fn name_of(variant: &impl Serialize) -> String {
    match serde_json::to_value(variant) {
        Ok(Value::String(name)) => name,
        Ok(Value::Object(fields)) => fields
            .into_iter()
            .next()
            .map_or_else(String::new, |(name, _)| name),
        _ => String::new(),
    }
}

/// A short fixed name for what a program was told: `timed-out`, `reset`, `port-unreachable`, …
pub fn failure_name(error: SocketError) -> String {
    match error {
        SocketError::Tcp(failure) => name_of(&failure),
        other => name_of(&other),
    }
}

/// A short fixed name for why a program gave up: those of [`failure_name`], of a lookup (`no-such-name`,
/// `server-failure`, …) and its own (`silence`, `file-refused`, …).
pub fn client_failure_name(error: ClientError) -> String {
    match error {
        ClientError::Lookup(error) => name_of(&error),
        ClientError::Socket(error) => failure_name(error),
        other => name_of(&other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hoplab_sim::apps::LookupError;
    use hoplab_tcp::Failure;

    #[test]
    fn what_wraps_another_reason_goes_by_that_one() {
        let timed_out = SocketError::Tcp(Failure::TimedOut { retransmissions: 5 });
        assert_eq!(failure_name(timed_out), "timed-out");
        assert_eq!(failure_name(SocketError::TooBig { mtu: 576 }), "too-big");
        assert_eq!(
            client_failure_name(ClientError::Socket(timed_out)),
            "timed-out"
        );
        let lookup = ClientError::Lookup(LookupError::NoSuchName);
        assert_eq!(client_failure_name(lookup), "no-such-name");
        assert_eq!(client_failure_name(ClientError::CutOff), "cut-off");
    }

    #[test]
    fn a_summary_tells_refusals_of_three_sorts_apart() {
        let refusals = [
            ClientError::Refused,
            ClientError::Lookup(LookupError::Refused),
            ClientError::Socket(SocketError::Tcp(Failure::Refused)),
        ];
        assert_eq!(
            refusals.map(client_failure_name),
            ["server-refused", "lookup-refused", "refused"]
        );
        let silences = [
            ClientError::Silence,
            ClientError::Lookup(LookupError::TimedOut),
            ClientError::Socket(SocketError::Tcp(Failure::TimedOut { retransmissions: 1 })),
            ClientError::Socket(SocketError::Tcp(Failure::KeepAlive { probes: 9 })),
        ];
        assert_eq!(
            silences.map(client_failure_name),
            [
                "silence",
                "lookup-timed-out",
                "timed-out",
                "keep-alive-timed-out"
            ]
        );
    }
}
