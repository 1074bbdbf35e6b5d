//! What functions written in Rust give: their declarations do not say.

use super::look::Known;
use crate::objects::class::Class;
use crate::objects::native::NativeFunction;
use crate::vm::Vm;

/// Of a module or class: a class, and the functions whose results are instances of it. A class
/// outside `builtins` is named with its module.
const RESULTS: &[(&str, &str, &str)] = &[
    ("builtins", "str", "ascii bin chr format hex input oct repr"),
    ("builtins", "int", "hash id len ord"),
    ("builtins", "bool", "all any callable hasattr isinstance issubclass"),
    ("builtins", "list", "dir sorted"),
    ("builtins", "dict", "globals locals vars"),
    ("builtins", "io.TextIOWrapper", "open"),
    ("asyncio", "asyncio.Task", "create_task current_task ensure_future"),
    ("asyncio", "asyncio.Future", "gather run_coroutine_threadsafe shield wrap_future"),
    ("asyncio", "asyncio.EventLoop", "get_event_loop get_running_loop new_event_loop"),
    ("asyncio", "asyncio.Timeout", "timeout timeout_at"),
    ("asyncio", "set", "all_tasks"),
    ("TaskGroup", "asyncio.Task", "create_task"),
    ("BaseEventLoop", "asyncio.Task", "create_task"),
    ("BaseEventLoop", "asyncio.Future", "create_future"),
    ("BaseEventLoop", "asyncio.Handle", "call_soon call_soon_threadsafe"),
    ("BaseEventLoop", "asyncio.TimerHandle", "call_at call_later"),
    (
        "str",
        "str",
        "capitalize casefold center expandtabs format format_map join ljust lower lstrip \
         removeprefix removesuffix replace rjust rstrip strip swapcase title translate upper zfill",
    ),
    ("str", "bytes", "encode"),
    ("str", "list", "rsplit split splitlines"),
    ("str", "tuple", "partition rpartition"),
    ("str", "int", "count find index rfind rindex"),
    ("bytes", "str", "decode hex"),
    ("bytes", "list", "rsplit split splitlines"),
    (
        "bytes",
        "bytes",
        "center join ljust lower lstrip removeprefix removesuffix replace rjust rstrip strip upper",
    ),
    ("list", "list", "copy"),
    ("list", "int", "count index"),
    ("tuple", "int", "count index"),
    ("dict", "dict", "copy fromkeys"),
    ("set", "set", "copy difference intersection symmetric_difference union"),
    ("time", "float", "monotonic perf_counter process_time time"),
    ("math", "float", "cos exp fsum log log10 log2 sin sqrt tan"),
    ("Random", "float", "random uniform"),
    ("Random", "int", "randint randrange"),
];

/// What calling the function gives, as far as the table says.
pub fn result(vm: &Vm, function: &NativeFunction) -> Option<Known> {
    let owner = function.owner.as_ref().map(|class| class.name());
    let owner = owner.as_deref().unwrap_or(function.module);
    let name = function.def.name();
    let is_it = |row: &&(&str, &str, &str)| row.0 == owner && row.2.split(' ').any(|n| n == name);
    let (_, class, _) = RESULTS.iter().find(is_it)?;
    let class = match class.rsplit_once('.') {
        Some((module, class)) => {
            Known::Value(vm.import_module(module).ok()?).attribute(vm, class)?
        }
        None => Known::Value(vm.builtins.get_text(class)?),
    };
    match class {
        Known::Value(value) => value.get::<Class>().map(|class| Known::Instance(class.clone())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_what_there_is() {
        let vm = crate::host::Standard::default().interpreter(1 << 20);
        let names = ["builtins", "asyncio", "time", "math", "random"];
        let module = |name| Known::Value(vm.import_module(name).expect(name));
        let modules = names.map(module);
        for (owner, _, functions) in RESULTS {
            let known = match names.iter().position(|name| name == owner) {
                Some(i) => modules[i].clone(),
                None => modules.iter().find_map(|m| m.attribute(&vm, owner)).expect(owner),
            };
            for name in functions.split_whitespace() {
                let found = known.attribute(&vm, name);
                let found = found.unwrap_or_else(|| panic!("{owner}.{name} is missing"));
                assert!(found.called(&vm).is_some(), "{owner}.{name} says nothing");
            }
        }
    }
}
