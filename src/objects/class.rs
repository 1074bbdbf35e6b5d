//! `type` and `object`: classes, their method resolution order and look-up.

use super::bound::NativeProperty;
use super::class_facts;
use super::counterpart::{Language, language};
use super::dict::Dict;
use super::native::{ClassDef, NativeFunction};
use super::slots::TypeSlots;
use super::special::SpecialMethod;
use super::str::{Str, intern};
use super::weak::WeakRef;
use crate::runtime::feedback::Construction;
use crate::runtime::kind::Visitor;
use crate::runtime::shape::{Shape, ShapeId, fresh_id};
use crate::runtime::{Kind, Object, Ref, TableCell, Value, lookups};
use crate::vm::{Vm, VmResult};
use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

/// The patterns that match instances of a class (PEP 634).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    /// Sequence patterns.
    Sequence,
    /// Mapping patterns.
    Mapping,
}

/// The payload of a class. Its metaclass, unless it is `type`, is the object's class pointer.
pub struct Class {
    /// `__name__`
    pub name: RefCell<Ref<Str>>,
    /// `__qualname__`
    pub qualname: RefCell<Ref<Str>>,
    /// The class dictionary; empty until [`Ref::<Class>::dict`] fills it from the declaration.
    dict: Ref<Dict>,
    filled: Cell<bool>,
    /// The direct bases.
    pub bases: RefCell<Vec<Ref<Class>>>,
    /// The method resolution order, this class first.
    pub mro: RefCell<Vec<Value>>,
    /// The memory layout of instances.
    pub kind: Kind,
    /// Whether instances can have arbitrary attributes (false with `__slots__`).
    pub has_dict: bool,
    /// The only names that instances may have in their dictionary: the slots of a class of a
    /// built-in kind, whose instances have no other place for them. The dictionary is hidden.
    pub slots_in_dict: Option<Vec<Ref<Str>>>,
    /// The slots that this class declares and stores in its instances' dictionary.
    pub slots_beside_dict: Vec<Ref<Str>>,
    /// Whether instances can be weakly referenced.
    pub has_weakrefs: bool,
    /// Names in `__slots__`, the bases' first: the first slots of every instance's shape.
    pub slots: Vec<Ref<Str>>,
    /// Whether this class itself declares slots, so that its instances need a separate layout.
    pub adds_slots: bool,
    /// Whether a program may derive from it.
    pub subclassable: Cell<bool>,
    /// Whether a program may set its attributes.
    pub changeable: Cell<bool>,
    /// Whether a program has replaced attributes of this native class, or of one of its bases.
    pub replaced: Cell<bool>,
    /// Whether a program made it.
    pub is_heap: bool,
    /// Whether `__abstractmethods__` was set to something nonempty; set through
    /// [`Class::set_abstract`].
    is_abstract: Cell<bool>,
    /// The patterns that match instances: inherited, or set by `abc` for the classes registered
    /// with `Sequence` and `Mapping`.
    pub collection: Cell<Option<Collection>>,
    /// The declaration it was made from.
    pub def: Option<&'static ClassDef>,
    /// The shape of a new instance.
    pub root_shape: Rc<Shape>,
    /// The shape of an instance with a dictionary, once there was one.
    dict_shape: OnceCell<Rc<Shape>>,
    /// The number of attributes to reserve room for in a new instance.
    pub capacity: Cell<usize>,
    /// The id that caches compare where this class is itself the receiver. Never used twice, like
    /// shapes' ids.
    state_id: Cell<ShapeId>,
    /// The number of a class whose `__new__` in Rust may make instances, with the state of this
    /// class when that was found out.
    maker: Cell<(ShapeId, u32)>,
    /// How calling the class makes instances.
    pub construction: Cell<Construction>,
    /// A number that no other class has had.
    pub number: u32,
    /// Whether a metaclass' `mro()` determined the order of this class or one of its bases: it may
    /// contain classes that are not bases, whose changes do not reach this class.
    has_foreign_order: Cell<bool>,
    /// The special methods of instances; made on demand.
    pub(super) type_slots: TableCell<TypeSlots>,
    subclasses: RefCell<Vec<SubclassLink>>,
}

