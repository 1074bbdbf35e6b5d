//! Rereads expressions, token by token, to find the mistake in them.
//!
//! CPython parses a faulty text a second time with extra rules for common mistakes. This module
//! does the same for one statement: each function reads a construct of the grammar and returns its
//! end, or nothing if the construct is absent, or the error that CPython would raise. The comments
//! name the CPython rules (`invalid_…`) that a function follows.

use super::{Use, description, invalid_target, too_far};
use crate::ast::{Expr, ExprKind, Span};
use crate::error::SyntaxError;
use crate::token::{Tok, Token};
use std::cell::Cell;

/// The end of a construct, if it is present.
pub(super) type Found = Result<Option<usize>, Box<SyntaxError>>;

/// Continues after a construct, or returns "absent" if it is missing.
macro_rules! behind {
    ($found:expr) => {
        match $found? {
            Some(end) => end,
            None => return Ok(None),
        }
    };
}
pub(super) use behind;

pub(super) struct Reader<'t> {
    pub(super) source: &'t str,
    /// The tokens of the statement and what follows.
    pub(super) tokens: &'t [Token],
    /// The number of open brackets after each token.
    pub(super) levels: Vec<u32>,
    /// Whether mistakes are merely skipped.
    pub(super) quiet: bool,
    /// The nesting depth of the constructs being read.
    depth: usize,
    /// The bracket levels of the replacement fields being read.
    pub(super) field_levels: Vec<u32>,
    /// The last token that was examined.
    far: Cell<usize>,
    /// The number of tokens that may still be examined. It bounds the work for texts with many
    /// mistakes.
    fuel: usize,
}

const MAX_DEPTH: usize = 1000;

/// The operators whose right operand CPython checks for a `not`.
const ARITHMETIC: [Tok; 7] =
    [Tok::Plus, Tok::Minus, Tok::Star, Tok::Slash, Tok::Percent, Tok::DoubleSlash, Tok::At];

/// CPython also accepts prefixes of these words when it looks for a missing comma.
const SOFT_KEYWORDS: [&str; 4] = ["_", "case", "match", "type"];

