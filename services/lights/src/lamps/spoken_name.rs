//! Names normalised for comparison.

/// A name as spoken: in lower case, with spaces for underscores and dashes. `Kitchen_Lamp` is `kitchen lamp`.
pub(crate) fn spoken(name: &str) -> String {
    let blanks = |sign: char| sign.is_whitespace() || matches!(sign, '_' | '-' | '.');
    let words: Vec<&str> = name.split(blanks).filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

/// Whether `whole` contains all words of `part`; both are spoken names.
pub(super) fn has_words(whole: &str, part: &str) -> bool {
    !part.is_empty() && part.split(' ').all(|word| whole.split(' ').any(|other| other == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_they_are_spoken() {
        assert_eq!(spoken("Kitchen_Lamp"), "kitchen lamp");
        assert_eq!(spoken("  Küche-Decke "), "küche decke");
        assert_eq!(spoken("__"), "");
    }

    #[test]
    fn some_words_are_part_of_more_words() {
        assert!(has_words("floor lamp left", "lamp floor"));
        assert!(!has_words("floor lamp", "floor lamp left"));
        assert!(!has_words("floor lamp", ""));
        assert!(!has_words("floorlamp", "floor"));
    }
}
