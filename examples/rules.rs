//! A rule engine: the host's objects, judged by rules in Python.
//!
//! `cargo run --example rules`

use hob::{Class, Instance, Interpreter, Module};

/// An order in the host's form.
#[derive(Clone)]
pub struct Order {
    customer: &'static str,
    total: f64,
    discount: f64,
    notes: Vec<String>,
}

const RULES: &str = "
from shop import rule

@rule
def large(order):
    if order.total > 100:
        order.discount = 0.1

@rule
def loyal(order):
    if order.customer in {'ada', 'grace'}:
        order.discount = max(order.discount, 0.15)
        order.note(f'for {order.customer.title()}')
";

/// The discounts and notes that the rules give to some orders.
pub fn judged() -> hob::Result<Vec<String>> {
    let class = Class::<Order>::new("Order")
        .attribute("customer", |order: &Order| order.customer)
        .attribute("total", |order: &Order| order.total)
        .attribute("discount", |order: &Order| order.discount)
        .setter("discount", |order: &mut Order, discount: f64| order.discount = discount)
        .method_mut("note(text)", |order: &mut Order, text: String| order.notes.push(text));
    let shop = Module::new("shop").class(class);
    let python =
        Interpreter::builder().untrusted().module(shop).module_source("rules", RULES).build();
    // The decorator collects the rules inside the program.
    python.exec(
        "import shop
rules = []
shop.rule = lambda function: rules.append(function) or function
import rules as _",
    )?;
    let rules = python.get("rules")?.items()?;
    let orders = [("ada", 20.0), ("bob", 250.0), ("eve", 5.0)];
    let judge = |(customer, total)| {
        let order = Order { customer, total, discount: 0.0, notes: Vec::new() };
        let order = python.to_python(Instance(order))?;
        for rule in &rules {
            rule.call((&order,))?;
        }
        let Order { discount, notes, .. } = order.with(Order::clone)?;
        Ok(format!("{customer}: {}% {}", discount * 100.0, notes.join(", ")).trim_end().to_string())
    };
    orders.into_iter().map(judge).collect()
}

#[allow(dead_code)]
fn main() {
    match judged() {
        Ok(lines) => lines.iter().for_each(|line| println!("{line}")),
        Err(error) => eprint!("{}", error.report()),
    }
}
