//! Which modules of a crate use which, read from its source: `use` declarations and paths that begin with `crate`, `super` or `self`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

/// A module as its path from the root of the crate; the root itself is empty.
type Module = Vec<String>;

/// The modules of one crate and what they use of each other. Code for tests is left out.
#[derive(Debug, Default)]
pub struct ModuleGraph {
    /// For each module the paths it uses, from the root of the crate.
    used: BTreeMap<Module, BTreeSet<Module>>,
    /// For each module the names it brings in or re-exports, and the paths behind them.
    names: BTreeMap<Module, BTreeMap<String, Module>>,
}

impl ModuleGraph {
    /// Reads a crate's `src` folder.
    pub fn read(src: &Path) -> Self {
        let mut graph = Self::default();
        for file in files(src, "rs") {
            let relative = file.strip_prefix(src).expect("files lie below the folder that is read");
            let mut module: Module =
                relative.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
            if module.last().is_some_and(|last| matches!(last.as_str(), "mod" | "lib" | "main")) {
                module.pop();
            }
            if module.iter().any(|part| part == "tests") {
                continue;
            }
            let text = fs::read_to_string(&file).expect("source files can be read");
            let syntax = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            let mut reader =
                PathReader { module: module.clone(), used: BTreeSet::new(), names: BTreeMap::new() };
            reader.visit_file(&syntax);
            graph.used.insert(module.clone(), reader.used);
            graph.names.insert(module, reader.names);
        }
        graph
    }

    /// Circles between siblings: modules of one folder that use each other, directly or through others, with all modules
    /// below them. A folder's own `mod.rs` is not a sibling of the modules in it.
    pub fn circles(&self) -> Vec<BTreeSet<String>> {
        let mut uses: BTreeMap<(Module, String), BTreeSet<String>> = BTreeMap::new();
        for (from, paths) in &self.used {
            for path in paths {
                let to = self.defining_module(path);
                let common = from.iter().zip(&to).take_while(|(left, right)| left == right).count();
                if let (Some(user), Some(used)) = (from.get(common), to.get(common)) {
                    let folder = from.iter().take(common).cloned().collect();
                    uses.entry((folder, user.clone())).or_default().insert(used.clone());
                }
            }
        }
        let mut circles = BTreeSet::new();
        for (folder, module) in uses.keys() {
            let reached = reachable(&uses, folder, module);
            if reached.contains(module) {
                let circle = reached.iter().filter(|other| reachable(&uses, folder, other).contains(module));
                circles.insert(
                    circle
                        .map(|name| [folder.as_slice(), std::slice::from_ref(name)].concat().join("::"))
                        .collect(),
                );
            }
        }
        circles.into_iter().collect()
    }

    /// The module in which a path's item is defined, as far as re-exports lead to it.
    fn defining_module(&self, path: &[String]) -> Module {
        let mut path = path.to_vec();
        // Re-exports may lead from folder to folder, but not endlessly.
        for _ in 0..8 {
            let known = (0..=path.len())
                .rev()
                .find(|&length| path.get(..length).is_some_and(|head| self.used.contains_key(head)));
            let length = known.unwrap_or(0);
            let (module, rest) = path.split_at(length);
            let Some(target) = rest.first().and_then(|name| self.names.get(module)?.get(name)) else {
                return module.to_vec();
            };
            let next = [target.as_slice(), rest.get(1..).unwrap_or_default()].concat();
            if next == path {
                return module.to_vec();
            }
            path = next;
        }
        path
    }
}

fn reachable(
    uses: &BTreeMap<(Module, String), BTreeSet<String>>,
    folder: &Module,
    from: &str,
) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![from.to_owned()];
    while let Some(module) = open.pop() {
        for next in uses.get(&(folder.clone(), module)).into_iter().flatten() {
            if reached.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    reached
}

/// The files with this extension below a folder, in order.
pub fn files(folder: &Path, extension: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("folders of the workspace can be read") {
        let path = entry.expect("entries of a folder can be read").path();
        if path.is_dir() {
            found.extend(files(&path, extension));
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// Collects the paths of one file.
struct PathReader {
    module: Module,
    used: BTreeSet<Module>,
    names: BTreeMap<String, Module>,
}

impl PathReader {
    /// The path from the root of the crate; `None` for a path into another crate.
    fn resolve(&self, path: &[String]) -> Option<Module> {
        let (first, mut rest) = path.split_first()?;
        let mut base = match first.as_str() {
            "crate" => Vec::new(),
            "self" => self.module.clone(),
            "super" => parent(&self.module)?,
            _ => return None,
        };
        while let [next, others @ ..] = rest
            && next == "super"
        {
            base = parent(&base)?;
            rest = others;
        }
        base.extend_from_slice(rest);
        Some(base)
    }

    fn use_tree(&mut self, tree: &syn::UseTree, prefix: &[String]) {
        let with = |name: &syn::Ident| [prefix, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.use_tree(&path.tree, &with(&path.ident)),
            syn::UseTree::Name(name) => self.use_name(&with(&name.ident), &name.ident.to_string()),
            syn::UseTree::Rename(rename) => self.use_name(&with(&rename.ident), &rename.rename.to_string()),
            syn::UseTree::Glob(_) => self.used.extend(self.resolve(prefix)),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.use_tree(tree, prefix)),
        }
    }

    fn use_name(&mut self, path: &[String], name: &str) {
        // `pub use output::Sound` beside `mod output` names a child without `self`.
        let resolved = self.resolve(path).unwrap_or_else(|| [self.module.as_slice(), path].concat());
        self.names.insert(name.to_owned(), resolved.clone());
        self.used.insert(resolved);
    }
}

fn parent(module: &[String]) -> Option<Module> {
    module.split_last().map(|(_, parent)| parent.to_vec())
}

impl<'ast> Visit<'ast> for PathReader {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let attributes = match item {
            syn::Item::Mod(module) => &module.attrs,
            syn::Item::Use(import) => &import.attrs,
            syn::Item::Fn(function) => &function.attrs,
            syn::Item::Impl(implementation) => &implementation.attrs,
            _ => return visit::visit_item(self, item),
        };
        let for_tests = attributes.iter().any(|attribute| {
            attribute.path().is_ident("cfg")
                && attribute.parse_args::<syn::Ident>().is_ok_and(|condition| condition == "test")
        });
        if !for_tests {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.use_tree(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let segments: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.used.extend(self.resolve(&segments));
        visit::visit_path(self, path);
    }
}
