//! HTTP/1: an incremental parser of requests and responses, with llhttp's rules, events and reasons.
//!
//! The parser is given a piece of input after the other, and returns the events in it one by one: to
//! pull them is what makes it stop wherever the receiver likes. It keeps no input: what spans pieces is
//! reported in parts.
//!
//! The states are divided as messages are: [`start_line`], [`headers`] and [`body`] have each a function
//! that consumes one byte or a run of them.

mod body;
mod classes;
pub mod fault;
mod headers;
mod method;
mod start_line;
pub mod url;

pub use fault::{Fault, Kind};

use std::ops::Range;

/// What a parser reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Requests, as a server.
    Requests,
    /// Responses, as a client.
    Responses,
}

/// What a parser has found. Ranges are of the piece of input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// A message begins.
    MessageBegin,
    /// A part of the URL of a request.
    Url(Range<usize>),
    /// A part of the text after the number of a response's status.
    Status(Range<usize>),
    /// A part of the name of a header.
    HeaderField(Range<usize>),
    /// A part of the value of a header.
    HeaderValue(Range<usize>),
    /// The headers are complete, those of trailers excepted.
    HeadersComplete,
    /// The size of a chunk was read.
    ChunkHeader,
    /// A part of the body.
    Body(Range<usize>),
    /// The end of a chunk; that of the last one comes after the trailers.
    ChunkComplete,
    /// The message is complete.
    MessageComplete,
    /// What follows belongs to another protocol.
    Upgrade,
}

impl Event {
    /// The fault of a message whose receiver refuses the event.
    pub fn refused(&self) -> Fault {
        let reason = match self {
            Event::MessageBegin => "`on_message_begin` callback error",
            Event::Url(_) => "`on_url` callback error",
            Event::Status(_) => "`on_status` callback error",
            Event::HeaderField(_) => "`on_header_field` callback error",
            Event::HeaderValue(_) => "`on_header_value` callback error",
            Event::HeadersComplete => "User callback error",
            Event::ChunkHeader => "`on_chunk_header` callback error",
            Event::Body(_) => "`on_body` callback error",
            Event::ChunkComplete => "`on_chunk_complete` callback error",
            Event::MessageComplete | Event::Upgrade => "`on_message_complete` callback error",
        };
        Fault { kind: Kind::Callback, reason }
    }
}

/// The number of bytes after which [`Parser::next`] returns in any case.
pub const PART: usize = 1 << 16;

/// A piece of input and the place up to which it was read.
#[derive(Debug)]
pub struct Input<'a> {
    whole: &'a [u8],
    /// What may be read: the beginning of the whole.
    data: &'a [u8],
    at: usize,
    /// Where the span that is open begins.
    mark: usize,
    /// Whether what was read of an open span has been reported.
    ended: bool,
}

impl<'a> Input<'a> {
    /// A piece of which nothing was read.
    pub fn new(whole: &'a [u8]) -> Input<'a> {
        let data = &whole[..whole.len().min(PART)];
        Input { whole, data, at: 0, mark: 0, ended: false }
    }

    /// Allows for more to be read. False if there is no more.
    pub fn go_on(&mut self) -> bool {
        let seen = self.data.len();
        self.data = &self.whole[..self.whole.len().min(seen + PART)];
        self.data.len() > seen
    }

    /// The number of bytes that were read.
    pub fn consumed(&self) -> usize {
        self.at
    }

    /// What has been read of the span that is open.
    fn span(&self) -> Range<usize> {
        self.mark..self.at
    }
}

/// The parts of a message that are reported with their bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Span {
    Url,
    Status,
    Field,
    Value,
    Body,
}

impl Span {
    fn event(self, range: Range<usize>) -> Event {
        match self {
            Span::Url => Event::Url(range),
            Span::Status => Event::Status(range),
            Span::Field => Event::HeaderField(range),
            Span::Value => Event::HeaderValue(range),
            Span::Body => Event::Body(range),
        }
    }
}

/// Rules that a parser does not insist on: bits.
pub type Leniency = u16;

