fn main() -> symphony_codegen::Result<()> {
    symphony_codegen::Builder::new().sequences("sequences").compile()
}
