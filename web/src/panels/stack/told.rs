//! What each layer does with the packet at a node, in a sentence.

use core::net::Ipv4Addr;

use hoplab_sim::{ConsumeReason, DropReason, Frame, NodeId};
use hoplab_wire::dissect::FieldKey;
use hoplab_wire::{Summary, ipv4::protocol};

use crate::page::Page;
use hoplab_explain::At;
use hoplab_explain::look;
use hoplab_explain::sockets::Sockets;
use hoplab_explain::sockets::matching::Fields;
use hoplab_explain::way::{Crossing, End, Layer, Stop, Taken, Way};
use hoplab_words::ports::program_name;
use hoplab_words::said::said;
use hoplab_words::story::Known;
use hoplab_words::{Lang, inspect, stack as words, stage};

/// What is needed to tell of a packet.
pub struct Teller<'a> {
    /// Names, and the language.
    pub page: &'a Page,
    /// The packet's way.
    pub way: &'a Way,
    /// Whose sockets are which.
    pub sockets: At<&'a Sockets>,
}

impl Teller<'_> {
    fn lang(&self) -> Lang {
        self.page.lang
    }

    /// How far up a packet went at a node: what its tower is called.
    pub fn tower(&self, stop: &Stop) -> String {
        let lang = self.lang();
        let way = match (stop.top, stop.came, stop.leg.is_some()) {
            (None, ..) => words::off(lang).to_owned(),
            (Some(top), false, _) => words::goes_down(lang, top),
            (Some(top), true, true) => words::up_and_down(lang, top),
            (Some(top), true, false) => words::goes_up(lang, top),
        };
        let lost = match (stop.end, stop.leg.map(|leg| leg.crossing)) {
            (Some(End::Lost(why)), _) => Some(why),
            (_, Some(Crossing::Lost(why))) => Some(why),
            _ => None,
        };
        let mut told = words::tower(lang, self.page.node_name(stop.node), &way);
        if let Some(why) = lost {
            told = format!("{told}; {}", stage::lost(lang, why));
        }
        told
    }

    /// What a layer does at a stop.
    pub fn does(&self, stop: &Stop, layer: Layer) -> String {
        let lang = self.lang();
        let Some(summary) = stop.frame.as_ref().and_then(Frame::summary) else {
            return self.ended_at(stop, layer).unwrap_or_default();
        };
        if let Some(ended) = self.ended_at(stop, layer) {
            return ended;
        }
        match (stop.top, stop.came, stop.leg.is_some()) {
            (None, ..) => words::off(lang).to_owned(),
            (_, false, _) if self.way.origin.is_none() => match layer {
                Layer::Interface => self.leaves(stop),
                _ => words::unknown(lang).to_owned(),
            },
            (_, false, _) => self.sends(stop, &summary, layer),
            (_, true, true) => self.passes(stop, &summary, layer),
            (Some(top), true, false) if layer > top => self.above(stop, &summary, layer),
            (_, true, false) => self.takes(stop, &summary, layer),
        }
    }

    /// The reason, at the layer at which it ended here.
    fn ended_at(&self, stop: &Stop, layer: Layer) -> Option<String> {
        let lang = self.lang();
        match stop.end? {
            End::Lost(DropReason::BadFrameCheck) if layer == Layer::Interface => {
                Some(words::frame_bad(lang).to_owned())
            }
            End::Lost(why) => {
                let place = match stop.leg.map(|leg| leg.crossing) {
                    // It had come down again.
                    Some(Crossing::Refused(_)) => Some(Layer::Interface),
                    _ => stop.top.map(|top| match stop.came {
                        true => top,
                        // Nothing leaves a host that has no route: IP says so.
                        false => Layer::Internet,
                    }),
                };
                (place == Some(layer))
                    .then(|| words::ends_here(lang, stage::drop_reason(lang, why)))
            }
            End::Consumed(why) if stop.top == Some(layer) => {
                let name = self.page.node_name(stop.node);
                let fields = stop.frame.as_ref().and_then(Fields::of);
                let asks = fields.is_some_and(|fields| fields.asks_echo());
                Some(inspect::consumed(lang, name, why, asks) + ".")
            }
            _ => None,
        }
    }

    /// Down at the sender.
    fn sends(&self, stop: &Stop, summary: &Summary, layer: Layer) -> String {
        let lang = self.lang();
        let icmp = summary.protocol == protocol::ICMP;
        let empty = stop.top < Some(Layer::Application);
        let flags = flags(summary);
        match layer {
            Layer::Application if icmp && empty => words::icmp_no_program(lang).to_owned(),
            Layer::Application if empty => words::tcp_own(lang, &flags),
            Layer::Application => {
                let program = self.program(stop.node, summary.src_port);
                words::program_sends(lang, &program, &self.content(stop))
            }
            Layer::Transport => {
                let ports = summary.src_port.zip(summary.dst_port);
                match (ports, summary.tcp) {
                    (None, _) if icmp => words::icmp_no_transport(lang).to_owned(),
                    (None, _) => words::raw_no_transport(lang).to_owned(),
                    (Some((from, to)), None) => words::udp_sends(lang, from, to),
                    (Some((from, to)), Some(_)) if empty => {
                        words::tcp_control(lang, from, to, &flags)
                    }
                    (Some((from, to)), Some(tcp)) => words::tcp_sends(lang, from, to, tcp.seq),
                }
            }
            Layer::Internet if icmp && empty => {
                words::icmp_sends(lang, self.page.node_name(stop.node))
            }
            Layer::Internet => words::ip_sends(lang, summary.ttl),
            Layer::Interface if stop.leg.is_none() && stop.end.is_some() => {
                words::not_down(lang).to_owned()
            }
            Layer::Interface => self.leaves(stop),
        }
    }

    /// Out of a node, by its card.
    fn leaves(&self, stop: &Stop) -> String {
        let lang = self.lang();
        let Some(leg) = stop.leg else {
            return String::new();
        };
        let out = words::frame_out(lang, self.page.node_name(leg.to));
        match leg.crossing {
            Crossing::Waiting => format!("{out} {}", words::waits(lang)),
            _ => out,
        }
    }

    /// Up and down at a router.
    fn passes(&self, stop: &Stop, summary: &Summary, layer: Layer) -> String {
        let lang = self.lang();
        match layer {
            Layer::Transport if summary.protocol == protocol::ICMP => {
                words::icmp_no_transport(lang).to_owned()
            }
            Layer::Application | Layer::Transport => words::cargo(lang).to_owned(),
            Layer::Internet => {
                let after = stop.ttl.unwrap_or_default();
                let next = stop.leg.map_or("?", |leg| self.page.node_name(leg.to));
                // One less is what a router makes of it (RFC 1812 §5.3.1).
                words::ip_passes(lang, (after.saturating_add(1), after), next)
            }
            Layer::Interface => {
                format!("{} {}", words::frame_in_out(lang), self.leaves(stop))
            }
        }
    }

    /// What is said of a header that lies in a layer whose other header is all that the node looks at: a router
    /// that passes an ICMP message on does not open it, though it lies in the internet layer too.
    pub fn unopened(&self, stop: &Stop, key: FieldKey) -> Option<&'static str> {
        let passes = stop.came && stop.leg.is_some();
        (passes && key == FieldKey::Icmp).then(|| words::cargo(self.lang()))
    }

    /// Up at the receiver.
    fn takes(&self, stop: &Stop, summary: &Summary, layer: Layer) -> String {
        let lang = self.lang();
        let flags = flags(summary);
        match layer {
            Layer::Interface => words::frame_in(lang).to_owned(),
            Layer::Internet => match summary.protocol {
                protocol::UDP => words::ip_hands_up(lang, "UDP"),
                protocol::TCP => words::ip_hands_up(lang, "TCP"),
                protocol::ICMP => words::ip_hands_up(lang, "ICMP"),
                _ => words::ip_hands_to_program(lang).to_owned(),
            },
            Layer::Transport => match (summary.tcp, summary.dst_port, stop.end) {
                (Some(tcp), _, Some(End::Accepted(Taken::Content))) => {
                    words::tcp_hands_up(lang, tcp.seq)
                }
                (Some(_), _, Some(End::Accepted(Taken::Kept))) => words::tcp_keeps(lang).to_owned(),
                (Some(_), _, Some(End::Accepted(Taken::Again))) => words::tcp_had(lang).to_owned(),
                (Some(_), _, Some(End::Accepted(Taken::Outside))) => {
                    words::tcp_outside(lang).to_owned()
                }
                (Some(_), ..) => words::tcp_takes(lang, &flags),
                (None, Some(port), _) => words::udp_hands_up(lang, port),
                (None, None, _) if summary.protocol == protocol::ICMP => {
                    words::icmp_no_transport(lang).to_owned()
                }
                (None, None, _) => words::raw_no_transport(lang).to_owned(),
            },
            Layer::Application => {
                let program = self.program(stop.node, summary.dst_port);
                words::program_gets(lang, &program, &self.content(stop))
            }
        }
    }

    /// A layer above where it ended.
    fn above(&self, stop: &Stop, summary: &Summary, layer: Layer) -> String {
        let lang = self.lang();
        let host = self.page.nodes.get(stop.node.index());
        let icmp = summary.protocol == protocol::ICMP;
        let text = match (stop.end, layer) {
            (Some(End::Accepted(Taken::Control)), _) => words::nothing_for_program(lang),
            (Some(End::Accepted(Taken::Kept)), _) => words::still_in_tcp(lang),
            (Some(End::Consumed(ConsumeReason::IcmpTold { .. })), Layer::Application) => {
                words::icmp_told(lang)
            }
            (_, Layer::Transport) if icmp => words::icmp_no_transport(lang),
            _ if host.is_some_and(|node| !node.is_host) => words::cargo(lang),
            _ => words::not_reached(lang),
        };
        text.to_owned()
    }

    /// What the packet carries for a program.
    pub fn content(&self, stop: &Stop) -> String {
        let lang = self.lang();
        let Some(frame) = &stop.frame else {
            return String::new();
        };
        let Some(summary) = frame.summary() else {
            return String::new();
        };
        let bytes = hoplab_explain::bytes::content(frame, &summary);
        let count = inspect::bytes_count(lang, bytes.len());
        if let Some(message) = frame.app_summary() {
            return format!("{} ({count})", said(lang, &message));
        }
        if let Some(text) = look::text_label(bytes) {
            return format!("{} ({count})", hoplab_words::quoted(&text));
        }
        match self.way.piece {
            Some(chunk) => {
                let piece =
                    self.page
                        .names(Known::default())
                        .piece(lang, chunk.transfer, chunk.index);
                words::with_note(lang, &piece, &count)
            }
            None => count,
        }
    }

    /// The program at a port of a node: by name, where it has one that is known.
    pub fn program(&self, node: NodeId, port: Option<u16>) -> String {
        // The newest first: a port may have been another program's before.
        let lives = self.sockets.of(node).rev();
        let mut lives = lives.filter(|life| port.is_some_and(|port| port == life.key.local.port()));
        let program = lives.find_map(|life| self.sockets.program(&life));
        match program {
            Some(started) => program_name(self.lang(), &started.summary),
            None => words::program_on(self.lang(), self.page.node_name(node)),
        }
    }

    /// Where it is to go: the one node with that address.
    pub fn destination(&self) -> Option<NodeId> {
        let frame = self
            .way
            .stops
            .iter()
            .rev()
            .find_map(|stop| stop.frame.as_ref());
        let to: Ipv4Addr = frame?.summary()?.dst;
        let mut with = self.page.nodes.iter().filter(|node| node.address == to);
        match (with.next(), with.next()) {
            (Some(node), None) => Some(node.id),
            _ => None,
        }
    }
}

fn flags(summary: &Summary) -> String {
    let flags = summary.tcp.map(|tcp| tcp.flags).unwrap_or_default();
    flags.to_string().replace(',', "+")
}
