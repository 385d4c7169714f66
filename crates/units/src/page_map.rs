//! [`PageMap`]: a map whose keys are numbers given one after another, for hundreds of thousands of entries.

use core::marker::PhantomData;

/// Entries of a page: a few kilobytes of most things.
const PAGE: u64 = 128;

/// A map from numbers that mostly grow, and are mostly used, to values.
///
/// The entries lie in pages, which never move: however many there are, putting one in costs the same, where
/// a vector that doubles copies all it holds in one go. Finding is two steps. The smallest go first, and their pages with
/// them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageMap<K, V> {
    /// The number of the first page kept.
    first: u64,
    pages: Vec<Vec<Option<V>>>,
    len: usize,
    keys: PhantomData<K>,
}

impl<K, V> Default for PageMap<K, V> {
    fn default() -> PageMap<K, V> {
        PageMap {
            first: 0,
            pages: Vec::new(),
            len: 0,
            keys: PhantomData,
        }
    }
}

impl<K: Into<u64>, V> PageMap<K, V> {
    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The page and the place in it that a key has, unless it lies before all that is kept.
    fn place(&self, key: K) -> Option<(usize, usize)> {
        let key = key.into();
        let page = (key / PAGE).checked_sub(self.first)?;
        Some((usize::try_from(page).ok()?, (key % PAGE) as usize))
    }

    /// The value of a key.
    pub fn get(&self, key: K) -> Option<&V> {
        let (page, place) = self.place(key)?;
        self.pages.get(page)?.get(place)?.as_ref()
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: K) -> Option<&mut V> {
        let (page, place) = self.place(key)?;
        self.pages.get_mut(page)?.get_mut(place)?.as_mut()
    }

    /// Where the value of a key stands or will stand; and how many there are, to be counted up.
    fn slot(&mut self, key: u64) -> (&mut Option<V>, &mut usize) {
        let (number, place) = (key / PAGE, (key % PAGE) as usize);
        if self.pages.is_empty() {
            self.first = number;
        }
        if number < self.first {
            let before = (number..self.first).map(|_| Vec::new());
            self.pages.splice(0..0, before);
            self.first = number;
        }
        let page = (number - self.first) as usize;
        if self.pages.len() <= page {
            self.pages.resize_with(page + 1, Vec::new);
        }
        let entries = &mut self.pages[page];
        if entries.len() <= place {
            // All at once: a page is not to move either.
            entries.reserve_exact((PAGE as usize).saturating_sub(entries.len()));
            entries.resize_with(place + 1, || None);
        }
        (&mut entries[place], &mut self.len)
    }

    /// Puts in an entry, in place of the one that the key had before.
    pub fn insert(&mut self, key: K, value: V) {
        let (slot, len) = self.slot(key.into());
        *len += usize::from(slot.is_none());
        *slot = Some(value);
    }

    /// The value of a key; `make` makes it first if there is none.
    pub fn get_or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let (slot, len) = self.slot(key.into());
        *len += usize::from(slot.is_none());
        slot.get_or_insert_with(make)
    }

    /// Takes out the entry with the smallest key, and gives its value.
    pub fn pop_first(&mut self) -> Option<V> {
        self.pop_first_if(|_| true)
    }

    /// Takes out the entries with the smallest keys, up to the first whose value `goes` does not name.
    pub fn drop_first_while(&mut self, goes: impl Fn(&V) -> bool) {
        while self.pop_first_if(&goes).is_some() {}
    }

    fn pop_first_if(&mut self, goes: impl Fn(&V) -> bool) -> Option<V> {
        let used = |page: &Vec<Option<V>>| page.iter().any(Option::is_some);
        let empty = self.pages.iter().take_while(|page| !used(page)).count();
        // All at once, for there may be thousands between one that was long under way and the next.
        self.pages.drain(..empty);
        self.first += empty as u64;
        let mut entries = self.pages.first_mut()?.iter_mut();
        let value = entries
            .find(|entry| entry.is_some())?
            .take_if(|value| goes(value))?;
        self.len -= 1;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn it_holds_what_a_b_tree_holds_as_long_as_its_page_is_there() {
        let mut ours = PageMap::<u64, u64>::default();
        let mut theirs = BTreeMap::new();
        let mut random: u64 = 1;
        let mut gone = 0;
        for step in 0..20_000_u64 {
            random = random
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            // About in order, with gaps.
            let key = step / 2 + (random >> 60);
            if key >= gone {
                ours.insert(key, step);
                theirs.insert(key, step);
            }
            if step % 5_000 == 4_999 {
                for _ in 0..PAGE + 30 {
                    let first = theirs.pop_first().expect("there are thousands");
                    assert_eq!(ours.pop_first(), Some(first.1));
                    gone = first.0 + 1;
                }
            }
            if step % 7_000 == 6_999 {
                // Whoever was long under way comes back to its page.
                gone = gone.saturating_sub(3 * PAGE);
                *ours.get_or_insert_with(gone, || step) += 1;
                *theirs.entry(gone).or_insert(step) += 1;
            }
            assert_eq!(ours.get(key), theirs.get(&key));
            assert_eq!(ours.get(key + 1).copied(), theirs.get(&(key + 1)).copied());
            assert_eq!(ours.len(), theirs.len());
        }
        for key in 0..11_000 {
            assert_eq!(ours.get(key), theirs.get(&key), "{key}");
            assert_eq!(ours.get_mut(key), theirs.get_mut(&key), "{key}");
        }
    }

    #[test]
    fn the_first_go_as_long_as_they_are_named_and_their_pages_with_them() {
        let mut map = PageMap::<u64, u64>::default();
        for key in 0..4 * PAGE {
            map.insert(key, key);
        }
        map.drop_first_while(|value| *value < 2 * PAGE + 5);
        assert_eq!((map.len() as u64, map.pages.len()), (2 * PAGE - 5, 2));
        assert_eq!(map.get(2 * PAGE + 4), None);
        assert_eq!(map.get(2 * PAGE + 5), Some(&(2 * PAGE + 5)));
        map.drop_first_while(|_| true);
        assert!(map.is_empty() && map.pop_first().is_none());
        map.insert(7, 7);
        assert_eq!(map.get(7), Some(&7));
    }

    #[test]
    fn it_begins_at_the_first_key_it_is_given() {
        let mut map = PageMap::<u64, &str>::default();
        map.insert(u64::from(u32::MAX) * PAGE, "late");
        assert_eq!((map.len(), map.pages.len()), (1, 1));
        assert_eq!(map.get(0), None);
    }
}
