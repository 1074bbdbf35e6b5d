//! The colours of code and values, from the sixteen that every terminal theme adapts to its
//! background.

/// The role of a piece of text, which determines its colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Unstyled text.
    Plain,
    /// `for`, `return`, `match`, …
    Keyword,
    /// `async` and `await`: points where other tasks may run.
    Await,
    /// Strings, and the text of f-strings.
    Text,
    /// The braces of an f-string's fields.
    Field,
    /// Numbers.
    Number,
    /// `None`, `True`, `False`.
    Constant,
    /// Comments, and annotations of values.
    Comment,
    /// Builtin names.
    Builtin,
    /// The name bound by `def` or `class`.
    Definition,
    /// `@cache`
    Decorator,
    /// Invalid text.
    Fault,
    /// `<coroutine object cook at 0x…>`: a value without a literal form.
    Object,
}

/// The bracket at the cursor, and its partner.
const MATCHED: &str = "\x1b[1;4m";
const RESET: &str = "\x1b[0m";

impl Style {
    /// The escape sequence that starts the style (ECMA-48, "Select graphic rendition"); empty for
    /// none.
    fn sequence(self) -> &'static str {
        match self {
            Style::Plain => "",
            Style::Keyword => "\x1b[35m",
            Style::Await => "\x1b[1;36m",
            Style::Text => "\x1b[32m",
            Style::Field | Style::Decorator => "\x1b[33m",
            Style::Number | Style::Constant => "\x1b[33m",
            Style::Comment => "\x1b[2m",
            Style::Builtin => "\x1b[36m",
            Style::Definition => "\x1b[1m",
            Style::Fault => "\x1b[31m",
            Style::Object => "\x1b[36m",
        }
    }
}

/// Adds `text` in its colour. Each line is coloured separately, so that the prompts between them
/// keep theirs.
pub fn paint(out: &mut String, text: &str, style: Style) {
    paint_with(out, text, style.sequence());
}

/// Adds a highlighted bracket.
pub fn paint_matched(out: &mut String, text: &str) {
    paint_with(out, text, MATCHED);
}

fn paint_with(out: &mut String, text: &str, sequence: &str) {
    for line in text.split_inclusive('\n') {
        let (shown, end) = match line.strip_suffix('\n') {
            Some(shown) => (shown, "\n"),
            None => (line, ""),
        };
        if sequence.is_empty() || shown.is_empty() {
            out.push_str(shown);
        } else {
            out.push_str(sequence);
            out.push_str(shown);
            out.push_str(RESET);
        }
        out.push_str(end);
    }
}
