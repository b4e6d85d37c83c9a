//! Compiles the sequences into the traits that this crate implements.

fn main() -> symphony_codegen::Result<()> {
    symphony_codegen::Builder::new()
        .sequences("sequences")
        .compile()
}
