//! Routes: who sends what where, by the cheapest way that is known to be whole.
//!
//! Hosts are leaves: a route never leads through one. A host's network is announced by the
//! routers beside it as long as the link to the host is whole; whether the host behind it is
//! switched on nobody knows, as on a real network, so packets to a dead host die at its door.
//! Two hosts with one address are two ways to one network: each router takes the nearer.

use std::collections::BinaryHeap;

use core::cmp::Reverse;
use core::net::Ipv4Addr;

use hoplab_units::{VecMap, insertion_sort};

use crate::event::{Prefix, RouteChange};
use crate::ids::{LinkId, NodeId};
use crate::snapshot::Route;

impl Prefix {
    /// Every address: where a default route leads.
    pub const DEFAULT: Prefix = Prefix {
        address: Ipv4Addr::UNSPECIFIED,
        len: 0,
    };

    /// The network of `len` leading bits that `address` is in.
    pub const fn of(address: Ipv4Addr, len: u8) -> Prefix {
        let bits = address.to_bits() & Prefix::mask(len);
        Prefix {
            address: Ipv4Addr::from_bits(bits),
            len,
        }
    }
    /// The network of just this address.
    pub const fn host(address: Ipv4Addr) -> Prefix {
        Prefix { address, len: 32 }
    }
    /// Whether `address` is in this network.
    pub const fn contains(self, address: Ipv4Addr) -> bool {
        address.to_bits() & Prefix::mask(self.len) == self.address.to_bits()
    }
    const fn mask(len: u8) -> u32 {
        if len == 0 {
            0
        } else {
            u32::MAX << (32 - if len > 32 { 32 } else { len })
        }
    }
}

impl core::fmt::Display for Prefix {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}/{}", self.address, self.len)
    }
}

/// What routing knows of a node.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Vertex {
    pub(crate) address: Ipv4Addr,
    /// The length of its network's prefix if it is a host; `None` for a router.
    pub(crate) host_prefix_len: Option<u8>,
    pub(crate) up: bool,
}

/// What routing knows of a link.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edge {
    pub(crate) ends: [NodeId; 2],
    pub(crate) cost: u32,
    pub(crate) up: bool,
}

/// A way out of a node.
#[derive(Clone, Copy, Debug)]
struct Way {
    link: LinkId,
    to: NodeId,
    cost: u32,
}

/// Every node's routes, longest prefix first, then by address. A node that is down has none.
pub(crate) fn compute(nodes: &[Vertex], links: &[Edge]) -> Vec<Vec<Route>> {
    let ways = ways(nodes, links);
    let mut tables: Vec<Vec<Route>> = vec![Vec::new(); nodes.len()];
    for (&prefix, announcers) in announcements(nodes, &ways).iter() {
        let distance = distances(nodes, &ways, announcers);
        for node in routers(nodes) {
            if announcers.contains_key(&node) {
                let route = Route {
                    prefix,
                    cost: 0,
                    hops: Vec::new(),
                };
                tables[node.index()].push(route);
            } else if let Some(route) = route_by(prefix, node, nodes, &ways, &distance) {
                tables[node.index()].push(route);
            }
        }
    }
    for index in 0..nodes.len() {
        if nodes[index].up {
            neighbours(index, nodes, &ways, &mut tables[index]);
        }
        insertion_sort(&mut tables[index], |a, b| {
            (Reverse(a.prefix.len), a.prefix) < (Reverse(b.prefix.len), b.prefix)
        });
    }
    tables
}

fn routers(nodes: &[Vertex]) -> impl Iterator<Item = NodeId> + '_ {
    let routers = nodes
        .iter()
        .enumerate()
        .filter(|(_, n)| n.up && n.host_prefix_len.is_none());
    routers.map(|(index, _)| NodeId(index as u16))
}

/// Each node's ways out over whole links, by link. Routers that are down are left out: their
/// neighbours hear nothing from them. Hosts are not: no one hears from hosts.
fn ways(nodes: &[Vertex], links: &[Edge]) -> Vec<Vec<Way>> {
    let mut ways = vec![Vec::new(); nodes.len()];
    for (index, edge) in links.iter().enumerate().filter(|(_, edge)| edge.up) {
        let link = LinkId(index as u16);
        for (from, to) in [(edge.ends[0], edge.ends[1]), (edge.ends[1], edge.ends[0])] {
            let neighbour = &nodes[to.index()];
            if neighbour.up || neighbour.host_prefix_len.is_some() {
                ways[from.index()].push(Way {
                    link,
                    to,
                    cost: edge.cost,
                });
            }
        }
    }
    ways
}

