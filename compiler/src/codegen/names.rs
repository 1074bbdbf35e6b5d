//! Names: loading, storing and deleting them wherever they live.

use super::unit::{Place, Reg, Val};
use super::{Dst, Gen};
use crate::bytecode::{Comparison, Opcode};
use crate::constants::Literal;
use crate::scope::{Resolution, ScopeKind, Scopes, VariableId, mangle};
use hob_grammar::ast::{Expr, ExprKind, Ident, Name, Span};
use std::borrow::Cow;

/// The way to reach a name from the current scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Register(Reg),
    Cell(Reg),
    Free(u16),
    /// In a class body, a variable of an enclosing function.
    ClassFree(u16),
    Global,
    Namespace,
    /// In an annotation scope: the class's namespace first, then as if there were no class.
    ClassDict(Option<u16>),
}

impl<'a> Gen<'a> {
    /// The location of an attribute look-up: that of the whole expression, or from the attribute's
    /// name on if the expression starts on an earlier line (as in CPython's tables of positions).
    pub(super) fn attribute_span(&self, span: Span, attr: &Ident) -> Span {
        let before = &self.source.text.as_bytes()[span.start as usize..attr.span.start as usize];
        match before.contains(&b'\n') {
            true => Span::new(attr.span.start, span.end),
            false => span,
        }
    }

