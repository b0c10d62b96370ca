//! The example access rules let the dialogue manager hear and say what it must, in every dialect.

use petasos_bus::filter_matches;
use petasos_manager::Manager;
use petasos_manager::config::Layers;

const RULES: &str = include_str!("../../../config/mosquitto-acl.conf");

/// What `user petasosd` may do, `read` or `write`.
fn allowed(what: &str) -> Vec<&'static str> {
    let own = RULES.split("user petasosd").nth(1).unwrap_or_default();
    let own = own.split("\nuser ").next().unwrap_or_default();
    let prefix = format!("topic {what} ");
    own.lines().filter_map(|line| line.strip_prefix(prefix.as_str())).collect()
}

/// Whether a rule covers everything a filter asks for: a `+` of the filter stands for any level.
fn covers(rule: &str, filter: &str) -> bool {
    let example = filter.replace('+', "any level").replace('#', "any/levels");
    filter_matches(rule, &example)
}

#[test]
fn the_manager_may_hear_all_it_subscribes_to() {
    for dialect in ["rhasspy", "snips", "alice"] {
        let text = format!("dialect = '{dialect}'");
        let config = Layers::new().text("test", &text).and_then(Layers::finish);
        let manager = config.map_or_else(|error| panic!("{error}"), Manager::new);
        for filter in manager.subscriptions() {
            let covered = allowed("read").iter().any(|rule| covers(rule, &filter));
            assert!(covered, "{dialect}: no rule lets petasosd hear {filter}");
        }
    }
}

#[test]
fn the_manager_may_say_all_it_has_to_say() {
    use petasos_messages::CHANNELS;
    let ours = CHANNELS.iter().filter(|channel| channel.from.contains("dialogue manager"));
    let addresses: Vec<&str> =
        ours.map(|channel| channel.address).filter(|address| !address.contains("leds")).collect();
    assert!(addresses.len() > 15, "{addresses:?}");
    for address in addresses {
        let example = address.replace(['{', '}'], "");
        let covered = allowed("write").iter().any(|rule| filter_matches(rule, &example));
        assert!(covered, "no rule lets petasosd say {address}");
    }
}
