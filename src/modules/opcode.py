from _opcode import _names

__all__ = ["cmp_op", "stack_effect", "hascompare", "opname", "opmap", "HAVE_ARGUMENT", "EXTENDED_ARG", "hasarg", "hasconst", "hasname",
           "hasjump", "hasjrel", "hasjabs", "hasfree", "haslocal", "hasexc"]

opname = [name for name, effect in _names()]
opmap = {name: number for number, name in enumerate(opname)}
cmp_op = ('<', '<=', '==', '!=', '>', '>=')

# Instructions of registers have several operands each, of kinds that these lists cannot tell.
hasarg = list(range(len(opname)))
hasconst, hasname, hasjump, hasjrel, hasjabs, hasfree, haslocal, hasexc, hascompare = ([] for _ in range(9))
HAVE_ARGUMENT = EXTENDED_ARG = len(opname)


def stack_effect(opcode, oparg=None, /, *, jump=None):
    """Compute the stack effect of the opcode: there is no stack, but registers."""
    if not 0 <= opcode < len(opname):
        raise ValueError("invalid opcode or oparg")
    return 0
