//! A writer of lines that lays code out as rustfmt does, so that formatting is no step of its own.
//!
//! Its numbers are rustfmt's defaults: `max_width`, `fn_call_width`, `array_width`, `struct_lit_width` and
//! `short_array_element_width_threshold`.

use std::fmt::{self, Display, Formatter};

const WIDTH: usize = 100;
const CALL_WIDTH: usize = 60;
const ARRAY_WIDTH: usize = 60;
const STRUCT_WIDTH: usize = 18;
const SHORT_ELEMENT: usize = 10;

/// Text in the making.
///
/// It goes to a [`Formatter`], not to a `String`: what a `String` does is generic, and so unoptimised in a build script,
/// while a formatter writes through the standard library's own optimised code, in an eighth of the instructions.
pub(super) struct Code<'f, 'b> {
    out: &'f mut Formatter<'b>,
    depth: usize,
    last: Last,
}

/// What was written last.
#[derive(PartialEq)]
enum Last {
    Nothing,
    Blank,
    Opening,
    Line,
}

/// The text that `write` writes.
pub(super) fn written(write: impl Fn(&mut Code<'_, '_>)) -> String {
    struct Writing<W>(W);
    impl<W: Fn(&mut Code<'_, '_>)> Display for Writing<W> {
        fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
            (self.0)(&mut Code { out, depth: 0, last: Last::Nothing });
            Ok(())
        }
    }
    // `to_string` would write into a `String` of this crate's making, `format!` writes into one of the standard library's.
    format!("{}", Writing(write))
}

impl Code<'_, '_> {
    /// Writes a piece. What holds the text is a `String`, which takes everything.
    fn put(&mut self, piece: &str) {
        let _ = self.out.write_str(piece);
    }

    fn end_line(&mut self) {
        self.put("\n");
        self.last = Last::Line;
    }

    /// A line at the present depth.
    pub(super) fn line(&mut self, line: &str) {
        self.parts(&[line]);
    }

    /// A line of parts that need not be joined first.
    pub(super) fn parts(&mut self, parts: &[&str]) {
        self.indent();
        let mut at = 0;
        while at < parts.len() {
            self.put(parts[at]);
            at += 1;
        }
        self.end_line();
    }

    /// An empty line; never two in a row, and none after an opening brace.
    pub(super) fn blank(&mut self) {
        if self.last == Last::Line {
            self.put("\n");
            self.last = Last::Blank;
        }
    }

    /// A line that opens a block.
    pub(super) fn open(&mut self, line: &str) {
        self.open_parts(&[line]);
    }

    /// A line of parts that opens one.
    pub(super) fn open_parts(&mut self, parts: &[&str]) {
        self.parts(parts);
        self.depth += 1;
        self.last = Last::Opening;
    }

    /// A line that closes one.
    pub(super) fn close(&mut self, line: &str) {
        self.depth -= 1;
        self.line(line);
    }

    /// A doc comment; an empty line is an empty comment.
    pub(super) fn doc(&mut self, line: &str) {
        self.comment("///", line);
    }

    /// A doc comment of the module.
    pub(super) fn module_doc(&mut self, line: &str) {
        self.comment("//!", line);
    }

    fn comment(&mut self, mark: &str, line: &str) {
        self.parts(&[mark, if line.is_empty() { "" } else { " " }, line]);
    }

    /// A call: `head(arguments)tail`, as a statement where it ends with a semicolon.
    pub(super) fn call(&mut self, head: &str, arguments: &[&str], tail: &str) {
        if self.fits(head, arguments, tail, CALL_WIDTH) {
            self.delimited(head, "(", arguments, ")", tail, CALL_WIDTH);
            return;
        }
        let listed = listed(arguments);
        if let Some((binding, callee)) = head.split_once(" = ")
            && listed <= CALL_WIDTH
            && 4 * (self.depth + 1) + width(callee) + listed + 2 + width(tail) <= WIDTH
        {
            self.parts(&[binding, " ="]);
            self.depth += 1;
            self.parts(&[callee, "(", &arguments.join(", "), ")", tail]);
            self.depth -= 1;
            return;
        }
        if tail.ends_with(';') && (listed <= CALL_WIDTH || 4 * self.depth + width(head) >= WIDTH) {
            // Names so long that rustfmt breaks the line in places of its own.
            self.line("#[rustfmt::skip]");
        }
        let tail = match tail.strip_prefix(".await") {
            Some(_) => ["", tail],
            None => [tail, ""],
        };
        if arguments.iter().all(|argument| width(argument) <= SHORT_ELEMENT) {
            self.packed(head, "(", arguments, ")", tail[0]);
        } else if listed <= CALL_WIDTH {
            self.open_parts(&[head, "("]);
            self.parts(&[&arguments.join(", "), ","]);
            self.close(&format!("){}", tail[0]));
        } else {
            self.delimited(head, "(", arguments, ")", tail[0], CALL_WIDTH);
        }
        if !tail[1].is_empty() {
            self.line(tail[1]);
        }
    }

