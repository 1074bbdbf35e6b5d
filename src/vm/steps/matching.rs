//! `match` (Python reference, "The match statement").

use crate::objects::class::{Class, Collection};
use crate::objects::dict::Dict;
use crate::objects::exception::Exc;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value};
use crate::vm::{Vm, VmResult};

impl Vm {
    /// Whether sequence patterns can match a value: a sequence, but not a string or bytes.
    pub(in crate::vm) fn is_pattern_sequence(&self, value: &Value) -> bool {
        self.class_ref(value).collection.get() == Some(Collection::Sequence)
    }

    /// Whether mapping patterns can match a value.
    pub(in crate::vm) fn is_pattern_mapping(&self, value: &Value) -> bool {
        self.class_ref(value).collection.get() == Some(Collection::Mapping)
    }

    pub(in crate::vm) fn match_keys(&self, subject: &Value, keys: &Value) -> VmResult {
        let Some(keys) = keys.get::<Tuple>() else { return Ok(Value::NONE) };
        let seen = crate::objects::set::Set::new();
        let mut values = Vec::with_capacity(keys.len());
        for key in keys.items() {
            if !seen.add(self, key.clone())? {
                let shown = self.repr(key)?;
                return Err(self.value_error(format!(
                    "mapping pattern checks duplicate key ({})",
                    shown.as_str()
                )));
            }
            let value = match subject.get_exact::<Dict>() {
                Some(dict) => dict.get(self, key)?,
                None => {
                    // Through get(), so that a defaultdict does not grow.
                    let missing = crate::objects::list::List::new(Vec::new()).into_value();
                    let value =
                        self.call_method(subject, &intern("get"), &[key.clone(), missing.clone()])?;
                    if value.is(&missing) { None } else { Some(value) }
                }
            };
            match value {
                Some(value) => values.push(value),
                None => return Ok(Value::NONE),
            }
        }
        Ok(Tuple::new(values).into_value())
    }

    pub(in crate::vm) fn match_rest(&self, subject: &Value, keys: &Value) -> VmResult {
        let rest = Dict::new();
        for (key, value) in self.mapping_entries(subject)?.unwrap_or_default() {
            rest.insert(self, key, value)?;
        }
        if let Some(keys) = keys.get::<Tuple>() {
            for key in keys.items() {
                drop(rest.remove(self, key)?);
            }
        }
        Ok(rest.into_value())
    }

    pub(in crate::vm) fn match_class(
        &self,
        subject: &Value,
        class: &Value,
        positional: usize,
        names: &Value,
    ) -> VmResult {
        let Some(class_ref) = class.get::<Class>() else {
            return Err(self.type_error("called match pattern must be a class"));
        };
        if !self.is_instance(subject, class)? {
            return Ok(Value::NONE);
        }
        let mut values = Vec::new();
        let mut seen: Vec<String> = Vec::new();
        if positional > 0 {
            match self.find_attribute(class, &self.names.match_args)? {
                None if is_self_matching(class_ref) => {
                    if positional > 1 {
                        return Err(self.too_many_subpatterns(class_ref, 1, positional));
                    }
                    values.push(subject.clone());
                }
                args => {
                    let args = args.unwrap_or_else(|| Tuple::empty().into_value());
                    let Some(args) = args.get::<Tuple>() else {
                        let shown = self.class_of(&args).message_name();
                        let class = class_ref.name();
                        return Err(self.type_error(format!(
                            "{class}.__match_args__ must be a tuple (got {shown})"
                        )));
                    };
                    if args.len() < positional {
                        return Err(self.too_many_subpatterns(class_ref, args.len(), positional));
                    }
                    for name in &args.items()[..positional] {
                        let Some(name) = name.get::<Str>() else {
                            let shown = self.class_of(name).message_name();
                            return Err(self.type_error(format!(
                                "__match_args__ elements must be strings (got {shown})"
                            )));
                        };
                        if !self.match_attribute(
                            subject,
                            class_ref,
                            name.as_str(),
                            &mut seen,
                            &mut values,
                        )? {
                            return Ok(Value::NONE);
                        }
                    }
                }
            }
        }
        for name in names.get::<Tuple>().map_or(&[][..], |t| t.items()) {
            let Some(name) = name.get::<Str>() else { continue };
            if !self.match_attribute(subject, class_ref, name.as_str(), &mut seen, &mut values)? {
                return Ok(Value::NONE);
            }
        }
        Ok(Tuple::new(values).into_value())
    }

    fn match_attribute(
        &self,
        subject: &Value,
        class: &Class,
        name: &str,
        seen: &mut Vec<String>,
        values: &mut Vec<Value>,
    ) -> VmResult<bool> {
        if seen.iter().any(|s| s == name) {
            let class = class.name();
            return Err(self.type_error(format!(
                "{class}() got multiple sub-patterns for attribute '{name}'"
            )));
        }
        seen.push(name.to_string());
        match self.find_attribute(subject, &intern(name))? {
            Some(value) => {
                values.push(value);
                Ok(true)
            }
            None => Ok(false),
        }
    }

    fn too_many_subpatterns(
        &self,
        class: &Class,
        allowed: usize,
        given: usize,
    ) -> crate::vm::Raised {
        let plural = if allowed == 1 { "" } else { "s" };
        let class = class.name();
        self.error(
            Exc::TypeError,
            format!("{class}() accepts {allowed} positional sub-pattern{plural} ({given} given)"),
        )
    }
}

/// Whether `C(x)` matches the subject itself: the built-in types of values.
fn is_self_matching(class: &Class) -> bool {
    matches!(
        class.kind,
        Kind::Int
            | Kind::Float
            | Kind::Str
            | Kind::Bytes
            | Kind::ByteArray
            | Kind::List
            | Kind::Tuple
            | Kind::Dict
            | Kind::Set
    )
}
