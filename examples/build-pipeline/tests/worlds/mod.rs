//! The worlds in which the criteria hold: one for each movement, and one for a beat that needs no workspace.

mod artifact_management;
mod host_building;
mod listed;
mod manifest_preparation;
mod order;
mod package_building;
mod stage;
mod validation;
mod verification;

pub(crate) use self::artifact_management::ArtifactManagement;
pub(crate) use self::host_building::HostBuilding;
pub(crate) use self::manifest_preparation::ManifestPreparation;
pub(crate) use self::order::Order;
pub(crate) use self::package_building::PackageBuilding;
pub(crate) use self::validation::Validation;
pub(crate) use self::verification::Verification;
