//! `generate-symphony <folder of sequences> <folder for the code> [blocking]`: what a build script does.

use std::env;

fn main() -> symphony_codegen::Result {
    let mut arguments = env::args().skip(1);
    let (Some(sequences), Some(code)) = (arguments.next(), arguments.next()) else {
        panic!("usage: generate-symphony <folder of sequences> <folder for the code> [blocking]");
    };
    let blocking = arguments.next().is_some_and(|flavour| flavour == "blocking");
    symphony_codegen::Builder::new().sequences(sequences).out_dir(code).blocking(blocking).compile()
}
