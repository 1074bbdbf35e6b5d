//! The attributes of event loops: those that programs set, and those that they read under CPython's
//! private names.

use super::{library, loop_queues};
use crate::event_loop::EventLoop;
use crate::event_loop::clock::Clock;
use crate::objects::dict::Dict;
use crate::objects::native::{PropertyDef, readable};
use crate::objects::str::intern;
use crate::runtime::Value;

/// The attributes.
pub const PROPERTIES: &[PropertyDef] = &[
    PropertyDef {
        name: "slow_callback_duration",
        doc: "",
        get: |_, this| {
            let event_loop = this.native::<EventLoop>();
            Ok(event_loop.map_or(Value::NONE, |l| l.slow_callback_duration.get()))
        },
        set: Some(|_, this, value| {
            if let Some(event_loop) = this.native::<EventLoop>() {
                event_loop.slow_callback_duration.set(value);
            }
            Ok(())
        }),
    },
    // The library's class, once it is imported: an instance of one is an instance of the other.
    PropertyDef {
        name: "__class__",
        doc: "",
        get: |vm, this| {
            let is_plain = vm.class_ref(this).def.is_some();
            match vm.modules.get_text("asyncio.unix_events") {
                Some(module) if is_plain => Ok(vm
                    .find_attribute(&module, &intern("_UnixSelectorEventLoop"))?
                    .unwrap_or_else(|| vm.class_of(this).into_value())),
                _ => Ok(vm.class_of(this).into_value()),
            }
        },
        set: None,
    },
    PropertyDef {
        name: "_unix_server_sockets",
        doc: "The inodes of the library's servers at Unix sockets.",
        get: |vm, this| {
            library::late_part(vm, this, "_unix_server_sockets", |_| Ok(Dict::new().into_value()))
        },
        set: None,
    },
    PropertyDef {
        name: "_transports",
        doc: "The library's transports by descriptor.",
        get: |vm, this| {
            library::late_part(vm, this, "_transports", |vm| {
                let weak = vm.import_module("weakref")?;
                vm.call_method(&weak, &intern("WeakValueDictionary"), &[])
            })
        },
        set: None,
    },
    readable!("_clock_resolution", EventLoop, |_, _l| Ok(Value::float(Clock::RESOLUTION))),
    readable!("_closed", EventLoop, |_, l| Ok(Value::bool(l.is_closed()))),
    readable!("_debug", EventLoop, |_, l| Ok(Value::bool(l.debug.get()))),
    PropertyDef {
        name: "_stopping",
        doc: "Whether the current pass is the last.",
        get: |_, this| {
            Ok(Value::bool(this.native::<EventLoop>().is_some_and(|l| l.stopping.get())))
        },
        set: Some(|vm, this, value| {
            let stopping = vm.truthy(&value)?;
            if let Some(event_loop) = this.native::<EventLoop>() {
                event_loop.stopping.set(stopping);
            }
            Ok(())
        }),
    },
    PropertyDef {
        name: "_thread_id",
        doc: "The thread that runs the loop; None if it does not run.",
        get: |vm, this| {
            if !this.native::<EventLoop>().is_some_and(EventLoop::is_running) {
                return Ok(Value::NONE);
            }
            vm.call_method(&vm.import_module("_thread")?, &intern("get_ident"), &[])
        },
        set: Some(|_, this, value| {
            if let Some(event_loop) = this.native::<EventLoop>() {
                event_loop.set_running(!value.is_none() && !value.is_unset());
            }
            Ok(())
        }),
    },
    PropertyDef {
        name: "_ready",
        doc: "The handles that run in the next pass.",
        get: |vm, this| Ok(loop_queues::ready(vm, this)),
        set: None,
    },
    PropertyDef {
        name: "_scheduled",
        doc: "The handles of the timers.",
        get: loop_queues::scheduled,
        set: None,
    },
    PropertyDef {
        name: "_asyncgens",
        doc: "The library's set of asynchronous generators; the built-in loop finds its own.",
        get: |vm, this| {
            library::late_part(vm, this, "_asyncgens", |vm| {
                vm.call_method(&vm.import_module("weakref")?, &intern("WeakSet"), &[])
            })
        },
        set: None,
    },
    readable!("_exception_handler", EventLoop, |_, l| { Ok(l.exception_handler.get().or_none()) }),
    readable!("_default_executor", EventLoop, |_, l| { Ok(l.executor.get().or_none()) }),
];
