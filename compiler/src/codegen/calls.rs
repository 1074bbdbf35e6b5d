//! Calls. The callee and its arguments are evaluated directly into the window that the call
//! consumes.

use super::expressions::MAX_WINDOW;
use super::names::Access;
use super::unit::{Reg, Val};
use super::{Dst, Gen, Result};
use crate::bytecode::Opcode;
use crate::constants::Literal;
use crate::warnings;
use hob_grammar::ast::*;
use std::collections::HashSet;

impl<'a> Gen<'a> {
    pub(super) fn call(
        &mut self,
        func: &'a Expr,
        arguments: &'a Arguments,
        dst: Dst,
        span: Span,
    ) -> Result<Val> {
        self.warn(warnings::call(func), span);
        self.check_keywords(arguments)?;
        let base = self.u.top();
        let is_plain = is_plain(arguments, 0);
        if let ExprKind::Attribute { value, attr } = &func.kind
            && is_plain
        {
            let window = self.u.push(2);
            let (object, opcode) = match self.super_name(value) {
                Some(name) => (self.expr(name)?, Opcode::LoadSuperMethod),
                None => (self.expr(value)?, Opcode::LoadMethod),
            };
            let cache = self.u.attribute(&self.mangled(&attr.name));
            let load = self.attribute_span(func.span, attr);
            self.u.emit(opcode, 0, window, object.operand(), cache, load);
            let span = Span::new(load.start, span.end);
            self.free(object);
            let (count, names) = self.window_arguments(arguments, 0)?;
            let r = self.result(dst, base);
            match names {
                None => self.u.emit(Opcode::CallMethod, count, window, r, 0, span),
                Some(names) => {
                    self.u.emit(Opcode::CallMethodKeywords, count, window, r, names, span)
                }
            }
            return Ok(self.val(r));
        }
        let window = self.expr_push(func)?;
        self.call_window(window, arguments, 0, dst, base, span)
    }

