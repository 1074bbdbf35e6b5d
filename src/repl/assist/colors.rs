//! The colours of code and values: what stands out how, by the sixteen colours that every terminal
//! theme adjusts to its background.

/// What a piece of text is, as far as its colour goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// As the terminal shows text.
    Plain,
    /// `for`, `return`, `match`, …
    Keyword,
    /// `async` and `await`: where others may run.
    Await,
    /// Strings, and the text of f-strings.
    Text,
    /// The braces of an f-string's fields.
    Field,
    /// Numbers.
    Number,
    /// `None`, `True`, `False`.
    Constant,
    /// Comments, and words about values that are not part of them.
    Comment,
    /// Names that are always there.
    Builtin,
    /// The name that `def` or `class` gives.
    Definition,
    /// `@cache`
    Decorator,
    /// What cannot be right.
    Fault,
    /// `<coroutine object cook at 0x…>`: a value that cannot be written.
    Object,
}

/// The bracket that the cursor is at, and its partner.
const MATCHED: &str = "\x1b[1;4m";
const RESET: &str = "\x1b[0m";

impl Style {
    /// The sequence that turns it on (ECMA-48, "Select graphic rendition"); empty for none.
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

/// Adds `text` in its colour. Each line is coloured by itself, so that prompts between them stay
/// as they are.
pub fn paint(out: &mut String, text: &str, style: Style) {
    paint_with(out, text, style.sequence());
}

/// Adds a bracket that has to stand out.
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
