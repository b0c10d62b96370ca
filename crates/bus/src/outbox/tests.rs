use std::collections::HashSet;
use std::time::Duration;

use proptest::prelude::*;

use super::*;

const MAX_ENTRIES: usize = 12;
const MAX_BYTES: usize = 200;
const ALL: [Class; 5] = [Class::Speech, Class::Query, Class::Toggle, Class::Report, Class::Obligation];

fn outbox() -> Outbox {
    let settings = Settings { outbox_entries: MAX_ENTRIES, outbox_bytes: MAX_BYTES, ..Settings::default() };
    Outbox::new(&settings)
}

fn message(text: &str, class: Class) -> Publish {
    Publish::new("t", text.to_owned(), class)
}

fn texts(outbox: &mut Outbox, now: Instant) -> Vec<String> {
    let mut all = Vec::new();
    while let Some(queued) = outbox.pop(now) {
        all.push(String::from_utf8(queued.message.payload.to_vec()).unwrap());
    }
    all
}

#[test]
fn messages_leave_in_the_order_of_publishing() {
    let (mut outbox, now) = (outbox(), Instant::now());
    for (text, class) in [("a", Class::Obligation), ("b", Class::Speech), ("c", Class::Report)] {
        outbox.push(message(text, class), now).unwrap();
    }
    assert_eq!(texts(&mut outbox, now), ["a", "b", "c"]);
    assert_eq!((outbox.statistics().queued, outbox.statistics().queued_bytes), (0, 0));
}

#[test]
fn the_least_important_and_oldest_falls_first() {
    let (mut outbox, now) = (outbox(), Instant::now());
    let filling = [Class::Report, Class::Query, Class::Speech, Class::Toggle];
    for number in 0..MAX_ENTRIES {
        outbox.push(message(&number.to_string(), filling[number % 4]), now).unwrap();
    }
    // Three speeches, three queries and one toggle give way.
    for number in 0..7 {
        outbox.push(message(&format!("o{number}"), Class::Obligation), now).unwrap();
    }
    assert_eq!(texts(&mut outbox, now), ["0", "4", "7", "8", "11", "o0", "o1", "o2", "o3", "o4", "o5", "o6"]);
    let overflowed = outbox.statistics().overflowed;
    assert_eq!((overflowed.speech, overflowed.query, overflowed.toggle, overflowed.report), (3, 3, 1, 0));
}

#[test]
fn what_has_expired_falls_before_anything_else() {
    let (mut outbox, now) = (outbox(), Instant::now());
    outbox.push(message("stale", Class::Report).expires_in(Duration::from_secs(1)), now).unwrap();
    for number in 1..MAX_ENTRIES {
        outbox.push(message(&number.to_string(), Class::Speech), now).unwrap();
    }
    let later = now + Duration::from_secs(1);
    outbox.push(message("new", Class::Speech), later).unwrap();
    let statistics = outbox.statistics();
    assert_eq!((statistics.expired.report, statistics.overflowed.total()), (1, 0));
}

#[test]
fn who_matters_less_than_all_that_wait_falls_itself() {
    let (mut outbox, now) = (outbox(), Instant::now());
    for _ in 0..MAX_ENTRIES {
        outbox.push(message("r", Class::Report), now).unwrap();
    }
    let Dropped(dropped) = outbox.push(message("s", Class::Speech), now).unwrap_err();
    assert_eq!(dropped.payload, "s");
    assert_eq!(outbox.statistics().queued, MAX_ENTRIES);
}

#[test]
fn obligations_are_taken_beyond_every_limit() {
    let (mut outbox, now) = (outbox(), Instant::now());
    for number in 0..3 * MAX_ENTRIES {
        outbox.push(message(&number.to_string(), Class::Obligation), now).unwrap();
    }
    outbox.push(message(&"x".repeat(2 * MAX_BYTES), Class::Obligation), now).unwrap();
    assert_eq!(texts(&mut outbox, now).len(), 3 * MAX_ENTRIES + 1);
}

