//! Reads expressions again, token by token, to find the mistake in them.
//!
//! CPython parses a faulty text a second time with extra rules for common mistakes. This does
//! the same for one statement: each function reads a construct of the grammar and answers where
//! it ends, or nothing if it does not stand here, or the error that CPython would raise. Its
//! rules of the name `invalid_…` are mentioned where they are followed.

use super::{Use, description, invalid_target, too_far};
use crate::ast::{Expr, ExprKind, Span};
use crate::error::SyntaxError;
use crate::token::{Tok, Token};
use std::cell::Cell;

/// Where a construct ends, if it stands here.
pub(super) type Found = Result<Option<usize>, Box<SyntaxError>>;

/// Goes on behind a construct, or answers that what needs it does not stand here.
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
    pub source: &'t str,
    /// The tokens of the statement and what follows.
    pub tokens: &'t [Token],
    /// The number of open brackets behind each token.
    pub levels: Vec<u32>,
    /// Whether mistakes are only passed over.
    quiet: bool,
    /// How many constructs are being read inside each other.
    depth: usize,
    /// The last token that was looked at.
    far: Cell<usize>,
    /// How many tokens may still be looked at: mistakes at every turn are not worth long work.
    fuel: usize,
}

const MAX_DEPTH: usize = 1000;

