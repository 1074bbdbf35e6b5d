//! The page: one self-contained HTML file that shows a trace step by step.
//!
//! `page/model.js` has the program's state after each event, `page/view.js` draws it.

use super::findings::findings;
use super::{Trace, format};
use serde_json::json;

/// The page of a trace.
pub fn show(trace: &Trace) -> String {
    let mut data = format::value(trace);
    let found = findings(trace);
    data["findings"] = found
        .iter()
        .map(|finding| json!({"kind": finding.kind, "text": finding.text, "event": finding.event}))
        .collect();
    // Inside a script, only `</` and `<!` could end the data.
    let data = data.to_string().replace('<', "\\u003c");
    let script = [include_str!("page/model.js"), include_str!("page/view.js")].concat();
    include_str!("page/page.html")
        .replacen("{{STYLE}}", include_str!("page/page.css"), 1)
        .replacen("{{SCRIPT}}", &script, 1)
        // Last: the program's text may contain anything.
        .replacen("{{TRACE}}", &data, 1)
}
