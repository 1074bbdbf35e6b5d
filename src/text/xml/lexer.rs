//! Tokens of XML text, with Expat's boundaries.
//!
//! Every function examines the start of a text and returns the token there. Text that ends inside
//! the token is [`Stop::Partial`]; the caller knows whether more may come.

use super::error::{Code, Fault};
use std::ops::Range;

/// The reason why there is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The text ends inside the token.
    Partial,
    /// This byte cannot be there.
    Invalid(usize),
    /// Another fault than an invalid token.
    Fault(Fault),
}

/// The result of a lexer.
pub type Lexed<T> = Result<T, Stop>;

/// A token of an element's contents, returned with its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Characters without markup.
    Data,
    /// `\n`, `\r` or `\r\n`.
    Newline,
    /// A `\r` at the end, which may be half of a line ending.
    TrailingReturn,
    /// `]` or `]]` at the end, which may begin `]]>`.
    TrailingBrackets,
    /// `<name …>`
    StartTag,
    /// `<name …/>`
    EmptyTag,
    /// `</name>`
    EndTag,
    /// `&#…;`
    CharRef,
    /// `&name;`
    EntityRef,
    /// `<![CDATA[`
    CdataOpen,
    /// `<!--…-->`
    Comment,
    /// `<?target …?>`
    Pi,
    /// `<?xml …?>`
    XmlDecl,
}

/// The location of an attribute's name and value in a tag.
pub type AttributeSpan = (Range<usize>, Range<usize>);

/// Whether a character may begin a name.
pub fn starts_name(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '_' | ':'
        | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}' | '\u{370}'..='\u{37D}'
        | '\u{37F}'..='\u{1FFF}' | '\u{200C}'..='\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FFFD}')
}

/// Whether a character may be in a name.
pub fn in_name(c: char) -> bool {
    starts_name(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}'
            | '\u{203F}'..='\u{2040}')
}