impl<'t> Reader<'t> {
    pub fn new(source: &'t str, tokens: &'t [Token]) -> Reader<'t> {
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
        Reader { source, tokens, levels, quiet: false, depth: 0, far: Cell::new(0), fuel }
    }

    pub fn kind(&self, at: usize) -> Tok {
        self.far.set(self.far.get().max(at));
        self.tokens.get(at).map_or(Tok::End, |token| token.kind)
    }

    /// Whether the end of the tokens was looked at.
    pub fn has_seen_end(&self) -> bool {
        self.far.get() + 1 >= self.tokens.len()
    }

    pub fn text(&self, at: usize) -> &'t str {
        let span = self.span(at, at + 1);
        &self.source[span.start as usize..span.end as usize]
    }

    /// From the start of one token to the end of the one before `end`.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let last = self.tokens.len() - 1;
        let (start, end) = (start.min(last), end.max(start + 1).min(last + 1) - 1);
        self.tokens[start].span.to(self.tokens[end].span)
    }

    /// The same for an expression, without parentheses around it.
    fn node_span(&self, start: usize, end: usize) -> Span {
        self.tree(start, end).map_or(self.span(start, end), |tree| tree.span)
    }

    pub fn raise<T>(&self, message: impl Into<String>, span: Span) -> Result<T, Box<SyntaxError>> {
        Err(Box::new(SyntaxError::new(message, span)))
    }

    /// The tree of what has been read as an expression.
    pub fn tree(&self, start: usize, end: usize) -> Option<Expr> {
        crate::parse::expression_of(self.source, &self.tokens[start..end])
    }

    /// A faulty target among those read from `start` to `end`.
    pub fn check_targets(
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

    /// Where the expressions end that a statement starts with, mistakes or not.
    pub fn targets_or_expressions(&mut self) -> Option<usize> {
        self.quietly(|reader| reader.star_expressions(0))
    }

    /// Reads without complaining about mistakes.
    fn quietly(&mut self, read: impl FnOnce(&mut Self) -> Found) -> Option<usize> {
        let before = std::mem::replace(&mut self.quiet, true);
        let found = read(self);
        self.quiet = before;
        found.unwrap_or(None)
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Found) -> Found {
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

    /// Items with commas between them, and one behind the last if there is.
    pub fn list(&mut self, at: usize, item: impl Fn(&mut Self, usize) -> Found) -> Found {
        let mut end = behind!(item(self, at));
        while self.kind(end) == Tok::Comma {
            match item(self, end + 1)? {
                Some(next) => end = next,
                None => return Ok(Some(end + 1)),
            }
        }
        Ok(Some(end))
    }

    pub fn star_expressions(&mut self, at: usize) -> Found {
        self.list(at, |reader, at| match reader.kind(at) {
            Tok::Star => reader.bit_or(at + 1),
            _ => reader.expression(at),
        })
    }

    /// `expression` or `yield …`
    pub fn assigned_value(&mut self, at: usize) -> Found {
        match self.kind(at) {
            Tok::Yield => self.yield_expression(at),
            _ => self.star_expressions(at),
        }
    }

    fn yield_expression(&mut self, at: usize) -> Found {
        if self.kind(at + 1) == Tok::From {
            return self.expression(at + 2);
        }
        Ok(Some(self.star_expressions(at + 1)?.unwrap_or(at + 1)))
    }

    pub fn star_named_expression(&mut self, at: usize) -> Found {
        match self.kind(at) {
            Tok::Star => self.bit_or(at + 1),
            _ => self.named_expression(at),
        }
    }

    /// Targets of assignments and loops, checked for their form only.
    pub fn targets(&mut self, at: usize) -> Found {
        self.list(at, |reader, at| match reader.kind(at) {
            Tok::Star => reader.bit_or(at + 1),
            _ => reader.bit_or(at),
        })
    }

    // -----------------------------------------------------------------------------------------
    // Expressions

    /// Follows `invalid_named_expression`.
    pub fn named_expression(&mut self, at: usize) -> Found {
        let end = behind!(self.expression(at));
        let is_name = self.kind(at) == Tok::Name && end == at + 1;
        if self.kind(end) == Tok::Walrus {
            let value = behind!(self.expression(end + 1));
            if !is_name && !self.quiet {
                if let Some(tree) = self.tree(at, end) {
                    let what = description(&tree);
                    let message = format!("cannot use assignment expressions with {what}");
                    return self.raise(message, self.span(at, end));
                }
            }
            return Ok(Some(value));
        }
        if self.kind(end) == Tok::Equal && !self.quiet {
            self.equal_in_expression(at)?;
        }
        Ok(Some(end))
    }

    /// `=` where only `==` or `:=` makes sense.
    fn equal_in_expression(&mut self, at: usize) -> Result<(), Box<SyntaxError>> {
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
        Err(Box::new(
            SyntaxError::new(message, self.span(at, end)).with_hint("'=' assigns, '==' compares"),
        ))
    }

    /// Follows `invalid_expression` and `invalid_legacy_expression`.
    pub fn expression(&mut self, at: usize) -> Found {
        self.nested(|reader| reader.expression_inside(at))
    }

    fn expression_inside(&mut self, at: usize) -> Found {
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

    /// One expression right behind another.
    fn two_expressions(&mut self, at: usize, end: usize) -> Result<(), Box<SyntaxError>> {
        let is_legacy = self.is_legacy_statement(at);
        let is_soft_keyword = matches!(self.kind(at), Tok::Match | Tok::Case | Tok::Type)
            || self.kind(at) == Tok::Name
                && matches!(self.text(at), "match" | "case" | "type" | "_");
        let is_prefix = self.kind(at) == Tok::Name && self.kind(at + 1) == Tok::Str;
        if !is_soft_keyword && !is_prefix && !(is_legacy && end == at + 1) {
            let second = self.quietly(|reader| reader.expression(end));
            if let Some(second) = second.filter(|&second| self.levels[second - 1] > 0) {
                let message = "invalid syntax. Perhaps you forgot a comma?";
                let hint = "put a comma or an operator between the two expressions";
                let span = self.node_span(at, end).to(self.node_span(end, second));
                let error = SyntaxError::new(message, span).with_hint(hint);
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
                return Err(Box::new(error.with_hint(format!("{name} is a function"))));
            }
        }
        Ok(())
    }

    /// What was a statement in Python 2.
    fn is_legacy_statement(&self, at: usize) -> bool {
        self.kind(at) == Tok::Name && matches!(self.text(at), "print" | "exec")
    }

    pub fn disjunction(&mut self, at: usize) -> Found {
        let mut end = behind!(self.inversion(at));
        while matches!(self.kind(end), Tok::And | Tok::Or) {
            match self.inversion(end + 1)? {
                Some(next) => end = next,
                None => break,
            }
        }
        Ok(Some(end))
    }

    fn inversion(&mut self, mut at: usize) -> Found {
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

    fn compare_operator(&self, at: usize) -> Option<usize> {
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

    pub fn bit_or(&mut self, at: usize) -> Found {
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
                None => break,
            }
        }
        Ok(Some(end))
    }

    fn factor(&mut self, mut at: usize) -> Found {
        let mut end = None;
        loop {
            while matches!(self.kind(at), Tok::Plus | Tok::Minus | Tok::Tilde) {
                at += 1;
            }
            let awaited = self.kind(at) == Tok::Await;
            match self.primary(at + usize::from(awaited))? {
                Some(next) => end = Some(next),
                None => return Ok(end),
            }
            match end {
                Some(next) if self.kind(next) == Tok::DoubleStar => at = next + 1,
                _ => return Ok(end),
            }
        }
    }

    fn primary(&mut self, at: usize) -> Found {
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

    fn closed(&self, at: usize, bracket: Tok) -> Found {
        Ok((self.kind(at) == bracket).then_some(at + 1))
    }

    fn subscript(&mut self, at: usize) -> Found {
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
    fn starred(&mut self, at: usize) -> Found {
        match self.expression(at + 1)? {
            Some(end) => Ok(Some(end)),
            None if self.quiet => Ok(None),
            None => self.raise("Invalid star expression", self.span(at + 1, at + 2)),
        }
    }

    fn lambda(&mut self, at: usize) -> Found {
        let end = match self.kind(at + 1) {
            Tok::Colon => at + 1,
            _ => self.parameters(at + 1, Tok::Colon, true)?.unwrap_or(at + 1),
        };
        if self.kind(end) != Tok::Colon {
            return Ok(None);
        }
        if matches!(self.kind(end + 1), Tok::FStringMiddle | Tok::FStringRawMiddle) && !self.quiet {
            let message = "f-string: lambda expressions are not allowed without parentheses";
            return self.raise(message, self.span(at, end + 1));
        }
        self.expression(end + 1)
    }

    // -----------------------------------------------------------------------------------------
    // Atoms

    fn atom(&mut self, at: usize) -> Found {
        match self.kind(at) {
            Tok::Str | Tok::FStringStart => self.strings(at),
            Tok::LeftParen | Tok::WithParen => self.nested(|reader| reader.parentheses(at)),
            Tok::LeftBracket => self.nested(|reader| reader.list_display(at)),
            Tok::LeftBrace => self.nested(|reader| reader.braces(at)),
            Tok::Match | Tok::Case | Tok::Type => Ok(Some(at + 1)),
            kind if kind.is_atom() => Ok(Some(at + 1)),
            _ => Ok(None),
        }
    }

    fn strings(&mut self, at: usize) -> Found {
        let mut end = at;
        loop {
            end = match self.kind(end) {
                Tok::Str => end + 1,
                Tok::FStringStart => behind!(self.nested(|reader| reader.fstring(end))),
                _ => return Ok(Some(end)),
            };
        }
    }

    fn fstring(&mut self, at: usize) -> Found {
        let end = behind!(self.fstring_parts(at + 1));
        self.closed(end, Tok::FStringEnd)
    }

    fn fstring_parts(&mut self, at: usize) -> Found {
        let mut end = at;
        loop {
            end = match self.kind(end) {
                Tok::FStringMiddle | Tok::FStringRawMiddle => end + 1,
                Tok::LeftBrace => behind!(self.nested(|reader| reader.field(end))),
                _ => return Ok(Some(end)),
            };
        }
    }

    /// A replacement field; follows `invalid_replacement_field`.
    fn field(&mut self, at: usize) -> Found {
        let expected = |reader: &Self, what: &str, at: usize| match reader.quiet {
            true => Ok(None),
            false => reader.raise(format!("f-string: {what}"), reader.span(at, at + 1)),
        };
        let first = self.kind(at + 1);
        if let Tok::Equal | Tok::Exclamation | Tok::Colon | Tok::RightBrace = first {
            let text = first.spelling().unwrap_or_default();
            return expected(self, &format!("valid expression required before '{text}'"), at + 1);
        }
        let Some(mut end) = self.assigned_value(at + 1)? else {
            return expected(self, "expecting a valid expression after '{'", at + 1);
        };
        let is_end = |kind| matches!(kind, Tok::Exclamation | Tok::Colon | Tok::RightBrace);
        if self.kind(end) == Tok::Equal {
            end += 1;
            if !is_end(self.kind(end)) {
                return expected(self, "expecting '!', or ':', or '}'", end);
            }
        } else if !is_end(self.kind(end)) {
            return expected(self, "expecting '=', or '!', or ':', or '}'", end);
        }
        if self.kind(end) == Tok::Exclamation {
            end += 1;
            match self.kind(end) {
                Tok::Name => end += 1,
                Tok::Colon | Tok::RightBrace => {
                    return expected(self, "missing conversion character", end);
                }
                _ => return expected(self, "invalid conversion character", end),
            }
            if !matches!(self.kind(end), Tok::Colon | Tok::RightBrace) {
                return expected(self, "expecting ':' or '}'", end);
            }
        }
        if self.kind(end) == Tok::Colon {
            end = behind!(self.fstring_parts(end + 1));
            if self.kind(end) != Tok::RightBrace {
                return expected(self, "expecting '}', or format specs", end);
            }
        }
        self.closed(end, Tok::RightBrace)
    }

    /// A group, tuple or generator expression; follows `invalid_group`.
    fn parentheses(&mut self, at: usize) -> Found {
        match self.kind(at + 1) {
            Tok::RightParen => return Ok(Some(at + 2)),
            Tok::Yield => {
                let end = behind!(self.yield_expression(at + 1));
                return self.closed(end, Tok::RightParen);
            }
            Tok::DoubleStar if !self.quiet => {
                let end = behind!(self.expression(at + 2));
                if self.kind(end) == Tok::RightParen {
                    let message = "cannot use double starred expression here";
                    return self.raise(message, self.span(at + 1, at + 2));
                }
                return Ok(None);
            }
            _ => {}
        }
        let end = behind!(self.first_element(at + 1));
        match self.kind(end) {
            Tok::Comma => {
                let end = self.list(end + 1, Self::star_named_expression)?.unwrap_or(end + 1);
                self.closed(end, Tok::RightParen)
            }
            Tok::RightParen if self.kind(at + 1) == Tok::Star && !self.quiet => {
                self.raise("cannot use starred expression here", self.span(at + 1, end))
            }
            Tok::For | Tok::Async => {
                let clauses = behind!(self.comprehension(at, end));
                self.closed(clauses, Tok::RightParen)
            }
            _ => self.closed(end, Tok::RightParen),
        }
    }

    /// The first element in a bracket; follows `invalid_starred_expression`.
    fn first_element(&mut self, at: usize) -> Found {
        match self.star_named_expression(at)? {
            None if self.kind(at) == Tok::Star => self.starred(at),
            found => Ok(found),
        }
    }

    fn list_display(&mut self, at: usize) -> Found {
        if self.kind(at + 1) == Tok::RightBracket {
            return Ok(Some(at + 2));
        }
        let end = behind!(self.first_element(at + 1));
        if let Tok::For | Tok::Async = self.kind(end) {
            let clauses = behind!(self.comprehension(at, end));
            return self.closed(clauses, Tok::RightBracket);
        }
        let end = self.rest_of_display(at, end)?;
        self.closed(end, Tok::RightBracket)
    }

    /// The rest of a list or set behind its first element.
    fn rest_of_display(&mut self, at: usize, first: usize) -> Result<usize, Box<SyntaxError>> {
        if self.kind(first) != Tok::Comma {
            return Ok(first);
        }
        let end = self.list(first + 1, Self::star_named_expression)?.unwrap_or(first + 1);
        if matches!(self.kind(end), Tok::For | Tok::Async) && !self.quiet {
            if self.clauses(end)?.is_some() {
                let message = "did you forget parentheses around the comprehension target?";
                let last =
                    if self.kind(end - 1) == Tok::Comma && end > first + 1 { end - 1 } else { end };
                return self.raise(message, self.span(at + 1, last));
            }
        }
        Ok(end)
    }

    /// The clauses of a comprehension whose bracket opens at `at`; follows
    /// `invalid_comprehension`.
    fn comprehension(&mut self, at: usize, clauses: usize) -> Found {
        let end = behind!(self.clauses(clauses));
        if self.kind(at + 1) == Tok::Star && !self.quiet {
            let message = "iterable unpacking cannot be used in comprehension";
            return self.raise(message, self.span(at + 1, clauses));
        }
        Ok(Some(end))
    }

    /// `for` and `if` clauses; follows `invalid_for_if_clause` and `invalid_for_target`.
    fn clauses(&mut self, at: usize) -> Found {
        let mut end = at;
        loop {
            let start = match (self.kind(end), self.kind(end + 1)) {
                (Tok::Async, Tok::For) => end + 1,
                (Tok::For, _) => end,
                _ => return Ok((end > at).then_some(end)),
            };
            let target = behind!(self.targets(start + 1));
            if self.kind(target) != Tok::In {
                if self.quiet {
                    return Ok(None);
                }
                let message = "'in' expected after for-loop variables";
                return self.raise(message, self.span(target, target + 1));
            }
            if !self.quiet {
                self.check_targets(start + 1, target, Use::For)?;
            }
            end = behind!(self.disjunction(target + 1));
            while self.kind(end) == Tok::If {
                match self.disjunction(end + 1)? {
                    Some(next) => end = next,
                    None => return Ok(Some(end)),
                }
            }
        }
    }

    /// A dict or set; follows `invalid_double_starred_kvpairs` and `invalid_kvpair`.
    fn braces(&mut self, at: usize) -> Found {
        if self.kind(at + 1) == Tok::RightBrace {
            return Ok(Some(at + 2));
        }
        let mut start = at + 1;
        loop {
            let is_first = start == at + 1;
            let end = match self.kind(start) {
                Tok::DoubleStar => behind!(self.bit_or(start + 1)),
                Tok::Star if is_first => return self.set_display(at),
                _ => {
                    let key = behind!(match is_first {
                        true => self.expression(start),
                        false => self.later_key(start),
                    });
                    if self.kind(key) != Tok::Colon {
                        if is_first {
                            return self.set_display(at);
                        }
                        if self.quiet {
                            return Ok(None);
                        }
                        let span = self.span(key - 1, key);
                        let last = Span::new(span.end - 1, span.end);
                        return self.raise("':' expected after dictionary key", last);
                    }
                    behind!(self.dict_value(key))
                }
            };
            match self.kind(end) {
                Tok::For | Tok::Async if is_first => {
                    let clauses = behind!(self.clauses(end));
                    if self.kind(at + 1) == Tok::DoubleStar && !self.quiet {
                        let message = "dict unpacking cannot be used in dict comprehension";
                        return self.raise(message, self.span(at + 1, at + 2));
                    }
                    return self.closed(clauses, Tok::RightBrace);
                }
                Tok::Comma if self.kind(end + 1) != Tok::RightBrace => start = end + 1,
                Tok::Comma => return Ok(Some(end + 2)),
                _ => return self.closed(end, Tok::RightBrace),
            }
        }
    }

    /// A key that is not the first: what follows it is expected to be its colon.
    fn later_key(&mut self, at: usize) -> Found {
        let end = behind!(self.disjunction(at));
        match self.kind(end) {
            Tok::If => self.expression(at),
            _ => Ok(Some(end)),
        }
    }

    fn dict_value(&mut self, colon: usize) -> Found {
        if !self.quiet {
            match self.kind(colon + 1) {
                Tok::Star => {
                    if let Some(end) = self.bit_or(colon + 2)? {
                        let message = "cannot use a starred expression in a dictionary value";
                        return self.raise(message, self.span(colon + 1, end));
                    }
                }
                Tok::RightBrace | Tok::Comma => {
                    let message = "expression expected after dictionary key and ':'";
                    return self.raise(message, self.span(colon, colon + 1));
                }
                _ => {}
            }
        }
        self.expression(colon + 1)
    }

    fn set_display(&mut self, at: usize) -> Found {
        let end = behind!(self.first_element(at + 1));
        if let Tok::For | Tok::Async = self.kind(end) {
            let clauses = behind!(self.comprehension(at, end));
            return self.closed(clauses, Tok::RightBrace);
        }
        let end = self.rest_of_display(at, end)?;
        self.closed(end, Tok::RightBrace)
    }

    // -----------------------------------------------------------------------------------------
    // Arguments

    /// The parentheses of a call.
    pub fn call(&mut self, at: usize) -> Found {
        let end = match self.kind(at + 1) {
            Tok::RightParen => at + 1,
            _ => behind!(self.arguments(at + 1)),
        };
        self.closed(end, Tok::RightParen)
    }

    /// Follows `invalid_arguments` and `invalid_kwarg`.
    pub fn arguments(&mut self, at: usize) -> Found {
        let mut end = at;
        let (mut keyword, mut unpacked) = (false, false);
        let mut misplaced = None;
        loop {
            let start = end;
            let is_keyword = self.kind(start) == Tok::DoubleStar
                || self.kind(start) == Tok::Name && self.kind(start + 1) == Tok::Equal;
            let Some(next) = self.argument(start, at)? else {
                // A comma may stand behind the last argument.
                let found = (start > at).then_some(start);
                return self.misplaced(misplaced, start, found);
            };
            unpacked |= self.kind(start) == Tok::DoubleStar;
            if is_keyword {
                keyword = true;
            } else if keyword && misplaced.is_none() {
                let is_starred = self.kind(start) == Tok::Star;
                misplaced = match (unpacked, is_starred) {
                    (true, true) => {
                        Some("iterable argument unpacking follows keyword argument unpacking")
                    }
                    (true, false) => Some("positional argument follows keyword argument unpacking"),
                    (false, true) => None,
                    (false, false) => Some("positional argument follows keyword argument"),
                };
            }
            end = next;
            if self.kind(end) != Tok::Comma {
                return self.misplaced(misplaced, end, Some(end));
            }
            end += 1;
        }
    }

    /// CPython points at what follows the arguments.
    fn misplaced(&self, message: Option<&str>, end: usize, found: Option<usize>) -> Found {
        match message {
            Some(message) if !self.quiet => self.raise(message, self.span(end, end + 1)),
            _ => Ok(found),
        }
    }

    fn argument(&mut self, at: usize, first: usize) -> Found {
        match self.kind(at) {
            Tok::Star => {
                let end = behind!(self.starred(at));
                return self.assigned_unpacking(at, end, "iterable");
            }
            Tok::DoubleStar => {
                let end = behind!(self.expression(at + 1));
                return self.assigned_unpacking(at, end, "keyword");
            }
            Tok::Name if self.kind(at + 1) == Tok::Equal => {
                if matches!(self.kind(at + 2), Tok::Comma | Tok::RightParen) && !self.quiet {
                    let message = "expected argument value expression";
                    return self.raise(message, self.span(at, at + 2));
                }
                let end = behind!(self.expression(at + 2));
                if matches!(self.kind(end), Tok::For | Tok::Async) && !self.quiet {
                    if self.clauses(end)?.is_some() {
                        let message =
                            "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
                        return self.raise(message, self.span(at, at + 2));
                    }
                }
                return Ok(Some(end));
            }
            _ => {}
        }
        let mut end = behind!(self.expression(at));
        if self.kind(end) == Tok::Walrus {
            end = behind!(self.expression(end + 1));
        }
        match self.kind(end) {
            Tok::Equal if !self.quiet => {
                let span = self.span(at, end + 1);
                match self.kind(at) {
                    Tok::True | Tok::False | Tok::None if end == at + 1 => {
                        self.raise(format!("cannot assign to {}", self.text(at)), span)
                    }
                    _ => {
                        let message =
                            "expression cannot contain assignment, perhaps you meant \"==\"?";
                        self.raise(message, span)
                    }
                }
            }
            Tok::Equal => Ok(None),
            Tok::For | Tok::Async => {
                let clauses = behind!(self.clauses(end));
                let is_sole = at == first && self.kind(clauses) == Tok::RightParen;
                if !is_sole && !self.quiet && (at > first || self.kind(clauses) == Tok::Comma) {
                    let trailing = at == first && self.kind(clauses + 1) == Tok::RightParen;
                    let message = "Generator expression must be parenthesized";
                    let _ = trailing;
                    return self.raise(message, self.span(at, clauses));
                }
                Ok(Some(clauses))
            }
            _ => Ok(Some(end)),
        }
    }

    /// `*a = b` as an argument; follows `invalid_starred_expression`.
    fn assigned_unpacking(&mut self, at: usize, end: usize, what: &str) -> Found {
        if self.kind(end) == Tok::Equal && !self.quiet {
            if let Some(value) = self.expression(end + 1)? {
                let message = format!("cannot assign to {what} argument unpacking");
                return self.raise(message, self.span(at, value));
            }
        }
        Ok(Some(end))
    }

    // -----------------------------------------------------------------------------------------
    // Parameters

    /// The parameters of a function up to `closing`, which is not read; follows
    /// `invalid_parameters` and `invalid_lambda_parameters`.
    pub fn parameters(&mut self, at: usize, closing: Tok, is_lambda: bool) -> Found {
        let mut end = at;
        let (mut slash, mut star, mut kwarg, mut default) = (false, false, false, false);
        while self.kind(end) != closing {
            let complain = |reader: &Self, message: &str, from: usize, to: usize| match reader.quiet
            {
                true => Ok(None),
                false => reader.raise(message, reader.span(from, to)),
            };
            let start = end;
            let kind = self.kind(start);
            if kwarg && matches!(kind, Tok::Name | Tok::Star | Tok::DoubleStar | Tok::Slash) {
                let message = "arguments cannot follow var-keyword argument";
                return complain(self, message, start, start + 1);
            }
            end = match kind {
                Tok::Name => start + 1,
                Tok::Star if star => {
                    let message = "* argument may appear only once";
                    return complain(self, message, start, start + 1);
                }
                Tok::Star => {
                    star = true;
                    let named = self.kind(start + 1) == Tok::Name;
                    let lone = matches!(self.kind(start + 1), Tok::Comma)
                        && !matches!(self.kind(start + 2), Tok::Name | Tok::Star | Tok::Slash);
                    if !named && (lone || self.kind(start + 1) == closing) {
                        let message = "named arguments must follow bare *";
                        return complain(self, message, start, start + 1);
                    }
                    start + 1 + usize::from(named)
                }
                Tok::DoubleStar => {
                    kwarg = true;
                    if self.kind(start + 1) != Tok::Name {
                        return Ok(Some(start));
                    }
                    start + 2
                }
                Tok::Slash => {
                    let message = match (slash, star, start == at) {
                        (true, _, _) => "/ may appear only once",
                        (_, true, _) => "/ must be ahead of *",
                        (_, _, true) => "at least one argument must precede /",
                        _ => "",
                    };
                    if !message.is_empty() {
                        return complain(self, message, start, start + 1);
                    }
                    slash = true;
                    if self.kind(start + 1) == Tok::Star {
                        let message = "expected comma between / and *";
                        return complain(self, message, start + 1, start + 2);
                    }
                    start + 1
                }
                Tok::LeftParen => {
                    let names = self.parenthesised_names(start);
                    let Some(names) = names else { return Ok(Some(start)) };
                    let message = match is_lambda {
                        true => "Lambda expression parameters cannot be parenthesized",
                        false => "Function parameters cannot be parenthesized",
                    };
                    return complain(self, message, start, names);
                }
                _ => return Ok(Some(start)),
            };
            if self.kind(end) == Tok::Colon && !is_lambda && kind != Tok::Slash {
                end = behind!(match self.kind(end + 1) {
                    Tok::Star => self.bit_or(end + 2),
                    _ => self.expression(end + 1),
                });
            }
            if self.kind(end) == Tok::Equal {
                match kind {
                    Tok::Star => {
                        let message = "var-positional argument cannot have default value";
                        return complain(self, message, end, end + 1);
                    }
                    Tok::DoubleStar => {
                        let message = "var-keyword argument cannot have default value";
                        return complain(self, message, end, end + 1);
                    }
                    _ => {}
                }
                if self.kind(end + 1) == closing || self.kind(end + 1) == Tok::Comma {
                    return complain(self, "expected default value expression", end, end + 1);
                }
                end = behind!(self.expression(end + 1));
                default = true;
            } else if kind == Tok::Name && default && !star {
                let message = "parameter without a default follows parameter with a default";
                return complain(self, message, start, start + 1);
            }
            match self.kind(end) {
                Tok::Comma => end += 1,
                _ => break,
            }
        }
        Ok(Some(end))
    }

    /// `(a, b)` with names only: where it ends.
    fn parenthesised_names(&self, at: usize) -> Option<usize> {
        let mut end = at + 1;
        while self.kind(end) == Tok::Name {
            end += 1;
            if self.kind(end) == Tok::Comma {
                end += 1;
            }
        }
        (self.kind(end) == Tok::RightParen && end > at + 1).then_some(end + 1)
    }
}
