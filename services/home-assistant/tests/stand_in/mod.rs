//! A small HTTP server that answers as Home Assistant's conversation API is documented to.

use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http_body_util::{BodyExt, Full};
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONTENT_TYPE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// The token it knows.
pub(crate) const TOKEN: &str = "a-long-lived-token";

/// The server, on a thread and a clock of its own. It ends with this value.
pub(crate) struct StandIn {
    address: SocketAddr,
    asked: Asked,
    _stop: oneshot::Sender<()>,
}

type Asked = Arc<Mutex<Vec<Value>>>;

impl StandIn {
    /// Starts on a free port.
    pub(crate) fn start() -> Self {
        let asked = Asked::default();
        let (stop, stopped) = oneshot::channel();
        let (ready, address) = std::sync::mpsc::channel();
        let log = Arc::clone(&asked);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
                ready.send(listener.local_addr().unwrap()).unwrap();
                tokio::select! {
                    () = serve(listener, log) => {}
                    _ = stopped => {}
                }
            });
        });
        Self { address: address.recv().unwrap(), asked, _stop: stop }
    }

    /// Where it is.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests so far.
    pub(crate) fn asked(&self) -> Vec<Value> {
        self.asked.lock().unwrap().clone()
    }
}

async fn serve(listener: TcpListener, asked: Asked) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let asked = Arc::clone(&asked);
        let service = service_fn(move |request| serve_one(request, Arc::clone(&asked)));
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn serve_one(request: Request<Incoming>, asked: Asked) -> Result<Response<Full<Bytes>>, Infallible> {
    let (status, body) = match accept(request).await {
        Err((status, why)) => (status, why.to_owned()),
        Ok(asks) => {
            asked.lock().unwrap().push(asks.clone());
            answer(&asks).await
        }
    };
    let response = Response::builder().status(status).header(CONTENT_TYPE, "application/json");
    Ok(response.body(Full::from(body)).unwrap())
}

/// What is asked, or why it cannot be.
async fn accept(request: Request<Incoming>) -> Result<Value, (StatusCode, &'static str)> {
    if request.uri().path() != "/api/conversation/process" {
        return Err((StatusCode::NOT_FOUND, "404: Not Found"));
    }
    if request.method() != Method::POST {
        return Err((StatusCode::METHOD_NOT_ALLOWED, "405: Method Not Allowed"));
    }
    if request.headers().get(AUTHORIZATION).is_none_or(|value| value != &format!("Bearer {TOKEN}")) {
        return Err((StatusCode::UNAUTHORIZED, "401: Unauthorized"));
    }
    let body = request.into_body().collect().await.unwrap().to_bytes();
    match serde_json::from_slice::<Value>(&body) {
        Ok(asks) if asks["text"].is_string() => Ok(asks),
        Ok(_) => Err((StatusCode::BAD_REQUEST, r#"{"message":"required key not provided @ data['text']"}"#)),
        Err(_) => Err((StatusCode::BAD_REQUEST, r#"{"message":"Invalid JSON specified"}"#)),
    }
}

async fn answer(asks: &Value) -> (StatusCode, String) {
    let (kind, speech, goes_on) = match asks["text"].as_str().unwrap() {
        "turn on the light" => ("action_done", "Turned on the light", false),
        "add to my list" => ("query_answer", "What shall I add?", true),
        "milk" => ("action_done", "Added milk", false),
        "dim the corridor" => ("action_done", "", false),
        "take your time" => {
            tokio::time::sleep(Duration::from_secs(30)).await;
            ("action_done", "Done", false)
        }
        "break down" => return (StatusCode::INTERNAL_SERVER_ERROR, "500 Internal Server Error".to_owned()),
        "talk nonsense" => return (StatusCode::OK, "<html>".to_owned()),
        "talk too much" => return (StatusCode::OK, "x".repeat(2 << 20)),
        "speak in an old way" => {
            return (StatusCode::OK, json!({"response": {"response_type": "action_done"}}).to_string());
        }
        _ => ("error", "Sorry, I couldn't understand that", false),
    };
    let data = match kind {
        "error" => json!({"code": "no_intent_match"}),
        _ => json!({"targets": [], "success": [], "failed": []}),
    };
    let answer = json!({
        "continue_conversation": goes_on,
        "response": {
            "response_type": kind,
            "language": asks["language"].as_str().unwrap_or("en"),
            "data": data,
            "speech": {"plain": {"speech": speech, "extra_data": null}},
        },
        "conversation_id": asks["conversation_id"].as_str().unwrap_or("01JKW0W5ZZZZZZZZZZZZZZZZZZ"),
    });
    (StatusCode::OK, answer.to_string())
}
