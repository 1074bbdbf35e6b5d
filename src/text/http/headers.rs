//! Headers and trailers.

use super::classes::{self, TOKEN, VALUE};
use super::{
    CHUNKED, CONNECTION_CLOSE, CONNECTION_KEEP_ALIVE, CONNECTION_UPGRADE, CONTENT_LENGTH, Event,
    Fault, Input, LENIENT_CHUNKED_LENGTH, LENIENT_HEADERS, LENIENT_OPTIONAL_CR_BEFORE_LF,
    LENIENT_OPTIONAL_LF_AFTER_CR, LENIENT_TRANSFER_ENCODING, Next, Now, Parser, Side, Span,
    TRANSFER_ENCODING, UPGRADE, body, method,
};

/// What is read next of headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The line after the first one.
    Start,
    /// The beginning of a line.
    LineStart,
    Field,
    /// What follows spaces after a name that has a meaning.
    FieldAfterSpaces,
    /// White space before a value.
    Space,
    /// LF after the white space before a value.
    SpaceLf,
    /// The line after an empty value.
    AfterEmpty,
    ValueStart,
    Value,
    /// A value in which any byte is allowed.
    AnyValue,
    /// An encoding, which may be `chunked`.
    Coding,
    /// What follows `chunked`.
    AfterChunked,
    /// Another encoding.
    OtherCoding,
    SpaceBeforeCoding,
    Length,
    SpaceAfterLength,
    Connection,
    Option(Choice),
    AfterOption,
    OtherOption,
    /// LF after a value.
    ValueLf,
    /// The line after a value.
    AfterValue,
    /// LF after the headers.
    EndLf,
}

/// The options of a connection that have a meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Close,
    KeepAlive,
    Upgrade,
}

impl Choice {
    fn name(self) -> &'static [u8] {
        match self {
            Choice::Close => b"close",
            Choice::KeepAlive => b"keep-alive",
            Choice::Upgrade => b"upgrade",
        }
    }

    fn flag(self) -> super::Flags {
        match self {
            Choice::Close => CONNECTION_CLOSE,
            Choice::KeepAlive => CONNECTION_KEEP_ALIVE,
            Choice::Upgrade => CONNECTION_UPGRADE,
        }
    }
}

/// The meaning of the header being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Special {
    /// None.
    General,
    Connection,
    ContentLength,
    TransferEncoding,
    Upgrade,
    /// `Connection`, whose value ends with an option.
    Option(Choice),
    /// `Transfer-Encoding`, whose value ends with `chunked`.
    Chunked,
}

/// The length of the longest name with a meaning.
pub const LONGEST: usize = b"transfer-encoding".len();

impl Special {
    fn named(name: &[u8]) -> Special {
        let (known, special): (&[u8], _) = match name.len() {
            7 => (b"upgrade", Special::Upgrade),
            10 => (b"connection", Special::Connection),
            14 => (b"content-length", Special::ContentLength),
            16 => (b"proxy-connection", Special::Connection),
            LONGEST => (b"transfer-encoding", Special::TransferEncoding),
            _ => return Special::General,
        };
        if name.eq_ignore_ascii_case(known) { special } else { Special::General }
    }
}

const BAD_FIELD: Fault = Fault::other("Invalid header field char");
const BAD_TOKEN: Fault = Fault::other("Invalid header token");
const BAD_VALUE: Fault = Fault::other("Invalid header value char");
const BAD_CODING: Fault = Fault::other("Invalid `Transfer-Encoding` header value");

