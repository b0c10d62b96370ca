//! Attributes with a value per language: `ask(en = "Which room?", de = "Welches Zimmer?")`.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Error, Ident, LitStr, Result, Token, bracketed};

use crate::attribute::Entry;

/// Values by language, in source order.
pub(crate) type ByLanguage<T> = Vec<(String, T)>;

/// `lang = value`.
struct InLang<T> {
    lang: String,
    /// The span of the language.
    span: Span,
    value: T,
}

impl<T: Parse> Parse for InLang<T> {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if !input.peek(Ident::peek_any) {
            return Err(input.error("a language is missing: write its code before, such as `en = ...`"));
        }
        let ident = input.call(Ident::parse_any)?;
        let lang = lang(&ident)?;
        input.parse::<Token![=]>()?;
        Ok(Self { lang, span: ident.span(), value: input.parse()? })
    }
}

/// `["one", "two"]`.
pub(crate) struct Texts(pub(crate) Vec<LitStr>);

impl Parse for Texts {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let content;
        bracketed!(content in input);
        let texts = Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?;
        Ok(Self(texts.into_iter().collect()))
    }
}

/// A language such as `en`; a region is written `pt_br`.
pub(crate) fn lang(ident: &Ident) -> Result<String> {
    let lang = ident.unraw().to_string();
    let base = lang.split('_').next().unwrap_or_default();
    if (2..=3).contains(&base.len())
        && lang.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
    {
        return Ok(lang.replace('_', "-"));
    }
    Err(Error::new(
        ident.span(),
        format!("`{lang}` is not a language code: write one such as `en` or `pt_br`"),
    ))
}

/// The entry `key(en = "..", de = "..")`; `key = ".."` is for all languages.
pub(crate) fn texts(entry: &Entry) -> Result<ByLanguage<LitStr>> {
    match entry.held(in_langs) {
        Some(texts) => texts,
        None => match entry.text() {
            Ok(text) => Ok(vec![(String::new(), text)]),
            Err(_) => Err(entry.write(&format!("{key}(en = \"...\")` or `{key} = \"...\"", key = entry.key))),
        },
    }
}

/// The entry `key(en = ["..", ".."], de = [".."])`.
pub(crate) fn text_lists(entry: &Entry) -> Result<ByLanguage<Texts>> {
    entry.held(in_langs).unwrap_or_else(|| Err(entry.write(&format!("{}(en = [\"...\"])", entry.key))))
}

fn in_langs<T: Parse>(input: ParseStream<'_>) -> Result<ByLanguage<T>> {
    let rows = Punctuated::<InLang<T>, Token![,]>::parse_terminated(input)?;
    let mut table = ByLanguage::new();
    for InLang { lang, span, value } in rows {
        if table.iter().any(|(there, _)| *there == lang) {
            return Err(Error::new(span, format!("`{lang}` is given twice: leave one out")));
        }
        table.push((lang, value));
    }
    Ok(table)
}

/// A table as an expression of type `&'static [(&'static str, &'static str)]`.
pub(crate) fn expand(table: &[(String, LitStr)]) -> TokenStream {
    let rows = table.iter().map(|(lang, words)| quote!((#lang, #words)));
    quote!(&[#(#rows),*])
}
