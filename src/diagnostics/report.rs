//! Reports for readers: the error, its location, the calls that led there, and advice.
//!
//! An uncaught exception and a syntax error both become a [`Diagnostic`]; one renderer draws it for
//! a terminal. Elsewhere the text is CPython's.

use super::syntax::SyntaxDetail;
use super::traceback::format_exception;
use super::{ShownSources, story, syntax};
use crate::compile::Bounds;
use crate::objects::code::Source;
use crate::objects::exception::{Exc, Exception};
use crate::runtime::Ref;
use crate::text::pace::AtOnce;
use crate::text::wrap::{COLUMNS, hang, wrap};
use crate::vm::Vm;
use ariadne::{Cache, Color, Config, IndexType, Label, Report, ReportKind};
use hob_grammar::SyntaxError;
use hob_grammar::ast::Span;
use std::io::IsTerminal;
use std::ops::Range;
use std::rc::Rc;
use unicode_width::UnicodeWidthStr;

/// The form of error messages (`--errors`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ErrorStyle {
    /// CPython's text.
    Plain,
    /// A drawn report.
    Pretty,
    /// `Pretty` if standard error is a terminal, otherwise `Plain`.
    #[default]
    Auto,
}

impl ErrorStyle {
    /// The style with this name on the command line.
    pub fn from_name(name: &str) -> Option<ErrorStyle> {
        match name {
            "plain" => Some(ErrorStyle::Plain),
            "pretty" => Some(ErrorStyle::Pretty),
            "auto" => Some(ErrorStyle::Auto),
            _ => None,
        }
    }

    /// Whether reports are drawn.
    pub fn is_pretty(self) -> bool {
        match self {
            ErrorStyle::Plain => false,
            ErrorStyle::Pretty => true,
            ErrorStyle::Auto => std::io::stderr().is_terminal(),
        }
    }
}

/// The heading of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heading {
    /// The error itself.
    Error,
    /// A warning: the program continues.
    Warning,
    /// The cause of an exception (`raise … from …`).
    Cause,
    /// The exception that was being handled when another was raised.
    Context,
    /// Members of a group with equal reports: their numbers, from 1, the size of the group, and
    /// their tasks.
    Member {
        /// The numbers.
        numbers: Vec<usize>,
        /// The number of members of the group.
        of: usize,
        /// The names of the tasks that raised them.
        tasks: Vec<String>,
    },
}

impl Heading {
    /// The first word of the report.
    fn word(&self) -> &'static str {
        match self {
            Heading::Warning => "Warning: ",
            _ => "Error: ",
        }
    }

    /// The line above the report, if it needs one. `outer` is the number of the enclosing group,
    /// followed by a period.
    fn line(&self, outer: &str) -> Option<String> {
        match self {
            Heading::Error | Heading::Warning => None,
            Heading::Cause => Some("It was raised because of this:".to_string()),
            Heading::Context => Some("It was raised while this was being handled:".to_string()),
            Heading::Member { numbers, of, tasks } => {
                let numbers: Vec<String> = numbers.iter().map(|n| format!("{outer}{n}")).collect();
                let from = match &tasks[..] {
                    [] => String::new(),
                    [one] => format!(", from task '{one}'"),
                    many => format!(", from tasks '{}'", many.join("', '")),
                };
                Some(format!("{} of {of}{from}:", numbers.join(" and ")))
            }
        }
    }
}

/// A report about a location in a source text.
pub struct Diagnostic {
    /// The heading.
    pub heading: Heading,
    /// The class of the exception, such as `NameError`.
    pub class: String,
    /// The message, without the class.
    pub message: String,
    /// The location; none if the source is unknown.
    pub place: Option<(Rc<Source>, Span)>,
    /// The label at the location.
    pub mark: Option<String>,
    /// Further locations in the same source, with their labels.
    pub labels: Vec<(Span, String)>,
    /// The names at the location with their values.
    pub values: Vec<(Span, String)>,
    /// The exception's own notes, and its origin.
    pub notes: Vec<String>,
    /// Advice in plain words.
    pub hints: Vec<String>,
    /// The calls, awaits and tasks that led to the location, outermost first.
    pub way: Vec<String>,
    /// Reports shown below it: causes, members of a group.
    pub related: Vec<Diagnostic>,
}

