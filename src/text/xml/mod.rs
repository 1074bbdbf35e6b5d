//! An incremental XML parser with Expat's behaviour: the same events in the same order, the same
//! positions, the same errors.
//!
//! Bytes go in with [`Parser::feed`]; [`Parser::next`] returns the events that they complete, one
//! at a time, so that no state is borrowed while a handler runs. An incomplete token waits for more
//! bytes. Entities in the text are sources on a stack, with the document at the bottom.
//!
//! Names follow the fifth edition of XML 1.0; Expat's tables are those of the fourth.

mod attributes;
mod content;
mod declarations;
mod dtd;
pub mod error;
mod input;
mod lexer;
mod prolog;

pub use dtd::{Model, ModelKind, Particle};
pub use error::Code;
pub use input::Position;
pub use lexer::Repeat;

use attributes::Namespaces;
use dtd::Dtd;
use error::Fault;
use input::Encoding;
use lexer::{AttributeSpan, Stop};
use prolog::Prolog;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ops::Range;
use std::rc::Rc;

/// The maximum ratio of processed to input bytes.
pub const MAXIMUM_AMPLIFICATION: u64 = 100;

/// The number of processed bytes from which the ratio is checked.
pub const AMPLIFICATION_THRESHOLD: u64 = 8 * 1024 * 1024;

/// Something in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Event {
    StartElement {
        name: String,
        attributes: Vec<(String, String)>,
        specified: usize,
        empty: bool,
    },
    EndElement {
        name: String,
        empty: bool,
    },
    Characters(String),
    Pi {
        target: String,
        data: String,
    },
    Comment(String),
    StartCdata,
    EndCdata,
    StartNamespace {
        prefix: Option<String>,
        uri: Option<String>,
    },
    EndNamespace {
        prefix: Option<String>,
    },
    XmlDecl {
        version: Option<String>,
        encoding: Option<String>,
        standalone: Option<bool>,
    },
    StartDoctype {
        name: String,
        ids: Box<ExternalId>,
        has_subset: bool,
    },
    EndDoctype,
    ElementDecl {
        name: String,
        model: Model,
    },
    AttlistDecl {
        element: String,
        name: String,
        kind: String,
        default: Option<String>,
        required: bool,
    },
    EntityDecl {
        name: String,
        is_parameter: bool,
        value: Option<Rc<str>>,
        ids: Box<ExternalId>,
        notation: Option<String>,
    },
    UnparsedEntityDecl {
        name: String,
        ids: Box<ExternalId>,
        notation: String,
    },
    NotationDecl {
        name: String,
        ids: Box<ExternalId>,
    },
    SkippedEntity {
        name: String,
        is_parameter: bool,
    },
    /// Wants a [`Parser::reply`].
    ExternalEntity {
        context: Option<String>,
        ids: Box<ExternalId>,
    },
    /// Wants a [`Parser::reply`].
    NotStandalone,
    /// Wants [`Parser::set_table`].
    UnknownEncoding(String),
    /// Markup that is part of an event of another handler.
    Markup(Hears),
}

/// Base, system and public identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct ExternalId {
    pub base: Option<String>,
    pub system: Option<String>,
    pub public: Option<String>,
}

/// The handler that hears of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Hears {
    Nobody,
    StartDoctype,
    EndDoctype,
    Entity,
    Notation,
    Attlist,
    Element,
}

/// Whether external parameter entities are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ParameterEntities {
    /// Never.
    #[default]
    Never,
    /// In documents that are not standalone.
    UnlessStandalone,
    /// Always.
    Always,
}

