"""Results cached on disk, work by threads, and objects dumped to compressed files."""
import joblib

memory = joblib.Memory("cache", verbose=0)
calls = []


@memory.cache
def costly(a, b=1):
    calls.append(a)
    return {"a": a, "b": b}


print(costly(1), costly(1), costly(2, b=3), calls)
print(joblib.Parallel(n_jobs=2, backend="threading")(joblib.delayed(pow)(i, 2) for i in range(5)))
joblib.dump([1, {"x": (2, 3)}], "data.pkl", compress=3)
print(joblib.load("data.pkl"), joblib.hash({"a": [1, 2]}))
