//! For each diagnosis there is a recording of an installation with this problem, and one of a similar installation without it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use petasos_messages::CHANNELS;
use petasos_recording::{DecodedEntry, Entry, Error, Payload, Recording, Sender};
use petasos_watch::doctor::{Diagnosis, Doctor, Finding, MOST_FINDINGS};
use proptest::prelude::*;

fn folder(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings").join(kind)
}

fn examine(recording: &Recording) -> Vec<Finding> {
    let mut doctor = Doctor::new(recording.header.dialect);
    for entry in &recording.entries {
        doctor.handle(&DecodedEntry::new(entry));
    }
    doctor.finish();
    doctor.findings().to_vec()
}

fn findings(kind: &str, diagnosis: Diagnosis) -> Result<Vec<Finding>, Error> {
    Ok(examine(&Recording::open(&folder(kind).join(format!("{diagnosis}.jsonl")))?))
}

fn text(findings: &[Finding]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// All recordings of a kind, with the diagnosis after which each is named: `two-nlus.jsonl`, `two-nlus.alike.jsonl`.
fn recordings(kind: &str) -> Result<Vec<(Diagnosis, Recording)>, Box<dyn std::error::Error>> {
    let mut recordings = Vec::new();
    for file in std::fs::read_dir(folder(kind))? {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        let diagnosis = name.split('.').next().unwrap_or_default().parse()?;
        recordings.push((diagnosis, Recording::open(&file.path())?));
    }
    Ok(recordings)
}

#[test]
fn each_recording_leads_to_its_diagnosis_and_no_other() {
    let mut made = BTreeSet::new();
    for (diagnosis, recording) in recordings("ill").unwrap() {
        let findings = examine(&recording);
        let found: BTreeSet<&str> = findings.iter().map(|finding| finding.diagnosis.name()).collect();
        let title = recording.header.title.unwrap_or_default();
        assert_eq!(found, BTreeSet::from([diagnosis.name()]), "{title}: {}", text(&findings));
        made.insert(diagnosis.name());
    }
    assert_eq!(made, Diagnosis::ALL.iter().map(|diagnosis| diagnosis.name()).collect());
}

#[test]
fn a_healthy_installation_has_no_findings() {
    let mut near = BTreeSet::new();
    for (diagnosis, recording) in recordings("well").unwrap() {
        let findings = examine(&recording);
        assert!(findings.is_empty(), "{diagnosis}: {}", text(&findings));
        near.insert(diagnosis.name());
    }
    assert_eq!(near, Diagnosis::ALL.iter().map(|diagnosis| diagnosis.name()).collect());
}

#[test]
fn the_texts_of_all_findings() {
    let told = Diagnosis::ALL.iter().flat_map(|diagnosis| findings("ill", *diagnosis).unwrap());
    let told = told.map(|finding| format!("{finding}\n    {}", finding.cure));
    insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
}

/// The page that explains all diagnoses: its table, as it must be.
#[test]
fn the_page_lists_every_diagnosis_with_cause_and_cure() {
    let page = include_str!("../../../docs/doctor.md");
    let row = |diagnosis: &Diagnosis| {
        let (severity, cause, cure) = (diagnosis.severity(), diagnosis.cause(), diagnosis.cure());
        format!("| `{diagnosis}` | {severity} | {cause} | {cure} |\n")
    };
    let rows: String = Diagnosis::ALL.iter().map(row).collect();
    let table = format!("| name | severity | cause | cure |\n|---|---|---|---|\n{rows}");
    assert!(page.ends_with(&table), "the table in docs/doctor.md must be:\n{table}");
}

/// Any message that may pass the broker.
fn any_entry() -> impl Strategy<Value = Entry> {
    let topic = prop_oneof![
        (0..CHANNELS.len(), "[a-z]{1,3}").prop_map(|(channel, name)| {
            let address = CHANNELS.get(channel).map_or("", |channel| channel.address);
            let level = |level: &str| if level.starts_with('{') { name.clone() } else { level.to_owned() };
            address.split('/').map(level).collect::<Vec<_>>().join("/")
        }),
        "[a-zA-Z/+#]{0,40}",
    ];
    let payload = prop_oneof![
        ("[ab]", "[xy]", any::<i64>()).prop_map(|(session, site, number)| {
            format!(
                r#"{{"sessionId":"{session}","siteId":"{site}","text":"t","input":"t","endSignalMs":{number},"id":"{site}",
                "intent":{{"intentName":"I","confidenceScore":1}},"termination":{{"reason":"timeout"}},"error":"e",
                "init":{{"type":"action"}},"intents":[],"models":[]}}"#
            )
            .into_bytes()
        }),
        any::<Vec<u8>>(),
    ];
    let payload = prop_oneof![
        payload.prop_map(|bytes| Payload::Bytes(bytes.into())),
        (any::<u64>(), any::<Option<Duration>>())
            .prop_map(|(bytes, sound)| Payload::LeftOut { bytes, sound }),
    ];
    let at = prop_oneof![any::<Duration>(), (0..600_u64).prop_map(Duration::from_secs)];
    let wall = (-1_000_000_000_000..1_000_000_000_000_i64).prop_map(Timestamp::from_millisecond);
    (at, wall, topic, any::<(bool, bool)>(), payload).prop_map(|(at, wall, topic, (retain, dup), payload)| {
        Entry {
            at,
            wall: wall.unwrap_or(Timestamp::UNIX_EPOCH),
            topic,
            qos: 0,
            retain,
            dup,
            from: Sender::Unknown,
            payload,
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn no_messages_harm_the_doctor(entries in proptest::collection::vec(any_entry(), 0..200)) {
        let mut doctor = Doctor::new(None);
        let mut told = Vec::new();
        for entry in &entries {
            told.extend(doctor.handle(&DecodedEntry::new(entry)));
        }
        told.extend(doctor.handle_time(Duration::MAX));
        told.extend(doctor.finish());
        prop_assert!(doctor.findings().len() <= MOST_FINDINGS);
        prop_assert_eq!(told.len(), doctor.findings().len(), "each is told once");
    }
}
