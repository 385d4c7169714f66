//! Plays a scene step by step and tells where it went another way.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use hoplab_tcp::Config;
use hoplab_units::Time;
use serde_json::{Map, Value};

use super::bytes;
use super::check::{Difference, same};
use super::host::{Host, START};
use super::numbers::{NUMBERINGS, Numbering};
use super::show;
use super::step::{Cell, Line, Scene, Segment, Step};

/// How many of the last steps an error shows.
const TRAIL: usize = 8;

/// Plays a scene with every numbering; each must pass, and all must come out the same.
///
/// # Errors
/// Names file and line, what was expected, what came, and the last few steps.
pub fn play(scene: &Scene) -> Result<(), String> {
    let mut first: Option<Vec<String>> = None;
    for numbering in NUMBERINGS {
        let story = Player::play(scene, numbering)?;
        let Some(first) = &first else {
            first = Some(story);
            continue;
        };
        let pairs = first.iter().zip(&story);
        if let Some((one, other)) = pairs.clone().find(|(one, other)| one != other) {
            return Err(format!(
                "{}:{}: other initial sequence numbers, another story\n  with {:?}:\n    \
                 {one}\n  with {numbering:?}:\n    {other}",
                scene.file, scene.line, NUMBERINGS[0],
            ));
        }
        if first.len() != story.len() {
            return Err(format!(
                "{}:{}: with {numbering:?} the story has another length",
                scene.file, scene.line
            ));
        }
    }
    Ok(())
}

pub(super) struct Player {
    pub(super) host: Host,
    settings: Map<String, Value>,
    /// When the last step of time began.
    pub(super) began: Time,
    /// The cell still to be covered.
    pub(super) cell: Option<Cell>,
    /// Everything that came out, with relative numbers: what must be the same with every numbering.
    story: Vec<String>,
}

impl Player {
    /// Plays the scene once and gives back everything that came out.
    fn play(scene: &Scene, numbering: Numbering) -> Result<Vec<String>, String> {
        let mut player = Player {
            host: Host::new(Config::default(), numbering),
            settings: Map::new(),
            began: START,
            cell: scene.cell,
            story: Vec::new(),
        };
        // Round numbers read better: segments of 1,000 bytes both ways unless a scene says otherwise.
        player.settings.insert("mss".to_owned(), Value::from(1000));
        player.host.config = player.configuration()?;
        let mut trail: VecDeque<String> = VecDeque::new();
        for line in &scene.steps {
            let told = player.story.len();
            // A panic in the endpoint is a failure of this scene like any other.
            let result = catch_unwind(AssertUnwindSafe(|| player.step(line)))
                .unwrap_or_else(|panic| Err(Difference::from(panic_text(panic.as_ref()))));
            let mut done = format!("{:>5}  {}", line.number, line.text);
            for out in player.story.iter().skip(told) {
                done += &format!("\n         {out}");
            }
            trail.push_back(done);
            if trail.len() > TRAIL {
                trail.pop_front();
            }
            if let Err(difference) = result {
                return Err(player.report(scene, line, &difference, &trail));
            }
        }
        let last = scene.steps.last().ok_or("a scene without steps")?;
        let end = player.nothing_unexpected().and(player.cell_covered());
        match end {
            Ok(()) => Ok(player.story),
            Err(difference) => Err(player.report(scene, last, &difference, &trail)),
        }
    }

    fn report(
        &self,
        scene: &Scene,
        line: &Line,
        difference: &Difference,
        trail: &VecDeque<String>,
    ) -> String {
        let trail: Vec<&str> = trail.iter().map(String::as_str).collect();
        let mut text = format!("{}:{}: in `{}`\n", scene.file, line.number, scene.name);
        if !difference.expected.is_empty() {
            text += &format!("  expected: {}\n", difference.expected);
        }
        text += &format!("  came:     {}\n", difference.came);
        text += &format!(
            "  at {} (after {} of the step of time), {}, with {:?}\n  last steps:\n{}\n",
            self.host.now - START,
            self.host.now - self.began,
            self.host.state(),
            self.host.numbering,
            trail.join("\n"),
        );
        text
    }

