"""``python -m familycentre`` is the ``familycentre`` command."""

import sys

from familycentre.cli import main

sys.exit(main())
