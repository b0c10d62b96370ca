//! The snippets of docs/skills, compiled and run; and a test that the pages show nothing else.

mod guide {
    mod dialogues;
    mod first_skill;
    mod languages;
    mod pages;
    mod readme;
    mod slots;
    mod testing;
}
