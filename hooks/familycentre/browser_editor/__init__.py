"""An editor in the browser for those who do not write YAML: Sveltia CMS, configured by the model.

It is an option (``editor`` in directory.yml). Without it nothing of this is written; with it the
families' pages stay the same to the byte.
"""
