# Line editing for `input()` at a terminal once a program has imported `readline`.
#
# Drawing uses only carriage returns and backspaces, so it works on every terminal. Of a line longer
# than a row, only the part around the cursor is shown.

import codecs
import os
import re
import sys
import termios
import unicodedata

_BELL = "\a"
# The sequences that keys send after an escape (xterm's "ctlseqs").
_SEQUENCES = {
    "[A": "previous", "[B": "next", "[C": "right", "[D": "left", "[H": "start", "[F": "finish",
    "OA": "previous", "OB": "next", "OC": "right", "OD": "left", "OH": "start", "OF": "finish",
    "[1~": "start", "[4~": "finish", "[7~": "start", "[8~": "finish", "[3~": "delete",
    "[1;5C": "word_right", "[1;5D": "word_left", "f": "word_right", "b": "word_left",
    "d": "cut_word_right", "\x7f": "cut_word_left", "\b": "cut_word_left",
}
_KEYS = {
    "\x01": "start", "\x02": "left", "\x05": "finish", "\x06": "right", "\x08": "rub_out", "\x7f": "rub_out",
    "\x0b": "cut_end", "\x0c": "redraw", "\x0e": "next", "\x10": "previous", "\x14": "exchange",
    "\x15": "cut_start", "\x17": "cut_blank_word", "\x19": "paste",
}


def _width(text):
    columns = 0
    for c in text:
        if unicodedata.east_asian_width(c) in "WF":
            columns += 2
        elif not unicodedata.combining(c):
            columns += 1
    return columns


def _visible(text):
    """The text as it is drawn: a control character as its letter."""
    return "".join("^" + chr(ord(c) ^ 64) if c < " " or c == "\x7f" else c for c in text)