/// Whether a character is allowed in a document at all.
pub fn is_char(c: char) -> bool {
    !matches!(c, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

/// Whether a byte is white space.
pub fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn char_at(text: &str, at: usize) -> Lexed<char> {
    let byte = *text.as_bytes().get(at).ok_or(Stop::Partial)?;
    match byte.is_ascii() {
        true => Ok(byte as char),
        false => text[at..].chars().next().ok_or(Stop::Partial),
    }
}

/// The end of the run of white space at `at`.
pub fn skip_space(text: &str, at: usize) -> usize {
    at + text.as_bytes()[at..].iter().take_while(|&&byte| is_space(byte)).count()
}

/// The end of the name at `at`. With `namespaces`, a colon needs a name on both sides.
pub fn name(text: &str, at: usize, namespaces: bool) -> Lexed<usize> {
    if !starts_name(char_at(text, at)?) || (namespaces && char_at(text, at)? == ':') {
        return Err(Stop::Invalid(at));
    }
    name_rest(text, at, namespaces)
}

fn name_rest(text: &str, start: usize, namespaces: bool) -> Lexed<usize> {
    let is_plain =
        |byte: &&u8| matches!(byte, b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-' | b'.');
    let (mut at, mut has_colon) = (start, false);
    loop {
        at += text.as_bytes()[at..].iter().take_while(is_plain).count();
        let c = char_at(text, at)?;
        if c == ':' && namespaces {
            if has_colon {
                return Err(Stop::Invalid(at));
            }
            has_colon = true;
            let next = char_at(text, at + 1)?;
            if next == ':' || !starts_name(next) {
                return Err(Stop::Invalid(at + 1));
            }
        } else if !in_name(c) {
            return Ok(at);
        }
        at += c.len_utf8();
    }
}

/// The bytes at which [`plain`] stops or checks further.
struct Stops([bool; 256]);

impl Stops {
    /// These bytes, those that are not allowed, and the first byte of characters that may not be
    /// allowed.
    const fn at(stops: &[u8]) -> Stops {
        let mut table = [false; 256];
        let mut byte = 0;
        while byte < b' ' {
            table[byte as usize] = !matches!(byte, b'\t' | b'\n' | b'\r');
            byte += 1;
        }
        table[0xEF] = true;
        let mut index = 0;
        while index < stops.len() {
            table[stops[index] as usize] = true;
            index += 1;
        }
        Stops(table)
    }
}

/// Only the bytes that are not allowed.
static FORBIDDEN: Stops = Stops::at(b"");
static CONTENT: Stops = Stops::at(b"<&\n\r]");
static IN_CDATA: Stops = Stops::at(b"\n\r]");
static IN_DOUBLE_QUOTES: Stops = Stops::at(b"\"<&");
static IN_SINGLE_QUOTES: Stops = Stops::at(b"'<&");

/// The length of the part of `text` that contains only allowed characters and none of `stops`.
fn plain(text: &str, stops: &Stops) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        at += bytes[at..].iter().take_while(|&&byte| !stops.0[usize::from(byte)]).count();
        let is_noncharacter = || matches!(bytes[at..], [_, 0xBF, last, ..] if last >= 0xBE);
        if bytes.get(at) != Some(&0xEF) || is_noncharacter() {
            return at;
        }
        at += 1;
    }
}

/// The end of the text at `at` up to and including `end`, all of whose characters must be allowed.
fn until(text: &str, at: usize, end: &str) -> Lexed<usize> {
    let found = memchr::memmem::find(&text.as_bytes()[at..], end.as_bytes()).map(|n| at + n);
    let inside = &text[at..found.unwrap_or(text.len())];
    let good = plain(inside, &FORBIDDEN);
    match found {
        _ if good < inside.len() => Err(Stop::Invalid(at + good)),
        Some(found) => Ok(found + end.len()),
        None => Err(Stop::Partial),
    }
}

/// `<!--…-->`, whose length is the result.
pub fn comment(text: &str) -> Lexed<usize> {
    let end = until(text, 4, "--")?;
    match text.as_bytes().get(end) {
        None => Err(Stop::Partial),
        Some(b'>') => Ok(end + 1),
        Some(_) => Err(Stop::Invalid(end)),
    }
}

/// `<?target …?>`: its length, and whether it is an XML declaration.
pub fn pi(text: &str, namespaces: bool) -> Lexed<(usize, bool)> {
    let end = name(text, 2, namespaces)?;
    let target = &text[2..end];
    let is_declaration = target == "xml";
    if !is_declaration && target.eq_ignore_ascii_case("xml") {
        return Err(Stop::Invalid(end));
    }
    let next = char_at(text, end)?;
    if next == '?' {
        return match char_at(text, end + 1)? {
            '>' => Ok((end + 2, is_declaration)),
            _ => Err(Stop::Invalid(end + 1)),
        };
    }
    if !is_space(next as u8) || !next.is_ascii() {
        return Err(Stop::Invalid(end));
    }
    Ok((until(text, end, "?>")?, is_declaration))
}

/// `&…;`: its length, and whether it is a reference to a character.
pub fn reference(text: &str, namespaces: bool) -> Lexed<(usize, bool)> {
    if char_at(text, 1)? != '#' {
        let end = name(text, 1, namespaces)?;
        return match text.as_bytes()[end] {
            b';' => Ok((end + 1, false)),
            _ => Err(Stop::Invalid(end)),
        };
    }
    let is_hex = char_at(text, 2)? == 'x';
    let start = if is_hex { 3 } else { 2 };
    let is_digit = |c: char| if is_hex { c.is_ascii_hexdigit() } else { c.is_ascii_digit() };
    let mut at = start;
    loop {
        match char_at(text, at)? {
            ';' if at > start => return Ok((at + 1, true)),
            c if is_digit(c) => at += 1,
            _ => return Err(Stop::Invalid(at)),
        }
    }
}

/// The character that `&#…;` names, if there is one.
pub fn referenced_char(reference: &str) -> Option<char> {
    let digits = &reference[2..reference.len() - 1];
    let number = match digits.strip_prefix('x') {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    char::from_u32(number.ok()?).filter(|c| is_char(*c))
}

/// The character of a predefined entity.
pub fn predefined(name: &str) -> Option<&'static str> {
    Some(match name {
        "lt" => "<",
        "gt" => ">",
        "amp" => "&",
        "quot" => "\"",
        "apos" => "'",
        _ => return None,
    })
}

/// The token at the start of an element's contents, with its length. The locations of attributes of
/// a start tag go to `attributes`.
pub fn content(
    text: &str,
    namespaces: bool,
    attributes: &mut Vec<AttributeSpan>,
) -> Lexed<(Content, usize)> {
    let bytes = text.as_bytes();
    match *bytes.first().ok_or(Stop::Partial)? {
        b'<' => markup(text, namespaces, attributes),
        b'&' => {
            let (length, is_char) = reference(text, namespaces)?;
            Ok((if is_char { Content::CharRef } else { Content::EntityRef }, length))
        }
        b'\n' => Ok((Content::Newline, 1)),
        b'\r' => Ok(match bytes.get(1) {
            None => (Content::TrailingReturn, 1),
            Some(b'\n') => (Content::Newline, 2),
            Some(_) => (Content::Newline, 1),
        }),
        b']' => match (bytes.get(1), bytes.get(2)) {
            (None, _) => Ok((Content::TrailingBrackets, 1)),
            (Some(b']'), None) => Ok((Content::TrailingBrackets, 2)),
            (Some(b']'), Some(b'>')) => Err(Stop::Invalid(2)),
            _ => data(text, 1),
        },
        _ => data(text, 0),
    }
}

/// Characters without markup. They end before a `]` that is the last or second to last character of
/// the text.
fn data(text: &str, from: usize) -> Lexed<(Content, usize)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += plain(&text[at..], &CONTENT);
        if bytes.get(at) != Some(&b']') {
            break;
        }
        match (bytes.get(at + 1), bytes.get(at + 2)) {
            (Some(b']'), Some(b'>')) => return Err(Stop::Invalid(at + 2)),
            (None, _) | (Some(b']'), None) => break,
            _ => at += 1,
        }
    }
    if at == 0 { Err(Stop::Invalid(0)) } else { Ok((Content::Data, at)) }
}

