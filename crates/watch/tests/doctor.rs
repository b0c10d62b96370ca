//! Each diagnosis has a recording of a house that is ill with it, and one of a house near it that is well.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use petasos_recording::{Error, Recording};
use petasos_watch::doctor::{Diagnosis, Doctor, Finding};

fn folder(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recordings").join(kind)
}

fn examine(recording: &Recording) -> Vec<Finding> {
    let mut doctor = Doctor::new(recording.header.dialect);
    for entry in &recording.entries {
        doctor.handle(entry);
    }
    doctor.finish();
    doctor.findings().to_vec()
}

/// What the doctor finds in a recording.
fn findings(kind: &str, diagnosis: Diagnosis) -> Result<Vec<Finding>, Error> {
    Ok(examine(&Recording::open(&folder(kind).join(format!("{diagnosis}.jsonl")))?))
}

fn told(findings: &[Finding]) -> String {
    findings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[test]
fn each_diagnosis_is_made_of_its_recording_and_no_other_is() {
    for diagnosis in Diagnosis::ALL {
        let findings = findings("ill", *diagnosis).unwrap();
        let found: BTreeSet<&str> = findings.iter().map(|finding| finding.diagnosis.name()).collect();
        assert_eq!(found, BTreeSet::from([diagnosis.name()]), "{}", told(&findings));
    }
}

#[test]
fn a_house_that_is_well_is_told_nothing() {
    for diagnosis in Diagnosis::ALL {
        let findings = findings("well", *diagnosis).unwrap();
        assert!(findings.is_empty(), "{diagnosis}: {}", told(&findings));
    }
}

#[test]
fn each_recording_belongs_to_a_diagnosis() {
    for kind in ["ill", "well"] {
        for file in std::fs::read_dir(folder(kind)).unwrap() {
            let path = file.unwrap().path();
            let name = path.file_stem().unwrap().to_str().unwrap();
            assert!(name.parse::<Diagnosis>().is_ok(), "{}", path.display());
        }
    }
}

#[test]
fn the_words_are_plain() {
    let told = Diagnosis::ALL.iter().flat_map(|diagnosis| findings("ill", *diagnosis).unwrap());
    let told = told.map(|finding| format!("{finding}\n    {}", finding.cure));
    insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
}

/// The page that explains all diagnoses: its table, as it must be.
#[test]
fn the_page_tells_every_diagnosis_with_cause_and_cure() {
    let page = include_str!("../../../docs/doctor.md");
    let row = |diagnosis: &Diagnosis| {
        let (severity, cause, cure) = (diagnosis.severity(), diagnosis.cause(), diagnosis.cure());
        format!("| `{diagnosis}` | {severity} | {cause} | {cure} |\n")
    };
    let rows: String = Diagnosis::ALL.iter().map(row).collect();
    let table = format!("| name | severity | cause | cure |\n|---|---|---|---|\n{rows}");
    assert!(page.ends_with(&table), "the table in docs/doctor.md must be:\n{table}");
}
