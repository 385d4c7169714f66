//! What scenarios came to hold after version 1 was frozen. It stands behind the state, and only where there is
//! some: a link that needs none of it is as it always was, and one from before has nothing there. **Frozen** too:
//! [`More`], behind it, again only where there is some, [`Later`], and behind that [`Latest`]. What comes after these
//! stands behind them.

use hoplab_sim::Closing;
use hoplab_units::Rate;
use serde::{Deserialize, Serialize};

use super::commands::Payload;
use super::texts::{Tagged, read_tagged, write_pair, write_tagged};
use crate::model as now;

#[derive(Default, Serialize, Deserialize)]
struct More {
    viewers: Vec<Viewer>,
    /// Offers of bulk: which, and how many bytes.
    bulk_offers: Vec<(u16, u32)>,
}

/// What came when [`More`] was frozen.
#[derive(Default, Serialize, Deserialize)]
struct Later {
    /// Offers whose program closes once all is acknowledged: which.
    closing_offers: Vec<u16>,
}

/// What came when [`Later`] was frozen.
#[derive(Default, Serialize, Deserialize)]
struct Latest {
    /// Labels that are in other languages than English and Korean too: of which node, and the texts.
    labels: Vec<(u16, Tagged)>,
}

#[derive(Serialize, Deserialize)]
struct Viewer {
    node: u16,
    program: u16,
    read_rate: Option<Rate>,
    reply: Option<Payload>,
}

/// Writes what version 1 has no place for; nothing if there is nothing.
pub(super) fn write(scenario: &now::Scenario) -> Vec<u8> {
    let (mut more, mut later, mut latest) = (More::default(), Later::default(), Latest::default());
    for (node, number) in scenario.nodes.iter().zip(0..=u16::MAX) {
        if let Some(label) = node
            .label
            .as_ref()
            .filter(|label| write_pair(label).is_none())
        {
            latest.labels.push((number, write_tagged(label)));
        }
        for (program, place) in node.programs.iter().zip(0..=u16::MAX) {
            let now::Program::Viewer {
                read_rate, reply, ..
            } = program
            else {
                continue;
            };
            if read_rate.is_some() || reply.is_some() {
                more.viewers.push(Viewer {
                    node: number,
                    program: place,
                    read_rate: *read_rate,
                    reply: reply.clone().map(Into::into),
                });
            }
        }
    }
    for (offer, place) in scenario.offers.iter().zip(0..=u16::MAX) {
        if let hoplab_sim::Payload::Bulk(bytes) = offer.payload {
            more.bulk_offers.push((place, bytes));
        }
        if offer.close == Closing::WhenAcknowledged {
            later.closing_offers.push(place);
        }
    }
    let has_latest = !latest.labels.is_empty();
    let has_later = has_latest || !later.closing_offers.is_empty();
    if more.viewers.is_empty() && more.bulk_offers.is_empty() && !has_later {
        return Vec::new();
    }
    // These types hold nothing that postcard could refuse.
    let mut content = postcard::to_allocvec(&more).unwrap_or_default();
    if has_later {
        content.extend(postcard::to_allocvec(&later).unwrap_or_default());
    }
    if has_latest {
        content.extend(postcard::to_allocvec(&latest).unwrap_or_default());
    }
    content
}

const SURPLUS: &str = "there is more in it than there should be";

/// Takes what stands next; where nothing stands there is nothing of it.
fn take<'a, T: Default + Deserialize<'a>>(
    content: &'a [u8],
) -> Result<(T, &'a [u8]), &'static str> {
    match content {
        [] => Ok((T::default(), content)),
        content => postcard::take_from_bytes(content).map_err(|_| SURPLUS),
    }
}

/// Reads what [`write`] wrote into the scenario that stood before it.
pub(super) fn read(content: &[u8], scenario: &mut now::Scenario) -> Result<(), &'static str> {
    let (more, rest) = take::<More>(content)?;
    let (later, rest) = take::<Later>(rest)?;
    let (latest, rest) = take::<Latest>(rest)?;
    if !rest.is_empty() {
        return Err(SURPLUS);
    }
    for viewer in more.viewers {
        let node = scenario.nodes.get_mut(usize::from(viewer.node));
        let program = node.and_then(|node| node.programs.get_mut(usize::from(viewer.program)));
        let Some(now::Program::Viewer {
            read_rate, reply, ..
        }) = program
        else {
            return Err("it refers to a program that it does not have");
        };
        *read_rate = viewer.read_rate;
        *reply = viewer.reply.map(Into::into);
    }
    for (place, bytes) in more.bulk_offers {
        let offer = scenario.offers.get_mut(usize::from(place));
        offer
            .ok_or("it refers to an offer that it does not have")?
            .payload = hoplab_sim::Payload::Bulk(bytes);
    }
    for place in later.closing_offers {
        let offer = scenario.offers.get_mut(usize::from(place));
        offer
            .ok_or("it refers to an offer that it does not have")?
            .close = Closing::WhenAcknowledged;
    }
    for (node, label) in latest.labels {
        let node = scenario.nodes.get_mut(usize::from(node));
        node.ok_or("it refers to a node that it does not have")?
            .label = Some(read_tagged(label));
    }
    Ok(())
}
