"""Open data, written at the build: JSON, HSDS, tables, places on a map, events, schema.org.

Every export is made from what :mod:`familycentre.exports.public` lets through, never from a record.
"""
