//! One test: where it runs, what is checked after each, and what a failure shows.

use std::panic::{AssertUnwindSafe, catch_unwind};

use hoplab_tcp::Config;
use hoplab_units::Span;
use libtest_mimic::{Completion, Failed, Trial};

use crate::channel::Faults;
use crate::kernel::SocketOptions;
use crate::namespace;
use crate::net::Net;

/// The circumstances of a test.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Of everything drawn by lot.
    pub seed: u64,
    /// On the link to the kernel.
    pub to_kernel: Faults,
    /// On the link from the kernel.
    pub from_kernel: Faults,
    /// Each way.
    pub delay: Span,
    /// The kernel's sockets.
    pub socket: SocketOptions,
    /// Settings of the kernel, as `net.ipv4.<name>` and value.
    pub kernel: Vec<(&'static str, &'static str)>,
    /// Our TCP.
    pub config: Config,
    /// What our clock shows when the test begins.
    pub clock: Span,
    /// The longest packet the link carries.
    pub mtu: u16,
    /// Our initial sequence numbers; drawn by lot if `None`.
    pub iss: Option<u32>,
}

impl Default for Setup {
    fn default() -> Setup {
        let seed = std::env::var("HOPLAB_SEED").ok();
        Setup {
            seed: seed.and_then(|seed| seed.parse().ok()).unwrap_or(1),
            to_kernel: Faults::default(),
            from_kernel: Faults::default(),
            delay: Span::from_micros(500),
            socket: SocketOptions::default(),
            kernel: Vec::new(),
            config: Config {
                // TIME-WAIT would take a minute.
                msl: Span::from_millis(50),
                ..Config::default()
            },
            clock: Span::ZERO,
            mtu: 1500,
            iss: None,
        }
    }
}

impl Setup {
    /// With these faults in both directions.
    pub fn faults(faults: Faults) -> Setup {
        Setup {
            to_kernel: faults.clone(),
            from_kernel: faults,
            ..Setup::default()
        }
    }
}

/// A test: its name says what holds.
pub struct Case {
    name: String,
    setup: Setup,
    body: Box<dyn FnOnce(&mut Net) + Send>,
}

impl Case {
    pub fn new(
        name: impl Into<String>,
        setup: Setup,
        body: impl FnOnce(&mut Net) + Send + 'static,
    ) -> Case {
        Case {
            name: name.into(),
            setup,
            body: Box::new(body),
        }
    }

    /// For the harness; one that says it is skipped if there is no `place` for it.
    pub fn into_trial(self, place: &Result<(), String>) -> Trial {
        let place = place.clone();
        Trial::ignorable_test(self.name.clone(), move || {
            if let Err(why) = place {
                return Ok(Completion::ignored_with(why));
            }
            let congestion = self.setup.socket.congestion;
            if !namespace::offers_congestion_control(congestion) {
                let why = format!("this kernel does not offer {congestion}");
                println!("SKIPPED: {}: {why}", self.name);
                return Ok(Completion::ignored_with(why));
            }
            if let Some((name, _)) = self.setup.kernel.iter().find(|one| !namespace::has(one.0)) {
                let why = format!("this kernel has no net.ipv4.{name}");
                println!("SKIPPED: {}: {why}", self.name);
                return Ok(Completion::ignored_with(why));
            }
            self.run().map(|()| Completion::Completed)
        })
    }

    fn run(self) -> Result<(), Failed> {
        namespace::enter_another()?;
        let mut net = Net::open(&self.name, &self.setup)?;
        let body = self.body;
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            body(&mut net);
            net.check();
        }));
        if std::env::var_os("HOPLAB_SHOW").is_some() {
            println!("{}: {}", self.name, net.figures());
        }
        outcome.map_err(|panic| {
            let text = panic
                .downcast_ref::<String>()
                .cloned()
                .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
                .unwrap_or_default();
            Failed::from(format!("{text}\n{}", net.report()))
        })
    }
}
