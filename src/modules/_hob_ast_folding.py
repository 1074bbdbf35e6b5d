from _ast import (
    AST, AnnAssign, AsyncFunctionDef, BinOp, ClassDef, Compare, Constant, Expr, For, FormattedValue,
    FunctionDef, ImportFrom, In, Is, IsNot, JoinedStr, List, Load, Module, Name, Not, NotIn, Set, Starred, Subscript,
    Tuple, UnaryOp, arg, comprehension)
import operator

# The limits of CPython's tree optimizer: bits of an int, items of a tuple (nested ones included),
# bytes of a text.
_INT, _ITEMS, _ALL_ITEMS, _TEXT = 128, 256, 1024, 4096
_UNARY = {"Invert": operator.invert, "Not": operator.not_, "UAdd": operator.pos, "USub": operator.neg}
_BINARY = {
    "Add": operator.add, "Sub": operator.sub, "Div": operator.truediv, "FloorDiv": operator.floordiv,
    "RShift": operator.rshift, "BitOr": operator.or_, "BitXor": operator.xor, "BitAnd": operator.and_}
_INVERTED = {Is: IsNot, IsNot: Is, In: NotIn, NotIn: In}
_PLACE = "lineno", "col_offset", "end_lineno", "end_col_offset"


def fold(tree, debug):
    """Replaces expressions of constants in a tree by their values, in place. `debug` is the value of `__debug__`."""
    order, rest = [], [(tree, None, None, None)]
    keeps_annotations = isinstance(tree, Module) and any(
        isinstance(statement, ImportFrom) and statement.module == "__future__"
        and any(alias.name == "annotations" for alias in statement.names) for statement in tree.body)
    while rest:
        order.append(rest.pop())
        node = order[-1][0]
        for field in node._fields:
            value = getattr(node, field, None)
            if keeps_annotations and (field == "annotation" and isinstance(node, (arg, AnnAssign)) or field == "returns"):
                continue
            if isinstance(value, AST):
                rest.append((value, node, field, None))
            elif isinstance(value, list):
                rest += [(item, node, field, i) for i, item in enumerate(value) if isinstance(item, AST)]
    # Children come after their parents.
    for node, parent, field, index in reversed(order):
        new = _folded(node, debug)
        if new is None:
            continue
        if index is None:
            setattr(parent, field, new)
        else:
            getattr(parent, field)[index] = new
        if isinstance(parent, Expr) and isinstance(new, Constant) and isinstance(new.value, str):
            parent._folded = True
    for node, _, _, _ in order:
        if isinstance(node, (Module, FunctionDef, AsyncFunctionDef, ClassDef)) and node.body:
            first = node.body[0]
            # A computed text is not a docstring.
            if isinstance(first, Expr) and first.__dict__.pop("_folded", False):
                first.value = _at(first.value, JoinedStr([first.value]))
        if isinstance(node, Expr):
            node.__dict__.pop("_folded", None)
    return tree


def _at(old, new):
    for name in _PLACE:
        if hasattr(old, name):
            setattr(new, name, getattr(old, name))
    return new


def _constants(nodes):
    """The values of nodes that all are constants, else None."""
    return tuple([node.value for node in nodes]) if all(type(node) is Constant for node in nodes) else None


def _folded(node, debug):
    """The node that takes the place of one whose children are folded; None for itself."""
    value = _VALUES[type(node)](node, debug) if type(node) in _VALUES else _NONE
    if value is _NONE:
        return None
    return value if isinstance(value, AST) else _at(node, Constant(value))


_NONE = object()


def _name(node, debug):
    return debug if node.id == "__debug__" and isinstance(node.ctx, Load) else _NONE


def _tuple(node, debug):
    values = _constants(node.elts) if isinstance(node.ctx, Load) else None
    return _NONE if values is None else values


def _unary(node, debug):
    operand = node.operand
    if type(operand) is Constant:
        return _computed(_UNARY[type(node.op).__name__], operand.value)
    if isinstance(node.op, Not) and isinstance(operand, Compare) and len(operand.ops) == 1:
        inverted = _INVERTED.get(type(operand.ops[0]))
        if inverted is not None:
            return _at(operand, Compare(operand.left, [inverted()], operand.comparators))
    return _NONE


def _binary(node, debug):
    operator, left, right = type(node.op).__name__, node.left, node.right
    if type(left) is not Constant:
        return _NONE
    if operator == "Mod" and isinstance(left.value, str) and isinstance(right, Tuple):
        return _formatted(node, left.value, right.elts)
    if type(right) is not Constant:
        return _NONE
    a, b = left.value, right.value
    function = _BINARY.get(operator) or _BOUNDED.get(operator)
    return _NONE if function is None else _computed(function, a, b)


