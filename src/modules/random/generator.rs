//! The generators behind `Random` and `SystemRandom`: seeds, states and random bits.

use super::SYSTEM;
use super::numbers::Numbers;
use crate::objects::bytes::{self, Bytes};
use crate::objects::exception::Exc;
use crate::objects::float::require;
use crate::objects::int::{from_big, is_int, to_big, to_i64};
use crate::objects::native::{Args, Native, NativeObject};
use crate::objects::scalar::{class_argument, raised};
use crate::objects::sequence::check_room;
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::text::int::{ByteOrder, to_bytes};
use crate::text::mersenne::Mersenne;
use crate::vm::{Raised, Vm, VmResult};
use num_bigint::{BigInt, BigUint, Sign};
use num_traits::ToPrimitive;
use sha2::{Digest, Sha512};
use std::cell::{Cell, RefCell};

/// The data of a `Random`.
pub struct Generator {
    /// None for numbers of the operating system (`SystemRandom`).
    pub(super) twister: Option<RefCell<Mersenne>>,
    /// The second number of a pair made by `gauss`.
    pub(super) spare: Cell<Option<f64>>,
}

impl NativeObject for Generator {}

/// Random bytes of the operating system.
///
/// # Errors
/// OSError if the system has none.
pub fn system_bytes(vm: &Vm, count: usize) -> VmResult<Vec<u8>> {
    let mut bytes = vm.repeated(&[0], count)?;
    if let Some(seeds) = vm.extension_if_made::<Seeds>()
        && let Some(system) = &mut *seeds.system.borrow_mut()
    {
        vm.in_parts_mut(&mut bytes, |part| {
            part.fill_with(|| system.bits(8).into_big().to_u8().unwrap_or(0));
        })?;
        return Ok(bytes);
    }
    let mut filled = Ok(());
    vm.in_parts_mut(&mut bytes, |part| {
        if filled.is_ok() {
            filled = getrandom::fill(part);
        }
    })?;
    match filled {
        Ok(()) => Ok(bytes),
        Err(error) => Err(vm.error(Exc::OSError, error.to_string())),
    }
}

/// Seeds from the host in place of the system's random bytes, for programs that repeat.
#[derive(Default)]
pub struct Seeds {
    seed: Cell<Option<u64>>,
    /// The number of generators seeded with it.
    count: Cell<u32>,
    /// The source of the system's random bytes; none for the system itself.
    system: RefCell<Option<Mersenne>>,
}

impl Seeds {
    /// Makes generators without a seed depend on this one. The first one uses it directly.
    pub fn set(&self, seed: u64) {
        self.seed.set(Some(seed));
    }

    /// Makes the system's random bytes depend on the seed, too.
    pub fn set_all(&self, seed: u64) {
        self.set(seed);
        *self.system.borrow_mut() = Some(Mersenne::from_key(&[seed as u32, (seed >> 32) as u32]));
    }

    fn next(&self) -> Option<Mersenne> {
        let seed = self.seed.get()?;
        let count = self.count.replace(self.count.get().wrapping_add(1));
        Some(match count {
            0 => Mersenne::from_int(&BigInt::from(seed)),
            _ => Mersenne::from_key(&[seed as u32, (seed >> 32) as u32, count]),
        })
    }
}

/// A twister without a seed of the program's.
fn unseeded(vm: &Vm) -> VmResult<Mersenne> {
    if let Some(twister) = vm.extension_if_made::<Seeds>().and_then(|seeds| seeds.next()) {
        return Ok(twister);
    }
    let key: Vec<u32> = system_bytes(vm, 2496)?
        .chunks_exact(4)
        .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
        .collect();
    Ok(Mersenne::from_key(&key))
}

/// The twister for a seed.
fn seeded(vm: &Vm, seed: Option<&Value>, version: i64) -> VmResult<Mersenne> {
    let Some(seed) = seed.filter(|s| !s.is_none()) else { return unseeded(vm) };
    if let Some(int) = to_big(seed).filter(|_| is_int(seed)) {
        return vm.paced(|pace| Mersenne::from_long_int(&int, pace));
    }
    if let Some(x) = seed.as_float() {
        let hash = crate::text::hash::hash_float(x).unwrap_or(0) as u64;
        return Ok(Mersenne::from_int(&BigInt::from(hash)));
    }
    let text = seed.get::<Str>();
    if version == 1
        && let Some(text) = text
    {
        let mut chars = text.as_str().chars().map(u64::from);
        let mut x = text.as_str().chars().next().map_or(0, |c| u64::from(c) << 7);
        chars.by_ref().for_each(|c| x = 1_000_003u64.wrapping_mul(x) ^ c);
        x ^= text.len() as u64;
        return Ok(Mersenne::from_int(&BigInt::from(if x == u64::MAX { u64::MAX - 1 } else { x })));
    }
    let bytes = match text {
        Some(text) => Some(vm.copied(text.as_str().as_bytes())?),
        None => bytes::copied(vm, seed)?,
    };
    let Some(mut bytes) = bytes else {
        return Err(vm.type_error(
            "The only supported seed types are:\nNone, int, float, str, bytes, and bytearray.",
        ));
    };
    let mut state = Sha512::new();
    vm.in_parts(&bytes, |part| state.update(part))?;
    bytes.extend_from_slice(&state.finalize());
    let number = BigInt::from_bytes_be(Sign::Plus, &bytes);
    vm.paced(|pace| Mersenne::from_long_int(&number, pace))
}

