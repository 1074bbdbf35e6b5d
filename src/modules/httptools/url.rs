//! URLs and their parts.

use super::{error, part};
use crate::objects::bytes::{self, Bytes};
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::scalar::class_argument;
use crate::runtime::Value;
use crate::runtime::kind::Visitor;
use crate::text::http::url::split;
use crate::vm::{Vm, VmResult};
use std::ops::Range;

/// The names of the parts, in the order in which they are shown.
const NAMES: [&str; 7] = ["schema", "host", "port", "path", "query", "fragment", "userinfo"];

/// The place of the port, the only part that is not made of bytes.
const PORT: usize = 2;

/// The most bytes of a URL.
const LONGEST: usize = u16::MAX as usize;

/// The data of a URL: its parts, each of them None if it is missing.
struct Url([Value; NAMES.len()]);

impl NativeObject for Url {
    fn traverse(&self, visit: Visitor<'_>) {
        self.0.iter().for_each(visit);
    }
}

fn get<const PLACE: usize>(_: &Vm, this: &Value) -> VmResult {
    Ok(this.native::<Url>().map_or(Value::NONE, |url| url.0[PLACE].clone()))
}

const fn property(name: &'static str, get: fn(&Vm, &Value) -> VmResult) -> PropertyDef {
    PropertyDef { name, doc: "", get, set: None }
}

/// `URL`
pub(super) static CLASS: ClassDef = ClassDef {
    name: "URL",
    module: "httptools.parser.url_parser",
    methods: &[
        NativeDef::static_method(
            "__new__(cls, schema, host, port, path, query, fragment, userinfo)",
            "",
            |vm, a| {
                let parts: [Value; NAMES.len()] = std::array::from_fn(|place| a[place + 1].clone());
                for (place, value) in parts.iter().enumerate() {
                    if place != PORT && !value.is_none() && value.get::<Bytes>().is_none() {
                        let (name, shown) = (NAMES[place], vm.class_ref(value).message_name());
                        return Err(vm.type_error(format!(
                            "Argument '{name}' has incorrect type (expected bytes, got {shown})"
                        )));
                    }
                }
                Ok(Native::new(class_argument(a), Url(parts)).into_value())
            },
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, a| {
            let mut shown = Vec::new();
            for (name, value) in NAMES.iter().zip(&a.data::<Url>().0) {
                shown.push(format!("{name}: {}", vm.repr(value)?.as_str()));
            }
            Ok(format!("<URL {}>", shown.join(", ")).into())
        }),
    ],
    properties: &[
        property("schema", get::<0>),
        property("host", get::<1>),
        property("port", get::<PORT>),
        property("path", get::<3>),
        property("query", get::<4>),
        property("fragment", get::<5>),
        property("userinfo", get::<6>),
    ],
    ..ClassDef::BASE
};

/// `parse_url`
pub(super) fn parse(vm: &Vm, args: Args<'_>) -> VmResult {
    let data = bytes::require(vm, &args[0])?;
    let length = data.len();
    if length > LONGEST {
        drop(data);
        let message = format!(
            "url is too long: url length of {length} bytes exceeds the maximum of {LONGEST} bytes"
        );
        return Err(error(vm, "HttpParserInvalidURLError", message));
    }
    let Some(parts) = split(&data) else {
        drop(data);
        let message = format!("invalid url {}", vm.repr(&args[0])?.as_str());
        return Err(error(vm, "HttpParserInvalidURLError", message));
    };
    let bytes = |range: Option<Range<usize>>| range.map_or(Ok(Value::NONE), |r| part(vm, &data[r]));
    let parts = [
        bytes(parts.schema)?,
        bytes(parts.host)?,
        parts.port.map_or(Value::NONE, |port| i64::from(port).into()),
        bytes(parts.path)?,
        bytes(parts.query)?,
        bytes(parts.fragment)?,
        bytes(parts.user)?,
    ];
    Ok(Native::new(&vm.class_for(&CLASS), Url(parts)).into_value())
}
