//! What holds for any sequence of inputs.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;

use super::*;
use crate::{Failure, Unanswered};

/// An event; numbers choose among the sessions and handlers there are.
#[derive(Debug, Clone)]
enum Step {
    Intent { name: usize, session: Option<usize>, words: usize },
    NotRecognized(usize),
    Started { session: usize, handler: usize },
    Ended(usize, usize),
    Asks(usize),
    Says(usize),
    Finishes(usize, usize),
    Opens,
    Closes(usize, bool),
    Connected(bool),
    Time(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => (0..4_usize, prop::option::weighted(0.9, 0..6_usize), 0..2_usize)
            .prop_map(|(name, session, words)| Step::Intent { name, session, words }),
        1 => (0..6_usize).prop_map(Step::NotRecognized),
        2 => (0..6_usize, 0..8_usize).prop_map(|(session, handler)| Step::Started { session, handler }),
        2 => (0..6_usize, 0..3_usize).prop_map(|(session, why)| Step::Ended(session, why)),
        4 => (0..8_usize).prop_map(Step::Asks),
        1 => (0..8_usize).prop_map(Step::Says),
        3 => (0..8_usize, 0..8_usize).prop_map(|(handler, how)| Step::Finishes(handler, how)),
        1 => Just(Step::Opens),
        1 => (0..8_usize, any::<bool>()).prop_map(|(handler, words)| Step::Closes(handler, words)),
        1 => any::<bool>().prop_map(Step::Connected),
        4 => (0..5000_u64).prop_map(Step::Time),
    ];
    prop::collection::vec(step, 0..120)
}

/// The state machine, and what is seen of it from outside.
struct World {
    conversations: Conversations,
    now: Time,
    /// The conversations with a running handler, in the order in which they began.
    at_work: Vec<Key>,
    /// Those whose handler waits for an answer.
    waiting: HashSet<Key>,
    /// The sessions that were ours, and how often we ended each.
    taken: HashMap<SessionId, u32>,
    ended_by_us: HashSet<SessionId>,
    ended_by_others: HashSet<SessionId>,
    opened: u64,
    /// How many answers the last input had: ends of sessions, notifications, calls of other handlers.
    answers: usize,
}

impl World {
    fn new() -> Self {
        let answer_within = Duration::from_secs(12);
        let limits = Limits { conversations: 4, answer_within, ..Limits::default() };
        let patient = Limits { deadline: Duration::from_secs(20), ..limits.clone() };
        let config = Config { limits: vec![limits.clone(), patient], default_limits: limits, ..config() };
        Self {
            conversations: Conversations::new(Config { not_recognized: Some(B), ..config }),
            now: Time::START,
            at_work: Vec::new(),
            waiting: HashSet::new(),
            taken: HashMap::new(),
            ended_by_us: HashSet::new(),
            ended_by_others: HashSet::new(),
            opened: 0,
            answers: 0,
        }
    }

    fn worker(&self, number: usize) -> Option<Key> {
        let count = self.at_work.len();
        self.at_work.get(number.checked_rem(count)?).copied()
    }

    fn take(&mut self, step: &Step) {
        let session = |number: &usize| format!("s{number}");
        let input = match step {
            Step::Intent { name, session: number, words } => {
                let names = ["A", "B", "Yes", "Foreign"];
                intent(names[*name], number.as_ref().map(session).as_deref(), ["one", "two"][*words])
            }
            Step::NotRecognized(number) => not_recognized(&session(number), None, None),
            Step::Started { session: number, handler } => {
                let Some(key) = self.worker(*handler) else { return };
                started(&session(number), &format!("petasos/test/{key}"))
            }
            Step::Ended(number, why) => {
                self.ended_by_others.insert(id(&session(number)));
                let timeout = Termination::Timeout { component: None };
                let terminations = [Termination::Nominal, timeout, Termination::AbortedByUser];
                ended(&session(number), terminations[*why].clone())
            }
            Step::Asks(handler) => match self.worker(*handler) {
                // A handler asks one question at a time.
                Some(key) if self.waiting.insert(key) => asked(key, "Sure?"),
                _ => return,
            },
            Step::Says(handler) => match self.worker(*handler) {
                Some(key) => Input::Say(key, "One moment.".into()),
                None => return,
            },
            Step::Finishes(handler, how) => match self.worker(*handler) {
                Some(key) if key < 1 << 63 => {
                    self.at_work.retain(|at_work| *at_work != key);
                    self.waiting.remove(&key);
                    return self.finish(key, *how);
                }
                _ => return,
            },
            Step::Opens => {
                let key = (1 << 63) + self.opened;
                self.opened += 1;
                self.at_work.push(key);
                Input::Open(key, kitchen(), None)
            }
            Step::Closes(handler, words) => match self.worker(*handler) {
                Some(key) if key >= 1 << 63 => {
                    self.at_work.retain(|at_work| *at_work != key);
                    Input::Close(key, words.then(|| "Bye.".into()))
                }
                _ => return,
            },
            Step::Connected(connected) => Input::Connected(*connected),
            Step::Time(ms) => {
                self.now = self.now + Duration::from_millis(*ms);
                self.conversations.handle_timeout(self.now);
                return self.look();
            }
        };
        self.conversations.handle(self.now, input);
        self.look();
    }

