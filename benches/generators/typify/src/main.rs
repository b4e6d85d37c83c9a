//! `generate-typify <folder of schemas> <folder for the code>`: what typify's documentation has a build script do.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use typify::{TypeSpace, TypeSpaceSettings};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(schemas), Some(code)) = (arguments.next(), arguments.next()) else {
        panic!("usage: generate-typify <folder of schemas> <folder for the code>");
    };
    fs::create_dir_all(&code)?;
    for entry in fs::read_dir(schemas)? {
        let path: PathBuf = entry?.path();
        let schema = serde_json::from_str::<schemars::schema::RootSchema>(&fs::read_to_string(&path)?)?;
        let mut types = TypeSpace::new(&TypeSpaceSettings::default());
        types.add_root_schema(schema)?;
        let text = prettyplease::unparse(&syn::parse2::<syn::File>(types.to_stream())?);
        fs::write(Path::new(&code).join(path.file_stem().unwrap_or_default()).with_extension("rs"), text)?;
    }
    Ok(())
}
