//! The tokens of a text as the module `tokenize` shows them: comments and line ends of every kind
//! included, as CPython's tokenizer finds them for it.
//!
//! That tokenizer leaves to the parser whatever does not concern single tokens: whether brackets
//! match, names are identifiers, or a decimal number has leading zeros.

use crate::ast::Span;
use crate::error::{SyntaxError, SyntaxErrorKind};
use crate::layout::{MAX_BLOCKS, MAX_BRACKETS};
use crate::lexer::{
    END_AFTER_BACKSLASH, FStringQuotes, FStringStop, Lexer, TEXT_AFTER_BACKSLASH, newline_length,
    span,
};
use crate::token::Tok;

/// A kind of token, named as in the module `token`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// The end of the text.
    EndMarker,
    /// A name or keyword.
    Name,
    /// A number.
    Number,
    /// A string or bytes literal.
    String,
    /// The end of a logical line.
    Newline,
    /// The white space before a deeper block.
    Indent,
    /// The end of a block.
    Dedent,
    /// An operator or delimiter, or a printable character that starts no token.
    Op,
    /// The prefix and opening quotes of an f-string.
    FStringStart,
    /// Text of an f-string.
    FStringMiddle,
    /// The closing quotes of an f-string.
    FStringEnd,
    /// `#` up to the end of the line.
    Comment,
    /// The end of a line that does not end a logical line.
    Nl,
}

/// A token with its location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceToken {
    /// Its kind.
    pub kind: TokenKind,
    /// Its location in bytes.
    pub span: Span,
}

/// Finds the tokens of a text that ends with the end of a line, up to the first error.
pub fn tokenize(source: &str) -> (Vec<SourceToken>, Option<SyntaxError>) {
    let mut reader = Reader {
        source,
        lexer: Lexer::lenient(source),
        tokens: Vec::with_capacity(source.len() / 3 + 4),
        blocks: vec![(0, 0)],
        contexts: Vec::new(),
        read: 0,
    };
    let error = reader.run().err();
    (reader.tokens, error)
}

/// An open bracket, replacement field or f-string.
#[derive(Clone, Copy)]
enum Context {
    Bracket,
    Field { quotes: FStringQuotes, fstring: Span, in_spec: bool },
    FString { quotes: FStringQuotes, opening: Span },
}

