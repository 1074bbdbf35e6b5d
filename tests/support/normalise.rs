//! The compared part of a program's standard error. `tests/bless` does the same for CPython's.

use std::path::Path;

/// Paths become relative to the program's folder, addresses dots; frames of the library itself are
/// removed, since how the library is built is not behaviour.
pub fn normalise(text: &str, folder: &Path) -> String {
    let text = without_addresses(text).replace(&format!("{}/", folder.display()), "");
    let mut kept = String::new();
    let mut skipped_margin = None;
    for line in text.split_inclusive('\n') {
        let margin = line.len() - line.trim_start_matches([' ', '|']).len();
        let frame = line[margin..].strip_prefix("File \"");
        if frame.is_some_and(|path| {
            ["/", "<frozen ", "<stdlib>"].iter().any(|library| path.starts_with(library))
        }) {
            skipped_margin = Some(margin);
        } else if frame.is_some() || skipped_margin.is_none_or(|skipped| margin <= skipped) {
            skipped_margin = None;
            kept.push_str(line);
        }
    }
    kept
}

fn without_addresses(text: &str) -> String {
    /// Fewer digits are a number.
    const LEAST: usize = 9;
    let mut parts = text.split("0x");
    let mut result = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_hexdigit());
        let is_address = part.len() - rest.len() >= LEAST;
        result += "0x";
        result += &if is_address { format!("...{rest}") } else { part.to_string() };
    }
    result
}
