//! The tokens of any text, valid or not, such as a line while it is typed.
//!
//! Unlike the layout, which stops at the first invalid token, this continues: an unclosed string
//! extends to the end of its line (or of the text, with triple quotes), and unreadable text becomes
//! a fault. Blocks and logical lines are not considered.

use crate::ast::Span;
use crate::lexer::{FStringQuotes, FStringStop, Lexer, span};
use crate::token::Tok;

/// A part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Its kind.
    pub kind: PieceKind,
    /// Its location.
    pub span: Span,
}

/// The kind of a part of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceKind {
    /// A token; the end of each line is a [`Tok::RawNewline`]. An f-string that its line cuts off
    /// has an empty [`Tok::FStringEnd`] there; one that extends to the end of the text has none.
    Token(Tok),
    /// `#` up to the end of the line.
    Comment,
    /// A string or bytes literal without its closing quotes.
    OpenString,
    /// An invalid number, or a meaningless character.
    Fault,
}

/// The context of the current text that affects how it is read.
enum Context {
    /// The text of an f-string.
    Text { quotes: FStringQuotes, opening: Span },
    /// A replacement field, with this many brackets open.
    Field { depth: usize },
    /// The format specification of a replacement field.
    Spec { quotes: FStringQuotes, opening: Span },
}

/// Splits any text into pieces. They are in order and do not overlap; only spaces and joined lines
/// separate them.
pub fn pieces(source: &str) -> Vec<Piece> {
    let lexer = Lexer::new(source);
    let mut reader = Reader { source, lexer, contexts: Vec::new(), pieces: Vec::new() };
    while reader.step() {}
    reader.pieces
}

struct Reader<'s> {
    source: &'s str,
    lexer: Lexer<'s>,
    contexts: Vec<Context>,
    pieces: Vec<Piece>,
}

impl Reader<'_> {
    fn add(&mut self, kind: PieceKind, start: usize, end: usize) {
        self.pieces.push(Piece { kind, span: span(start, end) });
    }

    /// Reads one piece. Returns false at the end of the text.
    fn step(&mut self) -> bool {
        match self.contexts.last() {
            Some(&Context::Text { quotes, opening }) => self.fstring_text(quotes, opening, false),
            Some(&Context::Spec { quotes, opening }) => self.fstring_text(quotes, opening, true),
            _ => self.token(),
        }
    }

    fn token(&mut self) -> bool {
        let before = self.lexer.position();
        let found = self.lexer.next();
        let start = match &found {
            Ok(token) => token.span.start as usize,
            Err(_) => self.lexer.start(),
        };
        // The lexer skips comments. Only spaces and joined lines can precede one.
        if let Some(at) = self.source.get(before..start).and_then(|gap| gap.find('#')) {
            self.add(PieceKind::Comment, before + at, start);
        }
        match found {
            Ok(token) if token.kind == Tok::End => return false,
            Ok(token) => self.found(token.kind, start, token.span.end as usize),
            Err(_) => self.fault(start),
        }
        true
    }

    fn found(&mut self, kind: Tok, start: usize, end: usize) {
        let in_field = match self.contexts.last_mut() {
            Some(Context::Field { depth }) => Some(depth),
            _ => None,
        };
        match (kind, in_field) {
            (Tok::FStringStart, _) => {
                let opening = span(start, end);
                let quotes = self.lexer.quotes(opening);
                self.contexts.push(Context::Text { quotes, opening });
            }
            (Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace, Some(depth)) => *depth += 1,
            (Tok::RightBrace, Some(0)) => drop(self.contexts.pop()),
            (Tok::RightParen | Tok::RightBracket | Tok::RightBrace, Some(depth)) => {
                *depth = depth.saturating_sub(1);
            }
            (Tok::Colon | Tok::Walrus, Some(0)) => {
                self.add(PieceKind::Token(Tok::Colon), start, start + 1);
                self.lexer.seek(start + 1);
                let text = self.contexts.iter().rev().find_map(|context| match context {
                    Context::Text { quotes, opening } => Some((*quotes, *opening)),
                    _ => None,
                });
                if let Some((quotes, opening)) = text {
                    self.contexts.push(Context::Spec { quotes, opening });
                }
                return;
            }
            _ => {}
        }
        self.add(PieceKind::Token(kind), start, end);
    }

    /// An invalid token.
    fn fault(&mut self, start: usize) {
        let opening = &self.source[start..self.lexer.position()];
        let rest = &self.source[start..];
        let (kind, length) = if opening.ends_with(['"', '\'']) {
            let from = opening.len();
            let triple = opening.ends_with("\"\"\"") || opening.ends_with("'''");
            (PieceKind::OpenString, if triple { rest.len() } else { line(rest, from) })
        } else if opening.starts_with(|c: char| c == '.' || c.is_ascii_digit()) {
            let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '.';
            (PieceKind::Fault, rest.find(|c| !is_part(c)).unwrap_or(rest.len()))
        } else {
            let first = rest.chars().next().map_or(1, char::len_utf8);
            (PieceKind::Fault, opening.len().max(first))
        };
        self.add(kind, start, start + length);
        self.lexer.seek(start + length);
    }

    /// Text of an f-string, and the token that ends it.
    fn fstring_text(&mut self, quotes: FStringQuotes, opening: Span, in_spec: bool) -> bool {
        let middle = match quotes.raw {
            true => PieceKind::Token(Tok::FStringRawMiddle),
            false => PieceKind::Token(Tok::FStringMiddle),
        };
        let start = self.lexer.position();
        match self.lexer.fstring_text(quotes, in_spec, opening) {
            Ok((text, stop)) => {
                let at = text.end as usize;
                if at > start {
                    self.add(middle, start, at);
                }
                match stop {
                    FStringStop::Brace => self.brace(at, in_spec),
                    FStringStop::Quotes => {
                        self.end_fstring(at, at + if quotes.triple { 3 } else { 1 });
                    }
                    FStringStop::Line => self.end_fstring(at, at),
                }
                true
            }
            Err(_) => {
                let rest = &self.source[start..];
                let end = start + if quotes.triple { rest.len() } else { line(rest, 0) };
                if end > start {
                    self.add(middle, start, end);
                }
                self.lexer.seek(end);
                if end < self.source.len() {
                    self.end_fstring(end, end);
                }
                end < self.source.len()
            }
        }
    }

    fn brace(&mut self, at: usize, in_spec: bool) {
        let opens = self.source.as_bytes()[at] == b'{';
        let kind = match (opens, in_spec) {
            (true, _) => {
                self.contexts.push(Context::Field { depth: 0 });
                PieceKind::Token(Tok::LeftBrace)
            }
            (false, true) => {
                self.contexts.truncate(self.contexts.len().saturating_sub(2));
                PieceKind::Token(Tok::RightBrace)
            }
            (false, false) => PieceKind::Fault,
        };
        self.add(kind, at, at + 1);
        self.lexer.seek(at + 1);
    }

    /// Ends the f-string, together with everything open inside it.
    fn end_fstring(&mut self, start: usize, end: usize) {
        let is_text = |context: &Context| matches!(context, Context::Text { .. });
        let outside = self.contexts.iter().rposition(is_text).unwrap_or(0);
        self.contexts.truncate(outside);
        self.add(PieceKind::Token(Tok::FStringEnd), start, end);
        self.lexer.seek(end);
    }
}

