//! The same conversation in every Hermes, and in another language.

use petasos_messages::Dialect;
use petasos_testkit::SkillTest;

use crate::skills::{home, lights};

async fn converse(dialect: Dialect) {
    let mut t = home().dialect(dialect);
    t.hear("set the kitchen light").await.asked("Which colour?");
    t.hear("cyan").await.said("Okay").ended();
    t.hear("everything off").await.asked("Really everything?");
    t.hear("no").await.said("Then not.").ended();
    t.hear("write this down").await.asked("What?");
    t.hear("buy milk").await.said("I wrote: buy milk").ended();
}

#[tokio::test]
async fn rhasspy() {
    converse(Dialect::RHASSPY).await;
}

#[tokio::test]
async fn snips() {
    converse(Dialect::SNIPS).await;
}

#[tokio::test]
async fn alice() {
    converse(Dialect::ALICE).await;
}

#[tokio::test]
async fn in_german() {
    let mut t = SkillTest::new(lights()).lang("de");
    t.hear("stelle das Licht in der Küche").await.asked("Welche Farbe?");
    t.hear("rot").await.said("Okay").ended();
    t.hear("stelle das Licht in der Küche").await.asked("Welche Farbe?");
    t.silence().await.said("Ich habe nichts gehört.");
}

#[tokio::test]
#[should_panic(expected = "AllOff")]
async fn a_language_without_samples_is_a_mistake() {
    home().lang("de").hear("alles aus").await.heard_nothing();
}
