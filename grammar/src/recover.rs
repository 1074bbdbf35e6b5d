//! All mistakes of a text, not only the first.
//!
//! A faulty statement is overwritten with spaces, and the header of a block with a valid one of the
//! same kind; then the text is parsed again. Every remaining error is independent of the first.
//! Nothing moves, so all positions stay valid. Where the extent of a mistake is unclear, the search
//! ends, so that consequences of one mistake are not reported as others.

use crate::advice::advise;
use crate::ast::{Module, Span};
use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::layout::{self, Tokens};
use crate::parse::parse_module;
use crate::token::Tok;
use std::ops::Range;

/// The maximum number of mistakes to look for.
const MOST_ERRORS: usize = 25;
/// The maximum amount of text to parse in search of further mistakes, in bytes.
const MOST_TEXT: usize = 16 << 20;

/// The independent mistakes of a file, in source order; empty if the file is valid.
///
/// The error of [`parse_module`] is among them, though not always first.
pub fn parse_module_all(source: &str) -> Vec<SyntaxError> {
    all_errors(source, |_| None)
}

/// Like [`parse_module_all`], with the mistakes that a later stage finds in a valid tree.
pub fn all_errors(
    source: &str,
    mut check: impl FnMut(&Module) -> Option<SyntaxError>,
) -> Vec<SyntaxError> {
    let mut text = source.to_string();
    let mut errors: Vec<SyntaxError> = Vec::new();
    let mut mended: Vec<Range<usize>> = Vec::new();
    let mut seen: Vec<(String, usize)> = Vec::new();
    let rounds = (MOST_TEXT / text.len().max(1)).clamp(1, MOST_ERRORS);
    for _ in 0..rounds {
        let (error, is_parsed) = match parse_module(&text) {
            Err(error) => (error, false),
            Ok(parsed) => match check(&parsed.module) {
                Some(error) if error.kind == SyntaxErrorKind::Recursion => {
                    // Dropping such a tree may overflow the native stack.
                    std::mem::forget(parsed);
                    (error, true)
                }
                Some(error) => (error, true),
                None => break,
            },
        };
        let at = error.span.start as usize;
        if mended.iter().any(|range| range.start <= at && at <= range.end) {
            break;
        }
        let follows = !mended.is_empty();
        let error = advise(&text, error);
        let place = mend(&mut text, &error);
        // In a function that should be `async`, all `await`s have the same cause.
        let cause = (error.message.clone(), outermost_line(source, at));
        let is_known = is_parsed && error.message.contains(" outside ") && seen.contains(&cause);
        // The overwritten line may have preceded the imports from `__future__`.
        let is_effect = follows && error.message.starts_with("from __future__ imports must");
        if !is_known && !is_effect {
            errors.push(error);
        }
        seen.push(cause);
        match place {
            Some(range) => mended.push(range),
            None => break,
        }
    }
    errors.sort_by_key(|error| error.span.start);
    errors
}

/// The start of the last unindented line before an offset, if it opens a block.
fn outermost_line(source: &str, at: usize) -> usize {
    let before = &source[..at];
    let mut starts = before.rmatch_indices('\n').map(|(end, _)| end + 1);
    let is_outermost = |start: &usize| !source[*start..].starts_with([' ', '\t', '\n', '\r', '#']);
    let start = starts.find(is_outermost).unwrap_or(0);
    let opens_block = ["def ", "async def ", "class "];
    if opens_block.iter().any(|word| source[start..].starts_with(word)) { start } else { 0 }
}

/// A logical line, without its indentation and end.
#[derive(Clone, Debug)]
struct Line {
    range: Range<usize>,
    /// Its indentation, in characters.
    column: usize,
    /// Whether it was found by tokens, rather than as a physical line after a fault.
    is_certain: bool,
}

