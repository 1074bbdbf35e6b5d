//! Imports.

use super::unit::Val;
use super::{Gen, Result};
use crate::bytecode::Opcode;
use crate::constants::Literal;
use hob_grammar::ast::*;

impl<'a> Gen<'a> {
    pub(super) fn import(&mut self, names: &'a [Alias], span: Span) -> Result<()> {
        for alias in names {
            let r = self.u.push(1);
            let name = self.u.name(&alias.name.name);
            let none = self.constant_index(Literal::None, span)?;
            self.u.emit(Opcode::Import, 0, r, name, none, span);
            match &alias.asname {
                None => {
                    let bound = alias.name.name.split('.').next().unwrap_or_default();
                    self.check_name(&Name::new(bound), "assign to", alias.span)?;
                    self.store(bound, Val::Temporary(r), alias.span);
                }
                Some(asname) => {
                    self.check_name(&asname.name, "assign to", asname.span)?;
                    // `import a.b as c` binds the inner module.
                    for part in alias.name.name.split('.').skip(1) {
                        let part = self.u.name(part);
                        let inner = self.u.push(1);
                        self.u.emit(Opcode::ImportFrom, 0, inner, r, part, span);
                        self.drop_register(r, span);
                        self.u.emit(Opcode::Move, 0, r, Val::Temporary(inner).operand(), 0, span);
                        self.u.pop_to(inner);
                    }
                    self.store(&asname.name, Val::Temporary(r), asname.span);
                }
            }
        }
        Ok(())
    }

    pub(super) fn import_from(
        &mut self,
        module: Option<&'a Ident>,
        names: &'a [Alias],
        level: u32,
        span: Span,
    ) -> Result<()> {
        let Ok(level) = u8::try_from(level) else {
            return self.error("too many leading dots in an import", span);
        };
        let r = self.u.push(1);
        let list = names.iter().map(|a| Literal::Str(a.name.name.as_str().into())).collect();
        let list = self.constant_index(Literal::Tuple(list), span)?;
        let name = self.u.name(module.map_or("", |m| &m.name));
        self.u.emit(Opcode::Import, level, r, name, list, span);
        for alias in names {
            if alias.name.name == "*" {
                self.u.emit(Opcode::ImportStar, 0, 0, Val::Temporary(r).operand(), 0, span);
                self.u.pop_to(r);
                return Ok(());
            }
            let item = self.u.push(1);
            let name = self.u.name(&alias.name.name);
            self.u.emit(Opcode::ImportFrom, 0, item, r, name, span);
            let bound = alias.asname.as_ref().unwrap_or(&alias.name);
            self.check_name(&bound.name, "assign to", bound.span)?;
            self.store(&bound.name, Val::Temporary(item), bound.span);
        }
        self.drop_register(r, span);
        self.u.pop_to(r);
        Ok(())
    }
}
