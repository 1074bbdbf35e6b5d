//! Warnings drawn for people, with advice.

use super::report::{Diagnostic, Heading, is_colored};
use super::tree::Tree;
use super::warnings::find_source;
use super::{hints, is_drawn};
use crate::vm::Vm;
use hob_grammar::ast::Span;

/// Advice for warnings whose text starts like this.
#[rustfmt::skip]
const ADVICE: &[(&str, &str)] = &[
    ("invalid escape sequence", "Put an `r` before the string, and backslashes are ordinary characters in it: r\"…\". Or write two backslashes for one."),
    ("\"is\" with", "`is` tests whether two names refer to one object; `==` compares values."),
    ("\"is not\" with", "`is not` tests whether two names refer to different objects; `!=` compares values."),
    ("assertion is always true", "`assert (test, message)` tests a tuple, which is always true. Remove the parentheses."),
    ("unclosed file", "`with open(…) as file:` closes the file at the end of its block."),
];

/// The report about a warning; none if messages are CPython's text. Advice in the message that
/// concerns only the library is omitted.
pub fn drawn(vm: &Vm, text: &str, category: &str, file: &str, line: i64) -> Option<String> {
    if !is_drawn(vm) {
        return None;
    }
    let place = u32::try_from(line).ok().filter(|line| *line > 0).and_then(|line| {
        let source = find_source(vm, file)?;
        let start = source.offset(line, 0)?;
        let written = source.line(line);
        let first = start + (written.len() - written.trim_start().len()) as u32;
        let span = Span::new(first, start + written.trim_end().len() as u32);
        (first < span.end).then_some((source, span))
    });
    let mut message = text.lines();
    let headline = message.next().unwrap_or_default().to_string();
    let mut span = None;
    let mut hints = Vec::new();
    let never_awaited = headline.strip_prefix("coroutine '");
    if let Some(function) = never_awaited.and_then(|rest| rest.strip_suffix("' was never awaited"))
        && let Some((source, within)) = &place
    {
        let tree = Tree::new(&source.text);
        let (call, hint) = hints::never_awaited(source, tree.as_ref(), *within, function);
        span = call;
        hints.push(hint);
    }
    let known = ADVICE.iter().find(|(start, _)| headline.starts_with(start));
    hints.extend(known.map(|(_, advice)| advice.to_string()));
    let diagnostic = Diagnostic {
        heading: Heading::Warning,
        class: category.to_string(),
        message: headline,
        place: place.map(|(source, whole)| (source, span.unwrap_or(whole))),
        mark: None,
        labels: Vec::new(),
        values: Vec::new(),
        notes: Some(message.collect::<Vec<_>>().join("\n"))
            .filter(|n| !n.is_empty())
            .into_iter()
            .collect(),
        hints,
        way: Vec::new(),
        related: Vec::new(),
    };
    Some(diagnostic.render(is_colored()))
}
