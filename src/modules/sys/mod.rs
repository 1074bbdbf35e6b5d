//! `sys`: the interpreter as the program sees it.

mod frames;
mod info;
pub mod installation;
mod watching;

use self::installation::Installation;
use super::ModuleDef;
use super::io::{stream::Source, text};
use crate::diagnostics;
use crate::objects::dict::Dict;
use crate::objects::exception::{Exc, Exception};
use crate::objects::int::to_i64;
use crate::objects::int_methods::{DigitLimit, max_digits};
use crate::objects::list::List;
use crate::objects::module::Module;
use crate::objects::native::{Args, NativeDef};
use crate::objects::set::Set;
use crate::objects::str::{Str, intern, intern_ref};
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::text::os_text;
use crate::vm::capabilities::Capability;
use crate::vm::flags::Flag;
use crate::vm::monitor::Watcher;
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, RefCell};
use std::path::PathBuf;

/// The program's environment as set by the command line or the host.
#[derive(Default)]
pub struct Program {
    /// `sys.argv`
    pub arguments: RefCell<Vec<String>>,
    /// `sys.path` at the start.
    pub path: RefCell<Vec<String>>,
    /// The environment variables, unless they are the process's own.
    pub environment: RefCell<Option<Vec<(String, String)>>>,
    /// `sys.warnoptions`
    pub warning_options: RefCell<Vec<String>>,
    /// `sys._xoptions`: the names of `-X`, with their values.
    pub extra_options: RefCell<Vec<(String, Option<String>)>>,
    /// The number of processors to report, if not the machine's.
    pub cpu_count: Cell<Option<usize>>,
    /// `_imp.check_hash_based_pycs`, if not the usual one.
    pub check_pycs: RefCell<Option<String>>,
    /// `sys.pycache_prefix`
    pub pycache_prefix: RefCell<Option<String>>,
    /// The installation of the command; none for an embedded interpreter.
    pub installation: RefCell<Option<Installation>>,
}

/// Limits that programs set and read back.
struct Limits {
    switch_interval: Cell<f64>,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { switch_interval: Cell::new(0.005) }
    }
}

fn strings(items: impl IntoIterator<Item = String>) -> Value {
    List::new(items.into_iter().map(Value::from).collect()).into_value()
}

fn arguments(vm: &Vm) -> Value {
    let arguments = vm.extension::<Program>().arguments.borrow().clone();
    strings(if arguments.is_empty() { vec![String::new()] } else { arguments })
}

fn path(vm: &Vm) -> Value {
    strings(vm.extension::<Program>().path.borrow().clone())
}

fn warning_options(vm: &Vm) -> Value {
    strings(vm.extension::<Program>().warning_options.borrow().clone())
}

fn extra_options(vm: &Vm) -> Value {
    let options = Dict::new();
    for (name, value) in &*vm.extension::<Program>().extra_options.borrow() {
        let value = value.as_ref().map_or(Value::TRUE, |text| text.as_str().into());
        options.set_text(name, value);
    }
    options.into_value()
}

fn executable(vm: &Vm) -> Value {
    if !vm.is_granted(Capability::Environment) {
        return "".into();
    }
    place(vm, |places| &places.executable)
        .or_else(|| std::env::current_exe().ok().map(|path| os_text::from_os(path.as_os_str())))
        .map_or("".into(), Value::from)
}

/// `sys.implementation.name`
fn implementation_name(vm: &Vm) -> &'static str {
    let program = vm.extension::<Program>();
    let installation = program.installation.borrow();
    installation.as_ref().map_or(installation::IMPLEMENTATION, |found| found.implementation)
}

/// One of the places of the command; none for an embedded interpreter.
fn place(vm: &Vm, which: fn(&Installation) -> &PathBuf) -> Option<String> {
    let program = vm.extension::<Program>();
    let installation = program.installation.borrow();
    installation.as_ref().map(|places| os_text::from_os(which(places).as_os_str()))
}

fn base_executable(vm: &Vm) -> Value {
    place(vm, |places| &places.base_executable).map_or_else(|| executable(vm), Value::from)
}

