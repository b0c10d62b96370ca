//! The names of timers.

use petasos_skill::SlotValue;
use petasos_skill::intent::spec::Values;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The purpose of a timer, which is also its name. Other names are possible if the NLU accepts unknown words.
#[derive(Debug, Clone, PartialEq, Eq, SlotValue, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[slot_value(name = "timer_name")]
pub(crate) enum TimerName {
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

impl TimerName {
    /// The primary name in this language; any other name as spoken.
    pub(crate) fn spoken(&self, lang: &str) -> String {
        let Values::Listed { values, .. } = Self::entity().values else { return String::new() };
        let Ok(Value::String(key)) = serde_json::to_value(self) else { return String::new() };
        let listed = values.iter().find(|value| value.value == key);
        let name = listed.and_then(|value| value.names(Some(lang)).first());
        name.map_or(key, |name| (*name).to_owned())
    }
}
