//! Ints, choices and distributions, drawn in CPython's order.

use super::generator::Generator;
use super::numbers::Numbers;
use crate::objects::float::require;
use crate::objects::int::{from_big, is_int, to_big, to_i64};
use crate::objects::list::List;
use crate::objects::native::Args;
use crate::runtime::{Kind, Value};
use crate::text::random_dist::{self as dist, Source};
use crate::vm::{Vm, VmResult};
use hob_grammar::ast::BinaryOp;
use num_bigint::{BigInt, Sign};
use num_traits::Signed;

fn index(vm: &Vm, value: &Value) -> VmResult<BigInt> {
    let index = vm.index(value)?;
    Ok(to_big(&index).map(|i| i.into_owned()).unwrap_or_default())
}

pub(super) fn randrange(vm: &Vm, a: Args<'_>) -> VmResult {
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
        return Ok(from_big(numbers.below_big(&start)?));
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
    Ok(from_big(start + step * numbers.below_big(&count)?))
}

pub(super) fn randint(vm: &Vm, a: Args<'_>) -> VmResult {
    let after = vm.binary(BinaryOp::Add, a.at(2), &Value::small_int(1))?;
    randrange(vm, Args::new(&[a[0].clone(), a[1].clone(), after]))
}

pub(super) fn choice(vm: &Vm, a: Args<'_>) -> VmResult {
    let length = vm.len(a.at(1))?;
    let mut numbers = Numbers::of(vm, a.at(0));
    let at = dist::choice(&mut numbers, length)?;
    vm.get_item(a.at(1), &Value::from(at))
}

pub(super) fn shuffle(vm: &Vm, a: Args<'_>) -> VmResult {
    let length = vm.len(a.at(1))?;
    let mut swaps = vm.vec_with_capacity(length)?;
    let mut numbers = Numbers::of(vm, a.at(0));
    dist::shuffle(&mut numbers, length, |i, j| swaps.push((i, j)))?;
    if let Some(list) = a[1].get_exact::<List>() {
        let mut items = list.borrow_mut();
        if items.len() == length {
            vm.in_parts(&swaps, |part| part.iter().for_each(|(i, j)| items.swap(*i, *j)))?;
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

pub(super) fn sample(vm: &Vm, a: Args<'_>) -> VmResult {
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
        let chosen = dist::sample(&mut numbers, length, count)?;
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
    let chosen = dist::sample(&mut numbers, total as usize, count)?;
    items_at(
        vm,
        population,
        chosen.into_iter().map(|i| cumulative.partition_point(|c| *c <= i as i64)),
    )
}

pub(super) fn choices(vm: &Vm, a: Args<'_>) -> VmResult {
    let length = vm.len(a.at(1))?;
    let count = a.opt(4).map_or(Ok(1), |k| vm.index_clipped(k))?.max(0) as usize;
    let mut numbers = Numbers::of(vm, a.at(0));
    let cumulative = match (a.some(2), a.some(3)) {
        (None, None) => {
            let mut chosen = vm.vec_with_capacity::<usize>(count)?;
            for _ in 0..count {
                chosen.push(dist::choice_with_replacement(&mut numbers, length)?);
            }
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
        Some(total) => dist::check_total(&numbers, *total)?,
        None => return Err(vm.index_error("list index out of range")),
    }
    let mut chosen = vm.vec_with_capacity(count)?;
    for _ in 0..count {
        chosen.push(dist::weighted_choice(&mut numbers, &cumulative)?);
    }
    items_at(vm, a.at(1), chosen)
}

/// Draws a float with up to two parameters, with these defaults.
pub(super) fn draw(
    vm: &Vm,
    a: Args<'_>,
    defaults: [f64; 2],
    body: fn(&mut Numbers<'_>, f64, f64) -> VmResult<f64>,
) -> VmResult {
    let x = a.opt(1).map_or(Ok(defaults[0]), |v| require(vm, v))?;
    let y = a.opt(2).map_or(Ok(defaults[1]), |v| require(vm, v))?;
    body(&mut Numbers::of(vm, a.at(0)), x, y).map(Value::float)
}

pub(super) fn gauss(vm: &Vm, a: Args<'_>) -> VmResult {
    let mu = a.opt(1).map_or(Ok(0.0), |v| require(vm, v))?;
    let sigma = a.opt(2).map_or(Ok(1.0), |v| require(vm, v))?;
    let this = a.data::<Generator>();
    let mut spare = this.spare.take();
    let mut numbers = Numbers::of(vm, a.at(0));
    let drawn = dist::gauss(&mut numbers, &mut spare, mu, sigma);
    this.spare.set(spare);
    drawn.map(Value::float)
}

pub(super) fn triangular(vm: &Vm, a: Args<'_>) -> VmResult {
    let low = a.opt(1).map_or(Ok(0.0), |v| require(vm, v))?;
    let high = a.opt(2).map_or(Ok(1.0), |v| require(vm, v))?;
    let mode = a.some(3).map(|v| require(vm, v)).transpose()?;
    let mut numbers = Numbers::of(vm, a.at(0));
    dist::triangular(&mut numbers, low, high, mode).map(Value::float)
}

/// Successes in `n` trials with probability `p` up to one half.
fn binomial<S: Source>(source: &mut S, n: f64, p: f64) -> Result<f64, S::Error> {
    if n * p < 10.0 {
        // Gaps between successes have a geometric distribution (Devroye).
        let (mut successes, mut trials) = (0.0, 0.0);
        let c = (1.0 - p).log2();
        loop {
            if c == 0.0 {
                break;
            }
            trials += (source.random()?.log2() / c).floor() + 1.0;
            if trials > n {
                break;
            }
            successes += 1.0;
        }
        return Ok(successes);
    }
    // Transformed rejection with squeeze (Hörmann, "The generation of binomial random variates").
    let deviation = (n * p * (1.0 - p)).sqrt();
    let b = 1.15 + 2.53 * deviation;
    let a = -0.0873 + 0.0248 * b + 0.01 * p;
    let c = n * p + 0.5;
    let sure = 0.92 - 4.2 / b;
    let ln_factorial = |k: f64| crate::modules::math::ln_gamma(k + 1.0).unwrap_or(f64::INFINITY);
    loop {
        let u = source.random()? - 0.5;
        let distance = 0.5 - u.abs();
        let k = ((2.0 * a / distance + b) * u + c).floor();
        if k < 0.0 || k > n {
            continue;
        }
        let mut v = source.random()?;
        if distance >= 0.07 && v <= sure {
            return Ok(k);
        }
        let mode = ((n + 1.0) * p).floor();
        v *= (2.83 + 5.1 / b) * deviation / (a / (distance * distance) + b);
        let height = ln_factorial(mode) + ln_factorial(n - mode);
        let odds = (p / (1.0 - p)).ln();
        if v.ln() <= height - ln_factorial(k) - ln_factorial(n - k) + (k - mode) * odds {
            return Ok(k);
        }
    }
}

pub(super) fn binomialvariate(vm: &Vm, a: Args<'_>) -> VmResult {
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
        i64::from(numbers.random()? < p)
    } else if p > 0.5 {
        n - binomial(&mut numbers, n as f64, 1.0 - p)? as i64
    } else {
        binomial(&mut numbers, n as f64, p)? as i64
    };
    Ok(Value::from(drawn))
}

pub(super) fn randbelow(vm: &Vm, a: Args<'_>) -> VmResult {
    let n = index(vm, a.at(1))?;
    let mut numbers = Numbers::of(vm, a.at(0));
    Ok(from_big(numbers.below_big(&n)?))
}
