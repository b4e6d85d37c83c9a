//! What cargo builds again when a sequence changes, and what it shows again when nothing does.

use crate::drift::{ASYNC, CODE, JSON, Template};
use crate::user_crate::UserCrate;

const SENT: &str = r#""handler": "send""#;
const RENAMED: &str = r#""handler": "sendOut""#;

/// A change of the sequence is seen, and so is the way back.
fn check(user: &UserCrate, expected: &str) {
    user.silent(&["check"]);
    let text = user.read(JSON);
    user.write(JSON, &text.replace(SENT, RENAMED));
    let output = user.cargo(&["check"]);
    assert!(!output.success && output.stderr.contains(expected), "{}", output.stderr);
    user.write(JSON, &text);
    user.silent(&["check"]);
}

fn user_crate(name: &str) -> UserCrate {
    let user = UserCrate::new("drift-async", name);
    Template::new(&ASYNC).write(&user, &[]);
    user
}

#[test]
fn include_sequences_follows_the_file() {
    check(&user_crate("tracking-include"), "missing: `send_out`");
}

#[test]
fn sequence_follows_the_file() {
    check(&without_build_script("tracking-sequence"), "missing: `send_out`");
}

#[test]
fn handlers_follow_the_file() {
    let user = without_build_script("tracking-handlers");
    let code = user.read(CODE);
    user.write(CODE, &code.replace("impl Delivery", "#[symphony::handlers]\nimpl Delivery"));
    check(&user, "`send` handles no beat of the movement `delivery`");
}

fn without_build_script(name: &str) -> UserCrate {
    let user = user_crate(name);
    user.write("build.rs", "fn main() {}\n");
    let code = user.read(CODE);
    user.write(CODE, &code.replace("include_sequences!()", "sequence!(\"sequences/invoice.json\")"));
    user
}

#[test]
fn a_new_file_is_seen() {
    let user = user_crate("tracking-new-file");
    user.silent(&["check"]);
    user.write("sequences/later/other.json", "{}");
    let output = user.cargo(&["check"]);
    assert!(output.stderr.contains("--> sequences/later/other.json:1:1"), "{}", output.stderr);
    let other = r#"{ "id": "other", "movements": [{ "id": "m", "beats": [{ "beat": 1, "handler": "run" }] }] }"#;
    user.write("sequences/later/other.json", other);
    let code = user.read(CODE);
    user.write(CODE, &format!("{code}\npub use other::Event as Other;\n"));
    user.silent(&["check"]);
    user.write("sequences/later/third.json", "{}");
    let output = user.cargo(&["check"]);
    assert!(output.stderr.contains("--> sequences/later/third.json:1:1"), "{}", output.stderr);
}

#[test]
fn a_warning_is_shown_each_time() {
    for user in [user_crate("tracking-warning"), without_build_script("tracking-warning-sequence")] {
        let text = user.read(JSON);
        user.write(
            JSON,
            &text.replace(r#"{ "beat": 2, "event": "invoice:sent""#, r#"{ "beat": 3, "event": "invoice:sent""#),
        );
        let [first, second] = [(); 2].map(|()| user.cargo(&["check"]));
        assert!(first.success && first.stderr.starts_with("warning[BEAT_NUMBERING_GAP]"), "{}", first.stderr);
        assert!(second.success && second.stderr == first.stderr, "{}", second.stderr);
    }
}
