"""What people enter by hand, in cells of a spreadsheet and fields of a form, as records.

``columns.yml`` says which answers there are and what they are called in Finnish and Swedish,
``answers.py`` reads one answer, ``times.py`` times said in words, ``fields.py`` a whole record.
Nothing here knows files, sheets or GitHub.
"""
