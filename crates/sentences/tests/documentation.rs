//! The examples of docs/sentences.md.

use petasos_sentences::Settings;

const PAGE: &str = include_str!("../../../docs/sentences.md");

/// The blocks of the page in this notation, without the indentation of lists.
fn blocks(notation: &str) -> Vec<String> {
    let mut blocks = Vec::new();
    let mut lines = PAGE.lines();
    while let Some(line) = lines.next() {
        if line.trim_start().strip_prefix("```") == Some(notation) {
            let indent = line.len() - line.trim_start().len();
            let inside = lines.by_ref().take_while(|line| !line.trim_start().starts_with("```"));
            let inside: Vec<_> = inside.map(|line| line.get(indent..).unwrap_or_default()).collect();
            blocks.push(inside.join("\n") + "\n");
        }
    }
    blocks
}

#[test]
fn all_examples_of_files_are_read() {
    let examples = blocks("ini");
    assert!(examples.len() >= 4, "{examples:?}");
    for example in examples {
        let templates = Settings::default().read_text("example.ini", &example).unwrap();
        assert!(!templates.intents.is_empty() && templates.warnings.is_empty(), "{example}");
    }
}

#[test]
fn all_examples_in_tables_are_templates() {
    let rows = PAGE.lines().filter(|line| line.starts_with("| `"));
    let mut read = 0;
    for row in rows {
        let cells = row.replace(r"\|", "\u{1}");
        let written = cells.split('|').nth(1).unwrap().replace('\u{1}', "|");
        for template in written.split('`').skip(1).step_by(2).filter(|template| !template.contains('$')) {
            let file = format!("[A]\nx \\[y] {template}\ncolor = red\n[SetColor]\ncolor = red\n");
            assert_eq!(
                Settings::default().read_text("table.ini", &file).map(|file| file.warnings),
                Ok(Vec::new())
            );
            read += 1;
        }
    }
    assert!(read > 20, "{read}");
}

#[test]
fn mistakes_are_shown_as_the_page_says() {
    let [shown] = <[String; 1]>::try_from(blocks("console")).unwrap();
    let (_command, shown) = shown.split_once('\n').unwrap();
    let file = "[SetColor]\nturn on (the lamp\nmake it <colour>{color}\ncolor = red\n";
    let problems = Settings::default().read_text("sentences.ini", file).unwrap_err();
    assert_eq!(format!("{problems}\n"), shown);
}
