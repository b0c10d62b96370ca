//! `#[derive(Form)]`: a struct whose fields are slots.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{
    Data, DataStruct, DeriveInput, Error, Expr, Fields, GenericArgument, Ident, LitStr, Path, PathArguments,
    Result, Type,
};

use crate::attribute::{Errors, description, entries, misplaced, no_generics};
use crate::by_language::{self, ByLanguage};

/// A field that is a slot.
pub(crate) struct Field {
    ident: Ident,
    /// The type of the value: for an `Option` or `Vec`, that of the items.
    value: Type,
    times: Times,
    pub(crate) name: LitStr,
    description: String,
    ask: Option<ByLanguage<LitStr>>,
    retries: Option<u32>,
    give_up: Option<ByLanguage<LitStr>>,
    default: Option<Expr>,
    /// The span of `default_site`.
    default_site: Option<Span>,
    check: Option<Path>,
}

/// How often a slot may occur.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Times {
    Once,
    Optional,
    Many,
}

impl Field {
    fn is_required(&self) -> bool {
        self.times == Times::Once && self.default.is_none() && self.default_site.is_none()
    }
}

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let mut errors = Errors::default();
    let fields = struct_fields(input, "form", &mut errors);
    errors.finish(())?;
    Ok(expand(&input.ident, &fields))
}

/// The fields of a struct, parsed and checked. Errors call the derived item `what`.
pub(crate) fn struct_fields(input: &DeriveInput, what: &str, errors: &mut Errors) -> Vec<Field> {
    no_generics(input, what, errors);
    misplaced(&input.attrs, &["slot"], "write it before a field", errors);
    let fields = match &input.data {
        Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => {
            fields.named.iter().filter_map(|field| parse_field(field, errors)).collect()
        }
        Data::Struct(DataStruct { fields: Fields::Unit, .. }) => Vec::new(),
        _ => {
            errors.add(Error::new(
                input.ident.span(),
                format!("a slot needs a name: write `struct {} {{ name: Type }}`", input.ident),
            ));
            Vec::new()
        }
    };
    check(&fields, errors);
    fields
}

const KEYS: [&str; 7] = ["name", "ask", "retries", "give_up", "default", "default_site", "check"];

/// Parses a field; `None` if it has no name.
fn parse_field(field: &syn::Field, errors: &mut Errors) -> Option<Field> {
    let ident = field.ident.clone()?;
    let (times, value) = times(&field.ty);
    let mut parsed = Field {
        name: LitStr::new(&ident.unraw().to_string(), ident.span()),
        ident,
        value: value.clone(),
        times,
        description: description(&field.attrs),
        ask: None,
        retries: None,
        give_up: None,
        default: None,
        default_site: None,
        check: None,
    };
    misplaced(&field.attrs, &["intent"], "write the attributes of a slot into `#[slot(..)]`", errors);
    let mut name = None;
    for entry in entries(&field.attrs, "slot", errors) {
        let kept = match entry.key.to_string().as_str() {
            "name" => entry.keep(&mut name, entry.name()),
            "ask" => entry.keep(&mut parsed.ask, by_language::texts(&entry)),
            "retries" => entry.keep(&mut parsed.retries, entry.number()),
            "give_up" => entry.keep(&mut parsed.give_up, by_language::texts(&entry)),
            "default" => entry.keep(&mut parsed.default, entry.expression()),
            "default_site" => entry.keep(&mut parsed.default_site, entry.flag()),
            "check" => entry.keep(&mut parsed.check, entry.path()),
            _ => Err(entry.unknown("slot", &KEYS)),
        };
        errors.take(kept);
    }
    parsed.name = name.unwrap_or(parsed.name);
    Some(parsed)
}

/// How often a slot of this type may occur, and the type of one value.
fn times(ty: &Type) -> (Times, &Type) {
    let inner = |wrapper| inner_of(ty, wrapper);
    if let Some(value) = inner("Option") {
        (Times::Optional, value)
    } else if let Some(value) = inner("Vec") {
        (Times::Many, value)
    } else {
        (Times::Once, ty)
    }
}

/// The `T` of `Wrapper<T>`, with any path before `Wrapper`.
fn inner_of<'a>(ty: &'a Type, wrapper: &str) -> Option<&'a Type> {
    match ty {
        Type::Group(group) => inner_of(&group.elem, wrapper),
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|segment| segment.ident == wrapper)?;
            match &last.arguments {
                PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
                    Some(GenericArgument::Type(inner)) => Some(inner),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}

/// Reports fields that do not fit together.
fn check(fields: &[Field], errors: &mut Errors) {
    for (index, field) in fields.iter().enumerate() {
        let name = field.name.value();
        if fields.iter().take(index).any(|earlier| earlier.name.value() == name) {
            errors.add(Error::new(
                field.name.span(),
                format!("two fields are the slot `{name}`: rename one of them"),
            ));
        }
        check_questions(field, errors);
        check_defaults(field, errors);
    }
}

/// Reports questions for slots that are not required.
fn check_questions(field: &Field, errors: &mut Errors) {
    if field.is_required() {
        return;
    }
    let why = match field.times {
        Times::Optional => "it may be missing; leave the `Option` out to have it asked for",
        Times::Many => "an empty `Vec` is fine; ask in the handler",
        Times::Once => "it has a default; leave one of the two out",
    };
    let given = [
        ("ask", field.ask.is_some()),
        ("retries", field.retries.is_some()),
        ("give_up", field.give_up.is_some()),
    ];
    for (key, _) in given.iter().filter(|(_, given)| *given) {
        errors.add(Error::new(field.ident.span(), format!("`{key}` is for required slots: {why}")));
    }
}

