//! Long lines over several rows.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// A line over as many rows as it needs, broken at blanks where there are any. What a letter looks like, it looks like still.
pub(super) fn wrap(line: &Line<'_>, columns: usize) -> Vec<Line<'static>> {
    let styled = line.spans.iter().flat_map(|span| {
        let style = line.style.patch(span.style);
        span.content.chars().map(move |letter| (letter, style))
    });
    let mut rows = Vec::new();
    let mut row: Vec<(char, Style)> = Vec::new();
    let mut width = 0;
    for (letter, style) in styled {
        let columns_of_letter = columns_of(letter);
        if width + columns_of_letter > columns && !row.is_empty() {
            let rest = rest_of(&mut row);
            rows.push(spans(&row));
            width = rest.iter().map(|(letter, _)| columns_of(*letter)).sum();
            row = rest;
        }
        row.push((letter, style));
        width += columns_of_letter;
    }
    rows.push(spans(&row));
    rows
}

/// Takes what stands after the last blank from a row, unless that is more than half of it.
fn rest_of(row: &mut Vec<(char, Style)>) -> Vec<(char, Style)> {
    let blank = row.iter().rposition(|(letter, _)| *letter == ' ').filter(|place| *place >= row.len() / 2);
    blank.map(|place| row.split_off(place + 1)).unwrap_or_default()
}

fn columns_of(letter: char) -> usize {
    Span::raw(letter.to_string()).width()
}

fn spans(row: &[(char, Style)]) -> Line<'static> {
    let parts = row.chunk_by(|(_, one), (_, other)| one == other);
    let span = |part: &[(char, Style)]| {
        let style = part.first().map(|(_, style)| *style).unwrap_or_default();
        Span::styled(part.iter().map(|(letter, _)| *letter).collect::<String>(), style)
    };
    Line::from(parts.map(span).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, columns: usize) -> Vec<String> {
        wrap(&Line::raw(text.to_owned()), columns).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn lines_break_at_blanks_where_there_are_any() {
        assert_eq!(wrapped("", 5), [""]);
        assert_eq!(wrapped("abcde", 5), ["abcde"]);
        assert_eq!(wrapped("abcd efg hi", 6), ["abcd ", "efg hi"]);
        assert_eq!(wrapped("a bcdefgh", 5), ["a bcd", "efgh"], "a blank far back is none");
        assert_eq!(wrapped("abcdefghijk", 5), ["abcde", "fghij", "k"]);
        assert_eq!(wrapped("台所の明かり", 5), ["台所", "の明", "かり"]);
    }

    #[test]
    fn letters_keep_their_styles() {
        let line = Line::from(vec![Span::raw("ab"), Span::styled("cd", Style::new().bold())]);
        let rows = wrap(&line, 3);
        assert_eq!(rows[0].spans[1], Span::styled("c", Style::new().bold()));
        assert_eq!(rows[1].spans, [Span::styled("d", Style::new().bold())]);
    }
}
