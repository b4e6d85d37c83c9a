//! Code as rustfmt lays it out, with words of a sequence made harmless.

use symphony_codegen::emit::rust::{comment, format_literal};

/// Lines are no longer than this where that can be; rustfmt's default.
const WIDTH: usize = 100;

/// The lines of a doc comment.
pub(super) fn docs(lines: &[&str]) -> String {
    lines.iter().map(|line| if line.is_empty() { "///\n".into() } else { format!("/// {}\n", comment(line)) }).collect()
}

/// A function whose body is still to be written. After the words, `format` names parameters as in a format string;
/// `depth` is how deep in other items it stands.
pub(super) fn stub(signature: &str, words: &str, format: &str, depth: usize) -> String {
    let indent = depth * 4;
    let head =
        if indent + signature.len() + " {".len() <= WIDTH { format!("{signature} {{\n") } else { broken(signature) };
    let literal = format_literal(words);
    let literal = format!("{}{format}\"", &literal[..literal.len() - 1]);
    let width = literal.chars().count() + indent;
    let body = if width + "    todo!()".len() <= WIDTH {
        format!("    todo!({literal})\n")
    } else {
        format!("    todo!(\n        {literal}\n    )\n")
    };
    format!("{head}{body}}}\n")
}

/// A head with a parameter in each line.
fn broken(signature: &str) -> String {
    let Some((name, parameters, end)) = parts(signature).filter(|(_, parameters, _)| !parameters.is_empty()) else {
        return format!("{signature} {{\n");
    };
    format!("{name}(\n    {},\n){end} {{\n", parameters.join(",\n    "))
}

/// What stands before the parameters, the parameters, and what stands after them: types have brackets and commas too.
fn parts(signature: &str) -> Option<(&str, Vec<&str>, &str)> {
    let open = signature.find('(')?;
    let (mut depth, mut from, mut before) = (0_usize, open + 1, ' ');
    let mut parameters = Vec::new();
    for (at, c) in signature.char_indices().skip_while(|(at, _)| *at < open) {
        match c {
            '(' | '[' | '<' => depth += 1,
            '>' if before == '-' => {}
            ')' | ']' | '>' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        let is_end = depth == 0;
        if is_end || c == ',' && depth == 1 {
            parameters.extend(Some(signature[from..at].trim()).filter(|parameter| !parameter.is_empty()));
            from = at + 1;
        }
        if is_end {
            return Some((&signature[..open], parameters, &signature[from..]));
        }
        before = c;
    }
    None
}

/// Blocks with a blank line between each two, and around them an item.
pub(super) fn item(head: &str, blocks: &[String]) -> String {
    if blocks.is_empty() {
        return format!("{head} {{}}\n");
    }
    let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("    {line}\n") };
    let body: String = blocks.join("\n").lines().map(line).collect();
    let last = head.lines().last().unwrap_or_default();
    let open = if last.len() + " {".len() <= WIDTH {
        format!("{head} {{")
    } else {
        head.replace(" for ", "\n    for ") + "\n{"
    };
    format!("{open}\n{body}}}\n")
}

#[cfg(test)]
mod tests {
    use super::{docs, item, stub};

    #[test]
    fn code_is_laid_out() {
        assert_eq!(docs(&["a\nb", "", "c"]), "/// a\u{fffd}b\n///\n/// c\n");
        let long = "x".repeat(88);
        assert_eq!(
            stub("fn a()", "do {it} \"now\".", ": {budget}", 1),
            "fn a() {\n    todo!(\"do {{it}} \\\"now\\\".: {budget}\")\n}\n"
        );
        assert!(stub("fn a()", &long, "", 0).contains("todo!(\n        \"x"));
        let head = format!("fn {}(&mut self, budget: symphony::Budget) -> Self::Step", "a".repeat(60));
        assert!(
            stub(&head, "x", "", 1).contains("(\n    &mut self,\n    budget: symphony::Budget,\n) -> Self::Step {\n")
        );
        let types = "&self, map: &Map<(u8, [u8; 2]), fn(u8) -> u8>, baton: &mut Self::Baton";
        let head = format!("async fn {}({types}) -> Result<(), Self::Error>", "a".repeat(40));
        let lines = "    &self,\n    map: &Map<(u8, [u8; 2]), fn(u8) -> u8>,\n    baton: &mut Self::Baton,\n";
        assert!(stub(&head, "x", "", 1).contains(&format!("(\n{lines}) -> Result<(), Self::Error> {{\n")));
        assert_eq!(item("mod a", &["b\n".into(), "c\n".into()]), "mod a {\n    b\n\n    c\n}\n");
        assert_eq!(item("mod a", &[]), "mod a {}\n");
        let (name, world) = ("A".repeat(50), "B".repeat(50));
        let head = format!("#[steps]\nimpl {name} for {world}");
        assert_eq!(item(&head, &["c\n".into()]), format!("#[steps]\nimpl {name}\n    for {world}\n{{\n    c\n}}\n"));
    }
}
