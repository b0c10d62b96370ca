//! Common names of rooms and lamps, exported to the NLU if the configuration has none.

/// Rooms and lamps in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DefaultNames {
    lang: &'static str,
    pub(crate) rooms: &'static [&'static str],
    pub(crate) lamps: &'static [&'static str],
}

const ENGLISH: DefaultNames = DefaultNames {
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

const OTHERS: [DefaultNames; 2] = [
    DefaultNames {
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
    DefaultNames {
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

/// The names in a language such as `de` or `de-AT`; English if it is not supported.
pub(crate) fn default_names(lang: Option<&str>) -> DefaultNames {
    let base = lang.unwrap_or_default().split(['-', '_']).next().unwrap_or_default();
    OTHERS.into_iter().find(|names| names.lang == base).unwrap_or(ENGLISH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_language() {
        assert_eq!(default_names(Some("de-AT")).rooms.first(), Some(&"küche"));
        assert_eq!(default_names(None), default_names(Some("nl")));
    }
}
