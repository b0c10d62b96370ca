//! What is written on the screen: a play with rooms, people and the house.

pub(crate) mod line_output;
pub(crate) mod message_trace;
mod style;

use anstyle::Style;
use petasos_inspect::terminal_text::{columns, on_one_line, padded};
use petasos_messages::payload::Termination;
use petasos_messages::{Component, Message, SiteId};
use petasos_nlu::Report;
use petasos_simulator::sites::SiteEvent;

use crate::components::Part;
use crate::monitor::open_sessions::SessionEnd;
use style::{BOLD, DIM, HOUSE, PERSON, TROUBLE, painted};

/// How the lines look.
#[derive(Debug)]
pub(crate) struct Screen {
    /// The widest name of a room, in columns.
    width: usize,
}

impl Screen {
    /// A screen for these rooms.
    pub(crate) fn new(rooms: &[SiteId]) -> Self {
        let widths = rooms.iter().map(|room| columns(room.as_str()));
        Self { width: widths.max().unwrap_or_default() }
    }

    /// Five lines that teach.
    pub(crate) fn welcome(rooms: &[SiteId], place: &str) -> String {
        let names: Vec<&str> = rooms.iter().map(SiteId::as_str).collect();
        let here = names.first().copied().unwrap_or_default();
        let there = names.last().copied().unwrap_or_default();
        let row = |what: &str, typed: &str| format!("  {what:<27}{}", painted(BOLD, typed));
        [
            format!("A house with a {}. You are in the {here}.", names.join(" and a ")),
            row("Say something:", "turn on the light"),
            row("Say it in another room:", &format!("{there}: what time is it")),
            row("Break a part, and mend it:", "break tts     mend tts"),
            format!(
                "{}          {}",
                row("See what else there is:", "help"),
                painted(DIM, &format!("broker: {place}"))
            ),
        ]
        .join("\n")
    }

    /// What happens in a room. Not everything is worth a line.
    pub(crate) fn scene(&self, site: &SiteId, scene: &SiteEvent) -> Option<String> {
        Some(match scene {
            SiteEvent::Listening => self.line(site, DIM, "\u{25cf} listening"),
            SiteEvent::StoppedListening => self.line(site, DIM, "\u{25cb} stopped listening"),
            SiteEvent::WakeWordIgnored => {
                self.line(site, TROUBLE, "\u{25cb} the wake word is not listened for at present")
            }
            SiteEvent::Unsaid(words) => {
                self.line(site, DIM, &format!("\u{25cb} nobody listened for: {words}"))
            }
            SiteEvent::Heard(words) if words.is_empty() => {
                self.line(site, DIM, "\u{25cb} heard nothing that it could understand")
            }
            SiteEvent::Heard(words) => self.speech(site, PERSON, "you", words),
            SiteEvent::Speaking(words) => self.speech(site, HOUSE, "house", words),
            SiteEvent::Broken(part) => {
                let text = format!("\u{2717} the {} is broken, and does nothing", name(*part));
                self.line(site, TROUBLE, &text)
            }
            _ => return None,
        })
    }

    /// A skill was asked and does not answer.
    pub(crate) fn no_answer(&self, site: &SiteId, intent: &str) -> String {
        let text = format!("\u{2717} the skill for {intent} is broken, and does not answer");
        self.line(site, TROUBLE, &text)
    }

    /// What the manager made of a conversation. That it is over is worth a line only if something went wrong in it.
    pub(crate) fn ending(&self, ending: &SessionEnd, was_trouble: bool) -> Option<String> {
        let owed = ending.owed_by.as_deref().unwrap_or("other side");
        let why = match &ending.termination {
            Termination::Nominal if !was_trouble => return None,
            Termination::Nominal => {
                let text = "\u{25cb} the manager did not wait for ever, and ended the conversation";
                return Some(self.line(&ending.site, DIM, text));
            }
            Termination::Timeout { .. } => format!("the {owed} did not answer in time"),
            Termination::IntentNotRecognized => "nobody understood".to_owned(),
            Termination::AbortedByUser => "you broke it off".to_owned(),
            Termination::Error { error } if error.is_empty() => format!("the {owed} reported an error"),
            Termination::Error { error } => error.clone(),
            other => other.reason().to_owned(),
        };
        let text = format!("\u{2717} the manager ended the conversation: {why}");
        Some(self.line(&ending.site, TROUBLE, &text))
    }

