//! Tab completion.

use super::cursor::{Cursor, Place};
use super::modules;
use super::resolve::Resolver;
use crate::introspection::look::{self, Known};
use crate::introspection::parameters::Parameters;
use crate::objects::dict::Dict;
use crate::runtime::Ref;
use crate::text::repr::str_repr;
use crate::vm::Vm;
use hob_grammar::ast::Span;
use hob_grammar::token::Tok;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The maximum number of dictionary keys to offer.
const MAX_KEYS: usize = 1000;

/// The possible replacements for the text from `start` up to the cursor.
#[derive(Debug, Default)]
pub struct Completions {
    /// A byte offset.
    pub start: usize,
    /// The candidates, most likely first.
    pub candidates: Vec<Candidate>,
}

/// A completion candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The text to insert.
    pub replacement: String,
    /// The text to show in the list.
    pub display: String,
}

impl Candidate {
    fn same(text: impl Into<String>) -> Candidate {
        let text = text.into();
        Candidate { display: text.clone(), replacement: text }
    }
}

/// Keywords that begin a statement, as inserted.
const STATEMENTS: &[&str] = &[
    "assert ",
    "async ",
    "break",
    "class ",
    "continue",
    "def ",
    "del ",
    "elif ",
    "else",
    "except",
    "finally",
    "for ",
    "from ",
    "global ",
    "if ",
    "import ",
    "match ",
    "nonlocal ",
    "pass",
    "raise ",
    "return",
    "try",
    "type ",
    "while ",
    "with ",
];

/// Keywords that an expression may contain.
const EXPRESSIONS: &[&str] = &[
    "False", "None", "True", "and ", "as ", "async ", "await ", "else ", "for ", "from ", "if ",
    "in ", "is ", "lambda", "not ", "or ", "yield",
];

/// Words that can follow an operand.
const OPERATORS: &[&str] =
    &["and ", "as ", "async ", "else ", "for ", "from ", "if ", "in ", "is ", "not ", "or "];

fn words(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| word.to_string()).collect()
}

/// Completions at the byte offset `position` of a text, in a session with the variables of
/// `namespace`. Runs no code of the program.
pub fn complete(vm: &Vm, namespace: &Ref<Dict>, text: &str, position: usize) -> Completions {
    let cursor = Cursor::new(text, position);
    let resolver = Resolver { vm, namespace, cursor: &cursor };
    let completer =
        Completer { vm, namespace, cursor: &cursor, resolver, behind: &text[cursor.text.len()..] };
    match cursor.place {
        Place::Code { word } => completer.code(word),
        Place::Text { opening, content } => completer.string(opening, content),
        Place::Elsewhere => Completions { start: cursor.text.len(), candidates: Vec::new() },
    }
}

struct Completer<'a> {
    vm: &'a Vm,
    namespace: &'a Ref<Dict>,
    cursor: &'a Cursor<'a>,
    resolver: Resolver<'a>,
    /// The text after the cursor.
    behind: &'a str,
}

