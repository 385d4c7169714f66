//! What scenarios came to hold after version 1 was frozen. It stands behind the state, and only where there is
//! some: a link that needs none of it is as it always was, and one from before has nothing there. **Frozen** too:
//! [`More`], and behind it, again only where there is some, [`Later`]. What comes after these stands behind them.

use hoplab_sim::Closing;
use hoplab_units::Rate;
use serde::{Deserialize, Serialize};

use super::commands::Payload;
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

#[derive(Serialize, Deserialize)]
struct Viewer {
    node: u16,
    program: u16,
    read_rate: Option<Rate>,
    reply: Option<Payload>,
}

/// Writes what version 1 has no place for; nothing if there is nothing.
pub(super) fn write(scenario: &now::Scenario) -> Vec<u8> {
    let (mut more, mut later) = (More::default(), Later::default());
    for (node, number) in scenario.nodes.iter().zip(0..=u16::MAX) {
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
    let has_later = !later.closing_offers.is_empty();
    if more.viewers.is_empty() && more.bulk_offers.is_empty() && !has_later {
        return Vec::new();
    }
    // These types hold nothing that postcard could refuse.
    let mut content = postcard::to_allocvec(&more).unwrap_or_default();
    if has_later {
        content.extend(postcard::to_allocvec(&later).unwrap_or_default());
    }
    content
}

/// Reads what [`write`] wrote into the scenario that stood before it.
pub(super) fn read(content: &[u8], scenario: &mut now::Scenario) -> Result<(), &'static str> {
    if content.is_empty() {
        return Ok(());
    }
    let surplus = "there is more in it than there should be";
    let (more, rest) = postcard::take_from_bytes::<More>(content).map_err(|_| surplus)?;
    let later = match rest {
        [] => Later::default(),
        rest => match postcard::take_from_bytes::<Later>(rest) {
            Ok((later, [])) => later,
            _ => return Err(surplus),
        },
    };
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
    Ok(())
}
