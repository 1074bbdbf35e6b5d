//! The classes of event loops: their methods and attributes.

use super::library::{self, in_library};
use super::loop_interface::ABSTRACT_EVENT_LOOP;
use super::submodules::SOCKETS;
use super::{endpoints, is_coroutine_function};
use crate::diagnostics::warnings::warn;
use crate::event_loop::clock::Nanos;
use crate::event_loop::files::{self, Direction};
use crate::event_loop::future::{self, Future, NativeCallback};
use crate::event_loop::gather::gather;
use crate::event_loop::handle::{self, Handle};
use crate::event_loop::ready::Entry;
use crate::event_loop::recorder::events::Thing;
use crate::event_loop::{
    EventLoop, context, create_task, finalize_async_generator, loop_data, new_event_loop_of,
    origin, report, run, signals, task,
};
use crate::modules::{os, time};
use crate::objects::bound::BoundMethod;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::generator::{
    Flavor, Generator, Input, NativeCoroutine, NativeCoroutineBody, State, Step,
};
use crate::objects::native::{Args, ClassDef, NativeDef, tables};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::kind::Visitor;
use crate::runtime::live::live_objects_of;
use crate::runtime::{Kind, Value};
use crate::vm::capabilities::Capability;
use crate::vm::{Vm, VmResult};

/// The classes of event loops, base first. The packed library has one in Python for each.
pub static CLASSES: [&ClassDef; 3] = [&BASE_EVENT_LOOP, &BASE_SELECTOR_EVENT_LOOP, &EVENT_LOOP];

/// `asyncio.BaseEventLoop`
pub static BASE_EVENT_LOOP: ClassDef = ClassDef {
    name: "BaseEventLoop",
    module: "asyncio.base_events",
    base: Some(&ABSTRACT_EVENT_LOOP),
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    methods: tables![METHODS, LANGUAGE_METHODS, endpoints::LOOP_METHODS],
    properties: super::loop_state::PROPERTIES,
    ..ClassDef::BASE
};

/// `asyncio.selector_events.BaseSelectorEventLoop`
pub static BASE_SELECTOR_EVENT_LOOP: ClassDef = ClassDef {
    name: "BaseSelectorEventLoop",
    module: "asyncio.selector_events",
    doc: "Selector event loop.\n\nSee events.EventLoop for API specification.",
    base: Some(&BASE_EVENT_LOOP),
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    methods: FILE_METHODS,
    ..ClassDef::BASE
};

/// The class of event loops.
pub static EVENT_LOOP: ClassDef = ClassDef {
    name: "_UnixSelectorEventLoop",
    module: "asyncio.unix_events",
    doc: "Unix event loop.\n\nAdds signal handling and UNIX Domain Socket support to SelectorEventLoop.",
    base: Some(&BASE_SELECTOR_EVENT_LOOP),
    kind: Kind::Native,
    subclassable: true,
    has_dict: true,
    methods: tables![SIGNAL_METHODS, endpoints::UNIX_METHODS,],
    ..ClassDef::BASE
};

/// The declaration of a method that is a function of the same name in a module.
macro_rules! in_language {
    ($module:ident, $name:literal, $doc:literal) => {
        NativeDef::new(concat!("async ", $name, "(self, *args, **kwargs)"), $doc, |vm, args| {
            let module = vm.import_module($module.name)?;
            library::call(vm, &vm.get_attribute(&module, &intern($name))?, &args)
        })
    };
}