impl Parser {
    /// Reads on in the headers.
    pub(super) fn headers(&mut self, state: State, byte: u8, input: &mut Input<'_>) -> Next {
        match state {
            State::Start => {
                if byte == b' ' {
                    if !self.allows(LENIENT_HEADERS) {
                        return Err(Fault::other("Unexpected space after start line"));
                    }
                    input.at += 1;
                }
                self.header(State::LineStart);
            }
            State::LineStart => match byte {
                b'\r' => self.take_header(input, State::EndLf),
                b'\n' => {
                    if !self.allows(LENIENT_OPTIONAL_CR_BEFORE_LF) {
                        return Err(BAD_FIELD);
                    }
                    input.at += 1;
                    return Ok(Some(self.end_headers()));
                }
                b':' => return Err(BAD_TOKEN),
                _ => {
                    self.open(Span::Field, input);
                    self.word_len = 0;
                    self.header(State::Field);
                }
            },
            State::Field => return self.field(input),
            State::FieldAfterSpaces => match byte {
                b' ' => input.at += 1,
                b':' => return Ok(self.end_field(input)),
                _ => {
                    // The name goes on: it is another one.
                    self.header = Special::General;
                    self.word_len = self.word.len() as u8;
                    self.header(State::Field);
                }
            },
            State::Space | State::SpaceLf | State::AfterEmpty => {
                return self.before_value(state, byte, input);
            }
            State::ValueStart => self.begin_value()?,
            State::Value => {
                input.at = classes::skip(input.data, input.at, VALUE);
                return self.after_part(input);
            }
            State::AnyValue => match byte {
                b'\r' => return Ok(self.end_value(input, 1)),
                b'\n' => return Ok(self.end_value(input, 0)),
                _ => input.at += 1,
            },
            State::Coding | State::AfterChunked | State::OtherCoding | State::SpaceBeforeCoding => {
                return self.coding(state, byte, input);
            }
            State::Length | State::SpaceAfterLength => return self.length(state, byte, input),
            State::Connection | State::Option(_) | State::AfterOption | State::OtherOption => {
                return self.connection(state, byte, input);
            }
            State::ValueLf => {
                if byte != b'\n' {
                    return Err(Fault::other("Missing expected LF after header value"));
                }
                self.take_header(input, State::AfterValue);
            }
            State::AfterValue => {
                if !matches!(byte, b' ' | b'\t') {
                    self.note_value();
                    self.header(State::LineStart);
                } else if self.allows(LENIENT_HEADERS) {
                    if self.header == Special::Chunked {
                        self.header = Special::General;
                    }
                    self.open(Span::Value, input);
                    self.header(State::ValueStart);
                } else {
                    return Err(Fault::other("Unexpected whitespace after header value"));
                }
            }
            State::EndLf => {
                if byte == b'\n' {
                    input.at += 1;
                } else if !self.allows(LENIENT_OPTIONAL_LF_AFTER_CR) {
                    return Err(Fault::other("Expected LF after headers"));
                }
                return Ok(Some(self.end_headers()));
            }
        }
        Ok(None)
    }

    /// Goes on with another state of headers.
    pub(super) fn header(&mut self, state: State) {
        self.state = super::State::Header(state);
    }

    /// Consumes a byte and goes on with another state.
    fn take_header(&mut self, input: &mut Input<'_>, state: State) {
        input.at += 1;
        self.header(state);
    }

    /// Reads on in the name of a header.
    fn field(&mut self, input: &mut Input<'_>) -> Next {
        let start = input.at;
        input.at = classes::skip(input.data, start, TOKEN);
        let part = &input.data[start..input.at];
        let next = input.data.get(input.at).copied();
        if next.is_none() || self.word_len > 0 {
            let (seen, room) = (usize::from(self.word_len), self.word.len());
            let end = room.min(seen + part.len());
            self.word[seen..end].copy_from_slice(&part[..end - seen]);
            self.word_len = end as u8;
        }
        let name = if self.word_len > 0 { &self.word[..usize::from(self.word_len)] } else { part };
        match next {
            None => return Ok(None),
            Some(b':' | b' ') => self.header = Special::named(name),
            Some(_) => return Err(BAD_TOKEN),
        }
        match next {
            Some(b' ') => self.space_after_field(input),
            _ => Ok(self.end_field(input)),
        }
    }

    /// A space after the name of a header: only names with a meaning may have one.
    fn space_after_field(&mut self, input: &mut Input<'_>) -> Next {
        if self.header == Special::General {
            return Err(BAD_TOKEN);
        }
        if self.allows(LENIENT_HEADERS) {
            self.header(State::FieldAfterSpaces);
            return Ok(None);
        }
        self.state = super::State::Now(Now::Fail(BAD_FIELD));
        Ok(self.close(input, 1))
    }

