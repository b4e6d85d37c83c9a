//! Compiles the sequences into the traits that `src/desk.rs` implements.

fn main() -> symphony_codegen::Result<()> {
    symphony_codegen::Builder::new()
        .sequences("sequences")
        .compile()
}
