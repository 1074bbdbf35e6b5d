//! The source lines that a traceback shows for a location, and the marks under them.
//!
//! The choice of lines, of `~` or `^` for each character, and of when to omit the marks is part of
//! programs' expected outputs. The rules are those of CPython 3.13 (library reference, `traceback`;
//! PEP 657).

use crate::objects::code::Source;
use crate::text::unicode::is_space;
use hob_grammar::ast::{ExprKind, Span, StmtKind};
use hob_grammar::{LineIndex, parse_module};
use std::collections::BTreeSet;
use unicode_width::UnicodeWidthChar;

/// A position in the shown lines: line and column in code points, both from 0.
type Position = (usize, usize);

/// The part of a marked expression marked with `^`: an operator, or a pair of brackets with its
/// contents. The rest is marked with `~`.
#[derive(Debug, PartialEq, Eq)]
struct Anchors {
    start: Position,
    end: Position,
}

/// The lines at `span` indented by four spaces, with marks under them; empty if the lines are
/// blank.
pub fn excerpt(source: &Source, span: Span) -> String {
    let (first, start) = source.position(span.start);
    let (last, end) = source.position(span.end.max(span.start));
    let original: Vec<&str> =
        (first..=last).map(|line| source.line(line).trim_end_matches(is_space)).collect();
    let lines = dedent(&original);
    if lines.iter().all(|line| line.is_empty()) {
        return String::new();
    }
    if span.start >= span.end {
        return format!("    {}\n", original[0].trim_matches(is_space));
    }
    let removed = original[0].chars().count() - lines[0].chars().count();
    let column =
        |line: &str, bytes: u32| chars_before(line, bytes as usize).saturating_sub(removed);
    Excerpt {
        start: column(original[0], start),
        end: column(original[original.len() - 1], end),
        lines: lines.iter().map(|line| line.chars().collect()).collect(),
    }
    .render()
}

/// Lines with a marked part, from `start` in the first to `end` in the last.
struct Excerpt {
    lines: Vec<Vec<char>>,
    start: usize,
    end: usize,
}

impl Excerpt {
    fn render(&self) -> String {
        let anchors = anchors(&self.segment());
        let marked = self.wants_marks(anchors.is_some());
        // The first line of the marked part begins at `start`.
        let anchors = anchors.map(|a| {
            let shift =
                |(line, column)| (line, if line == 0 { column + self.start } else { column });
            Anchors { start: shift(a.start), end: shift(a.end) }
        });
        let mut shown = Vec::new();
        let mut previous: Option<usize> = None;
        for line in self.significant_lines(anchors.as_ref()) {
            match previous.map_or(1, |p| line - p) {
                1 => {}
                2 => self.show(line - 1, marked, anchors.as_ref(), &mut shown),
                apart => shown.push(format!("...<{} lines>...", apart - 1)),
            }
            self.show(line, marked, anchors.as_ref(), &mut shown);
            previous = Some(line);
        }
        let shown: Vec<&str> = shown.iter().map(String::as_str).collect();
        dedent(&shown).iter().map(|line| format!("    {line}\n")).collect()
    }

    /// The marked text.
    fn segment(&self) -> String {
        let last = self.lines.len() - 1;
        let mut text = String::new();
        for (i, line) in self.lines.iter().enumerate() {
            let from = if i == 0 { self.start.min(line.len()) } else { 0 };
            let to = if i == last { self.end.min(line.len()) } else { line.len() };
            text.extend(line.get(from..to).unwrap_or_default());
            if i < last {
                text.push('\n');
            }
        }
        text
    }

    /// The first and last line, and those around the ends of the anchors.
    fn significant_lines(&self, anchors: Option<&Anchors>) -> BTreeSet<usize> {
        let mut lines = BTreeSet::from([0, self.lines.len() - 1]);
        for anchor in anchors.iter().flat_map(|a| [a.start.0, a.end.0]) {
            lines.extend(anchor.saturating_sub(1)..=(anchor + 1).min(self.lines.len() - 1));
        }
        lines
    }