const METHODS: &[NativeDef] = &[
    NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
        let Some(class) = args[0].get::<Class>() else {
            return Err(vm.type_error("a class was expected"));
        };
        Ok(new_event_loop_of(vm, class))
    }),
    NativeDef::new("__init__(self, selector=None)", "", |_, _| Ok(Value::NONE)),
    NativeDef::new("run_forever(self) -> None", "Run until stop() is called.", |vm, args| {
        run::run_forever(vm, &args[0]).map(|()| Value::NONE)
    }),
    NativeDef::new(
        "run_until_complete(self, future)",
        "Run until the Future is done.\n\nIf the argument is a coroutine, it is wrapped in a Task.\n\nReturn the Future's result, or raise its exception.",
        |vm, args| run::run_until_complete(vm, &args[0], &args[1]),
    ),
    NativeDef::new("_run_once(self)", "Run one pass of the event loop.", |vm, args| {
        run::run_once(vm, args.data::<EventLoop>(), &args[0]).map(|()| Value::NONE)
    }),
    NativeDef::new("_set_coroutine_origin_tracking(self, enabled)", "", |vm, args| {
        let event_loop = args.data::<EventLoop>();
        match vm.truthy(&args[1])? {
            true => event_loop.apply_debug(vm),
            false => event_loop.leave_debug(vm),
        }
        Ok(Value::NONE)
    }),
    NativeDef::new(
        "stop(self) -> None",
        "Stop running the event loop.\n\nEvery callback already scheduled will still run.  This simply informs\nrun_forever to stop looping after a complete iteration.",
        |_, args| {
            args.data::<EventLoop>().stopping.set(true);
            Ok(Value::NONE)
        },
    ),
    NativeDef::new(
        "is_running(self) -> bool",
        "Returns True if the event loop is running.",
        |_, args| Ok(Value::bool(args.data::<EventLoop>().is_running())),
    ),
    NativeDef::new(
        "is_closed(self) -> bool",
        "Returns True if the event loop was closed.",
        |_, args| Ok(Value::bool(args.data::<EventLoop>().is_closed())),
    ),
    NativeDef::new(
        "close(self) -> None",
        "Close the event loop.\n\nThis clears the queues and shuts down the executor,\nbut does not wait for the executor to finish.\n\nThe event loop must not be running.",
        |vm, args| {
            let event_loop = args.data::<EventLoop>();
            if event_loop.is_running() {
                return Err(vm.runtime_error("Cannot close a running event loop"));
            }
            if event_loop.is_closed() {
                return Ok(Value::NONE);
            }
            if event_loop.debug.get() {
                report::log_debug(vm, "Close %r", args[0].clone())?;
            }
            event_loop.close(&args[0]);
            let executor = event_loop.executor.take();
            if !executor.is_unset() {
                let shutdown = vm.get_attribute(&executor, &intern("shutdown"))?;
                let names = crate::objects::native::keyword_names(&["wait"]);
                vm.call_keywords(&shutdown, &[Value::bool(false)], names.items())?;
            }
            Ok(Value::NONE)
        },
    ),
    NativeDef::new(
        "time(self) -> float",
        "Return the time according to the event loop's clock.\n\nThis is a float expressed in seconds since an epoch, but the\nepoch, precision, accuracy and drift are unspecified and may\ndiffer per event loop.",
        |_, args| {
            let clock = &args.data::<EventLoop>().running.clock;
            clock.look();
            Ok(Value::float(clock.seconds()))
        },
    ),
    NativeDef::new(
        "create_future(self) -> asyncio.Future",
        "Create a Future object attached to the loop.",
        |vm, args| {
            let future = Future::new(&args[0]);
            if args.data::<EventLoop>().debug.get()
                && let Some(state) = future::state_of(&future)
            {
                state.origin.set(origin::debug_stack(vm, 1));
            }
            Ok(future)
        },
    ),
    NativeDef::new(
        "create_task(self, coro, *, name=None, context=None) -> asyncio.Task",
        "Schedule a coroutine object.\n\nReturn a task object.",
        |vm, args| {
            let name = args.some(2).cloned().unwrap_or_default();
            let context = args.some(3).cloned().unwrap_or_default();
            create_task(
                vm,
                &args[0],
                &args[1],
                task::Options { name, context, eager: false, ..Default::default() },
            )
        },
    ),
    NativeDef::new(
        "set_task_factory(self, factory) -> None",
        "Set a task factory that will be used by loop.create_task().",
        |vm, args| {
            if !args[1].is_none() && !vm.is_callable(&args[1]) {
                return Err(vm.type_error("task factory must be a callable or None"));
            }
            args.data::<EventLoop>().task_factory.set(args[1].clone());
            Ok(Value::NONE)
        },
    ),
    NativeDef::new(
        "get_task_factory(self)",
        "Return a task factory, or None if the default one is in use.",
        |_, args| {
            let factory = args.data::<EventLoop>().task_factory.get();
            Ok(factory.or_none())
        },
    ),
    NativeDef::new(
        "call_soon(self, callback, *args, context=None) -> asyncio.Handle",
        "Arrange for a callback to be called as soon as possible.\n\nThis operates as a FIFO queue: callbacks are called in the\norder in which they are registered.  Each callback will be\ncalled exactly once.\n\nAny positional arguments after the callback will be passed to\nthe callback when it is called.",
        call_soon,
    ),
    NativeDef::new(
        "call_soon_threadsafe(self, callback, *args, context=None) -> asyncio.Handle",
        "Like call_soon(), but thread-safe.",
        |vm, args| {
            let running = args.data::<EventLoop>().running.clone();
            let handle = schedule_soon(vm, args, "call_soon_threadsafe")?;
            running.reactor.waker().wake();
            running.threads.wake_loops();
            Ok(handle)
        },
    ),
    NativeDef::new(
        "call_later(self, delay, callback, *args, context=None) -> asyncio.TimerHandle",
        "Arrange for a callback to be called at a given time.\n\nReturn a Handle: an opaque object with a cancel() method that\ncan be used to cancel the call.\n\nThe delay can be an int or float, expressed in seconds.  It is\nalways relative to the current time.",
        |vm, args| {
            if args[1].is_none() {
                return Err(vm.type_error("delay must not be None"));
            }
            let delay = handle::seconds(vm, &args[1])?;
            let now = args.data::<EventLoop>().running.clock.seconds();
            call_at(vm, &args, now + delay)
        },
    ),
    NativeDef::new(
        "call_at(self, when, callback, *args, context=None) -> asyncio.TimerHandle",
        "Like call_later(), but uses an absolute time.\n\nAbsolute time corresponds to the event loop's time() method.",
        |vm, args| {
            if args[1].is_none() {
                return Err(vm.type_error("when cannot be None"));
            }
            let when = handle::seconds(vm, &args[1])?;
            call_at(vm, &args, when)
        },
    ),
    NativeDef::new(
        "run_in_executor(self, executor, func, *args) -> asyncio.Future",
        "Run a function in a thread or what else the executor has; return a future for its result.",
        |vm, args| {
            let event_loop = args.data::<EventLoop>();
            event_loop.check_closed(vm)?;
            if event_loop.debug.get() {
                check_callback(vm, event_loop, &args[2], "run_in_executor")?;
            }
            run_in_executor(vm, &args[0], &args[1], &args[2], args.rest())
        },
    ),
    NativeDef::new(
        "set_default_executor(self, executor) -> None",
        "Set the executor that is used where none is given.",
        |vm, args| {
            let helper = vm.import_module(EXECUTORS)?;
            let check = intern("check_default_executor");
            vm.call_method(&helper, &check, &[args[1].clone()])?;
            args.data::<EventLoop>().executor.set(args[1].clone());
            Ok(Value::NONE)
        },
    ),
    NativeDef::new("get_debug(self) -> bool", "", |_, args| {
        Ok(Value::bool(args.data::<EventLoop>().debug.get()))
    }),
    NativeDef::new("set_debug(self, enabled) -> None", "", |vm, args| {
        args.data::<EventLoop>().debug.set(vm.truthy(&args[1])?);
        Ok(Value::NONE)
    }),
    NativeDef::new(
        "set_exception_handler(self, handler) -> None",
        "Set handler as the new event loop exception handler.\n\nIf handler is None, the default exception handler will\nbe set.\n\nIf handler is a callable object, it should have a\nsignature matching '(loop, context)', where 'loop'\nwill be a reference to the active event loop, 'context'\nwill be a dict object (see `call_exception_handler()`\ndocumentation for details about context).",
        |vm, args| {
            if !args[1].is_none() && !vm.is_callable(&args[1]) {
                let shown = vm.repr_text(&args[1]);
                return Err(
                    vm.type_error(format!("A callable object or None is expected, got {shown}"))
                );
            }
            args.data::<EventLoop>().exception_handler.set(args[1].clone());
            Ok(Value::NONE)
        },
    ),
    NativeDef::new(
        "get_exception_handler(self)",
        "Return an exception handler, or None if the default one is in use.",
        |_, args| {
            let handler = args.data::<EventLoop>().exception_handler.get();
            Ok(handler.or_none())
        },
    ),
    NativeDef::new(
        "default_exception_handler(self, context) -> None",
        "Default exception handler.",
        |vm, args| {
            report::default_handler(vm, context_argument(vm, &args)?)?;
            Ok(Value::NONE)
        },
    ),
    NativeDef::new(
        "call_exception_handler(self, context) -> None",
        "Call the current event loop's exception handler.",
        |vm, args| {
            report::handle(vm, &args[0], context_argument(vm, &args)?)?;
            Ok(Value::NONE)
        },
    ),
    NativeDef::new(
        "async shutdown_asyncgens(self)",
        "Shutdown all active asynchronous generators.",
        |_, args| {
            Ok(NativeCoroutine::new(
                "BaseEventLoop.shutdown_asyncgens",
                CloseGenerators { loop_value: args[0].clone(), generators: Vec::new() },
            ))
        },
    ),
    NativeDef::new(
        "async shutdown_default_executor(self, timeout=None)",
        "Schedule the shutdown of the default executor.",
        |vm, args| {
            let event_loop = args.data::<EventLoop>();
            event_loop.executor_shut_down.set(true);
            let executor = event_loop.executor.get();
            if executor.is_unset() {
                let name = "BaseEventLoop.shutdown_default_executor";
                return Ok(NativeCoroutine::new(name, Nothing));
            }
            let timeout = args.some(1).cloned().unwrap_or(Value::NONE);
            let helper = vm.import_module(EXECUTORS)?;
            let shut_down = intern("shutdown_default_executor");
            vm.call_method(&helper, &shut_down, &[args[0].clone(), executor, timeout])
        },
    ),
    NativeDef::new("_asyncgen_firstiter_hook(self, agen)", "", |vm, args| {
        if args.data::<EventLoop>().generators_shut_down.get() {
            let shown = vm.repr_text(&args[1]);
            let message = format!(
                "asynchronous generator {shown} was scheduled after loop.shutdown_asyncgens() call"
            );
            warn(vm, Exc::ResourceWarning, &message, 1)?;
        }
        Ok(Value::NONE)
    }),
    NativeDef::new("_asyncgen_finalizer_hook(self, agen)", "", |vm, args| {
        finalize_async_generator(vm, &args[0], &args[1]).map(|()| Value::NONE)
    }),
    NativeDef::new("__repr__(self)", "", |vm, args| {
        let event_loop = args.data::<EventLoop>();
        let text = |b: bool| if b { "True" } else { "False" };
        Ok(format!(
            "<{} running={} closed={} debug={}>",
            vm.class_of(&args[0]).message_name(),
            text(event_loop.is_running()),
            text(event_loop.is_closed()),
            text(event_loop.debug.get()),
        )
        .into())
    }),
];

