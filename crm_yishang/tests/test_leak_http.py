import os, re
from collections import Counter
from odoo.tests import tagged
from odoo.tools import mute_logger
from .leak_common import LeakCommon, normalize
from .leak_http_roads import LeakHttpRoads
from .leak_program_roads import LeakProgramRoads

@tagged("post_install", "-at_install")
class TestLeakHttp(LeakCommon, LeakHttpRoads, LeakProgramRoads):
    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.addons.rpc.controllers")
    def test_explore(self):
        out = open("/tmp/lk/http.txt", "w")
        self.env["ir.config_parameter"].set_param("web.json.enabled", "1")
        seen = {}
        import time
        for w in os.environ.get("WHO", "director,sales_sjz1").split(","):
            user = getattr(self, w)
            user.group_ids |= self.env.ref("base.group_allow_export") | self.env.ref("account.group_account_invoice")
            user.notification_type = "inbox"
            self.authenticate(user.login, user.login)
            for g in (self._walk_screens(self.hidden), self._walk_exports(self.hidden), self._walk_chatter(self.hidden), self._walk_messaging(self.hidden), self._walk_programs(self.hidden, user), self._walk_json_screens(user)):
                t = time.time()
                for road, value in g:
                    leaks = self._get_leaks(value)
                    seen.setdefault(road, {})[w] = seen.setdefault(road, {}).get(w, 0) + bool(leaks)
                    seen[road][w + "-text"] = value
                    if leaks and w != "director":
                        text = normalize(value)
                        snip = Counter(m.group(1) for tok in leaks for m in re.finditer(r"([^,{}]{0,60}%s.{0,10})" % re.escape(tok), text))
                        out.write(f"{road} | {leaks} | {[k for k,_ in snip.most_common(6)]}\n")
                print(w, g.__name__, time.time()-t)
        for road, x in seen.items():
            if not x.get("director"):
                out.write(f"VACUOUS {road}: {str(x.get('director-text'))[:300]}\n")
        out.close()
