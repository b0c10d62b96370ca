//! Example sentences of a grammar.

use petasos_messages::IntentName;
use petasos_sentences::Grammar;

/// How many sentences are shown.
const MOST: usize = 8;

/// A few random sentences, each of another intent.
pub(crate) fn random(grammar: &Grammar, mut random: fastrand::Rng) -> Vec<String> {
    let mut intents: Vec<&IntentName> = grammar.intents().collect();
    random.shuffle(&mut intents);
    let sentences = intents.into_iter().filter_map(|intent| {
        let only = [intent.clone()];
        // What cannot be converted can be said as little as understood.
        Some(grammar.sample(Some(&only), |bound| random.u64(..bound.max(1)))?.ok()?.text)
    });
    sentences.take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_sentences::Settings;

    fn phrases(text: &str, seed: u64) -> Vec<String> {
        let settings = Settings::default();
        let templates = settings.read_text("sentences.ini", text).unwrap();
        let grammar = Grammar::new(&templates.intents, &settings.limits).unwrap();
        random(&grammar, fastrand::Rng::with_seed(seed))
    }

    #[test]
    fn each_intent_is_shown_once() {
        let mut shown = phrases("[GetTime]\nwhat time is it\n[Light]\nlight (on | off)\n", 1);
        shown.sort();
        assert!(
            matches!(shown.as_slice(), [light, time] if light.starts_with("light o") && time == "what time is it")
        );
    }

    #[test]
    fn of_many_intents_only_some_are_shown_and_others_each_time() {
        let intents: Vec<String> = (0..100).map(|number| format!("[Intent{number}]\nsay {number}")).collect();
        let text = intents.join("\n");
        let first = phrases(&text, 1);
        assert_eq!(first.len(), MOST);
        assert_ne!(first, phrases(&text, 2));
    }
}