impl<'t> Reader<'t> {
    pub(super) fn new(source: &'t str, tokens: &'t [Token]) -> Reader<'t> {
        let mut level = 0u32;
        let levels = tokens.iter().map(|token| {
            match token.kind {
                kind if kind.closing().is_some() => level += 1,
                Tok::RightParen | Tok::RightBracket | Tok::RightBrace => {
                    level = level.saturating_sub(1);
                }
                _ => {}
            }
            level
        });
        let levels = levels.collect();
        let fuel = tokens.len() * 50 + 10_000;
        Reader {
            source,
            tokens,
            levels,
            quiet: false,
            depth: 0,
            field_levels: Vec::new(),
            far: Cell::new(0),
            fuel,
        }
    }

    pub(super) fn kind(&self, at: usize) -> Tok {
        self.far.set(self.far.get().max(at));
        self.tokens.get(at).map_or(Tok::End, |token| token.kind)
    }

    /// The index of the last token that was examined.
    pub(super) fn reached(&self) -> usize {
        self.far.get().min(self.tokens.len() - 1)
    }

    /// Whether the end of the tokens was looked at.
    pub(super) fn has_seen_end(&self) -> bool {
        let is_end = self.tokens.last().is_some_and(|token| token.kind == Tok::End);
        self.far.get() + usize::from(is_end) >= self.tokens.len()
    }

    pub(super) fn text(&self, at: usize) -> &'t str {
        let span = self.span(at, at + 1);
        &self.source[span.start as usize..span.end as usize]
    }

    /// The span from the start of one token to the end of the one before `end`.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let last = self.tokens.len() - 1;
        let (start, end) = (start.min(last), end.max(start + 1).min(last + 1) - 1);
        self.tokens[start].span.to(self.tokens[end].span)
    }

    /// The same for an expression, without parentheses around it.
    pub(super) fn node_span(&self, start: usize, end: usize) -> Span {
        self.tree(start, end).map_or(self.span(start, end), |tree| tree.span)
    }

    pub(super) fn raise<T>(
        &self,
        message: impl Into<String>,
        span: Span,
    ) -> Result<T, Box<SyntaxError>> {
        Err(Box::new(SyntaxError::new(message, span)))
    }

    /// The tree of the tokens read as an expression.
    pub(super) fn tree(&self, start: usize, end: usize) -> Option<Expr> {
        crate::parse::expression_of(self.source, &self.tokens[start..end])
    }

    /// A faulty target among those read from `start` to `end`.
    pub(super) fn check_targets(
        &self,
        start: usize,
        end: usize,
        use_: Use,
    ) -> Result<(), Box<SyntaxError>> {
        let Some(tree) = self.tree(start, end) else { return Ok(()) };
        match invalid_target(&tree, use_) {
            Some(culprit) => Err(Box::new(super::assignment(culprit, use_))),
            None => Ok(()),
        }
    }

    /// The end of the expressions that start a statement, whether or not they contain mistakes.
    pub(super) fn targets_or_expressions(&mut self) -> Option<usize> {
        self.quietly(|reader| reader.star_expressions(0))
    }

    /// Reads without complaining about mistakes.
    pub(super) fn quietly(&mut self, read: impl FnOnce(&mut Self) -> Found) -> Option<usize> {
        let before = std::mem::replace(&mut self.quiet, true);
        let found = read(self);
        self.quiet = before;
        found.unwrap_or(None)
    }

    pub(super) fn nested(&mut self, read: impl FnOnce(&mut Self) -> Found) -> Found {
        self.fuel = self.fuel.saturating_sub(1);
        if self.depth >= MAX_DEPTH || self.fuel == 0 {
            return Err(Box::new(too_far()));
        }
        self.depth += 1;
        let found = read(self);
        self.depth -= 1;
        found
    }

    // -----------------------------------------------------------------------------------------
    // Lists of expressions

    /// Items separated by commas, with an optional trailing comma.
    pub(super) fn list(&mut self, at: usize, item: impl Fn(&mut Self, usize) -> Found) -> Found {
        let mut end = behind!(item(self, at));
        while self.kind(end) == Tok::Comma {
            match item(self, end + 1)? {
                Some(next) => end = next,
                None => return Ok(Some(end + 1)),
            }
        }
        Ok(Some(end))
    }

    pub(super) fn star_expressions(&mut self, at: usize) -> Found {
        self.list(at, |reader, at| match reader.kind(at) {
            Tok::Star => reader.bit_or(at + 1),
            _ => reader.expression(at),
        })
    }

    /// `expression` or `yield …`
    pub(super) fn assigned_value(&mut self, at: usize) -> Found {
        match self.kind(at) {
            Tok::Yield => self.yield_expression(at),
            _ => self.star_expressions(at),
        }
    }

    pub(super) fn yield_expression(&mut self, at: usize) -> Found {
        if self.kind(at + 1) == Tok::From {
            return self.expression(at + 2);
        }
        Ok(Some(self.star_expressions(at + 1)?.unwrap_or(at + 1)))
    }

    pub(super) fn star_named_expression(&mut self, at: usize) -> Found {
        match self.kind(at) {
            Tok::Star => self.bit_or(at + 1),
            _ => self.named_expression(at),
        }
    }

    /// Targets of assignments and loops, checked for their form only.
    pub(super) fn targets(&mut self, at: usize) -> Found {
        self.list(at, |reader, at| match reader.kind(at) {
            Tok::Star => reader.bit_or(at + 1),
            _ => reader.bit_or(at),
        })
    }

    // -----------------------------------------------------------------------------------------
    // Expressions

    /// Follows `invalid_named_expression`.
    pub(super) fn named_expression(&mut self, at: usize) -> Found {
        let end = behind!(self.expression(at));
        let is_name = self.kind(at) == Tok::Name && end == at + 1;
        if self.kind(end) == Tok::Walrus {
            let value = behind!(self.expression(end + 1));
            if !is_name
                && !self.quiet
                && let Some(tree) = self.tree(at, end)
            {
                let what = description(&tree);
                let message = format!("cannot use assignment expressions with {what}");
                return self.raise(message, self.span(at, end));
            }
            return Ok(Some(value));
        }
        if self.kind(end) == Tok::Equal && !self.quiet {
            self.equal_in_expression(at)?;
        }
        Ok(Some(end))
    }

    /// `=` where only `==` or `:=` makes sense.
    pub(super) fn equal_in_expression(&mut self, at: usize) -> Result<(), Box<SyntaxError>> {
        let Some(end) = self.quietly(|reader| reader.bit_or(at)) else { return Ok(()) };
        if self.kind(end) != Tok::Equal {
            return Ok(());
        }
        let is_name = self.kind(at) == Tok::Name && end == at + 1;
        let tree = self.tree(at, end);
        let stays_silent = tree.as_ref().is_none_or(|tree| match &tree.kind {
            ExprKind::List(_) | ExprKind::Tuple(_) | ExprKind::Generator { .. } => true,
            _ => matches!(self.kind(at), Tok::True | Tok::None | Tok::False),
        });
        if stays_silent {
            return Ok(());
        }
        let Some(value) = self.quietly(|reader| reader.bit_or(end + 1)) else { return Ok(()) };
        if matches!(self.kind(value), Tok::Equal | Tok::Walrus) {
            return Ok(());
        }
        if is_name {
            let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
            return self.raise(message, self.span(at, value));
        }
        let Some(tree) = tree else { return Ok(()) };
        let what = description(&tree);
        let message = format!("cannot assign to {what} here. Maybe you meant '==' instead of '='?");
        Err(Box::new(SyntaxError::new(message, self.node_span(at, end))))
    }

    /// Follows `invalid_expression` and `invalid_legacy_expression`.
    pub(super) fn expression(&mut self, at: usize) -> Found {
        self.nested(|reader| reader.expression_inside(at))
    }

    pub(super) fn expression_inside(&mut self, at: usize) -> Found {
        if self.kind(at) == Tok::Lambda {
            return self.lambda(at);
        }
        let end = behind!(self.disjunction(at));
        if !self.quiet {
            self.two_expressions(at, end)?;
        }
        if self.kind(end) != Tok::If {
            return Ok(Some(end));
        }
        let Some(test) = self.disjunction(end + 1)? else { return Ok(Some(end)) };
        if self.kind(test) != Tok::Else {
            if self.kind(test) != Tok::Colon && !self.quiet {
                let message = "expected 'else' after 'if' expression";
                let span = self.node_span(at, end).to(self.node_span(end + 1, test));
                return self.raise(message, span);
            }
            return Ok(Some(end));
        }
        Ok(Some(self.expression(test + 1)?.unwrap_or(end)))
    }

    /// An expression directly followed by another.
    pub(super) fn two_expressions(
        &mut self,
        at: usize,
        end: usize,
    ) -> Result<(), Box<SyntaxError>> {
        let is_legacy = self.is_legacy_statement(at);
        let is_soft_keyword = matches!(self.kind(at), Tok::Match | Tok::Case | Tok::Type)
            || self.kind(at) == Tok::Name
                && SOFT_KEYWORDS.iter().any(|keyword| keyword.starts_with(self.text(at)));
        let is_prefix = self.kind(at) == Tok::Name && self.kind(at + 1) == Tok::Str;
        let is_statement = is_legacy && end == at + 1;
        if !(is_soft_keyword || is_prefix || is_statement) {
            let second = self.quietly(|reader| reader.expression(end));
            if let Some(second) = second.filter(|&second| self.levels[second - 1] > 0) {
                let message = "invalid syntax. Perhaps you forgot a comma?";
                let span = self.node_span(at, end).to(self.node_span(end, second));
                let error = SyntaxError::new(message, span);
                return Err(Box::new(error));
            }
        }
        let goes_on =
            self.kind(at + 1).is_atom() || is_legacy && self.kind(at + 1) != Tok::LeftParen;
        if self.kind(at) == Tok::Name && goes_on {
            let arguments = self.star_expressions(at + 1)?;
            if let Some(arguments) = arguments.filter(|_| is_legacy) {
                let name = self.text(at);
                let message =
                    format!("Missing parentheses in call to '{name}'. Did you mean {name}(...)?");
                let error = SyntaxError::new(message, self.span(at, arguments));
                return Err(Box::new(error));
            }
        }
        Ok(())
    }

    /// Whether a Python 2 statement starts here.
    pub(super) fn is_legacy_statement(&self, at: usize) -> bool {
        self.kind(at) == Tok::Name && matches!(self.text(at), "print" | "exec")
    }

    pub(super) fn disjunction(&mut self, at: usize) -> Found {
        let mut end = behind!(self.inversion(at));
        while matches!(self.kind(end), Tok::And | Tok::Or) {
            match self.inversion(end + 1)? {
                Some(next) => end = next,
                None => break,
            }
        }
        Ok(Some(end))
    }

    pub(super) fn inversion(&mut self, mut at: usize) -> Found {
        while self.kind(at) == Tok::Not {
            at += 1;
        }
        let mut end = behind!(self.bit_or(at));
        while let Some(operand) = self.compare_operator(end) {
            match self.bit_or(operand)? {
                Some(next) => end = next,
                None => break,
            }
        }
        Ok(Some(end))
    }

    pub(super) fn compare_operator(&self, at: usize) -> Option<usize> {
        match self.kind(at) {
            Tok::Is if self.kind(at + 1) == Tok::Not => Some(at + 2),
            Tok::Not if self.kind(at + 1) == Tok::In => Some(at + 2),
            Tok::Is
            | Tok::In
            | Tok::EqualEqual
            | Tok::NotEqual
            | Tok::Less
            | Tok::LessEqual
            | Tok::Greater
            | Tok::GreaterEqual => Some(at + 1),
            _ => None,
        }
    }

    pub(super) fn bit_or(&mut self, at: usize) -> Found {
        let mut end = behind!(self.factor(at));
        while matches!(
            self.kind(end),
            Tok::Plus
                | Tok::Minus
                | Tok::Star
                | Tok::Slash
                | Tok::DoubleSlash
                | Tok::Percent
                | Tok::At
                | Tok::LeftShift
                | Tok::RightShift
                | Tok::Ampersand
                | Tok::Bar
                | Tok::Caret
        ) {
            match self.factor(end + 1)? {
                Some(next) => end = next,
                None if ARITHMETIC.contains(&self.kind(end)) => {
                    self.not_operand(end + 1)?;
                    break;
                }
                None => break,
            }
        }
        Ok(Some(end))
    }

    /// `not` after an operator; follows `invalid_arithmetic` and `invalid_factor`.
    pub(super) fn not_operand(&mut self, at: usize) -> Result<(), Box<SyntaxError>> {
        if self.kind(at) == Tok::Not
            && !self.quiet
            && let Some(end) = self.inversion(at)?
        {
            let message = "'not' after an operator must be parenthesized";
            return self.raise(message, self.span(at, end));
        }
        Ok(())
    }

    pub(super) fn factor(&mut self, mut at: usize) -> Found {
        let mut end = None;
        loop {
            let start = at;
            while matches!(self.kind(at), Tok::Plus | Tok::Minus | Tok::Tilde) {
                at += 1;
            }
            let signed = at > start;
            let awaited = self.kind(at) == Tok::Await;
            match self.primary(at + usize::from(awaited))? {
                Some(next) => end = Some(next),
                None => {
                    if signed && end.is_none() {
                        self.not_operand(at)?;
                    }
                    return Ok(end);
                }
            }
            match end {
                Some(next) if self.kind(next) == Tok::DoubleStar => at = next + 1,
                _ => return Ok(end),
            }
        }
    }

    pub(super) fn primary(&mut self, at: usize) -> Found {
        let mut end = behind!(self.atom(at));
        loop {
            let next = match self.kind(end) {
                Tok::Dot if self.kind(end + 1) == Tok::Name => Some(end + 2),
                Tok::LeftParen => self.nested(|reader| reader.call(end))?,
                Tok::LeftBracket => self.nested(|reader| reader.subscript(end))?,
                _ => None,
            };
            match next {
                Some(next) => end = next,
                None => return Ok(Some(end)),
            }
        }
    }

    pub(super) fn closed(&self, at: usize, bracket: Tok) -> Found {
        Ok((self.kind(at) == bracket).then_some(at + 1))
    }

    pub(super) fn subscript(&mut self, at: usize) -> Found {
        let end = behind!(self.list(at + 1, |reader, at| {
            if reader.kind(at) == Tok::Star {
                return reader.starred(at);
            }
            let mut end = if reader.kind(at) == Tok::Colon {
                at
            } else {
                behind!(reader.named_expression(at))
            };
            let mut colons = 0;
            while reader.kind(end) == Tok::Colon && colons < 2 {
                end = reader.expression(end + 1)?.unwrap_or(end + 1);
                colons += 1;
            }
            Ok(Some(end))
        }));
        self.closed(end, Tok::RightBracket)
    }

    /// `*` and an expression; follows `invalid_starred_expression`.
    pub(super) fn starred(&mut self, at: usize) -> Found {
        match self.expression(at + 1)? {
            Some(end) => Ok(Some(end)),
            None if self.quiet => Ok(None),
            None => self.raise("Invalid star expression", self.span(at + 1, at + 2)),
        }
    }
}
