//! Binding the arguments of a call to the parameters of a function (Python reference, "Calls").

use super::call::drop_window;
use super::pacing::PACE;
use super::{Vm, VmResult};
use crate::objects::argument_messages;
use crate::objects::code::Code;
use crate::objects::dict::Dict;
use crate::objects::function::Function;
use crate::objects::str::Str;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use std::mem::MaybeUninit;

impl Vm {
    /// Binds arguments that fit to parameters, moving each at most twice: afterwards
    /// `code.parameter_count()` values are at `base`. False, with nothing done, if they do not fit
    /// or there are too many: [`Vm::bind_arguments`] handles the general case and the messages.
    ///
    /// # Safety
    /// Same as [`Vm::enter_function`].
    #[inline(never)]
    pub(super) unsafe fn bind_in_place(
        &self,
        function: &Ref<Function>,
        base: *mut Value,
        count: usize,
        names: &[Value],
    ) -> bool {
        let code = &function.code;
        let positional = usize::from(code.positional);
        let total = positional + usize::from(code.keyword_only);
        let passed = count - names.len();
        let direct = passed.min(positional);
        if total >= 64
            || names.len() > MOST_KEYWORDS
            || (passed > positional && !code.flags.varargs)
        {
            return false;
        }
        // The parameters that have a value, as bits, and the target of each keyword argument.
        let mut filled = (1u64 << direct) - 1;
        let mut targets = [EXTRA; MOST_KEYWORDS];
        let parameters = &code.locals[..total];
        // Most calls name parameters in their order.
        let mut next = direct;
        for (name, target) in names.iter().zip(&mut targets) {
            // Names that are not interned may still equal a parameter's.
            let Some(name) = name.get::<Str>().filter(|n| n.is_interned()) else { return false };
            let position = |from: &[Ref<Str>]| from.iter().position(|p| p.is(name));
            let found = position(&parameters[next..]).map(|i| i + next);
            match found.or_else(|| position(&parameters[..next])) {
                Some(i) if i >= usize::from(code.positional_only) => {
                    next = i + 1;
                    if filled & (1 << i) != 0 {
                        return false;
                    }
                    filled |= 1 << i;
                    *target = i as u8;
                }
                _ if code.flags.varkeywords => {}
                _ => return false,
            }
        }
        let missing = !filled & ((1 << total) - 1);
        let missing_positional = missing & ((1 << positional) - 1);
        let defaults = function.default_tuple().filter(|_| missing_positional != 0);
        let defaults = defaults.as_ref().map_or(&[][..], |d| d.items());
        let first_default = positional.saturating_sub(defaults.len());
        if missing_positional & ((1 << first_default) - 1) != 0 {
            return false;
        }
        let by_name = function.keyword_defaults.get();
        let by_name = by_name.get::<Dict>().filter(|_| missing != missing_positional);
        let keyword_default = |i: usize| keyword_default(by_name?, code, i);
        if bits(missing & !((1 << positional) - 1)).any(|i| keyword_default(i).is_none()) {
            return false;
        }
        // SAFETY: `count` values are at `base`, each of which is moved out once before its slot is
        // written; the caller has checked that there is room for a frame of the code.
        unsafe {
            let mut keywords = [const { MaybeUninit::<Value>::uninit() }; MOST_KEYWORDS];
            for (k, value) in keywords.iter_mut().enumerate().take(names.len()) {
                value.write(base.add(passed + k).read());
            }
            let rest = code
                .flags
                .varargs
                .then(|| Tuple::new((direct..passed).map(|i| base.add(i).read())).into_value());
            let extra = code.flags.varkeywords.then(Dict::new);
            for i in bits(missing & ((1 << positional) - 1)) {
                base.add(i).write(defaults[i - first_default].clone());
            }
            for i in bits(missing & !((1 << positional) - 1)) {
                base.add(i).write(keyword_default(i).unwrap_or_default());
            }
            for (k, value) in keywords.into_iter().enumerate().take(names.len()) {
                let value = value.assume_init();
                match targets[k] {
                    EXTRA => {
                        if let (Some(extra), Some(name)) = (&extra, names[k].get::<Str>()) {
                            drop(extra.set_str(name, value));
                        }
                    }
                    i => base.add(usize::from(i)).write(value),
                }
            }
            let mut next = base.add(total);
            if let Some(rest) = rest {
                next.write(rest);
                next = next.add(1);
            }
            if let Some(extra) = extra {
                next.write(extra.into_value());
            }
            // The window may be longer than the callee's registers, and belongs to the caller again
            // later.
            for i in code.parameter_count()..count {
                base.add(i).write(Value::UNSET);
            }
        }
        true
    }

