//! Additions to CPython's message in a report: a label at the mark, further locations, a hint.
//!
//! CPython's message and position are never changed. The tables in `messages` and `tokens` choose
//! the text by the message and the tokens near the location. This module finds a better location to
//! point at, and the second location that explains a mistake.

mod messages;
mod rules;
mod tokens;

use crate::ast::Span;
use crate::error::SyntaxError;
use crate::layout::{self, Tokens};
use crate::token::{Tok, Token};

/// Adds a label, further locations and a hint to an error. `source` is the text that contains it.
pub fn advise(source: &str, mut error: SyntaxError) -> SyntaxError {
    let tokens = layout::tokens(source, Tok::StartModule);
    let spot = Spot::new(source, &tokens, &error);
    let (focus, label) = (spot.focus(), spot.second_place());
    let rule = rules::rule_for(&spot);
    let (mark, hint) = (spot.fill(rule.mark), spot.fill(rule.hint));
    error.focus = error.focus.or(focus);
    error.labels.extend(label);
    error.mark = Some(mark);
    if !hint.is_empty() {
        error.hint = Some(hint);
    }
    error
}

/// An error's place among the tokens.
struct Spot<'s> {
    source: &'s str,
    tokens: &'s [Token],
    /// Index of the token at the location, or of the first one after it.
    index: usize,
    /// Index of the first token of its logical line.
    line_start: usize,
    error: &'s SyntaxError,
}

impl<'s> Spot<'s> {
    fn new(source: &'s str, tokens: &'s Tokens, error: &'s SyntaxError) -> Spot<'s> {
        let tokens = &tokens.tokens[..];
        let place = error.span.start;
        let is_before = |token: &Token| match token.kind {
            Tok::Indent | Tok::StartModule => token.span.start <= place + 1,
            Tok::Dedent => token.span.start <= place,
            _ => token.span.end <= place && token.span.start < place,
        };
        let index = tokens.iter().position(|token| !is_before(token)).unwrap_or(tokens.len());
        let is_end = |token: &Token| {
            matches!(token.kind, Tok::Newline | Tok::Indent | Tok::Dedent | Tok::StartModule)
        };
        let line_start = tokens[..index].iter().rposition(is_end).map_or(0, |end| end + 1);
        Spot { source, tokens, index, line_start, error }
    }

    /// The kind of a token, counted from the one at the location.
    fn kind(&self, offset: isize) -> Tok {
        let index = self.index.checked_add_signed(offset);
        index.and_then(|index| self.tokens.get(index)).map_or(Tok::End, |token| token.kind)
    }

    /// The text of a token, counted from the one at the location.
    fn text(&self, offset: isize) -> &'s str {
        let index = self.index.checked_add_signed(offset);
        index.and_then(|index| self.tokens.get(index)).map_or("", |token| self.of(token.span))
    }