/// Methods for signals.
const SIGNAL_METHODS: &[NativeDef] = &[
    NativeDef::new(
        "add_signal_handler(self, sig, callback, *args) -> None",
        "Add a handler for a signal.",
        |vm, args| {
            let event_loop = args.data::<EventLoop>();
            check_no_coroutine(vm, &args[2], "add_signal_handler")?;
            vm.require(Capability::Signals)?;
            let signal = signals::number(vm, &args[1])?;
            event_loop.check_closed(vm)?;
            let context = context::copy_current(vm, &event_loop.running);
            let arguments = Tuple::new(args.rest().to_vec());
            let handle = Handle::call(vm, &args[0], None, args[2].clone(), arguments, context);
            event_loop.running.signals.add(vm, &event_loop.running, signal, &args[0], handle)?;
            Ok(Value::NONE)
        },
    ),
    NativeDef::new(
        "remove_signal_handler(self, sig) -> bool",
        "Remove a handler for a signal.\n\nReturn True if a signal handler was removed, False if not.",
        |vm, args| {
            let signal = signals::number(vm, &args[1])?;
            let running = &args.data::<EventLoop>().running;
            Ok(Value::bool(running.signals.reset(vm, running, signal)?))
        },
    ),
];

/// Methods for files and sockets. Only those for readiness are in Rust.
const FILE_METHODS: &[NativeDef] = &[
    NativeDef::new(
        "add_reader(self, fd, callback, *args) -> None",
        "Add a reader callback.",
        |vm, args| watch(vm, &args, Direction::Read).map(|_| Value::NONE),
    ),
    NativeDef::new("remove_reader(self, fd) -> bool", "Remove a reader callback.", |vm, args| {
        forget(vm, &args, Direction::Read)
    }),
    NativeDef::new(
        "add_writer(self, fd, callback, *args) -> None",
        "Add a writer callback.",
        |vm, args| watch(vm, &args, Direction::Write).map(|_| Value::NONE),
    ),
    NativeDef::new("remove_writer(self, fd) -> bool", "Remove a writer callback.", |vm, args| {
        forget(vm, &args, Direction::Write)
    }),
    NativeDef::new("_add_reader(self, fd, callback, *args)", "", |vm, args| {
        watch(vm, &args, Direction::Read)
    }),
    NativeDef::new("_remove_reader(self, fd)", "", |vm, args| forget(vm, &args, Direction::Read)),
    NativeDef::new("_add_writer(self, fd, callback, *args)", "", |vm, args| {
        watch(vm, &args, Direction::Write)
    }),
    NativeDef::new("_remove_writer(self, fd)", "", |vm, args| forget(vm, &args, Direction::Write)),
    NativeDef::new("__getattr__(self, name)", "", library::private_method),
    in_library!("sock_recv", "Receive data from the socket."),
    in_library!("sock_recv_into", "Receive data from the socket."),
    in_library!("sock_recvfrom", "Receive a datagram from a datagram socket."),
    in_library!("sock_recvfrom_into", "Receive data from the socket."),
    in_library!("sock_sendall", "Send data to the socket."),
    in_library!("sock_sendto", "Send data to the socket."),
    in_library!("sock_connect", "Connect to a remote socket at address."),
    in_library!("sock_accept", "Accept a connection."),
    in_library!("sock_sendfile", "Send a file."),
];

