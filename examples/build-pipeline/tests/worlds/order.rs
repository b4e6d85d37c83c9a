use std::collections::BTreeMap;
use std::path::PathBuf;

use build_pipeline::build_pipeline_symphony::{BuildContext, LockState, Package, PackageBuilding, Profile};
use build_pipeline::{Error, Pipeline};
use symphony::World;

use crate::PlanDependencyOrderScenarios;

/// A pure handler is called as it stands: no cargo would load packages that wait for each other.
#[derive(Default)]
pub(crate) struct Order {
    packages: Vec<Package>,
    planned: Option<Result<Vec<String>, Error>>,
}

impl World for Order {
    type Step = ();
}

impl Order {
    fn package(&mut self, name: &str, needs: &[&str]) {
        self.packages.push(Package {
            id: name.to_owned(),
            name: name.to_owned(),
            version: "0.1.0".to_owned(),
            folder: PathBuf::from(name),
            description: None,
            authors: Vec::new(),
            repository: None,
            license: None,
            edition: "2024".to_owned(),
            rust_version: None,
            publishable: false,
            needs: needs.iter().map(ToString::to_string).collect(),
            requirements: BTreeMap::new(),
            targets: Vec::new(),
            lines: 0,
        });
    }

    fn planned(&self) -> &Result<Vec<String>, Error> {
        self.planned.as_ref().expect("the order was planned")
    }
}

#[symphony::steps]
impl PlanDependencyOrderScenarios for Order {
    fn given_packages_of_which_each_needs_the_next(&mut self) {
        self.package("a", &["b"]);
        self.package("b", &["c"]);
        self.package("c", &[]);
    }

    fn when_the_order_is_planned(&mut self) {
        let context = BuildContext {
            root: PathBuf::new(),
            out: PathBuf::new(),
            run: PathBuf::new(),
            correlation_id: String::new(),
            profile: Profile::Dev,
            offline: true,
            lock: LockState::Current,
            authors: Vec::new(),
            environment: BTreeMap::new(),
            packages: self.packages.clone(),
            dependencies: Vec::new(),
            previous: None,
        };
        self.planned = Some(Pipeline::default().plan_dependency_order(&context));
    }

    fn then_each_package_comes_after_those_that_it_needs(&mut self) {
        let order = self.planned().as_ref().unwrap();
        let place = |name: &String| order.iter().position(|planned| planned == name).unwrap();
        assert_eq!(order.len(), self.packages.len());
        for package in &self.packages {
            assert!(package.needs.iter().all(|need| place(need) < place(&package.name)), "{order:?}");
        }
    }

    fn given_packages_that_need_nothing_of_each_other(&mut self) {
        for name in ["c", "a", "b"] {
            self.package(name, &[]);
        }
    }

    fn then_the_packages_come_in_the_order_of_their_names(&mut self) {
        assert_eq!(self.planned().as_ref().unwrap(), &["a", "b", "c"]);
    }

    fn given_packages_that_wait_for_each_other_and_cannot_be_ordered(&mut self) {
        self.package("a", &["b"]);
        self.package("b", &["a"]);
        self.package("c", &[]);
    }

    fn then_it_fails_and_says_which_package_waits_for_which(&mut self) {
        assert_eq!(self.planned().as_ref().unwrap_err().evidence(), ["a waits for b", "b waits for a"]);
    }
}
