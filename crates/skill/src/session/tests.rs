//! All outcomes of questions.

use petasos_messages::payload::Termination;
use proptest::prelude::*;

use super::scripted_session::{Asked, conversation, understood, words};
use super::slot_filling::elicit;
use super::*;
use crate::intent::recognized;
use crate::{FreeText, Intent, SlotValue, YesNo};

#[derive(Debug, Clone, PartialEq, SlotValue)]
enum Color {
    #[say("red", "crimson")]
    Red,
    #[say("cyan")]
    Cyan,
}

/// Change the colour of a lamp.
#[derive(Debug, Clone, PartialEq, Intent)]
struct SetColor {
    #[slot(ask(en = "Which colour?"), retries = 1, give_up(en = "Then it stays as it is."))]
    color: Color,
    #[slot(ask(en = "How bright?"), check = at_most_100)]
    brightness: u8,
    lamp: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "checks of all types look alike")]
fn at_most_100(brightness: &u8) -> Result<(), InvalidValue> {
    if *brightness <= 100 { Ok(()) } else { Err(InvalidValue::new("At most 100.")) }
}

mod ask {
    use super::*;

    #[tokio::test]
    async fn an_intent_answers() {
        let (session, mut asked) = conversation([understood("PetasosYes", "yes", &[])]);
        assert_eq!(session.ask::<YesNo>("Really?").await, Ok(YesNo::Yes));
        let questions = asked.questions();
        assert_eq!(questions.len(), 1);
        assert_eq!(questions[0].intents, ["PetasosYes", "PetasosNo"]);
        assert!(!questions[0].any_words && !questions[0].other_intents);
    }

    #[tokio::test]
    async fn text_that_was_not_recognized_answers() {
        let (session, mut asked) = conversation([words("oh, the cyan one, please")]);
        assert_eq!(session.ask::<Color>("Which colour?").await, Ok(Color::Cyan));
        assert_eq!(asked.questions()[0].intents, ["color"]);
    }

    #[tokio::test]
    async fn an_invalid_answer_is_asked_for_again() {
        let (session, mut asked) = conversation([words("hm"), words("no")]);
        assert_eq!(session.ask::<YesNo>("Really?").await, Ok(YesNo::No));
        assert_eq!(asked.words(), ["Really?", "Sorry? Really?"]);
    }

    #[tokio::test]
    async fn after_the_last_retry_the_question_is_not_repeated() {
        let (session, mut asked) = conversation([words("a"), words("b"), words("c"), words("yes")]);
        let unanswered = session.ask::<YesNo>("Really?").retries(1).await;
        assert_eq!(unanswered, Err(Unanswered::NotUnderstood { input: "b".into() }));
        assert_eq!(asked.words().len(), 2);
    }

    #[tokio::test]
    async fn silence_is_not_asked_again() {
        for utterance in [Err(Unanswered::Silence), words(""), words("  ")] {
            let (session, mut asked) = conversation([utterance]);
            assert_eq!(session.ask::<YesNo>("Really?").await, Err(Unanswered::Silence));
            assert_eq!(asked.words().len(), 1);
        }
    }

    #[tokio::test]
    async fn the_end_of_the_session_is_returned() {
        for why in [Unanswered::Cancelled, Unanswered::Interrupted(Termination::SiteUnavailable)] {
            let (session, _asked) = conversation([words("hm"), Err(why.clone())]);
            assert_eq!(session.ask::<YesNo>("Really?").await, Err(why));
        }
    }

    #[tokio::test]
    async fn another_intent_is_not_an_answer_unless_it_is_allowed() {
        let off = || understood("AllOff", "everything off", &[]);
        let (session, _asked) = conversation([off(), words("yes")]);
        assert_eq!(session.ask::<YesNo>("Really?").await, Ok(YesNo::Yes));

        let (session, mut asked) = conversation([off()]);
        let unanswered = session.ask::<YesNo>("Really?").or_other_intents().await;
        assert_eq!(unanswered, Err(Unanswered::Other(Box::new(recognized("AllOff", "everything off", &[])))));
        assert!(asked.questions()[0].other_intents);
    }

    #[tokio::test]
    async fn any_words_are_a_text() {
        let (session, mut asked) = conversation([words("buy milk"), understood("AllOff", "all off", &[])]);
        assert_eq!(session.ask_text("What?").await, Ok("buy milk".into()));
        assert_eq!(session.ask_text("What?").await, Ok("all off".into()));
        assert!(asked.questions()[0].any_words);
    }

