//! [`Config`]: every mechanism's switch and figure, and what values make sense.

use core::fmt;

use hoplab_units::Span;
use serde::{Deserialize, Serialize};

use crate::nagle::Nagle;

/// The smallest MSS we use: the 68 octets every IPv4 link must carry (RFC 791) less two headers.
pub const MIN_MSS: u16 = 28;
/// What to assume when the peer names no MSS (RFC 9293 §3.7.1).
pub const DEFAULT_PEER_MSS: u16 = 536;
/// The largest send or receive buffer, in bytes. Well below the 1 GiB that RFC 7323 can express.
pub const MAX_BUFFER_BYTES: u32 = 16 * 1024 * 1024;

/// How an endpoint behaves. In JSON a field that is left out takes its default, and a time is text
/// such as `"200ms"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The largest payload we take in one segment, and so announce, in bytes. 28 to 65,495.
    pub mss: u16,
    /// The timeout before anything has been measured (RFC 6298 2.1). 1 ms to `max_rto`.
    pub initial_rto: Span,
    /// The least by which the timeout exceeds the smoothed round trip: 200 ms as in Linux. RFC 6298
    /// (2.4) asks for a timeout of at least 1 s; set 1 s to have that. 1 ms to `max_rto`.
    pub min_rto: Span,
    /// The cap on the backed-off timeout (RFC 6298 2.5 asks for at least 60 s). Up to 1 hour.
    pub max_rto: Span,
    /// R2 of RFC 9293 §3.8.3: how often the timer may resend one segment before the connection is
    /// given up. 8 resends from the least RTO take 102 s; the RFC asks for at least 100 s. 1 to 30.
    pub max_retransmissions: u32,
    /// The same for SYN and SYN+ACK. 7 reach the 180 s that RFC 9293 MUST-23 asks for; Linux has 6. 0 to 30.
    pub syn_retries: u32,
    /// How many bytes the program may have queued or unacknowledged. 1,024 to 16 MiB.
    pub send_buffer: u32,
    /// How many bytes we hold for the program, in order or not: the most the window offers. 1,024 to 16 MiB.
    pub receive_buffer: u32,
    /// Whether an acknowledgment may wait for a second full segment (RFC 1122 §4.2.3.2).
    pub delayed_ack: bool,
    /// How long it may wait. 40 ms as Linux's shortest; the RFC allows less than 500 ms.
    pub delayed_ack_timeout: Span,
    /// What limits the sender besides the receiver's window.
    pub congestion: CongestionControl,
    /// Whether slow start counts bytes (RFC 3465): the window grows by all that an acknowledgment covers, up to two
    /// segments (one after a timeout), so that delayed acknowledgments do not slow it. Without it by at most one
    /// segment an acknowledgment, as RFC 5681 §3.1 recommends and the textbooks draw it.
    pub byte_counting: bool,
    /// Whether the third duplicate acknowledgment makes the sender send again at once (RFC 5681 §3.2); without it
    /// every loss waits for the retransmission timer.
    pub fast_retransmit: bool,
    /// Whether the first two duplicate acknowledgments may each let a new segment out (RFC 3042).
    pub limited_transmit: bool,
    /// Whether to offer selective acknowledgments (RFC 2018, RFC 2883), and to recover by them (RFC 6675).
    pub sack: bool,
    /// Whether to offer timestamps (RFC 7323): round trips of resent segments, and protection against old
    /// duplicates (PAWS). They take 12 bytes of each segment.
    pub timestamps: bool,
    /// Whether, and behind what, a small segment waits (RFC 9293 §3.7.4). In JSON also `true`, the default, and
    /// `false`, off.
    pub nagle: Nagle,
    /// Whether to offer window scaling (RFC 7323 §2), without which a window ends at 65,535 bytes.
    pub window_scaling: bool,
    /// Whether a connection on which nothing comes is probed (RFC 9293 §3.8.4). Off, as the RFC demands.
    pub keep_alive: bool,
    /// How long nothing must have come before the first probe: 2 hours, the RFC's least. 1 s to 24 h.
    pub keep_alive_idle: Span,
    /// Until the next probe: 75 s as in BSD and Linux. 10 ms to 1 hour.
    pub keep_alive_interval: Span,
    /// How many probes may go unanswered. 1 to 30.
    pub keep_alive_probes: u32,
    /// How long sent data may stay unacknowledged before the connection is aborted (RFC 9293 §3.9.1, RFC 5482);
    /// zero for no limit but `max_retransmissions`. Up to 24 h.
    pub user_timeout: Span,
    /// How many connections a listener keeps that are not open yet; a SYN beyond them is dropped. 1 to 1,024.
    pub backlog: u32,
    /// Maximum segment lifetime. TIME-WAIT lasts twice this: 60 s as in Linux. Up to 10 minutes.
    pub msl: Span,
    /// The TTL of the packets that carry the segments (RFC 9293 §3.9.2). 1 to 255.
    pub ttl: u8,
    /// The differentiated services code point of those packets (RFC 2474); routers here do not heed it. 0 to 63.
    pub dscp: u8,
}

