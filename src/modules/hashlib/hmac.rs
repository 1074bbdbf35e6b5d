//! `_hashlib`: CPython's names for OpenSSL's digests, and HMAC (RFC 2104), which the library's
//! `hmac` uses.

use super::{
    Algorithm, EXTENDABLE_HASH, HASH, Make, derive, feed, find, names, new, source, start,
};
use crate::event_loop::in_turn::InTurn;
use crate::modules::ModuleDef;
use crate::objects::bytes::{Bytes, require};
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef};
use crate::objects::set::Set;
use crate::objects::str::Str;
use crate::runtime::Value;
use crate::text::bytes_ops::plain_hex;
use crate::vm::{Vm, VmResult};

/// The state of an HMAC.
pub struct Keyed {
    name: &'static str,
    block_size: i64,
    /// The size of the digest in bytes.
    pub digest_size: usize,
    inner: Box<dyn Algorithm>,
    outer: Box<dyn Algorithm>,
}

impl Keyed {
    /// The state before any data; none if the algorithm's digests have no fixed size.
    ///
    /// # Errors
    /// Same as [`Vm::tick`].
    pub fn new(
        vm: &Vm,
        (name, block_size, make): &'static (&'static str, i64, Make),
        key: &[u8],
    ) -> VmResult<Option<Keyed>> {
        let digest_size = make().digest().len();
        if digest_size == 0 {
            return Ok(None);
        }
        let mut block = if key.len() > *block_size as usize {
            let mut state = make();
            vm.in_parts(key, |part| state.update(part))?;
            state.digest()
        } else {
            key.to_vec()
        };
        block.resize(*block_size as usize, 0);
        let keyed = |pad: u8| {
            let mut state = make();
            state.update(&block.iter().map(|byte| byte ^ pad).collect::<Vec<u8>>());
            state
        };
        let (inner, outer) = (keyed(0x36), keyed(0x5c));
        Ok(Some(Keyed { name, block_size: *block_size, digest_size, inner, outer }))
    }

    /// A copy, to which other data can be added.
    pub fn copy(&self) -> Keyed {
        Keyed { inner: self.inner.copy(), outer: self.outer.copy(), ..*self }
    }

    /// Adds data.
    pub fn update(&mut self, data: &[u8]) {
        self.inner.update(data);
    }

    /// The code of the data so far.
    pub fn digest(&self) -> Vec<u8> {
        let mut outer = self.outer.copy();
        outer.update(&self.inner.digest());
        outer.digest()
    }
}

/// An object of `hmac_new`.
struct Hmac(InTurn<Keyed>);

impl NativeObject for Hmac {}

/// The state for a key, fed with a message; none if there is no such algorithm.
fn keyed(vm: &Vm, name: &Value, key: &Value, message: Option<&Value>) -> VmResult<Option<Keyed>> {
    let key = require(vm, key)?.to_vec();
    let Some(name) = name.get::<Str>() else { return Ok(None) };
    let known = find(name.as_str());
    let keyed = known.map(|known| Keyed::new(vm, known, &key)).transpose()?.flatten();
    let Some(mut state) = keyed else {
        return Ok(None);
    };
    if let Some(message) = message {
        feed(vm, &source(vm, message)?, &mut |part| state.update(part))?;
    }
    Ok(Some(state))
}

/// `_hmac_new(name, key, message)`
fn hmac_new(vm: &Vm, a: Args<'_>) -> VmResult {
    let state = keyed(vm, a.at(0), a.at(1), a.some(2))?;
    Ok(state.map_or(Value::NONE, |state| of_state(vm, state)))
}

/// `_hmac_digest(name, key, message)`
fn hmac_digest(vm: &Vm, a: Args<'_>) -> VmResult {
    let state = keyed(vm, a.at(0), a.at(1), Some(a.at(2)))?;
    Ok(state.map_or(Value::NONE, |state| Bytes::new(state.digest()).into_value()))
}

fn of_state(vm: &Vm, state: Keyed) -> Value {
    Native::new(&vm.class_for(&HMAC), Hmac(InTurn::new(state))).into_value()
}

