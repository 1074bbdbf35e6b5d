//! The effect of Enter, Backspace, Tab and `:` on the indentation of a block.

use super::motion;

/// The default indentation step.
const STEP: usize = 4;

/// Keywords that end a block: nothing after them in it would run.
const LEAVING: [&str; 5] = ["return", "pass", "raise", "break", "continue"];

/// Keywords whose lines are indented one step less than the block before them.
const OUTER: [&str; 5] = ["else", "elif", "except", "finally", "case"];

/// The open constructs at the end of a text.
#[derive(Debug, Default, PartialEq, Eq)]
struct Open {
    /// The number of open brackets.
    brackets: usize,
    /// Whether the end is inside a multi-line string.
    string: bool,
    /// The last character of code, ignoring comments.
    last: Option<char>,
}

/// Scans strings, comments and brackets.
fn open_at_end(text: &str) -> Open {
    let mut open = Open::default();
    let mut quote: Option<&str> = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match quote {
            Some(_) if c == '\\' => {
                length += rest[1..].chars().next().map_or(0, char::len_utf8);
            }
            Some(end) if rest.starts_with(end) => (length, quote) = (end.len(), None),
            Some(end) if c == '\n' && end.len() == 1 => quote = None,
            Some(_) => {}
            None => match c {
                '#' => length = rest.find('\n').unwrap_or(rest.len()),
                '"' | '\'' => {
                    let ends = if c == '"' { ["\"\"\"", "\""] } else { ["'''", "'"] };
                    let end = if rest.starts_with(ends[0]) { ends[0] } else { ends[1] };
                    (length, quote) = (end.len(), Some(end));
                }
                '(' | '[' | '{' => open.brackets += 1,
                ')' | ']' | '}' => open.brackets = open.brackets.saturating_sub(1),
                _ => {}
            },
        }
        let is_comment = c == '#' && quote.is_none();
        if !c.is_whitespace() && !is_comment {
            open.last = Some(c);
        }
        rest = &rest[length.min(rest.len())..];
    }
    open.string = quote.is_some_and(|end| end.len() == 3);
    open
}

/// The indentation step of a text: its first indentation.
fn step(text: &str) -> usize {
    let indented = text.lines().find(|line| line.starts_with(' ') && !line.trim().is_empty());
    indented.map_or(STEP, |line| (line.len() - line.trim_start().len()).min(8))
}

fn first_word(line: &str) -> &str {
    let line = line.trim_start();
    line.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()
}

/// The indentation of the line after `before`, when Enter is pressed.
pub fn for_next_line(before: &str) -> String {
    let open = open_at_end(before);
    if open.string {
        return String::new();
    }
    let start = motion::line_start(before, before.len());
    let line = &before[start..];
    // A blank line only tells the cursor's column.
    let indentation = line.len() - line.trim_start_matches(' ').len();
    let step = step(before);
    let inner = open.last.is_some_and(|c| c == ':' || (open.brackets > 0 && "([{".contains(c)));
    let width = if line.trim().is_empty() {
        indentation
    } else if inner {
        indentation + step
    } else if open.brackets == 0 && LEAVING.contains(&first_word(line)) {
        indentation.saturating_sub(step)
    } else {
        indentation
    };
    " ".repeat(width)
}

/// The start of the spaces that Backspace removes at once: one indentation step.
pub fn step_back(text: &str, at: usize) -> Option<usize> {
    let start = motion::line_start(text, at);
    let before = &text[start..at];
    let blank = !before.is_empty() && before.chars().all(|c| c == ' ');
    blank.then(|| start + (before.len() - 1) / STEP * STEP)
}

/// The spaces that Tab inserts, if only spaces precede the cursor on its line.
pub fn tab(text: &str, at: usize) -> Option<String> {
    let before = &text[motion::line_start(text, at)..at];
    let blank = before.chars().all(|c| c == ' ');
    (blank && (at > 0 || !text.is_empty())).then(|| " ".repeat(STEP - before.len() % STEP))
}

/// The number of excess spaces once a `:` is typed at the end of a line: `else` and the like are
/// indented less than the block before them.
pub fn too_deep(text: &str, at: usize) -> usize {
    let start = motion::line_start(text, at);
    let line = &text[start..at];
    let depth = line.len() - line.trim_start().len();
    let above = text[..start].lines().rev().find(|l| !l.trim().is_empty()).unwrap_or_default();
    let follows = above.len() - above.trim_start().len() == depth && !above.ends_with(':');
    if follows && OUTER.contains(&first_word(line)) { step(text).min(depth) } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_line_is_indented() {
        for (before, expected) in [
            ("x = 1", 0),
            ("if x:", 4),
            ("if x:  # why: because", 4),
            ("if x:\n    y", 4),
            ("if x:\n    return y", 0),
            ("if x:\n  if y:", 4),
            ("if x:\n        pass", 0),
            ("f(", 4),
            ("f(1,", 0),
            ("s = ':'", 0),
            ("s = '''a:", 0),
            ("d = {'a': [", 4),
            ("if x:\n    y\n    ", 4),
            ("returned", 0),
        ] {
            assert_eq!(for_next_line(before).len(), expected, "{before:?}");
        }
    }

    #[test]
    fn steps() {
        assert_eq!(step_back("if x:\n        ", 14), Some(10));
        assert_eq!(step_back("if x:\n     ", 11), Some(10));
        assert_eq!(step_back("x ", 2), None);
        assert_eq!(tab("if x:\n", 6).as_deref(), Some("    "));
        assert_eq!(tab("if x:\n y", 7).as_deref(), Some("   "));
        assert_eq!(tab("x", 1), None);
        assert_eq!(tab("", 0), None);
    }

    #[test]
    fn else_goes_out() {
        assert_eq!(too_deep("if x:\n    y\n    else", 20), 4);
        assert_eq!(too_deep("if x:\n    return\nelse", 21), 0);
        assert_eq!(too_deep("if x:\n    y\n    elsewhere", 25), 0);
        assert_eq!(too_deep("match x:\n    case 1", 19), 0);
    }
}