/// The congestion control algorithm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CongestionControl {
    /// None, as before 1988: send whatever the receiver's window allows.
    None,
    /// Slow start and congestion avoidance, halving on loss (RFC 5681, RFC 6582).
    #[default]
    Reno,
    /// Growth by a cubic function of the time since the last loss (RFC 9438).
    Cubic,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            mss: 1460,
            initial_rto: Span::from_secs(1),
            min_rto: Span::from_millis(200),
            max_rto: Span::from_secs(60),
            max_retransmissions: 8,
            syn_retries: 7,
            send_buffer: 65_536,
            receive_buffer: 65_536,
            delayed_ack: true,
            delayed_ack_timeout: Span::from_millis(40),
            congestion: CongestionControl::Reno,
            byte_counting: false,
            fast_retransmit: true,
            limited_transmit: true,
            sack: true,
            timestamps: true,
            nagle: Nagle::Minshall,
            window_scaling: true,
            keep_alive: false,
            keep_alive_idle: Span::from_secs(2 * 3600),
            keep_alive_interval: Span::from_secs(75),
            keep_alive_probes: 9,
            user_timeout: Span::ZERO,
            backlog: 128,
            msl: Span::from_secs(30),
            ttl: 64,
            dscp: 0,
        }
    }
}

/// A field of [`Config`] that is out of range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The field's name as in JSON.
    pub field: &'static str,
    /// What it may be.
    pub allowed: Allowed,
}

/// What a field of [`Config`] may be. Numbers and times that are texts here are written alike in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each variant's sentence tells of its fields")]
pub enum Allowed {
    /// From the first to the last.
    Between {
        least: &'static str,
        most: &'static str,
    },
    /// From the first to less than the last.
    Below {
        least: &'static str,
        below: &'static str,
    },
    /// No more than this.
    AtMost { most: &'static str },
    /// A size from the first to the last, in bytes.
    Bytes { least: u16, most: u16 },
    /// A size from the first, in bytes, to the last.
    Buffer { least: u32, most: &'static str },
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Allowed::Between { least, most } => write!(f, "from {least} to {most}"),
            Allowed::Below { least, below } => write!(f, "from {least} to less than {below}"),
            Allowed::AtMost { most } => write!(f, "at most {most}"),
            Allowed::Bytes { least, most } => write!(f, "from {least} to {most} bytes"),
            Allowed::Buffer { least, most } => write!(f, "from {least} bytes to {most}"),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} must be {}", self.field, self.allowed)
    }
}

impl core::error::Error for ConfigError {}

impl Config {
    /// Checks every field against its stated range.
    ///
    /// # Errors
    /// Names the first field that is out of range.
    pub fn validate(&self) -> Result<(), ConfigError> {
        let tick = Span::from_millis(1);
        let buffers = 1024..=MAX_BUFFER_BYTES;
        let day = Span::from_secs(24 * 3600);
        let between = |least, most| Allowed::Between { least, most };
        let rules = [
            (
                (MIN_MSS..=u16::MAX - 40).contains(&self.mss),
                "mss",
                Allowed::Bytes {
                    least: MIN_MSS,
                    most: u16::MAX - 40,
                },
            ),
            (
                self.max_rto >= tick && self.max_rto <= Span::from_secs(3600),
                "max_rto",
                between("1ms", "3600s"),
            ),
            (
                self.initial_rto >= tick && self.initial_rto <= self.max_rto,
                "initial_rto",
                between("1ms", "max_rto"),
            ),
            (
                self.min_rto >= tick && self.min_rto <= self.max_rto,
                "min_rto",
                between("1ms", "max_rto"),
            ),
            (
                (1..=30).contains(&self.max_retransmissions),
                "max_retransmissions",
                between("1", "30"),
            ),
            (self.syn_retries <= 30, "syn_retries", between("0", "30")),
            (
                buffers.contains(&self.send_buffer),
                "send_buffer",
                Allowed::Buffer {
                    least: *buffers.start(),
                    most: "16 MiB",
                },
            ),
            (
                buffers.contains(&self.receive_buffer),
                "receive_buffer",
                Allowed::Buffer {
                    least: *buffers.start(),
                    most: "16 MiB",
                },
            ),
            (
                self.delayed_ack_timeout >= tick
                    && self.delayed_ack_timeout < Span::from_millis(500),
                "delayed_ack_timeout",
                Allowed::Below {
                    least: "1ms",
                    below: "500ms",
                },
            ),
            (
                self.keep_alive_idle >= Span::from_secs(1) && self.keep_alive_idle <= day,
                "keep_alive_idle",
                between("1s", "24h"),
            ),
            (
                self.keep_alive_interval >= Span::from_millis(10)
                    && self.keep_alive_interval <= Span::from_secs(3600),
                "keep_alive_interval",
                between("10ms", "3600s"),
            ),
            (
                (1..=30).contains(&self.keep_alive_probes),
                "keep_alive_probes",
                between("1", "30"),
            ),
            (
                self.user_timeout <= day,
                "user_timeout",
                Allowed::AtMost { most: "24h" },
            ),
            (
                (1..=1024).contains(&self.backlog),
                "backlog",
                between("1", "1024"),
            ),
            (
                self.msl >= tick && self.msl <= Span::from_secs(600),
                "msl",
                between("1ms", "600s"),
            ),
            (self.ttl > 0, "ttl", between("1", "255")),
            (self.dscp < 64, "dscp", between("0", "63")),
        ];
        match rules.into_iter().find(|(holds, _, _)| !holds) {
            Some((_, field, allowed)) => Err(ConfigError { field, allowed }),
            None => Ok(()),
        }
    }

