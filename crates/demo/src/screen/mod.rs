//! What is written on the screen: what happens at each site, line by line.

pub(crate) mod line_output;
pub(crate) mod message_trace;
mod style;

use anstyle::Style;
use petasos_inspect::terminal_text::{columns, on_one_line, padded};
use petasos_messages::payload::Termination;
use petasos_messages::{Component, Message, SiteId};
use petasos_nlu::Report;
use petasos_simulator::sites::SiteEvent;

use crate::components::{breakable, word};
use crate::monitor::message_monitor::Duplicate;
use style::{ASSISTANT, BOLD, DIM, TROUBLE, USER, painted};

/// Formats what happens at sites.
#[derive(Debug)]
pub(crate) struct Screen {
    /// The widest name of a site, in columns.
    width: usize,
}

impl Screen {
    pub(crate) fn new(sites: &[SiteId]) -> Self {
        let widths = sites.iter().map(|site| columns(site.as_str()));
        Self { width: widths.max().unwrap_or_default() }
    }

    /// Five lines that show how to begin.
    pub(crate) fn welcome(sites: &[SiteId], broker: &str) -> String {
        let names: Vec<&str> = sites.iter().map(SiteId::as_str).collect();
        let here = names.first().copied().unwrap_or_default();
        let there = names.last().copied().unwrap_or_default();
        let row = |what: &str, typed: &str| format!("  {what:<27}{}", painted(BOLD, typed));
        [
            format!("A home with a {}. You are in the {here}.", names.join(" and a ")),
            row("Say something:", "turn on the light"),
            row("Say it in another room:", &format!("{there}: what time is it")),
            row("Break it, and repair it:", "break tts     mend tts"),
            format!(
                "{}          {}",
                row("See all commands:", "help"),
                painted(DIM, &format!("broker: {broker}"))
            ),
        ]
        .join("\n")
    }

    /// What happens at a site. Not everything is worth a line.
    pub(crate) fn event(&self, site: &SiteId, event: &SiteEvent) -> Option<String> {
        Some(match event {
            SiteEvent::Listening => self.line(site, DIM, "\u{25cf} listening"),
            SiteEvent::StoppedListening => self.line(site, DIM, "\u{25cb} stopped listening"),
            SiteEvent::WakeWordIgnored => {
                self.line(site, TROUBLE, "\u{25cb} the wake word is switched off at the moment")
            }
            SiteEvent::Unsaid(words) => {
                self.line(site, DIM, &format!("\u{25cb} no microphone was open for: {words}"))
            }
            SiteEvent::Heard(words) if words.is_empty() => self.line(site, DIM, "\u{25cb} heard no words"),
            SiteEvent::Heard(words) => self.speech(site, USER, "you", words),
            SiteEvent::Speaking(words) => self.speech(site, ASSISTANT, "assistant", words),
            SiteEvent::Broken(component) => {
                let text = format!("\u{2717} the {} is broken and does nothing", component.display_name());
                self.line(site, TROUBLE, &text)
            }
            _ => return None,
        })
    }

    /// A lamp has changed.
    pub(crate) fn lamp(&self, site: &SiteId, state: &str) -> String {
        self.line(site, DIM, &format!("\u{263c} {state}"))
    }

    /// The end of a session, worth a line only if something went wrong in it. `late` is the component that did not answer in time.
    pub(crate) fn ending(
        &self,
        site: &SiteId,
        termination: &Termination,
        late: Option<Component>,
        was_trouble: bool,
    ) -> Option<String> {
        let why = match termination {
            Termination::Nominal if !was_trouble => return None,
            Termination::Nominal => {
                let text = "\u{25cb} the manager stopped waiting and ended the session";
                return Some(self.line(site, DIM, text));
            }
            Termination::Timeout { .. } => {
                format!("the {} did not answer in time", late.unwrap_or(Component::Other).display_name())
            }
            Termination::IntentNotRecognized => "not understood".to_owned(),
            Termination::AbortedByUser => "cancelled".to_owned(),
            Termination::Error { error } if error.is_empty() => "there was an error".to_owned(),
            Termination::Error { error } => error.clone(),
            other => other.reason().to_owned(),
        };
        Some(self.line(site, TROUBLE, &format!("\u{2717} the manager ended the session: {why}")))
    }

