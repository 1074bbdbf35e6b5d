//! Labels and hints for tokens that CPython reports as `invalid syntax` only.

use super::Spot;
use super::messages::in_dict;
use super::rules::{Rule, rule};
use crate::token::Tok;

/// Rules for `invalid syntax`.
#[rustfmt::skip]
pub(super) const INVALID_SYNTAX: &[Rule] = &[
    // Syntax of other languages.
    rule("invalid syntax", |s| matches!(s.kind(0), Tok::Str | Tok::FStringStart) && s.touches(0) && is_template_prefix(s.text(-1)),
        "a template string", "t-strings are new in Python 3.14, and Hob runs 3.13: write an f-string if you want text"),
    rule("invalid syntax", |s| (s.kind(-1), s.kind(0)) == (Tok::Else, Tok::If),
        "`else` and `if`", "write `elif` for `else if`"),
    rule("invalid syntax", |s| matches!(s.first(), "elseif" | "elsif" | "elsei"),
        "not expected here", "write `elif` for `{first}`"),
    rule("invalid syntax", |s| matches!(s.first(), "switch" | "select"),
        "not expected here", "write match … with case … below it"),
    rule("invalid syntax", |s| s.first() == "default",
        "not expected here", "write case _: for all other values"),
    rule("invalid syntax", |s| matches!(s.first(), "catch" | "rescue"),
        "not expected here", "write `except` for `{first}`"),
    rule("invalid syntax", |s| s.first() == "throw",
        "not expected here", "write `raise` for `throw`"),
    rule("invalid syntax", |s| s.first() == "do",
        "not expected here", "write while True: and leave the loop with `break`"),
    rule("invalid syntax", |s| matches!(s.first(), "unless" | "until"),
        "not expected here", "write `not` after `if` or `while`"),
    rule("invalid syntax", |s| matches!(s.first(), "function" | "func" | "fn" | "fun" | "sub") && s.column() > 0,
        "not expected here", "write `def` for `{first}`"),
    rule("invalid syntax", |s| { matches!(s.first(), "var" | "let" | "const" | "auto") && s.column() == 1 && s.kind(1) == Tok::Equal },
        "not expected here", "a variable needs no declaration: {token} = …"),
    rule("invalid syntax", |s| { matches!( s.first(), "int" | "float" | "str" | "string" | "bool" | "char" | "double" | "list" | "dict" ) && s.column() == 1 },
        "not expected here", "a type, if any, follows the name: {token}: {first} = …"),
    rule("invalid syntax", |s| { matches!( s.first(), "pip" | "pip3" | "python" | "python3" | "hob" | "cd" | "ls" | "sudo" | "npm" | "git" ) },
        "not expected here", "this is a shell command, not Python"),
    rule("invalid syntax", |s| s.kind(0) == Tok::RightShift && s.column() == 0,
        "the prompt of an interactive session", "remove the >>> before the lines"),
    rule("invalid syntax", |s| s.first() == "end" || matches!(s.first(), "fi" | "done" | "endif"),
        "not expected here", "a block ends where the indentation does"),
    rule("invalid syntax", |s| s.text(-1) == "new" && s.kind(0) == Tok::Name,
        "not expected here", "call the class to make an object: {token}(…)"),
    rule("invalid syntax", |s| s.kind(0) == Tok::DoubleSlash && s.column() == 0,
        "a comment of other languages", "a comment starts with #"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Slash && s.column() == 0,
        "a comment of other languages", "a comment starts with #"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Less && s.kind(1) == Tok::Exclamation,
        "a comment of other languages", "a comment starts with #"),
    rule("invalid syntax", |s| double(s, Tok::Ampersand, Tok::Ampersand),
        "not an operator", "write `and` for &&"),
    rule("invalid syntax", |s| double(s, Tok::Bar, Tok::Bar), "not an operator", "write `or` for ||"),
    rule("invalid syntax", |s| s.marked() == "<>" || double(s, Tok::Less, Tok::Greater),
        "not an operator", "write `!=` for <>"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Arrow && s.of_line(0).0 != Tok::Def && s.kind(-1) == Tok::Name,
        "not an operator", "a small function is lambda {before}: …"),
    rule("invalid syntax", |s| { double(s, Tok::Equal, Tok::Greater) && matches!( s.line().get(s.column().wrapping_sub(2)).map(|t| t.kind), Some(Tok::RightParen) ) },
        "not an operator", "a small function is lambda x: …"),
    rule("invalid syntax", |s| { double(s, Tok::Equal, Tok::Greater) || s.kind(0) == Tok::Equal && s.kind(1) == Tok::Greater },
        "not an operator", "write >= for =>"),
    rule("invalid syntax", |s| double(s, Tok::Equal, Tok::Less) || s.kind(0) == Tok::Equal && s.kind(1) == Tok::Less,
        "not an operator", "write <= for =<"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Equal && s.kind(1) == Tok::Exclamation,
        "not an operator", "write != for =!"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Equal && matches!(s.kind(-1), Tok::EqualEqual | Tok::NotEqual),
        "one '=' too many", "write == to compare, and != for its opposite"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Equal && s.kind(-1) == Tok::Equal,
        "a second '='", "write == to compare, and one '=' to assign"),
    rule("invalid syntax", |s| ends_with_double(s, Tok::Plus),
        "a value is missing here", "write `x += 1` for x++"),
    rule("invalid syntax", |s| ends_with_double(s, Tok::Minus),
        "a value is missing here", "write `x -= 1` for x--"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Exclamation, "not an operator", "write `not` for !"),
    rule("invalid syntax", |s| { s.kind(0) == Tok::Unknown && s.text(0) == "?" && s.line_has(Tok::Colon) && s.of_line(0).0 != Tok::If },
        "not an operator", "write `a if test else b` for test ? a : b"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Unknown && s.text(0) == "`",
        "not a quote", "strings are enclosed in \" or '; repr(x) was `x` in Python 2"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Unknown && s.text(0) == "$",
        "means nothing here", "a variable is its name alone, without $"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Unknown,
        "has no meaning outside a string", "remove it, or put text in quotes"),
    rule("invalid syntax", |s| s.kind(0) == Tok::LeftBrace && (s.kind(-1) == Tok::RightParen || matches!(s.of_line(0).0, Tok::If | Tok::Elif | Tok::Else | Tok::While | Tok::For | Tok::Class)),
        "not expected here", "a block starts with ':' and is indented; it has no braces"),
    rule("invalid syntax", |s| { s.kind(0) == Tok::Dot && s.kind(-1) == Tok::Str || s.kind(0) == Tok::Str && s.kind(-1) == Tok::Dot },
        "not expected here", "write + to join texts"),
    rule("invalid syntax", |s| matches!(s.kind(-1), Tok::And | Tok::Or) && matches!(s.kind(0), Tok::Less | Tok::Greater | Tok::LessEqual | Tok::GreaterEqual | Tok::EqualEqual | Tok::NotEqual | Tok::In | Tok::Is),
        "a value is missing before this", "each side of `{before}` is a whole condition: x > 1 and x < 9"),
    rule("invalid syntax", |s| s.text(0) == "then", "not expected here", "write ':' for `then`"),
    // Words in the wrong case.
    rule("invalid syntax", |s| is_miscased(s.first()),
        "not expected after `{first}`", "keywords are written in lower case"),
    rule("invalid syntax", |s| s.column() > 0 && meant_keyword(s.first()).is_some(),
        "not expected after `{first}`", "did you mean `{meant}`?"),
    // Asynchronous code.
    rule("invalid syntax", |s| (s.kind(-1), s.kind(0)) == (Tok::Def, Tok::Async),
        "`async` comes first", "write async def"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Async && s.kind(1) == Tok::Lambda,
        "a lambda cannot be `async`", "define a function with `async def`"),
    rule("invalid syntax", |s| s.kind(-1) == Tok::Async && s.kind(0) == Tok::Name,
        "`def` is missing before this", "write async def {token}"),
    rule("invalid syntax", |s| s.kind(-1) == Tok::Async && matches!(s.kind(0), Tok::While | Tok::If | Tok::Try),
        "cannot be `async`", "write `{token}` alone, and `await` before calls that take time"),
    rule("invalid syntax", |s| s.kind(-1) == Tok::Await && matches!(s.kind(0), Tok::For | Tok::With),
        "`await` takes a value", "write `async {token}` in place of `await {token}`"),
    rule("invalid syntax", |s| { s.kind(-1) == Tok::Await && s.kind(0).is_keyword() && s.column() == 1 && s.kind(0) != Tok::Await },
        "`await` takes a value", "write `{token} await …`, or `await` before a call"),
    rule("invalid syntax", |s| s.kind(-1) == Tok::For && s.kind(0) == Tok::Await,
        "not expected here", "write async for … in …"),
    rule("invalid syntax", |s| s.kind(-1) == Tok::Await && matches!(s.kind(0), Tok::Newline | Tok::RightParen),
        "an awaitable is missing after this", "write `await` before a coroutine, a task or a future: await f()"),
    // Keywords.
    rule("invalid syntax", |s| s.kind(0) == Tok::Equal && s.column() == 1 && s.of_line(0).0.is_keyword(),
        "cannot be assigned to", "`{before}` is a keyword and cannot be used as a name"),
    rule("invalid syntax", |s| s.column() == 0 && s.kind(0) == Tok::Elif,
        "not expected here", "no `if` above continues here: is this `elif` indented like its `if`, and before the `else`?"),
    rule("invalid syntax", |s| { s.column() == 0 && matches!(s.kind(0), Tok::Else | Tok::Except | Tok::Finally) },
        "not expected here", "no statement above matches this `{token}`: is it indented like its `if`, `try` or loop?"),
    rule("invalid syntax", |s| s.column() == 0 && s.kind(0) == Tok::In,
        "not expected here", "`in` is a keyword and cannot be used as a name"),
    rule("invalid syntax", |s| { s.kind(0).is_keyword() && matches!( s.kind(-1), Tok::Def | Tok::Class | Tok::Dot | Tok::As | Tok::Import | Tok::For | Tok::Global | Tok::Nonlocal ) },
        "a keyword", "`{token}` is a keyword and cannot be used as a name"),
    rule("invalid syntax", |s| { s.kind(0).is_keyword() && s.kind(1) == Tok::Equal && !matches!(s.kind(0), Tok::Lambda | Tok::Not) },
        "a keyword", "`{token}` is a keyword and cannot be used as a name"),
    rule("invalid syntax", |s| { s.of_line(0).0 == Tok::Def && s.kind(0).is_keyword() && matches!(s.kind(-1), Tok::Comma | Tok::LeftParen) },
        "a keyword", "`{token}` is a keyword and cannot be used as a name"),
    rule("invalid syntax", |s| { s.kind(-1) == Tok::Equal && matches!( s.kind(0), Tok::Import | Tok::Def | Tok::Class | Tok::Return | Tok::If | Tok::For | Tok::While | Tok::Pass ) },
        "a statement where a value is expected", "write the statement on its own line"),
    rule("invalid syntax", |s| { s.line_has(Tok::Lambda) && matches!( s.kind(0), Tok::Return | Tok::Raise | Tok::If | Tok::For | Tok::While | Tok::Pass ) && s.kind(-1) == Tok::Colon },
        "a statement where a value is expected", "a lambda is one expression, whose value it returns: remove `{token}`, or use `def`"),
    rule("invalid syntax", |s| s.kind(-1) == Tok::Else && s.kind(0) == Tok::Pass,
        "a statement where a value is expected", "write None for no value"),
    // Headers.
    rule("invalid syntax", |s| { matches!(s.of_line(0).0, Tok::If | Tok::Elif | Tok::While) && s.kind(0) == Tok::Colon && s.column() == 1 },
        "a condition is missing here", "write it between `{first}` and ':'"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::For && s.kind(0) == Tok::Colon && s.kind(-1) == Tok::In,
        "an iterable is missing here", "write for x in range(10):"),
    rule("invalid syntax", |s| { s.of_line(0).0 == Tok::For && s.column() <= 3 && matches!(s.kind(0), Tok::Name) && s.text(0) == "of" },
        "`in` is expected here", "write for x in …:"),
    rule("invalid syntax", |s| { s.of_line(0).0 == Tok::For && (s.line_has(Tok::Semicolon) || s.kind(-2) == Tok::LeftParen) },
        "not expected here", "a loop over numbers is for i in range(n):"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::For && !s.line_has(Tok::In),
        "`in` is missing before this", "write for x in …:"),
    rule("invalid syntax", |s| { s.kind(0) == Tok::Semicolon && matches!( s.of_line(0).0, Tok::If | Tok::For | Tok::While | Tok::Def | Tok::Else | Tok::Class | Tok::With ) },
        "a ':' is expected here", "a line with `{first}` that opens a block ends with ':'"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::Class && s.column() == 1,
        "the class's name is missing here", "write class Name:"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::Def && s.column() == 1,
        "the function's name is missing here", "write def name(…):"),
    rule("invalid syntax", |s| s.kind(-1) == Tok::Arrow,
        "the type of the result is missing here", "write it after ->, or remove the arrow"),
    rule("invalid syntax", |s| { s.of_line(0).0 == Tok::Def && s.kind(0).is_atom() && matches!(s.kind(-1), Tok::LeftParen | Tok::Comma) },
        "not a name", "a parameter is a name; a value is given where the function is called"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::Def && s.kind(0) == Tok::Dot && s.column() > 2,
        "not expected after the name of a parameter", "a parameter is a plain name; set attributes inside: self.x = x"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::Def && s.kind(0) == Tok::Name && s.kind(-1) == Tok::Name,
        "a comma is missing before this", "parameters are separated by commas"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::Def && s.column() == 2,
        "not expected in a name", "a name has letters, digits and underscores only"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::At && !s.error.at_end,
        "not expected here", "a decorator is on its own line, above its `def` or `class`"),
    rule("invalid syntax", |s| s.kind(-1) == Tok::Newline && follows_decorator(s),
        "no function or class", "a decorator goes above a `def` or `class`"),
    rule("invalid syntax", |s| follows_match(s) && !matches!(s.of_line(0).0, Tok::Case | Tok::Match),
        "`case` is expected here", "the lines below `match` are its cases"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Else && s.of_line(0).0 == Tok::If,
        "not on the same line", "put `else` on its own line, or write x = a if test else b"),
    rule("invalid syntax", |s| { matches!( s.kind(0), Tok::If | Tok::For | Tok::While | Tok::With | Tok::Try | Tok::Def | Tok::Class ) && matches!(s.kind(-1), Tok::Semicolon | Tok::Colon) },
        "not after another statement", "start a new line for `{token}`"),
    // Imports.
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::Import && s.kind(0) == Tok::Minus,
        "not expected in a name", "the name of a module has no '-': perhaps it is '_'"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::Import && s.kind(0) == Tok::Str,
        "not a name", "write the module's name without quotes"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::Import && s.kind(0) == Tok::LeftParen,
        "not expected here", "write import a, b without parentheses"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::Import && s.kind(0) == Tok::Star,
        "not expected here", "write from module import *"),
    rule("invalid syntax", |s| s.line_has(Tok::As) && s.kind(0) == Tok::Dot,
        "not expected in a name", "a plain name is expected after `as`"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::Import && s.kind(0) == Tok::Dot,
        "not expected here", "write from . import name"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::From && s.kind(0) == Tok::Dot,
        "not expected in a name", "write everything before the last dot after `from`: from os.path import join"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::From && !s.line_has(Tok::Import),
        "`import` is missing before this", "write from module import name"),
    rule("invalid syntax", |s| s.kind(-1) == Tok::As && s.kind(0) != Tok::Name,
        "not a name", "a plain name is expected after `as`"),
    // Statements.
    rule("invalid syntax", |s| matches!(s.of_line(0).0, Tok::Global | Tok::Nonlocal) && s.kind(0) == Tok::Equal,
        "not expected here", "declare the name on one line and assign to it on the next"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::Raise && s.kind(0) == Tok::Comma,
        "not expected here", "write raise ValueError(\"…\")"),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::Del && s.column() == 1,
        "the target to delete is missing", ""),
    rule("invalid syntax", |s| s.of_line(0).0 == Tok::Return && is_assignment(s.kind(0)),
        "assigns where a value is expected", "assign on a line before, or write == to compare"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Walrus && s.column() == 1,
        "not expected here", "write = to assign in a statement"),
    rule("invalid syntax", |s| is_assignment(s.kind(0)) && s.kind(0) != Tok::Equal,
        "assigns where a value is expected", "write the assignment on its own line"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Equal && s.line_has(Tok::For),
        "assigns where a value is expected", "write == to compare"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Equal && in_dict(s),
        "assigns where an entry is expected", "an entry is `key: value`; dict(key=value) takes names"),
    rule("invalid syntax", |s| s.kind(-1) == Tok::LeftBracket && s.kind(0) == Tok::RightBracket,
        "an index is missing here", "write a number, a key or a range between the brackets: x[0], x[1:3]"),
    rule("invalid syntax", |s| { matches!(s.kind(0), Tok::Comma) && matches!( s.kind(-1), Tok::Comma | Tok::LeftParen | Tok::LeftBracket | Tok::LeftBrace ) },
        "a value is missing before this", "remove the comma, or write a value"),
    rule("invalid syntax", |s| s.rest().starts_with(":\\"),
        "not expected here", "a path is text: r\"C:\\temp\""),
    rule("invalid syntax", |s| s.kind(0) == Tok::Colon && s.line_has(Tok::LeftBrace),
        "not expected here", "either all entries are `key: value`, or none is"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Colon && s.line_has(Tok::LeftBracket),
        "not expected here", "pairs need braces: {key: value}"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Colon && s.kind(-1) == Tok::LeftParen && s.line_has(Tok::Def),
        "')' is missing before this", "the parameters are in parentheses, even if there are none: def name():"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Colon && s.line_has(Tok::Def),
        "not expected here", "is a ')' missing before it?"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Colon && s.line_has(Tok::LeftParen),
        "not expected here", "types belong in the `def`; a call has values only: f(a)"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Else && s.line_has(Tok::For),
        "not expected here", "`if … else` goes before `for`: [a if test else b for a in c]"),
    rule("invalid syntax", |s| s.line_has(Tok::Lambda) && s.kind(-1) == Tok::Name && !s.line_has(Tok::Colon),
        "a ':' is missing before this", "write lambda x: …"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Float && s.kind(-1) == Tok::Float,
        "a second point in a number", "put versions and addresses in quotes"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Newline && s.kind(-1) == Tok::Percent,
        "a value is missing here", "% is the remainder of a division; write 0.5 for 50 %"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Newline && s.kind(-1) == Tok::Equal,
        "a value is missing here", "write None for no value"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Newline && s.column() > 0,
        "the line ends too early", "an expression continues on the next line only inside brackets"),
    rule("invalid syntax", |s| s.kind(0) == Tok::RightParen && is_operator(s.kind(-1)),
        "a value is missing before this", ""),
    rule("invalid syntax", |s| is_operator(s.kind(0)) && is_operator(s.kind(-1)),
        "two operators side by side", "a value is missing between the two"),
    rule("invalid syntax", |s| { s.column() == 1 && s.kind(0) == Tok::Name && s.kind(1) == Tok::Equal && s.kind(-1) == Tok::Name },
        "a second name", "a name has no spaces: {before}_{token}"),
    rule("invalid syntax", |s| s.kind(0) == Tok::Name && s.kind(1) == Tok::Equal,
        "a second statement", "start a new line for it"),
    rule("invalid syntax", |s| { matches!(s.kind(-1), Tok::Return | Tok::Pass | Tok::Break | Tok::Continue) || s.column() == 1 && s.kind(0).is_atom() },
        "not expected after `{before}`", "is an operator, a comma or a bracket missing between the two?"),
    rule("invalid syntax", |s| s.error.at_end, "the file ends too early", ""),
];

