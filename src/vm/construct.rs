//! Calls of classes: `__new__`, then `__init__`.

use super::caches::fits;
use super::{Raised, Vm, VmResult};
use crate::objects::class::Class;
use crate::objects::instance::Instance;
use crate::objects::native::NativeFunction;
use crate::objects::object::is_objects;
use crate::objects::special::SpecialMethod;
use crate::runtime::feedback::Construction;
use crate::runtime::heap::NEEDS_FINALIZER;
use crate::runtime::{Kind, Ref, Value};

/// Up to this many arguments are kept on the native stack, including the class.
const FEW: usize = 8;

impl Vm {
    /// `class(*args)` as `type.__call__` does it: `__new__`, then `__init__`. The last arguments
    /// are keyword arguments with these names.
    ///
    /// # Errors
    /// TypeError for wrong arguments and abstract classes; any exception raised by the two methods.
    pub fn instantiate(&self, class: &Ref<Class>, args: &[Value], names: &[Value]) -> VmResult {
        if class.is(&self.types.type_) && names.is_empty() && args.len() != 3 {
            return match args {
                [object] => Ok(self.class_of(object).into_value()),
                _ => Err(self.type_error("type() takes 1 or 3 arguments")),
            };
        }
        let Some((new, init)) = self.construction(class) else {
            return self.instantiate_by_name(class, args, names);
        };
        let (mut few, mut many) = ([const { Value::UNSET }; FEW], Vec::new());
        let all = if args.len() < FEW {
            &mut few[..=args.len()]
        } else {
            many.resize(args.len() + 1, Value::UNSET);
            &mut many[..]
        };
        all[0] = class.as_value().clone();
        all[1..].clone_from_slice(args);
        let object = self.create(class, &new, &init, all, names)?;
        if !self.class_ref(&object).is(class) {
            return self.initialize(class, object, args, names);
        }
        if !init.is_unset() {
            all[0] = object.clone();
            let result = self.call_keywords(&init, all, names)?;
            if !result.is_none() {
                return Err(self.init_result_error(&result));
            }
        }
        Ok(object)
    }

    /// `__new__` and `__init__` of a class, if its calls pass the arguments to them unchanged;
    /// unset represents those of `object`. `__new__` is a native function, `__init__` may be in
    /// Python.
    #[inline]
    pub(super) fn construction(&self, class: &Ref<Class>) -> Option<(Value, Value)> {
        let mut plan = class.construction.get();
        if plan.id != class.state_id() {
            plan = self.plan_construction(class);
        }
        // SAFETY: the class is in the state for which the plan was made.
        plan.is_plain.then(|| unsafe { plan.functions() })
    }

    #[cold]
    fn plan_construction(&self, class: &Ref<Class>) -> Construction {
        let special_methods = class.special_methods();
        let function = |is_objects: bool, special, kinds: &[Kind]| match is_objects {
            true => Some(Value::UNSET),
            false => class
                .special_attribute(special)
                .filter(|f| f.kind().is_some_and(|kind| kinds.contains(&kind))),
        };
        // `__new__` of an unrelated class is left to the general path, which checks.
        let new = function(special_methods.plain_new, SpecialMethod::New, &[Kind::NativeFunction])
            .filter(|new| new.get::<NativeFunction>().is_none_or(|new| fits(new, class)))
            .filter(|new| class.kind == Kind::Instance || !is_objects(new));
        let init = function(
            special_methods.plain_init,
            SpecialMethod::Init,
            &[Kind::NativeFunction, Kind::Function],
        );
        let is_usual =
            !class.has_foreign_order() && !class.is(&self.types.type_) && self.calls_as_type(class);
        let plan = match new.zip(init).filter(|_| is_usual) {
            Some((new, init)) => Construction::plain(class.state_id(), &new, &init),
            None => Construction::general(class.state_id()),
        };
        class.construction.set(plan);
        plan
    }