/// The settings of a parser, which may change between events.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The text between namespace and name; none without namespaces.
    pub separator: Option<Option<char>>,
    /// Whether names end with their prefix.
    pub shows_prefixes: bool,
    /// Whether references to internal entities are replaced.
    pub expands_entities: bool,
    /// Whether there is a handler of external entities.
    pub hears_external: bool,
    /// Whether there is a handler for documents that are not standalone.
    pub hears_not_standalone: bool,
    /// Whether external parameter entities are read.
    pub parameter_entities: ParameterEntities,
    /// Whether documents receive an external subset that they do not name.
    pub foreign_dtd: bool,
    /// Whether an incomplete token is examined again only when there is much more of it.
    pub defers_reparsing: bool,
    /// The base of system identifiers.
    pub base: Option<String>,
}

/// The text being read: the document, or an entity inside it.
struct Source {
    text: SourceText,
    at: usize,
    /// The entity's name, and whether it is a parameter entity.
    entity: Option<(String, bool)>,
    /// The number of open tags at its start.
    level: usize,
    /// Whether it began between declarations.
    between: bool,
}

enum SourceText {
    Document(String),
    Entity(Rc<str>),
}

impl Source {
    fn rest(&self) -> &str {
        match &self.text {
            SourceText::Document(text) => &text[self.at..],
            SourceText::Entity(text) => &text[self.at..],
        }
    }

    fn part(&self, range: Range<usize>) -> &str {
        match &self.text {
            SourceText::Document(text) => &text[range],
            SourceText::Entity(text) => &text[range],
        }
    }
}

/// The part of the document that is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Prolog,
    Content,
    Cdata,
    Epilog,
}

/// The reply that a parser waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    External,
    ParameterEntity,
    ExternalSubset { named: bool, had_refs: bool },
    Standalone,
    Table,
}

enum Progress {
    Some,
    NeedsMore,
}

struct Tag {
    name: String,
    /// The name as written, if that is another.
    written: Option<String>,
    /// The number of namespace bindings outside.
    bindings: usize,
}

impl Tag {
    /// The name as written, which the end tag must repeat.
    fn written(&self) -> &str {
        self.written.as_deref().unwrap_or(&self.name)
    }
}

/// A parser of a document or an external entity.
pub struct Parser {
    /// Its options.
    pub settings: Settings,
    /// The encoding given by the caller, which overrides the document's.
    protocol: Option<String>,
    encoding: Encoding,
    /// Bytes that are not text yet.
    bytes: Vec<u8>,
    /// Whether the next byte cannot be text.
    is_bad: bool,
    is_last: bool,
    /// Whether the encoding and the first declaration are known.
    has_begun: bool,
    sources: Vec<Source>,
    /// A byte of the document's text, and its location.
    mark: (usize, Position),
    event_at: usize,
    known: Option<Position>,
    raw: Range<usize>,
    events: VecDeque<Event>,
    stage: Stage,
    /// An external general entity has contents like an element, without a root.
    is_fragment: bool,
    failed: Option<Code>,
    /// The location of the fault, once the events before it were returned.
    fault_at: Option<usize>,
    finished: bool,
    wanted: Option<Wanted>,
    /// Whether the first bytes have determined the encoding.
    is_detected: bool,
    dtd: Rc<RefCell<Dtd>>,
    tags: Vec<Tag>,
    namespaces: Namespaces,
    spans: Vec<AttributeSpan>,
    /// The text of the token at hand.
    token: String,
    prolog: Prolog,
    /// Input bytes, and bytes of entities' texts.
    processed: Rc<Cell<(u64, u64)>>,
    /// The length of a token that was incomplete when it was last examined.
    partial_before: usize,
    /// The position in the document before the last bytes were fed.
    fed_at: usize,
    /// Whether more bytes are needed before another look.
    waits: bool,
}

impl Parser {
    /// A parser of a document.
    pub fn new(encoding: Option<String>, separator: Option<Option<char>>) -> Parser {
        let settings = Settings {
            separator,
            shows_prefixes: false,
            expands_entities: true,
            hears_external: false,
            hears_not_standalone: false,
            parameter_entities: ParameterEntities::Never,
            foreign_dtd: false,
            defers_reparsing: true,
            base: None,
        };
        let dtd = Dtd { keeps_processing: true, ..Dtd::default() };
        Parser::with(encoding, settings, Rc::new(RefCell::new(dtd)), Rc::default())
    }

