//! Source texts, and the ways to compile them.

use std::cell::{Cell, LazyCell, OnceCell};
use std::rc::Rc;

/// The kind of a source text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// A file or imported module: its names are globals.
    File,
    /// The text of `exec()`: its names live in a namespace that need not be the globals.
    Exec,
    /// The text of `eval()`: one expression, whose value the code returns.
    Eval,
    /// The text of `exec()` with one statement, whose values are printed.
    Single,
    /// A line of the REPL: values of expression statements are printed, and `await` may be used
    /// outside functions, which makes the module's code a coroutine.
    Interactive,
    /// A cell of a notebook: like `Interactive`, but only the value of the last statement is shown.
    Cell,
    /// Like `Exec`, but `await` may be used outside functions (`ast.PyCF_ALLOW_TOP_LEVEL_AWAIT`).
    AwaitingExec,
    /// Like `Eval`, but `await` may be used outside functions.
    AwaitingEval,
    /// Like `Single`, but `await` may be used outside functions.
    AwaitingSingle,
}

impl Mode {
    /// Whether the text was entered in a session: its names are globals.
    pub fn is_interactive(self) -> bool {
        matches!(self, Mode::Interactive | Mode::Cell)
    }

    /// Whether it may `await` at its top level.
    pub fn may_await(self) -> bool {
        self != Mode::File && self.awaiting() == self
    }

    /// The same mode, but with `await` allowed outside functions.
    pub fn awaiting(self) -> Mode {
        match self {
            Mode::Exec => Mode::AwaitingExec,
            Mode::Eval => Mode::AwaitingEval,
            Mode::Single => Mode::AwaitingSingle,
            other => other,
        }
    }

    /// Whether it is one expression.
    pub fn is_expression(self) -> bool {
        matches!(self, Mode::Eval | Mode::AwaitingEval)
    }

    /// Whether it is one statement, whose values are printed.
    pub fn is_single(self) -> bool {
        matches!(self, Mode::Single | Mode::AwaitingSingle)
    }

    /// Whether its names live in a namespace that need not be the globals.
    pub fn has_namespace(self) -> bool {
        self.is_expression() || self.is_single() || matches!(self, Mode::Exec | Mode::AwaitingExec)
    }
}

/// The statements that the compiler leaves out (`-O`, `-OO`, the argument `optimize` of `compile`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Optimization {
    /// None.
    #[default]
    None,
    /// `assert`, and what depends on `__debug__`.
    Asserts,
    /// Docstrings, too.
    Docstrings,
}

impl Optimization {
    /// The optimization for a level as passed to `compile`; levels above 2 mean the same as 2.
    pub fn from_level(level: i64) -> Optimization {
        match level {
            ..=0 => Optimization::None,
            1 => Optimization::Asserts,
            _ => Optimization::Docstrings,
        }
    }

    /// The value of `__debug__`.
    pub fn is_debug(self) -> bool {
        self == Optimization::None
    }
}

/// Features of `__future__` that change how code is compiled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Features {
    /// PEP 563: annotations are kept as strings.
    pub annotations: bool,
}

/// A source text and its name, shared by all code compiled from it.
pub struct Source {
    /// The file's path as tracebacks show it, or `<string>`, `<stdin>`, ….
    pub name: String,
    /// The text, whose lines end with `\n` (but see [`Source::verbatim`]). A text that comes with
    /// the interpreter is unpacked when it is first read: running precompiled code does not need
    /// it.
    pub text: LazyCell<String, Box<dyn FnOnce() -> String>>,
    line_starts: OnceCell<Vec<u32>>,
    /// Whether a program compiled it under a name that it chose, such as that of a template with a
    /// different text.
    pub is_of_program: bool,
    /// Features enabled before its first line: those of the code that calls `compile` or `exec`.
    pub features: Features,
    /// The way in which its text was compiled; none for a text that represents a tree.
    pub unit: Cell<Option<(Mode, Optimization)>>,
}

