//! A cursor in a text.

/// Reads a text from start to end.
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

/// Whether a character ends a word: white space and syntax.
fn ends_word(c: char) -> bool {
    c.is_whitespace() || is_bracket(c) || matches!(c, ':' | '!' | '|')
}

/// Whether a character is a bracket.
pub(crate) fn is_bracket(c: char) -> bool {
    matches!(c, '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>')
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The number of bytes before the cursor.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The character before the cursor.
    pub(crate) fn last(&self) -> Option<char> {
        self.text.get(..self.at)?.chars().next_back()
    }

    /// The next character. `\[` is read as `[`, since INI requires the escape at the start of a line.
    pub(crate) fn peek(&self) -> Option<char> {
        match self.rest().strip_prefix('\\') {
            Some(rest) if rest.starts_with('[') => Some('['),
            _ => self.rest().chars().next(),
        }
    }

    /// Skips this character, if it is next.
    pub(crate) fn skip(&mut self, c: char) -> bool {
        let found = self.peek() == Some(c);
        if found {
            let escape = usize::from(c == '[' && self.rest().starts_with('\\'));
            self.at += escape + c.len_utf8();
        }
        found
    }

    /// Skips white space.
    pub(crate) fn skip_space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Takes the text up to the first matching character, or the rest.
    pub(crate) fn until(&mut self, stop: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let taken = rest.get(..rest.find(stop).unwrap_or(rest.len())).unwrap_or_default();
        self.at += taken.len();
        taken
    }

    /// Takes a word, which may be empty.
    pub(crate) fn word(&mut self) -> &'a str {
        self.until_unescaped(ends_word)
    }

    /// Takes the text up to the first matching character or `\[`, or the rest.
    pub(crate) fn until_unescaped(&mut self, stop: impl Fn(char) -> bool) -> &'a str {
        let taken = self.until(stop);
        match taken.strip_suffix('\\') {
            Some(before) if self.rest().starts_with('[') => {
                self.at -= 1;
                before
            }
            _ => taken,
        }
    }
}
