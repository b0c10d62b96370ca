//! The NLU of `petasos` compared with Rhasspy's: the same templates, the same queries, the same answers. The differences are
//! listed, with reasons; what is listed must differ.

use std::collections::BTreeSet;

use petasos_tests::corpus::Corpus;

struct Difference {
    /// The title of the corpus.
    corpus: &'static str,
    /// As in docs/nlu.md.
    reason: &'static str,
    /// The queries whose answers differ for this reason.
    queries: &'static [&'static str],
}

const fn difference(
    corpus: &'static str,
    reason: &'static str,
    queries: &'static [&'static str],
) -> Difference {
    Difference { corpus, reason, queries }
}

const DIGITS: &str = "Digits in a query stay digits in raw values and in unrecognised words";
const WHOLE: &str = "A number in digits is recognised as a whole or not at all";
const PUNCTUATION: &str = "Punctuation attached to words is ignored";
const SIMILAR: &str = "A word that no template contains may match a similar one";
const CONFIDENCE: &str = "A confidence is never below 0";
const BEST: &str = "The intent with the fewest skipped words wins";
const WITHOUT_WORDS: &str = "The range of a slot without words is empty";
const NESTED: &str = "A slot around another slot has the words of both";
const DROPPED: &str = "Several words are dropped in the same way as one";
const SILENT: &str = "A sentence without any output is recognised";
const ZERO: &str = "0 is false";
const TAGGED: &str = "A tag directly after a number or a range fills its slot";
const STEPS: &str = "The step of a range counts";

const DIFFERENCES: &[Difference] = &[
    difference("house", DIGITS, &["set bedroom light brightness to 75 percent"]),
    difference("house, word for word", DIGITS, &["set bedroom light brightness to 75 percent"]),
    difference(
        "deutsch",
        DIGITS,
        &["stelle das küchenlicht auf 50 prozent", "weck mich um 7 uhr", "weck mich um 7 uhr 30"],
    ),
    difference(
        "numbers",
        DIGITS,
        &[
            "wait 76 seconds",
            "set the brightness to 100",
            "set the brightness to 101",
            "set the brightness to 42",
            "set the brightness to maybe 42",
            "turn -3 degrees",
            "heat to 20 degrees",
            "heat to 25 degrees",
            "wait 30 minutes",
            "wait 60 minutes",
            "transfer 2000 dollars",
            "transfer 1234 dollars",
            "transfer 2001 dollars",
            "set a timer for 15 minutes",
            "set a timer for 2 hours and 30 minutes",
            "set a timer for 2 long hours and 30 short minutes",
            "please set a timer for 5 minutes",
            "add 3 dozen eggs",
            "@Mixed set a timer for 15 minutes",
            "@Exact set a timer for 15 minutes",
        ],
    ),
    difference("differences", DIGITS, &["set the volume to 11"]),
    difference("numbers", WHOLE, &["turn 75 degrees"]),
    difference(
        "differences",
        TAGGED,
        &["route sixty six", "route 66", "set the volume to three", "set the volume to 10"],
    ),
    difference("numbers", STEPS, &["heat to seventeen degrees", "wait fifteen minutes"]),
    difference("house", PUNCTUATION, &["What's the time?"]),
    difference("house, word for word", PUNCTUATION, &["What's the time?"]),
    difference("constructs", PUNCTUATION, &["Hello, house!", "it's seven o'clock."]),
    difference("house", SIMILAR, &["play classicl music", "turn on the living room lump"]),
    difference("constructs", SIMILAR, &["close the frnt door", "paint the wahl red"]),
    difference("house", CONFIDENCE, &["no no no"]),
    difference("constructs", CONFIDENCE, &["play the music", "play the muzic"]),
    difference("ambiguous", BEST, &["move far left now please"]),
    difference(
        "differences",
        WITHOUT_WORDS,
        &["name the lamp one", "glow", "glow now", "ring the bell", "knock at the door"],
    ),
    difference("differences", NESTED, &["fetch the old lamp", "fetch the very old lamp"]),
    difference("differences", DROPPED, &["will you jump"]),
    difference("differences", SILENT, &["hush"]),
    difference("differences", ZERO, &["choose nothing"]),
];

const PAGE: &str = include_str!("../../docs/nlu.md");

const NEAR: Corpus = Corpus { name: "", language: "en", near: true };

macro_rules! corpora {
    ($($test:ident: $corpus:expr, $generated:literal;)*) => {$(
        #[test]
        fn $test() {
            compare(&$corpus, $generated);
        }
    )*};
}

corpora! {
    every_construct: Corpus { name: "constructs", ..NEAR }, 40;
    constructs_that_differ: Corpus { name: "differences", ..NEAR }, 0;
    numbers: Corpus { name: "numbers", ..NEAR }, 40;
    a_home: Corpus { name: "house", ..NEAR }, 60;
    a_home_word_for_word: Corpus { name: "house", near: false, ..NEAR }, 0;
    ambiguous_sentences: Corpus { name: "ambiguous", ..NEAR }, 20;
    ambiguous_sentences_word_for_word: Corpus { name: "ambiguous", near: false, ..NEAR }, 0;
    upper_and_lower_case: Corpus { name: "casing", ..NEAR }, 5;
    german: Corpus { name: "deutsch", language: "de", ..NEAR }, 30;
}

#[test]
fn the_page_about_the_nlu_has_every_reason() {
    let reasons = DIFFERENCES.iter().map(|difference| difference.reason);
    let missing: Vec<_> = reasons.filter(|reason| !PAGE.contains(reason)).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Compares the queries of the corpus, and this many sentences that its templates generate, each also with a word too many.
fn compare(corpus: &Corpus, generated: usize) {
    let mut queries = corpus.written();
    if generated > 0 {
        let sentences = corpus.generated(generated, 1);
        let near = sentences.iter().enumerate().map(|(number, query)| query.with_extra_word(number));
        queries.extend(near.collect::<Vec<_>>());
        queries.extend(sentences);
    }
    let answers = corpus.ask_both(&queries);
    let expected = expected(corpus);
    let mut found = BTreeSet::new();
    let mut report = String::new();
    println!("{}: {} queries", corpus.title(), queries.len());
    for (query, [rhasspy, petasos]) in queries.iter().zip(&answers) {
        let differences = rhasspy.differences(petasos);
        if differences.is_empty() {
            continue;
        }
        found.insert(query.to_string());
        if !expected.contains(&query.to_string()) {
            report.extend([&query.to_string(), "\n    ", &differences.join("\n    "), "\n"]);
        }
    }
    let gone: Vec<_> = expected.difference(&found).collect();
    assert!(
        report.is_empty() && gone.is_empty(),
        "not listed (rhasspy | petasos):\n{report}\nlisted but gone: {gone:#?}"
    );
}

fn expected(corpus: &Corpus) -> BTreeSet<String> {
    let listed = DIFFERENCES.iter().filter(|difference| difference.corpus == corpus.title());
    listed.flat_map(|difference| difference.queries).map(ToString::to_string).collect()
}
