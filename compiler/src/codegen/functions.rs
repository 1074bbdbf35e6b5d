//! Functions and lambdas.

use super::unit::{Reg, Val};
use super::{Dst, Gen, Result, Signature};
use crate::Optimization;
use crate::bytecode::{Intrinsic, Opcode};
use crate::constants::Literal;
use crate::scope::{Part, ScopeId};
use crate::template::{CodeFlags, Template};
use hob_grammar::ast::*;

impl<'a> Gen<'a> {
    pub(super) fn function_def(&mut self, def: &'a FunctionDef, span: Span) -> Result<()> {
        self.check_name(&def.name.name, "assign to", def.name.span)?;
        self.check_parameters(&def.params)?;
        let decorators = self.decorators(&def.decorators)?;
        let start = def.decorators.first().map_or(span, |d| d.span);
        let val = if def.type_params.is_empty() {
            let window = self.u.push(4);
            self.defaults(window, &def.params, span)?;
            self.function(def, start, Some(window), span)?
        } else {
            self.generic_function(def, start, span)?
        };
        self.finish_definition(&def.name, &def.decorators, decorators, val)
    }

    /// Evaluates decorators, outermost first, each into its own temporary.
    pub(super) fn decorators(&mut self, decorators: &'a [Expr]) -> Result<Reg> {
        let first = self.u.top();
        for decorator in decorators {
            self.expr_push(decorator)?;
        }
        Ok(first)
    }

    /// Calls the decorators in the temporaries from `first` on, innermost first, and binds the
    /// name.
    pub(super) fn finish_definition(
        &mut self,
        name: &'a Ident,
        decorators: &'a [Expr],
        first: Reg,
        val: Val,
    ) -> Result<()> {
        let mut val = val;
        for (index, decorator) in decorators.iter().enumerate().rev() {
            // If registers run out, the function is refused at the end.
            let window = first.wrapping_add(index as Reg);
            // The argument follows the decorator.
            let argument = window.wrapping_add(1);
            if val != Val::Temporary(argument) {
                self.u.pop_to(argument);
                let to = self.u.push(1);
                self.u.emit(Opcode::Move, 0, to, val.operand(), 0, decorator.span);
            }
            self.u.emit(Opcode::Call, 1, window, window, 0, decorator.span);
            self.u.pop_to(argument);
            val = Val::Temporary(window);
        }
        self.store(&name.name, val, name.span);
        Ok(())
    }

    /// Fills the first two places of a function's window.
    pub(super) fn defaults(
        &mut self,
        window: Reg,
        params: &'a Parameters,
        span: Span,
    ) -> Result<()> {
        let positional = params.positional_only.iter().chain(&params.positional);
        let defaults: Vec<&'a Expr> = positional.filter_map(|p| p.default.as_deref()).collect();
        self.tuple_or_unset(window, &defaults, span)?;
        let keywords = params.keyword_only.iter().filter(|p| p.default.is_some());
        let mut count = 0;
        let first = self.u.top();
        for parameter in keywords {
            let Some(default) = &parameter.default else { continue };
            let key = self.u.push(1);
            let name = Literal::Str(self.mangled(&parameter.name.name).into());
            self.load_literal(key, name, span);
            self.expr_push(default)?;
            count += 1;
        }
        self.u.pop_to(first);
        match count {
            0 => self.drop_register(window + 1, span),
            _ => self.u.emit(Opcode::BuildDict, 0, window + 1, first, count, span),
        }
        Ok(())
    }

