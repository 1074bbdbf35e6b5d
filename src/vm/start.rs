//! Making an interpreter.

use super::classes::ClassRegistry;
use super::output::Output;
use super::stack::Stack;
use super::{Names, Types, Vm, finalize, isolate};
use crate::objects::*;
use crate::runtime::{Ref, Slot, Value, heap, kind};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// How much of the machine's stack is left for Rust code that runs at the recursion limit, in bytes.
const STACK_RESERVE: usize = 256 * 1024;

impl Vm {
    /// A new interpreter. `stack_size` is the size of this thread's machine stack in bytes, of
    /// which it may use nearly all.
    pub fn new(stack_size: usize) -> Box<Vm> {
        Vm::with_hash_key(stack_size, 0)
    }

    /// As [`Vm::new`], with the key of its hashes of strings and bytes.
    pub fn with_hash_key(stack_size: usize, hash_key: u64) -> Box<Vm> {
        register_kinds();
        let isolate = isolate::Owner::install_new();
        str::set_hash_key(hash_key);
        let here = 0u8;
        let registry = ClassRegistry::default();
        let types = Types::new(|def| registry.class_for(def));
        let attention = Arc::new(AtomicBool::new(false));
        let vm = Box::new(Vm {
            frame: Cell::new(std::ptr::null_mut()),
            stack: Stack::new(),
            root: Cell::new(std::ptr::null_mut()),
            reraised: Cell::new(false),
            shown: RefCell::default(),
            depth: Cell::new(0),
            notes_coroutines: Cell::new(false),
            handled_by_library: Slot::default(),
            recursion_limit: Cell::new(1000),
            stack_floor: Cell::new(
                (&raw const here as usize).saturating_sub(stack_size.saturating_sub(STACK_RESERVE)),
            ),
            attention: attention.clone(),
            interrupt: Arc::default(),
            signalled: Arc::default(),
            types,
            names: Names::new(),
            classes: registry,
            threads: super::threads::Threads::default(),
            builtins: dict::Dict::new(),
            modules: dict::Dict::new(),
            code_store: Default::default(),
            importing: RefCell::default(),
            extensions: RefCell::new(HashMap::new()),
            output: Output::new(),
            isolate,
        });
        vm.isolate.set_vm(&*vm);
        heap::install_hooks(finalize::finalize, finalize::weakref_callbacks, attention);
        crate::modules::builtins::install(&vm);
        let builtins = Ref::new(module::Module { dict: vm.builtins.clone() });
        vm.modules.set_text("builtins", builtins);
        vm.isolate.install_outer();
        vm
    }
}

impl Vm {
    /// Ends the program's life: lets go of its main module's names, in the order in which they
    /// were bound, and then of all other modules, so that finalizers run while there still is an
    /// interpreter.
    pub fn shut_down(&self) {
        crate::diagnostics::warnings::end(self);
        if let Some(main) = self.modules.get_text("__main__")
            && let Some(main) = main.get::<module::Module>()
        {
            // As in CPython, names with a leading underscore go first.
            let entries = main.dict.entries();
            for private in [true, false] {
                for (name, value) in &entries {
                    let Some(name) = name.get::<str::Str>() else { continue };
                    let is_private =
                        name.as_str().starts_with('_') && name.as_str() != "__builtins__";
                    if is_private == private && value.is_object() && name.as_str() != "__builtins__"
                    {
                        drop(main.dict.set_str(name, Value::NONE));
                    }
                }
            }
        }
        crate::runtime::collect::collect_at_end();
        drop(self.modules.take());
    }
}

impl Drop for Vm {
    fn drop(&mut self) {
        self.isolate.install_for_end();
        self.threads.abandon();
        self.shut_down();
        drop(self.builtins.take());
        self.isolate.set_vm(std::ptr::null());
    }
}

fn register_kinds() {
    kind::register::<instance::Instance>();
    kind::register::<int::Int>();
    kind::register::<float::Float>();
    kind::register::<complex::Complex>();
    kind::register::<str::Str>();
    kind::register::<bytes::Bytes>();
    kind::register::<bytes::ByteArray>();
    kind::register::<list::List>();
    kind::register::<tuple::Tuple>();
    kind::register::<dict::Dict>();
    kind::register::<set::Set>();
    kind::register::<range::Range>();
    kind::register::<slice::Slice>();
    kind::register::<function::Cell>();
    kind::register::<code::Code>();
    kind::register::<function::Function>();
    kind::register::<native::NativeFunction>();
    kind::register::<bound::BoundMethod>();
    kind::register::<class::Class>();
    kind::register::<module::Module>();
    kind::register::<exception::Exception>();
    kind::register::<traceback::Traceback>();
    kind::register::<super::FrameObject>();
    kind::register::<generator::Generator>();
    kind::register::<generator::NativeCoroutine>();
    kind::register::<range::RangeIterator>();
    kind::register::<list_methods::ListIterator>();
    kind::register::<tuple_methods::TupleIterator>();
    kind::register::<dict_views::DictIterator>();
    kind::register::<native::NativeIterator>();
    kind::register::<dict_views::DictView>();
    kind::register::<mapping_proxy::MappingProxy>();
    kind::register::<bound::Property>();
    kind::register::<bound::StaticMethod>();
    kind::register::<bound::ClassMethod>();
    kind::register::<bound::NativeProperty>();
    kind::register::<bound::Super>();
    kind::register::<weak::WeakRef>();
    kind::register::<native::Native>();
    crate::event_loop::register();
}
