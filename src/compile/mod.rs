//! From syntax tree to code objects.
//!
//! ```text
//! ast ─ scope (who owns which name) ─ codegen (instructions) ─ Code
//! ```
//!
//! Both steps report the errors that CPython's symbol table and compiler report, with its words.

pub mod code_store;
mod codegen;
pub mod constants;
pub mod disassemble;
pub mod scope;
pub mod stored;
pub mod verify;

pub use crate::objects::code::{Mode, Optimization};

use crate::objects::code::{Code, Source};
use crate::runtime::Ref;
use hob_grammar::ast::{self, Span};
use hob_grammar::{SyntaxError, SyntaxErrorKind};
use std::rc::Rc;

/// A SyntaxError that the grammar cannot see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    /// CPython's message.
    pub message: String,
    /// The location.
    pub span: Span,
    /// Whether this is a RecursionError instead: the program is right, but nested too deeply.
    pub is_recursion: bool,
}

impl CompileError {
    /// An error with this message, about this part of the text.
    pub fn new(message: impl Into<String>, span: Span) -> CompileError {
        CompileError { message: message.into(), span, is_recursion: false }
    }

    /// The same as the grammar reports its errors.
    pub fn into_syntax_error(self) -> SyntaxError {
        let kind = match self.is_recursion {
            true => SyntaxErrorKind::Recursion,
            false => SyntaxErrorKind::Syntax,
        };
        SyntaxError::of_kind(kind, self.message, self.span)
    }
}

/// A SyntaxWarning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileWarning {
    /// CPython's message.
    pub message: String,
    /// The location.
    pub span: Span,
}

/// The result of compiling.
#[derive(Debug)]
pub struct Compiled {
    /// The code of the module or expression.
    pub code: Ref<Code>,
    /// SyntaxWarnings, in source order.
    pub warnings: Vec<CompileWarning>,
}

type Result<T> = std::result::Result<T, CompileError>;

/// The lowest address of the native stack that the compiler may use: trees that nest more deeply
/// are refused.
#[derive(Clone, Copy, Debug)]
pub struct StackFloor(pub usize);

impl StackFloor {
    /// Leaves this many bytes from here on.
    pub fn below(bytes: usize) -> StackFloor {
        let here = 0u8;
        StackFloor((&raw const here as usize).saturating_sub(bytes))
    }

    fn check(self, span: Span) -> Result<()> {
        let here = 0u8;
        if &raw const here as usize > self.0 {
            return Ok(());
        }
        let message = "maximum recursion depth exceeded during compilation";
        Err(CompileError { is_recursion: true, ..CompileError::new(message, span) })
    }
}

/// Compiles a module; for [`Mode::Eval`], a module of one expression statement.
///
/// # Errors
/// The errors of CPython's symbol table and compiler.
pub fn compile_module(
    module: &ast::Module,
    source: Rc<Source>,
    mode: Mode,
    optimization: Optimization,
    stack: StackFloor,
) -> Result<Compiled> {
    compile_with_scopes(module, source, mode, optimization, stack).map(|(compiled, _)| compiled)
}

/// Compiles a module and keeps its scopes, for callers that analyse it further.
///
/// # Errors
/// As for [`compile_module`].
pub fn compile_with_scopes(
    module: &ast::Module,
    source: Rc<Source>,
    mode: Mode,
    optimization: Optimization,
    stack: StackFloor,
) -> Result<(Compiled, scope::Scopes)> {
    let features = scope::future::features(module)?;
    let scopes = scope::analyze(module, features, mode, stack)?;
    let compiled = codegen::generate(module, source, mode, optimization, &scopes, stack)?;
    Ok((compiled, scopes))
}
