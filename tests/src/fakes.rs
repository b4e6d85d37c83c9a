//! Fakes of sequences whose names and types are in the way of a fake's own.

use crate::modules::MANIFEST;
use crate::user_crate::UserCrate;

const SEQUENCE: &str = r#"{
  "id": "odd",
  "types": { "Tone": ["plain"], "Verdict": { "text": "String" } },
  "input": { "tone": "self::Tone", "coin": "super::super::money::Coin" },
  "movements": [
    { "id": "calls", "beats": [
      { "handler": "new", "input": ["tone"], "output": { "made": "crate::money::Coin" } },
      { "handler": "error", "kind": "pure", "input": ["made", "coin"], "output": { "result": "Verdict" } } ] },
    { "id": "new", "beats": [
      { "handler": "baton", "input": ["result"], "output": { "judge": "fn(&str) -> bool" } },
      { "handler": "calls", "input": ["judge"] } ] }
  ]
}"#;

const CODE: &str = r#"//! A fake beside names that are like its own.
#![deny(warnings)]

/// What flows.
pub mod money {
    /// Not to be shown.
    pub struct Coin(pub u8);
}

/// Two modules deep.
pub mod flows {
    symphony::sequence!("sequences/odd.json", blocking);
}

#[cfg(test)]
mod tests {
    use crate::flows::odd::{self, Input, Tone};
    use crate::money::Coin;
    use std::sync::Arc;
    use symphony::Conductor;

    #[allow(dead_code)]
    type String = u8;

    symphony::fakes! { "sequences/odd.json" as crate::flows::odd, blocking, name = OddFake }

    #[test]
    fn is_played() {
        let fake = Arc::new(OddFake::new());
        let told = Arc::clone(&fake);
        fake.calls_().new(move |_| {
            told.calls_().new(|_| Ok(Coin(9)));
            Ok(Coin(2))
        });
        fake.calls_().error(|made, coin| Ok(odd::Verdict { text: format!("{}", made.0 + coin.0) }));
        fake.new_().baton(|_| Ok(|text: &str| text.is_empty()));
        assert!(odd::perform(&*fake, &Conductor::default(), Input { tone: Tone::Plain, coin: Coin(1) }).is_ok());
        assert_eq!(fake.calls().handlers(), ["new", "error", "baton", "calls"]);
        assert_eq!(fake.calls().all()[2].inputs, [("result", "Verdict { text: \"3\" }".to_owned())]);
        assert!(fake.calls().all()[1].inputs[0].1.contains("Coin"));
    }
}
"#;

#[test]
fn names_and_types_stay_the_sequences() {
    let user = UserCrate::new("scenarios", "odd-fakes");
    user.write("Cargo.toml", MANIFEST).write("sequences/odd.json", SEQUENCE).write("src/lib.rs", CODE);
    let run = user.cargo(&["test", "--lib"]);
    assert!(run.success, "{}{}", run.stdout, run.stderr);
    assert!(run.stdout.contains("1 passed"), "{}", run.stdout);
}
