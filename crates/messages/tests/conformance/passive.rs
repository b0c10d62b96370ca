//! Passive messages: carried as they came, and refused where something is wrong with them.

use petasos_messages::{CHANNELS, Carries, Dialect, Message};

use super::decode;

/// Good packets: topic, kind of message, payload.
const CARRIED: [(&str, &str, &str); 27] = [
    ("hermes/asr/versionRequest", "AsrVersionRequest", ""),
    ("hermes/asr/version", "AsrVersion", r#"{"version":"0.64.0"}"#),
    ("hermes/dialogueManager/loaded", "DialogueLoaded", r#"{"id":null,"reloaded":true,"more":[1]}"#),
    ("hermes/hotword/default/versionRequest", "HotwordVersionRequest", "{}"),
    ("hermes/audioServer/kitchen/version", "AudioServerVersion", r#"{"version": "1"}"#),
    ("hermes/voiceActivity/kitchen/error", "VoiceActivityError", r#"{"error":"deaf"}"#),
    ("hermes/audioServer/kitchen/audioSummary", "AudioSummary", r#"{"debiasedEnergy":1.50,"isSpeech":1}"#),
    (
        "hermes/injection/perform",
        "InjectionPerform",
        r#"{"operations":[["add",{"e":["a",["b",42]]}]],"lexicon":{}}"#,
    ),
    ("hermes/injection/reset/perform", "InjectionReset", r#"{ "requestId" : "r" }"#),
    ("hermes/leds/vadLed", "Leds", r#"{"siteId":"all","state":"on"}"#),
    ("hermes/leds/manual/animations", "LedAnimation", r#"[{"any":"JSON"}]"#),
    ("hermes/tts/registerSound/bell", "RegisterSound", "RIFF and more"),
    ("rhasspy/tts/getVoices", "GetVoices", ""),
    ("rhasspy/tts/voices", "Voices", r#"{"voices":[{"voiceId":"a"}],"id":"7"}"#),
    ("rhasspy/g2p/pronounce", "Pronounce", r#"{"words":["raxacoricofallipatorius"],"numGuesses":"3"}"#),
    ("rhasspy/asr/kitchen/train", "AsrTrain", r#"{"graphPath":"/g","sentences":{"a.ini":"[A]\nb"}}"#),
    ("rhasspy/train/intentGraph/a/b", "IntentGraph", "\u{1f}gzip"),
    ("rhasspy/hotword/kitchen/exampleRecorded/1", "ExampleRecorded", "RIFF"),
    ("projectalice/devices/heartbeat", "DeviceHeartbeat", r#"{"uid":"b7","extra":{"deep":[null]}}"#),
    ("projectalice/devices/tasmota/cmd/plug/POWER", "TasmotaCommand", "ON"),
    ("projectalice/devices/tasmota/feedback/hello/plug", "TasmotaHello", r#"{"uid":"1"}"#),
    ("projectalice/devices/tasmota/feedback/plug", "TasmotaFeedback", r#"{"feedback":{"on":true}}"#),
    ("projectalice/skills/installed", "SkillEvent", r#"{"skillName":"Dialog"}"#),
    ("projectalice/events/doorOpened", "AliceEvent", r#"{"who":"\"Anna\""}"#),
    ("projectalice/nlu/trainingFailed", "TrainingFailed", "no sentences"),
    ("projectalice/nlu/trainingResult/cafe", "TrainingResult", "PK"),
    ("projectalice/nodered/telegramNotify", "TelegramNotify", r#"{"chatID":5,"message":{"text":"hi"}}"#),
];

#[test]
fn passive_messages_are_written_as_they_came_where_they_came() {
    for (topic, kind, payload) in CARRIED {
        let message = decode(topic, payload).unwrap_or_else(|error| panic!("{topic}: {error}"));
        assert!(matches!(message, Message::Passive(_)), "{topic}");
        assert_eq!(message.kind(), kind);
        for dialect in Dialect::ALL {
            assert_eq!(message.topic(dialect).to_string(), topic);
            assert_eq!(message.encode(dialect), payload, "{topic}");
        }
        assert!(CHANNELS.iter().any(|channel| channel == message.topic(Dialect::SNIPS).channel()));
    }
}

#[test]
fn what_is_wrong_with_a_passive_message_is_said() {
    for (topic, payload, kind, field) in [
        ("hermes/asr/version", "{}", "field", Some(".")),
        ("hermes/asr/reload", r#"{"id":{}}"#, "field", Some("id")),
        (
            "hermes/audioServer/kitchen/audioSummary",
            r#"{"debiasedEnergy":"loud"}"#,
            "field",
            Some("debiasedEnergy"),
        ),
        ("hermes/injection/perform", r#"{"operations":[{"kind":"add"}]}"#, "field", Some("operations")),
        ("hermes/injection/status", "[]", "field", Some(".")),
        ("hermes/injection/status", "{", "syntax", None),
        ("hermes/leds/vadLed", r#"{"siteId":"a/b"}"#, "field", Some("siteId")),
        ("hermes/leds/manual/animations", "null", "field", Some(".")),
        ("hermes/leds/a+b", "{}", "id", None),
        ("hermes/leds/vadLed/more", "{}", "id", None),
        ("hermes/volume/set", "{}", "field", Some(".")),
        ("rhasspy/audioServer/setVolume", r#"{"volume":true}"#, "field", Some("volume")),
        ("rhasspy/tts/getVoices", r#"{"id":"1","id":"2"}"#, "field", Some(".")),
        ("rhasspy/tts/getVoices/now", "{}", "topic", None),
        (
            "projectalice/devices/alice/newHotword",
            r#"{"ip":"::1","port":-1,"name":"x"}"#,
            "field",
            Some("port"),
        ),
        ("projectalice/devices/tasmota/cmd/", "ON", "id", None),
        ("projectalice/nodered/triggerAction", r#"{"action":null}"#, "field", Some(".")),
    ] {
        let error = decode(topic, payload).unwrap_err();
        assert_eq!((error.kind(), error.field()), (kind, field), "{topic} {payload}: {error}");
    }
    let missing = decode("rhasspy/hotword/recordExample", "{}").unwrap_err();
    assert_eq!(
        missing.to_string(),
        r#"cannot read "rhasspy/hotword/recordExample": the payload: missing field `id`"#
    );
}

#[test]
fn only_sound_and_training_data_may_be_large() {
    let large = format!(r#"{{"requestId":"{}"}}"#, "x".repeat(64 * 1024));
    assert_eq!(decode("hermes/injection/complete", &large).unwrap_err().kind(), "size");
    assert!(decode("hermes/injection/perform", &large).is_ok());
    assert!(decode("hermes/tts/registerSound/bell", &large).is_ok());
}

#[test]
fn what_a_passive_message_carries_is_never_in_a_log() {
    for (topic, _, payload) in CARRIED.iter().filter(|(_, _, payload)| !payload.is_empty()) {
        let shown = format!("{:?}", decode(topic, payload).unwrap());
        assert!(shown.contains(&format!("{} bytes", payload.len())) && !shown.contains(payload), "{shown}");
    }
}

#[test]
fn passive_messages_without_payload_ignore_whatever_is_there() {
    for channel in CHANNELS.iter().filter(|channel| channel.carries == Carries::Nothing) {
        let topic = channel.address.replace(['{', '}'], "");
        assert_eq!(decode(&topic, "{oops").unwrap().kind(), channel.message);
    }
}
