//! Topics by short name: `say` is `hermes/tts/say`, `hotword/detected` is `hermes/hotword/+/detected`.
//!
//! A short name is the end of a topic. Parameters, which the protocol's table shows in braces, may be left out or filled in:
//! `hotword/jarvis/detected`. If a name matches several topics, those that share the most levels with it win.

use petasos_messages::filter::Namespace;
use petasos_messages::{CHANNELS, Channel};

/// A topic that matches a short name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meant {
    /// The topic's row in the table of the protocol.
    pub(crate) channel: &'static Channel,
    levels: Vec<String>,
    /// How many levels of the name are literal levels of the topic.
    words: usize,
}

impl Meant {
    /// The filter to subscribe to, with `+` for omitted parameters. A trailing id may contain slashes, hence `#`.
    pub(crate) fn filter(&self) -> String {
        let levels = self.levels.iter().map(|level| if is_parameter(level) { "+" } else { level });
        let filter = levels.collect::<Vec<_>>().join("/");
        match filter.strip_suffix("/+") {
            Some(start) => format!("{start}/#"),
            None => filter,
        }
    }

    /// The topic, with omitted parameters in braces.
    pub(crate) fn address(&self) -> String {
        self.levels.join("/")
    }

    /// The names of the omitted parameters.
    pub(crate) fn missing(&self) -> Vec<&str> {
        self.levels.iter().filter_map(|level| level.strip_prefix('{')?.strip_suffix('}')).collect()
    }
}

/// Whether this is a complete topic or filter, to be used as it is.
pub(crate) fn is_whole(name: &str) -> bool {
    name.contains(['+', '#']) || is_root(name.split('/').next().unwrap_or_default())
}

/// Whether a topic may begin with this level.
fn is_root(level: &str) -> bool {
    level == "$SYS" || Namespace::ALL.iter().any(|namespace| namespace.as_str() == level)
}

/// The topics that match a short name.
pub(crate) fn find(name: &str) -> Vec<Meant> {
    let wanted: Vec<&str> = name.split('/').collect();
    let found: Vec<Meant> = CHANNELS.iter().filter_map(|channel| meant(channel, &wanted)).collect();
    let most = found.iter().map(|meant| meant.words).max();
    found.into_iter().filter(|meant| Some(meant.words) == most).collect()
}

fn meant(channel: &'static Channel, wanted: &[&str]) -> Option<Meant> {
    let levels: Vec<&str> = channel.address.split('/').collect();
    let (words, filled) = align(&levels, wanted)?;
    (words > 0).then_some(Meant { channel, levels: filled, words })
}

/// Aligns a name with the end of a topic. Returns how many levels they share, and the topic with parameters filled in.
fn align(levels: &[&str], wanted: &[&str]) -> Option<(usize, Vec<String>)> {
    let [other_wanted @ .., last_wanted] = wanted else {
        return Some((0, levels.iter().map(ToString::to_string).collect()));
    };
    let (last, others) = levels.split_last()?;
    let with = |found: Option<(usize, Vec<String>)>, words, level: &str| {
        found.map(|(more, mut filled)| {
            filled.push(level.to_owned());
            (words + more, filled)
        })
    };
    if !is_parameter(last) {
        let same = last.eq_ignore_ascii_case(last_wanted);
        return same.then(|| with(align(others, other_wanted), 1, last)).flatten();
    }
    let left_out = with(align(others, wanted), 0, last);
    let filled_in =
        (!last_wanted.is_empty()).then(|| with(align(others, other_wanted), 0, last_wanted)).flatten();
    [left_out, filled_in].into_iter().flatten().max_by_key(|(words, _)| *words)
}

fn is_parameter(level: &str) -> bool {
    level.starts_with('{')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filters(name: &str) -> Vec<String> {
        find(name).iter().map(Meant::filter).collect()
    }

    #[test]
    fn the_end_of_a_topic_is_its_name() {
        for (name, topic) in [
            ("say", "hermes/tts/say"),
            ("tts/say", "hermes/tts/say"),
            ("startSession", "hermes/dialogueManager/startSession"),
            ("startsession", "hermes/dialogueManager/startSession"),
            ("nlu/query", "hermes/nlu/query"),
            ("sites/request", "petasos/+/sites/request"),
        ] {
            assert_eq!(filters(name), [topic], "{name}");
        }
    }

    #[test]
    fn what_stands_in_braces_may_be_left_out_or_filled_in() {
        for (name, topic) in [
            ("detected", "hermes/hotword/+/detected"),
            ("hotword/detected", "hermes/hotword/+/detected"),
            ("jarvis/detected", "hermes/hotword/jarvis/detected"),
            ("hotword/jarvis/detected", "hermes/hotword/jarvis/detected"),
            ("intent", "hermes/intent/#"),
            ("intent/GetTime", "hermes/intent/GetTime"),
            ("playBytes", "hermes/audioServer/+/playBytes/#"),
            ("kitchen/playFinished", "hermes/audioServer/kitchen/playFinished"),
        ] {
            assert_eq!(filters(name), [topic], "{name}");
        }
        let [detected] = &find("detected")[..] else { panic!() };
        assert_eq!(detected.missing(), ["wakeword_id"]);
        assert_eq!(detected.address(), "hermes/hotword/{wakeword_id}/detected");
    }

    #[test]
    fn a_name_of_several_topics_means_all_of_them() {
        let found = filters("intentNotRecognized");
        assert_eq!(found, ["hermes/dialogueManager/intentNotRecognized", "hermes/nlu/intentNotRecognized"]);
        assert!(filters("toggleOn").len() > 3);
    }

    #[test]
    fn what_is_no_end_of_a_topic_means_nothing() {
        for name in ["", "sya", "y", "hermes", "kitchen", "a/say", "say/"] {
            assert_eq!(filters(name), [""; 0], "{name:?}");
        }
    }

    #[test]
    fn every_topic_is_found_by_its_whole_address() {
        for channel in CHANNELS {
            let found = find(channel.address);
            assert!(found.iter().any(|meant| meant.channel == channel), "{}", channel.address);
        }
    }
}