/// A fact about the state of an object of `hmac_new`.
fn of_keyed(vm: &Vm, hmac: &Value, fact: fn(&Keyed) -> Value) -> VmResult {
    let Some(hmac) = hmac.native::<Hmac>() else { return Ok(Value::NONE) };
    Ok(fact(&*hmac.0.take(vm)?))
}

static HMAC: ClassDef = ClassDef {
    name: "HMAC",
    module: "_hashlib",
    doc: "The object used to calculate HMAC of a message.",
    subclassable: false,
    methods: &[
        NativeDef::new("update(self, /, msg)", "Update the HMAC object with msg.", |vm, a| {
            let source = source(vm, a.at(1))?;
            let mut state = a.data::<Hmac>().0.take(vm)?;
            feed(vm, &source, &mut |part| state.update(part))?;
            Ok(Value::NONE)
        }),
        NativeDef::new(
            "copy(self, /)",
            "Return a copy (\"clone\") of the HMAC object.",
            |vm, a| {
                let copy = a.data::<Hmac>().0.take(vm)?.copy();
                Ok(of_state(vm, copy))
            },
        ),
        NativeDef::new(
            "digest(self, /)",
            "Return the digest of the bytes passed to the update() method so far.",
            |vm, a| Ok(Bytes::new(a.data::<Hmac>().0.take(vm)?.digest()).into_value()),
        ),
        NativeDef::new(
            "hexdigest(self, /)",
            "Return hexadecimal digest of the bytes passed to the update() method so far.",
            |vm, a| Ok(Value::from(plain_hex(&a.data::<Hmac>().0.take(vm)?.digest()))),
        ),
        NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, a| {
            let name = a.data::<Hmac>().0.take(vm)?.name;
            Ok(Value::from(format!("<{name} HMAC object @ {:#x}>", a[0].bits())))
        }),
    ],
    properties: &[
        PropertyDef {
            name: "name",
            doc: "",
            get: |vm, h| of_keyed(vm, h, |keyed| format!("hmac-{}", keyed.name).into()),
            set: None,
        },
        PropertyDef {
            name: "digest_size",
            doc: "",
            get: |vm, h| of_keyed(vm, h, |keyed| keyed.digest_size.into()),
            set: None,
        },
        PropertyDef {
            name: "block_size",
            doc: "",
            get: |vm, h| of_keyed(vm, h, |keyed| keyed.block_size.into()),
            set: None,
        },
    ],
    ..ClassDef::BASE
};

macro_rules! constructors {
    ($($name:literal)*) => {
        &[
            NativeDef::new(
                "new(name, string=b'', *, usedforsecurity=True)",
                "Return a new hash object using the named algorithm.",
                new,
            ),
            derive::PBKDF2_HMAC,
            derive::SCRYPT,
            NativeDef::new("get_fips_mode()", "Determine the OpenSSL FIPS mode of operation.", |_, _| {
                Ok(Value::small_int(0))
            }),
            NativeDef::new("_hmac_new(name, key, message)", "", hmac_new),
            NativeDef::new("_hmac_digest(name, key, message)", "", hmac_digest),
            $(NativeDef::new(
                concat!("openssl_", $name, "(string=b'', *, usedforsecurity=True)"),
                "Returns a hash object; optionally initialized with a string",
                |vm, a| start(vm, $name, a.opt(0)),
            ),)*
        ]
    };
}

/// `_hashlib`
pub static MODULE: ModuleDef = ModuleDef {
    name: "_hashlib",
    doc: "OpenSSL interface for hashlib module",
    functions: constructors!("md5" "sha1" "sha224" "sha256" "sha384" "sha512" "sha3_224" "sha3_256" "sha3_384" "sha3_512" "shake_128" "shake_256"),
    classes: &[&HASH, &EXTENDABLE_HASH, &HMAC],
    constants: &[("openssl_md_meth_names", |vm| names(vm, Set::new_frozen(vm), &|_| true))],
    source: include_str!("hmac.py"),
    ..ModuleDef::BASE
};
