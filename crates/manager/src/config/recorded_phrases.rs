//! The words a dialogue manager says and listens for by itself, in recordings that have pseudonyms for words.

use petasos_recording::{Header, Kept};
use serde_json::{Map, Value};

use super::Config;

/// What of the settings is words.
const WORDS: [&str; 3] = ["cancel_words", "phrases", "free_text_intent"];

/// A header with the manager's own words written out in its settings, if texts are not kept. Redacted with the rest they become
/// the same pseudonyms as in the messages, so a replay says and understands them; otherwise it would say the words themselves.
pub fn write_out_phrases(mut header: Header, kept: Kept) -> Header {
    if !kept.text
        && let Some(own) = own_words(&header)
        && let Value::Object(everywhere) =
            header.settings.entry("everywhere").or_insert_with(|| Value::Object(Map::new()))
    {
        everywhere.extend(own);
    }
    header
}

/// The words for the whole house; `None` if the settings are not those of a manager.
fn own_words(header: &Header) -> Option<Map<String, Value>> {
    // What is not in `petasosd.toml` says how long sounds are, and nothing about words.
    let known = ["dialect", "everywhere"].into_iter();
    let mut settings: Map<_, _> =
        known.filter_map(|key| Some((key.to_owned(), header.settings.get(key)?.clone()))).collect();
    if let Some(dialect) = header.dialect {
        settings.entry("dialect").or_insert_with(|| dialect.to_string().into());
    }
    let config: Config = serde_json::from_value(settings.into()).ok()?;
    let everywhere = serde_json::to_value(config.effective().everywhere).ok()?;
    WORDS.into_iter().map(|key| Some((key.to_owned(), everywhere.get(key)?.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use petasos_messages::Dialect;
    use serde_json::json;

    use super::*;

    fn header() -> Header {
        let mut header = Header::new(Timestamp::UNIX_EPOCH);
        header.dialect = Some(Dialect::SNIPS);
        header.settings = Map::from_iter([
            ("soundSeconds".to_owned(), json!({"wake": [0.2]})),
            ("everywhere".to_owned(), json!({"cancel_words": {"en": ["enough"]}, "retries": 2})),
        ]);
        header
    }

    #[test]
    fn the_settings_tell_what_is_said_where_words_become_pseudonyms() {
        let settings = write_out_phrases(header(), Kept::default()).settings;
        let everywhere = settings.get("everywhere").unwrap();
        assert_eq!(everywhere["cancel_words"], json!({"en": ["enough"]}));
        assert_eq!(everywhere["phrases"]["de"]["not_understood"], "Das habe ich nicht verstanden.");
        assert_eq!(everywhere["retries"], 2);
        assert_eq!(settings.get("soundSeconds"), header().settings.get("soundSeconds"));
    }

    #[test]
    fn where_texts_are_kept_the_settings_stay_as_they_are() {
        assert_eq!(write_out_phrases(header(), Kept::EVERYTHING), header());
    }
}
