//! Making instances of built-in classes, and of classes that a program derived from them.

use super::class::Class;
use super::native::Args;
use super::scalar;
use crate::runtime::{Object, Ref, Value};
use crate::vm::Vm;

/// The result of `__new__`: an instance of the class given as the first argument, which is the
/// class of plain objects of `T`'s kind or one derived from it.
pub fn instance<T: Object>(vm: &Vm, args: Args<'_>, payload: T) -> Value {
    let plain = &vm.types.by_kind[T::KIND as usize];
    match derived(args, plain) {
        None => Ref::new(payload).into_value(),
        Some(class) => of_class(vm, class, payload),
    }
}

/// An instance of a class that is not the one plain objects have.
pub fn of_class<T: Object>(vm: &Vm, class: &Ref<Class>, payload: T) -> Value {
    let class_value = class.as_value().clone();
    let new = Ref::with_class(payload, class_value, class.instances_have_dict()).into_value();
    vm.note_finalizer(&new);
    new
}

/// The first argument of `__new__` as a class derived from `plain`; none if it is `plain` itself.
pub fn derived<'a>(args: Args<'a>, plain: &Ref<Class>) -> Option<&'a Ref<Class>> {
    let class = scalar::class_argument(args);
    (!class.is(plain)).then_some(class)
}