    /// The error that a component reports, if this is such a message.
    pub(crate) fn error(&self, message: &Message) -> Option<String> {
        let (component, error) = match message {
            Message::TtsError(error) => (Component::Tts, error),
            Message::AsrError(error) => (Component::Asr, error),
            Message::NluError(error) => (Component::Nlu, error),
            _ => return None,
        };
        let site = error.site_id.clone().unwrap_or_default();
        let text = format!("\u{2717} the {} reports an error: {}", component.display_name(), error.error);
        Some(self.line(&site, TROUBLE, &text))
    }

    /// The state of a site.
    pub(crate) fn site(&self, site: &SiteId, here: bool, state: &str) -> String {
        let mark = if here { "  \u{2190} you are here" } else { "" };
        format!("{}{}", self.line(site, DIM, state), painted(DIM, mark))
    }

    fn speech(&self, site: &SiteId, style: Style, who: &str, words: &str) -> String {
        format!("{}  {} {}", self.label(site), painted(style, &format!("{who}:")), on_one_line(words))
    }

    fn line(&self, site: &SiteId, style: Style, text: &str) -> String {
        format!("{}  {}", self.label(site), painted(style, text))
    }

    fn label(&self, site: &SiteId) -> String {
        painted(BOLD, &padded(site.as_str(), self.width))
    }
}

/// A component that was broken or repaired by hand.
pub(crate) fn broken(component: Component, is_broken: bool) -> String {
    let name = component.display_name();
    let text = match (component, is_broken) {
        (Component::Skill, true) => "The skills are stopped.".to_owned(),
        (Component::Skill, false) => "The skills work again.".to_owned(),
        (_, true) => format!("The {name} is broken: it receives everything and does nothing."),
        (_, false) => format!("The {name} works again."),
    };
    painted(DIM, &text)
}

/// There are two components of a kind, and what to do about it. One of them may be ours.
pub(crate) fn duplicate(duplicate: &Duplicate, is_ours: bool) -> String {
    let advice = if is_ours {
        format!("Leave ours out with --without {}.", word(duplicate.component))
    } else {
        duplicate.cure.to_owned()
    };
    painted(TROUBLE, &format!("\u{2717} {} {advice}", duplicate.cause))
}

