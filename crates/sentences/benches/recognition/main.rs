//! How long a grammar of 1,000 intents and 20,000 templates takes to load, and what a query takes.
//!
//! `cargo bench -p petasos-sentences --bench recognition`

#![allow(clippy::unwrap_used, reason = "a benchmark that cannot go on fails")]

mod templates;

use std::sync::{Arc, LazyLock};

use petasos_messages::IntentName;
use petasos_sentences::meaning::{Expression, Intent, Spoken};
use petasos_sentences::{Grammar, Limits, Matching, Settings};

static GRAMMAR: LazyLock<Grammar> = LazyLock::new(|| compile(&read()));

fn main() {
    divan::main();
}

fn read() -> Vec<Intent> {
    let lists = tempfile::tempdir().unwrap();
    std::fs::write(lists.path().join("titles"), templates::titles()).unwrap();
    std::fs::write(lists.path().join("places"), templates::places()).unwrap();
    let mut settings = Settings::default();
    settings.slots = vec![lists.path().to_owned()];
    settings.read_text("sentences.ini", &templates::templates()).unwrap().intents
}

fn compile(intents: &[Intent]) -> Grammar {
    Grammar::new(intents, &Limits::default()).unwrap()
}

mod load {
    use super::{Grammar, Intent, compile, read};

    #[divan::bench(sample_count = 10)]
    fn read_templates() -> Vec<Intent> {
        read()
    }

    #[divan::bench(sample_count = 10)]
    fn compile_grammar(bencher: divan::Bencher<'_, '_>) {
        let intents = read();
        bencher.bench(|| compile(&intents));
    }

    #[divan::bench(sample_count = 10)]
    fn both() -> Grammar {
        compile(&read())
    }
}

/// Random sentences, the same in every run.
fn sentences() -> Vec<String> {
    let mut seed = 7u64;
    let mut random = |bound: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 16) % bound
    };
    (0..2_000).map(|_| GRAMMAR.sample(None, &mut random).unwrap().unwrap().text).collect()
}

/// Each sample is one query: `slowest` is the slowest of 2,000.
fn ask(bencher: divan::Bencher<'_, '_>, change: impl Fn(&str) -> String) {
    let queries: Vec<String> = sentences().iter().map(|sentence| change(sentence)).collect();
    let mut next = queries.iter().cycle();
    bencher
        .with_inputs(|| next.next().unwrap())
        .bench_local_values(|query| GRAMMAR.recognise(query, &Matching::default()).unwrap());
}

mod query {
    use super::ask;

    #[divan::bench(sample_count = 2_000, sample_size = 1)]
    fn exact(bencher: divan::Bencher<'_, '_>) {
        ask(bencher, str::to_owned);
    }

    #[divan::bench(sample_count = 2_000, sample_size = 1)]
    fn words_to_skip(bencher: divan::Bencher<'_, '_>) {
        ask(bencher, |sentence| format!("hey {} the on now", sentence.replacen(' ', " in ", 1)));
    }

    #[divan::bench(sample_count = 2_000, sample_size = 1)]
    fn unknown_words(bencher: divan::Bencher<'_, '_>) {
        ask(bencher, |sentence| format!("computer {sentence} immediately thanks"));
    }

    #[divan::bench(sample_count = 2_000, sample_size = 1)]
    fn a_letter_is_wrong(bencher: divan::Bencher<'_, '_>) {
        let wrong = |word: &str| {
            let (start, end) = word.split_at(word.len() / 2);
            format!("{start}q{end}")
        };
        ask(bencher, |sentence| {
            let longest = sentence.split(' ').max_by_key(|word| word.len()).unwrap_or_default();
            sentence.replace(longest, &wrong(longest))
        });
    }

    #[divan::bench(sample_count = 2_000, sample_size = 1)]
    fn nothing_is_understood(bencher: divan::Bencher<'_, '_>) {
        ask(bencher, |sentence| sentence.replace(' ', "zzz ") + "zzz");
    }

    #[divan::bench(sample_count = 2_000, sample_size = 1)]
    fn words_in_reverse(bencher: divan::Bencher<'_, '_>) {
        ask(bencher, |sentence| sentence.rsplit(' ').collect::<Vec<_>>().join(" "));
    }