/// A hasher for words that are addresses.
pub type AddressHasher = std::hash::BuildHasherDefault<AddressHash>;

/// Hashes a word that is an address: its low bits are zero, its high bits alike.
#[derive(Default)]
pub struct AddressHash(u64);

impl std::hash::Hasher for AddressHash {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|b| self.write_u64(u64::from(*b)));
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0 ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 ^= self.0 >> 32;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

/// A subclass. Bases do not keep a class alive that a program made.
enum SubclassLink {
    Builtin(Value),
    Heap(Ref<WeakRef>),
}

impl SubclassLink {
    fn class(&self) -> Option<Ref<Class>> {
        match self {
            SubclassLink::Builtin(class) => class.get::<Class>().cloned(),
            SubclassLink::Heap(reference) => reference.link.upgrade()?.into_ref().ok(),
        }
    }
}

impl Object for Class {
    const KIND: Kind = Kind::Class;

    fn traverse(&self, visit: Visitor<'_>) {
        visit(self.dict.as_value());
        self.bases.borrow().iter().for_each(|b| visit(b.as_value()));
        self.mro.borrow().iter().for_each(&mut *visit);
        if let Some(table) = self.type_slots.get() {
            table.traverse(&mut *visit);
        }
        for link in self.subclasses.borrow().iter() {
            match link {
                SubclassLink::Builtin(class) => visit(class),
                SubclassLink::Heap(reference) => visit(reference.as_value()),
            }
        }
    }

    fn clear(&self) {
        self.renew_ids();
        drop(self.type_slots.replace(None));
        drop(self.subclasses.take());
        drop(self.mro.take());
        drop(self.dict.take());
    }
}

impl Class {
    /// A class without bases or contents; `vm::classes` makes complete ones.
    pub fn new(
        name: &str,
        kind: Kind,
        subclassable: bool,
        def: Option<&'static ClassDef>,
    ) -> Class {
        let name = super::str::intern(name);
        Class {
            name: RefCell::new(name.clone()),
            qualname: RefCell::new(name),
            dict: Dict::new(),
            filled: Cell::new(def.is_none()),
            bases: RefCell::default(),
            mro: RefCell::default(),
            kind,
            has_dict: false,
            slots_in_dict: None,
            slots_beside_dict: Vec::new(),
            has_weakrefs: false,
            slots: Vec::new(),
            adds_slots: false,
            subclassable: Cell::new(subclassable),
            changeable: Cell::new(def.is_none_or(class_facts::is_changeable)),
            replaced: Cell::new(false),
            is_heap: def.is_none(),
            is_abstract: Cell::new(false),
            collection: Cell::new(def.and_then(|def| def.collection)),
            def,
            root_shape: Shape::root(),
            dict_shape: OnceCell::new(),
            capacity: Cell::new(0),
            state_id: Cell::new(fresh_id()),
            maker: Cell::default(),
            construction: Cell::default(),
            number: next_number(),
            has_foreign_order: Cell::new(false),
            type_slots: TableCell::default(),
            subclasses: RefCell::default(),
        }
    }

    /// The class's name.
    pub fn name(&self) -> String {
        self.name.borrow().as_str().to_string()
    }

    /// The shape of an instance with a dictionary.
    #[inline]
    pub fn dict_shape(&self) -> &Rc<Shape> {
        self.dict_shape.get_or_init(Shape::dict)
    }

    /// Reserves the instances' first slots for the names in `slots`, before any instance exists.
    pub fn lay_out_slots(&mut self) {
        let names = || self.slots.iter().map(|s| s.as_value().clone());
        let (root, dict) = (Shape::with_slots(names(), false), Shape::with_slots(names(), true));
        self.root_shape = root;
        self.dict_shape = dict.into();
    }

    /// Whether instances have a dictionary, hidden ones included.
    pub fn instances_have_dict(&self) -> bool {
        self.has_dict
    }

    /// Whether instances can have arbitrary attributes.
    pub fn shows_dict(&self) -> bool {
        self.has_dict && self.slots_in_dict.is_none()
    }

