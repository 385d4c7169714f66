//! Commands in the compact form, version 1. **Frozen**: the numbers of variants and the order of fields are what
//! stands in links.

use core::net::Ipv4Addr;

use hoplab_sim as sim;
use hoplab_units::{Rate, Share, Span, Time, VecMap};
use serde::{Deserialize, Serialize};

use super::frozen::numbered;
use crate::model::ScriptLine;

/// Makes a frozen copy of an enum of the simulator, with the way there and back: first the variants
/// that hold nothing, then those that hold one value.
macro_rules! frozen {
    ($name:ident {
        $($bare_number:literal $bare:ident),* ;
        $($full_number:literal $full:ident($type:ty)),*
    }) => {
        numbered! {
            #[derive(Clone, Copy)]
            pub(super) enum $name {
                $($bare_number $bare,)*
                $($full_number $full($type),)*
            }
        }
        impl From<sim::$name> for $name {
            fn from(it: sim::$name) -> $name {
                match it {
                    $(sim::$name::$bare => $name::$bare,)*
                    $(sim::$name::$full(value) => $name::$full(value.into()),)*
                }
            }
        }
        impl From<$name> for sim::$name {
            fn from(it: $name) -> sim::$name {
                match it {
                    $($name::$bare => sim::$name::$bare,)*
                    $($name::$full(value) => sim::$name::$full(value.into()),)*
                }
            }
        }
    };
}

frozen!(Transport { 0 Ip, 1 Udp, 2 Tcp; });
frozen!(Direction { 0 AToB, 1 BToA; });
frozen!(LinkChange {
    0 Cut, 1 Restore;
    2 Loss(Share), 3 Delay(Span), 4 Jitter(Span), 5 Rate(Rate), 6 Duplication(Share), 7 Corruption(Share),
    8 Queue(u32)
});
frozen!(NodeChange {
    0 Crash, 1 Restore;
    2 Icmp(bool), 3 MemoryCorruption(Share), 4 Spray(bool), 5 Tcp(TcpSwitch)
});
frozen!(CongestionControl { 0 None, 1 Reno, 2 Cubic; });
frozen!(PacketAction { 0 Kill, 1 Corrupt, 2 Duplicate; 3 Delay(Span) });

numbered! {
    /// Written out, since Nagle's algorithm was a switch before it was a choice.
    #[derive(Clone, Copy)]
    pub(super) enum TcpSwitch {
        0 Sack(bool),
        1 Timestamps(bool),
        /// On: Minshall's variant.
        2 Nagle(bool),
        3 DelayedAck(bool),
        4 FastRetransmit(bool),
        5 LimitedTransmit(bool),
        6 WindowScaling(bool),
        7 KeepAlive(bool),
        8 Congestion(CongestionControl),
        9 ByteCounting(bool),
        10 NagleRfc896,
    }
}

impl From<sim::TcpSwitch> for TcpSwitch {
    fn from(it: sim::TcpSwitch) -> TcpSwitch {
        match it {
            sim::TcpSwitch::Sack(on) => TcpSwitch::Sack(on),
            sim::TcpSwitch::Timestamps(on) => TcpSwitch::Timestamps(on),
            sim::TcpSwitch::Nagle(sim::Nagle::Off) => TcpSwitch::Nagle(false),
            sim::TcpSwitch::Nagle(sim::Nagle::Minshall) => TcpSwitch::Nagle(true),
            sim::TcpSwitch::Nagle(sim::Nagle::Rfc896) => TcpSwitch::NagleRfc896,
            sim::TcpSwitch::DelayedAck(on) => TcpSwitch::DelayedAck(on),
            sim::TcpSwitch::FastRetransmit(on) => TcpSwitch::FastRetransmit(on),
            sim::TcpSwitch::LimitedTransmit(on) => TcpSwitch::LimitedTransmit(on),
            sim::TcpSwitch::WindowScaling(on) => TcpSwitch::WindowScaling(on),
            sim::TcpSwitch::KeepAlive(on) => TcpSwitch::KeepAlive(on),
            sim::TcpSwitch::Congestion(control) => TcpSwitch::Congestion(control.into()),
            sim::TcpSwitch::ByteCounting(on) => TcpSwitch::ByteCounting(on),
        }
    }
}

impl From<TcpSwitch> for sim::TcpSwitch {
    fn from(it: TcpSwitch) -> sim::TcpSwitch {
        match it {
            TcpSwitch::Sack(on) => sim::TcpSwitch::Sack(on),
            TcpSwitch::Timestamps(on) => sim::TcpSwitch::Timestamps(on),
            TcpSwitch::Nagle(false) => sim::TcpSwitch::Nagle(sim::Nagle::Off),
            TcpSwitch::Nagle(true) => sim::TcpSwitch::Nagle(sim::Nagle::Minshall),
            TcpSwitch::NagleRfc896 => sim::TcpSwitch::Nagle(sim::Nagle::Rfc896),
            TcpSwitch::DelayedAck(on) => sim::TcpSwitch::DelayedAck(on),
            TcpSwitch::FastRetransmit(on) => sim::TcpSwitch::FastRetransmit(on),
            TcpSwitch::LimitedTransmit(on) => sim::TcpSwitch::LimitedTransmit(on),
            TcpSwitch::WindowScaling(on) => sim::TcpSwitch::WindowScaling(on),
            TcpSwitch::KeepAlive(on) => sim::TcpSwitch::KeepAlive(on),
            TcpSwitch::Congestion(control) => sim::TcpSwitch::Congestion(control.into()),
            TcpSwitch::ByteCounting(on) => sim::TcpSwitch::ByteCounting(on),
        }
    }
}

