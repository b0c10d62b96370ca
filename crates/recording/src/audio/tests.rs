//! Audio is stored beside a session file, can be played there, and is restored byte for byte.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use hound::WavReader;
use jiff::Timestamp;
use proptest::prelude::*;
use tempfile::TempDir;

use super::audio_folder;
use super::test_sounds::{chunk, wav};
use crate::{Entry, Header, Payload, Reader, Recording, Writer};

/// The rate of a usual microphone, in Hz.
const RATE_HZ: u32 = 16_000;

fn entry(topic: &str, payload: impl Into<Bytes>) -> Entry {
    Entry::new(Duration::from_millis(16), Timestamp::UNIX_EPOCH, topic, payload)
}

/// A frame of a microphone in the kitchen.
fn frame(values: &[i16]) -> Entry {
    entry("hermes/audioServer/kitchen/audioFrame", wav(RATE_HZ, 1, &[], values))
}

fn started(session: &str) -> Entry {
    let payload = format!(r#"{{"sessionId":"{session}","siteId":"kitchen"}}"#);
    entry("hermes/dialogueManager/sessionStarted", payload)
}

fn ended(session: &str) -> Entry {
    let payload =
        format!(r#"{{"sessionId":"{session}","siteId":"kitchen","termination":{{"reason":"nominal"}}}}"#);
    entry("hermes/dialogueManager/sessionEnded", payload)
}

/// A folder with a session file that has these entries.
struct Written {
    folder: TempDir,
}

impl Written {
    fn new(entries: &[Entry]) -> Self {
        let folder = TempDir::new().unwrap();
        let written = Self { folder };
        let header = Header::new(Timestamp::UNIX_EPOCH);
        let mut writer = Writer::create(&written.path(), &header).unwrap();
        for entry in entries {
            writer.write(entry).unwrap();
        }
        writer.finish().unwrap();
        written
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("house.jsonl")
    }

    fn read(&self) -> Vec<Entry> {
        Recording::open(&self.path()).unwrap().entries
    }

    /// The names of the sound files, and how many samples a player plays of each.
    fn sounds(&self) -> Vec<(String, u32)> {
        let mut sounds: Vec<_> = fs::read_dir(audio_folder(&self.path()))
            .map(|files| files.map(|file| sound(&file.unwrap().path())).collect())
            .unwrap_or_default();
        sounds.sort();
        sounds
    }
}

fn sound(path: &Path) -> (String, u32) {
    let mut wav = WavReader::open(path).unwrap();
    let played = wav.samples::<i16>().map(Result::unwrap).count();
    (path.file_name().unwrap().to_string_lossy().into_owned(), u32::try_from(played).unwrap())
}

#[test]
fn there_is_one_playable_file_per_session_and_one_between_sessions() {
    let entries =
        [frame(&[1; 256]), started("s1"), frame(&[2; 256]), frame(&[3; 256]), ended("s1"), frame(&[4; 100])];
    let written = Written::new(&entries);
    let sounds = written.sounds();
    let expected = [("kitchen-1.wav", 256), ("kitchen-3.wav", 100), ("kitchen-s1-2.wav", 512)];
    assert_eq!(sounds, expected.map(|(name, samples)| (name.to_owned(), samples)));
    assert_eq!(written.read(), entries);
}

#[test]
fn microphones_do_not_mix() {
    let other = entry("hermes/audioServer/office/audioFrame", wav(RATE_HZ, 1, &[], &[9; 256]));
    let asked = entry("hermes/audioServer/office/web/audioSessionFrame", wav(RATE_HZ, 1, &[], &[8; 256]));
    let entries = [frame(&[1; 256]), other, frame(&[2; 256]), asked];
    let written = Written::new(&entries);
    let names: Vec<_> = written.sounds().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["kitchen-1.wav", "office-2.wav", "office-web-3.wav"]);
    assert_eq!(written.read(), entries);
}

#[test]
fn frames_of_another_format_start_a_new_file() {
    let fast = entry("hermes/audioServer/kitchen/audioFrame", wav(48_000, 1, &[], &[1; 300]));
    let entries = [frame(&[1; 256]), fast, frame(&[2; 256])];
    let written = Written::new(&entries);
    assert_eq!(written.sounds().len(), 3);
    assert_eq!(written.read(), entries);
}

#[test]
fn chunks_of_snips_and_odd_headers_come_back() {
    let time = [chunk(b"time", &1_545_696_000_000_u64.to_le_bytes()), chunk(b"rpid", b"odd")].concat();
    let mut unknown_length = wav(RATE_HZ, 1, &[], &[5; 256]);
    unknown_length.splice(40..44, [0xff; 4]);
    let mut half_a_sample = wav(RATE_HZ, 1, &[], &[5; 256]);
    half_a_sample.push(7);
    half_a_sample.splice(40..44, 513_u32.to_le_bytes());
    let topic = "hermes/audioServer/kitchen/audioFrame";
    let entries = [
        entry(topic, wav(RATE_HZ, 1, &time, &[1; 256])),
        entry(topic, unknown_length),
        entry(topic, half_a_sample),
        entry(topic, b"RIFF no sound at all".as_slice()),
        entry(topic, Vec::new()),
    ];
    let written = Written::new(&entries);
    assert_eq!(written.sounds(), [("kitchen-1.wav".to_owned(), 3 * 256)]);
    assert_eq!(written.read(), entries);
}

#[test]
fn what_is_played_has_a_file_of_its_own_byte_for_byte() {
    let beep = wav(22_050, 1, &chunk(b"LIST", b"a beep"), &[7; 2_205]);
    let entries = [entry("hermes/audioServer/kitchen/playBytes/1", beep.clone())];
    let written = Written::new(&entries);
    assert_eq!(fs::read(audio_folder(&written.path()).join("kitchen-play-1.wav")).unwrap(), beep);
    assert_eq!(written.read(), entries);
}

#[test]
fn a_crash_leaves_sound_that_plays_up_to_the_last_second() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("house.jsonl");
    let mut writer = Writer::create(&path, &Header::new(Timestamp::UNIX_EPOCH)).unwrap();
    for _ in 0..100 {
        writer.write(&frame(&[1; 256])).unwrap();
    }
    // After a crash there is no flush and no updated header.
    let _crashed = std::mem::ManuallyDrop::new(writer);
    let (_, played) = sound(&audio_folder(&path).join("kitchen-1.wav"));
    assert!((RATE_HZ..=100 * 256).contains(&played), "{played} samples");
}