    /// Whether the dictionaries of instances are not for attributes: struct sequences keep their
    /// hidden fields there.
    pub fn hides_dict(&self) -> bool {
        !self.has_dict && self.kind == Kind::Tuple
    }

    /// Whether the dictionary of an instance may have an entry of an interned name.
    pub fn takes_attribute(&self, name: &Ref<Str>) -> bool {
        !self.hides_dict() && (self.slots_in_dict.is_none() || self.takes_slot(name))
    }

    /// Whether an interned name is that of a slot in the dictionary of instances.
    pub fn takes_slot(&self, name: &Ref<Str>) -> bool {
        self.slots_in_dict.iter().flatten().any(|slot| slot.is(name))
    }

    /// The classes in method resolution order, as classes.
    pub fn mro_classes(&self) -> Vec<Ref<Class>> {
        self.mro.borrow().iter().filter_map(|v| v.get::<Class>().cloned()).collect()
    }

    /// Whether `other` is this class or among its bases, direct or not (by the MRO).
    #[inline]
    pub fn is_subclass_of(&self, other: &Ref<Class>) -> bool {
        self.mro.borrow().iter().any(|c| c.is(other.as_value()))
    }

    /// The first class in method resolution order that is written in Rust: it can make instances of
    /// this class.
    pub fn native_base(&self) -> Option<Ref<Class>> {
        let mro = self.mro.borrow();
        mro.iter().filter_map(|c| c.get::<Class>()).find(|c| c.def.is_some()).cloned()
    }

    /// The first class in method resolution order whose `__new__` is written in Rust.
    pub fn native_maker(&self) -> Option<Ref<Class>> {
        let name = intern("__new__");
        let is_native = |class: &&Ref<Class>| {
            class.lookup(&name).is_some_and(|new| new.get::<NativeFunction>().is_some())
        };
        let mro = self.mro.borrow();
        mro.iter().filter_map(|c| c.get::<Class>()).find(is_native).cloned()
    }

    /// Whether a class' `__new__`, written in Rust, is known to make instances of this class.
    #[inline]
    pub fn is_made_by(&self, maker: &Class) -> bool {
        self.maker.get() == (self.state_id(), maker.number)
    }

    /// Has [`Class::is_made_by`] know a class, until this one changes.
    pub fn note_maker(&self, maker: &Class) {
        self.maker.set((self.state_id(), maker.number));
    }

    /// The value stored under an interned name in the class or the first of its bases that has it.
    #[inline]
    pub fn lookup(&self, name: &Ref<Str>) -> Option<Value> {
        if let Some(known) = lookups::find(self.state_id(), name.as_value()) {
            return if known.is_unset() { None } else { Some(known) };
        }
        let found = self.mro.borrow().iter().find_map(|c| c.get::<Class>()?.dict().get_str(name));
        // Only interned names have an identity worth remembering.
        if name.is_interned() && !self.has_foreign_order() {
            let found = found.clone().unwrap_or_default();
            lookups::note(self.state_id(), name.as_value(), &found);
        }
        found
    }

    /// The id that caches of the class's own attributes compare. It changes with every result they
    /// hold.
    #[inline(always)]
    pub fn state_id(&self) -> ShapeId {
        self.state_id.get()
    }

    /// Whether changes of classes in the method resolution order may go unnoticed, so that results
    /// of look-ups must not be cached.
    pub fn has_foreign_order(&self) -> bool {
        self.has_foreign_order.get()
    }

    /// Records that the program determined the method resolution order of this class and those
    /// derived from it.
    pub fn set_foreign_order(&self) {
        self.has_foreign_order.set(true);
    }

    /// Makes all caches miss that know this class.
    fn renew_ids(&self) {
        self.state_id.set(fresh_id());
        self.root_shape.invalidate();
        if let Some(shape) = self.dict_shape.get() {
            shape.invalidate();
        }
    }

    /// Whether no instance may be made because methods are missing.
    pub fn is_abstract(&self) -> bool {
        self.is_abstract.get()
    }

    /// Sets whether abstract methods remain.
    pub fn set_abstract(&self, is_abstract: bool) {
        self.is_abstract.set(is_abstract);
        drop(self.type_slots.replace(None));
        self.state_id.set(fresh_id());
    }

