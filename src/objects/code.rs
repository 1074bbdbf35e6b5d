//! Code objects: the compiled form of a module, class body or function.

use super::str::Str;
use crate::bytecode::Instructions;
use crate::runtime::feedback::Site;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};
use crate::vm::monitor::Watch;
use hob_grammar::ast::Span;
use std::cell::{Cell, LazyCell, OnceCell, RefCell, UnsafeCell};
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
    /// The text of `exec()` with one statement of which values are printed.
    Single,
    /// A line of the REPL: values of expression statements are printed, and `await` may stand
    /// outside functions, which makes the module's code a coroutine.
    Interactive,
    /// A cell of a notebook: as `Interactive`, but only the value of the last statement is shown.
    Cell,
    /// As `Exec`, and `await` may stand outside functions (`ast.PyCF_ALLOW_TOP_LEVEL_AWAIT`).
    AwaitingExec,
    /// As `Eval`, and `await` may stand outside functions.
    AwaitingEval,
    /// As `Single`, and `await` may stand outside functions.
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

    /// The mode with `await` allowed outside functions.
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

    /// Whether it is one statement of which values are printed.
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
    /// The optimization of a level as `compile` counts it; higher ones than 2 mean the same.
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

/// A source text and its name, shared by all code compiled from it.
pub struct Source {
    /// The file's path as tracebacks show it, or `<string>`, `<stdin>`, ….
    pub name: String,
    /// The text. One that comes with the interpreter is unpacked when it is first read: running code
    /// that was compiled before needs none.
    pub text: LazyCell<String, Box<dyn FnOnce() -> String>>,
    line_starts: OnceCell<Vec<u32>>,
    /// Whether a program has compiled it under a name of its own choice: that of a template, say, whose
    /// text is another.
    pub is_of_program: bool,
}

impl Source {
    /// A source with this name and text.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Rc<Source> {
        let text = text.into();
        Source::of_later(name, move || text)
    }

    /// A source that a program compiles.
    pub fn of_program(name: impl Into<String>, text: impl Into<String>) -> Rc<Source> {
        let text = text.into();
        Rc::new(Source {
            name: name.into(),
            text: LazyCell::new(Box::new(move || text)),
            line_starts: OnceCell::new(),
            is_of_program: true,
        })
    }

    /// A source whose text is made when it is first read.
    pub fn of_later(
        name: impl Into<String>,
        text: impl FnOnce() -> String + 'static,
    ) -> Rc<Source> {
        let text = LazyCell::new(Box::new(text) as Box<dyn FnOnce() -> String>);
        let (name, line_starts) = (name.into(), OnceCell::new());
        Rc::new(Source { name, text, line_starts, is_of_program: false })
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

    /// The text of a line counted from 1, without its end; empty if there is no such line.
    pub fn line(&self, line: u32) -> &str {
        let starts = self.starts();
        let Some(start) = (line as usize).checked_sub(1).and_then(|i| starts.get(i)) else {
            return "";
        };
        let end = starts.get(line as usize).map_or(self.text.len(), |e| *e as usize);
        self.text[*start as usize..end].trim_end_matches(['\n', '\r'])
    }
}

/// The kind of a code object, and the form of its signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CodeFlags {
    /// `*args`: the parameter register after the positional and keyword-only ones.
    pub varargs: bool,
    /// `**kwargs`: the parameter register after all others.
    pub varkeywords: bool,
    /// Contains `yield`.
    pub generator: bool,
    /// `async def`. With `generator`, an asynchronous generator.
    pub coroutine: bool,
    /// The body of a class: names live in a dictionary.
    pub class_body: bool,
    /// A module, `exec` or `eval` string.
    pub module: bool,
}

/// An entry of the exception table: instructions `start..end` are guarded.
#[derive(Clone, Copy, Debug)]
pub struct Guard {
    /// First guarded instruction.
    pub(crate) start: u32,
    /// The instruction after the last guarded one.
    pub(crate) end: u32,
    /// The handler's first instruction.
    pub(crate) handler: u32,
    /// Temporaries from here on are dropped; the exception goes into this register.
    pub(crate) depth: u16,
}

/// The inline cache of an attribute instruction; one for each that has a cache operand.
pub struct AttributeCache {
    /// The attribute's interned name.
    pub(crate) name: Ref<Str>,
    /// The layouts that came by, and where they have the attribute.
    pub(crate) site: Site,
}

impl AttributeCache {
    /// An empty cache for an attribute with an interned name.
    pub fn new(name: Ref<Str>) -> AttributeCache {
        AttributeCache { name, site: Site::default() }
    }
}

/// An inline cache of a global look-up.
pub struct GlobalCache {
    /// The version of the module's dict for which the entry is right.
    pub(crate) version: u64,
    /// The version of the builtins for which it is right, if it points there.
    pub(crate) builtins_version: u64,
    /// The entry's position; `u32::MAX` for none.
    pub(crate) index: u32,
    /// Whether the entry is one of the builtins.
    pub(crate) builtin: bool,
}

impl Default for GlobalCache {
    fn default() -> GlobalCache {
        GlobalCache { version: 0, builtins_version: 0, index: u32::MAX, builtin: false }
    }
}