    #[tokio::test]
    async fn a_recognized_intent_is_not_free_text_where_other_intents_are_allowed() {
        let (session, _asked) = conversation([understood("AllOff", "all off", &[])]);
        let unanswered = session.ask::<FreeText>("What?").or_other_intents().await;
        assert!(matches!(unanswered, Err(Unanswered::Other(recognized)) if recognized.intent == "AllOff"));
    }

    #[tokio::test]
    async fn a_confirmation_is_true_or_false() {
        let (session, _asked) = conversation([words("sure"), words("of course not")]);
        assert_eq!(session.confirm("Really?").await, Ok(true));
        assert_eq!(session.confirm("Really?").await, Ok(false));
    }

    #[tokio::test]
    async fn an_intent_that_answers_is_completed() {
        let (session, mut asked) =
            conversation([understood("SetColor", "make it cyan", &[("color", "cyan")]), words("50")]);
        let color = session.ask::<SetColor>("What shall I do?").await.unwrap();
        assert_eq!(color, SetColor { color: Color::Cyan, brightness: 50, lamp: None });
        assert_eq!(asked.words(), ["What shall I do?", "How bright?"]);
    }

    #[tokio::test]
    async fn a_conversation_that_is_gone_interrupts() {
        let (Session { info, .. }, _) = conversation([]);
        let (requests, gone) = tokio::sync::mpsc::unbounded_channel();
        drop(gone);
        let session = Session { handle: ConversationHandle::new(0, requests), info };
        let unanswered = session.ask::<YesNo>("Really?").await;
        assert_eq!(unanswered, Err(Unanswered::Interrupted(Termination::Nominal)));
    }
}

mod slots {
    use super::*;

    async fn set_color(
        slots: &[(&str, &str)],
        utterance: impl IntoIterator<Item = Result<Utterance, Unanswered>>,
    ) -> (crate::Result<SetColor>, RecognizedIntent, Asked) {
        let (session, asked) = conversation(utterance);
        let mut recognized = Arc::new(recognized("SetColor", "set the light", slots));
        let intent = elicit::<SetColor>(&mut recognized, &session).await;
        (intent, Arc::unwrap_or_clone(recognized), asked)
    }

    #[tokio::test]
    async fn present_slots_are_not_asked_for() {
        let (intent, _, mut asked) = set_color(&[("color", "red"), ("brightness", "20")], []).await;
        assert_eq!(intent.unwrap(), SetColor { color: Color::Red, brightness: 20, lamp: None });
        assert_eq!(asked.words(), [""; 0]);
    }

    #[tokio::test]
    async fn missing_slots_are_asked_for_one_by_one() {
        let answers = [understood("color", "cyan", &[("color", "cyan")]), words("twenty")];
        let (intent, recognized, mut asked) = set_color(&[("lamp", "desk")], answers).await;
        let all = SetColor { color: Color::Cyan, brightness: 20, lamp: Some("desk".into()) };
        assert_eq!(intent.unwrap(), all);
        assert_eq!(asked.words(), ["Which colour?", "How bright?"]);
        let read = <SetColor as crate::Form>::read(&recognized.slots, &recognized.site, None);
        assert_eq!(read, Ok(all), "the intent has what was asked for");
    }

    #[tokio::test]
    async fn a_slot_is_asked_for_in_all_dialects() {
        let (_, _, mut asked) = set_color(&[("brightness", "1")], [words("red")]).await;
        let question = &asked.questions()[0];
        assert_eq!(question.intents, ["SetColor", "color"]);
        assert_eq!(question.slot, Some(crate::question::ElicitedSlot { intent: "SetColor", slot: "color" }));
    }

    #[tokio::test]
    async fn an_answer_that_brings_other_slots_of_the_intent_keeps_them() {
        let said = [("color", "cyan"), ("brightness", "30"), ("lamp", "desk"), ("mood", "good")];
        let utterance = understood("SetColor", "cyan at 30 for the desk", &said);
        let (intent, recognized, mut asked) = set_color(&[("lamp", "floor")], [utterance]).await;
        let all = SetColor { color: Color::Cyan, brightness: 30, lamp: Some("desk".into()) };
        assert_eq!(intent.unwrap(), all);
        assert_eq!(asked.words(), ["Which colour?"]);
        assert_eq!(recognized.slots.first("mood"), None, "slots the intent does not have are none of its");
    }

    #[tokio::test]
    async fn a_value_that_is_not_allowed_is_asked_for_again_and_says_why() {
        let (intent, _, mut asked) =
            set_color(&[("color", "red"), ("brightness", "200")], [words("150"), words("100")]).await;
        assert_eq!(intent.unwrap().brightness, 100);
        assert_eq!(asked.words(), ["At most 100. How bright?"; 2]);
    }

