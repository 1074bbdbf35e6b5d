//! Rich display: the representations of an object for a front end, and the built-in function
//! `display`.

use super::cells::Cells;
use crate::diagnostics::report::draw_exception;
use crate::objects::bytes::Bytes;
use crate::objects::class::Class;
use crate::objects::dict::Dict;
use crate::objects::native::{Args, NativeDef, NativeFunction};
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::repl::assist::values;
use crate::repl::display::keep;
use crate::runtime::Value;
use crate::text::transfer::to_base64;
use crate::text::wrap::COLUMNS;
use crate::vm::{Vm, VmResult};
use serde_json::{Map, Value as Json, json};

/// The methods that return an object's representations, and their media types.
const FORMS: &[(&str, &str)] = &[
    ("_repr_html_", "text/html"),
    ("_repr_markdown_", "text/markdown"),
    ("_repr_svg_", "image/svg+xml"),
    ("_repr_png_", "image/png"),
    ("_repr_jpeg_", "image/jpeg"),
    ("_repr_latex_", "text/latex"),
    ("_repr_json_", "application/json"),
    ("_repr_javascript_", "application/javascript"),
    ("_repr_pdf_", "application/pdf"),
];

/// The built-in `display` and its helpers, in Python.
const SOURCE: &str = include_str!("display.py");

/// The representations of an object by media type, and their metadata.
#[derive(Default)]
pub struct Bundle {
    data: Map<String, Json>,
    metadata: Map<String, Json>,
}

impl Bundle {
    /// The content of a message with these forms.
    pub fn content(self) -> Json {
        json!({"data": self.data, "metadata": self.metadata, "transient": {}})
    }

    /// All representations of an object. A method that fails is reported, and its representation
    /// omitted.
    ///
    /// # Errors
    /// Any exception raised by `__repr__`; KeyboardInterrupt.
    pub fn of(vm: &Vm, value: &Value) -> VmResult<Bundle> {
        let mut bundle = Bundle::default();
        bundle.add("text/plain", values::show(vm, value, COLUMNS, false)?.into());
        if value.get::<Class>().is_some() {
            // The methods are for its instances.
            return Ok(bundle);
        }
        bundle.try_form(vm, value, "_repr_mimebundle_", |bundle, made| bundle.add_all(vm, made))?;
        for (method, media) in FORMS {
            bundle.try_form(vm, value, method, |bundle, made| {
                let (data, metadata) = pair(made);
                let data = to_json(vm, &data)?;
                bundle.add(media, data);
                if let Some(metadata) = metadata {
                    bundle.metadata.insert(media.to_string(), to_json(vm, &metadata)?);
                }
                Ok(())
            })?;
        }
        Ok(bundle)
    }

    fn add(&mut self, media: &str, data: Json) {
        self.data.entry(media).or_insert(data);
    }

    /// Adds the representations in a dict, or in a pair of dicts: data and metadata. They replace
    /// others.
    ///
    /// # Errors
    /// TypeError for data that JSON cannot represent.
    pub fn add_all(&mut self, vm: &Vm, made: &Value) -> VmResult<()> {
        let (data, metadata) = pair(made);
        let dict = |value: &Value| value.get::<Dict>().map(|dict| dict.entries());
        let data = dict(&data).ok_or_else(|| vm.type_error("display data must be a dict"))?;
        for (media, data) in data {
            self.data.insert(vm.str(&media)?.as_str().to_string(), to_json(vm, &data)?);
        }
        for (media, data) in metadata.as_ref().and_then(dict).unwrap_or_default() {
            self.metadata.insert(vm.str(&media)?.as_str().to_string(), to_json(vm, &data)?);
        }
        Ok(())
    }

    /// Calls a method of an object, if its class has it, and uses its result unless that is None.
    fn try_form(
        &mut self,
        vm: &Vm,
        value: &Value,
        method: &str,
        take: impl FnOnce(&mut Bundle, &Value) -> VmResult<()>,
    ) -> VmResult<()> {
        let name = intern(method);
        if vm.class_of(value).lookup(&name).is_none() {
            return Ok(());
        }
        let made = vm.call_method(value, &name, &[]);
        let taken = made.and_then(|made| if made.is_none() { Ok(()) } else { take(self, &made) });
        match taken {
            Err(raised) if vm.is_exception(&raised, crate::objects::exception::Exc::Exception) => {
                vm.write_error(&draw_exception(vm, &raised.0, true));
                Ok(())
            }
            taken => taken,
        }
    }
}

