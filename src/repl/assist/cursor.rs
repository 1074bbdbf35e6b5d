//! The text before the cursor, as tokens.

use hob_grammar::ast::Span;
use hob_grammar::pieces::{PieceKind, pieces};
use hob_grammar::token::{Tok, Token};

/// The text before the cursor, split into tokens.
pub struct Cursor<'t> {
    /// The text before the cursor.
    pub text: &'t str,
    /// The tokens, without comments, line endings inside brackets, and the word or string being
    /// typed.
    pub tokens: Vec<Token>,
    /// Indexes of the opening brackets and f-strings that are not closed, outermost first.
    pub open: Vec<usize>,
    /// The context of the cursor.
    pub place: Place,
    /// For each token that is a bracket, or an end of an f-string, the index of its partner.
    partners: Vec<Option<usize>>,
}

/// The context of a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Code; the word being typed, possibly empty, starts at this byte.
    Code {
        /// The start of the word.
        word: usize,
    },
    /// A string; its text starts at this byte.
    Text {
        /// The prefix and the quotes.
        opening: Span,
        /// The start of the text.
        content: usize,
    },
    /// A comment, a number, or the text of an f-string after a field.
    Elsewhere,
}

impl<'t> Cursor<'t> {
    /// Splits the text before the byte offset `position`, rounded down to a character boundary.
    pub fn new(text: &'t str, position: usize) -> Cursor<'t> {
        let end = (0..=position.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
        let text = &text[..end.unwrap_or(0)];
        let mut cursor = Cursor {
            text,
            tokens: Vec::new(),
            open: Vec::new(),
            place: Place::Elsewhere,
            partners: Vec::new(),
        };
        let mut all = pieces(text);
        cursor.place = Place::Code { word: text.len() };
        let touching = all.last().filter(|piece| piece.span.end as usize == text.len()).copied();
        if let Some(last) = touching {
            let start = last.span.start as usize;
            match last.kind {
                PieceKind::Token(kind) if kind == Tok::Name || kind.is_keyword() => {
                    cursor.place = Place::Code { word: start };
                    all.pop();
                }
                PieceKind::OpenString => {
                    let quotes = &text[start..];
                    let first = quotes.find(['\'', '"']).unwrap_or(0);
                    let quote = &quotes[first..first + 1];
                    let triple = quotes[first..].starts_with(&quote.repeat(3));
                    let content = start + first + if triple { 3 } else { 1 };
                    let opening = Span::new(last.span.start, content as u32);
                    cursor.place = Place::Text { opening, content };
                    all.pop();
                }
                PieceKind::Comment
                | PieceKind::Fault
                | PieceKind::Token(Tok::Int | Tok::Float | Tok::Imaginary) => {
                    cursor.place = Place::Elsewhere;
                }
                PieceKind::Token(Tok::FStringStart) => {
                    cursor.place = Place::Text { opening: last.span, content: text.len() };
                }
                PieceKind::Token(Tok::FStringMiddle | Tok::FStringRawMiddle) => {
                    let before = all.len().checked_sub(2).map(|i| all[i]);
                    cursor.place = match before {
                        Some(piece) if piece.kind == PieceKind::Token(Tok::FStringStart) => {
                            Place::Text { opening: piece.span, content: start }
                        }
                        _ => Place::Elsewhere,
                    };
                }
                PieceKind::Token(_) => {}
            }
        }
        for piece in all {
            let kind = match piece.kind {
                PieceKind::Token(kind) => kind,
                PieceKind::Comment => continue,
                PieceKind::OpenString | PieceKind::Fault => Tok::Unknown,
            };
            cursor.add(Token { kind, span: piece.span });
        }
        cursor
    }

    fn add(&mut self, token: Token) {
        let is = |i: &usize, kind: Tok, tokens: &[Token]| tokens[*i].kind == kind;
        let index = self.tokens.len();
        let mut partner = None;
        match token.kind {
            Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace | Tok::FStringStart => {
                self.open.push(index);
            }
            // An unmatched closing bracket is ignored.
            Tok::RightParen | Tok::RightBracket | Tok::RightBrace => {
                let closes = |i: &usize| self.tokens[*i].kind.closing() == Some(token.kind);
                if self.open.last().is_some_and(closes) {
                    partner = self.open.pop();
                }
            }
            Tok::FStringEnd => {
                let start = self.open.iter().rposition(|i| is(i, Tok::FStringStart, &self.tokens));
                if let Some(start) = start {
                    partner = Some(self.open[start]);
                    self.open.truncate(start);
                }
            }
            Tok::RawNewline if !self.open.is_empty() => return,
            _ => {}
        }
        if let Some(partner) = partner {
            self.partners[partner] = Some(index);
        }
        self.tokens.push(token);
        self.partners.push(partner);
    }

    /// The text of a token.
    pub fn text_of(&self, index: usize) -> &'t str {
        let span = self.tokens[index].span;
        &self.text[span.start as usize..span.end as usize]
    }

    /// The kind of the token at `index`, if there is one.
    pub fn kind(&self, index: usize) -> Option<Tok> {
        self.tokens.get(index).map(|token| token.kind)
    }

    /// The kind of the token before `index`, if there is one.
    pub fn kind_before(&self, index: usize) -> Option<Tok> {
        self.kind(index.checked_sub(1)?)
    }

    /// The index of the first token of the statement around the cursor.
    pub fn statement(&self) -> usize {
        let mut i = self.open.first().copied().unwrap_or(self.tokens.len());
        while let Some(before) = i.checked_sub(1) {
            match (self.tokens[before].kind, self.partner(before)) {
                (Tok::RawNewline | Tok::Semicolon | Tok::Colon, _) => break,
                (_, Some(partner)) if partner < before => i = partner,
                _ => i = before,
            }
        }
        i
    }

    /// The partner of the bracket, or of the end of an f-string, at `index`.
    pub fn partner(&self, index: usize) -> Option<usize> {
        self.partners.get(index).copied().flatten()
    }

    /// The start of the primary expression whose last token is before `end` (Python reference,
    /// "Primaries"): an atom with attributes, subscripts and calls.
    pub fn primary(&self, end: usize) -> Option<usize> {
        let mut i = end;
        loop {
            let last = i.checked_sub(1)?;
            match self.kind(last)? {
                Tok::RightParen | Tok::RightBracket => {
                    i = self.partner(last)?;
                    let follows = matches!(
                        self.kind_before(i),
                        Some(
                            Tok::Name
                                | Tok::Str
                                | Tok::FStringEnd
                                | Tok::RightParen
                                | Tok::RightBracket
                                | Tok::RightBrace
                        )
                    );
                    if !follows {
                        return Some(i);
                    }
                    continue;
                }
                Tok::RightBrace | Tok::FStringEnd => i = self.partner(last)?,
                Tok::Name
                | Tok::Str
                | Tok::Int
                | Tok::Float
                | Tok::Imaginary
                | Tok::None
                | Tok::True
                | Tok::False
                | Tok::Ellipsis => i = last,
                _ => return None,
            }
            if self.kind_before(i) != Some(Tok::Dot) {
                return Some(i);
            }
            i -= 1;
        }
    }
}
