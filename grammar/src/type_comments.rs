//! Type comments (PEP 484): `# type: …` after a header, an assignment or a parameter, and `# type:
//! ignore`.
//!
//! The parser does not see comments. They are found among the tokens, each with the place where the
//! grammar of CPython would accept it; the builder of the tree claims them by place, and unclaimed
//! ones are errors.

use crate::ast::Span;
use crate::error::SyntaxError;
use crate::tokenize::{SourceToken, TokenKind, tokenize};
use std::cell::RefCell;
use std::collections::HashMap;

/// The place of a type comment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommentPlace {
    /// After the colon of the `def`, `for` or `with` that starts at this offset, or between it and
    /// the body of a `def`.
    Heading(u32),
    /// Behind the parameter that starts at this offset.
    Parameter(u32),
    /// At the end of a line, after the token that ends at this offset.
    LineEnd(u32),
}

/// The comments of a text that have not been claimed yet.
#[derive(Debug, Default)]
pub struct TypeComments {
    /// The comments by place: token and contents.
    places: RefCell<HashMap<CommentPlace, (Span, String)>>,
    /// The first error that does not depend on the tree.
    error: Option<SyntaxError>,
    /// The offset of each `# type: ignore`, and what follows the word.
    pub ignores: Vec<(u32, String)>,
}

impl TypeComments {
    /// Finds the type comments of a text.
    pub fn find(source: &str) -> TypeComments {
        // The tokenizer needs a line ending on the last line.
        let text = format!("{source}\n");
        let (tokens, _) = tokenize(&text);
        let mut reader =
            Reader { text: &text, line: Vec::new(), depth: 0, heading: None, params: None };
        let mut found = TypeComments::default();
        for (index, token) in tokens.iter().enumerate() {
            match token.kind {
                TokenKind::Comment => {
                    let Some((at, is_ignore)) = contents(reader.text_of(token)) else { continue };
                    let start = token.span.start + at as u32;
                    let mut contents = text[start as usize..token.span.end as usize].to_string();
                    if is_ignore {
                        // A comment alone on its line includes the line ending.
                        let before = &text[..token.span.start as usize];
                        let is_alone = before.trim_end_matches([' ', '\t', '\x0c']);
                        if is_alone.is_empty() || is_alone.ends_with(['\r', '\n']) {
                            contents.push('\n');
                        }
                        found.ignores.push((token.span.start, contents));
                        continue;
                    }
                    let mut span = Span::new(start, token.span.end);
                    let next = next(&tokens[index..]);
                    let place = reader.place(next);
                    if reader.is_seen_late(&place) || found.has(&place) {
                        span = next.map_or(span, |token| token.span);
                    }
                    found.add(span, contents, place);
                }
                _ => reader.read(token),
            }
        }
        found
    }

    fn has(&self, place: &Result<CommentPlace, &str>) -> bool {
        place.is_ok_and(|place| self.places.borrow().contains_key(&place))
    }

    fn add(&mut self, span: Span, contents: String, place: Result<CommentPlace, &str>) {
        let fault = match place {
            Ok(place) => {
                let places = self.places.get_mut();
                if let std::collections::hash_map::Entry::Vacant(entry) = places.entry(place) {
                    entry.insert((span, contents));
                    return;
                }
                match place {
                    CommentPlace::Heading(_) => "Cannot have two type comments on def",
                    _ => "invalid syntax",
                }
            }
            Err(fault) => fault,
        };
        self.error.get_or_insert_with(|| SyntaxError::new(fault, span));
    }

    /// The comment at a place, if there is one. It counts as used from then on.
    pub fn claim(&self, place: CommentPlace) -> Option<String> {
        Some(self.places.borrow_mut().remove(&place)?.1)
    }

    /// Whether every comment was claimed.
    ///
    /// # Errors
    /// The first comment in a place where none is allowed.
    pub fn finish(&self) -> Result<(), SyntaxError> {
        let unclaimed = self.places.borrow();
        let first = unclaimed.values().map(|(span, _)| *span).min_by_key(|span| span.start);
        let unclaimed = first.map(|span| SyntaxError::new("invalid syntax", span));
        let errors = unclaimed.into_iter().chain(self.error.clone());
        errors.min_by_key(|error| error.span.start).map_or(Ok(()), Err)
    }
}

/// The first token that is neither a comment nor the end of an empty line.
fn next(tokens: &[SourceToken]) -> Option<&SourceToken> {
    tokens.iter().find(|token| !matches!(token.kind, TokenKind::Nl | TokenKind::Comment))
}

/// Where the contents of a type comment start, and whether it is `ignore`.
fn contents(comment: &str) -> Option<(usize, bool)> {
    let blank = [' ', '\t'];
    let rest = comment.strip_prefix('#')?.trim_start_matches(blank);
    let rest = rest.strip_prefix("type:")?.trim_start_matches(blank);
    // A tag may follow: `ignore[…]`, but `ignored` is a type.
    match rest.strip_prefix("ignore") {
        Some(tag) if !tag.starts_with(|c: char| !c.is_ascii() || c.is_ascii_alphanumeric()) => {
            Some((comment.len() - tag.len(), true))
        }
        _ => Some((comment.len() - rest.len(), false)),
    }
}