pub(super) fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = class_argument(a);
    let system = class.is_subclass_of(&vm.class_for(&SYSTEM));
    let twister = (!system).then(|| RefCell::new(Mersenne::unseeded()));
    Ok(Native::new(class, Generator { twister, spare: Cell::new(None) }).into_value())
}

pub(super) fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    vm.call_method(a.at(0), &intern("seed"), &[a.opt(1).cloned().unwrap_or(Value::NONE)])?;
    Ok(Value::NONE)
}

pub(super) fn seed(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Generator>();
    this.spare.set(None);
    if let Some(twister) = &this.twister {
        let version = a.opt(2).map_or(Ok(2), |v| vm.index_clipped(v))?;
        let new = seeded(vm, a.opt(1), version)?;
        twister.replace(new);
    }
    Ok(Value::NONE)
}

fn no_state(vm: &Vm) -> Raised {
    vm.error(Exc::NotImplementedError, "System entropy source does not have state.")
}

pub(super) fn getstate(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Generator>();
    let Some(twister) = &this.twister else { return Err(no_state(vm)) };
    let words: Vec<Value> = {
        let twister = twister.borrow();
        let (words, index) = twister.state();
        let words = words.iter().map(|w| Value::from(i64::from(*w)));
        words.chain([Value::from(index)]).collect()
    };
    let spare = this.spare.get().map_or(Value::NONE, Value::float);
    Ok(Tuple::new([Value::small_int(3), Tuple::new(words).into_value(), spare]).into_value())
}

pub(super) fn setstate(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Generator>();
    let Some(twister) = &this.twister else { return Err(no_state(vm)) };
    let items = vm.to_vec(a.at(1))?;
    let [version, words, spare] = &items[..] else {
        return Err(vm.value_error(format!(
            "not enough values to unpack (expected 3, got {})",
            items.len()
        )));
    };
    if to_i64(version) != Some(3) {
        return Err(vm.value_error(format!(
            "state with version {} passed to Random.setstate() of version 3",
            vm.repr_text(version)
        )));
    }
    let Some(words) = words.get::<Tuple>() else {
        return Err(vm.type_error("state vector must be a tuple"));
    };
    let mut words: Vec<i64> = words.items().iter().filter_map(to_i64).collect();
    let index = words.pop().unwrap_or(0);
    let words: Vec<u32> = words.iter().map(|w| *w as u32).collect();
    if words.len() != 624 {
        return Err(vm.value_error("state vector is the wrong size"));
    }
    match Mersenne::from_state(&words, index as usize) {
        Some(new) => drop(twister.replace(new)),
        None => return Err(vm.value_error("invalid state")),
    }
    this.spare.set(if spare.is_none() { None } else { Some(require(vm, spare)?) });
    Ok(Value::NONE)
}

pub(super) fn random(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Generator>();
    if let Some(twister) = &this.twister {
        return Ok(Value::float(twister.borrow_mut().random()));
    }
    let bytes = system_bytes(vm, 7)?;
    let bits = bytes.iter().fold(0u64, |n, b| n << 8 | u64::from(*b)) >> 3;
    Ok(Value::float(bits as f64 * (-53f64).exp2()))
}

pub(super) fn getrandbits(vm: &Vm, a: Args<'_>) -> VmResult {
    let count = vm.index(a.at(1))?;
    let count = to_i64(&count)
        .ok_or_else(|| vm.overflow_error("Python int too large to convert to C int"))?;
    if count < 0 {
        return Err(vm.value_error("number of bits must be non-negative"));
    }
    if count > 1 << 36 {
        return Err(vm.error(Exc::MemoryError, ""));
    }
    Ok(from_big(bits(vm, a.data::<Generator>(), count as u64)?))
}

/// `count` random bits of a generator.
pub(super) fn bits(vm: &Vm, generator: &Generator, count: u64) -> VmResult<BigInt> {
    let Some(twister) = &generator.twister else {
        let bytes = system_bytes(vm, count.div_ceil(8) as usize)?;
        let spare = bytes.len() as u64 * 8 - count;
        return Ok(BigInt::from_bytes_be(Sign::Plus, &bytes) >> spare);
    };
    let mut twister = twister.borrow_mut();
    if count <= 64 {
        return Ok(twister.small_bits(count as u32).into());
    }
    let words = (0..count.div_ceil(32)).map(|at| twister.word_of_bits(count - 32 * at));
    Ok(BigInt::from_biguint(Sign::Plus, BigUint::new(vm.collect(words)?)))
}

pub(super) fn randbytes(vm: &Vm, a: Args<'_>) -> VmResult {
    let count = vm.index_clipped(a.at(1))?;
    if count < 0 {
        return Err(vm.value_error("number of bits must be non-negative"));
    }
    check_room(vm, count as usize)?;
    let numbers = Numbers::of(vm, a.at(0));
    let bytes = match &a.data::<Generator>().twister {
        _ if numbers.has_own_bits() => {
            let drawn = numbers.bits(count as u64 * 8)?;
            vm.paced(|pace| to_bytes(&drawn, count, ByteOrder::Little, false, pace))?
                .map_err(|e| raised(vm, e))?
        }
        Some(twister) => {
            let mut bytes = vm.repeated(&[0], count as usize)?;
            vm.in_parts_mut(&mut bytes, |part| twister.borrow_mut().fill(part))?;
            bytes
        }
        None => system_bytes(vm, count as usize)?,
    };
    Ok(Bytes::new(bytes).into_value())
}
