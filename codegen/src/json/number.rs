//! Numbers: their form, and whether a 64-bit floating point number keeps their digits.

use super::reader::Reader;
use super::{Value, rules};
use crate::diagnostic::Finding;

/// The largest integer up to which a 64-bit floating point number tells all integers apart.
const MAX_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;

/// How many characters a number without exponent may have and surely keep its digits.
const SURELY_PRECISE: usize = 15;

impl<'s> Reader<'s> {
    /// Takes a number.
    pub(super) fn number(&mut self) -> Option<Value<'s>> {
        let start = self.at;
        let digits = if self.peek() == b'-' { start + 1 } else { start };
        let mut at = self.digits_end(digits);
        let mut well_formed = at == digits + 1 || at > digits && self.bytes[digits] != b'0';
        let mut integer = true;
        if self.byte(at) == b'.' {
            integer = false;
            let digits = at + 1;
            at = self.digits_end(digits);
            well_formed &= at > digits;
        }
        let exponent = matches!(self.byte(at), b'e' | b'E');
        if exponent {
            let digits = at + if matches!(self.byte(at + 1), b'+' | b'-') { 2 } else { 1 };
            at = self.digits_end(digits);
            well_formed &= at > digits;
        }
        if !well_formed || continues_number(self.byte(at)) {
            return self.odd_number();
        }
        self.at = at;
        if exponent || at - start > SURELY_PRECISE {
            self.precision(start, integer && !exponent)?;
        }
        Some(Value::Number(&self.text[start..at]))
    }

    fn digits_end(&self, mut at: usize) -> usize {
        let bytes = self.bytes;
        let end = bytes.len();
        while at < end && bytes[at].is_ascii_digit() {
            at += 1;
        }
        at
    }

    /// Looks whether the number from `start` to here survives being read as a 64-bit floating point number.
    fn precision(&mut self, start: usize, integer: bool) -> Option<()> {
        let text = &self.text[start..self.at];
        let place = self.place(start, self.at);
        let value: f64 = text.parse().expect("JSON's numbers are among Rust's");
        if value.is_infinite() {
            return self.report(
                Finding::new(&rules::NUMBER_RANGE, place, "the number is larger than a JSON reader can keep")
                    .label("read as infinity, or refused")
                    .help("write a number below 1.8e308, or a string"),
            );
        }
        if significant_digits(text) != significant_digits(&format!("{value:e}")) {
            let plain = value == 0.0 || (1e-6..1e21).contains(&value.abs());
            let shown = if plain { value.to_string() } else { format!("{value:e}") };
            let message = if value == 0.0 {
                "the number is so small that readers take it for zero"
            } else {
                "the number has more digits than most readers keep"
            };
            let help = if integer {
                "write it as a string if each digit counts"
            } else {
                "leave out the digits that are lost, or write it as a string"
            };
            let finding = Finding::new(&rules::NUMBER_PRECISION, place, message);
            self.note(finding.label(format!("read as {shown}")).help(help));
        } else if integer && value.abs() > MAX_SAFE_INTEGER {
            let message = "the integer is beyond those that readers tell from their neighbours";
            self.note(
                Finding::new(&rules::NUMBER_PRECISION, place, message)
                    .label("beyond ±9007199254740991")
                    .help("write it as a string if each digit counts"),
            );
        }
        Some(())
    }
}

/// Whether a byte that follows a number is one more part of it, so that it is not well-formed.
pub(super) fn continues_number(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'+' | b'-' | b'_')
}

/// A number's digits without sign, point, exponent, and zeros on either side: equal for equal numbers.
fn significant_digits(number: &str) -> Vec<u8> {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    let mut digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').collect();
    while digits.last() == Some(&b'0') {
        digits.pop();
    }
    digits
}

/// The JSON form of a number in another language's form, where there is just one.
///
/// Leading zeros have none: `010` may be ten or eight.
pub(super) fn json_number(token: &str) -> Option<String> {
    let (sign, digits) = match token.as_bytes() {
        [b'-', ..] => ("-", &token[1..]),
        [b'+', ..] => ("", &token[1..]),
        _ => ("", token),
    };
    let digits = digits.replace('_', "");
    let radix = match digits.as_bytes() {
        [b'0', b'x' | b'X', ..] => 16,
        [b'0', b'o' | b'O', ..] => 8,
        [b'0', b'b' | b'B', ..] => 2,
        _ => 10,
    };
    if radix != 10 && !digits.contains('+') {
        return u64::from_str_radix(&digits[2..], radix).ok().map(|value| format!("{sign}{value}"));
    }
    let (integer, rest) = digits.split_at(digits.find(|byte: char| !byte.is_ascii_digit()).unwrap_or(digits.len()));
    let (fraction, exponent) = match rest.strip_prefix('.') {
        Some(rest) => rest.split_at(rest.find(|byte: char| !byte.is_ascii_digit()).unwrap_or(rest.len())),
        None => ("", rest),
    };
    if integer.is_empty() && fraction.is_empty() || integer.len() > 1 && integer.starts_with('0') {
        return None;
    }
    let power = exponent.strip_prefix(['e', 'E']).map(|power| power.strip_prefix(['+', '-']).unwrap_or(power));
    let well_formed =
        power.map_or(exponent.is_empty(), |power| !power.is_empty() && power.bytes().all(|byte| byte.is_ascii_digit()));
    let integer = if integer.is_empty() { "0" } else { integer };
    let point = if fraction.is_empty() { "" } else { "." };
    well_formed.then(|| format!("{sign}{integer}{point}{fraction}{exponent}"))
}
