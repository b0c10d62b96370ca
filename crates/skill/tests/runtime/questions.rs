//! Questions, as the manager sees them, and what becomes of a session whose handler was not answered.

use petasos_messages::payload::{ContinueSession, SessionInit, Termination};
use petasos_messages::{Dialect, Message};
use petasos_skill::{
    Form, FreeText, Intent, LocalizedText, Phrases, Result, Session, Skill, SlotValue, Unanswered, YesNo,
};

use crate::installation::{GetTime, Installation, texts};

#[derive(Debug, SlotValue)]
enum Color {
    #[say("red")]
    Red,
    #[say("cyan")]
    Cyan,
}

/// Change the colour of the light.
#[derive(Debug, Intent)]
struct SetColor {
    #[slot(ask(en = "Which colour?"), give_up(en = "Then it stays as it is."))]
    color: Color,
}

/// Turn everything off.
#[derive(Debug, Intent)]
struct AllOff;

async fn set_color(intent: SetColor) -> String {
    format!("{:?} it is.", intent.color)
}

async fn all_off(_: AllOff, session: Session) -> Result<&'static str> {
    Ok(if session.confirm("Really?").await? { "Good night." } else { "Then not." })
}

async fn time(_: GetTime) -> &'static str {
    "It is noon."
}

fn skill() -> Skill {
    Skill::new("lights").on(set_color).on(all_off).on(time)
}

/// A session in which it was just asked whether everything shall be off.
async fn asked_whether_all_off() -> Installation {
    let mut installation = Installation::with(skill()).await;
    installation.intent("AllOff", Some("s"), "everything off").asks_with("Really?").await;
    installation
}

async fn asked_for_the_colour(dialect: Dialect) -> (Installation, ContinueSession) {
    let mut installation = Installation::with(skill().user("alice").dialect(dialect)).await;
    installation.intent("SetColor", Some("s"), "change the light");
    let question = installation.asks_with("Which colour?").await;
    assert!(question.send_intent_not_recognized);
    (installation, question)
}