    fn of(&self, span: Span) -> &'s str {
        self.source.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The text that CPython marks.
    fn marked(&self) -> &'s str {
        self.of(self.error.span).lines().next().unwrap_or_default()
    }

    /// The rest of the line, from the start of the location.
    fn rest(&self) -> &'s str {
        let rest = self.source.get(self.error.span.start as usize..).unwrap_or_default();
        rest.lines().next().unwrap_or_default()
    }

    /// A token of the line, counted from its first.
    fn of_line(&self, at: usize) -> (Tok, &'s str) {
        self.tokens.get(self.line_start + at).map_or((Tok::End, ""), |t| (t.kind, self.of(t.span)))
    }

    /// The first word of the line.
    fn first(&self) -> &'s str {
        self.of_line(0).1
    }

    /// The index of the location on its line.
    fn column(&self) -> usize {
        self.index - self.line_start
    }

    /// The tokens of the line, up to its end.
    fn line(&self) -> &'s [Token] {
        let line = &self.tokens[self.line_start.min(self.tokens.len())..];
        let end = line.iter().position(|token| token.kind == Tok::Newline);
        &line[..end.unwrap_or(line.len())]
    }

    fn line_has(&self, kind: Tok) -> bool {
        self.line().iter().any(|token| token.kind == kind)
    }

    /// Whether no space separates a token from the one before it.
    fn touches(&self, offset: isize) -> bool {
        let end = |offset| {
            let index = self.index.checked_add_signed(offset)?;
            self.tokens.get(index).map(|token| token.span)
        };
        match (end(offset - 1), end(offset)) {
            (Some(before), Some(token)) => before.end == token.start,
            _ => false,
        }
    }

    /// The quoted parts of the message, in order.
    fn quoted(&self, at: usize) -> &'s str {
        self.error.message.split('\'').skip(1).step_by(2).nth(at).unwrap_or_default()
    }

    /// The text of a rule, with the names in braces replaced by their values.
    fn fill(&self, words: &str) -> String {
        let closing = |bracket: &str| match bracket {
            "(" => ")",
            "[" => "]",
            "{" => "}",
            _ => "bracket",
        };
        let first = match self.of_line(0).0 {
            Tok::Async => format!("async {}", self.of_line(1).1),
            _ => self.first().to_string(),
        };
        let arguments = self.marked().split_once(char::is_whitespace).map_or("", |(_, rest)| rest);
        let parts: [(&str, &str); 11] = [
            ("{token}", self.text(0)),
            ("{before}", self.text(-1)),
            ("{after}", self.text(1)),
            ("{first}", &first),
            ("{meant}", tokens::meant_keyword(self.first()).unwrap_or_default()),
            ("{marked}", self.marked()),
            ("{name}", self.quoted(0)),
            ("{quote}", self.rest().get(..1).unwrap_or_default()),
            ("{closing}", closing(self.quoted(0))),
            ("{opened}", closing(self.quoted(1))),
            ("{arguments}", arguments.trim()),
        ];
        let mut text = words.to_string();
        for (name, part) in parts {
            if text.contains(name) {
                text = text.replace(name, part);
            }
        }
        text
    }

    /// A location that shows the mistake better than CPython's.
    fn focus(&self) -> Option<Span> {
        let message = self.error.message.as_str();
        let span = self.error.span;
        if message.starts_with("future feature") {
            let name = message.split(' ').nth(2)?;
            let token = self.tokens[self.index..].iter().find(|t| self.of(t.span) == name)?;
            return Some(token.span);
        }
        if self.kind(0) == Tok::Newline && self.tokens[self.index].span.end >= span.start {
            // Directly after the code on the line, before its comment.
            let end = self.tokens[self.index.checked_sub(1)?].span.end;
            return Some(Span::new(end, end));
        }
        // For a compound statement, the header suffices.
        let text = self.of(span);
        let is_statement = message.contains(" outside ") || message.starts_with("default 'except");
        let header = text.find(['\n', '\r']).filter(|_| is_statement)?;
        Some(Span::new(span.start, span.start + text[..header].trim_end().len() as u32))
    }

    /// The place that explains the mistake, with its label.
    fn second_place(&self) -> Option<(Span, String)> {
        let message = self.error.message.as_str();
        let name = self.quoted(0);
        if message.contains("outside async function") || message.starts_with("asynchronous compre")
        {
            let (span, name) = self.function()?;
            return Some((span, format!("`{name}` is not `async`")));
        }
        if message.starts_with("duplicate argument") || message.contains("assignments to name") {
            return Some((self.earlier(name)?, "the first one".into()));
        }
        if let Some(name) = message.strip_prefix("keyword argument repeated: ") {
            return Some((self.earlier(name)?, "first given here".into()));
        }
        if message.ends_with("prior to global declaration")
            || message.ends_with("prior to nonlocal declaration")
        {
            return Some((self.earlier(name)?, format!("`{name}` is already used here")));
        }
        if message.ends_with("before global declaration")
            || message.ends_with("before nonlocal declaration")
        {
            return Some((self.earlier(name)?, format!("`{name}` is already assigned here")));
        }
        if message.ends_with("is parameter and global")
            || message.ends_with("is parameter and nonlocal")
        {
            return Some((self.earlier(name)?, "the parameter".into()));
        }
        if message.starts_with("annotated name") {
            return Some((self.earlier(name)?, "declared here".into()));
        }
        if message == "expected 'except' or 'finally' block" {
            let span = self.sibling(|kind| kind == Tok::Try)?;
            return Some((span, "this `try` has neither".into()));
        }
        if message.starts_with("cannot have both 'except'") {
            let span = self.sibling(|kind| kind == Tok::Except)?;
            return Some((span, "the first handler is of the other kind".into()));
        }
        None
    }

    /// The last token before the location with this text.
    fn earlier(&self, text: &str) -> Option<Span> {
        let place = self.error.span.start;
        let before = self.tokens[..self.index].iter().rev();
        before.map(|token| token.span).find(|&s| s.end <= place && self.of(s) == text)
    }

    /// The name of the enclosing function, and its header.
    fn function(&self) -> Option<(Span, &'s str)> {
        let (mut level, mut outermost) = (0, 0);
        // The number of line ends before the header of the block that ended last.
        let mut header_ends = 0;
        for (index, token) in self.tokens[..self.index].iter().enumerate().rev() {
            match token.kind {
                Tok::Dedent => (level, header_ends) = (level + 1, 0),
                Tok::Indent => {
                    (level, header_ends) = (level - 1, 0);
                    if level < outermost {
                        (outermost, header_ends) = (level, 2);
                    }
                }
                Tok::Newline if header_ends > 0 => header_ends -= 1,
                Tok::Lambda if index >= self.line_start => return Some((token.span, "lambda")),
                Tok::Def if header_ends == 1 || index >= self.line_start => {
                    let name = self.tokens.get(index + 1)?;
                    return Some((token.span.to(name.span), self.of(name.span)));
                }
                _ => {}
            }
        }
        None
    }

    /// The first token of the last line before the location, in its block, that starts like this.
    fn sibling(&self, is_start: impl Fn(Tok) -> bool) -> Option<Span> {
        let mut level = 0;
        let lines = self.tokens[..self.line_start].iter().enumerate().rev();
        for (index, token) in lines {
            match token.kind {
                Tok::Dedent => level += 1,
                Tok::Indent => level -= 1,
                kind if level == 0 && is_start(kind) => {
                    let before = self.tokens.get(index.checked_sub(1)?)?.kind;
                    let starts_line = matches!(
                        before,
                        Tok::Newline | Tok::Indent | Tok::Dedent | Tok::StartModule
                    );
                    if starts_line {
                        return Some(token.span);
                    }
                }
                _ => {}
            }
            if level < 0 {
                return None;
            }
        }
        None
    }
}
