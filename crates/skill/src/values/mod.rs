//! Types of slot values: texts, numbers, times, and your own enums.
//!
//! All types read what Snips sends (typed kinds), what Rhasspy sends (strings and numbers of the kind `Unknown`) and plain text,
//! with digits or number words in English, German and French. A value that cannot be read is an
//! [`InvalidValue`](crate::intent::InvalidValue) whose text helps the user to rephrase it.
//!
//! Each type is one file, with its words in all languages and what the exports need, and a row in `slot_types!`. [`YesNo`] and
//! [`FreeText`] are answers to questions, but not slot values.
//!
//! Dates and times are [`jiff`]'s: it is by the author of `regex`, supports time zones, and cannot represent an invalid date.
//! Durations are [`std::time::Duration`].

pub(crate) mod answer;
mod boolean;
mod date;
mod date_time;
mod duration;
mod free_text;
mod interval;
mod money;
pub(crate) mod number;
mod number_words;
mod ordinal;
mod percentage;
mod room;
mod temperature;
#[cfg(test)]
pub(crate) mod tests;
mod text;
mod time_of_day;
mod tokens;
mod word_table;
pub(crate) mod yes_no;

pub use free_text::FreeText;
pub use interval::Interval;
pub use money::Money;
pub use ordinal::Ordinal;
pub use percentage::Percentage;
pub use room::Room;
pub use temperature::{Scale, Temperature};
pub use yes_no::YesNo;

pub use crate::intent::SlotValue;
pub use petasos_messages::slot::Slot;

use crate::intent::{Answer, Expected, Unfilled, Utterance};

/// Makes the types of slot values answers to questions, too.
macro_rules! slot_types {
    ($($value:ty,)*) => {
        $(
            impl Answer for $value {
                fn expected() -> Expected {
                    Expected::of_value::<Self>()
                }

                fn read(utterance: &Utterance) -> Result<Self, Unfilled> {
                    answer::read(utterance)
                }
            }
        )*

        /// A check of reading for each type.
        #[cfg(test)]
        const READERS: &[fn(&Slot, Option<&str>)] = &[$(tests::read_twice::<$value>,)*];
    };
}

slot_types! {
    String,
    Room,
    bool,
    i8, i16, i32, i64, isize,
    u8, u16, u32, u64, usize,
    f32, f64,
    Percentage,
    Ordinal,
    std::time::Duration,
    jiff::Zoned,
    jiff::civil::Date,
    jiff::civil::Time,
    Interval,
    Temperature,
    Money,
}
