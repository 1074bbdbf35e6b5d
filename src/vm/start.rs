//! Making an interpreter.

use super::classes::ClassRegistry;
use super::output::Output;
use super::stack::Stack;
use super::{Names, Types, Vm, finalize};
use crate::objects::*;
use crate::runtime::{heap, kind};
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
        register_kinds();
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
            recursion_limit: Cell::new(1000),
            stack_floor: (&raw const here as usize)
                .saturating_sub(stack_size.saturating_sub(STACK_RESERVE)),
            attention: attention.clone(),
            interrupt: Arc::default(),
            types,
            names: Names::new(),
            classes: registry,
            builtins: dict::Dict::new(),
            modules: dict::Dict::new(),
            extensions: RefCell::new(HashMap::new()),
            output: Output::new(),
        });
        finalize::set_current(&*vm);
        heap::install_hooks(finalize::finalize, finalize::weakref_callbacks, attention);
        crate::modules::builtins::install(&vm);
        vm
    }
}

impl Drop for Vm {
    fn drop(&mut self) {
        // What a program left behind is let go while finalizers still have an interpreter.
        for (_, module) in self.modules.take() {
            if let Some(module) = module.get::<module::Module>() {
                drop(module.dict.take());
            }
        }
        drop(self.builtins.take());
        finalize::set_current(std::ptr::null());
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