    /// What a part says is wrong with it, if this is such a message.
    pub(crate) fn error(&self, message: &Message) -> Option<String> {
        let (part, error) = match message {
            Message::TtsError(error) => (Part::Tts, error),
            Message::AsrError(error) => (Part::Asr, error),
            Message::NluError(error) => (Part::Nlu, error),
            _ => return None,
        };
        let site = error.site_id.clone().unwrap_or_default();
        Some(self.line(&site, TROUBLE, &format!("\u{2717} the {part} says: {}", error.error)))
    }

    /// How a room is.
    pub(crate) fn room(&self, site: &SiteId, here: bool, state: &str) -> String {
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

/// A part that was broken or mended by hand.
pub(crate) fn broken(part: Part, is_broken: bool) -> String {
    let text = match (part, is_broken) {
        (Part::Skills, true) => "The skills are broken: they hear everything, and answer nothing.".to_owned(),
        (Part::Skills, false) => "The skills work again.".to_owned(),
        (part, true) => format!("The {part} is broken: it hears everything, and does nothing."),
        (part, false) => format!("The {part} works again."),
    };
    painted(DIM, &text)
}

/// Two of a kind are at work.
pub(crate) fn doubled(part: Part, one_is_ours: bool) -> String {
    let advice =
        if one_is_ours { format!("leave ours out with --without {part}") } else { "one must go".to_owned() };
    painted(TROUBLE, &format!("\u{2717} Two parts play the {part}, and both answer: {advice}."))
}

/// What the NLU has to say, as far as it concerns somebody who talks to the house.
pub(crate) fn report(report: &Report) -> Option<String> {
    let lines = match report {
        Report::Loaded(summary) => warnings(&summary.warnings),
        Report::Reloaded(summary) => {
            let mut lines = vec![notice("The sentences have changed, and were read again.")];
            lines.extend(warnings(&summary.warnings));
            lines
        }
        Report::Kept { problems } => {
            let text = "The sentences have changed, but cannot be used; the old ones still serve.";
            vec![trouble(text), problems.clone()]
        }
        _ => return None,
    };
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn warnings(warnings: &[String]) -> Vec<String> {
    warnings.iter().map(|warning| format!("{} {warning}", trouble("To be minded:"))).collect()
}

/// Something about the whole house.
pub(crate) fn notice(text: &str) -> String {
    painted(DIM, text)
}

/// Trouble with the whole house.
pub(crate) fn trouble(text: &str) -> String {
    painted(TROUBLE, text)
}

/// All that can be typed.
pub(crate) fn help(rooms: &[SiteId]) -> String {
    let there = rooms.last().map(SiteId::as_str).unwrap_or_default();
    let rows = [
        ("turn on the light".to_owned(), "say it in the room you are in"),
        (format!("{there}: turn on the light"), "say it in that room"),
        (format!("use {there}"), "go there"),
        ("examples".to_owned(), "a few sentences that the house understands"),
        ("wake".to_owned(), "say the wake word, and nothing else"),
        ("silence".to_owned(), "say nothing when you are listened to"),
        ("noise".to_owned(), "make a noise that is no words"),
        ("break PART, mend PART".to_owned(), "tts, asr, nlu, speaker, hotword or skills"),
        ("sites".to_owned(), "how the rooms are"),
        ("quit".to_owned(), "leave; Ctrl-D and twice Ctrl-C do the same"),
    ];
    let rows = rows.iter().map(|(typed, meaning)| {
        let typed = painted(BOLD, &format!("{typed:<28}"));
        format!("  {typed}{meaning}")
    });
    rows.collect::<Vec<_>>().join("\n")
}

/// Sentences that may be said.
pub(crate) fn examples(sentences: &[String]) -> String {
    let lines = sentences.iter().map(|sentence| format!("  {}", painted(BOLD, sentence)));
    lines.chain([notice("Type examples again for others.")]).collect::<Vec<_>>().join("\n")
}

fn name(part: Component) -> &'static str {
    match part {
        Component::Hotword => "wake word service",
        Component::Asr => "asr",
        Component::Tts => "tts",
        Component::AudioServer => "speaker",
        _ => "part",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anstream::adapter::strip_str;

    fn rooms() -> [SiteId; 2] {
        ["kitchen", "bath"].map(|name| SiteId::new(name).unwrap())
    }

    /// All that can be shown about a room, one line each.
    fn lines() -> String {
        let [kitchen, bath] = rooms();
        let screen = Screen::new(&rooms());
        let ending = |termination, owed_by: Option<&str>| SessionEnd {
            site: kitchen.clone(),
            termination,
            owed_by: owed_by.map(str::to_owned),
        };
        let scene = |site, scene| screen.scene(site, &scene).unwrap();
        let end =
            |termination, owed_by, trouble| screen.ending(&ending(termination, owed_by), trouble).unwrap();
        [
            scene(&kitchen, SiteEvent::Listening),
            scene(&kitchen, SiteEvent::Heard("turn on the light".to_owned())),
            scene(&kitchen, SiteEvent::Speaking("The light is on.".to_owned())),
            scene(&bath, SiteEvent::Heard(String::new())),
            scene(&bath, SiteEvent::StoppedListening),
            scene(&bath, SiteEvent::WakeWordIgnored),
            scene(&bath, SiteEvent::Unsaid("hello".to_owned())),
            scene(&bath, SiteEvent::Broken(Component::Hotword)),
            screen.no_answer(&kitchen, "OpenGarage"),
            end(Termination::Timeout { component: None }, Some("nlu"), false),
            end(Termination::IntentNotRecognized, None, false),
            end(Termination::AbortedByUser, None, false),
            end(Termination::Error { error: String::new() }, Some("tts"), false),
            end(Termination::Nominal, Some("tts"), true),
            screen.room(&kitchen, true, "at rest, light off"),
            screen.room(&bath, false, "listening, light on"),
        ]
        .join("\n")
    }

    #[test]
    fn a_play_without_colour() {
        insta::assert_snapshot!(strip_str(&lines()).to_string());
    }

    #[test]
    fn a_play_in_colour() {
        insta::assert_snapshot!(lines().replace('\u{1b}', "^"));
    }

    #[test]
    fn the_first_screen_and_the_help() {
        let first = format!("{}\n\n{}", Screen::welcome(&rooms(), "127.0.0.1:40123"), help(&rooms()));
        let first = strip_str(&first).to_string();
        assert!(first.lines().all(|line| line.chars().count() <= 80), "{first}");
        assert_eq!(strip_str(&Screen::welcome(&rooms(), "localhost:1883")).to_string().lines().count(), 5);
        insta::assert_snapshot!(first);
    }

    #[test]
    fn a_conversation_that_went_well_ends_without_a_word() {
        let ending = SessionEnd { site: SiteId::default(), termination: Termination::Nominal, owed_by: None };
        assert_eq!(Screen::new(&rooms()).ending(&ending, false), None);
    }

    #[test]
    fn what_others_say_does_not_steer_the_terminal() {
        let [kitchen, _] = rooms();
        let evil = SiteEvent::Speaking("\u{1b}[2Jgone\nkitchen  you: yes".to_owned());
        let shown = strip_str(&Screen::new(&rooms()).scene(&kitchen, &evil).unwrap()).to_string();
        assert_eq!(shown, "kitchen  house: \\u{1b}[2Jgone kitchen  you: yes");
    }
}
