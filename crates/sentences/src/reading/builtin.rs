//! Built-in slot lists: `$rhasspy/days`, `$rhasspy/months`, `$rhasspy/number,0,100,5`.

use super::ranges::{Range, UnplacedMistake};
use crate::Language;

/// The values of a built-in list.
pub(crate) enum BuiltIn {
    Numbers(Range),
    Words(&'static [&'static str]),
}

/// The built-in list of this name, if any.
pub(crate) fn find(
    name: &str,
    arguments: &[&str],
    language: Language,
) -> Option<Result<BuiltIn, UnplacedMistake>> {
    match name {
        "rhasspy/number" => Some(number(arguments)),
        "rhasspy/days" => Some(words(days(language), "days", language)),
        "rhasspy/months" => Some(words(months(language), "months", language)),
        _ => None,
    }
}

fn number(arguments: &[&str]) -> Result<BuiltIn, UnplacedMistake> {
    let range = match *arguments {
        [low, high] => Range::of_parts(low, high, "1"),
        [low, high, step] => Range::of_parts(low, high, step),
        _ => {
            let advice =
                "write the lowest and the highest number, and perhaps the step: `$rhasspy/number,0,100,5`";
            Err(UnplacedMistake::new("`$rhasspy/number` needs two or three numbers", advice))
        }
    };
    range.map(BuiltIn::Numbers)
}

fn words(
    words: Option<&'static [&'static str]>,
    what: &str,
    language: Language,
) -> Result<BuiltIn, UnplacedMistake> {
    words.map(BuiltIn::Words).ok_or_else(|| {
        let message = format!("the {what} are not known in the language `{language}`");
        UnplacedMistake::new(
            message,
            format!("write them in a file `rhasspy/{what}` in a folder of slot lists"),
        )
    })
}

/// The days of the week.
fn days(language: Language) -> Option<&'static [&'static str]> {
    Some(match language {
        Language::English => &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
        Language::German => {
            &["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
        }
        Language::French => &["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        Language::Spanish => &["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
        Language::Italian => &["lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"],
        Language::Dutch => &["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"],
        Language::Portuguese => &[
            "segunda-feira",
            "terça-feira",
            "quarta-feira",
            "quinta-feira",
            "sexta-feira",
            "sábado",
            "domingo",
        ],
        Language::Swedish => &["måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag"],
        _ => return None,
    })
}

/// The months of the year.
#[rustfmt::skip]
fn months(language: Language) -> Option<&'static [&'static str]> {
    Some(match language {
        Language::English => &[
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ],
        Language::German => &[
            "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
            "November", "Dezember",
        ],
        Language::French => &[
            "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
            "novembre", "décembre",
        ],
        Language::Spanish => &[
            "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
            "noviembre", "diciembre",
        ],
        Language::Italian => &[
            "gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio", "agosto", "settembre", "ottobre",
            "novembre", "dicembre",
        ],
        Language::Dutch => &[
            "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
            "november", "december",
        ],
        Language::Portuguese => &[
            "janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho", "agosto", "setembro", "outubro",
            "novembro", "dezembro",
        ],
        Language::Swedish => &[
            "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
            "november", "december",
        ],
        _ => return None,
    })
}
