//! The base classes of protocols: methods that do nothing, for programs to override.

use crate::objects::native::{ClassDef, NativeDef};
use crate::runtime::{Kind, Value};

macro_rules! protocol {
    ($(#[$doc:meta])* $static:ident = $name:literal, $base:expr, $help:literal, [$($method:literal),*]) => {
        $(#[$doc])*
        pub static $static: ClassDef = ClassDef {
            name: $name,
            module: "asyncio.protocols",
            doc: $help,
            base: Some($base),
            kind: Kind::Instance,
            subclassable: true,
            methods: &[$(NativeDef::new($method, "", |_, _| Ok(Value::NONE))),*],
            ..ClassDef::BASE
        };
    };
}

protocol! {
    /// `asyncio.BaseProtocol`
    BASE_PROTOCOL = "BaseProtocol", &crate::objects::class::OBJECT,
    "Common base class for protocol interfaces.",
    ["connection_made(self, transport)", "connection_lost(self, exc)", "pause_writing(self)",
     "resume_writing(self)"]
}
protocol! {
    /// `asyncio.Protocol`
    PROTOCOL = "Protocol", &BASE_PROTOCOL,
    "Interface for stream protocol.\n\nThe user should implement this interface.  They can inherit from\nthis class but don't need to.  The implementations here do\nnothing (they don't raise exceptions).",
    ["data_received(self, data)", "eof_received(self)"]
}
protocol! {
    /// `asyncio.BufferedProtocol`
    BUFFERED_PROTOCOL = "BufferedProtocol", &BASE_PROTOCOL,
    "Interface for stream protocol with manual buffer control.",
    ["get_buffer(self, sizehint)", "buffer_updated(self, nbytes)", "eof_received(self)"]
}
protocol! {
    /// `asyncio.DatagramProtocol`
    DATAGRAM_PROTOCOL = "DatagramProtocol", &BASE_PROTOCOL, "Interface for datagram protocol.",
    ["datagram_received(self, data, addr)", "error_received(self, exc)"]
}
protocol! {
    /// `asyncio.SubprocessProtocol`
    SUBPROCESS_PROTOCOL = "SubprocessProtocol", &BASE_PROTOCOL,
    "Interface for protocol for subprocess calls.",
    ["pipe_data_received(self, fd, data)", "pipe_connection_lost(self, fd, exc)",
     "process_exited(self)"]
}