    /// The end of the name of a header, at the colon.
    fn end_field(&mut self, input: &mut Input<'_>) -> Option<Event> {
        let strict = !self.allows(LENIENT_CHUNKED_LENGTH);
        let conflict = match self.header {
            Special::TransferEncoding if strict && self.has(CONTENT_LENGTH) => {
                Some("Transfer-Encoding can't be present with Content-Length")
            }
            Special::ContentLength if strict && self.has(TRANSFER_ENCODING) => {
                Some("Content-Length can't be present with Transfer-Encoding")
            }
            _ => None,
        };
        match conflict {
            Some(reason) => self.state = super::State::Now(Now::Fail(Fault::other(reason))),
            None => self.header(State::Space),
        }
        self.close(input, 1)
    }

    /// Reads on before the value of a header.
    fn before_value(&mut self, state: State, byte: u8, input: &mut Input<'_>) -> Next {
        match (state, byte) {
            (State::Space, b' ' | b'\t') => input.at += 1,
            (State::Space, b'\r') => self.take_header(input, State::SpaceLf),
            (State::Space, b'\n') if self.allows(LENIENT_OPTIONAL_CR_BEFORE_LF) => {
                self.take_header(input, State::AfterEmpty);
            }
            (State::Space, b'\n') => return Err(BAD_VALUE),
            (State::Space, _) => {
                self.open(Span::Value, input);
                self.header(State::ValueStart);
            }
            (State::SpaceLf, b'\n') => self.take_header(input, State::AfterEmpty),
            (State::SpaceLf, _) if self.allows(LENIENT_HEADERS) => self.header(State::AfterEmpty),
            (State::SpaceLf, _) => return Err(Fault::other("Expected LF after CR")),
            (_, b' ' | b'\t') if self.allows(LENIENT_HEADERS) => {
                self.take_header(input, State::Space);
            }
            (_, b' ' | b'\t') => return Err(BAD_VALUE),
            _ => match self.header {
                Special::ContentLength => return Err(Fault::other("Empty Content-Length")),
                Special::TransferEncoding => return Err(Fault::other("Empty Transfer-Encoding")),
                _ => {
                    self.note_value();
                    self.open(Span::Value, input);
                    self.header(State::LineStart);
                    return Ok(self.close(input, 0));
                }
            },
        }
        Ok(None)
    }

    /// Begins to read the value of a header by its meaning.
    fn begin_value(&mut self) -> Result<(), Fault> {
        self.matched = 0;
        match self.header {
            Special::Upgrade => {
                self.flags |= UPGRADE;
                self.other_value();
            }
            Special::TransferEncoding => {
                if self.has(CHUNKED) && self.forbids_after_chunked() {
                    return Err(BAD_CODING);
                }
                self.flags = self.flags & !CHUNKED | TRANSFER_ENCODING;
                self.header(State::Coding);
            }
            Special::ContentLength => {
                if self.has(CONTENT_LENGTH) {
                    return Err(Fault::other("Duplicate Content-Length"));
                }
                self.header(State::Length);
            }
            Special::Connection => self.header(State::Connection),
            _ => self.header(State::Value),
        }
        Ok(())
    }

    /// Reads on in a value that has no further meaning.
    fn other_value(&mut self) {
        self.header = Special::General;
        self.header(State::Value);
    }

    /// Whether `chunked` must be the last encoding.
    fn forbids_after_chunked(&self) -> bool {
        self.side == Side::Requests && !self.allows(LENIENT_TRANSFER_ENCODING)
    }

    /// What follows the bytes of a value that belong to it in any case.
    fn after_part(&mut self, input: &mut Input<'_>) -> Next {
        match input.data.get(input.at) {
            None => Ok(None),
            Some(b'\r') => Ok(self.end_value(input, 1)),
            Some(b'\n') if self.allows(LENIENT_OPTIONAL_CR_BEFORE_LF) => {
                Ok(self.end_value(input, 0))
            }
            Some(b'\n') => Err(Fault::other("Missing expected CR after header value")),
            Some(_) if self.allows(LENIENT_HEADERS) => {
                self.header(State::AnyValue);
                Ok(None)
            }
            Some(_) => Err(BAD_VALUE),
        }
    }

    /// The end of a value, before its line end.
    fn end_value(&mut self, input: &mut Input<'_>, skip: usize) -> Option<Event> {
        self.header(State::ValueLf);
        self.close(input, skip)
    }

