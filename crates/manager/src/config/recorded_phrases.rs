//! The manager's own phrases and cancel words, in recordings with pseudonyms instead of words.

use petasos_recording::{Header, Kept};
use serde_json::{Map, Value};

use super::Config;

/// The settings that contain words.
const WORDS: [&str; 3] = ["cancel_words", "phrases", "free_text_intent"];

/// Writes the manager's own phrases into the settings of a header, unless texts are kept. Redaction gives them the same pseudonyms
/// as in the messages, so that a replay speaks and recognises the pseudonyms.
pub fn write_out_phrases(mut header: Header, kept: Kept) -> Header {
    if !kept.text
        && let Some(own) = own_phrases(&header)
        && let Value::Object(everywhere) =
            header.settings.entry("everywhere").or_insert_with(|| Value::Object(Map::new()))
    {
        everywhere.extend(own);
    }
    header
}

/// The phrases of all sites; `None` if the settings are not those of a manager.
fn own_phrases(header: &Header) -> Option<Map<String, Value>> {
    // The other settings, the lengths of sounds, do not exist in `petasosd.toml`.
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
    fn phrases_are_written_out_if_words_become_pseudonyms() {
        let settings = write_out_phrases(header(), Kept::default()).settings;
        let everywhere = settings.get("everywhere").unwrap();
        assert_eq!(everywhere["cancel_words"], json!({"en": ["enough"]}));
        assert_eq!(everywhere["phrases"]["de"]["not_understood"], "Das habe ich nicht verstanden.");
        assert_eq!(everywhere["retries"], 2);
        assert_eq!(settings.get("soundSeconds"), header().settings.get("soundSeconds"));
    }

    #[test]
    fn the_settings_stay_as_they_are_if_texts_are_kept() {
        assert_eq!(write_out_phrases(header(), Kept::EVERYTHING), header());
    }
}
