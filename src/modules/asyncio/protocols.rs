//! The base classes of protocols: methods that do nothing, for programs to override.

use crate::objects::native::{ClassDef, NativeDef};
use crate::runtime::{Kind, Value};

macro_rules! protocol {
    ($(#[$doc:meta])* $static:ident = $name:literal, $base:expr, $help:literal, [$($method:literal: $doc_of:literal),* $(,)?]) => {
        $(#[$doc])*
        pub static $static: ClassDef = ClassDef {
            name: $name,
            module: "asyncio.protocols",
            doc: $help,
            base: Some($base),
            kind: Kind::Instance,
            subclassable: true,
            methods: &[$(NativeDef::new($method, $doc_of, |_, _| Ok(Value::NONE))),*],
            ..ClassDef::BASE
        };
    };
}

protocol! {
    /// `asyncio.BaseProtocol`
    BASE_PROTOCOL = "BaseProtocol", &crate::objects::class::OBJECT,
    "Common base class for protocol interfaces.",
    ["connection_made(self, transport)": "Called once, when a connection is made; the transport is the connection.", "connection_lost(self, exc)": "Called once, when the connection is lost or closed: with the exception, or\nNone after a regular end.", "pause_writing(self)": "Called when the transport's buffer goes over the high-water mark.",
     "resume_writing(self)": "Called when the transport's buffer drains below the low-water mark."]
}
protocol! {
    /// `asyncio.Protocol`
    PROTOCOL = "Protocol", &BASE_PROTOCOL,
    "Interface for stream protocol.\n\nThe user should implement this interface.  They can inherit from\nthis class but don't need to.  The implementations here do\nnothing (they don't raise exceptions).",
    ["data_received(self, data)": "Called with bytes that have arrived.", "eof_received(self)": "Called when the other end has sent all it will send.\n\nA false result lets the transport close itself."]
}
protocol! {
    /// `asyncio.BufferedProtocol`
    BUFFERED_PROTOCOL = "BufferedProtocol", &BASE_PROTOCOL,
    "Interface for stream protocol with manual buffer control.",
    ["get_buffer(self, sizehint)": "Called for a writable buffer that the next bytes go into, of about sizehint\nbytes (-1: any size).", "buffer_updated(self, nbytes)": "Called when nbytes bytes have been written into the buffer.", "eof_received(self)": "Called when the other end has sent all it will send.\n\nA false result lets the transport close itself."]
}
protocol! {
    /// `asyncio.DatagramProtocol`
    DATAGRAM_PROTOCOL = "DatagramProtocol", &BASE_PROTOCOL, "Interface for datagram protocol.",
    ["datagram_received(self, data, addr)": "Called with a datagram that has arrived, and where it came from.", "error_received(self, exc)": "Called when sending or receiving raised an OSError."]
}
protocol! {
    /// `asyncio.SubprocessProtocol`
    SUBPROCESS_PROTOCOL = "SubprocessProtocol", &BASE_PROTOCOL,
    "Interface for protocol for subprocess calls.",
    ["pipe_data_received(self, fd, data)": "Called with bytes that the process wrote to its standard output (1) or\nstandard error (2).", "pipe_connection_lost(self, fd, exc)": "Called when a pipe to or from the process is closed.",
     "process_exited(self)": "Called when the process has ended."]
}
