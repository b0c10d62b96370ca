//! A map that forgets.

use std::collections::{BTreeMap, VecDeque};

/// A map of bounded size: when it is full, what came first is forgotten.
#[derive(Debug)]
pub(super) struct Memory<K, V> {
    most: usize,
    values: BTreeMap<K, V>,
    order: VecDeque<K>,
}

impl<K: Ord + Clone, V> Memory<K, V> {
    /// Remembers at most so many.
    pub(super) fn of(most: usize) -> Self {
        Self { most, values: BTreeMap::new(), order: VecDeque::new() }
    }

    pub(super) fn get(&self, key: &K) -> Option<&V> {
        self.values.get(key)
    }

    /// What is remembered of this, at first the default.
    pub(super) fn entry(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        if !self.values.contains_key(&key) {
            self.insert(key.clone(), V::default());
        }
        self.values.entry(key).or_default()
    }

    pub(super) fn insert(&mut self, key: K, value: V) {
        if self.values.insert(key.clone(), value).is_some() {
            return;
        }
        self.order.push_back(key);
        if self.order.len() > self.most {
            self.order.pop_front().and_then(|oldest| self.values.remove(&oldest));
        }
    }

    pub(super) fn remove(&mut self, key: &K) -> Option<V> {
        let value = self.values.remove(key)?;
        self.order.retain(|known| known != key);
        Some(value)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.values.iter()
    }

    /// Takes out what fits, in order of the keys.
    pub(super) fn take(&mut self, fits: impl Fn(&K, &V) -> bool) -> Vec<(K, V)> {
        let keys: Vec<K> =
            self.iter().filter(|(key, value)| fits(key, value)).map(|(key, _)| key.clone()).collect();
        keys.into_iter().filter_map(|key| self.remove(&key).map(|value| (key, value))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Memory;

    #[test]
    fn what_came_first_is_forgotten_first() {
        let mut memory = Memory::of(2);
        for (key, value) in [(3, 'a'), (1, 'b'), (3, 'c'), (2, 'd')] {
            memory.insert(key, value);
        }
        assert_eq!(memory.iter().collect::<Vec<_>>(), [(&1, &'b'), (&2, &'d')]);
        assert_eq!(memory.take(|key, _| *key == 1), [(1, 'b')]);
        assert_eq!(memory.remove(&2), Some('d'));
        assert_eq!(memory.get(&2), None);
    }
}
