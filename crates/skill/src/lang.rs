//! Language tags in messages, such as `de`, `de-AT` or `pt_BR`.

/// The language without the region: `de` of `de-AT`.
pub(crate) fn base(lang: &str) -> &str {
    lang.split(['-', '_']).next().unwrap_or_default()
}

/// The table entry for a language with its region, or else for the language alone.
pub(crate) fn entry<'a, L: AsRef<str>, T>(table: &'a [(L, T)], lang: &str) -> Option<&'a T> {
    let of = |wanted: &str| table.iter().find(|(lang, _)| lang.as_ref().eq_ignore_ascii_case(wanted));
    of(lang).or_else(|| of(base(lang))).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_takes_precedence_over_its_language() {
        let table = [("pt", 1), ("pt-BR", 2)];
        for (lang, expected) in [("pt_br", Some(&1)), ("pt-br", Some(&2)), ("PT", Some(&1)), ("de", None)] {
            assert_eq!(entry(&table, lang), expected, "{lang}");
        }
    }
}
