"""The way to the printing engine and to the stylesheets of printed documents."""

import functools
import logging

from odoo.tools import file_open

_logger = logging.getLogger(__name__)


@functools.cache
def load_page_printer():
    """Return the module that prints with WeasyPrint, or None where it is missing.

    Loaded with the first document: it takes a while, and may need libraries of the
    system (Pango) that are not there.
    """
    # They tell every glyph they keep, and every page they begin.
    for name in ("fontTools", "weasyprint.progress"):
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        from . import page_printer
    except (ImportError, OSError) as error:
        _logger.warning(
            "WeasyPrint is not available, documents are printed by wkhtmltopdf: %s",
            error,
        )
        return None
    return page_printer


@functools.cache
def read_stylesheet(name):
    """Return the text of one of our stylesheets for paper."""
    with file_open(f"crm_yishang/static/print/{name}.css") as file:
        return file.read()
