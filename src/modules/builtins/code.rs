//! `compile`, `eval` and `exec`.

use crate::compile::Mode;
use crate::modules::ast::{self, TreeKind, TreeOptions};
use crate::modules::os::path_text;
use crate::objects::bytes;
use crate::objects::code::{Code, Features, Optimization, Source};
use crate::objects::dict::Dict;
use crate::objects::encoding;
use crate::objects::exception::Exc;
use crate::objects::function::Cell;
use crate::objects::function_methods::STRING_ANNOTATIONS;
use crate::objects::native::{Args, NativeDef};
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};
use hob_grammar::{Interactive, parse_interactive, parse_module};

/// The text of a source that is str or bytes, for a function that takes `kinds`.
///
/// # Errors
/// TypeError; SyntaxError for bytes that do not decode.
pub(in crate::modules) fn source_text(
    vm: &Vm,
    value: &Value,
    function: &str,
    kinds: &str,
) -> VmResult<String> {
    if let Some(text) = value.get::<Str>() {
        return Ok(text.as_str().to_string());
    }
    if let Some(data) = bytes::copied(vm, value)? {
        return encoding::decode_source(vm, &data, None);
    }
    Err(vm.type_error(format!("{function}() arg 1 must be a {kinds}")))
}

/// The namespaces in which code runs: globals, and locals if they are separate (else unset).
fn namespaces(vm: &Vm, a: Args<'_>, function: &str) -> VmResult<(Ref<Dict>, Value)> {
    let (globals, locals) = match (a.some(1), a.some(2)) {
        (Some(globals), locals) => match globals.get::<Dict>() {
            Some(dict) => (dict.clone(), locals.cloned().unwrap_or_else(|| globals.clone())),
            None => {
                let class = vm.class_ref(globals).message_name();
                return Err(vm.type_error(match function {
                    "exec" => format!("exec() globals must be a dict, not {class}"),
                    _ => "globals must be a dict".to_string(),
                }));
            }
        },
        (None, locals) => {
            let globals = vm.current_globals().unwrap_or_else(Dict::new);
            let locals = match locals {
                Some(locals) => locals.clone(),
                None => vm.locals()?,
            };
            (globals, locals)
        }
    };
    if locals.get::<Dict>().is_none() && !vm.has_slot(&locals, SpecialMethod::GetItem) {
        let class = vm.class_ref(&locals).message_name();
        return Err(vm.type_error(match function {
            "exec" => format!("exec() locals must be a mapping or None, not {class}"),
            _ => "locals must be a mapping".to_string(),
        }));
    }
    if globals.get_text("__builtins__").is_none() {
        globals.set_text("__builtins__", vm.builtins.as_value().clone());
    }
    Ok((globals, locals))
}

/// The cells for the free variables of a code object that `exec` runs.
fn closure_for(vm: &Vm, code: &Code, given: Option<&Value>) -> VmResult<Box<[Ref<Cell>]>> {
    let count = code.free.len();
    if count == 0 {
        return match given {
            Some(_) => Err(vm.type_error("cannot use a closure with this code object")),
            None => Ok(Box::default()),
        };
    }
    let items = given.and_then(|cells| cells.get_exact::<Tuple>()).map_or(&[][..], |t| t.items());
    let cells: Box<[_]> = items.iter().filter_map(|cell| cell.get::<Cell>().cloned()).collect();
    if items.len() != count || cells.len() != count {
        let message = format!("code object requires a closure of exactly length {count}");
        return Err(vm.type_error(message));
    }
    Ok(cells)
}

