//! Pickling of arrays: machine values with a number for their format (PEP 3118's sizes and orders).

use super::items::{Type, type_of};
use super::{Array, CLASS, append_bytes};
use crate::objects::bytes::Bytes;
use crate::objects::class::Class;
use crate::objects::int::is_int;
use crate::objects::native::Args;
use crate::objects::packed::{Form, Item};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::{Ref, Value};
use crate::vm::{Vm, VmResult};

/// A machine format: the items, and whether the least byte comes first; none for characters of
/// two or four bytes (UTF-16, UTF-32).
struct Machine {
    size: usize,
    form: Option<Form>,
    little: bool,
}

/// The format of a number in 0..=21: sizes 1 to 8 signed and unsigned in both orders, floats, text.
fn machine(code: i64) -> Option<Machine> {
    let ints = [(1, false), (1, true)];
    let little = code % 2 == 0;
    Some(match code {
        0 | 1 => {
            let (size, signed) = ints[code as usize];
            let form = if signed { Form::Signed } else { Form::Unsigned };
            Machine { size, form: Some(form), little: true }
        }
        2..=13 => {
            let (group, within) = ((code - 2) / 4, (code - 2) % 4);
            let form = if within >= 2 { Form::Signed } else { Form::Unsigned };
            Machine { size: 2 << group, form: Some(form), little }
        }
        14..=17 => Machine { size: if code < 16 { 4 } else { 8 }, form: Some(Form::Float), little },
        18..=21 => Machine { size: if code < 20 { 2 } else { 4 }, form: None, little },
        _ => return None,
    })
}

/// The number of a type's format on this machine.
fn machine_code(item: &Type) -> i64 {
    let big = i64::from(cfg!(target_endian = "big"));
    match item.code {
        'B' => 0,
        'b' => 1,
        'H' => 2 + big,
        'h' => 4 + big,
        'I' => 6 + big,
        'i' => 8 + big,
        'L' | 'Q' => 10 + big,
        'l' | 'q' => 12 + big,
        'f' => 14 + big,
        'd' => 16 + big,
        _ => 20 + big,
    }
}

/// `array.__reduce_ex__(protocol)`
pub fn reduce_ex(vm: &Vm, a: Args<'_>) -> VmResult {
    let array = a.data::<Array>();
    if !is_int(&a[1]) {
        return Err(vm.type_error("__reduce_ex__ argument should be an integer"));
    }
    let protocol = vm.index_clipped(&a[1])?;
    let class = vm.class_of(&a[0]).into_value();
    let dict = vm.own_dict(&a[0]).map_or(Value::NONE, Ref::into_value);
    let code = Value::from(array.item.text);
    if protocol < 3 {
        let arguments = [code, Value::from(array.to_vec(vm)?)];
        let arguments = Tuple::new(arguments).into_value();
        return Ok(Tuple::new([class, arguments, dict]).into_value());
    }
    let module = vm.import_module("array")?;
    let maker = vm.get_attribute(&module, &intern("_array_reconstructor"))?;
    let data = Bytes::new(&array.data.borrow()[..]).into_value();
    let arguments = [class, code, machine_code(array.item).into(), data];
    Ok(Tuple::new([maker, Tuple::new(arguments).into_value(), dict]).into_value())
}

/// `array._array_reconstructor(class, typecode, format, items)`
pub fn reconstruct(vm: &Vm, a: Args<'_>) -> VmResult {
    let Some(class) = a[0].get::<Class>() else {
        let shown = vm.class_ref(&a[0]).message_name();
        let message = format!("first argument must be a type object, not {shown}");
        return Err(vm.type_error(message));
    };
    let base = vm.class_for(&CLASS);
    if !class.is(&base) && !class.is_subclass_of(&base) {
        return Err(vm.type_error(format!("{} is not a subtype of array.array", class.name())));
    }
    let code = a[1].get::<crate::objects::str::Str>().and_then(|text| text.as_str().chars().next());
    let Some(item) = code.and_then(type_of) else {
        return Err(vm.value_error("second argument must be a valid type code"));
    };
    let format = vm.index_clipped(&a[2])?;
    let Some(machine) = machine(format) else {
        return Err(vm.value_error("third argument must be a valid machine format code."));
    };
    let Some(data) = a[3].get::<Bytes>() else {
        let shown = vm.class_ref(&a[3]).message_name();
        return Err(vm.type_error(format!("fourth argument should be bytes, not {shown}")));
    };
    if format == machine_code(item) {
        let array = vm.call(&a[0], &[a[1].clone()])?;
        if let Some(made) = array.native::<Array>() {
            append_bytes(vm, made, &a[3])?;
        }
        return Ok(array);
    }
    if data.data.len() % machine.size != 0 {
        return Err(vm.value_error("string length not a multiple of item size"));
    }
    let Some(form) = machine.form else {
        let name = match (machine.size, machine.little) {
            (2, true) => "utf-16-le",
            (2, false) => "utf-16-be",
            (_, true) => "utf-32-le",
            (_, false) => "utf-32-be",
        };
        let text = vm.call_method(&a[3], &intern("decode"), &[name.into()])?;
        return vm.call(&a[0], &[a[1].clone(), text]);
    };
    // Ints of another machine get a type of the same size, if there is one.
    let fitting = super::items::TYPES.iter().rev().find(|own| {
        form != Form::Float
            && own.size == machine.size
            && machine_code(own) - i64::from(cfg!(target_endian = "big"))
                == format - i64::from(!machine.little)
    });
    let code = fitting.map_or(item.text, |own| own.text);
    let read = Item { form, size: machine.size };
    let items = data.data.chunks_exact(machine.size).map(|bits| read.read(bits, machine.little));
    let items = Value::from(items.collect::<Vec<_>>());
    vm.call(&a[0], &[code.into(), items])
}
