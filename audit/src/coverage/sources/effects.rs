//! What a function does to the world around it, or learns from it, besides what it is given.

use std::ops::Range;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

use super::file::range_of;
use super::imports::Imports;

/// Something that a function of its inputs does not do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Effect {
    /// What it names, as it is written.
    pub name: String,
    /// What that does, as in "it … ".
    pub what: &'static str,
    /// Where.
    pub at: Range<usize>,
}

/// What is no function of inputs, by paths; what is below a path is meant too, and of a module (`std::fs::`) only that.
const PATHS: &[(&str, &str)] = &[
    ("std::fs::", READS_FILES),
    ("std::env::", "looks at the environment"),
    ("std::net::TcpListener", USES_NETWORK),
    ("std::net::TcpStream", USES_NETWORK),
    ("std::net::ToSocketAddrs", USES_NETWORK),
    ("std::net::UdpSocket", USES_NETWORK),
    ("std::os::unix::net::", USES_NETWORK),
    ("std::process::Command", "runs programs"),
    ("std::process::abort", ENDS),
    ("std::process::exit", ENDS),
    ("std::process::id", "depends on the process"),
    ("std::io::stdin", "reads what is typed"),
    ("std::io::stdout", PRINTS),
    ("std::io::stderr", PRINTS),
    ("std::time::SystemTime::now", READS_CLOCK),
    ("std::time::Instant::now", READS_CLOCK),
    ("std::thread::sleep", "waits"),
    ("std::thread::spawn", "starts threads"),
    ("tokio::fs::", READS_FILES),
    ("tokio::net::", USES_NETWORK),
    ("tokio::process::", "runs programs"),
    ("tokio::time::sleep", "waits"),
    ("tokio::time::Instant::now", READS_CLOCK),
    ("chrono::Local::now", READS_CLOCK),
    ("chrono::Utc::now", READS_CLOCK),
    ("rand::random", IS_RANDOM),
    ("rand::random_bool", IS_RANDOM),
    ("rand::random_range", IS_RANDOM),
    ("rand::rng", IS_RANDOM),
    ("rand::thread_rng", IS_RANDOM),
    ("rand::rngs::OsRng", IS_RANDOM),
    ("rand::rngs::ThreadRng", IS_RANDOM),
    ("uuid::Uuid::new_v4", IS_RANDOM),
    ("uuid::Uuid::now_v7", READS_CLOCK),
];

const READS_FILES: &str = "reads or writes files";
const USES_NETWORK: &str = "uses the network";
const READS_CLOCK: &str = "reads the clock";
const IS_RANDOM: &str = "is random";
const PRINTS: &str = "prints";
const ENDS: &str = "ends the process";

/// What is below a path above and changes nothing.
const HARMLESS: &[&str] = &["std::env::consts::", "std::env::VarError"];

const PRINTING: &[&str] = &["print", "println", "eprint", "eprintln", "dbg"];

/// What a body names.
#[derive(Debug, Default)]
pub(super) struct Named {
    paths: Vec<(Vec<String>, Range<usize>)>,
    macros: Vec<(String, Range<usize>)>,
    imports: Imports,
    statics: Vec<String>,
}

impl Named {
    /// What stands in a body; places are shifted by `skipped`.
    pub(super) fn in_body(block: &syn::Block, skipped: usize) -> Self {
        let mut named = Self::default();
        named.visit_block(block);
        let places = named.paths.iter_mut().map(|(_, at)| at).chain(named.macros.iter_mut().map(|(_, at)| at));
        for at in places {
            *at = at.start + skipped..at.end + skipped;
        }
        named
    }

    /// What of it is an effect, where the file imports these names and has these mutable statics; each kind once.
    pub(super) fn effects(&self, imports: &Imports, statics: &[String]) -> Vec<Effect> {
        let paths = self.paths.iter().filter_map(|(path, at)| {
            let own = self.imports.meanings(path);
            let meant = own.iter().flat_map(|path| imports.meanings(path));
            let is_static =
                || matches!(path.as_slice(), [name] if statics.iter().chain(&self.statics).any(|it| it == name));
            let what = meant.into_iter().find_map(|path| of_path(&path.join("::")));
            let what = what.or_else(|| is_static().then_some("uses a `static mut`"))?;
            Some(Effect { name: path.join("::"), what, at: at.clone() })
        });
        let macros =
            self.macros.iter().map(|(name, at)| Effect { name: format!("{name}!"), what: PRINTS, at: at.clone() });
        let mut effects: Vec<Effect> = Vec::new();
        for effect in paths.chain(macros) {
            if effects.iter().all(|known| known.what != effect.what) {
                effects.push(effect);
            }
        }
        effects.sort_by_key(|effect| effect.at.start);
        effects
    }