/// Overwrites the statement that contains an error. Returns the overwritten range, or nothing if
/// the end of the statement is unknown.
fn mend(text: &mut String, error: &SyntaxError) -> Option<Range<usize>> {
    let lasts = error.message.starts_with("unterminated triple-quoted");
    let is_tab = matches!(error.kind, SyntaxErrorKind::Tab | SyntaxErrorKind::Recursion);
    if lasts || is_tab || text.contains('\0') {
        return None;
    }
    let tokens = layout::tokens(text, Tok::StartModule);
    let lines = logical_lines(text, &tokens, error.span);
    let at = error.span.start as usize;
    let mut faulty = lines.iter().position(|line| line.range.end >= at).unwrap_or(lines.len());
    let lacks_block = error.message.starts_with("expected an indented block");
    if faulty == lines.len() || lacks_block && lines[faulty].range.start == at {
        faulty = faulty.checked_sub(1)?;
    }
    let line = &lines[faulty];
    let words = first_words(&text[line.range.clone()]);
    let is_misplaced = error.kind == SyntaxErrorKind::Indentation && !lacks_block;
    let mut next = faulty + 1;
    if is_misplaced {
        // The lines that belong to the misplaced one.
        next = skip(&lines, next, |other| other.column >= line.column);
    } else {
        let is_header = lines.get(next).is_some_and(|other| other.column > line.column);
        let header = header(words).filter(|header| is_header && header.len() <= line.range.len());
        if let Some(header) = header {
            let range = line.range.clone();
            overwrite(text, range.clone(), header);
            return Some(range);
        }
        if matches!(words.0, "except" | "finally" | "case") {
            return None;
        }
        next = skip(&lines, next, |other| other.column > line.column);
        // The clauses of a removed statement are removed with it.
        while lines.get(next).is_some_and(|other| {
            let word = first_words(&text[other.range.clone()]).0;
            other.column == line.column && matches!(word, "elif" | "else" | "except" | "finally")
        }) {
            next = skip(&lines, next + 1, |other| other.column > line.column);
        }
    }
    let range = line.range.start..lines[next - 1].range.end;
    let gone = &text[range.clone()];
    let has_long_string = gone.contains("\"\"\"") || gone.contains("'''");
    if has_long_string && lines[faulty..next].iter().any(|line| !line.is_certain) {
        return None;
    }
    let stays_empty = is_misplaced || matches!(words.0, "elif" | "else");
    overwrite(text, range.clone(), if stays_empty { "" } else { "0" });
    Some(range)
}

/// The index of the first line from `from` on that is not skipped.
fn skip(lines: &[Line], from: usize, is_skipped: impl Fn(&Line) -> bool) -> usize {
    lines[from..].iter().position(|line| !is_skipped(line)).map_or(lines.len(), |n| from + n)
}

/// Replaces a part of the text by a text of at most its length, padded with spaces.
fn overwrite(text: &mut String, range: Range<usize>, start: &str) {
    let kept = text[range.clone()].bytes().enumerate().map(|(at, byte)| match byte {
        _ if at < start.len() => start.as_bytes()[at] as char,
        b'\n' | b'\r' => byte as char,
        _ => ' ',
    });
    let kept: String = kept.collect();
    text.replace_range(range, &kept);
}

/// A valid header for a block that starts with these words.
fn header(words: (&str, &str)) -> Option<&'static str> {
    Some(match words {
        ("if" | "with", _) | ("async", "with") => "if _:",
        ("while" | "for", _) | ("async", "for") => "while _:",
        ("def", _) => "def _():",
        ("async", "def") => "async def _():",
        ("class", _) => "class _:",
        ("elif", _) => "elif _:",
        ("else", _) => "else:",
        ("try", _) => "try:",
        ("except", "*") => "except*_:",
        ("except", _) => "except _:",
        ("finally", _) => "finally:",
        ("match", _) => "match _:",
        ("case", _) => "case 0:",
        _ => return None,
    })
}

/// The first word of a line, and the word or sign after it.
fn first_words(line: &str) -> (&str, &str) {
    let word = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_');
    let (first, rest) = line.split_at(word(line).unwrap_or(line.len()));
    let rest = rest.trim_start();
    let end = match word(rest) {
        Some(0) => rest.chars().next().map_or(0, char::len_utf8),
        end => end.unwrap_or(rest.len()),
    };
    (first, &rest[..end])
}

