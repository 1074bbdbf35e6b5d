//! One side of a connection, without its own input or output: records go in, plain data and records
//! come out.

use super::errors::Failure;
use super::verify::Policy;
use crate::modules::byte_queue::ByteQueue;
use rustls::server::{Accepted, AcceptedAlert, Acceptor};
use rustls::{CipherSuite, Connection, Error, ServerConfig};
use std::io::{self, Read, Write};
use std::sync::Arc;

/// The length of a record's header.
pub const HEADER: usize = 5;
/// The maximum length of a record, with its header.
const LONGEST: usize = HEADER + 16 * 1024 + 2048;

enum Stage {
    /// A server that waits for the client's first message.
    Hello(Acceptor),
    /// The other stages of the protocol.
    Live(Connection),
    /// The first message is being answered, or could not be.
    Over,
}

/// One side of a connection.
pub struct Engine {
    stage: Stage,
    /// The verifier of the peer's certificate.
    policy: Option<Arc<Policy>>,
    /// The chain to a trusted certificate.
    chain: Vec<Vec<u8>>,
    /// Records to be sent before those of the connection.
    ahead: ByteQueue,
    /// The number of bytes of plain data that can be read.
    readable: usize,
    /// Whether the other side has ended the connection.
    is_closed_by_peer: bool,
    /// Whether this side has ended the connection.
    is_closed: bool,
    /// The start of the input, until the handshake is done.
    first: Vec<u8>,
}

/// The number of bytes of the first record. None if its header is not complete; the failure if it
/// is not a record.
fn record_length(input: &[u8]) -> Option<Result<usize, ()>> {
    let header = input.first_chunk::<HEADER>()?;
    let length = HEADER + usize::from(u16::from_be_bytes([header[3], header[4]]));
    let is_record = (20..=24).contains(&header[0]) && header[1] == 3 && length <= LONGEST;
    Some(if is_record { Ok(length) } else { Err(()) })
}

/// The least number of bytes missing until the input contains a complete record.
pub fn missing(input: &[u8]) -> usize {
    match record_length(input) {
        None => HEADER - input.len(),
        Some(Ok(length)) => length.saturating_sub(input.len()),
        Some(Err(())) => 0,
    }
}

impl Engine {
    /// The side of a client.
    pub fn client(connection: rustls::ClientConnection, policy: Arc<Policy>) -> Engine {
        let mut connection = Connection::Client(connection);
        connection.set_buffer_limit(None);
        Engine { stage: Stage::Live(connection), policy: Some(policy), ..Engine::server() }
    }

    /// The side of a server.
    pub fn server() -> Engine {
        Engine {
            stage: Stage::Hello(Acceptor::default()),
            policy: None,
            chain: Vec::new(),
            ahead: ByteQueue::default(),
            readable: 0,
            is_closed_by_peer: false,
            is_closed: false,
            first: Vec::new(),
        }
    }

    /// The connection, once there is one.
    pub fn connection(&self) -> Option<&Connection> {
        match &self.stage {
            Stage::Live(connection) => Some(connection),
            _ => None,
        }
    }

    /// Whether the handshake is done.
    pub fn is_ready(&self) -> bool {
        self.connection().is_some_and(|connection| !connection.is_handshaking())
    }

    /// The number of bytes of plain data that can be read.
    pub fn readable(&self) -> usize {
        self.readable
    }

    /// Whether the other side has ended the connection.
    pub fn is_closed_by_peer(&self) -> bool {
        self.is_closed_by_peer
    }

    /// Whether this side has ended the connection.
    pub fn is_closed(&self) -> bool {
        self.is_closed
    }

    /// The chain that the verifier has accepted.
    pub fn verified_chain(&self) -> Vec<Vec<u8>> {
        self.chain.clone()
    }

    /// Processes the first record of the input, if it is complete, and returns its length. A
    /// client's first message is passed to the caller, which answers with [`Engine::accept`].
    ///
    /// # Errors
    /// If the connection cannot continue. An alert may have to be sent.
    pub fn feed(&mut self, input: &[u8]) -> Result<(usize, Option<Accepted>), Failure> {
        let length = match record_length(input) {
            Some(Ok(length)) if length <= input.len() => length,
            Some(Err(())) => input.len(),
            _ => return Ok((0, None)),
        };
        if self.first.is_empty() {
            self.first.extend_from_slice(&input[..length.min(8)]);
        }
        let mut record = &input[..length];
        let mut accepted = None;
        while !record.is_empty() && accepted.is_none() {
            accepted = self.take(&mut record).map_err(|error| self.failure(&error))?;
        }
        Ok((length, accepted))
    }