/// The prefix of an interpreter that is not installed.
const NOWHERE: &str = "/usr/local";

fn prefix(vm: &Vm) -> Value {
    place(vm, |places| &places.prefix).map_or(NOWHERE.into(), Value::from)
}

fn base_prefix(vm: &Vm) -> Value {
    place(vm, |places| &places.base_prefix).map_or(NOWHERE.into(), Value::from)
}

/// Puts a folder in front of all others on the module search path.
pub fn put_first_on_path(vm: &Vm, folder: String) {
    vm.first_folder.replace(Some(folder.clone()));
    let sys = vm.modules.get_text("sys");
    let path = sys.and_then(|sys| sys.get::<Module>()?.dict.get_text("path"));
    match path.as_ref().and_then(|path| path.get::<List>()) {
        Some(path) => path.borrow_mut().insert(0, folder.into()),
        None => vm.extension::<Program>().path.borrow_mut().insert(0, folder),
    }
}

/// `sys._venv_config`: the path of `pyvenv.cfg`, for `site`.
fn venv_config(vm: &Vm) -> Value {
    let program = vm.extension::<Program>();
    let installation = program.installation.borrow();
    let venv = installation.as_ref().and_then(|places| places.venv.as_ref());
    venv.map_or(Value::NONE, |file| os_text::from_os(file.as_os_str()).into())
}

fn platform(_: &Vm) -> Value {
    Value::from(match std::env::consts::OS {
        "macos" => "darwin",
        "windows" => "win32",
        other => other,
    })
}

fn exit(vm: &Vm, a: Args<'_>) -> VmResult {
    let code = a.opt(0).cloned().unwrap_or(Value::NONE);
    let args = match code.get_exact::<Tuple>() {
        Some(args) => args.items().to_vec(),
        None => vec![code],
    };
    let class = vm.exception_class(Exc::SystemExit);
    match vm.call(class.as_value(), &args)?.into_ref::<Exception>() {
        Ok(exception) => Err(crate::vm::Raised(exception)),
        Err(_) => Err(vm.error(Exc::SystemExit, "")),
    }
}

fn exc_info(vm: &Vm, _: Args<'_>) -> VmResult {
    let Some(exception) = vm.handled_exception() else {
        return Ok(Tuple::new([Value::NONE, Value::NONE, Value::NONE]).into_value());
    };
    let class = vm.class_of(exception.as_value()).into_value();
    let traceback = vm.get_attribute(exception.as_value(), &intern("__traceback__"))?;
    Ok(Tuple::new([class, exception.into_value(), traceback]).into_value())
}

fn exception(vm: &Vm, _: Args<'_>) -> VmResult {
    Ok(vm.handled_exception().map_or(Value::NONE, Ref::into_value))
}

fn except_hook(vm: &Vm, a: Args<'_>) -> VmResult {
    match a[1].get::<Exception>() {
        Some(exception) => {
            let text = diagnostics::format_exception(vm, exception);
            vm.write_error(&text);
        }
        None => {
            let given = vm.class_ref(a.at(1)).name();
            let text = format!(
                "TypeError: print_exception(): Exception expected for value, {given} found\n"
            );
            vm.write_error(&text);
        }
    }
    Ok(Value::NONE)
}

/// Calls the function that `PYTHONBREAKPOINT` names, `pdb.set_trace` if it names none, or nothing
/// if it is `0` (PEP 553).
fn breakpoint_hook(vm: &Vm, a: Args<'_>) -> VmResult {
    let ignored = vm.flags.is_set(Flag::IgnoreEnvironment);
    let given = if ignored { None } else { super::os::variable(vm, "PYTHONBREAKPOINT") };
    let given = given.and_then(|name| name.into_string().ok()).filter(|name| !name.is_empty());
    let name = given.as_deref().unwrap_or("pdb.set_trace");
    if name == "0" {
        return Ok(Value::NONE);
    }
    let (module, attribute) = name.rsplit_once('.').unwrap_or(("builtins", name));
    let function = match vm.import_module(module) {
        Ok(module) => vm.find_attribute(&module, &intern(attribute))?,
        Err(raised) if vm.is_exception(&raised, Exc::ImportError) => None,
        Err(raised) => return Err(raised),
    };
    match function {
        Some(function) => vm.call_through(&function, a),
        None => {
            let message = format!("Ignoring unimportable $PYTHONBREAKPOINT: \"{name}\"");
            vm.warn(Exc::RuntimeWarning, &message, 1)?;
            Ok(Value::NONE)
        }
    }
}

