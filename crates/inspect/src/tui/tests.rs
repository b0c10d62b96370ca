//! Screens of an evening at four sites, while keys are pressed.

use std::path::Path;
use std::time::Duration;

use bytes::Bytes;
use petasos_messages::{Dialect, SiteId};
use petasos_recording::{Entry, Payload, Recording};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::style::Color;

use super::keys::KeyAction;
use super::*;

/// The usual window, and a large one.
const USUAL: (u16, u16) = (80, 24);
const LARGE: (u16, u16) = (200, 60);

fn evening() -> Vec<Entry> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../watch/tests/installations/evening.jsonl");
    Recording::open(&path).unwrap().entries
}

fn empty() -> Screen {
    let mut screen =
        Screen::new("127.0.0.1:1883".to_owned(), false, Some(Dialect::RHASSPY), SessionFilter::default());
    screen.zone = TimeZone::UTC;
    screen
}

/// The screen after this many seconds.
fn after(seconds: f64) -> Screen {
    let now = Duration::from_secs_f64(seconds);
    let mut screen = empty();
    for entry in evening().into_iter().take_while(|entry| entry.at <= now) {
        screen.see(entry);
    }
    screen.see_time(now);
    screen
}

/// Presses keys: letters, and some by name between angle brackets.
fn press(screen: &mut Screen, keys: &str) -> KeyAction {
    let mut action = KeyAction::None;
    for part in keys.split_inclusive(['[', ']']) {
        let codes: Vec<KeyCode> = match part.strip_suffix(']') {
            Some("enter") => vec![KeyCode::Enter],
            Some("esc") => vec![KeyCode::Esc],
            Some("tab") => vec![KeyCode::Tab],
            Some("down") => vec![KeyCode::Down],
            Some("end") => vec![KeyCode::End],
            _ => part.trim_end_matches('[').chars().map(KeyCode::Char).collect(),
        };
        for code in codes {
            action = screen.handle(KeyEvent::new(code, KeyModifiers::NONE));
        }
    }
    action
}

fn buffer(screen: &Screen, (columns, rows): (u16, u16)) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| screen.render(frame)).unwrap();
    terminal.backend().buffer().clone()
}

