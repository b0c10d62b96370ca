//! Reading is liberal: what real peers send, odd as it is, is understood.

use bytes::Bytes;
use petasos_messages::payload::{Presence, SessionInit, Termination, ToggleReason};
use petasos_messages::{Dialect, IntentName, Level, Message, SessionId, SiteId};

use super::decode;

const START: &str = "hermes/dialogueManager/startSession";
const END: &str = "hermes/dialogueManager/endSession";
const CAPTURED: &str = "hermes/asr/textCaptured";

macro_rules! read {
    ($kind:ident, $topic:expr, $payload:expr) => {
        match decode($topic, $payload) {
            Ok(Message::$kind(message)) => message,
            other => panic!("expected {}, read {other:?}", stringify!($kind)),
        }
    };
}

fn site(name: &str) -> Option<SiteId> {
    SiteId::new(name).ok()
}

#[test]
fn alice_names_the_site_device_and_counts_in_integers() {
    let captured = read!(
        TextCaptured,
        CAPTURED,
        r#"{"sessionId":"s","text":"hello","device":"b7","likelihood":1,"seconds":1}"#
    );
    assert_eq!((captured.site_id, captured.likelihood, captured.seconds), (site("b7"), Some(1.0), Some(1.0)));
}

#[test]
fn the_sites_own_name_wins_over_other_names_whatever_they_are() {
    for payload in [
        r#"{"text":"x","likelihood":1,"seconds":1,"device":"b7","siteId":"kitchen"}"#,
        r#"{"text":"x","likelihood":1,"seconds":1,"siteId":"kitchen","uid":{"not":"a name"}}"#,
        r#"{"text":"x","likelihood":1,"seconds":1,"uid":[1],"siteId":"kitchen"}"#,
    ] {
        assert_eq!(read!(TextCaptured, CAPTURED, payload).site_id, site("kitchen"));
    }
    let only_others = read!(SayFinished, "hermes/tts/sayFinished", r#"{"siteId":null,"deviceUid":"b7"}"#);
    assert_eq!(only_others.site_id, site("b7"));
}

#[test]
fn an_empty_payload_is_an_empty_object() {
    for payload in ["", "  ", "{}"] {
        assert_eq!(read!(AsrToggleOn, "hermes/asr/toggleOn", payload).site_id, None);
        assert_eq!(read!(SoundFeedbackToggleOn, "hermes/feedback/sound/toggleOn", payload).reason, None);
    }
}

#[test]
fn topics_without_payload_ignore_whatever_is_there() {
    assert_eq!(decode("hermes/dialogueManager/toggleOn", "{oops").unwrap(), Message::DialogueToggleOn);
    assert!(Message::decode("hermes/dialogueManager/toggleOn", Bytes::from_static(b"\xff\0")).is_ok());
}

#[test]
fn alice_writes_the_tokens_of_an_intent_as_a_text() {
    let intent = read!(
        Intent,
        "hermes/intent/X",
        r#"{"sessionId":"s","siteId":"d","input":"i","intent":{"intentName":"X","confidenceScore":1},"slots":[],"asrTokens":"[]","customData":"{}"}"#
    );
    assert_eq!((intent.asr_tokens, intent.custom_data.as_deref()), (Some(vec![]), Some("{}")));
}

#[test]
fn a_wake_word_needs_no_more_than_a_site() {
    let web =
        read!(HotwordDetected, "hermes/hotword/x/detected", r#"{"siteId":"d","modelType":"universal"}"#);
    assert_eq!((web.wakeword_id.as_str(), web.model_id), ("x", None));
    let fhem = read!(
        HotwordDetected,
        "hermes/hotword/x/detected",
        r#"{"currentSensitivity": "0.5","modelVersion":"","sessionId":null,"sendAudioCaptured":null,"customEntities":null,"lang":null}"#
    );
    assert_eq!((fhem.current_sensitivity, fhem.session_id, fhem.site_id), (Some(0.5), None, None));
}

#[test]
fn custom_data_of_any_shape_becomes_a_text() {
    let of = |payload: &str| read!(StartSession, START, payload).custom_data;
    let with = |data: &str| format!(r#"{{"init":{{"type":"notification","text":"x"}},"customData":{data}}}"#);
    assert_eq!(of(&with(r#"{"a": {"b": [1, null]}}"#)).as_deref(), Some(r#"{"a":{"b":[1,null]}}"#));
    assert_eq!(of(&with("{}")).as_deref(), Some("{}"));
    assert_eq!(of(&with("7")).as_deref(), Some("7"));
    assert_eq!(of(&with("\"\"")).as_deref(), Some(""));
    assert_eq!(of(&with("null")), None);
    let fhem =
        r#"{"init":{"type":"notification","canBeEnqueued":true,"customData":"x","text":"t"},"siteId":"d"}"#;
    assert_eq!(of(fhem).as_deref(), Some("x"));
}

#[test]
fn flags_come_as_numbers_texts_and_nulls() {
    let enqueued = |flag: &str| {
        let payload = format!(r#"{{"init":{{"type":"action","canBeEnqueued":{flag}}}}}"#);
        match read!(StartSession, START, &payload).init {
            SessionInit::Action(action) => action.can_be_enqueued,
            other @ SessionInit::Notification { .. } => panic!("read {other:?}"),
        }
    };
    for (flag, expected) in
        [("0", false), ("1", true), ("null", true), ("\"false\"", false), ("\"True\"", true), ("\"\"", true)]
    {
        assert_eq!(enqueued(flag), expected, "{flag}");
    }
    let configure = read!(
        Configure,
        "hermes/dialogueManager/configure",
        r#"{"siteId":"d","intents":[{"intentId":"x","enable":"false"},{"intentName":"y","enable":1}]}"#
    );
    let flags: Vec<_> = configure.intents.iter().map(|intent| intent.enable).collect();
    assert_eq!(flags, [Some(false), Some(true)]);
}

#[test]
fn unusable_entries_of_an_intent_filter_are_skipped() {
    let filter = |value: &str| {
        let payload = format!(r#"{{"sessionId":"s","intentFilter":{value}}}"#);
        read!(ContinueSession, "hermes/dialogueManager/continueSession", &payload).intent_filter
    };
    let named = |name: &str| Some(vec![IntentName::new(name).unwrap()]);
    assert_eq!(filter("null"), None);
    assert_eq!(filter("[]"), Some(vec![]));
    assert_eq!(filter(r#"["a+b", 7, null, "", "X"]"#), named("X"));
    assert_eq!(
        filter(r#"[[{"intentId":"X","enable":true},{"intentId":"Y","enable":false}]]"#),
        named("X"),
        "FHEM sends what configure takes"
    );
    assert_eq!(filter("\"X\""), named("X"));
}

#[test]
fn ids_that_are_empty_name_nothing_and_numbers_are_their_digits() {
    let say = read!(Say, "hermes/tts/say", r#"{"text":"x","siteId":"","sessionId":"","id":0}"#);
    assert_eq!((say.site_id, say.session_id), (None, None));
    assert_eq!(say.id.unwrap().as_str(), "0");
}

#[test]
fn numbers_that_are_none_are_absent() {
    for odd in ["NaN", "-Infinity", "1e999", "\"nan\"", "null", "\"\""] {
        let payload = format!(r#"{{"text":"x","likelihood":{odd},"seconds":1}}"#);
        assert_eq!(read!(TextCaptured, CAPTURED, &payload).likelihood, None, "{odd}");
    }
}

#[test]
fn old_and_foreign_names_of_confidence_are_known() {
    let payload = |key: &str, slot_key: &str| {
        format!(
            r#"{{"input":"i","intent":{{"intentName":"X","{key}":0.5}},"slots":[{{"entity":"e","value":{{"kind":"Custom","value":"v"}},"{slot_key}":0.25}}]}}"#
        )
    };
    for (key, slot_key) in [("confidenceScore", "confidenceScore"), ("probability", "confidence")] {
        let parsed = read!(IntentParsed, "hermes/nlu/intentParsed", &payload(key, slot_key));
        assert_eq!(parsed.intent.confidence_score.to_bits(), 0.5_f64.to_bits());
        let slot = parsed.slots.first().unwrap();
        assert_eq!(slot.confidence, Some(0.25));
        assert_eq!((slot.slot_name.as_str(), slot.raw_value.as_str()), ("e", "v"), "guessed as Rhasspy does");
    }
}

#[test]
fn unknown_words_are_kept() {
    let ended = read!(
        SessionEnded,
        "hermes/dialogueManager/sessionEnded",
        r#"{"sessionId":"s","siteId":"d","termination":{"reason":"bored"}}"#
    );
    assert_eq!(ended.termination, Termination::Other { reason: "bored".to_owned() });
    let message = Message::SessionEnded(ended);
    assert!(message.encode(Dialect::SNIPS).ends_with(br#"{"reason":"bored"},"siteId":"d"}"#));
    assert!(
        message.encode(Dialect::RHASSPY).starts_with(br#"{"termination":{"reason":"error"}"#),
        "Rhasspy's clients fail on reasons they do not know"
    );
    let toggle = read!(HotwordToggleOff, "hermes/hotword/toggleOff", r#"{"siteId":"d","reason":"nap"}"#);
    assert_eq!(toggle.reason, Some(ToggleReason::Other("nap".to_owned())));
}

#[test]
fn errors_are_read_where_either_dialect_puts_them_and_written_where_its_own_does() {
    for topic in ["hermes/error/asr", "hermes/asr/error"] {
        let message = decode(topic, r#"{"error":"no model","siteId":"d"}"#).unwrap();
        assert_eq!(message.topic(Dialect::RHASSPY).to_string(), "hermes/error/asr");
        assert_eq!(message.topic(Dialect::ALICE).to_string(), "hermes/error/asr");
        assert_eq!(message.topic(Dialect::SNIPS).to_string(), "hermes/asr/error");
    }
}

#[test]
fn the_topic_says_which_site_and_which_intent() {
    let played =
        read!(PlayFinished, "hermes/audioServer/kitchen/playFinished", r#"{"id":"1","sessionId":"1"}"#);
    assert_eq!(played.site_id.as_str(), "kitchen");
    let intent = read!(
        Intent,
        "hermes/intent/de.fhem:SetOnOff",
        r#"{"input":"i","intent":{"intentName":"de.fhem_SetOnOff","confidenceScore":1}}"#
    );
    assert_eq!(intent.intent.intent_name.as_str(), "de.fhem:SetOnOff");
}

#[test]
fn alice_hears_the_site_and_the_session_everywhere() {
    let stop = r#"{"siteId":"b7","sessionId":"s"}"#;
    for name in ["asr/toggleOn", "hotword/toggleOff", "feedback/sound/toggleOn", "asr/stopListening"] {
        assert_eq!(decode(&format!("hermes/{name}"), stop).unwrap().encode(Dialect::ALICE), stop);
    }
    let of_snips = decode("hermes/asr/toggleOn", stop).unwrap().encode(Dialect::SNIPS);
    assert_eq!(of_snips, "", "Snips' are for all sites");
    let query = decode("hermes/nlu/query", r#"{"input":"x","siteId":"b7","sessionId":"s"}"#).unwrap();
    assert!(query.encode(Dialect::ALICE).ends_with(br#""sessionId":"s","siteId":"b7"}"#));
}

/// What is no message: topic, payload, the kind it is counted under, and the field where there is one.
#[test]
fn what_is_refused_says_why_and_where() {
    let deep = format!(r#"{{"customData":{}{}}}"#, "[".repeat(40), "]".repeat(40));
    let large = format!(r#"{{"sessionId":"s","text":"{}"}}"#, "x".repeat(64 * 1024));
    let many = format!(r#"{{"intents":[{}null]}}"#, "null,".repeat(5_000));
    for (topic, payload, kind, field) in [
        (START, r#"{"init":{"type":"action"},"siteId":["d"]}"#, "field", Some("siteId")),
        (START, r#"{"init":{"type":"action"},"init":{"type":"action"}}"#, "field", Some(".")),
        (START, r#"{"init":{"type":"action","text":{}}}"#, "field", Some("init.text")),
        (END, r#"{"sessionId":"a/b"}"#, "field", Some("sessionId")),
        (END, r#"{"sessionId":""}"#, "field", Some(".")),
        (END, r#"{"sessionId":"s""#, "syntax", None),
        (END, r#"{"sessionId":"s"} {}"#, "syntax", None),
        (END, r#"{"sessionId":"s","customData":{"a":1,"a":2}}"#, "field", Some("customData")),
        (END, "null", "field", Some(".")),
        (END, &deep, "depth", None),
        (END, &large, "size", None),
        ("hermes/dialogueManager/configure", &many, "field", Some("intents")),
        ("hermes/hotword/a+b/detected", "{}", "id", None),
        ("hermes/dialogueManager/endSession/now", "{}", "topic", None),
        ("zigbee2mqtt/lamp", "{}", "topic", None),
    ] {
        let error = decode(topic, payload).unwrap_err();
        let shown: String = payload.chars().take(80).collect();
        assert_eq!((error.kind(), error.field()), (kind, field), "{shown}: {error}");
        assert_eq!(error.is_foreign_topic(), kind == "topic");
    }
    let error = Message::decode("hermes/tts/say", Bytes::from_static(b"{\"text\":\"\xff\"}")).unwrap_err();
    assert_eq!(error.kind(), "encoding");
}

#[test]
fn sound_is_never_in_a_log() {
    let message = decode("hermes/audioServer/kitchen/playBytes/1", "secret sound").unwrap();
    let shown = format!("{message:?}");
    assert!(shown.contains("12 bytes") && !shown.contains("secret"), "{shown}");
}

#[test]
fn a_skill_says_what_it_handles_and_a_cleared_status_says_nothing() {
    let status = read!(
        SkillStatus,
        "petasos/skills/lights/status",
        r#"{"state":"online","notRecognized":true,"intents":[{"name":"SetColor","slots":[{"name":"color"}]},{"intentName":"Off"}],"answers":["PetasosYes","color"]}"#
    );
    assert_eq!(status.skill.as_ref().map(Level::as_str), Some("lights"));
    assert!(status.not_recognized);
    assert_eq!(status.answers, ["PetasosYes", "color"]);
    let intents: Vec<_> =
        status.intents.iter().map(|intent| (intent.name.as_str(), intent.slots.len())).collect();
    assert_eq!(intents, [("SetColor", 1), ("Off", 0)]);
    assert_eq!(
        Message::SkillStatus(status).encode(Dialect::RHASSPY),
        concat!(
            r#"{"state":"online","version":null,"uid":null,"sinceMs":null,"notRecognized":true,"intents":["#,
            r#"{"name":"SetColor","description":null,"slots":[{"name":"color","entity":null,"required":false}]},"#,
            r#"{"name":"Off","description":null,"slots":[]}],"answers":["PetasosYes","color"]}"#
        )
    );

    let cleared = read!(SkillStatus, "petasos/skills/lights/status", "");
    assert_eq!((cleared.state, cleared.intents.len()), (Presence::Offline, 0));
    let unnamed = r#"{"state":"online","intents":[{"description":"nothing"}]}"#;
    assert!(decode("petasos/skills/lights/status", unnamed).is_err(), "an intent has a name");
}

#[test]
fn a_skill_says_in_which_session_it_needs_longer() {
    let payload = r#"{"sessionId":"s1","siteId":"kitchen","ms":30000}"#;
    let working = read!(SkillWorking, "petasos/skills/lights/working", payload);
    assert_eq!((working.session_id.as_str(), working.ms), ("s1", 30_000));
    let message = Message::SkillWorking(working);
    assert_eq!(message.subject().session.map(SessionId::as_str), Some("s1"));
    assert_eq!(message.topic(Dialect::ALICE).to_string(), "petasos/skills/lights/working");
    assert_eq!(message.encode(Dialect::RHASSPY), payload);
    assert!(decode("petasos/skills/lights/working", r#"{"ms":1}"#).is_err(), "it is about a session");
}
