import argparse

parser = argparse.ArgumentParser(prog="cook", description="Cooks a meal.")
parser.add_argument("dish")
parser.add_argument("-n", "--count", type=int, default=1, help="how many")
parser.add_argument("-v", "--verbose", action="store_true")
parser.add_argument("extras", nargs="*")
print(parser.parse_args(["soup"]))
args = parser.parse_args(["-n", "3", "-v", "stew", "salt", "pepper"])
print(args.dish, args.count, args.verbose, args.extras, vars(args))
print(parser.format_usage())
print(parser.format_help())
try:
    parser.parse_args(["x", "--count", "many"])
except SystemExit as error:
    print("exit", error.code)
