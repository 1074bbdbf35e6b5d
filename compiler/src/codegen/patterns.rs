//! `match`: patterns as tests that jump to the next case, and names that are bound once a whole
//! pattern has matched.

use super::unit::{Label, Reg, Val};
use super::{Gen, Result};
use crate::bytecode::{Comparison, Opcode};
use crate::constants::Literal;
use crate::text::{float, repr};
use hob_grammar::ast::*;
use std::collections::{HashMap, HashSet};

/// The names a pattern captures, in order, with the temporaries that wait for them.
#[derive(Default)]
struct Captures<'a> {
    names: Vec<(&'a Ident, Reg)>,
    places: HashMap<&'a str, usize>,
}

impl Captures<'_> {
    /// The temporary of a name.
    fn register(&self, name: &str) -> Option<Reg> {
        self.places.get(name).map(|place| self.names[*place].1)
    }
}

impl<'a> Gen<'a> {
    pub(super) fn match_(&mut self, subject: &'a Expr, cases: &'a [MatchCase]) -> Result<()> {
        let base = self.u.top();
        let end = self.u.label();
        let subject_register = self.expr_push(subject)?;
        for (index, case) in cases.iter().enumerate() {
            let is_last = index + 1 == cases.len();
            if !is_last && case.guard.is_none() {
                match irrefutable(&case.pattern) {
                    Some(Some(name)) => {
                        let message =
                            format!("name capture '{name}' makes remaining patterns unreachable");
                        return self.error(message, case.pattern.span);
                    }
                    Some(None) => {
                        let message = "wildcard makes remaining patterns unreachable";
                        return self.error(message, case.pattern.span);
                    }
                    None => {}
                }
            }
            let next = self.u.label();
            let top = self.u.top();
            let mut captures = Captures::default();
            declare(&case.pattern, &mut captures)?;
            // The captures wait in temporaries until the whole pattern has matched.
            let first = self.u.push(captures.names.len() as u32);
            for (slot, capture) in captures.names.iter_mut().enumerate() {
                capture.1 = first.wrapping_add(slot as Reg);
            }
            let (failed, span) = (self.u.label(), case.pattern.span);
            self.pattern(&case.pattern, subject_register, &captures, failed)?;
            for (name, r) in &captures.names {
                self.check_name(&name.name, "assign to", name.span)?;
                let top = self.u.top();
                self.store(&name.name, Val::Temporary(*r), name.span);
                let now = self.u.top();
                self.u.push(u32::from(top - now));
            }
            self.u.pop_to(top);
            if let Some(guard) = &case.guard {
                self.jump_unless(guard, next)?;
            }
            self.drop_register(subject_register, span);
            self.stmts(&case.body)?;
            self.u.jump(end, span);
            self.u.bind(failed);
            for (_, r) in &captures.names {
                self.drop_register(*r, span);
            }
            self.u.bind(next);
        }
        self.drop_register(subject_register, subject.span);
        self.u.bind(end);
        self.u.pop_to(base);
        Ok(())
    }