/// Methods written in Python.
const LANGUAGE_METHODS: &[NativeDef] = &[
    in_library!("sendfile", "Send a file to transport."),
    in_language!(SOCKETS, "_sendfile_fallback", ""),
    in_library!("create_datagram_endpoint", "Create datagram connection."),
    in_library!("connect_read_pipe", "Register read pipe in event loop."),
    in_library!("connect_write_pipe", "Register write pipe in event loop."),
    in_library!("subprocess_exec", "Execute a program."),
    in_library!("subprocess_shell", "Execute a command in the shell."),
    in_library!(
        "start_tls",
        "Upgrade transport to TLS.\n\nReturn a new transport that *protocol* should start using\nimmediately."
    ),
    in_library!("getaddrinfo", "Resolve a host and port."),
    in_library!("getnameinfo", "Look up a host and port."),
];

fn watch(vm: &Vm, args: &Args<'_>, direction: Direction) -> VmResult {
    vm.require(Capability::Descriptors)?;
    let event_loop = args.data::<EventLoop>();
    event_loop.check_closed(vm)?;
    let fd = file_number(vm, args.at(1))?;
    let context = context::copy_current(vm, &event_loop.running);
    let arguments = Tuple::new(args.rest().to_vec());
    let handle = Handle::call(vm, &args[0], None, args[2].clone(), arguments, context);
    files::set(vm, &args[0], fd, direction, handle.clone())?;
    Ok(handle)
}

