//! The methods of socket transports.

use super::transport::{Transport, write, write_lines};
use crate::objects::native::{ClassDef, NativeDef, readable};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value};
use crate::vm::Raised;

/// The class of transports.
pub static TRANSPORT: ClassDef = ClassDef {
    name: "_SelectorSocketTransport",
    module: "asyncio.selector_events",
    doc: "",
    base: Some(&super::transport_interfaces::TRANSPORT),
    kind: Kind::Native,
    subclassable: false,
    has_dict: true,
    methods: &[
        NativeDef::new("close(self)", "Close the transport.", |vm, args| {
            args.data::<Transport>().close(vm, &args[0]);
            Ok(Value::NONE)
        }),
        NativeDef::new("abort(self)", "Close the transport immediately.", |vm, args| {
            args.data::<Transport>().force_close(vm, &args[0], None);
            Ok(Value::NONE)
        }),
        NativeDef::new("_force_close(self, exc)", "", |vm, args| {
            let error = match args[1].is_none() {
                true => None,
                false => Some(Raised(vm.to_exception(&args[1])?)),
            };
            args.data::<Transport>().force_close(vm, &args[0], error);
            Ok(Value::NONE)
        }),
        NativeDef::new("is_closing(self)", "", |_, args| {
            Ok(Value::bool(args.data::<Transport>().is_closing()))
        }),
        NativeDef::new(
            "write(self, data)",
            "Write some data bytes to the transport.",
            |vm, args| {
                write(vm, &args[0], &args[1])?;
                Ok(Value::NONE)
            },
        ),
        NativeDef::new(
            "writelines(self, list_of_data)",
            "Write a list (or any iterable) of data bytes to the transport.",
            |vm, args| {
                write_lines(vm, &args[0], &args[1])?;
                Ok(Value::NONE)
            },
        ),
        NativeDef::new("write_eof(self)", "Close the write end.", |vm, args| {
            args.data::<Transport>().write_eof(vm)?;
            Ok(Value::NONE)
        }),
        NativeDef::new("can_write_eof(self)", "", |_, _| Ok(Value::TRUE)),
        NativeDef::new("is_reading(self)", "", |_, args| {
            let transport = args.data::<Transport>();
            Ok(Value::bool(!transport.is_closing() && !transport.reading_paused.get()))
        }),
        NativeDef::new("pause_reading(self)", "Pause the receiving end.", |vm, args| {
            args.data::<Transport>().pause_reading(vm, &args[0]);
            Ok(Value::NONE)
        }),
        NativeDef::new("resume_reading(self)", "Resume the receiving end.", |vm, args| {
            args.data::<Transport>().resume_reading(vm, &args[0])?;
            Ok(Value::NONE)
        }),
        NativeDef::new("set_protocol(self, protocol)", "Set a new protocol.", |_, args| {
            args.data::<Transport>().receiver.set(args[1].clone());
            Ok(Value::NONE)
        }),
        NativeDef::new("get_protocol(self)", "Return the current protocol.", |_, args| {
            let receiver = args.data::<Transport>().receiver.get();
            Ok(receiver.or_none())
        }),
        NativeDef::new("get_write_buffer_limits(self)", "", |_, args| {
            let transport = args.data::<Transport>();
            let (low, high) = (transport.low_water.get(), transport.high_water.get());
            Ok(Tuple::new([low.into(), high.into()]).into_value())
        }),
        NativeDef::new(
            "set_write_buffer_limits(self, high=None, low=None)",
            "Set the high- and low-water limits for write flow control.",
            |vm, args| {
                let transport = args.data::<Transport>();
                transport.set_limits(vm, &args[0], args.some(1), args.some(2))?;
                Ok(Value::NONE)
            },
        ),
        NativeDef::new("__repr__(self)", "", |vm, args| {
            Ok(args.data::<Transport>().text(vm, &args[0]).into())
        }),
        NativeDef::new("get_write_buffer_size(self)", "", |_, args| {
            Ok(args.data::<Transport>().buffer.borrow().len().into())
        }),
        NativeDef::new("get_extra_info(self, name, default=None)", "", |vm, args| {
            let name = vm.str(&args[1])?;
            let found = args.data::<Transport>().extra_info(name.as_str());
            Ok(found.or_else(|| args.opt(2).cloned()).unwrap_or(Value::NONE))
        }),
    ],
    properties: &[
        readable!("_start_tls_compatible", Transport, |_, _t| Ok(Value::TRUE)),
        readable!("_sendfile_compatible", Transport, |vm, _t| {
            let modes = vm.import_module("asyncio.constants")?;
            let modes = vm.get_attribute(&modes, &intern("_SendfileMode"))?;
            vm.get_attribute(&modes, &intern("FALLBACK"))
        }),
        readable!("_server", Transport, |_, transport| Ok(transport.server())),
        readable!("_loop", Transport, |_, transport| Ok(transport.event_loop())),
    ],
    ..ClassDef::BASE
};
