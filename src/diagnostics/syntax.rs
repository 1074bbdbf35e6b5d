//! Syntax errors: from the parser's error to the exception and its text.

use super::warnings::{self, Warning};
use super::{attribute, text_attribute};
use crate::compile::{self, Bounds, CompileError, Mode, Optimization};
use crate::objects::code::Source;
use crate::objects::exception::{Exc, Exception};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Raised, Vm, VmResult};
use hob_grammar::ast::Span;
use hob_grammar::{ErrorEnd, Stage, SyntaxError, SyntaxErrorKind};
use std::rc::Rc;

/// The location attributes of a SyntaxError (library reference, `SyntaxError`). Lines and columns
/// count from 1, columns in code points.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyntaxDetail {
    /// The message.
    pub message: Option<String>,
    /// The file.
    pub file: Option<String>,
    /// The line.
    pub line: Option<i64>,
    /// The column.
    pub column: Option<i64>,
    /// The text of the line.
    pub text: Option<String>,
    /// The last line of the fault.
    pub end_line: Option<i64>,
    /// The column after its end.
    pub end_column: Option<i64>,
}

impl SyntaxDetail {
    /// The location of a parser's error.
    pub fn of_error(error: &SyntaxError, source: &Source) -> SyntaxDetail {
        let place = |offset: u32| {
            let (line, bytes) = source.position(offset.min(source.text.len() as u32));
            let column = super::carets::chars_before(source.line(line), bytes as usize);
            (i64::from(line), column as i64 + 1)
        };
        let message = Some(error.message.clone());
        if error.has_no_location() {
            return SyntaxDetail { message, ..SyntaxDetail::default() };
        }
        let is_file = !source.name.starts_with('<');
        let span = error.shown_span(&source.text);
        let (line, mut column) = place(span.start);
        let is_line_end =
            matches!(source.text.as_bytes().get(span.start as usize), None | Some(b'\n'));
        let end = error.end();
        let (end_line, mut end_column) = match end {
            ErrorEnd::Span if is_line_end => (line, Some(column + 1)),
            ErrorEnd::Span => {
                let (line, column) = place(span.end.max(span.start));
                (line, Some(column))
            }
            ErrorEnd::Start => (line, Some(column)),
            ErrorEnd::Zero => (line, Some(0)),
            ErrorEnd::Unknown => (line, Some(-1)),
            ErrorEnd::Missing => (line, None),
        };
        if error.has_no_column() {
            column = 0;
        }
        if error.at_end {
            // CPython knows the column only for a text that is not read from a file.
            end_column = Some(-1);
            if is_file {
                column = 0;
            } else if error.message == "invalid syntax" {
                (column, end_column) = (0, Some(0));
            }
        }
        if error.stage == Stage::ExpressionParser
            && error.message == "invalid syntax"
            && span.start as usize == source.text.len()
        {
            // There is no newline to mark.
            (column, end_column) = (0, Some(0));
        }
        let body = source.text.strip_suffix('\n').unwrap_or(&source.text);
        let is_last = i64::from(source.position(body.len() as u32).0) == line;
        let has_newline = match error.stage {
            Stage::Tokenizer => !matches!(end, ErrorEnd::Span | ErrorEnd::Start),
            Stage::ExpressionParser => !is_last || source.text.ends_with('\n'),
            // The text of a single statement is read unchanged.
            Stage::Parser | Stage::Compiler => {
                let is_single = source.unit.get().is_some_and(|(mode, _)| mode.is_single());
                !(is_single && is_last) || source.text.ends_with('\n')
            }
        };
        // The tokenizer is on another line at the end of a multi-line fault, and when a bracket
        // turns out to be open.
        let is_read = is_last || !error.message.ends_with("was never closed");
        let has_newline = has_newline && is_read && end_line == line;
        let newline = if has_newline { "\n" } else { "" };
        let mut text = match error.stage {
            // The lines typed at a prompt can be read again, like those of a file.
            Stage::Compiler if !is_file && !source.name.starts_with("<stdin>") => None,
            _ => Some(source.line(line as u32).to_string() + newline),
        };
        if let Some(text) = &mut text
            && let Some(null) = text.find('\0')
        {
            text.truncate(null);
            (column, end_column) = (0, Some(0));
        }
        SyntaxDetail {
            message,
            file: Some(source.name.clone()),
            line: Some(line),
            column: Some(column),
            text,
            end_line: Some(end_line),
            end_column,
        }
    }

    /// The location attributes of an exception.
    pub fn of(vm: &Vm, exception: &Ref<Exception>) -> SyntaxDetail {
        let value = exception.as_value();
        let number = |name| attribute(vm, value, name).and_then(|n| n.as_small_int());
        let message = attribute(vm, value, "msg").and_then(|m| vm.str(&m).ok());
        SyntaxDetail {
            message: message.map(|m| m.as_str().to_string()),
            file: attribute(vm, value, "filename")
                .filter(|file| !file.is_none())
                .and_then(|file| Some(vm.str(&file).ok()?.as_str().to_string())),
            line: number("lineno"),
            column: number("offset"),
            text: text_attribute(vm, value, "text"),
            end_line: number("end_lineno"),
            end_column: number("end_offset"),
        }
    }

    /// The last line: class and message.
    pub fn headline(&self, class: &str) -> String {
        let message = self.message.as_deref().filter(|m| !m.is_empty());
        let message = message.unwrap_or("<no detail available>");
        match (&self.file, self.line) {
            (Some(file), None) => format!("{class}: {message} ({file})"),
            _ => format!("{class}: {message}"),
        }
    }