impl Source {
    /// A source with this name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Rc<Source> {
        let text = text.into();
        Source::of_later(name, move || text)
    }

    /// A source for which these features are enabled from outside.
    pub fn inheriting(
        name: impl Into<String>,
        text: impl Into<String>,
        features: Features,
    ) -> Rc<Source> {
        let text = text.into();
        Rc::new(Source { features, ..Source::unread(name.into(), move || text) })
    }

    /// A source that a program compiles under a name of its choice.
    pub fn of_program(
        name: impl Into<String>,
        text: impl Into<String>,
        features: Features,
    ) -> Rc<Source> {
        let text = text.into();
        let source = Source::unread(name.into(), move || text);
        Rc::new(Source { is_of_program: true, features, ..source })
    }

    /// A source whose text is made when it is first read.
    pub fn of_later(
        name: impl Into<String>,
        text: impl FnOnce() -> String + 'static,
    ) -> Rc<Source> {
        Rc::new(Source::unread(name.into(), text))
    }

    /// The same source under another name.
    pub fn renamed(old: &Rc<Source>, name: impl Into<String>) -> Rc<Source> {
        let text = old.clone();
        let new = Source::unread(name.into(), move || text.text.clone());
        let (is_of_program, features) = (old.is_of_program, old.features);
        Rc::new(Source { is_of_program, features, unit: old.unit.clone(), ..new })
    }

    /// A source whose text stays as it was read, for tools that work on it with their own offsets.
    pub fn verbatim(name: impl Into<String>, text: impl Into<String>) -> Rc<Source> {
        let text = text.into();
        let read = LazyCell::new(Box::new(move || text) as Box<dyn FnOnce() -> _>);
        Rc::new(Source { text: read, ..Source::unread(name.into(), String::new) })
    }

    fn unread(name: String, text: impl FnOnce() -> String + 'static) -> Source {
        Source {
            name,
            text: LazyCell::new(Box::new(move || with_line_feeds(text()))),
            line_starts: OnceCell::new(),
            is_of_program: false,
            features: Features::default(),
            unit: Cell::new(None),
        }
    }

    fn starts(&self) -> &[u32] {
        self.line_starts.get_or_init(|| {
            let bytes = self.text.bytes().zip(1..);
            let ends = bytes.filter(|(byte, _)| *byte == b'\n').map(|(_, next)| next);
            std::iter::once(0).chain(ends).collect()
        })
    }

    /// The line, from 1, and the column in bytes, from 0, of a byte offset.
    pub fn position(&self, offset: u32) -> (u32, u32) {
        let starts = self.starts();
        let line = starts.partition_point(|s| *s <= offset).max(1);
        (line as u32, offset - starts[line - 1])
    }

    /// The byte offset of a line, from 1, and a column in code points, from 0, cut to the line.
    pub fn offset(&self, line: u32, column: usize) -> Option<u32> {
        let start = *self.starts().get((line as usize).checked_sub(1)?)?;
        let text = self.line(line);
        let bytes = text.char_indices().nth(column).map_or(text.len(), |(at, _)| at);
        Some(start + bytes as u32)
    }

    /// The text of a line counted from 1, without its line ending; empty if there is no such line.
    pub fn line(&self, line: u32) -> &str {
        let starts = self.starts();
        let Some(start) = (line as usize).checked_sub(1).and_then(|i| starts.get(i)) else {
            return "";
        };
        let end = starts.get(line as usize).map_or(self.text.len(), |e| *e as usize);
        self.text[*start as usize..end].trim_end_matches(['\n', '\r'])
    }
}

/// A text with `\n` for each line ending (Python reference, 2.1.2 "Physical lines").
fn with_line_feeds(text: String) -> String {
    match text.contains('\r') {
        false => text,
        true => text.replace("\r\n", "\n").replace('\r', "\n"),
    }
}
