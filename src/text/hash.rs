//! CPython's hash functions: equal numbers have the same hash, whatever their type. (Library
//! reference, *Hashing of numeric types*.)

use super::float::decompose;
use super::surrogate;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use num_traits::{Signed, ToPrimitive, Zero};

/// Numeric hashes are taken modulo this prime, 2⁶¹ − 1.
pub const MODULUS: u64 = (1 << 61) - 1;
/// The hash of infinity; minus infinity's is its negative.
pub const INFINITY: i64 = 314_159;
/// The factor of the imaginary part in a complex number's hash.
const IMAGINARY: u64 = 1_000_003;

/// −1 is reserved for errors in C, so no hash is −1.
fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

fn with_sign(magnitude: u64, negative: bool) -> i64 {
    not_minus_one(if negative { -(magnitude as i64) } else { magnitude as i64 })
}

/// `hash(i)` of a machine integer.
#[inline]
pub fn hash_int(value: i64) -> i64 {
    let magnitude = value.unsigned_abs();
    with_sign(if magnitude < MODULUS { magnitude } else { magnitude % MODULUS }, value < 0)
}

/// `hash(i)` of an integer of any size.
pub fn hash_bigint(value: &BigInt) -> i64 {
    // 2⁶⁴ is 8 modulo 2⁶¹ − 1, so a digit of 64 bits is appended by a rotation.
    let append = |residue, digit: u64| {
        let sum = rotate(residue, 64) + (digit & MODULUS) + (digit >> 61);
        (sum & MODULUS) + (sum >> 61)
    };
    let residue = value.iter_u64_digits().rev().fold(0, append) % MODULUS;
    with_sign(residue, value.sign() == Sign::Minus)
}

/// `2^exponent` modulo 2⁶¹ − 1: doubling rotates the 61 bits.
fn rotate(value: u64, exponent: i64) -> u64 {
    let by = exponent.rem_euclid(61);
    ((value << by) & MODULUS) | (value >> (61 - by))
}

/// `hash(x)` of a float; `None` for NaN, which hashes by identity.
pub fn hash_float(x: f64) -> Option<i64> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 { INFINITY } else { -INFINITY });
    }
    if x.abs() < 1e15 && x.fract() == 0.0 {
        return Some(hash_int(x as i64));
    }
    let (mantissa, exponent) = decompose(x);
    Some(with_sign(rotate(mantissa, exponent.into()) % MODULUS, x < 0.0))
}

/// `hash(z)` of a complex number from the hashes of its parts (`object_hash` for a NaN).
pub fn hash_complex(real_hash: i64, imaginary_hash: i64) -> i64 {
    let combined = (real_hash as u64).wrapping_add(IMAGINARY.wrapping_mul(imaginary_hash as u64));
    not_minus_one(combined as i64)
}

/// `hash(q)` of a rational in lowest terms, with a positive denominator (`fractions.Fraction`).
pub fn hash_rational(numerator: &BigInt, denominator: &BigInt) -> i64 {
    let modulus = BigInt::from(MODULUS);
    let residue = denominator.mod_floor(&modulus);
    let negative = numerator.is_negative();
    if residue.is_zero() {
        return if negative { -INFINITY } else { INFINITY };
    }
    // Fermat: the inverse modulo a prime p is the power p − 2.
    let inverse = residue.modpow(&(&modulus - 2), &modulus);
    let hash = (numerator.abs() * inverse).mod_floor(&modulus);
    with_sign(hash.to_u64().unwrap_or(0), negative)
}

/// `hash(t)` of a tuple from its items' hashes (the xxHash64 accumulator of `tupleobject.c`).
pub fn hash_tuple(items: impl ExactSizeIterator<Item = i64>) -> i64 {
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;
    let length = items.len() as u64;
    let mut hash = PRIME_5;
    for item in items {
        hash = hash.wrapping_add((item as u64).wrapping_mul(PRIME_2));
        hash = hash.rotate_left(31).wrapping_mul(PRIME_1);
    }
    hash = hash.wrapping_add(length ^ (PRIME_5 ^ 3_527_539));
    if hash == u64::MAX { 1_546_275_796 } else { hash as i64 }
}

