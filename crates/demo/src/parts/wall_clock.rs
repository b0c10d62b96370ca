//! What the clock on the wall shows: the only place of the demonstration that knows the time of day.

use jiff::Zoned;

/// Hours and minutes, where the user lives.
pub(crate) fn time_of_day() -> String {
    Zoned::now().strftime("%H:%M").to_string()
}