    /// A handler finishes. There is exactly one answer; without a session to end, silence is one.
    fn finish(&mut self, key: Key, how: usize) {
        let conversation = self.conversations.conversations.get(&key);
        let open = conversation.map(|conversation| conversation.state.session().is_some());
        self.conversations.handle(self.now, Input::Finished(key, outcome(how)));
        self.look();
        let is_silent = matches!(how, 0 | 5);
        let expected = open.map_or(0, |open| usize::from(open || !is_silent));
        assert_eq!(self.answers, expected, "{key} ends in the way {how}");
    }

    /// Takes all outputs, and checks them.
    fn look(&mut self) {
        self.answers = 0;
        while let Some(output) = self.conversations.poll_output() {
            match output {
                Output::Call { key, .. } => {
                    self.answers += 1;
                    self.at_work.push(key);
                }
                Output::Answered(key, _) => assert!(self.waiting.remove(&key), "{key} has not asked"),
                Output::Cancel(key) => {
                    self.at_work.retain(|at_work| *at_work != key);
                    self.waiting.remove(&key);
                }
                Output::Publish(Message::EndSession(end)) => {
                    self.answers += 1;
                    assert!(self.ended_by_us.insert(end.session_id.clone()), "{} ends twice", end.session_id);
                }
                Output::Publish(Message::ContinueSession(go_on)) => {
                    let session = &go_on.session_id;
                    assert!(!self.ended_by_us.contains(session), "{session} goes on after its end");
                }
                Output::Publish(Message::StartSession(_)) => self.answers += 1,
                Output::Publish(_) => {}
            }
        }
        for conversation in self.conversations.conversations.values() {
            if let Some(session) = conversation.state.session() {
                self.taken.entry(session.clone()).or_default();
            }
        }
        self.check_bounds();
    }

    fn check_bounds(&self) {
        let Conversations { conversations, by_session, timers, .. } = &self.conversations;
        let open = conversations.values().filter(|conversation| conversation.state.session().is_some());
        assert_eq!(by_session.len(), open.count(), "every open session is known by its id, and no other");
        let timed = conversations.values().filter(|conversation| conversation.timer.is_some());
        assert_eq!(timers.len(), timed.count());
        assert!(conversations.len() <= 4);
        for (key, conversation) in conversations {
            assert!(conversation.timer == conversation.due(), "no output watches {key}");
            assert_eq!(conversation.question.is_some(), self.waiting.contains(key), "{key}");
        }
    }
}

fn outcome(how: usize) -> Outcome {
    let failed = |why: Unanswered| Outcome::Done(Err(Failure::from(why)));
    match how {
        0 => Outcome::Done(Ok(Reply::Silent)),
        1 => Outcome::Done(Ok(Reply::Done)),
        2 => Outcome::Done(Err(Failure::say("No."))),
        3 => Outcome::Broken,
        4 => failed(Unanswered::Silence),
        5 => failed(Unanswered::Cancelled),
        6 => failed(Unanswered::Other(Box::new(recognized("B", Some("s1"), "b")))),
        _ => Outcome::Done(Ok(Reply::say("Yes."))),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// No session ends twice or goes on after its end, every question is answered once, and all state is bounded.
    #[test]
    fn the_invariants_hold(steps in steps()) {
        let mut world = World::new();
        for step in &steps {
            // Finished sessions are forgotten after a minute, so their ids must not be used again.
            if world.now > at(55.0) {
                break;
            }
            world.take(step);
        }
        world.conversations.shut_down(world.now);
        world.look();
        prop_assert!(world.conversations.conversations.is_empty());
        prop_assert!(world.conversations.timers.is_empty());
        for session in world.taken.keys() {
            let over = world.ended_by_us.contains(session) || world.ended_by_others.contains(session);
            prop_assert!(over, "{session} was left alone");
        }
    }
}