fn markup(
    text: &str,
    namespaces: bool,
    attributes: &mut Vec<AttributeSpan>,
) -> Lexed<(Content, usize)> {
    const CDATA: &str = "<![CDATA[";
    match char_at(text, 1)? {
        '!' => match char_at(text, 2)? {
            '-' => match char_at(text, 3)? {
                '-' => Ok((Content::Comment, comment(text)?)),
                _ => Err(Stop::Invalid(3)),
            },
            '[' => {
                let common = text.bytes().zip(CDATA.bytes()).take_while(|(a, b)| a == b).count();
                match common {
                    n if n == CDATA.len() => Ok((Content::CdataOpen, n)),
                    n if n == text.len() => Err(Stop::Partial),
                    n => Err(Stop::Invalid(n)),
                }
            }
            _ => Err(Stop::Invalid(2)),
        },
        '?' => {
            let (length, is_declaration) = pi(text, namespaces)?;
            Ok((if is_declaration { Content::XmlDecl } else { Content::Pi }, length))
        }
        '/' => {
            let end = skip_space(text, name(text, 2, namespaces)?);
            match char_at(text, end)? {
                '>' => Ok((Content::EndTag, end + 1)),
                _ => Err(Stop::Invalid(end)),
            }
        }
        _ => start_tag(text, namespaces, attributes),
    }
}

fn start_tag(
    text: &str,
    namespaces: bool,
    attributes: &mut Vec<AttributeSpan>,
) -> Lexed<(Content, usize)> {
    attributes.clear();
    let mut at = name(text, 1, namespaces)?;
    loop {
        let spaced = skip_space(text, at);
        match char_at(text, spaced)? {
            '>' => return Ok((Content::StartTag, spaced + 1)),
            '/' => {
                return match char_at(text, spaced + 1)? {
                    '>' => Ok((Content::EmptyTag, spaced + 2)),
                    _ => Err(Stop::Invalid(spaced + 1)),
                };
            }
            _ if spaced == at => return Err(Stop::Invalid(at)),
            _ => {}
        }
        let name_end = name(text, spaced, namespaces)?;
        let equals = skip_space(text, name_end);
        if char_at(text, equals)? != '=' {
            return Err(Stop::Invalid(equals));
        }
        let quote = skip_space(text, equals + 1);
        let delimiter = char_at(text, quote)?;
        if !matches!(delimiter, '"' | '\'') {
            return Err(Stop::Invalid(quote));
        }
        let stops = if delimiter == '"' { &IN_DOUBLE_QUOTES } else { &IN_SINGLE_QUOTES };
        let mut end = quote + 1;
        loop {
            end += plain(&text[end..], stops);
            match char_at(text, end)? {
                c if c == delimiter => break,
                '&' => {
                    let (length, _) =
                        reference(&text[end..], namespaces).map_err(|s| s.moved(end))?;
                    end += length;
                }
                _ => return Err(Stop::Invalid(end)),
            }
        }
        attributes.push((spaced..name_end, quote + 1..end));
        at = end + 1;
    }
}

