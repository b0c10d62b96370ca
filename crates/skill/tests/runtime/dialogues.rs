//! Dialogues whose state is in the data of the session.

use petasos_messages::payload::{self, IntentClassification};
use petasos_messages::{IntentName, Message};
use petasos_skill::{Dialogue, FreeText, NotRecognized, Phrases, Reply, Site, Skill, YesNo};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::installation::{AllOff, Installation, id, kitchen, texts};

/// What is to be switched off.
#[derive(Serialize, Deserialize, Dialogue)]
enum Off {
    Where,
    Sure { room: String },
}

async fn all_off(_: AllOff) -> Reply {
    Off::Where.ask("Which room?").expecting::<FreeText>()
}

async fn sure(answer: YesNo, state: Off, site: Site) -> String {
    match (answer, state) {
        (YesNo::Yes, Off::Sure { room }) => format!("The {room} is off, said in the {}.", site.room),
        _ => "Then not.".to_owned(),
    }
}

async fn room(FreeText(room): FreeText, _: Off) -> Reply {
    Off::Sure { room }.ask("Sure?").expecting::<YesNo>()
}

fn lights() -> Skill {
    Skill::new("lights").on(all_off).during(room).during(sure)
}

impl Installation {
    /// An answer that was understood, with the data of its session.
    fn understood(&mut self, intent: &str, input: &str, custom_data: &str) -> &mut Self {
        let name = IntentName::new(intent).unwrap();
        let mut answer = payload::Intent::new(input, IntentClassification::new(name, 1.0));
        answer.session_id = Some(id("s"));
        answer.site_id = Some(kitchen());
        answer.custom_data = Some(custom_data.to_owned());
        self.publish(&Message::Intent(Box::new(answer)));
        self
    }
}

#[tokio::test(start_paused = true)]
async fn a_dialogue_goes_on_in_another_process_of_the_skill() {
    let mut installation = Installation::with(lights()).await;
    let question = installation.intent("AllOff", Some("s"), "everything off").asks_with("Which room?").await;
    assert!(question.send_intent_not_recognized);
    let data = question.custom_data.unwrap();
    let state: serde_json::Value = serde_json::from_str(&data).unwrap();
    let saved =
        json!({ "dialogue": "lights/Off", "version": 1, "expects": "*", "again": 0, "state": "Where" });
    assert_eq!(state, saved);

    installation.restart(lights()).await;
    let question = installation.not_understood("s", "the hall", Some(&data)).asks_with("Sure?").await;
    assert_eq!(texts(question.intent_filter.as_ref()), ["PetasosYes", "PetasosNo"]);

    installation.restart(lights()).await;
    installation.understood("PetasosYes", "yes", &question.custom_data.unwrap());
    installation.ends_with("s", "The the hall is off, said in the kitchen.").await;
    installation.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn what_is_no_answer_is_asked_for_again_but_not_for_ever() {
    let skill = || Skill::new("lights").during(sure);
    let mut installation = Installation::with(skill()).await;
    let mut data =
        r#"{"dialogue":"lights/Off","version":1,"expects":"PetasosYes PetasosNo","state":"Where"}"#
            .to_owned();
    for _ in 0..2 {
        let question = installation.not_understood("s", "the hall", Some(&data)).asks_with("Sorry?").await;
        assert_eq!(texts(question.intent_filter.as_ref()), ["PetasosYes", "PetasosNo"]);
        data = question.custom_data.unwrap();
        installation.restart(skill()).await;
    }
    installation.not_understood("s", "the hall", Some(&data));
    assert_eq!(installation.ends("s").await.unwrap(), Phrases::default().not_understood().in_lang(None));
    installation.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_state_nobody_can_read_ends_the_session() {
    for data in [
        r#"{"dialogue":"lights/Off","version":7,"expects":"*","state":"Where"}"#,
        r#"{"dialogue":"lights/Off","version":1,"expects":"*","state":{"Nowhere":1}}"#,
        r#"{"dialogue":"lights/NoMore","version":1,"expects":"*","state":null}"#,
        r#"{"dialogue":"lights/Off","version":1,"expects":"color","state":"Where"}"#,
    ] {
        let mut installation = Installation::with(lights()).await;
        let words = installation.not_understood("s", "yes", Some(data)).ends("s").await.unwrap();
        assert_eq!(words, Phrases::default().broken_dialogue().in_lang(None), "{data}");
        installation.stop().await.unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn the_answer_delivered_twice_is_handled_once() {
    let mut installation = Installation::with(lights()).await;
    let data = r#"{"dialogue":"lights/Off","version":1,"expects":"*","state":"Where"}"#;
    installation.understood("Other", "the hall", data);
    installation.understood("Other", "the hall", data).asks().await;
    installation.says_nothing().await;
    installation.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn dialogues_of_others_are_left_to_them() {
    let mut installation = Installation::with(lights()).await;
    let data = r#"{"dialogue":"heating/Off","version":1,"expects":"*","state":"Where"}"#;
    installation.understood("PetasosYes", "yes", data);
    installation.not_understood("s", "yes", Some(data)).says_nothing().await;
    installation.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_dialogue_goes_on_in_the_same_process_after_words_that_nobody_understood() {
    let mut installation = Installation::with(lights()).await;
    let data = installation.intent("AllOff", Some("s"), "everything off").asks().await.custom_data.unwrap();
    let question = installation.not_understood("s", "the hall", Some(&data)).asks_with("Sure?").await;
    let question = installation.not_understood("s", "hm", question.custom_data.as_deref()).asks().await;
    installation.understood("PetasosYes", "yes", &question.custom_data.unwrap());
    installation.ends_with("s", "The the hall is off, said in the kitchen.").await;
    installation.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_answer_to_the_question_of_another_skill_is_left_to_it() {
    let skill = Skill::new("test").not_recognized(|_: NotRecognized| async { "What?" });
    let mut installation = Installation::with(skill).await;
    installation.publish(&Message::ContinueSession(payload::ContinueSession::new(id("s"))));
    installation.asks().await;
    installation.not_understood("s", "hm", None).says_nothing().await;
    installation.not_understood("t", "hm", None).ends_with("t", "What?").await;
    installation.stop().await.unwrap();
}
