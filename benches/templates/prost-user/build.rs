fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-changed=input");
    let descriptors = protox::compile(["input/items.proto"], ["input"])?;
    prost_build::compile_fds(descriptors)?;
    Ok(())
}
