//! Follows docs/getting-started.md: each of its commands is run, each line is typed, and the output must be what the page shows.

use petasos_tests::documentation_page;

#[test]
fn the_page_can_be_followed() {
    let followed = documentation_page::follow(include_str!("../../docs/getting-started.md"));
    assert!(followed >= 18, "the page has only {followed} blocks");
}
