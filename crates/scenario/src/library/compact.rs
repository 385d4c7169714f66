//! The scenarios that a first visit may open, in as few bytes as they take: the page would have to wait for a reader of JSON,
//! which is far larger than they are. Each is made of its file in `library/` and lies in `src/library/compact/`; the tests of
//! `library.rs` write it and hold that both say the same. It has a place for what those scenarios have, and no more.
//!
//! Numbers are in seven bits a byte, the least first, all but the last with the eighth bit set; texts have their length before
//! them, lists their count. Nodes and links go by their place.

use crate::model::{Link, Node, Program, Scenario, ScriptLine};
use crate::texts::Words;
use hoplab_sim::{Closing, Command, LinkChange, Payload, Send, Timed, Transport};
use hoplab_units::{Rate, Share, Span, Time};

/// What a node has beside its name, address and place: bits of a number.
mod has {
    pub const HOST: u64 = 1;
    pub const SPRAY: u64 = 2;
    pub const LABEL: u64 = 4;
    pub const VIEWER: u64 = 8;
}

/// The commands of a script.
mod does {
    pub const SEND: u64 = 0;
    pub const CUT: u64 = 1;
}

/// Reads a scenario, if it is one.
pub fn read(bytes: &[u8]) -> Option<Scenario> {
    Reader(bytes).scenario()
}

struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn scenario(&mut self) -> Option<Scenario> {
        let mut scenario = Scenario::new(&self.text()?, Vec::new(), Vec::new());
        let transport = self.small::<usize>()?;
        scenario.transport = *Transport::ALL.get(transport)?;
        scenario.seed = self.number()?;
        scenario.until = Time::from_nanos(self.number()?);
        for _ in 0..self.number()? {
            scenario.nodes.push(self.node()?);
        }
        for _ in 0..self.number()? {
            scenario.links.push(self.link(&scenario.nodes)?);
        }
        for _ in 0..self.number()? {
            let line = self.line(&scenario)?;
            scenario.script.push(line);
        }
        for _ in 0..self.number()? {
            let offer = self.send(&scenario.nodes)?;
            scenario.offers.push(offer);
        }
        self.0.is_empty().then_some(scenario)
    }

    fn node(&mut self) -> Option<Node> {
        let flags = self.number()?;
        let id = self.text()?;
        let address = self.small::<u32>()?.into();
        let mut node = match flags & has::HOST {
            0 => Node::router(&id, address),
            _ => Node::host(&id, address),
        };
        node.x = Some(self.small()?);
        node.y = Some(self.small()?);
        node.spray = flags & has::SPRAY != 0;
        if flags & has::LABEL != 0 {
            let (en, ko) = (self.text()?, self.text()?);
            node.label = Some(Words::tagged([("en", en), ("ko", ko)]));
        }
        if flags & has::VIEWER != 0 {
            node.programs.push(Program::Viewer {
                name: self.text()?,
                port: self.small()?,
                read_rate: None,
                reply: None,
            });
        }
        Some(node)
    }

    fn link(&mut self, nodes: &[Node]) -> Option<Link> {
        let a = &nodes.get(self.small::<usize>()?)?.id;
        let b = &nodes.get(self.small::<usize>()?)?.id;
        let mut link = Link::between(a, b);
        link.rate = Rate::from_bits_per_sec(self.number()?);
        link.delay = Span::from_nanos(self.number()?);
        link.loss = Share::from_ppm(self.small()?);
        link.cost = self.small()?;
        Some(link)
    }

    fn line(&mut self, scenario: &Scenario) -> Option<ScriptLine> {
        let at = Time::from_nanos(self.number()?);
        let command = match self.number()? {
            does::SEND => Command::Send(self.send(&scenario.nodes)?),
            does::CUT => Command::SetLink {
                link: scenario.links.get(self.small::<usize>()?)?.id.clone(),
                direction: None,
                change: LinkChange::Cut,
            },
            _ => return None,
        };
        Some(Timed { at, command })
    }

    fn send(&mut self, nodes: &[Node]) -> Option<Send<String>> {
        Some(Send {
            from: nodes.get(self.small::<usize>()?)?.id.clone(),
            to: self.small::<u32>()?.into(),
            port: self.small()?,
            close: match self.number()? {
                0 => Closing::AtOnce,
                _ => Closing::WhenAcknowledged,
            },
            // No message is empty.
            payload: match self.text()? {
                text if text.is_empty() => Payload::Picture,
                text => Payload::Text(text),
            },
            transport: None,
            interval: None,
        })
    }

    fn number(&mut self) -> Option<u64> {
        let (mut number, mut shift) = (0_u64, 0);
        loop {
            let (byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u64::from(byte & 0x7f).checked_shl(shift)?;
            shift += 7;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
    }

    fn small<T: TryFrom<u64>>(&mut self) -> Option<T> {
        self.number()?.try_into().ok()
    }

    fn text(&mut self) -> Option<String> {
        let len = self.small::<usize>()?;
        let (text, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(core::str::from_utf8(text).ok()?.to_owned())
    }
}

/// What [`read`] reads, of a scenario that this form has a place for.
#[cfg(test)]
pub fn write(scenario: &Scenario) -> Vec<u8> {
    let mut to = Writer::default();
    to.text(&scenario.name);
    let transport = Transport::ALL
        .iter()
        .position(|it| *it == scenario.transport);
    to.number(transport.expect("it is one of all") as u64);
    to.number(scenario.seed);
    to.number(scenario.until.as_nanos());
    to.number(scenario.nodes.len() as u64);
    scenario.nodes.iter().for_each(|node| to.node(node));
    to.number(scenario.links.len() as u64);
    for link in &scenario.links {
        to.place(scenario, &link.a);
        to.place(scenario, &link.b);
        to.number(link.rate.bits_per_sec());
        to.number(link.delay.as_nanos());
        to.number(link.loss.ppm().into());
        to.number(link.cost.into());
    }
    to.number(scenario.script.len() as u64);
    for line in &scenario.script {
        to.number(line.at.as_nanos());
        match &line.command {
            Command::Send(send) => {
                to.number(does::SEND);
                to.send(scenario, send);
            }
            Command::SetLink { link, .. } => {
                to.number(does::CUT);
                let place = scenario.links.iter().position(|it| it.id == *link);
                to.number(place.expect("it is there") as u64);
            }
            other => panic!("no place for {other:?}"),
        }
    }
    to.number(scenario.offers.len() as u64);
    scenario
        .offers
        .iter()
        .for_each(|offer| to.send(scenario, offer));
    to.0
}

#[cfg(test)]
#[derive(Default)]
struct Writer(Vec<u8>);

#[cfg(test)]
impl Writer {
    fn node(&mut self, node: &Node) {
        let viewer = node.programs.first().map(|program| match program {
            Program::Viewer { name, port, .. } => (name, *port),
            other => panic!("no place for {other:?}"),
        });
        let flag = |holds: bool, flag: u64| if holds { flag } else { 0 };
        self.number(
            flag(node.role == crate::model::Role::Host, has::HOST)
                | flag(node.spray, has::SPRAY)
                | flag(node.label.is_some(), has::LABEL)
                | flag(viewer.is_some(), has::VIEWER),
        );
        self.text(&node.id);
        self.number(u32::from(node.address).into());
        self.number(node.x.expect("it has a place").into());
        self.number(node.y.expect("it has a place").into());
        if let Some(label) = &node.label {
            let texts: Vec<(&str, &str)> = label.texts().collect();
            let [("en", en), ("ko", ko)] = texts[..] else {
                panic!("the library is in English and Korean: {texts:?}");
            };
            self.text(en);
            self.text(ko);
        }
        if let Some((name, port)) = viewer {
            self.text(name);
            self.number(port.into());
        }
    }

    fn send(&mut self, scenario: &Scenario, send: &Send<String>) {
        self.place(scenario, &send.from);
        self.number(u32::from(send.to).into());
        self.number(send.port.into());
        self.number((send.close == Closing::WhenAcknowledged).into());
        match &send.payload {
            Payload::Text(text) => self.text(text),
            Payload::Picture => self.text(""),
            other => panic!("no place for {other:?}"),
        }
    }

    fn place(&mut self, scenario: &Scenario, node: &str) {
        let place = scenario.nodes.iter().position(|it| it.id == node);
        self.number(place.expect("it is there") as u64);
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }

    fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.0.push(number as u8 & 0x7f | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_off_or_goes_on_is_no_scenario() {
        let node = Node {
            x: Some(1),
            y: Some(300),
            ..Node::host("client", core::net::Ipv4Addr::LOCALHOST)
        };
        let whole = write(&Scenario::new("one", vec![node], Vec::new()));
        assert!(read(&whole).is_some());
        for len in 0..whole.len() {
            assert_eq!(read(&whole[..len]), None, "{len} bytes");
        }
        assert_eq!(read(&[&whole[..], &[0]].concat()), None);
        assert_eq!(read(&[0x80; 12]), None);
    }
}
