"""rpds: persistent maps, sets, lists, queues and stacks."""

import rpds
from rpds import *
import pickle
def t(label,f):
    try: print(label, repr(f()))
    except BaseException as e: print(label, type(e).__name__, e)
m=HashTrieMap({"a":1})
t('repr',lambda: m); t('ins', lambda: m.insert("b",2)["b"]); t('get', lambda: (m.get("a"), m.get("x"), m.get("x",5))); t('missing', lambda: m["x"]); t('missing', lambda: m[1])
t('rm', lambda: m.remove("x")); t('rm', lambda: len(m.remove("a"))); t('disc', lambda: (m.discard("x")==m, len(m.discard("a")))); t('upd', lambda: sorted(m.update({"c":3},d=4).items()))
t('upd2', lambda: sorted(m.update([("c",3)],{"e":1}).items())); t('conv', lambda: HashTrieMap.convert(m) is m); t('conv', lambda: HashTrieMap.convert({"q":1})); t('from', lambda: sorted(HashTrieMap.fromkeys("abc").items())); t('from', lambda: sorted(HashTrieMap.fromkeys("abc",7).items()))
t('eq', lambda: (m=={"a":1}, m==HashTrieMap(a=1), m!=HashTrieMap(a=2), hash(m)==hash(HashTrieMap(a=1)), m==3))
t('kw', lambda: sorted(HashTrieMap([("a",1)],b=2).items())); t('unhash', lambda: m.insert([],1)); t('unhash', lambda: hash(m.insert("x",[])))
t('views', lambda: (m.keys(), m.values(), m.items(), "a" in m.keys(), ("a",1) in m.items(), 1 in m.values(), len(m.keys()), m.keys()=={"a"}, sorted(m.keys()|{"z"})))
t('views2', lambda: (sorted(m.keys()&{"a","b"}), m.items()=={("a",1)}))
t('iter', lambda: (list(m), len(m), "a" in m, [] in m) ); t('pickle', lambda: pickle.loads(pickle.dumps(m))==m); t('empty', lambda: (HashTrieMap(), bool(HashTrieMap()), HashTrieMap({}) == {})); t('bad', lambda: HashTrieMap(3)); t('bad', lambda: HashTrieMap([1])); 
t('abc', lambda: (isinstance(m, __import__('collections.abc').abc.Mapping), HashTrieMap.__module__, HashTrieSet.__module__, type(m.keys())))
t('frommap', lambda: HashTrieMap(m)==m); t('cls', lambda: HashTrieMap[str,int])
t('nested', lambda: HashTrieMap({"k":HashTrieMap({"z":1})}))
s=HashTrieSet([1,2])
t('s', lambda: HashTrieSet([1])); t('e', lambda: HashTrieSet()); t('ops', lambda: [sorted(x) for x in (s|HashTrieSet([3]), s&HashTrieSet([1]), s-HashTrieSet([1]), s^HashTrieSet([1,5]), s.union(HashTrieSet([7])), s.difference(HashTrieSet([1])), s.intersection(HashTrieSet([1])), s.symmetric_difference(HashTrieSet([1])))]); t('cmp', lambda: (s=={1,2}, s<={1,2,3}, s<{1,2}, s>={1}, s>{1}, s!={1}, hash(s)==hash(HashTrieSet([2,1])), s=={1}))
t('types', lambda: (type(s|s), type(s.union(s)), isinstance(s, __import__('collections.abc').abc.Set)))
t('sins', lambda: (len(s.insert(3)), 1 in s, len(s), sorted(s), len(s.remove(1)), len(s.discard(9)), sorted(s.update([5],[6])))); t('srm', lambda: s.remove(9)); t('sun', lambda: s.insert([])); t('spick', lambda: pickle.loads(pickle.dumps(s))==s); t('bad', lambda: HashTrieSet(3)); t('bool', lambda: (bool(s), bool(HashTrieSet()))); t('unhash', lambda: HashTrieSet([[]]))
l=List([1,2,3])
t('l', lambda: (l, List(), List(1,2), List([1]), l.first, l.rest, l.push_front(0), l.drop_first(), list(l), len(l), list(reversed(l)), l==List([1,2,3]), hash(l)==hash(List([1,2,3])), l!=List(), bool(List()), 2 in l))
t('lf', lambda: List().first); t('lr', lambda: List().rest); t('ld', lambda: List().drop_first()); t('lp', lambda: pickle.loads(pickle.dumps(l))==l); t('lst', lambda: List("ab")); t('l3', lambda: List(3)); t('leq', lambda: l==[1,2,3]); t('lh', lambda: hash(List([[]]))); 
q=Queue([1,2])
t('q', lambda: (q, Queue(), Queue(1,2), q.peek(), q.is_empty(), Queue().is_empty(), q.enqueue(3), q.dequeue(), len(q), list(q), q==Queue([1,2]), hash(q)==hash(Queue([1,2])), q!=Queue())); t('qe', lambda: Queue().peek()); t('qd', lambda: Queue().dequeue()); t('qp', lambda: pickle.loads(pickle.dumps(q))==q)
k=Stack([1,2])
t('k', lambda: (k, Stack(), Stack(1,2), k.peek(), k.push(3), k.pop(), len(k), list(k), k==Stack([1,2]), hash(k)==hash(Stack([1,2])))); t('ke', lambda: Stack().peek()); t('kd', lambda: Stack().pop()); t('kp', lambda: pickle.loads(pickle.dumps(k))==k)
