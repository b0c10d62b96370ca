//! Names of audio files. The ids of sites and sessions come from the network and must not lead out of the folder.

use std::fmt::Write as _;

/// The longest id in a name, in bytes.
const MAX_PART_BYTES: usize = 40;
/// The longest name that is read, in bytes.
const MAX_NAME_BYTES: usize = 200;

/// A name for a file: what it is about, and a number that makes it unique.
pub(super) fn of(site: &str, kind: Option<&str>, number: u64) -> String {
    let mut name = safe(site);
    if let Some(kind) = kind {
        let _ = write!(name, "-{}", safe(kind));
    }
    let _ = write!(name, "-{number}.wav");
    name
}

/// The text with `_` in place of everything but ASCII letters, digits, `-` and `_`.
fn safe(text: &str) -> String {
    let plain = |letter: char| if is_plain(letter) { letter } else { '_' };
    text.chars().map(plain).take(MAX_PART_BYTES).collect()
}

/// Whether a name in a session file may have been made by [`of`], so that it cannot lead out of the folder.
pub(super) fn is_safe(name: &str) -> bool {
    let stem = name.strip_suffix(".wav");
    name.len() <= MAX_NAME_BYTES && stem.is_some_and(|stem| !stem.is_empty() && stem.chars().all(is_plain))
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '-' || letter == '_'
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_say_what_they_are_about() {
        assert_eq!(of("kitchen", None, 1), "kitchen-1.wav");
        assert_eq!(of("../../etc/passwd", Some("a b"), 12), "______etc_passwd-a_b-12.wav");
        assert_eq!(of("", None, 3), "-3.wav");
    }

    #[test]
    fn names_that_lead_elsewhere_are_not_safe() {
        for name in [
            "../a.wav",
            "a/b.wav",
            "a\\b.wav",
            "/etc/passwd",
            ".wav",
            "..",
            "",
            "a.wav\0",
            "C:a.wav",
            "a.txt",
            "ä.wav",
        ] {
            assert!(!is_safe(name), "{name:?}");
        }
    }

    proptest! {
        #[test]
        fn every_name_that_is_made_is_safe(site: String, kind: Option<String>, number: u64) {
            prop_assert!(is_safe(&of(&site, kind.as_deref(), number)));
        }
    }
}
