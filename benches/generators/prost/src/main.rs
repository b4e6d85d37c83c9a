//! `generate-prost <folder of protos> <folder for the code>`: what a build script with protox does.

use std::error::Error;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

/// Writes each service as a trait. prost-build alone writes no code for services; this is the least that is comparable.
struct Traits;

impl prost_build::ServiceGenerator for Traits {
    fn generate(&mut self, service: prost_build::Service, code: &mut String) {
        let _ = writeln!(code, "pub trait {} {{", service.name);
        for method in &service.methods {
            let _ = writeln!(
                code,
                "    fn {}(&self, request: {}) -> Result<{}, String>;",
                method.name, method.input_type, method.output_type
            );
        }
        code.push_str("}\n");
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(protos), Some(code)) = (arguments.next(), arguments.next()) else {
        panic!("usage: generate-prost <folder of protos> <folder for the code>");
    };
    let mut files: Vec<PathBuf> =
        fs::read_dir(&protos)?.map(|entry| Ok(entry?.path())).collect::<Result<_, std::io::Error>>()?;
    files.sort();
    fs::create_dir_all(&code)?;
    let descriptors = protox::compile(&files, [&protos])?;
    prost_build::Config::new().out_dir(code).service_generator(Box::new(Traits)).compile_fds(descriptors)?;
    Ok(())
}