/// The payload of a code object.
pub struct Code {
    /// `f`, `<lambda>`, `<module>`, ….
    pub(crate) name: Ref<Str>,
    /// `C.f.<locals>.g`
    pub(crate) qualname: Ref<Str>,
    /// The source it was compiled from.
    pub(crate) source: Rc<Source>,
    /// The line of the `def`, `class` or `lambda` (of its first decorator, if any), from 1.
    pub(crate) first_line: u32,
    /// Its kind and the form of its signature.
    pub(crate) flags: CodeFlags,
    /// The number of positional parameters, positional-only ones included.
    pub(crate) positional: u16,
    /// The number of parameters if a call with as many positional arguments needs no binding and
    /// runs at once: no `*args`, `**kwargs`, keyword-only ones, no generator or coroutine.
    /// `u16::MAX` otherwise.
    pub(crate) plain_parameters: u16,
    /// The number of positional-only ones among them.
    pub(crate) positional_only: u16,
    /// The number of keyword-only parameters, in the registers after the positional ones.
    pub(crate) keyword_only: u16,
    /// Names of the registers that are variables, from register 0: positional parameters,
    /// keyword-only ones, `*args`, `**kwargs`, then the other local variables.
    pub(crate) locals: Vec<Ref<Str>>,
    /// Registers among `locals` that hold cells, in order.
    pub(crate) cells: Vec<u16>,
    /// Names of the variables of enclosing functions that this one uses, by closure index.
    pub(crate) free: Vec<Ref<Str>>,
    /// The number of registers, variables and temporaries together.
    pub(crate) registers: u16,
    /// The instructions.
    pub(crate) instructions: Instructions,
    /// The source span of each instruction. One without length belongs to the line of the instruction
    /// before it: no statement begins there.
    pub(crate) spans: Vec<Span>,
    /// Constants that instructions name.
    pub(crate) constants: Vec<Value>,
    /// Names that instructions name directly (`LoadName`, imports, …).
    pub(crate) names: Vec<Ref<Str>>,
    /// Inline caches of attribute instructions.
    pub(crate) attribute_caches: Box<[AttributeCache]>,
    /// Inline caches of `LoadGlobal`, by name index: one for each instruction.
    pub(crate) global_caches: Box<[UnsafeCell<GlobalCache>]>,
    /// The exception table; inner entries come before the ones that enclose them.
    pub(crate) guards: Vec<Guard>,
    /// The docstring.
    pub(crate) doc: Option<Ref<Str>>,
    /// For a class body: how many attributes its methods give `self`, at least.
    pub(crate) attribute_hint: u16,
    /// Whether `types.coroutine` has made the generators of this code awaitable.
    pub(crate) iterable_coroutine: Cell<bool>,
    /// The number that the event loop's recorder has given it; 0 for none.
    pub(crate) recorded: Cell<u16>,
    /// The parts that are watched, and by whom.
    pub(crate) watch: RefCell<Option<Rc<Watch>>>,
}

impl Object for Code {
    const KIND: Kind = Kind::Code;

    fn traverse(&self, visit: Visitor<'_>) {
        self.constants.iter().for_each(visit);
    }
}

/// The offset of an instruction as programs see it: CPython's instructions are two bytes long.
pub fn unit_offset(instruction: u32) -> Value {
    Value::from(i64::from(instruction) * 2)
}

/// The instruction at an offset that a program has given.
pub fn unit_index(offset: i64) -> u32 {
    u32::try_from(offset / 2).unwrap_or(0)
}

/// The parts that `code.replace()` can change; none keeps a part.
#[derive(Default)]
pub struct Replaced {
    /// `co_name`
    pub name: Option<Ref<Str>>,
    /// `co_qualname`
    pub qualname: Option<Ref<Str>>,
    /// `co_filename`
    pub file: Option<String>,
    /// `co_firstlineno`
    pub first_line: Option<u32>,
}

impl Code {
    /// The same code under other names, with caches of its own.
    pub fn replace(&self, new: Replaced) -> Ref<Code> {
        let source = match new.file {
            Some(name) => {
                let old = self.source.clone();
                Source::of_later(name, move || old.text.clone())
            }
            None => self.source.clone(),
        };
        let caches = self.attribute_caches.iter();
        Ref::new(Code {
            name: new.name.unwrap_or_else(|| self.name.clone()),
            qualname: new.qualname.unwrap_or_else(|| self.qualname.clone()),
            source,
            first_line: new.first_line.unwrap_or(self.first_line),
            flags: self.flags,
            positional: self.positional,
            plain_parameters: self.plain_parameters,
            positional_only: self.positional_only,
            keyword_only: self.keyword_only,
            locals: self.locals.clone(),
            cells: self.cells.clone(),
            free: self.free.clone(),
            registers: self.registers,
            instructions: self.instructions.clone(),
            spans: self.spans.clone(),
            constants: self.constants.clone(),
            names: self.names.clone(),
            attribute_caches: caches.map(|c| AttributeCache::new(c.name.clone())).collect(),
            global_caches: self.global_caches.iter().map(|_| Default::default()).collect(),
            guards: self.guards.clone(),
            doc: self.doc.clone(),
            attribute_hint: self.attribute_hint,
            iterable_coroutine: Cell::new(self.iterable_coroutine.get()),
            recorded: Cell::new(0),
            watch: RefCell::default(),
        })
    }

    /// The innermost guarded range that an instruction is in.
    pub(crate) fn guard_at(&self, instruction: u32) -> Option<&Guard> {
        self.guards.iter().find(|guard| (guard.start..guard.end).contains(&instruction))
    }

    /// The number of registers that parameters take.
    pub fn parameter_count(&self) -> usize {
        usize::from(self.positional)
            + usize::from(self.keyword_only)
            + usize::from(self.flags.varargs)
            + usize::from(self.flags.varkeywords)
    }

    /// The span of the instruction at `index`.
    pub fn span(&self, index: usize) -> Span {
        self.spans.get(index).copied().unwrap_or_default()
    }

    /// The line, from 1, of the instruction at `index`.
    pub fn line(&self, index: usize) -> u32 {
        let spans = self.spans.get(..=index).unwrap_or_default();
        match spans.iter().rev().find(|span| span.start < span.end) {
            Some(span) => self.source.position(span.start).0,
            None => self.first_line,
        }
    }
}
