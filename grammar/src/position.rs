//! From byte offsets to lines and columns.

/// Finds lines and columns of byte offsets, for showing them.
///
/// Lines end at `\n`, `\r` or `\r\n`, as for the tokenizer.
#[derive(Clone, Debug)]
pub struct LineIndex<'s> {
    source: &'s str,
    /// The start offset of each line.
    starts: Vec<u32>,
}

impl<'s> LineIndex<'s> {
    /// Scans the text once.
    pub fn new(source: &'s str) -> LineIndex<'s> {
        let bytes = source.as_bytes();
        let mut starts = vec![0];
        for (at, &byte) in bytes.iter().enumerate() {
            if byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at as u32 + 1);
            }
        }
        LineIndex { source, starts }
    }

    /// The line of an offset, from 1.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// The line, from 1, and the column in characters, from 0.
    pub fn line_column(&self, offset: u32) -> (u32, u32) {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let mut end = (offset as usize).min(self.source.len());
        while !self.source.is_char_boundary(end) {
            end -= 1;
        }
        (line, self.source[start..end.max(start)].chars().count() as u32)
    }

    /// The offset of a line's first byte; lines count from 1.
    pub fn line_start(&self, line: u32) -> u32 {
        self.starts[line as usize - 1]
    }

    /// The text of a line, counted from 1, without its end; empty past the last line.
    pub fn line_text(&self, line: u32) -> &'s str {
        let Some(&start) = self.starts.get(line as usize - 1) else { return "" };
        let end = self.starts.get(line as usize).map_or(self.source.len(), |&end| end as usize);
        self.source[start as usize..end].trim_end_matches(['\r', '\n'])
    }

    /// The number of lines; a text that ends with a line end has no further line.
    pub fn line_count(&self) -> u32 {
        let last = self.starts[self.starts.len() - 1] as usize;
        (self.starts.len() - usize::from(last == self.source.len() && last > 0)) as u32
    }
}

/// The line of an offset, from 1, for callers without an index.
pub(crate) fn line_number(source: &str, offset: usize) -> usize {
    let bytes = &source.as_bytes()[..offset];
    let ends = bytes.iter().enumerate().filter(|&(at, &byte)| {
        byte == b'\n' || byte == b'\r' && source.as_bytes().get(at + 1) != Some(&b'\n')
    });
    ends.count() + 1
}