#[test]
fn only_while_the_broker_is_away_a_newer_switch_replaces_an_older_one() {
    let now = Instant::now();
    for (connected, expected) in [(true, vec!["off", "between", "on"]), (false, vec!["between", "on"])] {
        let mut outbox = outbox();
        outbox.counters.connected = connected;
        outbox.push(message("off", Class::Toggle).coalesce("site"), now).unwrap();
        outbox.push(message("between", Class::Report), now).unwrap();
        outbox.push(message("on", Class::Obligation).coalesce("site"), now).unwrap();
        assert_eq!(texts(&mut outbox, now), expected);
    }
}

#[derive(Debug, Clone)]
enum Step {
    Push { class: Class, size: usize, lives: Option<u64>, key: Option<u8> },
    Pop,
    Wait(u64),
    Connected(bool),
}

fn step() -> impl Strategy<Value = Step> {
    let class = (0..ALL.len()).prop_map(|index| ALL[index]);
    let push = (class, 0..60_usize, proptest::option::of(0..50_u64), proptest::option::of(0..4_u8));
    prop_oneof![
        8 => push.prop_map(|(class, size, lives, key)| Step::Push { class, size, lives, key }),
        3 => Just(Step::Pop),
        1 => (0..30_u64).prop_map(Step::Wait),
        1 => any::<bool>().prop_map(Step::Connected),
    ]
}

fn check(outbox: &Outbox) -> Result<(), TestCaseError> {
    let statistics = outbox.statistics();
    let only_obligations = outbox.queue.values().all(|queued| queued.message.class == Class::Obligation);
    prop_assert!(only_obligations || statistics.queued <= MAX_ENTRIES);
    prop_assert!(only_obligations || statistics.queued_bytes <= MAX_BYTES);
    prop_assert_eq!(statistics.queued_bytes, outbox.queue.values().map(Queued::size).sum::<usize>());
    prop_assert!(outbox.keys.len() <= outbox.queue.len());
    for class in ALL {
        let count = outbox.queue.values().filter(|queued| queued.message.class == class).count();
        prop_assert_eq!(*outbox.counts.get(class), count);
    }
    Ok(())
}

proptest! {
    #[test]
    fn nothing_is_lost_uncounted_and_only_what_matters_least_falls(steps in proptest::collection::vec(step(), 1..300)) {
        let mut outbox = outbox();
        let start = Instant::now();
        let (mut now, mut pushed, mut popped) = (start, 0_u64, Vec::new());
        let mut open_obligations: HashSet<u64> = HashSet::new();
        for step in steps {
            let before = outbox.statistics();
            match step {
                Step::Wait(milliseconds) => now += Duration::from_millis(milliseconds),
                Step::Connected(connected) => outbox.counters.connected = connected,
                Step::Pop => {
                    if let Some(queued) = outbox.pop(now) {
                        prop_assert!(!queued.has_expired(now));
                        let serial: u64 = queued.message.topic.parse().unwrap();
                        open_obligations.remove(&serial);
                        popped.push(serial);
                    }
                }
                Step::Push { class, size, lives, key } => {
                    let mut message = Publish::new(pushed.to_string(), vec![0; size], class);
                    message.expires_in = lives.map(Duration::from_millis).filter(|_| class != Class::Obligation);
                    message.coalesce = key.filter(|_| class == Class::Toggle).map(|key| key.to_string());
                    let taken = outbox.push(message, now).is_ok();
                    if class == Class::Obligation {
                        prop_assert!(taken);
                        open_obligations.insert(pushed);
                    }
                    pushed += 1;
                }
            }
            check(&outbox)?;
            let after = outbox.statistics();
            for class in ALL {
                if after.overflowed.get(class) > before.overflowed.get(class) {
                    let lower = outbox.queue.values().find(|queued| queued.message.class < class);
                    prop_assert!(lower.is_none(), "{class:?} fell before {lower:?}");
                }
            }
        }
        prop_assert!(popped.is_sorted());
        while let Some(queued) = outbox.pop(start) {
            open_obligations.remove(&queued.message.topic.parse().unwrap());
            popped.push(0);
        }
        prop_assert!(open_obligations.is_empty());
        let end = outbox.statistics();
        let counted = end.coalesced + end.expired.total() + end.overflowed.total();
        prop_assert_eq!(pushed, popped.len() as u64 + counted);
    }
}
