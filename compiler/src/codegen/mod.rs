//! From syntax tree and scopes to instructions: one file for each family of nodes.
//!
//! An expression is compiled to a [`unit::Val`]: a variable read in place, a constant, or a
//! temporary. Temporaries are a stack above the variables; an expression leaves at most its result
//! on it, and a result asked for in a register (`Dst::In`) goes there directly.
//!
//! Code that cannot be reached is walked for its errors, but produces no instructions.

mod assignments;
mod asynchronous;
mod calls;
mod classes;
mod comprehensions;
mod conditions;
mod expressions;
mod fstrings;
mod functions;
mod imports;
mod loops;
mod names;
mod patterns;
mod statements;
mod try_except;
mod type_params;
mod unit;
mod unparse;
mod with;

use crate::Optimization;
use crate::bytecode::Opcode;
use crate::constants::{self, Literal};
use crate::scope::{Resolution, ScopeId, ScopeKind, Scopes};
use crate::source::Source;
use crate::template::{CodeFlags, Template};
use crate::{Bounds, CompileError, CompileWarning, Compiled, Mode, Result};
use hob_grammar::ast::{Expr, Module, Name, Span, Stmt, StmtKind};
use unit::{Place, Reg, Unfinished, Unit, Val, unmarked};

/// The requested location of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dst {
    /// Anywhere.
    Any,
    /// In this register.
    In(Reg),
}

/// The code generator: the current unit, and the enclosing ones.
struct Gen<'a> {
    scopes: &'a Scopes,
    /// The inlined comprehensions of each unit.
    inlined: Vec<Vec<ScopeId>>,
    source: &'a Source,
    mode: Mode,
    optimization: Optimization,
    /// The current unit.
    u: Unit<'a>,
    /// The enclosing units, outermost first.
    outer: Vec<(Unit<'a>, ScopeId)>,
    /// The current scope: the unit's, or an inlined comprehension's.
    scope: ScopeId,
    warnings: Vec<CompileWarning>,
    bounds: Bounds<'a>,
    /// A module's code that awaits at its top level.
    top_level_await: bool,
    /// The last statement of the module, whose value a cell shows.
    last: Option<&'a Stmt>,
}

/// The description of a code object.
#[derive(Clone, Default)]
struct Signature {
    flags: CodeFlags,
    positional: u16,
    positional_only: u16,
    keyword_only: u16,
    /// The place of its first line.
    start: Span,
    doc: Option<Box<str>>,
}

/// Generates the code of a module.
pub(super) fn generate(
    module: &Module,
    source: &Source,
    mode: Mode,
    optimization: Optimization,
    scopes: &Scopes,
    bounds: Bounds<'_>,
) -> Result<Compiled> {
    let mut inlined = vec![Vec::new(); scopes.scopes.len()];
    for (index, scope) in scopes.scopes.iter().enumerate() {
        let id = ScopeId(index as u32);
        if scope.unit != id {
            inlined[scope.unit.0 as usize].push(id);
        }
    }
    let name = Name::new("<module>");
    let mut generator = Gen {
        scopes,
        inlined,
        source,
        mode,
        optimization,
        u: Unit::new(Scopes::MODULE, name.clone(), name.clone(), false),
        outer: Vec::new(),
        scope: Scopes::MODULE,
        warnings: Vec::new(),
        bounds,
        top_level_await: false,
        last: None,
    };
    let flags = CodeFlags { module: true, ..CodeFlags::default() };
    let signature = Signature { flags, ..Signature::default() };
    let code = generator
        .unit(Scopes::MODULE, name.clone(), name, signature, |g, _| g.module(module, mode))?;
    let mut warnings = generator.warnings;
    warnings.dedup();
    Ok(Compiled { code, warnings })
}

impl<'a> Gen<'a> {
    /// The constant that an expression is, if it is one.
    fn fold(&self, expr: &Expr) -> Option<Literal> {
        constants::fold(expr, self.optimization)
    }