    fn tuple_or_unset(&mut self, r: Reg, items: &[&'a Expr], span: Span) -> Result<()> {
        if items.is_empty() {
            self.drop_register(r, span);
            return Ok(());
        }
        if let Some(items) = items.iter().map(|e| self.fold(e)).collect::<Option<Vec<_>>>() {
            self.load_literal(r, Literal::Tuple(items), span);
            return Ok(());
        }
        let first = self.u.top();
        for item in items {
            self.expr_push(item)?;
        }
        self.u.pop_to(first);
        self.u.emit(Opcode::BuildTuple, 0, r, first, items.len() as u16, span);
        Ok(())
    }

    /// Compiles a function whose defaults are in a window (or that has none), and creates it.
    pub(super) fn function(
        &mut self,
        def: &'a FunctionDef,
        start: Span,
        window: Option<Reg>,
        span: Span,
    ) -> Result<Val> {
        let window = match window {
            Some(window) => window,
            None => {
                let window = self.u.push(4);
                self.drop_register(window, span);
                self.drop_register(window + 1, span);
                window
            }
        };
        self.annotations(window + 2, &def.params, def.returns.as_deref(), span)?;
        let id = self.scopes.of(def, Part::Body);
        let qualname = self.qualname(&def.name.name);
        let (doc, body) = self.docstring(&def.body);
        let doc = doc.map(|(text, _)| text);
        let signature = self.signature(id, &def.params, start, doc);
        let code = self.unit(id, def.name.name.clone(), qualname, signature, |g, _| {
            g.stmts(body)?;
            g.return_none(body.last().map_or(span, |s| s.span));
            Ok(())
        })?;
        self.make_function(window, code, id, Some(window), span)?;
        self.u.pop_to(window);
        self.u.push(1);
        Ok(Val::Temporary(window))
    }

    /// A function with type parameters is made by a function that makes these (PEP 695).
    fn generic_function(&mut self, def: &'a FunctionDef, start: Span, span: Span) -> Result<Val> {
        let base = self.u.top();
        let id = self.scopes.of(def, Part::TypeParameters);
        let name = Name::from(format!("<generic parameters of {}>", def.name.name));
        let has_defaults = crate::scope::has_defaults(&def.params);
        let has_keywords = def.params.keyword_only.iter().any(|p| p.default.is_some());
        let positional = u16::from(has_defaults) + u16::from(has_keywords);
        let signature = Signature { positional, start, ..Signature::default() };
        let qualname = self.qualname(&name);
        let code = self.unit(id, name, qualname, signature, |g, _| {
            let window = g.u.push(4);
            for (offset, (name, present)) in
                [(".defaults", has_defaults), (".kwdefaults", has_keywords)].into_iter().enumerate()
            {
                let r = window + offset as Reg;
                if present {
                    g.load_mangled(name, Dst::In(r), span);
                } else {
                    g.drop_register(r, span);
                }
            }
            let parameters = g.type_parameters(&def.type_params, span)?;
            let above = g.u.top();
            // The function's own window is on top.
            let inner = g.u.push(4);
            for offset in 0..2 {
                let from = Val::Temporary(window + offset).operand();
                g.u.emit(Opcode::Move, 0, inner + offset, from, 0, span);
            }
            g.function(def, start, Some(inner), span)?;
            g.u.pop_to(above);
            g.u.push(2);
            // (function, parameters)
            let from = Val::Temporary(parameters).operand();
            g.u.emit(Opcode::Move, 0, above + 1, from, 0, span);
            g.u.emit(Opcode::BuildTuple, 0, above, above, 2, span);
            let pair = Val::Temporary(above).operand();
            g.u.emit(Opcode::Intrinsic, Intrinsic::SetTypeParams as u8, above, 0, pair, span);
            g.u.emit(Opcode::Return, 0, 0, Val::Temporary(above).operand(), 0, span);
            Ok(())
        })?;
        let callee = self.u.push(1);
        let window = self.u.push(4);
        self.defaults(window, &def.params, span)?;
        // Defaults become arguments; the function itself is made on top.
        let function = self.u.push(1);
        self.make_function(function, code, id, None, span)?;
        self.u.emit(Opcode::Move, 0, callee, Val::Temporary(function).operand(), 0, span);
        if has_keywords && !has_defaults {
            let from = Val::Temporary(window + 1).operand();
            self.u.emit(Opcode::Move, 0, window, from, 0, span);
        }
        self.u.emit(Opcode::Call, positional as u8, callee, callee, 0, span);
        self.u.pop_to(base);
        self.u.push(1);
        Ok(Val::Temporary(callee))
    }

    /// `R[r] = function`: the window's first three places are filled, or there is none.
    pub(super) fn make_function(
        &mut self,
        r: Reg,
        code: Template,
        id: ScopeId,
        window: Option<Reg>,
        span: Span,
    ) -> Result<()> {
        let base = self.u.top();
        let window = match window {
            Some(window) => window,
            None => {
                let window = self.u.push(4);
                (window..window + 3).for_each(|r| self.drop_register(r, span));
                window
            }
        };
        let free = self.scopes.get(id).free.clone();
        if free.is_empty() {
            self.drop_register(window + 3, span);
        } else {
            let first = self.u.top();
            for variable in &free {
                let cell = self.u.push(1);
                self.load_cell(*variable, cell, span);
            }
            self.u.pop_to(first);
            let count = free.len() as u16;
            self.u.emit(Opcode::BuildTuple, 0, window + 3, first, count, span);
        }
        let index = self.u.constants.push(code);
        let Ok(index) = u16::try_from(index) else {
            return self.error("too many constants in one function", span);
        };
        self.u.emit(Opcode::MakeFunction, 0, r, index, window, span);
        self.u.pop_to(base);
        Ok(())
    }

    fn signature(
        &self,
        id: ScopeId,
        params: &Parameters,
        start: Span,
        doc: Option<Box<str>>,
    ) -> Signature {
        let scope = self.scopes.get(id);
        let flags = CodeFlags {
            varargs: params.vararg.is_some(),
            varkeywords: params.kwarg.is_some(),
            generator: scope.is_generator,
            coroutine: scope.is_coroutine,
            ..CodeFlags::default()
        };
        Signature {
            flags,
            positional: (params.positional_only.len() + params.positional.len()) as u16,
            positional_only: params.positional_only.len() as u16,
            keyword_only: params.keyword_only.len() as u16,
            start,
            doc,
        }
    }

    fn annotations(
        &mut self,
        r: Reg,
        params: &'a Parameters,
        returns: Option<&'a Expr>,
        span: Span,
    ) -> Result<()> {
        let named = params
            .positional
            .iter()
            .chain(&params.positional_only)
            .chain(params.vararg.as_deref())
            .chain(&params.keyword_only)
            .chain(params.kwarg.as_deref());
        let all: Vec<(&str, &'a Expr)> = named
            .filter_map(|p| Some((p.name.name.as_str(), p.annotation.as_deref()?)))
            .chain(returns.map(|e| ("return", e)))
            .collect();
        if all.is_empty() {
            self.drop_register(r, span);
            return Ok(());
        }
        let first = self.u.top();
        for (name, annotation) in &all {
            let key = self.u.push(1);
            self.load_literal(key, Literal::Str(self.mangled(name).into()), annotation.span);
            let to = self.u.push(1);
            // `*args: *Ts` is the one item of `[*Ts]`.
            if let ExprKind::Starred(inner) = &annotation.kind
                && !self.scopes.features.annotations
            {
                let val = self.expr(inner)?;
                self.u.emit(Opcode::UnpackSequence, 0, to, val.operand(), 1, annotation.span);
                self.free(val);
                continue;
            }
            let val = self.annotation(annotation)?;
            self.move_to(val, to, annotation.span);
        }
        self.u.pop_to(first);
        self.u.emit(Opcode::BuildDict, 0, r, first, all.len() as u16, span);
        Ok(())
    }

    /// An annotation's value: evaluated, or its text (PEP 563).
    pub(super) fn annotation(&mut self, annotation: &'a Expr) -> Result<Val> {
        if self.scopes.features.annotations {
            let text = super::unparse::annotation(annotation);
            return Ok(self.u.constant(Literal::Str(text.into()), annotation.span));
        }
        self.expr(annotation)
    }

    pub(super) fn lambda(
        &mut self,
        expr: &'a Expr,
        params: &'a Parameters,
        body: &'a Expr,
        dst: Dst,
    ) -> Result<Val> {
        let span = expr.span;
        self.check_parameters(params)?;
        let base = self.u.top();
        let window = self.u.push(4);
        self.defaults(window, params, span)?;
        self.drop_register(window + 2, span);
        let id = self.scopes.of(expr, Part::Body);
        let name = Name::new("<lambda>");
        let qualname = self.qualname(&name);
        let signature = self.signature(id, params, span, None);
        let code = self.unit(id, name, qualname, signature, |g, _| {
            let val = g.expr(body)?;
            g.u.emit(Opcode::Return, 0, 0, val.operand(), 0, body.span);
            Ok(())
        })?;
        // The window may overlap the result: it is consumed first.
        let r = match dst {
            Dst::In(r) => r,
            Dst::Any => base,
        };
        self.make_function(r, code, id, Some(window), span)?;
        self.u.pop_to(base);
        if dst == Dst::Any {
            self.u.push(1);
        }
        Ok(self.val(r))
    }

    fn check_parameters(&self, params: &Parameters) -> Result<()> {
        for parameter in crate::scope::all_parameters(params) {
            self.check_name(&parameter.name.name, "assign to", parameter.name.span)?;
        }
        Ok(())
    }
}

impl Gen<'_> {
    /// The docstring at the start of a body, cleaned as CPython 3.13 does, and the statements after.
    #[allow(clippy::type_complexity)]
    pub(super) fn docstring<'b>(&self, body: &'b [Stmt]) -> (Option<(Box<str>, Span)>, &'b [Stmt]) {
        match body {
            [Stmt { kind: StmtKind::Expr(value), .. }, rest @ ..]
                if let ExprKind::Constant(Constant::Str(text)) = &value.kind =>
            {
                let kept = self.optimization < Optimization::Docstrings;
                (kept.then(|| (clean(text), value.span)), rest)
            }
            _ => (None, body),
        }
    }
}

/// Removes the indentation common to all lines but the first.
fn clean(text: &str) -> Box<str> {
    if !text.contains(['\n', '\t', ' ']) {
        return text.into();
    }
    let text = expand_tabs(text);
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let mut lines = text.split('\n');
    let first = lines.next().unwrap_or_default();
    let filled = lines.clone().filter(|l| !l.trim_start_matches(' ').is_empty());
    let margin = filled.map(indent).min().unwrap_or(0);
    let mut result = first.trim_start_matches(' ').to_owned();
    for line in lines {
        result.push('\n');
        result.push_str(&line[indent(line).min(margin)..]);
    }
    result.into()
}

/// Expands tabs to the next column that is a multiple of eight.
fn expand_tabs(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' => {
                let count = 8 - column % 8;
                result.extend(std::iter::repeat_n(' ', count));
                column += count;
            }
            '\n' | '\r' => {
                result.push(c);
                column = 0;
            }
            _ => {
                result.push(c);
                column += 1;
            }
        }
    }
    result
}
