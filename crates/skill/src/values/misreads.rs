//! What is said when a value cannot be read, before the question is asked again.

use std::fmt::Display;

use crate::LocalizedText;
use crate::intent::InvalidValue;
use crate::intent::spec::ByLang;

const NUMBER: ByLang = &[
    ("en", "Please say a number."),
    ("de", "Bitte sag eine Zahl."),
    ("fr", "Dites un nombre, s'il vous plaît."),
    ("es", "Di un número, por favor."),
    ("it", "Di' un numero, per favore."),
    ("nl", "Zeg een getal, alsjeblieft."),
    ("pt", "Diz um número, por favor."),
];

const WHOLE: ByLang = &[
    ("en", "Please say a whole number."),
    ("de", "Bitte sag eine ganze Zahl."),
    ("fr", "Dites un nombre entier, s'il vous plaît."),
    ("es", "Di un número entero, por favor."),
    ("it", "Di' un numero intero, per favore."),
    ("nl", "Zeg een heel getal, alsjeblieft."),
    ("pt", "Diz um número inteiro, por favor."),
];

const YES_OR_NO: ByLang = &[
    ("en", "Please say yes or no."),
    ("de", "Bitte sag ja oder nein."),
    ("fr", "Dites oui ou non, s'il vous plaît."),
    ("es", "Di sí o no, por favor."),
    ("it", "Di' sì o no, per favore."),
    ("nl", "Zeg ja of nee, alsjeblieft."),
    ("pt", "Diz sim ou não, por favor."),
];

const DURATION: ByLang = &[
    ("en", "Please say how long, such as five minutes."),
    ("de", "Bitte sag wie lange, zum Beispiel fünf Minuten."),
    ("fr", "Dites une durée, par exemple cinq minutes."),
    ("es", "Di una duración, por ejemplo cinco minutos."),
    ("it", "Di' una durata, per esempio cinque minuti."),
    ("nl", "Zeg hoe lang, bijvoorbeeld vijf minuten."),
    ("pt", "Diz uma duração, por exemplo cinco minutos."),
];

const TIME: ByLang = &[
    ("en", "Please say a time, such as half past five."),
    ("de", "Bitte sag eine Uhrzeit, zum Beispiel halb sechs."),
    ("fr", "Dites une heure, par exemple cinq heures et demie."),
    ("es", "Di una hora, por ejemplo las cinco y media."),
    ("it", "Di' un'ora, per esempio le cinque e mezza."),
    ("nl", "Zeg een tijd, bijvoorbeeld half zes."),
    ("pt", "Diz uma hora, por exemplo cinco e meia."),
];

const DATE: ByLang = &[
    ("en", "Please say the day, the month and the year."),
    ("de", "Bitte sag Tag, Monat und Jahr."),
    ("fr", "Dites le jour, le mois et l'année."),
    ("es", "Di el día, el mes y el año."),
    ("it", "Di' il giorno, il mese e l'anno."),
    ("nl", "Zeg de dag, de maand en het jaar."),
    ("pt", "Diz o dia, o mês e o ano."),
];

const MOMENT: ByLang = &[
    ("en", "Please say the date and the time."),
    ("de", "Bitte sag Datum und Uhrzeit."),
    ("fr", "Dites la date et l'heure."),
    ("es", "Di la fecha y la hora."),
    ("it", "Di' la data e l'ora."),
    ("nl", "Zeg de datum en de tijd."),
    ("pt", "Diz a data e a hora."),
];

const PLACE: ByLang = &[
    ("en", "Please say which: the first, the second and so on."),
    ("de", "Bitte sag, das wievielte: das erste, das zweite und so weiter."),
    ("fr", "Dites lequel : le premier, le deuxième et ainsi de suite."),
    ("es", "Di cuál: el primero, el segundo, etcétera."),
    ("it", "Di' quale: il primo, il secondo e così via."),
    ("nl", "Zeg welke: de eerste, de tweede enzovoort."),
    ("pt", "Diz qual: o primeiro, o segundo e assim por diante."),
];

fn table(words: ByLang) -> InvalidValue {
    InvalidValue::new(LocalizedText::of_table(words))
}

/// Nothing was said that could be read at all: the kit's own words are said.
pub(super) fn nothing() -> InvalidValue {
    InvalidValue::new("")
}

pub(super) fn not_a_number() -> InvalidValue {
    table(NUMBER)
}

pub(super) fn not_whole() -> InvalidValue {
    table(WHOLE)
}

pub(super) fn neither_yes_nor_no() -> InvalidValue {
    table(YES_OR_NO)
}

pub(super) fn not_a_duration() -> InvalidValue {
    table(DURATION)
}

pub(super) fn not_a_time() -> InvalidValue {
    table(TIME)
}

pub(super) fn not_a_date() -> InvalidValue {
    table(DATE)
}

pub(super) fn not_a_moment() -> InvalidValue {
    table(MOMENT)
}

pub(super) fn not_a_place() -> InvalidValue {
    table(PLACE)
}

/// A number beyond what the type holds.
pub(super) fn out_of_range(from: impl Display, to: impl Display) -> InvalidValue {
    let words = LocalizedText::new(format!("Please say a number from {from} to {to}."))
        .or_in("de", format!("Bitte sag eine Zahl von {from} bis {to}."))
        .or_in("fr", format!("Dites un nombre de {from} à {to}, s'il vous plaît."))
        .or_in("es", format!("Di un número de {from} a {to}, por favor."))
        .or_in("it", format!("Di' un numero da {from} a {to}, per favore."))
        .or_in("nl", format!("Zeg een getal van {from} tot {to}, alsjeblieft."))
        .or_in("pt", format!("Diz um número de {from} a {to}, por favor."));
    InvalidValue::new(words)
}
