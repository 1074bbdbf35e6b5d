//! Advice in plain words, for errors whose message alone may not help a beginner.

use crate::token::{Tok, Token};

/// Advice that follows from CPython's message, and the token at fault with the one before it.
pub(super) fn for_message(message: &str, before: Tok, failed: Tok) -> Option<String> {
    if (before, failed) == (Tok::Else, Tok::If) {
        return Some("write `elif` for else if".into());
    }
    const HINTS: [(&str, &str); 12] = [
        ("expected ':'", "a line that opens a block ends with ':'"),
        ("expected '('", "a function's name is followed by its parameters in parentheses"),
        ("expected 'except' or 'finally' block", "a `try` needs at least one of them"),
        ("expected 'else' after 'if' expression", "write `a if test else b`"),
        ("invalid syntax. Maybe you meant '=='", "'=' assigns, '==' compares"),
        ("expression cannot contain assignment", "only a name can stand in front of '=' here"),
        ("positional argument follows", "put positional arguments before keyword arguments"),
        ("parameter without a default", "put parameters with defaults last"),
        ("did you forget parentheses around", "write `(a, b) for …`"),
        ("f-string: valid expression required", "write '{{' and '}}' for braces in the text"),
        ("f-string: expecting", "a field is {expression}, {expression!r} or {expression:format}"),
        ("too many nested parentheses", "split the expression into several statements"),
    ];
    HINTS.iter().find(|(start, _)| message.starts_with(start)).map(|(_, hint)| (*hint).into())
}

/// Advice for the token that nothing else explains, from what stands around it.
pub(super) fn for_token(
    source: &str,
    tokens: &[Token],
    at: usize,
    expects_name: bool,
) -> Option<String> {
    let token = tokens[at];
    let text = &source[token.span.start as usize..token.span.end as usize];
    let before = tokens[at - 1];
    let touches = before.span.end == token.span.start;
    let starts_line =
        matches!(before.kind, Tok::Newline | Tok::Indent | Tok::Dedent | Tok::StartModule);
    let hint = match (before.kind, token.kind) {
        (Tok::Ampersand, Tok::Ampersand) if touches => "write `and` for &&",
        (Tok::Bar, Tok::Bar) if touches => "write `or` for ||",
        (Tok::Less, Tok::Greater) if touches => "write `!=` for <>",
        (Tok::Equal, Tok::Greater) if touches => "there is no =>; a function is `lambda x: …`",
        (Tok::Plus, _) if ends_with_double(tokens, at, Tok::Plus) => "write `x += 1` for x++",
        (Tok::Minus, _) if ends_with_double(tokens, at, Tok::Minus) => "write `x -= 1` for x--",
        (_, Tok::Exclamation) => "write `not` for !",
        (_, Tok::LeftBrace) => "a block starts with ':' and is indented, it has no braces",
        (_, Tok::Unknown) if text == "?" => "write `a if test else b` for test ? a : b",
        (_, Tok::Unknown) => return Some(format!("{text} has no meaning outside strings")),
        (_, Tok::Elif | Tok::Else | Tok::Except | Tok::Finally) if starts_line => {
            return Some(format!("there is nothing above that this `{text}` belongs to"));
        }
        (_, kind) if kind.is_keyword() && expects_name => {
            return Some(format!("`{text}` is a keyword and cannot be used as a name"));
        }
        _ => return None,
    };
    Some(hint.into())
}

/// Whether an operator stands twice, without space, at the end of a line.
fn ends_with_double(tokens: &[Token], at: usize, operator: Tok) -> bool {
    let is_end = matches!(tokens[at].kind, Tok::Newline | Tok::Semicolon | Tok::RightParen);
    is_end && at >= 2 && {
        let [first, second] = [tokens[at - 2], tokens[at - 1]];
        first.kind == operator && second.kind == operator && first.span.end == second.span.start
    }
}
