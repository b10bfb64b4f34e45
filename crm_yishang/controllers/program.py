from odoo.http import request, route

from odoo.addons.rpc.controllers import RPC

from ..tools.caller import remember_address


class YishangProgram(RPC):
    """XML-RPC and JSON-RPC, with the address of the caller for the export ledger.

    Without a database of its own the host serves them without any addon; then the
    address stays unknown, and nothing else changes.
    """

    def _xmlrpc(self, service):
        with remember_address(request.httprequest.remote_addr):
            return super()._xmlrpc(service)

    @route()
    def jsonrpc(self, service, method, args):
        with remember_address(request.httprequest.remote_addr):
            return super().jsonrpc(service, method, args)
