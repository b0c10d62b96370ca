//! Calls handlers, and starts those of topics and background tasks.

use std::sync::Arc;

use petasos_sans_io::SansIo;
use tokio::sync::mpsc;
use tracing::{error, warn};

use super::handler_tasks::{RunningTask, catch_panic};
use super::topic_queue::TopicQueue;
use super::{Error, Runtime};
use crate::conversations::Input;
use crate::handler::{Context, ErasedHandler, Trigger};
use crate::reply::Outcome;
use crate::session::conversation_handle::{ConversationHandle, Key, Request};
use crate::session::{AskDefaults, SessionInfo};
use crate::{Failure, Session};

impl Runtime {
    /// Calls a handler for a conversation; its outcome comes back as a request.
    pub(super) fn call(&mut self, key: Key, handler: usize, trigger: Trigger) {
        let Some((entry, ask_defaults)) = self.handlers.all.get(handler) else { return };
        if !self.spawner.has_capacity() {
            error!(handler = entry.name, "too many handlers are blocked; this one is not called");
            return self.conversations.handle(self.clock.now(), Input::Finished(key, Outcome::Broken));
        }
        let handle = ConversationHandle::new(key, self.request_sender.clone());
        let (session, recognized) = match &trigger {
            Trigger::Intent(recognized) => {
                (Session::of(recognized, handle, ask_defaults.clone()), Some(recognized.clone()))
            }
            Trigger::NotRecognized(words) => {
                let info = SessionInfo {
                    id: words.session_id.clone(),
                    site: words.site.clone(),
                    lang: None,
                    input: words.input.clone(),
                    custom_data: words.custom_data.clone(),
                    ask_defaults: ask_defaults.clone(),
                };
                (Session::new(info, handle), None)
            }
            Trigger::Topic(_) | Trigger::Started => return,
        };
        let context = Context { session: Some(session), recognized, shared: self.handlers.shared.clone() };
        let call = entry.call(trigger, context);
        let (name, requests) = (entry.name, self.request_sender.clone());
        let running = self.spawner.spawn(async move {
            let outcome = match catch_panic(call).await {
                Ok(result) => {
                    let _logged = result.as_ref().inspect_err(|failure| log(name, failure));
                    Outcome::Done(result)
                }
                Err(panicked) => {
                    error!(handler = name, "{panicked}");
                    Outcome::Broken
                }
            };
            // A runtime that has shut down no longer needs the outcome.
            let _gone = requests.send((key, Request::Finished(outcome)));
        });
        self.running.insert(key, running);
    }

    /// Starts the tasks that pass messages to the handlers of topics.
    pub(super) fn start_topic_handlers(&mut self) -> Vec<RunningTask> {
        let mut running = Vec::new();
        for (topics, handler) in &self.handlers.topics {
            let Some((entry, _)) = self.handlers.all.get(*handler) else { continue };
            let queue = TopicQueue::default();
            let (waiting, context, entry) = (queue.clone(), self.plain_context(), entry.clone());
            running.push(self.spawner.spawn(async move {
                loop {
                    let message = Box::new(waiting.next(entry.name).await);
                    match catch_panic(entry.call(Trigger::Topic(message), context.clone())).await {
                        Ok(Ok(_)) => {}
                        Ok(Err(failure)) => log(entry.name, &failure),
                        Err(panicked) => error!(handler = entry.name, "{panicked}"),
                    }
                }
            }));
            self.topic_queues.push((topics.clone(), queue));
        }
        running
    }

    /// Starts the background tasks.
    pub(super) fn start_background_tasks(&self, failures: &mpsc::UnboundedSender<Error>) -> Vec<RunningTask> {
        let entries = self.handlers.background.iter().filter_map(|handler| self.handlers.all.get(*handler));
        let begin = |(entry, _): &(ErasedHandler, Arc<AskDefaults>)| {
            let (skill, task, failures) = (self.name.clone(), entry.name.to_owned(), failures.clone());
            let call = entry.call(Trigger::Started, self.plain_context());
            self.spawner.spawn(async move {
                let why = match catch_panic(call).await {
                    Ok(Ok(_)) => return,
                    Ok(Err(failure)) => failure.to_string(),
                    Err(panicked) => panicked.to_string(),
                };
                let _gone = failures.send(Error::Background { skill, task, why });
            })
        };
        entries.map(begin).collect()
    }

    /// The context outside of sessions.
    fn plain_context(&self) -> Context {
        Context { session: None, recognized: None, shared: self.handlers.shared.clone() }
    }
}

/// Logs a failure, unless it only says something to the user.
fn log(handler: &str, failure: &Failure) {
    if let Some(cause) = failure.cause() {
        warn!(handler, "the handler failed: {cause}");
    }
}
