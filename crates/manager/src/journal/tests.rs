use super::*;
use proptest::prelude::*;

fn site(name: &str) -> SiteId {
    SiteId::new(name).unwrap()
}

fn session(name: &str) -> SessionId {
    SessionId::new(name).unwrap()
}

fn started(at: &str, name: &str) -> Fact {
    Fact::SessionStarted { site_id: site(at), session_id: session(name) }
}

fn facts() -> Vec<Fact> {
    vec![
        Fact::SiteOpened(site("kitchen")),
        started("kitchen", "k1"),
        Fact::SiteOpened(site("living room\n")),
        started("living room\n", "ü\"1"),
        Fact::SessionEnded(session("k1")),
        Fact::SiteClosed(site("kitchen")),
        started("living room\n", "l2"),
    ]
}

fn write_all(directory: &Path, facts: &[Fact]) {
    let (mut journal, _) = Journal::open(directory, true).unwrap();
    for fact in facts {
        journal.note(fact);
    }
    journal.write().unwrap();
}

fn left(directory: &Path) -> Recovered {
    let (open, damaged) = Open::read(&read(&directory.join(FILE)).unwrap());
    Recovered { obligations: open.obligations(), damaged }
}

#[test]
fn what_is_open_survives_and_what_is_closed_does_not() {
    let directory = tempfile::tempdir().unwrap();
    assert_eq!(left(directory.path()), Recovered::default());
    write_all(directory.path(), &facts());
    let sessions = vec![session("ü\"1"), session("l2")];
    let expected =
        Recovered { obligations: vec![Obligation::new(site("living room\n"), sessions)], damaged: 0 };
    assert_eq!(left(directory.path()), expected);
    let (_, again) = Journal::open(directory.path(), true).unwrap();
    assert_eq!(again, expected);
    assert_eq!(left(directory.path()), expected, "it stays open until it is closed");
}

#[test]
fn what_is_closed_while_the_broker_is_away_stays_open_until_it_was_told() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = Journal::open(directory.path(), true).unwrap();
    let kitchen = Fact::SiteOpened(site("kitchen"));
    journal.note(&kitchen);
    journal.note(&started("kitchen", "k1"));
    journal.hold();
    journal.note(&Fact::SessionEnded(session("k1")));
    journal.note(&Fact::SiteClosed(site("kitchen")));
    journal.write().unwrap();
    assert_eq!(left(directory.path()).obligations, [Obligation::new(site("kitchen"), vec![session("k1")])]);

    journal.note(&kitchen);
    journal.release();
    journal.write().unwrap();
    assert_eq!(left(directory.path()).obligations, [Obligation::new(site("kitchen"), vec![])]);
}

#[test]
fn a_long_journal_is_written_anew_with_only_what_is_open() {
    let directory = tempfile::tempdir().unwrap();
    let (mut journal, _) = Journal::open(directory.path(), false).unwrap();
    journal.note(&Fact::SiteOpened(site("stays")));
    for number in 0..5_000 {
        let name = format!("session-{number}");
        journal.note(&Fact::SiteOpened(site("kitchen")));
        journal.note(&started("kitchen", &name));
        journal.write().unwrap();
        journal.note(&Fact::SessionEnded(session(&name)));
        journal.note(&Fact::SiteClosed(site("kitchen")));
        journal.write().unwrap();
    }
    let length = std::fs::metadata(directory.path().join(FILE)).unwrap().len();
    assert!(length < 2 * COMPACT_AT, "{length} bytes");
    assert_eq!(left(directory.path()).obligations, [Obligation::new(site("stays"), vec![])]);
}

#[test]
fn a_directory_that_cannot_be_written_is_an_error_that_says_what_is_lost() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("file");
    std::fs::write(&file, "").unwrap();
    let error = Journal::open(&file.join("below"), true).unwrap_err();
    assert!(error.to_string().contains("sites may stay deaf"), "{error}");
}

#[test]
fn every_torn_tail_leaves_what_was_written_before_it() {
    let directory = tempfile::tempdir().unwrap();
    write_all(directory.path(), &facts());
    let path = directory.path().join(FILE);
    let whole = std::fs::read(&path).unwrap();
    for length in 0..=whole.len() {
        let (open, damaged) = Open::read(&whole[..length]);
        let complete = whole[..length].split(|byte| *byte == b'\n').count() - 1;
        let mut expected = Open::default();
        for fact in &facts()[..complete] {
            expected.apply(fact);
        }
        // The last line may have lost nothing but its line break.
        if damaged == 0 && length > 0 && whole[length - 1] != b'\n' {
            expected.apply(&facts()[complete]);
        }
        assert_eq!(open.obligations(), expected.obligations(), "{length} bytes");
        assert!(damaged <= 1, "{length} bytes");
    }
}

proptest! {
    #[test]
    fn damage_never_panics_and_never_invents_a_session(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = Vec::new();
        for fact in facts() {
            line(&mut bytes, &fact);
        }
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        let (open, _) = Open::read(&bytes);
        let known = [session("k1"), session("ü\"1"), session("l2")];
        for obligation in open.obligations() {
            prop_assert!([site("kitchen"), site("living room\n")].contains(&obligation.site_id));
            prop_assert!(obligation.sessions.iter().all(|session| known.contains(session)));
        }
    }

    #[test]
    fn any_bytes_can_be_read(bytes: Vec<u8>) {
        Open::read(&bytes);
    }

    #[test]
    fn a_fact_is_read_as_it_was_written(name in "[^+#/\u{0}]{1,40}", id in "[^+#/\u{0}]{1,40}") {
        for fact in [
            Fact::SiteOpened(site(&name)),
            started(&name, &id),
            Fact::SessionEnded(session(&id)),
            Fact::SiteClosed(site(&name)),
        ] {
            let mut bytes = Vec::new();
            line(&mut bytes, &fact);
            prop_assert_eq!(parse(bytes.strip_suffix(b"\n").unwrap()), Some(fact));
        }
    }
}
