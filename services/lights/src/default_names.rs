//! What rooms and lamps are usually called: what the NLU learns where the owner has named none.

/// Rooms and lamps in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usual {
    /// The language.
    lang: &'static str,
    /// Rooms.
    pub rooms: &'static [&'static str],
    /// Lamps.
    pub lamps: &'static [&'static str],
}

/// English, and what is spoken where no language is set.
const ENGLISH: Usual = Usual {
    lang: "en",
    rooms: &[
        "kitchen",
        "living room",
        "lounge",
        "dining room",
        "bedroom",
        "bathroom",
        "hallway",
        "study",
        "office",
        "basement",
        "attic",
        "garage",
        "garden",
    ],
    lamps: &["ceiling lamp", "floor lamp", "desk lamp", "table lamp", "bedside lamp", "wall lamp"],
};

const OTHERS: [Usual; 2] = [
    Usual {
        lang: "de",
        rooms: &[
            "küche",
            "wohnzimmer",
            "esszimmer",
            "schlafzimmer",
            "bad",
            "flur",
            "arbeitszimmer",
            "büro",
            "keller",
            "dachboden",
            "garage",
            "garten",
        ],
        lamps: &[
            "deckenlampe",
            "stehlampe",
            "schreibtischlampe",
            "tischlampe",
            "nachttischlampe",
            "wandlampe",
        ],
    },
    Usual {
        lang: "fr",
        rooms: &[
            "cuisine",
            "salon",
            "salle à manger",
            "chambre",
            "salle de bains",
            "couloir",
            "bureau",
            "cave",
            "grenier",
            "garage",
            "jardin",
        ],
        lamps: &["plafonnier", "lampadaire", "lampe de bureau", "lampe de chevet", "applique"],
    },
];

/// The names of a language, such as `de` or `de-AT`; English ones for others.
pub fn usual(lang: Option<&str>) -> Usual {
    let base = lang.unwrap_or_default().split(['-', '_']).next().unwrap_or_default();
    OTHERS.into_iter().find(|usual| usual.lang == base).unwrap_or(ENGLISH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_language() {
        assert_eq!(usual(Some("de-AT")).rooms.first(), Some(&"küche"));
        assert_eq!(usual(None), usual(Some("nl")));
    }
}
