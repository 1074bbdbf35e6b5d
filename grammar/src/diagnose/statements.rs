//! Rereads a statement to find the mistake in it. `reader` does the same for expressions.

use super::reader::{Found, Reader, behind};
use super::{Use, annotated_target, augmented_target};
use crate::ast::ExprKind;
use crate::error::SyntaxError;
use crate::token::Tok;

impl Reader<'_> {
    /// A logical line: the header of a compound statement, or simple statements.
    pub fn line(&mut self, at: usize) -> Found {
        match self.kind(at) {
            Tok::If | Tok::Elif | Tok::While => {
                let end = behind!(self.named_expression(at + 1));
                self.colon_before_newline(end)
            }
            Tok::Else | Tok::Try | Tok::Finally => self.colon(at + 1),
            Tok::For => self.for_header(at),
            Tok::With => self.with_header(at),
            Tok::Def => self.def_header(at),
            Tok::Class => self.class_header(at),
            Tok::Except => self.except_header(at),
            Tok::Async => match self.kind(at + 1) {
                Tok::For => self.for_header(at + 1),
                Tok::With => self.with_header(at + 1),
                Tok::Def => self.def_header(at + 1),
                _ => Ok(None),
            },
            Tok::At => self.named_expression(at + 1),
            Tok::Match => {
                let end = behind!(self.list(at + 1, Self::star_named_expression));
                self.colon_before_newline(end)
            }
            Tok::Name if self.text(at) == "match" => {
                if let Some(end) = self.list(at + 1, Self::star_named_expression)?
                    && self.kind(end) == Tok::Newline
                    && !matches!(self.kind(at + 1), Tok::LeftParen | Tok::LeftBracket)
                {
                    return self.colon_before_newline(end);
                }
                self.simple_statements(at)
            }
            Tok::Case => Ok(None),
            _ => self.simple_statements(at),
        }
    }

    // -----------------------------------------------------------------------------------------
    // Headers of compound statements

    /// The required colon.
    fn colon(&mut self, at: usize) -> Found {
        if self.kind(at) != Tok::Colon {
            return self.raise("expected ':'", self.span(at, at + 1));
        }
        self.behind_colon(at)
    }

    /// The colon, reported as missing only at the end of the line.
    fn colon_before_newline(&mut self, at: usize) -> Found {
        match self.kind(at) {
            Tok::Newline => self.raise("expected ':'", self.span(at, at + 1)),
            Tok::Colon => self.behind_colon(at),
            _ => Ok(None),
        }
    }

    fn behind_colon(&mut self, colon: usize) -> Found {
        match self.kind(colon + 1) {
            Tok::Newline => Ok(Some(colon + 2)),
            _ => self.simple_statements(colon + 1),
        }
    }

    /// Follows `invalid_for_target` and `invalid_for_stmt`.
    fn for_header(&mut self, at: usize) -> Found {
        let target = self.targets(at + 1)?;
        let Some(target) = target.filter(|&end| self.kind(end) == Tok::In) else {
            let end = behind!(self.star_expressions(at + 1));
            self.check_targets(at + 1, end, Use::For)?;
            return Ok(None);
        };
        self.check_targets(at + 1, target, Use::For)?;
        let end = behind!(self.star_expressions(target + 1));
        self.colon_before_newline(end)
    }

    /// Follows `invalid_with_item` and `invalid_with_stmt`.
    fn with_header(&mut self, at: usize) -> Found {
        let item = |reader: &mut Self, at: usize| {
            let end = behind!(reader.expression(at));
            if reader.kind(end) != Tok::As {
                return Ok(Some(end));
            }
            let target = behind!(reader.expression(end + 1));
            if matches!(reader.kind(target), Tok::Comma | Tok::RightParen | Tok::Colon) {
                reader.check_targets(end + 1, target, Use::Assign)?;
            }
            Ok(Some(target))
        };
        if self.kind(at + 1) == Tok::LeftParen
            && let Some(end) = self.list(at + 2, item)?
            && self.kind(end) == Tok::RightParen
            && self.kind(end + 1) == Tok::Newline
        {
            return self.colon_before_newline(end + 1);
        }
        let end = if self.kind(at + 1) == Tok::WithParen {
            let end = behind!(self.list(at + 2, item));
            if self.kind(end) != Tok::RightParen {
                return Ok(None);
            }
            end + 1
        } else {
            behind!(self.list(at + 1, item))
        };
        self.colon_before_newline(end)
    }

    fn def_header(&mut self, at: usize) -> Found {
        if self.kind(at + 1) != Tok::Name {
            return Ok(None);
        }
        let open = self.type_parameters(at + 2)?;
        if self.kind(open) != Tok::LeftParen {
            return self.raise("expected '('", self.span(open, open + 1));
        }
        let close = behind!(self.parameters(open + 1, Tok::RightParen, false));
        if self.kind(close) != Tok::RightParen {
            return Ok(None);
        }
        match self.kind(close + 1) {
            Tok::Arrow => {
                let end = self.expression(close + 2)?.unwrap_or(close + 1);
                self.colon(end)
            }
            _ => self.colon(close + 1),
        }
    }

    /// Follows `invalid_class_def_raw`.
    fn class_header(&mut self, at: usize) -> Found {
        if self.kind(at + 1) != Tok::Name {
            return Ok(None);
        }
        let mut end = self.type_parameters(at + 2)?;
        if self.kind(end) == Tok::LeftParen {
            end = behind!(self.call(end));
        }
        self.colon_before_newline(end)
    }

    /// The end of type parameters, if there are any; follows `invalid_type_params` and
    /// `invalid_type_param`.
    fn type_parameters(&mut self, at: usize) -> Result<usize, Box<SyntaxError>> {
        if self.kind(at) != Tok::LeftBracket {
            return Ok(at);
        }
        if self.kind(at + 1) == Tok::RightBracket {
            let message = "Type parameter list cannot be empty";
            return self.raise(message, self.span(at + 1, at + 2));
        }
        let mut end = at + 1;
        loop {
            let start = end;
            let kind = match self.kind(start) {
                Tok::Star => "TypeVarTuple",
                Tok::DoubleStar => "ParamSpec",
                _ => "",
            };
            let name = start + usize::from(!kind.is_empty());
            if self.kind(name) != Tok::Name {
                return Ok(at);
            }
            end = name + 1;
            if self.kind(end) == Tok::Colon {
                let Some(bound) = self.expression(end + 1)? else { return Ok(at) };
                if !kind.is_empty() {
                    let is_tuple = self
                        .tree(end + 1, bound)
                        .is_some_and(|tree| matches!(tree.kind, ExprKind::Tuple(_)));
                    let what = if is_tuple { "constraints" } else { "bound" };
                    let message = format!("cannot use {what} with {kind}");
                    return self.raise(message, self.span(end, bound));
                }
                end = bound;
            }
            if self.kind(end) == Tok::Equal {
                let default = match self.kind(end + 1) {
                    Tok::Star => self.bit_or(end + 2)?,
                    _ => self.expression(end + 1)?,
                };
                end = default.unwrap_or(end);
            }
            match (self.kind(end), self.kind(end + 1)) {
                (Tok::Comma, Tok::RightBracket) => return Ok(end + 2),
                (Tok::Comma, _) => end += 1,
                (Tok::RightBracket, _) => return Ok(end + 1),
                _ => return Ok(at),
            }
        }
    }

    /// Follows `invalid_except_stmt`.
    fn except_header(&mut self, at: usize) -> Found {
        let is_star = self.kind(at + 1) == Tok::Star;
        let start = at + 1 + usize::from(is_star);
        if is_star && matches!(self.kind(start), Tok::Newline | Tok::Colon) {
            let message = "expected one or more exception types";
            return self.raise(message, self.span(start, start + 1));
        }
        if matches!(self.kind(start), Tok::Newline | Tok::Colon) {
            return self.colon_before_newline(start);
        }
        let first = behind!(self.expression(start));
        if self.kind(first) == Tok::Comma {
            let mut end = behind!(self.list(first + 1, Self::expression));
            if self.kind(end) == Tok::As && self.kind(end + 1) == Tok::Name {
                end += 2;
            }
            if self.kind(end) == Tok::Colon {
                let message = "multiple exception types must be parenthesized";
                return Err(Box::new(SyntaxError::new(message, self.span(start, end))));
            }
            return Ok(None);
        }
        match self.kind(first) {
            Tok::As if self.kind(first + 1) == Tok::Name => self.colon_before_newline(first + 2),
            _ => self.colon_before_newline(first),
        }
    }

    // -----------------------------------------------------------------------------------------
    // Simple statements

    fn simple_statements(&mut self, at: usize) -> Found {
        let mut end = behind!(self.simple_statement(at));
        while self.kind(end) == Tok::Semicolon && self.kind(end + 1) != Tok::Newline {
            end = behind!(self.simple_statement(end + 1));
        }
        Ok(Some(end))
    }

    fn simple_statement(&mut self, at: usize) -> Found {
        match self.kind(at) {
            Tok::Return => Ok(Some(self.star_expressions(at + 1)?.unwrap_or(at + 1))),
            Tok::Raise => {
                let Some(end) = self.expression(at + 1)? else { return Ok(Some(at + 1)) };
                match self.kind(end) {
                    Tok::From => Ok(Some(self.expression(end + 1)?.unwrap_or(end))),
                    _ => Ok(Some(end)),
                }
            }
            Tok::Assert => {
                let end = behind!(self.expression(at + 1));
                match self.kind(end) {
                    Tok::Comma => self.expression(end + 1),
                    _ => Ok(Some(end)),
                }
            }
            Tok::Del => {
                // Follows `invalid_del_stmt`.
                let targets = self.targets(at + 1)?;
                let ends = |kind| matches!(kind, Tok::Semicolon | Tok::Newline);
                let end = match targets.filter(|&end| ends(self.kind(end))) {
                    Some(end) => end,
                    None => behind!(self.star_expressions(at + 1)),
                };
                self.check_targets(at + 1, end, Use::Delete)?;
                Ok(Some(end))
            }
            Tok::Import => self.import(at),
            Tok::From => self.import_from(at),
            Tok::Pass | Tok::Break | Tok::Continue => Ok(Some(at + 1)),
            Tok::Type => {
                let end = self.type_parameters(at + 2)?;
                match self.kind(end) {
                    Tok::Equal => self.expression(end + 1),
                    _ => Ok(None),
                }
            }
            Tok::Global | Tok::Nonlocal => Ok(None),
            _ => self.assignment_or_expression(at),
        }
    }

    /// Follows `invalid_import` and `invalid_import_from_targets`.
    fn import(&mut self, at: usize) -> Found {
        if self.kind(at + 1) == Tok::Newline {
            let message = "Expected one or more names after 'import'";
            return self.raise(message, self.span(at + 1, at + 2));
        }
        let end = behind!(self.list(at + 1, |reader, at| Ok(reader.dotted_name(at))));
        if self.kind(end) == Tok::From
            && let Some(last) = self.dotted_name(end + 1)
        {
            let message = "Did you mean to use 'from ... import ...' instead?";
            return self.raise(message, self.span(at, last));
        }
        Ok(None)
    }

    fn import_from(&mut self, at: usize) -> Found {
        let mut end = at + 1;
        while matches!(self.kind(end), Tok::Dot | Tok::Ellipsis) {
            end += 1;
        }
        end = self.dotted_name(end).unwrap_or(end);
        if self.kind(end) != Tok::Import {
            return Ok(None);
        }
        if self.kind(end + 1) == Tok::Newline {
            let message = "Expected one or more names after 'import'";
            return self.raise(message, self.span(end + 1, end + 2));
        }
        let name = |reader: &mut Self, at: usize| match reader.kind(at) {
            Tok::Name if reader.kind(at + 1) == Tok::As => Ok(Some(at + 3)),
            Tok::Name => Ok(Some(at + 1)),
            _ => Ok(None),
        };
        let last = behind!(self.list(end + 1, name));
        if self.kind(last - 1) == Tok::Comma && self.kind(last) == Tok::Newline {
            let message = "trailing comma not allowed without surrounding parentheses";
            return self.raise(message, self.span(last, last + 1));
        }
        Ok(None)
    }

    fn dotted_name(&self, at: usize) -> Option<usize> {
        let mut end = at;
        while self.kind(end) == Tok::Name {
            end += 1;
            if self.kind(end) != Tok::Dot {
                return Some(end);
            }
            end += 1;
        }
        None
    }

    /// Follows `assignment`, `invalid_assignment` and `star_expressions`.
    fn assignment_or_expression(&mut self, at: usize) -> Found {
        if let Some(end) = self.assignment(at)? {
            return Ok(Some(end));
        }
        self.assigned_value(at)
    }

    fn assignment(&mut self, at: usize) -> Found {
        if self.kind(at) == Tok::Name && self.kind(at + 1) == Tok::Colon {
            let end = behind!(self.expression(at + 2));
            return match self.kind(end) {
                Tok::Equal => self.assigned_value(end + 1),
                _ => Ok(Some(end)),
            };
        }
        // Read as targets first, so that an invalid target is found below.
        let mut end = at;
        let mut assigned = false;
        while let Some(target) = self.targets(end)? {
            let is_target = self.kind(target) == Tok::Equal && self.are_targets(end, target);
            if !is_target {
                break;
            }
            end = target + 1;
            assigned = true;
        }
        if assigned {
            if let Some(value) = self.assigned_value(end)?
                && self.kind(value) != Tok::Equal
            {
                return Ok(Some(value));
            }
        } else if let Some(target) = self.targets(at)? {
            let is_single = self.are_targets(at, target)
                && !matches!(self.kind(target - 1), Tok::Comma)
                && self.tree(at, target).is_some_and(|tree| {
                    !matches!(tree.kind, ExprKind::Tuple(_) | ExprKind::List(_))
                });
            if is_single && is_augmented(self.kind(target)) {
                return self.assigned_value(target + 1);
            }
            if is_single && self.kind(target) == Tok::Colon {
                let annotation = behind!(self.expression(target + 1));
                return match self.kind(annotation) {
                    Tok::Equal => self.assigned_value(annotation + 1),
                    _ => Ok(Some(annotation)),
                };
            }
        }
        self.invalid_assignment(at, end)?;
        Ok(None)
    }

    fn are_targets(&self, start: usize, end: usize) -> bool {
        self.tree(start, end)
            .is_some_and(|tree| super::invalid_target(&tree, Use::Assign).is_none())
    }

    /// `last` is the start of the last part that is not a target.
    fn invalid_assignment(&mut self, at: usize, last: usize) -> Result<(), Box<SyntaxError>> {
        if let Some(mut end) = self.list(at, Self::star_named_expression)? {
            if self.tokens[at..end].iter().any(|token| token.kind == Tok::Comma) {
                while let Some(next) = self.list(end, Self::star_named_expression)? {
                    end = next;
                }
            }
            if self.kind(end) == Tok::Colon
                && self.expression(end + 1)?.is_some()
                && let Some(tree) = self.tree(at, end)
            {
                return Err(Box::new(annotated_target(&tree)));
            }
        }
        if let Some(end) = self.star_expressions(last)? {
            match self.kind(end) {
                Tok::Equal => self.check_targets(last, end, Use::Assign)?,
                kind if is_augmented(kind) => {
                    if self.assigned_value(end + 1)?.is_some()
                        && let Some(tree) = self.tree(last, end)
                    {
                        return Err(Box::new(augmented_target(&tree)));
                    }
                }
                _ => {}
            }
        }
        if self.kind(last) == Tok::Yield
            && let Some(end) = self.assigned_value(last)?
            && self.kind(end) == Tok::Equal
        {
            let message = "assignment to yield expression not possible";
            return self.raise(message, self.span(last, end));
        }
        Ok(())
    }
}

fn is_augmented(kind: Tok) -> bool {
    matches!(
        kind,
        Tok::PlusEqual
            | Tok::MinusEqual
            | Tok::StarEqual
            | Tok::SlashEqual
            | Tok::DoubleSlashEqual
            | Tok::PercentEqual
            | Tok::AtEqual
            | Tok::AmpersandEqual
            | Tok::BarEqual
            | Tok::CaretEqual
            | Tok::RightShiftEqual
            | Tok::LeftShiftEqual
            | Tok::DoubleStarEqual
    )
}
