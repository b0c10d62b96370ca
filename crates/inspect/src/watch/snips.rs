//! The lines of snips-watch, which guides and forums still quote.
//!
//! The program was never open source: these lines are taken from quotations of its output. Lines that are not quoted anywhere, such
//! as the end of a session at a site that is switched off, are worded like the rest.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use petasos_messages::payload::{SessionEnded, StartListening, Termination, TextCaptured};
use petasos_messages::slot::Slot;
use petasos_messages::{Message, SiteId};
use petasos_recording::DecodedEntry;
use petasos_watch::tracker::Sound;

use crate::terminal_text::on_one_line;

/// The column at which the longest slot name begins.
const SLOTS: usize = 17;

/// The first line.
pub fn start(broker: &str, now: Timestamp, zone: &TimeZone) -> String {
    format!("{} Watching on {broker} (MQTT)", time(now, zone))
}

/// The lines for a message. Many messages have none.
pub fn lines(decoded: &DecodedEntry<'_>, zone: &TimeZone) -> Vec<String> {
    let mut lines = untimed_lines(decoded).unwrap_or_default().into_iter();
    let first = lines.next().map(|line| format!("{} {line}", time(decoded.entry.wall, zone)));
    first.into_iter().chain(lines).collect()
}

fn time(wall: Timestamp, zone: &TimeZone) -> String {
    wall.to_zoned(zone.clone()).strftime("[%H:%M:%S]").to_string()
}

fn untimed_lines(decoded: &DecodedEntry<'_>) -> Option<Vec<String>> {
    let payload = &decoded.entry.payload;
    let message = decoded.message.as_ref()?;
    if let Message::PlayBytes(play) = message {
        let size = kilobytes(Sound::of(payload).bytes);
        let (id, site) = (on_one_line(play.request_id.as_str()), on_one_line(play.site_id.as_str()));
        return one(format!(
            "[AudioServer] was asked to play a wav of {size} kB with id '{id}' on site {site}"
        ));
    }
    payload.bytes()?;
    hotword(message)
        .or_else(|| asr(message))
        .or_else(|| nlu(message))
        .or_else(|| dialogue(message))
        .or_else(|| speech(message))
}

fn hotword(message: &Message) -> Option<Vec<String>> {
    match message {
        Message::HotwordDetected(detected) => {
            let model = detected.model_id.as_ref().unwrap_or(&detected.wakeword_id);
            let site = site(detected.site_id.as_ref());
            one(format!("[Hotword] detected on site {site}, for model {}", on_one_line(model)))
        }
        Message::HotwordToggleOn(toggle) => one(format!(
            "[Hotword] was asked to toggle itself 'on' on site {}",
            site(toggle.site_id.as_ref())
        )),
        Message::HotwordToggleOff(toggle) => one(format!(
            "[Hotword] was asked to toggle itself 'off' on site {}",
            site(toggle.site_id.as_ref())
        )),
        _ => None,
    }
}

fn asr(message: &Message) -> Option<Vec<String>> {
    match message {
        Message::StartListening(start) => one(listening("listen", start)),
        Message::StopListening(stop) => {
            one(format!("[Asr] was asked to stop listening on site {}", site(Some(&stop.site_id))))
        }
        Message::TextCaptured(captured) => one(format!("[Asr] captured text {}", text_captured(captured))),
        Message::PartialTextCaptured(captured) => {
            one(format!("[Asr] capturing text {}", text_captured(captured)))
        }
        _ => None,
    }
}

fn listening(what: &str, start: &StartListening) -> String {
    format!("[Asr] was asked to {what} on site {}", site(Some(&start.site_id)))
}

fn text_captured(captured: &TextCaptured) -> String {
    let text = format!("\"{}\" in {:.1}s", on_one_line(&captured.text), captured.seconds.unwrap_or_default());
    let tokens = captured.tokens.iter().flatten().flatten();
    let tokens: Vec<_> =
        tokens.map(|token| format!("{}[{:.3}]", on_one_line(&token.value), token.confidence)).collect();
    if tokens.is_empty() { text } else { format!("{text} with tokens: {}", tokens.join(", ")) }
}

