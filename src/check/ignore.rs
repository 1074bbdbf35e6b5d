//! Comments that silence findings.
//!
//! | comment | silences |
//! |---|---|
//! | `# hob: ignore` | all on its line |
//! | `# hob: ignore[H101, H201]` | these on its line |
//! | `# hob: ignore-file` | all in the file |
//! | `# hob: ignore-file[H201]` | these in the file |
//!
//! | `# noqa` | all on its line |
//! | `# noqa: ASYNC251, H201` | these on its line; other linters' codes represent Hob's |
//!
//! A multi-line finding can be silenced on any of its lines. Other words may surround the comment.
//! A comment for Hob that silences nothing, or names an unknown code, is a finding itself; `noqa`
//! may be there for another linter.

use super::{Code, Finding, Selection};
use crate::objects::code::Source;
use hob_grammar::ast::Span;
use hob_grammar::token::Tok;

/// A comment that silences findings.
struct Comment {
    /// From `hob:` to its end.
    span: Span,
    whole_file: bool,
    /// The codes it names, each with its location; none silences all.
    codes: Option<Vec<(Span, String)>>,
}

/// Removes silenced findings, and adds findings about the comments themselves.
pub fn apply(source: &Source, findings: &mut Vec<Finding>, wanted: &Selection) {
    silence_noqa(source, findings);
    if !source.text.contains("hob:") {
        return;
    }
    for comment in comments(&source.text) {
        let lines_of = |span: Span| {
            let last = span.end.saturating_sub(1).max(span.start);
            source.position(span.start).0..=source.position(last).0
        };
        let line = source.position(comment.span.start).0;
        let covers =
            |finding: &Finding| comment.whole_file || lines_of(finding.span).contains(&line);
        let is_own =
            |finding: &Finding| matches!(finding.code, Code::UnknownCode | Code::UnusedIgnore);
        let mut silence = |code: Option<Code>, span: Span, text: &str| {
            let before = findings.len();
            findings.retain(|f| !covers(f) || is_own(f) || code.is_some_and(|code| code != f.code));
            let is_checked = match code {
                Some(code) => wanted.has(code),
                None => wanted.selected.is_none(),
            };
            (before == findings.len() && is_checked).then(|| {
                let place = if comment.whole_file { "in this file" } else { "on this line" };
                let message = format!("`{text}` silences nothing {place}");
                Finding::new(Code::UnusedIgnore, span, message)
            })
        };
        let mut complaints = Vec::new();
        match &comment.codes {
            None => {
                let text = if comment.whole_file { "ignore-file" } else { "ignore" };
                complaints.extend(silence(None, comment.span, text));
            }
            Some(codes) => {
                for (span, text) in codes {
                    match Code::from_text(text) {
                        Some(code) => complaints.extend(silence(Some(code), *span, text)),
                        None => {
                            let message = format!("there is no code `{text}`");
                            let finding = Finding::new(Code::UnknownCode, *span, message);
                            complaints.push(finding.hint("`hob check --list` shows all codes."));
                        }
                    }
                }
            }
        }
        findings.extend(complaints.into_iter().filter(|finding| wanted.has(finding.code)));
    }
}

/// The codes of other linters (flake8-async, pyflakes, Ruff, pylint) for the same mistakes.
#[rustfmt::skip]
const ELSEWHERE: &[(&str, &[Code])] = &[
    ("E999", &[Code::SyntaxError]),
    ("F821", &[Code::UndefinedName]),
    ("F632", &[Code::DoubtfulSyntax]),
    ("F631", &[Code::DoubtfulSyntax]),
    ("W605", &[Code::DoubtfulSyntax]),
    ("B018", &[Code::CoroutineNeverAwaited, Code::AwaitableUnused]),
    ("ASYNC103", &[Code::CancellationSwallowed]),
    ("ASYNC104", &[Code::CancellationSwallowed]),
    ("ASYNC105", &[Code::AwaitableUnused, Code::CoroutineNeverAwaited]),
    ("ASYNC2", &[Code::BlockingCall, Code::BlockingIo]),
    ("E722", &[Code::CancellationSwallowed]),
    ("BLE001", &[Code::CancellationSwallowed]),
    ("B036", &[Code::CancellationSwallowed]),
    ("RUF006", &[Code::TaskDropped]),
    ("PERF401", &[Code::AwaitInLoop]),
];

