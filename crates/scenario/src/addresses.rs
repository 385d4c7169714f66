//! Which addresses the nodes of a network can have: none that stands for a whole network or for everybody in it,
//! and none that a router has.

use core::net::Ipv4Addr;

use hoplab_sim::{Prefix, WorldSpec};
use hoplab_units::VecMap;

use crate::error::{Problem, ScenarioError};
use crate::model::{Node, Role, Scenario};
use crate::validate::path_of;

type Checked = Result<(), ScenarioError>;

impl Scenario {
    /// As [`Scenario::to_spec`], and the addresses are ones that work: for what people write. A link that was made
    /// before this was asked is read as ever, so links are checked by [`Scenario::to_spec`] alone.
    ///
    /// # Errors
    /// Names the first field that cannot be, says why and what to do.
    pub fn check(&self) -> Result<WorldSpec, ScenarioError> {
        let spec = self.to_spec()?;
        self.check_addresses()?;
        Ok(spec)
    }

    /// # Errors
    /// Names a node with an address that is no single node's, or with a router's.
    pub fn check_addresses(&self) -> Checked {
        let routers = self.routers();
        let networks = self.networks();
        for (i, node) in self.nodes.iter().enumerate() {
            let path = path_of("nodes", i, &node.id);
            let router = routers
                .get(&node.address)
                .filter(|_| node.role == Role::Host);
            if let Some(router) = router {
                let (address, first) = (node.address, router.clone());
                let problem = Problem::RouterAddressTaken { address, first };
                return Err(ScenarioError::new(format!("{path}.address"), problem));
            }
            single(
                &format!("{path}.address"),
                node.address,
                &networks,
                Some(node),
            )?;
            for (at, resolver) in node.resolvers.iter().enumerate() {
                single(
                    &format!("{path}.resolvers[{at}]"),
                    *resolver,
                    &networks,
                    None,
                )?;
            }
        }
        Ok(())
    }

    /// The path of each router, by its address.
    fn routers(&self) -> VecMap<Ipv4Addr, String> {
        let mut routers = VecMap::new();
        for (i, node) in self.nodes.iter().enumerate() {
            if node.role == Role::Router {
                routers.insert(node.address, path_of("nodes", i, &node.id));
            }
        }
        routers
    }

    /// The networks that hosts are in, each with the path of the first host. Of 32 bits it is the host alone, and
    /// of 31 the two ends of a line (RFC 3021): neither has an address to spare.
    fn networks(&self) -> VecMap<Prefix, String> {
        let mut networks = VecMap::new();
        for (i, node) in self.nodes.iter().enumerate() {
            if node.role == Role::Host && node.prefix_len <= 30 {
                let network = Prefix::of(node.address, node.prefix_len);
                networks.get_or_insert_with(network, || path_of("nodes", i, &node.id));
            }
        }
        networks
    }
}

/// Checks that an address is one node's (RFC 1122 §3.2.1.3): neither the first nor the last of a network. A node's
/// own network is looked at first.
fn single(
    path: &str,
    address: Ipv4Addr,
    networks: &VecMap<Prefix, String>,
    node: Option<&Node>,
) -> Checked {
    let own = node
        .filter(|node| node.role == Role::Host)
        .map(|node| Prefix::of(node.address, node.prefix_len));
    let own = own.filter(|own| networks.contains_key(own));
    let others = networks
        .iter()
        .map(|(network, _)| *network)
        .filter(|network| Some(*network) != own);
    for network in own.into_iter().chain(others) {
        let (first, last) = (network.address.to_bits(), last_of(network));
        let which = match address.to_bits() {
            bits if bits == first => "the address of the network",
            bits if bits == last => "the broadcast address of the network",
            _ => continue,
        };
        let whose = match networks.get(&network) {
            Some(host) if Some(network) != own => format!("{network} of {host}"),
            _ => network.to_string(),
        };
        let (from, to) = (
            Ipv4Addr::from_bits(first + 1),
            Ipv4Addr::from_bits(last - 1),
        );
        let problem = Problem::NobodysAddress {
            address,
            which,
            whose,
            from,
            to,
        };
        return Err(ScenarioError::new(path, problem));
    }
    Ok(())
}

