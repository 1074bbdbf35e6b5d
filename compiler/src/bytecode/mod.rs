//! The instruction set: one table, and the encoding that follows from it.
//!
//! The VM has registers. A frame is a window of them: first the variables (parameters, then
//! other locals), then temporaries, which the compiler uses as a stack.
//!
//! Every instruction is eight bytes: the opcode, a small operand `x`, and three operands of
//! sixteen bits:
//!
//! ```text
//!  0        8        16               32               48              64
//!  | opcode |   x    |       a        |       b        |       c        |
//!                                     |     wide (32 bits, signed)      |
//! ```
//!
//! Notation of the effects: `R[a]` is register `a`; `V(b)` is the value that the [`Operand`] `b`
//! names (a register, a temporary at its last use, or a constant); `T[a+1]` is the register after
//! `a` in a window of temporaries, `K[b]` a constant, `N[b]` a name. `pc` counts instructions and
//! already points to the next one when a jump is added to it.
//!
//! Notes that hold for all:
//! - A temporary holds a value from the instruction that writes it to the one that names it as an
//!   operand with "last use" (or consumes the window it is in). At all other times it holds an
//!   immediate value, so a write never has to drop what was there before.
//! - Reading a variable does not count a reference; whoever keeps the value copies it.
//! - A window operand `T` is consumed: after the instruction its temporaries hold nothing.
//! - The first instruction of a generator or coroutine is neither guarded nor a `Yield`: while `pc`
//!   is there, the frame has not started.

mod instruction;
mod instructions;

use hob_grammar::ast::BinaryOp;
pub use instruction::{Instruction, Operand};
pub use instructions::Instructions;

/// The meaning of an operand field, for the disassembler and for checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Not used.
    None,
    /// A register that is written.
    Write,
    /// An [`Operand`] that is read.
    Read,
    /// The first register of a window of temporaries, which the instruction consumes.
    Window,
    /// A register that is read and keeps its value.
    Register,
    /// Index of a constant.
    Constant,
    /// Index of a name.
    Name,
    /// Index of an attribute cache, which contains the name.
    Attribute,
    /// Index of a global cache.
    Cache,
    /// Index of a variable in the closure.
    Free,
    /// A jump in 16 bits, relative to the next instruction, signed.
    Jump,
    /// A jump in the 32 bits of `b` and `c`, relative to the next instruction, signed.
    WideJump,
    /// The upper half of a 32-bit operand.
    Rest,
    /// A number.
    Count,
    /// An int of 16 bits, signed.
    Int,
    /// A [`hob_grammar::ast::BinaryOp`], by number.
    BinaryOp,
    /// A [`Comparison`], by number.
    Comparison,
    /// An [`Intrinsic`], by number.
    Intrinsic,
    /// A [`Special`], by number.
    Special,
}

macro_rules! instructions {
    ($($(#[doc = $doc:literal])+ $name:ident ($x:ident, $a:ident, $b:ident, $c:ident);)*) => {
        /// The operations. Each variant's documentation describes its effect; see the module for
        /// the notation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Opcode { $($(#[doc = $doc])+ $name,)* }

        impl Opcode {
            /// All operations, by number.
            pub const ALL: &[Opcode] = &[$(Opcode::$name),*];

            /// The operation's name.
            pub fn name(self) -> &'static str {
                match self { $(Opcode::$name => stringify!($name),)* }
            }

            /// The operation's effect, as the table states it.
            pub fn doc(self) -> &'static str {
                match self { $(Opcode::$name => concat!($($doc,)+),)* }
            }

            /// The meaning of the fields `x`, `a`, `b` and `c`.
            pub fn fields(self) -> [Field; 4] {
                match self { $(Opcode::$name => [Field::$x, Field::$a, Field::$b, Field::$c],)* }
            }
        }
    };
}

