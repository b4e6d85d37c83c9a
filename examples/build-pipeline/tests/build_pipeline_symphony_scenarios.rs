//! Tests each acceptance criterion of the Build Pipeline Symphony on a workspace to throw away.

mod workspace_copy;
mod worlds;

use crate::worlds::{
    ArtifactManagement, HostBuilding, ManifestPreparation, Order, PackageBuilding, Validation, Verification,
};

symphony::scenarios! {
    "sequences/build-pipeline-symphony.json",
    validation: Validation,
    manifest_preparation: ManifestPreparation,
    package_building: PackageBuilding,
    package_building::plan_dependency_order: Order,
    host_building: HostBuilding,
    artifact_management: ArtifactManagement,
    verification: Verification,
}
