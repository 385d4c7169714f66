//! [`Slab`]: things with a handle that goes stale when the thing is taken out.

/// Names one thing in a [`Slab`]; never again names another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Handle {
    slot: u32,
    serial: u64,
}

/// A pool with constant-time insertion and removal. It grows to the most things ever held at
/// once, which its user bounds.
#[derive(Clone, Debug)]
pub(crate) struct Slab<T> {
    slots: Vec<Option<(u64, T)>>,
    free: Vec<u32>,
    next: u64,
}

impl<T> Slab<T> {
    pub(crate) fn new() -> Slab<T> {
        Slab {
            slots: Vec::new(),
            free: Vec::new(),
            next: 0,
        }
    }
    pub(crate) fn insert(&mut self, thing: T) -> Handle {
        let serial = self.next;
        self.next += 1;
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            self.slots.len() as u32 - 1
        });
        self.slots[slot as usize] = Some((serial, thing));
        Handle { slot, serial }
    }
    pub(crate) fn remove(&mut self, handle: Handle) -> Option<T> {
        let slot = self.slots.get_mut(handle.slot as usize)?;
        if slot.as_ref()?.0 != handle.serial {
            return None;
        }
        self.free.push(handle.slot);
        slot.take().map(|(_, thing)| thing)
    }
    pub(crate) fn len(&self) -> usize {
        self.slots.len() - self.free.len()
    }
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Handle, &T)> {
        self.slots.iter().enumerate().filter_map(|(slot, thing)| {
            let (serial, thing) = thing.as_ref()?;
            Some((
                Handle {
                    slot: slot as u32,
                    serial: *serial,
                },
                thing,
            ))
        })
    }
    /// The handles of the things that fit, oldest first.
    pub(crate) fn handles(&self, fits: impl Fn(&T) -> bool) -> Vec<Handle> {
        let mut handles: Vec<Handle> = self
            .iter()
            .filter(|(_, thing)| fits(thing))
            .map(|(handle, _)| handle)
            .collect();
        // There may be tens of thousands, in no order: by Shell's sort, a tenth of the standard one's size in WASM.
        let mut gap = handles.len();
        while gap > 1 {
            gap = (gap * 4 / 9).max(1);
            for next in gap..handles.len() {
                let mut at = next;
                while at >= gap && handles[at].serial < handles[at - gap].serial {
                    handles.swap(at, at - gap);
                    at -= gap;
                }
            }
        }
        handles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_handle_goes_stale_when_its_thing_is_taken_out() {
        let mut slab = Slab::new();
        let first = slab.insert('a');
        assert_eq!(slab.remove(first), Some('a'));
        let second = slab.insert('b');
        assert_eq!(slab.remove(first), None);
        assert_eq!(slab.len(), 1);
        assert_eq!(slab.remove(second), Some('b'));
    }

    #[test]
    fn handles_are_given_oldest_first_whatever_room_was_reused() {
        let mut slab = Slab::new();
        let mut waiting = std::collections::VecDeque::new();
        for number in 0..5_000u32 {
            waiting.push_back(slab.insert(number));
            if number % 3 == 0 || number % 700 > 400 {
                let place = (number as usize * 31) % waiting.len();
                waiting.remove(place).map(|handle| slab.remove(handle));
            }
        }
        let handles = slab.handles(|number| number % 2 == 0);
        let numbers: Vec<u32> = handles
            .into_iter()
            .filter_map(|handle| slab.remove(handle))
            .collect();
        assert!(numbers.len() > 300 && numbers.is_sorted());
    }
}