/// The prefixes of Python 3.14's template strings.
fn is_template_prefix(word: &str) -> bool {
    ["t", "rt", "tr"].iter().any(|prefix| word.eq_ignore_ascii_case(prefix))
}

/// Whether the place is at the second of two adjacent operators.
fn double(spot: &Spot<'_>, first: Tok, second: Tok) -> bool {
    spot.kind(-1) == first && spot.kind(0) == second && spot.touches(0)
}

fn ends_with_double(spot: &Spot<'_>, sign: Tok) -> bool {
    spot.kind(-2) == sign && spot.kind(-1) == sign && spot.touches(-1)
}

fn is_assignment(kind: Tok) -> bool {
    let spelling = kind.spelling().unwrap_or_default();
    let compares = matches!(
        kind,
        Tok::EqualEqual | Tok::NotEqual | Tok::LessEqual | Tok::GreaterEqual | Tok::Walrus
    );
    spelling.ends_with('=') && !compares
}

fn is_operator(kind: Tok) -> bool {
    let spelling = kind.spelling().unwrap_or_default();
    !spelling.is_empty() && spelling.chars().all(|c| "+-*/%@&|^<>=!.".contains(c))
}

fn is_miscased(word: &str) -> bool {
    const WORDS: [&str; 20] = [
        "if", "elif", "else", "for", "while", "def", "class", "return", "import", "from", "try",
        "except", "with", "raise", "async", "await", "break", "continue", "pass", "lambda",
    ];
    word.chars().any(char::is_uppercase) && WORDS.contains(&word.to_lowercase().as_str())
}

