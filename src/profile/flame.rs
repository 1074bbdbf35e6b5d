//! The flame graph: one self-contained HTML file. `flame/view.js` draws it.

use super::{Frame, Measure, Profile, Times, name, place};
use serde_json::{Value, json};

/// Stacks are omitted if their share of each measure is less than one in this many.
const FINEST: i64 = 5000;

/// The page of a profile, which shows a measure first.
pub fn show(profile: &Profile, measure: Measure) -> String {
    let nodes = &profile.samples.nodes;
    let own = profile.own_times();
    // Includes the stacks on top of it: a node comes after its parent.
    let mut totals = own.clone();
    for at in (0..nodes.len()).rev() {
        if let Some(parent) = nodes[at].parent {
            let times = totals[at];
            totals[parent as usize] += times;
        }
    }
    let whole = profile.total();
    let is_shown = |times: Times| {
        Measure::ALL.iter().any(|m| m.of(times) > 0 && m.of(times) >= m.of(whole) / FINEST)
    };
    let mut numbers: Vec<Option<usize>> = vec![None; nodes.len()];
    let mut rows: Vec<Value> = Vec::new();
    for (at, node) in nodes.iter().enumerate().filter(|(at, _)| is_shown(totals[*at])) {
        let (kind, place) = match &node.frame {
            Frame::Root(_) => (0, String::new()),
            Frame::Function { file, line, .. } => (1, place(file, *line)),
            Frame::Note(_) => (2, String::new()),
        };
        let parent = node.parent.and_then(|parent| numbers[parent as usize]);
        let times: Vec<i64> = Measure::ALL.iter().map(|m| m.of(totals[at]) / 1000).collect();
        numbers[at] = Some(rows.len());
        rows.push(json!([parent, kind, name(&node.frame), place, times]));
    }
    let data = json!({
        "program": profile.program,
        "measures": Measure::ALL.map(Measure::name),
        "shown": measure.name(),
        "idle": profile.samples.idle / 1000,
        "samples": whole.count,
        "nodes": rows,
    });
    // Inside a script, only `</` and `<!` could end the data.
    let data = data.to_string().replace('<', "\\u003c");
    include_str!("flame/page.html")
        .replacen("{{STYLE}}", include_str!("flame/page.css"), 1)
        .replacen("{{SCRIPT}}", include_str!("flame/view.js"), 1)
        // Last: the program's text may contain anything.
        .replacen("{{PROFILE}}", &data, 1)
}