    /// The name, mangled with its class's name if it is private.
    pub(super) fn mangled<'n>(&self, name: &'n str) -> Cow<'n, str> {
        mangle(self.scopes.get(self.scope).private.as_ref(), name)
    }

    pub(super) fn place(&self, variable: VariableId) -> Place {
        self.u.places[&variable]
    }

    /// The access path of a mangled name.
    pub(super) fn access(&self, name: &str) -> Access {
        let scope = self.scopes.get(self.scope);
        match self.scopes.resolve(self.scope, name) {
            Resolution::Variable(variable) => match self.place(variable) {
                Place::Register(r) => Access::Register(r),
                Place::Cell(r) => Access::Cell(r),
                Place::Free(index) => {
                    let owner = self.scopes.get(self.scopes.variable(variable).owner).kind;
                    if scope.kind == ScopeKind::Class {
                        Access::ClassFree(index)
                    } else if scope.sees_class && owner != ScopeKind::TypeParameters {
                        Access::ClassDict(Some(index))
                    } else {
                        Access::Free(index)
                    }
                }
            },
            Resolution::GlobalExplicit => Access::Global,
            Resolution::GlobalImplicit if scope.sees_class => Access::ClassDict(None),
            Resolution::GlobalImplicit | Resolution::Namespace | Resolution::Unknown => {
                let in_class = scope.kind == ScopeKind::Class;
                let in_text = self.u.scope == Scopes::MODULE && self.mode.has_namespace();
                if in_class || in_text { Access::Namespace } else { Access::Global }
            }
        }
    }

    /// The register of a target that is a plain local variable.
    pub(super) fn register_target(&self, target: &Expr) -> Option<Reg> {
        let ExprKind::Name(name) = &target.kind else { return None };
        match self.access(&self.mangled(name)) {
            Access::Register(r) => Some(r),
            _ => None,
        }
    }

    pub(super) fn load(&mut self, name: &str, dst: Dst, span: Span) -> Val {
        let name = self.mangled(name);
        self.load_mangled(&name, dst, span)
    }

    pub(super) fn load_mangled(&mut self, name: &str, dst: Dst, span: Span) -> Val {
        let access = self.access(name);
        if let Access::Register(r) = access {
            if !self.u.is_assigned(r) {
                self.u.emit(Opcode::CheckLocal, 0, r, 0, 0, span);
                self.u.set_assigned(r);
            }
            return match dst {
                Dst::Any => Val::Variable(r),
                Dst::In(to) => {
                    self.u.emit(Opcode::Move, 0, to, Val::Variable(r).operand(), 0, span);
                    self.val(to)
                }
            };
        }
        let top = self.u.top();
        let to = self.result(dst, top);
        match access {
            Access::Register(_) => {}
            Access::Cell(r) => self.u.emit(Opcode::LoadCell, 0, to, r, 0, span),
            Access::Free(i) => self.u.emit(Opcode::LoadFree, 0, to, i, 0, span),
            Access::ClassFree(i) => self.u.emit(Opcode::LoadClassFree, 0, to, i, 0, span),
            Access::Global => {
                let (name, cache) = (self.u.name(name), self.u.global_cache());
                self.u.emit(Opcode::LoadGlobal, 0, to, name, cache, span);
            }
            Access::Namespace => {
                let name = self.u.name(name);
                self.u.emit(Opcode::LoadName, 0, to, name, 0, span);
            }
            Access::ClassDict(free) => self.load_class_dict(name, free, to, span),
        }
        self.val(to)
    }

    /// `namespace[name] if name in namespace else …`, where the namespace is the class's.
    fn load_class_dict(&mut self, name: &str, free: Option<u16>, to: Reg, span: Span) {
        let Some(Place::Free(dict)) = self.scopes.get(self.scope).class_dict.map(|v| self.place(v))
        else {
            return;
        };
        let (missing, end) = (self.u.label(), self.u.label());
        let key = self.u.constant(Literal::Str(name.into()), span);
        let r = self.u.push(1);
        self.u.emit(Opcode::LoadFree, 0, r, dict, 0, span);
        let operands = (key.kept(), Val::Variable(r).operand());
        self.u.jump_if_compare(false, Comparison::In, operands, missing, span);
        let dict = Val::Temporary(r).operand();
        self.u.emit(Opcode::LoadItem, 0, to, dict, key.kept(), span);
        self.u.jump(end, span);
        self.u.bind(missing);
        self.drop_register(r, span);
        match free {
            Some(index) => self.u.emit(Opcode::LoadFree, 0, to, index, 0, span),
            None => {
                let (name, cache) = (self.u.name(name), self.u.global_cache());
                self.u.emit(Opcode::LoadGlobal, 0, to, name, cache, span);
            }
        }
        self.u.bind(end);
        self.u.pop_to(r);
    }

    /// `name = val`. Frees the value's temporary.
    pub(super) fn store(&mut self, name: &str, val: Val, span: Span) {
        let name = self.mangled(name);
        self.store_mangled(&name, val, span);
    }

    pub(super) fn store_mangled(&mut self, name: &str, val: Val, span: Span) {
        match self.access(name) {
            Access::Register(r) => {
                if val != Val::Variable(r) {
                    self.u.emit(Opcode::Move, 0, r, val.operand(), 0, span);
                }
                self.u.set_assigned(r);
            }
            Access::Cell(r) => self.u.emit(Opcode::StoreCell, 0, r, val.operand(), 0, span),
            Access::Free(i) | Access::ClassFree(i) | Access::ClassDict(Some(i)) => {
                self.u.emit(Opcode::StoreFree, 0, i, val.operand(), 0, span);
            }
            Access::Global | Access::ClassDict(None) => {
                let (name, cache) = (self.u.name(name), self.u.global_cache());
                self.u.emit(Opcode::StoreGlobal, 0, name, val.operand(), cache, span);
            }
            Access::Namespace => {
                let name = self.u.name(name);
                self.u.emit(Opcode::StoreName, 0, name, val.operand(), 0, span);
            }
        }
        self.free(val);
    }

    /// `del name`.
    pub(super) fn delete(&mut self, name: &str, span: Span) {
        let name = self.mangled(name);
        match self.access(&name) {
            Access::Register(r) => {
                self.u.emit(Opcode::DeleteLocal, 0, r, 0, 0, span);
                self.u.set_unassigned(r);
            }
            Access::Cell(r) => self.u.emit(Opcode::DeleteCell, 0, r, 0, 0, span),
            Access::Free(i) | Access::ClassFree(i) | Access::ClassDict(Some(i)) => {
                self.u.emit(Opcode::DeleteFree, 0, i, 0, 0, span);
            }
            Access::Global | Access::ClassDict(None) => {
                let name = self.u.name(&name);
                self.u.emit(Opcode::DeleteGlobal, 0, name, 0, 0, span);
            }
            Access::Namespace => {
                let name = self.u.name(&name);
                self.u.emit(Opcode::DeleteName, 0, name, 0, 0, span);
            }
        }
    }

    /// At the end of a handler: `name = None; del name`, so that the name is unbound whatever the
    /// handler did with it.
    pub(super) fn unbind(&mut self, name: &str, span: Span) {
        let mangled = self.mangled(name);
        if let Access::Register(r) = self.access(&mangled) {
            self.drop_register(r, span);
            self.u.set_unassigned(r);
            return;
        }
        let none = self.u.constant(Literal::None, span);
        self.store(name, none, span);
        self.delete(name, span);
    }

    /// The cell of a variable, in a register, to be passed on to a function defined here.
    pub(super) fn load_cell(&mut self, variable: VariableId, to: Reg, span: Span) {
        match self.place(variable) {
            Place::Register(r) | Place::Cell(r) => {
                self.u.emit(Opcode::Move, 0, to, Val::Variable(r).operand(), 0, span);
            }
            Place::Free(index) => self.u.emit(Opcode::LoadFreeCell, 0, to, index, 0, span),
        }
    }

    pub(super) fn check_name(&self, name: &Name, what: &str, span: Span) -> super::Result<()> {
        if name == "__debug__" {
            return self.error(format!("cannot {what} __debug__"), span);
        }
        Ok(())
    }
}
