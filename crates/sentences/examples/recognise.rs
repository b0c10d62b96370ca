//! Reads templates, recognises each line of a second file, and prints how long that took, as JSON: the half of
//! blackbox/nlu that is not Python.
//!
//! ```sh
//! cargo run --release -p petasos-sentences --example recognise -- sentences.ini queries.txt
//! ```

use std::error::Error;
use std::path::Path;
use std::time::Instant;

use petasos_sentences::{Grammar, Matching, Settings};
use serde_json::json;

fn main() -> Result<(), Box<dyn Error>> {
    let mut files = std::env::args().skip(1);
    let (Some(templates), Some(queries)) = (files.next(), files.next()) else {
        return Err("name a file of templates, and one of queries".into());
    };
    let queries = std::fs::read_to_string(queries)?;
    let start = now();
    let settings = Settings::default();
    let templates = settings.read_file(Path::new(&templates))?;
    let grammar = Grammar::new(&templates.intents, &settings.limits)?;
    let loaded = start.elapsed();
    let mut seconds = Vec::new();
    let mut understood = Vec::new();
    for query in queries.lines() {
        let start = now();
        let recognition = grammar.recognise(query, &Matching::default())?;
        seconds.push(start.elapsed().as_secs_f64());
        understood.push(recognition.map(|recognition| recognition.intent.to_string()));
    }
    println!(
        "{}",
        json!({ "load_seconds": loaded.as_secs_f64(), "seconds": seconds, "understood": understood })
    );
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "it is here to measure time")]
fn now() -> Instant {
    Instant::now()
}
