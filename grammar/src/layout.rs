//! The token stream that the grammar reads, made from the lexer's raw tokens.
//!
//! Everything that depends on the context of a token happens here: logical lines and blocks
//! (NEWLINE, INDENT, DEDENT), bracket matching, the text and fields of f-strings (PEP 701), the
//! soft keywords, and the limit on nesting that keeps trees shallow enough to walk.

use crate::ast::Span;
use crate::error::{Stage, SyntaxError, SyntaxErrorKind, SyntaxWarning};
use crate::lexer::{FStringQuotes, FStringStop, Lexer, newline_length, span};
use crate::pace::{AtOnce, Ended, Pace};
use crate::position::line_number;
use crate::token::{Tok, Token};

/// CPython's limit on brackets inside brackets.
pub(crate) const MAX_BRACKETS: usize = 200;
/// CPython's limit on blocks inside blocks.
pub(crate) const MAX_BLOCKS: usize = 100;
/// CPython's limit on f-strings inside f-strings.
const MAX_FSTRINGS: usize = 150;
/// The number of levels that a lambda counts as: a scope uses more of the native stack. As in
/// CPython, some 3,000 can be nested.
const LAMBDA_DEPTH: usize = 3;
/// CPython's limit on replacement fields nested in format specifications.
const MAX_FIELDS: usize = 3;

/// The tokens of a source text, up to its end or to the first invalid one.
#[derive(Debug)]
pub struct Tokens {
    /// The tokens; the last is `End`, unless there is an error.
    pub tokens: Vec<Token>,
    /// The error at which the tokens stop.
    pub error: Option<SyntaxError>,
    /// Warnings about single tokens.
    pub warnings: Vec<SyntaxWarning>,
    /// The brackets that are open where the tokens stop, outermost first.
    pub(crate) open_brackets: Vec<Token>,
    /// Whether the error is in a replacement field of an f-string.
    pub(crate) fault_in_field: bool,
}

impl Tokens {
    /// Whether the text is to be a single expression.
    pub(crate) fn is_expression(&self) -> bool {
        self.tokens.first().is_some_and(|token| token.kind == Tok::StartExpression)
    }
}

/// Finds all tokens. `start` is `StartModule` or `StartExpression` and becomes the first one.
pub fn tokens(source: &str, start: Tok) -> Tokens {
    match tokens_paced(source, start, &AtOnce) {
        Ok(tokens) => tokens,
        Err(Ended) => unreachable!("this pace never ends the work"),
    }
}

/// [`tokens`] for a text that may be long.
///
/// # Errors
/// The caller ended the work.
pub fn tokens_paced(source: &str, start: Tok, pace: &dyn Pace) -> Result<Tokens, Ended> {
    let mut layout = Layout {
        source,
        lexer: Lexer::paced(source, pace),
        tokens: Vec::with_capacity(source.len() / 4 + 8),
        line_start: 1,
        blocks: vec![Block::default()],
        match_opens: false,
        contexts: Vec::new(),
        brackets: 0,
        last_opening: 0,
        depth: vec![Depth::default()],
        max_depth: pace.max_depth(),
    };
    layout.tokens.push(Token { kind: start, span: Span::default() });
    let error = layout.run().err();
    let error = error.map(|error| error.at_stage(Stage::Tokenizer));
    if layout.lexer.has_ended {
        return Err(Ended);
    }
    let open_brackets = layout.contexts.iter().filter_map(Context::bracket).collect();
    let fault_in_field = layout.contexts.iter().any(|c| matches!(c, Context::Field { .. }));
    Ok(Tokens {
        tokens: layout.tokens,
        error,
        warnings: layout.lexer.warnings,
        open_brackets,
        fault_in_field,
    })
}

