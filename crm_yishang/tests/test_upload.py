import io
import tarfile

from odoo.tests import BaseCase, tagged

from ..tools.upload import CLOSED_ARCHIVE, DISGUISED, EMPTY, PROGRAM, get_refusal
from .portal_common import PNG, PortalCommon

PAGE = b"<!-- x -->\n<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg">%s</svg>'
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@tagged("post_install", "-at_install")
class TestUpload(BaseCase):
    """Files of strangers are judged by name and content."""

    def _check(self, expected, *files):
        for name, content in files:
            with self.subTest(name=name, content=content[:20]):
                self.assertEqual(get_refusal(name, content), expected)

    def test_what_customers_send_is_taken(self):
        self._check(
            None,
            ("现场.png", PNG),
            ("现场.JPG", b"\xff\xd8\xff\xe0" + bytes(20)),
            ("合同.pdf", b"%PDF-1.7 x"),
            ("www.acme.com.pdf", b"%PDF-1.7 x"),
            ("v1.2 说明.txt", "开机后五分钟停机".encode("gb18030")),
            ("日志.log", b"a < b <script> is quoted here"),
            ("图.svg", SVG % b"<rect width='1'/>"),
            ("报价.doc", OLD_OFFICE),
            ("表.xlsx", PortalCommon._zip("[Content_Types].xml", "xl/workbook.xml")),
            ("照片.zip", PortalCommon._zip("1.jpg", "说明.txt")),
            ("录音.amr", b"#!AMR\n"[2:] + bytes(20)),
            ("无后缀", b"\x01\x02"),
        )
        self._check(EMPTY, ("空.txt", b""))

    def test_programs_are_refused_by_their_name(self):
        names = "exe bat cmd com scr js vbs ps1 sh jar apk lnk msi html svg.html docm"
        self._check(PROGRAM, *((f"a.{name}", PNG) for name in names.split()))
        self._check(
            PROGRAM,
            ("照片.png.exe", PNG),
            ("照片.exe.png", PNG),
            ("照片.EXE ", PNG),
            ("照片.exe.", PNG),
            ("照片.ｅｘｅ", PNG),
            ("照片.\u202egnp.exe", PNG),
            ("照片\u202egnp.txt", PNG),
            ("a.exe\x00.png", PNG),
        )

    def test_programs_are_refused_by_their_content(self):
        contents = (
            b"MZ\x90\x00" + bytes(60),
            b"\x7fELF\x02\x01\x01" + bytes(60),
            b"#!/bin/sh\necho",
            b"\xca\xfe\xba\xbe" + bytes(20),
            b"<?php system('x');",
            PAGE,
            b"\xef\xbb\xbf" + PAGE,
            b"\xff\xfe" + PAGE.decode().encode("utf-16-le"),
            SVG % b"<script>alert(1)</script>",
            SVG % b"<rect onload='alert(1)'/>",
            SVG % b"<a xlink:href='javascript:alert(1)'/>",
            b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY x 'y'>]>" + SVG % b"&x;",
        )
        for name in ("a.png", "a.txt", "a.svg", "a"):
            self._check(PROGRAM, *((name, content) for content in contents))

    def test_names_and_content_agree(self):
        self._check(
            DISGUISED,
            ("a.png", b"%PDF-1.7"),
            ("a.pdf", PNG),
            ("a.jpg", b"GIF89a" + bytes(20)),
            ("a.xlsx", b"just text"),
            ("a.txt", b"a\x00b"),
            ("a.svg", b"hello"),
        )

    def test_archives_are_looked_into(self):
        tar = io.BytesIO()
        with tarfile.open(fileobj=tar, mode="w:gz") as archive:
            archive.addfile(tarfile.TarInfo("x/run.exe"))
        self._check(
            PROGRAM,
            ("a.zip", PortalCommon._zip("d/读我.EXE")),
            ("a.zip", PortalCommon._zip("1.jpg", "a.pdf.js")),
            ("a.docx", PortalCommon._zip("[Content_Types].xml", "word/vbaProject.bin")),
            ("a.tgz", tar.getvalue()),
        )
        self._check(
            CLOSED_ARCHIVE,
            ("a.rar", b"Rar!\x1a\x07\x00"),
            ("a.bin.dat", b"7z\xbc\xaf\x27\x1c"),
            ("a.zip", PortalCommon._zip("b.zip")),
            ("a.zip", b"PK\x03\x04 broken"),
        )
