"""What the benchmark says while it works."""

import sys
import time


def say(text):
    """Print a line with the time of day."""
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stdout.flush()
