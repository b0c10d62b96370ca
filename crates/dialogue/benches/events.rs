//! How many events a second the core takes: an event is one typed input with all of its outputs drained, over a mix of sessions
//! (wake word, command, intent, answer, speech; every fifth session asks back).
//!
//! `cargo bench -p petasos-dialogue --bench events`

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a benchmark that cannot go on fails")]
#![allow(clippy::disallowed_methods, clippy::cast_precision_loss, reason = "it measures real time, roughly")]

use std::time::{Duration, Instant};

use petasos_dialogue::{DialogueManager, Output, Policy, Received, SansIo, Time};
use petasos_messages::payload::{
    ContinueSession, EndSession, HotwordDetected, Intent, IntentClassification, SayFinished, TextCaptured,
};
use petasos_messages::{Dialect, IntentName, Message, RequestId, SessionId, SiteId};
use petasos_sans_io::Random;

/// A site in the middle of a conversation: what it will receive next.
struct Site {
    wake: Option<Message>,
    session: Option<SessionId>,
    speech: Option<RequestId>,
    query: Option<String>,
    turns: u32,
}

struct Installation {
    core: DialogueManager,
    sites: Vec<Site>,
    now: Time,
    intent: IntentName,
    /// Between two events, so that every site has one each quarter of a second.
    pause: Duration,
    events: u64,
}

impl Installation {
    fn new(sites: usize) -> Self {
        let mut policy = Policy::new(Dialect::RHASSPY);
        policy.limits.sites = 1_000_000;
        let wake = |index| {
            Message::HotwordDetected(Box::new(HotwordDetected::new(
                "jarvis",
                SiteId::new(format!("site{index}")).unwrap(),
            )))
        };
        let site =
            |index| Site { wake: Some(wake(index)), session: None, speech: None, query: None, turns: 0 };
        Self {
            core: DialogueManager::new(policy, Random::new(1)),
            sites: (0..sites).map(site).collect(),
            now: Time::START,
            intent: IntentName::new("GetTime").unwrap(),
            pause: Duration::from_millis(250) / u32::try_from(sites).unwrap(),
            events: 0,
        }
    }

    /// Gives the core one input and takes its outputs.
    fn event(&mut self, index: usize, message: &Message) {
        self.core.handle(self.now, Received::new(message));
        self.events += 1;
        for output in self.core.outputs() {
            let Output::Publish { message, .. } = output else {
                continue;
            };
            let site = &mut self.sites[index];
            match message {
                Message::SessionStarted(started) => site.session = Some(started.session_id),
                Message::NluQuery(query) => site.query = query.id,
                Message::Say(say) => site.speech = say.id,
                Message::SessionEnded(_) => site.session = None,
                _ => {}
            }
        }
        self.now = self.now + self.pause;
        self.core.handle_due(self.now);
        self.core.outputs().for_each(drop);
    }

    /// The next thing that happens at a site.
    fn step(&mut self, index: usize) {
        let site = &mut self.sites[index];
        let message = match (site.session.clone(), site.query.take(), site.speech.take()) {
            (None, ..) => {
                let Some(wake) = site.wake.take() else { return };
                self.event(index, &wake);
                self.sites[index].wake = Some(wake);
                return;
            }
            (Some(id), None, None) if site.turns & 1 == 0 => {
                let mut text = TextCaptured::new("what time is it", 0.9);
                text.session_id = Some(id);
                Message::TextCaptured(Box::new(text))
            }
            (Some(id), Some(query), _) => {
                site.turns |= 1;
                let mut intent =
                    Intent::new("what time is it", IntentClassification::new(self.intent.clone(), 1.0));
                intent.session_id = Some(id);
                intent.id = Some(query);
                Message::Intent(Box::new(intent))
            }
            (Some(_), None, Some(speech)) => {
                site.turns = (site.turns + 1) & !1;
                let mut finished = SayFinished::default();
                finished.id = Some(speech);
                Message::SayFinished(finished)
            }
            (Some(id), None, None) if site.turns % 10 == 1 => {
                let mut question = ContinueSession::new(id);
                question.text = Some("Are you sure?".to_owned());
                Message::ContinueSession(question)
            }
            (Some(id), None, None) => {
                let mut answer = EndSession::new(id);
                answer.text = Some("It is noon.".to_owned());
                Message::EndSession(answer)
            }
        };
        self.event(index, &message);
    }
}

fn main() {
    for sites in [100, 1_000, 10_000, 100_000] {
        let mut installation = Installation::new(sites);
        let rounds = (2_000_000 / sites).max(10);
        let order =
            |round: usize| (0..sites).map(move |site| (site.wrapping_mul(7_919) + round * 31) % sites);
        (0..3).flat_map(order).for_each(|site| installation.step(site));
        let (before, started) = (installation.events, Instant::now());
        for round in 3..rounds {
            order(round).for_each(|site| installation.step(site));
        }
        let rate = (installation.events - before) as f64 / started.elapsed().as_secs_f64();
        let sessions = installation.core.statistics().sessions_ended;
        println!("{sites:>7} sites: {rate:>10.0} events/s ({sessions} sessions)");
    }
}
