//! Patterns of `match`.

use super::Reader;
use crate::objects::arith::Number;
use crate::objects::bytes::Bytes;
use crate::objects::str::Str;
use crate::runtime::{Value, View};
use crate::vm::VmResult;
use hob_grammar::ast::*;

impl Reader<'_> {
    /// A pattern other than `*name`.
    pub(super) fn pattern(&self, node: &Value) -> VmResult<Pattern> {
        match self.kind(node)? {
            "MatchStar" => Err(self.vm.value_error("can't use MatchStar here")),
            _ => self.item(node),
        }
    }

    /// A pattern, which may be the `*name` of a sequence.
    fn item(&self, node: &Value) -> VmResult<Pattern> {
        let (class, span) = (self.kind(node)?, self.span(node, "pattern")?);
        let patterns = |field| self.list(node, field, |pattern| self.pattern(pattern));
        let kind = match class {
            "MatchValue" => {
                PatternKind::Value(Box::new(self.literal(&self.require(node, "value")?)?))
            }
            "MatchSingleton" => match self.constant(&self.present(node, "value")?, span)? {
                ExprKind::Constant(c @ (Constant::None | Constant::True | Constant::False)) => {
                    PatternKind::Singleton(c)
                }
                _ => {
                    let message = "MatchSingleton can only contain True, False and None";
                    return Err(self.vm.value_error(message));
                }
            },
            "MatchSequence" => {
                PatternKind::Sequence(self.list(node, "patterns", |item| self.item(item))?)
            }
            "MatchMapping" => {
                let keys = self.list(node, "keys", |key| self.mapping_key(key))?;
                let patterns = patterns("patterns")?;
                if keys.len() != patterns.len() {
                    let message = "MatchMapping doesn't have the same number of keys as patterns";
                    return Err(self.vm.value_error(message));
                }
                PatternKind::Mapping {
                    keys,
                    patterns,
                    rest: self.capture(node, "rest", span)?.map(Box::new),
                }
            }
            "MatchClass" => {
                let names = self.list(node, "kwd_attrs", |name| {
                    Ok(Ident { name: self.variable(self.name(name)?)?, span })
                })?;
                let values = patterns("kwd_patterns")?;
                if names.len() != values.len() {
                    let message =
                        "MatchClass doesn't have the same number of keyword attributes as patterns";
                    return Err(self.vm.value_error(message));
                }
                let class = self.expr_in(node, "cls")?;
                if !is_dotted_name(&class) {
                    let message = "MatchClass cls field can only contain Name or Attribute nodes.";
                    return Err(self.vm.value_error(message));
                }
                PatternKind::Class {
                    class,
                    positional: patterns("patterns")?,
                    keywords: names.into_iter().zip(values).collect(),
                }
            }
            "MatchStar" => PatternKind::Star(self.capture(node, "name", span)?),
            "MatchAs" => {
                let name = self.capture(node, "name", span)?;
                let pattern = self.get(node, "pattern")?;
                if pattern.is_some() && name.is_none() {
                    let message = "MatchAs must specify a target name if a pattern is given";
                    return Err(self.vm.value_error(message));
                }
                let pattern = pattern.map(|pattern| self.pattern(&pattern)).transpose()?;
                PatternKind::As { pattern: pattern.map(Box::new), name }
            }
            "MatchOr" => {
                let patterns = patterns("patterns")?;
                if patterns.len() < 2 {
                    return Err(self.vm.value_error("MatchOr requires at least 2 patterns"));
                }
                PatternKind::Or(patterns)
            }
            _ => return Err(self.unexpected("pattern", node)),
        };
        Ok(Pattern { span, kind })
    }

    /// A name that a pattern binds.
    fn capture(&self, node: &Value, field: &str, span: Span) -> VmResult<Option<Ident>> {
        let Some(name) = self.get(node, field)? else { return Ok(None) };
        let name = self.name(&name)?;
        if &*name == "_" {
            return Err(self.vm.value_error("can't capture name '_' in patterns"));
        }
        Ok(Some(Ident { name: self.variable(name)?, span }))
    }

    fn mapping_key(&self, node: &Value) -> VmResult<Expr> {
        let is_singleton = self.kind(node)? == "Constant"
            && matches!(self.present(node, "value")?.view(), View::None | View::Bool(_));
        if is_singleton { self.expr(node) } else { self.literal(node) }
    }

    /// A literal or attribute with which a value is compared.
    fn literal(&self, node: &Value) -> VmResult<Expr> {
        let is_literal = match self.kind(node)? {
            "Constant" => {
                let value = self.present(node, "value")?;
                let is_text =
                    value.get_exact::<Str>().is_some() || value.get_exact::<Bytes>().is_some();
                if !is_text && number_of(&value).is_none() {
                    let message = "unexpected constant inside of a literal pattern";
                    return Err(self.vm.value_error(message));
                }
                true
            }
            "Attribute" | "JoinedStr" => true,
            "UnaryOp" => self.is_number(node, |_| true)?,
            "BinOp" => {
                let is_sum = matches!(
                    self.binary_op(&self.require(node, "op")?)?,
                    BinaryOp::Add | BinaryOp::Sub
                );
                let is_complex = |number: &Number<'_>| matches!(number, Number::Complex(_));
                let right = self.require(node, "right")?;
                is_sum
                    && self.is_number(&self.require(node, "left")?, |n| !is_complex(n))?
                    && self.kind(&right)? == "Constant"
                    && self.is_number(&right, is_complex)?
            }
            _ => false,
        };
        match is_literal {
            true => self.expr(node),
            false => {
                let message = "patterns may only match literals and attribute lookups";
                Err(self.vm.value_error(message))
            }
        }
    }

    /// Whether a node is a number, possibly negative, for which `test` is true.
    fn is_number(&self, node: &Value, is: impl Fn(&Number<'_>) -> bool) -> VmResult<bool> {
        let mut node = node.clone();
        if self.kind(&node)? == "UnaryOp" {
            if self.kind(&self.require(&node, "op")?)? != "USub" {
                return Ok(false);
            }
            node = self.require(&node, "operand")?;
        }
        if self.kind(&node)? != "Constant" {
            return Ok(false);
        }
        let value = self.present(&node, "value")?;
        Ok(number_of(&value).is_some_and(|number| is(&number)))
    }
}

/// The value of a literal number.
fn number_of(value: &Value) -> Option<Number<'_>> {
    match value.view() {
        View::Bool(_) => None,
        _ => Number::exact(value),
    }
}

fn is_dotted_name(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Name(_) => true,
        ExprKind::Attribute { value, .. } => is_dotted_name(value),
        _ => false,
    }
}