impl Opcode {
    /// The variant of the operation whose operand `c` is a small int itself; `x` is the
    /// instruction's.
    pub fn with_int(self, x: u8) -> Option<Opcode> {
        Some(match self {
            Opcode::Add => Opcode::AddInt,
            Opcode::Subtract => Opcode::SubtractInt,
            Opcode::InPlace if [BinaryOp::Add as u8, BinaryOp::Sub as u8].contains(&x) => {
                Opcode::InPlaceInt
            }
            Opcode::JumpIfCompare if x < Comparison::Is as u8 => Opcode::JumpIfCompareInt,
            Opcode::JumpUnlessCompare if x < Comparison::Is as u8 => Opcode::JumpUnlessCompareInt,
            _ => return None,
        })
    }
}

instructions! {
    // --- Moves ---------------------------------------------------------------------------------
    /// `R[a] = V(b)`
    Move (None, Write, Read, None);
    /// `R[a] = K[b + c << 16]`, for constants whose index an operand cannot hold.
    LoadConstant (None, Write, Constant, Rest);
    /// `R[a] = unset`: drops a temporary.
    Drop (None, Write, None, None);
    /// Raises UnboundLocalError naming the variable if `R[a]` is unset.
    CheckLocal (None, Register, None, None);
    /// `R[a] = unset`; raises UnboundLocalError if it was unset.
    DeleteLocal (None, Register, None, None);

    // --- Cells and closures --------------------------------------------------------------------
    /// `R[a] = cell(R[a])`: the variable in `a` (possibly unset) becomes a shared one.
    MakeCell (None, Write, None, None);
    /// `R[a] = content of the cell R[b]`; NameError naming the variable if it is unset.
    LoadCell (None, Write, Register, None);
    /// `content of the cell R[a] = V(b)`
    StoreCell (None, Register, Read, None);
    /// `content of the cell R[a] = unset`; NameError if it was.
    DeleteCell (None, Register, None, None);
    /// `R[a] = content of closure[b]`; NameError ("cannot access free variable …") if it is unset.
    LoadFree (None, Write, Free, None);
    /// `content of closure[a] = V(b)`
    StoreFree (None, Free, Read, None);
    /// `content of closure[a] = unset`; NameError if it was.
    DeleteFree (None, Free, None, None);
    /// `R[a] = closure[b]`, the cell itself, to be passed on to an inner function.
    LoadFreeCell (None, Write, Free, None);
    /// In a class body: `R[a] = namespace[free[b]]`, or the content of `closure[b]` if that is missing.
    LoadClassFree (None, Write, Free, None);

    // --- Names ---------------------------------------------------------------------------------
    /// `R[a] = globals[N[b]]`, or the builtin of that name; NameError. `c` is the cache.
    LoadGlobal (None, Write, Name, Cache);
    /// `globals[N[a]] = V(b)`; `c` is the cache.
    StoreGlobal (None, Name, Read, Cache);
    /// `del globals[N[a]]`; NameError.
    DeleteGlobal (None, Name, None, None);
    /// Class bodies, exec: `R[a] = namespace[N[b]]`, else a global, else a builtin; NameError.
    LoadName (None, Write, Name, None);
    /// `namespace[N[a]] = V(b)`
    StoreName (None, Name, Read, None);
    /// `del namespace[N[a]]`; NameError.
    DeleteName (None, Name, None, None);
    /// `R[a] = the namespace` (a dict) of a class body or module.
    LoadNamespace (None, Write, None, None);
    /// Makes `__annotations__` in the namespace if it is missing.
    SetupAnnotations (None, None, None, None);

    // --- Operators -----------------------------------------------------------------------------
    /// `R[a] = V(b) + V(c)`
    Add (None, Write, Read, Read);
    /// `R[a] = V(b) - V(c)`
    Subtract (None, Write, Read, Read);
    /// `R[a] = V(b) * V(c)`
    Multiply (None, Write, Read, Read);
    /// `R[a] = V(b) + c`
    AddInt (None, Write, Read, Int);
    /// `R[a] = V(b) - c`
    SubtractInt (None, Write, Read, Int);
    /// `R[a] = V(b) op V(c)`, for the operators that have no instruction.
    Binary (BinaryOp, Write, Read, Read);
    /// `R[a] = V(b) op= V(c)`: as `Binary`, in place where the left operand can be (lists, sets, …).
    InPlace (BinaryOp, Write, Read, Read);
    /// `R[a] = V(b) op= c`, where op is addition or subtraction.
    InPlaceInt (BinaryOp, Write, Read, Int);
    /// `R[a] = -V(b)`
    Negate (None, Write, Read, None);
    /// `R[a] = +V(b)`
    Plus (None, Write, Read, None);
    /// `R[a] = ~V(b)`
    Invert (None, Write, Read, None);
    /// `R[a] = not V(b)`
    Not (None, Write, Read, None);
    /// `R[a] = V(b) op V(c)`, where op is a comparison, identity or containment.
    Compare (Comparison, Write, Read, Read);

    // --- Jumps ---------------------------------------------------------------------------------
    /// `pc += wide`
    Jump (None, None, WideJump, Rest);
    /// `if V(a): pc += wide`
    JumpIfTrue (None, Read, WideJump, Rest);
    /// `if not V(a): pc += wide`
    JumpIfFalse (None, Read, WideJump, Rest);
    /// `if V(a) is None: pc += wide`
    JumpIfNone (None, Read, WideJump, Rest);
    /// `if V(a) is not None: pc += wide`
    JumpIfNotNone (None, Read, WideJump, Rest);
    /// `if V(b) op V(c): pc += a`
    JumpIfCompare (Comparison, Jump, Read, Read);
    /// `if not (V(b) op V(c)): pc += a`
    JumpUnlessCompare (Comparison, Jump, Read, Read);
    /// `if V(b) op c: pc += a`, where op is neither containment nor identity.
    JumpIfCompareInt (Comparison, Jump, Read, Int);
    /// `if not (V(b) op c): pc += a`, like `JumpIfCompareInt`.
    JumpUnlessCompareInt (Comparison, Jump, Read, Int);

    // --- Iteration -----------------------------------------------------------------------------
    /// `R[a] = iter(V(b))`
    GetIter (None, Write, Read, None);
    /// `if next(R[b]) gives an item: R[a] = item; pc += c`. Otherwise continues. It stands at the
    /// end of its loop, which is entered by a `Jump`, and jumps back to the start. The iterator in
    /// `R[b]` stays until it is dropped by `Drop`.
    ForIter (None, Write, Register, Jump);
    /// Like `ForIter`, but continues with the item and jumps when there is none: for unusual
    /// layouts and distances that need a following `Jump`.
    ForIterElse (None, Write, Register, Jump);
    /// `R[a] = R[a+1] = … = items of V(b)`, exactly `c` of them; ValueError.
    UnpackSequence (None, Write, Read, Count);
    /// `R[a] … = V(b)`: `x` items before a list of the rest, `c` after it. ValueError.
    UnpackRest (Count, Write, Read, Count);

    // --- Attributes and items ------------------------------------------------------------------
    /// `R[a] = V(b).name`; the name is in the cache `c`.
    LoadAttribute (None, Write, Read, Attribute);
    /// `V(a).name = V(b)`; the name is in the cache `c`.
    StoreAttribute (None, Read, Read, Attribute);
    /// `del V(a).N[b]`
    DeleteAttribute (None, Read, Name, None);
    /// For a call `V(b).name(…)`: a method gives `R[a] = function; R[a+1] = self`, anything else
    /// `R[a] = unset; R[a+1] = value`. The name is in the cache `c`.
    LoadMethod (None, Write, Read, Attribute);
    /// `R[a] = V(b)().name`, where V(b) is the value of the name `super`; the name is in the cache
    /// `c`.
    LoadSuperAttribute (None, Write, Read, Attribute);
    /// For a call `V(b)().name(…)`, where V(b) is the value of the name `super`. Like `LoadMethod`.
    LoadSuperMethod (None, Write, Read, Attribute);
    /// For a call of a special method, looked up on the type as `with` does. Like `LoadMethod`; `c`
    /// is the [`Special`]; TypeError with the wording of its statement if it is missing.
    LoadSpecial (None, Write, Read, Special);
    /// `R[a] = V(b)[V(c)]`
    LoadItem (None, Write, Read, Read);
    /// `V(a)[V(b)] = V(c)`
    StoreItem (None, Read, Read, Read);
    /// `del V(a)[V(b)]`
    DeleteItem (None, Read, Read, None);
    /// `R[a] = V(b)[T[c]:T[c+1]]`; missing bounds are None.
    LoadSlice (None, Write, Read, Window);
    /// `V(a)[T[c]:T[c+1]] = V(b)`; missing bounds are None.
    StoreSlice (None, Read, Read, Window);
    /// `R[a] = slice(T[b], T[b+1], T[b+2])`; missing bounds are None.
    BuildSlice (None, Write, Window, None);

    // --- Displays ------------------------------------------------------------------------------
    /// `R[a] = [T[b], …]`, `c` items.
    BuildList (None, Write, Window, Count);
    /// `R[a] = (T[b], …)`, `c` items.
    BuildTuple (None, Write, Window, Count);
    /// `R[a] = {T[b], …}`, `c` items; with `x` = 1 all are constants, with 2 the only one is a
    /// frozenset to copy.
    BuildSet (Count, Write, Window, Count);
    /// `R[a] = {T[b]: T[b+1], …}`, `c` entries.
    BuildDict (None, Write, Window, Count);
    /// `R[a] = the strings T[b], … joined`, `c` of them.
    BuildString (None, Write, Window, Count);
    /// `R[a].append(V(b))` on a list that the compiler made.
    ListAppend (None, Register, Read, None);
    /// `R[a].extend(V(b))` on a list; with `x` = 1 for `*args` as the only positional arguments of
    /// a call, whose window begins at `a - 1` (the TypeError names the function).
    ListExtend (Count, Register, Read, None);
    /// `R[a].add(V(b))` on a set.
    SetAdd (None, Register, Read, None);
    /// `R[a].update(V(b))` on a set.
    SetUpdate (None, Register, Read, None);
    /// `R[a][V(b)] = V(c)` on a dict.
    DictInsert (None, Register, Read, Read);
    /// `R[a].update(V(b))` on a dict, for `{**mapping}`.
    DictUpdate (None, Register, Read, None);
    /// `R[a].update(V(b))` for a call's `**kwargs`: TypeError for a key that is already there or
    /// not a string. `R[c]` is the function that is called, for the message.
    DictMerge (None, Register, Read, Register);
    /// `R[a] = tuple(V(b))` of a list that the compiler made.
    ListToTuple (None, Write, Read, None);
    /// `R[a] = tuple(V(b))` for `*V(b)` as the only positional arguments of a call, whose window begins
    /// at `a - 1` (the TypeError names the function).
    SpreadArguments (None, Write, Read, None);
    /// `R[a] =` a read-only dict of the items of `**V(b)`, the only keyword arguments of a call:
    /// TypeError for a key that is not a string. `R[c]` is the function, for the message.
    SpreadKeywords (None, Write, Read, Register);
    /// `R[a] = format(V(b), V(c))` after the conversion `x` (0 none, 1 str, 2 repr, 3 ascii).
    FormatValue (Count, Write, Read, Read);

    // --- Calls ---------------------------------------------------------------------------------
    /// `R[b] = T[a](T[a+1], …)`, `x` arguments.
    Call (Count, Window, Write, None);
    /// Like `Call`; the last arguments are keyword arguments named by the tuple `K[c]`.
    CallKeywords (Count, Window, Write, Constant);
    /// `R[b] =` the call that `LoadMethod` began at `a`, with `x` arguments from `T[a+2]` on.
    CallMethod (Count, Window, Write, None);
    /// Like `CallMethod`; the last arguments are keyword arguments named by the tuple `K[c]`.
    CallMethodKeywords (Count, Window, Write, Constant);
    /// `R[b] = T[a](*T[a+1], **T[a+2])`: a tuple, and a dict or unset.
    CallSpread (None, Window, Write, None);
    /// Leaves the frame with `V(b)`.
    Return (None, None, Read, None);
    /// `R[a] = function(K[b])`; the window `c` holds a tuple of defaults, a dict of keyword-only
    /// defaults, annotations (a dict), and a tuple of cells (the closure), each possibly unset.
    MakeFunction (None, Write, Constant, Window);
    /// `R[a] = __build_class__`
    LoadBuildClass (None, Write, None, None);

    // --- Generators and coroutines -------------------------------------------------------------
    /// Yields `V(b)` from the generator; `R[a] =` the value sent in. In an asynchronous generator
    /// the value goes to whoever awaits its next item.
    Yield (None, Write, Read, None);
    /// `R[a] =` the iterator to await for `V(b)`: a coroutine, task or future itself, else its
    /// `__await__()`. `x` says what awaits, for the TypeError: 0 `await`, 1 `__aenter__`, 2
    /// `__aexit__`, 3 `__anext__`.
    GetAwaitable (Count, Write, Read, None);
    /// `R[a] =` the iterator for `yield from V(b)`: a generator itself, else `iter()`.
    GetYieldFrom (None, Write, Read, None);
    /// Runs the iterator `R[b]` to its end, passing on what it yields, and what is sent or thrown
    /// into it; `R[a] =` its result. `R[b]` is a temporary and dropped at the end.
    YieldFrom (None, Write, Register, None);
    /// `R[a] = aiter(V(b))`; TypeError for `async for`.
    GetAsyncIter (None, Write, Read, None);
    /// `R[a] =` what to run with `YieldFrom` for the next item of `R[b]`. It ends with
    /// StopAsyncIteration.
    GetAsyncNext (None, Write, Register, None);
    /// If `V(a)` is a StopAsyncIteration, drops it and continues; otherwise raises it again.
    EndAsyncFor (None, Read, None, None);

    // --- Exceptions ----------------------------------------------------------------------------
    /// `raise`: with `x` = 0 the exception being handled again, 1 `V(b)`, 2 `V(b) from V(c)`.
    Raise (Count, None, Read, Read);
    /// Raises `V(b)` again as it is, with its traceback. If it leaves the frame, the frame's line is
    /// then that of the instruction that raised it, or with `x` = 1 of this one.
    Reraise (Count, None, Read, None);
    /// Enters a handler: `R[a] =` the exception handled so far; `R[b]` is handled now.
    PushHandled (None, Write, Register, None);
    /// Leaves a handler: the exception saved in `R[a]` is handled again.
    PopHandled (None, Window, None, None);
    /// `R[a] = isinstance(R[b], V(c))`; TypeError unless `V(c)` is an exception class or a tuple of
    /// them.
    MatchException (None, Write, Register, Read);
    /// `except*`: `R[a] =` the part of the group `R[b]` that matches `V(c)` or None;
    /// `R[a+1] =` the rest or None. A bare exception counts as a group of one.
    MatchExceptionGroup (None, Write, Register, Read);
    /// End of `except*`: `R[a] =` the exception to raise, from the original exception `R[b]` and
    /// the list `V(c)` of exceptions raised by the handlers and unmatched rests; None for nothing.
    PrepareReraiseStar (None, Write, Register, Read);
    /// Calls `__exit__` for an exception: `LoadSpecial` left the method at `T[a]`, `R[c]` is the
    /// exception; `R[b] =` the result (for `async with`, what to await). The window stays consumed.
    CallExit (None, Window, Write, Register);
    /// Raises AssertionError with the message `V(b)`; without a message if `x` = 0.
    RaiseAssertion (Count, None, Read, None);

    // --- Imports -------------------------------------------------------------------------------
    /// `R[a] = __import__(N[b], …, fromlist, level)`; `c` is a constant: a tuple of names, None if
    /// there is none. `x` is the number of leading dots.
    Import (Count, Write, Name, Constant);
    /// `R[a] = R[b].N[c]` for `from … import`; ImportError.
    ImportFrom (None, Write, Register, Name);
    /// `from V(b) import *` into the namespace.
    ImportStar (None, None, Read, None);

    // --- Pattern matching ----------------------------------------------------------------------
    /// `R[a] =` whether `R[b]` is a sequence, for patterns (not a string or bytes).
    MatchSequence (None, Write, Register, None);
    /// `R[a] =` whether `R[b]` is a mapping.
    MatchMapping (None, Write, Register, None);
    /// `R[a] =` a tuple of the values of mapping `R[b]` under the keys (a tuple) `V(c)`, or None.
    MatchKeys (None, Write, Register, Read);
    /// `R[a] =` a dict of the items of mapping `R[b]` other than those of the keys (a tuple)
    /// `V(c)`.
    MatchRest (None, Write, Register, Read);
    /// `R[a] =` a tuple of attributes of `R[b]` if it is an instance of the class `T[c]`, else
    /// None; `x` positional patterns; `T[c+1]` is the tuple of keyword names.
    MatchClass (Count, Write, Register, Window);
    /// `R[a] = len(R[b])`
    GetLength (None, Write, Register, None);

    // --- Other ---------------------------------------------------------------------------------
    /// `R[a] =` the result of an operation that needs no instruction of its own, on `V(c)`.
    Intrinsic (Intrinsic, Write, None, Read);
    /// Raises the NameError or UnboundLocalError of a name that the compiler knows to be unbound.
    /// `N[b]` is the name.
    RaiseUnbound (None, None, Name, None);
    /// Does nothing: represents a statement without effect, so that its line is visited.
    Nothing (None, None, None, None);
    /// Replaces an instruction that a debugger, profiler or tracer watches: informs them, then
    /// executes the compiled one (see [`Instructions`]).
    Watched (None, None, None, None);
}

