//! `_symtable`: the compiler's scopes, for the library's `symtable`.

use super::ModuleDef;
use super::ast;
use super::builtins::source_text;
use crate::compile::scope::{self, Resolution, Scope, ScopeId, ScopeKind, Scopes, Symbol};
use crate::compile::{Features, Mode};
use crate::objects::code::Source;
use crate::objects::dict::Dict;
use crate::objects::list::List;
use crate::objects::native::{Args, NativeDef};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};
use hob_grammar::{LineIndex, parse_expression_paced, parse_module_paced};

macro_rules! constants {
    ($($name:ident = $value:expr;)*) => {
        $(const $name: i64 = $value;)*
        const CONSTANTS: &[(&str, fn(&Vm) -> Value)] =
            &[$((stringify!($name), |_| Value::from($name))),*];
    };
}

// The numbers are CPython's.
constants! {
    DEF_GLOBAL = 1;
    DEF_LOCAL = 2;
    DEF_PARAM = 4;
    DEF_NONLOCAL = 8;
    USE = 16;
    DEF_FREE = 32;
    DEF_FREE_CLASS = 64;
    DEF_IMPORT = 128;
    DEF_ANNOT = 256;
    DEF_COMP_ITER = 512;
    DEF_TYPE_PARAM = 1024;
    DEF_COMP_CELL = 2048;
    DEF_BOUND = DEF_LOCAL | DEF_PARAM | DEF_IMPORT;
    SCOPE_OFF = 12;
    SCOPE_MASK = DEF_GLOBAL | DEF_LOCAL | DEF_PARAM | DEF_NONLOCAL;
    LOCAL = 1;
    GLOBAL_EXPLICIT = 2;
    GLOBAL_IMPLICIT = 3;
    FREE = 4;
    CELL = 5;
    TYPE_FUNCTION = 0;
    TYPE_CLASS = 1;
    TYPE_MODULE = 2;
    TYPE_ANNOTATION = 3;
    TYPE_TYPE_ALIAS = 4;
    TYPE_TYPE_PARAMETERS = 5;
    TYPE_TYPE_VARIABLE = 6;
}

/// `_symtable`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_symtable",
    functions: &[NativeDef::new("_tables(source, filename, startstr)", "", tables)],
    constants: CONSTANTS,
    source: include_str!("symtable.py"),
    ..ModuleDef::BASE
};

/// The tables of a source, outer ones before inner ones: tuples (number of the outer table or None,
/// type, name, line, whether it is in a function, flags by name, parameters).
fn tables(vm: &Vm, a: Args<'_>) -> VmResult {
    let text = source_text(vm, a.at(0), "symtable", "string or bytes object")?;
    let mode = match vm.str(a.at(2))?.as_str() {
        "exec" => Mode::Exec,
        "eval" => Mode::Eval,
        "single" => Mode::Single,
        _ => {
            let message = "symtable() arg 3 must be 'exec' or 'eval' or 'single'";
            return Err(vm.value_error(message));
        }
    };
    let source = Source::new(vm.str(a.at(1))?.as_str(), text);
    if mode == Mode::Eval {
        ast::parsed(vm, &source, parse_expression_paced)?;
    }
    let parsed = ast::parsed(vm, &source, parse_module_paced)?;
    let scopes = ast::within_bounds(vm, &source, |bounds| {
        let features = scope::future::features(&parsed.module, Features::default())?;
        scope::analyze(&parsed.module, features, mode, bounds)
    })?;
    let lines = LineIndex::new(&source.text);
    let shown = Tables::new(&scopes);
    let rows = shown.numbers.iter().map(|id| {
        let line = if *id == Scopes::MODULE { 0 } else { lines.line(scopes.get(*id).span.start) };
        shown.row(*id, i64::from(line))
    });
    Ok(List::new(rows.collect()).into_value())
}

/// The scopes that have tables: all except comprehensions that are part of the enclosing scope.
struct Tables<'a> {
    scopes: &'a Scopes,
    numbers: Vec<ScopeId>,
}

