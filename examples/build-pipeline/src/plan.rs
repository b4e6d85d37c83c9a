//! The order in which packages are built.

use std::collections::{BTreeMap, BTreeSet};

use crate::build_pipeline_symphony::Package;
use crate::error::{Error, Result};

/// Each package after those that it needs; by name where the needs leave a choice, so that the order is always the same.
pub(crate) fn order(packages: &[Package]) -> Result<Vec<String>> {
    let mut waiting: BTreeMap<&str, BTreeSet<&str>> = packages
        .iter()
        .map(|package| (package.name.as_str(), package.needs.iter().map(String::as_str).collect()))
        .collect();
    let mut order = Vec::with_capacity(packages.len());
    while let Some(next) = waiting.iter().find(|(_, needs)| needs.is_empty()).map(|(name, _)| *name) {
        waiting.remove(next);
        for needs in waiting.values_mut() {
            needs.remove(next);
        }
        order.push(next.to_owned());
    }
    if waiting.is_empty() {
        return Ok(order);
    }
    let stuck = waiting
        .iter()
        .map(|(name, needs)| format!("{name} waits for {}", needs.iter().copied().collect::<Vec<_>>().join(", ")));
    Err(Error::new("no order can be found: some packages wait for each other").with_evidence(stuck))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    fn plan(needs: &[(&str, &[&str])]) -> Result<Vec<String>> {
        let packages: Vec<_> = needs.iter().map(|(name, needs)| sample::package(name, needs)).collect();
        order(&packages)
    }

    #[test]
    fn puts_what_is_needed_first_and_the_rest_by_name() {
        let check = |needs: &[(&str, &[&str])], expect: &str| assert_eq!(plan(needs).unwrap().join(" "), expect);
        check(&[], "");
        check(&[("b", &[]), ("a", &[])], "a b");
        check(&[("a", &["c"]), ("b", &[]), ("c", &["b"])], "b c a");
        check(
            &[("top", &["left", "right"]), ("right", &["base"]), ("left", &["base"]), ("base", &[])],
            "base left right top",
        );
    }

    #[test]
    fn names_the_packages_of_a_cycle() {
        let error = plan(&[("a", &["b"]), ("b", &["a"]), ("c", &[])]).unwrap_err();
        assert_eq!(error.evidence(), ["a waits for b", "b waits for a"]);
    }

    #[test]
    fn a_need_outside_the_plan_is_found() {
        assert_eq!(plan(&[("a", &["gone"])]).unwrap_err().evidence(), ["a waits for gone"]);
    }
}