fn forget(vm: &Vm, args: &Args<'_>, direction: Direction) -> VmResult {
    if args.data::<EventLoop>().is_closed() {
        return Ok(Value::bool(false));
    }
    let fd = file_number(vm, args.at(1))?;
    files::set(vm, &args[0], fd, direction, Value::UNSET).map(Value::bool)
}

/// The descriptor of a file.
///
/// # Errors
/// ValueError if it has none.
pub(super) fn file_number(vm: &Vm, file: &Value) -> VmResult<i32> {
    let invalid = |vm: &Vm| {
        let shown = vm.repr_text(file);
        vm.value_error(format!("Invalid file object: {shown}"))
    };
    let unusable = [Exc::TypeError, Exc::AttributeError, Exc::ValueError];
    let number = os::files::number(vm, file).map_err(|raised| {
        match unusable.iter().any(|class| vm.is_exception(&raised, *class)) {
            true => invalid(vm),
            false => raised,
        }
    });
    match number? {
        number if number >= 0 => Ok(number),
        number => {
            let message = format!("Invalid file descriptor: {number}");
            Err(vm.value_error(message))
        }
    }
}

fn context_argument<'a>(vm: &Vm, args: &Args<'a>) -> VmResult<&'a crate::runtime::Ref<Dict>> {
    args.at(1).get::<Dict>().ok_or_else(|| vm.type_error("the context must be a dict"))
}

