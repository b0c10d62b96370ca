//! The NLU: from text to intents, as Rhasspy's or Snips' does it.

use petasos_messages::payload::{
    ComponentError, Intent, IntentClassification, IntentParsed, NluIntentNotRecognized, NluQuery,
    PartialQuery, SlotParsed,
};
use petasos_messages::{IntentName, Message};

use crate::simulation::world::{Publisher, World};

/// Answers a query.
pub(super) fn answer_query(world: &mut World, query: &NluQuery) {
    let after = world.random.millis(5, 150);
    let publishes_intent = query
        .site_id
        .as_ref()
        .and_then(|site| world.site(site))
        .is_none_or(|site| site.dialect.nlu_publishes_intents());
    if world.behaviour.component_errors && world.random.percent(4) {
        let mut error = ComponentError::new("the model is gone");
        error.session_id.clone_from(&query.session_id);
        error.site_id.clone_from(&query.site_id);
        world.respond(Publisher::Nlu, after, Message::NluError(error));
        return;
    }
    let Some(name) = understand(world, query, publishes_intent) else {
        let mut refused = NluIntentNotRecognized::new(query.input.clone());
        refused.id.clone_from(&query.id);
        refused.site_id.clone_from(&query.site_id);
        refused.session_id.clone_from(&query.session_id);
        refused.custom_data.clone_from(&query.custom_data);
        world.respond(Publisher::Nlu, after, Message::NluIntentNotRecognized(Box::new(refused)));
        return;
    };
    let classification = IntentClassification::new(name, 0.9);
    let mut parsed = IntentParsed::new(query.input.clone(), classification.clone());
    parsed.id.clone_from(&query.id);
    parsed.session_id.clone_from(&query.session_id);
    parsed.site_id.clone_from(&query.site_id);
    world.respond(Publisher::Nlu, after, Message::IntentParsed(Box::new(parsed)));
    if publishes_intent {
        let mut intent = Intent::new(query.input.clone(), classification);
        intent.id.clone_from(&query.id);
        intent.session_id.clone_from(&query.session_id);
        intent.site_id.clone_from(&query.site_id);
        intent.custom_data.clone_from(&query.custom_data);
        world.respond(Publisher::Nlu, after, Message::Intent(Box::new(intent)));
    }
}

/// The intent of a text, within the filter; at random none.
fn understand(world: &mut World, query: &NluQuery, publishes_intent: bool) -> Option<IntentName> {
    if matches!(query.input.as_str(), "" | "mumble") || world.random.percent(5) {
        return None;
    }
    match &query.intent_filter {
        Some(filter) if !filter.is_empty() => filter.first().cloned(),
        Some(_) if !publishes_intent => None,
        _ => IntentName::new(world.random.pick(["GetTime", "ChangeLight", "PlayMusic"])).ok(),
    }
}

/// Answers a query for one slot (Snips).
pub(super) fn answer_partial_query(world: &mut World, query: &PartialQuery) {
    let after = world.random.millis(5, 150);
    let mut parsed = SlotParsed::new(query.input.clone(), query.intent_name.clone());
    parsed.id.clone_from(&query.id);
    parsed.session_id.clone_from(&query.session_id);
    world.respond(Publisher::Nlu, after, Message::SlotParsed(Box::new(parsed)));
}
