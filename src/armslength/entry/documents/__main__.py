"""`python -m armslength.entry.documents`."""

import sys

from armslength.entry.documents import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
