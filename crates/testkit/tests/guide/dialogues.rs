//! docs/skills/dialogues.md

use petasos_skill::prelude::*;
use petasos_testkit::SkillTest;
use serde::{Deserialize, Serialize};

/// Everything goes out.
#[derive(Intent)]
#[intent(samples(en = ["turn everything off", "good night"]))]
struct AllOff;

async fn all_off(_: AllOff, session: Session) -> Result {
    match session.ask::<YesNo>("Really everything?").await {
        Ok(YesNo::Yes) => Ok(Reply::say("Good night.")),
        Ok(YesNo::No) => Ok(Reply::say("Then not.")),
        Err(Unanswered::Silence) => Ok(Reply::say("I leave it on.")),
        Err(other) => Err(other.into()),
    }
}

/// Play some music.
#[derive(Intent)]
#[intent(samples(en = ["play some music"]))]
struct Play;

async fn play(_: Play, session: Session) -> Result<String> {
    let stations = ["Jazz at night", "News radio", "Old jazz"];
    let station = session.choose("Which station?", &stations).await?;
    Ok(format!("Here is {station}."))
}

/// Write a note.
#[derive(Intent)]
#[intent(samples(en = ["take a note"]))]
struct TakeNote;

async fn take_note(_: TakeNote, session: Session) -> Result<String> {
    let note = session.ask_text("What shall I write?").await?;
    if session.confirm("Shall I keep it?").await? {
        return Ok(format!("I wrote: {note}."));
    }
    Ok("It is gone.".to_owned())
}

/// Order a pizza.
#[derive(Intent)]
#[intent(samples(en = ["order a pizza"]))]
struct OrderPizza;

/// What is to be known of a pizza.
#[derive(Form)]
struct Pizza {
    #[slot(ask(en = "Which size?"))]
    size: Size,
    #[slot(ask(en = "How many?"))]
    count: u8,
}

#[derive(Debug, SlotValue)]
enum Size {
    Small,
    Large,
}

async fn order_pizza(_: OrderPizza, session: Session) -> Result<String> {
    let Pizza { size, count } = session.fill::<Pizza>().await?;
    Ok(format!("{count} times {size:?}."))
}

/// Clean a room.
#[derive(Intent)]
#[intent(samples(en = ["clean up"]))]
struct CleanUp;

/// Where the conversation about cleaning stands.
#[derive(Serialize, Deserialize, Dialogue)]
#[dialogue(version = 1)]
struct Cleaning {
    thoroughly: bool,
}

async fn clean_up(_: CleanUp) -> Reply {
    Cleaning { thoroughly: true }.ask("Now at once?").expecting::<YesNo>()
}

async fn clean_when(answer: YesNo, cleaning: Cleaning) -> &'static str {
    match (answer, cleaning.thoroughly) {
        (YesNo::Yes, true) => "I begin, and thoroughly.",
        (YesNo::Yes, false) => "I begin.",
        (YesNo::No, _) => "Later, then.",
    }
}

fn skill() -> Skill {
    Skill::new("conversations")
        .on(all_off)
        .on(play)
        .on(take_note)
        .on(order_pizza)
        .asks::<Size>()
        .on(clean_up)
        .during(clean_when)
}

#[tokio::test]
async fn a_question_is_a_turn() {
    let mut t = SkillTest::new(skill());
    t.hear("good night").await.asked("Really everything?");
    t.hear("yes").await.said("Good night.").ended();
}

#[tokio::test]
async fn nobody_answers() {
    let mut t = SkillTest::new(skill());
    t.hear("good night").await.asked("Really everything?");
    t.silence().await.said("I leave it on.");
}

#[tokio::test]
async fn what_is_ambiguous_is_asked_again() {
    let mut t = SkillTest::new(skill());
    t.hear("play some music").await.asked("Which station?");
    t.hear("old jazz").await.said("Here is Old jazz.").ended();
}

#[tokio::test]
async fn any_words_are_a_note() {
    let mut t = SkillTest::new(skill());
    t.hear("take a note").await.asked("What shall I write?");
    t.hear("buy milk").await.asked("Shall I keep it?");
    t.hear("yes").await.said("I wrote: buy milk.").ended();
}

#[tokio::test]
async fn a_form_is_filled_in() {
    let mut t = SkillTest::new(skill());
    t.hear("order a pizza").await.asked("Which size?");
    t.hear("large").await.asked("How many?");
    t.hear("two").await.said("2 times Large.").ended();
}

#[tokio::test]
async fn a_dialogue_goes_on_after_a_restart() {
    let mut t = SkillTest::new(skill());
    t.hear("clean up").await.asked("Now at once?");
    t.restart_skill(skill());
    t.hear("yes").await.said("I begin, and thoroughly.").ended();
}
