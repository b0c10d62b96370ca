//! What is stored in the data of a session and read from it.

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::*;
use crate::{IntoReply, Reply, YesNo};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum AllOff {
    WhichRoom,
    Sure { room: String },
}

impl Dialogue for AllOff {
    const NAME: &'static str = "AllOff";
    const VERSION: u32 = 2;

    fn migrate(version: u32, state: Value) -> Option<Self> {
        let room = state.get("room")?.as_str()?.to_owned();
        (version == 1).then_some(Self::Sure { room })
    }
}

/// Not representable as JSON: the keys are not strings.
#[derive(Serialize, Deserialize)]
struct Odd(std::collections::BTreeMap<(u8, u8), u8>);

impl Dialogue for Odd {
    const NAME: &'static str = "Odd";
    const VERSION: u32 = 1;
}

fn sure(room: &str) -> AllOff {
    AllOff::Sure { room: room.to_owned() }
}

#[test]
fn a_question_carries_its_state() {
    let Ok(Reply::Ask(step)) = sure("kitchen").ask("Sure?").expecting::<YesNo>().into_reply() else {
        panic!("a small state can be written")
    };
    let question = step.into_question("lights");
    assert_eq!(question.intents, ["PetasosYes", "PetasosNo"]);
    let data: Value = serde_json::from_str(&question.custom_data.unwrap()).unwrap();
    let (state, expects) = (json!({ "Sure": { "room": "kitchen" } }), "PetasosYes PetasosNo");
    let saved =
        json!({ "dialogue": "lights/AllOff", "version": 2, "expects": expects, "again": 0, "state": state });
    assert_eq!(data, saved);
}

#[test]
fn a_state_that_is_too_large_is_an_error_of_the_handler() {
    let failure = sure(&"x".repeat(4096)).ask("Sure?").expecting::<YesNo>().into_reply().unwrap_err();
    let why = failure.cause().unwrap().to_string();
    assert!(why.contains("AllOff has 4136 bytes") && why.ends_with("store less in it"), "{why}");
}

#[test]
fn a_state_that_json_cannot_have_is_an_error_of_the_handler() {
    let failure = Odd([((1, 2), 3)].into()).ask("Sure?").expecting::<YesNo>().into_reply().unwrap_err();
    let why = failure.cause().unwrap().to_string();
    assert!(why.starts_with("the state of the dialogue Odd cannot be written as JSON"), "{why}");
}

#[test]
fn a_state_of_an_older_version_is_brought_up_to_date() {
    let old = r#"{"dialogue":"lights/AllOff","version":1,"expects":"*","state":{"room":"hall"}}"#;
    assert_eq!(restore(&SavedDialogue::read("lights", old).unwrap()), Ok(sure("hall")));
    for strange in [
        r#"{"dialogue":"lights/AllOff","version":3,"expects":"*","state":{"room":"hall"}}"#,
        r#"{"dialogue":"lights/AllOff","version":2,"expects":"*","state":{"room":"hall"}}"#,
    ] {
        let lost =
            restore::<AllOff>(&SavedDialogue::read("lights", strange).unwrap()).unwrap_err().to_string();
        assert!(lost.ends_with("cannot be read; see Dialogue::migrate"), "{lost}");
    }
}

#[test]
fn custom_data_of_others_is_not_a_dialogue_of_this_skill() {
    for data in [
        "",
        "porcupine",
        "null",
        "{}",
        r#"{"dialogue":"timers/AllOff","version":2,"expects":"*","state":"WhichRoom"}"#,
        r#"{"dialogue":"lightsAllOff","version":2,"expects":"*","state":"WhichRoom"}"#,
        r#"{"dialogue":"lights/AllOff","version":-2,"expects":"*","state":"WhichRoom"}"#,
        r#"{"dialogue":"lights/AllOff","expects":"*","state":"WhichRoom"}"#,
        r#"{"dialogue":"lights/AllOff","version":2,"state":"WhichRoom"}"#,
        r#"{"dialogue":"lights/AllOff","version":2,"expects":"*","state":"WhichRoom""#,
    ] {
        assert_eq!(SavedDialogue::read("lights", data), None, "{data}");
    }
    let long =
        format!(r#"{{"dialogue":"lights/AllOff","version":2,"expects":"*","state":"{}"}}"#, "x".repeat(4096));
    assert_eq!(SavedDialogue::read("lights", &long), None);
}

proptest! {
    #[test]
    fn what_is_written_is_read(room in ".{0,200}", again in any::<u32>()) {
        let saved = SavedDialogue { again, ..SavedDialogue::new(AllOff::NAME, AllOff::VERSION, &sure(&room)).unwrap() };
        let read = SavedDialogue::read("lights", &saved.to_custom_data("lights")).unwrap();
        prop_assert_eq!(&read, &saved);
        prop_assert_eq!(restore::<AllOff>(&read), Ok(sure(&room)));
    }

    #[test]
    fn no_custom_data_panics(data in ".{0,200}") {
        let _no_dialogue = SavedDialogue::read("lights", &data);
    }
}