    fn with(
        protocol: Option<String>,
        settings: Settings,
        dtd: Rc<RefCell<Dtd>>,
        processed: Rc<Cell<(u64, u64)>>,
    ) -> Parser {
        let document = Source {
            text: SourceText::Document(String::new()),
            at: 0,
            entity: None,
            level: 0,
            between: false,
        };
        Parser {
            settings,
            protocol,
            encoding: Encoding::Utf8,
            bytes: Vec::new(),
            is_bad: false,
            is_last: false,
            has_begun: false,
            sources: vec![document],
            mark: (0, Position::default()),
            event_at: 0,
            known: None,
            raw: 0..0,
            events: VecDeque::new(),
            stage: Stage::Prolog,
            is_fragment: false,
            failed: None,
            fault_at: None,
            finished: false,
            wanted: None,
            is_detected: false,
            dtd,
            tags: Vec::new(),
            namespaces: Namespaces::default(),
            spans: Vec::new(),
            token: String::new(),
            prolog: Prolog::default(),
            processed,
            partial_before: 0,
            fed_at: 0,
            waits: false,
        }
    }

    /// A parser of an external entity: a general one with the context that its event named, or a
    /// parameter entity without one.
    pub fn of_entity(&self, context: Option<&str>, encoding: Option<String>) -> Parser {
        let settings = Settings { foreign_dtd: false, ..self.settings.clone() };
        let mut child = Parser::with(encoding, settings, self.dtd.clone(), self.processed.clone());
        match context {
            Some(context) => {
                child.is_fragment = true;
                child.stage = Stage::Content;
                child.namespaces = Namespaces::of_context(context);
            }
            None => {
                child.prolog = Prolog::external();
                self.dtd.borrow_mut().was_read = true;
            }
        }
        child
    }

    /// Whether anything has been fed.
    pub fn has_started(&self) -> bool {
        self.has_begun || !self.bytes.is_empty() || self.is_last || self.finished
    }

    /// Adds bytes to the document; `is_last` says that no more will come.
    ///
    /// # Errors
    /// [`Code::Finished`] after the end.
    pub fn feed(&mut self, bytes: &[u8], is_last: bool) -> Result<(), Code> {
        if self.finished {
            self.known = Some(self.position());
            return Err(Code::Finished);
        }
        self.bytes.extend_from_slice(bytes);
        self.is_last = is_last;
        self.fed_at = self.sources[0].at;
        let available = self.sources[0].rest().len() + self.bytes.len();
        self.waits = self.settings.defers_reparsing
            && !is_last
            && self.has_begun
            && available < 2 * self.partial_before;
        Ok(())
    }

    /// Whether an earlier fault ended parsing.
    pub fn failure(&self) -> Option<Code> {
        self.failed
    }

    /// Fixes the encoding, whatever the document says.
    pub fn set_encoding(&mut self, name: &str) {
        if !self.has_begun {
            self.protocol = Some(name.to_string());
        }
    }