/// Whether the program has ended, and the interpreter lets go of what it left.
#[derive(Default)]
pub struct Ending(pub std::cell::Cell<bool>);

fn display_hook(vm: &Vm, a: Args<'_>) -> VmResult {
    if a[0].is_none() {
        return Ok(Value::NONE);
    }
    let sys = vm.import_module("sys")?;
    let output = vm.find_attribute(&sys, &intern("stdout"))?;
    if output.is_none_or(|output| output.is_none()) {
        return Err(vm.runtime_error("lost sys.stdout"));
    }
    vm.builtins.set_text("_", Value::NONE);
    let shown = vm.repr(a.at(0))?;
    let print = vm.builtins.get_str(&intern("print")).unwrap_or(Value::NONE);
    vm.call(&print, &[shown.into_value()])?;
    vm.builtins.set_text("_", a[0].clone());
    Ok(Value::NONE)
}

fn get_size_of(vm: &Vm, a: Args<'_>) -> VmResult {
    let size = vm.call_special(a.at(0), &intern("__sizeof__"), &[])?;
    match (size, a.opt(1)) {
        (Some(size), _) => Ok(size),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => {
            let name = vm.class_ref(a.at(0)).name();
            Err(vm.type_error(format!("Type {name} doesn't define __sizeof__")))
        }
    }
}

fn intern_text(vm: &Vm, a: Args<'_>) -> VmResult {
    match a[0].get_exact::<Str>() {
        Some(text) => Ok(intern_ref(text).into_value()),
        None => {
            let shown = vm.argument_type(a.at(0));
            Err(vm.type_error(match a[0].get::<Str>() {
                Some(_) => format!("can't intern {shown}"),
                None => format!("intern() argument must be str, not {shown}"),
            }))
        }
    }
}

fn set_recursion_limit(vm: &Vm, a: Args<'_>) -> VmResult {
    let limit = vm.index(a.at(0))?;
    let limit = match to_i64(&limit) {
        Some(limit) if i32::try_from(limit).is_ok() => limit,
        _ => return Err(vm.overflow_error("Python int too large to convert to C int")),
    };
    if limit < 1 {
        return Err(vm.value_error("recursion limit must be greater or equal than 1"));
    }
    if (limit as usize) <= vm.depth.get() {
        return Err(vm.error(
            Exc::RecursionError,
            format!(
                "cannot set the recursion limit to {limit} at the recursion depth {}: \
                 the limit is too low",
                vm.depth.get()
            ),
        ));
    }
    let ceiling = vm.meter.limits().recursion.unwrap_or(usize::MAX);
    vm.recursion_limit.set((limit as usize).min(ceiling));
    Ok(Value::NONE)
}

/// Rebuilds `sys.flags` after a setting has changed.
pub fn renew_flags(vm: &Vm) {
    if let Some(sys) = vm.modules.get_text("sys")
        && let Some(module) = sys.get::<Module>()
    {
        module.dict.set_text("flags", info::flags(vm));
    }
}

fn set_max_str_digits(vm: &Vm, a: Args<'_>) -> VmResult {
    let digits = vm.index_clipped(a.at(0))?;
    if digits != 0 && digits < 640 {
        return Err(vm.value_error("maxdigits must be 0 or larger than 640"));
    }
    vm.extension::<DigitLimit>().0.set(digits as usize);
    Ok(Value::NONE)
}

fn set_switch_interval(vm: &Vm, a: Args<'_>) -> VmResult {
    let interval = crate::objects::float::require(vm, a.at(0))?;
    if interval <= 0.0 {
        return Err(vm.value_error("switch interval must be strictly positive"));
    }
    vm.extension::<Limits>().switch_interval.set(interval);
    Ok(Value::NONE)
}

