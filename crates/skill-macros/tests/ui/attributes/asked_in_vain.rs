use petasos_skill::Form;

#[derive(Form)]
struct Guest {
    #[slot(ask = "Who?")]
    name: Option<String>,
    #[slot(retries = 1, give_up = "Never mind.")]
    dishes: Vec<String>,
    #[slot(ask(en = "How old?"), default = 18)]
    age: u8,
}

fn main() {}
