//! Arrows point down: which crate may know which, as docs/architecture.md draws the house.

#![expect(clippy::panic, clippy::expect_used, reason = "a test fails by panicking, with the reason")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use petasos_messages::Topic;
use petasos_messages::filter::Namespace;

/// What each crate may know of its neighbours. The roof (services, tests, chores) may know everything, and nobody may
/// know the roof.
const MAY_KNOW: [(&str, &[&str]); 18] = [
    ("petasos-messages", &[]),
    ("petasos-sans-io", &[]),
    ("petasos-bus", &[]),
    ("petasos-broker", &[]),
    ("petasos-program", &["petasos-bus", "petasos-messages", "petasos-sans-io"]),
    ("petasos-dialogue", &["petasos-messages", "petasos-sans-io"]),
    ("petasos-simulator", &["petasos-dialogue", "petasos-messages", "petasos-sans-io"]),
    ("petasos-sentences", &["petasos-messages"]),
    ("petasos-recording", &["petasos-messages"]),
    ("petasos-watch", &["petasos-messages", "petasos-recording"]),
    (
        "petasos-manager",
        &[
            "petasos-broker",
            "petasos-bus",
            "petasos-dialogue",
            "petasos-messages",
            "petasos-program",
            "petasos-recording",
            "petasos-sans-io",
        ],
    ),
    ("petasos-skill-macros", &[]),
    (
        "petasos-skill",
        &["petasos-bus", "petasos-messages", "petasos-program", "petasos-sans-io", "petasos-skill-macros"],
    ),
    (
        "petasos-testkit",
        &[
            "petasos-bus",
            "petasos-dialogue",
            "petasos-simulator",
            "petasos-manager",
            "petasos-messages",
            "petasos-program",
            "petasos-recording",
            "petasos-replay",
            "petasos-sentences",
            "petasos-skill",
            "petasos-sans-io",
        ],
    ),
    (
        "petasos-replay",
        &[
            "petasos-bus",
            "petasos-dialogue",
            "petasos-manager",
            "petasos-messages",
            "petasos-recording",
            "petasos-sans-io",
        ],
    ),
    (
        "petasos-inspect",
        &[
            "petasos-bus",
            "petasos-dialogue",
            "petasos-manager",
            "petasos-messages",
            "petasos-program",
            "petasos-recording",
            "petasos-replay",
            "petasos-simulator",
            "petasos-watch",
            "petasos-sans-io",
        ],
    ),
    ("petasos-nlu", &["petasos-bus", "petasos-messages", "petasos-program", "petasos-sentences"]),
    (
        "petasos-demo",
        &[
            "petasos-broker",
            "petasos-bus",
            "petasos-dialogue",
            "petasos-inspect",
            "petasos-manager",
            "petasos-messages",
            "petasos-nlu",
            "petasos-program",
            "petasos-sentences",
            "petasos-simulator",
            "petasos-sans-io",
        ],
    ),
];

/// The tool people type is part of the roof, though it lies among the crates.
const TOOL: &str = "petasos";

/// A library that only one crate may name, so that it can be exchanged there.
const HIDDEN: [(&str, &str); 2] = [("rumqttc", "petasos-bus"), ("mqtt5", "petasos-broker")];

#[test]
fn arrows_point_down() {
    let metadata = metadata();
    let workspace: BTreeSet<&str> = metadata.workspace_packages().into_iter().map(name).collect();
    for (package, may_know) in MAY_KNOW {
        let package = find(&metadata, package);
        for known in knows(package).filter(|known| workspace.contains(known)) {
            assert!(may_know.contains(&known), "{} must not know {known}", name(package));
        }
    }
}

#[test]
fn every_library_has_its_floor() {
    for package in metadata().workspace_packages() {
        let library = package.manifest_path.as_str().contains("/crates/") && name(package) != TOOL;
        let listed = MAY_KNOW.iter().any(|(listed, _)| *listed == name(package));
        assert_eq!(library, listed, "{} belongs into MAY_KNOW if it is a library", name(package));
    }
}

#[test]
fn the_mqtt_libraries_are_named_by_one_crate_each() {
    for package in metadata().workspace_packages() {
        for (library, owner) in HIDDEN {
            let names_it = package.dependencies.iter().any(|dependency| dependency.name == library);
            assert!(!names_it || name(package) == owner, "{} must not name {library}", name(package));
        }
    }
}

#[test]
fn the_embedded_broker_can_be_left_out_of_the_manager() {
    let metadata = metadata();
    let broker = find(&metadata, "petasos-manager")
        .dependencies
        .iter()
        .find(|dependency| dependency.name == "petasos-broker" && dependency.kind == DependencyKind::Normal);
    assert!(broker.is_none_or(|broker| broker.optional), "petasos-broker belongs behind a feature");
}

/// Topics stand in the table of petasos-messages; other crates use its `Topic` and `filter`.
#[test]
fn no_other_crate_writes_a_topic_by_hand() {
    let mut found = Vec::new();
    for package in metadata().workspace_packages() {
        if name(package) != "petasos-messages" {
            collect_topics(&package.manifest_path.with_file_name("src").into_std_path_buf(), &mut found);
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(topics_in(r#"["hermes/tts/say", "petasos/+/status", "rhasspy/number"]"#).count(), 2);
}

/// The topics and filters that the product code below a folder contains, with their files.
fn collect_topics(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.file_stem().is_some_and(|stem| stem == "tests") {
            continue;
        }
        if path.is_dir() {
            collect_topics(&path, found);
            continue;
        }
        let text = fs::read_to_string(&path).unwrap_or_default();
        let product = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let code = product.lines().filter(|line| !line.trim_start().starts_with("//"));
        let topics = code.flat_map(topics_in).map(|topic| format!("{}: {topic}", path.display()));
        found.extend(topics);
    }
}

/// The string literals of a line that are topics, filters or patterns of topics.
fn topics_in(line: &str) -> impl Iterator<Item = &str> {
    let literals = line.split('"').skip(1).step_by(2);
    literals.filter(|text| {
        Namespace::of(text).is_some()
            && !text.contains(' ')
            && (text.contains(['+', '#', '{']) || text.parse::<Topic>().is_ok())
    })
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
        .no_deps()
        .other_options(vec!["--offline".to_owned()])
        .exec()
        .expect("cargo metadata reads the workspace")
}

fn find<'a>(metadata: &'a Metadata, wanted: &str) -> &'a Package {
    let found = metadata.workspace_packages().into_iter().find(|package| name(package) == wanted);
    found.unwrap_or_else(|| panic!("the workspace has no {wanted}"))
}

fn name(package: &Package) -> &str {
    package.name.as_str()
}

/// The crates a package is built from; what only its tests use does not count.
fn knows(package: &Package) -> impl Iterator<Item = &str> {
    package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind != DependencyKind::Development)
        .map(|dependency| dependency.name.as_str())
}