/// Any bytes in header values, folded values, spaces before the colon.
pub const LENIENT_HEADERS: Leniency = 1;
/// `Content-Length` beside `Transfer-Encoding`.
pub const LENIENT_CHUNKED_LENGTH: Leniency = 1 << 1;
/// Messages after one that closes the connection.
pub const LENIENT_KEEP_ALIVE: Leniency = 1 << 2;
/// Requests with another encoding after `chunked`, or without it.
pub const LENIENT_TRANSFER_ENCODING: Leniency = 1 << 3;
/// Versions of HTTP that do not exist.
pub const LENIENT_VERSION: Leniency = 1 << 4;
/// Data after a message that closes the connection, which is ignored.
pub const LENIENT_DATA_AFTER_CLOSE: Leniency = 1 << 5;
/// CR without LF.
pub const LENIENT_OPTIONAL_LF_AFTER_CR: Leniency = 1 << 6;
/// No line end after the data of a chunk.
pub const LENIENT_OPTIONAL_CRLF_AFTER_CHUNK: Leniency = 1 << 7;
/// LF without CR.
pub const LENIENT_OPTIONAL_CR_BEFORE_LF: Leniency = 1 << 8;
/// Spaces after the size of a chunk.
pub const LENIENT_SPACES_AFTER_CHUNK_SIZE: Leniency = 1 << 9;

/// What the headers of a message have said: bits.
type Flags = u8;

const CONNECTION_KEEP_ALIVE: Flags = 1;
const CONNECTION_CLOSE: Flags = 1 << 1;
const CONNECTION_UPGRADE: Flags = 1 << 2;
/// The body consists of chunks.
const CHUNKED: Flags = 1 << 3;
const UPGRADE: Flags = 1 << 4;
const CONTENT_LENGTH: Flags = 1 << 5;
const TRANSFER_ENCODING: Flags = 1 << 6;
/// There is no body, whatever the headers say.
const SKIP_BODY: Flags = 1 << 7;

/// The next event, if there is one.
type Next = Result<Option<Event>, Fault>;

/// What is read next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Line(start_line::State),
    Header(headers::State),
    Body(body::State),
    /// What needs no further byte.
    Now(Now),
}

/// What follows an event at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Now {
    /// The headers are complete.
    HeadersDone,
    /// The body is.
    BodyDone,
    /// The message is, and what follows belongs to another protocol.
    Upgrade,
    /// The message is.
    MessageDone,
    /// The event was the last one before a fault.
    Fail(Fault),
}

/// A parser of messages.
#[derive(Debug)]
pub struct Parser {
    side: Side,
    state: State,
    /// The part of the message that is being read, if it is reported.
    span: Option<Span>,
    /// Where in a word the input is.
    matched: u8,
    /// The beginning of a word of which the rest is in the next piece.
    word: [u8; headers::LONGEST + 1],
    word_len: u8,
    header: headers::Special,
    flags: Flags,
    /// Whether the headers being read are trailers.
    in_trailers: bool,
    leniency: Leniency,
    method: method::Method,
    major: u8,
    minor: u8,
    status: u16,
    /// The number of bytes of the body, or of the chunk, that are still to come.
    length: u64,
    upgrade: bool,
    /// What was wrong: nothing more is read.
    fault: Option<Fault>,
}

impl Parser {
    /// A parser at the beginning of a connection.
    pub fn new(side: Side) -> Parser {
        Parser {
            side,
            state: State::Line(start_line::State::Start),
            span: None,
            matched: 0,
            word: [0; headers::LONGEST + 1],
            word_len: 0,
            header: headers::Special::General,
            flags: 0,
            in_trailers: false,
            leniency: 0,
            method: 0,
            major: 0,
            minor: 0,
            status: 0,
            length: 0,
            upgrade: false,
            fault: None,
        }
    }

    /// The version of HTTP of the message: two digits.
    pub fn version(&self) -> (u8, u8) {
        (self.major, self.minor)
    }

