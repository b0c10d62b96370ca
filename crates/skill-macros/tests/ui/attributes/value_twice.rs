use petasos_skill::SlotValue;

#[derive(SlotValue)]
enum Color {
    #[say("red", de("rot"))]
    Red,
    #[value("Red")]
    Crimson,
    #[say("dark", "RED", de("dunkel"))]
    Dark,
    #[say(de("rot"))]
    Scarlet,
}

fn main() {}