/// `hash(s)` of a frozenset from its items' hashes, whatever their order.
pub fn hash_frozenset(items: impl ExactSizeIterator<Item = i64>) -> i64 {
    let length = items.len() as u64;
    let shuffle = |hash: i64| {
        let hash = hash as u64;
        ((hash ^ 89_869_747) ^ (hash << 16)).wrapping_mul(3_644_798_167)
    };
    let mut hash = items.fold(0, |hash, item| hash ^ shuffle(item));
    hash ^= length.wrapping_add(1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX { 590_923_713 } else { hash as i64 }
}

/// The key of the hashes of text and bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashKey(pub u64, pub u64);

impl HashKey {
    /// The key that CPython derives from a seed: zero for 0, else a linear generator.
    pub fn from_seed(seed: u32) -> HashKey {
        if seed == 0 {
            return HashKey(0, 0);
        }
        let mut state = seed;
        let mut next = || {
            (0..8).fold(0u64, |key, at| {
                state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
                key | u64::from(state >> 16 & 0xff) << (8 * at)
            })
        };
        HashKey(next(), next())
    }

    /// The key for a value of `PYTHONHASHSEED`; `None` means a random one.
    ///
    /// # Errors
    /// CPython's message if the value is neither `random` nor a seed.
    pub fn from_setting(setting: &str) -> Result<Option<HashKey>, &'static str> {
        if matches!(setting, "" | "random") {
            return Ok(None);
        }
        // As C's `strtoul` reads numbers.
        match setting.trim_ascii_start().parse() {
            Ok(seed) => Ok(Some(HashKey::from_seed(seed))),
            Err(_) => {
                Err("PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]")
            }
        }
    }

    /// An unpredictable key, as far as the system has randomness.
    pub fn random() -> HashKey {
        let mut bytes = [0; 16];
        if getrandom::fill(&mut bytes).is_err() {
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
            let now = now.map_or(0, |time| time.as_nanos());
            bytes = (now ^ u128::from(std::process::id()) << 96).to_le_bytes();
        }
        let key = u128::from_le_bytes(bytes);
        HashKey(key as u64, (key >> 64) as u64)
    }
}

/// `hash(b)` of bytes (SipHash-1-3, CPython's default): text hashes by [`hash_str`].
pub fn hash_bytes(bytes: &[u8], key: HashKey) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    let (words, rest) = bytes.as_chunks::<8>();
    let mut state = Sip::new(key);
    for word in words {
        state.absorb(u64::from_le_bytes(*word));
    }
    // Up to seven bytes in two overlapping reads.
    let half = |at: usize| {
        let four = rest.get(at..at + 4).and_then(|four| <[u8; 4]>::try_from(four).ok());
        u64::from(u32::from_le_bytes(four.unwrap_or_default()))
    };
    let tail = match rest.len() {
        0 => 0,
        count @ 1..4 => {
            u64::from(rest[0])
                | u64::from(rest[count / 2]) << (count / 2 * 8)
                | u64::from(rest[count - 1]) << ((count - 1) * 8)
        }
        count => half(0) | half(count - 4) << ((count - 4) * 8),
    };
    state.absorb((bytes.len() as u64) << 56 | tail);
    not_minus_one(state.finish() as i64)
}

/// A hash of bytes with a given key: CPython's hash of source files.
pub fn keyed_hash(key: u64, bytes: &[u8]) -> u64 {
    hash_bytes(bytes, HashKey(key, 0)) as u64
}

