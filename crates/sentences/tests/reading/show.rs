//! Writes meanings in one line, so that a test can say what it expects.
//!
//! `a b` is a sequence, `(a | b)` are alternatives, `_` is nothing, `<...>` the body of a rule, `$name(...)` the values of a
//! list, `#(1=one 2=two)` a range. They are followed by `:output`, `!converter` and `{tag:value!converter}`.

use std::sync::Arc;

use petasos_sentences::meaning::{Converter, Expression, NumberRange, SlotList, Spoken, Tag};

pub(crate) fn show(expression: &Expression) -> String {
    let Expression { spoken, substitution, converters, tag } = expression;
    let attached = substitution.is_some() || !converters.is_empty() || tag.is_some();
    let mut text = match spoken {
        Spoken::Nothing => "_".to_owned(),
        Spoken::Word(word) => word.to_string(),
        Spoken::Sequence(all) if attached => format!("({})", list(all, " ")),
        Spoken::Sequence(all) => list(all, " "),
        Spoken::Alternatives(all) => format!("({})", list(all, " | ")),
        Spoken::Rule(body) => format!("<{}>", show(body)),
        Spoken::List(SlotList { name, values }) => format!("${name}({})", list(values, " | ")),
        Spoken::Number(NumberRange { numbers }) => {
            let numbers = numbers.iter().map(|number| format!("{}={}", number.value, number.words.join("_")));
            format!("#({})", numbers.collect::<Vec<_>>().join(" "))
        }
    };
    if let Some(words) = substitution {
        text += &output(words);
    }
    text += &all_converters(converters);
    if let Some(Tag { name, substitution, converters }) = tag {
        let value = substitution.as_deref().map(output).unwrap_or_default();
        text += &["{", name, &value, &all_converters(converters), "}"].concat();
    }
    text
}

fn list(expressions: &[Expression], between: &str) -> String {
    expressions.iter().map(show).collect::<Vec<_>>().join(between)
}

fn output(words: &[Arc<str>]) -> String {
    match words {
        [word] => format!(":{word}"),
        words => format!(":({})", words.join(" ")),
    }
}

fn all_converters(converters: &[Converter]) -> String {
    let show = |Converter { name, arguments }: &Converter| {
        let parts: Vec<&str> = [name].into_iter().chain(arguments).map(|part| &**part).collect();
        format!("!{}", parts.join(","))
    };
    converters.iter().map(show).collect::<Vec<_>>().concat()
}
