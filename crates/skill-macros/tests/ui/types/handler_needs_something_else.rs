use petasos_skill::{Intent, Skill};

#[derive(Intent)]
struct Stop;

async fn stop(_intent: Stop, _house: String) {}

fn main() {
    Skill::new("lights").on(stop);
}