struct Layout<'s> {
    source: &'s str,
    lexer: Lexer<'s>,
    tokens: Vec<Token>,
    /// Index of the first token of the logical line.
    line_start: usize,
    /// The open blocks, the file itself first.
    blocks: Vec<Block>,
    /// Whether the block that opens next holds the clauses of a `match`.
    match_opens: bool,
    /// The open brackets and f-strings.
    contexts: Vec<Context>,
    /// The number of contexts that are brackets.
    brackets: usize,
    /// Index of the opening token of the bracket closed last.
    last_opening: usize,
    /// One for each open bracket and f-string, and one for outside.
    depth: Vec<Depth>,
    /// The maximum depth of an expression's tree. Only long sequences of operators reach it: brackets and
    /// blocks have their own limits.
    max_depth: usize,
}

/// A block of lines of equal indentation.
#[derive(Default)]
struct Block {
    /// Its indentation with tab stops every 8 columns.
    column: usize,
    /// Its indentation with tabs as wide as a space: both must agree (else `TabError`).
    tab_free: usize,
    /// Whether it holds the clauses of a `match` statement.
    of_match: bool,
    /// The length of the chain of `elif`s at its end.
    elifs: usize,
}

/// An open bracket, f-string or replacement field.
enum Context {
    Bracket {
        opening: Token,
        index: usize,
    },
    /// A replacement field, before or inside its format specification.
    Field {
        opening: Token,
        quotes: FStringQuotes,
        fstring: Span,
        in_spec: bool,
    },
    FString {
        quotes: FStringQuotes,
        opening: Span,
    },
}

impl Context {
    fn bracket(&self) -> Option<Token> {
        match self {
            Context::Bracket { opening, .. } | Context::Field { opening, .. } => Some(*opening),
            Context::FString { .. } => None,
        }
    }
}

/// An upper bound of the depth of the tree for the part of an expression read so far.
#[derive(Clone, Copy, Default)]
struct Depth {
    /// Operators since the last comma or `=`, each of which may be a level.
    operators: usize,
    /// The deepest bracket since then.
    inner: usize,
    /// The deepest part before that.
    deepest: usize,
    /// `lambda`s whose colon has not been read: their commas separate parameters.
    lambdas: usize,
}

