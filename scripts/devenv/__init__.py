"""The local environment of this checkout: packages, Odoo, Python, databases."""
