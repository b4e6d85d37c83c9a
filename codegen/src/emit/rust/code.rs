//! A writer of lines that lays code out as rustfmt does, so that formatting is no step of its own.
//!
//! Its numbers are rustfmt's defaults: `max_width`, `fn_call_width`, `array_width` and `short_array_element_width_threshold`.

const WIDTH: usize = 100;
const CALL_WIDTH: usize = 60;
const ARRAY_WIDTH: usize = 60;
const SHORT_ELEMENT: usize = 10;

/// Text in the making.
pub(super) struct Code {
    text: String,
    depth: usize,
}

impl Code {
    pub(super) fn new() -> Self {
        Self { text: String::with_capacity(16 * 1024), depth: 0 }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// A line at the present depth.
    pub(super) fn line(&mut self, line: &str) {
        self.indent();
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Lines of parts that need not be joined first.
    pub(super) fn parts(&mut self, parts: &[&str]) {
        self.indent();
        for part in parts {
            self.text.push_str(part);
        }
        self.text.push('\n');
    }

    /// An empty line; never two in a row, and none after an opening brace.
    pub(super) fn blank(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") && !self.text.ends_with("{\n") {
            self.text.push('\n');
        }
    }

    /// A line that opens a block.
    pub(super) fn open(&mut self, line: &str) {
        self.line(line);
        self.depth += 1;
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
        self.indent();
        self.text.push_str(mark);
        if !line.is_empty() {
            self.text.push(' ');
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// A call: `head(arguments)tail`. Arguments that are short, behind a head that is long, share a line below it.
    pub(super) fn call(&mut self, head: &str, arguments: &[&str], tail: &str) {
        if !self.fits(head, arguments, tail, CALL_WIDTH) && listed(arguments) <= CALL_WIDTH {
            self.open(&format!("{head}("));
            self.line(&format!("{},", arguments.join(", ")));
            self.close(&format!("){tail}"));
            return;
        }
        self.delimited(head, '(', arguments, ')', tail, CALL_WIDTH);
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
            self.packed(head, '[', elements, ']', tail);
        } else {
            self.delimited(head, '[', elements, ']', tail, ARRAY_WIDTH);
        }
    }

    /// The head of a function that gives `Result<value, error>`, up to and with its opening brace.
    pub(super) fn function(&mut self, head: &str, parameters: &[&str], [value, error]: [&str; 2], bounds: &[String]) {
        let returns = format!(" -> Result<{value}, {error}>");
        if self.depth * 4 + 1 + width(&returns) <= WIDTH {
            self.delimited(head, '(', parameters, ')', &returns, WIDTH);
        } else {
            if width(value).max(width(error)) + 5 + self.depth * 4 > WIDTH {
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

    fn delimited(&mut self, head: &str, open: char, items: &[&str], close: char, tail: &str, inside: usize) {
        self.indent();
        self.text.push_str(head);
        self.text.push(open);
        if self.fits(head, items, tail, inside) {
            for (at, item) in items.iter().enumerate() {
                self.text.push_str(if at > 0 { ", " } else { "" });
                self.text.push_str(item);
            }
        } else {
            self.text.push('\n');
            self.depth += 1;
            for item in items {
                self.parts(&[item, ","]);
            }
            self.depth -= 1;
            self.indent();
        }
        self.text.push(close);
        self.text.push_str(tail);
        self.text.push('\n');
    }

    /// A derive attribute.
    pub(super) fn derive(&mut self, derives: &[&str]) {
        const ATTRIBUTE_WIDTH: usize = 70;
        if self.fits("#[derive", derives, "]", ATTRIBUTE_WIDTH) {
            self.delimited("#[derive", '(', derives, ')', "]", ATTRIBUTE_WIDTH);
        } else {
            self.packed("#[derive", '(', derives, ')', "]");
        }
    }

    fn packed(&mut self, head: &str, open: char, elements: &[&str], close: char, tail: &str) {
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
        let mut level = 0;
        while level < self.depth {
            self.text.push_str("    ");
            level += 1;
        }
    }
}

/// The columns that items take in one line.
fn listed(items: &[&str]) -> usize {
    items.iter().map(|item| width(item) + 2).sum::<usize>().saturating_sub(2)
}

/// The columns that a text takes; rustfmt counts those of wide characters too, and wide characters make it give up.
fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}
