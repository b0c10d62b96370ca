use petasos_skill::Form;

#[derive(Form)]
struct Guest {
    #[slot(default = "kitchen".to_owned(), default_site)]
    room: String,
    #[slot(default = "ann".to_owned())]
    name: Option<String>,
}

fn main() {}
