//! 71 payloads that were given to the original Snips crate: what it took, we take and write the same; what it
//! refused, we refuse or take for a reason that is stated here.

use petasos_messages::{Dialect, Message};

use super::{again, fixture};

/// How many probes each type has, in their order, and what is around them where the type is only a part of a payload: topic, text before,
/// text after.
const GROUPS: [(usize, &str, &str, &str); 24] = [
    (11, "hermes/dialogueManager/startSession", "", ""),
    (5, "hermes/dialogueManager/continueSession", "", ""),
    (2, "hermes/dialogueManager/endSession", "", ""),
    (6, "hermes/dialogueManager/sessionEnded", "", ""),
    (4, "hermes/intent/x", "", ""),
    (
        10,
        "hermes/nlu/slotParsed",
        r#"{"id":null,"input":"x","intentName":"i","slot":"#,
        r#","sessionId":null}"#,
    ),
    (
        2,
        "hermes/nlu/intentNotRecognized",
        r#"{"id":null,"input":"x","confidenceScore":0.0,"sessionId":null,"alternatives":["#,
        "]}",
    ),
    (1, "hermes/nlu/intentNotRecognized", "", ""),
    (2, "hermes/dialogueManager/intentNotRecognized", "", ""),
    (3, "hermes/asr/textCaptured", "", ""),
    (1, "hermes/nlu/query", "", ""),
    (3, "hermes/hotword/default/detected", "", ""),
    (3, "hermes/hotword/toggleOn", "", ""),
    (1, "hermes/asr/startListening", "", ""),
    (1, "hermes/tts/say", "", ""),
    (1, "hermes/tts/sayFinished", "", ""),
    (1, "hermes/audioServer/d/playFinished", "", ""),
    (3, "hermes/dialogueManager/configure", "", ""),
    (3, "hermes/injection/perform", "", ""),
    (2, "hermes/injection/status", "", ""),
    (2, "hermes/asr/version", "", ""),
    (2, "hermes/asr/loaded", "", ""),
    (1, "hermes/asr/reload", "", ""),
    (1, "hermes/asr/error", "", ""),
];

/// What Snips refused and we take: the probe's label and payload's beginning, and why.
const TAKEN_NEVERTHELESS: [(&str, &str); 28] = [
    ("action canBeEnqueued null", "null is what clients send for a default; the default is true"),
    ("action canBeEnqueued 1 (int)", "Node-RED and others send 0 and 1"),
    ("customData object", "Alice, FHEM and Node-RED send objects; they become their JSON text"),
    ("no text", "continueSession: an empty question, listen at once"),
    ("text null", "continueSession: as if missing"),
    ("sendIntentNotRecognized null", "null is what clients send for a default; the default is false"),
    ("error no error", "Rhasspy and Alice write no error beside the reason"),
    ("unknown reason", "kept as it came, so that later reasons lose no message"),
    ("timeout unknown component", "kept as it came"),
    ("no slots", "optional before February 2019, and null in Rhasspy"),
    ("probability", "the name of confidenceScore before February 2019"),
    ("flat asrTokens", "one list is the only one of its kind"),
    ("slot null alternatives", "null is an empty list"),
    ("rhasspy confidence", "Rhasspy's kind Unknown, and its name for confidenceScore"),
    ("slot range null", "Rhasspy's services do not always know"),
    ("range extra (rhasspy rawStart)", "Rhasspy's ranges before substitution"),
    ("ordinal float", "a value whose fields do not fit its kind is kept as it came"),
    ("duration missing parts", "a value whose fields do not fit its kind is kept as it came"),
    ("alt no slots", "an empty list"),
    ("no confidence (docs)", "the documentation and Rhasspy have none"),
    ("no confidence", "the documentation, Rhasspy and Alice have none"),
    ("no seconds", "only the words matter"),
    ("only siteId (custom hotword)", "home-made wake word detectors send no more"),
    ("empty obj", "toggles: the sender means everywhere, or its only site"),
    ("empty payload", "toggles: Alice and Home Assistant send nothing at all"),
    ("no siteId", "the default site; playFinished has it in the topic"),
    ("lexicon null", "null is an empty object"),
    ("bad", "a version is a text, whatever its form"),
];

/// Refused by Snips with a label that other probes of ours share, yet taken for the reason stated there.
const ALSO_TAKEN: [(&str, &str); 2] = [
    ("intentName", "configure: the name of intentId for two weeks in 2019"),
    ("min", "loaded: not reloaded, as a component says that started"),
];

struct Probe {
    taken: bool,
    label: String,
    payload: String,
    outcome: String,
}

fn probes() -> Vec<Probe> {
    fixture("snips-serde-probes.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let (verdict, rest) = line.split_at(5);
            let (probe, outcome) =
                rest.split_once("  =>  ").unwrap_or_else(|| rest.split_once("=>").unwrap());
            let (label, payload) = probe.split_once(':').unwrap();
            Probe {
                taken: verdict.trim() == "OK",
                label: label.to_owned(),
                payload: payload.trim().to_owned(),
                outcome: outcome.trim().to_owned(),
            }
        })
        .collect()
}

#[test]
fn what_snips_took_is_taken_and_what_it_refused_has_a_reason() {
    let probes = probes();
    assert_eq!(probes.len(), 71);
    let groups = GROUPS.iter().flat_map(|group| std::iter::repeat_n(group, group.0));
    let mut used = std::collections::HashSet::new();
    for (probe, (_, topic, before, after)) in probes.iter().zip(groups) {
        let payload = format!("{before}{}{after}", probe.payload);
        let written = again(topic, &payload, Dialect::SNIPS);
        if probe.taken {
            let passive = matches!(Message::decode(topic, payload.clone().into()), Ok(Message::Passive(_)));
            // What nothing inspects is written as it came.
            let expected = if passive { payload } else { format!("{before}{}{after}", probe.outcome) };
            assert_eq!(written, Ok(expected), "{} on {topic}: {}", probe.label, probe.payload);
            continue;
        }
        let reason = TAKEN_NEVERTHELESS.iter().chain(&ALSO_TAKEN).find(|(label, _)| *label == probe.label);
        assert_eq!(
            written.is_ok(),
            reason.is_some(),
            "{} on {topic}: {} gives {written:?}",
            probe.label,
            probe.payload
        );
        used.extend(reason.map(|(label, _)| *label));
    }
    assert_eq!(used.len(), TAKEN_NEVERTHELESS.len() + ALSO_TAKEN.len(), "a reason is never needed");
}
