import os
import shutil
import subprocess
import sys
from pathlib import Path

from odoo.tests import BaseCase, get_db_name
from odoo.tools import config
from odoo.tools.misc import exec_pg_environ, find_pg_tool

# The longest that one step may take, in seconds.
PATIENCE = 600


class DatabaseCopyCase(BaseCase):
    """Tests that commit, on a copy of the database that is dropped afterwards."""

    # Makes the name of the copy from that of the database.
    copy_suffix = "copy"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = get_db_name()
        cls.copy = f"{cls.source}_{cls.copy_suffix}"
        cls.addClassCleanup(cls._drop_copy)
        cls._drop_copy()
        cls._run("createdb", "--template=template0", cls.copy)
        cls._copy_content()
        files = Path(config.filestore(cls.source))
        if files.exists():
            # Odoo names files after their content and never changes them.
            shutil.copytree(files, config.filestore(cls.copy), copy_function=os.link)

    @classmethod
    def _run(cls, tool, *arguments, **options):
        command = [find_pg_tool(tool), *arguments]
        subprocess.run(
            command, env=exec_pg_environ(), check=True, timeout=PATIENCE, **options
        )

    @classmethod
    def _copy_content(cls):
        """Copy while others are connected, which CREATE DATABASE would refuse."""
        dump = [find_pg_tool("pg_dump"), "--no-owner", cls.source]
        with subprocess.Popen(
            dump, env=exec_pg_environ(), stdout=subprocess.PIPE
        ) as source:
            cls._run(
                "psql",
                "--quiet",
                "--set=ON_ERROR_STOP=1",
                cls.copy,
                stdin=source.stdout,
                stdout=subprocess.DEVNULL,
            )

    @classmethod
    def _drop_copy(cls):
        cls._run("dropdb", "--if-exists", "--force", cls.copy)
        shutil.rmtree(config.filestore(cls.copy), ignore_errors=True)

    @classmethod
    def _get_command(cls, *arguments):
        """Return the command line of Odoo on the copy."""
        return [sys.executable, "-m", "odoo", *arguments, "-d", cls.copy]
