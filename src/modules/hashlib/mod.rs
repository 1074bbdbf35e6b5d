//! `hashlib`: digests, by the crates of the RustCrypto project.

mod derive;
mod hmac;
mod xxhash;

pub use hmac::MODULE as OPENSSL;
pub use xxhash::MODULE as XXHASH;

use super::ModuleDef;
use crate::event_loop::in_turn::InTurn;
use crate::event_loop::running;
use crate::objects::bytes::{self, Bytes, require};
use crate::objects::native::{
    Args, ClassDef, Native, NativeDef, NativeObject, PropertyDef, tables,
};
use crate::objects::set::Set;
use crate::objects::str::{Str, intern};
use crate::runtime::{Ref, Value};
use crate::text::bytes_ops::plain_hex;
use crate::text::pace::{Ended, PART, Pace};
use crate::vm::{Raised, Vm, VmResult};
use shake::digest::{ExtendableOutput, Update, XofReader};

/// The interface of a hash algorithm.
trait Algorithm {
    fn update(&mut self, data: &[u8]);
    /// The digest; empty if the caller chooses its length.
    fn digest(&self) -> Vec<u8>;
    fn copy(&self) -> Box<dyn Algorithm>;

    /// The digest, of this length if the caller chooses it.
    fn extended(&self, _length: usize, _pace: &dyn Pace) -> Result<Vec<u8>, Ended> {
        Ok(self.digest())
    }
}

impl<D: sha2::Digest + Clone + 'static> Algorithm for D {
    fn update(&mut self, data: &[u8]) {
        sha2::Digest::update(self, data);
    }

    fn digest(&self) -> Vec<u8> {
        self.clone().finalize().to_vec()
    }

    fn copy(&self) -> Box<dyn Algorithm> {
        Box::new(self.clone())
    }
}

/// BLAKE2 is not from RustCrypto, since it needs all parameters at run time.
macro_rules! blake2_algorithm {
    ($name:ident, $library:ident) => {
        struct $name($library::State);

        impl Algorithm for $name {
            fn update(&mut self, data: &[u8]) {
                self.0.update(data);
            }

            fn digest(&self) -> Vec<u8> {
                self.0.finalize().as_bytes().to_vec()
            }

            fn copy(&self) -> Box<dyn Algorithm> {
                Box::new($name(self.0.clone()))
            }
        }
    };
}

blake2_algorithm!(Blake2b, blake2b_simd);
blake2_algorithm!(Blake2s, blake2s_simd);

/// An algorithm whose digest has a length chosen by the caller.
#[derive(Default)]
struct Extendable<D>(D);

impl<D: ExtendableOutput + Update + Clone + 'static> Algorithm for Extendable<D> {
    fn update(&mut self, data: &[u8]) {
        self.0.update(data);
    }

    fn digest(&self) -> Vec<u8> {
        Vec::new()
    }

    fn copy(&self) -> Box<dyn Algorithm> {
        Box::new(Extendable(self.0.clone()))
    }

    fn extended(&self, length: usize, pace: &dyn Pace) -> Result<Vec<u8>, Ended> {
        let mut out = vec![0; length];
        let mut reader = self.0.clone().finalize_xof();
        for part in out.chunks_mut(PART) {
            pace.tick(part.len())?;
            reader.read(part);
        }
        Ok(out)
    }
}

type Make = fn() -> Box<dyn Algorithm>;

/// Names, block sizes in bytes, and constructors.
const ALGORITHMS: &[(&str, i64, Make)] = &[
    ("md5", 64, || Box::new(md5::Md5::default())),
    ("sha1", 64, || Box::new(sha1::Sha1::default())),
    ("sha224", 64, || Box::new(sha2::Sha224::default())),
    ("sha256", 64, || Box::new(sha2::Sha256::default())),
    ("sha384", 128, || Box::new(sha2::Sha384::default())),
    ("sha512", 128, || Box::new(sha2::Sha512::default())),
    ("sha3_224", 144, || Box::new(sha3::Sha3_224::default())),
    ("sha3_256", 136, || Box::new(sha3::Sha3_256::default())),
    ("sha3_384", 104, || Box::new(sha3::Sha3_384::default())),
    ("sha3_512", 72, || Box::new(sha3::Sha3_512::default())),
    ("blake2b", 128, || Box::new(Blake2b(blake2b_simd::State::new()))),
    ("blake2s", 64, || Box::new(Blake2s(blake2s_simd::State::new()))),
    ("sha512_224", 128, || Box::new(sha2::Sha512_224::default())),
    ("sha512_256", 128, || Box::new(sha2::Sha512_256::default())),
    ("shake_128", 168, || Box::new(Extendable(shake::Shake128::default()))),
    ("shake_256", 136, || Box::new(Extendable(shake::Shake256::default()))),
];

/// The object whose bytes are hashed: exporting it may run code of the program.
///
/// # Errors
/// TypeError if it has no bytes.
fn source(vm: &Vm, data: &Value) -> VmResult {
    if data.get::<Str>().is_some() {
        return Err(vm.type_error("Strings must be encoded before hashing"));
    }
    let source = bytes::exported(vm, data)?.unwrap_or_else(|| data.clone());
    if !bytes::is_buffer(&source) {
        return Err(vm.type_error("object supporting the buffer API required"));
    }
    Ok(source)
}

