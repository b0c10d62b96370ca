//! How conversations end before their handlers do.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use petasos_messages::Message;
use petasos_messages::payload::Termination;
use petasos_skill::{AnyIntent, Limits, NotRecognized, Session, Skill, State, Unanswered, YesNo};
use tokio::sync::mpsc;

use crate::installation::{AllOff, GetTime, Installation};

/// Says when it is dropped.
struct Dropped(Arc<AtomicBool>);

impl Drop for Dropped {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

async fn works_on(_: GetTime, State(dropped): State<Arc<AtomicBool>>) {
    let _dropped = Dropped(dropped);
    tokio::time::sleep(Duration::from_secs(3600)).await;
}

#[tokio::test(start_paused = true)]
async fn a_handler_is_cancelled_when_its_session_ends() {
    let dropped = Arc::new(AtomicBool::default());
    let mut installation = Installation::with(Skill::new("test").state(dropped.clone()).on(works_on)).await;
    installation.intent("GetTime", Some("s"), "time");
    tokio::time::sleep(Duration::from_secs(1)).await;
    installation.ended("s", Termination::AbortedByUser);
    installation.says_nothing().await;
    assert!(dropped.load(Ordering::SeqCst));
}

#[tokio::test(start_paused = true)]
async fn a_handler_is_cancelled_when_the_skill_stops_and_the_user_hears_of_it() {
    let dropped = Arc::new(AtomicBool::default());
    let mut installation = Installation::with(Skill::new("test").state(dropped.clone()).on(works_on)).await;
    installation.intent("GetTime", Some("s"), "time");
    tokio::time::sleep(Duration::from_secs(1)).await;
    installation.end();
    assert!(installation.ends("s").await.is_some());
    installation.stop().await.unwrap();
    assert!(dropped.load(Ordering::SeqCst));
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_waits_learns_why_there_is_no_answer_and_speaks_by_notification() {
    async fn off(_: AllOff, session: Session) -> String {
        format!("{:?}", session.ask::<YesNo>("Really?").await.unwrap_err())
    }
    let mut installation = Installation::with(Skill::new("test").on(off)).await;
    let received = Termination::Other { reason: "error".to_owned() };
    for (termination, expected) in [
        (Termination::Timeout { component: None }, Unanswered::Silence),
        (Termination::AbortedByUser, Unanswered::Cancelled),
        (Termination::SiteUnavailable, Unanswered::Interrupted(received)),
    ] {
        let session = termination.reason().to_owned();
        installation.intent("AllOff", Some(&session), "off").asks().await;
        installation.ended(&session, termination);
        let said = installation.notifies().await;
        assert_eq!(said.split(['(', ' ']).next(), format!("{expected:?}").split(['(', ' ']).next());
    }
}

#[tokio::test(start_paused = true)]
async fn duplicates_run_a_handler_once() {
    async fn time(_: GetTime, State(calls): State<Arc<AtomicU32>>) -> &'static str {
        calls.fetch_add(1, Ordering::SeqCst);
        tokio::time::sleep(Duration::from_millis(100)).await;
        "Noon."
    }
    let calls = Arc::new(AtomicU32::default());
    let mut installation = Installation::with(Skill::new("test").state(calls.clone()).on(time)).await;
    installation.intent("GetTime", Some("s"), "time");
    installation.intent("GetTime", Some("s"), "time").ends_with("s", "Noon.").await;
    installation.intent("GetTime", Some("s"), "time").says_nothing().await;
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn sessions_do_not_wait_for_each_other_but_turns_of_one_do() {
    async fn time(_: GetTime, session: Session, State(order): State<mpsc::UnboundedSender<String>>) {
        order.send(format!("{} begins", session.id().unwrap())).unwrap();
        if *session.id().unwrap() == "slow" {
            session.ask::<YesNo>("Sure?").await.unwrap();
        }
        order.send(format!("{} ends", session.id().unwrap())).unwrap();
    }
    let (order, mut seen) = mpsc::unbounded_channel::<String>();
    let mut installation = Installation::with(Skill::new("test").state(order).on(time)).await;
    installation.intent("GetTime", Some("slow"), "time").asks().await;
    installation.intent("GetTime", Some("fast"), "time").ends("fast").await;
    installation.not_understood("slow", "yes", None).ends("slow").await;
    let all: Vec<String> = std::iter::from_fn(|| seen.try_recv().ok()).collect();
    assert_eq!(all, ["slow begins", "fast begins", "fast ends", "slow ends"]);
}

#[tokio::test(start_paused = true)]
async fn a_handler_can_have_limits_of_its_own() {
    async fn time(_: GetTime) -> &'static str {
        tokio::time::sleep(Duration::from_secs(40)).await;
        "At last."
    }
    let patient = Limits::default().deadline(Duration::from_secs(60)).think_after(None);
    let mut installation = Installation::with(Skill::new("test").on_with(patient, time)).await;
    installation.intent("GetTime", Some("s"), "time");
    let working = installation.hears("petasos/skills/test/working").await;
    assert!(working.contains(r#""sessionId":"s""#) && working.contains(r#""ms":61000"#), "{working}");
    installation.ends_with("s", "At last.").await;
}

#[tokio::test(start_paused = true)]
async fn a_broker_that_was_away_is_answered_when_it_is_back() {
    async fn time(_: GetTime) -> &'static str {
        tokio::time::sleep(Duration::from_secs(1)).await;
        "Noon."
    }
    let mut installation = Installation::with(Skill::new("test").on(time)).await;
    installation.intent("GetTime", Some("s"), "time");
    tokio::time::sleep(Duration::from_millis(1)).await;
    installation.broker.cut("skill");
    tokio::time::sleep(Duration::from_secs(3)).await;
    installation.broker.restore("skill");
    installation.ends_with("s", "Noon.").await;
    installation.ended("s", Termination::Timeout { component: None });
    assert_eq!(installation.notifies().await, "Noon.");
}

#[tokio::test(start_paused = true)]
async fn what_nobody_understood_and_what_nobody_handles_have_handlers() {
    let what = |words: NotRecognized| async move { format!("What is {}?", words.input) };
    let any = |intent: AnyIntent| async move { format!("I know nothing of {}.", intent.intent) };
    let skill = Skill::new("test").on(|_: GetTime| async {}).not_recognized(what).fallback(any);
    let mut installation = Installation::with(skill).await;
    installation.not_understood("s", "xyzzy", None).ends_with("s", "What is xyzzy?").await;
    installation.intent("user:Plugh", Some("t"), "plugh").ends_with("t", "I know nothing of Plugh.").await;
}

#[tokio::test(start_paused = true)]
async fn hundreds_of_sessions_at_once_are_each_answered_once() {
    async fn off(_: AllOff, session: Session) -> petasos_skill::Result<String> {
        let number: u64 = session.input().parse()?;
        tokio::time::sleep(Duration::from_millis(number * 37 % 1500)).await;
        let sure = session.ask::<YesNo>("Sure?").await?;
        tokio::time::sleep(Duration::from_millis(number * 53 % 1500)).await;
        Ok(format!("{sure:?} {number}"))
    }
    let mut installation = Installation::with(Skill::new("test").on(off)).await;
    for number in 0..800 {
        installation.intent("AllOff", Some(&format!("s{number}")), &number.to_string());
    }
    let mut answers = vec![0; 800];
    for _ in 0..1600 {
        match installation.next().await {
            Message::ContinueSession(question) => {
                installation.not_understood(question.session_id.as_str(), "yes", None);
            }
            Message::EndSession(end) => {
                let number: usize = end.session_id.as_str().trim_start_matches('s').parse().unwrap();
                assert_eq!(end.text, Some(format!("Yes {number}")));
                answers[number] += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(answers.iter().all(|count| *count == 1));
    installation.says_nothing().await;
}
