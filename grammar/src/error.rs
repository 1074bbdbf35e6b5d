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
    /// `RecursionError`: correct, but nested more deeply than the parser allows.
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

/// The part of CPython that reports an error. It decides which attributes the exception has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// The tokenizer: the end of the fault is its start, and the line has no newline.
    Tokenizer,
    /// The parser.
    #[default]
    Parser,
    /// The parser, reading a single expression: the line may have no newline.
    ExpressionParser,
    /// The compiler: only the file can tell the line.
    Compiler,
}

/// The end of a fault, as CPython's parser gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorEnd {
    /// The end of its span.
    Span,
    /// The start of its span.
    Start,
    /// The column 0.
    Zero,
    /// The column -1.
    Unknown,
    /// No column.
    Missing,
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
    /// The part of CPython that reports it.
    pub stage: Stage,
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
            stage: Stage::default(),
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

    /// The same error, reported by another part.
    pub fn at_stage(mut self, stage: Stage) -> SyntaxError {
        self.stage = stage;
        self
    }

    /// Whether CPython gives no location: the text could not be decoded, or is not source text.
    pub fn has_no_location(&self) -> bool {
        let starts = ["Non-UTF-8 code", "encoding problem", "source code string cannot contain"];
        starts.iter().any(|start| self.message.starts_with(start))
    }

    /// Whether CPython reports the line but no column.
    pub fn has_no_column(&self) -> bool {
        self.message.starts_with("Exceeds the limit (")
    }

    /// The end of the fault. It depends on the macro of CPython's parser that reports the message
    /// (`Parser/pegen.h`).
    pub fn end(&self) -> ErrorEnd {
        let message = self.message.as_str();
        match self.kind {
            SyntaxErrorKind::Tab => return ErrorEnd::Zero,
            SyntaxErrorKind::Indentation if message.starts_with("too many levels") => {
                return ErrorEnd::Zero;
            }
            SyntaxErrorKind::Indentation if !message.starts_with("expected an indented block") => {
                return ErrorEnd::Unknown;
            }
            _ => {}
        }
        match message {
            "unexpected EOF while parsing" => ErrorEnd::Unknown,
            "unexpected character after line continuation character"
            | "':' expected after dictionary key" => ErrorEnd::Zero,
            "Type parameter list cannot be empty" | "Expected one or more names after 'import'" => {
                ErrorEnd::Start
            }
            "not a chance" => ErrorEnd::Missing,
            _ if message.starts_with("future feature") => ErrorEnd::Missing,
            _ if message.ends_with("was never closed") || self.has_no_column() => ErrorEnd::Zero,
            _ if self.stage == Stage::Tokenizer && !message.starts_with("leading zeros") => {
                ErrorEnd::Start
            }
            _ => ErrorEnd::Span,
        }
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
    /// The token that contains it, whose line CPython shows.
    pub token: Span,
}