/// Data, and the metadata of a pair.
fn pair(made: &Value) -> (Value, Option<Value>) {
    match made.get::<Tuple>().map(|tuple| tuple.items().to_vec()).as_deref() {
        Some([data, metadata]) => (data.clone(), Some(metadata.clone())),
        _ => (made.clone(), None),
    }
}

/// A value as JSON; bytes in base 64.
fn to_json(vm: &Vm, value: &Value) -> VmResult<Json> {
    if let Some(bytes) = value.get::<Bytes>() {
        let mut text = Vec::new();
        to_base64(&bytes.data, &mut text);
        return Ok(String::from_utf8_lossy(&text).into());
    }
    if let Some(text) = value.get::<Str>() {
        return Ok(text.as_str().into());
    }
    let json = vm.import_module("json")?;
    let dumps = vm.get_attribute(&json, &intern("dumps"))?;
    let text = vm.call(&dumps, std::slice::from_ref(value))?;
    let text = vm.str(&text)?;
    serde_json::from_str(text.as_str())
        .map_err(|error| vm.value_error(format!("not representable in JSON: {error}")))
}

/// Defines the built-in `display`, and `sys.displayhook`.
///
/// # Errors
/// Any exception raised by defining them.
pub fn install(vm: &Vm) -> VmResult<()> {
    let namespace = Dict::new();
    namespace.set_text("__builtins__", vm.import_module("builtins")?);
    namespace.set_text("__name__", "display");
    for def in [&PUBLISH, &CLEAR] {
        let function = NativeFunction::new(def, "display").into_value();
        namespace.set_text(def.name(), function);
    }
    let source = crate::objects::code::Source::new("<display>", SOURCE);
    let code = vm.compile(&source, crate::compile::Mode::File)?;
    vm.run_code(&code, &namespace, Value::UNSET)?;
    if let Some(display) = namespace.get_text("display") {
        vm.builtins.set_text("display", display);
    }
    let sys = vm.import_module("sys")?;
    let hook = NativeFunction::new(&DISPLAY_HOOK, "sys").into_value();
    vm.set_attribute(&sys, &intern("displayhook"), hook)
}

static DISPLAY_HOOK: NativeDef = NativeDef::new(
    "displayhook(object, /)",
    "Show an object as the result of the cell, and keep it as builtins._",
    |vm, a| {
        let value = &a[0];
        let cells = vm.extension::<Cells>();
        if value.is_none() || cells.is_quiet() {
            return Ok(Value::NONE);
        }
        let bundle = Bundle::of(vm, value)?;
        keep(vm, value);
        let mut content = bundle.content();
        content["execution_count"] = cells.count().into();
        cells.publish("execute_result", content);
        Ok(Value::NONE)
    },
);

static PUBLISH: NativeDef = NativeDef::new(
    "publish(object, raw, metadata, display_id, update, /)",
    "Show an object, or the forms in a dict.",
    publish,
);

fn publish(vm: &Vm, a: Args<'_>) -> VmResult {
    let mut bundle = Bundle::default();
    match vm.truthy(&a[1])? {
        true => bundle.add_all(vm, &a[0])?,
        false => bundle = Bundle::of(vm, &a[0])?,
    }
    let mut content = bundle.content();
    if let Json::Object(metadata) = to_json(vm, &a[2])? {
        content["metadata"].as_object_mut().expect("made as one").extend(metadata);
    }
    if !a[3].is_none() {
        content["transient"] = json!({"display_id": vm.str(&a[3])?.as_str()});
    }
    let kind = if vm.truthy(&a[4])? { "update_display_data" } else { "display_data" };
    vm.extension::<Cells>().publish(kind, content);
    Ok(Value::NONE)
}

static CLEAR: NativeDef =
    NativeDef::new("clear(wait, /)", "Clear the output of the cell.", |vm, a| {
        let wait = vm.truthy(&a[0])?;
        vm.extension::<Cells>().publish("clear_output", json!({"wait": wait}));
        Ok(Value::NONE)
    });
