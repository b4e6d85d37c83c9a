//! The macros of Symphony. Users reach them through the runtime crate: `symphony::sequence!`, `#[symphony::handlers]`.
//!
//! A macro reads the JSON anew each time: there is no cache, so nothing can be older than the file.

use proc_macro::TokenStream;

mod arguments;
mod handlers;
mod implementation;
mod project;
mod report;
mod sequence;

/// Compiles one sequence where it stands, without a build script. The path starts at the package.
///
/// ```ignore
/// symphony::sequence!("sequences/build.json");
/// symphony::sequence!("sequences/ship.json", blocking, serde);
/// ```
///
/// After the path may come `blocking` (handlers are plain functions), `local` (futures need not be `Send`), `serde`
/// (declared types derive serde's traits) and `runtime = ::path` (where the runtime crate has another name). A sequence that performs others finds them in the folder of its file; they
/// are compiled by a `sequence!` of their own, in the same module.
///
/// What is wrong with the sequence is an error with a caret in the JSON.
#[proc_macro]
pub fn sequence(input: TokenStream) -> TokenStream {
    sequence::expand(input)
}

/// Put on `impl <Movement> for <your type>`: a missing, misspelt or superfluous handler is said in the words of the
/// sequence, with a caret in the JSON and the signature to write. Without it rustc finds the same faults.
///
/// The trait may be of another crate, as in a test; if its modules are not `pub`, only of this one.
#[proc_macro_attribute]
pub fn handlers(arguments: TokenStream, input: TokenStream) -> TokenStream {
    handlers::expand(arguments, input)
}

/// Reports what is wrong with the sequences of a build script. Only for generated code.
#[doc(hidden)]
#[proc_macro]
pub fn __report(input: TokenStream) -> TokenStream {
    report::expand(input)
}

/// Makes the macro by which `#[handlers]` finds a movement. Only for generated code.
#[doc(hidden)]
#[proc_macro]
pub fn __companion(input: TokenStream) -> TokenStream {
    handlers::companion(input)
}

/// Compares an implementation with its movement. Only for generated code.
#[doc(hidden)]
#[proc_macro]
pub fn __check_handlers(input: TokenStream) -> TokenStream {
    handlers::check(input)
}

/// Ends the compilation after its findings were reported. Only for generated code.
#[doc(hidden)]
#[proc_macro]
pub fn __stop(_: TokenStream) -> TokenStream {
    report::stop()
}
