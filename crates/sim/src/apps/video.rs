//! Video: one moving picture over RTP, one way or both, over UDP or, framed as RFC 4571 has it, over TCP.
//!
//! A streamer turns to a player. In a call the one with `to` turns to the other, which sends its own picture back to
//! where the first packet came from (symmetric RTP, RFC 4961). [`scene`] says what a frame is made of: key frames
//! hold the whole picture, those between them what changed, so a loss is seen until the next key frame.
//!
//! A player begins to show frames a fixed time after the first packet came, one each frame time. Over UDP it never
//! waits: what is not there at its time is left out, and the picture stays as it was. Over TCP everything comes in
//! the end: it waits for the next frame, goes on from there, and plays a little faster
//! until it has caught up.

mod channel;
mod event;
mod playout;
mod program;
mod receiver;
mod scene;
mod screen;
mod source;
mod succession;

use hoplab_units::Span;
use serde::{Deserialize, Serialize};

use super::defect::{SpecDefect, SpecWhy, check_port, require, require_between};
use super::game::check_duration;
use super::spec::{Ask, Carrier, Field, OVER, Settings, TO, field};
use super::target::Target;
use super::{AppKind, AppSummary};
use crate::Transport;

pub use event::{VideoEvent, VideoTotals};
pub use scene::{PICTURE_HEIGHT, PICTURE_WIDTH, scene_picture};
pub use screen::{FrameFate, FrameTime, PlayState, ReceivingScreen, SendingScreen, VideoScreen};

pub(crate) use program::Video;

/// Sends a moving picture to a player.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StreamerSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Where the player is.
    pub to: Target,
    /// Its port; 32202 unless told otherwise.
    #[serde(default = "default_port")]
    pub port: u16,
    /// UDP or TCP; none: what the world is switched to (over bare IP there is no port to play at: UDP then).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
    /// What it shows and for how long.
    #[serde(default)]
    pub video: SourceSpec,
}

/// Shows what a streamer sends, over UDP or TCP.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlayerSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The UDP and TCP port it listens on; 32202 unless told otherwise.
    #[serde(default = "default_port")]
    pub port: u16,
    /// How long after the first packet it shows the first frame, up to 10 s; 200 ms unless told otherwise.
    #[serde(default = "default_buffer")]
    pub buffer: Span,
}

/// One side of a video call: sends a picture and shows the other's.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VideoCallSpec {
    /// What a person calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whom it calls; none: it waits to be called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Target>,
    /// The port it calls or waits at; 32202 unless told otherwise.
    #[serde(default = "default_port")]
    pub port: u16,
    /// Of a caller: UDP or TCP, as a streamer's. Who waits is called over either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<Transport>,
    /// What it shows and for how long.
    #[serde(default)]
    pub video: SourceSpec,
    /// As a player's.
    #[serde(default = "default_buffer")]
    pub buffer: Span,
}

/// A moving picture: which one, how smooth, how long.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SourceSpec {
    /// Which of the pictures there are; all streams of one scene have the same frames. 0 unless told otherwise.
    pub scene: u8,
    /// Frames a second, 1 to 60; 25 unless told otherwise.
    pub fps: u8,
    /// From one key frame to the next, in frames, 1 to 600; 25 unless told otherwise.
    pub key_every: u16,
    /// The most bytes of a frame in one packet, 66 to 1400; 600 unless told otherwise. A frame that is longer goes into
    /// several.
    pub packet_bytes: u16,
    /// How long it sends, 100 ms to 10 min; 10 s unless told otherwise.
    pub duration: Span,
}

impl Default for SourceSpec {
    fn default() -> SourceSpec {
        SourceSpec {
            scene: 0,
            fps: 25,
            key_every: 25,
            packet_bytes: 600,
            duration: Span::from_secs(10),
        }
    }
}

const fn default_port() -> u16 {
    hoplab_wire::rtp::PORT
}
const fn default_buffer() -> Span {
    Span::from_millis(200)
}

impl SourceSpec {
    fn check(&self) -> Result<(), SpecDefect> {
        require_between((1..=60).contains(&self.fps), "fps", "1", "60")?;
        let keys = (1..=600).contains(&self.key_every);
        require(
            keys,
            "key_every",
            SpecWhy::NotBetweenFrames {
                least: 1,
                most: 600,
            },
        )?;
        let bytes = (scene::RECORD_BYTES as u16..=1400).contains(&self.packet_bytes);
        require_between(bytes, "packet_bytes", "66", "1400")?;
        check_duration(self.duration)
    }

    /// How many frames it sends.
    fn frames(&self) -> u32 {
        let nanos = self.duration.as_nanos() * u64::from(self.fps);
        (nanos / 1_000_000_000).max(1) as u32
    }
}

fn check_buffer(buffer: Span) -> Result<(), SpecDefect> {
    let fits = buffer <= Span::from_secs(10);
    require(fits, "buffer", SpecWhy::MoreThan { most: "10s" })
}

impl Settings for StreamerSpec {
    const FORM: Option<&'static [Field]> = Some(&[TO, field("port", Ask::Port, "32202"), OVER]);
    const CARRIER: Carrier = Carrier::Switch;

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.turning_to(&self.name, &self.to)
    }

    fn follows_switch(&self) -> bool {
        self.transport.is_none()
    }

    fn check(&self) -> Result<(), SpecDefect> {
        check_port(self.port)?;
        self.to.check("to")?;
        self.video.check()
    }
}

impl Settings for PlayerSpec {
    const FORM: Option<&'static [Field]> = Some(&[
        field("port", Ask::Port, "32202"),
        field("buffer", Ask::Text, "200ms"),
    ]);
    const CARRIER: Carrier = Carrier::Any;

    fn summary(&self, kind: AppKind) -> AppSummary {
        kind.waiting(&self.name, self.port)
    }

    fn check(&self) -> Result<(), SpecDefect> {
        check_port(self.port)?;
        check_buffer(self.buffer)
    }
}

impl Settings for VideoCallSpec {
    const FORM: Option<&'static [Field]> = Some(&[TO, field("port", Ask::Port, "32202"), OVER]);
    const CARRIER: Carrier = Carrier::Switch;

    fn summary(&self, kind: AppKind) -> AppSummary {
        match &self.to {
            Some(to) => kind.turning_to(&self.name, to),
            None => kind.waiting(&self.name, self.port),
        }
    }

    fn follows_switch(&self) -> bool {
        self.to.is_some() && self.transport.is_none()
    }

    fn check(&self) -> Result<(), SpecDefect> {
        check_port(self.port)?;
        if let Some(to) = &self.to {
            to.check("to")?;
        }
        self.video.check()?;
        check_buffer(self.buffer)
    }
}
