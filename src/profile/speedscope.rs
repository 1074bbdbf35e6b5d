//! The file format of [speedscope](https://www.speedscope.app).

use super::{Frame, Measure, Profile, name};
use crate::event_loop::profiler::NodeId;
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

/// The profile as JSON: a part for each measure; spans of running stacks are in order.
pub fn show(profile: &Profile) -> String {
    let mut numbers: FxHashMap<Frame, usize> = FxHashMap::default();
    let mut frames: Vec<Value> = Vec::new();
    let mut stack_of = |node: NodeId| -> Vec<usize> {
        let mut stack: Vec<usize> = profile
            .stack(node)
            .map(|frame| {
                *numbers.entry(frame.clone()).or_insert_with(|| {
                    frames.push(match frame {
                        Frame::Function { name, file, line, .. } => {
                            json!({"name": name, "file": file, "line": line})
                        }
                        other => json!({"name": name(other)}),
                    });
                    frames.len() - 1
                })
            })
            .collect();
        stack.reverse();
        stack
    };
    let runs = &profile.samples.runs;
    let mut waits: Vec<_> = profile.samples.waits.iter().collect();
    waits.sort_by_key(|(node, _)| **node);
    let parts: Vec<Value> = Measure::ALL
        .iter()
        .map(|measure| {
            let spans: Vec<(NodeId, i64)> = match measure {
                Measure::Running => runs.iter().map(|run| (run.node, run.wall)).collect(),
                Measure::Processor => runs.iter().map(|run| (run.node, run.processor)).collect(),
                Measure::Waiting => waits.iter().map(|(node, w)| (**node, w.waiting)).collect(),
                Measure::HeldUp => waits.iter().map(|(node, w)| (**node, w.ready)).collect(),
            };
            let spans: Vec<_> = spans.into_iter().filter(|(_, time)| *time > 0).collect();
            json!({
                "type": "sampled",
                "name": measure.name(),
                "unit": "nanoseconds",
                "startValue": 0,
                "endValue": spans.iter().map(|(_, time)| time).sum::<i64>(),
                "samples": spans.iter().map(|(node, _)| stack_of(*node)).collect::<Vec<_>>(),
                "weights": spans.iter().map(|(_, time)| *time).collect::<Vec<_>>(),
            })
        })
        .collect();
    let file = json!({
        "$schema": "https://www.speedscope.app/file-format-schema.json",
        "name": profile.program,
        "exporter": concat!("hob ", env!("CARGO_PKG_VERSION")),
        "activeProfileIndex": 0,
        "shared": {"frames": frames},
        "profiles": parts,
    });
    file.to_string() + "\n"
}
