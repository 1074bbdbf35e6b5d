//! The base classes of transports and servers: interfaces whose methods are abstract.

use super::native_coroutines::{deferred_none, immediate};
use crate::objects::class::OBJECT;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::native::{Args, ClassDef, NativeDef};
use crate::objects::str::intern;
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};

macro_rules! interface {
    ($(#[$doc:meta])* $static:ident = $module:literal, $name:literal, $base:expr, $help:literal, $methods:expr) => {
        $(#[$doc])*
        pub static $static: ClassDef = ClassDef {
            name: $name,
            module: $module,
            doc: $help,
            base: Some($base),
            kind: Kind::Instance,
            subclassable: true,
            has_dict: true,
            methods: $methods,
            ..ClassDef::BASE
        };
    };
}

/// A method that derived classes must implement.
const fn left_open(signature: &'static str, doc: &'static str) -> NativeDef {
    NativeDef::new(signature, doc, |vm, _| Err(vm.error_with(Exc::NotImplementedError, [])))
}

/// `_extra`: the values for `get_extra_info`.
fn extra(vm: &Vm, args: Args<'_>) -> VmResult {
    let extra = match args.some(1) {
        Some(extra) if vm.truthy(extra)? => extra.clone(),
        _ => Dict::new().into_value(),
    };
    vm.set_attribute(&args[0], &intern("_extra"), extra).map(|()| Value::NONE)
}

fn extra_info(vm: &Vm, args: Args<'_>) -> VmResult {
    let extra = vm.get_attribute(&args[0], &intern("_extra"))?;
    let default = args.opt(2).cloned().unwrap_or(Value::NONE);
    vm.call_method(&extra, &intern("get"), &[args[1].clone(), default])
}

/// The methods of write transports.
const WRITE_METHODS: &[NativeDef] = &[
    left_open(
        "set_write_buffer_limits(self, high=None, low=None)",
        "Set the high- and low-water limits for write flow control.",
    ),
    left_open("get_write_buffer_size(self)", "Return the current size of the write buffer."),
    left_open(
        "get_write_buffer_limits(self)",
        "Get the high and low watermarks for write flow control.",
    ),
    left_open("write(self, data)", "Write some data bytes to the transport."),
    NativeDef::new(
        "writelines(self, list_of_data)",
        "Write a list (or any iterable) of data bytes to the transport.",
        |vm, args| {
            let all = vm.to_vec(&args[1])?;
            let joined = vm.call_method(&b""[..].into(), &intern("join"), &[all.into()])?;
            vm.call_method(&args[0], &intern("write"), &[joined])
        },
    ),
    left_open("write_eof(self)", "Close the write end after flushing buffered data."),
    left_open("can_write_eof(self)", "Return True if this transport supports write_eof()."),
    left_open("abort(self)", "Close the transport immediately."),
];

interface! {
    /// `asyncio.BaseTransport`
    BASE_TRANSPORT = "asyncio.transports", "BaseTransport", &OBJECT, "Base class for transports.", &[
        NativeDef::new("__init__(self, extra=None)", "", extra),
        NativeDef::new(
            "get_extra_info(self, name, default=None)",
            "Get optional transport information.",
            extra_info
        ),
        left_open("is_closing(self)", "Return True if the transport is closing or closed."),
        left_open(
            "close(self)",
            "Close the transport.\n\nBuffered data will be flushed asynchronously.  No more data\nwill be received.  After all buffered data is flushed, the\nprotocol's connection_lost() method will (eventually) be\ncalled with None as its argument."
        ),
        left_open("set_protocol(self, protocol)", "Set a new protocol."),
        left_open("get_protocol(self)", "Return the current protocol."),
    ]
}
interface! {
    /// `asyncio.ReadTransport`
    READ_TRANSPORT = "asyncio.transports", "ReadTransport", &BASE_TRANSPORT,
    "Interface for read-only transports.",
    &[
        left_open("is_reading(self)", "Return True if the transport is receiving."),
        left_open("pause_reading(self)", "Pause the receiving end."),
        left_open("resume_reading(self)", "Resume the receiving end."),
    ]
}
interface! {
    /// `asyncio.WriteTransport`
    WRITE_TRANSPORT = "asyncio.transports", "WriteTransport", &BASE_TRANSPORT,
    "Interface for write-only transports.",
    WRITE_METHODS
}
interface! {
    /// `asyncio.Transport`
    TRANSPORT = "asyncio.transports", "Transport", &READ_TRANSPORT,
    "Interface representing a bidirectional transport.", WRITE_METHODS
}
interface! {
    /// `asyncio.DatagramTransport`
    DATAGRAM_TRANSPORT = "asyncio.transports", "DatagramTransport", &BASE_TRANSPORT,
    "Interface for datagram (UDP) transports.",
    &[
        left_open("sendto(self, data, addr=None)", "Send data to the transport."),
        left_open("abort(self)", "Close the transport immediately."),
    ]
}
interface! {
    /// `asyncio.SubprocessTransport`
    SUBPROCESS_TRANSPORT = "asyncio.transports", "SubprocessTransport", &BASE_TRANSPORT, "",
    &[
        left_open("get_pid(self)", "Get subprocess id."),
        left_open("get_returncode(self)", "Get subprocess returncode."),
        left_open("get_pipe_transport(self, fd)", "Get transport for pipe with number fd."),
        left_open("send_signal(self, signal)", "Send signal to subprocess."),
        left_open("terminate(self)", "Stop the subprocess."),
        left_open("kill(self)", "Kill the subprocess."),
    ]
}
interface! {
    /// `asyncio.AbstractServer`
    ABSTRACT_SERVER = "asyncio.events", "AbstractServer", &OBJECT,
    "Abstract server returned by create_server().",
    &[
        left_open("close(self)", "Stop serving.  This leaves existing connections open."),
        left_open("get_loop(self)", "Get the event loop the Server object is attached to."),
        left_open("is_serving(self)", "Return True if the server is accepting connections."),
        NativeDef::new("async wait_closed(self)", "Wait until the server is closed.", |_, _| {
            Ok(immediate("AbstractServer.wait_closed", |vm| {
                Err(vm.error_with(Exc::NotImplementedError, []))
            }))
        }),
        NativeDef::new("async __aenter__(self)", "", |_, args| {
            let this = args[0].clone();
            Ok(immediate("AbstractServer.__aenter__", move |_| Ok(this)))
        }),
        NativeDef::new("async __aexit__(self, *exc)", "", |_, args| {
            let this = args[0].clone();
            Ok(deferred_none("AbstractServer.__aexit__", move |vm| {
                vm.call_method(&this, &intern("close"), &[])?;
                vm.call_method(&this, &intern("wait_closed"), &[])
            }))
        }),
    ]
}
