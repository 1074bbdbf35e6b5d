//! Undefined names.

use crate::check::facts::Facts;
use crate::check::walk::Place;
use crate::check::{Code, Finding};
use crate::compile::scope::{ScopeKind, Scopes};
use crate::diagnostics::STDLIB_MODULES;
use crate::modules::builtins;
use crate::text::suggest::suggest;
use hob_grammar::ast::*;
use rustc_hash::FxHashSet;
use std::sync::LazyLock;

/// The names that every module has.
const OF_MODULES: &[&str] = &[
    "__annotations__",
    "__builtins__",
    "__cached__",
    "__dict__",
    "__doc__",
    "__file__",
    "__loader__",
    "__name__",
    "__package__",
    "__path__",
    "__spec__",
];

/// `builtins` of other systems or of library modules that run at every start.
const ELSEWHERE: &[&str] = &["WindowsError"];

/// All names that a program can use without defining them.
fn known_names() -> impl Iterator<Item = &'static str> {
    builtins::names().chain(OF_MODULES.iter().chain(ELSEWHERE).copied())
}

/// The same, as a set.
static KNOWN_NAMES: LazyLock<FxHashSet<&'static str>> = LazyLock::new(|| known_names().collect());

/// Whether every program can use a name without defining it.
pub fn is_known(name: &str) -> bool {
    KNOWN_NAMES.contains(name)
}

/// Checks a name that is read.
pub fn check<'a>(facts: &Facts<'a>, at: &Place<'a>, expr: &'a Expr, findings: &mut Vec<Finding>) {
    let Expr { kind: ExprKind::Name(name), span } = expr else { return };
    if facts.has_hidden_names || !facts.star_imports.is_empty() {
        return;
    }
    let is_bound = facts.variable(at.scope, name).is_some_and(|v| !v.bindings.is_empty());
    if is_bound {
        return;
    }
    let (owner, mangled) = facts.owner(at.scope, name);
    if owner != Scopes::MODULE || is_known(&mangled) || facts.may_be_unknown(*span, name) {
        return;
    }
    // A metaclass may add names to class bodies, by `__prepare__`.
    if at.class.is_some_and(|class| facts.may_prepare_names(class)) {
        return;
    }
    // `gettext.install` and IPython add builtins, and a class body has additional names.
    let is_special = match name.as_str() {
        "_" | "get_ipython" | "display" | "reveal_type" | "reveal_locals" => true,
        // Jupyter packages run their configuration files with these names.
        "c" | "get_config" => facts.source.name.ends_with("_config.py"),
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
    let candidates: Vec<&str> =
        visible.into_iter().chain(known_names().map(|n| n as &str)).collect();
    suggest(name, candidates.into_iter()).map(|meant| format!("Did you mean `{meant}`?"))
}
