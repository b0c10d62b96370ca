//! What the doctor prints.

use std::collections::BTreeMap;
use std::process::ExitCode;

use anyhow::Result;
use petasos_messages::{SessionId, SiteId};
use petasos_watch::doctor::{Doctor, Finding, Severity};
use serde_json::{Value, json};

use crate::client::Interrupted;
use crate::output::{BAD, FAINT, GOOD, ODD, Output, STRONG, plain};

/// Prints findings as they come.
pub(super) fn print(output: Output, findings: &[Finding]) -> Result<()> {
    for finding in findings {
        output.line(human(finding), &program(finding))?;
    }
    Ok(())
}

/// What it is; below, what was seen, and what to do.
fn human(finding: &Finding) -> String {
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

fn program(finding: &Finding) -> Value {
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

/// What it all comes to.
#[derive(Debug)]
pub(super) struct Report {
    findings: Vec<Finding>,
    messages: u64,
    sessions: u64,
    /// How often something happened that must not, if that was looked at.
    pub(super) violations: Option<usize>,
    /// By what we were ended.
    interrupted: Option<Interrupted>,
}

impl Report {
    pub(super) fn of(doctor: &Doctor, interrupted: Option<Interrupted>) -> Self {
        Self {
            findings: doctor.findings().to_vec(),
            messages: doctor.messages(),
            sessions: doctor.sessions(),
            violations: None,
            interrupted,
        }
    }

    /// The summary.
    pub(super) fn print(&self, output: Output) -> Result<()> {
        output.line(self.human(), &self.program())
    }

    /// How the command ends.
    pub(super) fn verdict(self) -> Result<ExitCode> {
        if let Some(interrupted) = self.interrupted {
            return Err(interrupted.into());
        }
        Ok(if self.is_well() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    fn is_well(&self) -> bool {
        self.violations.unwrap_or_default() == 0
            && self.findings.iter().all(|finding| finding.severity() == Severity::Hint)
    }

    fn count(&self, severity: Severity) -> u64 {
        self.findings.iter().map(|finding| u64::from(finding.severity() == severity)).sum()
    }

    fn human(&self) -> String {
        let of = format!("in {} and {}", number(self.messages, "message"), number(self.sessions, "session"));
        let kinds = [Severity::Error, Severity::Warning, Severity::Hint].map(|kind| (self.count(kind), kind));
        let counted = kinds.into_iter().filter(|(count, _)| *count > 0);
        let counted: Vec<String> = counted.map(|(count, kind)| number(count, &kind.to_string())).collect();
        let mut lines = vec![if counted.is_empty() {
            format!("{GOOD}nothing wrong{GOOD:#} found {of}")
        } else {
            format!("{} {of}", counted.join(", "))
        }];
        let often = self.findings.iter().filter(|finding| finding.count > 1).map(|finding| {
            let site =
                finding.site.as_ref().map(|site| format!(" at {}", plain(site.as_str()))).unwrap_or_default();
            format!("{FAINT}{}{site}: {} times{FAINT:#}", finding.diagnosis, finding.count)
        });
        lines.extend(often);
        if self.sessions == 0 {
            lines.push(format!(
                "{FAINT}No session was held: much can only be found while somebody talks to the house{FAINT:#}"
            ));
        }
        lines.join("\n")
    }

    fn program(&self) -> Value {
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

/// `1 message`, `2 messages`.
fn number(count: u64, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
