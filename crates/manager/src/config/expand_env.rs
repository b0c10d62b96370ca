//! Environment variables in paths.

use std::path::{Path, PathBuf};

/// Replaces `$NAME` and `${NAME}` by the value `lookup` returns, as Rhasspy does in its paths. An unknown name is an error.
pub(crate) fn expand_env(path: &Path, lookup: impl Fn(&str) -> Option<String>) -> Result<PathBuf, String> {
    let Some(text) = path.to_str() else {
        return Ok(path.to_owned());
    };
    let mut expanded = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$') {
        let (name, after) = match after.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some(braced) => braced,
            None => after.split_at(
                after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len()),
            ),
        };
        expanded.push_str(before);
        if name.is_empty() {
            expanded.push('$');
        } else {
            let value = lookup(name).ok_or_else(|| format!("the environment variable {name} is not set"))?;
            expanded.push_str(&value);
        }
        rest = after;
    }
    expanded.push_str(rest);
    Ok(PathBuf::from(expanded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_in_paths_are_replaced() {
        let lookup = |name: &str| (name == "BASE").then(|| "/usr/lib".to_owned());
        for (path, expected) in [
            ("${BASE}/a.wav", Ok("/usr/lib/a.wav")),
            ("$BASE/$BASE.wav", Ok("/usr/lib//usr/lib.wav")),
            ("/plain/ä.wav", Ok("/plain/ä.wav")),
            ("/cost$/a", Ok("/cost$/a")),
            ("${OTHER}/a", Err("the environment variable OTHER is not set")),
        ] {
            let expanded = expand_env(Path::new(path), lookup);
            assert_eq!(expanded, expected.map(PathBuf::from).map_err(str::to_owned), "{path}");
        }
    }
}
