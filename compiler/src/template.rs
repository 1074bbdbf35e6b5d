//! Compiled code as plain data, from which the interpreter makes its code objects.

use crate::bytecode::Instruction;
use crate::constants::Literal;
use hob_grammar::ast::{Name, Span};

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
    /// Compiled with `Features::annotations`.
    pub string_annotations: bool,
}

/// An entry of the exception table: instructions `start..end` are guarded.
#[derive(Clone, Copy, Debug)]
pub struct Guard {
    /// First guarded instruction.
    pub start: u32,
    /// The instruction after the last guarded one.
    pub end: u32,
    /// The handler's first instruction.
    pub handler: u32,
    /// Temporaries from here on are dropped; the exception goes into this register.
    pub depth: u16,
}

/// The code of a module, class body or function.
#[derive(Clone, Debug)]
pub struct Template {
    /// `f`, `<lambda>`, `<module>`, ….
    pub name: Name,
    /// `C.f.<locals>.g`
    pub qualname: Name,
    /// The line of the `def`, `class` or `lambda` (of its first decorator, if any), from 1.
    pub first_line: u32,
    /// Its kind and the form of its signature.
    pub flags: CodeFlags,
    /// The number of positional parameters, positional-only ones included.
    pub positional: u16,
    /// The number of positional-only ones among them.
    pub positional_only: u16,
    /// The number of keyword-only parameters.
    pub keyword_only: u16,
    /// Names of the registers that are variables.
    pub locals: Vec<Name>,
    /// Registers among `locals` that hold cells, in order.
    pub cells: Vec<u16>,
    /// Names of the variables of enclosing functions that this one uses, by closure index.
    pub free: Vec<Name>,
    /// The number of registers, variables and temporaries together.
    pub registers: u16,
    /// The instructions.
    pub instructions: Vec<Instruction>,
    /// The source span of each instruction.
    pub spans: Vec<Span>,
    /// Constants that instructions name.
    pub constants: Vec<Constant>,
    /// Names that instructions name directly.
    pub names: Vec<Name>,
    /// The attribute of each attribute instruction.
    pub attributes: Vec<Name>,
    /// The number of instructions that look up a global.
    pub globals: u32,
    /// The exception table; inner entries come before the ones that enclose them.
    pub guards: Vec<Guard>,
    /// The docstring.
    pub doc: Option<Box<str>>,
    /// For a class body: the least number of attributes that its methods set on `self`.
    pub attribute_hint: u16,
}

/// A constant of a code object.
#[derive(Clone, Debug)]
pub enum Constant {
    /// A value that can be written as a literal.
    Literal(Literal),
    /// The code of a function or class body.
    Code(Box<Template>),
}