    /// Binds arguments to parameters: afterwards `code.parameter_count()` values are at `base`.
    ///
    /// # Safety
    /// The same as [`Vm::enter_function`]. After an error the window is empty.
    pub(super) unsafe fn bind_arguments(
        &self,
        function: &Ref<Function>,
        base: *mut Value,
        count: usize,
        names: &[Value],
    ) -> VmResult<()> {
        // SAFETY: the values are moved out of the window and the bound ones written back; the
        // caller has checked that there is room.
        unsafe {
            let mut given = Vec::with_capacity(count);
            for i in 0..count {
                given.push(std::mem::replace(&mut *base.add(i), Value::UNSET));
            }
            let bound = self.bound_arguments(function, given, names)?;
            for (i, value) in bound.into_iter().enumerate() {
                base.add(i).write(value);
            }
            Ok(())
        }
    }

    fn bound_arguments(
        &self,
        function: &Ref<Function>,
        mut given: Vec<Value>,
        names: &[Value],
    ) -> VmResult<Vec<Value>> {
        let code = &function.code;
        let by_name = given.split_off(given.len() - names.len());
        let positional = usize::from(code.positional);
        let keyword_only = usize::from(code.keyword_only);
        let passed = given.len();
        let rest = if passed > positional { given.split_off(positional) } else { Vec::new() };
        let mut bound = given;
        bound.resize(positional + keyword_only, Value::UNSET);
        let extra = code.flags.varkeywords.then(Dict::new);
        for (k, (name, value)) in names.iter().zip(by_name).enumerate() {
            if k % PACE == PACE - 1 {
                self.tick(PACE)?;
            }
            let Some(name_str) = name.get::<Str>() else {
                return Err(self.type_error("keywords must be strings"));
            };
            let parameters = &code.locals[..positional + keyword_only];
            let found = parameters.iter().position(|p| p.is(name_str) || p.same_text(name_str));
            match found {
                Some(i) if i >= usize::from(code.positional_only) => {
                    if !bound[i].is_unset() {
                        let function = function.qualname.borrow();
                        return Err(self.type_error(argument_messages::given_twice(
                            function.as_str(),
                            name_str.as_str(),
                        )));
                    }
                    bound[i] = value;
                }
                _ => match &extra {
                    Some(extra) => drop(extra.set_str(name_str, value)),
                    None => return Err(self.unexpected_keyword(function, name_str, names)),
                },
            }
        }
        if !rest.is_empty() && !code.flags.varargs {
            return Err(self.too_many_arguments(function, passed, &bound));
        }
        self.fill_defaults(function, &mut bound, passed)?;
        if code.flags.varargs {
            bound.push(self.tuple_of(rest.into_iter())?.into_value());
        }
        if let Some(extra) = extra {
            bound.push(extra.into_value());
        }
        Ok(bound)
    }

    fn fill_defaults(
        &self,
        function: &Ref<Function>,
        bound: &mut [Value],
        passed: usize,
    ) -> VmResult<()> {
        let code = &function.code;
        let positional = usize::from(code.positional);
        if passed < positional {
            let defaults = function.default_tuple();
            let items = defaults.as_ref().map_or(&[][..], |d| d.items());
            let first = positional.saturating_sub(items.len());
            let mut missing = Vec::new();
            for (i, place) in bound.iter_mut().enumerate().take(positional).skip(passed) {
                if place.is_unset() {
                    match i.checked_sub(first).and_then(|d| items.get(d)) {
                        Some(default) => *place = default.clone(),
                        None => missing.push(code.locals[i].clone()),
                    }
                }
            }
            if !missing.is_empty() {
                return Err(self.missing_arguments(function, "positional", &missing));
            }
        }
        let mut missing = Vec::new();
        if code.keyword_only > 0 {
            let defaults = function.keyword_defaults.get();
            let defaults = defaults.get::<Dict>();
            for (i, place) in bound.iter_mut().enumerate().skip(positional) {
                if place.is_unset() {
                    match defaults.and_then(|d| d.get_str(&code.locals[i])) {
                        Some(default) => *place = default,
                        None => missing.push(code.locals[i].clone()),
                    }
                }
            }
        }
        if missing.is_empty() {
            Ok(())
        } else {
            Err(self.missing_arguments(function, "keyword-only", &missing))
        }
    }

