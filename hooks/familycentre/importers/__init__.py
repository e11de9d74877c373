"""Records of other systems, read into this directory's data contract.

Readers (one module a source) turn foreign records into :class:`.found.Found` or
:class:`.found.Refused`; everything after them is the same for all sources: ``settling`` (what the
model takes), ``bringing`` (new, merged, vanished), ``duplicates``, ``report``.
"""
