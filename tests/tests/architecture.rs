//! Dependencies point downwards: each crate depends on what the table in docs/architecture.md says, on all of it and on nothing else.

#![expect(clippy::panic, clippy::expect_used, reason = "a test fails by panicking, with the reason")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use petasos_messages::Topic;
use petasos_messages::filter::Namespace;
use petasos_tests::module_graph::files;

/// Libraries that only one crate may name, so that they can be exchanged there.
const HIDDEN: [(&str, &str); 2] = [("rumqttc", "petasos-bus"), ("mqtt5", "petasos-broker")];

#[test]
fn crates_depend_on_what_the_architecture_page_says() {
    let metadata = metadata();
    let documented = documented_dependencies();
    let members = metadata.workspace_packages();
    let by_name: BTreeMap<&str, String> =
        members.iter().map(|member| (name(member), folder(member))).collect();
    let missing: Vec<_> = by_name.values().filter(|folder| !documented.contains_key(*folder)).collect();
    assert!(missing.is_empty(), "the table of docs/architecture.md has no row for {missing:?}");
    for member in members {
        let actual: BTreeSet<String> = dependencies(member)
            .filter_map(|dependency| by_name.get(dependency))
            .map(|folder| short(folder))
            .collect();
        match &documented[&folder(member)] {
            Allowed::Any => {}
            Allowed::Exactly(expected) => assert_eq!(&actual, expected, "dependencies of {}", folder(member)),
        }
    }
}

#[test]
fn the_product_does_not_depend_on_the_test_kit() {
    for package in metadata().workspace_packages().into_iter().filter(|package| folder(package) != "tests") {
        let depends = dependencies(package).any(|dependency| dependency == "petasos-testkit");
        assert!(!depends, "{} must not depend on the test kit", name(package));
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

/// Topics are in the table of petasos-messages; other crates use its `Topic` and `filter`. Only the harness in `tests` does not: it
/// shares no code with what it tests.
#[test]
fn no_other_crate_writes_a_topic_by_hand() {
    let metadata = metadata();
    let others = metadata
        .workspace_packages()
        .into_iter()
        .filter(|package| !["petasos-messages", "petasos-tests"].contains(&name(package)));
    let found: Vec<String> = others
        .flat_map(|package| topics_below(package.manifest_path.with_file_name("src").as_std_path()))
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
    assert_eq!(topics_in(r#"["hermes/tts/say", "petasos/+/status", "rhasspy/number"]"#).count(), 2);
}

#[test]
fn paths_on_the_architecture_page_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let page =
        fs::read_to_string(root.join("docs/architecture.md")).expect("the architecture page can be read");
    let paths =
        page.split('`').skip(1).step_by(2).filter(|text| text.contains('/') && !text.contains(['{', '<']));
    let missing: Vec<_> = paths
        .filter(|path| {
            ["crates/", "services/", "config/", "tests/", "docs/"].iter().any(|top| path.starts_with(top))
        })
        .filter(|path| !root.join(path).exists())
        .collect();
    assert!(missing.is_empty(), "docs/architecture.md names {missing:?}");
}

/// The topics and filters that the product code below a folder contains, with their files.
fn topics_below(folder: &Path) -> Vec<String> {
    let sources = files(folder, "rs")
        .into_iter()
        .filter(|path| path.iter().all(|part| part != "tests" && part != "tests.rs"));
    let topics = sources.flat_map(|path| {
        let text = fs::read_to_string(&path).unwrap_or_default();
        let product = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let code = product.lines().filter(|line| !line.trim_start().starts_with("//"));
        code.flat_map(topics_in).map(|topic| format!("{}: {topic}", path.display())).collect::<Vec<_>>()
    });
    topics.collect()
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

/// What a row of the table allows.
enum Allowed {
    Any,
    Exactly(BTreeSet<String>),
}

/// The table's rows by the folder of the crate: `crates/bus`, `services/clock`.
fn documented_dependencies() -> BTreeMap<String, Allowed> {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/architecture.md");
    let page = fs::read_to_string(page).expect("the architecture page can be read");
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `")?.strip_suffix(" |"));
    rows.filter_map(|row| {
        let (crates, rest) = row.split_once('`')?;
        let dependencies = rest.rsplit('|').next()?.trim();
        let allowed = || match dependencies {
            "any" => Allowed::Any,
            "none" => Allowed::Exactly(BTreeSet::new()),
            list => Allowed::Exactly(list.split(", ").map(str::to_owned).collect()),
        };
        Some(crates_of(crates).into_iter().map(move |folder| (folder, allowed())).collect::<Vec<_>>())
    })
    .flatten()
    .collect()
}

/// The folders of a first cell: `services/{lights,timers}` are two.
fn crates_of(cell: &str) -> Vec<String> {
    match cell.strip_suffix('}').and_then(|cell| cell.split_once('{')) {
        Some((parent, names)) => names.split(',').map(|name| format!("{parent}{name}")).collect(),
        None => vec![cell.to_owned()],
    }
}

fn metadata() -> Metadata {
    MetadataCommand::new()
        .manifest_path(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"))
        .no_deps()
        .other_options(vec!["--offline".to_owned()])
        .exec()
        .expect("cargo metadata reads the workspace")
}

fn name(package: &Package) -> &str {
    package.name.as_str()
}

/// The folder of a crate below the workspace's root.
fn folder(package: &Package) -> String {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the workspace has a root");
    let folder = package.manifest_path.parent().expect("a manifest has a folder").as_std_path();
    let folder = folder.canonicalize().expect("a member has a folder");
    let below = folder.strip_prefix(&root).unwrap_or_else(|_| panic!("{} lies elsewhere", name(package)));
    below.to_string_lossy().into_owned()
}

/// The crate as the table's last column names it: `bus` for `crates/bus`.
fn short(folder: &str) -> String {
    folder.strip_prefix("crates/").unwrap_or(folder).to_owned()
}

/// What a package is built from; what only its tests use does not count.
fn dependencies(package: &Package) -> impl Iterator<Item = &str> {
    package
        .dependencies
        .iter()
        .filter(|dependency| dependency.kind != DependencyKind::Development)
        .map(|dependency| dependency.name.as_str())
}
