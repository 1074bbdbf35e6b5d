//! `random`: the Mersenne Twister, and distributions drawn in CPython's order.

use super::ModuleDef;
use crate::objects::bytes::buffer;
use crate::objects::float::require;
use crate::objects::int::{from_big, is_int, to_big, to_i64};
use crate::objects::list::List;
use crate::objects::native::{Args, ClassDef, Native, NativeDef, NativeObject};
use crate::objects::scalar::{class_argument, raised};
use crate::objects::str::{Str, intern};
use crate::objects::tuple::Tuple;
use crate::runtime::{Kind, Value};
use crate::text::mersenne::Mersenne;
use crate::text::random_dist::{self as dist, Source};
use crate::vm::{Raised, Vm, VmResult};
use hob_grammar::ast::BinaryOp;
use num_bigint::{BigInt, Sign};
use num_traits::{Signed, ToPrimitive};
use sha2::{Digest, Sha512};
use std::cell::{Cell, RefCell};

/// The data of a `Random`.
struct Generator {
    /// None for numbers of the operating system (`SystemRandom`).
    twister: Option<RefCell<Mersenne>>,
    /// The second number of a pair that `gauss` made.
    spare: Cell<Option<f64>>,
}

impl NativeObject for Generator {}

/// Random bytes of the operating system.
///
/// # Errors
/// OSError if it has none.
pub fn system_bytes(vm: &Vm, count: usize) -> VmResult<Vec<u8>> {
    let mut bytes = vm.vec_with_capacity(count)?;
    bytes.resize(count, 0);
    // The result is a copy.
    vm.reserve(count)?;
    if let Some(seeds) = vm.extension_if_made::<Seeds>()
        && let Some(system) = &mut *seeds.system.borrow_mut()
    {
        bytes.fill_with(|| system.bits(8).into_big().to_u8().unwrap_or(0));
        return Ok(bytes);
    }
    match getrandom::fill(&mut bytes) {
        Ok(()) => Ok(bytes),
        Err(error) => Err(vm.error(crate::objects::exception::Exc::OSError, error.to_string())),
    }
}

/// The random numbers of an instance: from its own generator, or from methods of a derived class.
struct Numbers<'a> {
    vm: &'a Vm,
    object: &'a Value,
    /// `random` of a derived class.
    random: bool,
    /// `getrandbits` of a derived class.
    bits: bool,
    /// The first exception raised by the program's methods. From then on the numbers come from
    /// elsewhere, so that every algorithm terminates.
    error: Option<Raised>,
    fallback: Option<Box<Mersenne>>,
}

impl<'a> Numbers<'a> {
    fn of(vm: &'a Vm, object: &'a Value) -> Numbers<'a> {
        let class = vm.class_ref(object);
        let own = |name: &str| {
            class.is_heap
                && class
                    .lookup(&intern(name))
                    .is_some_and(|f| f.kind() != Some(Kind::NativeFunction))
        };
        Numbers {
            vm,
            object,
            random: own("random"),
            bits: own("getrandbits"),
            error: None,
            fallback: None,
        }
    }

    fn fallback(&mut self) -> &mut Mersenne {
        self.fallback.get_or_insert_with(|| Box::new(Mersenne::from_int(&BigInt::from(0))))
    }

    fn finish<T>(self, result: T) -> VmResult<T> {
        match self.error {
            Some(error) => Err(error),
            None => Ok(result),
        }
    }

    fn call(&mut self, name: &str, args: &[Value]) -> Option<Value> {
        if self.error.is_some() {
            return None;
        }
        match self.vm.call_method(self.object, &intern(name), args) {
            Ok(value) => Some(value),
            Err(error) => {
                self.error = Some(error);
                None
            }
        }
    }

    fn big_bits(&mut self, count: u64) -> BigInt {
        if self.bits {
            let drawn = self.call("getrandbits", &[Value::from(count as i64)]);
            return match drawn.as_ref().and_then(to_big) {
                Some(drawn) => drawn.into_owned(),
                None => self.fallback().bits(count).into_big(),
            };
        }
        match self.object.native::<Generator>().and_then(|g| g.twister.as_ref()) {
            Some(twister) => twister.borrow_mut().bits(count).into_big(),
            None => match system_bytes(self.vm, count.div_ceil(8) as usize) {
                Ok(bytes) => {
                    let spare = bytes.len() as u64 * 8 - count;
                    BigInt::from_bytes_be(Sign::Plus, &bytes) >> spare
                }
                Err(error) => {
                    self.error.get_or_insert(error);
                    self.fallback().bits(count).into_big()
                }
            },
        }
    }

    fn below_big(&mut self, n: &BigInt) -> BigInt {
        if let Some(small) = n.to_u64() {
            return BigInt::from(self.below(small));
        }
        loop {
            let candidate = self.big_bits(n.bits());
            if candidate < *n {
                return candidate;
            }
        }
    }
}

