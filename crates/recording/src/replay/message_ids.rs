//! Finds and replaces the ids in a message.
//!
//! Only the fields and topic levels that hold ids are changed; everything else stays byte for byte, as does a payload that is not
//! JSON.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use bytes::Bytes;
use serde::Deserializer as _;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::topic_parameters::{channel, levels};

/// What an id names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Names {
    Session,
    /// A query, speech or a sound, whose answer carries its id.
    Request,
}

/// An id: what it names, and its text.
pub(super) type Id = (Names, String);

/// The fields of payloads that hold ids.
const FIELDS: [(&str, Names); 4] = [
    ("sessionId", Names::Session),
    ("reactivatedFromSessionId", Names::Session),
    ("id", Names::Request),
    ("requestId", Names::Request),
];

/// An id in a message, and its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) id: Id,
    /// The field that contains it; `None` for the topic.
    field: Option<&'static str>,
    position: Position,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Position {
    Topic(Range<usize>),
    /// The JSON string, including its quotes.
    Payload(Range<usize>),
}

/// All ids of a message, in order of their position.
pub(super) fn find(topic: &str, payload: &[u8]) -> Vec<Found> {
    let in_topic = id_in_topic(topic).and_then(|(names, range)| {
        let id = (names, topic.get(range.clone())?.to_owned());
        Some(Found { id, field: None, position: Position::Topic(range) })
    });
    in_topic.into_iter().chain(ids_in_payload(payload)).collect()
}

fn id_in_topic(topic: &str) -> Option<(Names, Range<usize>)> {
    let mut start = 0;
    for (level, parameter) in levels(topic, channel(topic)?) {
        let end = start + level.len();
        match parameter {
            Some("session_id") => return Some((Names::Session, start..end)),
            Some("request_id" | "stream_id") => return Some((Names::Request, start..end)),
            _ => start = end + 1,
        }
    }
    None
}

fn ids_in_payload(payload: &[u8]) -> Vec<Found> {
    if payload.first() != Some(&b'{') {
        return Vec::new();
    }
    let mut reader = serde_json::Deserializer::from_slice(payload);
    let fields = reader.deserialize_map(Fields).unwrap_or_default();
    if reader.end().is_err() {
        return Vec::new();
    }
    let found = fields.into_iter().filter_map(|(&(field, names), raw)| {
        let text: String = serde_json::from_str(raw.get()).ok()?;
        let start = raw.get().as_ptr().addr().checked_sub(payload.as_ptr().addr())?;
        Some(Found {
            id: (names, text),
            field: Some(field),
            position: Position::Payload(start..start + raw.get().len()),
        })
    });
    found.collect()
}

/// The fields of an object that may hold ids, as raw JSON.
struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Vec<(&'static (&'static str, Names), &'de RawValue)>;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut found = Vec::new();
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            match FIELDS.iter().find(|(field, _)| *field == key) {
                Some(field) => found.push((field, map.next_value()?)),
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(found)
    }
}

/// Maps the ids of a recording to the live ones and back.
#[derive(Debug, Clone, Default)]
pub(super) struct Mapping {
    /// Ids that the tested component made during the recording.
    made: BTreeSet<Id>,
    live: BTreeMap<Id, String>,
    recorded: BTreeMap<Id, String>,
    /// Ids of requests that have no live id.
    nameless: BTreeSet<Id>,
}

/// The replacement of an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Replacement<'a> {
    /// Another id, or the same.
    Id(&'a str),
    /// `null`.
    Nothing,
}

impl Replacement<'_> {
    fn as_json(self) -> serde_json::Value {
        match self {
            Self::Id(id) => id.into(),
            Self::Nothing => serde_json::Value::Null,
        }
    }
}

impl<'a> From<&'a str> for Replacement<'a> {
    fn from(id: &'a str) -> Self {
        Self::Id(id)
    }
}

impl Mapping {
    /// The tested component made this id during the recording.
    pub(super) fn made_by_tested(&mut self, id: Id) {
        self.made.insert(id);
    }

    /// Learns from a recorded message and its live counterpart: ids in the same field, or in the topic, correspond. If the live
    /// request has no id, its answer has none either.
    pub(super) fn learn(&mut self, recorded: &[Found], live: &[Found]) {
        for recorded in recorded {
            match live.iter().find(|live| live.field == recorded.field) {
                Some(live) => self.correspond(&recorded.id, &live.id),
                None if recorded.id.0 == Names::Request => self.nameless.extend([recorded.id.clone()]),
                None => {}
            }
        }
    }

    fn correspond(&mut self, recorded: &Id, live: &Id) {
        if !self.live.contains_key(recorded) && !self.recorded.contains_key(live) {
            self.live.insert(recorded.clone(), live.1.clone());
            self.recorded.insert(live.clone(), recorded.1.clone());
        }
    }

    /// The live replacement for a recorded id; `None` if the tested component has not made it yet.
    pub(super) fn to_live<'a>(&'a self, id: &'a Id) -> Option<Replacement<'a>> {
        match self.live.get(id) {
            Some(live) => Some(Replacement::Id(live)),
            None if self.nameless.contains(id) => Some(Replacement::Nothing),
            None => (!self.made.contains(id)).then_some(Replacement::Id(&id.1)),
        }
    }

    /// Whether this id has a live counterpart.
    pub(super) fn has_live(&self, id: &Id) -> bool {
        self.live.contains_key(id)
    }