    #[cold]
    fn missing_arguments(
        &self,
        function: &Ref<Function>,
        what: &str,
        missing: &[Ref<Str>],
    ) -> super::Raised {
        let name = function.qualname.borrow();
        self.type_error(argument_messages::missing(name.as_str(), what, missing))
    }

    #[cold]
    fn too_many_arguments(
        &self,
        function: &Ref<Function>,
        passed: usize,
        bound: &[Value],
    ) -> super::Raised {
        let most = usize::from(function.code.positional);
        let optional = function.default_tuple().map_or(0, |d| d.len());
        let keyword_only = bound[most..].iter().filter(|v| !v.is_unset()).count();
        let name = function.qualname.borrow();
        self.type_error(argument_messages::too_many(
            name.as_str(),
            most,
            optional,
            passed,
            keyword_only,
        ))
    }

    #[cold]
    fn unexpected_keyword(
        &self,
        function: &Ref<Function>,
        name: &Ref<Str>,
        names: &[Value],
    ) -> super::Raised {
        let code = &function.code;
        let (positional_only, others) = code.locals
            [..usize::from(code.positional) + usize::from(code.keyword_only)]
            .split_at(usize::from(code.positional_only));
        let given: Vec<&Str> = names.iter().filter_map(|n| n.get::<Str>().map(|n| &**n)).collect();
        self.type_error(argument_messages::unexpected_keyword(
            function.qualname.borrow().as_str(),
            name.as_str(),
            positional_only,
            others,
            &given,
        ))
    }
}

/// With more keyword arguments than this, a call is bound by the general method.
const MOST_KEYWORDS: usize = 8;

/// The target of a keyword argument that goes into `**kwargs`.
const EXTRA: u8 = u8::MAX;

/// The positions of the bits that are set.
fn bits(mut set: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let next = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(next)
    })
}

/// Binds arguments that are already all in their parameters' positions, as most keyword arguments
/// are: adds the defaults of the parameters after them. False, with nothing done, if that is not
/// enough.
///
/// # Safety
/// Same as [`Vm::enter_function`].
#[inline]
pub(super) unsafe fn bind_in_order(
    function: &Ref<Function>,
    base: *mut Value,
    count: usize,
    names: &[Value],
) -> bool {
    let code = &function.code;
    let positional = usize::from(code.positional);
    let total = positional + usize::from(code.keyword_only);
    let passed = count - names.len();
    let is_in_place = |(name, parameter): (&Value, &Ref<Str>)| name.is(parameter.as_value());
    let fits = !code.flags.varargs
        && !code.flags.varkeywords
        && count <= total
        && passed <= positional
        && (names.is_empty() || passed >= usize::from(code.positional_only))
        && names.iter().zip(&code.locals[passed..]).all(is_in_place);
    if !fits {
        return false;
    }
    let missing = positional.saturating_sub(count);
    if missing > 0 {
        let Some(defaults) = function.default_tuple() else { return false };
        let Some(first) = defaults.len().checked_sub(missing) else { return false };
        for (k, default) in defaults.items()[first..].iter().enumerate() {
            // SAFETY: the caller has checked that there is room for all parameters; these slots are
            // empty.
            unsafe { base.add(count + k).write(default.clone()) };
        }
    }
    let start = count.max(positional);
    if start < total {
        let defaults = function.keyword_defaults.get();
        let defaults = defaults.get::<Dict>();
        for i in start..total {
            let Some(default) = defaults.and_then(|d| keyword_default(d, code, i)) else {
                // SAFETY: the values after the arguments were written here.
                unsafe { drop_window(base.add(count), i - count) };
                return false;
            };
            // SAFETY: as above.
            unsafe { base.add(i).write(default) };
        }
    }
    true
}

/// The default of the keyword-only parameter at a position among all parameters. If all of them
/// have defaults, these are in the same order.
#[inline]
fn keyword_default(defaults: &Ref<Dict>, code: &Code, parameter: usize) -> Option<Value> {
    let name = &code.locals[parameter];
    let position = parameter - usize::from(code.positional);
    defaults.value_if_key(position, name).or_else(|| defaults.get_str(name))
}

/// Whether arguments that are all positional can stay in place.
#[inline(always)]
pub(super) fn is_simple(code: &Code) -> bool {
    !code.flags.varargs && !code.flags.varkeywords && code.keyword_only == 0
}
