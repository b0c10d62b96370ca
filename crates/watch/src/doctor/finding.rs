//! What was found.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use petasos_messages::{SessionId, SiteId};

use super::{Diagnosis, Severity};

/// More findings than these are not kept: a house with so many faults needs no longer list.
pub const MOST_FINDINGS: usize = 200;

/// Something that is wrong with a house. The same thing found again is counted, not told again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What it is.
    pub diagnosis: Diagnosis,
    /// Where, if it is in one place.
    pub site: Option<SiteId>,
    /// In which session it was seen first, if in one.
    pub session: Option<SessionId>,
    /// What was seen, in a sentence. It may quote what came over the network.
    pub seen: String,
    /// What to do about it.
    pub cure: String,
    /// When it was seen first, since the recording began.
    pub first: Duration,
    /// When it was seen last.
    pub last: Duration,
    /// How often it was seen.
    pub count: u64,
}

impl Finding {
    /// How bad it is.
    pub fn severity(&self) -> Severity {
        self.diagnosis.severity()
    }
}

/// In one line: when, how bad, what.
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

/// A finding to be written down.
#[derive(Debug)]
pub(super) struct NewFinding<'a> {
    diagnosis: Diagnosis,
    /// What tells it from others of its kind.
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

    /// Tells it from others of its kind, where the site does not.
    pub(super) fn about(mut self, what: &'a str) -> Self {
        self.about = what;
        self
    }

    /// What to do, where more can be said than for all of its kind.
    pub(super) fn cure(mut self, cure: String) -> Self {
        self.cure = Some(cure);
        self
    }
}

/// Where checks write down what they find.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) now: Duration,
    findings: Vec<Finding>,
    index: BTreeMap<(Diagnosis, String), usize>,
    /// The first finding that nobody was told of.
    new: usize,
}

impl Findings {
    /// Something was found: in a sentence, what was seen.
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

/// A length of time for people: `20 ms`, `1.2 s`, `12 s`, `3 min`.
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