    /// An array or slice: `head[elements]tail`.
    pub(super) fn array(&mut self, head: &str, elements: &[&str], tail: &str) {
        let longest = elements.iter().map(|element| width(element)).max().unwrap_or(0);
        if let (Some(name), false, true) =
            (head.strip_suffix(" = &"), self.fits(head, elements, tail, ARRAY_WIDTH), listed(elements) <= ARRAY_WIDTH)
        {
            self.open(&format!("{name} ="));
            self.line(&format!("&[{}]{tail}", elements.join(", ")));
            self.depth -= 1;
            return;
        }
        if longest <= SHORT_ELEMENT && !self.fits(head, elements, tail, ARRAY_WIDTH) {
            self.packed(head, "[", elements, "]", tail);
        } else {
            self.delimited(head, "[", elements, "]", tail, ARRAY_WIDTH);
        }
    }

    /// A struct with its fields: `head { fields }tail`.
    pub(super) fn structure(&mut self, head: &str, fields: &[&str], tail: &str) {
        if self.fits(head, fields, tail, STRUCT_WIDTH) {
            self.parts(&[head, " { ", &fields.join(", "), " }", tail]);
            return;
        }
        self.open(&format!("{head} {{"));
        for field in fields {
            self.parts(&[field, ","]);
        }
        self.close(&format!("}}{tail}"));
    }

    /// The head of a function that gives `Result<value, error>`, up to and with its opening brace.
    pub(super) fn function(&mut self, head: &str, parameters: &[&str], [value, error]: [&str; 2], bounds: &[String]) {
        let returns = format!(" -> Result<{value}, {error}>");
        if self.depth * 4 + 1 + width(&returns) <= WIDTH {
            self.delimited(head, "(", parameters, ")", &returns, WIDTH);
        } else {
            let is_tuple = value.starts_with('(') && value.contains(',');
            if is_tuple || width(value).max(width(error)) + 5 + self.depth * 4 > WIDTH {
                // rustfmt would break it somewhere inside a type.
                self.line("#[rustfmt::skip]");
            }
            self.open(&format!("{head}("));
            for parameter in parameters {
                self.parts(&[parameter, ","]);
            }
            self.close(") -> Result<");
            self.depth += 1;
            self.parts(&[value, ","]);
            self.parts(&[error, ","]);
            self.close(">");
        }
        self.open("where");
        for bound in bounds {
            self.bound(bound);
        }
        self.close("{");
        self.depth += 1;
        self.last = Last::Opening;
    }

    /// A predicate of a `where`, broken before each `+` where it is too long.
    fn bound(&mut self, bound: &str) {
        if self.depth * 4 + width(bound) < WIDTH {
            self.parts(&[bound, ","]);
            return;
        }
        let mut traits = bound.split(" + ").peekable();
        let mut first = true;
        while let Some(one) = traits.next() {
            let end = if traits.peek().is_none() { "," } else { "" };
            if first {
                self.parts(&[one, end]);
                self.depth += 1;
            } else {
                self.parts(&["+ ", one, end]);
            }
            first = false;
        }
        self.depth -= 1;
    }

    fn delimited(&mut self, head: &str, open: &str, items: &[&str], close: &str, tail: &str, inside: usize) {
        self.indent();
        self.put(head);
        self.put(open);
        if self.fits(head, items, tail, inside) {
            for (at, item) in items.iter().enumerate() {
                self.put(if at > 0 { ", " } else { "" });
                self.put(item);
            }
        } else {
            self.put("\n");
            self.depth += 1;
            for item in items {
                self.parts(&[item, ","]);
            }
            self.depth -= 1;
            self.indent();
        }
        self.put(close);
        self.put(tail);
        self.end_line();
    }

    /// A derive attribute.
    pub(super) fn derive(&mut self, derives: &[&str]) {
        const ATTRIBUTE_WIDTH: usize = 70;
        if self.fits("#[derive", derives, "]", ATTRIBUTE_WIDTH) {
            self.delimited("#[derive", "(", derives, ")", "]", ATTRIBUTE_WIDTH);
        } else {
            self.packed("#[derive", "(", derives, ")", "]");
        }
    }

    fn packed(&mut self, head: &str, open: &str, elements: &[&str], close: &str, tail: &str) {
        self.line(&format!("{head}{open}"));
        self.depth += 1;
        let mut line = String::new();
        for element in elements {
            if !line.is_empty() && self.depth * 4 + width(&line) + width(element) + 2 > WIDTH {
                self.line(&line);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(element);
            line.push(',');
        }
        self.line(&line);
        self.close(&format!("{close}{tail}"));
    }

    fn fits(&self, head: &str, items: &[&str], tail: &str, inside: usize) -> bool {
        let listed = listed(items);
        listed <= inside && self.depth * 4 + width(head) + listed + 2 + width(tail) <= WIDTH
    }

    fn indent(&mut self) {
        const SPACES: &str = "                                        ";
        self.put(&SPACES[..4 * self.depth]);
    }
}

/// The columns that items take in one line.
fn listed(items: &[&str]) -> usize {
    items.iter().map(|item| width(item) + 2).sum::<usize>().saturating_sub(2)
}

/// The columns that a text takes; rustfmt counts those of wide characters too, and wide characters make it give up.
fn width(text: &str) -> usize {
    // A plain loop; what the standard library has is as slow here as it is fast where it is optimised.
    let (bytes, mut at, mut width) = (text.as_bytes(), 0, 0);
    while at < bytes.len() {
        width += usize::from(bytes[at] & 0xC0 != 0x80);
        at += 1;
    }
    width
}