fn run(vm: &Vm, a: Args<'_>, function: &str, mode: Mode) -> VmResult {
    let (globals, locals) = namespaces(vm, a, function)?;
    let given = a.some(3);
    let code = match a[0].get::<Code>() {
        Some(code) if function == "exec" => {
            let closure = closure_for(vm, code, given)?;
            return vm.run_code_with(code, &globals, locals, closure);
        }
        Some(code) if !code.free.is_empty() => {
            return Err(vm.type_error(format!(
                "code object passed to {function}() may not contain free variables"
            )));
        }
        Some(code) => code.clone(),
        None if given.is_some() => {
            let message = "closure can only be used when source is a code object";
            return Err(vm.type_error(message));
        }
        None => {
            let text = source_text(vm, &a[0], function, "string, bytes or code object")?;
            // An expression may be indented.
            let text = match mode {
                Mode::Eval => text.trim_start_matches([' ', '\t']).to_string(),
                _ => text,
            };
            vm.compile(&Source::inheriting("<string>", text, vm.current_features()), mode)?
        }
    };
    vm.run_code(&code, &globals, locals)
}

fn exec(vm: &Vm, a: Args<'_>) -> VmResult {
    run(vm, a, "exec", Mode::Exec).map(|_| Value::NONE)
}

fn eval(vm: &Vm, a: Args<'_>) -> VmResult {
    run(vm, a, "eval", Mode::Eval)
}

/// The flag `ast.PyCF_ONLY_AST`.
const ONLY_TREE: i64 = 0x400;
/// The flag `ast.PyCF_TYPE_COMMENTS`.
const TYPE_COMMENTS: i64 = 0x1000;
/// The flag that makes `ast.PyCF_OPTIMIZED_AST` of [`ONLY_TREE`].
const OPTIMIZED_TREE: i64 = 0x8000;
/// All flags: those of `ast` and `codeop`, the features of `__future__`, and an obsolete one.
const KNOWN_FLAGS: i64 = 0x01fe_f600 | 0x10;
/// The flag `ast.PyCF_ALLOW_TOP_LEVEL_AWAIT`.
const TOP_LEVEL_AWAIT: i64 = 0x2000;
/// The flag of `codeop`: incomplete text is reported as a separate error.
const ALLOW_INCOMPLETE: i64 = 0x4000;

/// Whether an object is a syntax tree.
fn is_tree(vm: &Vm, value: &Value) -> VmResult<bool> {
    if value.kind() != Some(crate::runtime::Kind::Instance) || vm.modules.get_text("_ast").is_none()
    {
        return Ok(false);
    }
    let class = vm.get_attribute(&vm.import_module("_ast")?, &intern("AST"))?;
    vm.is_instance(value, &class)
}

/// Whether further lines could make incorrect text correct. Only a single statement may wait for
/// more lines of a nonempty block.
fn is_incomplete(text: &str, mode: Mode) -> bool {
    if mode.is_expression() && text.trim().is_empty() {
        return true;
    }
    if !mode.is_single() {
        return parse_module(text).is_err_and(|error| error.incomplete);
    }
    let is = |text: &str| matches!(parse_interactive(text), Interactive::Incomplete);
    // An empty line ends a compound statement that has a body.
    let is_ended = || match parse_interactive(&format!("{text}\n")) {
        Interactive::Complete(parsed) => text.ends_with('\n') && !parsed.module.body.is_empty(),
        _ => false,
    };
    is(text) && !is_ended()
}

