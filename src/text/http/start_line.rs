//! The first line of a message: the request line or the status line.

use super::classes::{self, ALPHA, URL, USER};
use super::method::{CONNECT, Found, PRI, Protocol, find};
use super::{
    Event, Fault, Input, LENIENT_OPTIONAL_CR_BEFORE_LF, LENIENT_OPTIONAL_LF_AFTER_CR,
    LENIENT_VERSION, Next, Now, Parser, Side, Span, headers,
};

/// What is read next of a first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Line ends before a message.
    Start,
    /// The message, which is there.
    Begun,
    Method,
    SpaceAfterMethod,
    SpacesBeforeUrl,
    UrlStart,
    Schema,
    SchemaSlash,
    SchemaSecondSlash,
    Server,
    /// The server, after an `@`.
    ServerAfterAt,
    Path,
    Query,
    Fragment,
    /// The protocol after a URL.
    AfterUrl,
    /// LF after a URL, in the way of HTTP/0.9.
    LfAfterUrl,
    /// The headers after a URL, in the way of HTTP/0.9.
    HeadersAfterUrl,
    SpacesBeforeProtocol,
    Protocol(Protocol),
    SlashAfterProtocol,
    Major,
    Dot,
    Minor,
    RequestEnd,
    RequestLf,
    /// The rest of the preface of HTTP/2.
    Preface,
    ResponseStart,
    SpaceAfterVersion,
    /// A digit of the status.
    Digit(u8),
    AfterDigits,
    StatusStart,
    Status,
    ResponseLf,
}

const PROTOCOL_EXPECTED: Fault = Fault::other("Expected HTTP/, RTSP/ or ICE/");
const CRLF_EXPECTED: Fault = Fault::other("Expected CRLF after version");
const BAD_STATUS: Fault = Fault::status("Invalid status code");
const BAD_URL: Fault = Fault::url("Invalid characters in url");
const BAD_SCHEMA: Fault = Fault::url("Unexpected char in url schema");

/// What follows the version in the preface of HTTP/2.
const PREFACE: &[u8] = b"\r\n\r\nSM\r\n\r\n";

impl Parser {
    /// Reads on in the first line.
    pub(super) fn start_line(&mut self, state: State, byte: u8, input: &mut Input<'_>) -> Next {
        match state {
            State::Start => {
                if matches!(byte, b'\r' | b'\n') {
                    input.at += 1;
                    return Ok(None);
                }
                self.line(State::Begun);
                return Ok(Some(Event::MessageBegin));
            }
            State::Begun => {
                self.word_len = 0;
                self.line(match self.side {
                    Side::Requests => State::Method,
                    Side::Responses => State::ResponseStart,
                });
            }
            State::Method => return self.request_method(byte, input),
            State::SpaceAfterMethod => {
                if byte != b' ' {
                    return Err(Fault::method("Expected space after method"));
                }
                self.take(input, State::SpacesBeforeUrl);
            }
            State::SpacesBeforeUrl => match byte {
                b' ' => input.at += 1,
                b'\t' | b'\x0c' => return Err(BAD_URL),
                _ => {
                    self.open(Span::Url, input);
                    let is_tunnel = self.method == CONNECT;
                    self.line(if is_tunnel { State::Server } else { State::UrlStart });
                }
            },
            State::UrlStart
            | State::Schema
            | State::SchemaSlash
            | State::SchemaSecondSlash
            | State::Server
            | State::ServerAfterAt
            | State::Path
            | State::Query
            | State::Fragment => return self.request_url(state, byte, input),
            State::AfterUrl => {
                if matches!(byte, b'\t' | b'\x0c') {
                    return Err(BAD_URL);
                }
                self.line(State::SpacesBeforeProtocol);
            }
            State::LfAfterUrl => {
                if byte != b'\n' {
                    return Err(Fault::url("Expected CRLF"));
                }
                self.take(input, State::HeadersAfterUrl);
            }
            State::HeadersAfterUrl => {
                if matches!(byte, b'\t' | b'\x0c') {
                    return Err(BAD_URL);
                }
                (self.major, self.minor) = (0, 9);
                self.header(headers::State::Start);
            }
            State::SpacesBeforeProtocol => {
                if byte == b' ' {
                    input.at += 1;
                } else {
                    self.begin_protocol(byte)?;
                }
            }
            State::Protocol(protocol) => match self.literal(protocol.name(), byte, input) {
                Some(true) if self.side == Side::Requests && !protocol.has(self.method) => {
                    return Err(Fault::other(match protocol {
                        Protocol::Http => "Invalid method for HTTP/x.x request",
                        Protocol::Rtsp => "Invalid method for RTSP/x.x request",
                        Protocol::Icecast => "Expected SOURCE method for ICE/x.x request",
                    }));
                }
                Some(true) => self.line(State::SlashAfterProtocol),
                Some(false) => return Err(PROTOCOL_EXPECTED),
                None => {}
            },
            State::SlashAfterProtocol => {
                if byte != b'/' {
                    return Err(PROTOCOL_EXPECTED);
                }
                self.take(input, State::Major);
            }
            State::Major | State::Dot | State::Minor => self.version_part(state, byte, input)?,
            State::RequestEnd => match byte {
                b'\r' => self.take(input, State::RequestLf),
                b'\n' if self.allows(LENIENT_OPTIONAL_CR_BEFORE_LF) => {
                    self.take(input, State::RequestLf);
                }
                _ => return Err(CRLF_EXPECTED),
            },
            State::RequestLf => {
                if byte == b'\n' {
                    input.at += 1;
                } else if !self.allows(LENIENT_OPTIONAL_LF_AFTER_CR) {
                    return Err(CRLF_EXPECTED);
                }
                self.header(headers::State::Start);
            }
            State::Preface => match self.literal(PREFACE, byte, input) {
                Some(true) => return Err(Fault::other("Pause on PRI/Upgrade")),
                Some(false) => return Err(Fault::other("Expected HTTP/2 Connection Preface")),
                None => {}
            },
            State::ResponseStart => self.begin_protocol(byte)?,
            State::SpaceAfterVersion
            | State::Digit(_)
            | State::AfterDigits
            | State::StatusStart
            | State::Status
            | State::ResponseLf => return self.response_status(state, byte, input),
        }
        Ok(None)
    }