/// The text on the screen.
fn shown(screen: &Screen, size: (u16, u16)) -> String {
    let buffer = buffer(screen, size);
    let rows = buffer.content.chunks(usize::from(size.0));
    let line = |row: &[ratatui::buffer::Cell]| {
        row.iter().map(ratatui::buffer::Cell::symbol).collect::<String>().trim_end().to_owned()
    };
    rows.map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_installation_in_the_usual_window() {
    insta::assert_snapshot!(shown(&after(59.1), USUAL));
}

#[test]
fn an_installation_in_a_large_window() {
    insta::assert_snapshot!(shown(&after(59.1), LARGE));
}

#[test]
fn an_empty_screen_says_what_to_do() {
    insta::assert_snapshot!(shown(&empty(), USUAL));
}

#[test]
fn colours_are_where_they_help() {
    insta::assert_debug_snapshot!(buffer(&after(59.1), USUAL));
}

#[test]
fn without_colours_the_text_is_the_same() {
    for size in [USUAL, LARGE] {
        let coloured = after(59.1);
        let mut plain = after(59.1);
        plain.theme = Theme::new(false);
        assert_eq!(shown(&plain, size), shown(&coloured, size));
        let is_plain = |cell: &ratatui::buffer::Cell| (cell.fg, cell.bg) == (Color::Reset, Color::Reset);
        assert!(buffer(&plain, size).content.iter().all(is_plain));
        assert!(!buffer(&coloured, size).content.iter().all(is_plain));
    }
}

#[test]
fn a_finished_session_and_its_waterfall() {
    let mut screen = after(59.1);
    press(&mut screen, "G[enter]");
    insta::assert_snapshot!(shown(&screen, USUAL));
}

#[test]
fn the_messages_of_a_session_and_one_of_them_as_it_came() {
    let mut screen = after(59.1);
    press(&mut screen, "G[enter][enter]");
    insta::assert_snapshot!("messages", shown(&screen, USUAL));
    press(&mut screen, "kkkkkkkkkkk[enter]");
    insta::assert_snapshot!("message", shown(&screen, USUAL));
}

#[test]
fn sound_is_shown_as_length_and_level() {
    let mut screen = after(59.1);
    press(&mut screen, "G[enter][enter]/say-1[enter]");
    let text = shown(&screen, USUAL);
    assert!(text.contains("playBytes/say-1 WAV 0.64 s -15 dBFS"), "{text}");
    assert!(!text.contains("RIFF"), "{text}");
}

#[test]
fn a_site_with_all_its_components() {
    let mut screen = after(59.1);
    press(&mut screen, "hG[enter]");
    insta::assert_snapshot!(shown(&screen, USUAL));
}

#[test]
fn problems_with_their_cure() {
    let mut screen = after(59.1);
    press(&mut screen, "[tab][tab][tab]");
    insta::assert_snapshot!("problems", shown(&screen, USUAL));
    press(&mut screen, "[enter]");
    insta::assert_snapshot!("problem", shown(&screen, USUAL));
}

#[test]
fn help_names_the_keys() {
    let mut screen = after(59.1);
    press(&mut screen, "?");
    insta::assert_snapshot!(shown(&screen, USUAL));
    press(&mut screen, "[esc]");
    assert!(!shown(&screen, USUAL).contains("Help"));
}

#[test]
fn a_site_can_be_chosen_and_left() {
    let mut screen = after(59.1);
    press(&mut screen, "hj");
    assert!(screen.sessions().is_empty(), "the bathroom is quiet");
    press(&mut screen, "j");
    let sites: Vec<_> = screen.sessions().iter().map(|session| session.site.clone().unwrap()).collect();
    assert_eq!(sites, ["bedroom", "bedroom"]);
    assert!(screen.messages().iter().all(|kept| kept.site.as_ref().is_some_and(|site| *site == "bedroom")));
    press(&mut screen, "[esc]");
    assert_eq!(screen.sessions().len(), 7);
}

#[test]
fn what_is_searched_for_is_in_all_that_is_listed() {
    let mut screen = after(59.1);
    press(&mut screen, "/CYAN");
    assert!(shown(&screen, USUAL).contains("/CYAN▏"));
    press(&mut screen, "[enter]");
    assert_eq!(screen.sessions().len(), 1);
    assert!(!screen.messages().is_empty());
    assert!(screen.messages().iter().all(|kept| kept.contains("cyan")));
    press(&mut screen, "[esc]/1m[enter]");
    assert!(screen.sessions().is_empty(), "what makes colours is not searched");
    press(&mut screen, "[esc]");
    assert_eq!(press(&mut screen, "/q"), KeyAction::None, "a letter that is typed is no command");
    press(&mut screen, "[esc]");
    assert_eq!(screen.sessions().len(), 7);
}

#[test]
fn the_newest_is_followed_until_another_is_chosen() {
    let mut screen = after(42.6);
    assert_eq!(screen.session().unwrap().id, "hall-question-3");
    press(&mut screen, "[down]");
    assert_eq!(screen.session().unwrap().id, "bedroom-porcupine-2");
    for entry in evening().into_iter().skip_while(|entry| entry.at < Duration::from_secs(50)) {
        screen.see(entry);
    }
    assert_eq!(screen.session().unwrap().id, "bedroom-porcupine-2");
    press(&mut screen, "g");
    assert_eq!(screen.session().unwrap().id, "kitchen-note-7");
}

#[test]
fn a_paused_screen_does_not_change_and_loses_nothing() {
    let mut screen = after(42.6);
    press(&mut screen, "p");
    let before = screen.messages().len();
    for entry in evening().into_iter().skip_while(|entry| entry.at < Duration::from_secs(50)) {
        screen.see(entry);
    }
    assert_eq!(screen.messages().len(), before);
    assert!(shown(&screen, USUAL).contains("PAUSED, 17 waiting"), "{}", shown(&screen, USUAL));
    press(&mut screen, "p");
    assert_eq!(screen.messages().len(), before + 17);
}

#[test]
fn what_is_held_back_is_bounded() {
    let mut screen = after(42.6);
    press(&mut screen, "p");
    let weather = evening().into_iter().find(|entry| entry.topic == "home/weather").unwrap();
    for _ in 0..10_100 {
        screen.see(weather.clone());
    }
    assert_eq!(screen.held.len(), 10_000);
    let large = Payload::Bytes(Bytes::from(vec![b'x'; 8 << 20]));
    for _ in 0..20 {
        screen.see(Entry { payload: large.clone(), ..weather.clone() });
    }
    assert_eq!(screen.held.len(), 4);
}

#[test]
fn only_recordings_move_in_time() {
    let mut screen = after(42.6);
    assert_eq!(press(&mut screen, ","), KeyAction::None);
    screen.status.is_file = true;
    let seek = |millis| KeyAction::Seek(Duration::from_millis(millis));
    assert_eq!(press(&mut screen, ","), seek(41_600));
    assert_eq!(press(&mut screen, ",,."), seek(40_600), "keys add up while it is read");
    assert_eq!(press(&mut screen, "<"), seek(0));
    screen.restart();
    screen.see_time(Duration::ZERO);
    assert_eq!(press(&mut screen, "."), seek(1_000));
    assert_eq!(press(&mut screen, ">"), seek(42_600), "not beyond what was read");
    screen.see_end();
    assert_eq!(press(&mut screen, ","), seek(0), "from where it ended");
}

#[test]
fn a_recording_begins_again_with_the_same_choice() {
    let mut screen = after(42.6);
    press(&mut screen, "[down][enter]");
    screen.restart();
    assert!(screen.sessions().is_empty());
    for entry in evening() {
        screen.see(entry);
    }
    assert_eq!(screen.session().unwrap().id, "bedroom-porcupine-2");
}

#[test]
fn q_and_ctrl_c_leave() {
    let mut screen = empty();
    assert_eq!(press(&mut screen, "q"), KeyAction::Quit);
    let ctrl_c = KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL);
    press(&mut screen, "/");
    assert_eq!(screen.handle(ctrl_c), KeyAction::Interrupt);
}

