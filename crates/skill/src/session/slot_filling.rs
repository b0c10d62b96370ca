//! Slot filling: asks for slots until an intent, a form or an answer is complete.

use std::collections::HashMap;
use std::sync::Arc;

use petasos_messages::slot::Slot;

use super::{Session, Unanswered};
use crate::intent::spec::{IntentSpec, SlotSpec, Values};
use crate::intent::{Expected, InvalidValue, Unfilled};
use crate::question::{ElicitedSlot, Question};
use crate::values::answer;
use crate::{Answer, Failure, Form, Intent, LocalizedText, RecognizedIntent, Slots, Utterance};

/// Why slot filling failed.
#[derive(Debug)]
pub(crate) enum Incomplete {
    /// A slot was not answered.
    Slot { slot: &'static SlotSpec, unanswered: Unanswered },
    /// The utterance is not an answer.
    NoAnswer(InvalidValue),
}

impl From<Incomplete> for Failure {
    /// Without a valid answer, the slot's own text for giving up is spoken.
    fn from(incomplete: Incomplete) -> Self {
        match incomplete {
            Incomplete::Slot { slot, unanswered } => {
                let gives_up = matches!(unanswered, Unanswered::Silence | Unanswered::NotUnderstood { .. });
                match slot.give_up {
                    texts @ [_, ..] if gives_up => Self::say(LocalizedText::of_table(texts)),
                    _ => unanswered.into(),
                }
            }
            Incomplete::NoAnswer(invalid) => invalid.into(),
        }
    }
}

/// Reads an intent, and asks for missing slots.
pub(crate) async fn elicit<I: Intent>(
    recognized: &mut Arc<RecognizedIntent>,
    session: &Session,
) -> Result<I, Failure> {
    if let Ok(intent) = I::read(recognized) {
        return Ok(intent);
    }
    let spec = I::specs().into_iter().find(|spec| spec.names.contains(&&*recognized.intent));
    Ok(fill_recognized(session, spec, Arc::make_mut(recognized), I::read).await?)
}

/// Reads an answer, and asks for missing slots if it is an intent.
pub(crate) async fn settle<T: Answer>(
    session: &Session,
    utterance: &Utterance,
    expected: &Expected,
) -> Result<T, Incomplete> {
    let unfilled = match T::read(utterance) {
        Ok(answer) => return Ok(answer),
        Err(unfilled) => unfilled,
    };
    if let Utterance::Recognized(recognized) = utterance {
        let spec = expected.intents.iter().copied().find(|spec| spec.names.contains(&&*recognized.intent));
        if spec.is_some() {
            let read = |recognized: &RecognizedIntent| T::read(&Utterance::Recognized(recognized.clone()));
            return fill_recognized(session, spec, &mut recognized.clone(), read).await;
        }
    }
    Err(Incomplete::NoAnswer(match unfilled {
        Unfilled::NoAnswer(why) | Unfilled::Wrong { why, .. } => why,
        Unfilled::Missing(_) => InvalidValue::new(""),
    }))
}

async fn fill_recognized<T>(
    session: &Session,
    intent: Option<&'static IntentSpec>,
    recognized: &mut RecognizedIntent,
    read: impl Fn(&RecognizedIntent) -> Result<T, Unfilled>,
) -> Result<T, Incomplete> {
    let slots = recognized.slots.clone();
    let read = |slots: &Slots| {
        recognized.slots.clone_from(slots);
        read(recognized)
    };
    complete(session, intent, slots, read).await
}

impl Session {
    /// Asks for the slots of a form, one by one, until it is complete.
    ///
    /// ```
    /// use petasos_skill::{Form, Result, Session};
    ///
    /// /// A dish to cook.
    /// #[derive(Form)]
    /// struct Order {
    ///     #[slot(ask(en = "What would you like?", de = "Was darf es sein?"))]
    ///     dish: String,
    ///     #[slot(ask(en = "For how many?", de = "Für wie viele?"))]
    ///     people: u8,
    /// }
    ///
    /// async fn order(session: Session) -> Result<String> {
    ///     let order = session.fill::<Order>().await?;
    ///     Ok(format!("{} for {}.", order.dish, order.people))
    /// }
    /// ```
    ///
    /// # Errors
    /// The slot's own text for giving up, or an [`Unanswered`] as from [`ask`](Self::ask).
    pub async fn fill<F: Form>(&self) -> Result<F, Failure> {
        let read = |slots: &Slots| F::read(slots, self.site(), self.lang());
        Ok(complete(self, None, Slots::default(), read).await?)
    }
}

/// Asks for slots until they can be read. Every slot is asked for once, and then repeated up to its retries.
async fn complete<T>(
    session: &Session,
    intent: Option<&'static IntentSpec>,
    mut slots: Slots,
    mut read: impl FnMut(&Slots) -> Result<T, Unfilled>,
) -> Result<T, Incomplete> {
    let mut asked: HashMap<&str, u32> = HashMap::new();
    let mut input = String::new();
    loop {
        let (slot, wrong) = match read(&slots) {
            Ok(value) => return Ok(value),
            Err(Unfilled::Missing(slot)) => (slot, None),
            Err(Unfilled::Wrong { slot, why }) => (slot, Some(why)),
            Err(Unfilled::NoAnswer(why)) => return Err(Incomplete::NoAnswer(why)),
        };
        slots.remove(slot.name);
        let times = asked.entry(slot.name).or_default();
        let again = *times > 0;
        if *times > slot.retries {
            return Err(Incomplete::Slot { slot, unanswered: Unanswered::NotUnderstood { input } });
        }
        *times += 1;
        let text = match wrong {
            Some(why) => session.ask_again_text(&why, &slot.question()),
            None if again => session.ask_again_text(&InvalidValue::new(""), &slot.question()),
            None => slot.question(),
        };
        let utterance = session
            .ask_once(question(text, intent, slot))
            .await
            .map_err(|unanswered| Incomplete::Slot { slot, unanswered })?;
        slots = filled(&slots, intent, slot, &utterance);
        input = utterance.into_input();
    }
}

/// The question for a slot. Snips elicits the slot of the intent; elsewhere the answer is the intent or the value alone.
fn question(text: LocalizedText, intent: Option<&'static IntentSpec>, slot: &SlotSpec) -> Question {
    let intent = intent.and_then(|intent| intent.names.first()).copied();
    let entity = (slot.entity)();
    Question {
        text,
        intents: intent.map(Into::into).into_iter().chain([entity.name]).collect(),
        slot: intent.map(|intent| ElicitedSlot { intent, slot: slot.name }),
        any_words: entity.values == Values::Any,
        ..Question::default()
    }
}

/// The slots after an answer: including all slots of the same intent, or else the value of the slot that was asked for.
fn filled(slots: &Slots, intent: Option<&IntentSpec>, slot: &SlotSpec, utterance: &Utterance) -> Slots {
    let declared_slots = match (utterance, intent) {
        (Utterance::Recognized(recognized), Some(intent)) if intent.names.contains(&&*recognized.intent) => {
            declared_slots(recognized, intent)
        }
        _ => Vec::new(),
    };
    let old = slots.iter().filter(|old| !declared_slots.iter().any(|new| new.slot_name == old.slot_name));
    let mut slots = Slots::new(old.chain(&declared_slots).cloned().collect());
    if slots.first(slot.name).is_none() {
        slots.put(value(slot, utterance));
    }
    slots
}

/// The declared slots of a recognised intent.
fn declared_slots(recognized: &RecognizedIntent, intent: &IntentSpec) -> Vec<Slot> {
    let known = |slot: &&Slot| intent.slots.iter().any(|spec| spec.name == slot.slot_name);
    recognized.slots.iter().filter(known).cloned().collect()
}

/// The value of a slot: a recognised slot of the same name or entity, or else the text.
fn value(slot: &SlotSpec, utterance: &Utterance) -> Slot {
    let entity = (slot.entity)();
    let of_name = match utterance {
        Utterance::Recognized(recognized) => recognized.slots.first(slot.name),
        Utterance::NotRecognized { .. } => None,
    };
    let found = of_name.or_else(|| answer::slot_of(&entity, utterance)).cloned();
    named(slot, found.unwrap_or_else(|| answer::spoken(&entity, utterance)))
}

/// Renames a slot to the one that was asked for.
fn named(wanted: &SlotSpec, mut found: Slot) -> Slot {
    wanted.name.clone_into(&mut found.slot_name);
    found
}
