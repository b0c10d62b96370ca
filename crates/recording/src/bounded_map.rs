//! A map of bounded size.

use std::collections::{BTreeMap, VecDeque};

/// A map of bounded size: when it is full, the key that came first is forgotten.
#[derive(Debug)]
pub struct BoundedMap<K, V> {
    most: usize,
    values: BTreeMap<K, V>,
    order: VecDeque<K>,
}

impl<K: Ord + Clone, V> BoundedMap<K, V> {
    /// Holds at most so many entries.
    pub fn new(most: usize) -> Self {
        Self { most, values: BTreeMap::new(), order: VecDeque::new() }
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.values.get(key)
    }

    /// The value of a key, at first the default.
    pub fn entry(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        if !self.values.contains_key(&key) {
            self.insert(key.clone(), V::default());
        }
        self.values.entry(key).or_default()
    }

    /// Sets the value of a key. A new key may push out the oldest one.
    pub fn insert(&mut self, key: K, value: V) {
        if self.values.insert(key.clone(), value).is_some() {
            return;
        }
        self.order.push_back(key);
        if self.order.len() > self.most {
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

    /// Removes the entries that fit, in order of the keys.
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
    fn what_came_first_is_forgotten_first() {
        let mut map = BoundedMap::new(2);
        for (key, value) in [(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd')] {
            map.insert(key, value);
        }
        assert_eq!(map.iter().collect::<Vec<_>>(), [(&1, &'b'), (&2, &'d')]);
        assert_eq!(map.take(|key, _| *key == 1), [(1, 'b')]);
        assert_eq!(map.remove(&2), Some('d'));
        assert_eq!(map.get(&2), None);
    }
}