fn nlu(message: &Message) -> Option<Vec<String>> {
    match message {
        Message::NluQuery(query) => {
            one(format!("[Nlu] was asked to parse input \"{}\"", on_one_line(&query.input)))
        }
        Message::IntentParsed(parsed) => {
            let (name, score) = (&parsed.intent.intent_name, parsed.intent.confidence_score);
            let (name, input) = (on_one_line(name.as_str()), on_one_line(&parsed.input));
            let first = format!(
                "[Nlu] detected intent {name} with confidence score {score:.3} for input \"{input}\""
            );
            Some(with_slots(first, &parsed.slots))
        }
        Message::NluIntentNotRecognized(not) => {
            one(format!("[Nlu] intent not recognized for \"{}\"", on_one_line(&not.input)))
        }
        Message::Intent(intent) => {
            let (name, score) = (&intent.intent.intent_name, intent.intent.confidence_score);
            let name = on_one_line(name.as_str());
            let first = format!("[Dialogue] New intent detected {name} with confidence {score:.3}");
            Some(with_slots(first, &intent.slots))
        }
        _ => None,
    }
}

fn dialogue(message: &Message) -> Option<Vec<String>> {
    match message {
        Message::StartSession(start) => {
            one(format!("[Dialogue] was asked to start a session on site {}", site(start.site_id.as_ref())))
        }
        Message::SessionQueued(queued) => one(session(&queued.session_id, "queued", &queued.site_id)),
        Message::SessionStarted(started) => one(session(&started.session_id, "started", &started.site_id)),
        Message::ContinueSession(next) => one(asked("continue", &next.session_id, next.text.as_deref())),
        Message::EndSession(end) => one(asked("end", &end.session_id, end.text.as_deref())),
        Message::SessionEnded(ended) => {
            let first = session(&ended.session_id, "ended", &ended.site_id);
            one(format!("{first}. {}", why(ended)))
        }
        _ => None,
    }
}

fn speech(message: &Message) -> Option<Vec<String>> {
    let id = |id: Option<&str>| on_one_line(id.unwrap_or_default());
    match message {
        Message::Say(say) => one(format!("[Tts] was asked to say \"{}\"", on_one_line(&say.text))),
        Message::SayFinished(finished) => {
            one(format!("[Tts] finished speaking with id '{}'", id(finished.id.as_ref().map(AsRef::as_ref))))
        }
        Message::PlayFinished(finished) => {
            let named = finished.id.as_ref().map(AsRef::as_ref);
            let named = named.or(finished.session_id.as_ref().map(AsRef::as_ref));
            one(format!("[AudioServer] finished playing wav with id '{}'", id(named)))
        }
        _ => None,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "other messages have no line")]
fn one(line: String) -> Option<Vec<String>> {
    Some(vec![line])
}

fn site(site: Option<&SiteId>) -> String {
    site.map_or_else(|| "default".to_owned(), |site| on_one_line(site.as_str()))
}

fn session(id: impl AsRef<str>, what: &str, at: &SiteId) -> String {
    format!("[Dialogue] session with id '{}' was {what} on site {}", on_one_line(id.as_ref()), site(Some(at)))
}

fn asked(what: &str, id: impl AsRef<str>, text: Option<&str>) -> String {
    let line = format!("[Dialogue] was asked to {what} session with id '{}'", on_one_line(id.as_ref()));
    match text {
        Some(text) => format!("{line} by saying \"{}\"", on_one_line(text)),
        None => line,
    }
}

fn why(ended: &SessionEnded) -> String {
    match &ended.termination {
        Termination::Nominal => "The session ended as expected".to_owned(),
        Termination::AbortedByUser => "The session was aborted by the user".to_owned(),
        Termination::IntentNotRecognized => {
            "The session ended because no intent was successfully detected".to_owned()
        }
        Termination::Timeout { .. } => {
            "The session was ended because one of the component didn't respond in a timely manner".to_owned()
        }
        Termination::SiteUnavailable => "The session was ended because the site is unavailable".to_owned(),
        Termination::Error { error } => {
            format!("The session was ended because an error happened: {}", on_one_line(error))
        }
        other => format!("The session was ended because of {}", on_one_line(other.reason())),
    }
}

/// A line, and below it the slots with their names aligned to the right.
fn with_slots(first: String, slots: &[Slot]) -> Vec<String> {
    let mut lines = vec![first];
    if slots.is_empty() {
        return lines;
    }
    lines.push(format!("{:14}Slots ->", ""));
    let names: Vec<_> = slots.iter().map(|slot| on_one_line(&slot.slot_name)).collect();
    let end = SLOTS + names.iter().map(|name| name.chars().count()).max().unwrap_or_default();
    lines.extend(names.iter().zip(slots).map(|(name, slot)| {
        let value = slot.value.text().unwrap_or_else(|| slot.raw_value.clone());
        let sure = slot.confidence.map(|sure| format!(" (confidence: {sure:.3})")).unwrap_or_default();
        format!("{name:>end$} -> {}{sure}", on_one_line(&value))
    }));
    lines
}

