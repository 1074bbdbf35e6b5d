//! The attributes of `sys` about the interpreter: versions, limits, number formats.

use crate::event_loop::running;
use crate::modules::struct_sequence::make;
use crate::objects::int_methods::max_digits;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::str::hash_key;
use crate::objects::str::intern;
use crate::runtime::Value;
use crate::struct_sequence;
use crate::text::{hash, int};
use crate::vm::Vm;
use crate::vm::flags::Flag;

struct_sequence!(
    /// `sys.version_info`
    closed VERSION_INFO, "sys", "version_info", "Version information as a named tuple.",
    [0 "major", 1 "minor", 2 "micro", 3 "releaselevel", 4 "serial"]
);

struct_sequence!(
    /// `sys.float_info`
    FLOAT_INFO, "sys", "float_info", "Information about the float type.",
    [0 "max", 1 "max_exp", 2 "max_10_exp", 3 "min", 4 "min_exp", 5 "min_10_exp", 6 "dig",
     7 "mant_dig", 8 "epsilon", 9 "radix", 10 "rounds"]
);

struct_sequence!(
    /// `sys.int_info`
    INT_INFO, "sys", "int_info", "Information about how integers are kept.",
    [0 "bits_per_digit", 1 "sizeof_digit", 2 "default_max_str_digits",
     3 "str_digits_check_threshold"]
);

struct_sequence!(
    /// `sys.hash_info`
    HASH_INFO, "sys", "hash_info", "Parameters used for hashing.",
    [0 "width", 1 "modulus", 2 "inf", 3 "nan", 4 "imag", 5 "algorithm", 6 "hash_bits",
     7 "seed_bits", 8 "cutoff"]
);

struct_sequence!(
    /// `sys.flags`; the last two are of a later version, whose library reads them.
    closed FLAGS, "sys", "flags", "Flags provided through command line arguments.",
    [0 "debug", 1 "inspect", 2 "interactive", 3 "optimize", 4 "dont_write_bytecode",
     5 "no_user_site", 6 "no_site", 7 "ignore_environment", 8 "verbose", 9 "bytes_warning",
     10 "quiet", 11 "hash_randomization", 12 "isolated", 13 "dev_mode", 14 "utf8_mode",
     15 "warn_default_encoding", 16 "safe_path", 17 "int_max_str_digits", 18 "thread_inherit_context",
     19 "context_aware_warnings"]
);

struct_sequence!(
    /// `sys.thread_info`
    THREAD_INFO, "sys", "thread_info", "Information about the thread implementation.",
    [0 "name", 1 "lock", 2 "version"]
);

struct_sequence!(
    /// The result of `sys.get_asyncgen_hooks()`
    ASYNCGEN_HOOKS, "builtins", "asyncgen_hooks",
    "Asynchronous generator hooks: the first-iteration hook and the finalizer.",
    [0 "firstiter", 1 "finalizer"]
);

/// `sys.get_asyncgen_hooks()`
pub const GET_ASYNCGEN_HOOKS: NativeDef = NativeDef::new(
    "get_asyncgen_hooks()",
    "Return the installed asynchronous generators hooks.",
    |vm, _| {
        let running = running(vm);
        let hooks = [&running.asyncgen_first, &running.asyncgen_finalizer];
        Ok(make(vm, &ASYNCGEN_HOOKS, hooks.map(|hook| hook.get().or_none())))
    },
);

/// `sys.get_coroutine_origin_tracking_depth()`
pub const GET_ORIGIN_DEPTH: NativeDef = NativeDef::new(
    "get_coroutine_origin_tracking_depth()",
    "Check status of origin tracking for coroutine objects in this thread.",
    |vm, _| Ok(running(vm).coroutine_depth().into()),
);

/// `sys.set_coroutine_origin_tracking_depth()`
pub const SET_ORIGIN_DEPTH: NativeDef = NativeDef::new(
    "set_coroutine_origin_tracking_depth(depth)",
    "Enable or disable origin tracking for coroutine objects in this thread.\n\nWith a depth above 0, warnings about coroutines that are never awaited name the place of\ncreation.",
    |vm, args| {
        let Ok(depth) = usize::try_from(vm.index_clipped(&args[0])?) else {
            return Err(vm.value_error("depth must be >= 0"));
        };
        running(vm).set_coroutine_depth(vm, depth);
        Ok(Value::NONE)
    },
);

/// `sys.set_asyncgen_hooks()`
pub const SET_ASYNCGEN_HOOKS: NativeDef = NativeDef::new(
    "set_asyncgen_hooks(firstiter=None, finalizer=None)",
    "Set a finalizer for async generators objects.",
    |vm, args| {
        let running = running(vm);
        let given = [
            ("finalizer", args.opt(1), &running.asyncgen_finalizer),
            ("firstiter", args.opt(0), &running.asyncgen_first),
        ];
        for (name, hook, _) in &given {
            let hook = hook.filter(|hook| !hook.is_none());
            if let Some(hook) = hook.filter(|hook| !vm.is_callable(hook)) {
                let kind = vm.class_of(hook).message_name();
                let message = format!("callable {name} expected, got {kind}");
                return Err(vm.type_error(message));
            }
        }
        for (_, hook, slot) in given {
            if let Some(hook) = hook {
                slot.set(if hook.is_none() { Value::UNSET } else { hook.clone() });
            }
        }
        Ok(Value::NONE)
    },
);

