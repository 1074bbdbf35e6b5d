//! The second pass: where each name leads.

use super::{Resolution, ScopeId, ScopeKind, Scopes, Variable, VariableId};
use crate::{CompileError, Result};
use hob_grammar::ast::Name;
use rustc_hash::{FxHashMap, FxHashSet};

pub(super) fn resolve(scopes: &mut Scopes) -> Result<()> {
    let symbols = scopes.scopes.iter().flat_map(|scope| &scope.symbols);
    let global = symbols.filter(|(_, s)| s.uses.global).map(|(name, _)| name.clone()).collect();
    let (owned, free) = (FxHashMap::default(), FxHashMap::default());
    let mut resolver = Resolver { scopes, global, owned, free };
    for index in 0..resolver.scopes.scopes.len() {
        resolver.bind_variables(ScopeId(index as u32));
    }
    for index in 0..resolver.scopes.scopes.len() {
        resolver.resolve_names(ScopeId(index as u32))?;
    }
    let free = std::mem::take(&mut resolver.free);
    for (unit, mut variables) in free {
        variables.sort_by_key(|v| scopes.variable(*v).name.clone());
        scopes.scopes[unit.0 as usize].free = variables;
    }
    Ok(())
}

struct Resolver<'a> {
    scopes: &'a mut Scopes,
    /// Names that any scope declares `global`: they are global in the module, too, which may run
    /// with separate locals.
    global: FxHashSet<Name>,
    /// Variables by owner and name.
    owned: FxHashMap<(ScopeId, Name), VariableId>,
    free: FxHashMap<ScopeId, Vec<VariableId>>,
}

