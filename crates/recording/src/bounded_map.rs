//! A map of bounded size.

use std::collections::{BTreeMap, VecDeque};

/// A map of at most `MOST` entries: when it is full, the key that was added first is removed.
#[derive(Debug)]
pub struct BoundedMap<K, V, const MOST: usize> {
    values: BTreeMap<K, V>,
    order: VecDeque<K>,
}

impl<K, V, const MOST: usize> Default for BoundedMap<K, V, MOST> {
    fn default() -> Self {
        Self { values: BTreeMap::new(), order: VecDeque::new() }
    }
}

impl<K: Ord + Clone, V, const MOST: usize> BoundedMap<K, V, MOST> {
    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.values.get(key)
    }

    /// The value of a key, to be changed.
    pub fn get_mut(&mut self, key: &K) -> Option<&mut V> {
        self.values.get_mut(key)
    }

    /// The value of a key, which is added with the default if it is missing.
    pub fn entry(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        if !self.values.contains_key(&key) {
            self.insert(key.clone(), V::default());
        }
        self.values.entry(key).or_default()
    }

    /// Sets the value of a key.
    pub fn insert(&mut self, key: K, value: V) {
        if self.values.insert(key.clone(), value).is_some() {
            return;
        }
        self.order.push_back(key);
        if self.order.len() > MOST {
            self.order.pop_front().and_then(|oldest| self.values.remove(&oldest));
        }
    }

    /// Removes a key.
    pub fn remove(&mut self, key: &K) -> Option<V> {
        let value = self.values.remove(key)?;
        self.order.retain(|known| known != key);
        Some(value)
    }

    /// All entries, in order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.values.iter()
    }

    /// Removes and returns the entries that match, in order of the keys.
    pub fn take(&mut self, fits: impl Fn(&K, &V) -> bool) -> Vec<(K, V)> {
        let keys: Vec<K> =
            self.iter().filter(|(key, value)| fits(key, value)).map(|(key, _)| key.clone()).collect();
        keys.into_iter().filter_map(|key| self.remove(&key).map(|value| (key, value))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::BoundedMap;

    #[test]
    fn the_oldest_key_is_removed_first() {
        let mut map = BoundedMap::<_, _, 2>::default();
        for (key, value) in [(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd')] {
            map.insert(key, value);
        }
        assert_eq!(map.iter().collect::<Vec<_>>(), [(&1, &'b'), (&2, &'d')]);
        assert_eq!(map.take(|key, _| *key == 1), [(1, 'b')]);
        assert_eq!(map.remove(&2), Some('d'));
        assert_eq!(map.get(&2), None);
    }
}
