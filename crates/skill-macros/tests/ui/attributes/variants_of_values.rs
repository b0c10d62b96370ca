use petasos_skill::SlotValue;

#[derive(SlotValue)]
enum Color {
    Red,
    Rgb(u8, u8, u8),
    Named { name: String },
    #[other]
    Any,
    #[other]
    Other(String),
    #[other]
    Rest(String),
}

#[derive(SlotValue)]
enum Nothing {}

fn main() {}
