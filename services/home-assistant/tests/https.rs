//! Home Assistant behind https, with a certificate of one's own.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use petasos_home_assistant::{Client, Error, Request};
use petasos_skill::config::Secret;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

const ANSWER: &str =
    r#"{"response": {"response_type": "action_done", "speech": {"plain": {"speech": "Done"}}}}"#;

/// An authority of our own and a server with its certificate, which answers once: its address, and the authority's certificate.
fn serve_once() -> (String, String) {
    let key = KeyPair::generate().unwrap();
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let certificate = authority.self_signed(&key).unwrap();
    let issuer = Issuer::new(authority, key);
    let server_key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let server = server.signed_by(&server_key, &issuer).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![server.der().clone()],
            PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(server_key.serialize_der())),
        )
        .unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let (stream, _) = listener.accept().unwrap();
        let connection = ServerConnection::new(Arc::new(config)).unwrap();
        let mut stream = BufReader::new(StreamOwned::new(connection, stream));
        // Who does not trust us says nothing.
        if skip_request(&mut stream).is_ok() {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", ANSWER.len());
            stream.get_mut().write_all(format!("{head}{ANSWER}").as_bytes()).unwrap();
        }
    });
    (format!("https://localhost:{port}"), certificate.pem())
}

fn skip_request(stream: &mut impl BufRead) -> std::io::Result<()> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        match line.trim().to_ascii_lowercase().strip_prefix("content-length:") {
            Some(number) => length = number.trim().parse().unwrap(),
            None if line.trim().is_empty() => break,
            None => {}
        }
    }
    stream.read_exact(&mut vec![0; length])
}

fn ask(url: &str, ca: Option<&str>) -> Result<Option<String>, Error> {
    let client = Client::new(url, &Secret::from("t"), Duration::from_secs(10), ca.map(str::as_bytes))?;
    let request = Request { text: "turn on the light".to_owned(), ..Request::default() };
    client.process(&request).map(|answer| answer.speech)
}

#[test]
fn an_authority_of_ones_own_can_be_trusted() {
    let (url, ca) = serve_once();
    assert_eq!(ask(&url, Some(&ca)).unwrap().as_deref(), Some("Done"));
}

#[test]
fn a_certificate_that_nobody_knows_is_refused() {
    let (url, _) = serve_once();
    let error = ask(&url, None).unwrap_err();
    assert!(matches!(error, Error::Unreachable { .. }), "{error}");
}
