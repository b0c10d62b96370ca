//! Findings and their summary as text and JSON.

use std::collections::BTreeMap;

use petasos_messages::{SessionId, SiteId};
use petasos_watch::doctor::{Doctor, Finding, Severity};
use serde_json::{Value, json};

use crate::terminal_text::{BAD, FAINT, GOOD, ODD, STRONG, counted, plain};

/// A finding for the terminal: the diagnosis, what was seen, what to do.
pub fn finding_text(finding: &Finding) -> String {
    let style = match finding.severity() {
        Severity::Error => BAD,
        Severity::Warning => ODD,
        _ => FAINT,
    };
    let severity = finding.severity().to_string();
    let at = finding.first.as_secs_f64();
    format!(
        "{style}{severity:7}{style:#}  {STRONG}{}{STRONG:#} {FAINT}at {at:.1} s{FAINT:#}\n         {}\n         {}",
        finding.diagnosis,
        plain(&finding.seen),
        plain(&finding.cure)
    )
}

/// A finding for `--json`; docs/doctor.md describes the fields.
pub fn finding_json(finding: &Finding) -> Value {
    json!({
        "event": "finding",
        "diagnosis": finding.diagnosis.name(),
        "severity": finding.severity().to_string(),
        "site": finding.site.as_ref().map(SiteId::as_str),
        "session": finding.session.as_ref().map(SessionId::as_str),
        "at": finding.first.as_secs_f64(),
        "seen": finding.seen,
        "cure": finding.cure,
    })
}

/// The summary of an examination.
#[derive(Debug)]
pub struct Summary {
    findings: Vec<Finding>,
    messages: u64,
    sessions: u64,
    violations: Option<usize>,
}

impl Summary {
    /// The findings of the doctor, and the number of violated invariants if they were checked.
    pub fn new(doctor: &Doctor, violations: Option<usize>) -> Self {
        let findings = doctor.findings().to_vec();
        Self { findings, messages: doctor.messages(), sessions: doctor.sessions(), violations }
    }

    /// Whether there are no errors, warnings or violations.
    pub fn is_well(&self) -> bool {
        self.violations.unwrap_or_default() == 0
            && self.findings.iter().all(|finding| finding.severity() == Severity::Hint)
    }

    fn count(&self, severity: Severity) -> u64 {
        self.findings.iter().map(|finding| u64::from(finding.severity() == severity)).sum()
    }

    /// Lines for the terminal.
    pub fn text(&self) -> String {
        let of =
            format!("in {} and {}", counted(self.messages, "message"), counted(self.sessions, "session"));
        let kinds = [Severity::Error, Severity::Warning, Severity::Hint].map(|kind| (self.count(kind), kind));
        let present = kinds.into_iter().filter(|(count, _)| *count > 0);
        let kinds: Vec<String> = present.map(|(count, kind)| counted(count, &kind.to_string())).collect();
        let mut lines = vec![if kinds.is_empty() {
            format!("{GOOD}nothing wrong{GOOD:#} found {of}")
        } else {
            format!("{} {of}", kinds.join(", "))
        }];
        let repeated = self.findings.iter().filter(|finding| finding.count > 1).map(|finding| {
            let site =
                finding.site.as_ref().map(|site| format!(" at {}", plain(site.as_str()))).unwrap_or_default();
            format!("{FAINT}{}{site}: {} times{FAINT:#}", finding.diagnosis, finding.count)
        });
        lines.extend(repeated);
        if self.sessions == 0 {
            lines.push(format!(
                "{FAINT}No session took place: most problems only show during a conversation{FAINT:#}"
            ));
        }
        lines.join("\n")
    }

    /// An object for `--json`; docs/doctor.md describes the fields.
    pub fn json(&self) -> Value {
        let mut counts = BTreeMap::<&str, u64>::new();
        for finding in &self.findings {
            *counts.entry(finding.diagnosis.name()).or_default() += finding.count;
        }
        json!({
            "event": "summary",
            "errors": self.count(Severity::Error),
            "warnings": self.count(Severity::Warning),
            "hints": self.count(Severity::Hint),
            "violations": self.violations,
            "messages": self.messages,
            "sessions": self.sessions,
            "counts": counts,
        })
    }
}
