//! The dialogue managers of Petasos on a broker, and their answers to requests.

use std::time::Duration;

use petasos_messages::payload::{ListRequest, Presence, Sessions, Sites, Status};
use petasos_messages::{Level, Message, Topic};
use tokio::time::timeout;

use crate::client::{Client, ClientError};
use crate::terminal_text::plain;

/// How long to wait for an answer: a manager that runs answers at once.
const PATIENCE: Duration = Duration::from_secs(2);

/// The retained status of every manager, whether it runs or not. The client must have subscribed to
/// [`petasos_messages::filter::STATUS`].
pub async fn find(client: &mut Client) -> Result<Vec<Status>, ClientError> {
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

/// Whether a manager runs.
pub fn serves(status: &Status) -> bool {
    status.state == Presence::Online
}

/// Asks each of these managers for its sites; managers that do not answer in time are left out.
pub async fn sites(client: &mut Client, managers: &[Status]) -> Result<Vec<Sites>, ClientError> {
    let question = |request, instance| (Message::SitesRequest(request), Topic::Sites { instance });
    ask_all(client, managers, question, |message, id| match message {
        Message::Sites(sites) if sites.id.as_deref() == Some(id) => Some(sites.clone()),
        _ => None,
    })
    .await
}

/// Asks each of these managers for its open sessions; managers that do not answer in time are left out.
pub async fn sessions(client: &mut Client, managers: &[Status]) -> Result<Vec<Sessions>, ClientError> {
    let question = |request, instance| (Message::SessionsRequest(request), Topic::Sessions { instance });
    ask_all(client, managers, question, |message, id| match message {
        Message::Sessions(sessions) if sessions.id.as_deref() == Some(id) => Some(sessions.clone()),
        _ => None,
    })
    .await
}

/// Asks each manager that runs, one after the other. `question` gives the request and the topic of its answer.
async fn ask_all<T>(
    client: &mut Client,
    managers: &[Status],
    question: impl Fn(ListRequest, Level) -> (Message, Topic),
    find: impl Fn(&Message, &str) -> Option<T>,
) -> Result<Vec<T>, ClientError> {
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
) -> Result<Option<T>, ClientError> {
    client.subscribe(&[topic]).await?;
    client.send(request)?;
    let id = client.name().to_owned();
    timeout(PATIENCE, client.find(|message| find(message, &id))).await.unwrap_or(Ok(None))
}

/// Explains why no manager of Petasos has answered.
pub fn explain_silence(managers: &[Status], client: &Client) -> String {
    let broker = client.broker();
    let names: Vec<String> = managers
        .iter()
        .filter_map(|status| status.instance.as_ref())
        .map(|instance| plain(instance.as_str()))
        .collect();
    if names.is_empty() {
        return format!(
            "no dialogue manager of Petasos runs at {broker}; those of Rhasspy, Snips and Alice do not publish this \
             information"
        );
    }
    if managers.iter().any(serves) {
        return format!("the dialogue manager {} at {broker} did not answer", names.join(", "));
    }
    format!("the dialogue manager {} at {broker} is offline", names.join(", "))
}
