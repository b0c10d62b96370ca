use petasos_skill::{Intent, Skill};

#[derive(Intent)]
struct Stop;

async fn stop(_intent: Stop) -> u32 {
    0
}

fn main() {
    Skill::new("lights").on(stop);
}
