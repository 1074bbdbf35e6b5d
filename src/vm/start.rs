//! Making an interpreter.

use super::classes::ClassRegistry;
use super::import_times::ImportTimes;
use super::meter::ALWAYS_ATTENDS;
use super::output::Output;
use super::stack::Stack;
use super::{Host, LoopHooks, Names, STACK_RESERVE, Types, Vm, finalize, isolate};
use crate::objects::weak::WeakRef;
use crate::objects::*;
use crate::runtime::{Ref, Slot, Value, collect, heap, kind, live};
use crate::text::hash::HashKey;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

impl Vm {
    /// A new interpreter, whose `builtins` are empty. `stack_size` is the size of this thread's
    /// native stack in bytes, nearly all of which it may use; `hash_key` is the key of its hashes
    /// of text and bytes, or none for a random one.
    pub fn new(
        host: Box<dyn Host>,
        event_loop: Rc<dyn LoopHooks>,
        stack_size: usize,
        hash_key: Option<HashKey>,
    ) -> Box<Vm> {
        register_kinds();
        kind::register::<super::FrameObject>();
        let loop_classes = event_loop.register_kinds();
        let isolate = isolate::Owner::install_new();
        str::set_hash_key(hash_key);
        let here = 0u8;
        let unlimited_floor =
            (&raw const here as usize).saturating_sub(stack_size.saturating_sub(STACK_RESERVE));
        let registry = ClassRegistry::default();
        let types = Types::new(loop_classes, |def| registry.class_for(def));
        let attention = Arc::new(AtomicBool::new(ALWAYS_ATTENDS));
        let vm = Box::new(Vm {
            frame: Cell::new(std::ptr::null_mut()),
            stack: Stack::new(),
            root: Cell::new(std::ptr::null_mut()),
            reraised: Cell::new(false),
            passing: Cell::new(0),
            thrown: Cell::new(0),
            shown: RefCell::default(),
            depth: Cell::new(0),
            notes_coroutines: Cell::new(false),
            is_traced: Cell::new(false),
            handled_by_library: Slot::default(),
            recursion_limit: Cell::new(1000),
            stack_floor: Cell::new(unlimited_floor),
            unlimited_floor,
            attention: attention.clone(),
            interrupt: Arc::default(),
            signalled: Arc::default(),
            types,
            names: Names::new(),
            attribute_table: Default::default(),
            classes: registry,
            fiber: Cell::new(None),
            base_frame: Cell::new(std::ptr::null_mut()),
            builtins: dict::Dict::new(),
            modules: dict::Dict::new(),
            first_folder: RefCell::default(),
            importing: RefCell::default(),
            import_times: ImportTimes::default(),
            hides_columns: Cell::default(),
            host,
            event_loop,
            extensions: RefCell::default(),
            capabilities: Default::default(),
            granted_addresses: Default::default(),
            roots: Default::default(),
            when_ended: Default::default(),
            open_files: Default::default(),
            meter: Default::default(),
            monitor: Default::default(),
            flags: Default::default(),
            output: Output::new(),
            isolate,
        });
        vm.isolate.set_vm(&*vm);
        heap::install_hooks(finalize::finalize, finalize::weakref_callbacks, attention);
        let builtins = Ref::new(module::Module { dict: vm.builtins.clone() });
        vm.modules.set_text("builtins", builtins);
        vm.isolate.install_outer();
        vm
    }
}

impl Vm {
    /// Ends the program in CPython's order (`finalize_modules`), so that finalizers run while the
    /// interpreter still exists: drops the modules, except `sys` and `builtins`, and collects what
    /// only they held, which still sees its names. A main module that is still referenced then
    /// loses its names; the contents of `sys` are dropped last.
    pub fn shut_down(&self) {
        self.host.program_ended(self);
        self.stop_monitoring();
        self.forget_last_error();
        // Callbacks of weak references would find modules without their names.
        let drop_callbacks = || {
            for reference in live::live_objects_of::<WeakRef>() {
                drop(reference.callback.take());
            }
        };
        let main = self.modules.get_text("__main__");
        if !live::has_finalizers() {
            // Dropping the names frees objects faster than a collection, and nothing sees the names
            // any more.
            if let Some(main) = main.as_ref().and_then(|main| main.get::<module::Module>()) {
                main.lose_names();
            }
            collect::collect_at_end(Vec::new(), || (), drop_callbacks);
            drop_callbacks();
            drop(self.modules.take());
            return;
        }
        let main = main.map(|main| main.bits());
        let modules = self.modules.entries().into_iter().map(|(_, module)| module).collect();
        let let_go = || {
            for (name, module) in self.modules.take() {
                let Some(name) = name.get::<str::Str>() else { continue };
                if ["sys", "builtins"].contains(&name.as_str()) {
                    self.modules.set_text(name.as_str(), module);
                }
            }
        };
        collect::collect_at_end(modules, let_go, drop_callbacks);
        let held = live::live_objects_of::<module::Module>();
        if let Some(main) = held.iter().find(|held| Some(held.as_value().bits()) == main) {
            main.lose_names();
        }
        drop(held);
        collect::collect_at_end(Vec::new(), || drop(self.modules.take()), drop_callbacks);
    }

    /// The error that ended the program, and everything that its frames hold, is dropped before the
    /// modules.
    fn forget_last_error(&self) {
        let Some(sys) = self.modules.get_text("sys") else { return };
        let Some(sys) = sys.get::<module::Module>() else { return };
        for name in ["last_exc", "last_type", "last_value", "last_traceback"] {
            if sys.dict.get_text(name).is_some() {
                sys.dict.set_text(name, Value::NONE);
            }
        }
    }
}

impl Drop for Vm {
    fn drop(&mut self) {
        self.isolate.install_for_end();
        self.leave_faults();
        self.event_loop.abandon_threads();
        self.shut_down();
        drop(self.builtins.take());
        self.isolate.set_vm(std::ptr::null());
    }
}