    fn line(&mut self, state: State) {
        self.state = super::State::Line(state);
    }

    /// Consumes a byte and goes on with another state.
    fn take(&mut self, input: &mut Input<'_>, state: State) {
        input.at += 1;
        self.line(state);
    }

    fn request_method(&mut self, byte: u8, input: &mut Input<'_>) -> Next {
        let seen = usize::from(self.word_len);
        if seen == 0 {
            // Usually all of it is there.
            let rest = &input.data[input.at..];
            let end = rest.iter().position(|&byte| byte == b' ').unwrap_or(0);
            if let Found::Whole(method) | Found::WholeOrPart(method) = find(&rest[..end]) {
                self.method = method;
                input.at += end;
                self.line(State::SpaceAfterMethod);
                return Ok(None);
            }
        }
        self.word[seen] = byte;
        match find(&self.word[..=seen]) {
            Found::Nothing => {
                // Only a name that could have been a part is not yet taken for a method.
                let Found::WholeOrPart(method) = find(&self.word[..seen]) else {
                    return Err(Fault::method("Invalid method encountered"));
                };
                self.method = method;
                self.line(State::SpaceAfterMethod);
            }
            Found::Whole(method) => {
                self.method = method;
                self.take(input, State::SpaceAfterMethod);
            }
            Found::Part | Found::WholeOrPart(_) => {
                self.word_len += 1;
                input.at += 1;
            }
        }
        Ok(None)
    }

    fn request_url(&mut self, state: State, byte: u8, input: &mut Input<'_>) -> Next {
        if matches!(byte, b'\t' | b'\x0c') && state != State::SchemaSecondSlash {
            return Err(BAD_URL);
        }
        match (state, byte) {
            (State::UrlStart | State::Schema | State::SchemaSlash, b' ' | b'\r' | b'\n') => {
                return Err(BAD_URL);
            }
            (State::UrlStart, b'/' | b'*') => self.take(input, State::Path),
            (State::UrlStart, _) if classes::is(byte, ALPHA) => self.line(State::Schema),
            (State::UrlStart, _) => return Err(Fault::url("Unexpected start char in url")),
            (State::Schema, b':') => self.take(input, State::SchemaSlash),
            (State::Schema, _) if classes::is(byte, ALPHA) => input.at += 1,
            (State::SchemaSlash, b'/') => self.take(input, State::SchemaSecondSlash),
            (State::SchemaSecondSlash, b'/') => self.take(input, State::Server),
            (State::Schema | State::SchemaSlash | State::SchemaSecondSlash, _) => {
                return Err(BAD_SCHEMA);
            }
            (_, b' ') => {
                self.line(State::AfterUrl);
                return Ok(self.close(input, 1));
            }
            (_, b'\r') => {
                self.line(State::LfAfterUrl);
                return Ok(self.close(input, 1));
            }
            (_, b'\n') => {
                self.line(State::HeadersAfterUrl);
                return Ok(self.close(input, 1));
            }
            (State::Server | State::ServerAfterAt, b'/') => self.take(input, State::Path),
            (State::Server | State::ServerAfterAt, b'?') => self.take(input, State::Query),
            (State::Server, b'@') => self.take(input, State::ServerAfterAt),
            (State::ServerAfterAt, b'@') => return Err(Fault::url("Double @ in url")),
            (State::Server | State::ServerAfterAt, _) => {
                if !classes::is(byte, USER) && !matches!(byte, b'[' | b']') {
                    return Err(Fault::url("Unexpected char in url server"));
                }
                self.take(input, State::Server);
            }
            _ if classes::is(byte, URL) => input.at = classes::skip(input.data, input.at, URL),
            (State::Path, b'?') => self.take(input, State::Query),
            (State::Path, b'#') | (State::Query, b'#') => self.take(input, State::Fragment),
            (State::Query, b'?') | (State::Fragment, b'?' | b'#') => input.at += 1,
            (State::Path, _) => return Err(Fault::url("Invalid char in url path")),
            (State::Query, _) => return Err(Fault::url("Invalid char in url query")),
            (_, _) => return Err(Fault::url("Invalid char in url fragment start")),
        }
        Ok(None)
    }

