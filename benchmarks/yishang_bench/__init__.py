"""Benchmark of crm_yishang beside stock Odoo and plain SQL; see ../README.md."""