/// The keyword that differs from a word by one swap, replacement, omission or insertion.
pub(super) fn meant_keyword(word: &str) -> Option<&'static str> {
    const WORDS: [&str; 14] = [
        "return", "import", "while", "class", "except", "raise", "async", "await", "global",
        "assert", "print", "elif", "from", "yield",
    ];
    WORDS.into_iter().find(|keyword| is_near(word.as_bytes(), keyword.as_bytes()))
}

fn is_near(word: &[u8], keyword: &[u8]) -> bool {
    let same = word.iter().zip(keyword).take_while(|(a, b)| a == b).count();
    let (rest, wanted) = (&word[same..], &keyword[same..]);
    match (rest, wanted) {
        ([], []) => false,
        ([_, a @ ..], [_, b @ ..]) if a == b && word.len() > 2 => true,
        ([x, y, a @ ..], [z, w, b @ ..]) if (x, y) == (w, z) && a == b => true,
        ([_, a @ ..], b) if a == b => true,
        (a, [_, b @ ..]) if a == b => true,
        _ => false,
    }
}

/// Whether the line above is a decorator.
fn follows_decorator(spot: &Spot<'_>) -> bool {
    let before = &spot.tokens[..spot.index.saturating_sub(1)];
    let is_end = |kind| matches!(kind, Tok::Newline | Tok::Indent | Tok::Dedent | Tok::StartModule);
    let start = before.iter().rposition(|token| is_end(token.kind)).map_or(0, |end| end + 1);
    before.get(start).is_some_and(|token| token.kind == Tok::At)
}

/// Whether the line above opens a `match`.
fn follows_match(spot: &Spot<'_>) -> bool {
    let before = &spot.tokens[..spot.line_start.min(spot.tokens.len())];
    let [before @ .., newline, indent] = before else { return false };
    let is_end = |kind| matches!(kind, Tok::Newline | Tok::Indent | Tok::Dedent | Tok::StartModule);
    let start = before.iter().rposition(|token| is_end(token.kind)).map_or(0, |end| end + 1);
    newline.kind == Tok::Newline
        && indent.kind == Tok::Indent
        && before.get(start).is_some_and(|token| token.kind == Tok::Match)
}
