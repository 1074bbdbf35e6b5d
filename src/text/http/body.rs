//! Bodies: whether there is one, those of a length, those that end with the connection, and chunks.

use super::classes::{self, QUOTED, TOKEN, VALUE};
use super::{
    CHUNKED, CONTENT_LENGTH, Event, Fault, Input, LENIENT_CHUNKED_LENGTH, LENIENT_DATA_AFTER_CLOSE,
    LENIENT_OPTIONAL_CR_BEFORE_LF, LENIENT_OPTIONAL_CRLF_AFTER_CHUNK, LENIENT_OPTIONAL_LF_AFTER_CR,
    LENIENT_SPACES_AFTER_CHUNK_SIZE, LENIENT_TRANSFER_ENCODING, Next, Now, Parser, SKIP_BODY, Side,
    Span, TRANSFER_ENCODING, headers, method,
};

/// What is read next of a body, or after the last message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// A body whose length is known.
    Sized,
    /// A body that ends with the connection.
    Endless,
    /// The first digit of the size of a chunk.
    FirstDigit,
    Digit,
    /// What follows the digits.
    AfterSize,
    Extensions,
    Name,
    Value,
    Quoted,
    /// What follows a backslash.
    Escaped,
    AfterQuoted,
    /// LF after the size of a chunk.
    SizeLf,
    /// The data of a chunk, or the trailers after the last one.
    Chunk,
    Data,
    AfterData,
    DataLf,
    /// Nothing more is expected.
    Closed,
}

/// The status of responses after which another protocol is spoken.
pub const SWITCHING_PROTOCOLS: u16 = 101;
const CONTINUE: u16 = 100;
const PROCESSING: u16 = 102;
const EARLY_HINTS: u16 = 103;
const NO_CONTENT: u16 = 204;
const NOT_MODIFIED: u16 = 304;

const BAD_SIZE: Fault = Fault::other("Invalid character in chunk size");

impl Parser {
    /// Whether a message has a body that ends with the connection.
    pub(super) fn lasts_until_end(&self) -> bool {
        if self.side == Side::Requests
            || self.status / 100 == 1
            || matches!(self.status, NO_CONTENT | NOT_MODIFIED)
            || self.has(SKIP_BODY)
        {
            return false;
        }
        if self.has(TRANSFER_ENCODING) {
            !self.has(CHUNKED)
        } else {
            !self.has(CHUNKED | CONTENT_LENGTH)
        }
    }

    /// What follows the headers.
    pub(super) fn begin_body(&mut self) -> Next {
        let is_response = self.side == Side::Responses;
        let has_body = self.has(CHUNKED) || self.length > 0;
        let leaves = self.upgrade
            && (self.method == method::CONNECT || self.has(SKIP_BODY) || !has_body)
            || is_response && self.status == SWITCHING_PROTOCOLS;
        if leaves {
            self.state = super::State::Now(Now::Upgrade);
            return Ok(Some(Event::MessageComplete));
        }
        let is_empty = self.has(SKIP_BODY)
            || is_response
                && matches!(
                    self.status,
                    CONTINUE | PROCESSING | EARLY_HINTS | NO_CONTENT | NOT_MODIFIED
                );
        if is_empty {
            return self.no_body();
        }
        if self.has(CHUNKED) {
            self.body_state(State::FirstDigit);
        } else if self.has(TRANSFER_ENCODING) {
            if !is_response && !self.allows(LENIENT_CHUNKED_LENGTH | LENIENT_TRANSFER_ENCODING) {
                return Err(Fault::other("Request has invalid `Transfer-Encoding`"));
            }
            self.body_state(State::Endless);
        } else if self.has(CONTENT_LENGTH) {
            if self.length == 0 {
                return self.no_body();
            }
            self.body_state(State::Sized);
        } else if self.lasts_until_end() {
            self.body_state(State::Endless);
        } else {
            return self.no_body();
        }
        Ok(None)
    }

    fn no_body(&mut self) -> Next {
        self.state = super::State::Now(Now::MessageDone);
        Ok(Some(Event::MessageComplete))
    }

    fn body_state(&mut self, state: State) {
        self.state = super::State::Body(state);
    }

    /// Consumes a byte and goes on with another state.
    fn take_body(&mut self, input: &mut Input<'_>, state: State) {
        input.at += 1;
        self.body_state(state);
    }

    /// Reads on in a body.
    pub(super) fn body(&mut self, state: State, byte: u8, input: &mut Input<'_>) -> Next {
        match state {
            State::Sized => return Ok(self.sized(input, super::State::Now(Now::BodyDone))),
            State::Data => {
                return Ok(self.sized(input, super::State::Body(State::AfterData)));
            }
            State::Endless => {
                if self.span.is_none() {
                    self.open(Span::Body, input);
                }
                input.at = input.data.len();
            }
            State::FirstDigit | State::Digit | State::AfterSize => {
                self.chunk_size(state, byte, input)?;
            }
            State::Extensions
            | State::Name
            | State::Value
            | State::Quoted
            | State::Escaped
            | State::AfterQuoted => self.extension(state, byte, input)?,
            State::SizeLf => {
                if byte == b'\n' {
                    input.at += 1;
                } else if !self.allows(LENIENT_OPTIONAL_LF_AFTER_CR) {
                    return Err(Fault::other("Expected LF after chunk size"));
                }
                self.body_state(State::Chunk);
                return Ok(Some(Event::ChunkHeader));
            }
            State::Chunk => {
                if self.length > 0 {
                    self.body_state(State::Data);
                } else {
                    self.in_trailers = true;
                    self.header(headers::State::LineStart);
                }
            }
            State::AfterData => match byte {
                b'\r' => self.take_body(input, State::DataLf),
                b'\n' if self.allows(LENIENT_OPTIONAL_CR_BEFORE_LF) => {
                    return Ok(Some(self.end_chunk(input, 1)));
                }
                b'\n' => return Err(Fault::other("Missing expected CR after chunk data")),
                _ => return self.unended_chunk(input),
            },
            State::DataLf => match byte {
                b'\n' => return Ok(Some(self.end_chunk(input, 1))),
                _ => return self.unended_chunk(input),
            },
            State::Closed => {
                if !matches!(byte, b'\r' | b'\n') && !self.allows(LENIENT_DATA_AFTER_CLOSE) {
                    return Err(Fault::other("Data after `Connection: close`"));
                }
                input.at += 1;
            }
        }
        Ok(None)
    }

