//! The client of the conversation API, with a server that follows its documentation.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod stand_in;

use std::net::{Ipv4Addr, TcpListener};
use std::time::Duration;

use petasos_home_assistant::{Answer, Client, Error, Request};
use petasos_skill::config::Secret;
use serde_json::json;

use self::stand_in::{StandIn, TOKEN};

const PATIENCE: Duration = Duration::from_secs(10);

fn client(home: &StandIn, token: &str) -> Client {
    // People write the address with and without the slash.
    Client::new(&format!("{}/", home.url()), &Secret::from(token), PATIENCE, None).unwrap()
}

fn request(text: &str) -> Request {
    Request { text: text.to_owned(), ..Request::default() }
}

#[test]
fn what_is_asked_is_answered() {
    let home = StandIn::start();
    let answer = client(&home, TOKEN).process(&request("turn on the light")).unwrap();
    let expected = Answer {
        speech: Some("Turned on the light".to_owned()),
        understood: true,
        conversation_id: Some("01JKW0W5ZZZZZZZZZZZZZZZZZZ".to_owned()),
        goes_on: false,
    };
    assert_eq!(answer, expected);
    assert_eq!(home.asked(), [json!({"text": "turn on the light"})]);
}

#[test]
fn language_agent_and_conversation_are_told() {
    let home = StandIn::start();
    let request = Request {
        language: Some("de".to_owned()),
        agent_id: Some("conversation.chatgpt".to_owned()),
        conversation_id: Some("c1".to_owned()),
        ..request("add to my list")
    };
    let answer = client(&home, TOKEN).process(&request).unwrap();
    assert!(answer.goes_on);
    assert_eq!(answer.conversation_id.as_deref(), Some("c1"));
    let asked = json!({
        "text": "add to my list", "language": "de", "conversation_id": "c1", "agent_id": "conversation.chatgpt",
    });
    assert_eq!(home.asked(), [asked]);
}

#[test]
fn what_is_not_understood_comes_with_words() {
    let home = StandIn::start();
    let answer = client(&home, TOKEN).process(&request("open the pod bay doors")).unwrap();
    assert!(!answer.understood);
    assert_eq!(answer.speech.as_deref(), Some("Sorry, I couldn't understand that"));
}

#[test]
fn an_answer_may_lack_what_older_versions_did_not_have() {
    let home = StandIn::start();
    let answer = client(&home, TOKEN).process(&request("speak in an old way")).unwrap();
    let expected = Answer { speech: None, understood: true, conversation_id: None, goes_on: false };
    assert_eq!(answer, expected);
}

#[test]
fn a_wrong_token_is_named_and_not_shown() {
    let home = StandIn::start();
    let wrong = client(&home, "stolen");
    let error = wrong.process(&request("turn on the light")).unwrap_err();
    assert!(matches!(error, Error::Token { .. }), "{error}");
    assert!(!format!("{error:?} {wrong:?}").contains("stolen"));
}

#[test]
fn what_is_no_answer_is_an_error() {
    let home = StandIn::start();
    for (text, why) in
        [("break down", "500"), ("talk nonsense", "expected value"), ("talk too much", "limit")]
    {
        let error = client(&home, TOKEN).process(&request(text)).unwrap_err();
        assert!(matches!(error, Error::Strange { .. }), "{text}: {error:?}");
        assert!(error.to_string().contains(why), "{text}: {error}");
    }
}

#[test]
fn who_takes_too_long_is_not_waited_for() {
    let home = StandIn::start();
    let hasty = Client::new(&home.url(), &Secret::from(TOKEN), Duration::from_millis(100), None).unwrap();
    let error = hasty.process(&request("take your time")).unwrap_err();
    assert!(matches!(error, Error::Late { .. }), "{error}");
}

#[test]
fn where_nobody_listens_nobody_answers() {
    // A port that was free a moment ago.
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let url = format!("http://127.0.0.1:{port}");
    let error = Client::new(&url, &Secret::from(TOKEN), PATIENCE, None)
        .unwrap()
        .process(&request("turn on the light"))
        .unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains(&url), "{error}");
}

#[test]
fn a_file_without_certificates_is_refused() {
    let error = Client::new("https://home", &Secret::from(TOKEN), PATIENCE, Some(b"no certificate"));
    assert!(matches!(error, Err(Error::NoCertificate)));
}