#[test]
fn sound_that_was_lost_reads_as_left_out() {
    let entries = [frame(&[1; 256]), frame(&[2; 256])];
    let written = Written::new(&entries);
    let file = audio_folder(&written.path()).join("kitchen-1.wav");
    let cut = fs::read(&file).unwrap().into_iter().take(44 + 600).collect::<Vec<_>>();
    fs::write(&file, cut).unwrap();
    let mut reader = Reader::open(&written.path()).unwrap();
    let read: Vec<_> = reader.by_ref().map(Result::unwrap).collect();
    assert_eq!(read.first(), entries.first());
    assert_eq!(read.get(1).unwrap().payload, Payload::LeftOut { bytes: 556, sound: None });
    assert_eq!(reader.missing_sounds(), 1);
}

#[test]
fn no_name_leads_out_of_the_folder() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("house.jsonl");
    fs::create_dir(audio_folder(&path)).unwrap();
    fs::write(folder.path().join("secret.wav"), "secret").unwrap();
    std::os::unix::fs::symlink("../secret.wav", audio_folder(&path).join("link.wav")).unwrap();
    let header = r#"{"petasos":"session","version":1,"started":"1970-01-01T00:00:00Z","kept":{"text":true,"audio":true}}"#;
    for name in ["../secret.wav", "link.wav", "/etc/hostname", "no-such.wav"] {
        let line = format!(
            r#"{{"at":0,"wall":"1970-01-01T00:00:00Z","topic":"t","qos":0,"retain":false,"audio":{{"file":"{name}","bytes":6}}}}"#
        );
        fs::write(&path, format!("{header}\n{line}\n")).unwrap();
        let read = Recording::open(&path).unwrap().entries;
        assert_eq!(read.first().unwrap().payload, Payload::LeftOut { bytes: 6, sound: None }, "{name}");
    }
}

#[test]
fn sound_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let written = Written::new(&[frame(&[1; 256])]);
    let folder = audio_folder(&written.path());
    for (path, mode) in [(written.path(), 0o600), (folder.join("kitchen-1.wav"), 0o600), (folder, 0o700)] {
        let found = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(found, mode, "{}", path.display());
    }
}

#[test]
fn a_hundred_microphones_need_no_hundred_open_files() {
    let round = |values: i16| {
        (0..100).map(move |site| {
            entry(&format!("hermes/audioServer/room{site}/audioFrame"), wav(RATE_HZ, 1, &[], &[values; 16]))
        })
    };
    let entries: Vec<_> = round(1).chain(round(2)).collect();
    let written = Written::new(&entries);
    assert_eq!(written.read(), entries);
}

fn any_message() -> impl Strategy<Value = Entry> {
    let values = || proptest::collection::vec(any::<i16>(), 0..20);
    let site = || prop_oneof![Just("kitchen".to_owned()), "[^/+#\0]{1,60}"];
    prop_oneof![
        (site(), values(), any::<bool>(), 0_usize..4).prop_map(|(site, values, snips, cut)| {
            let chunks = if snips { chunk(b"time", &[1; 8]) } else { Vec::new() };
            let mut payload = wav(RATE_HZ, 1, &chunks, &values);
            payload.truncate(payload.len() - cut);
            entry(&format!("hermes/audioServer/{site}/audioFrame"), payload)
        }),
        (site(), values()).prop_map(|(site, values)| {
            entry(&format!("hermes/audioServer/{site}/playBytes/1"), wav(8_000, 1, &[], &values))
        }),
        any::<bool>().prop_map(|begins| if begins { started("s") } else { ended("s") }),
        (site(), any::<Vec<u8>>())
            .prop_map(|(site, payload)| entry(&format!("hermes/audioServer/{site}/audioFrame"), payload)),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_sound_comes_back_byte_for_byte_and_in_order(
        entries in proptest::collection::vec(any_message(), 0..30),
    ) {
        prop_assert_eq!(Written::new(&entries).read(), entries);
    }

    #[test]
    fn no_damage_to_a_sound_file_panics(
        at in 0_usize..50,
        bytes: [u8; 4],
        length in 0_usize..700,
        from: u32,
        samples in 0_u32..600,
    ) {
        let written = Written::new(&[frame(&[1; 300])]);
        let file = audio_folder(&written.path()).join("kitchen-1.wav");
        let mut wav = fs::read(&file).unwrap();
        for (place, byte) in wav.iter_mut().skip(at).zip(bytes) {
            *place = byte;
        }
        wav.truncate(length);
        fs::write(&file, wav).unwrap();
        let lines = fs::read_to_string(written.path()).unwrap();
        let other = lines.replace("\"from\":0,\"samples\":300", &format!("\"from\":{from},\"samples\":{samples}"));
        fs::write(written.path(), format!("{lines}{}", other.lines().last().unwrap())).unwrap();
        prop_assert_eq!(written.read().len(), 2);
    }
}