impl Layout<'_> {
    fn run(&mut self) -> Result<(), SyntaxError> {
        while self.start_line()? {
            self.logical_line()?;
            if self.lexer.position() >= self.source.len() {
                break;
            }
        }
        let end = span(self.source.len(), self.source.len());
        if self.contexts.is_empty() {
            if self.tokens.len() > self.line_start {
                self.end_line(end)?;
            }
            for _ in 1..self.blocks.len() {
                self.tokens.push(Token { kind: Tok::Dedent, span: end });
            }
        } else {
            self.mark_case();
        }
        self.tokens.push(Token { kind: Tok::End, span: end });
        Ok(())
    }

    // -----------------------------------------------------------------------------------------
    // Lines and blocks (Python reference, "Line structure")

    /// Advances to the first token of the next logical line, and opens or closes blocks by its
    /// indentation. Returns false at the end of the text.
    fn start_line(&mut self) -> Result<bool, SyntaxError> {
        let bytes = self.source.as_bytes();
        let mut at = self.lexer.position();
        let (mut column, mut tab_free) = (0, 0);
        // A backslash after white space fixes the indentation of the line that it joins.
        let mut settled = None;
        loop {
            match bytes.get(at) {
                Some(b' ') => {
                    let length = self.lexer.run(at, |byte| byte == b' ')? - at;
                    (column, tab_free) = (column + length, tab_free + length);
                    at += length - 1;
                }
                Some(b'\t') => (column, tab_free) = ((column / 8 + 1) * 8, tab_free + 1),
                Some(b'\x0c') => (column, tab_free) = (0, 0),
                Some(b'\\') if newline_length(&bytes[at + 1..]) > 0 => {
                    settled.get_or_insert((column, tab_free));
                    at += newline_length(&bytes[at + 1..]);
                }
                Some(b'\r' | b'\n') => {
                    self.lexer.tick(1)?;
                    at += newline_length(&bytes[at..]) - 1;
                    (column, tab_free) = (0, 0);
                    settled = None;
                }
                Some(b'#') => {
                    at = self.lexer.run(at, |byte| !matches!(byte, b'\r' | b'\n'))? - 1;
                }
                Some(_) => break,
                None => {
                    self.lexer.seek(at);
                    return Ok(false);
                }
            }
            at += 1;
        }
        self.lexer.seek(at);
        let (column, tab_free) = settled.unwrap_or((column, tab_free));
        self.indentation(column, tab_free, at)?;
        Ok(true)
    }

    fn indentation(
        &mut self,
        column: usize,
        tab_free: usize,
        at: usize,
    ) -> Result<(), SyntaxError> {
        let place = span(at, at);
        let blanks = || {
            let before = self.source[..at].bytes().rev();
            span(at - before.take_while(|b| !b"\n\r".contains(b)).count(), at)
        };
        let tab_error = || {
            let message = "inconsistent use of tabs and spaces in indentation";
            SyntaxError::of_kind(SyntaxErrorKind::Tab, message, blanks())
        };
        let top = &self.blocks[self.blocks.len() - 1];
        if column > top.column {
            if tab_free <= top.tab_free {
                return Err(tab_error());
            }
            if self.blocks.len() >= MAX_BLOCKS {
                let message = "too many levels of indentation";
                return Err(SyntaxError::of_kind(SyntaxErrorKind::Indentation, message, blanks()));
            }
            let of_match = std::mem::take(&mut self.match_opens);
            self.blocks.push(Block { column, tab_free, of_match, elifs: 0 });
            self.tokens.push(Token { kind: Tok::Indent, span: place });
        } else {
            while self.blocks.len() > 1 && self.blocks[self.blocks.len() - 1].column > column {
                self.blocks.pop();
                self.tokens.push(Token { kind: Tok::Dedent, span: place });
            }
            let top = &self.blocks[self.blocks.len() - 1];
            if column != top.column {
                let message = "unindent does not match any outer indentation level";
                let rest = &self.source.as_bytes()[at..];
                let length = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                let line_end = at + length.unwrap_or(rest.len());
                let place = span(line_end, line_end);
                return Err(SyntaxError::of_kind(SyntaxErrorKind::Indentation, message, place));
            }
            if tab_free != top.tab_free {
                return Err(tab_error());
            }
        }
        self.match_opens = false;
        self.line_start = self.tokens.len();
        Ok(())
    }

    /// The tokens from here to the end of the logical line.
    fn logical_line(&mut self) -> Result<(), SyntaxError> {
        loop {
            self.lexer.tick(1)?;
            match self.contexts.last() {
                Some(&Context::FString { quotes, opening }) => {
                    self.fstring_text(quotes, opening, false)?;
                }
                Some(&Context::Field { quotes, fstring, in_spec: true, .. }) => {
                    self.fstring_text(quotes, fstring, true)?;
                }
                context => {
                    let joined = context.is_some();
                    let token = match self.lexer.next() {
                        Ok(token) => token,
                        Err(error) => return Err(self.unclosed_field(error)),
                    };
                    match token.kind {
                        Tok::RawNewline if joined => {}
                        Tok::RawNewline => return self.end_line(token.span),
                        Tok::End => return Ok(()),
                        _ => self.token(token)?,
                    }
                }
            }
        }
    }

    /// `case` opens a clause if it is the first word of a line in the block of a `match`.
    fn mark_case(&mut self) {
        let is_in_match = self.blocks.last().is_some_and(|block| block.of_match);
        if let Some(first) = self.tokens.get_mut(self.line_start).filter(|_| is_in_match) {
            let text = &self.source[first.span.start as usize..first.span.end as usize];
            if first.kind == Tok::Name && text == "case" {
                first.kind = Tok::Case;
            }
        }
    }

    /// Ends the logical line, once all of it is known.
    fn end_line(&mut self, place: Span) -> Result<(), SyntaxError> {
        self.mark_case();
        let line = &mut self.tokens[self.line_start..];
        let text = |token: &Token| &self.source[token.span.start as usize..token.span.end as usize];
        if let Some(first) = line.first().copied() {
            let last = line[line.len() - 1].kind;
            let block = self.blocks.len() - 1;
            let block = &mut self.blocks[block];
            let is_match = line.len() > 2 && last == Tok::Colon && line[1].kind != Tok::Colon;
            match first.kind {
                Tok::Name if is_match && text(&first) == "match" => {
                    line[0].kind = Tok::Match;
                    self.match_opens = true;
                }
                Tok::Elif => block.elifs += 1,
                Tok::Else => {}
                _ => block.elifs = 0,
            }
            if first.kind == Tok::Elif {
                let elifs: usize = self.blocks.iter().map(|block| block.elifs).sum();
                if elifs > self.max_depth {
                    return Err(too_deep(first.span));
                }
            }
        }
        self.depth[0] = Depth::default();
        self.tokens.push(Token { kind: Tok::Newline, span: place });
        self.line_start = self.tokens.len();
        Ok(())
    }

    // -----------------------------------------------------------------------------------------
    // Tokens of a line

    fn token(&mut self, token: Token) -> Result<(), SyntaxError> {
        self.count_depth(token)?;
        match token.kind {
            Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace => {
                self.open_bracket(token)?;
                self.contexts.push(Context::Bracket { opening: token, index: self.tokens.len() });
            }
            Tok::RightParen | Tok::RightBracket | Tok::RightBrace => self.close_bracket(token)?,
            Tok::FStringStart => {
                let fstrings =
                    self.contexts.iter().filter(|c| matches!(c, Context::FString { .. })).count();
                if fstrings >= MAX_FSTRINGS {
                    return Err(SyntaxError::new("too many nested f-strings", token.span));
                }
                self.depth.push(Depth::default());
                let quotes = self.lexer.quotes(token.span);
                self.contexts.push(Context::FString { quotes, opening: token.span });
            }
            Tok::Name => self.mark_type(token),
            Tok::Colon => {
                if let Some(Context::Field { in_spec, .. }) = self.contexts.last_mut() {
                    *in_spec = true;
                } else {
                    self.mark_with();
                }
            }
            Tok::Walrus => {
                // At the end of a replacement field, `:=` is a colon followed by the specification
                // `=`.
                if let Some(Context::Field { in_spec, .. }) = self.contexts.last_mut() {
                    *in_spec = true;
                    let start = token.span.start as usize;
                    self.lexer.seek(start + 1);
                    self.tokens.push(Token { kind: Tok::Colon, span: span(start, start + 1) });
                    return Ok(());
                }
            }
            _ => {}
        }
        self.tokens.push(token);
        Ok(())
    }

    /// `type` before a name opens a type alias if it is the first word of a statement.
    fn mark_type(&mut self, name: Token) {
        let previous = self.tokens.len() - 1;
        let Token { kind: Tok::Name, span } = self.tokens[previous] else { return };
        let opens_statement = match self.tokens[previous - 1].kind {
            Tok::Semicolon | Tok::Colon => self.contexts.is_empty(),
            _ => previous == self.line_start,
        };
        let text = &self.source[span.start as usize..span.end as usize];
        if opens_statement && text == "type" && name.kind == Tok::Name {
            self.tokens[previous].kind = Tok::Type;
        }
    }

    /// At the colon of `with (…):`, decides whether the parentheses enclose the items or an
    /// expression, as CPython does by trying the items first.
    fn mark_with(&mut self) {
        let opening = self.last_opening;
        let Some([before, rest @ ..]) = self.tokens.get_mut(opening.wrapping_sub(1)..) else {
            return;
        };
        let closed = rest.last().is_some_and(|token| token.kind == Tok::RightParen);
        if before.kind != Tok::With || !closed || rest[0].kind != Tok::LeftParen {
            return;
        }
        let mut level = 0;
        let (mut has_as, mut has_comma, mut is_expression) = (false, false, false);
        let mut previous = Tok::LeftParen;
        for token in rest.iter() {
            match token.kind {
                Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace => level += 1,
                Tok::FStringStart => level += 1,
                Tok::RightParen | Tok::RightBracket | Tok::RightBrace => level -= 1,
                Tok::FStringEnd => level -= 1,
                Tok::As if level == 1 => has_as = true,
                Tok::Comma if level == 1 => has_comma = true,
                Tok::Walrus | Tok::For | Tok::Yield if level == 1 => is_expression = true,
                Tok::Star if level == 1 && matches!(previous, Tok::LeftParen | Tok::Comma) => {
                    is_expression = true;
                }
                _ => {}
            }
            previous = token.kind;
        }
        if has_as || has_comma && !is_expression {
            rest[0].kind = Tok::WithParen;
        }
    }

    // -----------------------------------------------------------------------------------------
    // Brackets

    fn open_bracket(&mut self, opening: Token) -> Result<(), SyntaxError> {
        if self.brackets >= MAX_BRACKETS {
            return Err(SyntaxError::new("too many nested parentheses", opening.span));
        }
        self.brackets += 1;
        self.depth.push(Depth::default());
        Ok(())
    }

    fn close_bracket(&mut self, closing: Token) -> Result<(), SyntaxError> {
        let c = &self.source[closing.span.start as usize..closing.span.end as usize];
        let Some(context) = self.contexts.last() else {
            return Err(SyntaxError::new(format!("unmatched '{c}'"), closing.span));
        };
        let opening = context.bracket().expect("f-string text has no bracket tokens");
        let is_field = matches!(context, Context::Field { .. });
        if opening.kind.closing() != Some(closing.kind) {
            if is_field {
                let message = format!("f-string: unmatched '{c}'");
                return Err(SyntaxError::new(message, closing.span));
            }
            let text = opening.kind.spelling().unwrap_or_default();
            let mut message =
                format!("closing parenthesis '{c}' does not match opening parenthesis '{text}'");
            let line = line_number(self.source, opening.span.start as usize);
            if line != line_number(self.source, closing.span.start as usize) {
                message += &format!(" on line {line}");
            }
            return Err(SyntaxError::new(message, closing.span)
                .with_label(opening.span, "the bracket that is open here"));
        }
        if let Some(Context::Bracket { index, .. }) = self.contexts.pop() {
            self.last_opening = index;
        }
        self.brackets -= 1;
        self.close_depth(closing)
    }

    // -----------------------------------------------------------------------------------------
    // F-strings (PEP 701)

    /// A run of text, and the brace or quotes after it.
    fn fstring_text(
        &mut self,
        quotes: FStringQuotes,
        opening: Span,
        in_spec: bool,
    ) -> Result<(), SyntaxError> {
        let (text, stop) = self.lexer.fstring_text(quotes, in_spec, opening)?;
        if text.start < text.end {
            let kind = if quotes.raw { Tok::FStringRawMiddle } else { Tok::FStringMiddle };
            self.tokens.push(Token { kind, span: text });
        }
        if stop == FStringStop::Line {
            // Returns to the field after its specification. Only a closing brace can follow.
            if let Some(Context::Field { in_spec, .. }) = self.contexts.last_mut() {
                *in_spec = false;
            }
            return Ok(());
        }
        let start = text.end as usize;
        if stop == FStringStop::Brace {
            let place = span(start, start + 1);
            self.lexer.seek(start + 1);
            if self.source.as_bytes()[start] == b'{' {
                let nested = self.contexts.iter().rev();
                let fields = nested.take_while(|c| matches!(c, Context::Field { .. })).count();
                if fields >= MAX_FIELDS {
                    let message = "f-string: expressions nested too deeply";
                    return Err(SyntaxError::new(message, span(start - 1, start)));
                }
                let opening_brace = Token { kind: Tok::LeftBrace, span: place };
                self.open_bracket(opening_brace)?;
                self.tokens.push(opening_brace);
                let opening_brace = Context::Field {
                    opening: opening_brace,
                    quotes,
                    fstring: opening,
                    in_spec: false,
                };
                self.contexts.push(opening_brace);
                return Ok(());
            }
            if !in_spec {
                return Err(SyntaxError::new("f-string: single '}' is not allowed", place));
            }
            let closing = Token { kind: Tok::RightBrace, span: place };
            self.close_bracket(closing)?;
            self.tokens.push(closing);
            return Ok(());
        }
        let end = start + if quotes.triple { 3 } else { 1 };
        let closing = Token { kind: Tok::FStringEnd, span: span(start, end) };
        if in_spec {
            let message = "f-string: expecting '}', or format specs";
            return Err(SyntaxError::new(message, closing.span));
        }
        self.lexer.seek(end);
        self.contexts.pop();
        self.tokens.push(closing);
        self.close_depth(closing)
    }

    /// A string that never ends, inside a replacement field of an f-string with the same quotes:
    /// the quotes were meant to close the f-string.
    fn unclosed_field(&self, error: SyntaxError) -> SyntaxError {
        let field = self.contexts.iter().rev().find_map(|context| match context {
            Context::Field { quotes, .. } => Some(*quotes),
            _ => None,
        });
        let Some(quotes) = field.filter(|_| error.message.starts_with("unterminated")) else {
            return error;
        };
        let text = &self.source.as_bytes()[error.span.start as usize..];
        let prefix = text.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let opening = [quotes.quote; 3];
        let is_triple = text[prefix..].starts_with(&opening);
        if text[prefix] == quotes.quote && is_triple == quotes.triple {
            return SyntaxError::new("f-string: expecting '}'", error.span);
        }
        error
    }

    // -----------------------------------------------------------------------------------------
    // The limit on depth

    /// Keeps the bound on the depth of the expression being read.
    ///
    /// Every walk over the tree, its drop included, may recurse because of this bound. It is
    /// enforced here so that no tree or part of a tree ever exceeds it.
    fn count_depth(&mut self, token: Token) -> Result<(), SyntaxError> {
        let top = self.depth.len() - 1;
        let depth = &mut self.depth[top];
        match token.kind {
            kind if kind.is_atom() => return Ok(()),
            // Commas between a lambda's parameters separate nothing else: its body is still to
            // come.
            Tok::Comma | Tok::Semicolon | Tok::Equal => {
                if depth.lambdas == 0 {
                    depth.deepest = depth.deepest.max(depth.operators + depth.inner);
                    (depth.operators, depth.inner) = (0, 0);
                }
            }
            Tok::Colon => depth.lambdas = depth.lambdas.saturating_sub(1),
            Tok::Lambda => {
                depth.operators += LAMBDA_DEPTH;
                depth.lambdas += 1;
            }
            _ => depth.operators += 1,
        }
        if depth.operators + depth.inner > self.max_depth {
            return Err(too_deep(token.span));
        }
        Ok(())
    }

    /// To its surroundings, a bracket or f-string is as deep as its deepest part.
    fn close_depth(&mut self, closing: Token) -> Result<(), SyntaxError> {
        let inner = self.depth.pop().unwrap_or_default();
        let inner = inner.deepest.max(inner.operators + inner.inner) + 1;
        let top = self.depth.len() - 1;
        let depth = &mut self.depth[top];
        depth.inner = depth.inner.max(inner);
        if depth.operators + depth.inner > self.max_depth {
            return Err(too_deep(closing.span));
        }
        Ok(())
    }
}

fn too_deep(place: Span) -> SyntaxError {
    let message = "maximum recursion depth exceeded during compilation";
    SyntaxError::of_kind(SyntaxErrorKind::Recursion, message, place)
}
