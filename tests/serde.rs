//! Conversion of data between Rust and Python through serde.

use hob::{ErrorKind, Interpreter, Serde};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Shape {
    Point,
    Circle(f64),
    Line(i64, i64),
    Box { width: u8, label: Option<String> },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Wrapped(u32);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Everything {
    flag: bool,
    small: i8,
    large: u64,
    huge: i128,
    float: f64,
    letter: char,
    text: String,
    nothing: (),
    unit: Unit,
    wrapped: Wrapped,
    pair: (i32, String),
    list: Vec<Option<i32>>,
    map: BTreeMap<String, Vec<u8>>,
    shapes: Vec<Shape>,
}

fn everything() -> Everything {
    Everything {
        flag: true,
        small: -5,
        large: u64::MAX,
        huge: i128::MIN,
        float: 0.5,
        letter: 'é',
        text: "text".into(),
        nothing: (),
        unit: Unit,
        wrapped: Wrapped(7),
        pair: (1, "x".into()),
        list: vec![Some(1), None],
        map: BTreeMap::from([("a".to_string(), vec![1, 2])]),
        shapes: vec![
            Shape::Point,
            Shape::Circle(1.5),
            Shape::Line(1, 2),
            Shape::Box { width: 3, label: None },
        ],
    }
}

const SHOWN: &str = "{'flag': True, 'small': -5, 'large': 18446744073709551615, \
    'huge': -170141183460469231731687303715884105728, 'float': 0.5, 'letter': 'é', 'text': 'text', \
    'nothing': None, 'unit': None, 'wrapped': 7, 'pair': (1, 'x'), 'list': [1, None], \
    'map': {'a': [1, 2]}, 'shapes': ['Point', {'Circle': 1.5}, {'Line': (1, 2)}, \
    {'Box': {'width': 3, 'label': None}}]}";

#[test]
fn data_goes_there_and_back() -> hob::Result<()> {
    let python = Interpreter::new();
    let object = python.to_python(Serde(everything()))?;
    assert_eq!(object.repr()?, SHOWN);
    assert_eq!(object.extract::<Serde<Everything>>()?.0, everything());
    Ok(())
}

#[test]
fn json_values_are_data() -> hob::Result<()> {
    let python = Interpreter::new();
    let text = r#"{"a":[1,-2,0.5,"x",true,null],"b":{"c":[]}}"#;
    let value: serde_json::Value = serde_json::from_str(text).expect("it is JSON");
    python.set("data", Serde(&value))?;
    assert_eq!(python.eval("str(data)")?.extract::<String>()?.replace('\'', "\""), {
        r#"{"a": [1, -2, 0.5, "x", True, None], "b": {"c": []}}"#
    });
    assert_eq!(python.get("data")?.extract::<Serde<serde_json::Value>>()?.0, value);
    Ok(())
}

#[test]
fn structs_are_made_of_mappings_and_attributes() -> hob::Result<()> {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Point {
        x: f64,
        y: f64,
        #[serde(default)]
        name: String,
    }
    let python = Interpreter::new();
    python.exec(
        "import dataclasses, collections, types
@dataclasses.dataclass
class Point:
    x: float
    y: float
Named = collections.namedtuple('Named', 'y x')
class Computed:
    x = 1
    @property
    def y(self): return self.x + 1",
    )?;
    for made in [
        "{'x': 1, 'y': 2.0}",
        "{'x': 1, 'y': 2.0, 'z': lambda: 0}",
        "Point(1, 2)",
        "Named(2, 1)",
        "Computed()",
        "types.MappingProxyType({'x': 1, 'y': True + 1})",
        "types.SimpleNamespace(x=1, y=2)",
        "collections.ChainMap({'x': 1}, {'y': 2})",
    ] {
        let Serde(point) = python.eval(made)?.extract::<Serde<Point>>()?;
        assert_eq!(point, Point { x: 1.0, y: 2.0, name: String::new() }, "{made}");
    }
    Ok(())
}

#[test]
fn what_does_not_fit_is_an_error() -> hob::Result<()> {
    fn fails<T: serde::de::DeserializeOwned>(python: &Interpreter, text: &str) -> String {
        let object = python.eval(text).expect("an object");
        let error = object.extract::<Serde<T>>().map(|_| ()).expect_err(text);
        assert_eq!(error.kind(), ErrorKind::Conversion, "{text}");
        error.message()
    }
    let python = Interpreter::new();
    python
        .exec("loop = []\nloop.append(loop)\ndeep = []\nfor _ in range(100_000): deep = [deep]")?;
    let mut lines = Vec::new();
    for text in ["loop", "deep", "lambda: 0", "{1: 2}", "10 ** 40", "b'bytes'"] {
        lines.push(fails::<serde_json::Value>(&python, text));
    }
    for text in ["{'Circle': 'wide'}", "'Square'", "'Circle'", "{}", "5", "{'Line': [1, 2, 3]}"] {
        lines.push(fails::<Shape>(&python, text));
    }
    lines.push(fails::<u8>(&python, "256"));
    lines.push(fails::<Vec<i64>>(&python, "'text'"));
    lines.push(fails::<(i64, i64)>(&python, "[1]"));
    lines.push(fails::<Wrapped>(&python, "None"));
    lines.push(fails::<Everything>(&python, "object()"));
    assert_eq!(
        lines,
        [
            "the data is nested too deeply",
            "the data is nested too deeply",
            "expected data, got function",
            "invalid type: integer `1`, expected a string key",
            "the int is out of range for u128",
            "invalid type: byte array, expected any valid JSON value",
            "invalid type: string \"wide\", expected f64",
            "unknown variant `Square`, expected one of `Point`, `Circle`, `Line`, `Box`",
            "expected a dict from 'Circle' to its contents",
            "expected a dict with one entry, the variant's name",
            "expected the name of a variant, or a dict with one entry, got int",
            "expected a sequence of 2, got 3",
            "invalid value: integer `256`, expected u8",
            "expected a sequence, got str",
            "invalid length 1, expected a tuple of size 2",
            "invalid type: unit value, expected u32",
            "missing field `flag`",
        ]
    );
    Ok(())
}

#[test]
fn bytes_are_bytes() -> hob::Result<()> {
    struct Raw(Vec<u8>);
    impl Serialize for Raw {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            to.serialize_bytes(&self.0)
        }
    }
    impl<'de> Deserialize<'de> for Raw {
        fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Raw, D::Error> {
            struct Visitor;
            impl serde::de::Visitor<'_> for Visitor {
                type Value = Raw;

                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("bytes")
                }

                fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Raw, E> {
                    Ok(Raw(bytes.to_vec()))
                }
            }
            from.deserialize_bytes(Visitor)
        }
    }
    let python = Interpreter::new();
    assert_eq!(python.to_python(Serde(Raw(vec![1, 2])))?.repr()?, r"b'\x01\x02'");
    for text in ["b'ab'", "bytearray(b'ab')", "memoryview(b'ab')"] {
        assert_eq!(python.eval(text)?.extract::<Serde<Raw>>()?.0.0, b"ab");
    }
    Ok(())
}