/// The last address of a network.
fn last_of(network: Prefix) -> u32 {
    network.address.to_bits() | u32::MAX.checked_shr(u32::from(network.len)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Link;

    fn host(id: &str, address: &str, prefix_len: u8) -> Node {
        let address = address.parse().expect("an address");
        Node {
            prefix_len,
            ..Node::host(id, address)
        }
    }

    fn router(id: &str, address: &str) -> Node {
        Node::router(id, address.parse().expect("an address"))
    }

    /// What is said of a scenario of these nodes; nothing if it is good.
    fn said(nodes: Vec<Node>) -> String {
        let link = Link::between(&nodes[0].id, &nodes[1].id);
        let scenario = Scenario::new("addresses", nodes, vec![link]);
        assert!(
            scenario.to_spec().is_ok(),
            "it can be played, so an old link with it opens"
        );
        scenario
            .check()
            .err()
            .map_or_else(String::new, |error| error.to_string())
    }

    fn of_host(address: &str, prefix_len: u8) -> String {
        said(vec![
            host("a", address, prefix_len),
            router("r", "10.9.9.9"),
        ])
    }

    #[test]
    fn a_host_cannot_have_the_first_or_the_last_address_of_its_network() {
        let broadcast = "nodes[0] (\"a\").address: 192.0.2.255 is the broadcast address of the network 192.0.2.0/24, \
                         not one node's: use one from 192.0.2.1 to 192.0.2.254, or another prefix_len";
        assert_eq!(of_host("192.0.2.255", 24), broadcast);
        let network = "nodes[0] (\"a\").address: 192.0.2.64 is the address of the network 192.0.2.64/30, \
                       not one node's: use one from 192.0.2.65 to 192.0.2.66, or another prefix_len";
        assert_eq!(of_host("192.0.2.64", 30), network);
        for (address, prefix_len) in [
            ("192.0.2.0", 24),
            ("10.255.255.255", 8),
            ("198.51.100.127", 25),
            ("128.0.0.0", 1),
        ] {
            assert!(
                of_host(address, prefix_len).contains(address),
                "{address}/{prefix_len}"
            );
        }
    }

    #[test]
    fn what_ends_in_255_or_0_in_the_middle_of_a_wide_network_is_a_host_s() {
        for (address, prefix_len) in [
            ("10.0.1.255", 16),
            ("10.0.2.0", 16),
            ("192.0.2.127", 24),
            ("192.0.2.1", 30),
        ] {
            assert_eq!(of_host(address, prefix_len), "", "{address}/{prefix_len}");
        }
    }

    #[test]
    fn of_31_or_32_bits_every_address_is_a_host_s() {
        for address in ["192.0.2.254", "192.0.2.255", "192.0.2.0", "192.0.2.1"] {
            assert_eq!(of_host(address, 31), "");
            assert_eq!(of_host(address, 32), "");
        }
        assert_eq!(
            said(vec![host("a", "192.0.2.0", 31), host("b", "192.0.2.1", 31)]),
            ""
        );
    }

    #[test]
    fn a_host_cannot_have_a_router_s_address_whichever_of_them_comes_first() {
        let b1 = host("b1", "198.51.100.80", 24);
        let r2 = router("r2", "198.51.100.80");
        let text = "router nodes[0] (\"r2\") has the address 198.51.100.80 already: give one of them another, for only hosts may share one";
        assert_eq!(
            said(vec![r2.clone(), b1.clone()]),
            format!("nodes[1] (\"b1\").address: {text}")
        );
        assert!(
            said(vec![b1.clone(), r2]).starts_with("nodes[0] (\"b1\").address: router nodes[1]")
        );
        assert_eq!(
            said(vec![b1.clone(), host("b2", "198.51.100.80", 24)]),
            "",
            "hosts may"
        );
    }

    #[test]
    fn nobody_else_has_the_broadcast_address_of_a_network_either() {
        let text = "nodes[1] (\"r\").address: 192.0.2.255 is the broadcast address of the network 192.0.2.0/24 of nodes[0] (\"a\")";
        assert!(
            said(vec![
                host("a", "192.0.2.10", 24),
                router("r", "192.0.2.255")
            ])
            .starts_with(text)
        );
        assert_eq!(
            said(vec![
                host("a", "192.0.3.10", 24),
                router("r", "192.0.2.255")
            ]),
            "",
            "a router alone may"
        );
        let narrow = vec![host("a", "192.0.2.10", 25), host("b", "192.0.2.127", 24)];
        assert!(said(narrow).starts_with("nodes[1] (\"b\").address: 192.0.2.127 is the broadcast"));
    }

    #[test]
    fn a_name_server_is_asked_at_an_address_that_can_be_one() {
        let mut asks = host("a", "192.0.2.10", 24);
        asks.resolvers = vec![Ipv4Addr::new(192, 0, 2, 53), Ipv4Addr::new(192, 0, 2, 255)];
        let said = said(vec![asks, router("r", "10.0.0.1")]);
        assert!(
            said.starts_with("nodes[0] (\"a\").resolvers[1]: 192.0.2.255 is the broadcast"),
            "{said}"
        );
    }
}