def _subscript(node, debug):
    if type(node.value) is Constant and type(node.slice) is Constant and isinstance(node.ctx, Load):
        return _computed(operator.getitem, node.value.value, node.slice.value)
    return _NONE


def _computed(function, *values):
    try:
        return function(*values)
    except Exception:
        # It is raised when the program gets there.
        return _NONE


def _mod(a, b):
    return _NONE if isinstance(a, (str, bytes)) else a % b


def _mult(a, b):
    if isinstance(a, int) and isinstance(b, int):
        return a * b if not a or not b or a.bit_length() + b.bit_length() <= _INT else _NONE
    if isinstance(b, int):
        a, b = b, a
    if isinstance(a, int) and isinstance(b, (tuple, str, bytes)) and b:
        most = _ITEMS if isinstance(b, tuple) else _TEXT
        if not 0 <= a <= most // len(b) or a and isinstance(b, tuple) and _count(b) > _ALL_ITEMS // a:
            return _NONE
    return a * b


def _count(items):
    return sum([1 + (_count(item) if isinstance(item, (tuple, frozenset)) else 0) for item in items])


def _pow(a, b):
    if isinstance(a, int) and isinstance(b, int) and b > 0 and a and a.bit_length() > _INT // b:
        return _NONE
    return a ** b


def _lshift(a, b):
    if isinstance(a, int) and isinstance(b, int) and a and b and (b > _INT or a.bit_length() > _INT - b):
        return _NONE
    return a << b


_BOUNDED = {"Mod": _mod, "Mult": _mult, "Pow": _pow, "LShift": _lshift}


def _container(node):
    """The part of a display that iteration or `in` uses; None for the display itself."""
    if isinstance(node, List):
        values = _constants(node.elts)
        if values is not None:
            return _at(node, Constant(values))
        if not any(isinstance(item, Starred) for item in node.elts):
            return _at(node, Tuple(node.elts, Load()))
    elif isinstance(node, Set):
        values = _constants(node.elts)
        if values is not None:
            return _at(node, Constant(frozenset(values)))
    return None


def _iteration(node, debug):
    node.iter = _container(node.iter) or node.iter
    return _NONE


def _compare(node, debug):
    if isinstance(node.ops[-1], (In, NotIn)):
        node.comparators[-1] = _container(node.comparators[-1]) or node.comparators[-1]
    return _NONE


def _formatted(node, template, arguments):
    """The f-string for `template % (arguments)`, if all conversions are those of `str`, `repr` and `ascii`."""
    if any(isinstance(argument, Starred) for argument in arguments):
        return _NONE
    parts, at, literal, arguments = [], 0, "", list(arguments)
    while at < len(template):
        start = template.find("%", at)
        if start < 0:
            start = len(template)
        literal += template[at:start]
        at = start + 1
        if template.startswith("%", at):
            literal, at = literal + "%", at + 1
            continue
        if start == len(template):
            break
        flags = at
        while at < len(template) and template[at] in "-+ #0":
            at += 1
        adjusts_left = "-" in template[flags:at]
        width, at = _digits(template, at)
        precision = None
        if template.startswith(".", at):
            precision, at = _digits(template, at + 1)
            precision = precision or "0"
        if width is _NONE or precision is _NONE or at == len(template) or template[at] not in "sra" or not arguments:
            return _NONE
        argument = arguments.pop(0)
        spec = ("" if adjusts_left or not width or not int(width) else ">") + (str(int(width)) if width else "")
        spec += "" if precision is None else f".{int(precision)}"
        if literal:
            parts.append(_nowhere(literal))
            literal = ""
        shown = _nowhere(spec) if spec else None
        parts.append(_at(argument, FormattedValue(argument, ord(template[at]), shown)))
        at += 1
    if arguments:
        return _NONE
    if literal:
        parts.append(_nowhere(literal))
    return _at(node, JoinedStr(parts))


def _digits(template, at):
    start = at
    while at < len(template) and template[at] in "0123456789":
        at += 1
    return (template[start:at] if at - start <= 3 else _NONE), at


def _nowhere(text):
    return Constant(text, lineno=-1, col_offset=-1, end_lineno=-1, end_col_offset=-1)


_VALUES = {
    Name: _name, Tuple: _tuple, UnaryOp: _unary, BinOp: _binary, Subscript: _subscript, For: _iteration,
    comprehension: _iteration, Compare: _compare}
