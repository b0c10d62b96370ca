//! Checks sample sentences: `set [the] {room} (light | lamp) to {color}`.

/// Characters with a special meaning to some NLU.
const RESERVED: [char; 8] = ['<', '>', ':', '$', '=', '#', '"', '\\'];

/// The slots of a template, in order; or an error message.
pub(crate) fn slots(template: &str) -> Result<Vec<&str>, String> {
    let mut slots = Vec::new();
    let mut open = Vec::new();
    let mut before = ' ';
    let mut letters = template.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        let after = letters.peek().map_or(' ', |(_, letter)| *letter);
        match letter {
            '{' | '[' | '(' if !begins_apart(before) => return Err(touches(letter)),
            '}' | ']' | ')' if !ends_apart(after) => return Err(touches(letter)),
            '{' => open.push(('}', at + 1)),
            '[' => open.push((']', at + 1)),
            '(' => open.push((')', at + 1)),
            '}' | ']' | ')' => match open.pop() {
                Some((closing, from)) if closing == letter => {
                    slots.extend(template.get(from..at).filter(|_slot| letter == '}').map(str::trim));
                }
                _ => return Err(format!("`{letter}` closes nothing")),
            },
            _ if RESERVED.contains(&letter) || letter.is_control() => {
                return Err(format!(
                    "`{}` cannot be spoken: leave it out, or write it as a word",
                    letter.escape_debug()
                ));
            }
            _ => {}
        }
        before = letter;
    }
    open.pop().map_or(Ok(slots), |(closing, _)| Err(format!("a `{closing}` is missing")))
}

/// Whether a group or a slot may follow this character.
fn begins_apart(before: char) -> bool {
    before.is_whitespace() || matches!(before, '|' | '(' | '[')
}

/// Whether a group or a slot may precede this character.
fn ends_apart(after: char) -> bool {
    after.is_whitespace() || matches!(after, '|' | ')' | ']' | '.' | ',' | '?' | ';' | '!')
}

fn touches(bracket: char) -> String {
    format!("the `{bracket}` touches its neighbour: separate words by spaces, such as `(lamp | lamps)`")
}

#[cfg(test)]
mod tests {
    use super::slots;

    #[test]
    fn slots_are_named_in_order() {
        assert_eq!(
            slots("set [the] { room } (light|lamp|[big] {kind}) to {color}!"),
            Ok(vec!["room", "kind", "color"])
        );
        assert_eq!(slots("¿qué hora es?"), Ok(vec![]));
    }

    #[test]
    fn invalid_templates_are_rejected() {
        for (template, wrong) in [
            ("set {color", "a `}` is missing"),
            ("set [the (red] lamp", "`]` closes nothing"),
            ("set color}", "`}` closes nothing"),
            ("light[s]", "the `[` touches"),
            ("turn (on | off){state}", "the `)` touches"),
            ("[in]side", "the `]` touches"),
            ("$color", "`$` cannot be spoken"),
            ("a\u{0}b", "`\\0` cannot be spoken"),
        ] {
            let found = slots(template).unwrap_err();
            assert!(found.starts_with(wrong), "{template}: {found}");
        }
    }
}