    /// The name `super` of a call `super()`, if no scope of the program's functions binds it.
    pub(super) fn super_name(&self, call: &'a Expr) -> Option<&'a Expr> {
        let ExprKind::Call { func, arguments } = &call.kind else { return None };
        let ExprKind::Name(name) = &func.kind else { return None };
        let is_bare = arguments.args.is_empty() && arguments.keywords.is_empty();
        let is_global = &**name == "super" && self.access(name) == Access::Global;
        (is_bare && is_global).then_some(func)
    }

    /// Calls the callee in the temporary `window`, which is already followed by `given` arguments.
    pub(super) fn call_window(
        &mut self,
        window: Reg,
        arguments: &'a Arguments,
        given: usize,
        dst: Dst,
        base: Reg,
        span: Span,
    ) -> Result<Val> {
        if is_plain(arguments, given) {
            let (count, names) = self.window_arguments(arguments, given)?;
            let r = self.result(dst, base);
            match names {
                None => self.u.emit(Opcode::Call, count, window, r, 0, span),
                Some(names) => self.u.emit(Opcode::CallKeywords, count, window, r, names, span),
            }
            return Ok(self.val(r));
        }
        // The arguments that are already there become the start of the list.
        let list = match given {
            0 => self.u.push(1),
            _ => window + 1,
        };
        if let ([Expr { kind: ExprKind::Starred(inner), .. }], 0) = (&arguments.args[..], given) {
            let val = self.expr(inner)?;
            self.u.emit(Opcode::SpreadArguments, 0, list, val.operand(), 0, span);
            self.free(val);
        } else {
            if given > 0 {
                self.u.emit(Opcode::BuildList, 0, list, list, given as u16, span);
                self.u.pop_to(list + 1);
                self.append_arguments(list, &arguments.args, span)?;
            } else {
                self.collect(list, false, &arguments.args, false, span)?;
            }
            self.u.emit(Opcode::ListToTuple, 0, list, Val::Temporary(list).operand(), 0, span);
        }
        let keywords = self.u.push(1);
        if arguments.keywords.is_empty() {
            self.drop_register(keywords, span);
        } else if let [Keyword { name: None, value, .. }] = &arguments.keywords[..] {
            let val = self.expr(value)?;
            self.u.emit(Opcode::SpreadKeywords, 0, keywords, val.operand(), window, span);
            self.free(val);
        } else {
            self.spread_keywords(keywords, window, &arguments.keywords, span)?;
        }
        let r = self.result(dst, base);
        self.u.emit(Opcode::CallSpread, 0, window, r, 0, span);
        Ok(self.val(r))
    }

    pub(super) fn append_arguments(
        &mut self,
        list: Reg,
        args: &'a [Expr],
        span: Span,
    ) -> Result<()> {
        for arg in args {
            match &arg.kind {
                ExprKind::Starred(inner) => {
                    let val = self.expr(inner)?;
                    self.u.emit(Opcode::ListExtend, 0, list, val.operand(), 0, span);
                    self.free(val);
                }
                _ => {
                    let val = self.expr(arg)?;
                    self.u.emit(Opcode::ListAppend, 0, list, val.operand(), 0, span);
                    self.free(val);
                }
            }
        }
        Ok(())
    }

    /// Evaluates plain arguments onto the temporaries: how many the window then has, and the
    /// constant with the keywords.
    fn window_arguments(
        &mut self,
        arguments: &'a Arguments,
        given: usize,
    ) -> Result<(u8, Option<u16>)> {
        for arg in &arguments.args {
            self.expr_push(arg)?;
        }
        for keyword in &arguments.keywords {
            self.expr_push(&keyword.value)?;
        }
        let count = (given + arguments.args.len() + arguments.keywords.len()) as u8;
        if arguments.keywords.is_empty() {
            return Ok((count, None));
        }
        let names = arguments.keywords.iter().filter_map(|k| k.name.as_ref());
        let names = names.map(|n| Literal::Str(n.name.as_str().into())).collect();
        let span = arguments.keywords[0].span;
        Ok((count, Some(self.constant_index(Literal::Tuple(names), span)?)))
    }

    /// The index of a constant that an instruction names directly.
    pub(super) fn constant_index(&mut self, literal: Literal, span: Span) -> Result<u16> {
        let index = self.u.constants.index(literal);
        match u16::try_from(index) {
            Ok(index) => Ok(index),
            Err(_) => self.error("too many constants in one function", span),
        }
    }

    /// Builds the dict of keyword arguments where `**` is among them.
    pub(super) fn spread_keywords(
        &mut self,
        dict: Reg,
        callee: Reg,
        keywords: &'a [Keyword],
        span: Span,
    ) -> Result<()> {
        let mut rest = keywords;
        let mut is_first = true;
        while !rest.is_empty() || is_first {
            let named = rest.iter().take_while(|k| k.name.is_some()).count().min(MAX_WINDOW / 2);
            let (group, after) = rest.split_at(named);
            if named > 0 || is_first {
                let target = if is_first { dict } else { self.u.push(1) };
                let window = self.u.top();
                for keyword in group {
                    let Some(name) = &keyword.name else { continue };
                    let key = self.u.push(1);
                    let name = Literal::Str(name.name.as_str().into());
                    self.load_literal(key, name, keyword.span);
                    self.expr_push(&keyword.value)?;
                }
                self.u.pop_to(window);
                self.u.emit(Opcode::BuildDict, 0, target, window, named as u16, span);
                if !is_first {
                    let more = Val::Temporary(target);
                    self.u.emit(Opcode::DictMerge, 0, dict, more.operand(), callee, span);
                    self.u.pop_to(target);
                }
                is_first = false;
            }
            rest = after;
            if let [Keyword { name: None, value, .. }, after @ ..] = rest {
                let val = self.expr(value)?;
                self.u.emit(Opcode::DictMerge, 0, dict, val.operand(), callee, span);
                self.free(val);
                rest = after;
            }
        }
        Ok(())
    }

    /// Refuses repeated keywords, and `__debug__`.
    pub(super) fn check_keywords(&self, arguments: &Arguments) -> Result<()> {
        let mut seen = HashSet::new();
        for keyword in &arguments.keywords {
            let Some(name) = &keyword.name else { continue };
            self.check_name(&name.name, "assign to", keyword.span)?;
            if !seen.insert(name.name.as_str()) {
                return self
                    .error(format!("keyword argument repeated: {}", name.name), keyword.span);
            }
        }
        Ok(())
    }
}

/// Whether the arguments fit a window: nothing is starred, and they are few.
fn is_plain(arguments: &Arguments, given: usize) -> bool {
    given + arguments.args.len() + arguments.keywords.len() <= 255
        && !arguments.args.iter().any(|e| matches!(e.kind, ExprKind::Starred(_)))
        && arguments.keywords.iter().all(|k| k.name.is_some())
}