fn unraisable_hook(vm: &Vm, a: Args<'_>) -> VmResult {
    diagnostics::unraisable::default_hook(vm, a.at(0))?;
    Ok(Value::NONE)
}

fn stdlib_module_names(vm: &Vm) -> Value {
    let names = Set::default();
    for name in diagnostics::STDLIB_MODULES {
        // Strings hash and compare without the program's code.
        let _ = names.add(vm, intern(name).into_value());
    }
    Ref::with_class(names, vm.types.frozenset.as_value().clone(), false).into_value()
}

fn builtin_module_names(_: &Vm) -> Value {
    let mut names: Vec<&str> = super::names().collect();
    names.retain(|name| !name.contains('.'));
    names.sort_unstable();
    Tuple::new(names.into_iter().map(Value::from).collect::<Vec<_>>()).into_value()
}

/// The hooks that a program may replace by its own functions.
const HOOKS: [&str; 4] = ["excepthook", "displayhook", "unraisablehook", "breakpointhook"];

/// Puts the original hooks back.
fn restore_hooks(vm: &Vm) {
    if let Some(sys) = vm.modules.get_text("sys")
        && let Some(sys) = sys.get::<Module>()
    {
        for hook in HOOKS {
            if let Some(original) = sys.dict.get_text(&format!("__{hook}__")) {
                sys.dict.set_text(hook, original);
            }
        }
    }
    vm.when_ended(restore_hooks);
}

/// Hooks and streams, which the program may replace and find under a second name.
fn init(vm: &Vm, module: &Ref<Module>) -> VmResult<()> {
    let dict = &module.dict;
    dict.set_text("monitoring", watching::monitoring(vm));
    for (name, source) in
        [("stdin", Source::Input), ("stdout", Source::Output), ("stderr", Source::Error)]
    {
        let stream = text::standard(vm, source);
        dict.set_text(name, stream.clone());
        dict.set_text(&format!("__{name}__"), stream);
    }
    for name in HOOKS {
        if let Some(hook) = dict.get_text(name) {
            dict.set_text(&format!("__{name}__"), hook);
        }
    }
    vm.when_ended(restore_hooks);
    dict.set_text("modules", vm.modules.as_value().clone());
    Ok(())
}

fn none(_: &Vm, _: Args<'_>) -> VmResult {
    Ok(Value::NONE)
}

