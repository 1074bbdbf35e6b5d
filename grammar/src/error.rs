//! What is wrong with a source text: the types. Which message fits is decided in `diagnose`.

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

/// A fault that keeps a source text from being a program.
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxError {
    /// The exception to raise.
    pub kind: SyntaxErrorKind,
    /// CPython 3.13's message, to the letter.
    pub message: String,
    /// The place it points at.
    pub span: Span,
    /// Advice in plain words, once [`advise`](crate::advise) has been asked.
    pub hint: Option<String>,
    /// Whether the text only stops too early: more lines could make it a program.
    pub incomplete: bool,
    /// Whether it is about the end of the text, where CPython names no column.
    pub at_end: bool,
    /// What a report says at the mark, once `advise` has been asked.
    pub mark: Option<String>,
    /// The place that a report marks instead, where CPython's is not the clearest.
    pub focus: Option<Span>,
    /// Further places that explain the fault, each with what it is.
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

    /// The place to show: what is about the end of a text stands at the end of its last line.
    pub fn shown_span(&self, source: &str) -> Span {
        if !self.at_end {
            return self.span;
        }
        let text = source.strip_suffix('\n').unwrap_or(source);
        let end = text.strip_suffix('\r').unwrap_or(text).len() as u32;
        Span::new(end, end)
    }

    /// Whether bytes are no text: CPython shows no place in that case.
    pub fn is_about_bytes(&self) -> bool {
        ["Non-UTF-8 code", "encoding problem"].iter().any(|start| self.message.starts_with(start))
    }

    /// Marks a text that more lines could complete.
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

/// Something doubtful in a source text that is a program all the same (`SyntaxWarning`).
#[derive(Clone, Debug, PartialEq)]
pub struct SyntaxWarning {
    /// CPython 3.13's message.
    pub message: String,
    /// The place it is about.
    pub span: Span,
}