impl Resolver<'_> {
    fn new_variable(&mut self, owner: ScopeId, name: &Name) -> VariableId {
        let id = VariableId(self.scopes.variables.len() as u32);
        let uses = self.scopes.get(owner).symbols.get(name).map(|s| s.uses).unwrap_or_default();
        self.scopes.variables.push(Variable {
            name: name.clone(),
            owner,
            captured: false,
            deleted: uses.deleted,
            parameter: uses.parameter,
        });
        self.owned.insert((owner, name.clone()), id);
        id
    }

    /// Makes the variables that a function-like scope binds.
    fn bind_variables(&mut self, id: ScopeId) {
        let scope = self.scopes.get(id);
        if !scope.kind.is_function_like() {
            return;
        }
        for index in 0..scope.symbols.len() {
            let (name, symbol) = self.scopes.get(id).symbols.get_index(index).expect("in range");
            let uses = symbol.uses;
            if (uses.bound || uses.parameter) && !uses.global && !uses.nonlocal {
                let name = name.clone();
                let variable = self.new_variable(id, &name);
                self.scopes.scopes[id.0 as usize].symbols[index].resolution =
                    Resolution::Variable(variable);
            }
        }
    }

    fn resolve_names(&mut self, id: ScopeId) -> Result<()> {
        let count = self.scopes.get(id).symbols.len();
        for index in 0..count {
            let scope = self.scopes.get(id);
            let (name, symbol) = scope.symbols.get_index(index).expect("in range");
            if symbol.resolution != Resolution::Unknown {
                continue;
            }
            let (name, uses, span) = (name.clone(), symbol.uses, symbol.span);
            let is_module = scope.kind == ScopeKind::Module;
            let resolution = if uses.global || is_module && self.global.contains(&name) {
                Resolution::GlobalExplicit
            } else if uses.nonlocal {
                match self.look_outside(id, &name) {
                    Resolution::Variable(variable) => {
                        let owner = self.scopes.variable(variable).owner;
                        let symbol = self.scopes.get(owner).symbols.get(&name);
                        if symbol.is_some_and(|s| s.uses.type_parameter) {
                            let message =
                                format!("nonlocal binding not allowed for type parameter '{name}'");
                            return Err(CompileError::new(message, span));
                        }
                        Resolution::Variable(variable)
                    }
                    _ => {
                        let message = format!("no binding for nonlocal '{name}' found");
                        return Err(CompileError::new(message, span));
                    }
                }
            } else if uses.bound {
                Resolution::Namespace
            } else if let Some(resolution) = self.bound_by_class(id, &name) {
                resolution
            } else if scope.kind == ScopeKind::Module {
                Resolution::GlobalImplicit
            } else {
                self.look_outside(id, &name)
            };
            if let Resolution::Variable(variable) = resolution {
                self.capture(id, variable);
                if uses.deleted {
                    self.scopes.variables[variable.0 as usize].deleted = true;
                }
            }
            self.scopes.scopes[id.0 as usize].symbols[index].resolution = resolution;
        }
        if self.scopes.get(id).sees_class {
            self.use_class_dict(id);
        }
        Ok(())
    }

    /// Looks up a name in the enclosing scopes.
    fn look_outside(&mut self, id: ScopeId, name: &Name) -> Resolution {
        let mut at = self.scopes.get(id).parent;
        while let Some(outer) = at {
            let scope = self.scopes.get(outer);
            match scope.kind {
                ScopeKind::Module => break,
                ScopeKind::Class => {
                    if name == "__class__" {
                        return Resolution::Variable(self.class_cell(outer));
                    }
                }
                _ => {
                    if let Some(symbol) = scope.symbols.get(name) {
                        if symbol.uses.global {
                            return Resolution::GlobalImplicit;
                        }
                        if let Some(variable) = self.owned.get(&(outer, name.clone())) {
                            return Resolution::Variable(*variable);
                        }
                    }
                }
            }
            at = scope.parent;
        }
        Resolution::GlobalImplicit
    }

    /// In an annotation scope in a class, the resolution of a name that the class binds: variables of
    /// functions that enclose the class are skipped (PEP 695).
    fn bound_by_class(&self, id: ScopeId, name: &Name) -> Option<Resolution> {
        let scope = self.scopes.get(id);
        if !scope.sees_class {
            return None;
        }
        let parents = std::iter::successors(scope.parent, |&at| self.scopes.get(at).parent);
        let class = parents.map(|at| self.scopes.get(at)).find(|s| s.kind == ScopeKind::Class)?;
        let uses = class.symbols.get(name)?.uses;
        if uses.global {
            return Some(Resolution::GlobalExplicit);
        }
        (uses.bound && !uses.nonlocal).then_some(Resolution::GlobalImplicit)
    }

    fn class_cell(&mut self, class: ScopeId) -> VariableId {
        match self.scopes.get(class).class_cell {
            Some(variable) => variable,
            None => {
                let variable = self.new_variable(class, &Name::new("__class__"));
                self.scopes.scopes[class.0 as usize].class_cell = Some(variable);
                variable
            }
        }
    }

    /// Gives an annotation scope in a class access to the class's namespace.
    fn use_class_dict(&mut self, id: ScopeId) {
        let mut at = self.scopes.get(id).parent;
        while let Some(outer) = at {
            if self.scopes.get(outer).kind == ScopeKind::Class {
                let variable = match self.scopes.get(outer).class_dict {
                    Some(variable) => variable,
                    None => {
                        let variable = self.new_variable(outer, &Name::new("__classdict__"));
                        self.scopes.scopes[outer.0 as usize].class_dict = Some(variable);
                        variable
                    }
                };
                self.scopes.scopes[id.0 as usize].class_dict = Some(variable);
                self.capture(id, variable);
                return;
            }
            at = self.scopes.get(outer).parent;
        }
    }

    /// Notes that a scope uses a variable, which makes it free in all units in between.
    fn capture(&mut self, id: ScopeId, variable: VariableId) {
        let owner = self.scopes.get(self.scopes.variable(variable).owner).unit;
        let mut unit = self.scopes.get(id).unit;
        if unit == owner {
            return;
        }
        self.scopes.variables[variable.0 as usize].captured = true;
        while unit != owner {
            let free = self.free.entry(unit).or_default();
            if free.contains(&variable) {
                return;
            }
            free.push(variable);
            match self.scopes.get(unit).parent {
                Some(parent) => unit = self.scopes.get(parent).unit,
                None => return,
            }
        }
    }
}
