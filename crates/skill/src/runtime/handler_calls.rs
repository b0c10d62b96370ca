//! How handlers are called.

use std::sync::Arc;

use tokio::sync::mpsc;
use tracing::{error, warn};

use super::lane::Lane;
use super::tasks::{Running, caught};
use super::{Error, Shell};
use crate::desk::{Input, Key, Outcome};
use crate::handler::{Called, Context, Entry};
use crate::session::port::{Port, Request};
use crate::session::{About, Manners};
use crate::{Failure, Session};

impl Shell {
    /// Calls a handler for a conversation. How it ends comes back as a request.
    pub(super) fn call(&mut self, key: Key, handler: usize, called: Called) {
        let Some((entry, manners)) = self.crew.entries.get(handler) else { return };
        if !self.spawner.has_room() {
            error!(handler = entry.name, "too many handlers block their threads; this one is not called");
            return self.tell(Input::Finished(key, Outcome::Broken));
        }
        let port = Port::new(key, self.requests.clone());
        let (session, turn) = match &called {
            Called::Turn(turn) => (Session::of(turn, port, manners.clone()), Some(turn.clone())),
            Called::NotRecognized(words) => {
                let about = About {
                    id: words.session_id.clone(),
                    site: words.site.clone(),
                    lang: None,
                    input: words.input.clone(),
                    custom_data: words.custom_data.clone(),
                    manners: manners.clone(),
                };
                (Session::new(about, port), None)
            }
            Called::Topic(_) | Called::Begun => return,
        };
        let context = Context { session: Some(session), turn, shared: self.crew.shared.clone() };
        let call = entry.call(called, context);
        let (name, requests) = (entry.name, self.requests.clone());
        let running = self.spawner.spawn(async move {
            let outcome = match caught(call).await {
                Ok(result) => {
                    let _logged = result.as_ref().inspect_err(|failure| log(name, failure));
                    Outcome::Done(result)
                }
                Err(panicked) => {
                    error!(handler = name, "{panicked}");
                    Outcome::Broken
                }
            };
            // A desk that is gone has no use for it.
            let _gone = requests.send((key, Request::Finished(outcome)));
        });
        self.working.insert(key, running);
    }

    /// Begins to bring messages to the handlers of topics.
    pub(super) fn man_lanes(&mut self) -> Vec<Running> {
        let mut running = Vec::new();
        for (topics, handler) in &self.crew.topics {
            let Some((entry, _)) = self.crew.entries.get(*handler) else { continue };
            let lane = Lane::default();
            let (waiting, context, entry) = (lane.clone(), self.plain_context(), entry.clone());
            running.push(self.spawner.spawn(async move {
                loop {
                    let message = Box::new(waiting.next(entry.name).await);
                    match caught(entry.call(Called::Topic(message), context.clone())).await {
                        Ok(Ok(_)) => {}
                        Ok(Err(failure)) => log(entry.name, &failure),
                        Err(panicked) => error!(handler = entry.name, "{panicked}"),
                    }
                }
            }));
            self.lanes.push((topics.clone(), lane));
        }
        running
    }

    /// Begins what runs as long as the skill does.
    pub(super) fn begin_background(&self, failures: &mpsc::UnboundedSender<Error>) -> Vec<Running> {
        let entries = self.crew.background.iter().filter_map(|handler| self.crew.entries.get(*handler));
        let begin = |(entry, _): &(Entry, Arc<Manners>)| {
            let (skill, task, failures) = (self.name.clone(), entry.name.to_owned(), failures.clone());
            let call = entry.call(Called::Begun, self.plain_context());
            self.spawner.spawn(async move {
                let why = match caught(call).await {
                    Ok(Ok(_)) => return,
                    Ok(Err(failure)) => failure.to_string(),
                    Err(panicked) => panicked.to_string(),
                };
                let _gone = failures.send(Error::Background { skill, task, why });
            })
        };
        entries.map(begin).collect()
    }

    /// What there is outside of conversations.
    fn plain_context(&self) -> Context {
        Context { session: None, turn: None, shared: self.crew.shared.clone() }
    }
}

/// A failure that was not meant to be one is for the owner to know.
fn log(handler: &str, failure: &Failure) {
    if let Some(cause) = failure.cause() {
        warn!(handler, "the handler has failed: {cause}");
    }
}
