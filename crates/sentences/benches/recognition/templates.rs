//! A large grammar: 1,000 intents of 20 templates each, with rooms, numbers, a long list, and words that most templates share.

use std::fmt::Write;

/// How many intents.
pub(crate) const INTENTS: usize = 1_000;
/// Templates of each.
pub(crate) const TEMPLATES: usize = 20;

const PATTERNS: [&str; TEMPLATES] = [
    "turn (on | off){state} [the] NOUN",
    "turn (on | off){state} [the] NOUN in [the] <rooms>",
    "turn [the] NOUN (on | off){state} [please]",
    "(switch | flip):turn [the] NOUN (on | off){state} in [the] <rooms>",
    "set [the] NOUN to (0..100){level} [percent]",
    "set [the] NOUN in [the] <rooms> to (0..100){level} [percent]",
    "make [the] NOUN (red | green | (very blue):navy | white){color}",
    "make [the] NOUN in [the] <rooms> (red | green | (very blue):navy | white){color}",
    r"\[please] (dim | brighten){way} [the] NOUN [by (1..50){amount!int} percent]",
    "is [the] NOUN (on | off){state} [in [the] <rooms>]",
    "what is [the] NOUN (doing | showing) [right now]",
    "play ($titles){title} on [the] NOUN",
    "play ($titles){title} on [the] NOUN in [the] <rooms>",
    "tell me about [the] NOUN [(:){domain:house}]",
    "wake me (with | by) [the] NOUN at (1..12){hour} [(a m | p m){half}]",
    "move [the] NOUN (up | down | left | right){way} [a (little | lot){much}]",
    "(lock | unlock){lock} [the] NOUN and [the] <rooms> door",
    r"\[could you] [please] check [whether] [the] NOUN [is] works: fine",
    "stop [the] NOUN (now | in (1..60){minutes} minutes)",
    "forget [everything] about [the] NOUN [again]",
];

/// The file of templates. `$titles` is left to [`titles`].
pub(crate) fn templates() -> String {
    let mut text = String::new();
    for intent in 0..INTENTS {
        let _ =
            writeln!(text, "[Intent{intent}]\nrooms = (kitchen | living room | bath | ($places)){{room}}");
        for pattern in PATTERNS {
            let _ = writeln!(text, "{}", pattern.replace("NOUN", &noun(intent)));
        }
    }
    text
}

/// A list of 5,000 titles of one to four words.
pub(crate) fn titles() -> String {
    let title = |index: usize| {
        let words: Vec<String> = (0..=index % 4).map(|word| noun(index * 7 + word * 13 + 2_000)).collect();
        words.join(" ") + "\n"
    };
    (0..5_000).map(title).collect()
}

/// A list of 50 rooms.
pub(crate) fn places() -> String {
    (0..50).map(|index| noun(40_000 + index) + " room\n").collect()
}

/// A word of three syllables or more, another one for each number.
fn noun(mut number: usize) -> String {
    let mut word = String::new();
    for _ in 0..3 {
        for letters in [&b"bdfgklmnprstvz"[..], b"aeiou"] {
            word.push(char::from(letters.get(number % letters.len()).copied().unwrap_or(b'x')));
            number /= letters.len();
        }
    }
    word
}
