//! Sample sentences: `set [the] {room} (light | lamp) to {color}`.

/// The slots that a template names, in order; or what is wrong with it.
pub(super) fn slots(template: &str) -> Result<Vec<&str>, String> {
    let mut slots = Vec::new();
    let mut open = Vec::new();
    let mut rest = template;
    while let Some((index, found)) = rest.char_indices().find(|(_, letter)| "{}[]()".contains(*letter)) {
        rest = rest.get(index + 1..).unwrap_or_default();
        match found {
            '{' => {
                let (name, behind) = rest.split_once('}').ok_or("`{` is not closed: write `{slot}`")?;
                slots.push(name.trim());
                rest = behind;
            }
            '[' => open.push(']'),
            '(' => open.push(')'),
            closing if open.pop() == Some(closing) => {}
            closing => return Err(format!("`{closing}` closes nothing")),
        }
    }
    open.pop().map_or(Ok(slots), |closing| Err(format!("a `{closing}` is missing")))
}
