//! A valid example payload for every topic, shown when a payload was refused.

use petasos_messages::{CHANNELS, Carries};

/// Messages that have required fields, or are often sent by hand.
const EXAMPLES: &[(&str, &str)] = &[
    ("StartSession", r#"{"init":{"type":"notification","text":"Dinner is ready"},"siteId":"kitchen"}"#),
    ("ContinueSession", r#"{"sessionId":"SESSION","text":"Which room?","intentFilter":["ChooseRoom"]}"#),
    ("EndSession", r#"{"sessionId":"SESSION","text":"Done."}"#),
    ("SessionQueued", r#"{"sessionId":"SESSION","siteId":"kitchen"}"#),
    ("SessionStarted", r#"{"sessionId":"SESSION","siteId":"kitchen"}"#),
    ("SessionEnded", r#"{"sessionId":"SESSION","siteId":"kitchen","termination":{"reason":"nominal"}}"#),
    ("DialogueIntentNotRecognized", r#"{"sessionId":"SESSION","siteId":"kitchen","input":"blah"}"#),
    ("Configure", r#"{"siteId":"kitchen","intents":[{"intentId":"LightOn","enable":true}]}"#),
    ("HotwordDetected", r#"{"siteId":"kitchen","modelId":"jarvis"}"#),
    ("StartListening", r#"{"siteId":"kitchen","sessionId":"SESSION"}"#),
    ("StopListening", r#"{"siteId":"kitchen","sessionId":"SESSION"}"#),
    (
        "TextCaptured",
        r#"{"text":"turn on the light","likelihood":1,"siteId":"kitchen","sessionId":"SESSION"}"#,
    ),
    ("PartialTextCaptured", r#"{"text":"turn on","likelihood":1,"siteId":"kitchen","sessionId":"SESSION"}"#),
    ("NluQuery", r#"{"input":"turn on the light","id":"1","sessionId":"SESSION"}"#),
    ("PartialQuery", r#"{"input":"the red one","intentName":"SetColour","slotName":"colour","id":"1"}"#),
    ("SlotParsed", r#"{"input":"the red one","intentName":"SetColour","id":"1"}"#),
    (
        "IntentParsed",
        r#"{"id":"1","input":"turn on the light","intent":{"intentName":"LightOn","confidenceScore":1},"slots":[]}"#,
    ),
    ("NluIntentNotRecognized", r#"{"id":"1","input":"blah"}"#),
    (
        "Intent",
        r#"{"sessionId":"SESSION","siteId":"kitchen","input":"turn on the light","intent":{"intentName":"LightOn","confidenceScore":1},"slots":[]}"#,
    ),
    ("Say", r#"{"text":"Hello","siteId":"kitchen","id":"1"}"#),
    ("SayFinished", r#"{"id":"1","siteId":"kitchen"}"#),
    ("PlayFinished", r#"{"id":"1","siteId":"kitchen"}"#),
    ("HotwordToggleOn", r#"{"siteId":"kitchen"}"#),
    ("HotwordToggleOff", r#"{"siteId":"kitchen"}"#),
];

/// A payload that decodes as this kind of message.
pub(crate) fn example(message: &str) -> &'static str {
    let known = EXAMPLES.iter().find(|(name, _)| *name == message);
    let carries =
        || CHANNELS.iter().find(|channel| channel.message == message).map(|channel| channel.carries);
    match known {
        Some((_, example)) => example,
        None if carries() == Some(Carries::Json) => r#"{"siteId":"kitchen"}"#,
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_messages::Message;

    #[test]
    fn every_example_can_be_read_on_its_topic() {
        for (name, payload) in EXAMPLES {
            let channel = CHANNELS.iter().find(|channel| channel.message == *name).unwrap();
            let topic = channel.address.replace(['{', '}'], "");
            let message = Message::decode(&topic, (*payload).into()).unwrap();
            assert_eq!(message.kind(), *name);
        }
    }
}
