"""Prints HTML documents with WeasyPrint, without asking anybody for anything.

Importing this module fails where WeasyPrint or the libraries below it are missing;
``load_page_printer`` tells.
"""

import re
from urllib.parse import urlsplit

import lxml.html
import weasyprint
from lxml import etree
from weasyprint.urls import URLFetcher, URLFetcherResponse

# A host that cannot exist (RFC 2606): addresses without host are completed with it.
HOST = "document.invalid"
ATTACHMENT = re.compile(r"/web/(?:content|image)/(?P<id>\d+)(?:[-/].*)?")
ARTICLES = "//div[contains(concat(' ', normalize-space(@class), ' '), ' article ')]"


class AttachmentFetcher(URLFetcher):
    """Gives attachments the user may read; no file, no network."""

    def __init__(self, env):
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._env = env(su=False)

    def fetch(self, url, headers=None):
        """Return what is at ``url``.

        :raise ValueError: if that is neither an attachment nor data in the address
        :raise AccessError: if the user may not read the attachment
        """
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        found = ATTACHMENT.fullmatch(parts.path)
        if parts.netloc != HOST or not found:
            raise ValueError(f"Documents do not load {url}")
        attachment = self._env["ir.attachment"].browse(int(found["id"]))
        attachment.check_access("read")
        return URLFetcherResponse(
            url, attachment.raw or b"", {"Content-Type": attachment.mimetype}
        )


def split_articles(html):
    """Return the documents of a page that holds several.

    :param html: a page as bytes, with one ``div.article`` for each document
    :return: list of (id of the record or False, page with this document alone)
    """
    parser = lxml.html.HTMLParser(encoding="utf-8")
    root = lxml.html.fromstring(html, parser=parser)
    articles = root.xpath(ARTICLES)
    return [
        (int(article.get("data-oe-id") or 0) or False, _wrap(root, article))
        for article in articles
    ] or [(False, html.decode())]


def _wrap(root, article):
    page = etree.Element("html", lang=root.get("lang", ""))
    head = etree.SubElement(page, "head")
    etree.SubElement(head, "title").text = article.get("data-title", "")
    body = etree.SubElement(page, "body")
    body.append(article)
    return lxml.html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>")


def print_page(env, html, stylesheet):
    """Return a page as the bytes of a PDF.

    :param env: environment of the user whose attachments may be shown
    :param stylesheet: CSS of the paper, on top of what the page brings along
    """
    fetcher = AttachmentFetcher(env)
    page = weasyprint.HTML(
        string=html, base_url=f"https://{HOST}/", url_fetcher=fetcher
    )
    styles = [weasyprint.CSS(string=stylesheet, url_fetcher=fetcher)]
    return page.write_pdf(stylesheets=styles)
