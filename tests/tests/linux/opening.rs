//! Opening connections: who may, who is refused, and what both sides believe they agreed on.

use crate::bulk::{Opener, move_bytes};
use crate::kernel;
use crate::trial::{Case, Setup};
use std::io::ErrorKind;

use hoplab_tcp::Failure;

pub fn all() -> Vec<Case> {
    vec![
        Case::new(
            "we_are_refused_by_a_closed_port_of_the_kernel",
            Setup::default(),
            |net| {
                let id = net.connect(81);
                net.until("the kernel refuses", |net| {
                    net.connection(id).endpoint.is_closed()
                });
                assert_eq!(net.snapshot(id).failure, Some(Failure::Refused));
            },
        ),
        Case::new(
            "the_kernel_is_refused_by_a_closed_port_of_ours",
            Setup::default(),
            |net| {
                let program = kernel::start(|| kernel::connect(81, "reno"));
                let error = program.outcome(net).expect_err("nobody listens");
                assert_eq!(error.kind(), ErrorKind::ConnectionRefused);
            },
        ),
        Case::new("a_small_exchange", Setup::default(), |net| {
            move_bytes(net, (1000, 1000), Opener::We);
        }),
    ]
}
