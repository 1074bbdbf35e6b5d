//! The page: one self-contained HTML file that shows a trace step by step.
//!
//! `page/model.js` holds the program's state after each event, `page/lanes.js` draws the lanes, and
//! `page/view.js` fills the panels. The data of a long run is packed, and unpacked by the browser.

use super::findings::findings;
use super::story::summary;
use super::{Trace, format};
use serde_json::{Value, json};

/// The page of a trace.
pub fn show(trace: &Trace) -> String {
    let found = findings(trace);
    let found: Value = found
        .iter()
        .map(|finding| json!({"kind": finding.kind, "text": finding.text, "event": finding.event}))
        .collect();
    let added = format!("{{\"summary\": {}, \"findings\": {found},", Value::from(summary(trace)));
    // Inside a script, only `</` and `<!` could end the data.
    let text = format::write(trace).replacen('{', &added, 1).replace('<', "\\u003c");
    let (mark, data) = match pack(&text) {
        Some(packed) => (" data-packed=\"deflate\"", packed),
        None => ("", text),
    };
    let script = [
        include_str!("page/model.js"),
        include_str!("page/lanes.js"),
        include_str!("page/view.js"),
    ];
    include_str!("page/page.html")
        .replacen("{{STYLE}}", include_str!("page/page.css"), 1)
        .replacen("{{SCRIPT}}", &script.concat(), 1)
        .replacen("{{PACKED}}", mark, 1)
        // Last: the program's text may contain anything.
        .replacen("{{TRACE}}", &data, 1)
}

/// Data from this size on is packed, in bytes.
#[cfg(feature = "stdlib")]
const LARGE: usize = 100_000;

/// Large data in the form `deflate`, as base64; none if it is small.
#[cfg(feature = "stdlib")]
fn pack(text: &str) -> Option<String> {
    if text.len() < LARGE {
        return None;
    }
    let mut base64 = Vec::new();
    let packed = miniz_oxide::deflate::compress_to_vec_zlib(text.as_bytes(), 6);
    crate::text::transfer::to_base64(&packed, &mut base64);
    String::from_utf8(base64).ok()
}

/// Without the library, there is no compression either.
#[cfg(not(feature = "stdlib"))]
fn pack(_: &str) -> Option<String> {
    None
}