#[test]
fn a_lost_connection_is_shown() {
    let mut screen = after(59.1);
    screen.see_connection(Some("the broker is silent".to_owned()));
    assert!(shown(&screen, LARGE).contains("connection lost, trying again: the broker is silent "));
    screen.see_connection(Some("the broker cannot be reached: I/O: Connection refused".to_owned()));
    let header = shown(&screen, USUAL).lines().next().unwrap().to_owned();
    assert!(header.ends_with("connection lost, trying again: t… 0:59.1"), "{header}");
    screen.see_connection(None);
    assert!(!shown(&screen, LARGE).contains("connection"));
}

#[test]
fn a_window_that_is_too_small_says_so() {
    let screen = after(59.1);
    assert_eq!(shown(&screen, (20, 5)), "Make this window\nlarger: 60 x 16 at\nleast. q quits\n\n");
    for size in [(1, 1), (59, 16), (60, 15), (60, 16)] {
        assert_eq!(shown(&screen, size).contains("Sites"), size == (60, 16), "{size:?}");
    }
}

#[test]
fn what_comes_from_outside_does_not_steer_the_terminal() {
    let mut screen = after(1.1);
    let mut entry = evening().swap_remove(0);
    entry.topic = "home/\u{1b}[2J\u{202e}x".to_owned();
    entry.payload = Payload::Bytes("a\u{1b}]0;title\u{7}\nb\u{9b}".into());
    screen.see(entry);
    let is_harmless = |screen: &Screen| shown(screen, LARGE).chars().all(|c| c == '\n' || !c.is_control());
    assert!(is_harmless(&screen));
    press(&mut screen, "[tab][tab][end][enter]");
    assert!(is_harmless(&screen));
}

#[test]
fn any_window_and_any_keys_are_borne() {
    let mut keys = "jk[tab]lh?[esc]/a[enter]gG[enter][esc][esc]pp[enter]jjj".to_owned();
    keys.push_str("[tab][enter][down][enter][esc]");
    let mut screen = after(59.1);
    for size in [(1, 1), (20, 5), (60, 16), (61, 17), (80, 24), (139, 35), (140, 36), (300, 100)] {
        for part in keys.split_inclusive(']') {
            press(&mut screen, part);
            shown(&screen, size);
        }
    }
}

#[test]
fn a_filter_holds_for_sites_and_sessions() {
    let mut screen = after(59.1);
    screen.filter.sites = vec![SiteId::new("hall").unwrap()];
    screen.filter.only_problems = true;
    let sites: Vec<_> = screen.sites().map(|site| site.id.to_string()).collect();
    assert_eq!(sites, ["hall"]);
    let sessions: Vec<_> = screen.sessions().iter().map(|session| session.id.to_string()).collect();
    assert_eq!(sessions, ["hall-note-4", "hall-question-3"]);
}