/// The parameters of a `def` read so far.
#[derive(Default)]
struct Params {
    /// Whether the next token starts a parameter.
    starts: bool,
    /// Where the latest parameter starts; none after `/` or a bare `*`.
    latest: Option<u32>,
    /// Whether the latest item is a bare `*`.
    bare_star: bool,
    /// Lambdas in defaults whose colon has not been read.
    lambdas: usize,
}

struct Reader<'s> {
    text: &'s str,
    /// The tokens of the logical line.
    line: Vec<SourceToken>,
    /// Open brackets.
    depth: usize,
    /// The start of the `def` whose header was the last line.
    heading: Option<u32>,
    /// The parameters of the `def` of this line, from their bracket on.
    params: Option<Params>,
}

impl Reader<'_> {
    fn text_of(&self, token: &SourceToken) -> &str {
        &self.text[token.span.start as usize..token.span.end as usize]
    }

    /// The keyword that starts the line, after `async`.
    fn keyword(&self) -> &str {
        let words = self.line.iter().map(|token| self.text_of(token));
        words.take(2).find(|word| *word != "async").unwrap_or_default()
    }

    fn ends_with(&self, spelling: &str) -> bool {
        self.line.last().is_some_and(|token| self.text_of(token) == spelling)
    }

    /// Notes a token that is not a comment.
    fn read(&mut self, token: &SourceToken) {
        match token.kind {
            TokenKind::Nl | TokenKind::Dedent | TokenKind::EndMarker => return,
            TokenKind::Indent => return self.heading = None,
            TokenKind::Newline => {
                let is_heading = self.keyword() == "def" && self.ends_with(":");
                self.heading = self.line.first().filter(|_| is_heading).map(|t| t.span.start);
                self.line.clear();
                self.params = None;
                return;
            }
            _ => {}
        }
        let is_operator = token.kind == TokenKind::Op;
        let spelling = self.text_of(token).to_string();
        if self.depth == 1 {
            self.parameter(&spelling, token.span.start);
        }
        match spelling.as_str() {
            "(" | "[" | "{" if is_operator => {
                if self.depth == 0 && spelling == "(" && self.keyword() == "def" {
                    let starts = Params { starts: true, ..Params::default() };
                    // A bracket after the parameters is part of the annotation.
                    self.params.get_or_insert(starts);
                }
                self.depth += 1;
            }
            ")" | "]" | "}" if is_operator => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.line.push(*token);
    }

    /// Notes a token directly inside the first brackets of a `def`.
    fn parameter(&mut self, spelling: &str, start: u32) {
        let Some(params) = &mut self.params else { return };
        match spelling {
            "," if params.lambdas == 0 => {
                params.starts = true;
                return;
            }
            "lambda" => params.lambdas += 1,
            ":" => params.lambdas = params.lambdas.saturating_sub(1),
            _ => {}
        }
        if params.starts {
            params.bare_star = matches!(spelling, "*" | "**");
            params.latest = (!matches!(spelling, "*" | "**" | "/")).then_some(start);
            params.starts = params.bare_star;
        }
    }

    /// Whether a misplaced comment can be recognized only at the next token: a parameter may have
    /// one without a comma at the end of the list.
    fn is_seen_late(&self, place: &Result<CommentPlace, &str>) -> bool {
        let latest = self.params.as_ref().and_then(|params| params.latest);
        place.is_err() && self.depth == 1 && latest.is_some() && !self.ends_with(",")
    }

    /// The place of a comment before the token `next`, or what is wrong with it.
    fn place(&self, next: Option<&SourceToken>) -> Result<CommentPlace, &'static str> {
        let misplaced = Err("invalid syntax");
        let Some(last) = self.line.last() else {
            let opens = next.is_some_and(|token| token.kind == TokenKind::Indent);
            return self
                .heading
                .filter(|_| opens)
                .map(CommentPlace::Heading)
                .ok_or("invalid syntax");
        };
        if self.depth == 0 {
            let heads = matches!(self.keyword(), "def" | "for" | "with");
            return match self.ends_with(":") {
                true if heads => Ok(CommentPlace::Heading(self.line[0].span.start)),
                true => misplaced,
                false => Ok(CommentPlace::LineEnd(last.span.end)),
            };
        }
        let params = match &self.params {
            Some(params) if self.depth == 1 && self.is_in_params() => params,
            _ => return misplaced,
        };
        let closes = next.is_some_and(|token| self.text_of(token) == ")");
        match params.latest {
            _ if self.ends_with(",") && params.bare_star => {
                Err("bare * has associated type comment")
            }
            Some(start) if self.ends_with(",") && params.lambdas == 0 => {
                Ok(CommentPlace::Parameter(start))
            }
            Some(start) if closes && !self.ends_with(",") => Ok(CommentPlace::Parameter(start)),
            _ => misplaced,
        }
    }

    /// Whether the open bracket is that of the parameters, and not one of the annotation.
    fn is_in_params(&self) -> bool {
        !self.line.iter().any(|token| self.text_of(token) == "->")
    }
}