    #[tokio::test]
    async fn after_the_last_retry_the_text_of_the_slot_is_said() {
        let (intent, _, mut asked) = set_color(&[], [words("hm"), words("what"), words("red")]).await;
        let failure = intent.unwrap_err();
        assert_eq!(failure.words().unwrap().in_lang(None), "Then it stays as it is.");
        assert_eq!(asked.words(), ["Which colour?", "Sorry? Which colour?"]);
    }

    #[tokio::test]
    async fn silence_gives_up_too() {
        let (intent, _, _asked) = set_color(&[], [words("")]).await;
        assert_eq!(intent.unwrap_err().words().unwrap().in_lang(None), "Then it stays as it is.");
    }

    #[tokio::test]
    async fn a_slot_without_a_text_for_giving_up_uses_that_of_the_kit() {
        let (intent, _, _asked) = set_color(&[("color", "red")], [Err(Unanswered::Silence)]).await;
        assert_eq!(intent.unwrap_err().into_unanswered().unwrap(), Unanswered::Silence);
    }

    #[tokio::test]
    async fn nothing_is_said_after_a_cancellation() {
        let (intent, _, _asked) = set_color(&[], [Err(Unanswered::Cancelled)]).await;
        assert_eq!(intent.unwrap_err().into_unanswered().unwrap(), Unanswered::Cancelled);
    }
}

mod forms {
    use super::*;

    #[derive(Debug, PartialEq, crate::Form)]
    struct Order {
        #[slot(ask(en = "What would you like?"))]
        dish: String,
        people: u8,
    }

    #[tokio::test]
    async fn a_form_is_filled_in_slot_by_slot() {
        let (session, mut asked) = conversation([words("pizza"), words("many"), words("for 4 people")]);
        let order = session.fill::<Order>().await.unwrap();
        assert_eq!(order, Order { dish: "pizza".into(), people: 4 });
        let questions = asked.questions();
        assert_eq!(questions.len(), 3);
        assert!(questions[0].any_words, "a text can be anything");
        assert_eq!(questions[0].slot, None, "a form is no intent");
        assert_eq!(questions[1].text.in_lang(None), "What is the people?");
    }
}

/// Any answer.
fn anything() -> impl Strategy<Value = Result<Utterance, Unanswered>> {
    let said = prop_oneof!["[a-z ]{0,12}", Just("cyan".to_owned()), Just("50".to_owned()), ".{0,20}"];
    prop_oneof![
        4 => said.clone().prop_map(|input| words(&input)),
        4 => (prop_oneof!["SetColor", "AllOff", "color", "brightness", "PetasosYes"], said.clone(), said).prop_map(
            |(intent, input, value)| understood(&intent, &input, &[("color", &value), ("brightness", &value)])
        ),
        1 => Just(Err(Unanswered::Silence)),
        1 => Just(Err(Unanswered::Cancelled)),
        1 => Just(Err(Unanswered::Interrupted(Termination::Nominal))),
    ]
}

fn block_on<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

proptest! {
    #[test]
    fn any_answers_end_an_ask_within_its_retries(
        utterance in proptest::collection::vec(anything(), 0..12),
        retries in 0..4_u32,
        other in any::<bool>(),
    ) {
        let asked = block_on(async {
            let (session, mut asked) = conversation(utterance);
            let ask = session.ask::<Color>("Which colour?").retries(retries);
            let _answer = if other { ask.or_other_intents().await } else { ask.await };
            asked.questions().len()
        });
        prop_assert!(asked >= 1 && asked <= 1 + retries as usize, "asked {asked} times");
    }

    #[test]
    fn any_answers_keep_each_slot_within_its_retries(
        utterance in proptest::collection::vec(anything(), 0..12),
    ) {
        let asked = block_on(async {
            let (session, mut asked) = conversation(utterance);
            let _intent = elicit::<SetColor>(&mut Arc::new(recognized("SetColor", "set it", &[])), &session).await;
            asked.questions()
        });
        let of = |slot| asked.iter().filter(|question| question.slot.unwrap().slot == slot).count();
        prop_assert!(of("color") <= 2 && of("brightness") <= 3, "{asked:?}");
    }

    #[test]
    fn any_answers_choose_one_of_the_items(
        utterance in proptest::collection::vec(anything(), 0..12),
        items in proptest::collection::vec("[a-z]{1,3}( [a-z]{1,3})?", 0..6),
    ) {
        block_on(async {
            let (session, mut asked) = conversation(utterance);
            if let Ok(item) = session.choose("Which one?", &items).await {
                prop_assert!(items.contains(item));
            }
            prop_assert!(asked.questions().len() <= 3);
            Ok(())
        })?;
    }
}
