"""Records of other systems, read into this directory's data contract.

Readers (one module a source) turn foreign records into :class:`~familycentre.importers.found.Found`
or :class:`~familycentre.importers.found.Refused`; everything after them is the same for all sources:
checking, three-way merging with what stands here, duplicates, the report.
"""