    /// Reads on in the value of `Transfer-Encoding`.
    fn coding(&mut self, state: State, byte: u8, input: &mut Input<'_>) -> Next {
        match (state, byte) {
            (State::Coding, _) => {
                match self.literal(b"chunked", byte.to_ascii_lowercase(), input) {
                    Some(true) => self.header(State::AfterChunked),
                    Some(false) => self.header(State::OtherCoding),
                    None => {}
                }
            }
            (State::AfterChunked, b' ') => input.at += 1,
            (State::AfterChunked, b'\r' | b'\n') => {
                self.header = Special::Chunked;
                return self.after_part(input);
            }
            (State::AfterChunked, b',') if self.forbids_after_chunked() => return Err(BAD_CODING),
            (State::AfterChunked, _) => self.header(State::OtherCoding),
            (State::OtherCoding, b',') => self.take_header(input, State::SpaceBeforeCoding),
            (State::OtherCoding, _) if classes::is(byte, VALUE) => input.at += 1,
            (State::OtherCoding, _) => self.other_value(),
            (_, b' ' | b'\t') => input.at += 1,
            _ => {
                self.matched = 0;
                self.header(State::Coding);
            }
        }
        Ok(None)
    }

    /// Reads on in the value of `Content-Length`.
    fn length(&mut self, state: State, byte: u8, input: &mut Input<'_>) -> Next {
        match byte {
            b'0'..=b'9' if state == State::Length => {
                let digit = u64::from(byte - b'0');
                let length = self.length.checked_mul(10).and_then(|tens| tens.checked_add(digit));
                self.length = length.ok_or(Fault::other("Content-Length overflow"))?;
                input.at += 1;
            }
            b' ' | b'\t' => self.take_header(input, State::SpaceAfterLength),
            b'\r' | b'\n' => {
                self.flags |= CONTENT_LENGTH;
                return self.after_part(input);
            }
            _ => return Err(Fault::other("Invalid character in Content-Length")),
        }
        Ok(None)
    }

    /// Reads on in the value of `Connection`.
    fn connection(&mut self, state: State, byte: u8, input: &mut Input<'_>) -> Next {
        match (state, byte) {
            (State::Connection, b' ' | b'\t') => input.at += 1,
            (State::Connection, _) => {
                self.matched = 0;
                self.header(match byte.to_ascii_lowercase() {
                    b'c' => State::Option(Choice::Close),
                    b'k' => State::Option(Choice::KeepAlive),
                    b'u' => State::Option(Choice::Upgrade),
                    _ => State::OtherOption,
                });
            }
            (State::Option(option), _) => {
                match self.literal(option.name(), byte.to_ascii_lowercase(), input) {
                    Some(true) => {
                        self.header = Special::Option(option);
                        self.header(State::AfterOption);
                    }
                    Some(false) => self.header(State::OtherOption),
                    None => {}
                }
            }
            (State::AfterOption, b',') => {
                self.note_value();
                self.take_header(input, State::Connection);
            }
            (State::AfterOption, b' ' | b'\t') => input.at += 1,
            (State::AfterOption, b'\r' | b'\n') => return self.after_part(input),
            (State::AfterOption, _) => {
                self.header = Special::General;
                self.header(State::OtherOption);
            }
            (_, b',') => self.take_header(input, State::Connection),
            _ if classes::is(byte, VALUE) => input.at += 1,
            _ => return self.after_part(input),
        }
        Ok(None)
    }

    /// Notes what the header that ends has said.
    fn note_value(&mut self) {
        match self.header {
            Special::Option(option) => {
                self.flags |= option.flag();
                self.header = Special::Connection;
            }
            Special::Chunked => self.flags |= CHUNKED,
            _ => {}
        }
    }

    /// The end of the headers, or of the trailers.
    fn end_headers(&mut self) -> Event {
        if self.in_trailers {
            self.state = super::State::Now(Now::BodyDone);
            return Event::ChunkComplete;
        }
        self.upgrade = if self.has(UPGRADE) && self.has(CONNECTION_UPGRADE) {
            self.side == Side::Requests || self.status == body::SWITCHING_PROTOCOLS
        } else {
            self.method == method::CONNECT
        };
        self.state = super::State::Now(Now::HeadersDone);
        Event::HeadersComplete
    }
}
