//! `_thread._local`: attributes that are separate for each thread.

use crate::event_loop::running;
use crate::event_loop::threads::ThreadId;
use crate::objects::class::OBJECT;
use crate::objects::dict::Dict;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::object;
use crate::objects::scalar::class_argument;
use crate::objects::special::SpecialMethod;
use crate::objects::str::{Str, intern};
use crate::runtime::kind::Visitor;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::{Rc, Weak};

/// The attributes by thread. Few threads use the same object.
type Spaces = RefCell<Vec<(ThreadId, Ref<Dict>)>>;

/// Where threads have attributes, which they take with them when they end.
#[derive(Default)]
struct OfThreads(RefCell<HashMap<ThreadId, Vec<Weak<Spaces>>>>);

struct Local {
    spaces: Rc<Spaces>,
    /// The arguments of `__init__`, which runs in each thread.
    args: Vec<Value>,
    keywords: Vec<(Ref<Str>, Value)>,
}

impl NativeObject for Local {
    fn traverse(&self, visit: Visitor<'_>) {
        self.spaces.borrow().iter().for_each(|(_, space)| visit(space.as_value()));
        self.args.iter().for_each(&mut *visit);
        self.keywords.iter().for_each(|(_, value)| visit(value));
    }

    fn clear(&self) {
        drop(self.spaces.take());
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = class_argument(a);
    if (!a.rest().is_empty() || !a.keywords().is_empty()) && class.special_methods().plain_init {
        return Err(vm.type_error("Initialization arguments are not supported"));
    }
    let spaces = Rc::<Spaces>::default();
    add_space(vm, &spaces);
    let (args, keywords) = (a.rest().to_vec(), a.keywords().to_vec());
    Ok(Native::new(class, Local { spaces, args, keywords }).into_value())
}

/// Makes the attributes of the running thread.
fn add_space(vm: &Vm, spaces: &Rc<Spaces>) -> Ref<Dict> {
    let (current, space) = (running(vm).threads.current(), Dict::new());
    spaces.borrow_mut().push((current, space.clone()));
    let all = vm.extension::<OfThreads>();
    let mut all = all.0.borrow_mut();
    let own = all.entry(current).or_default();
    // Objects that are gone leave nothing behind, however many a thread makes.
    if own.len() == own.capacity() {
        own.retain(|spaces| spaces.strong_count() > 0);
    }
    own.push(Rc::downgrade(spaces));
    space
}

/// Drops the attributes of a thread that ends.
pub fn forget_thread(vm: &Vm, thread: ThreadId) {
    let Some(all) = vm.extension_if_made::<OfThreads>() else { return };
    let own = all.0.borrow_mut().remove(&thread);
    for spaces in own.into_iter().flatten().filter_map(|spaces| spaces.upgrade()) {
        let at = spaces.borrow().iter().position(|(id, _)| *id == thread);
        let space = at.map(|at| spaces.borrow_mut().swap_remove(at));
        drop(space);
    }
}

/// The attributes that the running thread sees. They are made, and `__init__` is called, on a
/// thread's first use.
fn space(vm: &Vm, this: &Value) -> VmResult<Ref<Dict>> {
    let local = this.native::<Local>().expect("the receiver was checked");
    let current = running(vm).threads.current();
    let known = |(id, _): &&(ThreadId, _)| *id == current;
    if let Some((_, space)) = local.spaces.borrow().iter().find(known) {
        return Ok(space.clone());
    }
    let space = add_space(vm, &local.spaces);
    let init = vm.get_attribute(vm.class_of(this).as_value(), &intern("__init__"))?;
    let args = [std::slice::from_ref(this), &local.args].concat();
    vm.call_with(&init, &args, &local.keywords)?;
    Ok(space)
}

/// Whether the class has a property or the like under the name, which takes precedence over the
/// attributes.
fn is_managed(vm: &Vm, this: &Value, name: &Ref<Str>) -> bool {
    let class = vm.class_ref(this);
    class.lookup(name).is_some_and(|attribute| vm.is_read_first(&attribute))
}

fn get(vm: &Vm, this: &Value, name: &Value) -> VmResult {
    let space = space(vm, this)?;
    if let Some(text) = name.get::<Str>() {
        if text.as_str() == "__dict__" {
            return Ok(space.into_value());
        }
        if let Some(value) = space.get(vm, name)?
            && !is_managed(vm, this, text)
        {
            return Ok(value);
        }
    }
    object::get_attribute(vm, this, name)
}

/// Whether the name is that of one of the thread's attributes, which may be changed.
fn is_own(vm: &Vm, this: &Value, name: &Value) -> VmResult<bool> {
    let Some(text) = name.get::<Str>() else { return Ok(false) };
    if text.as_str() == "__dict__" {
        let class = vm.class_ref(this).message_name();
        let message = format!("'{class}' object attribute '__dict__' is read-only");
        return Err(vm.error(crate::objects::exception::Exc::AttributeError, message));
    }
    Ok(!is_managed(vm, this, text))
}

fn set(vm: &Vm, this: &Value, name: &Value, value: &Value) -> VmResult<()> {
    let space = space(vm, this)?;
    if is_own(vm, this, name)? {
        drop(space.insert(vm, name.clone(), value.clone())?);
        return Ok(());
    }
    object::set_attribute(vm, this, name, value.clone()).map(drop)
}

fn delete(vm: &Vm, this: &Value, name: &Value) -> VmResult<()> {
    let space = space(vm, this)?;
    if is_own(vm, this, name)?
        && let Some(removed) = space.remove(vm, name)?
    {
        drop(removed);
        return Ok(());
    }
    object::set_attribute(vm, this, name, Value::UNSET).map(drop)
}

/// `_thread._local`
pub static LOCAL: ClassDef = ClassDef {
    name: "_local",
    module: "_thread",
    doc: "Thread-local data",
    base: Some(&OBJECT),
    methods: &[
        NativeDef::static_method(
            "__new__(cls, /, *args, **kwargs)",
            "Create and return a new object.",
            new,
        ),
        NativeDef::binary(SpecialMethod::GetAttribute, get),
        NativeDef::store(SpecialMethod::SetAttr, set),
        NativeDef::remove(SpecialMethod::DelAttr, delete),
    ],
    ..ClassDef::BASE
};