/// Which networks are announced, and by which routers at what cost of their own.
fn announcements(nodes: &[Vertex], ways: &[Vec<Way>]) -> VecMap<Prefix, VecMap<NodeId, u32>> {
    let mut announced: VecMap<Prefix, VecMap<NodeId, u32>> = VecMap::new();
    for router in routers(nodes) {
        let own = Prefix::host(nodes[router.index()].address);
        announced
            .get_or_insert_with(own, VecMap::new)
            .insert(router, 0);
        for way in &ways[router.index()] {
            let neighbour = &nodes[way.to.index()];
            if let Some(len) = neighbour.host_prefix_len {
                let network = Prefix::of(neighbour.address, len);
                let cost = announced
                    .get_or_insert_with(network, VecMap::new)
                    .get_or_insert_with(router, || way.cost);
                *cost = way.cost.min(*cost);
            }
        }
    }
    announced
}

/// The cost of the cheapest way from each router to the nearest announcer (Dijkstra).
fn distances(
    nodes: &[Vertex],
    ways: &[Vec<Way>],
    announcers: &VecMap<NodeId, u32>,
) -> Vec<Option<u32>> {
    let mut distance = vec![None; nodes.len()];
    let mut frontier: BinaryHeap<Reverse<(u32, NodeId)>> = announcers
        .iter()
        .map(|(node, cost)| Reverse((*cost, *node)))
        .collect();
    while let Some(Reverse((cost, node))) = frontier.pop() {
        if distance[node.index()].is_some() {
            continue;
        }
        distance[node.index()] = Some(cost);
        for way in &ways[node.index()] {
            let router = nodes[way.to.index()].host_prefix_len.is_none();
            if router && distance[way.to.index()].is_none() {
                frontier.push(Reverse((cost.saturating_add(way.cost), way.to)));
            }
        }
    }
    distance
}

/// The route of one router: every next hop that is itself nearer to the network than this router
/// is, so that no packet can go in a circle whichever hop it takes; cheapest first.
fn route_by(
    prefix: Prefix,
    node: NodeId,
    nodes: &[Vertex],
    ways: &[Vec<Way>],
    distance: &[Option<u32>],
) -> Option<Route> {
    let own = distance[node.index()]?;
    let mut hops: Vec<(u32, LinkId, NodeId)> = ways[node.index()]
        .iter()
        .filter(|way| nodes[way.to.index()].host_prefix_len.is_none())
        .filter_map(|way| {
            let there = distance[way.to.index()].filter(|there| *there < own)?;
            Some((there.saturating_add(way.cost), way.link, way.to))
        })
        .collect();
    insertion_sort(&mut hops, |a, b| a < b);
    let cost = hops.first()?.0;
    Some(Route {
        prefix,
        cost,
        hops: hops.into_iter().map(|(_, link, to)| (link, to)).collect(),
    })
}

/// Adds what a node knows by itself: hosts at the other end of its links and, if it is a host, a
/// default route to the routers beside it.
fn neighbours(index: usize, nodes: &[Vertex], ways: &[Vec<Way>], table: &mut Vec<Route>) {
    let mut add = |prefix: Prefix, way: &Way| {
        match table.iter_mut().find(|route| route.prefix == prefix) {
            // Also where the network beside this router is just that host (a prefix of 32 bits).
            Some(route) => {
                if route.hops.is_empty() {
                    route.cost = way.cost;
                }
                route.hops.push((way.link, way.to));
            }
            None => {
                let hops = vec![(way.link, way.to)];
                table.push(Route {
                    prefix,
                    cost: way.cost,
                    hops,
                });
            }
        }
    };
    let mut ways: Vec<&Way> = ways[index].iter().collect();
    insertion_sort(&mut ways, |a, b| (a.cost, a.link) < (b.cost, b.link));
    for way in ways {
        let neighbour = &nodes[way.to.index()];
        if neighbour.host_prefix_len.is_some() {
            add(Prefix::host(neighbour.address), way);
        } else if nodes[index].host_prefix_len.is_some() {
            add(Prefix::DEFAULT, way);
        }
    }
}

/// The route by which a packet to `address` leaves: the one with the longest prefix that contains
/// it (RFC 1812 §5.2.4.3). `table` is in the order [`compute`] gives.
pub(crate) fn longest_match(table: &[Route], address: Ipv4Addr) -> Option<&Route> {
    table.iter().find(|route| route.prefix.contains(address))
}