    /// Whether the metaclass leaves calls of the class to `type.__call__`.
    fn calls_as_type(&self, class: &Ref<Class>) -> bool {
        let call = self.class_ref(class.as_value()).lookup(&self.names.call);
        call.is_some_and(|call| call.kind() == Some(Kind::NativeFunction))
    }

    /// The object that a call of a class makes, before `__init__`. `arguments` begin with the class; the
    /// functions are those of [`Vm::construction`].
    ///
    /// # Errors
    /// TypeError for arguments that nothing accepts; any exception raised by `__new__`.
    #[inline]
    pub(super) fn create(
        &self,
        class: &Ref<Class>,
        new: &Value,
        init: &Value,
        arguments: &[Value],
        names: &[Value],
    ) -> VmResult {
        match new.get::<NativeFunction>() {
            // The function was found in the class, so it fits.
            Some(new) if names.is_empty() => new.call_on_own(self, arguments),
            Some(new) => new.call(self, arguments, names),
            None if init.is_unset() && arguments.len() > 1 => {
                Err(self.type_error(format!("{}() takes no arguments", class.name())))
            }
            None => Ok(self.new_instance(class)),
        }
    }

    /// A call of a class for which [`Vm::construction`] has no plan.
    fn instantiate_by_name(&self, class: &Ref<Class>, args: &[Value], names: &[Value]) -> VmResult {
        let special_methods = class.special_methods();
        let object = if special_methods.plain_new {
            if special_methods.plain_init && !args.is_empty() {
                return Err(self.type_error(format!("{}() takes no arguments", class.name())));
            }
            self.new_instance(class)
        } else {
            let new = class.special_attribute(SpecialMethod::New).unwrap_or(Value::NONE);
            if class.kind != Kind::Instance && is_objects(&new) {
                let name = class.full_name();
                return Err(self.type_error(format!("cannot create '{name}' instances")));
            }
            let new = match new.kind() {
                Some(Kind::NativeFunction) => new,
                _ => self.bind_to(&new, None, class)?,
            };
            self.call_prefixed(&new, class.as_value(), args, names)?
        };
        self.initialize(class, object, args, names)
    }

    /// Runs the `__init__` of the object that `__new__` returned, unless that is not an instance of
    /// the class.
    ///
    /// # Errors
    /// TypeError if `__init__` returns something; any exception raised by it.
    pub(super) fn initialize(
        &self,
        class: &Ref<Class>,
        object: Value,
        args: &[Value],
        names: &[Value],
    ) -> VmResult {
        let actual = self.class_ref(&object);
        if !actual.is(class) && !actual.is_subclass_of(class) {
            return Ok(object);
        }
        let actual = actual.clone();
        if actual.special_methods().plain_init {
            return Ok(object);
        }
        let Some(init) = actual.special_attribute(SpecialMethod::Init) else { return Ok(object) };
        let result = match init.kind() {
            Some(Kind::Function | Kind::NativeFunction) => {
                self.call_prefixed(&init, &object, args, names)?
            }
            _ => self.call_keywords(&self.bind(init, &object)?, args, names)?,
        };
        if !result.is_none() {
            return Err(self.init_result_error(&result));
        }
        Ok(object)
    }

    /// The TypeError for an `__init__` that returns something.
    #[cold]
    pub fn init_result_error(&self, result: &Value) -> Raised {
        let class = self.class_ref(result).message_name();
        self.type_error(format!("__init__() should return None, not '{class}'"))
    }

    /// A new instance of a class whose special methods say `plain_new`, before `__init__`.
    #[inline]
    pub fn new_instance(&self, class: &Ref<Class>) -> Value {
        let shape = class.root_shape.clone();
        let object = Instance::new(class.as_value().clone(), shape, class.capacity.get());
        if class.special_methods().finalizer {
            object.header().set_flags(NEEDS_FINALIZER);
        }
        object.into_value()
    }

    /// Marks a new object of a derived class if something must run before it is destroyed.
    pub fn note_finalizer(&self, object: &Value) {
        if self.class_ref(object).special_methods().finalizer
            && let Some(header) = object.header()
        {
            header.set_flags(NEEDS_FINALIZER);
        }
    }
}
