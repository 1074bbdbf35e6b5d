from _opcode import _names

__all__ = ["cmp_op", "stack_effect", "hascompare", "opname", "opmap", "HAVE_ARGUMENT", "EXTENDED_ARG", "hasarg", "hasconst", "hasname",
           "hasjump", "hasjrel", "hasjabs", "hasfree", "haslocal", "hasexc"]

opname = [name for name, effect in _names()]
opmap = {name: number for number, name in enumerate(opname)}
_all = len(opname)
opname += [f'<{number}>' for number in range(_all, 256)]
cmp_op = ('<', '<=', '==', '!=', '>', '>=')

# Register instructions have several operands each, whose kinds these lists cannot express.
hasarg = list(range(_all))
hasname = [opmap[kind + scope] for scope in ('Name', 'Global') for kind in ('Load', 'Store', 'Delete')]
hasconst, hasjump, hasjrel, hasjabs, hasfree, haslocal, hasexc, hascompare = ([] for _ in range(8))
HAVE_ARGUMENT = EXTENDED_ARG = _all

# Tools look up instructions by CPython's names. These have the same meaning; no code contains the
# last one.
opmap |= {alias: opmap[name] for alias, name in {
    'LOAD_GLOBAL': 'LoadGlobal', 'STORE_GLOBAL': 'StoreGlobal', 'DELETE_GLOBAL': 'DeleteGlobal',
    'LOAD_NAME': 'LoadName', 'STORE_NAME': 'StoreName', 'DELETE_NAME': 'DeleteName',
    'LOAD_ATTR': 'LoadAttribute', 'STORE_ATTR': 'StoreAttribute', 'DELETE_ATTR': 'DeleteAttribute',
    'LOAD_CONST': 'LoadConstant', 'IMPORT_NAME': 'Import', 'IMPORT_FROM': 'ImportFrom',
    'GET_ITER': 'GetIter', 'FOR_ITER': 'ForIter', 'YIELD_VALUE': 'Yield', 'YIELD_FROM': 'YieldFrom',
    'RETURN_VALUE': 'Return', 'NOP': 'Nothing', 'RERAISE': 'Reraise', 'JUMP_FORWARD': 'Jump', 'JUMP_BACKWARD': 'Jump',
}.items()}
opmap['EXTENDED_ARG'] = EXTENDED_ARG


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """Compute the stack effect of the opcode: there is no stack, but registers."""
    if not 0 <= opcode < _all:
        raise ValueError("invalid opcode or oparg")
    return 0