    /// The smallest shift that lets 16 bits express the whole receive buffer (RFC 7323 §2.2).
    pub(crate) fn window_shift(&self) -> u8 {
        (0..14)
            .find(|shift| self.receive_buffer >> shift <= u32::from(u16::MAX))
            .unwrap_or(14)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_is_valid() {
        assert_eq!(Config::default().validate(), Ok(()));
    }

    #[test]
    fn a_value_out_of_range_is_refused_by_its_name() {
        let default = Config::default();
        let cases = [
            (Config { mss: 27, ..default }, "mss"),
            (
                Config {
                    max_rto: Span::ZERO,
                    ..default
                },
                "max_rto",
            ),
            (
                Config {
                    initial_rto: Span::from_secs(61),
                    ..default
                },
                "initial_rto",
            ),
            (
                Config {
                    min_rto: Span::ZERO,
                    ..default
                },
                "min_rto",
            ),
            (
                Config {
                    max_retransmissions: 0,
                    ..default
                },
                "max_retransmissions",
            ),
            (
                Config {
                    syn_retries: 31,
                    ..default
                },
                "syn_retries",
            ),
            (
                Config {
                    send_buffer: 0,
                    ..default
                },
                "send_buffer",
            ),
            (
                Config {
                    receive_buffer: u32::MAX,
                    ..default
                },
                "receive_buffer",
            ),
            (
                Config {
                    delayed_ack_timeout: Span::from_millis(500),
                    ..default
                },
                "delayed_ack_timeout",
            ),
            (
                Config {
                    keep_alive_idle: Span::ZERO,
                    ..default
                },
                "keep_alive_idle",
            ),
            (
                Config {
                    keep_alive_interval: Span::ZERO,
                    ..default
                },
                "keep_alive_interval",
            ),
            (
                Config {
                    keep_alive_probes: 0,
                    ..default
                },
                "keep_alive_probes",
            ),
            (
                Config {
                    user_timeout: Span::from_secs(86_401),
                    ..default
                },
                "user_timeout",
            ),
            (
                Config {
                    backlog: 0,
                    ..default
                },
                "backlog",
            ),
            (
                Config {
                    msl: Span::ZERO,
                    ..default
                },
                "msl",
            ),
            (Config { ttl: 0, ..default }, "ttl"),
            (
                Config {
                    dscp: 64,
                    ..default
                },
                "dscp",
            ),
        ];
        for (config, field) in cases {
            assert_eq!(config.validate().map_err(|error| error.field), Err(field));
        }
    }

    #[test]
    fn json_may_name_only_what_differs() {
        let config: Config =
            serde_json::from_str(r#"{"min_rto":"1s","congestion":"none"}"#).unwrap();
        let expected = Config {
            min_rto: Span::from_secs(1),
            congestion: CongestionControl::None,
            ..Config::default()
        };
        assert_eq!(config, expected);
        let text = serde_json::to_string(&expected).unwrap();
        assert!(text.contains(r#""delayed_ack_timeout":"40ms""#), "{text}");
        assert_eq!(serde_json::from_str::<Config>(&text).unwrap(), expected);
        assert!(
            serde_json::from_str::<Config>(r#"{"mms":9}"#).is_err(),
            "a misspelt field"
        );
    }

    #[test]
    fn nagle_is_named_by_its_variant_or_switched_on_and_off() {
        let read = |json: &str| serde_json::from_str::<Config>(json).map(|config| config.nagle);
        for (json, nagle) in [
            (r#"{"nagle":true}"#, Nagle::Minshall),
            (r#"{"nagle":"minshall"}"#, Nagle::Minshall),
            (r#"{"nagle":"rfc896"}"#, Nagle::Rfc896),
            (r#"{"nagle":"off"}"#, Nagle::Off),
            (r#"{"nagle":false}"#, Nagle::Off),
            ("{}", Nagle::Minshall),
        ] {
            assert_eq!(read(json).unwrap(), nagle, "{json}");
            let config = Config {
                nagle,
                ..Config::default()
            };
            let text = serde_json::to_string(&config).unwrap();
            assert_eq!(read(&text).unwrap(), nagle, "{text}");
        }
        for json in [r#"{"nagle":"on"}"#, r#"{"nagle":1}"#, r#"{"nagle":null}"#] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    #[test]
    fn the_window_shift_is_the_smallest_that_will_do() {
        let shift = |receive_buffer| {
            Config {
                receive_buffer,
                ..Config::default()
            }
            .window_shift()
        };
        assert_eq!(shift(65_535), 0);
        assert_eq!(shift(65_536), 1);
        assert_eq!(shift(1 << 20), 5);
    }
}