/// The end of the line that a string cannot cross: a line end without a backslash before it.
fn line(text: &str, from: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() && !matches!(bytes[at], b'\n' | b'\r') {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    (at.min(bytes.len())..=bytes.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces as text, each after a letter for its kind.
    fn shown(source: &str) -> String {
        let one = |piece: &Piece| {
            let text = &source[piece.span.start as usize..piece.span.end as usize];
            let kind = match piece.kind {
                PieceKind::Token(Tok::Name) => "n",
                PieceKind::Token(Tok::Str) => "s",
                PieceKind::Token(Tok::FStringStart) => "f",
                PieceKind::Token(Tok::FStringMiddle) => "m",
                PieceKind::Token(Tok::FStringEnd) => "e",
                PieceKind::Token(_) => "t",
                PieceKind::Comment => "c",
                PieceKind::OpenString => "o",
                PieceKind::Fault => "x",
            };
            format!("{kind}:{}", text.escape_debug())
        };
        pieces(source).iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn whole_and_half_typed_texts() {
        for (source, expected) in [
            ("x = 'a' # b\ny", r"n:x t:= s:\'a\' c:# b t:\n n:y"),
            ("x = 'abc\ny", r"n:x t:= o:\'abc t:\n n:y"),
            ("x = '''abc\ny", r"n:x t:= o:\'\'\'abc\ny"),
            ("'abc\\\nd\ny", r"o:\'abc\\\nd t:\n n:y"),
            ("'a\\", r"o:\'a\\"),
            (
                "f'a{b!r:>{w}}c' d",
                r"f:f\' m:a t:{ n:b t:! n:r t:: m:> t:{ n:w t:} t:} m:c e:\' n:d",
            ),
            ("f'a{b", r"f:f\' m:a t:{ n:b"),
            ("f'a{b:x\nc", r"f:f\' m:a t:{ n:b t:: m:x e: t:\n n:c"),
            ("f'abc\nd", r"f:f\' m:abc e: t:\n n:d"),
            ("f'a}b'", r"f:f\' m:a x:} m:b e:\'"),
            ("f'{x:=5}'", r"f:f\' t:{ n:x t:: m:=5 t:} e:\'"),
            ("f'{ {1:2}[1] }'", r"f:f\' t:{ t:{ t:1 t:: t:2 t:} t:[ t:1 t:] t:} e:\'"),
            ("0x_ 1.2.3a 08 1_ ?$ \\ x", r"x:0x_ t:1.2 x:.3a x:08 x:1_ t:? t:$ x:\\ n:x"),
            ("a \\\n b # c", r"n:a n:b c:# c"),
            ("# only", "c:# only"),
            ("", ""),
        ] {
            assert_eq!(shown(source), expected, "{source:?}");
        }
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        let program =
            "async def f(x, *, y='é'):\n    return f'{x!r:>{y}} {{}}' + rb'\\x' + '''\n'''  # é\n";
        for (end, _) in program.char_indices() {
            for (start, _) in program[..end].char_indices() {
                let source = &program[start..end];
                let mut last = 0;
                for piece in pieces(source) {
                    assert!(piece.span.start >= last, "{source:?}");
                    last = piece.span.end;
                    assert!(source.get(piece.span.start as usize..last as usize).is_some());
                }
            }
        }
    }
}