struct Reader<'s> {
    source: &'s str,
    lexer: Lexer<'s>,
    tokens: Vec<SourceToken>,
    /// The indentations of the open blocks: with tab stops every 8 columns, and with tabs as wide
    /// as a space.
    blocks: Vec<(usize, usize)>,
    contexts: Vec<Context>,
    /// The end of the last token: comments are found between it and the next one.
    read: usize,
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), SyntaxError> {
        while self.start_line()? {
            self.logical_line()?;
        }
        let end = self.source.len();
        for _ in 1..self.blocks.len() {
            self.push(TokenKind::Dedent, end, end);
        }
        self.push(TokenKind::EndMarker, end, end);
        Ok(())
    }

    fn push(&mut self, kind: TokenKind, start: usize, end: usize) {
        self.tokens.push(SourceToken { kind, span: span(start, end) });
        self.read = self.read.max(end);
    }

    /// The end of the line that contains an offset, without the characters that end it.
    fn line_end(&self, at: usize) -> usize {
        let rest = &self.source.as_bytes()[at..];
        at + rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len())
    }

    /// Advances to the next line with a token, and compares its indentation with that of the open
    /// blocks. Returns false at the end of the text.
    fn start_line(&mut self) -> Result<bool, SyntaxError> {
        let bytes = self.source.as_bytes();
        let mut at = self.lexer.position();
        let mut line = at;
        let (mut column, mut tab_free) = (0, 0);
        // A backslash after white space fixes the indentation of the line that it joins.
        let mut settled = None;
        loop {
            match bytes.get(at) {
                Some(b' ') => (column, tab_free) = (column + 1, tab_free + 1),
                Some(b'\t') => (column, tab_free) = ((column / 8 + 1) * 8, tab_free + 1),
                Some(b'\x0c') => (column, tab_free) = (0, 0),
                Some(b'\\') if newline_length(&bytes[at + 1..]) > 0 => {
                    settled.get_or_insert((column, tab_free));
                    at += newline_length(&bytes[at + 1..]);
                }
                Some(b'#') => {
                    let end = self.line_end(at);
                    self.push(TokenKind::Comment, at, end);
                    at = end;
                    continue;
                }
                Some(b'\r' | b'\n') => {
                    let end = at + newline_length(&bytes[at..]);
                    self.push(TokenKind::Nl, at, end);
                    (at, line) = (end, end);
                    (column, tab_free, settled) = (0, 0, None);
                    continue;
                }
                Some(_) => break,
                None if settled.is_some() => return Err(self.end(false)),
                None => {
                    self.lexer.seek(at);
                    return Ok(false);
                }
            }
            at += 1;
        }
        self.lexer.seek(at);
        self.read = at;
        self.indentation(settled.unwrap_or((column, tab_free)), line, at)?;
        Ok(true)
    }

    fn indentation(
        &mut self,
        found: (usize, usize),
        line: usize,
        at: usize,
    ) -> Result<(), SyntaxError> {
        let line_end = self.line_end(at);
        let wrong = |kind, message| SyntaxError::of_kind(kind, message, span(line_end, line_end));
        let tabs =
            || wrong(SyntaxErrorKind::Tab, "inconsistent use of tabs and spaces in indentation");
        let block = self.blocks[self.blocks.len() - 1];
        if found.0 > block.0 {
            if found.1 <= block.1 {
                return Err(tabs());
            }
            if self.blocks.len() >= MAX_BLOCKS {
                return Err(wrong(SyntaxErrorKind::Indentation, "too many levels of indentation"));
            }
            self.blocks.push(found);
            self.push(TokenKind::Indent, line, at);
            return Ok(());
        }
        let depth = self.blocks.iter().rposition(|block| block.0 <= found.0).unwrap_or(0);
        if self.blocks[depth].0 != found.0 {
            let message = "unindent does not match any outer indentation level";
            return Err(wrong(SyntaxErrorKind::Indentation, message));
        }
        if self.blocks[depth].1 != found.1 {
            return Err(tabs());
        }
        for _ in self.blocks.drain(depth + 1..) {
            self.tokens.push(SourceToken { kind: TokenKind::Dedent, span: span(at, at) });
        }
        Ok(())
    }

    /// The tokens from here to the end of the logical line.
    fn logical_line(&mut self) -> Result<(), SyntaxError> {
        loop {
            match self.contexts.last() {
                Some(&Context::FString { quotes, opening }) => {
                    self.fstring_text(quotes, opening, false)?;
                    continue;
                }
                Some(&Context::Field { quotes, fstring, in_spec: true }) => {
                    self.fstring_text(quotes, fstring, true)?;
                    continue;
                }
                _ => {}
            }
            let found = self.lexer.next();
            self.comment(self.lexer.start());
            let token = match found {
                Err(error) if error.message == END_AFTER_BACKSLASH => return Err(self.end(true)),
                Err(error) if error.message == TEXT_AFTER_BACKSLASH => {
                    let end = self.line_end(error.span.start as usize);
                    return Err(SyntaxError::new(error.message, span(end, end)));
                }
                found => found?,
            };
            let (start, end) = (token.span.start as usize, token.span.end as usize);
            match token.kind {
                Tok::RawNewline if self.contexts.is_empty() => {
                    self.push(TokenKind::Newline, start, end);
                    return Ok(());
                }
                Tok::RawNewline => self.push(TokenKind::Nl, start, end),
                Tok::End if self.contexts.is_empty() => return Ok(()),
                Tok::End => {
                    let is_bracket = |context| matches!(context, &Context::Bracket);
                    return Err(self.end(!self.contexts.iter().all(is_bracket)));
                }
                kind => self.token(kind, start, end)?,
            }
        }
    }

    /// The error about a text that ends inside a statement. CPython counts the column from the
    /// start of what it keeps of the text: an f-string or a continued line, or else nothing.
    fn end(&self, is_kept: bool) -> SyntaxError {
        let text = self.source.strip_suffix('\n').unwrap_or(self.source);
        let line = text.rfind('\n').map_or(0, |at| at + 1);
        let place = span(line, if is_kept { self.source.len() } else { line });
        let mut error = SyntaxError::new("unexpected EOF in multi-line statement", place);
        error.at_end = true;
        error
    }

    /// The comment, if there is one, between the last token and the end of a line at `end`.
    fn comment(&mut self, end: usize) {
        let gap = self.source.get(self.read..end).unwrap_or_default();
        if let Some(offset) = gap.find('#') {
            self.push(TokenKind::Comment, self.read + offset, end);
        }
    }

    fn token(&mut self, kind: Tok, start: usize, end: usize) -> Result<(), SyntaxError> {
        let shown = match kind {
            Tok::Name => TokenKind::Name,
            Tok::Int | Tok::Float | Tok::Imaginary => TokenKind::Number,
            Tok::Str => TokenKind::String,
            Tok::FStringStart => TokenKind::FStringStart,
            kind if kind.is_keyword() => TokenKind::Name,
            _ => TokenKind::Op,
        };
        match kind {
            Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace => {
                if self.contexts.len() >= MAX_BRACKETS {
                    let message = "too many nested parentheses";
                    return Err(SyntaxError::new(message, span(start, end)));
                }
                self.contexts.push(Context::Bracket);
            }
            Tok::RightParen | Tok::RightBracket | Tok::RightBrace => {
                let is_field = matches!(self.contexts.last(), Some(Context::Field { .. }));
                if is_field && kind != Tok::RightBrace {
                    let c = kind.spelling().unwrap_or_default();
                    let message = format!("f-string: unmatched '{c}'");
                    return Err(SyntaxError::new(message, span(start, end)));
                }
                self.contexts.pop();
            }
            Tok::FStringStart => {
                let opening = span(start, end);
                let quotes = self.lexer.quotes(opening);
                self.contexts.push(Context::FString { quotes, opening });
            }
            Tok::Colon | Tok::Walrus => {
                if let Some(Context::Field { in_spec, .. }) = self.contexts.last_mut() {
                    // `:=` is a colon before the specification `=`.
                    *in_spec = true;
                    self.lexer.seek(start + 1);
                    self.push(shown, start, start + 1);
                    return Ok(());
                }
            }
            _ => {}
        }
        self.push(shown, start, end);
        Ok(())
    }

    /// A run of an f-string's text, and the brace or quotes after it.
    fn fstring_text(
        &mut self,
        quotes: FStringQuotes,
        opening: Span,
        in_spec: bool,
    ) -> Result<(), SyntaxError> {
        let (text, stop) = self.lexer.fstring_text(quotes, in_spec, opening)?;
        let end = text.end as usize;
        let rest = self.text_pieces(text, quotes.raw, in_spec);
        let byte = self.source.as_bytes().get(end);
        let closes_field = stop == FStringStop::Brace && byte == Some(&b'}');
        if rest < end || closes_field {
            self.push(TokenKind::FStringMiddle, rest, end);
        }
        match stop {
            FStringStop::Line => {
                if let Some(Context::Field { in_spec, .. }) = self.contexts.last_mut() {
                    *in_spec = false;
                }
            }
            FStringStop::Brace if closes_field && !in_spec => {
                let message = "f-string: single '}' is not allowed";
                return Err(SyntaxError::new(message, span(end, end + 1)));
            }
            FStringStop::Brace => {
                self.lexer.seek(end + 1);
                self.push(TokenKind::Op, end, end + 1);
                if closes_field {
                    self.contexts.pop();
                } else {
                    let field = Context::Field { quotes, fstring: opening, in_spec: false };
                    self.contexts.push(field);
                }
            }
            FStringStop::Quotes if in_spec => {
                let message = "f-string: expecting '}', or format specs";
                return Err(SyntaxError::new(message, span(end, end + 1)));
            }
            FStringStop::Quotes => {
                let after = end + if quotes.triple { 3 } else { 1 };
                self.lexer.seek(after);
                self.push(TokenKind::FStringEnd, end, after);
                self.contexts.pop();
            }
        }
        Ok(())
    }

    /// The pieces of an f-string's text that end with a doubled brace, only one of which is shown,
    /// or with a named character. Returns the start of the last piece, which ends with the text.
    fn text_pieces(&mut self, text: Span, raw: bool, in_spec: bool) -> usize {
        let bytes = &self.source.as_bytes()[..text.end as usize];
        let (mut from, mut at) = (text.start as usize, text.start as usize);
        while at < bytes.len() {
            match bytes[at] {
                b'\\' if !raw && bytes[at + 1..].starts_with(b"N{") => {
                    let length = bytes[at..].iter().position(|byte| *byte == b'}');
                    at += length.map_or(3, |length| length + 1);
                    self.push(TokenKind::FStringMiddle, from, at);
                    from = at;
                }
                b'\\' if !matches!(bytes.get(at + 1), Some(b'{' | b'}')) => at += 2,
                brace @ (b'{' | b'}') if !in_spec && bytes.get(at + 1) == Some(&brace) => {
                    self.push(TokenKind::FStringMiddle, from, at + 1);
                    at += 2;
                    from = at;
                }
                _ => at += 1,
            }
        }
        self.read = text.end as usize;
        from
    }
}
