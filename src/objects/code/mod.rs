//! Code objects: the compiled form of a module, class body or function.

pub mod events;
pub mod watch;

use self::watch::Watch;
use crate::bytecode::Instructions;
use crate::objects::str::Str;
use crate::runtime::feedback::Site;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Object, Ref, Value};
use hob_grammar::ast::Span;
use std::cell::{Cell, OnceCell, RefCell, UnsafeCell};
use std::rc::Rc;

pub use hob_compiler::source::{Features, Mode, Optimization, Source};
pub use hob_compiler::template::{CodeFlags, Guard};

/// The inline cache of an attribute instruction; one for each that has a cache operand.
pub struct AttributeCache {
    /// The attribute's interned name.
    pub(crate) name: Ref<Str>,
    /// The layouts seen so far, and where they have the attribute.
    pub(crate) site: Site,
}

impl AttributeCache {
    /// An empty cache for an attribute with an interned name.
    pub fn new(name: Ref<Str>) -> AttributeCache {
        AttributeCache { name, site: Site::default() }
    }
}

/// The source span of each instruction. Few code objects are ever asked for them, so they stay
/// packed until then.
#[derive(Clone)]
pub struct Spans {
    packed: Box<[u8]>,
    unpacked: OnceCell<Vec<Span>>,
}

impl Spans {
    /// Spans that [`hob_compiler::spans::pack`] packed.
    pub fn packed(packed: &[u8]) -> Spans {
        Spans { packed: packed.into(), unpacked: OnceCell::new() }
    }

    /// All of them, one for each instruction.
    pub fn all(&self) -> &[Span] {
        self.unpacked.get_or_init(|| hob_compiler::spans::unpack(&self.packed))
    }
}

/// An inline cache of a global look-up.
pub struct GlobalCache {
    /// The version of the module's dict for which the entry is valid.
    pub(crate) version: u64,
    /// The version of the builtins for which it is valid, if it points there.
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
    /// runs at once: no `*args`, `**kwargs`, keyword-only ones, and not a generator or coroutine.
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
    /// The source span of each instruction. An empty span belongs to the line of the instruction
    /// before it: no statement begins there.
    pub(crate) spans: Spans,
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
    /// For a class body: the least number of attributes that its methods set on `self`.
    pub(crate) attribute_hint: u16,
    /// Whether `types.coroutine` has made the generators of this code awaitable.
    pub(crate) iterable_coroutine: Cell<bool>,
    /// The number assigned by the event loop's recorder; 0 for none.
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

/// The offset at which a frame is before its first instruction, on the line of its `def`. CPython has
/// a `RESUME` there.
pub const ENTRY_OFFSET: i64 = 0;

/// The size of an instruction as programs see it, which is that of CPython's.
pub const UNIT: i64 = 2;

/// The offset of an instruction as programs see it. The first one follows [`ENTRY_OFFSET`].
pub fn unit_offset(instruction: u32) -> Value {
    Value::from((i64::from(instruction) + 1) * UNIT)
}

/// The instruction at an offset that a program has given.
pub fn unit_index(offset: i64) -> u32 {
    u32::try_from(offset / UNIT - 1).unwrap_or(0)
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
    /// The same code under other names, with its own caches.
    pub fn replace(&self, new: Replaced) -> Ref<Code> {
        let source = match new.file {
            Some(name) => Source::renamed(&self.source, name),
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

    /// The line of the entry: 0 for a module's, which has no line of the text.
    pub fn entry_line(&self) -> u32 {
        if self.name.as_str() == "<module>" { 0 } else { self.first_line }
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
        self.spans.all().get(index).copied().unwrap_or_default()
    }

    /// The line, from 1, of the instruction at `index`.
    pub fn line(&self, index: usize) -> u32 {
        let spans = self.spans.all().get(..=index).unwrap_or_default();
        match spans.iter().rev().find(|span| span.start < span.end) {
            Some(span) => self.source.position(span.start).0,
            None => self.first_line,
        }
    }
}
