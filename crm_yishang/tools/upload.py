"""Which files of strangers are taken.

A file is judged by its name and by what is in it, and both have to agree: what runs on
somebody's computer is refused whatever it is called.
"""

import io
import re
import tarfile
import unicodedata
import zipfile

from odoo.tools.mimetypes import guess_mimetype

# Why a file is not taken.
EMPTY = "empty"
PROGRAM = "program"
DISGUISED = "disguised"
CLOSED_ARCHIVE = "closed_archive"

# What a double click runs, on Windows, macOS, Linux, Android or in a browser.
PROGRAMS = frozenset(
    "apk app appimage appref-ms bat bash bin cgi chm cmd com command cpl csh deb dll "
    "dmg dotm docm elf exe gadget hta htm html inf ins iqy iso jar jnlp js jse ksh "
    "lnk mde mht mhtml mjs mobileconfig msc msh msi msix msp mst ocx php phtml pif "
    "pl potm ppam ppsm pptm ps1 ps1xml psm1 pub py pyc pyw rb reg rpm run scf scr "
    "sct service sh shb shs shtml sldm slk so swf sys url vb vbe vbs vhd vhdx wasm "
    "website ws wsc wsf wsh xbap xhtml xht xla xlam xll xlsm xltm xsl xslt zsh".split()
)
# Parts of a name that are more often the end of an address than a kind of file.
HARMLESS_INSIDE = frozenset(("app", "bin", "com", "inf", "pub", "py", "run", "service"))
CLOSED_ARCHIVES = frozenset(("7z", "ace", "arj", "cab", "lzh", "rar", "z", "zst"))
CLOSED_STARTS = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"MSCF")
PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"#!",
    b"\x00asm",
    b"dex\n",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"ITSF",
    b"CWS",
    b"FWS",
    b"<?php",
)
PROGRAM_TYPES = frozenset(
    (
        "application/java-archive",
        "application/javascript",
        "application/vnd.microsoft.portable-executable",
        "application/x-dosexec",
        "application/x-executable",
        "application/x-mach-binary",
        "application/x-ms-shortcut",
        "application/x-msdownload",
        "application/x-pie-executable",
        "application/x-sharedlib",
        "application/x-shellscript",
        "text/html",
        "text/javascript",
        "text/x-msdos-batch",
        "text/x-perl",
        "text/x-php",
        "text/x-python",
        "text/x-script.python",
        "text/x-shellscript",
    )
)
# A page begins with one of these, whatever stands before as a comment.
PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|\s)*"
    rb"<(?:!doctype\s+html|a|body|div|embed|form|head|html|iframe|img|link|meta|object|"
    rb"script|style|table|xsl:)\b",
    re.IGNORECASE | re.DOTALL,
)
DRAWING = re.compile(rb"<\s*(?:\w+:)?svg\b", re.IGNORECASE)
ACTIVE_DRAWING = re.compile(
    rb"<\s*(?:\w+:)?(?:script|foreignobject|iframe|embed|object|handler|set|animate)\b"
    rb"|<!entity|<!\[cdata|\bon\w+\s*=|javascript:|data:text|&#",
    re.IGNORECASE,
)
# Characters that turn the reading direction: "exe.fdp" written backwards.
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\x00-\x1f\x7f]")
# How files begin that are called so.
STARTS = {
    "bmp": (b"BM",),
    "doc": (b"\xd0\xcf\x11\xe0", b"{\\rtf", b"PK\x03\x04"),
    "docx": (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"),
    "gif": (b"GIF87a", b"GIF89a"),
    "gz": (b"\x1f\x8b",),
    "jpeg": (b"\xff\xd8\xff",),
    "jpg": (b"\xff\xd8\xff",),
    "odp": (b"PK\x03\x04",),
    "ods": (b"PK\x03\x04",),
    "odt": (b"PK\x03\x04",),
    "ofd": (b"PK\x03\x04",),
    "pdf": (b"%PDF",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "ppt": (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"),
    "pptx": (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"),
    "rtf": (b"{\\rtf",),
    "tgz": (b"\x1f\x8b",),
    "tif": (b"II*\x00", b"MM\x00*"),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "webp": (b"RIFF",),
    "xls": (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"),
    "xlsx": (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"),
    "zip": (b"PK\x03\x04", b"PK\x05\x06"),
}
TEXTS = frozenset(("csv", "json", "log", "md", "tsv", "txt"))
# Byte order marks, and how such a text is read.
MARKS = (
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xef\xbb\xbf", "utf-8"),
)


def get_refusal(name, content):
    """Return why a file of a stranger is not taken.

    :param name: as the sender calls it
    :param content: bytes
    :return: one of the constants above, or None if nothing speaks against it
    """
    if not content:
        return EMPTY
    parts = _get_parts(name)
    if INVISIBLE.search(name) or _is_program_name(parts) or _is_program(content):
        return PROGRAM
    extension = parts[-1] if parts else ""
    if extension in CLOSED_ARCHIVES or content.startswith(CLOSED_STARTS):
        return CLOSED_ARCHIVE
    if not _is_what_it_says(extension, content):
        return DISGUISED
    return _look_inside(content)


def _get_parts(name):
    """Return what stands behind the dots of a name, as a computer understands it."""
    name = unicodedata.normalize("NFKC", name).replace("\\", "/").rsplit("/", 1)[-1]
    return [part.strip() for part in name.lower().rstrip(". ").split(".")[1:]]


def _is_program_name(parts):
    """Whether the last part runs, or one before it that some programs go by."""
    return bool(
        PROGRAMS & set(parts[-1:]) or (PROGRAMS - HARMLESS_INSIDE) & set(parts[:-1])
    )


def _is_program(content):
    text = _decode(content)
    if text.startswith(PROGRAM_STARTS) or guess_mimetype(content) in PROGRAM_TYPES:
        return True
    if PAGE.match(text[:65536]):
        return True
    return bool(DRAWING.search(text[:65536]) and ACTIVE_DRAWING.search(text))


def _decode(content):
    """Return the bytes, of a text with a byte order mark those of its UTF-8."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace").encode()
    return content


def _is_what_it_says(extension, content):
    if extension in TEXTS:
        return b"\x00" not in content or content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if extension == "svg":
        return bool(DRAWING.search(_decode(content)))
    starts = STARTS.get(extension)
    # Some programs write a few bytes before a PDF begins.
    head = content[:1024] if extension == "pdf" else content[:16]
    return not starts or any(
        start in head if extension == "pdf" else head.startswith(start)
        for start in starts
    )


def _look_inside(content):
    """Return why an archive or a document made of parts is not taken."""
    try:
        names = _get_names(content)
    except (OSError, EOFError, RuntimeError, ValueError, zipfile.BadZipFile):
        return CLOSED_ARCHIVE
    except tarfile.TarError:
        return None
    for name in names:
        parts = _get_parts(name)
        if _is_program_name(parts) or name.lower().endswith("vbaproject.bin"):
            return PROGRAM
        # Nobody looks into an archive in an archive.
        if CLOSED_ARCHIVES & set(parts[-1:]) or {"zip", "tar", "gz"} & set(parts[-1:]):
            return CLOSED_ARCHIVE
    return None


def _get_names(content):
    """Return the names of what an archive holds, nothing for other files.

    :raise tarfile.TarError: if it is one compressed file, or no archive at all
    """
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    packed = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
    if content.startswith(packed) or content[257:262] == b"ustar":
        return _get_packed_names(content)
    return []


def _get_packed_names(content, limit=2000):
    """Return the first names in a tar archive; more than ``limit`` is not looked at."""
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        names = []
        for member in archive:
            names.append(member.name)
            if len(names) > limit:
                raise ValueError("too many files")
        return names
