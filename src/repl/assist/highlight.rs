//! Colours for code while it is typed.
//!
//! Works on any text, independently of the interpreter.

use super::colors::{Style, paint, paint_matched};
use hob_grammar::pieces::{Piece, PieceKind, pieces};
use hob_grammar::token::Tok;
use std::collections::HashSet;
use std::sync::OnceLock;

/// The text with colours, or unchanged without `colors`.
pub fn highlight(text: &str, colors: bool) -> String {
    highlight_at(text, None, colors)
}

/// The text with colours, and with the bracket at the byte offset `cursor`, or just before it,
/// marked together with its partner.
pub fn highlight_at(text: &str, cursor: Option<usize>, colors: bool) -> String {
    if !colors {
        return text.to_string();
    }
    let pieces = pieces(text);
    let styles = Styles::of(text, &pieces).styles;
    let matched = cursor.and_then(|at| matching(&pieces, at));
    let mut out = String::with_capacity(text.len() * 2);
    let mut end = 0;
    for (i, piece) in pieces.iter().enumerate() {
        let span = piece.span.start as usize..piece.span.end as usize;
        out.push_str(&text[end..span.start]);
        match matched {
            Some((one, other)) if i == one || i == other => {
                paint_matched(&mut out, &text[span.clone()])
            }
            _ => paint(&mut out, &text[span.clone()], styles[i]),
        }
        end = span.end;
    }
    out.push_str(&text[end..]);
    out
}

/// The names of `builtins`.
fn builtins() -> &'static HashSet<&'static str> {
    static NAMES: OnceLock<HashSet<&'static str>> = OnceLock::new();
    NAMES.get_or_init(|| crate::modules::builtins::names().collect())
}

/// Finds the style of each piece.
struct Styles<'t> {
    text: &'t str,
    pieces: &'t [Piece],
    styles: Vec<Style>,
}

impl<'t> Styles<'t> {
    fn of(text: &'t str, pieces: &'t [Piece]) -> Styles<'t> {
        let styles = vec![Style::Plain; pieces.len()];
        let mut all = Styles { text, pieces, styles };
        // The first piece of the statement, and the brackets open before each piece.
        let mut first = true;
        let mut open: Vec<Tok> = Vec::new();
        for (i, piece) in pieces.iter().enumerate() {
            all.styles[i] = match piece.kind {
                PieceKind::Comment => Style::Comment,
                PieceKind::OpenString => Style::Text,
                PieceKind::Fault => Style::Fault,
                PieceKind::Token(kind) => {
                    let style = all.token(i, kind, first, &open);
                    match kind {
                        Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace | Tok::FStringStart => {
                            open.push(kind)
                        }
                        Tok::RightParen | Tok::RightBracket | Tok::RightBrace | Tok::FStringEnd => {
                            open.pop();
                        }
                        _ => {}
                    }
                    style
                }
            };
            first = match piece.kind {
                PieceKind::Token(Tok::RawNewline | Tok::Semicolon) => open.is_empty(),
                PieceKind::Token(Tok::Colon) if open.is_empty() => true,
                PieceKind::Comment => first,
                _ => false,
            };
        }
        all
    }

    fn kind(&self, i: usize) -> Option<Tok> {
        match self.pieces.get(i)?.kind {
            PieceKind::Token(kind) => Some(kind),
            _ => None,
        }
    }

    fn before(&self, i: usize) -> Option<Tok> {
        self.kind(i.checked_sub(1)?)
    }

    fn token(&self, i: usize, kind: Tok, first: bool, open: &[Tok]) -> Style {
        match kind {
            Tok::Async | Tok::Await => Style::Await,
            Tok::None | Tok::True | Tok::False | Tok::Ellipsis => Style::Constant,
            Tok::Str
            | Tok::FStringStart
            | Tok::FStringMiddle
            | Tok::FStringRawMiddle
            | Tok::FStringEnd => Style::Text,
            Tok::Int | Tok::Float | Tok::Imaginary => Style::Number,
            Tok::Unknown => Style::Fault,
            Tok::LeftBrace | Tok::RightBrace => {
                let outside =
                    if kind == Tok::LeftBrace { open.last() } else { open.iter().nth_back(1) };
                match outside {
                    Some(Tok::FStringStart) => Style::Field,
                    _ => Style::Plain,
                }
            }
            Tok::At if first => Style::Decorator,
            Tok::Name => self.name(i, first, open),
            _ if kind.is_keyword() => Style::Keyword,
            _ => Style::Plain,
        }
    }

    fn name(&self, i: usize, first: bool, open: &[Tok]) -> Style {
        let span = self.pieces[i].span;
        let name = &self.text[span.start as usize..span.end as usize];
        match self.before(i) {
            Some(Tok::Def | Tok::Class) => return Style::Definition,
            Some(Tok::At) if self.styles[i - 1] == Style::Decorator => return Style::Decorator,
            Some(Tok::Dot) => {
                let of_decorator = i >= 2 && self.styles[i - 2] == Style::Decorator;
                return if of_decorator { Style::Decorator } else { Style::Plain };
            }
            _ => {}
        }
        if first && matches!(name, "match" | "case" | "type") && self.is_soft_keyword(i, name) {
            return Style::Keyword;
        }
        let assigned = self.kind(i + 1) == Some(Tok::Equal) && (first || !open.is_empty());
        match !assigned && builtins().contains(name) {
            true => Style::Builtin,
            false => Style::Plain,
        }
    }

    /// Whether this name, the first of its statement, is a soft keyword: `type` before another
    /// name; `match` and `case` in a line that opens a block or may still open one.
    fn is_soft_keyword(&self, i: usize, name: &str) -> bool {
        let Some(next) = self.pieces.get(i + 1) else { return false };
        let begins = match next.kind {
            PieceKind::Token(kind) => {
                kind.is_atom()
                    || matches!(
                        kind,
                        Tok::LeftParen
                            | Tok::LeftBracket
                            | Tok::LeftBrace
                            | Tok::Minus
                            | Tok::Star
                            | Tok::Not
                            | Tok::Await
                            | Tok::Lambda
                    )
            }
            PieceKind::OpenString => true,
            _ => false,
        };
        if name == "type" {
            return self.kind(i + 1) == Some(Tok::Name);
        }
        let is_certain = self.kind(i + 1).is_some_and(|kind| kind.is_atom());
        let line = self.pieces[i..].iter().map(|piece| piece.kind);
        let mut depth = 0;
        for kind in line {
            match kind {
                PieceKind::Token(Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace) => depth += 1,
                PieceKind::Token(Tok::RightParen | Tok::RightBracket | Tok::RightBrace) => {
                    depth -= 1;
                }
                PieceKind::Token(Tok::Colon) if depth == 0 => return begins,
                PieceKind::Token(Tok::RawNewline) if depth <= 0 => break,
                _ => {}
            }
        }
        begins && is_certain
    }
}

