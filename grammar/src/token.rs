//! The kinds of token, from one table.
//!
//! A token is a kind and a byte span; its text stays in the source. The table below is the only
//! place that spells keywords, operators and delimiters: logos builds its automaton from it, and
//! error messages and dumps read it back through [`Tok::spelling`].

use crate::ast::Span;
use logos::Logos;

macro_rules! tokens {
    (
        fixed { $($fixed:ident = $text:tt,)* }
        other { $($(#[$attribute:meta])* $other:ident,)* }
    ) => {
        /// A kind of token.
        #[derive(Logos, Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[logos(skip r"[ \t\x0c]+")]
        // Tokens are copied word by word: a processor waits if it reads a word of which a byte was
        // written last.
        #[repr(u32)]
        pub enum Tok {
            $(
                #[doc = concat!("`", $text, "`")]
                #[token($text)]
                $fixed,
            )*
            $($(#[$attribute])* $other,)*
        }

        impl Tok {
            /// The spelling, if it is fixed.
            pub fn spelling(self) -> Option<&'static str> {
                match self {
                    $(Tok::$fixed => Some($text),)*
                    _ => None,
                }
            }
        }
    };
}

tokens! {
    fixed {
        // Keywords (Python reference, "Keywords").
        False = "False",
        None = "None",
        True = "True",
        And = "and",
        As = "as",
        Assert = "assert",
        Async = "async",
        Await = "await",
        Break = "break",
        Class = "class",
        Continue = "continue",
        Def = "def",
        Del = "del",
        Elif = "elif",
        Else = "else",
        Except = "except",
        Finally = "finally",
        For = "for",
        From = "from",
        Global = "global",
        If = "if",
        Import = "import",
        In = "in",
        Is = "is",
        Lambda = "lambda",
        Nonlocal = "nonlocal",
        Not = "not",
        Or = "or",
        Pass = "pass",
        Raise = "raise",
        Return = "return",
        Try = "try",
        While = "while",
        With = "with",
        Yield = "yield",
        // Operators and delimiters.
        Plus = "+",
        Minus = "-",
        Star = "*",
        DoubleStar = "**",
        Slash = "/",
        DoubleSlash = "//",
        Percent = "%",
        At = "@",
        LeftShift = "<<",
        RightShift = ">>",
        Ampersand = "&",
        Bar = "|",
        Caret = "^",
        Tilde = "~",
        Walrus = ":=",
        Less = "<",
        Greater = ">",
        LessEqual = "<=",
        GreaterEqual = ">=",
        EqualEqual = "==",
        NotEqual = "!=",
        LeftParen = "(",
        RightParen = ")",
        LeftBracket = "[",
        RightBracket = "]",
        LeftBrace = "{",
        RightBrace = "}",
        Comma = ",",
        Colon = ":",
        Exclamation = "!",
        Dot = ".",
        Ellipsis = "...",
        Semicolon = ";",
        Equal = "=",
        Arrow = "->",
        PlusEqual = "+=",
        MinusEqual = "-=",
        StarEqual = "*=",
        SlashEqual = "/=",
        DoubleSlashEqual = "//=",
        PercentEqual = "%=",
        AtEqual = "@=",
        AmpersandEqual = "&=",
        BarEqual = "|=",
        CaretEqual = "^=",
        RightShiftEqual = ">>=",
        LeftShiftEqual = "<<=",
        DoubleStarEqual = "**=",
    }
    other {
        /// An identifier, checked to be valid.
        #[regex(r"[A-Za-z_][A-Za-z0-9_]*", priority = 3)]
        Name,
        /// An integer.
        Int,
        /// A floating-point number.
        Float,
        /// An imaginary number.
        Imaginary,
        /// A whole string or bytes literal, prefix and quotes included.
        Str,
        /// The prefix and opening quotes of an f-string.
        FStringStart,
        /// Text of an f-string between its replacement fields.
        FStringMiddle,
        /// The same with literal backslashes.
        FStringRawMiddle,
        /// The closing quotes of an f-string.
        FStringEnd,

        /// A printable character that starts no token.
        Unknown,

        // Made by the layout.
        /// The end of a logical line.
        Newline,
        /// The start of a deeper block.
        Indent,
        /// The end of a block.
        Dedent,
        /// `match` where it opens a statement.
        Match,
        /// `case` where it opens a clause of a `match` statement.
        Case,
        /// `type` where it opens a type alias.
        Type,
        /// The parenthesis of `with (a as b, c as d):`.
        WithParen,
        /// First token of a file.
        StartModule,
        /// First token of a single expression, as for `eval`.
        StartExpression,
        /// First token of a function's type, `(A, B) -> C`.
        StartFunctionType,
        /// Last token of the stream.
        End,

        // Raw tokens of logos, which the lexer turns into one of the above or drops.
        /// An identifier with characters outside ASCII.
        #[regex(r"[A-Za-z_\u{80}-\u{10FFFF}][A-Za-z0-9_\u{80}-\u{10FFFF}]*", priority = 2)]
        RawWideName,
        /// The first character or two of a number.
        #[regex(r"\.?[0-9]")]
        RawNumber,
        /// Prefix and opening quotes of a string.
        #[regex(r#"([rRbBuUfF]|[rR][bBfF]|[bBfF][rR])?("|'|"""|''')"#)]
        RawString,
        /// `#` up to the end of the line.
        #[regex(r"#[^\r\n]*", allow_greedy = true)]
        RawComment,
        /// The end of a physical line.
        #[regex(r"\r\n|\r|\n")]
        RawNewline,
        /// `\`
        #[token("\\")]
        RawBackslash,
    }
}

/// A token with its location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its kind.
    pub kind: Tok,
    /// Its location; empty for tokens added by the layout.
    pub span: Span,
}

impl Tok {
    /// Whether this is a reserved word.
    pub fn is_keyword(self) -> bool {
        self.spelling().is_some_and(|text| text.as_bytes()[0].is_ascii_alphabetic())
    }

    /// The closing bracket for an opening one.
    pub fn closing(self) -> Option<Tok> {
        match self {
            Tok::LeftParen | Tok::WithParen => Some(Tok::RightParen),
            Tok::LeftBracket => Some(Tok::RightBracket),
            Tok::LeftBrace => Some(Tok::RightBrace),
            _ => None,
        }
    }

    /// Whether this is a complete name, number or string.
    pub fn is_atom(self) -> bool {
        matches!(
            self,
            Tok::Name
                | Tok::Int
                | Tok::Float
                | Tok::Imaginary
                | Tok::Str
                | Tok::FStringStart
                | Tok::None
                | Tok::True
                | Tok::False
                | Tok::Ellipsis
        )
    }
}
