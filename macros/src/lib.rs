//! The macros of Symphony. Users reach them through the runtime crate: `symphony::sequence!`, `#[symphony::handlers]`.
//!
//! A macro reads the JSON anew each time: there is no cache, so nothing can be older than the file.

use proc_macro::TokenStream;

mod arguments;
mod fakes;
mod handlers;
mod implementation;
mod places;
mod project;
mod report;
mod scenarios;
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
    handlers::expand("handlers", "movement", arguments, input)
}

/// Turns the acceptance criteria of a sequence into a trait for each beat and a test for each criterion, where it stands:
///
/// ```ignore
/// symphony::scenarios! {
///     "sequences/greeting.json",
///     Desk,                                   // the world of every beat that is not named
///     writing::write_letter: LetterWorld,     // of one beat; `writing: …` is of a movement
/// }
///
/// #[derive(Default)]
/// struct Desk { /* … */ }
///
/// impl symphony::World for Desk {
///     type Step = ();
/// }
///
/// #[symphony::steps]
/// impl ChooseWordsScenarios for Desk { /* a method for each step */ }
/// ```
///
/// The path starts at the package. Each criterion is a test `<movement>::<beat>::<criterion>` with a world of its own. Steps
/// are plain functions; with `async` they are `async fn`, run by `symphony::block_on` or by what `executor = …` names,
/// which is called with the future: `executor = |steps| tokio::runtime::Runtime::new().unwrap().block_on(steps)`. `runtime = ::path` says where the runtime crate has another name.
///
/// A beat with criteria and no world, a step without a method and a method without a step do not compile. A movement
/// becomes a module where the macro stands; where that name is taken, put the macro into a module of its own.
#[proc_macro]
pub fn scenarios(input: TokenStream) -> TokenStream {
    scenarios::expand(input)
}

/// Put on `impl <Beat>Scenarios for <your world>`: a missing, changed or superfluous step is said in the words of the
/// criterion, with a caret in the JSON and the method to write. Without it rustc finds the same faults.
#[proc_macro_attribute]
pub fn steps(arguments: TokenStream, input: TokenStream) -> TokenStream {
    handlers::expand("steps", "beat's scenarios", arguments, input)
}

/// Defines `Fake`, a stand-in for the handlers of a sequence and of those that it performs:
///
/// ```ignore
/// symphony::fakes! { "sequences/greeting.json" as hello::greeting }
///
/// let fake = Fake::new();
/// fake.writing().choose_words(|tone| Ok("Hello".into())).write_letter(|name, words| Ok(format!("{words}, {name}")));
/// let performance = greeting::perform(&fake, &Conductor::default(), input).await?;
/// assert_eq!(fake.calls().handlers(), ["chooseWords", "writeLetter"]);
/// ```
///
/// After the path of the JSON comes the path of the generated module, best in full. `blocking` or `local` is said where
/// the sequence is compiled so, `runtime = ::path` where the runtime crate has another name, `name = GreetingFake` where
/// there is a `Fake` already. The error is a `String`, or
/// what `Fake<E>` says; a baton is `Fake<E, B>`'s second type.
#[proc_macro]
pub fn fakes(input: TokenStream) -> TokenStream {
    fakes::expand(input)
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

/// Compares a world with the criteria of a beat. Only for generated code.
#[doc(hidden)]
#[proc_macro]
pub fn __check_steps(input: TokenStream) -> TokenStream {
    scenarios::check(input)
}

/// Ends the compilation after its findings were reported. Only for generated code.
#[doc(hidden)]
#[proc_macro]
pub fn __stop(_: TokenStream) -> TokenStream {
    report::stop()
}
