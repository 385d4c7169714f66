//! One conversation between ours and smoltcp's: what is said, over what line, and who stops when.

use hoplab_tcp::Config;
use hoplab_tests::{
    Close, Duel, End, Faults, Ours, Party, Program, Sent, Side, Smoltcp, SmoltcpOptions, Stack,
    Start, bytes,
};
use hoplab_units::{Share, Span, Time};
use hoplab_wire::tcp::Flags;

/// Who closes first, and what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    WeFirst,
    TheyFirst,
    Both,
    /// We close at once, having nothing to say, and they send everything after that.
    HalfCloseByUs,
    HalfCloseByThem,
}

/// Whose program stops reading for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stops {
    Nobody,
    We,
    They,
}

#[derive(Clone, Copy, Debug)]
pub struct Case {
    pub we_connect: bool,
    pub loss: u32,
    pub reorder: bool,
    pub duplicate: bool,
    /// Bytes of each buffer; above 65,535 windows are scaled.
    pub buffer: u32,
    pub order: Order,
    pub stops: Stops,
    pub timestamps: bool,
}

pub const PLAIN: Case = Case {
    we_connect: true,
    loss: 0,
    reorder: false,
    duplicate: false,
    buffer: 65_535,
    order: Order::WeFirst,
    stops: Stops::Nobody,
    timestamps: false,
};

/// When a stopped reader reads on. By then the other has filled all there is to fill, and has probed the
/// closed window several times.
pub const READS_ON: Time = Time::from_secs(30);
/// When both close at once. By then a link without faults is long quiet.
const BOTH_CLOSE: Time = Time::from_secs(60);

impl Case {
    /// Our side.
    pub fn us(&self) -> Side {
        if self.we_connect {
            Side::Client
        } else {
            Side::Server
        }
    }

    /// More than fits into the buffers, so that a reader who stops closes its window.
    fn len(&self) -> usize {
        self.buffer as usize * 2 + 50_000
    }

    fn faults(&self) -> Faults {
        let some = |on: bool| Share::from_percent(if on { 10 } else { 0 });
        Faults {
            loss: Share::from_percent(self.loss),
            reorder: some(self.reorder),
            duplicate: some(self.duplicate),
            ..Faults::none(Span::from_millis(10))
        }
    }

    fn config(&self) -> Config {
        Config {
            send_buffer: self.buffer,
            receive_buffer: self.buffer,
            // One packet in five lost each way: nine tries in a row fail once in ten thousand times.
            max_retransmissions: 30,
            syn_retries: 30,
            ..Config::default()
        }
    }

    fn options(&self) -> SmoltcpOptions {
        SmoltcpOptions {
            receive_buffer: self.buffer as usize,
            send_buffer: self.buffer as usize,
            timestamps: self.timestamps,
            ..SmoltcpOptions::default()
        }
    }

    fn programs(&self) -> [Program; 2] {
        let [mut we, mut they] = [1, 2].map(|seed| Program::new(bytes(seed, self.len())));
        match self.order {
            Order::WeFirst => we.close = Close::WhenDone,
            Order::TheyFirst => they.close = Close::WhenDone,
            Order::Both => [we.close, they.close] = [Close::At(BOTH_CLOSE); 2],
            Order::HalfCloseByUs => {
                (we.message, we.close) = (Vec::new(), Close::WhenDone);
                they.start = Start::AfterPeerCloses;
            }
            Order::HalfCloseByThem => {
                (they.message, they.close) = (Vec::new(), Close::WhenDone);
                we.start = Start::AfterPeerCloses;
            }
        }
        match self.stops {
            Stops::Nobody => {}
            Stops::We => we.pause = Some((Time::ZERO, READS_ON)),
            Stops::They => they.pause = Some((Time::ZERO, READS_ON)),
        }
        [we, they]
    }

    /// The two hosts, about to talk.
    pub fn duel(&self, seed: u64) -> Duel {
        // Sequence numbers that wrap on the way in some of the cases.
        let iss = 0_u32.wrapping_sub((seed as u32 % 3) * 20_000 + 1);
        let (ours, theirs): (Box<dyn Stack>, Box<dyn Stack>) = if self.we_connect {
            let ours = Ours::connecting(self.config(), iss);
            (
                Box::new(ours),
                Box::new(Smoltcp::listening(self.options(), seed)),
            )
        } else {
            let ours = Ours::listening(self.config(), iss);
            (
                Box::new(ours),
                Box::new(Smoltcp::connecting(self.options(), seed)),
            )
        };
        let [we, they] = self.programs();
        let us = Party {
            stack: ours,
            program: we,
        };
        let them = Party {
            stack: theirs,
            program: they,
        };
        let (client, server) = if self.we_connect {
            (us, them)
        } else {
            (them, us)
        };
        Duel::new(client, server, seed, self.faults())
    }

    /// Plays it to the end: everything was heard, both are closed, no checksum was refused, and we never
    /// sent past their window.
    pub fn play(&self, seed: u64) -> Duel {
        let mut duel = self.duel(seed);
        let quiet = duel.run_until(Time::from_secs(86_400));
        let heard: Vec<_> = duel
            .parties
            .iter()
            .map(|party| party.program.received.len())
            .collect();
        assert!(
            quiet,
            "{self:?}, seed {seed}: still talking; {heard:?} heard"
        );
        assert!(
            duel.all_was_heard(),
            "{self:?}, seed {seed}: {heard:?} heard, {:?}",
            duel.ends()
        );
        let ends = duel.ends();
        assert!(
            self.ended_well(&ends, &duel),
            "{self:?}, seed {seed}: {ends:?}"
        );
        assert_eq!(duel.ours(self.us()).refused, 0, "{self:?}, seed {seed}");
        let overruns = duel.overruns(self.us());
        assert!(overruns.is_empty(), "{self:?}, seed {seed}: {overruns:?}");
        duel
    }

    /// Whether both closed in order. Where every fifth packet is lost smoltcp, which waits 10 s in TIME-WAIT, may be
    /// gone before an acknowledgment of our last data has come through: we must report that, and it is no fault.
    fn ended_well(&self, ends: &[End; 2], duel: &Duel) -> bool {
        let us = self.us();
        let [ours, theirs] = [us, us.other()].map(|side| &ends[side as usize]);
        let gone = |sent: &Sent| sent.from != us && sent.has(Flags::RST);
        let reset = *ours == End::Failed("connection reset by peer".into());
        let too_late = self.loss >= 20 && reset && duel.link.sent.iter().any(gone);
        *theirs == End::Closed && (*ours == End::Closed || too_late)
    }
}
