//! Attributes of all derives: `#[slot(name = "color", ask(en = "Which colour?"), default_site)]`.

use proc_macro2::{Span, TokenStream};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream, Parser as _};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, DeriveInput, Error, Expr, Fields, Ident, Lit, LitStr, Path, Result, Token, Type, parenthesized,
};

/// All errors of an item, reported together.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    pub(crate) fn add(&mut self, error: Error) {
        match &mut self.0 {
            Some(errors) => errors.combine(error),
            none => *none = Some(error),
        }
    }

    /// The value of a result; an error is recorded.
    pub(crate) fn take<T>(&mut self, result: Result<T>) -> Option<T> {
        result.map_err(|error| self.add(error)).ok()
    }

    /// The value if there is no error.
    pub(crate) fn finish<T>(self, value: T) -> Result<T> {
        self.0.map_or(Ok(value), Err)
    }
}

/// An entry of an attribute: `key`, `key = value` or `key(..)`.
pub(crate) struct Entry {
    pub(crate) key: Ident,
    value: Value,
}

enum Value {
    Nothing,
    Is(Expr),
    Holds(TokenStream),
}

impl Value {
    /// The expression after `=`.
    fn expression(&self) -> Option<&Expr> {
        match self {
            Self::Is(expression) => Some(ungrouped(expression)),
            Self::Nothing | Self::Holds(_) => None,
        }
    }
}

/// A fragment passed on by `macro_rules!` is in an invisible group.
fn ungrouped(expression: &Expr) -> &Expr {
    match expression {
        Expr::Group(group) => ungrouped(&group.expr),
        expression => expression,
    }
}

fn literal(expression: &Expr) -> Option<&Lit> {
    match ungrouped(expression) {
        Expr::Lit(literal) => Some(&literal.lit),
        _ => None,
    }
}

impl Parse for Entry {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let key = input.call(Ident::parse_any)?;
        let value = if input.peek(Token![=]) {
            input.parse::<Token![=]>()?;
            Value::Is(input.parse()?)
        } else if input.peek(syn::token::Paren) {
            let content;
            parenthesized!(content in input);
            Value::Holds(content.parse()?)
        } else {
            Value::Nothing
        };
        Ok(Self { key, value })
    }
}

impl Entry {
    /// `key = "text"`.
    pub(crate) fn text(&self) -> Result<LitStr> {
        match self.value.expression().and_then(literal) {
            Some(Lit::Str(text)) => Ok(text.clone()),
            _ => Err(self.write(&format!("{} = \"...\"", self.key))),
        }
    }

    /// `key = "text"`, not empty.
    pub(crate) fn name(&self) -> Result<LitStr> {
        let name = self.text()?;
        if name.value().trim().is_empty() {
            return Err(Error::new(
                name.span(),
                format!("this {} is empty: write one, or leave it out", self.key),
            ));
        }
        Ok(name)
    }

    /// `key = 2`.
    pub(crate) fn number(&self) -> Result<u32> {
        match self.value.expression().and_then(literal) {
            Some(Lit::Int(number)) => number.base10_parse(),
            _ => Err(self.write(&format!("{} = 2", self.key))),
        }
    }

    /// `key = some + expression`.
    pub(crate) fn expression(&self) -> Result<Expr> {
        self.value.expression().cloned().ok_or_else(|| self.write(&format!("{} = ...", self.key)))
    }

    /// `key = path::to::function`.
    pub(crate) fn path(&self) -> Result<Path> {
        match self.value.expression() {
            Some(Expr::Path(path)) => Ok(path.path.clone()),
            _ => Err(self.write(&format!("{} = path::to::function", self.key))),
        }
    }

    /// `key`, without a value.
    pub(crate) fn flag(&self) -> Result<Span> {
        match &self.value {
            Value::Nothing => Ok(self.key.span()),
            _ => Err(self.write(&self.key.to_string())),
        }
    }

    /// The content of `key(..)`; `None` if there are no parentheses.
    pub(crate) fn held<T>(&self, parser: fn(ParseStream<'_>) -> Result<T>) -> Option<Result<T>> {
        match &self.value {
            Value::Holds(tokens) => Some(parser.parse2(tokens.clone())),
            _ => None,
        }
    }

    /// An error that shows the correct syntax.
    pub(crate) fn write(&self, example: &str) -> Error {
        Error::new(self.key.span(), format!("write `{example}`"))
    }

    /// Stores a value; an error if there is one already.
    pub(crate) fn keep<T>(&self, place: &mut Option<T>, value: Result<T>) -> Result<()> {
        match place.replace(value?) {
            Some(_) => {
                Err(Error::new(self.key.span(), format!("`{}` is given twice: leave one out", self.key)))
            }
            None => Ok(()),
        }
    }

    /// The error for an unknown key.
    pub(crate) fn unknown(&self, attribute: &str, known: &[&str]) -> Error {
        let key = self.key.to_string();
        let closest = known.iter().map(|known| (strsim::damerau_levenshtein(known, &key), known)).min();
        let hint = match closest {
            Some((distance, known)) if distance <= 2 => format!("did you mean `{known}`?"),
            _ => format!("it takes {}", listed(known)),
        };
        Error::new(self.key.span(), format!("`#[{attribute}(..)]` has no `{key}`: {hint}"))
    }
}

/// The entries of all attributes of this name.
pub(crate) fn entries(attributes: &[Attribute], name: &str, errors: &mut Errors) -> Vec<Entry> {
    of_name(attributes, name)
        .filter_map(|attribute| {
            errors.take(attribute.parse_args_with(Punctuated::<Entry, Token![,]>::parse_terminated))
        })
        .flatten()
        .collect()
}

/// The attributes of this name.
pub(crate) fn of_name<'a>(attributes: &'a [Attribute], name: &'a str) -> impl Iterator<Item = &'a Attribute> {
    attributes.iter().filter(move |attribute| attribute.path().is_ident(name))
}

/// Reports attributes that have no meaning here.
pub(crate) fn misplaced(attributes: &[Attribute], names: &[&str], hint: &str, errors: &mut Errors) {
    for name in names {
        for attribute in of_name(attributes, name) {
            errors
                .add(Error::new_spanned(attribute.path(), format!("`#[{name}]` means nothing here: {hint}")));
        }
    }
}

/// The first paragraph of the doc comment, on one line.
pub(crate) fn description(attributes: &[Attribute]) -> String {
    let lines = of_name(attributes, "doc").filter_map(|attribute| {
        match literal(&attribute.meta.require_name_value().ok()?.value)? {
            Lit::Str(lines) => Some(lines.value()),
            _ => None,
        }
    });
    // A block comment is one string of several lines, each of which may start with a star.
    let lines: Vec<_> = lines.collect();
    let lines = lines.iter().flat_map(|lines| lines.split('\n'));
    let lines = lines.map(str::trim).map(|line| match line {
        "*" => "",
        line => line.strip_prefix("* ").unwrap_or(line),
    });
    let lines: Vec<_> =
        lines.skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty()).collect();
    lines.join(" ")
}

/// The type in a variant such as `On(TurnOn)`.
pub(crate) fn only_field(fields: &Fields) -> Option<&Type> {
    match fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first().map(|field| &field.ty),
        _ => None,
    }
}

/// Reports generic parameters: values from the NLU have one concrete type.
pub(crate) fn no_generics(input: &DeriveInput, what: &str, errors: &mut Errors) {
    if let Some(parameter) = input.generics.params.first() {
        let message = format!("{what} cannot be generic: write the types of its fields");
        errors.add(Error::new_spanned(parameter, message));
    }
}

/// `a`, `b` and `c`.
fn listed(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