    /// Reads as much of a body or chunk as there is; `next` follows its end.
    fn sized(&mut self, input: &mut Input<'_>, next: super::State) -> Option<Event> {
        if self.span.is_none() {
            self.open(Span::Body, input);
        }
        let there = (input.data.len() - input.at) as u64;
        if self.length > there {
            self.length -= there;
            input.at = input.data.len();
            return None;
        }
        input.at += self.length as usize;
        self.length = 0;
        self.state = next;
        self.close(input, 0)
    }

    /// Reads on in the size of a chunk.
    fn chunk_size(&mut self, state: State, byte: u8, input: &mut Input<'_>) -> Result<(), Fault> {
        let digit = char::from(byte).to_digit(16).filter(|_| state != State::AfterSize);
        if let Some(digit) = digit {
            let start = if state == State::FirstDigit { 0 } else { self.length };
            let length = start.checked_mul(16).and_then(|size| size.checked_add(digit.into()));
            self.length = length.ok_or(Fault::other("Chunk size overflow"))?;
            self.take_body(input, State::Digit);
            return Ok(());
        }
        match byte {
            _ if state == State::FirstDigit => return Err(BAD_SIZE),
            b' ' | b'\t' if self.allows(LENIENT_SPACES_AFTER_CHUNK_SIZE) => {
                self.take_body(input, State::AfterSize);
            }
            b'\r' => self.take_body(input, State::SizeLf),
            b'\n' if self.allows(LENIENT_OPTIONAL_CR_BEFORE_LF) => {
                self.take_body(input, State::SizeLf);
            }
            b'\n' => return Err(Fault::other("Missing expected CR after chunk size")),
            b';' => self.take_body(input, State::Extensions),
            _ => return Err(BAD_SIZE),
        }
        Ok(())
    }

    /// Reads on in what follows the size of a chunk. Its meaning is nobody's business.
    fn extension(&mut self, state: State, byte: u8, input: &mut Input<'_>) -> Result<(), Fault> {
        match (state, byte) {
            (State::Extensions, b' ' | b'\r') => {
                return Err(Fault::other("Invalid character in chunk extensions"));
            }
            (State::Extensions, _) => self.body_state(State::Name),
            (State::Quoted, b'"') => self.take_body(input, State::AfterQuoted),
            (State::Quoted, b'\\') => self.take_body(input, State::Escaped),
            (State::Quoted, _) if classes::is(byte, QUOTED) => input.at += 1,
            (State::Quoted, _) => {
                let reason = "Invalid character in chunk extensions quoted value";
                return Err(Fault::other(reason));
            }
            (State::Escaped, _) if classes::is(byte, VALUE) => self.take_body(input, State::Quoted),
            (State::Escaped, _) => {
                let reason = "Invalid quoted-pair in chunk extensions quoted value";
                return Err(Fault::other(reason));
            }
            (_, b';') => self.take_body(input, State::Extensions),
            (_, b'\r') => self.take_body(input, State::SizeLf),
            (_, b'\n') if self.allows(LENIENT_OPTIONAL_CR_BEFORE_LF) => {
                self.body_state(State::SizeLf);
            }
            (State::Name, b'\n') => {
                let reason = "Missing expected CR after chunk extension name";
                return Err(Fault::other(reason));
            }
            (_, b'\n') => {
                let reason = "Missing expected CR after chunk extension value";
                return Err(Fault::other(reason));
            }
            (State::AfterQuoted, _) => {
                let reason = "Invalid character in chunk extensions quote value";
                return Err(Fault::other(reason));
            }
            (State::Name, b'=') => self.take_body(input, State::Value),
            (State::Value, b'"') => self.take_body(input, State::Quoted),
            _ if classes::is(byte, TOKEN) => input.at += 1,
            (State::Name, _) => {
                return Err(Fault::other("Invalid character in chunk extensions name"));
            }
            _ => return Err(Fault::other("Invalid character in chunk extensions value")),
        }
        Ok(())
    }

    fn end_chunk(&mut self, input: &mut Input<'_>, skip: usize) -> Event {
        input.at += skip;
        self.body_state(State::FirstDigit);
        Event::ChunkComplete
    }

    /// A chunk without a line end after its data.
    fn unended_chunk(&mut self, input: &mut Input<'_>) -> Next {
        match self.allows(LENIENT_OPTIONAL_CRLF_AFTER_CHUNK) {
            true => Ok(Some(self.end_chunk(input, 0))),
            false => Err(Fault::other("Expected LF after chunk data")),
        }
    }
}
