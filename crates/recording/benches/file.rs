//! What writing and reading a message costs, in a session file and beside it: `cargo bench -p petasos-recording`.
//!
//! Disks are left out where they can be: lines go to memory. Frames go to files in the folder for temporary files.

#![allow(clippy::expect_used, reason = "a benchmark fails by panicking")]

use std::time::Duration;

use bytes::Bytes;
use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use jiff::Timestamp;
use petasos_messages::Dialect;
use petasos_recording::{Entry, Header, Payload, Reader, Sender, Writer};
use tempfile::TempDir;

/// So many messages a round.
const MESSAGES: u32 = 1_000;

const INTENT: &[u8] = br#"{"input": "what time is it", "intent": {"intentName": "GetTime", "confidenceScore": 1.0}, "siteId": "default", "id": null, "slots": [{"entity": "e", "value": {"kind": "Unknown", "value": "v"}, "slotName": "e", "rawValue": "v", "confidence": 1.0, "range": {"start": 0, "end": 1, "rawStart": 0, "rawEnd": 1}}], "sessionId": "default-default-1128ab27-5dc7-46d1-8810-bbd47a62f88c", "customData": "default", "asrTokens": null, "asrConfidence": 0.9, "rawInput": "what time is it", "wakewordId": "default", "lang": null}"#;

fn main() {
    divan::main();
}

fn entry(number: u32, topic: &str, payload: Bytes) -> Entry {
    Entry {
        at: Duration::from_micros(16_001) * number,
        wall: Timestamp::UNIX_EPOCH + Duration::from_millis(16) * number,
        topic: topic.to_owned(),
        qos: 0,
        retain: false,
        dup: false,
        from: Sender::of(topic, Some(Dialect::RHASSPY)),
        payload: Payload::Bytes(payload),
    }
}

/// Intents, as a message of common length.
fn messages() -> Vec<Entry> {
    (0..MESSAGES).map(|number| entry(number, "hermes/intent/GetTime", Bytes::from_static(INTENT))).collect()
}

/// The frames of a usual microphone: 256 samples, 62.5 times a second.
fn frames() -> Vec<Entry> {
    let head =
        b"RIFF\x24\x02\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data\0\x02\0\0";
    let frame: Vec<u8> = head.iter().copied().chain((0..512_u16).map(|byte| byte.to_le_bytes()[0])).collect();
    let frame = Bytes::from(frame);
    (0..MESSAGES)
        .map(|number| entry(number, "hermes/audioServer/kitchen/audioFrame", frame.clone()))
        .collect()
}

fn write(entries: &[Entry]) -> Vec<u8> {
    let mut writer = Writer::new(Vec::new(), &Header::new(Timestamp::UNIX_EPOCH)).expect("memory");
    for entry in entries {
        writer.write(entry).expect("memory");
    }
    writer.finish().expect("memory")
}

#[divan::bench]
fn write_messages(bencher: Bencher<'_, '_>) {
    let entries = messages();
    bencher
        .counter(ItemsCount::new(entries.len()))
        .counter(BytesCount::new(write(&entries).len()))
        .bench(|| write(black_box(&entries)));
}

#[divan::bench]
fn read_messages(bencher: Bencher<'_, '_>) {
    let file = write(&messages());
    bencher
        .counter(ItemsCount::new(MESSAGES))
        .counter(BytesCount::new(file.len()))
        .bench(|| Reader::new(black_box(file.as_slice())).expect("memory").flatten().count());
}

#[divan::bench]
fn write_frames(bencher: Bencher<'_, '_>) {
    let entries = frames();
    bencher
        .counter(ItemsCount::new(entries.len()))
        .with_inputs(|| TempDir::new().expect("a folder"))
        .bench_values(|folder| {
            let path = folder.path().join("house.jsonl");
            let mut writer = Writer::create(&path, &Header::new(Timestamp::UNIX_EPOCH)).expect("a file");
            for entry in &entries {
                writer.write(entry).expect("a file");
            }
            writer.finish().expect("a file");
            folder
        });
}

#[divan::bench]
fn read_frames(bencher: Bencher<'_, '_>) {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("house.jsonl");
    let mut writer = Writer::create(&path, &Header::new(Timestamp::UNIX_EPOCH)).expect("a file");
    for entry in frames() {
        writer.write(&entry).expect("a file");
    }
    writer.finish().expect("a file");
    bencher
        .counter(ItemsCount::new(MESSAGES))
        .bench(|| Reader::open(black_box(&path)).expect("a file").flatten().count());
}
