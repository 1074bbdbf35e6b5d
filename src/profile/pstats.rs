//! The file format of `cProfile`, which `pstats` reads: a dict in the form of `marshal`, from
//! functions to the numbers of calls, own time, total time, and the same per caller. Calls are
//! samples here.

use super::{Frame, Measure, Profile, Times, name, without_line};
use rustc_hash::{FxHashMap, FxHashSet};

/// The times of a function, or of a function for one caller.
#[derive(Clone, Copy, Default)]
struct Entry {
    own: Times,
    total: Times,
}

#[derive(Default)]
struct Row {
    all: Entry,
    callers: FxHashMap<Frame, Entry>,
}

/// The profile of one measure, as the bytes of a file.
pub fn show(profile: &Profile, measure: Measure) -> Vec<u8> {
    let mut rows: FxHashMap<Frame, Row> = FxHashMap::default();
    for (node, own) in profile.own_times().into_iter().enumerate() {
        if measure.of(own) == 0 && own.count == 0 {
            continue;
        }
        let stack: Vec<Frame> = profile.stack(node as u32).map(without_line).collect();
        let mut seen: FxHashSet<&Frame> = FxHashSet::default();
        let mut seen_calls: FxHashSet<(&Frame, &Frame)> = FxHashSet::default();
        for (depth, frame) in stack.iter().enumerate() {
            let row = rows.entry(frame.clone()).or_default();
            let add = |entry: &mut Entry, is_first: bool| {
                if depth == 0 {
                    entry.own += own;
                }
                if is_first {
                    entry.total += own;
                }
            };
            add(&mut row.all, seen.insert(frame));
            if let Some(caller) = stack.get(depth + 1) {
                let entry = row.callers.entry(caller.clone()).or_default();
                add(entry, seen_calls.insert((frame, caller)));
            }
        }
    }
    let mut rows: Vec<(Frame, Row)> = rows.into_iter().collect();
    rows.sort_by_cached_key(|(frame, _)| format!("{frame:?}"));
    let mut file = Marshal(Vec::new());
    file.0.push(b'{');
    for (frame, row) in &rows {
        file.function(frame);
        file.tuple(5);
        file.entry(row.all, measure);
        let mut callers: Vec<_> = row.callers.iter().collect();
        callers.sort_by_cached_key(|(frame, _)| format!("{frame:?}"));
        file.0.push(b'{');
        for (caller, entry) in callers {
            file.function(caller);
            file.tuple(4);
            file.entry(*entry, measure);
        }
        file.0.push(b'0');
    }
    file.0.push(b'0');
    file.0
}

/// Values in the form of `marshal`.
struct Marshal(Vec<u8>);

impl Marshal {
    fn tuple(&mut self, length: i32) {
        self.0.push(b'(');
        self.0.extend(length.to_le_bytes());
    }

    fn int(&mut self, number: u32) {
        self.0.push(b'i');
        self.0.extend(number.min(i32::MAX as u32).to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.0.push(b'u');
        self.0.extend((text.len() as i32).to_le_bytes());
        self.0.extend(text.as_bytes());
    }

    fn seconds(&mut self, nanos: i64) {
        self.0.push(b'g');
        self.0.extend((nanos as f64 * 1e-9).to_le_bytes());
    }

    /// File, line and name; `~` for a file that does not exist, as in `cProfile`.
    fn function(&mut self, frame: &Frame) {
        self.tuple(3);
        match frame {
            Frame::Function { name, file, first_line, .. } => {
                self.text(file);
                self.int(*first_line);
                self.text(name);
            }
            other => {
                self.text("~");
                self.int(0);
                self.text(&name(other));
            }
        }
    }

    /// Calls that are not recursive, all calls, own time, total time.
    fn entry(&mut self, entry: Entry, measure: Measure) {
        self.int(entry.total.count);
        self.int(entry.total.count);
        self.seconds(measure.of(entry.own));
        self.seconds(measure.of(entry.total));
    }
}
