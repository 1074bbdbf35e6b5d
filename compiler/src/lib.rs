//! From syntax tree to bytecode.
//!
//! ```text
//! ast ─ scope (who owns which name) ─ codegen (instructions) ─ Template ─ stored (bytes)
//! ```
//!
//! The result is plain data: the interpreter makes code objects from it, and the build script of
//! the interpreter writes it as bytes, so that the standard library comes compiled.
//!
//! Both steps report the errors that CPython's symbol table and compiler report, with the same
//! wording.

#![deny(unsafe_code)]

pub mod bytecode;
mod codegen;
pub mod constants;
pub mod scope;
pub mod source;
pub mod spans;
pub mod stored;
pub mod template;
pub mod text;
mod warnings;

pub use source::{Features, Mode, Optimization};

use hob_grammar::ast::{self, Span};
use hob_grammar::pace::{AtOnce, Pace};
use hob_grammar::{Stage, SyntaxError, SyntaxErrorKind};
use source::Source;
use template::Template;

/// A SyntaxError that the grammar cannot see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileError {
    /// CPython's message.
    pub message: String,
    /// The location.
    pub span: Span,
    /// The reason for it.
    pub cause: Cause,
}

/// The reason why a tree was not compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The program is wrong.
    Syntax,
    /// The program is right, but nested too deeply: a RecursionError.
    Recursion,
    /// The caller stopped the work.
    Ended,
}

impl CompileError {
    /// An error with this message, about this part of the text.
    pub fn new(message: impl Into<String>, span: Span) -> CompileError {
        CompileError { message: message.into(), span, cause: Cause::Syntax }
    }

    /// The error about a tree that nests too deeply.
    pub fn too_deep() -> CompileError {
        let message = "maximum recursion depth exceeded during compilation";
        CompileError { cause: Cause::Recursion, ..CompileError::new(message, Span::default()) }
    }

    /// The same error in the form in which the grammar reports errors.
    pub fn into_syntax_error(self) -> SyntaxError {
        let kind = match self.cause {
            Cause::Recursion => SyntaxErrorKind::Recursion,
            Cause::Syntax | Cause::Ended => SyntaxErrorKind::Syntax,
        };
        SyntaxError::of_kind(kind, self.message, self.span).at_stage(Stage::Compiler)
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
    pub code: Template,
    /// SyntaxWarnings, in source order.
    pub warnings: Vec<CompileWarning>,
}

type Result<T> = std::result::Result<T, CompileError>;

/// The bounds of the compiler's work.
#[derive(Clone, Copy)]
pub struct Bounds<'a> {
    /// The lowest address of the native stack that it may use: trees that nest more deeply are
    /// refused.
    pub stack_floor: usize,
    /// The caller, which may end the work.
    pub pace: &'a dyn Pace,
}

impl Bounds<'static> {
    /// This many bytes of native stack from here on, and unlimited time.
    pub fn of_stack(bytes: usize) -> Bounds<'static> {
        let here = 0u8;
        Bounds { stack_floor: (&raw const here as usize).saturating_sub(bytes), pace: &AtOnce }
    }
}

impl Bounds<'_> {
    /// Looks at the bounds before work on a node.
    fn check(self, span: Span) -> Result<()> {
        let here = 0u8;
        if self.pace.tick(NODE).is_err() {
            return Err(CompileError { cause: Cause::Ended, ..CompileError::new("", span) });
        }
        if &raw const here as usize > self.stack_floor {
            return Ok(());
        }
        Err(CompileError { span, ..CompileError::too_deep() })
    }
}

/// Units of work for a node of the tree.
const NODE: usize = 4;

/// Compiles a module; for [`Mode::Eval`], a module of one expression statement.
///
/// # Errors
/// The errors of CPython's symbol table and compiler.
pub fn compile_module(
    module: &ast::Module,
    source: &Source,
    mode: Mode,
    optimization: Optimization,
    bounds: Bounds<'_>,
) -> Result<Compiled> {
    let features = scope::future::features(module, source.features)?;
    let scopes = scope::analyze(module, features, mode, bounds)?;
    codegen::generate(module, source, mode, optimization, &scopes, bounds)
}

/// The warnings of a module, and its scopes, for callers that do not want its code.
///
/// # Errors
/// The same as [`compile_module`].
pub fn check_module(
    module: &ast::Module,
    source: &Source,
    mode: Mode,
    bounds: Bounds<'_>,
) -> Result<(Vec<CompileWarning>, scope::Scopes)> {
    let features = scope::future::features(module, source.features)?;
    let scopes = scope::analyze(module, features, mode, bounds)?;
    let text = &source.text;
    let is_long = text.len().saturating_sub(scopes.in_functions) >= scope::LONG;
    if !scopes.is_doubtful && !is_long && !text.contains("__debug__") {
        return Ok((Vec::new(), scopes));
    }
    let compiled = codegen::generate(module, source, mode, Optimization::None, &scopes, bounds)?;
    Ok((compiled.warnings, scopes))
}
