//! `asyncio.queues`, `asyncio.tasks` and the others: each contains all names of `asyncio` itself.
//!
//! They are made on first use, so importing `asyncio` costs little.

use crate::modules::{self, ModuleDef};
use crate::objects::module::Module;
use crate::objects::native::NativeDef;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

/// `asyncio.log`
pub static LOG: ModuleDef = ModuleDef {
    name: "asyncio.log",
    doc: "Logging configuration.",
    source: "import logging\n\nlogger = logging.getLogger(\"asyncio\")\n",
    ..ModuleDef::BASE
};

/// `asyncio.constants`
pub static CONSTANTS: ModuleDef = ModuleDef {
    name: "asyncio.constants",
    constants: &[
        ("LOG_THRESHOLD_FOR_CONNLOST_WRITES", |_| Value::small_int(5)),
        ("ACCEPT_RETRY_DELAY", |_| Value::small_int(1)),
        ("DEBUG_STACK_DEPTH", |_| Value::small_int(10)),
        ("SSL_HANDSHAKE_TIMEOUT", |_| Value::float(60.0)),
        ("SSL_SHUTDOWN_TIMEOUT", |_| Value::float(30.0)),
        ("SENDFILE_FALLBACK_READBUFFER_SIZE", |_| Value::small_int(256 * 1024)),
        ("FLOW_CONTROL_HIGH_WATER_SSL_READ", |_| Value::small_int(256)),
        ("FLOW_CONTROL_HIGH_WATER_SSL_WRITE", |_| Value::small_int(512)),
        ("THREAD_JOIN_TIMEOUT", |_| Value::small_int(300)),
    ],
    source: "import enum\n\n\nclass _SendfileMode(enum.Enum):\n    UNSUPPORTED = enum.auto()\n    TRY_NATIVE = enum.auto()\n    FALLBACK = enum.auto()\n",
    ..ModuleDef::BASE
};

/// `asyncio._helpers`
pub static HELPERS: ModuleDef =
    ModuleDef { name: "asyncio._helpers", source: include_str!("helpers.py"), ..ModuleDef::BASE };

/// `asyncio.__all__`: the public names, including those made on first use.
pub fn public_names(_: &Vm) -> Value {
    let functions = super::functions().map(NativeDef::name);
    let classes = super::CLASSES.iter().map(|class| class.name);
    let constants = super::MODULE.constants.iter().map(|(name, _)| *name);
    let mut names: Vec<&str> = functions.chain(classes).chain(constants).collect();
    names.retain(|name| !name.starts_with('_'));
    names.extend(LATE.iter().map(|(name, _)| *name));
    Tuple::new(names.into_iter().map(Value::from).collect::<Vec<_>>()).into_value()
}

/// Public names that are in the packed library's Python, with their modules. They are imported on
/// first use.
const LATE: &[(&str, &str)] = &[
    ("AbstractChildWatcher", "asyncio.unix_events"),
    ("AbstractEventLoopPolicy", "asyncio.events"),
    ("BaseEventLoop", "asyncio.base_events"),
    ("DefaultEventLoopPolicy", "asyncio.unix_events"),
    ("EventLoop", "asyncio.unix_events"),
    ("FastChildWatcher", "asyncio.unix_events"),
    ("MultiLoopChildWatcher", "asyncio.unix_events"),
    ("PidfdChildWatcher", "asyncio.unix_events"),
    ("SafeChildWatcher", "asyncio.unix_events"),
    ("SelectorEventLoop", "asyncio.unix_events"),
    ("StreamReaderProtocol", "asyncio.streams"),
    ("ThreadedChildWatcher", "asyncio.unix_events"),
    ("create_eager_task_factory", HELPERS.name),
    ("eager_task_factory", HELPERS.name),
    ("get_child_watcher", "asyncio.events"),
    ("set_child_watcher", "asyncio.events"),
];

/// Names of Python 3.14, which are not in `__all__`.
const NEWER: &[(&str, &str)] = &[
    ("FrameCallGraphEntry", GRAPH.name),
    ("FutureCallGraph", GRAPH.name),
    ("capture_call_graph", GRAPH.name),
    ("format_call_graph", GRAPH.name),
    ("print_call_graph", GRAPH.name),
];

/// `asyncio.graph`
pub static GRAPH: ModuleDef =
    ModuleDef { name: "asyncio.graph", source: include_str!("graph.py"), ..ModuleDef::BASE };

/// Submodules, and the names that they get from [`HELPERS`].
const IN_HELPERS: &[(&str, &str)] = &[
    ("asyncio.protocols", "_feed_data_to_buffered_proto"),
    ("asyncio.transports", "_FlowControlMixin"),
];

/// Gives a submodule all names of `asyncio` itself.
///
/// # Errors
/// Any exception raised by importing `asyncio`.
pub fn copy_names(vm: &Vm, module: &Ref<Module>) -> VmResult<()> {
    let whole = vm.import_module("asyncio")?;
    let Some(whole) = whole.get::<Module>() else { return Ok(()) };
    for (name, value) in whole.dict.entries() {
        if let Some(name) = name.get::<Str>()
            && !name.as_str().starts_with("__")
        {
            module.dict.set_text(name.as_str(), value);
        }
    }
    for (of, name) in IN_HELPERS {
        if module.name() == *of {
            let helpers = vm.import_module(HELPERS.name)?;
            module.dict.set_text(name, vm.get_attribute(&helpers, &intern(name))?);
        }
    }
    Ok(())
}

/// The functions.
pub const FUNCTIONS: &[NativeDef] = &[NativeDef::new("__getattr__(name)", "", |vm, args| {
    let name = vm.str(&args[0])?;
    let late = LATE.iter().chain(NEWER).find(|(late, _)| *late == name.as_str());
    if let Some((_, module)) = late {
        let value = vm.get_attribute(&vm.import_module(module)?, &intern(name.as_str()))?;
        if let Some(asyncio) = vm.import_module("asyncio")?.get::<Module>() {
            asyncio.dict.set_text(name.as_str(), value.clone());
        }
        return Ok(value);
    }
    let submodule = format!("asyncio.{}", name.as_str());
    if modules::find(&submodule).is_some() || modules::pylib::find(&submodule).is_some() {
        return vm.import_module(&submodule);
    }
    let message = format!("module 'asyncio' has no attribute '{}'", name.as_str());
    let module = vm.import_module("asyncio")?;
    Err(vm.attribute_error(&module, name.as_str(), message))
})];

/// `asyncio._sockets`
pub static SOCKETS: ModuleDef =
    ModuleDef { name: "asyncio._sockets", source: include_str!("sockets.py"), ..ModuleDef::BASE };