/// Comparisons, identity and containment, as instructions have them in `x`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Is,
    IsNot,
    In,
    NotIn,
}

impl Comparison {
    /// All, by number.
    pub const ALL: [Comparison; 10] = {
        use Comparison::*;
        [Eq, Ne, Lt, Le, Gt, Ge, Is, IsNot, In, NotIn]
    };

    /// The operator as source text.
    pub fn symbol(self) -> &'static str {
        ["==", "!=", "<", "<=", ">", ">=", "is", "is not", "in", "not in"][self as usize]
    }
}

/// Operations that are too rare for an opcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Intrinsic {
    /// REPL: prints the value as `sys.displayhook` does.
    Print,
    /// A `TypeVar` from the tuple (name, and functions or None for bound, constraints and default).
    TypeVar,
    /// A `TypeVarTuple` from (name, default function or None).
    TypeVarTuple,
    /// A `ParamSpec` from (name, default function or None).
    ParamSpec,
    /// A type alias from (name, type parameters, function that gives the value).
    TypeAlias,
    /// `typing.Generic[parameters]`, the base of a class with type parameters.
    GenericBase,
    /// Sets `__type_params__`: (function, parameters) gives the function.
    SetTypeParams,
}

impl Intrinsic {
    /// All, by number.
    pub const ALL: [Intrinsic; 7] = {
        use Intrinsic::*;
        [Print, TypeVar, TypeVarTuple, ParamSpec, TypeAlias, GenericBase, SetTypeParams]
    };
}

/// Special methods that statements call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum Special {
    Enter,
    Exit,
    AsyncEnter,
    AsyncExit,
}

impl Special {
    /// All, by number.
    pub const ALL: [Special; 4] =
        [Special::Enter, Special::Exit, Special::AsyncEnter, Special::AsyncExit];

    /// The method's name.
    pub fn method(self) -> &'static str {
        ["__enter__", "__exit__", "__aenter__", "__aexit__"][self as usize]
    }
}
