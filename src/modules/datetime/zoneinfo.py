from zoneinfo._zoneinfo import ZoneInfo as _InPython


class ZoneInfo(_InPython, Transitions):
    __module__ = "zoneinfo"
    utcoffset, dst, tzname, fromutc = Transitions.utcoffset, Transitions.dst, Transitions.tzname, Transitions.fromutc

    def _load_file(self, fobj):
        super()._load_file(fobj)
        self._set(self._trans_utc, self._trans_local, self._ttinfos, self._tti_before, self._tz_after,
                  self._fixed_offset)

    def _file_reduce(self):
        import pickle
        raise pickle.PicklingError("Cannot pickle a ZoneInfo file from a file stream.")

    def __repr__(self):
        text = super().__repr__()
        return "zoneinfo." + text if type(self) is ZoneInfo else text


__import__("_types")._class_of_c(ZoneInfo)
