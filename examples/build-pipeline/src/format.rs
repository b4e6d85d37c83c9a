//! What kind of file an artifact is, by the bytes that it begins with.

use std::fmt;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// What `.rlib` and `.a` files are.
    Archive,
    Elf,
    MachO,
    /// Windows.
    Pe,
    /// What `.rmeta` files are.
    RustMetadata,
    Wasm,
}

const FORMATS: [(&[u8], Format); 9] = [
    (b"!<arch>\n", Format::Archive),
    (b"!<thin>\n", Format::Archive),
    (b"\x7fELF", Format::Elf),
    (b"\xcf\xfa\xed\xfe", Format::MachO),
    (b"\xce\xfa\xed\xfe", Format::MachO),
    (b"\xca\xfe\xba\xbe", Format::MachO),
    (b"MZ", Format::Pe),
    (b"rust\0\0\0", Format::RustMetadata),
    (b"\0asm", Format::Wasm),
];

/// The format of a file; `None` where it has no known one or cannot be read.
pub(crate) fn of(path: &Path) -> Option<Format> {
    let mut first = Vec::new();
    File::open(path).ok()?.take(16).read_to_end(&mut first).ok()?;
    FORMATS.iter().find(|(begin, _)| first.starts_with(begin)).map(|(_, format)| *format)
}

impl Format {
    pub(crate) fn is_executable(self) -> bool {
        matches!(self, Self::Elf | Self::MachO | Self::Pe | Self::Wasm)
    }

    /// The format that a file with this extension has to have, where there is only one.
    pub(crate) fn expected(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "rlib" | "a" => Some(Self::Archive),
            "rmeta" => Some(Self::RustMetadata),
            "so" => Some(Self::Elf),
            "dylib" => Some(Self::MachO),
            "dll" | "exe" => Some(Self::Pe),
            "wasm" => Some(Self::Wasm),
            _ => None,
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Archive => "archive",
            Self::Elf => "ELF",
            Self::MachO => "Mach-O",
            Self::Pe => "PE",
            Self::RustMetadata => "Rust metadata",
            Self::Wasm => "WebAssembly",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_a_file_by_its_beginning() {
        let folder = tempfile::tempdir().unwrap();
        let check = |content: &[u8], expect: Option<Format>| {
            let path = folder.path().join("file");
            std::fs::write(&path, content).unwrap();
            assert_eq!(of(&path), expect);
        };
        check(b"!<arch>\n/", Some(Format::Archive));
        check(b"\x7fELF\x02", Some(Format::Elf));
        check(b"MZ", Some(Format::Pe));
        check(b"#!/bin/sh\n", None);
        check(b"", None);
        assert_eq!(of(folder.path()), None);
    }

    #[test]
    fn the_program_that_runs_this_test_is_executable() {
        let format = of(&std::env::current_exe().unwrap()).unwrap();
        assert!(format.is_executable(), "{format}");
    }

    #[test]
    fn an_extension_promises_a_format() {
        assert_eq!(Format::expected(Path::new("libbase.rlib")), Some(Format::Archive));
        assert_eq!(Format::expected(Path::new("app")), None);
        assert_eq!(Format::expected(Path::new("app.d")), None);
    }
}
