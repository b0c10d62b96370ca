//! What a test of a skill costs: the start, a turn, a silence of half a minute.
//!
//! ```sh
//! cargo bench -p petasos-testkit --bench skill
//! ```

use divan::Bencher;
use petasos_skill::{Intent, Skill, SlotValue};
use petasos_testkit::SkillTest;
use tokio::runtime::{Builder, Runtime};

/// Sets the light in the kitchen.
#[derive(Debug, Intent)]
#[intent(samples(en = ["set the kitchen light [to {color}]"]))]
struct SetLight {
    /// The colour.
    #[slot(ask(en = "Which colour?"))]
    color: Color,
}

/// A colour.
#[derive(Debug, SlotValue)]
enum Color {
    Red,
    Cyan,
}

async fn set_light(intent: SetLight) -> &'static str {
    match intent.color {
        Color::Red => "Red it is",
        Color::Cyan => "Okay",
    }
}

fn home() -> SkillTest {
    SkillTest::new(Skill::new("lights").on(set_light))
}

fn main() {
    divan::main();
}

/// A runtime as `#[tokio::test]` makes one.
#[expect(clippy::expect_used, reason = "without a runtime there is nothing to measure")]
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime")
}

/// Measures what comes after the preparation, each time in a test of its own.
fn measure(
    bencher: Bencher<'_, '_>,
    prepare: impl AsyncFn() -> SkillTest,
    part: &impl AsyncFn(&mut SkillTest),
) {
    let prepared = || {
        let runtime = runtime();
        let t = runtime.block_on(prepare());
        (runtime, t)
    };
    bencher.with_inputs(prepared).bench_local_refs(|(runtime, t)| runtime.block_on(part(t)));
}

/// The test of the readme, whole: runtime, start, two turns.
#[divan::bench]
fn a_test_of_two_turns(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| {
        runtime().block_on(async {
            let mut t = home();
            t.hear("set the kitchen light").await.asked("Which colour?");
            t.hear("cyan").await.said("Okay").ended();
        });
    });
}

/// One turn more in a running test.
#[divan::bench]
fn one_turn(bencher: Bencher<'_, '_>) {
    let prepare = async || {
        let mut t = home();
        t.hear("set the kitchen light to red").await.said("Red it is");
        t
    };
    measure(bencher, prepare, &async |t: &mut SkillTest| {
        t.hear("set the kitchen light to cyan").await.said("Okay").ended();
    });
}

/// Nobody answers, and the manager waits for 30 seconds.
#[divan::bench]
fn a_timeout_of_30_seconds(bencher: Bencher<'_, '_>) {
    let prepare = async || {
        let mut t = home();
        t.hear("set the kitchen light").await.asked("Which colour?");
        t
    };
    measure(bencher, prepare, &async |t: &mut SkillTest| {
        t.silence().await.said("I did not hear anything.");
    });
}
