//! Cities that users can ask about.

use petasos_skill::SlotValue;

/// A city whose time is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, SlotValue)]
#[slot_value(name = "city")]
#[expect(clippy::enum_variant_names, reason = "Mexico City is called so")]
pub(crate) enum City {
    #[say(en("Athens"), de("Athen"), es("Atenas"))]
    Athens,
    #[say(en("Bangkok"), de("Bangkok"), es("Bangkok"))]
    Bangkok,
    #[say(en("Beijing", "Peking"), de("Peking"), es("Pekín"))]
    Beijing,
    #[say(en("Berlin"), de("Berlin"), es("Berlín"))]
    Berlin,
    #[say(en("Buenos Aires"), de("Buenos Aires"), es("Buenos Aires"))]
    BuenosAires,
    #[say(en("Cairo"), de("Kairo"), es("El Cairo"))]
    Cairo,
    #[say(en("Cape Town"), de("Kapstadt"), es("Ciudad del Cabo"))]
    CapeTown,
    #[say(en("Chicago"), de("Chicago"), es("Chicago"))]
    Chicago,
    #[say(en("Delhi", "New Delhi"), de("Delhi", "Neu-Delhi"), es("Delhi", "Nueva Delhi"))]
    Delhi,
    #[say(en("Dubai"), de("Dubai"), es("Dubái"))]
    Dubai,
    #[say(en("Hong Kong"), de("Hongkong"), es("Hong Kong"))]
    HongKong,
    #[say(en("Istanbul"), de("Istanbul"), es("Estambul"))]
    Istanbul,
    #[say(en("Lisbon"), de("Lissabon"), es("Lisboa"))]
    Lisbon,
    #[say(en("London"), de("London"), es("Londres"))]
    London,
    #[say(en("Los Angeles"), de("Los Angeles"), es("Los Ángeles"))]
    LosAngeles,
    #[say(en("Mexico City"), de("Mexiko-Stadt"), es("Ciudad de México"))]
    MexicoCity,
    #[say(en("Moscow"), de("Moskau"), es("Moscú"))]
    Moscow,
    #[say(en("Nairobi"), de("Nairobi"), es("Nairobi"))]
    Nairobi,
    #[say(en("New York"), de("New York"), es("Nueva York"))]
    NewYork,
    #[say(en("Paris"), de("Paris"), es("París"))]
    Paris,
    #[say(en("Rome"), de("Rom"), es("Roma"))]
    Rome,
    #[say(en("Sao Paulo"), de("São Paulo"), es("São Paulo"))]
    SaoPaulo,
    #[say(en("Seoul"), de("Seoul"), es("Seúl"))]
    Seoul,
    #[say(en("Singapore"), de("Singapur"), es("Singapur"))]
    Singapore,
    #[say(en("Sydney"), de("Sydney"), es("Sídney"))]
    Sydney,
    #[say(en("Tokyo"), de("Tokio"), es("Tokio"))]
    Tokyo,
    #[say(en("Toronto"), de("Toronto"), es("Toronto"))]
    Toronto,
    #[say(en("Vienna"), de("Wien"), es("Viena"))]
    Vienna,
    #[say(en("Warsaw"), de("Warschau"), es("Varsovia"))]
    Warsaw,
    #[say(en("Zurich"), de("Zürich"), es("Zúrich"))]
    Zurich,
}

impl City {
    /// Its name in the IANA time zone database.
    pub(crate) fn zone(self) -> &'static str {
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