    /// Whether instances answer to a special method, by its name.
    pub fn has(&self, name: &str) -> bool {
        self.lookup(&super::str::intern(name)).is_some()
    }

    /// The name with its module, as `repr` shows it: `__main__.C`, `int`.
    pub fn full_name(&self) -> String {
        let qualname = self.qualname.borrow().as_str().to_string();
        match self.module() {
            Some(module) if module != "builtins" => format!("{module}.{qualname}"),
            _ => qualname,
        }
    }

    /// The name with its module, unless that is `builtins` or the program's (`%T` of CPython's
    /// `PyErr_Format`).
    pub fn type_name(&self) -> String {
        match self.full_name() {
            full if full.starts_with("__main__.") => full["__main__.".len()..].to_string(),
            full => full,
        }
    }

    /// The name as messages show it: CPython names the module of its C classes.
    pub fn message_name(&self) -> String {
        let is_in_c = |module: &str| match language(module) {
            Some(language) => language == Language::C,
            None => self.def.is_some() || (module == "types" && self.name() == "SimpleNamespace"),
        };
        if self.module().is_some_and(|module| is_in_c(&module)) {
            self.full_name()
        } else {
            self.name()
        }
    }

    /// `__module__`, if it is a string.
    pub fn module(&self) -> Option<String> {
        match self.def {
            Some(def) => Some(def.module.to_string()),
            None => self.dict.get_text("__module__")?.get::<Str>().map(|s| s.as_str().to_string()),
        }
    }
}

impl Ref<Class> {
    /// The class dictionary. Write it through [`Ref::<Class>::set`], which keeps caches right.
    #[inline]
    pub fn dict(&self) -> &Ref<Dict> {
        if !self.filled.get() {
            self.fill();
        }
        &self.dict
    }

    /// Fills the dictionary from the declaration: only when a program uses the class, since making
    /// all functions of all classes would take longer than many programs run.
    #[cold]
    fn fill(&self) {
        self.filled.set(true);
        let Some(def) = self.def else { return };
        let doc = if def.doc.is_empty() { Value::NONE } else { def.doc.into() };
        self.dict.set_text("__doc__", doc);
        for method in def.methods {
            self.dict.set_text(method.name(), NativeFunction::method(method, self));
        }
        for property in def.properties {
            let name = super::str::intern(property.name);
            self.dict.set_str(&name, NativeProperty::value(Some(property), &name, self));
        }
        if def.has_dict && self.dict.get_text("__dict__").is_none() {
            let property = &super::type_::DICT;
            let name = super::str::intern(property.name);
            self.dict.set_str(&name, NativeProperty::value(Some(property), &name, self));
        }
        let is_unhashable = self.def.is_some_and(class_facts::is_unhashable)
            || self.dict.get_text("__eq__").is_some();
        if is_unhashable && self.dict.get_text("__hash__").is_none() {
            self.dict.set_text("__hash__", Value::NONE);
        }
    }

    /// The contents of a class that a program makes.
    ///
    /// # Errors
    /// What the `__eq__` and `__hash__` of keys that are no strings raise.
    pub fn set_contents(&self, vm: &Vm, entries: Vec<(Value, Value)>) -> VmResult<()> {
        for (key, value) in entries {
            match key.get::<Str>() {
                Some(name) => drop(self.dict.set_str(&super::str::intern_ref(name), value)),
                None => drop(self.dict.insert(vm, key, value)?),
            }
        }
        Ok(())
    }

    /// Takes over the patterns that match instances of the bases, if it has none itself.
    pub fn inherit_collection(&self) {
        if self.collection.get().is_none() {
            let order = self.mro.borrow();
            let mut classes = order.iter().filter_map(|class| class.get::<Class>());
            self.collection.set(classes.find_map(|class| class.collection.get()));
        }
    }

    /// Registers this class with its bases, so that their changes reach it.
    pub fn link_to_bases(&self) {
        for base in self.bases.borrow().iter() {
            let link = match self.def {
                Some(_) => SubclassLink::Builtin(self.as_value().clone()),
                None => SubclassLink::Heap(WeakRef::to(self.as_value())),
            };
            let mut links = base.subclasses.borrow_mut();
            if links.len() == links.capacity() {
                links.retain(|link| link.class().is_some());
            }
            links.push(link);
        }
    }

