"""Internal classes used by the gzip, lzma and bz2 modules"""

from compression._common._streams import BUFFER_SIZE, BaseStream, DecompressReader
