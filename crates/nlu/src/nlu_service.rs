//! The service: answers queries, and reloads the templates when they change.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use petasos_bus::{Bus, Event, MqttBus, QoS, Received, Subscription};
use petasos_messages::payload::{ComponentError, ComponentLoaded, NluQuery, Version};
use petasos_messages::{Dialect, Message, SiteId, filter};
use petasos_program::delivery;
use petasos_sentences::Nlu;
use tokio::task::spawn_blocking;

use crate::Error;
use crate::load_templates::{Loaded, Source, Summary};
use crate::reload::{ReloadRequest, Reloads};

/// Limit on the time to close the connection.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// The settings of the service.
#[derive(Debug, Clone)]
pub struct Service {
    /// The templates and options.
    pub source: Source,
    /// The dialect of the messages.
    pub dialect: Dialect,
    /// The sites to answer for; all if empty.
    pub sites: Vec<SiteId>,
}

/// An event of the running service.
#[derive(Debug, Clone, PartialEq)]
pub enum Report {
    /// The templates were loaded for the first time.
    Loaded(Summary),
    /// The templates were reloaded.
    Reloaded(Summary),
    /// The templates have changed and contain mistakes: the old ones stay in use.
    Kept {
        /// The mistakes.
        problems: String,
    },
    /// Connected and subscribed.
    Connected,
    /// The broker refused a subscription.
    Refused {
        /// The topic filter.
        filter: String,
    },
    /// The connection was lost, or an attempt to connect failed. The service reconnects.
    Disconnected {
        /// Why.
        reason: String,
    },
    /// A query was answered.
    Answered {
        /// The query.
        query: Box<NluQuery>,
        /// The answers.
        answers: Vec<Message>,
    },
}

/// Serves until `stop` completes. Fails if the templates cannot be loaded at the start, or the settings are invalid.
pub async fn serve(
    service: Service,
    mqtt: petasos_bus::Settings,
    report: impl Fn(Report),
    stop: impl Future<Output = ()>,
) -> Result<(), Error> {
    // Watch before reading, so that a change while reading is noticed.
    let mut reloads = Reloads::new(service.source.clone());
    let Loaded { nlu, summary, files } = service.source.load_in_background().await?;
    reloads.watch_files(&files);
    report(Report::Loaded(summary));
    let (bus, mut events) = MqttBus::connect(mqtt)?;
    bus.subscribe(&subscriptions())?;
    let mut server = Server { service, nlu, bus, reloads, report };
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            event = events.next() => match event {
                Some(event) => server.handle(event).await?,
                None => break,
            },
            loaded = server.reloads.next() => server.apply_reload(loaded),
            () = &mut stop => break,
        }
    }
    server.bus.close(CLOSE_TIMEOUT).await;
    Ok(())
}

/// Subscribed at QoS 0: a query that arrives twice would be answered twice.
fn subscriptions() -> Vec<Subscription> {
    let queries = [filter::NLU_QUERY, filter::PARTIAL_QUERY].map(|filter| (filter, QoS::AtMostOnce));
    let orders = [filter::NLU_RELOAD, filter::NLU_VERSION_REQUEST, filter::NLU_TRAIN]
        .map(|filter| (filter, QoS::AtLeastOnce));
    queries.into_iter().chain(orders).map(|(filter, qos)| Subscription::new(filter, qos)).collect()
}

struct Server<R> {
    service: Service,
    nlu: Arc<Nlu>,
    bus: MqttBus,
    reloads: Reloads,
    report: R,
}

impl<R: Fn(Report)> Server<R> {
    async fn handle(&mut self, event: Event) -> Result<(), Error> {
        match event {
            Event::Subscribed => {
                self.publish(&Message::NluLoaded(ComponentLoaded::default()));
                (self.report)(Report::Connected);
            }
            Event::SubscriptionRefused { filter } => (self.report)(Report::Refused { filter }),
            Event::Disconnected { reason, .. } => {
                (self.report)(Report::Disconnected { reason: reason.to_string() });
            }
            // A retained query is stale.
            Event::Received(received) if !received.retain => self.receive(received).await?,
            _ => {}
        }
        Ok(())
    }

    async fn receive(&mut self, received: Received) -> Result<(), Error> {
        match Message::decode(&received.topic, received.payload) {
            Ok(message) => self.dispatch(message).await,
            Err(error) => {
                let mut answer = ComponentError::new(error.reason.to_string());
                answer.context = Some(error.topic);
                self.publish(&Message::NluError(answer));
                Ok(())
            }
        }
    }

    async fn dispatch(&mut self, message: Message) -> Result<(), Error> {
        match message {
            Message::NluQuery(query) if self.serves(query.site_id.as_ref()) => self.answer(query).await?,
            Message::PartialQuery(query) => {
                let dialect = self.service.dialect;
                let answer = self.ask(move |nlu| nlu.answer_partial(&query, dialect)).await?;
                self.publish(&answer);
            }
            Message::NluVersionRequest => {
                self.publish(&Message::NluVersion(Version::new(env!("CARGO_PKG_VERSION"))));
            }
            Message::NluReload(reload) => self.reloads.request(ReloadRequest::Reload(reload)),
            Message::NluTrain(train) if self.serves(train.site_id.as_ref()) => {
                self.reloads.request(ReloadRequest::Train { site_id: train.site_id, id: train.id });
            }
            _ => {}
        }
        Ok(())
    }

    /// A query without a site means the default site.
    fn serves(&self, site: Option<&SiteId>) -> bool {
        let sites = &self.service.sites;
        sites.is_empty() || sites.contains(site.unwrap_or(&SiteId::default_site()))
    }

    async fn answer(&mut self, query: Box<NluQuery>) -> Result<(), Error> {
        let dialect = self.service.dialect;
        let (query, answers) = self
            .ask(move |nlu| {
                let answers = nlu.answer(&query, dialect);
                (query, answers)
            })
            .await?;
        for answer in &answers {
            self.publish(answer);
        }
        (self.report)(Report::Answered { query, answers });
        Ok(())
    }

    /// Runs the NLU on another thread, so that the connection stays responsive.
    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Nlu) -> T + Send + 'static,
    ) -> Result<T, Error> {
        let nlu = Arc::clone(&self.nlu);
        spawn_blocking(move || question(&nlu)).await.map_err(|_| Error::AnswerPanicked)
    }

    /// Switches to the reloaded templates, and answers the requests.
    fn apply_reload(&mut self, (loaded, requests): (Result<Loaded, Error>, Vec<ReloadRequest>)) {
        let outcome = match loaded {
            Ok(Loaded { nlu, summary, files }) => {
                self.nlu = nlu;
                self.reloads.watch_files(&files);
                (self.report)(Report::Reloaded(summary));
                Ok(())
            }
            Err(error) => {
                let problems = error.to_string();
                if let Error::Templates(problems) = &error {
                    self.reloads.watch_files(problems.files());
                }
                (self.report)(Report::Kept { problems: problems.clone() });
                Err(problems)
            }
        };
        for request in &requests {
            self.publish(&request.answer(&outcome));
        }
    }

    fn publish(&self, message: &Message) {
        // A message that does not fit is dropped, as the network might drop it: clients have timeouts.
        let _ = self.bus.publish(delivery::packet(message, self.service.dialect));
    }
}
