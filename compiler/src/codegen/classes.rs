//! Classes.

use super::unit::{Place, Reg, Val};
use super::{Dst, Gen, Result, Signature};
use crate::bytecode::{Intrinsic, Opcode};
use crate::constants::Literal;
use crate::scope::Part;
use crate::template::CodeFlags;
use hob_grammar::ast::*;

impl<'a> Gen<'a> {
    pub(super) fn class_def(&mut self, def: &'a ClassDef, span: Span) -> Result<()> {
        self.check_name(&def.name.name, "assign to", def.name.span)?;
        self.check_keywords(&def.arguments)?;
        let decorators = self.decorators(&def.decorators)?;
        let start = def.decorators.first().map_or(span, |d| d.span);
        let val = if def.type_params.is_empty() {
            self.class(def, start, span, false)?
        } else {
            self.generic_class(def, start, span)?
        };
        self.finish_definition(&def.name, &def.decorators, decorators, val)
    }

    /// `__build_class__(body, name, *bases, **keywords)`
    fn class(&mut self, def: &'a ClassDef, start: Span, span: Span, generic: bool) -> Result<Val> {
        let base = self.u.top();
        let window = self.u.push(1);
        self.u.emit(Opcode::LoadBuildClass, 0, window, 0, 0, span);
        let function = self.u.push(1);
        self.class_body(function, def, start, span)?;
        let name = self.u.push(1);
        self.load_literal(name, Literal::Str(def.name.name.as_str().into()), span);
        if !generic {
            return self.call_window(window, &def.arguments, 2, Dst::Any, base, span);
        }
        // `Generic[…]` comes after the other bases, so the list is always built piece by piece.
        let list = window + 1;
        self.u.emit(Opcode::BuildList, 0, list, list, 2, span);
        self.u.pop_to(list + 1);
        self.append_arguments(list, &def.arguments.args, span)?;
        let generic_base = self.load_mangled(".generic_base", Dst::Any, span);
        self.u.emit(Opcode::ListAppend, 0, list, generic_base.operand(), 0, span);
        self.free(generic_base);
        self.u.emit(Opcode::ListToTuple, 0, list, Val::Temporary(list).operand(), 0, span);
        let keywords = self.u.push(1);
        if def.arguments.keywords.is_empty() {
            self.drop_register(keywords, span);
        } else {
            self.spread_keywords(keywords, window, &def.arguments.keywords, span)?;
        }
        let r = self.result(Dst::Any, base);
        self.u.emit(Opcode::CallSpread, 0, window, r, 0, span);
        Ok(Val::Temporary(r))
    }

    fn class_body(
        &mut self,
        function: Reg,
        def: &'a ClassDef,
        start: Span,
        span: Span,
    ) -> Result<()> {
        let id = self.scopes.of(def, Part::Body);
        let scope = self.scopes.get(id);
        let qualname = self.qualname(&def.name.name);
        let flags = CodeFlags { class_body: true, ..CodeFlags::default() };
        let signature = Signature { flags, start, ..Signature::default() };
        let first_line = self.source.position(start.start).0;
        let full_name = qualname.clone();
        let code = self.unit(id, def.name.name.clone(), qualname, signature, |g, _| {
            let module = g.load_mangled("__name__", Dst::Any, span);
            g.store_mangled("__module__", module, span);
            g.store_literal("__qualname__", Literal::Str(full_name.as_str().into()), span);
            g.store_literal("__firstlineno__", Literal::Small(i64::from(first_line)), span);
            if !def.type_params.is_empty() {
                let parameters = g.load_mangled(".type_params", Dst::Any, span);
                g.store_mangled("__type_params__", parameters, span);
            }
            if let Some(dict) = scope.class_dict
                && let Place::Cell(cell) = g.place(dict)
            {
                let r = g.u.push(1);
                g.u.emit(Opcode::LoadNamespace, 0, r, 0, 0, span);
                g.u.emit(Opcode::StoreCell, 0, cell, Val::Temporary(r).operand(), 0, span);
                g.u.pop_to(r);
            }
            if scope.has_annotations {
                g.u.emit(Opcode::SetupAnnotations, 0, 0, 0, 0, span);
            }
            let (doc, body) = g.docstring(&def.body);
            if let Some((doc, span)) = doc {
                g.store_literal("__doc__", Literal::Str(doc), span);
            }
            g.stmts(body)?;
            let mut names: Vec<&str> = g.u.self_attributes.iter().map(Name::as_str).collect();
            names.sort_unstable();
            let names = names.into_iter().map(|name| Literal::Str(name.into()));
            let names = Literal::Tuple(names.collect());
            g.store_literal("__static_attributes__", names, span);
            let cells =
                [(scope.class_cell, "__classcell__"), (scope.class_dict, "__classdictcell__")];
            for (symbol, name) in cells {
                if let Some(symbol) = symbol
                    && let Place::Cell(cell) = g.place(symbol)
                {
                    let r = g.u.push(1);
                    g.u.emit(Opcode::Move, 0, r, Val::Variable(cell).operand(), 0, span);
                    g.store_mangled(name, Val::Temporary(r), span);
                    g.u.pop_to(r);
                }
            }
            g.return_none(span);
            Ok(())
        })?;
        self.make_function(function, code, id, None, span)
    }

    fn store_literal(&mut self, name: &str, literal: Literal, span: Span) {
        let val = self.u.constant(literal, span);
        self.store_mangled(name, val, span);
    }

    /// A class with type parameters is made by a function that makes these (PEP 695).
    fn generic_class(&mut self, def: &'a ClassDef, start: Span, span: Span) -> Result<Val> {
        let base = self.u.top();
        let id = self.scopes.of(def, Part::TypeParameters);
        let name = Name::from(format!("<generic parameters of {}>", def.name.name));
        let qualname = self.qualname(&name);
        let signature = Signature { start, ..Signature::default() };
        let code = self.unit(id, name, qualname, signature, |g, _| {
            let parameters = g.type_parameters(&def.type_params, span)?;
            let kept = Val::Variable(parameters);
            g.store_mangled(".type_params", kept, span);
            let base_class = g.u.push(1);
            let operand = Val::Temporary(parameters).operand();
            let intrinsic = Intrinsic::GenericBase as u8;
            g.u.emit(Opcode::Intrinsic, intrinsic, base_class, 0, operand, span);
            g.store_mangled(".generic_base", Val::Temporary(base_class), span);
            let class = g.class(def, start, span, true)?;
            g.u.emit(Opcode::Return, 0, 0, class.operand(), 0, span);
            Ok(())
        })?;
        let window = self.u.push(1);
        self.make_function(window, code, id, None, span)?;
        self.u.emit(Opcode::Call, 0, window, window, 0, span);
        self.u.pop_to(base);
        self.u.push(1);
        Ok(Val::Temporary(window))
    }
}