    /// The recorded id for a live one.
    pub(super) fn to_recorded(&self, id: &Id) -> Option<&str> {
        self.recorded.get(id).map(String::as_str)
    }
}

/// Replaces the ids of a message; `None` if one of them has no replacement.
pub(super) fn replace<'a, T: Into<Replacement<'a>>>(
    topic: &str,
    payload: &Bytes,
    found: &'a [Found],
    other: impl Fn(&'a Id) -> Option<T>,
) -> Option<(String, Bytes)> {
    let mut new_topic = topic.to_owned();
    let mut new_payload = payload.clone();
    // From the end, so that earlier positions stay valid.
    for found in found.iter().rev() {
        match (&found.position, other(&found.id)?.into()) {
            (_, Replacement::Id(id)) if id == found.id.1 => {}
            (Position::Topic(range), Replacement::Id(id)) => new_topic.replace_range(range.clone(), id),
            (Position::Topic(_), Replacement::Nothing) => return None,
            (Position::Payload(range), other) => {
                let mut bytes = new_payload.to_vec();
                bytes.splice(range.clone(), other.as_json().to_string().into_bytes());
                new_payload = bytes.into();
            }
        }
    }
    Some((new_topic, new_payload))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(topic: &str, payload: &str) -> Vec<Id> {
        find(topic, payload.as_bytes()).into_iter().map(|found| found.id).collect()
    }

    #[test]
    fn ids_are_found_in_fields_and_topics_and_nowhere_else() {
        let payload = r#"{"sessionId":"s","id":null,"customData":"{\"id\":\"c\"}","slots":[{"id":"x"}],"requestId":"r"}"#;
        let found = [(Names::Session, "s".to_owned()), (Names::Request, "r".to_owned())];
        assert_eq!(texts("hermes/tts/say", payload), found);
        let sound = [(Names::Request, "a/b".to_owned())];
        assert_eq!(texts("hermes/audioServer/kitchen/playBytes/a/b", "RIFF"), sound);
        let frame = [(Names::Session, "s1".to_owned())];
        assert_eq!(texts("hermes/audioServer/kitchen/s1/audioSessionFrame", ""), frame);
        assert!(texts("hermes/audioServer/playBytes/playFinished", "[\"id\"]").is_empty());
    }

    #[test]
    fn an_id_is_replaced_and_everything_else_stays() {
        let mut mapping = Mapping::default();
        mapping.made_by_tested((Names::Session, "old".to_owned()));
        let payload =
            Bytes::from_static(br#"{ "n": 1.50, "sessionId" : "old", "text":"old \u0041", "text":2 }"#);
        let found = find("hermes/x", &payload);
        assert_eq!(replace("hermes/x", &payload, &found, |id| mapping.to_live(id)), None);
        mapping.learn(&found, &find("hermes/x", br#"{"sessionId":"n\"w"}"#));
        let (_, replaced) = replace("hermes/x", &payload, &found, |id| mapping.to_live(id)).unwrap();
        assert_eq!(replaced, &br#"{ "n": 1.50, "sessionId" : "n\"w", "text":"old \u0041", "text":2 }"#[..]);
    }

    #[test]
    fn ids_are_matched_by_their_fields_not_by_their_order() {
        let mut mapping = Mapping::default();
        let recorded = find("hermes/x", br#"{"sessionId":"new","reactivatedFromSessionId":"old"}"#);
        mapping.learn(&recorded, &find("hermes/x", br#"{"reactivatedFromSessionId":"a","sessionId":"b"}"#));
        let session = |id: &str| (Names::Session, id.to_owned());
        assert_eq!(mapping.to_recorded(&session("a")), Some("old"));
        assert_eq!(mapping.to_recorded(&session("b")), Some("new"));
    }

    #[test]
    fn the_answer_to_a_request_without_an_id_has_none() {
        let mut mapping = Mapping::default();
        let query = Bytes::from_static(br#"{"id":"q","sessionId":"old"}"#);
        let recorded = find("hermes/nlu/query", &query);
        for found in &recorded {
            mapping.made_by_tested(found.id.clone());
        }
        mapping.learn(&recorded, &find("hermes/nlu/query", br#"{"id":null,"sessionId":"new"}"#));
        let (_, replaced) =
            replace("hermes/nlu/intentParsed", &query, &recorded, |id| mapping.to_live(id)).unwrap();
        assert_eq!(replaced, &br#"{"id":null,"sessionId":"new"}"#[..]);
    }

    #[test]
    fn a_malformed_payload_stays_as_it_is() {
        let mut mapping = Mapping::default();
        mapping.made_by_tested((Names::Session, "old".to_owned()));
        let payload = Bytes::from_static(br#"{"sessionId":"old","text":"#);
        let found = find("hermes/x", &payload);
        assert_eq!(replace("hermes/x", &payload, &found, |id| mapping.to_live(id)).unwrap().1, payload);
    }

    proptest! {
        #[test]
        fn replacing_ids_by_themselves_changes_nothing(topic: String, bytes: Vec<u8>, id: String, text: String) {
            let json = serde_json::json!({"a": text, "sessionId": id, "id": [id]}).to_string().into_bytes();
            for payload in [bytes, json] {
                let payload = Bytes::from(payload);
                let found = find(&topic, &payload);
                let replaced = replace(&topic, &payload, &found, |id| Some(id.1.as_str()));
                prop_assert_eq!(replaced, Some((topic.clone(), payload)));
            }
        }
    }
}