fn compile(vm: &Vm, a: Args<'_>) -> VmResult {
    let flags = a.opt(3).map_or(Ok(0), |flags| vm.index_clipped(flags))?;
    if flags & !KNOWN_FLAGS != 0 {
        return Err(vm.value_error("compile(): unrecognised flags"));
    }
    let is_tree = is_tree(vm, a.at(0))?;
    let name = path_text(vm, a.at(1))?;
    let only_tree = flags & ONLY_TREE != 0;
    let (mode, kind) = match a[2].get::<Str>().map(|mode| mode.as_str()) {
        Some("exec") => (Mode::Exec, TreeKind::Module),
        Some("eval") => (Mode::Eval, TreeKind::Expression),
        Some("single") => (Mode::Single, TreeKind::Interactive),
        Some("func_type") if only_tree => (Mode::Exec, TreeKind::FunctionType),
        Some("func_type") => {
            let message = "compile() mode 'func_type' requires flag PyCF_ONLY_AST";
            return Err(vm.value_error(message));
        }
        Some(_) => {
            let modes = if only_tree {
                "'exec', 'eval', 'single' or 'func_type'"
            } else {
                "'exec', 'eval' or 'single'"
            };
            return Err(vm.value_error(format!("compile() mode must be {modes}")));
        }
        None => {
            let class = vm.argument_type(&a[2]);
            return Err(
                vm.type_error(format!("compile() argument 'mode' must be str, not {class}"))
            );
        }
    };
    let mode = if flags & TOP_LEVEL_AWAIT != 0 { mode.awaiting() } else { mode };
    let inherits = !a.opt(4).map_or(Ok(false), |dont_inherit| vm.truthy(dont_inherit))?;
    let outside = if inherits { vm.current_features() } else { Features::default() };
    let features = Features { annotations: outside.annotations || flags & STRING_ANNOTATIONS != 0 };
    let optimization = match a.opt(5).map_or(Ok(-1), |level| vm.index_clipped(level))? {
        -1 => vm.flags.optimization(),
        level @ 0..=2 => Optimization::from_level(level),
        _ => return Err(vm.value_error("compile(): invalid optimize value")),
    };
    let folded = |tree: Value| {
        if flags & OPTIMIZED_TREE == 0 {
            return Ok(tree);
        }
        let folding = vm.import_module("_hob_ast_folding")?;
        let debug = Value::bool(optimization.is_debug());
        vm.call_method(&folding, &intern("fold"), &[tree, debug])
    };
    if is_tree {
        if only_tree && flags & OPTIMIZED_TREE != 0 {
            let copy = vm.import_module("copy")?;
            return folded(vm.call_method(
                &copy,
                &intern("deepcopy"),
                std::slice::from_ref(a.at(0)),
            )?);
        }
        if only_tree {
            return Ok(a[0].clone());
        }
        let file = (name.as_str(), features);
        let code = ast::compile_tree(vm, a.at(0), file, mode, optimization)?;
        return Ok(code.into_value());
    }
    let text = source_text(vm, &a[0], "compile", "string, bytes or AST object")?;
    if flags & ALLOW_INCOMPLETE != 0 && is_incomplete(&text, mode) {
        return Err(vm.error(Exc::_IncompleteInputError, "incomplete input"));
    }
    let is_indented = text.starts_with([' ', '\t']);
    let source = Source::of_program(name.as_str(), text, features);
    if mode == Mode::Eval && is_indented {
        // An expression may not be indented either: parsing statements gives the error.
        vm.host().compile(vm, &source, Mode::Exec, optimization, true)?;
    }
    if only_tree {
        let version = a.opt(6).map_or(Ok(-1), |version| vm.index_clipped(version))?;
        let options = TreeOptions {
            type_comments: flags & TYPE_COMMENTS != 0,
            feature_version: (version >= 0).then_some(version),
        };
        return folded(ast::parse(vm, &source, kind, options)?);
    }
    Ok(vm.host().compile(vm, &source, mode, optimization, true)?.into_value())
}

pub(super) const FUNCTIONS: &[NativeDef] = &[
    NativeDef::new(
        "compile(source, filename, mode, flags=0, dont_inherit=False, optimize=-1, *, _feature_version=-1)",
        "Compile source into a code object that can be executed by exec() or eval().",
        compile,
    ),
    NativeDef::new(
        "eval(source, /, globals=None, locals=None)",
        "Evaluate the given source in the context of globals and locals.",
        eval,
    ),
    NativeDef::new(
        "exec(source, /, globals=None, locals=None, *, closure=None)",
        "Execute the given source in the context of globals and locals.",
        exec,
    ),
];
