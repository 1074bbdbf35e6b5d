//! `StreamWriter`: writes to a transport.

use super::native_coroutines::deferred_none;
use super::streams::StreamReader;
use super::submodules::HELPERS;
use super::transport::{self, Transport};
use crate::diagnostics::warnings::warn;
use crate::event_loop::EventLoop;
use crate::objects::exception::Exc;
use crate::objects::generator::{Input, NativeCoroutine, NativeCoroutineBody, Step};
use crate::objects::native::{Args, ClassDef, NativeDef, NativeObject, PropertyDef, readable};
use crate::objects::str::intern;
use crate::runtime::heap::NEEDS_FINALIZER;
use crate::runtime::kind::Visitor;
use crate::runtime::{Kind, Slot, Value};
use crate::vm::{Vm, VmResult};

/// The data of a stream writer.
///
/// A socket transport that feeds the reader itself needs no protocol, and is called directly. Any
/// other transport, such as one for a pipe or TLS, has a protocol between it and the reader, and is
/// called through its methods.
pub struct StreamWriter {
    transport: Slot,
    /// Unset if the transport is a [`Transport`] that feeds the reader itself.
    protocol: Slot,
    reader: Slot,
    loop_: Slot,
}

impl NativeObject for StreamWriter {
    fn traverse(&self, visit: Visitor<'_>) {
        for slot in [&self.transport, &self.protocol, &self.reader, &self.loop_] {
            visit(&slot.get());
        }
    }
}

/// A new stream writer object on a socket transport that feeds the reader itself.
pub fn new_writer(vm: &Vm, transport: &Value, reader: &Value) -> Value {
    let loop_ = transport.native::<Transport>().map_or(Value::NONE, Transport::event_loop);
    let writer = StreamWriter {
        transport: transport.clone().into(),
        protocol: Value::UNSET.into(),
        reader: reader.clone().into(),
        loop_: loop_.into(),
    };
    let writer = super::runner::new_native(&vm.class_for(&STREAM_WRITER), writer);
    finalized(&writer);
    writer
}

/// Makes the writer's `__del__` run when it is destroyed.
fn finalized(writer: &Value) {
    if let Some(header) = writer.header() {
        header.set_flags(NEEDS_FINALIZER);
    }
}

impl StreamWriter {
    /// Calls `direct` with the socket transport, or the transport's own method.
    fn on_transport(
        &self,
        vm: &Vm,
        method: &str,
        arguments: &[Value],
        direct: impl FnOnce(&Transport, &Value) -> VmResult,
    ) -> VmResult {
        let transport = self.transport.get();
        match transport.native::<Transport>() {
            Some(data) => direct(data, &transport),
            None => vm.call_method(&transport, &intern(method), arguments),
        }
    }

    fn write(&self, vm: &Vm, data: &Value) -> VmResult {
        let arguments = std::slice::from_ref(data);
        self.on_transport(vm, "write", arguments, |_, transport| {
            transport::write(vm, transport, data)?;
            Ok(Value::NONE)
        })
    }

    fn is_closing(&self, vm: &Vm) -> VmResult<bool> {
        let closing =
            self.on_transport(vm, "is_closing", &[], |data, _| Ok(Value::bool(data.is_closing())))?;
        vm.truthy(&closing)
    }

    fn close(&self, vm: &Vm) -> VmResult {
        self.on_transport(vm, "close", &[], |data, transport| {
            data.close(vm, transport);
            Ok(Value::NONE)
        })
    }

    /// The protocol that knows when there is room and when the connection has ended; none if that
    /// is the transport itself.
    fn helper(&self) -> Option<Value> {
        let protocol = self.protocol.get();
        (!protocol.is_unset()).then_some(protocol)
    }
}

/// The coroutine `StreamWriter.drain()`.
struct Drain {
    writer: Value,
    stage: DrainStage,
}

enum DrainStage {
    Start,
    Paused,
    /// For a future of the transport.
    Waiting(Value),
    /// Waits for the protocol's own coroutine.
    Helped,
}

