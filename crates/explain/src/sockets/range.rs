//! The three ranges of port numbers (RFC 6335 §6).

use core::ops::RangeInclusive;

/// A range of port numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PortRange {
    /// 0 to 1023: System Ports, the well-known ones.
    WellKnown,
    /// 1024 to 49151: User Ports, the registered ones.
    Registered,
    /// 49152 to 65535: Dynamic Ports, also private or ephemeral.
    Dynamic,
}

impl PortRange {
    /// All, from the lowest up.
    pub const ALL: [PortRange; 3] = [
        PortRange::WellKnown,
        PortRange::Registered,
        PortRange::Dynamic,
    ];

    /// The range a port is in.
    pub const fn of(port: u16) -> PortRange {
        match port {
            0..=1023 => PortRange::WellKnown,
            1024..=49_151 => PortRange::Registered,
            49_152..=u16::MAX => PortRange::Dynamic,
        }
    }

    /// Its first and last number.
    pub const fn bounds(self) -> RangeInclusive<u16> {
        match self {
            PortRange::WellKnown => 0..=1023,
            PortRange::Registered => 1024..=49_151,
            PortRange::Dynamic => 49_152..=u16::MAX,
        }
    }
}