/// A report of the NLU, as far as it matters here.
pub(crate) fn report(report: &Report) -> Option<String> {
    let lines = match report {
        Report::Loaded(summary) => warnings(&summary.warnings),
        Report::Reloaded(summary) => {
            let mut lines = vec![notice("The sentences have changed and were read again.")];
            lines.extend(warnings(&summary.warnings));
            lines
        }
        Report::Kept { problems } => {
            let text = "The sentences have changed but cannot be used; the old ones stay in use.";
            vec![trouble(text), problems.clone()]
        }
        _ => return None,
    };
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn warnings(warnings: &[String]) -> Vec<String> {
    warnings.iter().map(|warning| format!("{} {warning}", trouble("warning:"))).collect()
}

/// Something that concerns all sites.
pub(crate) fn notice(text: &str) -> String {
    painted(DIM, text)
}

/// A problem that concerns all sites.
pub(crate) fn trouble(text: &str) -> String {
    painted(TROUBLE, text)
}

/// All commands.
pub(crate) fn help(sites: &[SiteId]) -> String {
    let there = sites.last().map(SiteId::as_str).unwrap_or_default();
    let components: Vec<&str> = breakable().map(|(word, _)| word).collect();
    let rows = [
        ("turn on the light".to_owned(), "say it where you are".to_owned()),
        (format!("{there}: turn on the light"), "say it there".to_owned()),
        (format!("use {there}"), "go there".to_owned()),
        ("examples".to_owned(), "show a few sentences that are understood".to_owned()),
        ("wake".to_owned(), "say the wake word and nothing else".to_owned()),
        ("silence".to_owned(), "say nothing while the microphone is open".to_owned()),
        ("noise".to_owned(), "make a noise without words".to_owned()),
        ("break NAME, mend NAME".to_owned(), components.join(", ")),
        ("sites".to_owned(), "show the state of all sites".to_owned()),
        ("quit".to_owned(), "leave (also Ctrl-D, or Ctrl-C twice)".to_owned()),
    ];
    let rows = rows.iter().map(|(typed, meaning)| {
        let typed = painted(BOLD, &format!("{typed:<28}"));
        format!("  {typed}{meaning}")
    });
    rows.collect::<Vec<_>>().join("\n")
}

/// Sentences that are understood.
pub(crate) fn examples(sentences: &[String]) -> String {
    let lines = sentences.iter().map(|sentence| format!("  {}", painted(BOLD, sentence)));
    lines.chain([notice("Type examples again for more.")]).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use anstream::adapter::strip_str;
    use petasos_watch::doctor::Diagnosis;

    fn sites() -> [SiteId; 2] {
        ["kitchen", "bath"].map(|name| SiteId::new(name).unwrap())
    }

    /// All that can be shown about a site, one line each.
    fn lines() -> String {
        let [kitchen, bath] = sites();
        let screen = Screen::new(&sites());
        let event = |site, event| screen.event(site, &event).unwrap();
        let end = |termination, late, trouble| screen.ending(&kitchen, &termination, late, trouble).unwrap();
        [
            event(&kitchen, SiteEvent::Listening),
            event(&kitchen, SiteEvent::Heard("turn on the light".to_owned())),
            screen.lamp(&kitchen, "light on, blue"),
            event(&kitchen, SiteEvent::Speaking("Okay.".to_owned())),
            event(&bath, SiteEvent::Heard(String::new())),
            event(&bath, SiteEvent::StoppedListening),
            event(&bath, SiteEvent::WakeWordIgnored),
            event(&bath, SiteEvent::Unsaid("hello".to_owned())),
            event(&bath, SiteEvent::Broken(Component::Hotword)),
            end(Termination::Timeout { component: None }, Some(Component::Nlu), false),
            end(Termination::IntentNotRecognized, None, false),
            end(Termination::AbortedByUser, None, false),
            end(Termination::Error { error: String::new() }, None, false),
            end(Termination::Nominal, None, true),
            screen.site(&kitchen, true, "idle, light off"),
            screen.site(&bath, false, "listening, light on"),
        ]
        .join("\n")
    }

    #[test]
    fn all_lines_without_colour() {
        insta::assert_snapshot!(strip_str(&lines()).to_string());
    }

    #[test]
    fn all_lines_in_colour() {
        insta::assert_snapshot!(lines().replace('\u{1b}', "^"));
    }

    #[test]
    fn the_first_screen_and_the_help() {
        let first = format!("{}\n\n{}", Screen::welcome(&sites(), "127.0.0.1:40123"), help(&sites()));
        let first = strip_str(&first).to_string();
        assert!(first.lines().all(|line| line.chars().count() <= 80), "{first}");
        assert_eq!(strip_str(&Screen::welcome(&sites(), "localhost:1883")).to_string().lines().count(), 5);
        insta::assert_snapshot!(first);
    }

    #[test]
    fn a_session_that_went_well_ends_without_a_line() {
        let site = SiteId::default();
        assert_eq!(Screen::new(&sites()).ending(&site, &Termination::Nominal, None, false), None);
    }

    #[test]
    fn of_two_components_ours_can_be_left_out() {
        let two_nlus = Duplicate::of(Diagnosis::TwoNlus).unwrap();
        let shown = |is_ours| strip_str(&duplicate(&two_nlus, is_ours)).to_string();
        assert!(shown(true).ends_with("Leave ours out with --without nlu."));
        assert!(shown(false).contains("Stop all NLUs but one."));
    }

    #[test]
    fn what_others_say_does_not_control_the_terminal() {
        let [kitchen, _] = sites();
        let evil = SiteEvent::Speaking("\u{1b}[2Jgone\nkitchen  you: yes".to_owned());
        let shown = strip_str(&Screen::new(&sites()).event(&kitchen, &evil).unwrap()).to_string();
        assert_eq!(shown, "kitchen  assistant: \\u{1b}[2Jgone kitchen  you: yes");
    }
}
