//! [`VecMap`]: a map for few keys, and a stable sort for short lists. Each costs the page's WASM a
//! few hundred bytes per type, where the standard library's B-tree and merge sort cost kilobytes.

/// A map whose entries lie in one vector in the order of their keys.
///
/// Finding is a binary search; putting in and taking out moves what lies behind. That suits up to a
/// few thousand entries, and keys that mostly grow. It iterates, compares and hashes as a
/// [`BTreeMap`](std::collections::BTreeMap) of the same entries does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VecMap<K, V> {
    entries: Vec<(K, V)>,
}

impl<K, V> Default for VecMap<K, V> {
    fn default() -> VecMap<K, V> {
        VecMap::new()
    }
}

impl<K, V> VecMap<K, V> {
    /// A map with nothing in it.
    pub const fn new() -> VecMap<K, V> {
        VecMap {
            entries: Vec::new(),
        }
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries, smallest key first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> + ExactSizeIterator {
        self.entries.iter().map(|(key, value)| (key, value))
    }

    /// The values, smallest key first.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + ExactSizeIterator {
        self.entries.iter().map(|(_, value)| value)
    }

    /// The values, smallest key first, to be changed.
    pub fn values_mut(&mut self) -> impl DoubleEndedIterator<Item = &mut V> + ExactSizeIterator {
        self.entries.iter_mut().map(|(_, value)| value)
    }

    /// Keeps only the entries whose value `stays` names.
    pub fn retain(&mut self, mut stays: impl FnMut(&mut V) -> bool) {
        self.entries.retain_mut(|(_, value)| stays(value));
    }

    /// The values, smallest key first.
    pub fn into_values(self) -> impl DoubleEndedIterator<Item = V> + ExactSizeIterator {
        self.entries.into_iter().map(|(_, value)| value)
    }

    /// Takes out the entry with the smallest key; all others move.
    pub fn pop_first(&mut self) -> Option<(K, V)> {
        (!self.entries.is_empty()).then(|| self.entries.remove(0))
    }
}

impl<K: Ord, V> VecMap<K, V> {
    /// Where the key is, or where it would go.
    fn place(&self, key: &K) -> Result<usize, usize> {
        self.entries.binary_search_by(|(other, _)| other.cmp(key))
    }

    /// Whether there is an entry with this key.
    pub fn contains_key(&self, key: &K) -> bool {
        self.place(key).is_ok()
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        let place = self.place(key).ok()?;
        self.entries.get(place).map(|(_, value)| value)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        let place = self.place(key).ok()?;
        self.entries.get_mut(place).map(|(_, value)| value)
    }

    /// Puts in an entry, and gives the value that the key had before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        match self.place(&key) {
            Ok(place) => Some(core::mem::replace(&mut self.entries[place].1, value)),
            Err(place) => {
                self.entries.insert(place, (key, value));
                None
            }
        }
    }

    /// The value of a key; `make` makes it first if there is none.
    pub fn get_or_insert_with(&mut self, key: K, make: impl FnOnce() -> V) -> &mut V {
        let place = match self.place(&key) {
            Ok(place) => place,
            Err(place) => {
                self.entries.insert(place, (key, make()));
                place
            }
        };
        &mut self.entries[place].1
    }

    /// Takes out the entry of a key and all that come after it.
    pub fn truncate_at(&mut self, key: &K) {
        let (Ok(place) | Err(place)) = self.place(key);
        self.entries.truncate(place);
    }

    /// Takes out the entry of a key, and gives its value.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let place = self.place(key).ok()?;
        Some(self.entries.remove(place).1)
    }
}

/// Sorts a short list; what `precedes` tells no difference between keeps its order.
///
/// An insertion sort: quick on up to a few hundred things or on what is nearly in order, and
/// otherwise quadratic. `precedes(a, b)` says whether `a` must come before `b`.
pub fn insertion_sort<T>(list: &mut [T], mut precedes: impl FnMut(&T, &T) -> bool) {
    for next in 1..list.len() {
        let mut at = next;
        while at > 0 && precedes(&list[at], &list[at - 1]) {
            list.swap(at, at - 1);
            at -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use core::hash::{Hash, Hasher};
    use std::collections::BTreeMap;

    /// What is fed to a hasher, byte for byte.
    #[derive(Default)]
    struct Fed(Vec<u8>);
    impl Hasher for Fed {
        fn write(&mut self, bytes: &[u8]) {
            self.0.extend_from_slice(bytes);
        }
        fn finish(&self) -> u64 {
            0
        }
    }
    fn fed(thing: &impl Hash) -> Vec<u8> {
        let mut hasher = Fed::default();
        thing.hash(&mut hasher);
        hasher.0
    }

    #[test]
    fn entries_from_a_key_on_are_taken_out_whether_or_not_it_has_one() {
        let mut map = VecMap::new();
        for key in [1, 2, 4, 6] {
            map.insert(key, key * 10);
        }
        map.truncate_at(&7);
        assert_eq!(map.len(), 4);
        map.truncate_at(&3);
        assert!(map.iter().eq([(&1, &10), (&2, &20)]));
        map.truncate_at(&2);
        assert!(map.iter().eq([(&1, &10)]));
        map.truncate_at(&0);
        assert!(map.is_empty());
    }

    #[test]
    fn it_does_what_a_b_tree_does() {
        let mut ours = VecMap::new();
        let mut theirs = BTreeMap::new();
        let mut random: u32 = 1;
        for step in 0..4000_u32 {
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let key = (random >> 16) % 60;
            match random >> 30 {
                0 => assert_eq!(ours.insert(key, step), theirs.insert(key, step)),
                1 => assert_eq!(ours.remove(&key), theirs.remove(&key)),
                2 => {
                    *ours.get_or_insert_with(key, || step) += 1;
                    *theirs.entry(key).or_insert(step) += 1;
                }
                _ if key < 3 => assert_eq!(ours.pop_first(), theirs.pop_first()),
                _ => {
                    assert_eq!(ours.get(&key), theirs.get(&key));
                    assert_eq!(ours.get_mut(&key), theirs.get_mut(&key));
                    assert_eq!(ours.contains_key(&key), theirs.contains_key(&key));
                }
            }
            assert_eq!(ours.len(), theirs.len());
            assert!(ours.iter().eq(theirs.iter()) && ours.values().eq(theirs.values()));
        }
        assert_eq!(fed(&ours), fed(&theirs), "the trace hash rests on this");
        assert!(ours.into_values().eq(theirs.into_values()));
    }

    #[test]
    fn a_sort_keeps_the_order_of_equals() {
        let mut list = [(2, 'a'), (1, 'b'), (2, 'c'), (0, 'd'), (1, 'e')];
        let mut expected = list;
        expected.sort_by_key(|(number, _)| *number);
        insertion_sort(&mut list, |a, b| a.0 < b.0);
        assert_eq!(list, expected);
        insertion_sort(&mut list[..0], |_, _| true);
    }
}