impl Completer<'_> {
    fn code(&self, word: usize) -> Completions {
        let typed = &self.cursor.text[word..];
        let end = self.cursor.tokens.len();
        let candidates = match self.import(typed) {
            Some(names) => names,
            None => match self.cursor.kind_before(end) {
                Some(Tok::Dot) => chosen(self.attributes(end - 1), typed),
                Some(Tok::Def | Tok::Class) => Vec::new(),
                Some(Tok::Async) => chosen(words(&["def ", "for ", "with "]), typed),
                Some(_) if self.follows_operand(end) => chosen(words(OPERATORS), typed),
                _ => self.names(typed),
            },
        };
        Completions { start: word, candidates }
    }

    /// Whether an operand ends before this token, so that only an operator can follow.
    fn follows_operand(&self, end: usize) -> bool {
        let cursor = self.cursor;
        let Some(last) = end.checked_sub(1) else { return false };
        match cursor.tokens[last].kind {
            Tok::Name => {
                let is_word = matches!(cursor.text_of(last), "match" | "case" | "type");
                !(is_word && cursor.statement() == last)
            }
            Tok::RightParen | Tok::RightBracket | Tok::RightBrace | Tok::FStringEnd => true,
            kind => kind.is_atom(),
        }
    }

    /// The attributes of the object before the dot at this token.
    fn attributes(&self, dot: usize) -> BTreeSet<String> {
        let known = self.resolver.primary_before(dot);
        let mut names: BTreeSet<String> =
            known.iter().flat_map(|known| known.attribute_names(self.vm)).collect();
        names.extend(self.attributes_in_text(dot, known.is_none()));
        names
    }

    /// Attributes of the same object elsewhere in the text: those that the current method assigns
    /// on `self`, and the other methods of the class.
    fn attributes_in_text(&self, dot: usize, is_unknown: bool) -> Vec<String> {
        let cursor = self.cursor;
        let is_name =
            |i: usize, name: &str| cursor.kind(i) == Some(Tok::Name) && cursor.text_of(i) == name;
        let Some(receiver) = dot.checked_sub(1).filter(|i| cursor.kind(*i) == Some(Tok::Name))
        else {
            return Vec::new();
        };
        if cursor.kind_before(receiver) == Some(Tok::Dot) {
            return Vec::new();
        }
        let name = cursor.text_of(receiver);
        let is_self = is_unknown && matches!(name, "self" | "cls");
        let class = (0..dot).rev().find(|i| cursor.kind(*i) == Some(Tok::Class)).unwrap_or(dot);
        let mut names = Vec::new();
        for i in 1..dot {
            let used = cursor.kind(i) == Some(Tok::Dot) && is_name(i - 1, name);
            let method = is_self && i > class && cursor.kind(i) == Some(Tok::Def);
            if (used || method) && cursor.kind(i + 1) == Some(Tok::Name) {
                names.push(cursor.text_of(i + 1).to_string());
            }
        }
        names
    }

    /// Completions of `import` and `from` statements; none for other statements.
    fn import(&self, typed: &str) -> Option<Vec<Candidate>> {
        let cursor = self.cursor;
        let (start, end) = (cursor.statement(), cursor.tokens.len());
        let first = cursor.kind(start).filter(|kind| matches!(kind, Tok::Import | Tok::From))?;
        // The last of several names begins after the last comma.
        let separates =
            |i: &usize| matches!(cursor.kind(*i), Some(Tok::Comma | Tok::Import | Tok::LeftParen));
        let last = (start..end).rev().find(separates).map_or(start + 1, |i| i + 1);
        let import = (start + 1..end).find(|i| cursor.kind(*i) == Some(Tok::Import));
        let text =
            |from: usize, to: usize| (from..to).map(|i| cursor.text_of(i)).collect::<String>();
        let names = match (first, import) {
            (Tok::From, Some(import)) => {
                if last != end {
                    return Some(Vec::new());
                }
                let module = text(start + 1, import);
                let name = module.trim_start_matches('.');
                let module = modules::absolute(self.namespace, module.len() - name.len(), name);
                let all = typed.starts_with('_');
                module.map(|module| modules::contents(self.vm, &module, all)).unwrap_or_default()
            }
            _ => {
                let from = if first == Tok::From { start + 1 } else { last };
                let before = text(from, end);
                let is_path = before.is_empty() || before.ends_with('.');
                if !is_path {
                    let word = if first == Tok::From { "import " } else { "as " };
                    let fits = word.starts_with(typed);
                    return Some(fits.then(|| Candidate::same(word)).into_iter().collect());
                }
                let name = before.trim_start_matches('.');
                let package = name.trim_end_matches('.');
                let package = modules::absolute(self.namespace, before.len() - name.len(), package);
                package.map(|package| modules::children(self.vm, &package)).unwrap_or_default()
            }
        };
        Some(chosen(names, typed))
    }

    /// Variables and builtins, preceded by the parameters of the call.
    fn names(&self, typed: &str) -> Vec<Candidate> {
        let end = self.cursor.tokens.len();
        let mut candidates = self.keyword_arguments(typed);
        candidates.extend(self.keys(typed));
        let mut names: BTreeSet<String> = look::keys(self.namespace).collect();
        for i in 0..end {
            if self.binds(i) {
                names.insert(self.cursor.text_of(i).to_string());
            }
        }
        // Without a prefix, the builtins would hide everything else.
        if !typed.is_empty() {
            names.extend(look::keys(&self.vm.builtins));
            let begins = self.cursor.statement() == end;
            let all =
                if begins { [STATEMENTS, EXPRESSIONS].concat() } else { EXPRESSIONS.to_vec() };
            names.extend(words(&all));
        }
        candidates.extend(chosen(names, typed));
        candidates
    }

    /// Whether the token is a name bound in the text, other than an attribute or keyword argument.
    fn binds(&self, i: usize) -> bool {
        let cursor = self.cursor;
        if cursor.kind(i) != Some(Tok::Name) {
            return false;
        }
        let before = cursor.kind_before(i);
        let inside = cursor.open.iter().any(|opening| *opening < i);
        let assigned = match cursor.kind(i + 1) {
            Some(Tok::Equal) => before != Some(Tok::Dot) && !inside,
            Some(Tok::Walrus | Tok::In) => before != Some(Tok::Dot),
            _ => false,
        };
        assigned
            || matches!(before, Some(Tok::Def | Tok::Class | Tok::As | Tok::For | Tok::Import))
            || (matches!(before, Some(Tok::LeftParen | Tok::Comma | Tok::Star | Tok::DoubleStar))
                && self.resolver.is_parameter(i))
    }

    /// `name=` for each parameter of the call around the cursor, where an argument can begin.
    fn keyword_arguments(&self, typed: &str) -> Vec<Candidate> {
        let end = self.cursor.tokens.len();
        let Some(call) = Call::around(self.cursor, &self.resolver) else { return Vec::new() };
        let begins = matches!(self.cursor.kind_before(end), Some(Tok::LeftParen | Tok::Comma));
        let in_call = self.cursor.open.last() == Some(&call.opening);
        if !begins || !in_call {
            return Vec::new();
        }
        let Some(parameters) = Parameters::of(self.vm, &call.callee) else { return Vec::new() };
        let taken =
            parameters.items.iter().filter(|item| item.takes_position()).take(call.positional);
        let mut given: Vec<&str> = taken.map(|item| item.name.as_str()).collect();
        given.extend(call.keywords.iter().map(String::as_str));
        let offered = parameters.items.iter().filter(|item| {
            item.takes_keyword() && !given.contains(&item.name.as_str()) && fits(&item.name, typed)
        });
        let mark = if self.behind.starts_with('=') { "" } else { "=" };
        offered.map(|item| Candidate::same(format!("{}{mark}", item.name))).collect()
    }

    /// The keys of the dictionary whose subscript begins at the cursor.
    fn keys(&self, typed: &str) -> Vec<Candidate> {
        let end = self.cursor.tokens.len();
        match (self.cursor.kind_before(end), typed) {
            (Some(Tok::LeftBracket), "") => {
                self.dictionary(end - 1).iter().map(|key| self.key(key, "", str_repr)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn key(&self, key: &str, typed: &str, write: impl Fn(&str) -> String) -> Candidate {
        debug_assert!(key.starts_with(typed));
        let close = if self.behind.starts_with(']') { "" } else { "]" };
        Candidate { replacement: format!("{}{close}", write(key)), display: str_repr(key) }
    }

    /// The string keys of the dictionary before the bracket at this token.
    fn dictionary(&self, bracket: usize) -> Vec<String> {
        match self.resolver.primary_before(bracket) {
            Some(Known::Value(value)) => match value.get::<Dict>() {
                Some(dict) => look::keys(dict).take(MAX_KEYS).collect(),
                None => Vec::new(),
            },
            _ => Vec::new(),
        }
    }

    /// Inside a string: the keys of the dictionary before it, or file paths.
    fn string(&self, opening: Span, content: usize) -> Completions {
        let typed = &self.cursor.text[content..];
        let quotes = &self.cursor.text[opening.start as usize..opening.end as usize];
        let (prefix, quote) = quotes.split_at(quotes.find(['\'', '"']).unwrap_or(0));
        let is_open = |i: usize| self.cursor.tokens[i].span.start == opening.start;
        let mut end = self.cursor.tokens.len();
        while end > 0 && is_open(end - 1) {
            end -= 1;
        }
        if prefix.is_empty()
            && !typed.contains('\\')
            && self.cursor.kind_before(end) == Some(Tok::LeftBracket)
        {
            let closing = if self.behind.starts_with(quote) { "" } else { quote };
            let write = |key: &str| format!("{}{closing}", escaped(key, quote));
            let keys = self.dictionary(end - 1);
            let keys = keys.iter().filter(|key| key.starts_with(typed));
            let candidates: Vec<Candidate> = match closing {
                "" => keys.map(|key| Candidate::same(escaped(key, quote))).collect(),
                _ => keys.map(|key| self.key(key, typed, write)).collect(),
            };
            if !candidates.is_empty() {
                return Completions { start: content, candidates };
            }
        }
        let start = content + typed.rfind('/').map_or(0, |at| at + 1);
        Completions { start, candidates: paths(typed, quote) }
    }
}

/// The call that contains the cursor.
pub struct Call {
    /// The callee.
    pub callee: Known,
    /// The index of the parenthesis.
    pub opening: usize,
    /// The number of positional arguments before the cursor.
    pub positional: usize,
    /// The names of the arguments given by name, before the one at the cursor.
    pub keywords: Vec<String>,
    /// The name of the argument at the cursor, if it has one.
    pub current: Option<String>,
}

impl Call {
    /// The innermost call whose parenthesis is open at the cursor.
    pub fn around(cursor: &Cursor<'_>, resolver: &Resolver<'_>) -> Option<Call> {
        let callee_of = |opening: usize| {
            let start = cursor.primary(opening)?;
            let defines = matches!(cursor.kind_before(start), Some(Tok::Def | Tok::Class));
            if defines { None } else { resolver.primary_before(opening) }
        };
        let is_call = |opening: &&usize| {
            let before = cursor.kind_before(**opening);
            cursor.kind(**opening) == Some(Tok::LeftParen)
                && matches!(before, Some(Tok::Name | Tok::RightParen | Tok::RightBracket))
        };
        let opening = *cursor.open.iter().rev().find(is_call)?;
        let callee = callee_of(opening)?;
        let mut call = Call { callee, opening, positional: 0, keywords: Vec::new(), current: None };
        let mut i = opening + 1;
        let mut start = i;
        loop {
            let kind = cursor.kind(i);
            if matches!(kind, None | Some(Tok::Comma)) {
                let is_named = cursor.kind(start) == Some(Tok::Name)
                    && cursor.kind(start + 1) == Some(Tok::Equal);
                let name = is_named.then(|| cursor.text_of(start).to_string());
                match (kind, name) {
                    (None, name) => {
                        call.current = name;
                        return Some(call);
                    }
                    (_, Some(name)) => call.keywords.push(name),
                    (_, None) => call.positional += 1,
                }
                start = i + 1;
            }
            // Commas inside an open bracket do not belong to the call.
            i = match cursor.partner(i) {
                Some(partner) if partner > i => partner + 1,
                _ if cursor.open.contains(&i) => cursor.tokens.len(),
                _ => i + 1,
            };
        }
    }
}

/// Whether to offer a name: private names only after an underscore.
fn fits(name: &str, typed: &str) -> bool {
    let private = name.starts_with('_') && !typed.starts_with('_');
    // `__x__` is offered only after two underscores.
    let special = name.starts_with("__") && typed == "_" && name.ends_with("__");
    name.starts_with(typed) && !private && !special
}

/// The words that start with `typed`, in order.
fn chosen(words: BTreeSet<String>, typed: &str) -> Vec<Candidate> {
    let shown = words.into_iter().filter(|word| fits(word, typed));
    let candidate =
        |word: String| Candidate { display: word.trim().to_string(), replacement: word };
    shown.map(candidate).collect()
}

/// The text as written in a literal with these quotes.
fn escaped(text: &str, quote: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if quote.starts_with(c) => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\x{:02x}", c as u32)),
            c => out.push(c),
        }
    }
    out
}

/// The files and folders that complete a path.
fn paths(typed: &str, quote: &str) -> Vec<Candidate> {
    if typed.contains(['\n', '\\', '{']) {
        return Vec::new();
    }
    let (folder, name) =
        typed.rsplit_once('/').map_or(("", typed), |(folder, name)| (folder, name));
    let folder = match (folder, typed.starts_with('/')) {
        ("", true) => PathBuf::from("/"),
        ("", false) => PathBuf::from("."),
        (folder, _) => match (folder.strip_prefix('~'), std::env::home_dir()) {
            (Some(rest), Some(home)) if rest.is_empty() || rest.starts_with('/') => {
                home.join(rest.trim_start_matches('/'))
            }
            _ => PathBuf::from(folder),
        },
    };
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let Ok(entry_name) = entry.file_name().into_string() else { continue };
        let hidden = entry_name.starts_with('.') && !name.starts_with('.');
        if entry_name.starts_with(name) && !hidden {
            let slash = if entry.path().is_dir() { "/" } else { "" };
            found.insert(format!("{}{slash}", escaped(&entry_name, quote)));
        }
    }
    found.into_iter().map(Candidate::same).collect()
}