impl NativeCoroutineBody for Drain {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let writer_value = self.writer.clone();
        let Some(writer) = writer_value.native::<StreamWriter>() else {
            return Err(vm.type_error("a stream writer was expected"));
        };
        match std::mem::replace(&mut self.stage, DrainStage::Paused) {
            DrainStage::Start => {
                input?;
                if let Some(reader) = writer.reader.get().native::<StreamReader>() {
                    reader.check_exception()?;
                }
                if writer.is_closing(vm)? {
                    // Lets a task that writes in a loop notice the end of the connection.
                    return Ok(Step::Yield(Value::NONE));
                }
            }
            DrainStage::Paused => {
                input?;
            }
            DrainStage::Waiting(waiter) => {
                transport::data(vm, &writer.transport.get())?.drained(&waiter);
                return input.map(|_| Step::Return(Value::NONE));
            }
            DrainStage::Helped => return input.map(|_| Step::Return(Value::NONE)),
        }
        if let Some(protocol) = writer.helper() {
            self.stage = DrainStage::Helped;
            return vm.call_method(&protocol, &intern("_drain_helper"), &[]).map(Step::Await);
        }
        Ok(match transport::data(vm, &writer.transport.get())?.drain(vm)? {
            None => Step::Return(Value::NONE),
            Some(waiter) => {
                self.stage = DrainStage::Waiting(waiter.clone());
                Step::Await(waiter)
            }
        })
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.writer);
    }
}

fn extra_info(vm: &Vm, args: &Args<'_>) -> VmResult {
    let default = args.opt(2).cloned().unwrap_or(Value::NONE);
    let arguments = [args[1].clone(), default.clone()];
    args.data::<StreamWriter>().on_transport(vm, "get_extra_info", &arguments, |data, _| {
        let name = vm.str(&args[1])?;
        Ok(data.extra_info(name.as_str()).unwrap_or(default))
    })
}

/// An unreachable writer closes its transport.
fn finalize(vm: &Vm, args: &Args<'_>) -> VmResult<()> {
    let writer = args.data::<StreamWriter>();
    if writer.is_closing(vm)? {
        return Ok(());
    }
    let is_over = writer.loop_.get().native::<EventLoop>().is_some_and(EventLoop::is_closed);
    let message = if is_over {
        "loop is closed".to_string()
    } else {
        let shown = vm.repr_text(&args[0]);
        writer.close(vm)?;
        format!("unclosed {shown}")
    };
    warn(vm, Exc::ResourceWarning, &message, 1)
}

