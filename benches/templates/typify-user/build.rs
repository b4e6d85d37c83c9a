use std::{env, fs, path::Path};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=input");
    let schema = serde_json::from_str::<schemars::schema::RootSchema>(&fs::read_to_string("input/items.json")?)?;
    let mut types = typify::TypeSpace::new(&typify::TypeSpaceSettings::default());
    types.add_root_schema(schema)?;
    let text = prettyplease::unparse(&syn::parse2::<syn::File>(types.to_stream())?);
    fs::write(Path::new(&env::var("OUT_DIR")?).join("types.rs"), text)?;
    Ok(())
}