    /// The paths among the tokens of a macro.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut at = 0..0;
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) => {
                    let range = name.span().byte_range();
                    if path.is_empty() || colons != 2 {
                        self.end(&mut path, &at);
                        at.start = range.start;
                    }
                    at.end = range.end;
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.end(&mut path, &at);
                    self.tokens(group.stream());
                }
                _ => self.end(&mut path, &at),
            }
        }
        self.end(&mut path, &at);
    }

    fn end(&mut self, path: &mut Vec<String>, at: &Range<usize>) {
        if !path.is_empty() {
            self.paths.push((std::mem::take(path), at.clone()));
        }
    }
}

fn of_path(path: &str) -> Option<&'static str> {
    let is_below = |above: &str| {
        path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with("::") || above.ends_with("::"))
    };
    if HARMLESS.iter().any(|path| is_below(path)) {
        return None;
    }
    PATHS.iter().find(|(effect, _)| is_below(effect)).map(|(_, what)| *what)
}

impl<'a> Visit<'a> for Named {
    fn visit_path(&mut self, path: &'a syn::Path) {
        let names = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.paths.push((names, range_of(path)));
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'a syn::Macro) {
        let names: Vec<String> = item.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        if names.last().is_some_and(|last| PRINTING.contains(&last.as_str())) {
            self.macros.push((names.join("::"), range_of(&item.path)));
        }
        self.tokens(item.tokens.clone());
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        self.imports.add(&item.tree);
    }

    fn visit_item_static(&mut self, item: &'a syn::ItemStatic) {
        if matches!(item.mutability, syn::StaticMutability::Mut(_)) {
            self.statics.push(item.ident.to_string());
        }
        visit::visit_item_static(self, item);
    }
}

#[cfg(test)]
mod tests {
    use super::{Imports, Named};

    #[track_caller]
    fn check(body: &str, expected: &[&str]) {
        let mut imports = Imports::default();
        for tree in ["std::{fs, env, thread, io::Write}", "std::time::{Duration, SystemTime}", "std::fs::read as load"]
        {
            imports.add(&syn::parse_str(tree).unwrap());
        }
        let text = format!("{{ {body} }}");
        let named = Named::in_body(&syn::parse_str(&text).unwrap(), 3);
        let found = named.effects(&imports, &["COUNT".into()]);
        let effects: Vec<&str> = found.iter().map(|effect| effect.name.as_str()).collect();
        assert_eq!(effects, expected, "{body}");
        for effect in &found {
            assert_eq!(
                text[effect.at.start - 3..effect.at.end - 3].trim_end_matches('!'),
                effect.name.trim_end_matches('!')
            );
        }
    }

    #[test]
    fn what_reaches_out_is_an_effect() {
        for (body, expected) in [
            ("std::fs::read(a)", "std::fs::read"),
            ("fs::write(a, b); fs::read(a)", "fs::write"),
            ("load(a)", "load"),
            ("let a: Option<fs::File> = None;", "fs::File"),
            ("env::var(a)", "env::var"),
            ("std::net::TcpStream::connect(a)", "std::net::TcpStream::connect"),
            ("use std::process::Command; Command::new(a)", "Command::new"),
            ("let now = SystemTime::now();", "SystemTime::now"),
            ("std::time::Instant::now()", "std::time::Instant::now"),
            ("thread::sleep(a)", "thread::sleep"),
            ("println!(\"{}\", a)", "println!"),
            ("std::eprintln!()", "std::eprintln!"),
            ("vec![1, f(a::b, std::env::var(a))]", "std::env::var"),
            ("rand::random::<u8>()", "rand::random"),
            ("COUNT += 1", "COUNT"),
            ("static mut OWN: u8 = 0; OWN += 1", "OWN"),
        ] {
            check(body, &[expected]);
        }
        check("fs::read(a); env::var(b)", &["fs::read", "env::var"]);
        check("env::var(b); fs::read(a)", &["env::var", "fs::read"]);
    }

    #[test]
    fn what_only_computes_is_none() {
        for body in [
            "SystemTime::UNIX_EPOCH",
            "Duration::from_secs(1)",
            "env::consts::OS",
            "match a { Err(env::VarError::NotPresent) => {} _ => {} }",
            "let a: std::net::IpAddr = b.parse()?; std::process::ExitCode::SUCCESS",
            "format!(\"{a} {}\", fs)",
            "self.fs.read(a); crate::fs::read(a); count += 1; other::COUNTS",
            "static OWN: u8 = 0; OWN",
            "std::fsx::read(a)",
            "macro_call!(a ? fs : read)",
        ] {
            check(body, &[]);
        }
    }
}
