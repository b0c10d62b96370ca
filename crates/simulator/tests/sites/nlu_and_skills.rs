//! An NLU and some skills in a few lines.

use petasos_messages::payload::{
    ContinueSession, EndSession, Intent, IntentClassification, IntentParsed, NluIntentNotRecognized, NluQuery,
};
use petasos_messages::{Dialect, IntentName, Message};

/// What they answer to a message: they switch lights and ask for a colour.
pub(crate) fn respond(dialect: Dialect, message: &Message) -> Vec<Message> {
    match message {
        Message::NluQuery(query) => understand(dialect, query),
        Message::Intent(intent) => answer(intent).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn understand(dialect: Dialect, query: &NluQuery) -> Vec<Message> {
    let name = match query.input.as_str() {
        "turn on the light" => "LightOn",
        "change the colour" => "LightColour",
        "blue" => "Colour",
        "think" => "Think",
        _ => {
            let mut denied = NluIntentNotRecognized::new(query.input.clone());
            denied.id.clone_from(&query.id);
            denied.site_id.clone_from(&query.site_id);
            denied.session_id.clone_from(&query.session_id);
            return vec![Message::NluIntentNotRecognized(Box::new(denied))];
        }
    };
    let classification = IntentClassification::new(IntentName::new(name).expect("a name"), 1.0);
    let mut parsed = IntentParsed::new(query.input.clone(), classification.clone());
    parsed.id.clone_from(&query.id);
    parsed.site_id.clone_from(&query.site_id);
    parsed.session_id.clone_from(&query.session_id);
    let mut messages = vec![Message::IntentParsed(Box::new(parsed))];
    if dialect == Dialect::RHASSPY {
        let mut intent = Intent::new(query.input.clone(), classification);
        intent.id.clone_from(&query.id);
        intent.site_id.clone_from(&query.site_id);
        intent.session_id.clone_from(&query.session_id);
        messages.push(Message::Intent(Box::new(intent)));
    }
    messages
}

fn answer(intent: &Intent) -> Option<Message> {
    let session = intent.session_id.clone()?;
    let end = |text: &str| {
        let mut end = EndSession::new(session.clone());
        end.text = Some(text.to_owned());
        Message::EndSession(end)
    };
    match intent.intent.intent_name.as_str() {
        "LightOn" => Some(end("The light is on.")),
        "Colour" => Some(end("It is blue now.")),
        "LightColour" => {
            let mut more = ContinueSession::new(session.clone());
            more.text = Some("Which colour?".to_owned());
            Some(Message::ContinueSession(more))
        }
        _ => None,
    }
}