impl Diagnostic {
    /// The report about a syntax error.
    pub fn of_syntax_error(error: &SyntaxError, source: &Rc<Source>) -> Diagnostic {
        Diagnostic {
            heading: Heading::Error,
            class: error.kind.name().to_string(),
            message: error.message.clone(),
            place: Some((source.clone(), error.focus.unwrap_or(error.shown_span(&source.text)))),
            mark: error.mark.clone(),
            labels: error.labels.clone(),
            values: Vec::new(),
            notes: Vec::new(),
            hints: error.hint.iter().cloned().collect(),
            way: Vec::new(),
            related: Vec::new(),
        }
    }

    /// The report about an uncaught SyntaxError, if its source text is available: with all errors
    /// of the file, if it is one of them.
    fn of_syntax_exception(vm: &Vm, exception: &Ref<Exception>) -> Option<Vec<Diagnostic>> {
        let detail = SyntaxDetail::of(vm, exception);
        let file = match &detail.file {
            Some(file) => file.clone(),
            // The message about undecodable bytes contains the name of the file.
            None => detail
                .message
                .as_deref()?
                .split(" in file ")
                .nth(1)?
                .split(" on line")
                .next()?
                .into(),
        };
        let source = match vm.extension::<ShownSources>().find(&file) {
            Some(source) => source,
            None => {
                let path = std::path::Path::new(&file);
                let bytes = vm.may_read(path).then(|| std::fs::read(path).ok())??;
                match hob_grammar::decode_file(&bytes, &file) {
                    Ok(text) => Source::new(file, text),
                    Err(error) => {
                        let text = String::from_utf8_lossy(&bytes);
                        let error = hob_grammar::advise(&text, error);
                        let source = Source::verbatim(file, text);
                        return Some(vec![Diagnostic::of_syntax_error(&error, &source)]);
                    }
                }
            }
        };
        let bounds = Bounds { stack_floor: vm.stack_floor.get(), pace: &AtOnce };
        let errors = syntax::all_errors(&source, bounds);
        if errors.iter().any(|error| SyntaxDetail::of_error(error, &source) == detail) {
            return Some(errors.iter().map(|e| Diagnostic::of_syntax_error(e, &source)).collect());
        }
        let offset = |line: Option<i64>, column: Option<i64>| {
            source
                .offset(u32::try_from(line?).ok()?, usize::try_from(column?).ok()?.checked_sub(1)?)
        };
        let start = offset(detail.line, detail.column)?;
        let end = offset(detail.end_line, detail.end_column).unwrap_or(start);
        let error = SyntaxError::new(detail.message?, Span::new(start, end));
        let class = super::traceback::class_name(vm, exception);
        Some(vec![Diagnostic { class, ..Diagnostic::of_syntax_error(&error, &source) }])
    }

    /// The drawn report, with its related ones.
    pub fn render(&self, colored: bool) -> String {
        self.render_in(colored, "")
    }

    fn render_in(&self, colored: bool, outer: &str) -> String {
        let line = self.heading.line(outer);
        let mut text = line.map_or(String::new(), |line| format!("\n{line}\n"));
        text += &self.render_one(colored);
        let own = match &self.heading {
            Heading::Member { numbers, .. } => format!("{outer}{}.", numbers[0]),
            _ => outer.to_string(),
        };
        for related in &self.related {
            text += &related.render_in(colored, &own);
        }
        text
    }

