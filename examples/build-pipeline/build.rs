//! Compiles the sequence into the traits that `handlers.rs` implements.

fn main() -> symphony_codegen::Result<()> {
    symphony_codegen::Builder::new()
        .sequences("sequences/build-pipeline-symphony.json")
        .blocking(true)
        .serde(true)
        .derive("Band", "PartialOrd")
        .compile()
}