    /// The next event; none if it needs more bytes, or after the last.
    ///
    /// # Errors
    /// The fault of the document. Each further call returns it again.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<Event>, Code> {
        if self.waits {
            return Ok(None);
        }
        loop {
            if let Some(event) = self.events.pop_front() {
                return Ok(Some(event));
            }
            if let Some(code) = self.failed {
                if let Some(at) = self.fault_at.take() {
                    self.event_at = at;
                    self.known = None;
                }
                return Err(code);
            }
            if self.finished {
                return Ok(None);
            }
            match self.step() {
                Ok(Progress::Some) => {}
                Ok(Progress::NeedsMore) => {
                    self.drain();
                    return Ok(None);
                }
                // Events before the fault come first.
                Err(code) => self.failed = Some(code),
            }
        }
    }

    /// The result of a handler that decides whether to continue.
    pub fn reply(&mut self, goes_on: bool) {
        let wanted = self.wanted.take();
        if !goes_on {
            self.events.clear();
            self.failed = Some(match wanted {
                Some(Wanted::Standalone) => Code::NotStandalone,
                _ => Code::ExternalEntityHandling,
            });
            return;
        }
        match wanted {
            Some(Wanted::ExternalSubset { named, had_refs }) => {
                self.after_external_subset(named, had_refs);
            }
            Some(Wanted::ParameterEntity) => self.after_parameter_entity(),
            _ => {}
        }
    }

    /// The characters of an unknown encoding's bytes; none if there is no such encoding.
    pub fn set_table(&mut self, table: Option<Box<[Option<char>; 256]>>) {
        self.wanted = None;
        match table {
            // Markup characters must have their ASCII codes.
            Some(table) if (0..128).all(|n| table[n].is_none_or(|c| c as usize == n)) => {
                self.encoding = Encoding::Table(table);
                self.has_begun = true;
            }
            _ => self.failed = Some(Code::UnknownEncoding),
        }
    }

    /// The location of the last event or fault.
    pub fn position(&mut self) -> Position {
        if let Some(known) = self.known {
            return known;
        }
        let (at, place) = self.mark;
        let place = place.after(self.sources[0].part(at..self.event_at.max(at)), &self.encoding);
        self.mark = (self.event_at.max(at), place);
        place
    }

    /// Moves the location of the last event to its end.
    pub fn move_to_end(&mut self) {
        if self.sources.len() == 1 {
            self.event_at = self.raw.end;
            self.known = None;
        }
    }

    /// The text of the last event as written.
    pub fn raw(&self) -> &str {
        self.top().part(self.raw.clone())
    }

    /// The text from the last event on, as far as it has been read.
    pub fn context(&self) -> &str {
        let SourceText::Document(text) = &self.sources[0].text else { return "" };
        text.get(self.event_at..).unwrap_or_default()
    }

    /// Drops the text that has been read.
    fn drain(&mut self) {
        let at = self.sources[0].at;
        self.partial_before = match at == self.fed_at {
            true => self.sources[0].rest().len(),
            false => 0,
        };
        if self.sources.len() == 1 {
            self.event_at = at;
        }
        self.known = None;
        self.position();
        if let SourceText::Document(text) = &mut self.sources[0].text {
            // The first part of the text is removed, and all indices are shifted.
            let gone = self.mark.0.min(at);
            text.drain(..gone);
            self.sources[0].at -= gone;
            self.event_at -= gone.min(self.event_at);
            self.mark.0 -= gone;
        }
        self.raw = 0..0;
    }

    /// Pushes characters, in pieces as long as Expat's buffer if their encoding is not its own.
    fn push_characters(&mut self, mut text: String) {
        const PIECE: usize = 1024;
        if self.sources.len() == 1 && !matches!(self.encoding, Encoding::Utf8) {
            while text.len() > PIECE {
                let rest = text.split_off(text.floor_char_boundary(PIECE));
                self.events.push_back(Event::Characters(std::mem::replace(&mut text, rest)));
            }
        }
        self.events.push_back(Event::Characters(text));
    }

    fn top(&self) -> &Source {
        self.sources.last().unwrap_or(&self.sources[0])
    }

    fn rest(&self) -> &str {
        self.top().rest()
    }

    fn has_namespaces(&self) -> bool {
        self.settings.separator.is_some()
    }

    /// Whether the current text is the rest of its source.
    fn at_last(&self) -> bool {
        self.sources.len() > 1 || (self.is_last && !self.is_bad)
    }

    /// Takes a token of the source at hand.
    fn consume(&mut self, length: usize) -> Result<(), Code> {
        let is_document = self.sources.len() == 1;
        let index = self.sources.len() - 1;
        let source = &mut self.sources[index];
        self.raw = source.at..source.at + length;
        source.at += length;
        if is_document {
            self.event_at = self.raw.start;
            self.known = None;
        }
        self.account(length, is_document)
    }

    fn account(&self, length: usize, is_document: bool) -> Result<(), Code> {
        let (mut direct, mut indirect) = self.processed.get();
        *(if is_document { &mut direct } else { &mut indirect }) += length as u64;
        self.processed.set((direct, indirect));
        let all = direct + indirect;
        if all >= AMPLIFICATION_THRESHOLD && all / direct.max(1) > MAXIMUM_AMPLIFICATION {
            return Err(Code::AmplificationLimit);
        }
        Ok(())
    }

    /// The error of a token that does not end, or with a byte that is not allowed there.
    fn stopped(&mut self, stop: Stop) -> Result<Progress, Code> {
        let is_document = self.sources.len() == 1;
        let source = self.top();
        let (start, length) = (source.at, source.rest().len());
        let (code, at) = match stop {
            Stop::Invalid(at) => (Code::InvalidToken, at),
            Stop::Fault(Fault { code, at }) => (code, at),
            Stop::Partial if is_document && self.is_bad => (Code::InvalidToken, length),
            Stop::Partial if is_document && !self.is_last => return Ok(Progress::NeedsMore),
            Stop::Partial if is_document && !self.bytes.is_empty() => (Code::PartialChar, 0),
            Stop::Partial => (Code::UnclosedToken, 0),
        };
        self.fail_at(code, start + at)
    }

    fn fail_at<T>(&mut self, code: Code, at: usize) -> Result<T, Code> {
        if self.sources.len() == 1 {
            self.fault_at = Some(at);
        }
        Err(code)
    }

    fn step(&mut self) -> Result<Progress, Code> {
        if self.wanted.take() == Some(Wanted::Table) {
            return Err(Code::UnknownEncoding);
        }
        if !self.has_begun {
            return self.begin();
        }
        self.decode();
        match self.stage {
            Stage::Content => self.content_step(),
            Stage::Cdata => self.cdata_step(),
            Stage::Prolog | Stage::Epilog => self.prolog_step(),
        }
    }

    fn decode(&mut self) {
        if self.is_bad || self.bytes.is_empty() {
            return;
        }
        if let SourceText::Document(text) = &mut self.sources[0].text {
            let decoded = self.encoding.decode(&self.bytes, text);
            self.bytes.drain(..decoded.used);
            self.is_bad = decoded.is_bad;
        }
    }

    /// Determines the encoding from the first bytes, the caller, and the declaration.
    fn begin(&mut self) -> Result<Progress, Code> {
        if !self.is_detected {
            let (encoding, mark) = match self.bytes[..] {
                [0xFE, 0xFF, ..] => (Encoding::Utf16 { big: true }, 2),
                [0xFF, 0xFE, ..] => (Encoding::Utf16 { big: false }, 2),
                [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, 3),
                [0xEF] | [0xEF, 0xBB] | [0xFE | 0xFF | 0 | b'<'] if !self.is_last => {
                    return Ok(Progress::NeedsMore);
                }
                [b'<', 0, ..] => (Encoding::Utf16 { big: false }, 0),
                [0, _, ..] => (Encoding::Utf16 { big: true }, 0),
                [] if !self.is_last => return Ok(Progress::NeedsMore),
                _ => (Encoding::Utf8, 0),
            };
            // The caller's encoding takes precedence, except for the byte order of UTF-16.
            let known = match &self.protocol {
                Some(name) => match Encoding::named(name, &encoding) {
                    Some(known) => known,
                    None => {
                        self.bytes.drain(..mark);
                        return self.ask_for_table(self.protocol.clone().unwrap_or_default());
                    }
                },
                None => encoding.clone(),
            };
            let mark = if known.contradicts(&encoding) { 0 } else { mark };
            self.encoding = known;
            self.bytes.drain(..mark);
            // The byte order mark counts as a character.
            self.mark.1 = Position { byte: mark, line: 0, column: usize::from(mark > 0) };
            self.is_detected = true;
        }
        // Only the declaration is decoded before it has been parsed.
        let mut text = String::new();
        let decoded = self.encoding.decode(&self.bytes, &mut text);
        const START: &str = "<?xml";
        let is_declaration =
            text.starts_with(START) && text[START.len()..].starts_with([' ', '\t', '\r', '\n']);
        let may_become = START.starts_with(&text) || text == START;
        if !is_declaration {
            if may_become && !self.is_last && !decoded.is_bad {
                return Ok(Progress::NeedsMore);
            }
            self.has_begun = true;
            return Ok(Progress::Some);
        }
        let Some(end) = text.find("?>").map(|at| at + 2) else {
            if !self.is_last && !decoded.is_bad {
                return Ok(Progress::NeedsMore);
            }
            self.has_begun = true;
            return Ok(Progress::Some);
        };
        let is_entity = self.is_fragment || self.prolog.is_external();
        let declaration = text[..end].to_string();
        let bytes: usize = declaration.chars().map(|c| self.encoding.width(c)).sum();
        self.bytes.drain(..bytes);
        if let SourceText::Document(document) = &mut self.sources[0].text {
            document.push_str(&declaration);
        }
        let parts = match lexer::declaration(&declaration, is_entity) {
            Ok(parts) => parts,
            Err(Fault { code, at }) => return self.fail_at(code, at),
        };
        self.consume(end)?;
        if parts.standalone == Some(true) {
            self.dtd.borrow_mut().is_standalone = true;
            if self.settings.parameter_entities == ParameterEntities::UnlessStandalone {
                self.settings.parameter_entities = ParameterEntities::Never;
            }
        }
        let encoding = parts.encoding.clone();
        self.events.push_back(Event::XmlDecl {
            version: parts.version,
            encoding: parts.encoding,
            standalone: parts.standalone,
        });
        if let (Some(name), None) = (encoding, &self.protocol) {
            match Encoding::named(&name, &self.encoding) {
                Some(known) if known.contradicts(&self.encoding) => {
                    let at = self.sources[0].part(0..end).find(&name).unwrap_or_default();
                    return self.fail_at(Code::IncorrectEncoding, at);
                }
                Some(known) => self.encoding = known,
                None => return self.ask_for_table(name),
            }
        }
        self.has_begun = true;
        Ok(Progress::Some)
    }

    fn ask_for_table(&mut self, name: String) -> Result<Progress, Code> {
        self.wanted = Some(Wanted::Table);
        self.is_detected = true;
        self.events.push_back(Event::UnknownEncoding(name));
        Ok(Progress::Some)
    }

    /// Begins to read the text of an internal entity.
    fn enter(&mut self, name: &str, is_parameter: bool, text: Rc<str>, between: bool) {
        self.set_open(name, is_parameter, true);
        self.sources.push(Source {
            text: SourceText::Entity(text),
            at: 0,
            entity: Some((name.to_string(), is_parameter)),
            level: self.tags.len(),
            between,
        });
        self.raw = 0..0;
    }

    fn set_open(&self, name: &str, is_parameter: bool, is_open: bool) {
        let mut dtd = self.dtd.borrow_mut();
        let table = if is_parameter { &mut dtd.parameters } else { &mut dtd.entities };
        if let Some(entity) = table.get_mut(name) {
            entity.is_open = is_open;
        }
    }

    /// Ends the entity at hand.
    fn leave(&mut self) {
        if let Some(Source { entity: Some((name, is_parameter)), .. }) = self.sources.pop() {
            self.set_open(&name, is_parameter, false);
        }
        self.raw = 0..0;
    }
}
