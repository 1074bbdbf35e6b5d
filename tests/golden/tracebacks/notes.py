error = ValueError("with notes")
error.add_note("a note")
error.add_note("two\nlines")
raise error