/// `hash(s)` of text: CPython hashes its characters in 1, 2 or 4 bytes each, depending on the
/// widest. Lone surrogates count by their own numbers (see [`surrogate`](super::surrogate)).
pub fn hash_str(s: &str, key: HashKey) -> i64 {
    if s.is_ascii() {
        return hash_bytes(s.as_bytes(), key);
    }
    let codes = || s.chars().map(surrogate::code_of);
    let width = match codes().max().unwrap_or(0) {
        0..=0xff => 1,
        0x100..=0xffff => 2,
        _ => 4,
    };
    let mut state = Sip::new(key);
    let (mut word, mut filled, mut length) = (0, 0, 0u64);
    for code in codes() {
        word |= u64::from(code) << (8 * filled);
        filled += width;
        if filled == 8 {
            state.absorb(word);
            (word, filled) = (0, 0);
        }
        length += width;
    }
    state.absorb(length << 56 | word);
    not_minus_one(state.finish() as i64)
}

/// State of SipHash with one round per word and three at the end.
struct Sip([u64; 4]);

impl Sip {
    #[inline]
    fn new(HashKey(k0, k1): HashKey) -> Sip {
        // "somepseudorandomlygeneratedbytes"
        Sip([
            k0 ^ 0x736f_6d65_7073_6575,
            k1 ^ 0x646f_7261_6e64_6f6d,
            k0 ^ 0x6c79_6765_6e65_7261,
            k1 ^ 0x7465_6462_7974_6573,
        ])
    }

    #[inline(always)]
    fn round(&mut self) {
        let [a, b, c, d] = &mut self.0;
        *a = a.wrapping_add(*b);
        *c = c.wrapping_add(*d);
        *b = b.rotate_left(13) ^ *a;
        *d = d.rotate_left(16) ^ *c;
        *a = a.rotate_left(32).wrapping_add(*d);
        *c = c.wrapping_add(*b);
        *d = d.rotate_left(21) ^ *a;
        *b = b.rotate_left(17) ^ *c;
        *c = c.rotate_left(32);
    }

    #[inline(always)]
    fn absorb(&mut self, word: u64) {
        self.0[3] ^= word;
        self.round();
        self.0[0] ^= word;
    }

    #[inline]
    fn finish(mut self) -> u64 {
        self.0[2] ^= 0xff;
        for _ in 0..3 {
            self.round();
        }
        self.0.iter().fold(0, |hash, word| hash ^ word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (value, hash) in [(0, 0), (-1, -2), (-2, -2), (1 << 61, 1), ((1 << 61) - 1, 0)] {
            assert_eq!(hash_int(value), hash);
            assert_eq!(hash_bigint(&value.into()), hash);
        }
        for (x, hash) in [
            (0.5, 1_152_921_504_606_846_976),
            (1e300, 1_224_995_262_755_759_164),
            (-1.0, -2),
            (2.75, 1_729_382_256_910_270_466),
            (f64::NEG_INFINITY, -314_159),
        ] {
            assert_eq!(hash_float(x), Some(hash), "{x}");
        }
        assert_eq!(hash_rational(&1.into(), &2.into()), hash_float(0.5).unwrap());
    }

    #[test]
    fn collections() {
        assert_eq!(hash_tuple([].into_iter()), 5_740_354_900_026_072_187);
        assert_eq!(hash_tuple([1, 2, 3].into_iter()), 529_344_067_295_497_451);
        assert_eq!(hash_frozenset([].into_iter()), 133_146_708_735_736);
        assert_eq!(hash_frozenset([1, 2, 3].into_iter()), -272_375_401_224_217_160);
    }

    #[test]
    fn text() {
        let key = HashKey::from_seed(0);
        assert_eq!(hash_str("", key), 0);
        assert_eq!(hash_str("abc", key), -4594863902769663758);
        assert_eq!(hash_str("aé€", key), -5681234222116292567);
        assert_eq!(hash_bytes(b"0123456789", HashKey::from_seed(42)), 941555400190365318);
        assert_eq!(HashKey::from_setting("random"), Ok(None));
        assert_eq!(HashKey::from_setting(" +42"), Ok(Some(HashKey::from_seed(42))));
        for wrong in ["-5", "4294967296", "5x", "x"] {
            assert!(HashKey::from_setting(wrong).is_err());
        }
    }
}