    /// The opposite of [`Ref::<Class>::link_to_bases`].
    pub fn unlink_from_bases(&self) {
        for base in self.bases.borrow().iter() {
            let is_other = |link: &SubclassLink| link.class().is_none_or(|class| !class.is(self));
            let links = base.subclasses.take();
            *base.subclasses.borrow_mut() = links.into_iter().filter(is_other).collect();
        }
    }

    /// The direct subclasses.
    pub fn direct_subclasses(&self) -> Vec<Ref<Class>> {
        self.subclasses.borrow().iter().filter_map(SubclassLink::class).collect()
    }

    /// Writes the class dictionary (deletes with [`Value::UNSET`]) and updates the caches. Returns
    /// the value that was there.
    pub fn set(&self, name: &Ref<Str>, value: Value) -> Option<Value> {
        let name = super::str::intern_ref(name);
        let plain = is_plain_data(&value);
        let old = match value.is_unset() {
            true => self.dict().remove_str(&name),
            false => self.dict().set_str(&name, value),
        };
        // Replacing plain data by plain data changes no look-up: caches do not hold it. Type slots
        // do.
        let is_special = SpecialMethod::by_name(name.as_str()).is_some();
        if plain && !is_special && old.as_ref().is_some_and(is_plain_data) {
            self.forget(&name);
        } else if matches!(name.as_str(), "__get__" | "__set__" | "__delete__") {
            self.invalidate_all();
        } else {
            self.invalidate();
        }
        old
    }

    /// Invalidates all cache entries for this class and those derived from it; for a metaclass,
    /// those for any class.
    pub fn invalidate(&self) {
        if self.kind == Kind::Class {
            return self.invalidate_all();
        }
        Ref::invalidate_from(self.clone());
    }

    /// Invalidates all cache entries for any class: whether instances of this class are descriptors
    /// has changed.
    pub fn invalidate_all(&self) {
        let root = self.mro.borrow().last().and_then(|c| c.get::<Class>().cloned());
        Ref::invalidate_from(root.unwrap_or_else(|| self.clone()));
    }

    fn invalidate_from(class: Ref<Class>) {
        let mut pending = vec![class];
        while let Some(class) = pending.pop() {
            drop(class.type_slots.replace(None));
            class.renew_ids();
            pending.extend(class.direct_subclasses());
        }
    }

    /// Invalidates the cache entries for one name.
    fn forget(&self, name: &Ref<Str>) {
        let mut pending = vec![self.clone()];
        while let Some(class) = pending.pop() {
            lookups::forget(class.state_id(), name.as_value());
            pending.extend(class.direct_subclasses());
        }
    }
}

/// A number for a class.
///
/// # Panics
/// If there have been four billion classes.
fn next_number() -> u32 {
    thread_local! {
        static NEXT: Cell<u32> = const { Cell::new(0) };
    }
    NEXT.with(|next| {
        let number = next.get().checked_add(1).expect("too many classes");
        next.set(number);
        number
    })
}

/// Whether a class attribute is a value that no inline cache holds: one that does not bind.
pub fn is_plain_data(value: &Value) -> bool {
    let Some(header) = value.header() else { return !value.is_unset() };
    header.is_exactly(header.kind())
        && matches!(
            header.kind(),
            Kind::Int
                | Kind::Float
                | Kind::Str
                | Kind::Bytes
                | Kind::List
                | Kind::Tuple
                | Kind::Dict
                | Kind::Set
        )
}

/// `object`, the base of all classes. Its methods are in `objects::object`.
pub static OBJECT: ClassDef = ClassDef {
    name: "object",
    module: "builtins",
    doc: "The base class of the class hierarchy.\n\nWhen called, it accepts no arguments and returns a new featureless\ninstance that has no instance attributes and cannot be given any.\n",
    base: None,
    kind: Kind::Instance,
    subclassable: true,
    has_dict: false,
    iterates_by_index: false,
    collection: None,
    methods: super::object::METHODS,
    properties: super::object::PROPERTIES,
};
