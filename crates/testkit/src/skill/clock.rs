//! Tokio's clock stands still in a test, and jumps to whatever comes next.

use tokio::time::Instant;

/// Lets time stand still while somebody works, and jump when everybody waits.
///
/// `#[tokio::test(start_paused = true)]` has done so already; pausing a clock twice is an error, so it is looked at first.
///
/// # Panics
///
/// If the runtime has more than one thread.
#[track_caller]
pub(super) fn pause() {
    if !stands_still() {
        tokio::time::pause();
    }
}

#[expect(clippy::disallowed_methods, reason = "it finds out whether tokio's clock goes with the real one")]
fn stands_still() -> bool {
    let (before, real) = (Instant::now(), std::time::Instant::now());
    while std::time::Instant::now() == real {}
    Instant::now() == before
}
