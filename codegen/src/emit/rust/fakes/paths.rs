//! Paths of a sequence's module, as the module of its fake knows them.

/// The user's path of a sequence's module. The fake's module stands beside whatever else the user has, and takes nothing
/// from there but two names of ours.
pub(super) struct Paths<'a> {
    segments: Vec<&'a str>,
    name: &'a str,
}

impl<'a> Paths<'a> {
    /// Of a path, for the fake's module `name`.
    pub(super) fn new(path: &'a str, name: &'a str) -> Self {
        Self { segments: path.split("::").collect(), name }
    }

    /// What stands beside the fake's module.
    pub(super) fn imports(&self) -> String {
        let own = format!("use {} as __symphony_{};", self.segments.join("::"), self.name);
        match self.named_root() {
            Some(root) => format!("{own} #[allow(unused_imports)] use {root} as __symphony_root_{};", self.name),
            None => own,
        }
    }

    /// The module itself.
    pub(super) fn own(&self) -> String {
        format!("super::__symphony_{}", self.name)
    }

    /// Something in a module above it, so many levels up.
    pub(super) fn above(&self, levels: usize, path: &str) -> String {
        let rest = &self.segments[..self.segments.len().saturating_sub(levels)];
        let mut found: Vec<String> = rest.iter().map(|segment| (*segment).to_owned()).collect();
        match rest.first().copied() {
            None => found.push("super".into()),
            Some("self") => found[0] = "super".into(),
            Some("super") => found.insert(0, "super".into()),
            Some(_) if self.named_root().is_some() => found[0] = format!("super::__symphony_root_{}", self.name),
            Some(_) => {}
        }
        found.push(path.to_owned());
        found.join("::")
    }

    /// Something in the crate of the sequence.
    pub(super) fn in_crate(&self, path: &str) -> String {
        match (self.segments.first().copied(), self.named_root()) {
            (Some(""), _) => self.above(self.segments.len().saturating_sub(2), path),
            (_, Some(_)) => self.above(self.segments.len() - 1, path),
            _ => format!("crate::{path}"),
        }
    }

    /// The first segment, where it is a name: a crate's, or one that the user has in scope.
    fn named_root(&self) -> Option<&'a str> {
        let first = self.segments.first().copied().filter(|_| self.segments.len() > 1)?;
        (!matches!(first, "" | "crate" | "self" | "super")).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::Paths;

    #[test]
    fn paths_are_found_again_one_module_further_in() {
        for (module, above, in_crate) in [
            ("greeting", "super::inner", "crate::model"),
            ("hello::greeting", "super::__symphony_root_x::inner", "super::__symphony_root_x::model"),
            ("hello::a::greeting", "super::__symphony_root_x::a::inner", "super::__symphony_root_x::model"),
            ("crate::greeting", "crate::inner", "crate::model"),
            ("super::greeting", "super::super::inner", "crate::model"),
            ("self::greeting", "super::inner", "crate::model"),
            ("::hello::greeting", "::hello::inner", "::hello::model"),
        ] {
            let paths = Paths::new(module, "x");
            assert_eq!(paths.above(1, "inner"), above, "{module}");
            assert_eq!(paths.in_crate("model"), in_crate, "{module}");
        }
        assert_eq!(Paths::new("hello::a::greeting", "x").above(2, "b"), "super::__symphony_root_x::b");
    }
}