impl Source for Numbers<'_> {
    fn random(&mut self) -> f64 {
        if self.random {
            let drawn = self.call("random", &[]);
            return match drawn.map(|drawn| require(self.vm, &drawn)) {
                Some(Ok(drawn)) => drawn,
                Some(Err(error)) => {
                    self.error = Some(error);
                    self.fallback().random()
                }
                None => self.fallback().random(),
            };
        }
        match self.object.native::<Generator>().and_then(|g| g.twister.as_ref()) {
            Some(twister) => twister.borrow_mut().random(),
            None => self.big_bits(53).to_f64().unwrap_or(0.0) * (-53f64).exp2(),
        }
    }

    fn below(&mut self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        if self.random && !self.bits {
            // Only `random` is the program's own: its numbers are all there is.
            let limit = (1u64 << 53) as f64;
            if n >= 1 << 53 {
                return (self.random() * n as f64) as u64;
            }
            let most = (limit - limit % n as f64) / limit;
            let mut r = self.random();
            while r >= most {
                r = self.random();
            }
            return (r * limit) as u64 % n;
        }
        if let (false, Some(generator)) = (self.bits, self.object.native::<Generator>())
            && let Some(twister) = &generator.twister
        {
            return twister.borrow_mut().below(n);
        }
        let bits = u64::from(64 - n.leading_zeros());
        loop {
            match self.big_bits(bits).to_u64() {
                Some(drawn) if drawn < n => return drawn,
                _ => {}
            }
        }
    }
}

/// Seeds that the host has given in place of the system's random bytes, for programs that repeat.
#[derive(Default)]
pub struct Seeds {
    seed: Cell<Option<u64>>,
    /// The number of generators seeded with it.
    count: Cell<u32>,
    /// The source of the system's random bytes; none for the system itself.
    system: RefCell<Option<Mersenne>>,
}

impl Seeds {
    /// Has generators without a seed depend on this one. The first has it itself.
    pub fn set(&self, seed: u64) {
        self.seed.set(Some(seed));
    }

    /// Has the system's random bytes depend on the seed, too.
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
        return Ok(Mersenne::from_int(&int.abs()));
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
        Some(text) => Some(text.as_str().as_bytes().to_vec()),
        None => buffer(seed).map(|b| b.to_vec()),
    };
    let Some(mut bytes) = bytes else {
        return Err(vm.type_error(
            "The only supported seed types are:\nNone, int, float, str, bytes, and bytearray.",
        ));
    };
    let digest = Sha512::digest(&bytes);
    bytes.extend_from_slice(&digest);
    Ok(Mersenne::from_int(&BigInt::from_bytes_be(Sign::Plus, &bytes)))
}

fn new(vm: &Vm, a: Args<'_>) -> VmResult {
    let class = class_argument(a);
    let system = class.is_subclass_of(&vm.class_for(&SYSTEM));
    let twister = (!system).then(|| RefCell::new(Mersenne::unseeded()));
    Ok(Native::new(class, Generator { twister, spare: Cell::new(None) }).into_value())
}

fn init(vm: &Vm, a: Args<'_>) -> VmResult {
    vm.call_method(a.at(0), &intern("seed"), &[a.opt(1).cloned().unwrap_or(Value::NONE)])?;
    Ok(Value::NONE)
}

fn seed(vm: &Vm, a: Args<'_>) -> VmResult {
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
    vm.error(
        crate::objects::exception::Exc::NotImplementedError,
        "System entropy source does not have state.",
    )
}