/// Passes the bytes of a [`source`] on in parts, and lets other threads run now and then.
///
/// # Errors
/// KeyboardInterrupt; the trip of a limit.
fn feed(vm: &Vm, source: &Value, update: &mut dyn FnMut(&[u8])) -> VmResult<()> {
    /// Well over a millisecond's work.
    const BETWEEN_OTHERS: usize = 1 << 20;
    let mut at = 0;
    loop {
        let fed = bytes::with(vm, source, |data| {
            let data = data.get(at..).unwrap_or_default();
            let part = &data[..data.len().min(BETWEEN_OTHERS)];
            vm.in_parts(part, &mut *update).map(|()| part.len())
        })?;
        let size = fed.transpose()?.unwrap_or(0);
        if size == 0 {
            return Ok(());
        }
        at += size;
        running(vm).threads.attend(vm);
    }
}

fn extended(vm: &Vm, a: Args<'_>) -> VmResult<Vec<u8>> {
    let length = vm.index_clipped(a.at(1))?;
    let length = usize::try_from(length).map_err(|_| vm.value_error("value must be positive"))?;
    if length >= 1 << 29 {
        return Err(vm.value_error("digest length is too large"));
    }
    vm.reserve(length)?;
    let state = a.data::<Hash>().state.take(vm)?;
    vm.paced(|pace| state.extended(length, pace))
}

/// The data of a hash object.
struct Hash {
    name: &'static str,
    block_size: i64,
    state: InTurn<Box<dyn Algorithm>>,
}

impl NativeObject for Hash {}

impl Hash {
    fn into_value(self, vm: &Vm) -> VmResult {
        let is_extendable = self.digest(vm)?.is_empty();
        let class = vm.class_for(if is_extendable { &EXTENDABLE_HASH } else { &HASH });
        Ok(Native::new(&class, self).into_value())
    }

    fn digest(&self, vm: &Vm) -> VmResult<Vec<u8>> {
        Ok(self.state.take(vm)?.digest())
    }
}

fn unknown(vm: &Vm, name: &str) -> Raised {
    vm.value_error(format!("unsupported hash type {name}"))
}

/// The algorithm with this name, in any of its spellings.
fn find(name: &str) -> Option<&'static (&'static str, i64, Make)> {
    let lower = name.to_ascii_lowercase().replace(['-', '/'], "_");
    let lower = lower.strip_prefix("sha_").map_or(lower.clone(), |n| format!("sha{n}"));
    ALGORITHMS.iter().find(|(known, ..)| *known == lower)
}

fn start(vm: &Vm, name: &str, data: Option<&Value>) -> VmResult {
    let Some((name, block_size, make)) = find(name) else { return Err(unknown(vm, name)) };
    with_state(vm, name, *block_size, make(), data)
}

/// A hash object in this state, fed with the first data.
fn with_state(
    vm: &Vm,
    name: &'static str,
    block_size: i64,
    mut state: Box<dyn Algorithm>,
    data: Option<&Value>,
) -> VmResult {
    if let Some(data) = data {
        feed(vm, &source(vm, data)?, &mut |part| state.update(part))?;
    }
    Hash { name, block_size, state: InTurn::new(state) }.into_value(vm)
}

/// `blake2b` and `blake2s`: name, data, size of the digest, key, salt, person.
fn blake2(vm: &Vm, a: Args<'_>) -> VmResult {
    let big = a[0].get::<Str>().is_some_and(|name| name.as_str() == "blake2b");
    let (most, extra) = if big { (64, 16) } else { (32, 8) };
    let size = vm.index_clipped(a.at(2))?;
    if !(1..=most).contains(&size) {
        let message = format!("digest_size must be between 1 and {most} bytes");
        return Err(vm.value_error(message));
    }
    let mut parts = Vec::new();
    for (i, name, limit) in [(3, "key", most), (4, "salt", extra), (5, "person", extra)] {
        let part = require(vm, a.at(i))?.to_vec();
        if part.len() > limit as usize {
            let message = format!("maximum {name} length is {limit} bytes");
            return Err(vm.value_error(message));
        }
        parts.push(part);
    }
    for part in &mut parts[1..] {
        part.resize(extra as usize, 0);
    }
    macro_rules! state {
        ($name:ident, $library:ident) => {{
            let mut parameters = $library::Params::new();
            parameters.hash_length(size as usize).key(&parts[0]).salt(&parts[1]);
            Box::new($name(parameters.personal(&parts[2]).to_state()))
        }};
    }
    if big {
        with_state(vm, "blake2b", 128, state!(Blake2b, blake2b_simd), a.opt(1))
    } else {
        with_state(vm, "blake2s", 64, state!(Blake2s, blake2s_simd), a.opt(1))
    }
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    match a[0].get::<Str>() {
        Some(name) => start(vm, name.as_str(), a.opt(1)),
        None => Err(vm.type_error("name must be a string")),
    }
}

