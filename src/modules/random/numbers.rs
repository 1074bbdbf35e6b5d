//! The source of an instance's random numbers.

use super::generator::{Generator, bits};
use crate::objects::float::require;
use crate::objects::int::to_big;
use crate::objects::scalar::raised;
use crate::objects::str::intern;
use crate::runtime::{Kind, Value};
use crate::text::error::TextError;
use crate::text::random_dist::Source;
use crate::vm::{Raised, Vm, VmResult};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// The random numbers of an instance: from its own generator, or from methods of a derived class.
///
/// Each number counts as a unit of work, so that limits and Ctrl-C end long draws.
pub struct Numbers<'a> {
    vm: &'a Vm,
    object: &'a Value,
    /// Whether a derived class has its own `random`.
    own_random: bool,
    /// Whether a derived class has its own `getrandbits`.
    own_bits: bool,
}

impl<'a> Numbers<'a> {
    /// The numbers of an instance of `Random`.
    pub fn of(vm: &'a Vm, object: &'a Value) -> Numbers<'a> {
        let class = vm.class_ref(object);
        let own = |name: &str| {
            class.is_heap
                && class
                    .lookup(&intern(name))
                    .is_some_and(|f| f.kind() != Some(Kind::NativeFunction))
        };
        Numbers { vm, object, own_random: own("random"), own_bits: own("getrandbits") }
    }

    /// Whether a derived class has its own `getrandbits`.
    pub fn has_own_bits(&self) -> bool {
        self.own_bits
    }

    fn generator(&self) -> VmResult<&'a Generator> {
        let missing = || self.vm.type_error("Random.__new__() was not called");
        self.object.native::<Generator>().ok_or_else(missing)
    }

    fn call(&self, name: &str, args: &[Value]) -> VmResult {
        self.vm.call_method(self.object, &intern(name), args)
    }

    /// `getrandbits(count)`.
    ///
    /// # Errors
    /// The errors of the program's own method and of [`Vm::tick`].
    pub fn bits(&self, count: u64) -> VmResult<BigInt> {
        if !self.own_bits {
            return bits(self.vm, self.generator()?, count);
        }
        let drawn = self.call("getrandbits", &[Value::from(count as i64)])?;
        let drawn = self.vm.index(&drawn)?;
        Ok(to_big(&drawn).map(|drawn| drawn.into_owned()).unwrap_or_default())
    }

    /// [`Source::below`] for any positive int.
    ///
    /// # Errors
    /// Same as [`Numbers::bits`].
    pub fn below_big(&mut self, n: &BigInt) -> VmResult<BigInt> {
        if let Some(small) = n.to_u64() {
            return Ok(self.below(small)?.into());
        }
        loop {
            self.vm.tick(1)?;
            let candidate = self.bits(n.bits())?;
            if candidate < *n {
                return Ok(candidate);
            }
        }
    }
}

impl Source for Numbers<'_> {
    type Error = Raised;

    fn random(&mut self) -> VmResult<f64> {
        self.vm.tick(1)?;
        if self.own_random {
            return require(self.vm, &self.call("random", &[])?);
        }
        match &self.generator()?.twister {
            Some(twister) => Ok(twister.borrow_mut().random()),
            None => Ok(self.bits(53)?.to_f64().unwrap_or(0.0) * (-53f64).exp2()),
        }
    }

    fn below(&mut self, n: u64) -> VmResult<u64> {
        self.vm.tick(1)?;
        if n == 0 {
            return Ok(0);
        }
        if self.own_random && !self.own_bits {
            // Only `random` is overridden: everything must come from its numbers.
            let limit = (1u64 << 53) as f64;
            if n >= 1 << 53 {
                return Ok((self.random()? * n as f64) as u64);
            }
            let most = (limit - limit % n as f64) / limit;
            let mut r = self.random()?;
            while r >= most {
                r = self.random()?;
            }
            return Ok((r * limit) as u64 % n);
        }
        if !self.own_bits
            && let Some(twister) = &self.generator()?.twister
        {
            return Ok(twister.borrow_mut().below(n));
        }
        let count = u64::from(64 - n.leading_zeros());
        loop {
            self.vm.tick(1)?;
            match self.bits(count)?.to_u64() {
                Some(drawn) if drawn < n => return Ok(drawn),
                _ => {}
            }
        }
    }

    fn refuse(&self, error: TextError) -> Raised {
        raised(self.vm, error)
    }
}