/// The context of a callback: the given one, or a copy of the current one.
fn callback_context(vm: &Vm, args: &Args<'_>, index: usize) -> Value {
    match args.some(index) {
        Some(given) => given.clone(),
        None => context::copy_current(vm, &args.data::<EventLoop>().running),
    }
}

/// Debug mode's checks of `call_soon` and the like.
///
/// # Errors
/// TypeError for objects that cannot be called, and for coroutines; RuntimeError in another loop's thread.
fn check_callback(vm: &Vm, event_loop: &EventLoop, callback: &Value, method: &str) -> VmResult<()> {
    if !event_loop.debug.get() {
        return Ok(());
    }
    let current = event_loop.running.current_loop_or_none();
    let here = current.as_ref().and_then(|l| l.native::<EventLoop>());
    if method != "call_soon_threadsafe"
        && event_loop.is_running()
        && !here.is_some_and(|here| std::ptr::eq(here, event_loop))
    {
        let message =
            "Non-thread-safe operation invoked on an event loop other than the current one";
        return Err(vm.runtime_error(message));
    }
    check_no_coroutine(vm, callback, method)?;
    if !vm.is_callable(callback) {
        let shown = vm.repr_text(callback);
        let message = format!("a callable object was expected by {method}(), got {shown}");
        return Err(vm.type_error(message));
    }
    Ok(())
}

fn check_no_coroutine(vm: &Vm, callback: &Value, method: &str) -> VmResult<()> {
    if task::is_coroutine(callback) || is_coroutine_function(vm, callback) {
        return Err(vm.type_error(format!("coroutines cannot be used with {method}()")));
    }
    Ok(())
}

fn call_soon(vm: &Vm, args: Args<'_>) -> VmResult {
    schedule_soon(vm, args, "call_soon")
}

fn schedule_soon(vm: &Vm, args: Args<'_>, method: &str) -> VmResult {
    let event_loop = args.data::<EventLoop>();
    event_loop.check_closed(vm)?;
    let context = callback_context(vm, &args, 2);
    let arguments = Tuple::new(args.rest().to_vec());
    check_callback(vm, event_loop, &args[1], method)?;
    let handle = Handle::call(vm, &args[0], None, args[1].clone(), arguments, context);
    Handle::note_origin(vm, &handle);
    event_loop.push(Entry::Handle(handle.clone()));
    Ok(handle)
}

fn call_at(vm: &Vm, args: &Args<'_>, when: f64) -> VmResult {
    let event_loop = args.data::<EventLoop>();
    event_loop.check_closed(vm)?;
    let context = callback_context(vm, args, 3);
    let arguments = Tuple::new(args.rest().to_vec());
    check_callback(vm, event_loop, &args[2], "call_at")?;
    let handle = Handle::call(vm, &args[0], Some(when), args[2].clone(), arguments, context);
    Handle::note_origin(vm, &handle);
    event_loop.schedule(&handle);
    Ok(handle)
}

/// The module that joins loops and executors.
const EXECUTORS: &str = "asyncio._executors";

