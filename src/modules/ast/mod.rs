//! `_ast`: syntax trees as Python objects, the basis of the library's `ast`.

mod page;
mod reader;
mod tree;

use crate::compile::{Bounds, Cause, CompileError, Mode, compile_module, stored};
use crate::diagnostics::syntax;
use crate::modules::ModuleDef;
use crate::objects::code::{Code, Features, Optimization, Source};
use crate::runtime::{Ref, Value};
use crate::text::pace::{Ended, Pace};
use crate::vm::{Raised, Vm, VmResult};
use hob_grammar::{Parsed, Unparsed};
use page::Page;
use reader::Names;
use std::rc::Rc;

pub use tree::{TreeKind, TreeOptions, parse};

/// Compiles a syntax tree of the parser to stored code. `warns` says whether to issue the warnings.
///
/// # Errors
/// SyntaxError; a warning that the program turned into an exception.
pub fn compile_parsed(
    vm: &Vm,
    parsed: &Parsed,
    source: &Rc<Source>,
    mode: Mode,
    optimization: Optimization,
    warns: bool,
) -> VmResult<Vec<u8>> {
    let compiled = within_bounds(vm, source, |bounds| {
        compile_module(&parsed.module, source, mode, optimization, bounds)
    })?;
    if warns {
        let doubts = parsed.warnings.iter().map(|w| (&w.message, w.token));
        let doubts = doubts.chain(compiled.warnings.iter().map(|w| (&w.message, w.span)));
        for (message, span) in doubts {
            syntax::warn(vm, source, message, span)?;
        }
    }
    Ok(hob_compiler::stored::write(&compiled.code))
}

/// The code object of stored code.
///
/// # Errors
/// A RecursionError, if functions are nested too deeply for the rest of the native stack.
pub fn code_object(vm: &Vm, code: &[u8], source: &Rc<Source>) -> VmResult<Ref<Code>> {
    stored::read(code, source, vm.stack_floor())
        .ok_or_else(CompileError::too_deep)
        .map_err(|error| faulty(vm, source, error))
}

fn faulty(vm: &Vm, source: &Source, error: CompileError) -> Raised {
    vm.syntax_error(source, &error.into_syntax_error())
}

/// Parses a source text with a function of the grammar.
///
/// # Errors
/// SyntaxError; as for [`Vm::tick`].
pub fn parsed<T>(
    vm: &Vm,
    source: &Rc<Source>,
    parse: impl FnOnce(&str, &dyn Pace) -> Result<T, Unparsed>,
) -> VmResult<T> {
    let parsed = vm.paced(|pace| match parse(&source.text, pace) {
        Err(Unparsed::Ended) => Err(Ended),
        Err(Unparsed::Faulty(error)) => Ok(Err(error)),
        Ok(tree) => Ok(Ok(tree)),
    })?;
    parsed.map_err(|error| vm.syntax_error(source, &error))
}

/// Work of the compiler on a tree.
///
/// # Errors
/// SyntaxError; as for [`Vm::tick`].
pub fn within_bounds<T>(
    vm: &Vm,
    source: &Source,
    work: impl FnOnce(Bounds<'_>) -> Result<T, CompileError>,
) -> VmResult<T> {
    let stack_floor = vm.stack_floor();
    let compiled = vm.paced(|pace| match work(Bounds { stack_floor, pace }) {
        Err(error) if error.cause == Cause::Ended => Err(Ended),
        compiled => Ok(compiled),
    })?;
    compiled.map_err(|error| faulty(vm, source, error))
}

/// Compiles a syntax tree of objects, as if it were in a file.
///
/// # Errors
/// The errors of [`compile_parsed`]; TypeError or ValueError for an invalid tree.
pub fn compile_tree(
    vm: &Vm,
    tree: &Value,
    (file, features): (&str, Features),
    mode: Mode,
    optimization: Optimization,
) -> VmResult<Ref<Code>> {
    let names = Names::new(vm)?;
    let wanted = match mode {
        _ if mode.is_expression() => "Expression",
        Mode::Single | Mode::Interactive | Mode::AwaitingSingle => "Interactive",
        _ => "Module",
    };
    if names.of(vm, tree).is_none_or(|name| &**name != wanted) {
        let found = vm.class_ref(tree).name();
        return Err(vm.type_error(format!("expected {wanted} node, got {found}")));
    }
    let page = Page::new(vm, tree, &names, file)?;
    let module = reader::read(vm, tree, &names, &page)?;
    let source = Source::inheriting(file, page.text, features);
    let parsed = Parsed { module, warnings: Vec::new() };
    let compiled = compile_parsed(vm, &parsed, &source, mode, optimization, true)?;
    code_object(vm, &compiled, &source)
}

/// `_ast`
pub static MODULE: ModuleDef =
    ModuleDef { name: "_ast", source: include_str!("nodes.py"), ..ModuleDef::BASE };
