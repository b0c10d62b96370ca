//! Cities people ask about.

use petasos_skill::SlotValue;

/// A city whose time is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, SlotValue)]
#[slot_value(name = "city")]
#[expect(missing_docs, reason = "the names say it")]
pub enum City {
    #[say(en("Athens"), de("Athen"))]
    Athens,
    #[say(en("Bangkok"), de("Bangkok"))]
    Bangkok,
    #[say(en("Beijing", "Peking"), de("Peking"))]
    Beijing,
    #[say(en("Berlin"), de("Berlin"))]
    Berlin,
    #[say(en("Buenos Aires"), de("Buenos Aires"))]
    BuenosAires,
    #[say(en("Cairo"), de("Kairo"))]
    Cairo,
    #[say(en("Cape Town"), de("Kapstadt"))]
    CapeTown,
    #[say(en("Chicago"), de("Chicago"))]
    Chicago,
    #[say(en("Delhi", "New Delhi"), de("Delhi", "Neu-Delhi"))]
    Delhi,
    #[say(en("Dubai"), de("Dubai"))]
    Dubai,
    #[say(en("Hong Kong"), de("Hongkong"))]
    HongKong,
    #[say(en("Istanbul"), de("Istanbul"))]
    Istanbul,
    #[say(en("Lisbon"), de("Lissabon"))]
    Lisbon,
    #[say(en("London"), de("London"))]
    London,
    #[say(en("Los Angeles"), de("Los Angeles"))]
    LosAngeles,
    #[say(en("Mexico City"), de("Mexiko-Stadt"))]
    MexicoCity,
    #[say(en("Moscow"), de("Moskau"))]
    Moscow,
    #[say(en("Nairobi"), de("Nairobi"))]
    Nairobi,
    #[say(en("New York"), de("New York"))]
    NewYork,
    #[say(en("Paris"), de("Paris"))]
    Paris,
    #[say(en("Rome"), de("Rom"))]
    Rome,
    #[say(en("Sao Paulo"), de("São Paulo"))]
    SaoPaulo,
    #[say(en("Seoul"), de("Seoul"))]
    Seoul,
    #[say(en("Singapore"), de("Singapur"))]
    Singapore,
    #[say(en("Sydney"), de("Sydney"))]
    Sydney,
    #[say(en("Tokyo"), de("Tokio"))]
    Tokyo,
    #[say(en("Toronto"), de("Toronto"))]
    Toronto,
    #[say(en("Vienna"), de("Wien"))]
    Vienna,
    #[say(en("Warsaw"), de("Warschau"))]
    Warsaw,
    #[say(en("Zurich"), de("Zürich"))]
    Zurich,
}

impl City {
    /// Its name in the IANA time zone database.
    pub fn zone(self) -> &'static str {
        match self {
            Self::Athens => "Europe/Athens",
            Self::Bangkok => "Asia/Bangkok",
            Self::Beijing => "Asia/Shanghai",
            Self::Berlin => "Europe/Berlin",
            Self::BuenosAires => "America/Argentina/Buenos_Aires",
            Self::Cairo => "Africa/Cairo",
            Self::CapeTown => "Africa/Johannesburg",
            Self::Chicago => "America/Chicago",
            Self::Delhi => "Asia/Kolkata",
            Self::Dubai => "Asia/Dubai",
            Self::HongKong => "Asia/Hong_Kong",
            Self::Istanbul => "Europe/Istanbul",
            Self::Lisbon => "Europe/Lisbon",
            Self::London => "Europe/London",
            Self::LosAngeles => "America/Los_Angeles",
            Self::MexicoCity => "America/Mexico_City",
            Self::Moscow => "Europe/Moscow",
            Self::Nairobi => "Africa/Nairobi",
            Self::NewYork => "America/New_York",
            Self::Paris => "Europe/Paris",
            Self::Rome => "Europe/Rome",
            Self::SaoPaulo => "America/Sao_Paulo",
            Self::Seoul => "Asia/Seoul",
            Self::Singapore => "Asia/Singapore",
            Self::Sydney => "Australia/Sydney",
            Self::Tokyo => "Asia/Tokyo",
            Self::Toronto => "America/Toronto",
            Self::Vienna => "Europe/Vienna",
            Self::Warsaw => "Europe/Warsaw",
            Self::Zurich => "Europe/Zurich",
        }
    }
}
