import inspect, os, re, time
from collections import Counter
from contextlib import contextmanager
from unittest.mock import patch
from odoo.tests import tagged
from odoo import models as M
from odoo.models import BaseModel

from .leak_common import LeakCommon, normalize
from . import leak_roads as roads


def clean(v, d=0):
    if d > 6: return str(v)[:200]
    if isinstance(v, BaseModel):
        return f"{v._name}{v.ids}"
    if isinstance(v, dict):
        return {str(k): clean(x, d+1) for k, x in v.items()}
    if isinstance(v, (list, tuple, set)):
        return [clean(x, d+1) for x in v]
    if isinstance(v, (str, int, float, bool)) or v is None: return v
    if inspect.isgenerator(v): return "gen"
    return str(v)[:2000]


@tagged("post_install", "-at_install")
class TestFuzz(LeakCommon):
    watch = None
    def report(self, out, label, value):
        leaks = self._get_leaks(clean(value))
        if leaks:
            text = normalize(clean(value))
            snip = Counter(m.group(1) for tok in leaks for m in re.finditer(r"([^,{}]{0,60}%s.{0,10})" % re.escape(tok), text))
            out.write(f"{label} | {leaks} | {[k for k,_ in snip.most_common(6)]}\n")
            out.flush()

    def call(self, f, *a, **k):
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint(flush=False):
                r = f(*a, **k)
                r = clean(r)
                if self.watch:
                    self.env.flush_all()
                    changed = []
                    for n, recs in self.hidden.items():
                        m = self.env[n]
                        if not m._auto or m._abstract: continue
                        self.env.cr.execute(f'select count(*), count(*) filter (where write_uid = %s) from "{m._table}" where id = any(%s)' if m._log_access else f'select count(*), 0 from "{m._table}" where id = any(%s)', (self.watch, recs.ids) if m._log_access else (recs.ids,))
                        c, w = self.env.cr.fetchone()
                        if c != len(recs) or w: changed.append((n, c - len(recs), w))
                    if changed: self.out.write(f"CHANGED {self.label}: {changed}\n")
                raise ZeroDivisionError
        except ZeroDivisionError:
            self.env.cr.cache.clear()
            self.env.transaction.clear() if hasattr(self.env.transaction, "clear") else None
            return r
        except Exception as e:
            self.env.transaction.clear()
            return "ERR " + type(e).__name__ + str(e)[:3000]

    def spec(self, model):
        return roads.get_specification(model)

    def fullspec(self, model):
        s = {}
        for n in roads.get_fields(model):
            f = model._fields[n]
            s[n] = {"fields": {"display_name": {}}} if f.type in roads.RELATIONS else {}
        return s

    def test_onchange(self):
        user = getattr(self, os.environ.get("WHO", "sales_sjz1"))
        for x in filter(None, os.environ.get("EXTRA", "").split(",")):
            user.group_ids |= self.env.ref(x)
        out = open("/tmp/lk/fuzz-onchange.txt", "w")
        errs = Counter()
        for name in sorted(self.env.registry):
            model = self.env[name].with_user(user)
            if model._abstract or not model.has_access("create"):
                continue
            t = time.time()
            spec = self.fullspec(model)
            for fname, field in model._fields.items():
                if field.name not in spec: continue
                if field.type in ("many2one", "many2many") and field.comodel_name in self.hidden:
                    for hid in self.hidden[field.comodel_name].ids[:3]:
                        val = hid if field.type == "many2one" else [[6, 0, [hid]]]
                        r = self.call(model.onchange, {fname: val}, [fname], spec)
                        if isinstance(r, str) and r.startswith("ERR"): errs[(name, r[:90])] += 1
                        self.report(out, f"{name} onchange {fname}={field.comodel_name}:{hid}", r)
                        r = self.call(model.with_context(**{"default_"+fname: val}).onchange, {}, [], spec)
                        self.report(out, f"{name} default {fname}={field.comodel_name}:{hid}", r)
                        r = self.call(lambda: model.create({fname: val}).read())
                        self.report(out, f"{name} create {fname}={field.comodel_name}:{hid}", r)
            for hm in ("res.partner", "crm.lead", "sale.order", "account.move", "calendar.event", "res.partner.bank", "mail.message"):
                h = self.hidden[hm][0]
                ctx = dict(active_model=hm, active_id=h.id, active_ids=h.ids, default_model=hm, default_res_model=hm, default_res_id=h.id, default_res_ids=str(h.ids), default_composition_mode="comment", default_use_template=False)
                if name == "mail.template.preview" or name.startswith("sms.template"): ctx["default_resource_ref"] = f"{hm},{h.id}"
                for cm in ("comment", "mass_mail", "mass", "numbers"):
                    ctx["default_composition_mode"] = cm
                    if not model._transient and cm != "comment": break
                    r = self.call(model.with_context(**ctx).onchange, {}, [], spec)
                    self.report(out, f"{name} ctx {cm} {hm}", r)
                    def mk():
                        rec = model.with_context(**ctx).create({})
                        return rec.read()
                    if model._transient:
                        r = self.call(mk)
                        self.report(out, f"{name} ctxcreate {cm} {hm}", r)
            if time.time() - t > 5: print(name, time.time() - t)
        out.close()

    SKIP = re.compile(r"^(test_|unlink|web_override|init|browse|sudo|with_|mapped|filtered|sorted|flush|invalidate|modified|ensure_one|exists|concat|union|get_base_url|fetch$|read$|write$|create|copy$|toggle_active|load|search|onchange$)")

    def test_methods(self):
        user = getattr(self, os.environ.get("WHO", "sales_sjz1"))
        for x in filter(None, os.environ.get("EXTRA", "").split(",")):
            user.group_ids |= self.env.ref(x)
        out = open("/tmp/lk/fuzz-methods.txt", "w")
        n = 0
        done = Counter()
        from odoo.addons.base.models.ir_mail_server import IrMail_Server
        with patch.object(type(self.env["mail.mail"]), "send", lambda *a, **k: True), patch("odoo.addons.iap.tools.iap_tools.iap_jsonrpc", side_effect=ValueError), patch("requests.sessions.Session.request", side_effect=ValueError), self._mute():
            for name, hidden in self.hidden.items():
                model = self.env[name].with_user(user)
                t = time.time()
                for attr in dir(type(model)):
                    if attr.startswith("_") or self.SKIP.match(attr): continue
                    func = getattr(type(model), attr)
                    if not callable(func) or getattr(func, "_api_private", False): continue
                    try:
                        sig = inspect.signature(func)
                    except (TypeError, ValueError):
                        continue
                    params = list(sig.parameters.values())
                    if not params: continue
                    req = [p for p in params[1:] if p.default is p.empty and p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
                    if len(req) > 1: continue
                    argsets = [[]] if not req else [[hidden.ids], [hidden[0].id], ["机密"], [[]], [{}], ["info@geheim.example"], [["info@geheim.example"]], [self.sales_sjz1.partner_id.ids]]
                    for rec, args in [(model.browse(h.id), a) for h in hidden[:2] for a in argsets]:
                        n += 1
                        tt = time.time(); self.watch = user.id; self.out = out; self.label = f"{name}.{attr}({args})"
                        r = self.call(getattr(rec, attr), *args)
                        if time.time() - tt > 3: print("slow", name, attr, time.time() - tt)
                        if "ACCESS" in os.environ or not (isinstance(r, str) and r.startswith("ERR")):
                            done[(name, attr)] += 1
                        if args and isinstance(args[0], (str,)) and args[0] == "机密" : continue
                        vals = r
                        if args in (["info@geheim.example"], [["info@geheim.example"]]):
                            s = normalize(clean(r)).replace("info@geheim.example", "")
                            vals = s
                        self.report(out, f"{name}.{attr}({args})", vals)
                print(name, n, round(time.time() - t, 1))
        out.write("SUCCEEDED " + " ".join(f"{a}.{b}" for a, b in sorted(done)))
        out.close()

    @contextmanager
    def _mute(self):
        import logging
        logging.disable(logging.CRITICAL)
        try:
            yield
        finally:
            logging.disable(logging.NOTSET)