    fn render_one(&self, colored: bool) -> String {
        let title = match self.message.is_empty() {
            true => self.class.clone(),
            false => format!("{}: {}", self.class, self.message),
        };
        let word = self.heading.word();
        let title = hang(&format!("{word}{title}"), COLUMNS, word.len());
        let title = &title[word.len()..];
        let mut sources = Sources::default();
        let place =
            self.place.as_ref().map(|(source, span)| (sources.add(source), range(source, *span)));
        let Some((at, span)) = place else { return self.render_without_source(title) };
        let config = Config::default().with_color(colored).with_index_type(IndexType::Byte);
        let (kind, color) = match self.heading {
            Heading::Warning => (ReportKind::Warning, Color::Yellow),
            _ => (ReportKind::Error, Color::Red),
        };
        let report = Report::build(kind, (at, span.clone()));
        let mut report = report.with_config(config).with_message(title);
        let mark = Label::new((at, span)).with_color(color).with_priority(1);
        let margin = self.margin();
        let fits = |source: &Source, span: Span, text: &str| {
            margin + self.labels_at(source, span) + text.width() <= COLUMNS
        };
        // Values that do not fit next to their labels become a note.
        let (values, others): (Vec<_>, Vec<_>) = self.values.iter().partition(|(span, text)| {
            self.place.as_ref().is_some_and(|(source, _)| fits(source, *span, text))
        });
        let is_whole = |(value, _): &&(Span, String)| {
            self.place.as_ref().is_some_and(|(_, place)| place == value)
        };
        if values.is_empty() {
            report.add_label(mark.with_message(self.mark.as_deref().unwrap_or("here")));
        } else if !values.iter().any(is_whole) {
            // Drawn last, so that it is underlined although it has no text.
            report.add_label(mark.with_order(1));
        }
        if let Some((source, _)) = &self.place {
            for (span, text) in self.labels.iter().chain(values) {
                let label = Label::new((at, range(source, *span))).with_color(Color::Blue);
                report.add_label(label.with_message(text));
            }
        }
        let others: Vec<&str> = others.iter().map(|(_, text)| text.as_str()).collect();
        let others = Some(others.join("\n")).filter(|text| !text.is_empty());
        let width = COLUMNS - margin - "Note 1: ".len();
        for note in others.iter().chain(&self.notes) {
            report.add_note(wrap(note, width));
        }
        for hint in &self.hints {
            report.add_help(wrap(hint, width));
        }
        if !self.way.is_empty() {
            report.add_note(format!("{WAY}\n{}", self.way_text(width)));
        }
        let mut drawn = Vec::new();
        match report.finish().write(&mut sources, &mut drawn) {
            Ok(()) => String::from_utf8_lossy(&drawn).into_owned(),
            Err(_) => self.render_without_source(title),
        }
    }

    fn render_without_source(&self, title: &str) -> String {
        const INDENT: usize = "  Note: ".len();
        let mut text = format!("{}{title}\n", self.heading.word());
        let mut add = |heading: &str, body: &str| {
            text += &hang(&format!("  {heading}: {body}"), COLUMNS, INDENT);
            text.push('\n');
        };
        self.notes.iter().for_each(|note| add("Note", note));
        self.hints.iter().for_each(|hint| add("Help", hint));
        if !self.way.is_empty() {
            add("Note", &format!("{WAY}\n{}", self.way_text(COLUMNS - INDENT)));
        }
        text
    }

    /// The calls that led to the location, in lines of at most `width` columns.
    fn way_text(&self, width: usize) -> String {
        let lines: Vec<String> = self.way.iter().map(|line| hang(line, width, 2)).collect();
        lines.join("\n")
    }

    /// The columns that the drawing puts before each line: a line number and a bar.
    fn margin(&self) -> usize {
        let Some((source, place)) = &self.place else { return 0 };
        let labels = self.labels.iter().chain(&self.values).map(|(span, _)| span);
        let line = |span: &Span| source.position(span.end).0;
        let last = labels.chain([place]).map(line).max().unwrap_or(1);
        last.to_string().len() + " ".len() + " │ ".chars().count()
    }