/// Removes findings on lines with `# noqa`, or with `# noqa: CODES` that represent them.
fn silence_noqa(source: &Source, findings: &mut Vec<Finding>) {
    findings.retain(|finding| {
        let first = source.position(finding.span.start).0;
        let last = source.position(finding.span.end.saturating_sub(1).max(finding.span.start)).0;
        !(first..=last)
            .any(|line| noqa(source.line(line)).is_some_and(|codes| covers(&codes, finding.code)))
    });
}

/// The codes of a line's `# noqa`: none of them for all.
fn noqa(line: &str) -> Option<Vec<&str>> {
    let (_, comment) = line
        .rsplit_once('#')
        .filter(|(_, comment)| {
            comment.trim_start().get(..4).is_some_and(|word| word.eq_ignore_ascii_case("noqa"))
        })
        .or_else(|| {
            let at = line.to_ascii_lowercase().find("# noqa")?;
            Some((&line[..at], &line[at + 1..]))
        })?;
    let rest = comment.trim_start().get(4..)?;
    match rest.trim_start().strip_prefix(':') {
        Some(listed) => {
            let is_code = |word: &&str| {
                word.starts_with(|c: char| c.is_ascii_uppercase())
                    && word.ends_with(|c: char| c.is_ascii_digit())
            };
            let words = listed.split([',', ' ', '\t']).filter(|word| !word.is_empty());
            Some(words.take_while(is_code).collect())
        }
        None => rest.is_empty().then(Vec::new).or_else(|| {
            (!rest.starts_with(|c: char| c.is_alphanumeric() || c == '-')).then(Vec::new)
        }),
    }
}

fn covers(codes: &[&str], code: Code) -> bool {
    codes.is_empty()
        || codes.iter().any(|listed| {
            Code::from_text(listed) == Some(code)
                || ELSEWHERE
                    .iter()
                    .any(|(other, own)| listed.starts_with(other) && own.contains(&code))
        })
}

/// The comments of a text that address `hob check`, in order.
fn comments(text: &str) -> Vec<Comment> {
    let mut found = Vec::new();
    let mut tokens = None;
    for (at, _) in text.match_indices("hob:") {
        let before = text[..at].trim_end_matches([' ', '\t']);
        if !before.ends_with('#') {
            continue;
        }
        let Some(comment) = read(text, at) else { continue };
        // Text inside strings is excluded. Comments are not tokens, so only strings remain to be
        // checked.
        let tokens = tokens
            .get_or_insert_with(|| hob_grammar::layout::tokens(text, Tok::StartModule).tokens);
        let next = tokens.partition_point(|token| (token.span.end as usize) <= at);
        let is_inside = tokens.get(next).is_some_and(|t| (t.span.start as usize) < at);
        if !is_inside {
            found.push(comment);
        }
    }
    found
}

/// Reads `hob: ignore…` at an offset.
fn read(text: &str, at: usize) -> Option<Comment> {
    let line_end = text[at..].find(['\n', '\r']).map_or(text.len(), |length| at + length);
    let line = &text[..line_end];
    let skip = |from: usize| {
        from + line[from..].len() - line[from..].trim_start_matches([' ', '\t']).len()
    };
    let mut end = skip(at + "hob:".len());
    end += line[end..].strip_prefix("ignore").map(|_| "ignore".len())?;
    let whole_file = line[end..].starts_with("-file");
    if whole_file {
        end += "-file".len();
    }
    let mut codes = None;
    if line[end..].starts_with('[') {
        let length = line[end..].find(']')?;
        let mut listed = Vec::new();
        let mut start = end + 1;
        for part in line[end + 1..end + length].split(',') {
            let first = skip(start);
            let name = part.trim();
            if !name.is_empty() {
                listed.push((span(first, first + name.len()), name.to_string()));
            }
            start += part.len() + 1;
        }
        codes = Some(listed);
        end += length + 1;
    } else if line[end..].starts_with(|c: char| c == '-' || c == '_' || c.is_alphanumeric()) {
        return None;
    }
    Some(Comment { span: span(at, end), whole_file, codes })
}

fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}
