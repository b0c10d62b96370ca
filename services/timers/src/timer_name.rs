//! What timers are for.

use petasos_skill::SlotValue;
use serde::{Deserialize, Serialize};

/// What a timer is for. What is not listed can be said too, where the NLU lets other words through.
#[derive(Debug, Clone, PartialEq, Eq, SlotValue, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[slot_value(name = "timer_name")]
pub enum TimerName {
    /// Pasta.
    #[say(en("pasta", "spaghetti", "noodle", "noodles"), de("Nudel", "Nudeln", "Pasta", "Spaghetti"))]
    Pasta,
    /// Eggs.
    #[say(en("egg", "eggs"), de("Eier", "Ei"))]
    Egg,
    /// Rice.
    #[say(en("rice"), de("Reis"))]
    Rice,
    /// Potatoes.
    #[say(en("potato", "potatoes"), de("Kartoffel", "Kartoffeln"))]
    Potato,
    /// Tea.
    #[say(en("tea"), de("Tee"))]
    Tea,
    /// Coffee.
    #[say(en("coffee"), de("Kaffee"))]
    Coffee,
    /// Pizza.
    #[say(en("pizza"), de("Pizza"))]
    Pizza,
    /// Bread.
    #[say(en("bread"), de("Brot"))]
    Bread,
    /// Cake.
    #[say(en("cake"), de("Kuchen"))]
    Cake,
    /// The oven.
    #[say(en("oven"), de("Ofen", "Backofen"))]
    Oven,
    /// The washing.
    #[say(en("laundry", "washing"), de("Wäsche"))]
    Laundry,
    /// A break.
    #[say(en("break"), de("Pausen", "Pause"))]
    Break,
    /// A nap.
    #[say(en("nap"), de("Schlaf", "Nickerchen"))]
    Nap,
    /// The homework.
    #[say(en("homework"), de("Hausaufgaben"))]
    Homework,
    /// Anything else.
    #[other]
    #[serde(untagged)]
    Other(String),
}

/// The languages the skill speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lang {
    En,
    De,
}

impl Lang {
    /// That of a session; English if it is none of them.
    pub(crate) fn of(code: Option<&str>) -> Self {
        if code.is_some_and(|code| code.starts_with("de")) { Self::De } else { Self::En }
    }
}

impl TimerName {
    /// What it is called; what is not listed, as it was said.
    pub(crate) fn spoken(&self, lang: Lang) -> &str {
        let (en, de) = match self {
            Self::Pasta => ("pasta", "Nudel"),
            Self::Egg => ("egg", "Eier"),
            Self::Rice => ("rice", "Reis"),
            Self::Potato => ("potato", "Kartoffel"),
            Self::Tea => ("tea", "Tee"),
            Self::Coffee => ("coffee", "Kaffee"),
            Self::Pizza => ("pizza", "Pizza"),
            Self::Bread => ("bread", "Brot"),
            Self::Cake => ("cake", "Kuchen"),
            Self::Oven => ("oven", "Ofen"),
            Self::Laundry => ("laundry", "Wäsche"),
            Self::Break => ("break", "Pausen"),
            Self::Nap => ("nap", "Schlaf"),
            Self::Homework => ("homework", "Hausaufgaben"),
            Self::Other(said) => (said.as_str(), said.as_str()),
        };
        match lang {
            Lang::En => en,
            Lang::De => de,
        }
    }
}