    /// Tests the value in `subject`, which stays there, and jumps to `failed` if it does not match.
    ///
    /// Jumps to `failed` leave no temporaries but the captures.
    fn pattern(
        &mut self,
        pattern: &'a Pattern,
        subject: Reg,
        captures: &Captures<'a>,
        failed: Label,
    ) -> Result<()> {
        self.enter(pattern.span)?;
        let span = pattern.span;
        let held = Val::Variable(subject).operand();
        let base = self.u.top();
        match &pattern.kind {
            PatternKind::Value(value) => {
                // The grammar allows none, but a tree made by a program may have one.
                if matches!(value.kind, ExprKind::FString(_)) {
                    let message = "patterns may only match literals and attribute lookups";
                    return self.error(message, span);
                }
                let val = self.expr(value)?;
                let operands = (held, val.operand());
                self.u.jump_if_compare(false, Comparison::Eq, operands, failed, span);
            }
            PatternKind::Singleton(constant) => {
                let val = self.u.constant(Literal::from_ast(constant), span);
                let operands = (held, val.operand());
                self.u.jump_if_compare(false, Comparison::Is, operands, failed, span);
            }
            PatternKind::As { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern, subject, captures, failed)?;
                }
                if let Some(name) = name {
                    self.capture(name, held, captures, span);
                }
            }
            PatternKind::Star(_) => return self.error("invalid syntax", span),
            PatternKind::Or(alternatives) => {
                self.or_pattern(alternatives, subject, captures, failed, span)?;
            }
            PatternKind::Sequence(patterns) => {
                self.sequence_pattern(patterns, subject, captures, failed, span)?;
            }
            PatternKind::Mapping { keys, patterns, rest } => {
                self.test(Opcode::MatchMapping, subject, failed, span);
                self.mapping_pattern(
                    keys,
                    patterns,
                    rest.as_deref(),
                    subject,
                    captures,
                    failed,
                    span,
                )?;
            }
            PatternKind::Class { class, positional, keywords } => {
                let matched = self.u.push(1);
                let window = self.expr_push(class)?;
                let names = self.u.push(1);
                let mut seen = HashSet::new();
                for (name, pattern) in keywords {
                    if !seen.insert(name.name.as_str()) {
                        let message =
                            format!("attribute name repeated in class pattern: {}", name.name);
                        return self.error(message, pattern.span);
                    }
                }
                let name = |(name, _): &(Ident, _)| Literal::Str(name.name.as_str().into());
                let tuple = keywords.iter().map(name).collect();
                self.load_literal(names, Literal::Tuple(tuple), span);
                let Ok(count) = u8::try_from(positional.len()) else {
                    return self.error("too many sub-patterns in class pattern", span);
                };
                self.u.emit(Opcode::MatchClass, count, matched, subject, window, span);
                self.u.pop_to(matched + 1);
                let operand = Val::Variable(matched).operand();
                self.u.jump_if(Opcode::JumpIfNone, operand, failed, span);
                let patterns = positional.iter().chain(keywords.iter().map(|(_, p)| p));
                self.parts(patterns.collect(), matched, captures, failed, span)?;
            }
        }
        self.u.pop_to(base);
        Ok(())
    }

    /// Jumps unless a test without operands holds.
    fn test(&mut self, op: Opcode, subject: Reg, failed: Label, span: Span) {
        let r = self.u.push(1);
        self.u.emit(op, 0, r, subject, 0, span);
        self.u.jump_if(Opcode::JumpIfFalse, Val::Temporary(r).operand(), failed, span);
        self.u.pop_to(r);
    }

    fn capture(&mut self, name: &Ident, operand: u16, captures: &Captures<'a>, span: Span) {
        if let Some(r) = captures.register(&name.name) {
            self.u.emit(Opcode::Move, 0, r, operand, 0, span);
        }
    }

    /// Unpacks the sequence in the temporary `from` and matches each item.
    fn parts(
        &mut self,
        patterns: Vec<&'a Pattern>,
        from: Reg,
        captures: &Captures<'a>,
        failed: Label,
        span: Span,
    ) -> Result<()> {
        self.u.pop_to(from);
        let first = self.u.push(patterns.len().max(1) as u32);
        let operand = Val::Temporary(from).operand();
        let count = patterns.len() as u16;
        self.u.emit(Opcode::UnpackSequence, 0, first, operand, count, span);
        self.items(&patterns, first, captures, failed, span)
    }

    /// Matches items that are in temporaries from `first` on, and drops them.
    fn items(
        &mut self,
        patterns: &[&'a Pattern],
        first: Reg,
        captures: &Captures<'a>,
        failed: Label,
        span: Span,
    ) -> Result<()> {
        let (cleanup, end) = (self.u.label(), self.u.label());
        for (r, pattern) in (first..).zip(patterns) {
            match &pattern.kind {
                PatternKind::As { pattern: None, name: None } | PatternKind::Star(None) => {}
                PatternKind::Star(Some(name)) => {
                    self.capture(name, Val::Variable(r).operand(), captures, span);
                }
                _ => self.pattern(pattern, r, captures, cleanup)?,
            }
        }
        self.drop_all(first, patterns.len(), span);
        if self.u.is_used(cleanup) {
            self.u.jump(end, span);
            self.u.bind(cleanup);
            self.drop_all(first, patterns.len(), span);
            self.u.jump(failed, span);
            self.u.bind(end);
        }
        Ok(())
    }

    fn drop_all(&mut self, first: Reg, count: usize, span: Span) {
        (first..).take(count).for_each(|r| self.drop_register(r, span));
    }

    fn sequence_pattern(
        &mut self,
        patterns: &'a [Pattern],
        subject: Reg,
        captures: &Captures<'a>,
        failed: Label,
        span: Span,
    ) -> Result<()> {
        let is_star = |p: &&Pattern| matches!(p.kind, PatternKind::Star(_));
        if patterns.iter().filter(is_star).count() > 1 {
            return self.error("multiple starred names in sequence pattern", span);
        }
        let star = patterns.iter().position(|p| is_star(&p));
        self.test(Opcode::MatchSequence, subject, failed, span);
        let least = patterns.len() - usize::from(star.is_some());
        // A lone star matches any length, so the length is not asked for.
        if star.is_none() || least > 0 {
            let length = self.u.push(1);
            self.u.emit(Opcode::GetLength, 0, length, subject, 0, span);
            let wanted = self.u.constant(Literal::Small(least as i64), span);
            let comparison = if star.is_some() { Comparison::Ge } else { Comparison::Eq };
            let operands = (Val::Temporary(length).operand(), wanted.operand());
            self.u.jump_if_compare(false, comparison, operands, failed, span);
            self.u.pop_to(length);
        }
        let is_wildcard = |p: &Pattern| {
            matches!(
                p.kind,
                PatternKind::As { pattern: None, name: None } | PatternKind::Star(None)
            )
        };
        if patterns.iter().all(is_wildcard) {
            return Ok(());
        }
        let held = Val::Variable(subject).operand();
        if let Some(star) = star.filter(|i| matches!(patterns[*i].kind, PatternKind::Star(None))) {
            let items = patterns.iter().enumerate().filter(|(_, pattern)| !is_wildcard(pattern));
            for (i, pattern) in items {
                let item = self.u.push(1);
                let distance = if i < star { i } else { patterns.len() - i };
                let place = self.u.constant(Literal::Small(distance as i64), span).operand();
                let place = if i < star {
                    place
                } else {
                    self.u.emit(Opcode::GetLength, 0, item, subject, 0, span);
                    let length = Val::Temporary(item).operand();
                    self.u.emit(Opcode::Subtract, 0, item, length, place, span);
                    Val::Temporary(item).operand()
                };
                self.u.emit(Opcode::LoadItem, 0, item, held, place, span);
                self.items(&[pattern], item, captures, failed, span)?;
                self.u.pop_to(item);
            }
            return Ok(());
        }
        let first = self.u.push(patterns.len() as u32);
        match star {
            None => {
                let count = patterns.len() as u16;
                self.u.emit(Opcode::UnpackSequence, 0, first, held, count, span);
            }
            Some(before) => {
                let Ok(x) = u8::try_from(before) else {
                    return self
                        .error("too many expressions in star-unpacking sequence pattern", span);
                };
                let after = (patterns.len() - before - 1) as u16;
                self.u.emit(Opcode::UnpackRest, x, first, held, after, span);
            }
        }
        self.items(&patterns.iter().collect::<Vec<_>>(), first, captures, failed, span)
    }

    /// The literal of a key; for a complex number, a pair of its parts.
    fn fold_key(&self, key: &Expr) -> Option<Literal> {
        let ExprKind::Binary { left, op, right } = &key.kind else { return self.fold(key) };
        let imaginary = match self.fold(right)? {
            Literal::Imaginary(bits) if *op == BinaryOp::Sub => {
                Literal::Imaginary((-f64::from_bits(bits)).to_bits())
            }
            other => other,
        };
        Some(Literal::Tuple(vec![self.fold(left)?, imaginary]))
    }

    #[allow(clippy::too_many_arguments)]
    fn mapping_pattern(
        &mut self,
        keys: &'a [Expr],
        patterns: &'a [Pattern],
        rest: Option<&'a Ident>,
        subject: Reg,
        captures: &Captures<'a>,
        failed: Label,
        span: Span,
    ) -> Result<()> {
        let mut seen = HashSet::new();
        for key in keys {
            if matches!(key.kind, ExprKind::FString(_)) {
                let message = "mapping pattern keys may only match literals and attribute lookups";
                return self.error(message, key.span);
            }
            let Some(literal) = self.fold_key(key) else { continue };
            if !seen.insert(as_key(&literal)) {
                let text = match &literal {
                    Literal::Str(text) => repr::str_repr(text),
                    Literal::Tuple(parts) => complex_repr(parts),
                    _ => self.source.text[key.span.start as usize..key.span.end as usize].into(),
                };
                let message = format!("mapping pattern checks duplicate key ({text})");
                return self.error(message, span);
            }
        }
        let tuple = self.u.push(1);
        let first = self.u.top();
        for key in keys {
            self.expr_push(key)?;
        }
        self.u.pop_to(first);
        self.u.emit(Opcode::BuildTuple, 0, tuple, first, keys.len() as u16, span);
        let held = Val::Variable(tuple).operand();
        if !keys.is_empty() {
            let values = self.u.push(1);
            let found = self.u.label();
            self.u.emit(Opcode::MatchKeys, 0, values, subject, held, span);
            let operand = Val::Variable(values).operand();
            self.u.jump_if(Opcode::JumpIfNotNone, operand, found, span);
            self.drop_register(tuple, span);
            self.u.jump(failed, span);
            self.u.bind(found);
            let cleanup = self.u.label();
            self.parts(patterns.iter().collect(), values, captures, cleanup, span)?;
            if self.u.is_used(cleanup) {
                let matched = self.u.label();
                self.u.jump(matched, span);
                self.u.bind(cleanup);
                self.drop_register(tuple, span);
                self.u.jump(failed, span);
                self.u.bind(matched);
            }
        }
        if let Some(name) = rest {
            let r = self.u.push(1);
            self.u.emit(Opcode::MatchRest, 0, r, subject, Val::Temporary(tuple).operand(), span);
            self.capture(name, Val::Temporary(r).operand(), captures, span);
        } else {
            self.drop_register(tuple, span);
        }
        Ok(())
    }

    fn or_pattern(
        &mut self,
        alternatives: &'a [Pattern],
        subject: Reg,
        captures: &Captures<'a>,
        failed: Label,
        span: Span,
    ) -> Result<()> {
        let names = |p: &'a Pattern| -> Result<Vec<Name>> {
            let mut found = Captures::default();
            declare(p, &mut found)?;
            let mut names: Vec<Name> = found.names.iter().map(|(n, _)| n.name.clone()).collect();
            names.sort();
            Ok(names)
        };
        let expected = names(&alternatives[0])?;
        let matched = self.u.label();
        for (index, alternative) in alternatives.iter().enumerate() {
            let is_last = index + 1 == alternatives.len();
            if names(alternative)? != expected {
                return self.error("alternative patterns bind different names", span);
            }
            if !is_last && let Some(name) = irrefutable(alternative) {
                let what = match name {
                    Some(name) => format!("name capture '{name}'"),
                    None => "wildcard".to_owned(),
                };
                let message = format!("{what} makes remaining patterns unreachable");
                return self.error(message, alternative.span);
            }
            let next = if is_last { failed } else { self.u.label() };
            self.pattern(alternative, subject, captures, next)?;
            if !is_last {
                self.u.jump(matched, span);
                self.u.bind(next);
                // Captures of the failed alternative must not remain.
                for name in &expected {
                    if let Some(r) = captures.register(name) {
                        self.drop_register(r, span);
                    }
                }
            }
        }
        self.u.bind(matched);
        Ok(())
    }
}

