//! Undefined names.

use super::Node;
use crate::check::facts::Facts;
use crate::check::walk::Place;
use crate::check::{Code, Finding};
use crate::compile::scope::{ScopeKind, Scopes};
use crate::diagnostics::STDLIB_MODULES;
use crate::text::suggest::suggest;
use hob_grammar::ast::*;

/// What `builtins` has in Python 3.13, `site`'s additions included, and what every module has.
const BUILTIN: [&str; 166] = [
    "ArithmeticError",
    "AssertionError",
    "AttributeError",
    "BaseException",
    "BaseExceptionGroup",
    "BlockingIOError",
    "BrokenPipeError",
    "BufferError",
    "BytesWarning",
    "ChildProcessError",
    "ConnectionAbortedError",
    "ConnectionError",
    "ConnectionRefusedError",
    "ConnectionResetError",
    "DeprecationWarning",
    "EOFError",
    "Ellipsis",
    "EncodingWarning",
    "EnvironmentError",
    "Exception",
    "ExceptionGroup",
    "False",
    "FileExistsError",
    "FileNotFoundError",
    "FloatingPointError",
    "FutureWarning",
    "GeneratorExit",
    "IOError",
    "ImportError",
    "ImportWarning",
    "IndentationError",
    "IndexError",
    "InterruptedError",
    "IsADirectoryError",
    "KeyError",
    "KeyboardInterrupt",
    "LookupError",
    "MemoryError",
    "ModuleNotFoundError",
    "NameError",
    "None",
    "NotADirectoryError",
    "NotImplemented",
    "NotImplementedError",
    "OSError",
    "OverflowError",
    "PendingDeprecationWarning",
    "PermissionError",
    "ProcessLookupError",
    "PythonFinalizationError",
    "RecursionError",
    "ReferenceError",
    "ResourceWarning",
    "RuntimeError",
    "RuntimeWarning",
    "StopAsyncIteration",
    "StopIteration",
    "SyntaxError",
    "SyntaxWarning",
    "SystemError",
    "SystemExit",
    "TabError",
    "TimeoutError",
    "True",
    "TypeError",
    "UnboundLocalError",
    "UnicodeDecodeError",
    "UnicodeEncodeError",
    "UnicodeError",
    "UnicodeTranslateError",
    "UnicodeWarning",
    "UserWarning",
    "ValueError",
    "Warning",
    "WindowsError",
    "ZeroDivisionError",
    "_IncompleteInputError",
    "__annotations__",
    "__build_class__",
    "__builtins__",
    "__cached__",
    "__debug__",
    "__dict__",
    "__doc__",
    "__file__",
    "__import__",
    "__loader__",
    "__name__",
    "__package__",
    "__path__",
    "__spec__",
    "abs",
    "aiter",
    "all",
    "anext",
    "any",
    "ascii",
    "bin",
    "bool",
    "breakpoint",
    "bytearray",
    "bytes",
    "callable",
    "chr",
    "classmethod",
    "compile",
    "complex",
    "copyright",
    "credits",
    "delattr",
    "dict",
    "dir",
    "divmod",
    "enumerate",
    "eval",
    "exec",
    "exit",
    "filter",
    "float",
    "format",
    "frozenset",
    "getattr",
    "globals",
    "hasattr",
    "hash",
    "help",
    "hex",
    "id",
    "input",
    "int",
    "isinstance",
    "issubclass",
    "iter",
    "len",
    "license",
    "list",
    "locals",
    "map",
    "max",
    "memoryview",
    "min",
    "next",
    "object",
    "oct",
    "open",
    "ord",
    "pow",
    "print",
    "property",
    "quit",
    "range",
    "repr",
    "reversed",
    "round",
    "set",
    "setattr",
    "slice",
    "sorted",
    "staticmethod",
    "str",
    "sum",
    "super",
    "tuple",
    "type",
    "vars",
    "zip",
];

/// Checks names that are read.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, node: Node<'a>, findings: &mut Vec<Finding>) {
    let Node::Expr(Expr { kind: ExprKind::Name(name), span }) = node else { return };
    let (owner, mangled) = facts.owner(at.scope, name);
    let is_bound = facts.variable(at.scope, name).is_some_and(|v| !v.bindings.is_empty());
    if is_bound
        || owner != Scopes::MODULE
        || facts.has_hidden_names
        || !facts.star_imports.is_empty()
        || BUILTIN.binary_search(&mangled.as_str()).is_ok()
        || facts.may_be_unknown(*span, name)
    {
        return;
    }
    // `gettext.install` and IPython add builtins, and a class body has names of its own.
    let is_special = match name.as_str() {
        "_" | "get_ipython" => true,
        "__module__" | "__qualname__" => facts.scopes.get(at.scope).kind == ScopeKind::Class,
        _ => false,
    };
    if is_special {
        return;
    }
    let mut finding =
        Finding::new(Code::UndefinedName, *span, format!("name '{name}' is not defined"));
    finding.hint = advice(facts, at, name);
    findings.push(finding);
}

fn advice(facts: &Facts, at: &Place, name: &str) -> Option<String> {
    if STDLIB_MODULES.binary_search(&name).is_ok() {
        return Some(format!("Write `import {name}` at the top of the file."));
    }
    let has_self = |def: &&FunctionDef| def.params.positional.iter().any(|p| p.name.name == "self");
    let class = at.function.filter(has_self).and_then(|def| facts.class_of_method(def));
    if class.is_some_and(|class| facts.has_method(class, name) == Some(true)) {
        return Some(format!("Did you mean `self.{name}`?"));
    }
    let visible = facts.visible_names(at.scope);
    let candidates: Vec<&str> = visible.into_iter().chain(BUILTIN).collect();
    suggest(name, candidates.into_iter()).map(|meant| format!("Did you mean `{meant}`?"))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_is_sorted() {
        assert!(super::BUILTIN.is_sorted());
    }
}
