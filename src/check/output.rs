//! Findings as text, as drawn reports, as JSON, and as GitHub's workflow commands.

use super::{Finding, Severity, notebook};
use crate::objects::code::Source;
use crate::text::wrap::{COLUMNS, wrap};
use ariadne::{Color, Config, IndexType, Label, Report, ReportKind};
use hob_grammar::ast::Span;
use std::fmt::Write;
use std::ops::Range;

/// The output format (`--format`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// `file:line:col: CODE message`, one per line.
    #[default]
    Text,
    /// Drawn reports.
    Pretty {
        /// With colours.
        colored: bool,
    },
    /// An array of objects.
    Json,
    /// Workflow commands (GitHub documentation, "Workflow commands for GitHub Actions").
    Github,
}

/// The findings of some files.
pub type Found = [(std::rc::Rc<Source>, Vec<Finding>)];

/// The location of a finding: lines and columns from 1, columns in characters.
struct Lines {
    line: u32,
    column: usize,
    end_line: u32,
    end_column: usize,
}

impl Lines {
    fn of(source: &Source, span: Span) -> Lines {
        let place = |offset: u32| {
            let offset = offset.min(source.text.len() as u32);
            let (line, bytes) = source.position(offset);
            let text = source.line(line);
            let before = text.get(..bytes as usize).unwrap_or(text);
            (line, before.chars().count() + 1)
        };
        let (line, column) = place(span.start);
        let (end_line, end_column) = place(span.end.max(span.start));
        Lines { line, column, end_line, end_column }
    }
}

/// The text that shows one file's findings; for [`Format::Json`], the objects without the array.
pub fn show(source: &Source, findings: &[Finding], format: Format) -> String {
    let one = |finding: &Finding| match format {
        Format::Text => text(source, finding),
        Format::Pretty { colored } => pretty(source, finding, colored),
        Format::Json => json(source, finding),
        Format::Github => github(source, finding),
    };
    let separator = if format == Format::Json { ",\n" } else { "" };
    findings.iter().map(one).collect::<Vec<_>>().join(separator)
}

fn text(source: &Source, finding: &Finding) -> String {
    let Lines { line, column, .. } = Lines::of(source, finding.span);
    let (number, message) = (finding.code.number(), &finding.message);
    match notebook::cell(source, finding.span) {
        Some((cell, before)) => {
            let line = line - before;
            format!("{}:cell {cell}:{line}:{column}: {number} {message}\n", source.name)
        }
        None => format!("{}:{line}:{column}: {number} {message}\n", source.name),
    }
}

fn github(source: &Source, finding: &Finding) -> String {
    let Lines { line, column, end_line, end_column } = Lines::of(source, finding.span);
    let about = finding.code.description();
    let command = match about.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    // GitHub ignores the columns of multi-line annotations.
    let columns = match line == end_line {
        true => format!(",col={column},endColumn={end_column}"),
        false => String::new(),
    };
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let message = match &finding.hint {
        Some(hint) => format!("{}\n{hint}", finding.message),
        None => finding.message.clone(),
    };
    format!(
        "::{command} file={},line={line},endLine={end_line}{columns},title={} {}::{}\n",
        property(&source.name),
        about.number,
        about.name,
        data(&message)
    )
}

fn json(source: &Source, finding: &Finding) -> String {
    let about = finding.code.description();
    let place = |span: Span| {
        let Lines { line, column, end_line, end_column } = Lines::of(source, span);
        format!(
            "\"line\": {line}, \"column\": {column}, \"end_line\": {end_line}, \"end_column\": {end_column}"
        )
    };
    let labels = finding.labels.iter().map(|(span, message)| {
        format!("{{{}, \"message\": {}}}", place(*span), json_string(message))
    });
    let hint = finding.hint.as_ref().map_or("null".to_string(), |hint| json_string(hint));
    format!(
        "  {{\"file\": {}, {}{}, \"code\": \"{}\", \"name\": \"{}\", \"severity\": \"{}\",\n   \
         \"message\": {}, \"hint\": {hint}, \"labels\": [{}]}}",
        json_string(&source.name),
        notebook::cell(source, finding.span)
            .map_or(String::new(), |(cell, _)| format!("\"cell\": {cell}, ")),
        place(finding.span),
        about.number,
        about.name,
        about.severity.name(),
        json_string(&finding.message),
        labels.collect::<Vec<_>>().join(", ")
    )
}

/// A string as JSON (RFC 8259, section 7).
fn json_string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c < ' ' => {
                // Writing to a string cannot fail.
                let _ = write!(quoted, "\\u{:04x}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// The columns that a drawing puts before help texts, up to line 999: ` │ Help: `.
const MARGIN: usize = 13;

fn pretty(source: &Source, finding: &Finding, colored: bool) -> String {
    let about = finding.code.description();
    let (kind, color) = match about.severity {
        Severity::Error => (ReportKind::Error, Color::Red),
        Severity::Warning => (ReportKind::Warning, Color::Yellow),
        Severity::Info => (ReportKind::Advice, Color::Cyan),
    };
    let place = |span: Span| (source.name.as_str(), range(&source.text, span));
    let config = Config::default().with_color(colored).with_index_type(IndexType::Byte);
    let mut report = Report::build(kind, place(finding.span))
        .with_config(config)
        .with_code(about.number)
        .with_message(wrap(&finding.message, COLUMNS - "[H000] Warning: ".len()))
        .with_label(
            Label::new(place(finding.span)).with_color(color).with_priority(1).with_message("here"),
        );
    for (span, message) in &finding.labels {
        report.add_label(Label::new(place(*span)).with_color(Color::Blue).with_message(message));
    }
    if let Some(hint) = &finding.hint {
        report.add_help(wrap(hint, COLUMNS - MARGIN));
    }
    let mut drawn = Vec::new();
    let text = ariadne::Source::from(source.text.as_str());
    match report.finish().write((source.name.as_str(), text), &mut drawn) {
        Ok(()) => format!("{}\n", String::from_utf8_lossy(&drawn)),
        Err(_) => self::text(source, finding),
    }
}

/// The byte range of a span: at least one character, if there is any.
fn range(text: &str, span: Span) -> Range<usize> {
    let start = (span.start as usize).min(text.len());
    let end = (span.end as usize).clamp(start, text.len());
    if start < end && text.is_char_boundary(start) && text.is_char_boundary(end) {
        return start..end;
    }
    match text.get(start..).and_then(|rest| rest.chars().next()) {
        Some(c) => start..start + c.len_utf8(),
        None => {
            let text = text.trim_end();
            text.char_indices().next_back().map_or(0, |(at, _)| at)..text.len()
        }
    }
}
