//! How people say numbers, durations and times, as rules of a `sentences.ini`.

use super::base;
use super::template::Template;
use crate::intent::spec::Builtin;

/// Where the language has words for a kind of value: the rule's name, and its body.
pub(super) fn rule(builtin: Builtin, lang: &str) -> Option<(&'static str, &'static str)> {
    let words = match base(lang) {
        "en" => english(builtin),
        "de" => german(builtin),
        "fr" => french(builtin),
        _ => None,
    };
    let name = match builtin {
        Builtin::Ordinal => "ordinal",
        Builtin::Duration => "duration",
        Builtin::Time => "time",
        Builtin::Temperature => "temperature",
        Builtin::AmountOfMoney => "money",
        // Without a clock nobody can say which day "the first of June" is, and nobody says the year. Numbers are ranges.
        Builtin::DateTime | Builtin::Date | Builtin::Interval | Builtin::Number | Builtin::Percentage => {
            return None;
        }
    };
    Some((name, words?))
}

/// What may be said behind a percentage, unless the template says it by itself.
pub(super) fn percent_of(template: &Template, lang: &str) -> Option<&'static str> {
    let percent = percent(lang)?;
    let said = percent.split(' ').next_back().is_some_and(|word| template.says(word));
    (!said).then_some(percent)
}

/// What is said behind a percentage.
pub(super) fn percent(lang: &str) -> Option<&'static str> {
    Some(match base(lang) {
        "en" => "percent",
        "de" => "prozent",
        "fr" => "pour cent",
        "es" => "por ciento",
        "it" => "per cento",
        "nl" => "procent",
        "pt" => "por cento",
        _ => return None,
    })
}

fn english(builtin: Builtin) -> Option<&'static str> {
    Some(match builtin {
        Builtin::Ordinal => {
            "(first | second | third | fourth | fifth | sixth | seventh | eighth | ninth | tenth)"
        }
        Builtin::Duration => {
            "((1..120) (second | seconds) | (1..180) (minute | minutes) [[and] (1..59) (second | seconds)] | \
             (1..24) (hour | hours) [[and] (1..59) (minute | minutes)] | half an hour | an hour [and a half] | a minute | (1..31) (day | days))"
        }
        // "Twenty two" is 22:00, so minutes alone have two digits.
        Builtin::Time => {
            "((0..23) [o'clock] [am | pm] | (0..23) (10..59) [am | pm] | (half | quarter) past (1..12) | quarter to (1..12) | noon | \
             midnight)"
        }
        Builtin::Temperature => "((-30..100) [(degree | degrees) [celsius | fahrenheit]])",
        Builtin::AmountOfMoney => "((0..100) (euro | euros | dollar | dollars | pound | pounds))",
        _ => return None,
    })
}

fn german(builtin: Builtin) -> Option<&'static str> {
    Some(match builtin {
        Builtin::Ordinal => {
            "(erste | ersten | erster | erstes | zweite | zweiten | zweiter | zweites | dritte | dritten | dritter | drittes | vierte | \
             vierten | fünfte | fünften | sechste | sechsten | siebte | siebten | achte | achten | neunte | neunten | zehnte | zehnten)"
        }
        Builtin::Duration => {
            "((1..120) (sekunde | sekunden) | (eine | 1..180) (minute | minuten) [[und] (1..59) (sekunde | sekunden)] | \
             (eine | 1..24) (stunde | stunden) [[und] (1..59) (minute | minuten)] | \
             eine halbe stunde | anderthalb stunden | (einen tag | 1..31 (tag | tage)))"
        }
        Builtin::Time => {
            "((ein | 0..23) uhr [1..59] | halb (eins | 1..12) | viertel (nach | vor) (eins | 1..12) | mittag | mitternacht)"
        }
        Builtin::Temperature => "((-30..100) [grad [celsius | fahrenheit]])",
        Builtin::AmountOfMoney => "((ein | 0..100) (euro | dollar | pfund | franken))",
        _ => return None,
    })
}

fn french(builtin: Builtin) -> Option<&'static str> {
    Some(match builtin {
        Builtin::Ordinal => {
            "(premier | première | deuxième | troisième | quatrième | cinquième | sixième | septième | huitième | neuvième | dixième)"
        }
        Builtin::Duration => {
            "((une | 1..120) (seconde | secondes) | (une | 1..180) (minute | minutes) [[et] (1..59) (seconde | secondes)] | \
             (une | 1..24) (heure | heures) [[et] (demie | 1..59) [minutes]] | \
             une demi heure | (un | 1..31) (jour | jours))"
        }
        Builtin::Time => {
            "((une | 0..23) (heure | heures) [et demie | et quart | moins le quart | 1..59] | midi | minuit)"
        }
        Builtin::Temperature => "((-30..100) [degrés [celsius | fahrenheit]])",
        Builtin::AmountOfMoney => "((un | 0..100) (euro | euros | dollar | dollars | francs))",
        _ => return None,
    })
}

/// What people say for a kind of value, as an example.
pub(super) fn example(builtin: Builtin, lang: &str) -> Option<&'static str> {
    Some(match (base(lang), builtin) {
        ("en", Builtin::Number) => "twenty",
        ("en", Builtin::Ordinal) => "second",
        ("en", Builtin::Percentage) => "twenty percent",
        ("en", Builtin::Duration) => "five minutes",
        ("en", Builtin::DateTime) => "tomorrow at six",
        ("en", Builtin::Date) => "tomorrow",
        ("en", Builtin::Time) => "half past five",
        ("en", Builtin::Interval) => "this weekend",
        ("en", Builtin::Temperature) => "twenty degrees",
        ("en", Builtin::AmountOfMoney) => "ten euros",
        ("de", Builtin::Number) => "zwanzig",
        ("de", Builtin::Ordinal) => "zweite",
        ("de", Builtin::Percentage) => "zwanzig Prozent",
        ("de", Builtin::Duration) => "fünf Minuten",
        ("de", Builtin::DateTime) => "morgen um sechs",
        ("de", Builtin::Date) => "morgen",
        ("de", Builtin::Time) => "halb sechs",
        ("de", Builtin::Interval) => "dieses Wochenende",
        ("de", Builtin::Temperature) => "zwanzig Grad",
        ("de", Builtin::AmountOfMoney) => "zehn Euro",
        ("fr", Builtin::Number) => "vingt",
        ("fr", Builtin::Ordinal) => "deuxième",
        ("fr", Builtin::Percentage) => "vingt pour cent",
        ("fr", Builtin::Duration) => "cinq minutes",
        ("fr", Builtin::DateTime) => "demain à six heures",
        ("fr", Builtin::Date) => "demain",
        ("fr", Builtin::Time) => "cinq heures et demie",
        ("fr", Builtin::Interval) => "ce week-end",
        ("fr", Builtin::Temperature) => "vingt degrés",
        ("fr", Builtin::AmountOfMoney) => "dix euros",
        _ => return None,
    })
}
