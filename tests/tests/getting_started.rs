//! The page that tells how to get started is followed line by line: each of its commands is run, each line is typed, and what
//! the page shows must come.

use petasos_tests::documentation_page;

#[test]
fn the_page_can_be_followed() {
    let followed = documentation_page::follow(include_str!("../../docs/getting-started.md"));
    assert!(followed >= 18, "the page has only {followed} blocks");
}
