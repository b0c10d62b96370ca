use petasos_skill::{Session, Skill};

struct SetColor;

async fn set_color(_intent: SetColor, _session: Session) -> &'static str {
    "done"
}

fn main() {
    Skill::new("lights").on(set_color);
}