fn update(vm: &Vm, a: Args<'_>) -> VmResult {
    let source = source(vm, a.at(1))?;
    let mut state = a.data::<Hash>().state.take(vm)?;
    feed(vm, &source, &mut |part| state.update(part))?;
    Ok(Value::NONE)
}

/// The methods of all hash objects.
const SHARED: &[NativeDef] = &[
    NativeDef::new(
        "update(self, obj, /)",
        "Update this hash object's state with the provided string.",
        update,
    ),
    NativeDef::new("copy(self, /)", "Return a copy of the hash object.", |vm, a| {
        let this = a.data::<Hash>();
        let state = InTurn::new(this.state.take(vm)?.copy());
        Hash { name: this.name, block_size: this.block_size, state }.into_value(vm)
    }),
    NativeDef::new("__repr__(self, /)", "Return repr(self).", |vm, a| {
        let (name, class) = (a.data::<Hash>().name, vm.class_of(a.at(0)).name());
        Ok(Value::from(format!("<{name} _hashlib.{class} object @ {:#x}>", a[0].bits())))
    }),
];

static HASH: ClassDef = ClassDef {
    name: "HASH",
    module: "_hashlib",
    doc: "A hash is an object used to calculate a checksum of a string of information.",
    subclassable: false,
    methods: tables![
        SHARED,
        &[
            NativeDef::new(
                "digest(self, /)",
                "Return the digest value as a bytes object.",
                |vm, a| Ok(Bytes::new(a.data::<Hash>().digest(vm)?).into_value()),
            ),
            NativeDef::new(
                "hexdigest(self, /)",
                "Return the digest value as a string of hexadecimal digits.",
                |vm, a| Ok(Value::from(plain_hex(&a.data::<Hash>().digest(vm)?))),
            ),
        ],
    ],
    properties: &[
        PropertyDef {
            name: "name",
            doc: "",
            get: |_, h| Ok(h.native::<Hash>().map_or(Value::NONE, |h| h.name.into())),
            set: None,
        },
        PropertyDef {
            name: "digest_size",
            doc: "",
            get: |vm, h| {
                let digest = h.native::<Hash>().map(|h| h.digest(vm)).transpose()?;
                Ok(Value::from(digest.map_or(0, |digest| digest.len())))
            },
            set: None,
        },
        PropertyDef {
            name: "block_size",
            doc: "",
            get: |_, h| Ok(Value::from(h.native::<Hash>().map_or(0, |h| h.block_size))),
            set: None,
        },
    ],
    ..ClassDef::BASE
};

/// Hash objects whose digest has a length chosen by the caller.
static EXTENDABLE_HASH: ClassDef = ClassDef {
    name: "HASHXOF",
    methods: tables![
        SHARED,
        &[
            NativeDef::new(
                "digest(self, /, length)",
                "Return the digest value as a bytes object.",
                |vm, a| Ok(Bytes::new(extended(vm, a)?).into_value()),
            ),
            NativeDef::new(
                "hexdigest(self, /, length)",
                "Return the digest value as a string of hexadecimal digits.",
                |vm, a| Ok(Value::from(plain_hex(&extended(vm, a)?))),
            ),
        ],
    ],
    ..HASH
};

macro_rules! constructors {
    ($($name:literal)*) => {
        &[
            NativeDef::new(
                "_blake2(name, data, digest_size, key, salt, person)",
                "Return a new BLAKE2 hash object.",
                blake2,
            ),
            derive::PBKDF2_HMAC,
            derive::SCRYPT,
            NativeDef::new("new(name, data=b'', *, usedforsecurity=True)", "Return a new hashing object using the named algorithm.", new),
            $(NativeDef::new(
                concat!($name, "(string=b'', *, usedforsecurity=True)"),
                "Returns a hash object; optionally initialized with a string",
                |vm, a| start(vm, $name, a.opt(0)),
            ),)*
        ]
    };
}

/// The algorithms that are there on any system.
fn guaranteed(vm: &Vm) -> Value {
    names(vm, Set::new(), &|name| !name.starts_with("sha512_"))
}

fn available(vm: &Vm) -> Value {
    names(vm, Set::new(), &|_| true)
}

/// The set with the names of these algorithms.
fn names(vm: &Vm, set: Ref<Set>, is_among: &dyn Fn(&str) -> bool) -> Value {
    for (name, ..) in ALGORITHMS.iter().filter(|(name, ..)| is_among(name)) {
        // Strings hash and compare without the program's code.
        let _ = set.add(vm, intern(name).into_value());
    }
    set.into_value()
}

/// `hashlib`
pub static MODULE: ModuleDef = ModuleDef {
    name: "hashlib",
    doc: "hashlib module - A common interface to many hash functions.",
    functions: constructors!("md5" "sha1" "sha224" "sha256" "sha384" "sha512" "sha3_224" "sha3_256" "sha3_384" "sha3_512" "shake_128" "shake_256"),
    constants: &[("algorithms_guaranteed", guaranteed), ("algorithms_available", available)],
    source: include_str!("hashlib.py"),
    ..ModuleDef::BASE
};
