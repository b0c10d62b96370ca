//! Handlers of answers in dialogues.

use std::any::type_name;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use super::{Available, Context, FromContext, Trigger};
use crate::dialogue::{Dialogue, restore};
use crate::intent::{Expected, InvalidValue};
use crate::question::Question;
use crate::saved_dialogue::{DialogueQuestion, ResumeError, SavedDialogue, expects};
use crate::session::slot_filling::{Incomplete, settle};
use crate::{Answer, IntoReply, LocalizedText, OrSay, Reply, Session, Unanswered, Utterance};

/// An `async fn` whose first argument is an answer, and whose second is the [`Dialogue`] it belongs to, followed by up to four
/// arguments like those of other handlers. To be passed to `Skill::during`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a handler of answers in a dialogue",
    note = "such a handler is an `async fn`: first the answer, second the state of the dialogue, then `Session`, `Site`, `State<T>` ...; it returns a text or `petasos_skill::Result`"
)]
pub trait DialogueHandler<Arguments>: Clone + Send + Sync + 'static {
    /// The type of the answer.
    type Answer: Answer;
    /// The state of the dialogue.
    type Dialogue: Dialogue;

    /// Calls the handler.
    fn call(
        self,
        answer: Self::Answer,
        state: Self::Dialogue,
        context: Context,
    ) -> impl Future<Output = crate::Result> + Send;

    /// Reports an argument that the handler would not get, before it is called.
    fn check(available: &Available<'_>) -> Result<(), String>;
}

macro_rules! handlers {
    ($($argument:ident)*) => {
        impl<F, Fut, A, D, $($argument,)*> DialogueHandler<(A, D, $($argument,)*)> for F
        where
            F: Fn(A, D, $($argument,)*) -> Fut + Clone + Send + Sync + 'static,
            Fut: Future<Output: IntoReply> + Send,
            A: Answer,
            D: Dialogue,
            $($argument: FromContext + Send,)*
        {
            type Answer = A;
            type Dialogue = D;

            #[allow(non_snake_case, unused_variables, reason = "the names of types, and functions without arguments")]
            async fn call(self, answer: A, state: D, context: Context) -> crate::Result {
                $(let $argument = $argument::from_context(&context)?;)*
                self(answer, state, $($argument,)*).await.into_reply()
            }

            #[allow(unused_variables, reason = "functions without arguments")]
            fn check(available: &Available<'_>) -> Result<(), String> {
                $($argument::check(available)?;)*
                Ok(())
            }
        }
    };
}

handlers! {}
handlers! { P }
handlers! { P Q }
handlers! { P Q R }
handlers! { P Q R S }

/// The future of a called handler; its error says what is wrong if the utterance is not an answer.
type Call = Pin<Box<dyn Future<Output = Result<crate::Result, InvalidValue>> + Send>>;

/// Calls a handler if the state can be read.
type Begin = dyn Fn(&SavedDialogue, &Utterance, Session, Context) -> Result<Call, ResumeError> + Send + Sync;

/// A type-erased handler of answers.
pub(crate) struct AnswerHandler {
    /// The path of the function, for the log.
    pub(crate) name: &'static str,
    dialogue: &'static str,
    expected: fn() -> Expected,
    check: fn(&Available<'_>) -> Result<(), String>,
    call: Box<Begin>,
}

impl AnswerHandler {
    pub(crate) fn of<A, H: DialogueHandler<A>>(handler: H) -> Self {
        let call = move |saved: &SavedDialogue,
                         utterance: &Utterance,
                         session: Session,
                         context|
              -> Result<Call, ResumeError> {
            let state = restore::<H::Dialogue>(saved)?;
            let (handler, utterance) = (handler.clone(), utterance.clone());
            Ok(Box::pin(async move {
                match settle::<H::Answer>(&session, &utterance, &H::Answer::expected()).await {
                    Ok(answer) => Ok(handler.call(answer, state, context).await),
                    Err(Incomplete::NoAnswer(why)) => Err(why),
                    Err(unanswered) => Ok(Err(unanswered.into())),
                }
            }))
        };
        let (dialogue, expected) = (H::Dialogue::NAME, H::Answer::expected);
        Self { name: type_name::<H>(), dialogue, expected, check: H::check, call: Box::new(call) }
    }

    /// Reports an argument that the handler would not get.
    pub(crate) fn check(&self, available: &Available<'_>) -> Result<(), String> {
        (self.check)(available)
    }
}

impl fmt::Debug for AnswerHandler {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("AnswerHandler").field("name", &self.name).finish_non_exhaustive()
    }
}

/// All handlers of answers in the dialogues of a skill.
#[derive(Debug)]
pub(crate) struct AnswerHandlers {
    skill: String,
    handlers: Vec<AnswerHandler>,
    /// Spoken when a state cannot be read.
    broken: LocalizedText,
}

impl AnswerHandlers {
    pub(crate) fn new(skill: impl Into<String>, handlers: Vec<AnswerHandler>, broken: LocalizedText) -> Self {
        Self { skill: skill.into(), handlers, broken }
    }

    /// Resumes the dialogue in the `customData` of the session.
    pub(crate) async fn call(&self, trigger: Trigger, context: Context) -> crate::Result {
        let session = Session::from_context(&context)?;
        let utterance = match trigger {
            Trigger::Intent(recognized) => Utterance::Recognized(Arc::unwrap_or_clone(recognized)),
            Trigger::NotRecognized(message) => {
                Utterance::NotRecognized { input: message.input, lang: session.lang().map(str::to_owned) }
            }
            Trigger::Topic(_) | Trigger::Started => return Err(ResumeError::Nowhere.into()),
        };
        if utterance.is_silence() {
            return Err(Unanswered::Silence.into());
        }
        let saved = session.custom_data().and_then(|data| SavedDialogue::read(&self.skill, data));
        let saved = saved.ok_or(ResumeError::Nowhere)?;
        let (handler, call) =
            self.begin(&saved, &utterance, &session, context).or_say(self.broken.clone())?;
        match call.await {
            Ok(reply) => reply,
            Err(invalid) => again(saved, utterance, &invalid, &(handler.expected)(), &session),
        }
    }

    /// Calls the handler of the expected answer.
    fn begin(
        &self,
        saved: &SavedDialogue,
        utterance: &Utterance,
        session: &Session,
        context: Context,
    ) -> Result<(&AnswerHandler, Call), ResumeError> {
        let takes = |handler: &&AnswerHandler| {
            handler.dialogue == saved.dialogue && expects(&(handler.expected)()) == saved.expects
        };
        let handler = self.handlers.iter().find(takes).ok_or_else(|| ResumeError::Unhandled {
            dialogue: saved.dialogue.clone(),
            expects: saved.expects.clone(),
        })?;
        Ok((handler, (handler.call)(saved, utterance, session.clone(), context)?))
    }
}

/// Asks again. The text of the question is not known any more, so only the problem with the answer is spoken.
fn again(
    mut saved: SavedDialogue,
    utterance: Utterance,
    invalid: &InvalidValue,
    expected: &Expected,
    session: &Session,
) -> crate::Result {
    if saved.again >= session.retries() {
        return Err(Unanswered::NotUnderstood { input: utterance.into_input() }.into());
    }
    saved.again += 1;
    let text = session.ask_again_text(invalid, &LocalizedText::default());
    Ok(Reply::Ask(Box::new(DialogueQuestion::new(Ok(saved), Question::expecting(text, expected)))))
}
