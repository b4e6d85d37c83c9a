//! Names that Rust has without an import.

/// The types that are part of the language.
pub(super) const PRIMITIVES: &[&str] = &[
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16", "u32", "u64", "u128",
    "usize",
];

/// Generic types of the prelude, and how many types they need.
pub(super) const GENERICS: &[(&str, usize)] = &[("Vec", 1), ("Option", 1), ("Box", 1), ("Result", 2)];

/// Traits of the prelude, as `dyn` takes them.
pub(super) const TRAITS: &[&str] = &[
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Into",
    "IntoIterator",
    "Iterator",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Send",
    "Sized",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
];

/// Well-known types of the standard library that need a path.
pub(super) const PATHS: &[(&str, &str)] = &[
    ("Arc", "std::sync::Arc"),
    ("BTreeMap", "std::collections::BTreeMap"),
    ("BTreeSet", "std::collections::BTreeSet"),
    ("BinaryHeap", "std::collections::BinaryHeap"),
    ("Cell", "std::cell::Cell"),
    ("Cow", "std::borrow::Cow"),
    ("Debug", "std::fmt::Debug"),
    ("Display", "std::fmt::Display"),
    ("Duration", "std::time::Duration"),
    ("Error", "std::error::Error"),
    ("HashMap", "std::collections::HashMap"),
    ("HashSet", "std::collections::HashSet"),
    ("Instant", "std::time::Instant"),
    ("IpAddr", "std::net::IpAddr"),
    ("Ipv4Addr", "std::net::Ipv4Addr"),
    ("Ipv6Addr", "std::net::Ipv6Addr"),
    ("LazyLock", "std::sync::LazyLock"),
    ("Mutex", "std::sync::Mutex"),
    ("OnceLock", "std::sync::OnceLock"),
    ("Ordering", "std::cmp::Ordering"),
    ("OsString", "std::ffi::OsString"),
    ("PathBuf", "std::path::PathBuf"),
    ("PhantomData", "std::marker::PhantomData"),
    ("Pin", "std::pin::Pin"),
    ("Range", "std::ops::Range"),
    ("Rc", "std::rc::Rc"),
    ("RefCell", "std::cell::RefCell"),
    ("RwLock", "std::sync::RwLock"),
    ("SocketAddr", "std::net::SocketAddr"),
    ("SystemTime", "std::time::SystemTime"),
    ("VecDeque", "std::collections::VecDeque"),
];

/// Whether a bare name is Rust's own: a primitive or what the prelude has.
pub(super) fn is_known(name: &str) -> bool {
    name == "String"
        || PRIMITIVES.contains(&name)
        || GENERICS.iter().any(|(known, _)| *known == name)
        || TRAITS.contains(&name)
}