/// The version of Python.
pub const VERSION: (i64, i64, i64) = (3, 13, 0);

fn ints<const N: usize>(values: [i64; N]) -> impl ExactSizeIterator<Item = Value> {
    values.into_iter().map(Value::from)
}

/// `sys.version_info`
pub fn version_info(vm: &Vm) -> Value {
    let (major, minor, micro) = VERSION;
    let items: [Value; 5] =
        [major.into(), minor.into(), micro.into(), "final".into(), Value::small_int(0)];
    make(vm, &VERSION_INFO, items)
}

/// `sys.version`
pub fn version(_: &Vm) -> Value {
    let (major, minor, micro) = VERSION;
    Value::from(format!("{major}.{minor}.{micro} (Hob {}) [Rust]", env!("CARGO_PKG_VERSION")))
}

/// `sys.hexversion`
pub fn hex_version(_: &Vm) -> Value {
    let (major, minor, micro) = VERSION;
    Value::from((major << 24) | (minor << 16) | (micro << 8) | 0xF0)
}

/// `sys.float_info`
pub fn float_info(vm: &Vm) -> Value {
    let items: [Value; 11] = [
        f64::MAX.into(),
        i64::from(f64::MAX_EXP).into(),
        i64::from(f64::MAX_10_EXP).into(),
        f64::MIN_POSITIVE.into(),
        i64::from(f64::MIN_EXP).into(),
        i64::from(f64::MIN_10_EXP).into(),
        i64::from(f64::DIGITS).into(),
        i64::from(f64::MANTISSA_DIGITS).into(),
        f64::EPSILON.into(),
        i64::from(f64::RADIX).into(),
        Value::small_int(1),
    ];
    make(vm, &FLOAT_INFO, items)
}

/// `sys.int_info`
pub fn int_info(vm: &Vm) -> Value {
    make(vm, &INT_INFO, ints([30, 4, int::DEFAULT_MAX_STR_DIGITS as i64, 640]))
}

/// `sys.hash_info`
pub fn hash_info(vm: &Vm) -> Value {
    let items: [Value; 9] = [
        Value::small_int(64),
        Value::from(hash::MODULUS as i64),
        Value::from(hash::INFINITY),
        Value::small_int(0),
        Value::small_int(1_000_003),
        "siphash13".into(),
        Value::small_int(64),
        Value::small_int(128),
        Value::small_int(0),
    ];
    make(vm, &HASH_INFO, items)
}

/// `sys.flags`
pub fn flags(vm: &Vm) -> Value {
    vm.flags.set(Flag::HashRandomization, (hash_key() != hash::HashKey(0, 0)).into());
    let mut items: Vec<Value> =
        vm.flags.values().map(|flag| Value::small_int(flag.into())).collect();
    for flag in [Flag::DevMode, Flag::SafePath] {
        items[flag as usize] = Value::bool(vm.flags.is_set(flag));
    }
    items.push(Value::from(max_digits(vm)));
    make(vm, &FLAGS, items)
}

/// `sys.thread_info`
pub fn thread_info(vm: &Vm) -> Value {
    make(vm, &THREAD_INFO, ["pthread".into(), "semaphore".into(), Value::NONE])
}

/// `sys.implementation`: the interpreter's own name and version.
struct Implementation;

impl NativeObject for Implementation {}

static IMPLEMENTATION: ClassDef = ClassDef {
    name: "SimpleNamespace",
    module: "types",
    methods: &[
        // `type(sys.implementation)` is the library's name for `types.SimpleNamespace`.
        NativeDef::static_method("__new__(cls, *args, **kwargs)", "", |vm, args| {
            let types = vm.import_module("_types")?;
            vm.call_through(&vm.get_attribute(&types, &intern("SimpleNamespace"))?, args)
        }),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, _: Args<'_>| {
            let version = version_info(vm);
            Ok(Value::from(format!(
                "namespace(name='{}', cache_tag='hob-313', version={}, hexversion={})",
                super::implementation_name(vm),
                vm.repr(&version)?.as_str(),
                vm.repr(&hex_version(vm))?.as_str()
            )))
        }),
    ],
    properties: &[
        crate::modules::struct_sequence::field("name", |vm, _| {
            Ok(super::implementation_name(vm).into())
        }),
        crate::modules::struct_sequence::field("cache_tag", |_, _| Ok("hob-313".into())),
        crate::modules::struct_sequence::field("version", |vm, _| Ok(version_info(vm))),
        crate::modules::struct_sequence::field("hexversion", |vm, _| Ok(hex_version(vm))),
    ],
    ..ClassDef::BASE
};

/// `sys.implementation`
pub fn implementation(vm: &Vm) -> Value {
    Native::new(&vm.class_for(&IMPLEMENTATION), Implementation).into_value()
}