/// What differs between two tables of one node, by first next hop.
pub(crate) fn changes(node: NodeId, before: &[Route], now: &[Route]) -> Vec<RouteChange> {
    let first = |route: &Route| route.hops.first().map_or(node, |hop| hop.1);
    let mut changes: VecMap<Prefix, RouteChange> = VecMap::new();
    for (table, is_new) in [(before, false), (now, true)] {
        for route in table {
            let change = changes.get_or_insert_with(route.prefix, || RouteChange {
                node,
                prefix: route.prefix,
                before: None,
                now: None,
            });
            let side = match is_new {
                true => &mut change.now,
                false => &mut change.before,
            };
            *side = Some(first(route));
        }
    }
    changes
        .into_values()
        .filter(|change| change.before != change.now)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(last: u8) -> Vertex {
        let address = Ipv4Addr::new(192, 0, last, 10);
        Vertex {
            address,
            host_prefix_len: Some(24),
            up: true,
        }
    }
    fn router(last: u8) -> Vertex {
        Vertex {
            address: Ipv4Addr::new(10, 0, 0, last),
            host_prefix_len: None,
            up: true,
        }
    }
    fn edge(a: u16, b: u16) -> Edge {
        Edge {
            ends: [NodeId(a), NodeId(b)],
            cost: 1,
            up: true,
        }
    }
    /// client 0 - router 1 - {2, 3} - router 4 - server 5
    fn diamond() -> (Vec<Vertex>, Vec<Edge>) {
        let nodes = vec![host(1), router(1), router(2), router(3), router(4), host(2)];
        (
            nodes,
            vec![
                edge(0, 1),
                edge(1, 2),
                edge(1, 3),
                edge(2, 4),
                edge(3, 4),
                edge(4, 5),
            ],
        )
    }
    fn hops(table: &[Route], to: Vertex) -> Vec<u16> {
        let route = longest_match(table, to.address).expect("a route");
        route.hops.iter().map(|hop| hop.1.0).collect()
    }

    #[test]
    fn a_packet_goes_the_cheapest_way_and_every_nearer_neighbour_is_a_spare() {
        let (nodes, links) = diamond();
        let tables = compute(&nodes, &links);
        assert_eq!(hops(&tables[0], nodes[5]), [1]);
        assert_eq!(hops(&tables[1], nodes[5]), [2, 3]);
        assert_eq!(hops(&tables[4], nodes[5]), [5]);
    }

    #[test]
    fn a_cut_link_is_gone_round() {
        let (nodes, mut links) = diamond();
        let before = compute(&nodes, &links);
        links[3].up = false;
        let now = compute(&nodes, &links);
        assert_eq!(hops(&now[1], nodes[5]), [3]);
        let changed = changes(NodeId(1), &before[1], &now[1]);
        let network = Prefix::of(nodes[5].address, 24);
        assert!(changed.iter().any(|change| change.prefix == network
            && change.before == Some(NodeId(2))
            && change.now == Some(NodeId(3))));
    }

    #[test]
    fn a_dead_router_is_gone_round_but_a_dead_host_is_still_announced() {
        let (mut nodes, links) = diamond();
        nodes[2].up = false;
        nodes[5].up = false;
        let tables = compute(&nodes, &links);
        assert_eq!(hops(&tables[1], nodes[5]), [3]);
        assert!(tables[2].is_empty());
    }

    #[test]
    fn an_unknown_address_in_a_known_network_ends_at_the_router_beside_it() {
        let (nodes, links) = diamond();
        let tables = compute(&nodes, &links);
        let stranger = Ipv4Addr::new(192, 0, 2, 99);
        let route = longest_match(&tables[4], stranger).expect("the network is known");
        assert!(route.hops.is_empty() && route.prefix.len == 24);
        assert!(longest_match(&tables[4], Ipv4Addr::new(8, 8, 8, 8)).is_none());
    }

    #[test]
    fn two_hosts_with_one_address_are_each_reached_by_those_nearest() {
        // client 0 - 1 - 2 - server 3; 1 - 4 - 5 - server 6, both servers with one address.
        let nodes = [
            host(1),
            router(1),
            router(2),
            host(2),
            router(3),
            router(4),
            host(2),
        ]
        .to_vec();
        let mut links = vec![
            edge(0, 1),
            edge(1, 2),
            edge(2, 3),
            edge(1, 4),
            edge(4, 5),
            edge(5, 6),
        ];
        assert_eq!(hops(&compute(&nodes, &links)[1], nodes[3]), [2]);
        links[2].up = false;
        assert_eq!(hops(&compute(&nodes, &links)[1], nodes[3]), [4]);
    }

    #[test]
    fn a_prefix_contains_its_network_and_nothing_else() {
        let network = Prefix::of(Ipv4Addr::new(198, 51, 100, 77), 24);
        assert_eq!(network.to_string(), "198.51.100.0/24");
        assert!(network.contains(Ipv4Addr::new(198, 51, 100, 255)));
        assert!(!network.contains(Ipv4Addr::new(198, 51, 101, 0)));
        assert!(Prefix::DEFAULT.contains(Ipv4Addr::new(1, 2, 3, 4)));
    }
}