    /// Whether to show marks: not if they would cover the whole line without adding information,
    /// nor under `return f(…)` and `x = f(…)`, where the call is obvious.
    fn wants_marks(&self, has_anchors: bool) -> bool {
        let text: Vec<String> = self.lines.iter().map(|line| line.iter().collect()).collect();
        let text = text.join("\n");
        if let Ok(parsed) = parse_module(&text) {
            let Some(statement) = parsed.module.body.first() else { return false };
            let value = match &statement.kind {
                StmtKind::Return(Some(value)) => match &value.kind {
                    ExprKind::Call { func, .. } if is_name(&func.kind) => Some(value),
                    _ => None,
                },
                StmtKind::Assign { targets, value } => match (&targets[..], &value.kind) {
                    ([target], ExprKind::Call { .. }) if is_name(&target.kind) => Some(value),
                    _ => None,
                },
                _ => None,
            };
            if let Some(value) = value {
                let index = LineIndex::new(&text);
                let (line, column) = index.line_column(value.span.start);
                let (end_line, end_column) = index.line_column(value.span.end);
                if (line, end_line) == (1, self.lines.len() as u32)
                    && (column as usize, end_column as usize) == (self.start, self.end)
                {
                    return false;
                }
            }
        }
        let (first, last) = (&self.lines[0], &self.lines[self.lines.len() - 1]);
        let has_text =
            |part: Option<&[char]>| part.is_some_and(|p| !p.iter().all(|c| is_space(*c)));
        has_anchors || has_text(first.get(..self.start)) || has_text(last.get(self.end..))
    }

    /// Appends a line, and its marks.
    fn show(&self, number: usize, marked: bool, anchors: Option<&Anchors>, out: &mut Vec<String>) {
        let line = &self.lines[number];
        out.push(line.iter().collect());
        if !marked {
            return;
        }
        let is_last = number + 1 == self.lines.len();
        let end = width(line, if is_last { self.end } else { line.len() });
        let start = if number == 0 { width(line, self.start) } else { 0 };
        let blanks = line.iter().take_while(|c| is_space(**c)).count();
        let shown_column = |(line, column): Position| (line, width(&self.lines[line], column));
        let marks = (0..end).map(|column| {
            let at = (number, column);
            match anchors {
                _ if column < blanks.max(start) => ' ',
                Some(a) if at < shown_column(a.start) || at >= shown_column(a.end) => '~',
                _ => '^',
            }
        });
        out.push(marks.collect());
    }
}

fn is_name(kind: &ExprKind) -> bool {
    matches!(kind, ExprKind::Name(_))
}

/// The number of code points in the first bytes of a line.
pub(super) fn chars_before(line: &str, bytes: usize) -> usize {
    line.char_indices().take_while(|(at, _)| *at < bytes).count()
}

/// The columns that the first code points of a line take on a terminal.
fn width(line: &[char], count: usize) -> usize {
    let wide = line.iter().take(count).filter(|c| c.width() == Some(2)).count();
    count + wide
}

/// Lines without their common indentation, which blank ones do not affect.
fn dedent<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let is_blank = |line: &str| line.chars().all(|c| matches!(c, ' ' | '\t'));
    let mut margin: Option<&str> = None;
    for line in lines.iter().filter(|line| !is_blank(line)) {
        let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
        let common = margin.map_or(indent.len(), |margin| {
            margin.bytes().zip(indent.bytes()).take_while(|(a, b)| a == b).count()
        });
        margin = Some(&indent[..common]);
    }
    let cut = margin.map_or(0, str::len);
    lines.iter().map(|line| if is_blank(line) { "" } else { &line[cut..] }).collect()
}

/// The position of the operator of a binary operation, or of the brackets of a call or subscript,
/// in the text of an expression; none for other expressions.
fn anchors(segment: &str) -> Option<Anchors> {
    // Inside parentheses on their own lines, multi-line expressions can be parsed, too.
    const OPENING: u32 = 2;
    let parsed = parse_module(&format!("(\n{segment}\n)")).ok()?;
    let [statement] = &parsed.module.body[..] else { return None };
    let StmtKind::Expr(expression) = &statement.kind else { return None };
    let text = Text { lines: segment.split('\n').map(|line| line.chars().collect()).collect() };
    let index = LineIndex::new(segment);
    let position = |offset: u32| -> Option<Position> {
        let (line, column) = index.line_column(offset.checked_sub(OPENING)?);
        Some((line as usize - 1, column as usize))
    };
    match &expression.kind {
        ExprKind::Binary { left, right, .. } => {
            let after_left = text.valid(position(left.span.end)?)?;
            let start = text.find(after_left, |c| !is_space(c) && c != ')')?;
            let mut end = (start.0, start.1 + 1);
            let second = text.lines[end.0].get(end.1);
            if second.is_some_and(|c| !is_space(*c) && !matches!(c, '\\' | '#'))
                && end < position(right.span.start)?
            {
                end.1 += 1;
            }
            Some(Anchors { start, end })
        }
        ExprKind::Subscript { value, .. } => {
            let start = text.find(text.valid(position(value.span.end)?)?, |c| c == '[')?;
            Some(Anchors { start, end: position(expression.span.end)? })
        }
        ExprKind::Call { func, .. } => {
            let start = text.find(text.valid(position(func.span.end)?)?, |c| c == '(')?;
            Some(Anchors { start, end: position(expression.span.end)? })
        }
        _ => None,
    }
}

