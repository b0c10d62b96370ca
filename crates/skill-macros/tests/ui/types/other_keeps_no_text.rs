use petasos_skill::SlotValue;

#[derive(SlotValue)]
enum Color {
    Red,
    #[other]
    Other(u8),
}

fn main() {}