class LineEditor:
    """The line being typed, and the queries about it."""

    def __init__(self):
        self.text = ""
        self.at = 0
        self.begin = self.end = 0
        self.kind = 0
        self.completes = False
        self.cut = ""

    def insert(self, text):
        self.text = self.text[:self.at] + text + self.text[self.at:]
        self.at += len(text)

    def read(self, prompt, history, hooks):
        """Reads a line with its end from the terminal; an empty string at the end of the input.

        `hooks` gives the functions that a program has set, by name, and its delimiters.
        """
        before, _, prompt = prompt.rpartition("\n")
        self.hooks, self.lines, self.place = hooks, [*history, ""], len(history)
        self.prompt = re.sub("\x01[^\x02]*\x02", "", prompt)
        self.shown_prompt = prompt.replace("\x01", "").replace("\x02", "")
        self.text, self.at, self.drawn, self.tabs = "", 0, 0, 0
        self.decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        if before:
            self.write(before + "\n")
        saved = termios.tcgetattr(0)
        raw = [*saved[:6], list(saved[6])]
        raw[0] &= ~(termios.ICRNL | termios.IXON)
        raw[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
        raw[6][termios.VMIN], raw[6][termios.VTIME] = 1, 0
        termios.tcsetattr(0, termios.TCSADRAIN, raw)
        try:
            self.call("startup_hook")
            self.write(self.shown_prompt)
            self.drawn = _width(self.prompt)
            self.draw()
            self.call("pre_input_hook")
            self.draw()
            return self.edit()
        finally:
            termios.tcsetattr(0, termios.TCSADRAIN, saved)

    def call(self, name, *arguments):
        function = self.hooks(name)
        if function is not None:
            try:
                return function(*arguments)
            except Exception:
                # As in readline, an exception in a hook does not end the line.
                return None

    def write(self, text):
        data = text.encode("utf-8", "surrogateescape")
        while data:
            data = data[os.write(1, data):]

    def key(self):
        """The next character typed; None at the end of the input."""
        while True:
            try:
                data = os.read(0, 1)
            except OSError:
                data = b""
            if not data:
                return None
            if character := self.decoder.decode(data):
                return character

    def draw(self):
        try:
            columns = os.get_terminal_size(1).columns or 80
        except OSError:
            columns = 80
        room = max(columns - _width(self.prompt) - 1, 8)
        first, left = self.at, 0
        while first and left + _width(_visible(self.text[first - 1])) <= room:
            first -= 1
            left += _width(_visible(self.text[first]))
        last, right = self.at, 0
        while last < len(self.text) and left + right + _width(_visible(self.text[last])) <= room:
            right += _width(_visible(self.text[last]))
            last += 1
        width = _width(self.prompt) + left + right
        blanks = max(self.drawn - width, 0)
        self.write("\r" + self.shown_prompt + _visible(self.text[first:last]) + " " * blanks + "\b" * (blanks + right))
        self.drawn = width

    def edit(self):
        while True:
            key = self.key()
            if key is None or key == "\x04" and not self.text:
                if not self.text:
                    return ""
                key = "\n"
            if key in "\r\n":
                self.at = len(self.text)
                self.draw()
                self.write("\n")
                return self.text + "\n"
            if key == "\t" and self.completes and self.hooks("completer") is not None:
                self.complete()
                continue
            self.tabs = 0
            if key == "\x04":
                action = "delete"
            elif key == "\x1b":
                action = self.sequence()
            else:
                action = _KEYS.get(key)
            if action is not None:
                getattr(self, action)()
            elif key >= " " or key == "\t":
                self.insert(key)
            self.draw()

    def sequence(self):
        text = self.key() or ""
        if text in ("[", "O"):
            while character := self.key():
                text += character
                if "@" <= character <= "~":
                    break
        return _SEQUENCES.get(text, "redraw")

    def redraw(self):
        pass

    def start(self):
        self.at = 0

    def finish(self):
        self.at = len(self.text)

    def left(self):
        self.at = max(self.at - 1, 0)

    def right(self):
        self.at = min(self.at + 1, len(self.text))

    def word_left(self):
        while self.at and not self.text[self.at - 1].isalnum():
            self.at -= 1
        while self.at and self.text[self.at - 1].isalnum():
            self.at -= 1

    def word_right(self):
        while self.at < len(self.text) and not self.text[self.at].isalnum():
            self.at += 1
        while self.at < len(self.text) and self.text[self.at].isalnum():
            self.at += 1

    def remove(self, begin, end):
        self.cut = self.text[begin:end]
        self.text = self.text[:begin] + self.text[end:]
        self.at = begin

    def rub_out(self):
        if self.at:
            self.text = self.text[:self.at - 1] + self.text[self.at:]
            self.at -= 1

    def delete(self):
        self.text = self.text[:self.at] + self.text[self.at + 1:]

    def cut_end(self):
        self.remove(self.at, len(self.text))

    def cut_start(self):
        self.remove(0, self.at)

    def cut_word_left(self):
        end = self.at
        self.word_left()
        self.remove(self.at, end)

    def cut_word_right(self):
        begin = self.at
        self.word_right()
        self.remove(begin, self.at)

    def cut_blank_word(self):
        begin = len(self.text[:self.at].rstrip().rpartition(" ")[0])
        self.remove(begin + 1 if begin else 0, self.at)

    def paste(self):
        self.insert(self.cut)

    def exchange(self):
        if self.at and len(self.text) > 1:
            at = min(self.at, len(self.text) - 1)
            self.text = self.text[:at - 1] + self.text[at] + self.text[at - 1] + self.text[at + 1:]
            self.at = at + 1

    def previous(self):
        self.go(self.place - 1)

    def next(self):
        self.go(self.place + 1)

    def go(self, place):
        if 0 <= place < len(self.lines):
            self.lines[self.place] = self.text
            self.place, self.text = place, self.lines[place]
            self.at = len(self.text)

    def complete(self):
        self.tabs += 1
        delimiters, begin = self.hooks("delims"), self.at
        while begin and self.text[begin - 1] not in delimiters:
            begin -= 1
        self.begin, self.end = begin, self.at
        self.kind = ord("\t") if self.tabs == 1 else ord("?")
        word, matches = self.text[begin:self.at], []
        while isinstance(match := self.call("completer", word, len(matches)), str):
            matches.append(match)
        if not matches:
            self.write(_BELL)
            return
        common = os.path.commonprefix(matches)
        if len(matches) > 1 and self.tabs > 1:
            self.list(common, sorted(set(matches)))
        elif common != word:
            self.text = self.text[:begin] + common + self.text[self.at:]
            self.at = begin + len(common)
            self.tabs = 0
        else:
            self.write(_BELL)
        self.draw()

    def list(self, common, matches):
        self.write("\n")
        longest = max(map(_width, matches))
        if self.hooks("display") is not None:
            self.call("display", common, matches, longest)
            sys.stdout.flush()
        else:
            try:
                columns = os.get_terminal_size(1).columns
            except OSError:
                columns = 80
            each = max(columns // (longest + 2), 1)
            rows = -(-len(matches) // each)
            for row in range(rows):
                line = matches[row::rows]
                self.write("".join(m + " " * (longest + 2 - _width(m)) for m in line).rstrip() + "\n")
        self.write(self.shown_prompt)
        self.drawn = _width(self.prompt)
