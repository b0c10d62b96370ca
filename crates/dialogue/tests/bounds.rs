//! Whatever comes from outside, in whatever number: what is remembered stays bounded, and nobody is left deaf.

mod support;

use petasos_dialogue::{Output, Policy};
use petasos_messages::payload::Configure;
use petasos_messages::{Dialect, Message};
use support::{SECOND, Talk, site};

#[test]
fn the_queue_is_bounded_and_what_waits_too_long_is_told_so() {
    let mut talk = Talk::new(Dialect::RHASSPY);
    talk.wake("kitchen");
    for number in 0..40 {
        talk.notify("kitchen", &format!("notification {number}"));
    }
    assert_eq!(talk.core.statistics().sessions_open, 17);
    talk.captured("x").intent("Slow");
    for _ in 0..13 {
        talk.after(25 * SECOND).intent("Slow").ask("Still there?").spoken().captured("yes").intent("Slow");
    }
    talk.shows_timeout_of("dialogue");
    assert_eq!(talk.core.statistics().sessions_open, 1);
}

#[test]
fn a_flood_of_sites_is_bounded_and_leaves_nobody_deaf() {
    let mut policy = Policy::new(Dialect::RHASSPY);
    policy.limits.sites = 100;
    let mut talk = Talk::with(policy);
    for number in 0..1_000 {
        talk.wake(&format!("site{number}"));
    }
    assert_eq!(talk.core.statistics().sites, 100);
    let ons = talk.trace.matches("-> hotword/toggleOn").count();
    assert_eq!(ons, 900, "each forgotten site was switched on again");
    talk.after(120 * SECOND);
    assert_eq!(talk.core.statistics().sites, 0);
    assert_eq!(talk.core.statistics().sessions_open, 0);
}

#[test]
fn empty_configurations_and_queues_of_groups_pin_no_sites() {
    let mut policy = Policy::new(Dialect::RHASSPY);
    policy.limits.sites = 50;
    policy.group_separator = Some("-".into());
    let mut talk = Talk::with(policy);
    for number in 0..200 {
        let mut nothing = Configure::new(Vec::new());
        nothing.site_id = Some(site(&format!("x{number}")));
        talk.hear(Message::Configure(nothing));
    }
    assert_eq!(talk.core.statistics().sites, 0);
    talk.wake("house-1");
    for number in 2..200 {
        talk.notify(&format!("house-{number}"), "The washing is done.");
    }
    assert_eq!(talk.core.statistics().sites, 50);
    assert_eq!(talk.phase("house-1"), Some("listening"), "a room in conversation is spared");
}

#[test]
fn a_forgotten_site_leaves_nothing_in_the_journal() {
    let mut policy = Policy::new(Dialect::RHASSPY);
    policy.limits.sites = 1;
    let mut talk = Talk::with(policy);
    talk.wake("kitchen").wake("bath");
    let closed = Output::Durable(petasos_dialogue::Fact::SiteClosed(site("kitchen")));
    assert!(talk.outputs.contains(&closed), "{:?}", talk.outputs);
}
