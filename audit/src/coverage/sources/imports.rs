//! What the names of a file mean.

/// What a file imports, all of its inline modules together.
#[derive(Clone, Debug, Default)]
pub(super) struct Imports(Vec<Import>);

#[derive(Clone, Debug)]
struct Import {
    /// Where it comes from; `*` at its end for all that is there.
    path: Vec<String>,
    /// By which name it is known here.
    name: String,
}

impl Imports {
    pub(super) fn add(&mut self, tree: &syn::UseTree) {
        self.add_below(tree, &mut Vec::new());
    }

    fn add_below(&mut self, tree: &syn::UseTree, path: &mut Vec<String>) {
        let (leaf, name) = match tree {
            syn::UseTree::Path(part) => {
                path.push(part.ident.to_string());
                self.add_below(&part.tree, path);
                path.pop();
                return;
            }
            syn::UseTree::Group(group) => return group.items.iter().for_each(|tree| self.add_below(tree, path)),
            syn::UseTree::Name(name) => (name.ident.to_string(), name.ident.to_string()),
            syn::UseTree::Rename(name) => (name.ident.to_string(), name.rename.to_string()),
            syn::UseTree::Glob(_) => ("*".to_owned(), "*".to_owned()),
        };
        let mut path = path.clone();
        let is_self = leaf == "self" && !path.is_empty();
        let name = if is_self && name == "self" { path[path.len() - 1].clone() } else { name };
        if !is_self {
            path.push(leaf);
        }
        self.0.push(Import { path, name });
    }

    /// The paths of what is imported by a name, and of everything that is imported as a whole.
    pub(super) fn of<'i>(&'i self, name: &'i str) -> impl Iterator<Item = &'i [String]> {
        let fits = move |import: &&Import| import.name == name || import.name == "*";
        self.0.iter().filter(fits).map(|import| import.path.as_slice())
    }

    /// What a name is called where it comes from.
    pub(super) fn original(&self, name: &str) -> Option<&str> {
        let import = self.0.iter().find(|import| import.name == name && name != "*")?;
        import.path.last().map(String::as_str)
    }

    /// What a path may mean: itself, and what its first name is imported from.
    pub(super) fn meanings(&self, path: &[String]) -> Vec<Vec<String>> {
        let Some((first, rest)) = path.split_first() else { return Vec::new() };
        let imported = self.0.iter().filter_map(|import| match import.path.split_last() {
            _ if import.name == *first => Some([&import.path, rest].concat()),
            Some((last, above)) if last == "*" => Some([above, path].concat()),
            _ => None,
        });
        imported.chain([path.to_vec()]).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Imports;

    #[test]
    fn a_name_means_what_it_is_imported_from() {
        let mut imports = Imports::default();
        for tree in ["std::{fs, env::{self, var as variable}}", "std::time::*", "other as mine"] {
            imports.add(&syn::parse_str(tree).unwrap());
        }
        for (path, expected) in [
            ("fs::read", "std::fs::read"),
            ("env::args", "std::env::args"),
            ("variable", "std::env::var"),
            ("Instant::now", "std::time::Instant::now"),
            ("mine::x", "other::x"),
            ("crate::fs", "crate::fs"),
        ] {
            let path: Vec<String> = path.split("::").map(str::to_owned).collect();
            let meanings: Vec<String> = imports.meanings(&path).iter().map(|it| it.join("::")).collect();
            assert!(meanings.contains(&expected.to_owned()), "{meanings:?}");
        }
        assert_eq!(imports.original("variable"), Some("var"));
        assert_eq!(imports.original("env"), Some("env"));
        assert_eq!((imports.original("read"), imports.original("*")), (None, None));
        assert!(imports.meanings(&[]).is_empty());
    }
}
