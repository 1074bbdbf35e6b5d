//! Rereads arguments and parameters to find the mistake in them.

use super::reader::{Found, Reader, behind};
use crate::ast::Span;
use crate::error::SyntaxError;
use crate::token::Tok;

impl Reader<'_> {
    /// The parentheses of a call.
    pub(super) fn call(&mut self, at: usize) -> Found {
        let end = match self.kind(at + 1) {
            Tok::RightParen => at + 1,
            _ => behind!(self.arguments(at + 1)),
        };
        self.closed(end, Tok::RightParen)
    }

    /// Follows `invalid_arguments` and `invalid_kwarg`.
    pub(super) fn arguments(&mut self, at: usize) -> Found {
        let mut end = at;
        let (mut keyword, mut unpacked) = (false, false);
        let mut misplaced = None;
        loop {
            let start = end;
            if unpacked && self.kind(start) == Tok::Star && !self.quiet {
                let message = "iterable argument unpacking follows keyword argument unpacking";
                let end = behind!(self.starred(start));
                // CPython's mark ends one character before what it has read so far.
                let marked = self.span(start - 1, end + 1);
                return self.raise(message, Span::new(marked.start, marked.end - 1));
            }
            let is_keyword = self.kind(start) == Tok::DoubleStar
                || self.kind(start) == Tok::Name && self.kind(start + 1) == Tok::Equal;
            let Some(next) = self.argument(start, at)? else {
                // A comma may follow the last argument.
                let found = (start > at).then_some(start);
                return self.misplaced(misplaced, start, found);
            };
            unpacked |= self.kind(start) == Tok::DoubleStar;
            if is_keyword {
                keyword = true;
            } else if keyword && misplaced.is_none() {
                let message = match (unpacked, self.kind(start) == Tok::Star) {
                    (true, _) => Some("positional argument follows keyword argument unpacking"),
                    (false, true) => None,
                    (false, false) => Some("positional argument follows keyword argument"),
                };
                misplaced = message.map(|message| (message, self.span(start, next)));
            }
            end = next;
            if self.kind(end) != Tok::Comma {
                return self.misplaced(misplaced, end, Some(end));
            }
            end += 1;
        }
    }

    /// CPython points at the last token that it has examined, a report at the argument.
    pub(super) fn misplaced(
        &self,
        misplaced: Option<(&str, Span)>,
        end: usize,
        found: Option<usize>,
    ) -> Found {
        match misplaced {
            Some((message, argument)) if !self.quiet => {
                let last = self.reached().max(end);
                let error = SyntaxError::new(message, self.span(last, last + 1));
                Err(Box::new(SyntaxError { focus: Some(argument), ..error }))
            }
            _ => Ok(found),
        }
    }

    pub(super) fn argument(&mut self, at: usize, first: usize) -> Found {
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
                if matches!(self.kind(end), Tok::For | Tok::Async)
                    && !self.quiet
                    && self.clauses(end)?.is_some()
                {
                    let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
                    return self.raise(message, self.span(at, at + 2));
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
                let span = self.node_span(at, end).to(self.span(end, end + 1));
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
                    let message = "Generator expression must be parenthesized";
                    return self.raise(message, self.span(at, clauses));
                }
                Ok(Some(clauses))
            }
            _ => Ok(Some(end)),
        }
    }

    /// `*a = b` as an argument; follows `invalid_starred_expression`.
    pub(super) fn assigned_unpacking(&mut self, at: usize, end: usize, what: &str) -> Found {
        if self.kind(end) == Tok::Equal
            && !self.quiet
            && let Some(value) = self.expression(end + 1)?
        {
            let message = format!("cannot assign to {what} argument unpacking");
            return self.raise(message, self.span(at, value));
        }
        Ok(Some(end))
    }

    pub(super) fn lambda(&mut self, at: usize) -> Found {
        let end = match self.kind(at + 1) {
            Tok::Colon => at + 1,
            _ => self.parameters(at + 1, Tok::Colon, true)?.unwrap_or(at + 1),
        };
        if self.kind(end) != Tok::Colon {
            return Ok(None);
        }
        if self.field_levels.last() == Some(&self.levels[end]) && !self.quiet {
            let message = "f-string: lambda expressions are not allowed without parentheses";
            return self.raise(message, self.span(at, end + 1));
        }
        self.expression(end + 1)
    }

    // -----------------------------------------------------------------------------------------
    // Parameters

    /// The parameters of a function up to `closing`, which is not read; follows
    /// `invalid_parameters` and `invalid_lambda_parameters`.
    pub(super) fn parameters(&mut self, at: usize, closing: Tok, is_lambda: bool) -> Found {
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
                    let lone = self.kind(start + 1) == Tok::Comma
                        && (self.kind(start + 2) == closing
                            || self.kind(start + 2) == Tok::DoubleStar);
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
                        (_, _, true) if self.kind(start + 1) == Tok::Comma => {
                            "at least one argument must precede /"
                        }
                        (_, _, true) => return Ok(None),
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
                if matches!(self.kind(end + 1), Tok::RightParen | Tok::Comma) {
                    return complain(self, "expected default value expression", end, end + 1);
                }
                end = behind!(self.expression(end + 1));
                default = true;
            } else if kind == Tok::Name
                && default
                && !star
                && (self.kind(end) == Tok::Comma || self.kind(end) == closing)
            {
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

    /// The end of a parenthesised list of plain names, `(a, b)`.
    pub(super) fn parenthesised_names(&self, at: usize) -> Option<usize> {
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