    /// All lines: location, faulty line, marks, message.
    pub fn format(&self, class: &str) -> Vec<String> {
        let mut lines = Vec::new();
        if let Some(line) = self.line {
            let file = self.file.as_deref().unwrap_or("<string>");
            lines.push(format!("  File \"{file}\", line {line}\n"));
        }
        if let Some(text) = &self.text {
            self.format_text(text, &mut lines);
        }
        lines.push(self.headline(class) + "\n");
        lines
    }

    fn format_text(&self, text: &str, lines: &mut Vec<String>) {
        let count = |text: &str| text.chars().count() as i64;
        let line = text.trim_end_matches('\n');
        let shown = line.trim_start_matches([' ', '\n', '\x0c']);
        lines.push(format!("    {shown}\n"));
        let Some(mut start) = self.column else { return };
        let behind = count(line) + 1;
        let mut end = match self.end_column {
            _ if self.line != self.end_line => behind,
            None | Some(0) => start,
            Some(end) => end,
        };
        if !text.is_empty() && start > count(text) {
            start = behind;
        }
        if !text.is_empty() && end > count(text) {
            end = behind;
        }
        if start >= end || end < 0 {
            end = start.saturating_add(1);
        }
        let first = start - 1 - (count(line) - count(shown));
        if first < 0 {
            return;
        }
        // Tabs stay tabs, so that the marks line up.
        let blanks = shown.chars().take(first as usize);
        let blanks: String = blanks.map(|c| if c.is_whitespace() { c } else { ' ' }).collect();
        lines.push(format!("    {blanks}{}\n", "^".repeat((end - start) as usize)));
    }
}

/// The exception for a syntax error.
pub fn to_exception(vm: &Vm, error: &SyntaxError, source: &Source) -> Raised {
    let exc = match error.kind {
        SyntaxErrorKind::Syntax => Exc::SyntaxError,
        SyntaxErrorKind::Indentation => Exc::IndentationError,
        SyntaxErrorKind::Tab => Exc::TabError,
        SyntaxErrorKind::Recursion => return vm.error(Exc::RecursionError, &*error.message),
    };
    let detail = SyntaxDetail::of_error(error, source);
    let number = |n: Option<i64>| n.map_or(Value::NONE, Value::from);
    let text = |t: Option<String>| t.map_or(Value::NONE, Value::from);
    let place = Tuple::new([
        text(detail.file),
        number(detail.line),
        number(detail.column),
        text(detail.text),
        number(detail.end_line),
        number(detail.end_column),
    ]);
    let args = [Value::from(error.message.as_str()), place.into_value()];
    // The class's own `__init__` sets the attributes from the arguments.
    match vm.call(vm.exception_class(exc).as_value(), &args).map(|made| made.into_ref()) {
        Ok(Ok(made)) => Raised(made),
        Ok(Err(_)) => vm.error_with(exc, args),
        Err(raised) => raised,
    }
}

/// All independent errors of a file, in source order.
pub fn all_errors(source: &Rc<Source>, bounds: Bounds<'_>) -> Vec<SyntaxError> {
    hob_grammar::all_errors(&source.text, |module| {
        let compiled =
            compile::compile_module(module, source, Mode::File, Optimization::None, bounds);
        compiled.err().map(CompileError::into_syntax_error)
    })
}

/// Shows a SyntaxWarning about a span of a source text.
///
/// # Errors
/// A SyntaxError with the same message, if a filter turns such warnings into errors.
pub fn warn(vm: &Vm, source: &Source, message: &str, span: Span) -> VmResult<()> {
    let file = source.name.as_str();
    let warning = Warning {
        message: message.into(),
        category: vm.exception_class(Exc::SyntaxWarning),
        file: file.to_string(),
        line: i64::from(source.position(span.start).0),
        module: file.strip_suffix(".py").unwrap_or(file).into(),
        registry: Value::NONE,
        source: Value::NONE,
        mentions_tracemalloc: false,
    };
    match warnings::warn_explicit(vm, warning) {
        Err(raised) if vm.is_exception(&raised, Exc::SyntaxWarning) => {
            Err(to_exception(vm, &SyntaxError::new(message, span), source))
        }
        result => result,
    }
}

/// The text of a syntax error, as CPython prints it.
pub fn format_error(error: &SyntaxError, source: &Source) -> String {
    SyntaxDetail::of_error(error, source).format(error.kind.name()).concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_the_faulty_part() {
        for (text, span, expected) in [
            ("x = = 1\n", (4, 5), "    x = = 1\n        ^\n"),
            ("if x:\n  é = 1 2\n", (13, 14), "    é = 1 2\n        ^\n"),
            ("\tx y", (1, 4), "    \tx y\n    \t^^^\n"),
            ("f(\n", (1, 2), "    f(\n     ^\n"),
            ("(a\nb", (1, 4), "    (a\n     ^\n"),
            ("", (0, 0), "    \n    ^\n"),
        ] {
            let source = Source::new("x.py", text);
            let error = SyntaxError::new("m", Span::new(span.0, span.1));
            let (line, _) = source.position(span.0);
            let expected = format!("  File \"x.py\", line {line}\n{expected}SyntaxError: m\n");
            assert_eq!(format_error(&error, &source), expected, "{text:?}");
        }
    }
}