/// `asyncio.StreamWriter`
pub static STREAM_WRITER: ClassDef = ClassDef {
    name: "StreamWriter",
    module: "asyncio.streams",
    doc: "Wraps a Transport.\n\nThis exposes write(), writelines(), [can_]write_eof(),\nget_extra_info() and close().  It adds drain() which returns an\noptional Future on which you can wait for flow control.  It also\nadds a transport property which references the Transport\ndirectly.",
    kind: Kind::Native,
    has_dict: true,
    methods: &[
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
            let none = || Slot::new(Value::NONE);
            let (transport, protocol) = (none(), none());
            let writer = StreamWriter { transport, protocol, reader: none(), loop_: none() };
            let writer = super::new_object(vm, &args[0], writer)?;
            finalized(&writer);
            Ok(writer)
        }),
        NativeDef::new("__init__(self, transport, protocol, reader, loop)", "", |_, args| {
            let writer = args.data::<StreamWriter>();
            let parts = [&writer.transport, &writer.protocol, &writer.reader, &writer.loop_];
            for (part, given) in parts.into_iter().zip(1..) {
                part.set(args[given].clone());
            }
            Ok(Value::NONE)
        }),
        NativeDef::new("__repr__(self)", "", |vm, args| {
            let writer = args.data::<StreamWriter>();
            let shown = vm.repr_text(&writer.transport.get());
            let mut text = format!("<StreamWriter transport={shown}");
            let reader = writer.reader.get();
            if reader.native::<StreamReader>().is_some() {
                text.push_str(&format!(" reader={}", vm.repr_text(&reader)));
            }
            Ok((text + ">").into())
        }),
        NativeDef::new("write(self, data) -> None", "", |vm, args| {
            args.data::<StreamWriter>().write(vm, &args[1])?;
            Ok(Value::NONE)
        }),
        NativeDef::new("writelines(self, data) -> None", "", |vm, args| {
            let writer = args.data::<StreamWriter>();
            writer.on_transport(vm, "writelines", std::slice::from_ref(&args[1]), |_, transport| {
                transport::write_lines(vm, transport, &args[1])?;
                Ok(Value::NONE)
            })
        }),
        NativeDef::new(
            "async drain(self)",
            "Flush the write buffer.\n\nThe intended use is to write\n\n  w.write(data)\n  await w.drain()",
            |_, args| {
                let body = Drain { writer: args[0].clone(), stage: DrainStage::Start };
                Ok(NativeCoroutine::new("StreamWriter.drain", body))
            },
        ),
        NativeDef::new("write_eof(self) -> None", "", |vm, args| {
            args.data::<StreamWriter>().on_transport(vm, "write_eof", &[], |data, _| {
                data.write_eof(vm)?;
                Ok(Value::NONE)
            })
        }),
        NativeDef::new("can_write_eof(self) -> bool", "", |vm, args| {
            let writer = args.data::<StreamWriter>();
            writer.on_transport(vm, "can_write_eof", &[], |_, _| Ok(Value::TRUE))
        }),
        NativeDef::new("close(self) -> None", "", |vm, args| args.data::<StreamWriter>().close(vm)),
        NativeDef::new("is_closing(self) -> bool", "", |vm, args| {
            Ok(Value::bool(args.data::<StreamWriter>().is_closing(vm)?))
        }),
        NativeDef::new("async wait_closed(self)", "", |_, args| {
            let this = args[0].clone();
            Ok(deferred_none("StreamWriter.wait_closed", move |vm| {
                let Some(writer) = this.native::<StreamWriter>() else { return Ok(Value::NONE) };
                match writer.helper() {
                    Some(protocol) => {
                        let waiter = intern("_get_close_waiter");
                        vm.call_method(&protocol, &waiter, std::slice::from_ref(&this))
                    }
                    None => Ok(transport::data(vm, &writer.transport.get())?.closed()),
                }
            }))
        }),
        NativeDef::new("get_extra_info(self, name, default=None)", "", |vm, args| {
            extra_info(vm, &args)
        }),
        NativeDef::new(
            "async start_tls(self, sslcontext, *, server_hostname=None, ssl_handshake_timeout=None, ssl_shutdown_timeout=None)",
            "Upgrade an existing stream-based connection to TLS.",
            |vm, args| {
                let module = vm.import_module(HELPERS.name)?;
                let function = vm.get_attribute(&module, &intern("start_tls_of_writer"))?;
                let given = |i: usize| args.opt(i).cloned().unwrap_or(Value::NONE);
                vm.call(&function, &[args[0].clone(), given(1), given(2), given(3), given(4)])
            },
        ),
        NativeDef::new("__del__(self)", "", |vm, args| {
            finalize(vm, &args)?;
            Ok(Value::NONE)
        }),
    ],
    properties: &[
        readable!("transport", StreamWriter, |_, writer| Ok(writer.transport.get())),
        PropertyDef {
            name: "_transport",
            doc: "",
            get: |_, this| Ok(part(this, |writer| writer.transport.get())),
            set: Some(|_, this, value| {
                if let Some(writer) = this.native::<StreamWriter>() {
                    writer.transport.set(value);
                }
                Ok(())
            }),
        },
        PropertyDef {
            name: "_protocol",
            doc: "",
            get: |_, this| Ok(part(this, |writer| writer.protocol.get().or_none())),
            set: Some(|_, this, value| {
                if let Some(writer) = this.native::<StreamWriter>() {
                    writer.protocol.set(value);
                }
                Ok(())
            }),
        },
        readable!("_reader", StreamWriter, |_, writer| Ok(writer.reader.get())),
        readable!("_loop", StreamWriter, |_, writer| Ok(writer.loop_.get())),
    ],
    ..ClassDef::BASE
};

fn part(this: &Value, read: impl Fn(&StreamWriter) -> Value) -> Value {
    this.native::<StreamWriter>().map_or(Value::NONE, read)
}
