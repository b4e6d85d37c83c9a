//! Something that is put into a file of a user's, every other byte of which stays.

/// A text and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addition {
    /// The byte before which it goes.
    pub at: usize,
    /// The text, with the line ends around it.
    pub text: String,
    /// The implementation or module that it goes into, where it is not a new one.
    pub into: Option<String>,
    /// The same, to be read and pasted.
    pub code: String,
}

impl Addition {
    /// Code before a closing brace, one level deeper than that. The lines of `code` start at the margin.
    pub(super) fn before_brace(text: &str, brace: usize, code: &str, into: String) -> Self {
        let line = text[..brace].rfind('\n').map_or(0, |at| at + 1);
        let indent: String = text[line..].chars().take_while(|c| matches!(c, ' ' | '\t')).collect();
        let unit = if text.contains("\n\t") { "\t" } else { "    " };
        let deeper = indented(code, &format!("{indent}{unit}"));
        let starts_line = text[line..brace].trim().is_empty();
        let is_first = text[..brace].trim_end().ends_with('{');
        let (at, added) = if starts_line {
            (line, format!("{}{deeper}", if is_first { "" } else { "\n" }))
        } else {
            (brace, format!("{}{deeper}{indent}", if is_first { "\n" } else { "\n\n" }))
        };
        Self { at, text: added, into: Some(into), code: code.to_owned() }
    }

    /// Code after everything in a file, or in a module whose closing brace is at `end`.
    pub(super) fn at_end(text: &str, end: usize, code: &str) -> Self {
        if end < text.len() {
            return Self { into: None, ..Self::before_brace(text, end, code, String::new()) };
        }
        let before = match text {
            "" => "",
            text if text.ends_with('\n') => "\n",
            _ => "\n\n",
        };
        Self { at: end, text: format!("{before}{code}"), into: None, code: code.to_owned() }
    }
}

fn indented(code: &str, indent: &str) -> String {
    let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("{indent}{line}\n") };
    code.lines().map(line).collect()
}

/// The text with all additions in it; those at the same place in their order.
///
/// ```
/// use symphony_audit::skeleton::{Addition, applied};
///
/// let addition = Addition { at: 1, text: "b\n".into(), into: None, code: String::new() };
/// assert_eq!(applied("ac\r\n", &[addition]), "ab\r\nc\r\n");
/// ```
#[must_use]
pub fn applied(text: &str, additions: &[Addition]) -> String {
    let mut additions: Vec<&Addition> = additions.iter().collect();
    additions.sort_by_key(|addition| addition.at);
    let is_windows = text.contains("\r\n");
    let mut whole = String::with_capacity(text.len());
    let mut from = 0;
    for addition in additions {
        whole.push_str(&text[from..addition.at]);
        if is_windows {
            whole.push_str(&addition.text.replace('\n', "\r\n"));
        } else {
            whole.push_str(&addition.text);
        }
        from = addition.at;
    }
    whole + &text[from..]
}

#[cfg(test)]
mod tests {
    use super::{Addition, applied};

    fn check(text: &str, code: &str, expected: &str) {
        let brace = text.rfind('}').unwrap();
        let addition = Addition::before_brace(text, brace, code, String::new());
        assert_eq!(applied(text, &[addition]), expected);
    }

    #[test]
    fn code_goes_before_a_brace() {
        check("impl A for B {}\n", "fn c() {}\n", "impl A for B {\n    fn c() {}\n}\n");
        check("impl A for B {\n}\n", "fn c() {}\n", "impl A for B {\n    fn c() {}\n}\n");
        check(
            "impl A for B {\n    fn b() {}\n}\n",
            "fn c() {}\n",
            "impl A for B {\n    fn b() {}\n\n    fn c() {}\n}\n",
        );
        check("mod a {\n\timpl A {\n\t}}", "x\n\ny\n", "mod a {\n\timpl A {\n\t}\n\n\t\tx\n\n\t\ty\n\t}");
        check("impl A { fn b() {} } // end\n", "x\n", "impl A { fn b() {} \n\n    x\n} // end\n");
    }

    #[test]
    fn code_goes_to_the_end() {
        for (text, expected) in [("", "x\n"), ("a\n", "a\n\nx\n"), ("a", "a\n\nx\n"), ("a\r\n", "a\r\n\r\nx\r\n")] {
            assert_eq!(applied(text, &[Addition::at_end(text, text.len(), "x\n")]), expected);
        }
        let text = "mod a {\n    b\n}\n";
        assert_eq!(applied(text, &[Addition::at_end(text, 14, "x\n")]), "mod a {\n    b\n\n    x\n}\n");
    }
}
