//! Intents that skills enabled or disabled by `dialogueManager/configure`.

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

    /// Takes over what a message enables and disables, while no more than `limit` intents are remembered.
    pub(crate) fn merge(&mut self, intents: &[ConfigureIntent], limit: usize) {
        for (name, enabled) in changes(intents) {
            if self.0.len() < limit || self.0.contains_key(name) {
                self.0.insert(name.clone(), enabled);
            }
        }
    }

    /// Forgets what a message says for every site.
    pub(crate) fn remove(&mut self, intents: &[ConfigureIntent]) {
        self.0.retain(|name, _| changes(intents).all(|(changed, _)| changed != name));
    }

    /// The intents that are enabled; what was said at a site goes before what was said everywhere.
    pub(crate) fn enabled(everywhere: &Self, here: Option<&Self>) -> Vec<IntentName> {
        let mut all = everywhere.0.clone();
        all.extend(here.into_iter().flat_map(|here| here.0.iter()).map(|(name, on)| (name.clone(), *on)));
        all.into_iter().filter_map(|(name, enabled)| enabled.then_some(name)).collect()
    }
}

fn changes(intents: &[ConfigureIntent]) -> impl Iterator<Item = (&IntentName, bool)> {
    intents.iter().filter_map(|intent| Some((&intent.intent_id, intent.enable?)))
}
