//! Intents that skills enabled or disabled with `dialogueManager/configure`.

use std::collections::BTreeMap;

use petasos_messages::IntentName;
use petasos_messages::payload::ConfigureIntent;

/// Intents that were enabled or disabled, at one site or everywhere.
#[derive(Debug, Default)]
pub(crate) struct ConfiguredIntents(BTreeMap<IntentName, bool>);

impl ConfiguredIntents {
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether an intent is enabled. `None`: not configured.
    pub(crate) fn get(&self, name: &IntentName) -> Option<bool> {
        self.0.get(name).copied()
    }

    pub(crate) fn any_enabled(&self) -> bool {
        self.0.values().any(|enabled| *enabled)
    }

    /// Applies a `configure` message. Intents beyond `limit` are dropped.
    pub(crate) fn merge(&mut self, intents: &[ConfigureIntent], limit: usize) {
        for (name, enabled) in changes(intents) {
            if self.0.len() < limit || self.0.contains_key(name) {
                self.0.insert(name.clone(), enabled);
            }
        }
    }

    /// Removes the intents of a `configure` message, which applied to every site.
    pub(crate) fn remove(&mut self, intents: &[ConfigureIntent]) {
        self.0.retain(|name, _| changes(intents).all(|(changed, _)| changed != name));
    }

    /// The enabled intents. A site's own setting overrides the global one.
    pub(crate) fn enabled(everywhere: &Self, here: Option<&Self>) -> Vec<IntentName> {
        let mut all = everywhere.0.clone();
        all.extend(here.into_iter().flat_map(|here| here.0.iter()).map(|(name, on)| (name.clone(), *on)));
        all.into_iter().filter_map(|(name, enabled)| enabled.then_some(name)).collect()
    }
}

fn changes(intents: &[ConfigureIntent]) -> impl Iterator<Item = (&IntentName, bool)> {
    intents.iter().filter_map(|intent| Some((&intent.intent_id, intent.enable?)))
}
