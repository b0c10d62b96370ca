//! Numbers and ranges of numbers: `75`, `0..100`, `-10..10,5`.

use std::collections::HashMap;
use std::sync::Arc;

use super::interner::Interner;
use super::problem::Mistake;
use crate::Settings;
use crate::meaning::SpokenNumber;

/// The numbers that a word denotes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Numbers {
    One(i64),
    Range(Range),
}

/// Integers from the lowest to the highest, in steps of at least one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Range {
    low: i64,
    high: i64,
    step: i64,
}

/// A problem without a position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnplacedMistake {
    pub(crate) message: String,
    pub(crate) advice: String,
}

impl UnplacedMistake {
    pub(crate) fn new(message: impl Into<String>, advice: impl Into<String>) -> Self {
        Self { message: message.into(), advice: advice.into() }
    }

    pub(crate) fn at(self, at: usize) -> Mistake {
        Mistake { at, message: self.message, advice: self.advice }
    }
}

impl Range {
    /// Parses a word that is a number or a range.
    pub(crate) fn of_word(word: &str) -> Result<Option<Numbers>, UnplacedMistake> {
        let like_numbers = word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | ','));
        if !like_numbers || !word.contains(|c: char| c.is_ascii_digit()) {
            return Ok(None);
        }
        let Some((low, rest)) = word.split_once("..") else {
            return if is_number(word) { Ok(Some(Numbers::One(number(word)?))) } else { Ok(None) };
        };
        let (high, step) = rest.split_once(',').unwrap_or((rest, "1"));
        Self::of_parts(low, high, step).map(Numbers::Range).map(Some)
    }

    /// Parses the parts of a range.
    pub(crate) fn of_parts(low: &str, high: &str, step: &str) -> Result<Self, UnplacedMistake> {
        if ![low, high, step].into_iter().all(is_number) {
            return Err(UnplacedMistake::new(
                "this is no range of whole numbers",
                "write `0..100`, or `0..100,5` for steps of 5",
            ));
        }
        let range = Self { low: number(low)?, high: number(high)?, step: number(step)? };
        if range.step < 1 {
            return Err(UnplacedMistake::new(
                format!("a range in steps of {step}"),
                "write a step of 1 or more, such as `0..100,5`",
            ));
        }
        if range.low > range.high {
            let advice = format!("write `{high}..{low}`: the lower number first");
            return Err(UnplacedMistake::new("a range that goes backwards", advice));
        }
        Ok(range)
    }

    fn len(self) -> u64 {
        (self.low.abs_diff(self.high) / self.step.unsigned_abs()).saturating_add(1)
    }

    fn numbers(self) -> impl Iterator<Item = i64> {
        std::iter::successors(Some(self.low), move |last| {
            last.checked_add(self.step).filter(|next| *next <= self.high)
        })
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn number(text: &str) -> Result<i64, UnplacedMistake> {
    text.parse().map_err(|_| {
        UnplacedMistake::new(format!("the number {text} is too large"), "write one of at most 18 digits")
    })
}

/// Ranges spelled out so far.
#[derive(Debug)]
pub(crate) struct Ranges<'a> {
    settings: &'a Settings,
    spelled: HashMap<Range, Arc<[SpokenNumber]>>,
    /// How many more numbers may be spelled out.
    left: u64,
}

impl<'a> Ranges<'a> {
    pub(crate) fn new(settings: &'a Settings) -> Self {
        Self { settings, spelled: HashMap::new(), left: settings.limits.all_values as u64 }
    }

    /// The numbers of a range, in words. In an unsupported language they stay digits.
    pub(crate) fn spell(
        &mut self,
        range: Range,
        interner: &mut Interner,
    ) -> Result<Arc<[SpokenNumber]>, UnplacedMistake> {
        if let Some(spelled) = self.spelled.get(&range) {
            return Ok(Arc::clone(spelled));
        }
        let most = self.settings.limits.numbers as u64;
        if range.len() > most {
            let message = format!("a range of {} numbers, more than {most}", range.len());
            return Err(UnplacedMistake::new(
                message,
                "make it smaller, or write a larger step: `0..1000000,100`",
            ));
        }
        self.left = self.left.checked_sub(range.len()).ok_or_else(|| {
            let message =
                format!("all ranges together have more than {} numbers", self.settings.limits.all_values);
            UnplacedMistake::new(message, "make some smaller, or write larger steps")
        })?;
        let language = self.settings.language;
        let numbers = range.numbers().map(|value| {
            let words = language.number_words(value).unwrap_or_else(|| vec![value.to_string()]);
            SpokenNumber { value, words: words.iter().map(|word| interner.spoken(word)).collect() }
        });
        let numbers: Arc<[SpokenNumber]> = numbers.collect();
        self.spelled.insert(range, Arc::clone(&numbers));
        Ok(numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(word: &str) -> Result<Option<Numbers>, String> {
        Range::of_word(word).map_err(|wrong| wrong.message)
    }

    #[test]
    fn digits_are_numbers_and_ranges_and_all_else_is_words() {
        assert_eq!(read("75"), Ok(Some(Numbers::One(75))));
        assert_eq!(read("-5"), Ok(Some(Numbers::One(-5))));
        assert_eq!(read("007"), Ok(Some(Numbers::One(7))));
        assert_eq!(read("-10..10,5"), Ok(Some(Numbers::Range(Range { low: -10, high: 10, step: 5 }))));
        for word in ["", "-", "...", "..", "lamp", "3rd", "1.5", "2,5", "4-5", "٣"] {
            assert_eq!(read(word), Ok(None), "{word}");
        }
    }

    #[test]
    fn invalid_ranges_are_refused() {
        for word in ["0..", "..5", "0...5", "0..10,", "0..10,5,5", "1..2..3", "0..1.5"] {
            assert_eq!(read(word), Err("this is no range of whole numbers".to_owned()), "{word}");
        }
        assert_eq!(read("0..10,0"), Err("a range in steps of 0".to_owned()));
        assert_eq!(read("0..10,-1"), Err("a range in steps of -1".to_owned()));
        assert_eq!(read("10..0"), Err("a range that goes backwards".to_owned()));
        assert_eq!(
            read("0..99999999999999999999"),
            Err("the number 99999999999999999999 is too large".to_owned())
        );
    }

    #[test]
    fn a_range_ends_at_the_last_number_that_its_step_reaches() {
        let range = |low, high, step| Range { low, high, step };
        assert_eq!(range(-2, 4, 3).numbers().collect::<Vec<_>>(), [-2, 1, 4]);
        assert_eq!(range(0, 5, 2).numbers().collect::<Vec<_>>(), [0, 2, 4]);
        assert_eq!(range(7, 7, 100).numbers().collect::<Vec<_>>(), [7]);
        let last = range(i64::MAX - 1, i64::MAX, 5);
        assert_eq!((last.len(), last.numbers().count()), (1, 1));
        assert_eq!(range(i64::MIN, i64::MAX, 2).len(), 1 << 63);
        assert_eq!(range(i64::MIN, i64::MAX, 1).len(), u64::MAX);
    }
}
