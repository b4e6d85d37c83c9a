//! From bytes to text: the encoding and the size of a file.

use super::rules;
use crate::diagnostic::Finding;
use crate::source::{Place, Source, SourceId, Sources, Span};

/// How many places of one file are reported.
const MAX_FINDINGS: usize = 100;

/// Turns a file's bytes into a source and adds it.
///
/// The text of a source with findings is for showing only: it is not what the file holds, so do not parse it, and
/// do not write it back.
///
/// ```
/// use symphony_codegen::{json, source::Sources};
///
/// let mut sources = Sources::new();
/// let (id, findings) = json::decode(&mut sources, "a.json", b"{ \"name\": \"Z\xFCrich\" }".to_vec());
/// assert_eq!(findings[0].message, "the byte 0xFC at offset 12 is not UTF-8");
/// assert_eq!(sources.get(id).text(), "{ \"name\": \"Z\u{FFFD}rich\" }");
/// ```
pub fn decode(sources: &mut Sources, path: impl Into<String>, bytes: Vec<u8>) -> (SourceId, Vec<Finding>) {
    decode_within(u32::MAX as usize, sources, path.into(), bytes)
}

/// [`decode`] with another limit to the size of a file.
pub(super) fn decode_within(
    limit: usize,
    sources: &mut Sources,
    path: String,
    bytes: Vec<u8>,
) -> (SourceId, Vec<Finding>) {
    if bytes.len() > limit {
        let id = sources.add(Source::new(path, ""));
        let message = format!("the file has {} bytes, and {limit} is the most that is read", bytes.len());
        let finding = Finding::new(&rules::TOO_LARGE, Place { source: id, span: Span::new(0, 0) }, message);
        return (id, vec![finding.help("split it into several files")]);
    }
    if let Some((text, encoding)) = utf16(&bytes) {
        let end = text.chars().next().map_or(0, char::len_utf8);
        let id = sources.add(Source::new(path, text));
        let place = Place { source: id, span: Span::new(0, end) };
        let finding = Finding::new(&rules::INVALID_UTF8, place, format!("the file is encoded as {encoding}"));
        return (id, vec![finding.help("save it as UTF-8")]);
    }
    match String::from_utf8(bytes) {
        Ok(text) => (sources.add(Source::new(path, text)), Vec::new()),
        Err(error) => lossy(sources, path, error.as_bytes()),
    }
}

/// Adds the text with a replacement character for each fault, and reports them.
fn lossy(sources: &mut Sources, path: String, bytes: &[u8]) -> (SourceId, Vec<Finding>) {
    let mut text = String::with_capacity(bytes.len());
    let mut faults = Vec::new();
    let mut offset = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        offset += chunk.valid().len();
        if let Some(byte) = chunk.invalid().first() {
            let start = text.len();
            text.push(char::REPLACEMENT_CHARACTER);
            faults.push((Span::new(start, text.len()), *byte, offset));
            offset += chunk.invalid().len();
        }
    }
    let id = sources.add(Source::new(path, text));
    let more = faults.len().saturating_sub(MAX_FINDINGS);
    let findings = faults.iter().take(MAX_FINDINGS).enumerate().map(|(index, (span, byte, offset))| {
        let unlisted = if index + 1 == MAX_FINDINGS { more } else { 0 };
        let more = if unlisted > 0 { format!("; {unlisted} further places are not listed") } else { String::new() };
        let message = format!("the byte 0x{byte:02X} at offset {offset} is not UTF-8{more}");
        Finding::new(&rules::INVALID_UTF8, Place { source: id, span: *span }, message)
            .help("save the file as UTF-8; it may be in a national encoding such as Windows-1252, or not be text")
    });
    (id, findings.collect())
}

/// The text of a file that is UTF-16: by its byte order mark, or as every second byte of JSON's first ones is zero.
fn utf16(bytes: &[u8]) -> Option<(String, &'static str)> {
    let little = match bytes {
        [0xFF, 0xFE, ..] => true,
        [0xFE, 0xFF, ..] => false,
        [first, 0, second, 0, ..] if *first != 0 && *second != 0 => true,
        [0, first, 0, second, ..] if *first != 0 && *second != 0 => false,
        _ => return None,
    };
    let units = bytes.chunks(2).map(|pair| match (pair, little) {
        ([low, high], true) | ([high, low], false) => u16::from_be_bytes([*high, *low]),
        // A file of an odd number of bytes was cut off.
        _ => 0xFFFD,
    });
    let text = char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Some((text, if little { "UTF-16 (little endian)" } else { "UTF-16 (big endian)" }))
}
