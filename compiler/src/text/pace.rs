//! Long work on text, which its caller may stop between two parts.

pub use hob_grammar::pace::{AtOnce, Ended, Pace, depth_within};

/// The size of a part, in bytes of text: well under a millisecond's work.
pub const PART: usize = 16 * 1024;

/// The parts of a text, cut between characters.
pub fn parts(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let (part, rest) = text.split_at(text.floor_char_boundary(PART));
        text = rest;
        Some(part).filter(|part| !part.is_empty())
    })
}

/// Work along a long text or slice, counted in parts as it goes on.
pub struct Stride<'a> {
    pace: &'a dyn Pace,
    next: usize,
}

impl Stride<'_> {
    /// Work that begins at position 0.
    pub fn new(pace: &dyn Pace) -> Stride<'_> {
        Stride { pace, next: 0 }
    }

    /// Notes the position that the work has reached.
    ///
    /// # Errors
    /// The same as [`Pace::tick`].
    #[inline]
    pub fn reach(&mut self, at: usize) -> Result<(), Ended> {
        if at < self.next {
            return Ok(());
        }
        self.next = at + PART;
        self.pace.tick(PART)
    }
}

/// A text that may have long runs of repeated text or grouped digits, which are written only on
/// request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Padded {
    text: String,
    /// The long runs, in their order.
    runs: Vec<Run>,
}

/// A long run.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    /// Its place: the number of bytes of the other text before it.
    at: usize,
    contents: Contents,
}

/// The contents of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Contents {
    /// A text that is repeated.
    Repeated { unit: String, count: usize },
    /// Digits, with a separator before each group of this many.
    Grouped { digits: String, size: usize, separator: &'static str },
}

impl Contents {
    /// The number of bytes.
    fn len(&self) -> usize {
        match self {
            Contents::Repeated { unit, count } => unit.len().saturating_mul(*count),
            Contents::Grouped { digits, size, separator } => {
                digits.len() + digits.len() / size * separator.len()
            }
        }
    }

    /// The number of characters.
    fn char_count(&self) -> usize {
        match self {
            Contents::Repeated { unit, count } => unit.chars().count().saturating_mul(*count),
            Contents::Grouped { .. } => self.len(),
        }
    }

    fn write(&self, out: &mut String, pace: &dyn Pace) -> Result<(), Ended> {
        match self {
            Contents::Repeated { unit, count } => {
                let mut left = *count;
                while left > 0 {
                    let part = left.min((PART / unit.len()).max(1));
                    pace.tick(part * unit.len())?;
                    out.push_str(&unit.repeat(part));
                    left -= part;
                }
            }
            Contents::Grouped { digits, size, separator } => {
                let mut stride = Stride::new(pace);
                for at in (0..digits.len()).step_by(*size) {
                    stride.reach(at)?;
                    out.push_str(separator);
                    out.push_str(&digits[at..at + size]);
                }
            }
        }
        Ok(())
    }
}

impl Padded {
    /// Appends a text.
    pub fn push_str(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Appends a text `count` times.
    pub fn push_repeated(&mut self, unit: &str, count: usize) {
        let len = unit.len().saturating_mul(count);
        if len <= PART {
            self.text.push_str(&unit.repeat(count));
        } else {
            self.push_run(Contents::Repeated { unit: unit.into(), count });
        }
    }

    /// Appends ASCII digits, whose number is a multiple of `size`, with an ASCII separator before
    /// each group of `size`.
    pub fn push_grouped(&mut self, digits: &str, size: usize, separator: &'static str) {
        let run = Contents::Grouped { digits: digits.into(), size, separator };
        if run.len() <= PART {
            // So little work needs no pace.
            let _ = run.write(&mut self.text, &AtOnce);
        } else {
            self.push_run(run);
        }
    }

    fn push_run(&mut self, contents: Contents) {
        self.runs.push(Run { at: self.text.len(), contents });
    }

    /// Appends a character `count` times.
    pub fn push_fill(&mut self, fill: char, count: usize) {
        if count > 0 {
            self.push_repeated(fill.encode_utf8(&mut [0; 4]), count);
        }
    }

    /// Appends a text with zeros inside.
    pub fn push_with_zeros(&mut self, other: WithZeros<'_>) {
        self.push_str(other.text);
        self.push_fill('0', other.zeros);
        self.push_str(other.end);
    }

    /// Appends another text.
    pub fn append(&mut self, other: Padded) {
        let before = self.text.len();
        self.runs.extend(other.runs.into_iter().map(|run| Run { at: run.at + before, ..run }));
        match before {
            0 => self.text = other.text,
            _ => self.text.push_str(&other.text),
        }
    }

    /// The number of characters.
    pub fn char_count(&self) -> usize {
        let text = char_count(&self.text);
        let runs = self.runs.iter().map(|run| run.contents.char_count());
        runs.fold(text, usize::saturating_add)
    }

    /// The number of bytes.
    pub fn len(&self) -> usize {
        self.runs.iter().map(|run| run.contents.len()).fold(self.text.len(), usize::saturating_add)
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The whole, if its runs are short.
    pub fn short(self) -> String {
        debug_assert!(self.runs.is_empty());
        self.text
    }

    /// The whole.
    ///
    /// # Errors
    /// Same as [`Pace::tick`].
    pub fn text(self, pace: &dyn Pace) -> Result<String, Ended> {
        if self.runs.is_empty() {
            return Ok(self.text);
        }
        let mut out = String::with_capacity(self.len());
        let mut written = 0;
        for run in &self.runs {
            out.push_str(&self.text[written..run.at]);
            written = run.at;
            run.contents.write(&mut out, pace)?;
        }
        out.push_str(&self.text[written..]);
        Ok(out)
    }
}

/// The number of characters of a text.
pub fn char_count(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

/// Parts of a formatted number: text, zeros, and text again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WithZeros<'a> {
    /// The text before the zeros.
    pub text: &'a str,
    /// The number of zeros.
    pub zeros: usize,
    /// The text after the zeros.
    pub end: &'a str,
}

impl WithZeros<'_> {
    /// The number of characters.
    pub fn char_count(&self) -> usize {
        char_count(self.text).saturating_add(self.zeros).saturating_add(char_count(self.end))
    }
}

/// A text without zeros.
impl<'a> From<&'a str> for WithZeros<'a> {
    fn from(text: &'a str) -> WithZeros<'a> {
        WithZeros { text, ..WithZeros::default() }
    }
}

impl From<String> for Padded {
    fn from(text: String) -> Padded {
        Padded { text, runs: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_runs_are_alike() {
        for counts in [[0, 0, 0], [1, 2, 3], [PART + 1, 0, 2], [0, PART, 7], [3 * PART, 1, 1]] {
            let mut padded = Padded::default();
            let mut expected = String::new();
            for (count, text) in counts.into_iter().zip(["-0x", "5f", ""]) {
                padded.push_fill('é', count);
                padded.push_str(text);
                expected.extend([&"é".repeat(count), text]);
            }
            assert_eq!(padded.char_count(), expected.chars().count());
            let mut twice = padded.clone();
            twice.append(padded);
            assert_eq!(twice.text(&AtOnce), Ok(expected.repeat(2)));
        }
    }

    #[test]
    fn work_ends() {
        struct Never;
        impl Pace for Never {
            fn tick(&self, _: usize) -> Result<(), Ended> {
                Err(Ended)
            }
        }
        let mut padded = Padded::default();
        padded.push_fill(' ', PART + 1);
        assert_eq!(padded.text(&Never), Err(Ended));
    }
}
