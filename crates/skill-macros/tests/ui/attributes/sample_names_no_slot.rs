use petasos_skill::Intent;

#[derive(Intent)]
#[intent(samples(
    en = ["set {room} to {colour}", "set {color"],
    de = ["mach [es (jetzt] {color})", "licht{color}", "mach <es> {color}"],
))]
struct SetColor {
    color: String,
    room: Option<String>,
}

#[derive(Intent)]
#[intent(samples(en = ["stop {it}"]))]
struct Stop;

fn main() {}