    fn begin_protocol(&mut self, first: u8) -> Result<(), Fault> {
        let protocol = Protocol::beginning(first).ok_or(PROTOCOL_EXPECTED)?;
        self.matched = 0;
        self.line(State::Protocol(protocol));
        Ok(())
    }

    fn version_part(&mut self, state: State, byte: u8, input: &mut Input<'_>) -> Result<(), Fault> {
        match (state, byte) {
            (State::Major, b'0'..=b'9') => {
                self.major = byte - b'0';
                self.take(input, State::Dot);
            }
            (State::Major, _) => return Err(Fault::other("Invalid major version")),
            (State::Dot, b'.') => self.take(input, State::Minor),
            (State::Dot, _) => return Err(Fault::other("Expected dot")),
            (_, b'0'..=b'9') => {
                self.minor = byte - b'0';
                let exists = matches!(self.version(), (0, 9) | (1, 0) | (1, 1) | (2, 0));
                if !exists && !self.allows(LENIENT_VERSION) {
                    return Err(Fault::other("Invalid HTTP version"));
                }
                self.matched = 0;
                self.take(
                    input,
                    match self.side {
                        Side::Responses => State::SpaceAfterVersion,
                        Side::Requests if self.method == PRI => State::Preface,
                        Side::Requests => State::RequestEnd,
                    },
                );
            }
            _ => return Err(Fault::other("Invalid minor version")),
        }
        Ok(())
    }

    fn response_status(&mut self, state: State, byte: u8, input: &mut Input<'_>) -> Next {
        match state {
            State::SpaceAfterVersion => {
                if byte != b' ' {
                    return Err(Fault::other("Expected space after version"));
                }
                self.status = 0;
                self.take(input, State::Digit(0));
            }
            State::Digit(place) => {
                if !byte.is_ascii_digit() {
                    return Err(BAD_STATUS);
                }
                self.status = self.status * 10 + u16::from(byte - b'0');
                let next = if place == 2 { State::AfterDigits } else { State::Digit(place + 1) };
                self.take(input, next);
            }
            State::AfterDigits => match byte {
                b' ' => self.take(input, State::StatusStart),
                b'\r' => self.take(input, State::ResponseLf),
                b'\n' if self.allows(LENIENT_OPTIONAL_CR_BEFORE_LF) => {
                    input.at += 1;
                    self.header(headers::State::Start);
                }
                _ => return Err(Fault::status("Invalid response status")),
            },
            State::StatusStart => {
                self.open(Span::Status, input);
                self.line(State::Status);
            }
            State::Status => {
                let rest = &input.data[input.at..];
                let Some(end) = rest.iter().position(|&byte| matches!(byte, b'\r' | b'\n')) else {
                    input.at = input.data.len();
                    return Ok(None);
                };
                input.at += end;
                if rest[end] == b'\r' {
                    self.line(State::ResponseLf);
                } else if self.allows(LENIENT_OPTIONAL_CR_BEFORE_LF) {
                    self.header(headers::State::Start);
                } else {
                    let fault = Fault::other("Missing expected CR after response line");
                    self.state = super::State::Now(Now::Fail(fault));
                }
                return Ok(self.close(input, 1));
            }
            _ => {
                if byte == b'\n' {
                    input.at += 1;
                } else if !self.allows(LENIENT_OPTIONAL_LF_AFTER_CR) {
                    return Err(Fault::other("Expected LF after CR"));
                }
                self.header(headers::State::Start);
            }
        }
        Ok(None)
    }
}
