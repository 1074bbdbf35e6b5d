//! `random`: the Mersenne Twister, and distributions drawn in CPython's order.

mod draws;
mod generator;
mod numbers;

use super::ModuleDef;
use crate::objects::list::List;
use crate::objects::native::{ClassDef, NativeDef};
use crate::objects::str::intern;
use crate::objects::tuple::Tuple;
use crate::runtime::Value;
use crate::text::random_dist as dist;
use draws::{
    binomialvariate, choice, choices, draw, gauss, randbelow, randint, randrange, sample, shuffle,
    triangular,
};
pub use generator::{Seeds, system_bytes};
use generator::{getrandbits, getstate, init, new, randbytes, random, seed, setstate};

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
            |vm, a| draw(vm, a, [0.0, 0.0], |s, x, y| dist::uniform(s, x, y)),
        ),
        NativeDef::new(
            "triangular(self, low=0.0, high=1.0, mode=None)",
            "Triangular distribution.",
            triangular,
        ),
        NativeDef::new(
            "normalvariate(self, mu=0.0, sigma=1.0)",
            "Normal distribution.",
            |vm, a| draw(vm, a, [0.0, 1.0], |s, x, y| dist::normal(s, x, y)),
        ),
        NativeDef::new("gauss(self, mu=0.0, sigma=1.0)", "Gaussian distribution.", gauss),
        NativeDef::new("lognormvariate(self, mu, sigma)", "Log normal distribution.", |vm, a| {
            draw(vm, a, [0.0, 1.0], |s, x, y| dist::log_normal(s, x, y))
        }),
        NativeDef::new("expovariate(self, lambd=1.0)", "Exponential distribution.", |vm, a| {
            draw(vm, a, [1.0, 0.0], |s, x, _| dist::exponential(s, x))
        }),
        NativeDef::new(
            "vonmisesvariate(self, mu, kappa)",
            "Circular data distribution.",
            |vm, a| draw(vm, a, [0.0, 0.0], |s, x, y| dist::von_mises(s, x, y)),
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
            |vm, a| draw(vm, a, [0.0, 0.0], |s, x, _| dist::pareto(s, x)),
        ),
        NativeDef::new("weibullvariate(self, alpha, beta)", "Weibull distribution.", |vm, a| {
            draw(vm, a, [0.0, 0.0], |s, x, y| dist::weibull(s, x, y))
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
    program: include_str!("program.py"),
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
