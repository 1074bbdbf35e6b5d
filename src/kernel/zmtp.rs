//! ZMTP 3.0, the protocol of ZeroMQ (RFC 23), with the mechanism NULL: greeting, handshake, frames.
//!
//! A kernel needs three kinds of sockets, all bound to TCP ports, and one connection at a time from
//! each. That takes little code on plain threads; the crates for it would add an asynchronous
//! runtime.

use std::io::{self, Read, Write};

/// The frame is followed by more frames of the same message.
const MORE: u8 = 1;
/// The size has eight bytes.
const LONG: u8 = 2;
/// The frame is a command.
const COMMAND: u8 = 4;

/// The maximum number of bytes in a message of a peer. Notebooks send code and small data.
const MOST: u64 = 1 << 30;
/// The maximum number of frames in a message of a peer.
const MOST_FRAMES: usize = 10_000;

/// A message: its frames.
pub type Frames = Vec<Vec<u8>>;

/// One transmission of a peer.
#[derive(Debug, PartialEq, Eq)]
pub enum Traffic {
    /// A message.
    Message(Frames),
    /// A command: its name and data.
    Command(Vec<u8>, Vec<u8>),
}

fn invalid(message: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, message)
}

/// Greets a peer, as a socket of type `kind`, and returns the identity that it states, which may be
/// empty.
///
/// # Errors
/// Errors of the connection; a peer with another protocol or mechanism.
pub fn greet(stream: &mut (impl Read + Write), kind: &str) -> io::Result<Vec<u8>> {
    let mut greeting = [0; 64];
    greeting[0] = 0xff;
    greeting[9] = 0x7f;
    greeting[10] = 3;
    greeting[12..16].copy_from_slice(b"NULL");
    stream.write_all(&greeting)?;
    let mut theirs = [0; 64];
    stream.read_exact(&mut theirs)?;
    if theirs[0] != 0xff || theirs[9] & 1 == 0 || theirs[10] < 3 {
        return Err(invalid("the peer does not speak ZMTP 3"));
    }
    if &theirs[12..17] != b"NULL\0" {
        return Err(invalid("the peer requires a security mechanism other than NULL"));
    }
    let mut ready = Vec::new();
    for (name, value) in [("Socket-Type", kind.as_bytes()), ("Identity", b"")] {
        ready.push(name.len() as u8);
        ready.extend_from_slice(name.as_bytes());
        ready.extend_from_slice(&(value.len() as u32).to_be_bytes());
        ready.extend_from_slice(value);
    }
    stream.write_all(&command("READY", &ready))?;
    match read(stream)? {
        Traffic::Command(name, data) if name == b"READY" => {
            property(&data, b"identity").ok_or_else(|| invalid("malformed READY"))
        }
        _ => Err(invalid("the peer sent no READY")),
    }
}

/// A property of a READY command; empty if it is absent, none if the data is malformed.
fn property(mut data: &[u8], wanted: &[u8]) -> Option<Vec<u8>> {
    while let Some((size, rest)) = data.split_first() {
        let (name, rest) = rest.split_at_checked(usize::from(*size))?;
        let (size, rest) = rest.split_first_chunk::<4>()?;
        let (value, rest) = rest.split_at_checked(u32::from_be_bytes(*size) as usize)?;
        if name.eq_ignore_ascii_case(wanted) {
            return Some(value.to_vec());
        }
        data = rest;
    }
    Some(Vec::new())
}

fn frame(flags: u8, body: &[u8], out: &mut Vec<u8>) {
    match u8::try_from(body.len()) {
        Ok(size) => out.extend_from_slice(&[flags, size]),
        Err(_) => {
            out.push(flags | LONG);
            out.extend_from_slice(&(body.len() as u64).to_be_bytes());
        }
    }
    out.extend_from_slice(body);
}

/// A command as bytes.
pub fn command(name: &str, data: &[u8]) -> Vec<u8> {
    let mut body = vec![name.len() as u8];
    body.extend_from_slice(name.as_bytes());
    body.extend_from_slice(data);
    let mut out = Vec::new();
    frame(COMMAND, &body, &mut out);
    out
}

/// A message as bytes.
pub fn message<F: AsRef<[u8]>>(frames: &[F]) -> Vec<u8> {
    let mut out = Vec::new();
    for (i, body) in frames.iter().enumerate() {
        frame(if i + 1 < frames.len() { MORE } else { 0 }, body.as_ref(), &mut out);
    }
    out
}

/// Reads a message or a command.
///
/// # Errors
/// Errors of the connection, such as its end; malformed or too large messages.
pub fn read(stream: &mut impl Read) -> io::Result<Traffic> {
    let mut frames = Vec::new();
    let mut room = MOST;
    loop {
        let mut flags = [0];
        stream.read_exact(&mut flags)?;
        let size = match flags[0] & LONG {
            0 => {
                let mut size = [0];
                stream.read_exact(&mut size)?;
                u64::from(size[0])
            }
            _ => {
                let mut size = [0; 8];
                stream.read_exact(&mut size)?;
                u64::from_be_bytes(size)
            }
        };
        room = room.checked_sub(size).ok_or_else(|| invalid("the message is too large"))?;
        let mut body = Vec::new();
        // Grows with what arrives, whatever size the peer claims.
        if stream.take(size).read_to_end(&mut body)? as u64 != size {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if flags[0] & COMMAND != 0 {
            let (size, rest) = body.split_first().ok_or_else(|| invalid("empty command"))?;
            let parts = rest.split_at_checked(usize::from(*size));
            let (name, data) = parts.ok_or_else(|| invalid("malformed command"))?;
            return Ok(Traffic::Command(name.to_vec(), data.to_vec()));
        }
        frames.push(body);
        if flags[0] & MORE == 0 {
            return Ok(Traffic::Message(frames));
        }
        if frames.len() == MOST_FRAMES {
            return Err(invalid("the message has too many frames"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_survive_the_wire() {
        for frames in
            [vec![vec![]], vec![b"a".to_vec(), vec![], vec![7; 255]], vec![vec![9; 70_000]]]
        {
            let bytes = message(&frames);
            assert_eq!(read(&mut &bytes[..]).unwrap(), Traffic::Message(frames));
        }
        assert_eq!(message(&["ab", "c"]), b"\x01\x02ab\x00\x01c");
    }

    #[test]
    fn bad_traffic_is_an_error() {
        let huge = [&[LONG][..], &u64::MAX.to_be_bytes()].concat();
        for bytes in
            [&b""[..], b"\x00", b"\x00\x05abc", b"\x04\x00", b"\x04\x02\x09a", b"\x01\x00", &huge]
        {
            assert!(read(&mut &bytes[..]).is_err(), "{bytes:?}");
        }
        assert_eq!(property(b"\x01A\x00\x00\x00\x02xy", b"a"), Some(b"xy".to_vec()));
        assert_eq!(property(b"\x01A\x00\x00\x00\x09xy", b"a"), None);
        assert_eq!(property(b"", b"a"), Some(Vec::new()));
    }
}
