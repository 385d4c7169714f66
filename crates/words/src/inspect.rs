//! The inspector's words.

pub(crate) mod life;
pub(crate) mod notes;
pub(crate) mod sum;
pub(crate) mod values;
pub use life::*;
pub use notes::{rcode, record_type, service};
pub use sum::*;
pub use values::*;

said! { inspect =>
    /// The inspector's heading.
    title;
    /// Before anything was selected.
    nothing;
    /// Selects an event to see its causes.
    why;
    /// The heading of the run's details.
    run;
    /// The row of the seed.
    seed;
    /// The row of the number of events.
    events;
    /// The row of the trace hash.
    hash;
    /// What the trace hash is good for.
    hash_means;
    /// Computes the trace hash.
    show;
    /// The trace no longer has it.
    forgotten;
    /// Before what the program in a packet says, in brief.
    carries;
    /// The heading of a packet's life.
    life;
    /// That the list of steps begins in the middle.
    life_cut;
    /// The heading of a frame's fields.
    fields;
    /// The heading of the bytes.
    bytes;
    /// How to go about in the bytes.
    bytes_help;
    /// The heading of what changed since the hop before.
    changed_here;
    /// Nothing changed since then.
    nothing_changed;
    /// The mark of a field that changed.
    changed;
    /// A column: the field.
    field;
    /// A column: the value.
    value_column;
    /// The mark of a wrong checksum or an unreadable header.
    bad;
    /// A column: the value at the step before.
    before;
    /// A column: the value now.
    after;
    /// A row: the address.
    address;
    /// A row: whether it is on.
    state;
    /// On.
    on;
    /// Off.
    off;
    /// A link in order.
    whole;
    /// A cut link.
    cut;
    /// The table of network cards.
    cards;
    /// A column: the MAC address.
    mac;
    /// A column: the link a card is on.
    link;
    /// A column: the node at the other end of a link.
    neighbour;
    /// A column: what is measured.
    quality;
    /// The table of routes.
    routes;
    /// A node without routes.
    no_routes;
    /// A column: the network a route leads to.
    prefix;
    /// A column: the next hop.
    next_hop;
    /// A column: what a route costs.
    cost;
    /// A route to the node itself.
    itself;
    /// The table of sockets.
    sockets;
    /// A host without sockets.
    no_sockets;
    /// A column: what a socket speaks.
    protocol_column;
    /// A column: a socket's own address.
    local;
    /// A column: the other side's address.
    remote;
    /// A column: bytes the program has not read.
    receive_queue;
    /// What Recv-Q counts.
    receive_queue_means;
    /// A column: bytes that are not acknowledged.
    send_queue;
    /// What Send-Q counts.
    send_queue_means;
    /// The table of a link's directions.
    directions;
    /// A row: how full the queue is.
    waiting;
    /// A row: frames on the line.
    under_way;
    /// A row: the longest packet.
    mtu;
    /// The heading of an event's causes.
    because;
    /// An event without a cause.
    no_cause;
    /// That the root is reached.
    root;
    /// The heading of what became of the packet that was sent again.
    earlier;
    /// The packet sent first has no end yet.
    earlier_under_way;
    /// Leads back to where it was asked why something happened.
    back;
    /// Opens the packet of an event.
    open_packet;
    /// How many steps of one packet's way were left out.
    way(steps: usize) -> String;
    /// How many events were left out before the root.
    more(events: usize) -> String;
    /// A number of bytes.
    bytes_count(bytes: usize) -> String;
    /// A queue's bytes and their bound.
    of_bound(bytes: u32, bound: u32) -> String;
    /// A byte and the field it belongs to. `at`: how many bytes stand before it.
    byte_at(at: usize, byte: u8, field: &str) -> String;
    /// A packet's number as a heading. `number`: its id, which counts from 0.
    packet_number(number: u64) -> String;
}
