//! Interned names that the VM itself uses.
use crate::objects::str::{Str, intern};
use crate::runtime::Ref;
macro_rules! names {
    ($($field:ident = $text:literal),* $(,)?) => {
        /// Interned names, made once for each interpreter.
        #[allow(missing_docs)]
        pub struct Names { $(pub $field: Ref<Str>,)* }
        impl Names {
            /// Interns them all.
            pub fn new() -> Names {
                Names { $($field: intern($text),)* }
            }
        }
        impl Default for Names {
            fn default() -> Names {
                Names::new()
            }
        }
    };
}
names! {
    abc_impl = "_abc_impl", abs = "__abs__", aenter = "__aenter__", aexit = "__aexit__", aiter = "__aiter__",
    annotations = "__annotations__", anext = "__anext__", await_ = "__await__", bases = "__bases__",
    bool_ = "__bool__", build_class = "__build_class__", builtins = "__builtins__", bytes = "__bytes__", call = "__call__",
    class = "__class__", class_getitem = "__class_getitem__", classcell = "__classcell__", classdictcell = "__classdictcell__",
    close = "close", complex = "__complex__", contains = "__contains__", del = "__del__",
    delattr = "__delattr__", delete = "__delete__", delitem = "__delitem__", dict = "__dict__",
    dir = "__dir__", divmod = "__divmod__", doc = "__doc__", enter = "__enter__", eq = "__eq__",
    exit = "__exit__", file = "__file__", float = "__float__", format = "__format__",
    fspath = "__fspath__",
    ge = "__ge__", get = "__get__", getattr = "__getattr__", getattribute = "__getattribute__",
    getitem = "__getitem__", gt = "__gt__", hash = "__hash__", import = "__import__",
    index = "__index__", init = "__init__", init_subclass = "__init_subclass__",
    int = "__int__", iter = "__iter__",
    keys = "keys", le = "__le__", len = "__len__", length_hint = "__length_hint__", lt = "__lt__",
    match_args = "__match_args__", missing = "__missing__", module = "__module__",
    mro_entries = "__mro_entries__", name = "__name__", ne = "__ne__",
    new = "__new__", next = "__next__", orig_bases = "__orig_bases__",
    prepare = "__prepare__", qualname = "__qualname__", repr = "__repr__",
    reversed = "__reversed__", round = "__round__", send = "send", set = "__set__",
    setattr = "__setattr__", setitem = "__setitem__", slots = "__slots__",
    str = "__str__", throw = "throw", trunc = "__trunc__",
    pow = "__pow__",
    type_params = "__type_params__", main = "__main__",
    weakref = "__weakref__", static_attributes = "__static_attributes__", mro = "mro",
    path = "__path__", all = "__all__", package = "__package__",
}