/// Reports more than one default, and defaults of an `Option`.
fn check_defaults(field: &Field, errors: &mut Errors) {
    match (&field.default, field.default_site) {
        (Some(_), Some(site)) => {
            errors.add(Error::new(site, "`default` and `default_site` are both given: leave one out"));
        }
        (Some(_), None) | (None, Some(_)) if field.times == Times::Optional => {
            errors.add(Error::new(
                field.ident.span(),
                "with a default it is never missing: leave the `Option` out",
            ));
        }
        _ => {}
    }
}

/// The default number of retries.
const RETRIES: u32 = 2;

fn expand(ident: &Ident, fields: &[Field]) -> TokenStream {
    let slots = expand_slots(fields);
    let form = expand_form(ident, fields);
    quote!(const _: () = { #slots #form };)
}

/// `static SLOTS`: the slots as data.
pub(crate) fn expand_slots(fields: &[Field]) -> TokenStream {
    let count = fields.len();
    let specs = fields.iter().map(expand_spec);
    quote!(static SLOTS: [::petasos_skill::intent::spec::SlotSpec; #count] = [#(#specs),*];)
}

fn expand_spec(field: &Field) -> TokenStream {
    let Field { name, description, value, .. } = field;
    let required = field.is_required();
    let many = field.times == Times::Many;
    let ask = by_language::expand(field.ask.as_deref().unwrap_or_default());
    let give_up = by_language::expand(field.give_up.as_deref().unwrap_or_default());
    let retries = field.retries.unwrap_or(RETRIES);
    let entity = quote_spanned!(value.span()=> <#value as ::petasos_skill::SlotValue>::entity);
    quote!(::petasos_skill::intent::spec::SlotSpec {
        name: #name,
        description: #description,
        required: #required,
        many: #many,
        ask: #ask,
        retries: #retries,
        give_up: #give_up,
        entity: #entity,
    })
}

/// The implementation of `Form`, which refers to `SLOTS`.
pub(crate) fn expand_form(ident: &Ident, fields: &[Field]) -> TokenStream {
    let specs = fields.iter().map(spec_ident);
    let reads = fields.iter().map(|field| {
        let ident = &field.ident;
        let read = expand_read(field);
        quote!(#ident: #read)
    });
    // With the span of the macro, code in attributes does not see the variables of the function.
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl ::petasos_skill::Form for #ident {
            fn slots() -> &'static [::petasos_skill::intent::spec::SlotSpec] {
                &SLOTS
            }

            fn read(
                slots: &::petasos_skill::Slots,
                site: &::petasos_skill::Site,
                lang: ::core::option::Option<&str>,
            ) -> ::core::result::Result<Self, ::petasos_skill::intent::Unfilled> {
                let [#(#specs),*] = &SLOTS;
                let reader = ::petasos_skill::macro_support::Reader { slots, site, lang };
                ::core::result::Result::Ok(Self { #(#reads),* })
            }
        }
    }
}

/// The expression that reads a field. Its variables have the span of the macro, so that code in attributes cannot see them.
fn expand_read(field: &Field) -> TokenStream {
    let Field { value, .. } = field;
    let spec = spec_ident(field);
    let check = field.check.as_ref().map_or_else(
        || quote!(::petasos_skill::macro_support::unchecked),
        |check| {
            let checked = Ident::new("value", Span::mixed_site().located_at(check.span()));
            quote_spanned!(check.span()=> |#checked: &#value| #check(#checked))
        },
    );
    // Like in the slots, so that the compiler reports a type that is not a slot value only once.
    let value_read = quote_spanned!(value.span()=> <#value as ::petasos_skill::SlotValue>::read);
    let (method, default) = match (field.times, expand_default(field)) {
        (Times::Once, None) => ("required", None),
        (Times::Optional, _) => ("optional", None),
        (Times::Many, None) => ("many", None),
        (Times::Once, default) => ("optional", default),
        (Times::Many, default) => ("some", default),
    };
    let method = Ident::new(method, Span::mixed_site());
    let or = default.map(|default| quote!(.unwrap_or_else(|| #default)));
    quote_spanned!(Span::mixed_site()=> reader.#method(#spec, #value_read, #check)? #or)
}

/// The value if the slot is missing.
fn expand_default(field: &Field) -> Option<TokenStream> {
    let Field { value, .. } = field;
    if let Some(default) = &field.default {
        return Some(quote!(#default));
    }
    field.default_site?;
    let site = quote_spanned!(Span::mixed_site()=> reader.site);
    let of_site =
        quote_spanned!(value.span()=> <#value as ::petasos_skill::macro_support::OfSite>::of_site(#site));
    Some(match field.times {
        Times::Many => quote!(::std::vec![#of_site]),
        Times::Once | Times::Optional => of_site,
    })
}

/// The variable with the spec of a field; code in attributes cannot refer to it.
fn spec_ident(field: &Field) -> Ident {
    format_ident!("spec_of_{}", field.ident.unraw(), span = Span::mixed_site())
}