    fn module(&mut self, module: &'a Module, mode: Mode) -> Result<()> {
        let end = Span::default();
        if mode.is_expression() {
            return match module.body.as_slice() {
                [stmt] if let StmtKind::Expr(value) = &stmt.kind => {
                    let val = self.expr(value)?;
                    self.u.emit(Opcode::Return, 0, 0, val.operand(), 0, value.span);
                    Ok(())
                }
                _ => Err(CompileError::new("invalid syntax", end)),
            };
        }
        let (doc, body) = match mode {
            mode if mode.is_interactive() || mode.is_single() => (None, module.body.as_slice()),
            _ => self.docstring(&module.body),
        };
        if self.scopes.get(Scopes::MODULE).has_annotations {
            self.u.emit(Opcode::SetupAnnotations, 0, 0, 0, 0, end);
        }
        if let Some((doc, span)) = doc {
            let value = self.u.constant(Literal::Str(doc), span);
            self.store("__doc__", value, span);
        }
        self.last = body.last();
        self.stmts(body)?;
        self.return_none(end);
        Ok(())
    }

    /// Notes a warning about a part of the text, if there is one.
    fn warn(&mut self, message: Option<String>, span: Span) {
        self.warnings.extend(message.map(|message| CompileWarning { message, span }));
    }

    fn return_none(&mut self, span: Span) {
        if self.u.reachable() {
            let span = if self.u.has_lines() { unmarked(span) } else { span };
            let none = self.u.constant(Literal::None, span);
            self.u.emit(Opcode::Return, 0, 0, none.operand(), 0, span);
        }
    }

    /// Compiles a unit. `body` may run twice: the second time with long jumps.
    fn unit(
        &mut self,
        scope: ScopeId,
        name: Name,
        qualname: Name,
        mut signature: Signature,
        mut body: impl FnMut(&mut Self, &mut Signature) -> Result<()>,
    ) -> Result<Template> {
        let warnings = self.warnings.len();
        for long_jumps in [false, true] {
            self.warnings.truncate(warnings);
            let new = Unit::new(scope, name.clone(), qualname.clone(), long_jumps);
            let outer = std::mem::replace(&mut self.u, new);
            self.u.is_frame = signature.flags.generator
                || signature.flags.coroutine
                || signature.flags.module && self.mode.may_await();
            self.outer.push((outer, self.scope));
            self.scope = scope;
            self.place_variables(scope, signature.start);
            let result = body(self, &mut signature);
            let (outer, outer_scope) = self.outer.pop().expect("pushed above");
            let unit = std::mem::replace(&mut self.u, outer);
            self.scope = outer_scope;
            result?;
            match unit.finish() {
                Ok(finished) => return Ok(self.code(finished, signature)),
                Err(Unfinished::JumpTooLong) => continue,
                Err(Unfinished::TooLarge(why)) => {
                    return Err(CompileError::new(why, signature.start));
                }
            }
        }
        Err(CompileError::new("code too large", signature.start))
    }

    fn code(&self, unit: unit::Finished, signature: Signature) -> Template {
        let mut flags = signature.flags;
        flags.string_annotations = self.scopes.features.annotations;
        if flags.module && self.top_level_await {
            flags.coroutine = true;
        }
        let free = unit.free.iter().map(|v| self.scopes.variable(*v).name.clone());
        Template {
            name: unit.name,
            qualname: unit.qualname,
            first_line: self.source.position(signature.start.start).0,
            flags,
            positional: signature.positional,
            positional_only: signature.positional_only,
            keyword_only: signature.keyword_only,
            locals: unit.locals,
            cells: unit.cells,
            free: free.collect(),
            registers: unit.registers,
            instructions: unit.instructions,
            spans: unit.spans,
            constants: unit.constants.into_values(),
            names: unit.names,
            attributes: unit.attributes,
            globals: unit.globals,
            guards: unit.guards,
            doc: signature.doc,
            attribute_hint: unit.self_attributes.len().min(usize::from(u16::MAX)) as u16,
        }
    }

