use petasos_skill::{Intent, Skill};

#[derive(Intent)]
struct Stop;

fn stop(_intent: Stop) -> &'static str {
    "stopped"
}

fn main() {
    Skill::new("lights").on(stop);
}