numbered! {
    /// A node or link of the scenario: its place, or, where no such thing is in the scenario, the text.
    #[derive(Clone)]
    pub(super) enum Name {
        0 Place(u16),
        1 Text(String),
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct Timed<N> {
    at: Time,
    command: Command<N>,
}

numbered! {
    enum Command<N> {
        0 SetLink(SetLink<N>),
        1 SetNode(SetNode<N>),
        2 SetPacket(SetPacket),
        3 Send(Send<N>),
        4 SetTransport(Transport),
        /// A message of so many bytes of bulk; the payload in `Send` stands for nothing.
        5 SendBulk((Send<N>, u32)),
        /// A message whose program closes once all is acknowledged; of so many bytes, if it is bulk.
        6 SendClosing((Send<N>, Option<u32>)),
    }
}

#[derive(Serialize, Deserialize)]
struct SetLink<N> {
    link: N,
    direction: Option<Direction>,
    change: LinkChange,
}

#[derive(Serialize, Deserialize)]
struct SetNode<N> {
    node: N,
    change: NodeChange,
}

#[derive(Serialize, Deserialize)]
struct SetPacket {
    packet: u64,
    action: PacketAction,
}

numbered! {
    /// What a message holds, where [`Send`] could not say it.
    #[derive(Clone)]
    pub(super) enum Payload {
        0 Picture,
        1 Text(String),
        2 Bulk(u32),
    }
}

impl From<sim::Payload> for Payload {
    fn from(it: sim::Payload) -> Payload {
        match it {
            sim::Payload::Picture => Payload::Picture,
            sim::Payload::Text(text) => Payload::Text(text),
            sim::Payload::Bulk(bytes) => Payload::Bulk(bytes),
        }
    }
}

impl From<Payload> for sim::Payload {
    fn from(it: Payload) -> sim::Payload {
        match it {
            Payload::Picture => sim::Payload::Picture,
            Payload::Text(text) => sim::Payload::Text(text),
            Payload::Bulk(bytes) => sim::Payload::Bulk(bytes),
        }
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct Send<N> {
    from: N,
    to: [u8; 4],
    port: u16,
    /// Absent: the picture, or what is told elsewhere.
    text: Option<String>,
    transport: Option<Transport>,
    interval: Option<Span>,
}

/// The names of a scenario's nodes or links in order.
pub(super) struct NameTable<'a> {
    list: Vec<&'a str>,
    places: VecMap<&'a str, u16>,
}

impl<'a> NameTable<'a> {
    pub(super) fn new(names: impl Iterator<Item = &'a str>) -> NameTable<'a> {
        let list: Vec<&str> = names.collect();
        let mut places = VecMap::new();
        for (&name, place) in list.iter().zip(0..=u16::MAX) {
            places.get_or_insert_with(name, || place);
        }
        NameTable { list, places }
    }

    pub(super) fn name(&self, text: &str) -> Name {
        match self.places.get(&text) {
            Some(place) => Name::Place(*place),
            None => Name::Text(text.to_owned()),
        }
    }

    pub(super) fn text(&self, name: Name) -> Result<String, &'static str> {
        match name {
            Name::Text(text) => Ok(text),
            Name::Place(place) => self
                .list
                .get(usize::from(place))
                .map(|&text| text.to_owned())
                .ok_or("it refers to a node or link that it does not have"),
        }
    }
}

/// A command of the user, whose nodes and links go by place already.
pub(super) fn write_by_place(timed: &sim::Timed) -> Option<Timed<u16>> {
    let node = |id: &sim::NodeId| id.0;
    let link = |id: &sim::LinkId| id.0;
    Some(Timed {
        at: timed.at,
        command: Command::write(&timed.command, node, link)?,
    })
}

pub(super) fn read_by_place(form: Timed<u16>) -> sim::Timed {
    let command = form.command.read(sim::NodeId, sim::LinkId);
    sim::Timed {
        at: form.at,
        command,
    }
}

/// A line of the script, whose nodes and links go by name.
pub(super) fn write_by_name(
    line: &ScriptLine,
    nodes: &NameTable<'_>,
    links: &NameTable<'_>,
) -> Option<Timed<Name>> {
    let command = Command::write(
        &line.command,
        |node| nodes.name(node),
        |link| links.name(link),
    )?;
    Some(Timed {
        at: line.at,
        command,
    })
}

pub(super) fn read_by_name(
    form: Timed<Name>,
    nodes: &NameTable<'_>,
    links: &NameTable<'_>,
) -> Result<ScriptLine, &'static str> {
    let command = form.command.read(|name| name, |name| name);
    let command = command.try_map(|name| nodes.text(name), |name| links.text(name))?;
    Ok(ScriptLine {
        at: form.at,
        command,
    })
}

pub(super) fn write_send(send: &sim::Send<String>, nodes: &NameTable<'_>) -> Send<Name> {
    Send::write(send, |node| nodes.name(node))
}

pub(super) fn read_send(
    form: Send<Name>,
    nodes: &NameTable<'_>,
) -> Result<sim::Send<String>, &'static str> {
    let sim::Send {
        from,
        to,
        port,
        payload,
        transport,
        interval,
        close,
    } = form.read(|name| name);
    Ok(sim::Send {
        from: nodes.text(from)?,
        to,
        port,
        payload,
        transport,
        interval,
        close,
    })
}

impl<T> Command<T> {
    fn write<N, L>(
        command: &sim::Command<N, L>,
        node: impl Fn(&N) -> T,
        link: impl Fn(&L) -> T,
    ) -> Option<Command<T>> {
        Some(match command {
            sim::Command::SetLink {
                link: on,
                direction,
                change,
            } => Command::SetLink(SetLink {
                link: link(on),
                direction: direction.map(Into::into),
                change: (*change).into(),
            }),
            sim::Command::SetNode { node: on, change } => Command::SetNode(SetNode {
                node: node(on),
                change: (*change).into(),
            }),
            sim::Command::SetPacket { packet, action } => Command::SetPacket(SetPacket {
                packet: packet.0,
                action: (*action).into(),
            }),
            sim::Command::Send(send) => {
                let bulk = match send.payload {
                    sim::Payload::Bulk(bytes) => Some(bytes),
                    sim::Payload::Text(_) | sim::Payload::Picture => None,
                };
                let form = Send::write(send, node);
                match (send.close, bulk) {
                    (sim::Closing::AtOnce, Some(bytes)) => Command::SendBulk((form, bytes)),
                    (sim::Closing::AtOnce, None) => Command::Send(form),
                    (sim::Closing::WhenAcknowledged, bulk) => Command::SendClosing((form, bulk)),
                }
            }
            sim::Command::SetTransport(transport) => Command::SetTransport((*transport).into()),
            sim::Command::Start { .. }
            | sim::Command::Stop { .. }
            | sim::Command::Type { .. }
            | sim::Command::SetRecord { .. }
            | sim::Command::FlushDns { .. } => return None,
        })
    }

    fn read<N, L>(self, node: impl Fn(T) -> N, link: impl Fn(T) -> L) -> sim::Command<N, L> {
        match self {
            Command::SetLink(SetLink {
                link: on,
                direction,
                change,
            }) => sim::Command::SetLink {
                link: link(on),
                direction: direction.map(Into::into),
                change: change.into(),
            },
            Command::SetNode(SetNode { node: on, change }) => sim::Command::SetNode {
                node: node(on),
                change: change.into(),
            },
            Command::SetPacket(SetPacket { packet, action }) => sim::Command::SetPacket {
                packet: sim::PacketId(packet),
                action: action.into(),
            },
            Command::Send(send) => sim::Command::Send(send.read(node)),
            Command::SendBulk((send, bytes)) => sim::Command::Send(sim::Send {
                payload: sim::Payload::Bulk(bytes),
                ..send.read(node)
            }),
            Command::SendClosing((send, bulk)) => {
                let send = send.read(node);
                sim::Command::Send(sim::Send {
                    close: sim::Closing::WhenAcknowledged,
                    payload: bulk.map_or(send.payload, sim::Payload::Bulk),
                    ..send
                })
            }
            Command::SetTransport(transport) => sim::Command::SetTransport(transport.into()),
        }
    }
}

impl<T> Send<T> {
    fn write<N>(send: &sim::Send<N>, node: impl Fn(&N) -> T) -> Send<T> {
        Send {
            from: node(&send.from),
            to: send.to.octets(),
            port: send.port,
            text: match &send.payload {
                sim::Payload::Text(text) => Some(text.clone()),
                sim::Payload::Picture | sim::Payload::Bulk(_) => None,
            },
            transport: send.transport.map(Into::into),
            interval: send.interval,
        }
    }

    fn read<N>(self, node: impl Fn(T) -> N) -> sim::Send<N> {
        sim::Send {
            from: node(self.from),
            to: Ipv4Addr::from(self.to),
            port: self.port,
            payload: self.text.map_or(sim::Payload::Picture, sim::Payload::Text),
            transport: self.transport.map(Into::into),
            interval: self.interval,
            close: sim::Closing::AtOnce,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No valid scenario has one, so no link shows it.
    #[test]
    fn a_name_that_is_nowhere_stands_as_its_text() {
        let name = postcard::to_allocvec(&Name::Text("x".to_owned()));
        assert_eq!(name, Ok(vec![1, 1, b'x']));
    }

    #[test]
    fn a_number_that_stands_for_nothing_is_refused() {
        assert!(postcard::from_bytes::<Transport>(&[2]).is_ok());
        assert!(postcard::from_bytes::<Transport>(&[3]).is_err());
        assert!(postcard::from_bytes::<NodeChange>(&[6, 0]).is_err());
    }
}