/// The pieces that are the bracket at the cursor and its partner.
fn matching(pieces: &[Piece], cursor: usize) -> Option<(usize, usize)> {
    let direction = |i: usize| match pieces[i].kind {
        PieceKind::Token(Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace) => 1,
        PieceKind::Token(Tok::RightParen | Tok::RightBracket | Tok::RightBrace) => -1,
        _ => 0,
    };
    let at = pieces.partition_point(|piece| (piece.span.start as usize) < cursor);
    let here = (at < pieces.len() && pieces[at].span.start as usize == cursor).then_some(at);
    let before = at.checked_sub(1).filter(|i| pieces[*i].span.end as usize == cursor);
    let start = [here, before].into_iter().flatten().find(|i| direction(*i) != 0)?;
    let forward = direction(start) > 0;
    let mut depth = 0;
    let mut i = start;
    loop {
        depth += direction(i);
        if depth == 0 {
            return Some((start, i));
        }
        i = if forward { i + 1 } else { i.checked_sub(1)? };
        if i >= pieces.len() {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a letter and brackets around each coloured part.
    fn marked(text: &str) -> String {
        let pieces = pieces(text);
        let styles = Styles::of(text, &pieces).styles;
        let mut out = String::new();
        let mut end = 0;
        for (piece, style) in pieces.iter().zip(styles) {
            let span = piece.span.start as usize..piece.span.end as usize;
            out.push_str(&text[end..span.start]);
            end = span.end;
            let letter = format!("{style:?}").chars().next().unwrap().to_ascii_lowercase();
            match style {
                Style::Plain => out.push_str(&text[span]),
                _ if span.is_empty() => {}
                _ => out.push_str(&format!("{letter}[{}]", &text[span])),
            }
        }
        out + &text[end..]
    }

    #[test]
    fn styles() {
        for (text, expected) in [
            ("async def f(x): # hi", "a[async] k[def] d[f](x): c[# hi]"),
            ("await asyncio.sleep(1)", "a[await] asyncio.sleep(n[1])"),
            ("print(sep=None)", "b[print](sep=c[None])"),
            ("x.print", "x.print"),
            ("list = 3", "list = n[3]"),
            ("f(list=list)", "f(list=b[list])"),
            (
                "@a.b\n@property\nclass C: pass",
                "d[@]d[a].d[b]\nd[@]d[property]\nk[class] d[C]: k[pass]",
            ),
            ("a @ b", "a @ b"),
            ("f'a{x:>{w}}b'", "t[f']t[a]f[{]x:t[>]{w}f[}]t[b]t[']"),
            (
                "match x:\n  case [1, _]: match = 1",
                "k[match] x:\n  k[case] [n[1], _]: match = n[1]",
            ),
            ("match(x)", "match(x)"),
            ("match x", "k[match] x"),
            ("type A = int\ntype(x)", "k[type] A = b[int]\nb[type](x)"),
            ("x = 'abc\nfor", "x = t['abc]\nk[for]"),
            ("x ? 1_", "x f[?] f[1_]"),
        ] {
            assert_eq!(marked(text), expected, "{text:?}");
        }
    }

    #[test]
    fn plain_text_stays() {
        let text = "def f(:\n  'abc\n  f'{x\n\u{0}é";
        assert_eq!(highlight(text, false), text);
        let mut shown = highlight(text, true);
        while let Some(at) = shown.find('\x1b') {
            let end = at + shown[at..].find('m').unwrap();
            shown.replace_range(at..=end, "");
        }
        assert_eq!(shown, text);
    }

    #[test]
    fn brackets_match() {
        let pieces = pieces("f([1], '(')");
        assert_eq!(matching(&pieces, 1), Some((1, 7)));
        assert_eq!(matching(&pieces, 11), Some((7, 1)));
        assert_eq!(matching(&pieces, 5), Some((4, 2)));
        assert_eq!(matching(&pieces, 8), None);
    }

    #[test]
    fn long_blocks_are_quick() {
        let text = "async def f(x, y=1):\n    return await g(f'{x!r:>10}', [1, 2.5, 'a'])  # c\n"
            .repeat(500);
        let start = std::time::Instant::now();
        assert!(highlight(&text, true).len() > text.len());
        assert!(start.elapsed().as_millis() < 1000, "{:?}", start.elapsed());
    }
}