/// Text to search through by line and column.
struct Text {
    lines: Vec<Vec<char>>,
}

impl Text {
    /// The position itself, or the start of the next line with text if it is past the end of a
    /// line.
    fn valid(&self, (line, column): Position) -> Option<Position> {
        if column < self.lines.get(line)?.len() {
            return Some((line, column));
        }
        let next = (line + 1..self.lines.len()).find(|line| !self.lines[*line].is_empty())?;
        Some((next, 0))
    }

    /// The first position from `at` with a wanted character, skipping comments and joined lines.
    fn find(&self, mut at: Position, wanted: impl Fn(char) -> bool) -> Option<Position> {
        loop {
            let c = self.lines[at.0][at.1];
            if matches!(c, '\\' | '#') {
                at = self.valid((at.0 + 1, 0))?;
            } else if wanted(c) {
                return Some(at);
            } else {
                at = self.valid((at.0, at.1 + 1))?;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The excerpt for the part of `text` from the first `start` to the end of the first `end`.
    fn shown(text: &str, start: &str, end: &str) -> String {
        let from = text.find(start).expect("the start is in the text");
        let to = from + text[from..].find(end).expect("the end is in the text") + end.len();
        excerpt(&Source::new("x.py", text), Span::new(from as u32, to as u32))
    }

    #[test]
    fn marks_operators_brackets_and_nothing_else() {
        for (text, part, expected) in [
            ("  x = a + b\n", "a + b", "    x = a + b\n        ~~^~~\n"),
            ("a // b", "a // b", "    a // b\n    ~~^^~~\n"),
            ("(a) ** (b)", "(a) ** (b)", "    (a) ** (b)\n    ~~~~^^~~~~\n"),
            ("f(x)[1]", "f(x)[1]", "    f(x)[1]\n    ~~~~^^^\n"),
            ("main()", "main()", "    main()\n    ~~~~^^\n"),
            ("return f(1)", "f(1)", "    return f(1)\n"),
            ("return o.f(1)", "o.f(1)", "    return o.f(1)\n           ~~~^^^\n"),
            ("x = o.f(1)", "o.f(1)", "    x = o.f(1)\n"),
            ("raise E", "raise E", "    raise E\n"),
            ("x.y.z", "x.y", "    x.y.z\n    ^^^\n"),
            ("漢(1)", "漢(1)", "    漢(1)\n    ~~^^^\n"),
            ("a@b", "a@b", "    a@b\n    ~^~\n"),
            ("a+-b", "a+-b", "    a+-b\n    ~^~~\n"),
        ] {
            assert_eq!(shown(text, part, part), expected, "{text}");
        }
    }

    #[test]
    fn shortens_what_spans_many_lines() {
        let call = "    f(\n        1,\n        2,\n        3,\n        4,\n    )\n";
        assert_eq!(
            shown(call, "f(", ")"),
            "    f(\n    ~^\n        1,\n        ^^\n    ...<2 lines>...\n        4,\n        ^^\n    )\n    ^\n"
        );
        let raised = "raise E(\n    1,\n    2,\n)\n";
        assert_eq!(shown(raised, "raise", ")"), "    raise E(\n    ...<2 lines>...\n    )\n");
        let sum = "x = (\n    a  # one\n    + b\n)\n";
        assert_eq!(shown(sum, "a  #", "b"), "    a  # one\n    ~~~~~~~~\n    + b\n    ^~~\n");
    }
}
