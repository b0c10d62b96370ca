//! The snippets of docs/skills, compiled and run; and a test that the pages show nothing else.

mod guide {
    mod dialogues;
    mod first_skill;
    mod pages;
    mod slots;
    mod testing;
}