fn getstate(vm: &Vm, a: Args<'_>) -> VmResult {
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

fn setstate(vm: &Vm, a: Args<'_>) -> VmResult {
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

fn random(vm: &Vm, a: Args<'_>) -> VmResult {
    let this = a.data::<Generator>();
    if let Some(twister) = &this.twister {
        return Ok(Value::float(twister.borrow_mut().random()));
    }
    let bytes = system_bytes(vm, 7)?;
    let bits = bytes.iter().fold(0u64, |n, b| n << 8 | u64::from(*b)) >> 3;
    Ok(Value::float(bits as f64 * (-53f64).exp2()))
}

fn getrandbits(vm: &Vm, a: Args<'_>) -> VmResult {
    let count = vm.index(a.at(1))?;
    let count = to_i64(&count)
        .ok_or_else(|| vm.overflow_error("Python int too large to convert to C int"))?;
    if count < 0 {
        return Err(vm.value_error("number of bits must be non-negative"));
    }
    if count > 1 << 36 {
        return Err(vm.error(crate::objects::exception::Exc::MemoryError, ""));
    }
    vm.reserve(count as usize / 8)?;
    let this = a.data::<Generator>();
    match &this.twister {
        Some(twister) => Ok(from_big(twister.borrow_mut().bits(count as u64).into_big())),
        None => {
            let mut numbers = Numbers::of(vm, a.at(0));
            numbers.bits = false;
            let drawn = numbers.big_bits(count as u64);
            numbers.finish(from_big(drawn))
        }
    }
}

fn randbytes(vm: &Vm, a: Args<'_>) -> VmResult {
    let count = vm.index_clipped(a.at(1))?;
    if count < 0 {
        return Err(vm.value_error("number of bits must be non-negative"));
    }
    crate::objects::sequence::check_room(vm, count as usize)?;
    let mut numbers = Numbers::of(vm, a.at(0));
    let drawn = numbers.big_bits(count as u64 * 8);
    let mut bytes = drawn.to_bytes_le().1;
    bytes.resize(count as usize, 0);
    numbers.finish(Value::from(&bytes[..]))
}

fn index(vm: &Vm, value: &Value) -> VmResult<BigInt> {
    let index = vm.index(value)?;
    Ok(to_big(&index).map(|i| i.into_owned()).unwrap_or_default())
}

fn randrange(vm: &Vm, a: Args<'_>) -> VmResult {
    let start = index(vm, a.at(1))?;
    let mut numbers = Numbers::of(vm, a.at(0));
    let one = BigInt::from(1);
    let step = a.opt(3).map_or(Ok(one.clone()), |s| index(vm, s))?;
    let Some(stop) = a.some(2) else {
        if a.opt(3).is_some() {
            return Err(vm.type_error("Missing a non-None stop argument"));
        }
        if !start.is_positive() {
            return Err(vm.value_error("empty range for randrange()"));
        }
        let drawn = numbers.below_big(&start);
        return numbers.finish(from_big(drawn));
    };
    let stop = index(vm, stop)?;
    let width = &stop - &start;
    let count = match step.sign() {
        Sign::NoSign => return Err(vm.value_error("zero step for randrange()")),
        Sign::Plus => num_integer::Integer::div_floor(&(width + &step - &one), &step),
        Sign::Minus => num_integer::Integer::div_floor(&(width + &step + &one), &step),
    };
    if !count.is_positive() {
        let shown = if step == one { String::new() } else { format!(", {step}") };
        return Err(vm.value_error(format!("empty range in randrange({start}, {stop}{shown})")));
    }
    let drawn = numbers.below_big(&count);
    numbers.finish(from_big(start + step * drawn))
}

fn randint(vm: &Vm, a: Args<'_>) -> VmResult {
    let after = vm.binary(BinaryOp::Add, a.at(2), &Value::small_int(1))?;
    randrange(vm, Args::new(&[a[0].clone(), a[1].clone(), after]))
}

fn choice(vm: &Vm, a: Args<'_>) -> VmResult {
    let length = vm.len(a.at(1))?;
    let mut numbers = Numbers::of(vm, a.at(0));
    let at = dist::choice(&mut numbers, length).map_err(|e| raised(vm, e))?;
    let at = numbers.finish(at)?;
    vm.get_item(a.at(1), &Value::from(at))
}

fn shuffle(vm: &Vm, a: Args<'_>) -> VmResult {
    let length = vm.len(a.at(1))?;
    let mut swaps = vm.vec_with_capacity(length)?;
    vm.afford_items(length, 30)?;
    let mut numbers = Numbers::of(vm, a.at(0));
    dist::shuffle(&mut numbers, length, |i, j| swaps.push((i, j)));
    numbers.finish(())?;
    if let Some(list) = a[1].get_exact::<List>() {
        let mut items = list.borrow_mut();
        if items.len() == length {
            swaps.into_iter().for_each(|(i, j)| items.swap(i, j));
        }
        return Ok(Value::NONE);
    }
    for (i, j) in swaps {
        let (i, j) = (Value::from(i), Value::from(j));
        let (x, y) = (vm.get_item(a.at(1), &i)?, vm.get_item(a.at(1), &j)?);
        vm.set_item(a.at(1), &i, y)?;
        vm.set_item(a.at(1), &j, x)?;
    }
    Ok(Value::NONE)
}

fn items_at(vm: &Vm, sequence: &Value, indices: impl IntoIterator<Item = usize>) -> VmResult {
    let indices = indices.into_iter();
    let mut items = vm.vec_with_capacity(indices.size_hint().0)?;
    for index in indices {
        items.push(vm.get_item(sequence, &Value::from(index))?);
    }
    Ok(List::new(items).into_value())
}

fn sample(vm: &Vm, a: Args<'_>) -> VmResult {
    let population = a.at(1);
    let is_set = matches!(population.kind(), Some(Kind::Set | Kind::Dict | Kind::DictView));
    if is_set || !vm.class_ref(population).has("__getitem__") {
        return Err(
            vm.type_error("Population must be a sequence.  For dicts or sets, use sorted(d).")
        );
    }
    let length = vm.len(population)?;
    let count = vm.index_clipped(a.at(2))?;
    let mut numbers = Numbers::of(vm, a.at(0));
    if usize::try_from(count).is_ok_and(|count| count <= length) {
        vm.reserve_items::<[usize; 4]>(count as usize)?;
    }
    let Some(counts) = a.some(3) else {
        vm.reserve_items::<usize>(count.max(0) as usize)?;
        vm.afford_items(count.max(0) as usize, 300)?;
        let chosen = dist::sample(&mut numbers, length, count).map_err(|e| raised(vm, e))?;
        let chosen = numbers.finish(chosen)?;
        return items_at(vm, population, chosen);
    };
    let mut total = 0i64;
    let mut cumulative = Vec::new();
    for count in vm.to_vec(counts)? {
        let count = to_i64(&count).ok_or_else(|| vm.type_error("Counts must be integers"))?;
        total = total.saturating_add(count);
        cumulative.push(total);
    }
    if cumulative.len() != length {
        return Err(vm.value_error("The number of counts does not match the population"));
    }
    if total < 0 {
        return Err(vm.value_error("Counts must be non-negative"));
    }
    let chosen = dist::sample(&mut numbers, total as usize, count).map_err(|e| raised(vm, e))?;
    let chosen = numbers.finish(chosen)?;
    items_at(
        vm,
        population,
        chosen.into_iter().map(|i| cumulative.partition_point(|c| *c <= i as i64)),
    )
}

fn choices(vm: &Vm, a: Args<'_>) -> VmResult {
    let length = vm.len(a.at(1))?;
    let count = a.opt(4).map_or(Ok(1), |k| vm.index_clipped(k))?.max(0) as usize;
    let mut numbers = Numbers::of(vm, a.at(0));
    let cumulative = match (a.some(2), a.some(3)) {
        (None, None) => {
            let mut chosen = vm.vec_with_capacity::<usize>(count)?;
            for _ in 0..count {
                vm.tick(1)?;
                chosen.push(dist::choice_with_replacement(&mut numbers, length));
            }
            let chosen = numbers.finish(chosen)?;
            return items_at(vm, a.at(1), chosen);
        }
        (Some(weights), _) if is_int(weights) => {
            return Err(vm.type_error(format!(
                "The number of choices must be a keyword argument: k={}",
                vm.repr_text(weights)
            )));
        }
        (Some(_), Some(_)) => {
            return Err(vm.type_error("Cannot specify both weights and cumulative weights"));
        }
        (Some(weights), None) => {
            let mut sums: Vec<Value> = Vec::new();
            for weight in vm.to_vec(weights)? {
                let sum = match sums.last() {
                    Some(last) => vm.binary(BinaryOp::Add, last, &weight)?,
                    None => weight,
                };
                sums.push(sum);
            }
            sums
        }
        (None, Some(cumulative)) => vm.to_vec(cumulative)?,
    };
    if cumulative.len() != length {
        return Err(vm.value_error("The number of weights does not match the population"));
    }
    let cumulative: VmResult<Vec<f64>> = cumulative.iter().map(|w| require(vm, w)).collect();
    let cumulative = cumulative?;
    match cumulative.last() {
        Some(total) => dist::check_total(*total).map_err(|e| raised(vm, e))?,
        None => return Err(vm.index_error("list index out of range")),
    }
    let chosen: Vec<usize> =
        (0..count).map(|_| dist::weighted_choice(&mut numbers, &cumulative)).collect();
    let chosen = numbers.finish(chosen)?;
    items_at(vm, a.at(1), chosen)
}

/// Draws a float with up to two parameters, whose defaults are given.
fn draw(
    vm: &Vm,
    a: Args<'_>,
    defaults: [f64; 2],
    body: fn(&mut Numbers<'_>, f64, f64) -> crate::text::Result<f64>,
) -> VmResult {
    let x = a.opt(1).map_or(Ok(defaults[0]), |v| require(vm, v))?;
    let y = a.opt(2).map_or(Ok(defaults[1]), |v| require(vm, v))?;
    let mut numbers = Numbers::of(vm, a.at(0));
    let drawn = body(&mut numbers, x, y).map_err(|e| raised(vm, e))?;
    numbers.finish(Value::float(drawn))
}

fn gauss(vm: &Vm, a: Args<'_>) -> VmResult {
    let mu = a.opt(1).map_or(Ok(0.0), |v| require(vm, v))?;
    let sigma = a.opt(2).map_or(Ok(1.0), |v| require(vm, v))?;
    let this = a.data::<Generator>();
    let mut spare = this.spare.take();
    let mut numbers = Numbers::of(vm, a.at(0));
    let drawn = dist::gauss(&mut numbers, &mut spare, mu, sigma);
    this.spare.set(spare);
    numbers.finish(Value::float(drawn))
}

fn triangular(vm: &Vm, a: Args<'_>) -> VmResult {
    let low = a.opt(1).map_or(Ok(0.0), |v| require(vm, v))?;
    let high = a.opt(2).map_or(Ok(1.0), |v| require(vm, v))?;
    let mode = a.some(3).map(|v| require(vm, v)).transpose()?;
    let mut numbers = Numbers::of(vm, a.at(0));
    let drawn = dist::triangular(&mut numbers, low, high, mode);
    numbers.finish(Value::float(drawn))
}

/// Successes in `n` trials with probability `p` up to one half.
fn binomial(source: &mut impl Source, n: f64, p: f64) -> f64 {
    if n * p < 10.0 {
        // Gaps between successes have a geometric distribution (Devroye).
        let (mut successes, mut trials) = (0.0, 0.0);
        let c = (1.0 - p).log2();
        loop {
            if c == 0.0 {
                break;
            }
            trials += (source.random().log2() / c).floor() + 1.0;
            if trials > n {
                break;
            }
            successes += 1.0;
        }
        return successes;
    }
    // Transformed rejection with squeeze (Hörmann, "The generation of binomial random variates").
    let deviation = (n * p * (1.0 - p)).sqrt();
    let b = 1.15 + 2.53 * deviation;
    let a = -0.0873 + 0.0248 * b + 0.01 * p;
    let c = n * p + 0.5;
    let sure = 0.92 - 4.2 / b;
    let ln_factorial = |k: f64| super::math::ln_gamma(k + 1.0).unwrap_or(f64::INFINITY);
    loop {
        let u = source.random() - 0.5;
        let distance = 0.5 - u.abs();
        let k = ((2.0 * a / distance + b) * u + c).floor();
        if k < 0.0 || k > n {
            continue;
        }
        let mut v = source.random();
        if distance >= 0.07 && v <= sure {
            return k;
        }
        let mode = ((n + 1.0) * p).floor();
        v *= (2.83 + 5.1 / b) * deviation / (a / (distance * distance) + b);
        let height = ln_factorial(mode) + ln_factorial(n - mode);
        let odds = (p / (1.0 - p)).ln();
        if v.ln() <= height - ln_factorial(k) - ln_factorial(n - k) + (k - mode) * odds {
            return k;
        }
    }
}

fn binomialvariate(vm: &Vm, a: Args<'_>) -> VmResult {
    let n = a.opt(1).map_or(Ok(1), |n| vm.index_clipped(n))?;
    let p = a.opt(2).map_or(Ok(0.5), |p| require(vm, p))?;
    if n < 0 {
        return Err(vm.value_error("n must be non-negative"));
    }
    if p == 0.0 || p == 1.0 {
        return Ok(Value::from(if p == 0.0 { 0 } else { n }));
    }
    if !(0.0..=1.0).contains(&p) {
        return Err(vm.value_error("p must be in the range 0.0 <= p <= 1.0"));
    }
    let mut numbers = Numbers::of(vm, a.at(0));
    let drawn = if n == 1 {
        i64::from(numbers.random() < p)
    } else if p > 0.5 {
        n - binomial(&mut numbers, n as f64, 1.0 - p) as i64
    } else {
        binomial(&mut numbers, n as f64, p) as i64
    };
    numbers.finish(Value::from(drawn))
}

fn randbelow(vm: &Vm, a: Args<'_>) -> VmResult {
    let n = index(vm, a.at(1))?;
    let mut numbers = Numbers::of(vm, a.at(0));
    let drawn = numbers.below_big(&n);
    numbers.finish(from_big(drawn))
}

/// `random.Random`
static RANDOM: ClassDef = ClassDef {
    name: "Random",
    module: "random",
    doc: "Random number generator base class used by bound module functions.",
    has_dict: true,
    methods: &[
        NativeDef::new("__reduce__(self, /)", "Helper for pickle.", |vm, a| {
            let state = vm.call_method(a.at(0), &intern("getstate"), &[])?;
            let class = vm.class_of(a.at(0)).into_value();
            Ok(Tuple::new([class, Tuple::empty().into_value(), state]).into_value())
        }),
        NativeDef::new("__setstate__(self, state, /)", "Helper for pickle.", |vm, a| {
            vm.call_method(a.at(0), &intern("setstate"), std::slice::from_ref(a.at(1)))
        }),
        NativeDef::static_method("__new__(cls, /, *args, **kwargs)", "Create a new object.", new),
        NativeDef::new("__init__(self, x=None)", "Initialize an instance.", init),
        NativeDef::new(
            "seed(self, a=None, version=2)",
            "Initialize internal state from a seed.",
            seed,
        ),
        NativeDef::new(
            "getstate(self)",
            "Return internal state; can be passed to setstate() later.",
            getstate,
        ),
        NativeDef::new(
            "setstate(self, state)",
            "Restore internal state from object returned by getstate().",
            setstate,
        ),
        NativeDef::new("random(self, /) -> float", "random() -> x in the interval [0, 1).", random),
        NativeDef::new(
            "getrandbits(self, k, /)",
            "getrandbits(k) -> x.  Generates an int with k random bits.",
            getrandbits,
        ),
        NativeDef::new("randbytes(self, n)", "Generate n random bytes.", randbytes),
        NativeDef::new("_randbelow(self, n)", "Return a random int in the range [0,n).", randbelow),
        NativeDef::new(
            "randrange(self, start, stop=None, step=1) -> int",
            "Choose a random item from range(stop) or range(start, stop[, step]).",
            randrange,
        ),
        NativeDef::new(
            "randint(self, a, b) -> int",
            "Return random integer in range [a, b], including both end points.",
            randint,
        ),
        NativeDef::new(
            "choice(self, seq)",
            "Choose a random element from a non-empty sequence.",
            choice,
        ),
        NativeDef::new("shuffle(self, x)", "Shuffle list x in place, and return None.", shuffle),
        NativeDef::new(
            "sample(self, population, k, *, counts=None)",
            "Chooses k unique random elements from a population sequence.",
            sample,
        ),
        NativeDef::new(
            "choices(self, population, weights=None, *, cum_weights=None, k=1)",
            "Return a k sized list of population elements chosen with replacement.",
            choices,
        ),
        NativeDef::new(
            "uniform(self, a, b) -> float",
            "Get a random number in the range [a, b) or [a, b] depending on rounding.",
            |vm, a| draw(vm, a, [0.0, 0.0], |s, x, y| Ok(dist::uniform(s, x, y))),
        ),
        NativeDef::new(
            "triangular(self, low=0.0, high=1.0, mode=None)",
            "Triangular distribution.",
            triangular,
        ),
        NativeDef::new(
            "normalvariate(self, mu=0.0, sigma=1.0)",
            "Normal distribution.",
            |vm, a| draw(vm, a, [0.0, 1.0], |s, x, y| Ok(dist::normal(s, x, y))),
        ),
        NativeDef::new("gauss(self, mu=0.0, sigma=1.0)", "Gaussian distribution.", gauss),
        NativeDef::new("lognormvariate(self, mu, sigma)", "Log normal distribution.", |vm, a| {
            draw(vm, a, [0.0, 1.0], |s, x, y| Ok(dist::log_normal(s, x, y)))
        }),
        NativeDef::new("expovariate(self, lambd=1.0)", "Exponential distribution.", |vm, a| {
            draw(vm, a, [1.0, 0.0], |s, x, _| dist::exponential(s, x))
        }),
        NativeDef::new(
            "vonmisesvariate(self, mu, kappa)",
            "Circular data distribution.",
            |vm, a| draw(vm, a, [0.0, 0.0], |s, x, y| Ok(dist::von_mises(s, x, y))),
        ),
        NativeDef::new(
            "gammavariate(self, alpha, beta)",
            "Gamma distribution.  Not the gamma function!",
            |vm, a| draw(vm, a, [0.0, 0.0], |s, x, y| dist::gamma(s, x, y)),
        ),
        NativeDef::new("betavariate(self, alpha, beta)", "Beta distribution.", |vm, a| {
            draw(vm, a, [0.0, 0.0], |s, x, y| dist::beta(s, x, y))
        }),
        NativeDef::new(
            "binomialvariate(self, n=1, p=0.5)",
            "Binomial random variable.",
            binomialvariate,
        ),
        NativeDef::new(
            "paretovariate(self, alpha)",
            "Pareto distribution.  alpha is the shape parameter.",
            |vm, a| draw(vm, a, [0.0, 0.0], |s, x, _| Ok(dist::pareto(s, x))),
        ),
        NativeDef::new("weibullvariate(self, alpha, beta)", "Weibull distribution.", |vm, a| {
            draw(vm, a, [0.0, 0.0], |s, x, y| Ok(dist::weibull(s, x, y)))
        }),
    ],
    ..ClassDef::BASE
};

/// `random.SystemRandom`
static SYSTEM: ClassDef = ClassDef {
    name: "SystemRandom",
    module: "random",
    doc: "Alternate random number generator using sources provided by the operating system.",
    base: Some(&RANDOM),
    ..ClassDef::BASE
};

/// The functions of the module: methods of one hidden instance.
const FUNCTIONS: &[&str] = &[
    "seed",
    "random",
    "uniform",
    "triangular",
    "randint",
    "choice",
    "randrange",
    "sample",
    "shuffle",
    "choices",
    "normalvariate",
    "lognormvariate",
    "expovariate",
    "vonmisesvariate",
    "gammavariate",
    "gauss",
    "betavariate",
    "binomialvariate",
    "paretovariate",
    "weibullvariate",
    "getstate",
    "setstate",
    "getrandbits",
    "randbytes",
];

/// `random`
pub static MODULE: ModuleDef = ModuleDef {
    name: "random",
    doc: "Random variable generators.",
    classes: &[&RANDOM, &SYSTEM],
    init: Some(|vm, module| {
        let instance = vm.call(vm.class_for(&RANDOM).as_value(), &[])?;
        for name in FUNCTIONS {
            module.dict.set_text(name, vm.get_attribute(&instance, &intern(name))?);
        }
        module.dict.set_text("_inst", instance);
        let all: Vec<Value> = ["Random", "SystemRandom"]
            .iter()
            .chain(FUNCTIONS)
            .map(|name| Value::from(*name))
            .collect();
        module.dict.set_text("__all__", List::new(all));
        Ok(())
    }),
    ..ModuleDef::BASE
};