    /// Gives the unit's variables their registers and makes the cells.
    fn place_variables(&mut self, scope: ScopeId, span: Span) {
        let scopes = self.scopes;
        let own = scopes.get(scope);
        let members = std::iter::once(scope).chain(self.inlined[scope.0 as usize].iter().copied());
        let mut made_at_start = Vec::new();
        for member in members {
            let inner = scopes.get(member);
            let class_variables = inner.class_cell.into_iter().chain(match inner.kind {
                ScopeKind::Class => inner.class_dict,
                _ => None,
            });
            let named = inner.symbols.values().filter_map(|s| match s.resolution {
                Resolution::Variable(v) if scopes.variable(v).owner == member => Some(v),
                _ => None,
            });
            for id in named.chain(class_variables) {
                let variable = scopes.variable(id);
                let r = self.u.locals.len().min(usize::from(Reg::MAX)) as Reg;
                self.u.locals.push(variable.name.clone());
                if variable.captured || inner.kind == ScopeKind::Class {
                    self.u.cells.push(r);
                    self.u.places.insert(id, Place::Cell(r));
                    if member == scope {
                        made_at_start.push(r);
                    }
                } else {
                    self.u.places.insert(id, Place::Register(r));
                    if variable.deleted {
                        self.u.unsure.insert(r);
                    }
                    if variable.parameter {
                        self.u.set_assigned(r);
                    }
                }
            }
        }
        for (index, variable) in own.free.iter().enumerate() {
            self.u.places.insert(*variable, Place::Free(index as u16));
            self.u.free.push(*variable);
        }
        self.u.seal_variables();
        for r in made_at_start {
            self.u.emit(Opcode::MakeCell, 0, r, 0, 0, unmarked(span));
        }
    }

    /// The `__qualname__` of a function or class defined here (PEP 3155).
    fn qualname(&self, name: &str) -> Name {
        // Scopes of type parameters do not appear.
        let mut unit = &self.u;
        let mut around = self.outer.iter().rev();
        while self.scopes.get(unit.scope).kind == ScopeKind::TypeParameters {
            match around.next() {
                Some((outer, _)) => unit = outer,
                None => break,
            }
        }
        let scope = self.scopes.get(unit.scope);
        if scope.kind == ScopeKind::Module {
            return Name::new(name);
        }
        let mangled = crate::scope::mangle(scope.private.as_ref(), name);
        if let Some(symbol) = scope.symbols.get(mangled.as_ref())
            && symbol.resolution == Resolution::GlobalExplicit
        {
            return Name::new(name);
        }
        match scope.kind {
            ScopeKind::Function | ScopeKind::Lambda => {
                Name::from(format!("{}.<locals>.{name}", unit.qualname))
            }
            _ => Name::from(format!("{}.{name}", unit.qualname)),
        }
    }

    /// Called first by everything that recurses.
    fn enter(&self, span: Span) -> Result<()> {
        self.bounds.check(span)
    }

    /// Ends an expression that began with `base` as the next temporary: frees what is above and
    /// returns where the result goes.
    fn result(&mut self, dst: Dst, base: Reg) -> Reg {
        self.u.pop_to(base);
        match dst {
            Dst::In(r) => r,
            Dst::Any => self.u.push(1),
        }
    }

    /// The value that an instruction just wrote.
    fn val(&self, r: Reg) -> Val {
        if self.u.is_variable(r) { Val::Variable(r) } else { Val::Temporary(r) }
    }

    /// Frees a value's temporary.
    fn free(&mut self, val: Val) {
        if let Val::Temporary(r) = val {
            self.u.pop_to(r);
        }
    }

    /// Drops a value that is not needed.
    fn discard(&mut self, val: Val, span: Span) {
        if let Val::Temporary(r) = val {
            self.u.emit(Opcode::Drop, 0, r, 0, 0, span);
            self.u.pop_to(r);
        }
    }

    fn drop_register(&mut self, r: Reg, span: Span) {
        self.u.emit(Opcode::Drop, 0, r, 0, 0, span);
    }

    /// A new temporary with None.
    fn push_none(&mut self, span: Span) -> Reg {
        let r = self.u.push(1);
        self.load_none(r, span);
        r
    }

    fn load_none(&mut self, r: Reg, span: Span) {
        let none = self.u.constants.index(Literal::None);
        self.u.load_constant(r, none, span);
    }

    fn load_literal(&mut self, r: Reg, literal: Literal, span: Span) {
        let index = self.u.constants.index(literal);
        self.u.load_constant(r, index, span);
    }

    fn error<T>(&self, message: impl Into<String>, span: Span) -> Result<T> {
        Err(CompileError::new(message, span))
    }
}
