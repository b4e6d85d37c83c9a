//! Symphony and its peers: what each is given, and where.

use std::error::Error;
use std::fs;
use std::path::Path;

use crate::inputs::beats::{Flavour, Shape};
use crate::inputs::{Edit, proto, schema, symphony};

/// The items of a file: beats, messages or types.
pub(crate) const ITEMS: usize = 40;

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Tool {
    Symphony,
    Prost,
    Typify,
}

impl Tool {
    /// All of them, in the order in which they take turns.
    pub(crate) const ALL: [Self; 3] = [Self::Symphony, Self::Prost, Self::Typify];

    /// The name in tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Symphony => "Symphony",
            Self::Prost => "prost-build with protox",
            Self::Typify => "typify",
        }
    }

    /// The word in names of crates.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Symphony => "symphony",
            Self::Prost => "prost",
            Self::Typify => "typify",
        }
    }

    fn input(self, number: usize, edit: Edit) -> String {
        match self {
            Self::Symphony => symphony::sequence(number, Shape::USUAL, edit),
            Self::Prost => proto::file(number, ITEMS, edit),
            Self::Typify => schema::file(ITEMS, edit),
        }
    }

    fn extension(self) -> &'static str {
        match self {
            Self::Symphony | Self::Typify => "json",
            Self::Prost => "proto",
        }
    }

    /// Writes the one file of a user's crate.
    pub(crate) fn write_input(self, package: &Path, edit: Edit) -> Result<(), Box<dyn Error>> {
        let folder = package.join("input");
        fs::create_dir_all(&folder)?;
        Ok(fs::write(folder.join("items").with_extension(self.extension()), self.input(0, edit))?)
    }

    /// Writes the code by which a user's crate uses all items.
    pub(crate) fn write_program(self, package: &Path) -> Result<(), Box<dyn Error>> {
        let code = match self {
            Self::Symphony => {
                let module = format!("crate::{}", symphony::id(0));
                symphony::handlers(&module, Shape::USUAL, Flavour::Async, "#[symphony::handlers]\n")
            }
            Self::Prost => proto::program(ITEMS),
            Self::Typify => schema::program(ITEMS),
        };
        Ok(fs::write(package.join("src/items.rs"), code)?)
    }

    /// Writes many files, and gives their size in bytes.
    pub(crate) fn write_inputs(self, folder: &Path, count: usize) -> Result<usize, Box<dyn Error>> {
        fs::create_dir_all(folder)?;
        let mut bytes = 0;
        for number in 0..count {
            let text = self.input(number, Edit::Text(0));
            bytes += text.len();
            fs::write(folder.join(format!("items{number}")).with_extension(self.extension()), text)?;
        }
        Ok(bytes)
    }
}
