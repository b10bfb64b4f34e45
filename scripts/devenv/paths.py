"""Where things lie; everything generated is below the git-ignored ``.local``."""

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADDON = "crm_yishang"
ADDON_DIR = ROOT / ADDON

LOCAL = ROOT / ".local"
VENV = LOCAL / "venv"
VENV_PYTHON = VENV / "bin" / "python"
ODOO = LOCAL / "odoo"
LOGS = LOCAL / "log"

# Tells apart the checkouts of one machine where something must live outside of them.
CHECKOUT_ID = hashlib.sha256(str(ROOT).encode()).hexdigest()[:10]
