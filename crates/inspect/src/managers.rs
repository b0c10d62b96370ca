//! The managers of Petasos on a broker, and what they tell when they are asked.

use std::time::Duration;

use anyhow::Result;
use petasos_messages::payload::{ListRequest, Presence, Sessions, Sites, Status};
use petasos_messages::{Level, Message, Topic};
use tokio::time::timeout;

use crate::client::Client;
use crate::output::plain;

/// A manager answers at once, or it is not there any more.
const PATIENCE: Duration = Duration::from_secs(2);

/// The status of every manager that has ever been here. The client must listen to [`petasos_messages::filter::STATUS`].
pub async fn find(client: &mut Client) -> Result<Vec<Status>> {
    let (came, _) = client.echo().await?;
    let mut found: Vec<Status> = Vec::new();
    for received in came {
        if let Ok(Message::Status(status)) = Message::decode(&received.topic, received.payload) {
            found.retain(|known| known.instance != status.instance);
            found.push(status);
        }
    }
    Ok(found)
}

/// Whether a manager serves.
pub fn serves(status: &Status) -> bool {
    status.state == Presence::Online
}

/// What each of these managers knows of its sites. Who does not answer in time is left out.
pub async fn sites(client: &mut Client, managers: &[Status]) -> Result<Vec<Sites>> {
    let question = |request, instance| (Message::SitesRequest(request), Topic::Sites { instance });
    ask_all(client, managers, question, |message, id| match message {
        Message::Sites(sites) if sites.id.as_deref() == Some(id) => Some(sites.clone()),
        _ => None,
    })
    .await
}

/// Which sessions each of these managers has open. Who does not answer in time is left out.
pub async fn sessions(client: &mut Client, managers: &[Status]) -> Result<Vec<Sessions>> {
    let question = |request, instance| (Message::SessionsRequest(request), Topic::Sessions { instance });
    ask_all(client, managers, question, |message, id| match message {
        Message::Sessions(sessions) if sessions.id.as_deref() == Some(id) => Some(sessions.clone()),
        _ => None,
    })
    .await
}

/// Asks each manager that serves, one after the other. A question is a message, and the topic of its answer.
async fn ask_all<T>(
    client: &mut Client,
    managers: &[Status],
    question: impl Fn(ListRequest, Level) -> (Message, Topic),
    find: impl Fn(&Message, &str) -> Option<T>,
) -> Result<Vec<T>> {
    let serving = managers.iter().filter(|status| serves(status));
    let mut answers = Vec::new();
    for instance in serving.filter_map(|status| status.instance.clone()) {
        let request = ListRequest::new(instance.clone(), client.name());
        let (request, topic) = question(request, instance);
        answers.extend(ask(client, &topic, &request, &find).await?);
    }
    Ok(answers)
}

async fn ask<T>(
    client: &mut Client,
    topic: &Topic,
    request: &Message,
    find: impl Fn(&Message, &str) -> Option<T>,
) -> Result<Option<T>> {
    client.subscribe(&[topic]).await?;
    client.tell(request)?;
    let id = client.name().to_owned();
    timeout(PATIENCE, client.expect(|message| find(message, &id))).await.unwrap_or(Ok(None))
}

/// Why nobody of ours has answered.
pub fn none(managers: &[Status], client: &Client) -> String {
    let broker = client.broker();
    let names: Vec<String> = managers
        .iter()
        .filter_map(|status| status.instance.as_ref())
        .map(|instance| plain(instance.as_str()))
        .collect();
    if names.is_empty() {
        return format!(
            "there is no dialogue manager of Petasos at {broker}; those of Rhasspy, Snips and Alice do not tell what they \
             know"
        );
    }
    if managers.iter().any(serves) {
        return format!("the dialogue manager {} at {broker} has not answered", names.join(", "));
    }
    format!("the dialogue manager {} at {broker} is offline", names.join(", "))
}