impl Stop {
    /// The same in text that begins `by` bytes earlier.
    pub fn moved(self, by: usize) -> Stop {
        match self {
            Stop::Partial => Stop::Partial,
            Stop::Invalid(at) => Stop::Invalid(at + by),
            Stop::Fault(Fault { code, at }) => Stop::Fault(code.at(at + by)),
        }
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Stop {
        Stop::Fault(fault)
    }
}

/// A token of a CDATA section, with its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cdata {
    /// Characters.
    Data,
    /// A line's end.
    Newline,
    /// `]]>`
    Close,
}

/// The token at the start of the rest of a CDATA section.
pub fn cdata(text: &str) -> Lexed<(Cdata, usize)> {
    let bytes = text.as_bytes();
    match *bytes.first().ok_or(Stop::Partial)? {
        b'\n' => Ok((Cdata::Newline, 1)),
        b'\r' => match bytes.get(1) {
            None => Err(Stop::Partial),
            Some(b'\n') => Ok((Cdata::Newline, 2)),
            Some(_) => Ok((Cdata::Newline, 1)),
        },
        b']' => match (bytes.get(1), bytes.get(2)) {
            (None, _) | (Some(b']'), None) => Err(Stop::Partial),
            (Some(b']'), Some(b'>')) => Ok((Cdata::Close, 3)),
            _ => Ok((Cdata::Data, 1 + plain(&text[1..], &IN_CDATA))),
        },
        _ => match plain(text, &IN_CDATA) {
            0 => Err(Stop::Invalid(0)),
            length => Ok((Cdata::Data, length)),
        },
    }
}

/// A token of the prolog and of declarations, with its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prolog {
    /// White space.
    Space,
    /// A name.
    Name,
    /// Characters of names that cannot begin one.
    NameToken,
    /// `#NAME`
    PoundName,
    /// A literal in quotes.
    Literal,
    /// `<!--…-->`
    Comment,
    /// `<?…?>`
    Pi,
    /// `<?xml …?>`
    XmlDecl,
    /// `<!NAME`
    DeclOpen,
    /// `>`
    DeclClose,
    /// `[`
    OpenBracket,
    /// `]`
    CloseBracket,
    /// `<![`
    SectionOpen,
    /// `]]>`
    SectionClose,
    /// `(`
    OpenParen,
    /// `)` and its suffix: `?`, `*`, `+`
    CloseParen(Repeat),
    /// A name and its suffix.
    RepeatedName(Repeat),
    /// `|`
    Or,
    /// `,`
    Comma,
    /// `%` alone
    Percent,
    /// `%name;`
    ParameterRef,
    /// `<` of the root's tag, without length.
    InstanceStart,
}

/// The quantifier of a particle of a content model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Repeat {
    /// Once.
    #[default]
    Once,
    /// `?`
    Optional,
    /// `*`
    Any,
    /// `+`
    Many,
}

impl Repeat {
    fn of(c: char) -> Option<Repeat> {
        Some(match c {
            '?' => Repeat::Optional,
            '*' => Repeat::Any,
            '+' => Repeat::Many,
            _ => return None,
        })
    }
}