    /// The name of the method of the request. The first of all methods, if none was read yet.
    pub fn method(&self) -> &'static str {
        method::name(self.method)
    }

    /// The number of the response's status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// Whether another protocol follows the message. Known when its headers are complete.
    pub fn upgrades(&self) -> bool {
        self.upgrade
    }

    /// Whether the connection may be used after the message.
    pub fn keeps_alive(&self) -> bool {
        let asked = if self.major > 0 && self.minor > 0 {
            self.flags & CONNECTION_CLOSE == 0
        } else {
            self.flags & CONNECTION_KEEP_ALIVE != 0
        };
        asked && !self.lasts_until_end()
    }

    /// Switches leniencies on or off.
    pub fn set_leniency(&mut self, which: Leniency, on: bool) {
        self.leniency = if on { self.leniency | which } else { self.leniency & !which };
    }

    /// Refuses an event: the message is at fault, and nothing more is read.
    pub fn refuse(&mut self, event: &Event) -> Fault {
        *self.fault.insert(event.refused())
    }

    /// The next event in a piece of input; none at its end, and when the receiver should ask
    /// [`Input::go_on`].
    ///
    /// # Errors
    /// The fault of the message, and the same one from then on.
    pub fn next(&mut self, input: &mut Input<'_>) -> Result<Option<Event>, Fault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let found = self.advance(input);
        if let Err(fault) = found {
            self.fault = Some(fault);
        }
        found
    }

    fn advance(&mut self, input: &mut Input<'_>) -> Next {
        loop {
            let found = match (self.state, input.data.get(input.at)) {
                (State::Now(now), _) => self.follow(now)?,
                (_, None) => return Ok(self.rest(input)),
                (State::Line(state), Some(&byte)) => self.start_line(state, byte, input)?,
                (State::Header(state), Some(&byte)) => self.headers(state, byte, input)?,
                (State::Body(state), Some(&byte)) => self.body(state, byte, input)?,
            };
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    /// What was read of an open span at the end of a piece.
    fn rest(&self, input: &mut Input<'_>) -> Option<Event> {
        let is_end = input.data.len() == input.whole.len() && !input.ended;
        let span = self.span.filter(|_| is_end)?;
        input.ended = true;
        Some(span.event(input.span()))
    }

    /// What follows an event.
    fn follow(&mut self, now: Now) -> Next {
        match now {
            Now::HeadersDone => {
                // The receiver of a message that upgrades wants no body.
                if self.upgrade {
                    self.flags |= SKIP_BODY;
                }
                self.begin_body()
            }
            Now::BodyDone => {
                let next = if self.upgrade { Now::Upgrade } else { Now::MessageDone };
                self.state = State::Now(next);
                Ok(Some(Event::MessageComplete))
            }
            Now::Upgrade => {
                self.state = State::Now(Now::MessageDone);
                match self.upgrade {
                    true => Ok(Some(Event::Upgrade)),
                    // A response that switches protocols without saying so in its headers.
                    false => Err(Fault::other("Pause on CONNECT/Upgrade")),
                }
            }
            Now::MessageDone => {
                let goes_on = self.keeps_alive();
                if goes_on {
                    self.length = 0;
                }
                self.flags = 0;
                self.in_trailers = false;
                self.state = if goes_on || self.allows(LENIENT_KEEP_ALIVE) {
                    State::Line(start_line::State::Start)
                } else {
                    State::Body(body::State::Closed)
                };
                Ok(None)
            }
            Now::Fail(fault) => Err(fault),
        }
    }

    fn allows(&self, which: Leniency) -> bool {
        self.leniency & which != 0
    }

    fn has(&self, flag: Flags) -> bool {
        self.flags & flag != 0
    }

    /// Begins a part of the message that is reported, with the byte that is next.
    fn open(&mut self, span: Span, input: &mut Input<'_>) {
        self.span = Some(span);
        input.mark = input.at;
    }

    /// The event at the end of the open span; `skip` bytes after it are passed over.
    fn close(&mut self, input: &mut Input<'_>, skip: usize) -> Option<Event> {
        let range = input.span();
        input.at += skip;
        self.span.take().map(|span| span.event(range))
    }

    /// Compares the next byte of `word`, of which `matched` have been read. Some(true) after its last byte,
    /// Some(false) if the byte is another one, which is not consumed.
    fn literal(&mut self, word: &[u8], byte: u8, input: &mut Input<'_>) -> Option<bool> {
        if word.get(usize::from(self.matched)) != Some(&byte) {
            return Some(false);
        }
        input.at += 1;
        self.matched += 1;
        (usize::from(self.matched) == word.len()).then_some(true)
    }
}