    fn step(&mut self, line: &Line) -> Result<(), Difference> {
        match &line.step {
            Step::Set { field, value } => self.set(field, value),
            Step::Expect(expected) => self.expect(expected),
            Step::ExpectNothing => self.nothing_unexpected(),
            Step::State(state) => self.check_state(*state),
            Step::Error(name) => self.check_error(name),
            Step::Readable(count) => {
                let readable = self.host.endpoint()?.readable_len();
                same("readable", *count, readable)
            }
            Step::Urgent(count) => same("urgent", *count, self.host.endpoint()?.urgent_len()),
            Step::Room(room) => same("room", *room, self.host.endpoint()?.send_room()),
            Step::EndOfStream(end) => {
                let closed = self.host.endpoint()?.peer_closed();
                same("end of stream", *end, closed)
            }
            Step::Event {
                wanted,
                name,
                fields,
            } => self.check_event(*wanted, name, fields),
            Step::Inside(fields) => self.check_inside(fields),
            Step::Timer { name, left } => self.check_timer(name, *left),
            input => {
                // Whatever comes in, what went out before must have been spoken of.
                self.nothing_unexpected()?;
                self.host.events.clear();
                if matches!(input, Step::Inject(_)) && !line.text.starts_with("given ") {
                    self.check_cell(input)?;
                }
                let result = self.input(input);
                self.tell();
                result
            }
        }
    }

    fn input(&mut self, step: &Step) -> Result<(), Difference> {
        match step {
            Step::Listen => self.host.listen(),
            Step::Connect => self.host.connect()?,
            Step::Close => self.host.close()?,
            Step::Abort => self.host.abort()?,
            Step::Send { urgent, len, takes } => {
                let taken = self.host.send(*len, *urgent)?;
                same("send", format!("{takes:?}"), format!("{taken:?}"))?;
            }
            Step::Recv { max, gets } => {
                let count = self.host.receive(*max)?;
                same("recv gets", gets.unwrap_or(count), count)?;
            }
            Step::Inject(segment) => self.inject(segment)?,
            Step::Advance(span) => {
                self.began = self.host.now;
                self.host.advance(*span)?;
            }
            Step::Icmp { error, seq } => {
                let seq = seq.on_wire(self.host.numbering.ours);
                self.host.icmp(*error, seq)?;
            }
            other => return Err(format!("not an input: {other:?}").into()),
        }
        Ok(())
    }

    fn set(&mut self, field: &str, value: &str) -> Result<(), Difference> {
        let value = serde_json::from_str(value).unwrap_or_else(|_| Value::from(value));
        self.settings.insert(field.to_owned(), value);
        self.host.config = self.configuration()?;
        Ok(())
    }

    fn configuration(&self) -> Result<Config, String> {
        let settings = Value::Object(self.settings.clone());
        let config: Config = serde_json::from_value(settings).map_err(|error| error.to_string())?;
        config.validate().map_err(|error| error.to_string())?;
        Ok(config)
    }

    fn inject(&mut self, segment: &Segment) -> Result<(), Difference> {
        let numbering = self.host.numbering;
        let header = bytes::header_of(segment, numbering);
        let payload = self.host.peer_data(header.seq, header.flags, segment.len);
        let options = bytes::options(&segment.options, numbering.ours);
        if options.len() > 40 {
            return Err("more than 40 bytes of options".to_owned().into());
        }
        let bytes = bytes::write(&header, &options, &payload);
        let (header, payload) = bytes::read(&bytes)?;
        Ok(self.host.arrive(&header, payload)?)
    }

    /// Adds what came out to the story.
    fn tell(&mut self) {
        let numbering = self.host.numbering;
        for event in &self.host.events {
            let text = show::event(event, numbering).text();
            self.story.push(format!("event {text}"));
        }
        for sent in &self.host.outbox {
            let at = sent.at.since(START);
            let text = show::sent(sent, numbering);
            self.story
                .push(format!("> {text} ({at}, {})", show::reason(sent)));
        }
        self.story.push(format!("state {}", self.host.state()));
    }
}

fn panic_text(panic: &(dyn core::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| panic.downcast_ref::<String>().cloned());
    format!("a panic: {}", text.unwrap_or_default())
}
