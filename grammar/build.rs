//! Generates the parser from `src/python.lalrpop`.

fn main() {
    lalrpop::process_src().expect("the grammar is well-formed");
}