    /// The column, within the source line, at which the labels on a span's last line begin.
    fn labels_at(&self, source: &Source, span: Span) -> usize {
        const ARROW: usize = 3;
        let (line, _) = source.position(span.end);
        let labels = self.labels.iter().chain(&self.values).map(|(span, _)| span);
        let place = self.place.as_ref().map(|(_, place)| place);
        let ends = labels.chain(place).map(|span| source.position(span.end));
        let ends = ends.filter(|(at, _)| *at == line).map(|(_, column)| column as usize);
        let text = source.line(line);
        let column = |end: usize| text[..text.floor_char_boundary(end.min(text.len()))].width();
        ends.map(column).max().unwrap_or(0) + ARROW
    }
}

/// The heading of the calls that led to an error.
const WAY: &str = "How the program got there:";

/// The byte range of a span: at least one character of the text, if there is one.
fn range(source: &Source, span: Span) -> Range<usize> {
    let text = &source.text;
    let start = text.floor_char_boundary((span.start as usize).min(text.len()));
    let end = text.ceil_char_boundary((span.end as usize).clamp(start, text.len()));
    if start < end {
        return start..end;
    }
    match text[start..].chars().next() {
        Some(c) => start..start + c.len_utf8(),
        None => {
            text.trim_end().char_indices().next_back().map_or(0, |(i, _)| i)..text.trim_end().len()
        }
    }
}

/// The source texts quoted in a report.
#[derive(Default)]
struct Sources(Vec<(String, ariadne::Source<String>)>);

impl Sources {
    fn add(&mut self, source: &Source) -> usize {
        self.0.push((
            super::story::short_path(&source.name),
            ariadne::Source::from(source.text.to_string()),
        ));
        self.0.len() - 1
    }
}

impl Cache<usize> for &mut Sources {
    type Storage = String;

    fn fetch(&mut self, id: &usize) -> Result<&ariadne::Source<String>, impl std::fmt::Debug> {
        self.0.get(*id).map(|(_, source)| source).ok_or("no such source")
    }

    fn display<'a>(&self, id: &'a usize) -> Option<impl std::fmt::Display + 'a> {
        self.0.get(*id).map(|(name, _)| name.clone())
    }
}

/// The message about an uncaught exception, in the given style.
pub fn report_exception(vm: &Vm, exception: &Ref<Exception>, style: ErrorStyle) -> String {
    match style.is_pretty() {
        true => draw_exception(vm, exception, is_colored()),
        false => format_exception(vm, exception),
    }
}

/// The drawn report of an uncaught exception.
pub fn draw_exception(vm: &Vm, exception: &Ref<Exception>, colored: bool) -> String {
    let class = vm.class_of(exception.as_value());
    let is = |exc: Exc| class.is_subclass_of(&vm.exception_class(exc));
    let diagnostics = match is(Exc::SyntaxError) {
        true => Diagnostic::of_syntax_exception(vm, exception),
        false => Some(vec![story::of_exception(vm, exception)]),
    };
    let Some(diagnostics) = diagnostics else { return format_exception(vm, exception) };
    let mut text: String = diagnostics.iter().map(|found| found.render(colored)).collect();
    if diagnostics.len() > 1 {
        text += &format!("{} errors\n", diagnostics.len());
    }
    text
}

/// The message about a syntax error, in the given style.
pub fn report_syntax_error(error: &SyntaxError, source: &Rc<Source>, style: ErrorStyle) -> String {
    if style.is_pretty() {
        let error = hob_grammar::advise(&source.text, error.clone());
        Diagnostic::of_syntax_error(&error, source).render(is_colored())
    } else {
        syntax::format_error(error, source)
    }
}

/// Whether to use colours: on a terminal, unless `NO_COLOR` is set (no-color.org).
pub(super) fn is_colored() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_a_syntax_error() {
        let source = Source::new("x.py", "x = (1,\ny = 2\n");
        let error = SyntaxError::new("'(' was never closed", Span::new(4, 5));
        let error = hob_grammar::advise(&source.text, error);
        let drawn = Diagnostic::of_syntax_error(&error, &source).render(false);
        for part in ["SyntaxError: '(' was never closed", "x.py:1:5", "x = (1,", "add the ')'"] {
            assert!(drawn.contains(part), "{part} is missing in\n{drawn}");
        }
    }
}