/// `sys`
pub static MODULE: ModuleDef = ModuleDef {
    name: "sys",
    doc: "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.",
    functions: &[
        NativeDef::new(
            "exit(status=None, /)",
            "Exit the interpreter by raising SystemExit(status).",
            exit,
        ),
        NativeDef::new(
            "exc_info()",
            "Return current exception information: (type, value, traceback).",
            exc_info,
        ),
        NativeDef::new("exception()", "Return the current exception.", exception),
        NativeDef::new(
            "excepthook(exctype, value, traceback, /)",
            "Handle an exception by displaying it with a traceback on sys.stderr.",
            except_hook,
        ),
        NativeDef::new(
            "displayhook(object, /)",
            "Print an object to sys.stdout and also save it in builtins._",
            display_hook,
        ),
        NativeDef::new(
            "unraisablehook(unraisable, /)",
            "Handle an unraisable exception.",
            unraisable_hook,
        ),
        NativeDef::new(
            "breakpointhook(*args, **kws)",
            "This hook function is called by built-in breakpoint().",
            breakpoint_hook,
        ),
        NativeDef::new(
            "getsizeof(object, default=None)",
            "Return the size of object in bytes.",
            get_size_of,
        ),
        NativeDef::new(
            "getrefcount(object, /)",
            "Return the reference count of object.",
            |_, a| {
                Ok(Value::from(a[0].header().map_or(i64::from(u32::MAX), |h| i64::from(h.refs()))))
            },
        ),
        NativeDef::new("intern(string, /)", "Intern the given string.", intern_text),
        NativeDef::new(
            "_is_interned(string, /)",
            "Whether the given string is interned.",
            |vm, a| match a[0].get::<Str>() {
                Some(text) => Ok(Value::bool(text.is_interned())),
                None => {
                    let given = vm.argument_type(&a[0]);
                    let message = format!("_is_interned() argument must be str, not {given}");
                    Err(vm.type_error(message))
                }
            },
        ),
        NativeDef::new(
            "getrecursionlimit()",
            "Return the current value of the recursion limit.",
            |vm, _| Ok(Value::from(vm.recursion_limit.get())),
        ),
        NativeDef::new(
            "setrecursionlimit(limit, /)",
            "Set the maximum depth of the Python interpreter stack to n.",
            set_recursion_limit,
        ),
        info::GET_ASYNCGEN_HOOKS,
        info::GET_ORIGIN_DEPTH,
        info::SET_ORIGIN_DEPTH,
        info::SET_ASYNCGEN_HOOKS,
        NativeDef::new(
            "getswitchinterval()",
            "Return the current thread switch interval.",
            |vm, _| Ok(Value::float(vm.extension::<Limits>().switch_interval.get())),
        ),
        NativeDef::new(
            "setswitchinterval(interval, /)",
            "Set the ideal thread switching delay inside the Python interpreter.",
            set_switch_interval,
        ),
        NativeDef::new(
            "get_int_max_str_digits()",
            "Return the maximum string digits limit for non-binary int<->str conversions.",
            |vm, _| Ok(Value::from(max_digits(vm))),
        ),
        NativeDef::new(
            "set_int_max_str_digits(maxdigits)",
            "Set the maximum string digits limit for non-binary int<->str conversions.",
            set_max_str_digits,
        ),
        NativeDef::new(
            "getdefaultencoding()",
            "Return the current default encoding used by the Unicode implementation.",
            |_, _| Ok("utf-8".into()),
        ),
        NativeDef::new(
            "getfilesystemencoding()",
            "Return the encoding used to convert Unicode filenames to OS filenames.",
            |_, _| Ok("utf-8".into()),
        ),
        NativeDef::new(
            "getfilesystemencodeerrors()",
            "Return the error mode used for Unicode to OS filename conversion.",
            |_, _| Ok("surrogateescape".into()),
        ),
        NativeDef::new(
            "_get_cpu_count_config()",
            "Private function for getting PyConfig.cpu_count",
            |vm, _| {
                let told = vm.extension::<Program>().cpu_count.get();
                Ok(told.map_or(Value::small_int(-1), Value::from))
            },
        ),
        NativeDef::new(
            "_getframe(depth=0, /)",
            "Return a frame object from the call stack.",
            frames::get_frame,
        ),
        NativeDef::new(
            "_getframemodulename(depth=0)",
            "Return the name of the module for a calling frame.",
            frames::module_name,
        ),
        NativeDef::new(
            "_current_frames()",
            "Return a dict mapping each thread's thread id to its current stack frame.",
            frames::current_frames,
        ),
        NativeDef::new(
            "call_tracing(func, args, /)",
            "Call func(*args), while tracing is enabled.",
            |vm, a| match a.at(1).get::<Tuple>() {
                Some(arguments) => vm.call(a.at(0), arguments.items()),
                None => Err(vm.type_error("call_tracing() argument 2 must be tuple")),
            },
        ),
        NativeDef::new(
            "getdlopenflags()",
            "Return the current value of the flags that are used for dlopen calls.",
            |_, _| Ok(Value::small_int(2)),
        ),
        NativeDef::new(
            "is_stack_trampoline_active()",
            "Return *True* if a stack profiler trampoline is active.",
            |_, _| Ok(Value::FALSE),
        ),
        NativeDef::new(
            "activate_stack_trampoline(backend, /)",
            "Activate stack profiler trampoline *backend*.",
            |vm, _| Err(vm.value_error("perf trampoline not available")),
        ),
        NativeDef::new(
            "deactivate_stack_trampoline()",
            "Deactivate the current stack profiler trampoline backend.",
            none,
        ),
        NativeDef::new("_clear_type_cache()", "Clear the internal type lookup cache.", none),
        NativeDef::new(
            "_clear_internal_caches()",
            "Clear all internal performance-related caches.",
            none,
        ),
        NativeDef::new("is_finalizing()", "Return True if Python is exiting.", |vm, _| {
            Ok(Value::bool(vm.extension::<Ending>().0.get()))
        }),
        NativeDef::new(
            "_is_gil_enabled()",
            "Return True if the GIL is currently enabled.",
            |_, _| Ok(Value::TRUE),
        ),
        NativeDef::new("gettrace()", "Return the global debug tracing function.", |vm, _| {
            Ok(watching::function(vm, Watcher::Trace))
        }),
        NativeDef::new("getprofile()", "Return the profiling function.", |vm, _| {
            Ok(watching::function(vm, Watcher::Profile))
        }),
        NativeDef::new(
            "audit(event, /, *args)",
            "Passes the event to any hooks that are attached.",
            none,
        ),
        NativeDef::new("addaudithook(hook)", "Adds a new audit hook callback.", none),
        NativeDef::new(
            "settrace(function, /)",
            "Set the global debug tracing function.\n\nIt will be called on each function call.",
            |vm, a| watching::set_function(vm, Watcher::Trace, &a[0]),
        ),
        NativeDef::new(
            "setprofile(function, /)",
            "Set the profiling function.\n\nIt will be called on each function call and return.",
            |vm, a| watching::set_function(vm, Watcher::Profile, &a[0]),
        ),
        NativeDef::new(
            "_settraceallthreads(function, /)",
            "Set the global debug tracing function in all running threads belonging to the current \
             interpreter.",
            |vm, a| watching::set_function(vm, Watcher::Trace, &a[0]),
        ),
        NativeDef::new(
            "_setprofileallthreads(function, /)",
            "Set the profiling function in all running threads belonging to the current interpreter.",
            |vm, a| watching::set_function(vm, Watcher::Profile, &a[0]),
        ),
        NativeDef::new(
            "getallocatedblocks()",
            "Return the number of memory blocks currently allocated.",
            |_, _| Ok(Value::from(crate::runtime::heap::allocated_objects())),
        ),
    ],
    constants: &[
        ("argv", arguments),
        ("orig_argv", |vm| match vm.is_granted(Capability::Environment) {
            true => strings(std::env::args_os().map(|argument| os_text::from_os(&argument))),
            false => strings(vm.extension::<Program>().arguments.borrow().iter().cloned()),
        }),
        ("path", path),
        ("executable", executable),
        ("platform", platform),
        ("platlibdir", |_| "lib".into()),
        ("prefix", prefix),
        ("exec_prefix", prefix),
        ("base_prefix", base_prefix),
        ("base_exec_prefix", base_prefix),
        ("_base_executable", base_executable),
        ("_venv_config", venv_config),
        ("_home", |_| Value::NONE),
        ("_framework", |_| "".into()),
        ("_git", |_| Tuple::new(["Hob", "", ""].map(Value::from)).into_value()),
        ("version", info::version),
        ("version_info", info::version_info),
        ("hexversion", info::hex_version),
        ("api_version", |_| Value::small_int(1013)),
        ("abiflags", |_| "".into()),
        ("copyright", |_| "Copyright by the authors of Hob.".into()),
        ("implementation", info::implementation),
        ("float_info", info::float_info),
        ("int_info", info::int_info),
        ("hash_info", info::hash_info),
        ("thread_info", info::thread_info),
        ("flags", info::flags),
        ("float_repr_style", |_| "short".into()),
        ("byteorder", |_| Value::from(if cfg!(target_endian = "big") { "big" } else { "little" })),
        ("maxsize", |_| Value::from(i64::MAX)),
        ("maxunicode", |_| Value::small_int(0x10FFFF)),
        ("stdlib_module_names", stdlib_module_names),
        ("builtin_module_names", builtin_module_names),
        ("warnoptions", warning_options),
        ("_xoptions", extra_options),
        ("dont_write_bytecode", |_| Value::TRUE),
        ("pycache_prefix", |vm| {
            let prefix = vm.extension::<Program>().pycache_prefix.borrow().clone();
            prefix.map_or(Value::NONE, Value::from)
        }),
    ],
    init: Some(init),
    ..ModuleDef::BASE
};
