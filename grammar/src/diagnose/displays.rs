//! Rereads atoms (strings, displays, comprehensions) to find the mistake in them.

use super::Use;
use super::reader::{Found, Reader, behind};
use crate::ast::Span;
use crate::error::SyntaxError;
use crate::token::Tok;

impl Reader<'_> {
    pub(super) fn atom(&mut self, at: usize) -> Found {
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

    pub(super) fn strings(&mut self, at: usize) -> Found {
        let mut end = at;
        loop {
            end = match self.kind(end) {
                Tok::Str => end + 1,
                Tok::FStringStart => behind!(self.nested(|reader| reader.fstring(end))),
                _ => return Ok(Some(end)),
            };
        }
    }

    pub(super) fn fstring(&mut self, at: usize) -> Found {
        let end = behind!(self.fstring_parts(at + 1));
        self.closed(end, Tok::FStringEnd)
    }

    pub(super) fn fstring_parts(&mut self, at: usize) -> Found {
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
    pub(super) fn field(&mut self, at: usize) -> Found {
        let expected = |reader: &Self, what: &str, at: usize| match reader.quiet {
            true => Ok(None),
            false => reader.raise(format!("f-string: {what}"), reader.span(at, at + 1)),
        };
        let first = self.kind(at + 1);
        if let Tok::Equal | Tok::Exclamation | Tok::Colon | Tok::RightBrace = first {
            let text = first.spelling().unwrap_or_default();
            return expected(self, &format!("valid expression required before '{text}'"), at + 1);
        }
        self.field_levels.push(self.levels[at]);
        let value = self.assigned_value(at + 1);
        self.field_levels.pop();
        let Some(mut end) = value? else {
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
    pub(super) fn parentheses(&mut self, at: usize) -> Found {
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
    pub(super) fn first_element(&mut self, at: usize) -> Found {
        match self.star_named_expression(at)? {
            None if self.kind(at) == Tok::Star => self.starred(at),
            found => Ok(found),
        }
    }

    pub(super) fn list_display(&mut self, at: usize) -> Found {
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

    /// The rest of a list or set after its first element.
    pub(super) fn rest_of_display(
        &mut self,
        at: usize,
        first: usize,
    ) -> Result<usize, Box<SyntaxError>> {
        if self.kind(first) != Tok::Comma {
            return Ok(first);
        }
        let end = self.list(first + 1, Self::star_named_expression)?.unwrap_or(first + 1);
        if matches!(self.kind(end), Tok::For | Tok::Async)
            && !self.quiet
            && self.clauses(end)?.is_some()
        {
            let message = "did you forget parentheses around the comprehension target?";
            let last =
                if self.kind(end - 1) == Tok::Comma && end > first + 1 { end - 1 } else { end };
            return self.raise(message, self.span(at + 1, last));
        }
        Ok(end)
    }

    /// The clauses of a comprehension whose bracket opens at `at`; follows
    /// `invalid_comprehension`.
    pub(super) fn comprehension(&mut self, at: usize, clauses: usize) -> Found {
        let end = behind!(self.clauses(clauses));
        if self.kind(at + 1) == Tok::Star && !self.quiet {
            let message = "iterable unpacking cannot be used in comprehension";
            return self.raise(message, self.span(at + 1, clauses));
        }
        Ok(Some(end))
    }

    /// `for` and `if` clauses; follows `invalid_for_if_clause` and `invalid_for_target`.
    pub(super) fn clauses(&mut self, at: usize) -> Found {
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
    pub(super) fn braces(&mut self, at: usize) -> Found {
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

    /// A key that is not the first: a colon must follow it.
    pub(super) fn later_key(&mut self, at: usize) -> Found {
        let end = behind!(self.disjunction(at));
        match self.kind(end) {
            Tok::If => self.expression(at),
            _ => Ok(Some(end)),
        }
    }

    pub(super) fn dict_value(&mut self, colon: usize) -> Found {
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

    pub(super) fn set_display(&mut self, at: usize) -> Found {
        let end = behind!(self.first_element(at + 1));
        if let Tok::For | Tok::Async = self.kind(end) {
            let clauses = behind!(self.comprehension(at, end));
            return self.closed(clauses, Tok::RightBrace);
        }
        let end = self.rest_of_display(at, end)?;
        self.closed(end, Tok::RightBrace)
    }
}
