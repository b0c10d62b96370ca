//! Findings of the doctor.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use petasos_messages::{SessionId, SiteId};

use super::{Diagnosis, Severity};

/// The most findings that are kept.
pub const MOST_FINDINGS: usize = 200;

/// Something that is wrong with an installation. Finding it again only raises the count.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What is wrong.
    pub diagnosis: Diagnosis,
    /// The site, if it concerns only one.
    pub site: Option<SiteId>,
    /// The session in which it was first seen, if any.
    pub session: Option<SessionId>,
    /// What was seen, in a sentence. It may quote text from the network.
    pub seen: String,
    /// What to do about it.
    pub cure: String,
    /// When it was first seen, since the beginning of the recording.
    pub first: Duration,
    /// When it was last seen.
    pub last: Duration,
    /// How often it was seen.
    pub count: u64,
}

impl Finding {
    /// How serious it is.
    pub fn severity(&self) -> Severity {
        self.diagnosis.severity()
    }
}

/// One line with time, severity, diagnosis and what was seen.
impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{:.3} s  {}  {}: {}",
            self.first.as_secs_f64(),
            self.severity(),
            self.diagnosis,
            self.seen
        )
    }
}

/// A finding to be added.
#[derive(Debug)]
pub(super) struct NewFinding<'a> {
    diagnosis: Diagnosis,
    /// Distinguishes it from others with the same diagnosis and site.
    about: &'a str,
    site: Option<&'a SiteId>,
    session: Option<&'a SessionId>,
    cure: Option<String>,
}

impl<'a> NewFinding<'a> {
    pub(super) fn of(diagnosis: Diagnosis) -> Self {
        Self { diagnosis, about: "", site: None, session: None, cure: None }
    }

    pub(super) fn at(mut self, site: &'a SiteId) -> Self {
        self.site = Some(site);
        self
    }

    pub(super) fn in_session(mut self, session: Option<&'a SessionId>) -> Self {
        self.session = session;
        self
    }

    /// Distinguishes it from others with the same diagnosis and site.
    pub(super) fn about(mut self, what: &'a str) -> Self {
        self.about = what;
        self
    }

    /// A more specific cure than that of the diagnosis.
    pub(super) fn cure(mut self, cure: String) -> Self {
        self.cure = Some(cure);
        self
    }
}

/// Collects what the checks find.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) now: Duration,
    findings: Vec<Finding>,
    index: BTreeMap<(Diagnosis, String), usize>,
    /// The first finding that was not returned yet.
    new: usize,
}

impl Findings {
    /// Adds a finding; `seen` describes it in a sentence.
    pub(super) fn add(&mut self, note: NewFinding<'_>, seen: impl FnOnce() -> String) {
        let site = note.site.map_or("", |site| site.as_str());
        let key = (note.diagnosis, format!("{site}/{}", note.about));
        if let Some(finding) = self.index.get(&key).and_then(|index| self.findings.get_mut(*index)) {
            finding.count += 1;
            finding.last = self.now;
        } else if self.findings.len() < MOST_FINDINGS {
            self.index.insert(key, self.findings.len());
            self.findings.push(Finding {
                diagnosis: note.diagnosis,
                site: note.site.cloned(),
                session: note.session.cloned(),
                seen: seen(),
                cure: note.cure.unwrap_or_else(|| note.diagnosis.cure().to_owned()),
                first: self.now,
                last: self.now,
                count: 1,
            });
        }
    }

    pub(super) fn findings(&self) -> &[Finding] {
        &self.findings
    }

    pub(super) fn take_new(&mut self) -> Vec<Finding> {
        let new = self.findings.get(self.new..).unwrap_or_default().to_vec();
        self.new = self.findings.len();
        new
    }
}

/// A length of time as text: `20 ms`, `1.2 s`, `12 s`, `3 min`.
pub(super) fn span(time: Duration) -> String {
    const MINUTE: u64 = 60;
    let seconds = time.as_secs();
    match seconds {
        0 => format!("{} ms", time.as_millis()),
        1..10 => format!("{:.1} s", time.as_secs_f64()),
        10..120 => format!("{seconds} s"),
        _ => format!("{} min", seconds / MINUTE),
    }
}