/// A complex number as Python shows it.
fn complex_repr(parts: &[Literal]) -> String {
    let number = |at: usize| match parts.get(at) {
        Some(Literal::Float(bits) | Literal::Imaginary(bits)) => f64::from_bits(*bits),
        Some(Literal::Small(number)) => *number as f64,
        _ => f64::NAN,
    };
    float::complex_repr(number(0), number(1))
}

/// The literal that represents all those equal to it as dict keys, such as 1, 1.0 and True.
fn as_key(literal: &Literal) -> Literal {
    match literal {
        Literal::False => Literal::Small(0),
        Literal::True => Literal::Small(1),
        Literal::Float(bits) => {
            let number = f64::from_bits(*bits);
            let is_small = number.trunc() == number && number.abs() < (1i64 << 53) as f64;
            if is_small { Literal::Small(number as i64) } else { literal.clone() }
        }
        Literal::Imaginary(_) => as_key(&Literal::Tuple(vec![Literal::Small(0), literal.clone()])),
        Literal::Tuple(parts) => match &parts[..] {
            [real, Literal::Imaginary(bits)] if f64::from_bits(*bits) == 0.0 => as_key(real),
            [real, imaginary] => Literal::Tuple(vec![as_key(real), imaginary.clone()]),
            _ => literal.clone(),
        },
        _ => literal.clone(),
    }
}