/// Kilobytes as snips-watch counted them, of 1,024 bytes.
#[expect(clippy::cast_precision_loss, reason = "no sound is that long")]
fn kilobytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1_024.0)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use petasos_recording::Entry;

    use super::*;

    /// Topics, payloads, and the quoted lines.
    const QUOTED: &[(&str, &str, &str)] = &[
        (
            "hermes/hotword/default/detected",
            r#"{"siteId":"default","modelId":"hey_snips"}"#,
            "[15:00:52] [Hotword] detected on site default, for model hey_snips",
        ),
        (
            "hermes/asr/stopListening",
            r#"{"siteId":"default"}"#,
            "[15:00:52] [Asr] was asked to stop listening on site default",
        ),
        (
            "hermes/hotword/toggleOff",
            r#"{"siteId":"default"}"#,
            "[15:00:52] [Hotword] was asked to toggle itself 'off' on site default",
        ),
        (
            "hermes/dialogueManager/sessionStarted",
            r#"{"siteId":"default","sessionId":"e39a4367-e167-467c-912a-e047f49bea7a"}"#,
            "[15:00:52] [Dialogue] session with id 'e39a4367-e167-467c-912a-e047f49bea7a' was started on site default",
        ),
        (
            "hermes/asr/startListening",
            r#"{"siteId":"default"}"#,
            "[15:00:52] [Asr] was asked to listen on site default",
        ),
        (
            "hermes/asr/textCaptured",
            r#"{"text":"what 's the weather","likelihood":1.0,"seconds":2.0,"siteId":"default","tokens":[
                {"value":"what","confidence":0.95,"rangeStart":0,"rangeEnd":4,"time":{"start":0.0,"end":1.0}},
                {"value":"'s","confidence":0.95,"rangeStart":5,"rangeEnd":7,"time":{"start":1.0,"end":1.1}},
                {"value":"the","confidence":1.0,"rangeStart":8,"rangeEnd":11,"time":{"start":1.1,"end":1.2}},
                {"value":"weather","confidence":1.0,"rangeStart":12,"rangeEnd":19,"time":{"start":1.2,"end":2.0}}]}"#,
            "[15:00:52] [Asr] captured text \"what 's the weather\" in 2.0s with tokens: what[0.950], 's[0.950], the[1.000], weather[1.000]",
        ),
        (
            "hermes/nlu/query",
            r#"{"input":"what 's the weather"}"#,
            "[15:00:52] [Nlu] was asked to parse input \"what 's the weather\"",
        ),
        (
            "hermes/nlu/intentParsed",
            r#"{"input":"what 's the weather","intent":{"intentName":"searchWeatherForecast","confidenceScore":1.0},"slots":[]}"#,
            "[15:00:52] [Nlu] detected intent searchWeatherForecast with confidence score 1.000 for input \"what 's the weather\"",
        ),
        (
            "hermes/intent/searchWeatherForecast",
            r#"{"input":"what 's the weather","intent":{"intentName":"searchWeatherForecast","confidenceScore":1.0},"slots":[]}"#,
            "[15:00:52] [Dialogue] New intent detected searchWeatherForecast with confidence 1.000",
        ),
        (
            "hermes/nlu/intentNotRecognized",
            r#"{"input":"hawaii"}"#,
            "[15:00:52] [Nlu] intent not recognized for \"hawaii\"",
        ),
        (
            "hermes/dialogueManager/startSession",
            r#"{"siteId":"default","init":{"type":"notification","text":"Test pour voir"}}"#,
            "[15:00:52] [Dialogue] was asked to start a session on site default",
        ),
        (
            "hermes/dialogueManager/sessionQueued",
            r#"{"siteId":"default","sessionId":"55ef004a-330f-4623-9b32-8d649a5555f3"}"#,
            "[15:00:52] [Dialogue] session with id '55ef004a-330f-4623-9b32-8d649a5555f3' was queued on site default",
        ),
        (
            "hermes/tts/say",
            r#"{"text":"Test pour voir","siteId":"default"}"#,
            "[15:00:52] [Tts] was asked to say \"Test pour voir\"",
        ),
        (
            "hermes/tts/sayFinished",
            r#"{"id":"8d84d109-f271-41fa-b40a-de93997c4fc8"}"#,
            "[15:00:52] [Tts] finished speaking with id '8d84d109-f271-41fa-b40a-de93997c4fc8'",
        ),
        (
            "hermes/audioServer/bedroom/playFinished",
            r#"{"id":"9c836173-9dc7-41d7-9e89-461520b1dbee","siteId":"bedroom"}"#,
            "[15:00:52] [AudioServer] finished playing wav with id '9c836173-9dc7-41d7-9e89-461520b1dbee'",
        ),
        (
            "hermes/dialogueManager/sessionEnded",
            r#"{"siteId":"default","sessionId":"e5fcbcab","termination":{"reason":"timeout","component":"tts"}}"#,
            "[15:00:52] [Dialogue] session with id 'e5fcbcab' was ended on site default. The session was ended because one of the component didn't respond in a timely manner",
        ),
        (
            "hermes/dialogueManager/sessionEnded",
            r#"{"siteId":"bedroom","sessionId":"4d42687a","termination":{"reason":"abortedByUser"}}"#,
            "[15:00:52] [Dialogue] session with id '4d42687a' was ended on site bedroom. The session was aborted by the user",
        ),
        (
            "hermes/dialogueManager/sessionEnded",
            r#"{"siteId":"default","sessionId":"bed04484","termination":{"reason":"nominal"}}"#,
            "[15:00:52] [Dialogue] session with id 'bed04484' was ended on site default. The session ended as expected",
        ),
        (
            "hermes/dialogueManager/sessionEnded",
            r#"{"siteId":"default","sessionId":"fbe2f8ae","termination":{"reason":"error","error":"Event not supported"}}"#,
            "[15:00:52] [Dialogue] session with id 'fbe2f8ae' was ended on site default. The session was ended because an error happened: Event not supported",
        ),
    ];

    fn printed(topic: &str, payload: impl Into<Bytes>) -> String {
        // 15:00:52 in UTC.
        let wall = Timestamp::from_second(15 * 3_600 + 52).unwrap();
        let entry = Entry::new(Duration::ZERO, wall, topic, payload);
        lines(&DecodedEntry::new(&entry), &TimeZone::UTC).join("\n")
    }

    #[test]
    fn lines_are_as_people_have_quoted_them() {
        for (topic, payload, quoted) in QUOTED {
            assert_eq!(printed(topic, *payload), *quoted);
        }
    }

    #[test]
    fn sounds_are_counted_in_units_of_1024_bytes() {
        // The sizes of the sounds that Snips played before and after listening.
        for (bytes, size) in [(42_088, "41.1"), (95_312, "93.1")] {
            let line = printed("hermes/audioServer/default/playBytes/415d0971", vec![0; bytes]);
            let quoted = "[15:00:52] [AudioServer] was asked to play a wav of";
            assert_eq!(line, format!("{quoted} {size} kB with id '415d0971' on site default"));
        }
    }

    #[test]
    fn slots_stand_below_each_other_with_their_names_ending_in_one_column() {
        let payload = r#"{"input":"how's the weather in copenhagen tomorrow","slots":[
            {"rawValue":"copenhagen","value":{"kind":"Custom","value":"Copenhagen"},"entity":"locality","slotName":"weatherForecastLocality","range":{"start":21,"end":31}},
            {"rawValue":"tomorrow","value":{"kind":"InstantTime","value":"2017-11-19 00:00:00 +01:00","grain":"Day","precision":"Exact"},"entity":"snips/datetime","slotName":"weatherForecastStartDatetime","range":{"start":32,"end":40}}],
            "intent":{"intentName":"user_HybErw2IVx__SearchWeatherForecast","confidenceScore":0.98}}"#;
        let line = printed("hermes/intent/user_HybErw2IVx__SearchWeatherForecast", payload);
        let below: Vec<_> = line.lines().skip(1).collect();
        assert_eq!(
            below,
            [
                "              Slots ->",
                "                      weatherForecastLocality -> Copenhagen",
                "                 weatherForecastStartDatetime -> 2017-11-19 00:00:00 +01:00",
            ]
        );
    }

    #[test]
    fn what_it_did_not_print_has_no_line() {
        assert_eq!(printed("hermes/audioServer/default/audioFrame", "x"), "");
        assert_eq!(printed("home/lamp", "on"), "");
    }
}