impl Tables<'_> {
    fn new(scopes: &Scopes) -> Tables<'_> {
        let all = (0..scopes.scopes.len() as u32).map(ScopeId);
        Tables { scopes, numbers: all.filter(|id| scopes.get(*id).unit == *id).collect() }
    }

    fn row(&self, id: ScopeId, line: i64) -> Value {
        let scope = self.scopes.get(id);
        let outer = scope.parent.map(|parent| self.scopes.get(parent).unit);
        let number = |id| self.numbers.binary_search(&id).map_or(Value::NONE, Value::from);
        let parents = std::iter::successors(scope.parent, |id| self.scopes.get(*id).parent);
        let is_nested = parents.into_iter().any(|id| self.scopes.get(id).kind.is_function_like());
        let parameters = scope.symbols.iter().filter(|(_, symbol)| symbol.uses.parameter);
        let parameters = parameters.map(|(name, _)| Value::from(name.as_str())).collect();
        let row = [
            outer.map_or(Value::NONE, number),
            kind(scope).into(),
            scope.name.trim_matches(['<', '>']).into(),
            line.into(),
            i64::from(is_nested).into(),
            self.symbols(id).into_value(),
            List::new(parameters).into_value(),
        ];
        Tuple::new(row).into_value()
    }

    /// The flags of a table's names.
    fn symbols(&self, id: ScopeId) -> Ref<Dict> {
        let found = Dict::new();
        let flags_of = |name: &str| found.get_text(name).and_then(|flags| flags.as_small_int());
        let all = self.scopes.scopes.iter();
        for scope in all.filter(|scope| scope.unit == id) {
            for (name, symbol) in &scope.symbols {
                if flags_of(name).is_none() {
                    found.set_text(name, self.flags(id, symbol));
                }
            }
        }
        let scope = self.scopes.get(id);
        for variable in &scope.free {
            let name = &self.scopes.variable(*variable).name;
            match flags_of(name) {
                Some(flags) if scope.kind == ScopeKind::Class => {
                    found.set_text(name, flags | DEF_FREE_CLASS);
                }
                Some(_) => {}
                None => found.set_text(name, FREE << SCOPE_OFF),
            }
        }
        if id == Scopes::MODULE {
            // Names that inner scopes declare global belong to the module.
            for (name, symbol) in self.scopes.scopes.iter().flat_map(|scope| &scope.symbols) {
                if symbol.uses.global {
                    let flags = flags_of(name).unwrap_or_default() & ((1 << SCOPE_OFF) - 1);
                    found.set_text(name, flags | DEF_GLOBAL | GLOBAL_EXPLICIT << SCOPE_OFF);
                }
            }
        }
        found
    }

    fn flags(&self, table: ScopeId, symbol: &Symbol) -> i64 {
        let uses = &symbol.uses;
        let parts = [
            (uses.global, DEF_GLOBAL),
            (uses.bound && !uses.imported, DEF_LOCAL),
            (uses.parameter, DEF_PARAM),
            (uses.nonlocal, DEF_NONLOCAL),
            (uses.read, USE),
            (uses.imported, DEF_IMPORT),
            (uses.annotated, DEF_ANNOT),
            (uses.iteration, DEF_COMP_ITER),
            (uses.type_parameter, DEF_TYPE_PARAM),
        ];
        let flags: i64 = parts.iter().filter(|(holds, _)| *holds).map(|(_, flag)| flag).sum();
        let place = match symbol.resolution {
            Resolution::Variable(id) => {
                let variable = self.scopes.variable(id);
                match self.scopes.get(variable.owner).unit == table {
                    true if variable.captured => CELL,
                    true => LOCAL,
                    false => FREE,
                }
            }
            Resolution::Namespace => LOCAL,
            Resolution::GlobalExplicit => GLOBAL_EXPLICIT,
            Resolution::GlobalImplicit | Resolution::Unknown => GLOBAL_IMPLICIT,
        };
        flags | place << SCOPE_OFF
    }
}

fn kind(scope: &Scope) -> i64 {
    match scope.kind {
        ScopeKind::Module => TYPE_MODULE,
        ScopeKind::Class => TYPE_CLASS,
        ScopeKind::TypeParameters => TYPE_TYPE_PARAMETERS,
        ScopeKind::Lazy("a type alias") => TYPE_TYPE_ALIAS,
        ScopeKind::Lazy("an annotation") => TYPE_ANNOTATION,
        ScopeKind::Lazy(_) => TYPE_TYPE_VARIABLE,
        _ => TYPE_FUNCTION,
    }
}
