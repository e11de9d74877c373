"""The family-centre directory: YAML records in, accessible Finnish and Swedish pages out.

The package knows nothing of MkDocs; ``hooks/site.py`` is the only place that does.
"""
