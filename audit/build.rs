//! Compiles the pipeline that `check` and `fix` perform.

fn main() -> symphony_codegen::Result<()> {
    symphony_codegen::Builder::new()
        .sequences("sequences/symphonia-conformity-alignment-pipeline.json")
        .blocking(true)
        .visibility("pub(crate)")
        .compile()
}