    fn take(&mut self, record: &mut &[u8]) -> Result<Option<Accepted>, Error> {
        let broken = |error: io::Error| Error::General(error.to_string());
        match &mut self.stage {
            Stage::Hello(acceptor) => {
                acceptor.read_tls(record).map_err(broken)?;
                match acceptor.accept() {
                    Ok(None) => Ok(None),
                    Ok(Some(accepted)) => {
                        self.stage = Stage::Over;
                        Ok(Some(accepted))
                    }
                    Err((error, alert)) => {
                        self.send_alert(alert);
                        Err(error)
                    }
                }
            }
            Stage::Live(connection) => {
                connection.read_tls(record).map_err(broken)?;
                let is_handshaking = connection.is_handshaking();
                let state = connection.process_new_packets()?;
                if is_handshaking && let Some(policy) = &self.policy {
                    let outcome = policy.take_outcome();
                    if !outcome.chain.is_empty() {
                        self.chain = outcome.chain;
                    }
                }
                self.readable = state.plaintext_bytes_to_read();
                self.is_closed_by_peer |= state.peer_has_closed();
                Ok(None)
            }
            Stage::Over => Err(Error::General("the connection is over".into())),
        }
    }

    /// Answers a client's first message.
    ///
    /// # Errors
    /// If the configuration and the message do not go together.
    pub fn accept(
        &mut self,
        accepted: Accepted,
        config: Arc<ServerConfig>,
        policy: Arc<Policy>,
    ) -> Result<(), Failure> {
        self.policy = Some(policy);
        match accepted.into_connection(config) {
            Ok(mut connection) => {
                connection.set_buffer_limit(None);
                self.stage = Stage::Live(Connection::Server(connection));
                Ok(())
            }
            Err((error, alert)) => {
                self.send_alert(alert);
                Err(self.failure(&error))
            }
        }
    }

    fn send_alert(&mut self, mut alert: AcceptedAlert) {
        self.stage = Stage::Over;
        // Writing to memory does not fail.
        let _ = alert.write_all(&mut self.ahead);
    }

    /// Refuses a client with this alert.
    pub fn refuse(&mut self, alert: u8) {
        self.stage = Stage::Over;
        self.ahead.push(&[21, 3, 3, 0, 2, 2, alert]);
    }

    fn failure(&self, error: &Error) -> Failure {
        if matches!(error, Error::InvalidCertificate(_))
            && let Some(policy) = &self.policy
            && let Some(failure) = policy.take_outcome().failure
        {
            return failure;
        }
        if !self.is_ready() && matches!(record_length(&self.first), Some(Err(()))) {
            let speaks = |word: &&[u8]| self.first.starts_with(word);
            let http: [&[u8]; 4] = [b"GET ", b"POST ", b"HEAD ", b"PUT "];
            return Failure::reason(match () {
                () if http.iter().any(speaks) => "HTTP_REQUEST",
                () if self.first.starts_with(b"CONNE") => "HTTPS_PROXY_REQUEST",
                () => "WRONG_VERSION_NUMBER",
            });
        }
        Failure::of_connection(error)
    }

    /// Whether there are records to send.
    pub fn wants_write(&self) -> bool {
        !self.ahead.unread().is_empty() || self.connection().is_some_and(|c| c.wants_write())
    }

    /// Writes records until there are no more, or `to` accepts no more.
    ///
    /// # Errors
    /// Those of `to`.
    pub fn write_to(&mut self, to: &mut dyn Write) -> io::Result<()> {
        while !self.ahead.unread().is_empty() {
            let count = to.write(self.ahead.unread())?;
            self.ahead.consume(count);
        }
        if let Stage::Live(connection) = &mut self.stage {
            while connection.wants_write() {
                connection.write_tls(to)?;
            }
        }
        Ok(())
    }

    /// Reads as much plain data as is available and fits.
    pub fn read(&mut self, buffer: &mut [u8]) -> usize {
        let Stage::Live(connection) = &mut self.stage else { return 0 };
        let wanted = buffer.len().min(self.readable);
        let mut count = 0;
        while count < wanted {
            match connection.reader().read(&mut buffer[count..wanted]) {
                Ok(n) if n > 0 => count += n,
                _ => break,
            }
        }
        self.readable -= count;
        count
    }

    /// Encrypts data, to be sent.
    ///
    /// # Errors
    /// If the connection has ended.
    pub fn write(&mut self, data: &[u8]) -> Result<(), Failure> {
        let Stage::Live(connection) = &mut self.stage else {
            return Err(Failure::reason("PROTOCOL_IS_SHUTDOWN"));
        };
        if self.is_closed {
            return Err(Failure::reason("PROTOCOL_IS_SHUTDOWN"));
        }
        connection.writer().write_all(data).map_err(|error| Failure::text(error.to_string()))
    }

    /// Ends this side of the connection.
    pub fn close(&mut self) {
        if let Stage::Live(connection) = &mut self.stage
            && !self.is_closed
        {
            connection.send_close_notify();
            self.is_closed = true;
        }
    }

    /// The suites that a client has offered and this side has, by number.
    pub fn shared_suites(accepted: &Accepted, config: &ServerConfig) -> Vec<CipherSuite> {
        let own = &config.crypto_provider().cipher_suites;
        let hello = accepted.client_hello();
        let is_own = |suite: &&CipherSuite| own.iter().any(|s| s.suite() == **suite);
        hello.cipher_suites().iter().filter(is_own).copied().collect()
    }
}
