config = {
    "name": "hob",
    "size": (1, 2],
}