/// The token at the start of a prolog or of a part of a document type definition. `last` says that no
/// more text follows, so that a name or white space at the end is complete.
pub fn prolog(text: &str, namespaces: bool, last: bool) -> Lexed<(Prolog, usize)> {
    let first = char_at(text, 0)?;
    let ends_token = |c: char| matches!(c, '>' | ')' | ',' | '|' | '[' | '%') || is_blank(c);
    match first {
        '<' => prolog_markup(text, namespaces),
        '\r' if text.len() == 1 && !last => Err(Stop::Partial),
        c if is_blank(c) => {
            let end = skip_space(text, 0);
            // Half of a line ending at the end of the text waits for the rest.
            let waits = !last && end == text.len() && text.ends_with('\r');
            Ok((Prolog::Space, end - usize::from(waits)))
        }
        '"' | '\'' => {
            let end = 1 + text[1..].find(|c| c == first || !is_char(c)).unwrap_or(text.len() - 1);
            if char_at(text, end)? != first {
                return Err(Stop::Invalid(end));
            }
            match char_at(text, end + 1) {
                Err(_) if last => Ok((Prolog::Literal, end + 1)),
                Err(stop) => Err(stop),
                Ok('>' | '%' | '[') => Ok((Prolog::Literal, end + 1)),
                Ok(c) if is_blank(c) => Ok((Prolog::Literal, end + 1)),
                Ok(_) => Err(Stop::Invalid(end + 1)),
            }
        }
        '[' => Ok((Prolog::OpenBracket, 1)),
        ']' => match char_at(text, 1) {
            Ok(']') => match char_at(text, 2)? {
                '>' => Ok((Prolog::SectionClose, 3)),
                _ => Ok((Prolog::CloseBracket, 1)),
            },
            Err(stop) if !last => Err(stop),
            _ => Ok((Prolog::CloseBracket, 1)),
        },
        '(' => Ok((Prolog::OpenParen, 1)),
        ')' => match char_at(text, 1) {
            Err(_) if last => Ok((Prolog::CloseParen(Repeat::Once), 1)),
            Err(stop) => Err(stop),
            Ok(c) => match Repeat::of(c) {
                Some(repeat) => Ok((Prolog::CloseParen(repeat), 2)),
                None if matches!(c, ')' | ',' | '|' | '>' | '%') || is_blank(c) => {
                    Ok((Prolog::CloseParen(Repeat::Once), 1))
                }
                None => Err(Stop::Invalid(1)),
            },
        },
        '|' => Ok((Prolog::Or, 1)),
        ',' => Ok((Prolog::Comma, 1)),
        '>' => Ok((Prolog::DeclClose, 1)),
        '%' => match char_at(text, 1) {
            Err(_) if last => Ok((Prolog::Percent, 1)),
            Err(stop) => Err(stop),
            Ok(c) if is_blank(c) || c == '%' => Ok((Prolog::Percent, 1)),
            Ok(_) => {
                let end = name(text, 1, namespaces)?;
                match char_at(text, end)? {
                    ';' => Ok((Prolog::ParameterRef, end + 1)),
                    _ => Err(Stop::Invalid(end)),
                }
            }
        },
        '#' => match name_at_end(text, 1, namespaces, last)? {
            end if end == text.len() || ends_token(char_at(text, end)?) => {
                Ok((Prolog::PoundName, end))
            }
            end => Err(Stop::Invalid(end)),
        },
        c if in_name(c) => {
            let starts = starts_name(c) && !(namespaces && c == ':');
            let end = match starts {
                true => name_at_end(text, 0, namespaces, last)?,
                false => token_at_end(text, last)?,
            };
            if end == text.len() {
                return Ok((if starts { Prolog::Name } else { Prolog::NameToken }, end));
            }
            let next = char_at(text, end)?;
            match Repeat::of(next) {
                Some(repeat) if starts => Ok((Prolog::RepeatedName(repeat), end + 1)),
                None if ends_token(next) => {
                    Ok((if starts { Prolog::Name } else { Prolog::NameToken }, end))
                }
                _ => Err(Stop::Invalid(end)),
            }
        }
        _ => Err(Stop::Invalid(0)),
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// The end of a name that may be at the end of the whole text.
fn name_at_end(text: &str, at: usize, namespaces: bool, last: bool) -> Lexed<usize> {
    match name(text, at, namespaces) {
        Err(Stop::Partial) if last && text.len() > at => Ok(text.len()),
        result => result,
    }
}

fn token_at_end(text: &str, last: bool) -> Lexed<usize> {
    match text.find(|c| !in_name(c)) {
        Some(end) => Ok(end),
        None if last => Ok(text.len()),
        None => Err(Stop::Partial),
    }
}

fn prolog_markup(text: &str, namespaces: bool) -> Lexed<(Prolog, usize)> {
    match char_at(text, 1)? {
        '!' => match char_at(text, 2)? {
            '-' => match char_at(text, 3)? {
                '-' => Ok((Prolog::Comment, comment(text)?)),
                _ => Err(Stop::Invalid(3)),
            },
            '[' => Ok((Prolog::SectionOpen, 3)),
            c if c.is_ascii_alphabetic() || c == '_' => {
                let mut end = 3;
                loop {
                    let c = char_at(text, end)?;
                    match c {
                        c if c.is_ascii_alphabetic() || c == '_' => end += 1,
                        c if is_blank(c) => break,
                        // A parameter reference may follow directly, but not with white space.
                        '%' => match char_at(text, end + 1)? {
                            c if is_blank(c) || c == '%' => return Err(Stop::Invalid(end)),
                            _ => break,
                        },
                        _ => return Err(Stop::Invalid(end)),
                    }
                }
                Ok((Prolog::DeclOpen, end))
            }
            _ => Err(Stop::Invalid(2)),
        },
        '?' => {
            let (length, is_declaration) = pi(text, namespaces)?;
            Ok((if is_declaration { Prolog::XmlDecl } else { Prolog::Pi }, length))
        }
        c if starts_name(c) => Ok((Prolog::InstanceStart, 0)),
        _ => Err(Stop::Invalid(1)),
    }
}

/// Whether a public identifier contains only allowed characters; else the position of the first
/// other one.
pub fn public_id(id: &str) -> Result<(), usize> {
    let is_allowed = |c: char| {
        c.is_ascii_alphanumeric() || is_blank(c) && c != '\t' || "-'()+,./:=?;!*#@$_%".contains(c)
    };
    match id.find(|c| !is_allowed(c)) {
        None => Ok(()),
        Some(at) => Err(at),
    }
}

/// A public identifier with each run of white space replaced by one space, and none at the ends.
pub fn normalized(id: &str) -> String {
    id.split(is_blank).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Text whose line endings are all `\n`.
pub fn with_line_feeds(text: &str) -> String {
    match text.contains('\r') {
        true => text.replace("\r\n", "\n").replace('\r', "\n"),
        false => text.to_string(),
    }
}

/// The parts of an XML or text declaration.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Declaration {
    /// `version`
    pub version: Option<String>,
    /// `encoding`
    pub encoding: Option<String>,
    /// `standalone`
    pub standalone: Option<bool>,
}

/// Reads `<?xml …?>`, of a document or of an external entity.
///
/// # Errors
/// A fault with the byte at which it is not well-formed.
pub fn declaration(text: &str, is_entity: bool) -> Result<Declaration, Fault> {
    let code = if is_entity { Code::TextDecl } else { Code::XmlDecl };
    let end = text.len() - 2;
    let inside = &text[..end];
    let mut result = Declaration::default();
    let mut at = 5;
    let mut stage = 0;
    loop {
        let start = skip_space(inside, at);
        if start == end {
            break;
        }
        if start == at {
            return Err(code.at(at));
        }
        let length = inside[start..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let key = &inside[start..start + length];
        let equals = skip_space(inside, start + length);
        if inside.as_bytes().get(equals) != Some(&b'=') {
            return Err(code.at(equals));
        }
        let quote = skip_space(inside, equals + 1);
        let delimiter = match inside.as_bytes().get(quote) {
            Some(quote @ (b'"' | b'\'')) => *quote as char,
            _ => return Err(code.at(quote)),
        };
        let value_start = quote + 1;
        let length = inside[value_start..].find(delimiter).ok_or(code.at(end))?;
        let value = &inside[value_start..value_start + length];
        let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        match key {
            "version" if stage == 0 && value.chars().all(is_word) => {
                result.version = Some(value.to_string());
                stage = 1;
            }
            "encoding"
                if (stage == 1 || is_entity && stage == 0)
                    && value.chars().all(is_word)
                    && value.starts_with(|c: char| c.is_ascii_alphabetic()) =>
            {
                result.encoding = Some(value.to_string());
                stage = 2;
            }
            "standalone" if matches!(stage, 1 | 2) && !is_entity => {
                result.standalone = Some(match value {
                    "yes" => true,
                    "no" => false,
                    _ => return Err(code.at(value_start)),
                });
                stage = 3;
            }
            "version" if stage == 0 => return Err(code.at(value_start)),
            "encoding" if stage == 1 => return Err(code.at(value_start)),
            _ => return Err(code.at(start)),
        }
        at = value_start + length + 1;
    }
    let is_complete = if is_entity { result.encoding.is_some() } else { stage > 0 };
    if is_complete { Ok(result) } else { Err(code.at(end)) }
}
