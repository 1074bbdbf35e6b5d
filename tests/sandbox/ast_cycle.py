# prints: 6 refused
import ast
refused = 0
def attempt(make):
    global refused
    try:
        compile(make(), "made", "exec")
    except (RecursionError, MemoryError, TypeError, ValueError, SyntaxError, OverflowError):
        refused += 1
    else:
        print("ESCAPED")
def place(node):
    return ast.fix_missing_locations(node)
def cycle_of_statements():
    node = ast.If(ast.Constant(1), [], [], lineno=1, col_offset=0)
    node.body.append(node)
    return ast.Module([node], [])
def cycle_of_expressions():
    node = ast.UnaryOp(ast.Not(), None, lineno=1, col_offset=0)
    node.operand = node
    return ast.Module([ast.Expr(node, lineno=1, col_offset=0)], [])
def deep():
    node = ast.Constant(1, lineno=1, col_offset=0)
    for _ in range(20000):
        node = ast.UnaryOp(ast.Not(), node, lineno=1, col_offset=0)
    return ast.Module([ast.Expr(node, lineno=1, col_offset=0)], [])
def deep_pattern():
    node = ast.MatchAs(None, "x", lineno=1, col_offset=0)
    for _ in range(20000):
        node = ast.MatchSequence([node], lineno=1, col_offset=0)
    case = ast.match_case(node, None, [ast.Pass(lineno=1, col_offset=0)])
    return ast.Module([ast.Match(ast.Constant(1, lineno=1, col_offset=0), [case], lineno=1, col_offset=0)], [])
def forged_name():
    return ast.Module([ast.Expr(ast.Name("a b; import os", ast.Store(), lineno=1, col_offset=0), lineno=1, col_offset=0)], [])
def odd_places():
    node = ast.Constant(1, lineno=-(10 ** 18), col_offset=10 ** 30, end_lineno=0, end_col_offset=-5)
    return ast.Module([ast.Expr(node, lineno=1, col_offset=0)], [])
for make in (cycle_of_statements, cycle_of_expressions, deep, deep_pattern, forged_name, odd_places):
    attempt(make)
print(refused, "refused")