#[tokio::test(start_paused = true)]
async fn an_answer_gets_its_handler_going_again() {
    for (answer, words) in [("PetasosYes", "Good night."), ("PetasosNo", "Then not.")] {
        let mut installation = asked_whether_all_off().await;
        installation.intent(answer, Some("s"), "as I said").ends_with("s", words).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_slot_is_asked_for_where_the_nlu_knows_its_values() {
    for dialect in [Dialect::RHASSPY, Dialect::ALICE] {
        let (mut installation, question) = asked_for_the_colour(dialect).await;
        assert_eq!(texts(question.intent_filter.as_ref()), ["alice:SetColor", "alice:color"]);
        assert_eq!(question.slot, None);
        installation.not_understood("s", "cyan, please", None).ends_with("s", "Cyan it is.").await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_question_is_asked_again_in_the_language_of_the_skill_where_no_message_names_one() {
    async fn off(_: AllOff, session: Session) -> Result<&'static str> {
        let sure = LocalizedText::new("Really?").or_in("de", "Wirklich?");
        Ok(if session.confirm(sure).await? { "Gute Nacht." } else { "Dann nicht." })
    }
    let mut installation = Installation::with(Skill::new("lights").on(off).lang("de")).await;
    installation.intent("AllOff", Some("s"), "alles aus").asks_with("Wirklich?").await;
    installation.not_understood("s", "hm", None).asks_with("Wie bitte? Wirklich?").await;
    installation.not_understood("s", "ja", None).ends_with("s", "Gute Nacht.").await;
}

#[tokio::test(start_paused = true)]
async fn snips_elicits_a_slot_by_itself() {
    let (mut installation, question) = asked_for_the_colour(Dialect::SNIPS).await;
    assert_eq!(texts(question.intent_filter.as_ref()), ["alice:SetColor"]);
    assert_eq!(question.slot.as_deref(), Some("color"));
    // It found nothing: the intent comes without the slot.
    installation.intent("alice:SetColor", Some("s"), "red").ends_with("s", "Red it is.").await;
}

#[tokio::test(start_paused = true)]
async fn any_words_are_asked_for_by_a_name_that_no_nlu_knows() {
    async fn note(_: AllOff, session: Session) -> Result<String> {
        let FreeText(text) = session.ask::<FreeText>("What?").or_other_intents().await?;
        Ok(format!("I have noted: {text}."))
    }
    for (dialect, filter) in [
        (Dialect::RHASSPY, &["FreeText", "AllOff", "GetTime"][..]),
        (Dialect::ALICE, &["UserRandomAnswer", "AllOff", "GetTime"]),
        (Dialect::SNIPS, &[]),
    ] {
        let skill = Skill::new("notes").on(note).on(time).dialect(dialect);
        let mut installation = Installation::with(skill).await;
        installation.intent("AllOff", Some("s"), "a note");
        assert_eq!(texts(installation.asks().await.intent_filter.as_ref()), filter);
        installation.not_understood("s", "buy milk", None).ends_with("s", "I have noted: buy milk.").await;
    }
}

#[tokio::test(start_paused = true)]
async fn silence_is_said_in_the_session_if_there_still_is_one_and_otherwise_after_it() {
    let silence = Phrases::default().silence();
    let mut installation = asked_whether_all_off().await;
    installation.not_understood("s", "", None).ends_with("s", silence.in_lang(None)).await;

    let mut installation = asked_whether_all_off().await;
    installation.ended("s", Termination::Timeout { component: None });
    assert_eq!(installation.notifies().await, silence.in_lang(None));
}

#[tokio::test(start_paused = true)]
async fn a_slot_has_its_own_words_to_give_up_with() {
    let (mut installation, _) = asked_for_the_colour(Dialect::RHASSPY).await;
    installation.not_understood("s", "hm", None).asks_with("Sorry? Which colour?").await;
    installation.not_understood("s", "hm", None).asks_with("Sorry? Which colour?").await;
    installation.not_understood("s", "hm", None).ends_with("s", "Then it stays as it is.").await;

    let (mut installation, _) = asked_for_the_colour(Dialect::RHASSPY).await;
    installation.ended("s", Termination::Timeout { component: None });
    assert_eq!(installation.notifies().await, "Then it stays as it is.");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_said_to_somebody_who_said_stop() {
    for why in [Termination::AbortedByUser, Termination::SiteUnavailable] {
        let mut installation = asked_whether_all_off().await;
        installation.ended("s", why);
        installation.says_nothing().await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_handler_can_make_something_of_silence_itself() {
    async fn wake(_: AllOff, session: Session) -> Result<&'static str> {
        match session.confirm("Shall I go on?").await {
            Ok(true) => Ok("I go on."),
            Ok(false) | Err(Unanswered::Silence) => Ok("I stop."),
            Err(other) => Err(other.into()),
        }
    }
    let mut installation = Installation::with(Skill::new("radio").on(wake)).await;
    installation.intent("AllOff", Some("s"), "radio").asks().await;
    installation.not_understood("s", "", None).ends_with("s", "I stop.").await;
}

#[tokio::test(start_paused = true)]
async fn what_is_wanted_instead_is_done_by_its_own_handler_in_the_same_session() {
    async fn all_off(_: AllOff, session: Session) -> Result<&'static str> {
        let answer = session.ask::<YesNo>("Really?").or_other_intents().await?;
        Ok(if answer.is_yes() { "Good night." } else { "Then not." })
    }
    let mut installation = Installation::with(Skill::new("lights").on(all_off).on(time)).await;
    let filter = installation.intent("AllOff", Some("s"), "everything off").asks().await.intent_filter;
    assert_eq!(texts(filter.as_ref()), ["PetasosYes", "PetasosNo", "AllOff", "GetTime"]);
    installation.intent("GetTime", Some("s"), "what time is it").ends_with("s", "It is noon.").await;
}

#[tokio::test(start_paused = true)]
async fn something_can_be_said_in_between() {
    async fn search(_: AllOff, session: Session) -> &'static str {
        session.say("I am searching.");
        "I found nothing."
    }
    let mut installation = Installation::with(Skill::new("search").on(search)).await;
    installation.intent("AllOff", Some("s"), "search");
    let Message::Say(say) = installation.next().await else { panic!("expected words") };
    assert_eq!((&*say.text, say.session_id), ("I am searching.", None));
    installation.ends_with("s", "I found nothing.").await;
}

#[tokio::test(start_paused = true)]
async fn a_form_is_filled_in_within_one_session() {
    #[derive(Form)]
    struct Order {
        #[slot(ask(en = "What would you like?"))]
        dish: String,
        #[slot(ask(en = "For how many?"))]
        people: u8,
    }
    async fn order(_: AllOff, session: Session) -> Result<String> {
        let order = session.fill::<Order>().await?;
        Ok(format!("{} for {}.", order.dish, order.people))
    }
    let mut installation = Installation::with(Skill::new("kitchen").on(order)).await;
    installation.intent("AllOff", Some("s"), "order").asks_with("What would you like?").await;
    installation.not_understood("s", "Pizza", None).asks_with("For how many?").await;
    installation.not_understood("s", "four", None).ends_with("s", "Pizza for 4.").await;
}

#[tokio::test(start_paused = true)]
async fn words_typed_without_a_session_are_asked_about_in_a_new_one() {
    let mut installation = Installation::with(skill()).await;
    installation.intent("AllOff", None, "everything off");
    let Message::StartSession(start) = installation.next().await else { panic!("expected a conversation") };
    let SessionInit::Action(action) = start.init else { panic!("expected a conversation") };
    assert_eq!(action.text.as_deref(), Some("Really?"));
}