/// Finds the captures of a pattern; a name may be captured once.
fn declare<'a>(pattern: &'a Pattern, captures: &mut Captures<'a>) -> Result<()> {
    let add = |name: &'a Ident, captures: &mut Captures<'a>| {
        if captures.places.insert(&name.name, captures.names.len()).is_some() {
            let message = format!("multiple assignments to name '{}' in pattern", name.name);
            return Err(super::CompileError::new(message, pattern.span));
        }
        captures.names.push((name, 0));
        Ok(())
    };
    match &pattern.kind {
        PatternKind::Value(_) | PatternKind::Singleton(_) => Ok(()),
        PatternKind::Sequence(patterns) => patterns.iter().try_for_each(|p| declare(p, captures)),
        PatternKind::Mapping { patterns, rest, .. } => {
            patterns.iter().try_for_each(|p| declare(p, captures))?;
            rest.iter().try_for_each(|name| add(name, captures))
        }
        PatternKind::Class { positional, keywords, .. } => {
            positional.iter().try_for_each(|p| declare(p, captures))?;
            keywords.iter().try_for_each(|(_, p)| declare(p, captures))
        }
        PatternKind::Star(name) => name.iter().try_for_each(|name| add(name, captures)),
        PatternKind::As { pattern, name } => {
            if let Some(pattern) = pattern {
                declare(pattern, captures)?;
            }
            name.iter().try_for_each(|name| add(name, captures))
        }
        // All alternatives bind the same names, which is checked when their code is generated.
        PatternKind::Or(alternatives) => {
            alternatives.first().map_or(Ok(()), |p| declare(p, captures))
        }
    }
}

/// Whether a pattern always matches: the name it captures, or none for `_`.
fn irrefutable(pattern: &Pattern) -> Option<Option<&Name>> {
    match &pattern.kind {
        PatternKind::As { pattern: None, name } => Some(name.as_ref().map(|n| &n.name)),
        PatternKind::As { pattern: Some(inner), .. } => irrefutable(inner),
        PatternKind::Or(alternatives) => alternatives.last().and_then(irrefutable),
        _ => None,
    }
}