/// The lines of a text; after a fault of its tokens, physical lines.
fn logical_lines(text: &str, tokens: &Tokens, fault: Span) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = None;
    for token in &tokens.tokens {
        let at = token.span.start as usize;
        match (token.kind, start) {
            (Tok::Newline, Some(first)) => {
                lines.push(line(text, first..at, true));
                start = None;
            }
            (Tok::Newline | Tok::Indent | Tok::Dedent | Tok::StartModule | Tok::End, _) => {}
            (_, None) => start = Some(at),
            _ => {}
        }
    }
    let is_open = !tokens.open_brackets.is_empty();
    let Some(error) = &tokens.error else {
        if let Some(first) = start {
            let opened = tokens.open_brackets.last().map_or(fault, |bracket| bracket.span);
            lines.extend(physical_lines(text, first, opened.start as usize, is_open));
        }
        return lines;
    };
    let at = error.span.start as usize;
    let of_line = first_of_line(text, at);
    let first = start.unwrap_or(of_line);
    if is_open && of_line > first && is_statement(&text[of_line..]) {
        // The bracket should have been closed earlier.
        lines.push(line(text, first..first + text[first..of_line].trim_end().len(), false));
        lines.extend(physical_lines(text, of_line, at, false));
    } else {
        lines.extend(physical_lines(text, first, at, is_open));
    }
    lines
}

/// The first character of a physical line after its indentation.
fn first_of_line(text: &str, at: usize) -> usize {
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let rest = &text[start..];
    start + rest.len() - rest.trim_start_matches([' ', '\t', '\x0c']).len()
}

fn line(text: &str, range: Range<usize>, is_certain: bool) -> Line {
    let start = text[..range.start].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    Line { column: range.start - start, range, is_certain }
}

/// The line from `first` on, which has a fault at `at`, and the lines after it. Inside a bracket,
/// only a line that must be a statement counts as one.
fn physical_lines(text: &str, first: usize, at: usize, in_bracket: bool) -> Vec<Line> {
    let end_of = |at: usize| text[at..].find(['\n', '\r']).map_or(text.len(), |end| at + end);
    let mut faulty = line(text, first..end_of(at), false);
    let mut lines = Vec::new();
    let mut start = faulty.range.end;
    while start < text.len() {
        let rest = &text[start..];
        let first = start + rest.len() - rest.trim_start().len();
        let range = first..end_of(first);
        start = range.end;
        let content = &text[range.clone()];
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        let next = line(text, range, false);
        let goes_on = next.column > faulty.column || !is_statement(content);
        if in_bracket && lines.is_empty() && goes_on {
            faulty.range.end = next.range.end;
        } else {
            lines.push(next);
        }
    }
    lines.insert(0, faulty);
    lines
}

/// Whether a line cannot be the continuation of an expression.
fn is_statement(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let (first, second) = first_words(line);
    match first {
        "def" | "class" | "return" | "import" | "while" | "with" | "try" | "raise" | "del"
        | "pass" | "break" | "continue" | "global" | "nonlocal" | "assert" => true,
        "async" => second != "for",
        "if" | "for" => line.trim_end().ends_with(':'),
        "from" => line.contains(" import "),
        _ => line.starts_with('@'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn messages(source: &str) -> Vec<String> {
        let lines = crate::LineIndex::new(source);
        let show = |e: &SyntaxError| format!("{} {}", lines.line(e.span.start), e.message);
        parse_module_all(source).iter().map(show).collect()
    }

    #[test]
    fn finds_each_mistake_once() {
        for (source, expected) in [
            ("x = 1\n", &[][..]),
            ("x = = 1\ny = 2\nz = 3 4\n", &["1 invalid syntax", "3 invalid syntax"]),
            (
                "if x = 1:\n  y = = 1\nelse:\n  1 = x\n",
                &[
                    "1 invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
                    "2 invalid syntax",
                    "4 cannot assign to literal here. Maybe you meant '==' instead of '='?",
                ],
            ),
            (
                "x = (1,\ndef f():\n  return 'a\ny = 2\nwhile True\n  pass\n",
                &[
                    "1 '(' was never closed",
                    "3 unterminated string literal (detected at line 3)",
                    "5 expected ':'",
                ],
            ),
            ("elseif x:\n  y\nelse:\n  z\n", &["1 invalid syntax"]),
            ("  x\n  y\nz = = 1\n", &["1 unexpected indent", "3 invalid syntax"]),
            (
                "if x:\ny = 1\nfor z in = 1:\n  pass\n",
                &[
                    "2 expected an indented block after 'if' statement on line 1",
                    "3 invalid syntax",
                ],
            ),
            (
                "try:\n  x\nexcept A, B:\n  y\nx = = 1\n",
                &["3 multiple exception types must be parenthesized", "5 invalid syntax"],
            ),
            (
                "x = '''\nx = = 1\n",
                &["1 unterminated triple-quoted string literal (detected at line 2)"],
            ),
        ] {
            assert_eq!(messages(source), expected, "{source}");
        }
    }
}
