//! The types of syntax errors and warnings. `diagnose` chooses the message.

use crate::ast::Span;
use std::fmt;

/// The exception that CPython raises for a faulty source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// `SyntaxError`
    Syntax,
    /// `IndentationError`
    Indentation,
    /// `TabError`
    Tab,
    /// `RecursionError`: correct, but nested more deeply than the parser goes.
    Recursion,
}

impl SyntaxErrorKind {
    /// The name of the exception type.
    pub fn name(self) -> &'static str {
        match self {
            SyntaxErrorKind::Syntax => "SyntaxError",
            SyntaxErrorKind::Indentation => "IndentationError",
            SyntaxErrorKind::Tab => "TabError",
            SyntaxErrorKind::Recursion => "RecursionError",
        }
    }
}

/// An error in a source text.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxError {
    /// The exception to raise.
    pub kind: SyntaxErrorKind,
    /// CPython 3.13's message, to the letter.
    pub message: String,
    /// The location CPython reports.
    pub span: Span,
    /// Advice in plain words, set by [`advise`](crate::advise).
    pub hint: Option<String>,
    /// Whether further lines could complete the text.
    pub incomplete: bool,
    /// Whether the error is about the end of the text, where CPython reports no column.
    pub at_end: bool,
    /// The label at the mark in a report, set by `advise`.
    pub mark: Option<String>,
    /// The location that a report marks instead, where CPython's is not the clearest.
    pub focus: Option<Span>,
    /// Further locations that explain the error, each with its label.
    pub labels: Vec<(Span, String)>,
}

impl SyntaxError {
    /// A `SyntaxError` at a place.
    pub fn new(message: impl Into<String>, span: Span) -> SyntaxError {
        SyntaxError::of_kind(SyntaxErrorKind::Syntax, message, span)
    }

    /// An error of any kind at a place.
    pub fn of_kind(kind: SyntaxErrorKind, message: impl Into<String>, span: Span) -> SyntaxError {
        let message = message.into();
        SyntaxError {
            kind,
            message,
            span,
            hint: None,
            incomplete: false,
            at_end: false,
            mark: None,
            focus: None,
            labels: Vec::new(),
        }
    }

    /// Adds a second place.
    pub fn with_label(mut self, span: Span, label: impl Into<String>) -> SyntaxError {
        self.labels.push((span, label.into()));
        self
    }

    /// The location to show: errors about the end of a text are shown at the end of its last line.
    pub fn shown_span(&self, source: &str) -> Span {
        if !self.at_end {
            return self.span;
        }
        let text = source.strip_suffix('\n').unwrap_or(source);
        let end = text.strip_suffix('\r').unwrap_or(text).len() as u32;
        Span::new(end, end)
    }

    /// Whether the bytes could not be decoded: CPython shows no location then.
    pub fn is_about_bytes(&self) -> bool {
        ["Non-UTF-8 code", "encoding problem"].iter().any(|start| self.message.starts_with(start))
    }

    /// Marks a text that further lines could complete.
    pub fn incomplete(mut self) -> SyntaxError {
        self.incomplete = true;
        self
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.name(), self.message)
    }
}

impl std::error::Error for SyntaxError {}

/// A warning about a valid source text (`SyntaxWarning`).
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxWarning {
    /// CPython 3.13's message.
    pub message: String,
    /// The location of the doubtful text.
    pub span: Span,
}