/// `loop.run_in_executor(executor, function, *args)`
///
/// # Errors
/// RuntimeError if the default executor has been shut down; any exception raised by the executor.
pub fn run_in_executor(
    vm: &Vm,
    loop_value: &Value,
    executor: &Value,
    function: &Value,
    args: &[Value],
) -> VmResult {
    let event_loop = loop_data(vm, loop_value)?;
    let mut executor = executor.clone();
    if executor.is_none() {
        if event_loop.executor_shut_down.get() {
            return Err(vm.runtime_error("Executor shutdown has been called"));
        }
        executor = event_loop.executor.get();
        if executor.is_unset() {
            if time::is_sleep(function)
                && let [seconds] = args
                && let Ok(nanos) = time::sleep_time(vm, seconds)
            {
                return Ok(sleep_elsewhere(vm, loop_value, event_loop, nanos));
            }
            let helper = vm.import_module(EXECUTORS)?;
            executor = vm.call_method(&helper, &intern("new_default_executor"), &[])?;
            event_loop.executor.set(executor.clone());
        }
    }
    let helper = vm.import_module(EXECUTORS)?;
    let mut all = vec![loop_value.clone(), executor, function.clone()];
    all.extend(args.iter().cloned());
    vm.call_method(&helper, &intern("submit"), &all)
}

/// A thread that only sleeps is replaced by a timer, which costs less.
fn sleep_elsewhere(vm: &Vm, loop_value: &Value, event_loop: &EventLoop, nanos: Nanos) -> Value {
    let future = Future::new(loop_value);
    let when = event_loop.running.clock.seconds() + nanos as f64 * 1e-9;
    let recorder = &event_loop.running.recorder;
    let number = recorder.handed(vm, Thing::Thread, "time.sleep".to_string());
    let job = Tuple::new([future.clone(), i64::from(number).into()]).into_value();
    let handle = Handle::native(vm, loop_value, Some(when), &SLEPT, job);
    event_loop.schedule(&handle);
    future
}

static SLEPT: NativeCallback = NativeCallback {
    name: "_call_set_state()",
    run: |vm, job, _| {
        if let Some([future, number]) =
            job.get::<Tuple>().and_then(|job| job.items().first_chunk::<2>())
        {
            let number = number.as_small_int().and_then(|number| u32::try_from(number).ok());
            let recorder = &crate::event_loop::running(vm).recorder;
            recorder.back(vm, Thing::Thread, number.unwrap_or(0), None);
            future::finish(future, Value::NONE);
        }
        Ok(())
    },
};

/// A coroutine that does nothing.
struct Nothing;

impl NativeCoroutineBody for Nothing {
    fn resume(&mut self, _: &Vm, input: Input) -> VmResult<Step> {
        input.map(|_| Step::Return(Value::NONE))
    }
}

/// `shutdown_asyncgens`: closes all asynchronous generators that are not yet exhausted.
struct CloseGenerators {
    loop_value: Value,
    generators: Vec<Value>,
}

impl NativeCoroutineBody for CloseGenerators {
    fn resume(&mut self, vm: &Vm, input: Input) -> VmResult<Step> {
        let value = input?;
        let event_loop = loop_data(vm, &self.loop_value)?;
        if !event_loop.generators_shut_down.replace(true) {
            let mut closing = Vec::new();
            for generator in live_objects_of::<Generator>() {
                let finalizer = generator.finalizer();
                let ours = finalizer.get::<BoundMethod>();
                if generator.flavor == Flavor::AsyncGenerator
                    && ours.is_some_and(|method| method.receiver.is(&self.loop_value))
                    && generator.state.get() == State::Suspended
                {
                    let generator = generator.into_value();
                    closing.push(vm.call_method(&generator, &intern("aclose"), &[])?);
                    self.generators.push(generator);
                }
            }
            if closing.is_empty() {
                return Ok(Step::Return(Value::NONE));
            }
            return Ok(Step::Await(gather(vm, &closing, true)?));
        }
        let results = vm.to_vec(&value)?;
        for (result, generator) in results.iter().zip(&self.generators) {
            if result.kind() != Some(Kind::Exception)
                || !vm.is_instance_of(
                    result,
                    &vm.exception_class(crate::objects::exception::Exc::Exception),
                )
            {
                continue;
            }
            let shown = vm.repr_text(generator);
            let message =
                format!("an error occurred during closing of asynchronous generator {shown}");
            let entries = [("exception", result.clone()), ("asyncgen", generator.clone())];
            report::call_exception_handler(vm, &self.loop_value, &message, &entries)?;
        }
        Ok(Step::Return(Value::NONE))
    }

    fn traverse(&self, visit: Visitor<'_>) {
        visit(&self.loop_value);
        self.generators.iter().for_each(visit);
    }
}
