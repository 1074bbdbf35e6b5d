//! The table: functions and tasks with their times.

use super::{Frame, Measure, Profile, Times, name, place, without_line};
use rustc_hash::{FxHashMap, FxHashSet};
use std::fmt::Write;

/// The maximum number of rows of a table.
const MOST_ROWS: usize = 30;

/// A function's times.
#[derive(Default)]
struct Row {
    /// While it was innermost.
    own: Times,
    /// While it was in the stack.
    total: Times,
    /// Its lines, with the time spent at each.
    lines: FxHashMap<u32, i64>,
}

/// The table of a profile; functions are sorted by a measure.
pub fn show(profile: &Profile, by: Measure) -> String {
    let total = profile.total();
    let idle = profile.samples.idle;
    let mut text = format!(
        "{} s: {} s running ({} s on the processor), {} s idle; {} samples\n",
        seconds(total.running + idle),
        seconds(total.running),
        seconds(total.processor),
        seconds(idle),
        total.count,
    );
    let (functions, roots) = rows(profile);
    if functions.is_empty() && roots.is_empty() {
        text.push_str("No samples: the program ended before the first one was due.\n");
        return text;
    }
    text.push_str("\n   own  running  processor  waiting  held up  function\n");
    write_rows(&mut text, functions, by, |text, frame, row| {
        let _ = write!(text, "{:>6}  ", seconds(row.own.running));
        write_times(text, row.total);
        let line = row.lines.iter().max_by_key(|(line, time)| (**time, std::cmp::Reverse(**line)));
        match frame {
            Frame::Function { name, file, first_line, .. } => {
                let line = line.map_or(*first_line, |(line, _)| *line);
                let _ = writeln!(text, "{name}  {}", place(file, line));
            }
            other => {
                let _ = writeln!(text, "{}", name(other));
            }
        }
    });
    text.push_str("\n        running  processor  waiting  held up  task or thread\n");
    write_rows(&mut text, roots, by, |text, frame, row| {
        text.push_str("        ");
        write_times(text, row.total);
        let _ = writeln!(text, "{}", name(frame));
    });
    text.push_str(
        "\nSeconds. own: in the function itself; running: with all that it calls and awaits; waiting: \
         in an await;\nheld up: ready to run while something else ran. Waits are summed over tasks.\n",
    );
    text
}

/// The rows of functions, and of tasks and threads.
fn rows(profile: &Profile) -> (Vec<(Frame, Row)>, Vec<(Frame, Row)>) {
    let mut functions: FxHashMap<Frame, Row> = FxHashMap::default();
    let mut roots: FxHashMap<Frame, Row> = FxHashMap::default();
    for (node, own) in profile.own_times().into_iter().enumerate() {
        if own == Times::default() {
            continue;
        }
        // A recursive function counts once.
        let mut seen: FxHashSet<Frame> = FxHashSet::default();
        for (depth, frame) in profile.stack(node as u32).enumerate() {
            let key = without_line(frame);
            let is_first = seen.insert(key.clone());
            let table = match frame {
                Frame::Root(_) => &mut roots,
                Frame::Function { .. } => &mut functions,
                Frame::Note(_) => continue,
            };
            let row = table.entry(key).or_default();
            if depth == 0 {
                row.own += own;
            }
            if is_first {
                row.total += own;
            }
            if let Frame::Function { line, .. } = frame {
                *row.lines.entry(*line).or_default() += own.running + own.waiting + own.held_up;
            }
        }
    }
    (functions.into_iter().collect(), roots.into_iter().collect())
}

fn write_rows(
    text: &mut String,
    mut rows: Vec<(Frame, Row)>,
    by: Measure,
    mut write: impl FnMut(&mut String, &Frame, &Row),
) {
    let key = |row: &(Frame, Row)| {
        let Row { own, total, .. } = &row.1;
        let all = total.running + total.waiting + total.held_up;
        (-by.of(*own), -by.of(*total), -all, name(&row.0), format!("{:?}", row.0))
    };
    rows.sort_by_cached_key(key);
    for (frame, row) in rows.iter().take(MOST_ROWS) {
        write(text, frame, row);
    }
    if rows.len() > MOST_ROWS {
        let _ = writeln!(text, "        … and {} more", rows.len() - MOST_ROWS);
    }
}

fn write_times(text: &mut String, times: Times) {
    let Times { running, processor, waiting, held_up, .. } = times;
    let _ = write!(
        text,
        "{:>7}  {:>9}  {:>7}  {:>7}  ",
        seconds(running),
        seconds(processor),
        seconds(waiting),
        seconds(held_up)
    );
}

/// Nanoseconds as seconds with three digits.
fn seconds(nanos: i64) -> String {
    format!("{:.3}", nanos as f64 * 1e-9)
}
