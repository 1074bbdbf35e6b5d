//! The special methods that the VM calls: numbers, names, signatures and docstrings.

use crate::bytecode::Comparison;
use hob_grammar::ast::BinaryOp;

/// Declares [`SpecialMethod`] and its properties. The parameters are those after `self`.
macro_rules! special_methods {
    ($($variant:ident = $name:literal ($parameters:literal) $doc:literal;)*) => {
        /// A special method that an operation of the VM calls. Each class has a table with a slot
        /// for each (see [`super::slots`]).
        #[allow(missing_docs)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum SpecialMethod { $($variant,)* }

        impl SpecialMethod {
            /// The number of positions.
            pub const COUNT: usize = [$(SpecialMethod::$variant),*].len();

            /// All of them, by their numbers.
            pub const ALL: [SpecialMethod; SpecialMethod::COUNT] = [$(SpecialMethod::$variant),*];

            /// The name, such as `__len__`.
            pub const fn name(self) -> &'static str {
                match self { $(SpecialMethod::$variant => $name,)* }
            }

            /// Name and parameters, as a declaration of a function in Rust has them.
            pub const fn signature(self) -> &'static str {
                match self {
                    $(SpecialMethod::$variant => concat!($name, "(self, ", $parameters, "/)"),)*
                }
            }

            /// The docstring of a built-in type's method.
            pub const fn doc(self) -> &'static str {
                match self { $(SpecialMethod::$variant => $doc,)* }
            }

            /// The special method of this name.
            pub fn by_name(name: &str) -> Option<SpecialMethod> {
                if !name.starts_with("__") {
                    return None;
                }
                match name {
                    $($name => Some(SpecialMethod::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

special_methods! {
    Hash = "__hash__" ("") "Return hash(self).";
    Repr = "__repr__" ("") "Return repr(self).";
    Str = "__str__" ("") "Return str(self).";
    Format = "__format__" ("format_spec, ") "Default object formatter.\n\nReturn str(self) if format_spec is empty. Raise TypeError otherwise.";
    Bytes = "__bytes__" ("") "Convert this value to exact type bytes.";
    Bool = "__bool__" ("") "True if self else False";
    Len = "__len__" ("") "Return len(self).";
    LengthHint = "__length_hint__" ("") "Private method returning an estimate of len(list(it)).";
    GetItem = "__getitem__" ("key, ") "Return self[key].";
    SetItem = "__setitem__" ("key, value, ") "Set self[key] to value.";
    DelItem = "__delitem__" ("key, ") "Delete self[key].";
    Missing = "__missing__" ("key, ") "";
    Contains = "__contains__" ("key, ") "Return bool(key in self).";
    Iter = "__iter__" ("") "Implement iter(self).";
    Next = "__next__" ("") "Implement next(self).";
    Reversed = "__reversed__" ("") "Return a reverse iterator over the list.";
    Eq = "__eq__" ("value, ") "Return self==value.";
    Ne = "__ne__" ("value, ") "Return self!=value.";
    Lt = "__lt__" ("value, ") "Return self<value.";
    Le = "__le__" ("value, ") "Return self<=value.";
    Gt = "__gt__" ("value, ") "Return self>value.";
    Ge = "__ge__" ("value, ") "Return self>=value.";
    Add = "__add__" ("value, ") "Return self+value.";
    Sub = "__sub__" ("value, ") "Return self-value.";
    Mul = "__mul__" ("value, ") "Return self*value.";
    MatMul = "__matmul__" ("value, ") "Return self@value.";
    TrueDiv = "__truediv__" ("value, ") "Return self/value.";
    FloorDiv = "__floordiv__" ("value, ") "Return self//value.";
    Mod = "__mod__" ("value, ") "Return self%value.";
    Pow = "__pow__" ("value, mod=None, ") "Return pow(self, value, mod).";
    LShift = "__lshift__" ("value, ") "Return self<<value.";
    RShift = "__rshift__" ("value, ") "Return self>>value.";
    Or = "__or__" ("value, ") "Return self|value.";
    Xor = "__xor__" ("value, ") "Return self^value.";
    And = "__and__" ("value, ") "Return self&value.";
    RAdd = "__radd__" ("value, ") "Return value+self.";
    RSub = "__rsub__" ("value, ") "Return value-self.";
    RMul = "__rmul__" ("value, ") "Return value*self.";
    RMatMul = "__rmatmul__" ("value, ") "Return value@self.";
    RTrueDiv = "__rtruediv__" ("value, ") "Return value/self.";
    RFloorDiv = "__rfloordiv__" ("value, ") "Return value//self.";
    RMod = "__rmod__" ("value, ") "Return value%self.";
    RPow = "__rpow__" ("value, mod=None, ") "Return pow(value, self, mod).";
    RLShift = "__rlshift__" ("value, ") "Return value<<self.";
    RRShift = "__rrshift__" ("value, ") "Return value>>self.";
    ROr = "__ror__" ("value, ") "Return value|self.";
    RXor = "__rxor__" ("value, ") "Return value^self.";
    RAnd = "__rand__" ("value, ") "Return value&self.";
    IAdd = "__iadd__" ("value, ") "Return self+=value.";
    ISub = "__isub__" ("value, ") "Return self-=value.";
    IMul = "__imul__" ("value, ") "Return self*=value.";
    IMatMul = "__imatmul__" ("value, ") "Return self@=value.";
    ITrueDiv = "__itruediv__" ("value, ") "Return self/=value.";
    IFloorDiv = "__ifloordiv__" ("value, ") "Return self//=value.";
    IMod = "__imod__" ("value, ") "Return self%=value.";
    IPow = "__ipow__" ("value, ") "Return self**=value.";
    ILShift = "__ilshift__" ("value, ") "Return self<<=value.";
    IRShift = "__irshift__" ("value, ") "Return self>>=value.";
    IOr = "__ior__" ("value, ") "Return self|=value.";
    IXor = "__ixor__" ("value, ") "Return self^=value.";
    IAnd = "__iand__" ("value, ") "Return self&=value.";
    DivMod = "__divmod__" ("value, ") "Return divmod(self, value).";
    RDivMod = "__rdivmod__" ("value, ") "Return divmod(value, self).";
    Neg = "__neg__" ("") "-self";
    Pos = "__pos__" ("") "+self";
    Abs = "__abs__" ("") "abs(self)";
    Invert = "__invert__" ("") "~self";
    Index = "__index__" ("") "Return self converted to an integer, if self is suitable for use as an index into a list.";
    Int = "__int__" ("") "int(self)";
    Float = "__float__" ("") "float(self)";
    Complex = "__complex__" ("") "Convert this value to exact type complex.";
    Round = "__round__" ("ndigits=None, ") "";
    Trunc = "__trunc__" ("") "";
    Floor = "__floor__" ("") "";
    Ceil = "__ceil__" ("") "";
    New = "__new__" ("*args, **kwargs, ") "Create and return a new object.";
    Init = "__init__" ("*args, **kwargs, ") "Initialize self.";
    Call = "__call__" ("*args, **kwargs, ") "Call self as a function.";
    Get = "__get__" ("instance, owner=None, ") "Return an attribute of instance, which is of type owner.";
    Set = "__set__" ("instance, value, ") "Set an attribute of instance to value.";
    Delete = "__delete__" ("instance, ") "Delete an attribute of instance.";
    GetAttribute = "__getattribute__" ("name, ") "Return getattr(self, name).";
    GetAttr = "__getattr__" ("name, ") "Implement getattr(self, name).";
    SetAttr = "__setattr__" ("name, value, ") "Implement setattr(self, name, value).";
    DelAttr = "__delattr__" ("name, ") "Implement delattr(self, name).";
    Await = "__await__" ("") "Return an iterator to be used in await expression.";
    AIter = "__aiter__" ("") "Return an awaitable, that resolves in asynchronous iterator.";
    ANext = "__anext__" ("") "Return a value or raise StopAsyncIteration.";
    Del = "__del__" ("") "Called when the instance is about to be destroyed.";
    Dir = "__dir__" ("") "Default dir() implementation.";
    InstanceCheck = "__instancecheck__" ("instance, ") "Check if an object is an instance.";
    SubclassCheck = "__subclasscheck__" ("subclass, ") "Check if a class is a subclass.";
    SetName = "__set_name__" ("owner, name, ") "";
}

impl SpecialMethod {
    /// The method for `left op right` of the left operand.
    #[inline]
    pub const fn operator(op: BinaryOp) -> SpecialMethod {
        SpecialMethod::ALL[SpecialMethod::Add as usize + op as usize]
    }

    /// The method for `left op right` of the right operand.
    #[inline]
    pub const fn reflected(op: BinaryOp) -> SpecialMethod {
        SpecialMethod::ALL[SpecialMethod::RAdd as usize + op as usize]
    }

    /// The method for `left op= right`.
    #[inline]
    pub const fn in_place(op: BinaryOp) -> SpecialMethod {
        SpecialMethod::ALL[SpecialMethod::IAdd as usize + op as usize]
    }

    /// The method of a rich comparison.
    #[inline]
    pub const fn comparison(op: Comparison) -> SpecialMethod {
        match op {
            Comparison::Eq => SpecialMethod::Eq,
            Comparison::Ne => SpecialMethod::Ne,
            Comparison::Lt => SpecialMethod::Lt,
            Comparison::Le => SpecialMethod::Le,
            Comparison::Gt => SpecialMethod::Gt,
            _ => SpecialMethod::Ge,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_have_the_names_of_their_methods() {
        assert_eq!(SpecialMethod::operator(BinaryOp::FloorDiv).name(), "__floordiv__");
        assert_eq!(SpecialMethod::reflected(BinaryOp::BitAnd).name(), "__rand__");
        assert_eq!(SpecialMethod::in_place(BinaryOp::BitXor).name(), "__ixor__");
        assert_eq!(SpecialMethod::in_place(BinaryOp::Add).name(), "__iadd__");
    }

    #[test]
    fn names_lead_back_to_their_methods() {
        for special in SpecialMethod::ALL {
            assert_eq!(SpecialMethod::by_name(special.name()), Some(special));
        }
        assert_eq!(SpecialMethod::by_name("append"), None);
        assert_eq!(SpecialMethod::by_name("__dict__"), None);
    }
}