    #[divan::bench(sample_count = 500, sample_size = 1)]
    fn five_sentences_in_one(bencher: divan::Bencher<'_, '_>) {
        ask(bencher, |sentence| format!("{sentence} and then turn on the kitchen light please ").repeat(5));
    }
}

/// Grammars that are made to be hard, and a text of 200 words for each.
mod adversary {
    use super::{Arc, Expression, Grammar, Intent, IntentName, Limits, Matching, Spoken};

    fn word(word: &str) -> Expression {
        Spoken::Word(Arc::from(word)).into()
    }

    fn ask(bencher: divan::Bencher<'_, '_>, template: Expression, text: &str) {
        let intent = Intent { name: IntentName::new("Hard").unwrap(), templates: vec![template] };
        let grammar = Grammar::new(&[intent], &Limits::default()).unwrap();
        let text = text.split(' ').cycle().take(200).collect::<Vec<_>>().join(" ");
        bencher.bench(|| grammar.recognise(&text, &Matching::default()));
    }

    #[divan::bench(sample_count = 20)]
    fn a_hundred_optional_words(bencher: divan::Bencher<'_, '_>) {
        let optional = || Spoken::Alternatives(vec![word("a"), Spoken::Nothing.into()]).into();
        ask(bencher, Spoken::Sequence((0..100).map(|_| optional()).collect()).into(), "a b");
    }

    /// 20,000 templates `[pleaseN] (onN | offN) lamp now`, asked for something near one of them.
    #[divan::bench(sample_count = 200, sample_size = 1)]
    fn templates_with_words_of_their_own(bencher: divan::Bencher<'_, '_>) {
        let own = |name: &str, index: usize| word(&format!("{name}{index}"));
        let template = |index| {
            let polite = Spoken::Alternatives(vec![own("please", index), Spoken::Nothing.into()]).into();
            let state = Spoken::Alternatives(vec![own("on", index), own("off", index)]).into();
            Spoken::Sequence(vec![polite, state, word("lamp"), word("now")]).into()
        };
        let templates = (0..20_000).map(template).collect();
        let intent = Intent { name: IntentName::new("Own").unwrap(), templates };
        let grammar = Grammar::new(&[intent], &Limits::default()).unwrap();
        bencher.bench(|| grammar.recognise("do off777 the lamp now", &Matching::default()).unwrap().unwrap());
    }

    #[divan::bench(sample_count = 20)]
    fn alternatives_that_are_alike(bencher: divan::Bencher<'_, '_>) {
        let alike = |_: usize| {
            let pair = |part: Expression| Spoken::Alternatives(vec![part.clone(), part]).into();
            pair(pair(pair(pair(word("a")))))
        };
        ask(bencher, Spoken::Sequence((0..100).map(alike).collect()).into(), "a b");
    }

    /// The hardest known: words in every order, each optional, in 200 places.
    #[divan::bench(sample_count = 5)]
    fn anything_in_any_order(bencher: divan::Bencher<'_, '_>) {
        let letter = |letter: u8| {
            let tagged = Spoken::Sequence(vec![word(&char::from(letter).to_string()), word("x")]);
            Spoken::Alternatives(vec![tagged.into(), word("y"), Spoken::Nothing.into()]).into()
        };
        let any = |_: usize| Spoken::Alternatives((b'a'..=b'p').map(letter).collect()).into();
        ask(bencher, Spoken::Sequence((0..200).map(any).collect()).into(), "p x a y b c x y y d");
    }

    #[divan::bench(sample_count = 5)]
    fn rules_that_double_each_other(bencher: divan::Bencher<'_, '_>) {
        let mut doubled: Expression = Spoken::Alternatives(vec![word("a"), Spoken::Nothing.into()]).into();
        for _ in 0..40 {
            let rule = Arc::new(doubled);
            let reference = || Spoken::Rule(Arc::clone(&rule)).into();
            doubled = Spoken::Sequence(vec![reference(), reference()]).into();
        }
        ask(bencher, doubled, "a b");
    }
}
